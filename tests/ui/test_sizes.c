/* Every screen at every size, from too small to large: nothing is written where it does not belong,
 * and the screen is what it was when it has its size again. */
#include "tests/support/faucet.h"

static const struct {
	const char *name, *keys;
} screens[] = {
	{ "home", "q" },
	{ "my submissions", "H" },
	{ "my submissions, filtered", "H / \"leaky\" Enter" },
	{ "all items", "\"#\"" },
	{ "all items, searched", "\"#\" / \"faucet\" Enter" },
	{ "a question in full", "*" },
	{ "options", "t *" },
	{ "instructions", "a I" },
	{ "a question", "X" },
	{ "an entry", "S \"because\"" },
};

static void draw_at(struct screen *s, int rows, int cols, const char *name)
{
	struct event event = { .type = EVENT_RESIZE };

	s->rows = rows;
	s->cols = cols;
	screen_event(s, &event);
	for (int i = 0; i < rows * cols; i++)
		if (s->cv.cells[i].base != 0 && s->cv.cells[i].base < ' ')
			fail_msg("%s at %dx%d: a control character", name, cols, rows);
}

static void any_size_is_drawn_without_harm(void **state)
{
	static const int cols[] = { 1, 20, 39, 40, 41, 55, 79, 80, 99, 100, 101, 119, 160, 300 };
	static const int rows[] = { 1, 5, 11, 12, 13, 15, 16, 24, 25, 50, 100 };

	(void)state;
	for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
		struct screen s;
		char *before, *after;

		open_faucet(&s, 24, 80);
		screen_play(&s, "1 2 4 3 5 3 5 3 5 3 5 3 Enter Ctrl-P");
		screen_play(&s, screens[i].keys);
		before = screen_text(&s);
		for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
			for (size_t c = 0; c < sizeof cols / sizeof *cols; c++)
				draw_at(&s, rows[r], cols[c], screens[i].name);
		draw_at(&s, 24, 80, screens[i].name);
		after = screen_text(&s);
		if (strcmp(before, after) != 0)
			fail_msg("%s was\n%s\nand is\n%s", screens[i].name, before, after);
		free(before);
		free(after);
		screen_end(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_size_is_drawn_without_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
