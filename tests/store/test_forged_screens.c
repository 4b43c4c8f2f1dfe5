/* A forged project through every view of the workbench: what comes to the terminal is what our own
 * drawing emits for it, and nothing else. */
#include "tests/pty/leak_visit.h"
#include "tests/store/forged.h"

#define BATCH "b0" LEAK_ALL

static struct forged world;

static void visit_forged(struct visit *v)
{
	memset(v, 0, sizeof *v);
	forged_open(&world);
	v->program = world.program;
	visit_home(v);
}

static void leave_forged(struct visit *v)
{
	pty_free(v->pty);
	v->pty = NULL;
	forged_close(&world);
}

static void label(struct visit *v, const char *batch)
{
	start(v, "xterm-256color", 30, 100,
	      (const char *const[]){ ASSAY_BIN, "label", FORGED, batch != NULL ? "-b" : NULL, batch,
				     NULL });
}

static const struct step home[] = {
	{ "home", "", "Label" },
	{ "a batch that cannot be asked", "\r", "Label" },
	{ "the next", "\033[B\r", "Label" },
	{ "the third", "\033[B\r", "Label" },
	{ "the fourth", "\033[B\r", "Label" },
	{ "the fifth", "\033[B\r", "Label" },
	{ "the sixth", "\033[B\r", "Label" },
	{ "the seventh", "\033[B\r", "Label" },
	{ "its guideline", "I", NULL },
	{ "palette", ":", NULL },
	{ "no palette", "\033", "Label" },
	{ "help", "?", NULL },
	{ "no help", "\033", "Label" },
	{ "what was sent", "H", NULL },
	{ "back", "q", "Label" },
	{ "the end", "\033[F", "Label" },
	{ "a guideline", "\r", NULL },
};

static const struct step views[] = {
	{ "the workbench", "", "hidden characters" },
	{ "a page", "JJ", NULL },
	{ "revealed", "V", NULL },
	{ "raw", "M", NULL },
	{ "zoomed", "Z", NULL },
	{ "below", "JJ", NULL },
	{ "the first response", RIGHT, NULL },
	{ "the second response", RIGHT, NULL },
	{ "not zoomed", "ZMV", NULL },
	{ "difference", "D", NULL },
	{ "no difference", "D", NULL },
	{ "turns", "TT", NULL },
	{ "a turn", "]", NULL },
	{ "options", "*", NULL },
	{ "options below", "J", NULL },
	{ "no options", "q", NULL },
	{ "instructions", "I", NULL },
	{ "instructions below", "J", NULL },
	{ "instructions, end", "\033[F", NULL },
	{ "no instructions", "q", NULL },
	{ "help", "?", NULL },
	{ "no help", "\033", NULL },
	{ "palette", ":", NULL },
	{ "no palette", "\033", NULL },
	{ "browse", "#", NULL },
	{ "browse, the other kind", "\t", NULL },
	{ "no browse", "q", NULL },
	{ "go to", "G2\r", NULL },
	{ "a chat of parts", "ZJJ", NULL },
	{ "all of it", "MJJV", NULL },
	{ "go on", "ZMG3\r", NULL },
	{ "tools", "ZJJMJ", NULL },
	{ "back", "ZMG1\r", NULL },
	{ "submissions", "H", NULL },
	{ "no submissions", "q", NULL },
};

