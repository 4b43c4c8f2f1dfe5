/* The workbench while another window of the same person is open. */
#include "tests/support/screen.h"
#include "tests/support/window_fixture.h"

static struct store *other_window(struct screen *s, int64_t number)
{
	struct store *store = fixture_open_as(&s->f, &s->f.owner);
	struct store_task task = fixture_task(&s->f, number);

	assert_int_equal(lease(&s->f, store, &task), LEASE_TAKEN);
	return store;
}

static void walking_passes_over_what_the_other_window_has(void **state)
{
	struct screen s;
	struct store *other;

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 80);
	screen_items(&s, 4, 2);
	other = other_window(&s, 2);
	screen_start(&s);
	screen_shows(&s, "fix faucet 1?");
	screen_play(&s, "Ctrl-N");
	screen_shows(&s, "fix faucet 3?");
	screen_shows(&s, "item 2 is open in your other window");
	screen_play(&s, "Ctrl-P");
	screen_shows(&s, "fix faucet 1?");
	screen_play(&s, "N");
	screen_shows(&s, "fix faucet 3?");
	screen_hides(&s, "other window");
	store_close(other);
	screen_play(&s, "Ctrl-P");
	screen_shows(&s, "fix faucet 2?");
	screen_end(&s);
}

static void going_to_it_is_refused_and_the_item_here_stays(void **state)
{
	struct screen s;
	struct store *other;
	struct store_task here;

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 80);
	screen_items(&s, 3, 2);
	other = other_window(&s, 3);
	screen_start(&s);
	screen_play(&s, "1 2 G 3 Enter");
	screen_shows(&s, "item 3 is open in your other window");
	screen_shows(&s, "1 of 3");
	screen_shows(&s, "A > B  better");
	here = fixture_task(&s.f, 1);
	assert_int_equal(lease(&s.f, other, &here), LEASE_ELSEWHERE);
	screen_play(&s, "q");
	assert_int_equal(lease(&s.f, other, &here), LEASE_TAKEN); /* at home nothing is open */
	store_close(other);
	screen_end(&s);
}

static void what_is_left_in_other_windows_is_said(void **state)
{
	struct screen s;
	struct store *other;

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 80);
	screen_items(&s, 2, 2);
	other = other_window(&s, 2);
	screen_start(&s);
	screen_play(&s, "1 2 4 3 5 3 5 3 5 3 5 3 Enter");
	screen_shows(&s, "saved as #1; what is left is open in other windows");
	store_close(other);
	screen_play(&s, "Enter");
	screen_shows(&s, "fix faucet 2?");
	screen_play(&s, "1 2 4 3 5 3 5 3 5 3 5 3 Enter");
	screen_shows(&s, "saved as #2; all done here");
	screen_end(&s);
}

static void the_only_item_is_not_shown_twice(void **state)
{
	struct screen s;
	struct store *other;

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 80);
	screen_items(&s, 1, 2);
	s.start = NULL;
	other = other_window(&s, 1);
	screen_start(&s);
	screen_play(&s, "Enter");
	screen_shows(&s, "your other window has the only item");
	store_close(other);
	screen_play(&s, "Enter");
	screen_shows(&s, "fix faucet 1?");
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walking_passes_over_what_the_other_window_has),
		cmocka_unit_test(going_to_it_is_refused_and_the_item_here_stays),
		cmocka_unit_test(what_is_left_in_other_windows_is_said),
		cmocka_unit_test(the_only_item_is_not_shown_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
