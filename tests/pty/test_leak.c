/* Hostile texts wherever text can stand, through every view of the workbench: what comes to the
 * terminal is what our own drawing emits for it, and nothing else. */
#include "tests/pty/leak_visit.h"

#define BIG (1024 * 1024)
#define PAGES_MAX 60
#define TYPED "‹BOM›X  "     /* the end of EVIL where a line is typed */
#define NOTFOUND "'[8mS]0;t" /* how EVIL begins in a message */

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
	{ "lined up", "D", "lined up with" },
	{ "lined up below", "J", NULL },
	{ "the next difference", ")))((", NULL },
	{ "no difference", "D", "difference off" },
	{ "code cut", "W", "code is cut at the edge" },
	{ "one pane", "L", "one pane at a time" },
	{ "columns", "L", NULL },
};

static const struct step prompts[] = {
	{ "the workbench", "", "answers left" },
	{ "search", "/", "in all panes" },
	{ "searching", EVIL, "not found" },
	{ "not found", "\r", NOTFOUND },
	{ "searching what is there", "\033[H/" PASTE("\033[5m") "\r", "1 of 6" },
	{ "the next place", "\r", "2 of 6" },
	{ "no search", "\033", "1 2 the better" },
	{ "help", "?", "Keys here" },
	{ "help, searched", "/" EVIL, "has that name" },
	{ "help, found nothing", "\r", "has that name" },
	{ "no help", "\033", "answers left" },
	{ "palette", ":", "Commands here" },
	{ "palette, typed", EVIL, "has that name" },
	{ "no such command", "\r", "has that name" },
	{ "no palette", "\033", "answers left" },
	{ "go to", "G", "item number, id or" },
	{ "go to what", EVIL, TYPED },
	{ "no such item", "\r", "no item '" },
	{ "no goal", "\033", "Esc means nothing" },
	{ "instructions", "I", "next part" },
	{ "instructions below", "J", NULL },
	{ "instructions, end", "\033[F", "100 %" },
	{ "instructions, searched", "/" EVIL "\r", NOTFOUND },
	{ "no instructions", "q", "answers left" },
	{ "flag", "F", "flag; a note" },
	{ "flag, reason", EVIL, TYPED },
	{ "flagged", "\r", "flagged" },
	{ "ask", "C", "ask the lead" },
	{ "ask, words", EVIL, TYPED },
	{ "asked", "\r", "the lead will see" },
	{ "skip", "S", "skip, because" },
	{ "skip, why", EVIL, TYPED },
	{ "skipped", "\r", "skipped, saved as" },
	{ "not skipped", "u", "reopened" },
	{ "keys that mean nothing",
	  "\302\233\302\235\342\200\256\033[999~\033[1;1;1m\360\237\230\200",
	  "means nothing here" },
	{ "options", "*", "Enter takes it" },
	{ "options below", "J", "▸   0" },
	{ "no options", "q", "answers left" },
};

static const struct step writing[] = {
	{ "answers", "1224", "2nd" },
	{ "tags", "h1ho", "A two" },
	{ "tags, options", "*", "type to search" },
	{ "tags, searched", EVIL, "Enter sets" },
	{ "no options", "\033", "Enter send" },
	{ "why", "w", "Ctrl-X menu" },
	{ "why, written", EVIL " @A ", "19 words" },
	{ "why, menu", "\030", "back to the text" },
	{ "why, find", "f", "Enter finds" },
	{ "why, finding", EVIL "\r", "from the top" },
	{ "why, spelling", "\030s", NULL },
	{ "why, no spelling", "\033", NULL },
	{ "why, done", "\033", "complete" },
	{ "golden", "g", "checklist" },
	{ "golden, written", EVIL "\r" EVIL "\177\177 x", " x+}" },
	{ "golden, menu", "\030", "back to the text" },
	{ "golden, difference", "d", "nothing is marked" },
	{ "golden, the base beside", "\030" RIGHT, "base: A" },
	{ "golden, the prompt beside", "\030" RIGHT, "── prompt ──" },
	{ "golden, checklist", "\030c", "0 of 2" },
	{ "golden, ticked", " ", "1 of 2" },
	{ "golden, no checklist", "\033", "Ctrl-X" },
	{ "golden, preview", "\030p", "preview" },
	{ "golden, preview below", " ", NULL },
	{ "golden, no preview", "q", "Ctrl-X" },
	{ "golden, revisions", "\030v", "earlier" },
	{ "golden, one back", LEFT, "that is the earliest" },
	{ "golden, no revisions", "\033", "Ctrl-X" },
	{ "golden, instructions", "\030i", "next part" },
	{ "golden, no instructions", "q", "Ctrl-X" },
	{ "golden, own editor", "\030e", "brings the old one back" },
	{ "golden, back to it", "\033", "Esc done" },
	{ "golden, editor undone", "\037", "+36 " },
	{ "golden, discard", "\030x", "Discard" },
	{ "golden, not discarded", "n", "Ctrl-X" },
	{ "golden, done", "\033", "complete" },
	{ "submit", "\r", "y submits" },
	{ "submitted", "y", "saved as" },
};

static const struct step lists[] = {
	{ "submissions", "H", "open to correct" },
	{ "submissions, filtered", "/" EVIL "\r", "1 of 1" },
	{ "no submissions", "q", "answers left" },
	{ "submissions again", "H", "open to correct" },
	{ "submission", "\r", "change it and Enter" },
	{ "withdraw", "X", "Withdraw what you sent" },
	{ "withdraw, asked", EVIL, "y withdraws it" },
	{ "not withdrawn", "\033", "Enter send again" },
	{ "browse", "#", "Enter go there" },
	{ "browse, a kind", "\t", "[open]" },
	{ "browse, searched", "/" PASTE("[5m") "\r", "in prompt:" },
	{ "browse, opened", "\r", "answers left" },
	{ "back", "`", "you sent this one" },
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
		take(v, &(struct step){ "zoomed", "Z", "zoomed: Z" });
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_view_is_safe),
		cmocka_unit_test(every_view_of_a_large_window_is_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
