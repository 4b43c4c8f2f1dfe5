/* Where she reads is found again: the pane, and the row of each. */
#include "tests/support/screen.h"

#define A_SECOND "Ctrl-L Ctrl-L Ctrl-L Ctrl-L Ctrl-L"

static void put_rows(struct buf *out, const char *name)
{
	buf_clear(out);
	for (int i = 1; i <= 60; i++)
		buf_addf(out, "%s %d.\n\n", name, i);
}

static void begin(struct screen *s, int rows, int cols)
{
	struct buf prompt = BUF_INIT, one = BUF_INIT, two = BUF_INIT;

	screen_begin(s, "pairwise-preference", rows, cols);
	put_rows(&prompt, "ask");
	put_rows(&one, "one");
	put_rows(&two, "two");
	screen_item(s, buf_str(&prompt),
		    (const char *const[]){ buf_str(&one), buf_str(&two), NULL });
	screen_items(s, 1, 2);
	screen_start(s);
	buf_release(&prompt);
	buf_release(&one);
	buf_release(&two);
}

static void a_killed_program_has_lost_a_second_of_scrolling_at_most(void **state)
{
	struct screen s;
	char *before, *after;

	(void)state;
	begin(&s, 24, 80);
	screen_play(&s, "Space Right j j j j Right j j " A_SECOND);
	before = screen_text(&s);
	screen_crash(&s);
	after = screen_text(&s);
	assert_string_equal(after, before);
	free(before);
	free(after);
	screen_play(&s, "Left Left");
	screen_hides(&s, "ask 1.");
	screen_play(&s, "Right");
	screen_hides(&s, " 1.");
	screen_end(&s);
}

/* Without an answer there is no draft: the place is kept all the same, and is no work. */
static void reading_alone_makes_no_draft(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_draft draft;
	struct store_task task;
	struct screen s;
	struct err err;

	(void)state;
	begin(&s, 24, 80);
	screen_play(&s, "Space " A_SECOND);
	task = fixture_task(&s.f, 1);
	assert_false(store_draft(s.f.store, &s.f.batch, &task.uid, &arena, &draft, &err));
	screen_restart(&s);
	screen_hides(&s, "ask 1.");
	arena_release(&arena);
	screen_end(&s);
}

static void in_a_wide_terminal_the_responses_are_read_on(void **state)
{
	struct screen s;

	(void)state;
	begin(&s, 24, 80);
	screen_play(&s, "Space " A_SECOND);
	s.rows = 30;
	s.cols = 120;
	screen_restart(&s);
	screen_hides(&s, "ask 1.");
	screen_shows(&s, "one 1.");
	screen_play(&s, "j");
	screen_hides(&s, "one 1.");
	screen_end(&s);
}

static void another_item_begins_at_its_top(void **state)
{
	struct screen s;

	(void)state;
	begin(&s, 24, 80);
	screen_play(&s, "Space Ctrl-N " A_SECOND);
	screen_shows(&s, "fix faucet 1?");
	screen_restart(&s);
	screen_shows(&s, "fix faucet 1?");
	screen_play(&s, "Ctrl-P");
	screen_shows(&s, "ask 1.");
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_killed_program_has_lost_a_second_of_scrolling_at_most),
		cmocka_unit_test(reading_alone_makes_no_draft),
		cmocka_unit_test(in_a_wide_terminal_the_responses_are_read_on),
		cmocka_unit_test(another_item_begins_at_its_top),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
