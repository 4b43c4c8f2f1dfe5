/* Hostile texts on every kind of terminal, in one's own files and variables, in what commands
 * print and line by line: nothing comes but what we mean to write there. */
#include "tests/pty/leak_visit.h"

/* ---------------------------------------------------------------- terminals */

static const struct step short_look[] = {
	{ "home", "", "Label" },
	{ "the workbench", "\r", "rank" },
	{ "a page", "J", NULL },
	{ "the first response", RIGHT, NULL },
	{ "zoomed", "ZJV", NULL },
	{ "raw", "MJJ", NULL },
	{ "a message", "G" EVIL "\r", NULL },
};

static void every_terminal_gets_only_what_it_knows(void **state)
{
	static const char *const terms[] = { "vt100", "linux", "screen", "tmux-256color", "xterm" };
	struct visit v;

	(void)state;
	open_visit(&v, 1000);
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		open_project(&v, terms[i], 30, 100);
		WALK(&v, short_look);
		leave(&v);
	}
	close_visit(&v);
}

static void the_clipboard_is_offered_to_only_by_the_copy_key(void **state)
{
	struct visit v;
	size_t copied;

	(void)state;
	open_visit(&v, 1000);
	open_project(&v, "xterm-256color", 24, 80);
	WALK(&v, short_look);
	take(&v, &(struct step){ "away", "\033", NULL });
	v.leak.clipboard = true;
	take(&v, &(struct step){ "copy", "Y", "clipboard" });
	copied = v.leak.copied;
	assert_true(copied > 1000);
	v.leak.clipboard = false;
	take(&v, &(struct step){ "behind it", "J", NULL });
	assert_int_equal(v.leak.copied, copied);
	leave(&v);
	close_visit(&v);
}

/* ---------------------------------------------------------------- one's own files and variables */

static void give(struct visit *v, const char *folder, const char *name, const char *text)
{
	char path[100];

	assert_int_equal(program_other(&v->program,
				       (const char *const[]){ "/bin/mkdir", "-p", folder, NULL }),
			 0);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	program_puts(&v->program, path, text);
}

static void own_files_and_variables_are_shown_safely(void **state)
{
	static const struct step steps[] = {
		{ "home", "", "Label" },
		{ "the workbench", "\r", "rank" },
		{ "why", "w", "Ctrl-X menu" },
		{ "no such editor", "\030e", "does not find the editor" },
		{ "words", PASTE("mend teh h\314\201\314\202\314\203\314\204\314\205ndle"), NULL },
		{ "spelling", "\030s", NULL },
		{ "no spelling", "\033", NULL },
		{ "done", "\033", NULL },
	};
	struct visit v;

	(void)state;
	open_visit(&v, 1000);
	give(&v, "home/config/assay", "keys.yaml", "bind:\n  \"\\e[8m\xe2\x80\xae\": F\n");
	give(&v, "home/config/assay", "settings.yaml", "theme: \"\\e[8m\\u202e\\e]0;t\\a\"\n");
	give(&v, "home/config/assay", "words", LEAK_ALL "\n" LEAK_BROKEN "\n");
	v.more[0] = "EDITOR=" LEAK_ALL;
	v.more[1] = "DICPATH=.";
	program_puts(&v.program, "en_US.aff", "SET UTF-8\nTRY aehndlmt\n");
	program_puts(&v.program, "en_US.dic", "4\nmend\nthe\nhandle\n" LEAK_HIDDEN "\n");
	open_project(&v, "xterm-256color", 24, 80);
	WALK(&v, steps);
	leave(&v);
	close_visit(&v);
}

static void a_try_shows_keys_that_hide_as_marks(void **state)
{
	static const struct step steps[] = {
		{ "the try", "", "q twice" },
		{ "an override", "\342\200\256", "‹RLO›            E2 80 AE        zoom in" },
		{ "a tag", "\363\240\201\201", "U+E0041          F3 A0 81 81     zoom in" },
		{ "no width", "\342\200\213", "‹ZWSP›" },
		{ "a mark", "\314\201", "◌" },
		{ "a soft hyphen", "\302\255", "‹SHY›" },
		{ "an isolate", "\342\201\246", "‹LRI›" },
		{ "C1", "\302\233", NULL },
		{ "no UTF-8", "\233\377\300", NULL },
		{ "leaving", "qq", NULL },
	};
	struct visit v;

	(void)state;
	open_visit(&v, 1000);
	give(&v, "home/config/assay", "keys.yaml", LEAK_KEYS);
	start(&v, "xterm-256color", 24, 80,
	      (const char *const[]){ ASSAY_BIN, "keys", "--try", NULL });
	WALK(&v, steps);
	finish(&v);
	close_visit(&v);
}

/* ---------------------------------------------------------------- commands on a terminal */

