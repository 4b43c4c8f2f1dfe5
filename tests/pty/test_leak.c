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
	{ "the big line", RIGHT, "[A]" },
	{ "the big line's end", "\033[F", "100 %" },
	{ "the big line raw", "MV", "shown" },
};

static void every_view(void **state)
{
	struct visit v;

	(void)state;
	open_visit(&v, BIG);
	v.more[0] = "EDITOR=sh ed.sh";
	program_puts(&v.program, "ed.sh", "cat evil >>\"$1\"\n");
	program_puts(&v.program, "evil", LEAK_ALL "\n");
	start(&v, "xterm-256color", 24, 80, (const char *const[]){ ASSAY_BIN, LEAK_PROJECT, NULL });
	WALK(&v, reading);
	WALK(&v, prompts);
	WALK(&v, writing);
	WALK(&v, lists);
	take(&v, &(struct step){ "leaving", "qqqq", NULL });
	finish(&v);
	close_visit(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_view),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
