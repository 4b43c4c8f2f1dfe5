/* The first screen: where one was, what waits, how long it may take. */
#include "tests/support/screen.h"

#include "text/decode.h"

#define ALL "1 2 4 3 5 3 5 3 5 3 5 3 Enter"

static void open_home(struct screen *s, int items, int rows, int cols)
{
	screen_begin(s, "pairwise-preference", rows, cols);
	screen_items(s, items, 2);
	s->start = NULL;
	screen_start(s);
}

static void a_line_leads_to_whatever_waits(void **state)
{
	struct screen s;

	(void)state;
	open_home(&s, 40, 24, 80);
	screen_hides(&s, "not sent yet");
	screen_play(&s, "Enter " ALL " " ALL);
	screen_play(&s, "H Enter a 3 q");
	screen_shows(&s, "1 correction not sent yet");
	screen_golden(&s, "home_80x24_waiting");
	screen_play(&s, "@120x40");
	screen_golden(&s, "home_120x40");
	screen_play(&s, "@200x50");
	screen_golden(&s, "home_200x50");
	screen_play(&s, "@80x24 j Enter");
	screen_shows(&s, "correcting #");
	screen_play(&s, "Enter");
	/* It was opened from home: that is where it leads back to. */
	screen_shows(&s, "Browse");
	screen_hides(&s, "not sent yet");
	screen_end(&s);
}

static void drafts_are_counted_and_found(void **state)
{
	struct screen s;

	(void)state;
	open_home(&s, 5, 24, 80);
	screen_play(&s, "Enter 1 2 Ctrl-N Ctrl-N 2 1 q");
	screen_shows(&s, "2 items, not sent yet");
	screen_play(&s, "j Enter");
	screen_shows(&s, "[begun]");
	screen_shows(&s, "2 of 5");
	screen_play(&s, "j Enter");
	screen_shows(&s, "3 of 5");
	screen_end(&s);
}

static void the_time_left_is_said_from_ten_submissions_on(void **state)
{
	struct screen s;

	(void)state;
	open_home(&s, 40, 24, 80);
	screen_play(&s, "Enter");
	for (int i = 0; i < 9; i++)
		screen_play(&s, ALL);
	screen_play(&s, "q");
	screen_hides(&s, "~");
	screen_play(&s, "Enter " ALL " q");
	/* 13 keys at 200 ms each, 30 times. */
	screen_shows(&s, "~1 min left");
	screen_shows(&s, "30 left for you, ~1 min at 3 s each");
	screen_end(&s);
}

static void it_says_where_one_was(void **state)
{
	struct screen s;

	(void)state;
	open_home(&s, 40, 24, 80);
	screen_hides(&s, "you were at");
	screen_play(&s, "Enter G 1 7 Enter q");
	screen_shows(&s, "you were at item 17");
	screen_play(&s, "j");
	screen_hides(&s, "you were at");
	screen_end(&s);
}

/* Column of TEXT in its line. */
static long column_of(struct screen *s, const char *text)
{
	char *all = screen_text(s), *at = strstr(all, text), *start = at;
	long column;

	assert_non_null(at);
	while (start > all && start[-1] != '\n')
		start--;
	column = (long)utf8_count(start, (size_t)(at - start));
	free(all);
	return column;
}

static void a_longer_count_moves_nothing(void **state)
{
	struct screen s;
	long total, percent;

	(void)state;
	open_home(&s, 12, 24, 80);
	total = column_of(&s, " of 12");
	percent = column_of(&s, " %");
	screen_play(&s, "Enter");
	for (int i = 0; i < 10; i++)
		screen_play(&s, ALL);
	screen_play(&s, "q");
	screen_shows(&s, "10 of 12");
	assert_int_equal(column_of(&s, " of 12"), total);
	assert_int_equal(column_of(&s, " %"), percent);
	screen_end(&s);
}

/* What there is no room for goes, and the name stays. */
static void a_narrow_screen_keeps_the_names(void **state)
{
	static const char *const sizes[] = { "@40x12", "@50x20", "@60x18", "@70x24", "@80x24" };
	struct screen s;

	(void)state;
	open_home(&s, 40, 24, 80);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		screen_play(&s, sizes[i]);
		screen_shows(&s, "▸ Label      faucets");
		screen_shows(&s, "0 of 40");
	}
	screen_play(&s, "@60x18");
	screen_golden(&s, "home_60x18");
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_leads_to_whatever_waits),
		cmocka_unit_test(drafts_are_counted_and_found),
		cmocka_unit_test(the_time_left_is_said_from_ten_submissions_on),
		cmocka_unit_test(it_says_where_one_was),
		cmocka_unit_test(a_longer_count_moves_nothing),
		cmocka_unit_test(a_narrow_screen_keeps_the_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
