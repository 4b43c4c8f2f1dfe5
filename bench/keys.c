/* keys ASSAY PROJECT BATCH PLAIN TWIN EMOJI: the workbench on a pseudo-terminal of 80x24 and of
 * 200x50.  What a key of each kind costs (processor time, bytes on the terminal), on items whose
 * texts do not fit, of three further batches; and the way from one item of BATCH to the next. */
#include "bench/disk.h"
#include "bench/figures.h"
#include "bench/terminal.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TIMES 100
#define SUBMISSIONS 1000 /* on the large screen: their p99 is a floor */
#define STARTS 9
#define IDLE_MS 3000
#define ANSWERS "124353535353" /* to all that "Pairwise preference" must know */

enum text { PLAIN, TWIN, EMOJI, TEXTS }; /* the batches, in the order of the arguments */

struct kind {
	const char *name;
	enum text text;
	int cols;           /* only on that screen; 0: on both */
	const char *before; /* keys that lead there from a fresh item */
	const char *there;  /* what is measured */
	const char *back;   /* and then undone; NULL: nothing is */
	int turn;           /* so often THERE, then so often BACK, both measured; 0: each time */
	const char *after;
};

/* clang-format off */
static const struct kind kinds[] = {
	/* name, text, cols, before, there, back, turn, after */
	{ "scroll-full",     PLAIN, 0,   "Z", "j",        "k",      30, "Z" },
	{ "scroll-one",      PLAIN, 200, "L", "j",        "k",      30, "LL" },
	{ "page",            PLAIN, 0,   "",  " ",        "K",      2,  "" },
	{ "pane",            PLAIN, 0,   "\t", "\033[C",  "\033[D", 1,  "\033[Z" },
	{ "focus",           PLAIN, 0,   "",  "\t",       "\033[Z", 5,  "" },
	{ "rank",            PLAIN, 0,   "",  "1",        "\177",   0,  "" },
	{ "type",            PLAIN, 0,   "w", "e",        NULL,     0,  "\030xy" },
	{ "help-open",       PLAIN, 0,   "",  "?",        "\007",   0,  "" },
	{ "help-close",      PLAIN, 0,   "?", "\007",     "?",      0,  "\007" },
	{ "search",          PLAIN, 0,   "",  "/model\r", "\007",   0,  "" },
	{ "scroll-together", TWIN,  200, "",  "j",        "k",      30, "" },
	{ "scroll-emoji",    EMOJI, 0,   "Z", "j",        "k",      30, "" },
};
/* clang-format on */

struct sums {
	struct figures cpu, wall, bytes, disk, beyond;
	double syncs;
};

static void add(struct sums *sums, const struct cost *cost)
{
	figures_add(&sums->cpu, cost->cpu);
	figures_add(&sums->wall, cost->wall);
	figures_add(&sums->bytes, (double)cost->bytes);
	figures_add(&sums->disk, cost->disk);
	figures_add(&sums->beyond, cost->wall - cost->disk);
	sums->syncs += cost->syncs;
}

static void tell_sums(struct sums *sums, int cols, const char *name)
{
	const struct {
		const char *name;
		struct figures *figures;
	} all[] = {
		{ "cpu", &sums->cpu },   { "wall", &sums->wall },     { "bytes", &sums->bytes },
		{ "disk", &sums->disk }, { "beyond", &sums->beyond },
	};
	char key[64];

	tell(sums->syncs / (double)sums->cpu.n, "key.%d.%s.syncs", cols, name);
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		snprintf(key, sizeof key, "key.%d.%s.%s", cols, name, all[i].name);
		tell_figures(all[i].figures, key);
		figures_release(all[i].figures);
	}
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

struct way { /* to the next item */
	const char *name, *before, *key;
	int times;
	bool disk; /* and between them, what the disk takes for a small write just then */
};

/* ANSWERS to an item, then what is measured: the next one is there. */
static void measure_way(struct terminal *terminal, int cols, const struct way *way, int fd)
{
	struct sums sums = { .cpu = { .n = 0 } };
	struct figures disk = { .n = 0 };
	char key[64];

	for (int i = 0; i < way->times; i++) {
		struct cost cost;

		if (way->before[0] != '\0')
			terminal_type(terminal, way->before);
		cost = terminal_type(terminal, way->key);
		add(&sums, &cost);
		if (way->disk)
			figures_add(&disk, disk_write(fd));
	}
	if (way->disk && terminal->syncs != NULL && sums.syncs < way->times)
		give_up("the program's waits for the disk are not counted");
	tell_sums(&sums, cols, way->name);
	if (way->disk) {
		snprintf(key, sizeof key, "key.%d.%s.beside", cols, way->name);
		tell_figures(&disk, key);
	}
	figures_release(&disk);
}

static void measure_start(char *const *argv, int rows, int cols)
{
	struct figures wall = { .n = 0 }, cpu = { .n = 0 };
	double mib = 0;
	char key[64];

	for (int i = 0; i < STARTS; i++) {
		struct terminal terminal;
		struct cost cost = terminal_start(&terminal, rows, cols, argv, false);

		figures_add(&wall, cost.wall);
		figures_add(&cpu, cost.cpu);
		mib = terminal_end(&terminal, "qq");
	}
	snprintf(key, sizeof key, "first.%d", cols);
	tell_figures(&wall, key);
	tell(mib, "%s.mib", key);
	tell(figures_at(&cpu, 0.5), "%s.cpu", key);
	figures_release(&wall);
	figures_release(&cpu);
}

static void measure_items(char *const *argv, int rows, int cols)
{
	const struct way ways[] = {
		{ "next", "", "\016", TIMES, false },
		{ "submit", ANSWERS, "\r", rows >= 50 ? SUBMISSIONS : TIMES, true },
		{ "skip", "Sno", "\r", TIMES, false },
	};
	struct terminal terminal;
	char path[512];
	int fd;

	snprintf(path, sizeof path, "%s-disk", argv[2]);
	fd = disk_open(path);
	terminal_start(&terminal, rows, cols, argv, true);
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
		measure_way(&terminal, cols, &ways[i], fd);
	close(fd);
	tell(terminal_end(&terminal, "qq"), "items.%d.mib", cols);
}

static void measure_idle(struct terminal *terminal, int cols)
{
	struct cost idle;

	terminal_idle(terminal, 1200); /* the draft is saved */
	idle = terminal_idle(terminal, IDLE_MS);
	tell((double)idle.bytes, "key.%d.idle.bytes.max", cols);
	tell(idle.cpu, "key.%d.idle.cpu.max", cols);
}

static void measure_keys(char *const *argv, enum text text, int rows, int cols)
{
	struct terminal terminal;

	terminal_start(&terminal, rows, cols, argv, false);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (kinds[i].text == text && (kinds[i].cols == 0 || kinds[i].cols == cols))
			measure_kind(&terminal, &kinds[i], cols);
	if (text == PLAIN)
		measure_idle(&terminal, cols);
	tell(terminal_end(&terminal, "qq"), "keys.%d.%d.mib", cols, (int)text);
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

static void measure_all(char **argv, int rows, int cols)
{
	measure_start(label(argv, argv[3]), rows, cols);
	for (int text = PLAIN; text < TEXTS; text++)
		measure_keys(label(argv, argv[4 + text]), (enum text)text, rows, cols);
	measure_items(label(argv, argv[3]), rows, cols);
}

int main(int argc, char **argv)
{
	if (argc < 4 + TEXTS)
		give_up("usage: keys ASSAY PROJECT BATCH PLAIN TWIN EMOJI");
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	measure_all(argv, 24, 80);
	measure_all(argv, 50, 200);
	return 0;
}
