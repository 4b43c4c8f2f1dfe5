/* Line by line on a real terminal: where TERM is dumb, with Ctrl-C, Ctrl-D, Ctrl-Z and signals. */
#include "tests/support/label_world.h"

#include <signal.h>

static void start_plain(struct world *w)
{
	spawn(w,
	      (const char *const[]){ ASSAY_BIN, "--plain", "p.assay", "--batch", "items", NULL });
	assert_true(pty_shows(w->pty, "Next: "));
}

/* Lines only: not one escape sequence, no control character but line ends. */
static void is_append_only(const struct world *w)
{
	size_t len;
	const char *raw = pty_raw(w->pty, &len);

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)raw[i] < 0x20 && strchr("\r\n", raw[i]) == NULL)
			fail_msg("byte %02x behind '%.60s'", (unsigned char)raw[i],
				 raw + (i > 60 ? i - 60 : 0));
}

static void an_item_is_labelled_on_a_dumb_terminal(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	snprintf(w.term, sizeof w.term, "TERM=dumb");
	spawn(&w, (const char *const[]){ ASSAY_BIN, "p.assay", NULL });
	assert_true(pty_shows(w.pty, "(TERM=dumb) cannot place a cursor"));
	assert_true(pty_shows(w.pty, "1: Label, items"));
	assert_true(pty_is_cooked(w.pty));
	pty_type(w.pty, "1\r");
	assert_true(pty_shows(w.pty, "How do I fix"));
	pty_type(w.pty, "1 2 4 3 5 3 5 3 5 3 5 3\r");
	assert_true(pty_shows(w.pty, "a dot sends it"));
	pty_type(w.pty, ".\r");
	assert_true(pty_shows(w.pty, "saved as #1"));
	pty_type(w.pty, "q\r");
	assert_true(pty_shows(w.pty, "1: Label, items, Pairwise preference, 1 of 2"));
	pty_type(w.pty, "q\r");
	assert_int_equal(pty_finish(w.pty), 0);
	assert_true(pty_is_cooked(w.pty));
	is_append_only(&w);
	close_world(&w);
}

static void control_c_drops_the_line_and_twice_leaves(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	start_plain(&w);
	pty_type(w.pty, "1 2 4\r");
	assert_true(pty_shows(w.pty, "accuracy of A: 4"));
	pty_type(w.pty, "5 5 5\003");
	assert_true(pty_shows(w.pty, "Ctrl-C drops the line"));
	pty_type(w.pty, "status\r");
	assert_true(pty_shows(w.pty, "9 answers are missing here"));
	pty_type(w.pty, "\004");
	assert_int_equal(pty_finish(w.pty), 0);
	start_plain(&w);
	assert_true(pty_shows(w.pty, "accuracy of A 4"));
	pty_type(w.pty, "\003");
	assert_true(pty_shows(w.pty, "Ctrl-C drops the line"));
	pty_type(w.pty, "\003");
	assert_true(pty_shows(w.pty, "Left; everything is kept."));
	assert_int_equal(pty_finish(w.pty), 0);
	close_world(&w);
}

static void a_signal_leaves_with_the_draft_and_the_text(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP };
	struct world w;

	(void)state;
	open_world(&w);
	for (size_t i = 0; i < 2; i++) {
		start_plain(&w);
		pty_type(w.pty, i == 0 ? "1 2 4\r" : "w\r");
		assert_true(pty_shows(w.pty, i == 0 ? "accuracy of A: 4" : "Writing why"));
		pty_signal(w.pty, signals[i]);
		assert_int_equal(pty_finish(w.pty), 0);
	}
	start_plain(&w);
	assert_true(pty_shows(w.pty, "accuracy of A 4"));
	pty_type(w.pty, "quit\r");
	assert_int_equal(pty_finish(w.pty), 0);
	close_world(&w);
}

static void control_d_ends_a_text_and_then_the_work(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	start_plain(&w);
	pty_type(w.pty, "w\r");
	assert_true(pty_shows(w.pty, "text> "));
	pty_type(w.pty, "\004");
	/* Words are commands again. */
	pty_type(w.pty, "answers\r");
	assert_true(pty_shows(w.pty, "why: not written"));
	pty_type(w.pty, "\004");
	assert_true(pty_shows(w.pty, "Left; everything is kept."));
	assert_int_equal(pty_finish(w.pty), 0);
	close_world(&w);
}

static void stopped_and_continued_it_goes_on(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	spawn(&w, (const char *const[]){ "/bin/sh", "-i", NULL });
	assert_true(pty_shows(w.pty, "ready> "));
	pty_type(w.pty, ASSAY_BIN " --plain p.assay --batch items\r");
	assert_true(pty_shows(w.pty, "Next: preference"));
	pty_type(w.pty, "1 2\r");
	assert_true(pty_shows(w.pty, "Next: accuracy of A"));
	pty_type(w.pty, "\032");
	assert_true(pty_shows(w.pty, "topped"));
	pty_type(w.pty, "fg\r");
	pty_type(w.pty, "status\r");
	assert_true(pty_shows(w.pty, "10 answers are missing here"));
	pty_type(w.pty, "quit\r");
	assert_true(pty_shows(w.pty, "Left; everything is kept."));
	pty_type(w.pty, "exit\r");
	pty_finish(w.pty);
	close_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_item_is_labelled_on_a_dumb_terminal),
		cmocka_unit_test(control_c_drops_the_line_and_twice_leaves),
		cmocka_unit_test(a_signal_leaves_with_the_draft_and_the_text),
		cmocka_unit_test(control_d_ends_a_text_and_then_the_work),
		cmocka_unit_test(stopped_and_continued_it_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
