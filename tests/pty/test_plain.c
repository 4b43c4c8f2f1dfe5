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
	struct world *w = *state;

	snprintf(w->term, sizeof w->term, "TERM=dumb");
	spawn(w, (const char *const[]){ ASSAY_BIN, "p.assay", NULL });
	assert_true(pty_shows(w->pty, "(TERM=dumb) cannot place a cursor"));
	assert_true(pty_shows(w->pty, "1: Label, items"));
	assert_true(pty_is_cooked(w->pty));
	pty_answers(w->pty, "1\r", "How do I fix");
	pty_answers(w->pty, "1 2 4 3 5 3 5 3 5 3 5 3\r", "a dot sends it");
	pty_answers(w->pty, ".\r", "saved as #1");
	pty_answers(w->pty, "q\r", "1: Label, items, Pairwise preference, 1 of 2");
	pty_leaves(w->pty, "q\r");
	is_append_only(w);
}

static void control_c_drops_the_line_and_twice_leaves(void **state)
{
	struct world *w = *state;

	start_plain(w);
	pty_answers(w->pty, "1 2 4\r", "accuracy of A: 4");
	pty_answers(w->pty, "5 5 5\003", "Ctrl-C drops the line");
	pty_answers(w->pty, "status\r", "9 answers are missing here");
	pty_leaves(w->pty, "\004");
	start_plain(w);
	assert_true(pty_shows(w->pty, "accuracy of A 4"));
	pty_answers(w->pty, "\003", "Ctrl-C drops the line");
	pty_answers(w->pty, "\003", "Left; everything is kept.");
	assert_int_equal(pty_finish(w->pty), 0);
}

static void a_signal_leaves_with_the_draft_and_the_text(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP };
	struct world *w = *state;

	for (size_t i = 0; i < 2; i++) {
		start_plain(w);
		pty_answers(w->pty, i == 0 ? "1 2 4\r" : "w\r",
			    i == 0 ? "accuracy of A: 4" : "Writing why");
		pty_ends_at(w->pty, signals[i]);
	}
	start_plain(w);
	assert_true(pty_shows(w->pty, "accuracy of A 4"));
	pty_leaves(w->pty, "quit\r");
}

static void control_d_ends_a_text_and_then_the_work(void **state)
{
	struct world *w = *state;

	start_plain(w);
	pty_answers(w->pty, "w\r", "text> ");
	pty_type(w->pty, "\004");
	/* Words are commands again. */
	pty_answers(w->pty, "answers\r", "why: not written");
	pty_answers(w->pty, "\004", "Left; everything is kept.");
	assert_int_equal(pty_finish(w->pty), 0);
}

static void stopped_and_continued_it_goes_on(void **state)
{
	struct world *w = *state;

	spawn(w, (const char *const[]){ "/bin/sh", "-i", NULL });
	assert_true(pty_shows(w->pty, "ready> "));
	pty_answers(w->pty, ASSAY_BIN " --plain p.assay --batch items\r", "Next: preference");
	pty_answers(w->pty, "1 2\r", "Next: accuracy of A");
	pty_answers(w->pty, "\032", "topped");
	pty_type(w->pty, "fg\r");
	pty_answers(w->pty, "status\r", "10 answers are missing here");
	pty_answers(w->pty, "quit\r", "Left; everything is kept.");
	pty_type(w->pty, "exit\r");
	pty_finish(w->pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LABEL_TEST(an_item_is_labelled_on_a_dumb_terminal),
		LABEL_TEST(control_c_drops_the_line_and_twice_leaves),
		LABEL_TEST(a_signal_leaves_with_the_draft_and_the_text),
		LABEL_TEST(control_d_ends_a_text_and_then_the_work),
		LABEL_TEST(stopped_and_continued_it_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
