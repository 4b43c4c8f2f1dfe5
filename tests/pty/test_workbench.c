/* What only a real terminal shows: the whole program on a pseudo-terminal. */
#include "tests/support/label_world.h"

#include <signal.h>

static void an_item_is_labelled_and_the_terminal_comes_back(void **state)
{
	struct world *w = *state;
	size_t len;
	const char *raw;

	start(w);
	assert_false(pty_is_cooked(w->pty));
	pty_answers(w->pty, ALL "\r", "saved #");
	assert_true(pty_shows(w->pty, "2 of 2"));
	pty_answers(w->pty, "q", "Label");
	pty_leaves(w->pty, "q");
	raw = pty_raw(w->pty, &len);
	assert_non_null(strstr(raw, "\033[?2004h"));
	assert_non_null(strstr(raw, "\033[?2004l"));
	assert_non_null(strstr(raw, "\033[?1049l"));
}

static void a_resized_window_is_filled_at_once(void **state)
{
	struct world *w = *state;

	start(w);
	pty_resize(w->pty, 40, 120);
	assert_true(pty_shows(w->pty, "┬── B ──"));
	pty_resize(w->pty, 5, 20);
	assert_true(pty_shows(w->pty, "too small"));
	pty_resize(w->pty, 1, 1);
	pty_resize(w->pty, 24, 80);
	assert_true(pty_shows(w->pty, "[prompt]"));
	pty_answers(w->pty, "1", "how much");
	pty_leaves(w->pty, "qq");
}

static void stopped_and_continued_it_goes_on_where_it_was(void **state)
{
	struct world *w = *state;

	spawn(w, (const char *const[]){ "/bin/sh", "-i", NULL });
	assert_true(pty_shows(w->pty, "ready> "));
	pty_answers(w->pty, ASSAY_BIN " label p.assay --batch items\r", "11 answers left");
	pty_answers(w->pty, "124", "A 4");
	pty_answers(w->pty, "\032", "Stopped");
	/* The shell's terminal is a usable one, and the window may have changed meanwhile. */
	pty_answers(w->pty, "echo al$((40 + 2))ive\r", "al42ive");
	pty_resize(w->pty, 30, 120);
	/* The prompt of before is on the screen again while assay still ends: wait for the shell.
	 */
	pty_answers(w->pty, "fg; echo le$((40 + 3))ft\r", "┬──[B]");
	assert_true(pty_shows(w->pty, "A 4"));
	pty_answers(w->pty, "3", "B 3");
	pty_answers(w->pty, "qq", "le43ft");
	pty_type(w->pty, "exit\r");
	assert_int_equal(pty_finish(w->pty), 0);
}

static void a_terminated_program_keeps_the_draft_and_restores_the_terminal(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct world w;

		open_world(&w);
		start(&w);
		pty_answers(w.pty, "125", "A 5");
		pty_ends_at(w.pty, signals[i]);
		first_screen_says(&w, "A 5");
		close_world(&w);
	}
}

static void a_killed_program_loses_nothing_that_was_sent(void **state)
{
	struct world *w = *state;

	start(w);
	pty_type(w->pty, ALL "\r");
	/* From the moment on that it says so. */
	assert_true(pty_shows(w->pty, "saved #"));
	pty_signal(w->pty, SIGKILL);
	assert_int_equal(pty_finish(w->pty), 128 + SIGKILL);
	first_screen_says(w, "sent");
	assert_int_equal(program_run(&w->program, "check", "p.assay", NULL), 0);
}

static void a_fatal_signal_gives_the_terminal_back(void **state)
{
	struct world *w = *state;

	start(w);
	assert_false(pty_is_cooked(w->pty));
	pty_signal(w->pty, SIGFPE);
	assert_int_not_equal(pty_finish(w->pty), 0);
	assert_true(pty_is_cooked(w->pty));
}

static void a_paste_into_the_workbench_answers_nothing(void **state)
{
	struct world *w = *state;

	start(w);
	pty_answers(w->pty, "\033[200~1 2 4 3\r\033[201~", "a paste of 8 characters was ignored");
	assert_true(pty_shows(w->pty, "11 answers left"));
	pty_leaves(w->pty, "qq");
}

static void esc_and_a_key_at_once_are_both_taken(void **state)
{
	struct world *w = *state;

	start(w);
	pty_answers(w->pty, "wsome words", "some words");
	pty_answers(w->pty, "\033?", "Keys here");
	/* A lone one has no delay that a person would see. */
	pty_type(w->pty, "\033");
	assert_true(pty_hides(w->pty, "Keys here"));
	pty_answers(w->pty, "\033[1;3C\033[C\033[99;1~", "[B]");
	pty_leaves(w->pty, "qq");
}

static void a_terminal_that_cannot_show_it_is_named_with_the_mend(void **state)
{
	struct world *w = *state;

	snprintf(w->term, sizeof w->term, "TERM=no-such-terminal");
	spawn(w, (const char *const[]){ ASSAY_BIN, "p.assay", NULL });
	assert_true(pty_shows(w->pty, "is not described"));
	assert_true(pty_shows(w->pty, "=xterm-256color"));
	assert_int_equal(pty_finish(w->pty), 1);
	assert_true(pty_is_cooked(w->pty));
}

static void a_dropped_line_loses_nothing(void **state)
{
	struct world *w = *state;

	start(w);
	pty_answers(w->pty, "124", "A 4");
	/* The terminal goes away without a word, before the draft is due. */
	assert_int_equal(pty_drop(w->pty), 0);
	first_screen_says(w, "A 4");
}

static long writes_of(pid_t pid)
{
	char path[64], line[128];
	long n = -1;
	FILE *io;

	snprintf(path, sizeof path, "/proc/%d/io", (int)pid);
	io = fopen(path, "r");
	while (io != NULL && n < 0 && fgets(line, sizeof line, io) != NULL)
		if (strncmp(line, "syscw: ", 7) == 0)
			n = strtol(line + 7, NULL, 10);
	if (io != NULL)
		fclose(io);
	return n;
}

/* Over ssh each write may be a packet, and a terminal may draw between two of them. */
static void a_screen_is_written_in_one_piece(void **state)
{
	struct world *w = *state;
	long before;

	start(w);
	assert_true(pty_falls_silent(w->pty, 200));
	before = writes_of(pty_pid(w->pty));
	assert_true(before >= 0);
	pty_answers(w->pty, "?", "Keys here");
	assert_true(pty_shows(w->pty, "closes"));
	/* Of 2,400 bytes: the buffer of curses holds fewer. */
	assert_in_range(writes_of(pty_pid(w->pty)) - before, 1, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LABEL_TEST(an_item_is_labelled_and_the_terminal_comes_back),
		LABEL_TEST(a_resized_window_is_filled_at_once),
		LABEL_TEST(stopped_and_continued_it_goes_on_where_it_was),
		cmocka_unit_test(a_terminated_program_keeps_the_draft_and_restores_the_terminal),
		LABEL_TEST(a_killed_program_loses_nothing_that_was_sent),
		LABEL_TEST(a_fatal_signal_gives_the_terminal_back),
		LABEL_TEST(a_paste_into_the_workbench_answers_nothing),
		LABEL_TEST(esc_and_a_key_at_once_are_both_taken),
		LABEL_TEST(a_terminal_that_cannot_show_it_is_named_with_the_mend),
		LABEL_TEST(a_dropped_line_loses_nothing),
		LABEL_TEST(a_screen_is_written_in_one_piece),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
