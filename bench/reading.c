/* reading.c - what reading costs: milliseconds of processor time to open two responses, and for
 * each key, from 1 kB to 1 MB and for Markdown that means harm (bench/README.md). */
#include "tests/support/screen.h"

#include <time.h>

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static uint32_t draw_number(uint32_t *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

static void add_prose(struct buf *out, uint32_t *seed)
{
	static const char *const words[] = { "washer", "faucet", "the",  "of",   "water",
					     "turn",   "handle", "seat", "drip", "plumber" };

	for (int w = 0; w < 60; w++)
		buf_addf(out, "%s ", words[draw_number(seed) % 10]);
	buf_adds(out, "\n\n");
}

static char *make_answer(size_t n, uint32_t seed)
{
	struct buf out = BUF_INIT;

	for (int i = 0; out.len < n; i++)
		switch (draw_number(&seed) % 8) {
		case 0:
			buf_addf(&out, "## Section %d\n\n", i);
			break;
		case 1:
			buf_addf(&out, "```c\nint f%d(void)\n{\n\treturn %d; /* so */\n}\n```\n\n",
				 i, i);
			break;
		case 2:
			buf_addf(&out, "1. step %d\n2. another **bold** step with `code`\n\n", i);
			break;
		case 3:
			buf_addf(&out, "| a | b |\n|---|---|\n| %d | words in a cell |\n\n", i);
			break;
		default:
			add_prose(&out, &seed);
			break;
		}
	return buf_detach(&out);
}

static char *make_hostile(size_t n, const char *piece)
{
	struct buf out = BUF_INIT;

	while (out.len < n)
		buf_adds(&out, piece);
	return buf_detach(&out);
}

static void time_key(struct screen *s, const char *word, const char *keys, int times)
{
	double start = now();

	for (int i = 0; i < times; i++)
		screen_play(s, keys);
	printf("  %s %.2f", word, (now() - start) / times);
}

static void time_item(const char *name, const char *a, const char *b, int rows, int cols)
{
	struct screen s;
	double start;

	screen_begin(&s, "pairwise-preference", rows, cols);
	screen_item(&s, "prompt", (const char *const[]){ a, b, NULL });
	start = now();
	screen_start(&s);
	printf("%-10.8s %7zu B %3dx%d  open %.1f", name, strlen(a), cols, rows, now() - start);
	time_key(&s, "draw", "Ctrl-L", 20);
	if (cols < 100)
		screen_play(&s, "Right");
	time_key(&s, "first-j", "j", 1);
	time_key(&s, "j", "j", 50);
	time_key(&s, "Space", "Space", 20);
	time_key(&s, "raw", "M", 1);
	screen_play(&s, "M");
	time_key(&s, "words", "D", 1);
	time_key(&s, "lined-up", "D", 1);
	time_key(&s, "j", "j", 20);
	screen_play(&s, "D");
	time_key(&s, "search", "/ \"wash\" Enter", 1);
	time_key(&s, "next", "Enter", 5);
	printf("\n");
	screen_end(&s);
}

int main(void)
{
	static const size_t sizes[] = { 1000, 10000, 100000, 1000000 };
	static const char *const hostile[] = { "> > > > - ",
					       "**a *b _c `d [e](",
					       "| a | b\n",
					       "1. a\n   - b\n",
					       "![[[[",
					       "[a]\n",
					       "<b><!-- [a]: b\n",
					       "a b c d | e\n|-|-|\n|\n|\n|\n|\n\n" };

	for (int wide = 0; wide < 2; wide++)
		for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
			char *a = make_answer(sizes[i], 1), *b = make_answer(sizes[i], 2);

			time_item("answer", a, b, wide ? 50 : 24, wide ? 200 : 80);
			free(a);
			free(b);
		}
	for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
		char *a = make_hostile(1000000, hostile[i]);

		time_item("hostile", a, "other\n\ntext", 50, 200);
		free(a);
	}
	return 0;
}
