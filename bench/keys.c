/* keys ASSAY PROJECT BATCH LONG: the workbench on a pseudo-terminal of 80x24 and of 200x50.  What
 * a key of each kind costs (processor time, bytes on the terminal), on items of the batch LONG,
 * whose texts do not fit; and the way from one item of BATCH to the next. */
#include "bench/figures.h"
#include "bench/terminal.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TIMES 100
#define STARTS 9
#define IDLE_MS 3000
#define ANSWERS "124353535353" /* to all that "Pairwise preference" must know */

struct kind {
	const char *name;
	int cols;           /* only on that screen; 0: on both */
	const char *before; /* keys that lead there from a fresh item */
	const char *there;  /* what is measured */
	const char *back;   /* and then undone; NULL: nothing is */
	int turn;           /* so often THERE, then so often BACK, both measured; 0: each time */
	const char *after;
};

static const struct kind kinds[] = {
	/* name, cols, before, there, back, turn, after */
	{ "scroll-together", 200, "\033[C", "j", "k", 30, "" },
	{ "scroll-one", 200, "\033[CL", "j", "k", 30, "LL" },
	{ "scroll-full", 0, "\033[CZ", "j", "k", 30, "Z" },
	{ "page", 0, "\033[C", " ", "K", 2, "" },
	{ "pane", 0, "", "\033[C", "\033[D", 1, "" },
	{ "focus", 0, "", "\t", "\033[Z", 5, "" },
	{ "rank", 0, "", "1", "\177", 0, "" },
	{ "type", 0, "w", "e", NULL, 0, "\030xy" },
	{ "help-open", 0, "", "?", "\007", 0, "" },
	{ "help-close", 0, "?", "\007", "?", 0, "\007" },
	{ "search", 0, "", "/model\r", "\007", 0, "" },
};

struct sums {
	struct figures cpu, wall, bytes;
};

static void add(struct sums *sums, const struct cost *cost)
{
	figures_add(&sums->cpu, cost->cpu);
	figures_add(&sums->wall, cost->wall);
	figures_add(&sums->bytes, (double)cost->bytes);
}

static void tell_sums(struct sums *sums, int cols, const char *name)
{
	char key[64];

	snprintf(key, sizeof key, "key.%d.%s.cpu", cols, name);
	tell_figures(&sums->cpu, key);
	snprintf(key, sizeof key, "key.%d.%s.wall", cols, name);
	tell_figures(&sums->wall, key);
	snprintf(key, sizeof key, "key.%d.%s.bytes", cols, name);
	tell_figures(&sums->bytes, key);
	figures_release(&sums->cpu);
	figures_release(&sums->wall);
	figures_release(&sums->bytes);
}

static void measure_kind(struct terminal *terminal, const struct kind *kind, int cols)
{
	struct sums sums = { .cpu = { .n = 0 } };

	if (kind->before[0] != '\0')
		terminal_type(terminal, kind->before);
	for (int i = 0; i < TIMES; i++) {
		bool back = kind->turn > 0 && i / kind->turn % 2 == 1;
		struct cost cost = terminal_type(terminal, back ? kind->back : kind->there);

		add(&sums, &cost);
		if (kind->turn == 0 && kind->back != NULL)
			terminal_type(terminal, kind->back);
	}
	if (kind->after[0] != '\0')
		terminal_type(terminal, kind->after);
	tell_sums(&sums, cols, kind->name);
}

/* ANSWERS to an item, then what is measured: the next one is there. */
static void measure_way(struct terminal *terminal, int cols, const char *name, const char *before,
			const char *key)
{
	struct sums sums = { .cpu = { .n = 0 } };

	for (int i = 0; i < TIMES; i++) {
		struct cost cost;

		if (before[0] != '\0')
			terminal_type(terminal, before);
		cost = terminal_type(terminal, key);
		add(&sums, &cost);
	}
	tell_sums(&sums, cols, name);
}

static void measure_start(char *const *argv, int rows, int cols)
{
	struct figures wall = { .n = 0 };
	double mib = 0;
	char key[64];

	for (int i = 0; i < STARTS; i++) {
		struct terminal terminal;
		struct cost cost = terminal_start(&terminal, rows, cols, argv);

		figures_add(&wall, cost.wall);
		mib = terminal_end(&terminal, "qq");
	}
	snprintf(key, sizeof key, "first.%d", cols);
	tell_figures(&wall, key);
	tell(mib, "%s.mib", key);
	figures_release(&wall);
}

static void measure_items(char *const *argv, int rows, int cols)
{
	struct terminal terminal;

	terminal_start(&terminal, rows, cols, argv);
	measure_way(&terminal, cols, "next", "", "\016");
	measure_way(&terminal, cols, "submit", ANSWERS, "\r");
	measure_way(&terminal, cols, "skip", "Sno", "\r");
	tell(terminal_end(&terminal, "qq"), "items.%d.mib", cols);
}

static void measure_keys(char *const *argv, int rows, int cols)
{
	struct terminal terminal;
	struct cost idle;

	terminal_start(&terminal, rows, cols, argv);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (kinds[i].cols == 0 || kinds[i].cols == cols)
			measure_kind(&terminal, &kinds[i], cols);
	terminal_idle(&terminal, 1200); /* the draft is saved */
	idle = terminal_idle(&terminal, IDLE_MS);
	tell((double)idle.bytes, "key.%d.idle.bytes.max", cols);
	tell(idle.cpu, "key.%d.idle.cpu.max", cols);
	tell(terminal_end(&terminal, "qq"), "keys.%d.mib", cols);
}

static char **label(char **argv, char *batch)
{
	static char verb[] = "label", option[] = "--batch";
	static char *out[6];

	out[0] = argv[1];
	out[1] = verb;
	out[2] = argv[2];
	out[3] = option;
	out[4] = batch;
	return out;
}

int main(int argc, char **argv)
{
	if (argc < 5)
		give_up("usage: keys ASSAY PROJECT BATCH LONG");
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	measure_start(label(argv, argv[3]), 24, 80);
	measure_start(label(argv, argv[3]), 50, 200);
	measure_keys(label(argv, argv[4]), 24, 80);
	measure_keys(label(argv, argv[4]), 50, 200);
	measure_items(label(argv, argv[3]), 24, 80);
	measure_items(label(argv, argv[3]), 50, 200);
	return 0;
}
