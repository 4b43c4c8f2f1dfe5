/* Hostile texts wherever text can stand, through every view of the workbench: what comes to the
 * terminal is what our own drawing emits for it, and nothing else. */
#include "tests/support/leak_world.h"
#include "tests/support/pty.h"

#include "base/alloc.h"
#include "text/cells.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BIG (1024 * 1024)
#define BLNS SHARED_DATA "/unicode/blns.json.gz"
#define SILENT_MS 60
#define PAGES_MAX 60
#define PASTE(text) "\033[200~" text "\033[201~"
#define RIGHT "\033[C"
#define LEFT "\033[D"

/* Reading NAME: KEYS are typed, and then the screen shows SHOWS (NULL: whatever it likes). */
struct step {
	const char *name, *keys, *shows;
};

struct visit {
	struct program program;
	struct pty *pty;
	struct leak leak;
	size_t read;
	char home[600], config[600], state[600], temp[600], term[300];
	const char *more[4];
};

static void open_visit(struct visit *v, size_t big)
{
	memset(v, 0, sizeof *v);
	leak_world_open(&v->program, ASSAY_BIN, BLNS, big);
	snprintf(v->home, sizeof v->home, "HOME=%s/home", v->program.dir);
	snprintf(v->config, sizeof v->config, "XDG_CONFIG_HOME=%s/home/config", v->program.dir);
	snprintf(v->state, sizeof v->state, "XDG_STATE_HOME=%s/home/state", v->program.dir);
	snprintf(v->temp, sizeof v->temp, "TMPDIR=%s", v->program.dir);
}

static void close_visit(struct visit *v)
{
	pty_free(v->pty);
	program_close(&v->program);
}

static void start(struct visit *v, const char *term, int rows, int cols, const char *const *argv)
{
	const struct leak_rules rules = {
		.term = term, .rows = rows, .cols = cols, .width = text_width_frozen
	};
	const char *env[12] = { v->home, v->config, v->state, v->temp, v->term, "LC_ALL=C.UTF-8" };
	const struct pty_start with = {
		.rows = rows, .cols = cols, .dir = v->program.dir, .argv = argv, .env = env
	};

	for (int i = 0; i < 4; i++)
		env[6 + i] = v->more[i];
	snprintf(v->term, sizeof v->term, "TERM=%s", term);
	pty_free(v->pty);
	v->pty = pty_spawn(&with);
	v->read = 0;
	leak_begin(&v->leak, &rules);
}

static void look(struct visit *v, const char *name)
{
	size_t len;
	const char *raw = pty_raw(v->pty, &len);

	if (!leak_feed(&v->leak, raw + v->read, len - v->read))
		fail_msg("%s: %s", name, v->leak.why);
	v->read = len;
}

static void show(struct visit *v, const struct step *step)
{
	char *screen;

	if (getenv("ASSAY_LEAK_SHOW") == NULL)
		return;
	screen = pty_screen(v->pty);
	printf("==== %s\n%s\n", step->name, screen);
	free(screen);
}

/* Waits until something comes, if anything does, and then until no more does. */
static void settle(struct visit *v)
{
	size_t before = v->read, len = before;

	for (int i = 0; i < 15 && len == before; i++) {
		pty_falls_silent(v->pty, SILENT_MS);
		pty_raw(v->pty, &len);
	}
}

static void take(struct visit *v, const struct step *step)
{
	bool shown;

	pty_type(v->pty, step->keys);
	shown = step->shows == NULL || pty_shows(v->pty, step->shows);
	settle(v);
	show(v, step);
	look(v, step->name);
	if (!shown)
		fail_msg("%s does not show '%s'", step->name, step->shows);
}

static void walk(struct visit *v, const struct step *steps, size_t n)
{
	for (size_t i = 0; i < n; i++)
		take(v, &steps[i]);
}

static void finish(struct visit *v)
{
	int status = pty_finish(v->pty);

	look(v, "the end");
	if (!leak_end(&v->leak))
		fail_msg("the end: %s", v->leak.why);
	assert_int_equal(status, 0);
}

#define WALK(v, steps) walk(v, steps, sizeof(steps) / sizeof(steps)[0])

static const struct step reading[] = {
	{ "home", "", "Label" },
	{ "the workbench", "\r", "[prompt" },
	{ "a page", "J", NULL },
	{ "two pages", "J", NULL },
	{ "revealed", "V", "hidden characters are shown" },
	{ "revealed above", "K", NULL },
	{ "raw", "M", "raw text" },
	{ "raw below", "J", NULL },
	{ "raw, not revealed", "V", "characters are hidden" },
	{ "zoomed", "Z", "zoomed: Z" },
	{ "zoomed below", "J", NULL },
	{ "zoomed, rendered", "M", "Markdown" },
	{ "the first response, zoomed", RIGHT, "[A]" },
	{ "the first response below", "J", NULL },
	{ "the second response", "Z" RIGHT, "[B]" },
	{ "its end", "\033[F", "100 %" },
	{ "pinned", "P", "is pinned" },
	{ "difference", LEFT "D", "only here" },
	{ "lined up", "D", NULL },
	{ "lined up below", "J", NULL },
	{ "the next difference", ")))((", NULL },
	{ "no difference", "D", "difference off" },
	{ "code wrapped", "W", NULL },
	{ "one pane", "L", NULL },
	{ "columns", "L", NULL },
};

