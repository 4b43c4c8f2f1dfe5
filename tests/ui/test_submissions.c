/* My submissions: what the lines say, the filter, and correcting from there. */
#include "tests/support/screen.h"

#include "ui/keymap.h"

#define ALL "1 2 4 3 5 3 5 3 5 3 5 3 Enter"

static void send(struct screen *s, int n)
{
	for (int i = 0; i < n; i++)
		screen_play(s, ALL);
}

static void open_bench(struct screen *s, int items, int rows, int cols)
{
	screen_begin(s, "pairwise-preference", rows, cols);
	screen_items(s, items, 2);
	screen_start(s);
}

static void a_line_has_number_day_answers_and_prompt(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 6, 24, 80);
	send(&s, 2);
	screen_play(&s, "S \"both say the same\" Enter");
	screen_play(&s, "= 4 3 5 3 5 3 5 3 5 3 o 2 - Enter");
	screen_play(&s, "Ctrl-P F Enter Ctrl-P Ctrl-P a 3 H");
	screen_shows(&s, "4 sent");
	screen_golden(&s, "submissions_80x24");
	screen_play(&s, "@120x40");
	screen_golden(&s, "submissions_120x40");
	screen_play(&s, "@200x50");
	screen_golden(&s, "submissions_200x50");
	screen_play(&s, "@40x12");
	screen_shows(&s, "#");
	screen_end(&s);
}

static void the_filter_finds_answers_numbers_days_batches_and_texts(void **state)
{
	static const struct {
		const char *typed, *found;
	} filters[] = {
		{ "FAUCET 2", "1 of 4" },
		{ "both say", "1 of 4" },
		{ "a > b", "2 of 4" },
		{ "accuracy 4/3", "3 of 4" },
		{ "faucets", "4 of 4" },
		{ "today", "4 of 4" },
		{ "2026-", "4 of 4" },
		{ "#3", "1 of 4" },
		{ "way 2 of mending faucet 4", "1 of 4" },
		{ "100%", "0 of 4" },
	};
	struct screen s;
	char keys[80];

	(void)state;
	open_bench(&s, 6, 24, 80);
	send(&s, 2);
	screen_play(&s, "S \"both say the same\" Enter");
	screen_play(&s, "= 4 3 5 3 5 3 5 3 5 3 Enter H");
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		snprintf(keys, sizeof keys, "/ Ctrl-U \"%s\" Enter", filters[i].typed);
		screen_play(&s, keys);
		if (!screen_has(&s, filters[i].found))
			fail_msg("%s: not %s", filters[i].typed, filters[i].found);
	}
	/* Esc brings the filter back that was there before. */
	screen_play(&s, "/ Ctrl-U \"faucet 2\" Enter");
	screen_play(&s, "/ Ctrl-U x y z Esc");
	screen_shows(&s, "1 of 4");
	screen_end(&s);
}

static void tab_goes_through_the_kinds(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 6, 24, 80);
	send(&s, 2);
	screen_play(&s, "S \"both say the same\" Enter Ctrl-P F Enter");
	screen_play(&s, "H Tab");
	screen_shows(&s, "[not sent again]");
	screen_shows(&s, "0 of 3");
	screen_play(&s, "Tab");
	screen_shows(&s, "[flagged]");
	screen_shows(&s, "1 of 3");
	screen_play(&s, "Tab");
	screen_shows(&s, "[skipped]");
	screen_shows(&s, "skipped: both say the same");
	screen_end(&s);
}

/* From the workbench back to the item that was open; from home back to the list. */
static void correcting_leads_back_to_where_one_was(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 6, 24, 80);
	send(&s, 3);
	screen_shows(&s, "4 of 6");
	screen_play(&s, "H j j Enter");
	screen_shows(&s, "you sent this one as #1");
	screen_play(&s, "a 5 Enter");
	screen_shows(&s, "4 of 6");
	screen_shows(&s, "back at item 4");
	screen_play(&s, "q H j j Enter a 3 Enter");
	screen_shows(&s, "my submissions");
	screen_shows(&s, "saved as #5");
	screen_play(&s, "q");
	screen_shows(&s, "Browse");
	screen_end(&s);
}

