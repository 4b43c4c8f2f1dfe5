/* What only a real terminal shows: the whole program on a pseudo-terminal. */
#include "tests/support/program.h"
#include "tests/support/pty.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char items[] =
	"{\"id\":\"f1\",\"prompt\":\"How do I fix faucet one?\",\"responses\":[{\"source\":\"m\","
	"\"content\":\"Turn the water off.\"},{\"source\":\"n\",\"content\":\"Call a "
	"plumber.\"}]}\n"
	"{\"id\":\"f2\",\"prompt\":\"How do I fix faucet two?\",\"responses\":[{\"source\":\"m\","
	"\"content\":\"Close the valve.\"},{\"source\":\"n\",\"content\":\"Wait.\"}]}\n";

#define ALL  \
	"12" \
	"43" \
	"53" \
	"53" \
	"53" \
	"53"

struct world {
	struct program program;
	struct pty *pty;
	char home[600], config[600], state[600], term[64];
	const char *extra; /* one more of the environment */
	const char *asan;
};

static void open_world(struct world *w)
{
	memset(w, 0, sizeof *w);
	program_open(&w->program, ASSAY_BIN);
	program_puts(&w->program, "items.jsonl", items);
	assert_int_equal(program_run(&w->program, "init", "p.assay", NULL), 0);
	assert_int_equal(program_run(&w->program, "import", "p.assay", "items.jsonl", NULL), 0);
	snprintf(w->home, sizeof w->home, "HOME=%s/home", w->program.dir);
	snprintf(w->config, sizeof w->config, "XDG_CONFIG_HOME=%s/home/config", w->program.dir);
	snprintf(w->state, sizeof w->state, "XDG_STATE_HOME=%s/home/state", w->program.dir);
	snprintf(w->term, sizeof w->term, "TERM=xterm-256color");
}

static void spawn(struct world *w, const char *const *argv)
{
	const char *env[] = { w->home,          w->config,     w->state, w->term,
			      "LC_ALL=C.UTF-8", "PS1=ready> ", w->extra, NULL };
	const struct pty_start start = {
		.rows = 24, .cols = 80, .dir = w->program.dir, .argv = argv, .env = env
	};

	pty_free(w->pty);
	w->pty = pty_spawn(&start);
}

static void start(struct world *w)
{
	spawn(w, (const char *const[]){ ASSAY_BIN, "label", "p.assay", "--batch", "items", NULL });
	assert_true(pty_shows(w->pty, "How do I fix"));
}

static void close_world(struct world *w)
{
	pty_free(w->pty);
	program_close(&w->program);
}

/* The first item's screen, played without a terminal. */
static void first_screen_says(struct world *w, const char *text)
{
	assert_int_equal(program_run(&w->program, "label", "p.assay", "--batch", "items", "--keys",
				     "G 1 Enter", "--screen", "80x24", NULL),
			 0);
	program_says(&w->program, text);
}

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
	pty_type(w.pty, "fg\r");
	assert_true(pty_shows(w.pty, "┬──[B]"));
	assert_true(pty_shows(w.pty, "A 4"));
	pty_type(w.pty, "3");
	assert_true(pty_shows(w.pty, "B 3"));
	pty_type(w.pty, "qq");
	assert_true(pty_shows(w.pty, "ready> "));
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

static void old_terminals_show_it_too(void **state)
{
	static const char *const terms[] = { "vt100", "linux", "screen", "tmux-256color", "xterm" };

	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		struct world w;

		open_world(&w);
		snprintf(w.term, sizeof w.term, "TERM=%s", terms[i]);
		start(&w);
		assert_true(pty_shows(w.pty, "preference"));
		pty_type(w.pty, "\033[B\033OB1");
		assert_true(pty_shows(w.pty, "how much"));
		pty_type(w.pty, "qq");
		assert_int_equal(pty_finish(w.pty), 0);
		assert_true(pty_is_cooked(w.pty));
		close_world(&w);
	}
}

static void a_terminal_that_cannot_show_it_is_named_with_the_mend(void **state)
{
	static const char *const terms[][2] = { { "dumb", "cannot place a cursor" },
						{ "no-such-terminal", "is not described" } };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct world w;

		open_world(&w);
		snprintf(w.term, sizeof w.term, "TERM=%s", terms[i][0]);
		spawn(&w, (const char *const[]){ ASSAY_BIN, "p.assay", NULL });
		assert_true(pty_shows(w.pty, terms[i][1]));
		assert_true(pty_shows(w.pty, "=xterm-256color"));
		assert_int_equal(pty_finish(w.pty), 1);
		assert_true(pty_is_cooked(w.pty));
		close_world(&w);
	}
}

static bool has_colour(const char *raw, size_t len)
{
	for (size_t i = 0; i + 4 < len; i++)
		if (raw[i] == '\033' && raw[i + 1] == '['
		    && (raw[i + 2] == '3' || raw[i + 2] == '4') && raw[i + 3] >= '0'
		    && raw[i + 3] <= '7' && raw[i + 4] == 'm')
			return true;
	return false;
}

static void no_color_is_heeded(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct world w;
		const char *raw;
		size_t len;

		open_world(&w);
		w.extra = i == 0 ? NULL : "NO_COLOR=1";
		start(&w);
		pty_type(w.pty, ALL "\r");
		assert_true(pty_shows(w.pty, "saved #"));
		pty_type(w.pty, "qq");
		assert_int_equal(pty_finish(w.pty), 0);
		raw = pty_raw(w.pty, &len);
		assert_int_equal(has_colour(raw, len), i == 0);
		close_world(&w);
	}
}

static void a_closed_window_ends_it(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	start(&w);
	pty_type(w.pty, "124");
	assert_true(pty_shows(w.pty, "A 4"));
	/* The terminal goes away without a word. */
	pty_free(w.pty);
	w.pty = NULL;
	first_screen_says(&w, "How do I fix");
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
		cmocka_unit_test(old_terminals_show_it_too),
		cmocka_unit_test(a_terminal_that_cannot_show_it_is_named_with_the_mend),
		cmocka_unit_test(no_color_is_heeded),
		cmocka_unit_test(a_closed_window_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