#define EVIL PASTE(LEAK_ALL)

static const struct step prompts[] = {
	{ "the workbench", "", "answers left" },
	{ "search", "/", NULL },
	{ "searching", EVIL, NULL },
	{ "not found", "\r", NULL },
	{ "searching what is there", "/" PASTE("\033[5m") "\r", NULL },
	{ "the next place", "n", NULL },
	{ "no search", "\033", NULL },
	{ "help", "?", NULL },
	{ "help, searched", "/" EVIL, NULL },
	{ "help, found nothing", "\r", NULL },
	{ "no help", "\033", "answers left" },
	{ "palette", ":", NULL },
	{ "palette, typed", EVIL, NULL },
	{ "no such command", "\r", NULL },
	{ "no palette", "\033", "answers left" },
	{ "go to", "G", NULL },
	{ "go to what", EVIL, NULL },
	{ "no such item", "\r", NULL },
	{ "no goal", "\033", "answers left" },
	{ "instructions", "I", NULL },
	{ "instructions below", "J", NULL },
	{ "instructions, end", "\033[F", NULL },
	{ "instructions, searched", "/" EVIL "\r", NULL },
	{ "no instructions", "q", "answers left" },
	{ "flag", "F", NULL },
	{ "flag, reason", EVIL, NULL },
	{ "flagged", "\r", NULL },
	{ "ask", "C", NULL },
	{ "ask, words", EVIL, NULL },
	{ "asked", "\r", NULL },
	{ "skip", "S", NULL },
	{ "skip, why", EVIL, NULL },
	{ "skipped", "\r", NULL },
	{ "not skipped", "u", NULL },
	{ "keys that mean nothing",
	  "\302\233\302\235\342\200\256\033[999~\033[1;1;1m\360\237\230\200", NULL },
	{ "options", "*", NULL },
	{ "options below", "J", NULL },
	{ "no options", "q", NULL },
};

static const struct step writing[] = {
	{ "answers", "1224", "2nd" },
	{ "tags", "h1ho", "A two" },
	{ "tags, options", "*", "type to search" },
	{ "tags, searched", EVIL, "Enter sets" },
	{ "no options", "\033", "Enter send" },
	{ "why", "w", "Ctrl-X menu" },
	{ "why, written", EVIL " @A ", NULL },
	{ "why, menu", "\030", "back to the text" },
	{ "why, find", "f", NULL },
	{ "why, finding", EVIL "\r", NULL },
	{ "why, spelling", "\030s", NULL },
	{ "why, no spelling", "\033", NULL },
	{ "why, done", "\033", NULL },
	{ "golden", "g", "checklist" },
	{ "golden, written", EVIL "\r" EVIL "\177\177 x", NULL },
	{ "golden, menu", "\030", "back to the text" },
	{ "golden, difference", "d", NULL },
	{ "golden, the base beside", "\030" RIGHT, "base: A" },
	{ "golden, the prompt beside", "\030" RIGHT, "── prompt ──" },
	{ "golden, checklist", "\030c", "0 of 2" },
	{ "golden, ticked", " ", "1 of 2" },
	{ "golden, no checklist", "\033", "Ctrl-X" },
	{ "golden, preview", "\030p", "preview" },
	{ "golden, preview below", " ", NULL },
	{ "golden, no preview", "q", "Ctrl-X" },
	{ "golden, revisions", "\030v", "earlier" },
	{ "golden, one back", LEFT, NULL },
	{ "golden, no revisions", "\033", "Ctrl-X" },
	{ "golden, instructions", "\030i", "next part" },
	{ "golden, no instructions", "q", "Ctrl-X" },
	{ "golden, own editor", "\030e", "brings the old one back" },
	{ "golden, back to it", "\033", NULL },
	{ "golden, editor undone", "\037", NULL },
	{ "golden, discard", "\030x", "Discard" },
	{ "golden, not discarded", "n", "Ctrl-X" },
	{ "golden, done", "\033", "complete" },
	{ "submit", "\r", "y submits" },
	{ "submitted", "y", "saved as" },
};

