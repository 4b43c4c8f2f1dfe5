/* What only a real terminal shows: the whole program on a pseudo-terminal. */
#include "tests/support/label_world.h"

#include <signal.h>

static void an_item_is_labelled_and_the_terminal_comes_back(void **state)
{
	struct world w;
	size_t len;
	const char *raw;

	(void)state;
	open_world(&w);
	start(&w);
	assert_false(pty_is_cooked(w.pty));
	pty_type(w.pty, ALL "\r");
	assert_true(pty_shows(w.pty, "saved #"));
	assert_true(pty_shows(w.pty, "2 of 2"));
	pty_type(w.pty, "q");
	assert_true(pty_shows(w.pty, "Label"));
	pty_type(w.pty, "q");
	assert_int_equal(pty_finish(w.pty), 0);
	assert_true(pty_is_cooked(w.pty));
	raw = pty_raw(w.pty, &len);
	assert_non_null(strstr(raw, "\033[?2004h"));
	assert_non_null(strstr(raw, "\033[?2004l"));
	assert_non_null(strstr(raw, "\033[?1049l"));
	close_world(&w);
}

static void a_resized_window_is_filled_at_once(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	start(&w);
	pty_resize(w.pty, 40, 120);
	assert_true(pty_shows(w.pty, "┬── B ──"));
	pty_resize(w.pty, 5, 20);
	assert_true(pty_shows(w.pty, "too small"));
	pty_resize(w.pty, 1, 1);
	pty_resize(w.pty, 24, 80);
	assert_true(pty_shows(w.pty, "[prompt]"));
	pty_type(w.pty, "1");
	assert_true(pty_shows(w.pty, "how much"));
	pty_type(w.pty, "qq");
	assert_int_equal(pty_finish(w.pty), 0);
	close_world(&w);
}

static void stopped_and_continued_it_goes_on_where_it_was(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	spawn(&w, (const char *const[]){ "/bin/sh", "-i", NULL });
	assert_true(pty_shows(w.pty, "ready> "));
	pty_type(w.pty, ASSAY_BIN " label p.assay --batch items\r");
	assert_true(pty_shows(w.pty, "11 answers left"));
	pty_type(w.pty, "124");
	assert_true(pty_shows(w.pty, "A 4"));
	pty_type(w.pty, "\032");
	assert_true(pty_shows(w.pty, "Stopped"));
	/* The shell's terminal is a usable one, and the window may have changed meanwhile. */
	pty_type(w.pty, "echo al$((40 + 2))ive\r");
	assert_true(pty_shows(w.pty, "al42ive"));
	pty_resize(w.pty, 30, 120);
	/* The prompt of before is on the screen again while assay still ends: wait for the shell.
	 */
	pty_type(w.pty, "fg; echo le$((40 + 3))ft\r");
	assert_true(pty_shows(w.pty, "┬──[B]"));
	assert_true(pty_shows(w.pty, "A 4"));
	pty_type(w.pty, "3");
	assert_true(pty_shows(w.pty, "B 3"));
	pty_type(w.pty, "qq");
	assert_true(pty_shows(w.pty, "le43ft"));
	pty_type(w.pty, "exit\r");
	assert_int_equal(pty_finish(w.pty), 0);
	close_world(&w);
}

static void a_terminated_program_keeps_the_draft_and_restores_the_terminal(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct world w;

		open_world(&w);
		start(&w);
		pty_type(w.pty, "125");
		assert_true(pty_shows(w.pty, "A 5"));
		pty_signal(w.pty, signals[i]);
		assert_int_equal(pty_finish(w.pty), 0);
		assert_true(pty_is_cooked(w.pty));
		first_screen_says(&w, "A 5");
		close_world(&w);
	}
}

static void a_killed_program_loses_nothing_that_was_sent(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	start(&w);
	pty_type(w.pty, ALL "\r");
	/* From the moment on that it says so. */
	assert_true(pty_shows(w.pty, "saved #"));
	pty_signal(w.pty, SIGKILL);
	assert_int_equal(pty_finish(w.pty), 128 + SIGKILL);
	first_screen_says(&w, "sent");
	assert_int_equal(program_run(&w.program, "check", "p.assay", NULL), 0);
	close_world(&w);
}

static void a_fatal_signal_gives_the_terminal_back(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	start(&w);
	assert_false(pty_is_cooked(w.pty));
	pty_signal(w.pty, SIGFPE);
	assert_int_not_equal(pty_finish(w.pty), 0);
	assert_true(pty_is_cooked(w.pty));
	close_world(&w);
}

static void a_paste_into_the_workbench_answers_nothing(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	start(&w);
	pty_type(w.pty, "\033[200~1 2 4 3\r\033[201~");
	assert_true(pty_shows(w.pty, "a paste of 8 characters was ignored"));
	assert_true(pty_shows(w.pty, "11 answers left"));
	pty_type(w.pty, "qq");
	assert_int_equal(pty_finish(w.pty), 0);
	close_world(&w);
}

static void esc_and_a_key_at_once_are_both_taken(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	start(&w);
	pty_type(w.pty, "wsome words");
	assert_true(pty_shows(w.pty, "some words"));
	pty_type(w.pty, "\033?");
	assert_true(pty_shows(w.pty, "Keys here"));
	/* A lone one has no delay that a person would see. */
	pty_type(w.pty, "\033");
	assert_true(pty_hides(w.pty, "Keys here"));
	pty_type(w.pty, "\033[1;3C\033[C\033[99;1~");
	assert_true(pty_shows(w.pty, "[B]"));
	pty_type(w.pty, "qq");
	assert_int_equal(pty_finish(w.pty), 0);
	close_world(&w);
}

static void a_terminal_that_cannot_show_it_is_named_with_the_mend(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	snprintf(w.term, sizeof w.term, "TERM=no-such-terminal");
	spawn(&w, (const char *const[]){ ASSAY_BIN, "p.assay", NULL });
	assert_true(pty_shows(w.pty, "is not described"));
	assert_true(pty_shows(w.pty, "=xterm-256color"));
	assert_int_equal(pty_finish(w.pty), 1);
	assert_true(pty_is_cooked(w.pty));
	close_world(&w);
}

static void a_dropped_line_loses_nothing(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	start(&w);
	pty_type(w.pty, "124");
	assert_true(pty_shows(w.pty, "A 4"));
	/* The terminal goes away without a word, before the draft is due. */
	assert_int_equal(pty_drop(w.pty), 0);
	first_screen_says(&w, "A 4");
	close_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_item_is_labelled_and_the_terminal_comes_back),
		cmocka_unit_test(a_resized_window_is_filled_at_once),
		cmocka_unit_test(stopped_and_continued_it_goes_on_where_it_was),
		cmocka_unit_test(a_terminated_program_keeps_the_draft_and_restores_the_terminal),
		cmocka_unit_test(a_killed_program_loses_nothing_that_was_sent),
		cmocka_unit_test(a_fatal_signal_gives_the_terminal_back),
		cmocka_unit_test(a_paste_into_the_workbench_answers_nothing),
		cmocka_unit_test(esc_and_a_key_at_once_are_both_taken),
		cmocka_unit_test(a_terminal_that_cannot_show_it_is_named_with_the_mend),
		cmocka_unit_test(a_dropped_line_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
