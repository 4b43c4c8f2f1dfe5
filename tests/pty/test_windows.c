/* Two windows of one person, and windows that end in the middle of something. */
#include "base/buf.h"
#include "tests/support/label_world.h"

#include <signal.h>

/* Another window besides those that are open; the caller frees it. */
static struct pty *window(struct world *w, const char *shows)
{
	struct pty *others = w->pty, *mine;

	w->pty = NULL;
	spawn(w, (const char *const[]){ ASSAY_BIN, "label", "p.assay", "--batch", "items", NULL });
	if (!pty_shows(w->pty, shows))
		fail_msg("the window does not show '%s':\n%s", shows, pty_screen(w->pty));
	mine = w->pty;
	w->pty = others;
	return mine;
}

static void leave(struct pty *pty)
{
	pty_leaves(pty, "qq");
	pty_free(pty);
}

static void kill_window(struct pty *pty)
{
	pty_signal(pty, SIGKILL);
	assert_int_equal(pty_finish(pty), 128 + SIGKILL);
	pty_free(pty);
}

static int64_t count_of(struct world *w, const char *sql)
{
	const char *line;

	assert_int_equal(program_run(&w->program, "query", "p.assay", sql, NULL), 0);
	line = strchr(buf_str(&w->program.out), '\n');
	assert_non_null(line);
	return strtoll(line + 1, NULL, 10);
}

static void two_windows_label_two_items(void **state)
{
	struct pty *one, *two;
	struct world *w = *state;

	one = window(w, "faucet one");
	two = window(w, "faucet two");
	assert_true(pty_hides(one, "saved #")); /* nothing was sent yet */
	pty_type(one, "\016");                  /* Ctrl-N */
	assert_true(pty_shows(one, "item 2 is open in your other window"));
	pty_answers(two, "G1\r", "item 1 is open in your other window");
	pty_answers(one, ALL "\r", "saved as #1");
	pty_answers(two, ALL "\r", "saved as #2");
	pty_leaves(one, "q");
	pty_leaves(two, "q");
	pty_free(one);
	pty_free(two);
	assert_int_equal(count_of(w, "SELECT count(*) FROM event WHERE kind = 64"), 2);
	assert_int_equal(count_of(w, "SELECT count(DISTINCT item) FROM annotation"), 2);
	assert_int_equal(count_of(w, "SELECT count(*) FROM lease"), 0);
	assert_int_equal(program_run(&w->program, "check", "p.assay", NULL), 0);
}

/* Reads the project again and again: saving comes within a second. */
static bool becomes_true(struct world *w, const char *sql)
{
	for (int i = 0; i < 300; i++)
		if (count_of(w, sql) > 0)
			return true;
	return false;
}

static bool is_drafted(struct world *w, const char *text)
{
	char sql[200];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM draft WHERE doc LIKE '%%%s%%'", text);
	return becomes_true(w, sql);
}

/* While another one is open, which keeps its own. */
static void a_killed_window_comes_back_to_its_item_and_draft(void **state)
{
	struct pty *one, *two;
	struct world *w = *state;

	one = window(w, "faucet one");
	two = window(w, "faucet two");
	pty_type(one, "125w");
	pty_type(one, "it says when");
	assert_true(is_drafted(w, "it says when"));
	kill_window(one);
	one = window(w, "1 of 2");
	assert_true(pty_shows(one, "it says when"));
	assert_true(pty_shows(one, "A 5"));
	pty_answers(two, "124", "A 4");
	assert_true(is_drafted(w, "\"r_\":4"));
	kill_window(two);
	two = window(w, "2 of 2");
	assert_true(pty_shows(two, "A 4"));
	leave(one);
	leave(two);
}

/* ---------------------------------------------------------------- a text being typed */

static const int ends[] = { SIGTERM, SIGHUP };

