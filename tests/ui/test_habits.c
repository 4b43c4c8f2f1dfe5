/* The hint line leaves out what a person knows; `?` never does. */
#include "tests/support/screen.h"

static void open_pairs(struct screen *s, struct habits *habits)
{
	screen_begin(s, "pairwise-preference", 24, 120);
	screen_items(s, 2, 2);
	screen_start(s);
	s->app->env.habits = habits;
}

static void what_is_used_often_leaves_the_hint_line(void **state)
{
	struct habits habits;
	struct screen s;

	(void)state;
	habits_init(&habits);
	open_pairs(&s, &habits);
	screen_shows(&s, "Tab next answer");
	habits.used[CMD_NEXT_QUESTION] = HABIT_USES - 1;
	screen_play(&s, "Tab");
	assert_int_equal(habits.used[CMD_NEXT_QUESTION], HABIT_USES);
	screen_hides(&s, "Tab next answer");
	screen_shows(&s, "you know Tab: it leaves this line; ? has every key");
	screen_shows(&s, "? keys");
	screen_play(&s, "Tab");
	screen_hides(&s, "you know Tab");
	/* Help has it all the same, and it can be had back. */
	screen_play(&s, "? \"next-question\"");
	screen_shows(&s, "next-question");
	screen_play(&s, "Esc : \"help-more\" Enter");
	screen_shows(&s, "hints: all, always");
	screen_play(&s, "Tab");
	screen_shows(&s, "Tab next answer");
	assert_int_equal(habits.help, HELP_ALL);
	screen_end(&s);
}

static void less_help_ends_with_the_door_to_all(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, NULL);
	screen_play(&s, ": \"help-less\" Enter Ctrl-L");
	screen_shows(&s, "1 2 the better one");
	screen_hides(&s, "Tab next answer");
	screen_play(&s, ": \"help-less\" Enter Ctrl-L");
	screen_hides(&s, "1 2 the better one");
	screen_shows(&s, "? keys");
	screen_play(&s, ": \"help-less\" Enter");
	screen_shows(&s, "none but this");
	screen_end(&s);
}

static void habits_are_kept(void **state)
{
	struct habits habits, again;
	struct buf text = BUF_INIT;

	(void)state;
	habits_init(&habits);
	habits.help = HELP_ANSWERS;
	assert_false(habits_learn(&habits, CMD_SUBMIT));
	assert_false(habits_learn(&habits, CMD_SUBMIT));
	assert_false(habits_learn(&habits, CMD_NONE));
	assert_false(habits_learn(NULL, CMD_SUBMIT));
	habits_write(&habits, &text);
	assert_string_equal(buf_str(&text), "help-level 1\nsubmit 2\n");
	habits_read(&again, text.data, text.len);
	assert_memory_equal(&again, &habits, sizeof habits);
	buf_release(&text);
}

static void a_damaged_file_is_worth_no_error(void **state)
{
	static const char text[] = "submit\nsubmit x\n\nsubmit 99999999999999\nno-such 3\n 4\n"
				   "help-level 9\nskip 7\nsubmit 5 5\nlast";
	struct habits habits;

	(void)state;
	habits_read(&habits, text, sizeof text - 1);
	assert_int_equal(habits.used[CMD_SUBMIT], 0);
	assert_int_equal(habits.used[CMD_SKIP], 7);
	assert_int_equal(habits.help, -1);
}

static void a_pause_is_said_when_it_ends(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, NULL);
	screen_play(&s, "Tab");
	s.clock += INT64_C(14) * 60 * 1000;
	screen_play(&s, "Tab");
	screen_shows(&s, "14 min since");
	screen_shows(&s, "not counted");
	screen_play(&s, "Tab");
	screen_hides(&s, "not counted");
	s.app->settings.idle = false;
	s.clock += INT64_C(14) * 60 * 1000;
	screen_play(&s, "Tab");
	screen_hides(&s, "not counted");
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_used_often_leaves_the_hint_line),
		cmocka_unit_test(less_help_ends_with_the_door_to_all),
		cmocka_unit_test(habits_are_kept),
		cmocka_unit_test(a_damaged_file_is_worth_no_error),
		cmocka_unit_test(a_pause_is_said_when_it_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