static const struct step editing[] = {
	{ "the workbench", "", "hidden characters" },
	{ "answers", "1224", NULL },
	{ "tags", "h", "how bad" },
	{ "a list", "*", "type to search" },
	{ "a severity", "\0331", NULL },
	{ "why", "w", "Ctrl-X menu" },
	{ "why, done", "words\033", NULL },
	{ "golden", "g", "checklist" },
	{ "checklist", "\030c", NULL },
	{ "ticked", " ", NULL },
	{ "no checklist", "\033", NULL },
	{ "the base beside", "\030" RIGHT, NULL },
	{ "instructions", "\030i", NULL },
	{ "no instructions", "q", NULL },
	{ "preview", "\030p", NULL },
	{ "no preview", "q", NULL },
	{ "revisions", "\030v", NULL },
	{ "no revisions", "\033", NULL },
	{ "done", "\033", NULL },
	{ "submit", "\r", "y submits" },
	{ "submitted", "y", "saved as" },
	{ "submissions", "H", NULL },
	{ "a submission", "\r", NULL },
	{ "withdraw", "X", NULL },
	{ "not withdrawn", "\033", NULL },
	{ "a draft", "G2\r", NULL },
	{ "something of it", "12w", NULL },
	{ "kept", "odd\033", NULL },
};

static void finish_anyhow(struct visit *v)
{
	pty_type(v->pty, "\033q\033qqqqq");
	pty_finish(v->pty);
	look(v, "leaving");
	assert_true(leak_end(&v->leak));
}

/* The batch, or home where it is NULL, and STEPS from there on. */
#define SEE(v, batch, steps) (label(v, batch), WALK(v, steps), finish_anyhow(v))

static void a_forged_project_does_not_come_through(void **state)
{
	struct visit v;

	(void)state;
	visit_forged(&v);
	SEE(&v, NULL, home);
	SEE(&v, BATCH, views);
	SEE(&v, BATCH, editing);
	leave_forged(&v);
}

/* Each batch asks by a guideline that cannot be read, and says so. */
static void no_fault_of_a_forged_guideline_comes_through(void **state)
{
	struct visit v;

	(void)state;
	visit_forged(&v);
	for (int i = 1; i < FORGED_BATCHES; i++) {
		char batch[sizeof LEAK_ALL + 8];

		snprintf(batch, sizeof batch, "b%d" LEAK_ALL, i);
		label(&v, batch);
		finish_anyhow(&v);
		assert_true(v.leak.at > 0);
	}
	leave_forged(&v);
}

static void forged_rows_do_not_come_through(void **state)
{
	struct visit v;

	(void)state;
	visit_forged(&v);
	SEE(&v, BATCH, editing);
	forged_write_rows(&world);
	SEE(&v, NULL, home);
	forged_write_rows(&world);
	label(&v, NULL);
	take(&v, &(struct step){ "home", "", "Label" });
	take(&v, &(struct step){ "what was begun", "\033[F\033[A\033[A\033[A\r", NULL });
	take(&v, &(struct step){ "its views", "uuUU*\033I", NULL });
	finish_anyhow(&v);
	leave_forged(&v);
}

static void forged_facts_do_not_come_through(void **state)
{
	static const struct step steps[] = {
		{ "home", "", NULL },
		{ "an item", "\033[B\033[B\033[B\033[B\033[B\033[B\033[B\r", NULL },
		{ "below", "J", NULL },
		{ "instructions", "I", NULL },
		{ "back", "q", NULL },
		{ "submissions", "H", NULL },
		{ "one", "\r", NULL },
		{ "browse", "#", NULL },
	};
	struct buf before = BUF_INIT;
	struct visit v;

	(void)state;
	visit_forged(&v);
	SEE(&v, BATCH, editing);
	assert_true(program_read(&world.program, FORGED, &before));
	for (size_t i = 0; i < sizeof forged_facts / sizeof *forged_facts; i++) {
		program_write(&world.program, FORGED, before.data, before.len);
		forged_write(&world, forged_facts[i]);
		label(&v, NULL);
		WALK(&v, steps);
		finish_anyhow(&v);
		assert_true(v.leak.at > 0);
	}
	buf_release(&before);
	leave_forged(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_forged_project_does_not_come_through),
		cmocka_unit_test(no_fault_of_a_forged_guideline_comes_through),
		cmocka_unit_test(forged_rows_do_not_come_through),
		cmocka_unit_test(forged_facts_do_not_come_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