/* SIGNAL ends the window in the middle of a text; the next one shows it. */
static void ends_and_comes_back(struct world *w, struct pty *pty, int signal, const char *text)
{
	pty_ends_at(pty, signal);
	pty_free(pty);
	leave(window(w, text));
}

static void a_text_being_typed_survives_the_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		struct pty *pty;
		struct world w;

		open_world(&w);
		pty = window(&w, "faucet one");
		pty_answers(pty, "wthe valve leaks", "valve leaks");
		ends_and_comes_back(&w, pty, ends[i], "the valve leaks");
		close_world(&w);
	}
}

/* Another project in the place of the first. */
static void put_items(struct world *w, const char *lines)
{
	program_puts(&w->program, "other.jsonl", lines);
	assert_int_equal(program_run(&w->program, "init", "q.assay", NULL), 0);
	assert_int_equal(
		program_run(&w->program, "import", "q.assay", "other.jsonl", "-b", "items", NULL),
		0);
	assert_int_equal(
		rename(program_path(&w->program, "q.assay"), program_path(&w->program, "p.assay")),
		0);
}

static void a_response_being_written_survives_the_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		struct pty *pty;
		struct world w;

		open_world(&w);
		put_items(&w, "{\"id\":\"g1\",\"prompt\":\"Write a line.\",\"responses\":[]}\n");
		pty = window(&w, "Write a line.");
		pty_answers(pty, "\r", "Ctrl-X");
		pty_answers(pty, "First of all: ", "First of all:");
		ends_and_comes_back(&w, pty, ends[i], "First of all:");
		close_world(&w);
	}
}

/* ---------------------------------------------------------------- where she reads */

static void put_long_items(struct world *w)
{
	struct buf lines = BUF_INIT;

	buf_adds(&lines, "{\"id\":\"l1\",\"prompt\":\"Count.\",\"responses\":[\"");
	for (int i = 1; i <= 90; i++)
		buf_addf(&lines, "a #%d;\\n\\n", i);
	buf_adds(&lines, "\",\"");
	for (int i = 1; i <= 90; i++)
		buf_addf(&lines, "b #%d;\\n\\n", i);
	buf_adds(&lines, "\"]}\n{\"id\":\"l2\",\"prompt\":\"Count again.\",\"responses\":"
			 "[\"one\",\"two\"]}\n");
	put_items(w, buf_str(&lines));
	buf_release(&lines);
}

static void pane_and_row_are_found_again_after_a_kill(void **state)
{
	struct pty *pty;
	struct world *w = *state;

	put_long_items(w);
	pty = window(w, "Count.");
	pty_type(pty, "\033[C"); /* A */
	assert_true(pty_shows(pty, "#1;"));
	pty_answers(pty, "  ", "#18;");
	pty_type(pty, "\033[C"); /* B */
	assert_true(pty_shows(pty, "#1;"));
	pty_type(pty, "jj");
	assert_true(pty_hides(pty, "#1;"));
	assert_true(becomes_true(w, "SELECT count(*) FROM setting WHERE name GLOB 'reading.*' "
				    "AND value LIKE '%\"active\":2%' AND value NOT LIKE '%,0]}'"));
	kill_window(pty);
	pty = window(w, "#2;");
	assert_true(pty_shows(pty, "[B]"));
	assert_true(pty_hides(pty, "#1;"));
	pty_answers(pty, "\033[D", "#18;");
	/* Another item begins at its top, and so does this one when she walks back to it. */
	pty_answers(pty, "\016", "Count again.");
	pty_answers(pty, "\020", "Count.");
	pty_answers(pty, "\033[C", "#1;");
	leave(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LABEL_TEST(two_windows_label_two_items),
		LABEL_TEST(a_killed_window_comes_back_to_its_item_and_draft),
		cmocka_unit_test(a_text_being_typed_survives_the_end),
		cmocka_unit_test(a_response_being_written_survives_the_end),
		LABEL_TEST(pane_and_row_are_found_again_after_a_kill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