static const struct step lists[] = {
	{ "submissions", "H", "open to correct" },
	{ "submissions, filtered", "/" EVIL "\r", "1 of 1" },
	{ "no submissions", "q", NULL },
	{ "submissions again", "H", "open to correct" },
	{ "submission", "\r", NULL },
	{ "withdraw", "X", NULL },
	{ "withdraw, asked", EVIL, NULL },
	{ "not withdrawn", "\033", NULL },
	{ "browse", "#", "Enter go there" },
	{ "browse, a kind", "\t", "[open]" },
	{ "browse, searched", "/" PASTE("[5m") "\r", NULL },
	{ "browse, opened", "\r", "answers left" },
	{ "back", "`", NULL },
	{ "browse again", "#", "Enter go there" },
	{ "browse, nothing found", "/" EVIL "\r", "0 of" },
	{ "no browse", "q", "complete" },
	{ "home", "q", "Label" },
	{ "home, guideline", "I", "next part" },
	{ "home again", "q", "Label" },
	{ "the last item", "\rG3\r", "3 of 3" },
	{ "the big line", RIGHT, NULL },
	{ "the big line's end", "\033[F", "100 %" },
	{ "the big line raw", "MV", "shown" },
};

static void give(struct visit *v, const char *folder, const char *name, const char *text)
{
	char path[100];

	assert_int_equal(program_other(&v->program,
				       (const char *const[]){ "/bin/mkdir", "-p", folder, NULL }),
			 0);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	program_puts(&v->program, path, text);
}

static void open_project(struct visit *v, const char *term, int rows, int cols)
{
	start(v, term, rows, cols, (const char *const[]){ ASSAY_BIN, LEAK_PROJECT, NULL });
}

static void leave(struct visit *v)
{
	take(v, &(struct step){ "leaving", "qqqq", NULL });
	finish(v);
}

/* Page after page to the end of the pane that is zoomed. */
static void page_through(struct visit *v, const char *name)
{
	const struct step step = { name, "J", NULL };
	bool end = false;

	take(v, &(struct step){ name, "\033[H", NULL });
	for (int i = 0; i < PAGES_MAX && !end; i++) {
		char *screen;

		take(v, &step);
		screen = pty_screen(v->pty);
		end = strstr(screen, "100 %") != NULL;
		free(screen);
	}
}

/* The whole prompt of the second item rendered and raw; in the long form every text of every item,
 * also with all that hides revealed. */
static void read_to_the_end(struct visit *v)
{
	bool all = getenv("ASSAY_LONG_TESTS") != NULL;

	for (int item = all ? 1 : 2; item <= (all ? 3 : 2); item++) {
		char go[] = "G0\r";

		go[1] = (char)('0' + item);
		take(v, &(struct step){ "an item", go, "of 3" });
		take(v, &(struct step){ "zoomed", "Z", NULL });
		for (int pane = 0; pane < (all ? 3 : 1); pane++) {
			page_through(v, "reading on");
			take(v, &(struct step){ "the other form", "M", NULL });
			page_through(v, "reading on, the other form");
			take(v, &(struct step){ "revealed", all ? "V" : "Z", NULL });
			if (!all)
				continue;
			page_through(v, "reading on, revealed");
			take(v, &(struct step){ "the next pane", "VM" RIGHT, NULL });
		}
		if (all)
			take(v, &(struct step){ "not zoomed", "Z", NULL });
	}
}

static void see_every_view(int rows, int cols)
{
	struct visit v;

	open_visit(&v, BIG);
	v.more[0] = "EDITOR=sh ed.sh";
	program_puts(&v.program, "ed.sh", "cat evil >>\"$1\"\n");
	program_puts(&v.program, "evil", LEAK_ALL "\n");
	open_project(&v, "xterm-256color", rows, cols);
	WALK(&v, reading);
	WALK(&v, prompts);
	WALK(&v, writing);
	WALK(&v, lists);
	read_to_the_end(&v);
	leave(&v);
	close_visit(&v);
}

static void every_view_is_safe(void **state)
{
	(void)state;
	see_every_view(24, 80);
}

static void every_view_of_a_large_window_is_safe(void **state)
{
	(void)state;
	see_every_view(45, 160);
}

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
	{ ASSAY_BIN, "label", LEAK_PROJECT, "-b", LEAK_ALL },
	{ ASSAY_BIN, LEAK_BROKEN },
};

static void commands_on_a_terminal_are_safe(void **state)
{
	struct visit v;

	(void)state;
	open_visit(&v, BIG / 4);
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
		cmocka_unit_test(every_view_is_safe),
		cmocka_unit_test(every_view_of_a_large_window_is_safe),
		cmocka_unit_test(every_terminal_gets_only_what_it_knows),
		cmocka_unit_test(the_clipboard_is_offered_to_only_by_the_copy_key),
		cmocka_unit_test(own_files_and_variables_are_shown_safely),
		cmocka_unit_test(commands_on_a_terminal_are_safe),
		cmocka_unit_test(a_terminal_of_no_name_is_refused_safely),
		cmocka_unit_test(line_by_line_is_safe),
		cmocka_unit_test(the_tutor_is_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