static void whoever_goes_on_by_herself_is_not_led_back(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 6, 24, 80);
	send(&s, 2);
	screen_play(&s, "H j Enter");
	screen_shows(&s, "1 of 6");
	screen_play(&s, "Ctrl-N Ctrl-N Ctrl-N");
	screen_shows(&s, "4 of 6");
	send(&s, 1);
	screen_shows(&s, "5 of 6");
	screen_end(&s);
}

/* A stray letter on what was sent is said, once. */
static void changing_what_was_sent_is_noticed(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 6, 24, 80);
	send(&s, 1);
	screen_play(&s, "H Enter");
	screen_shows(&s, "sent #1");
	s.clock += 20000;
	screen_play(&s, "o");
	screen_shows(&s, "correcting #1: Enter sends it again, u undoes");
	s.clock += 20000;
	screen_play(&s, "2");
	screen_hides(&s, "Enter sends it again, u undoes");
	screen_shows(&s, "correcting #1");
	screen_play(&s, "u u");
	screen_shows(&s, "sent #1");
	screen_end(&s);
}

/* It came with the item: whoever types at once must be able to read it all the same. */
static void a_notice_that_came_with_an_item_outlives_quick_keys(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 6, 24, 80);
	send(&s, 1);
	screen_play(&s, "H Enter Tab Tab");
	screen_shows(&s, "you sent this one as #1");
	s.clock += 20000;
	screen_play(&s, "Tab");
	screen_hides(&s, "you sent this one");
	/* About the old item: gone with it. */
	screen_play(&s, "H Enter");
	screen_play(&s, "N");
	screen_hides(&s, "you sent this one");
	screen_end(&s);
}

static void the_way_back_leads_there_and_here_again(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 6, 24, 80);
	screen_play(&s, "`");
	screen_shows(&s, "no jump to go back from yet");
	screen_play(&s, "G 5 Enter");
	screen_shows(&s, "5 of 6");
	screen_play(&s, "`");
	screen_shows(&s, "1 of 6");
	screen_play(&s, "`");
	screen_shows(&s, "5 of 6");
	screen_play(&s, "G 9 9 Enter");
	screen_shows(&s, "no item '99': type 1 to 6");
	screen_play(&s, "G \"#7\" Enter");
	screen_shows(&s, "nothing was saved as #7");
	screen_play(&s, "`");
	screen_shows(&s, "1 of 6");
	screen_end(&s);
}

/* Whoever has moved keys is told of hers. */
static void notices_name_the_keys_in_force(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 6, 24, 120);
	keymap_bind(&s.app->keymap, CMD_GO_BACK, "~");
	keymap_bind(&s.app->keymap, CMD_BROWSE, "^");
	keymap_bind(&s.app->keymap, CMD_LIST_WHICH, "_");
	screen_play(&s, "~");
	screen_shows(&s, "G, H, ^ and u lead to other items");
	screen_play(&s, "G 5 Enter ~");
	screen_shows(&s, "item 1; ~ leads there and back");
	screen_play(&s, "G 9 9 Enter");
	screen_shows(&s, "; ^ lists them");
	screen_play(&s, "^ _ _");
	screen_shows(&s, "none of that kind; _ shows others");
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_number_day_answers_and_prompt),
		cmocka_unit_test(the_filter_finds_answers_numbers_days_batches_and_texts),
		cmocka_unit_test(tab_goes_through_the_kinds),
		cmocka_unit_test(correcting_leads_back_to_where_one_was),
		cmocka_unit_test(whoever_goes_on_by_herself_is_not_led_back),
		cmocka_unit_test(changing_what_was_sent_is_noticed),
		cmocka_unit_test(a_notice_that_came_with_an_item_outlives_quick_keys),
		cmocka_unit_test(notices_name_the_keys_in_force),
		cmocka_unit_test(the_way_back_leads_there_and_here_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
