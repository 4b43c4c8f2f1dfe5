/* Whatever is pressed: nothing breaks, what is written comes back the same, and when nothing is
 * left the answers are complete and valid. */
#include "sheet_fixture.h"

static struct cond score_low = { .type = COND_AT_MOST, .question = 1, .number = 2 };
static struct cond rank_done = { .type = COND_ANSWERED, .question = 0 };
static struct cond picked_ads = { .type = COND_HAS, .question = 3, .option = "language" };
static struct cond grave = {
	.type = COND_HAS, .question = 3, .option = "dangerous", .severity = "critical"
};
static struct cond *either_parts[] = { &picked_ads, &grave };
static struct cond either = { .type = COND_ANY, .child = either_parts, .n_children = 2 };

static struct option colours[] = {
	{ .id = "red", .key = 'r' },
	{ .id = "blue", .key = 'b' },
	{ .id = "green" },
};

static struct question wild[] = {
	{ .id = "rank",
	  .type = QUESTION_RANK,
	  .key = 'p',
	  .required = &always,
	  .show = &always,
	  .na = true,
	  .strength_max = 3,
	  .ties = true,
	  .none_good = true },
	{ .id = "score",
	  .type = QUESTION_SCALE,
	  .scope = SCOPE_RESPONSE,
	  .key = 's',
	  .required = &always,
	  .show = &always,
	  .na = true,
	  .min = 1,
	  .max = 5 },
	{ .id = "percent",
	  .type = QUESTION_SCALE,
	  .scope = SCOPE_RESPONSE,
	  .key = 'c',
	  .required = &score_low,
	  .show = &rank_done,
	  .min = 5,
	  .max = 100 },
	{ .id = "issues",
	  .type = QUESTION_CHOICE,
	  .scope = SCOPE_RESPONSE,
	  .key = 'i',
	  .required = &never,
	  .show = &always,
	  .multiple = true,
	  .option = issue_options,
	  .n_options = COUNT(issue_options) },
	{ .id = "colour",
	  .type = QUESTION_CHOICE,
	  .scope = SCOPE_PROMPT,
	  .key = 'f',
	  .required = &either,
	  .show = &always,
	  .na = true,
	  .option = colours,
	  .n_options = COUNT(colours) },
	{ .id = "whole",
	  .type = QUESTION_SCALE,
	  .scope = SCOPE_BEST,
	  .key = 'w',
	  .required = &always,
	  .show = &always,
	  .min = 1,
	  .max = 10 },
	{ .id = "why",
	  .type = QUESTION_TEXT,
	  .key = 'y',
	  .required = &score_low,
	  .show = &always,
	  .min_length = 4,
	  .max_length = 30,
	  .pattern = "[^0-9]*" },
	{ .id = "golden",
	  .type = QUESTION_EDIT,
	  .scope = SCOPE_BEST,
	  .key = 'g',
	  .required = &either,
	  .show = &either },
};

static const char *const keys[] = {
	"1",  "2",         "3",         "4",   "5",   "6",         "7",     "8",     "9",
	"0",  "1",         "2",         "3",   "=",   "=",         ">",     ">",     "-",
	"!",  "Backspace", "Backspace", "Tab", "Tab", "Shift-Tab", "Enter", "Enter", "Space",
	"→",  "←",         "p",         "s",   "c",   "i",         "f",     "w",     "y",
	"g",  "h",         "d",         "o",   "l",   "r",         "b",     "'i",    "'y",
	"'g", "é",         "A",         "Esc", "x",   "2",         "3",     "4",     "Enter",
};
static const char *const texts[] = { "good",         "@B is @A",
				     "no",           "",
				     "漢字漢字 @C",  "a text that is much too long for it",
				     "with 4 digits" };

static uint32_t draw(uint32_t *seed, int n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % (uint32_t)n;
}

static void assert_consistent(struct hand *h, struct arena *arena)
{
	struct sheet_cell cells[SHEET_CELLS_MAX];
	int n = sheet_cells(h->sheet, cells, SHEET_CELLS_MAX), open = 0;
	struct sheet_cell focus = sheet_focus(h->sheet);
	struct err err = { .msg = "" };

	for (int i = 0; i < n; i++) {
		enum cell_state state = sheet_state(h->sheet, cells[i]);

		assert_int_not_equal(state, CELL_NOT_ASKED);
		if (state == CELL_PARTIAL
		    || (state == CELL_ABSENT && sheet_required(h->sheet, cells[i])))
			open++;
	}
	assert_int_equal(sheet_left(h->sheet), open);
	if (focus.question >= 0)
		assert_int_not_equal(sheet_state(h->sheet, focus), CELL_NOT_ASKED);
	if (open == 0
	    && !answers_valid(&h->guideline, &h->item, sheet_answers(h->sheet, arena), &err))
		fail_msg("%s", err.msg);
	arena_clear(arena);
}

static void describe_all(struct hand *h)
{
	struct buf out = BUF_INIT;

	for (int q = 0; q < h->guideline.n_questions; q++)
		for (int place = -1; place < sheet_responses(h->sheet); place++)
			sheet_describe(h->sheet, (struct sheet_cell){ q, place }, &out);
	sheet_choices(h->sheet, &out);
	assert_true(out.len > 0);
	buf_release(&out);
}

static void play_at_random(uint32_t seed, int n_responses, int *completed)
{
	static const int mixed[] = { 3, 1, 2, 5, 4, 9, 7, 8, 6 };
	struct guideline guideline = guideline_of(wild, COUNT(wild));
	struct arena arena = ARENA_INIT;
	int order[9], n = 0;
	struct hand h;

	guideline.order = seed % 2 == 0 ? ORDER_BY_QUESTION : ORDER_BY_RESPONSE;
	for (int i = 0; i < 9; i++)
		if (mixed[i] <= n_responses)
			order[n++] = mixed[i];
	hand_begin(&h, guideline, order, n, NULL);
	for (int i = 0; i < 400 && !h.submitted; i++) {
		press(&h, keys[draw(&seed, COUNT(keys))]);
		if (h.open)
			write_text(&h, texts[draw(&seed, COUNT(texts))]);
		assert_consistent(&h, &arena);
		if (i % 16 == 0) {
			assert_round_trip(&h);
			describe_all(&h);
		}
	}
	*completed += h.submitted ? 1 : 0;
	hand_end(&h);
	arena_release(&arena);
}

static void random_keys_break_nothing(void **state)
{
	int completed = 0;

	(void)state;
	for (uint32_t seed = 1; seed <= 300; seed++)
		play_at_random(seed * 7919u, (int)(seed % 9) + 1, &completed);
	assert_true(completed > 20); /* the end is reached, not only wandered about */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_keys_break_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