static const char *const commands[][10] = {
	{ ASSAY_BIN, "import", LEAK_PROJECT, LEAK_ITEMS, "-b", LEAK_BATCH },
	{ ASSAY_BIN, "status", LEAK_PROJECT },
	{ ASSAY_BIN, "log", LEAK_PROJECT },
	{ ASSAY_BIN, "log", LEAK_PROJECT, "--json" },
	{ ASSAY_BIN, "query", LEAK_PROJECT,
	  "SELECT '" LEAK_ALL "', CAST(x'1b5b386d9bff' AS TEXT)" },
	{ ASSAY_BIN, "check", LEAK_PROJECT },
	{ ASSAY_BIN, "rebuild", LEAK_PROJECT },
	{ ASSAY_BIN, "doctor", LEAK_PROJECT },
	{ ASSAY_BIN, "guide", "show", LEAK_GUIDELINE },
	{ ASSAY_BIN, "export", LEAK_PROJECT, "-f", "assay" },
	{ ASSAY_BIN, "export", LEAK_PROJECT, "-f", "trl-reward" },
	{ ASSAY_BIN, "export", LEAK_PROJECT, "-f", "trl-dpo", "-o", "o" LEAK_ALL },
	{ ASSAY_BIN, "keys" },
	{ ASSAY_BIN, "keys", "taken.yaml" },
	{ ASSAY_BIN, "label", LEAK_PROJECT, "-b", LEAK_ALL },
	{ ASSAY_BIN, LEAK_BROKEN },
};

static void commands_on_a_terminal_are_safe(void **state)
{
	struct visit v;

	(void)state;
	open_visit(&v, 256 * 1024);
	program_puts(&v.program, "taken.yaml", LEAK_KEYS);
	assert_int_equal(program_run(&v.program, "label", LEAK_PROJECT, "-b", LEAK_BATCH, "--keys",
				     "1 2 2 4 - - g x Esc Enter y y", NULL),
			 0);
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		start(&v, "xterm-256color", 24, 80, commands[i]);
		v.leak.asks = strcmp(commands[i][1], "doctor") == 0;
		pty_finish(v.pty);
		look(&v, commands[i][1]);
		assert_true(leak_end(&v.leak));
		assert_true(v.leak.at > 0);
	}
	close_visit(&v);
}

static void a_terminal_of_no_name_is_refused_safely(void **state)
{
	static const char *const names[] = { LEAK_ALL, LEAK_BROKEN };
	struct visit v;

	(void)state;
	open_visit(&v, 1000);
	for (size_t i = 0; i < 2; i++) {
		open_project(&v, names[i], 24, 80);
		v.leak.rules.term = "dumb";
		pty_type(v.pty, "q\rq\r\004");
		pty_finish(v.pty);
		look(&v, "a hostile TERM");
		assert_true(v.leak.at > 0);
	}
	close_visit(&v);
}

/* ---------------------------------------------------------------- without a screen */

static void line_by_line_is_safe(void **state)
{
	static const struct step steps[] = {
		{ "home", "", "1: Label" },
		{ "the item", "1\r", "Next: " },
		{ "on", "\r", NULL },
		{ "to the end", "read A\rall\r", NULL },
		{ "answers", "1 2 2 4\r", NULL },
		{ "what it asks", "*\rEsc\rI\rall\rq\r", NULL },
		{ "what was sent", "H\rq\r", NULL },
	};
	struct visit v;

	(void)state;
	open_visit(&v, 20000);
	start(&v, "dumb", 200, 80, (const char *const[]){ ASSAY_BIN, LEAK_PROJECT, NULL });
	WALK(&v, steps);
	take(&v, &(struct step){ "leaving", "q\rq\rq\r\004", NULL });
	finish(&v);
	close_visit(&v);
}

static void the_tutor_is_safe(void **state)
{
	static const struct step steps[] = {
		{ "the tutor", "", "ten minutes" },   { "a lesson", "\r", "lesson 1" },
		{ "searching", "/" EVIL "\r", NULL }, { "help", "?" EVIL, NULL },
		{ "no help", "\033", NULL },
	};
	struct visit v;

	(void)state;
	open_visit(&v, 1000);
	start(&v, "xterm-256color", 24, 80, (const char *const[]){ ASSAY_BIN, "tutor", NULL });
	WALK(&v, steps);
	leave(&v);
	close_visit(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_terminal_gets_only_what_it_knows),
		cmocka_unit_test(the_clipboard_is_offered_to_only_by_the_copy_key),
		cmocka_unit_test(own_files_and_variables_are_shown_safely),
		cmocka_unit_test(a_try_shows_keys_that_hide_as_marks),
		cmocka_unit_test(commands_on_a_terminal_are_safe),
		cmocka_unit_test(a_terminal_of_no_name_is_refused_safely),
		cmocka_unit_test(line_by_line_is_safe),
		cmocka_unit_test(the_tutor_is_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
