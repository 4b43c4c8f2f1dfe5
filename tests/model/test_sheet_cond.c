/* What is asked and required when, and the scope `best`. */
#include "sheet_fixture.h"

static void a_rationale_is_required_by_a_low_rating_of_any_response(void **state)
{
	struct sheet_cell why = { WHY, -1 };
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	assert_false(sheet_required(h.sheet, why));
	play(&h, "a 4 2");
	assert_true(sheet_required(h.sheet, why));
	play(&h, "Backspace 3");
	assert_false(sheet_required(h.sheet, why));
	play(&h, "i d");
	assert_true(sheet_required(h.sheet, why)); /* before its severity is given */
	hand_end(&h);
}

static void a_hidden_answer_is_not_stored_and_comes_back(void **state)
{
	struct sheet_cell golden = { GOLDEN, -1 };
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	press(&h, "g");
	assert_int_equal(h.result, SHEET_NOTHING);
	assert_why(&h, "golden is not asked here");
	play(&h, "i d 3");
	sheet_set_text(h.sheet, golden, "two hundred words", 1, 1);
	play(&h, "d");
	assert_answers(&h, "{}");
	assert_int_equal(sheet_state(h.sheet, golden), CELL_NOT_ASKED);
	play(&h, "d 1");
	assert_answers(&h, "{\"golden\":{\"base\":\"r1\",\"revisions\":1,\"text\":\"two hundred "
			   "words\"},\"issues\":{\"r1\":[{\"option\":\"dangerous\","
			   "\"severity\":\"minor\"}]}}");
	hand_end(&h);
}

static void undo_of_something_else_keeps_what_is_hidden(void **state)
{
	struct arena arena = ARENA_INIT;
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "i d 3");
	sheet_set_text(h.sheet, (struct sheet_cell){ GOLDEN, -1 }, "words", 1, 1);
	play(&h, "d a 4");
	sheet_load(h.sheet, parse(&arena, "{}")); /* undo of the 4 */
	assert_focus(&h, "accuracy", 0);
	play(&h, "i d 3");
	assert_string_equal(sheet_text(h.sheet, (struct sheet_cell){ GOLDEN, -1 }, NULL), "words");
	hand_end(&h);
	arena_release(&arena);
}

static void undo_goes_to_what_changed_and_redo_on_behind_it(void **state)
{
	struct arena arena = ARENA_INIT;
	struct json *none, *one;
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	none = sheet_answers(h.sheet, &arena);
	play(&h, "a 4 g");
	one = sheet_answers(h.sheet, &arena);
	play(&h, "w Esc");
	sheet_load(h.sheet, none);
	assert_focus(&h, "accuracy", 0);
	sheet_load(h.sheet, one);
	assert_focus(&h, "accuracy", 1);
	sheet_load(h.sheet, one);
	assert_focus(&h, "accuracy", 1); /* nothing changed */
	hand_end(&h);
	arena_release(&arena);
}

/* ---- binding ---- */

static struct cond low = { .type = COND_AT_MOST, .question = 0, .number = 2 };
static struct cond high = { .type = COND_AT_LEAST, .question = 0, .number = 4 };
static struct cond three = { .type = COND_EQUALS, .question = 0, .number = 3 };
static struct cond rated = { .type = COND_ANSWERED, .question = 0 };
static struct cond *rated_part[] = { &rated };
static struct cond unrated = { .type = COND_NOT, .child = rated_part, .n_children = 1 };
static struct cond *high_parts[] = { &rated, &high };
static struct cond both = { .type = COND_ALL, .child = high_parts, .n_children = 2 };

#define ASKED(name, in, when)                                                             \
	{                                                                                 \
		.id = (name), .type = QUESTION_SCALE, .scope = (in), .required = &always, \
		.show = (when), .max = 9                                                  \
	}

static struct question bound[] = {
	ASKED("score", SCOPE_RESPONSE, &always),    ASKED("why-low", SCOPE_RESPONSE, &low),
	ASKED("any-low", SCOPE_ITEM, &low),         ASKED("all", SCOPE_RESPONSE, &both),
	ASKED("three", SCOPE_RESPONSE, &three),     ASKED("never", SCOPE_ITEM, &never),
	ASKED("unrated", SCOPE_RESPONSE, &unrated),
};

/* "why-low A, any-low" of all that is asked besides the scores. */
static void assert_asked(struct hand *h, const char *names)
{
	struct sheet_cell cells[SHEET_CELLS_MAX];
	struct buf out = BUF_INIT;
	int n = sheet_cells(h->sheet, cells, SHEET_CELLS_MAX);

	for (int i = 0; i < n; i++) {
		if (cells[i].question == 0)
			continue;
		if (out.len > 0)
			buf_adds(&out, ", ");
		buf_adds(&out, h->guideline.question[cells[i].question].id);
		if (cells[i].shown >= 0)
			buf_addf(&out, " %c", sheet_letter(cells[i].shown));
	}
	assert_string_equal(buf_str(&out), names);
	buf_release(&out);
}

static void two_questions_about_responses_bind_the_same_one(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(bound, COUNT(bound)), straight, 3, NULL);
	assert_asked(&h, "unrated A, unrated B, unrated C");
	play(&h, "5 2");
	assert_asked(&h, "why-low B, any-low, all A, unrated C");
	play(&h, "3");
	assert_asked(&h, "why-low B, any-low, all A, three C");
	play(&h, "Backspace Backspace 9");
	assert_asked(&h, "all A, all B, unrated C");
	hand_end(&h);
}

static void a_hidden_answer_counts_as_none_in_conditions(void **state)
{
	static struct cond second_low = { .type = COND_AT_MOST, .question = 1, .number = 2 };
	struct question chain[] = { ASKED("first", SCOPE_ITEM, &always),
				    ASKED("second", SCOPE_ITEM, &low),
				    ASKED("third", SCOPE_ITEM, &second_low) };
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(chain, 3), straight, 1, NULL);
	play(&h, "1 1 1");
	assert_answers(&h, "{\"first\":1,\"second\":1,\"third\":1}");
	sheet_set_focus(h.sheet, (struct sheet_cell){ 0, -1 });
	play(&h, "9");
	assert_answers(&h, "{\"first\":9}");
	assert_true(sheet_at_end(h.sheet));
	sheet_set_focus(h.sheet, (struct sheet_cell){ 0, -1 });
	play(&h, "2");
	assert_answers(&h, "{\"first\":2,\"second\":1,\"third\":1}");
	hand_end(&h);
}

static void conditions_in_a_circle_end(void **state)
{
	static struct cond on_second = { .type = COND_ANSWERED, .question = 1 };
	static struct cond on_first = { .type = COND_ANSWERED, .question = 0 };
	struct question circle[] = { ASKED("first", SCOPE_ITEM, &on_second),
				     ASKED("second", SCOPE_ITEM, &on_first) };
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(circle, 2), straight, 1, NULL);
	assert_true(sheet_at_end(h.sheet));
	assert_answers(&h, "{}");
	hand_end(&h);
}

/* ---- best ---- */

static struct cond none_good = { .type = COND_NONE_GOOD, .question = 0 };

static struct question bests[] = {
	{ .id = "rank",
	  .type = QUESTION_RANK,
	  .required = &always,
	  .show = &always,
	  .na = true,
	  .ties = true,
	  .none_good = true },
	{ .id = "quality",
	  .type = QUESTION_SCALE,
	  .scope = SCOPE_BEST,
	  .key = 'q',
	  .required = &always,
	  .show = &always,
	  .min = 1,
	  .max = 5 },
	{ .id = "remark",
	  .type = QUESTION_TEXT,
	  .scope = SCOPE_BEST,
	  .key = 'r',
	  .required = &never,
	  .show = &always },
	{ .id = "excuse", .type = QUESTION_TEXT, .required = &always, .show = &none_good },
};

static void begin_best(struct hand *h)
{
	hand_begin(h, guideline_of(bests, COUNT(bests)), straight, 3, NULL);
}

static void the_best_response_is_asked_about_once_it_is_known(void **state)
{
	struct hand h;

	(void)state;
	begin_best(&h);
	assert_described(&h, 1, -1, "not asked");
	play(&h, "2 1 3");
	assert_focus(&h, "quality", -1);
	assert_described(&h, 1, -1, "B –");
	play(&h, "4");
	assert_described(&h, 1, -1, "B 4");
	assert_answers(&h, "{\"quality\":{\"of\":\"r2\",\"value\":4},\"rank\":{\"gaps\":[1,1],"
			   "\"groups\":[[\"r2\"],[\"r1\"],[\"r3\"]],\"none_good\":false}}");
	assert_round_trip(&h);
	hand_end(&h);
}

static void an_answer_about_the_old_best_is_not_stored(void **state)
{
	struct hand h;

	(void)state;
	begin_best(&h);
	play(&h, "2 1 3 4");
	sheet_set_focus(h.sheet, (struct sheet_cell){ 0, -1 });
	play(&h, "Backspace Backspace Backspace 1 2 3");
	assert_answers(&h, "{\"rank\":{\"gaps\":[1,1],\"groups\":[[\"r1\"],[\"r2\"],[\"r3\"]],"
			   "\"none_good\":false}}");
	assert_described(&h, 1, -1, "A –");
	sheet_set_focus(h.sheet, (struct sheet_cell){ 0, -1 });
	play(&h, "Backspace Backspace Backspace 2 1 3");
	assert_described(&h, 1, -1, "B 4");
	hand_end(&h);
}

static void among_tied_bests_the_annotator_says_which(void **state)
{
	struct hand h;

	(void)state;
	begin_best(&h);
	play(&h, "1 = 3 2");
	assert_described(&h, 1, -1, "of which? 2 are best");
	assert_choices(&h, "1 A   3 C");
	assert_refused(&h, "2", "2 refused: which of the best is meant? 1 A, 3 C");
	assert_int_equal(sheet_missing(h.sheet, NULL, &h.why), 1);
	play(&h, "Enter");
	assert_why(&h, "quality: of which, A or C?");
	play(&h, "3");
	assert_focus(&h, "quality", -1);
	assert_described(&h, 1, -1, "C –");
	assert_round_trip(&h);
	play(&h, "5");
	assert_answers(&h, "{\"quality\":{\"of\":\"r3\",\"value\":5},\"rank\":{\"gaps\":[1],"
			   "\"groups\":[[\"r1\",\"r3\"],[\"r2\"]],\"none_good\":false}}");
	assert_described(&h, 2, -1, "C –"); /* said once is enough */
	assert_round_trip(&h);
	play(&h, "Backspace Backspace");
	assert_described(&h, 1, -1, "of which? 2 are best");
	hand_end(&h);
}

static void none_good_or_cannot_judge_leaves_no_best(void **state)
{
	struct hand h;

	(void)state;
	begin_best(&h);
	play(&h, "0 1 2 3");
	assert_focus(&h, "excuse", -1);
	assert_int_equal(sheet_state(h.sheet, (struct sheet_cell){ 1, -1 }), CELL_NOT_ASKED);
	hand_end(&h);
	begin_best(&h);
	play(&h, "-");
	assert_true(sheet_at_end(h.sheet));
	hand_end(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rationale_is_required_by_a_low_rating_of_any_response),
		cmocka_unit_test(a_hidden_answer_is_not_stored_and_comes_back),
		cmocka_unit_test(undo_of_something_else_keeps_what_is_hidden),
		cmocka_unit_test(undo_goes_to_what_changed_and_redo_on_behind_it),
		cmocka_unit_test(two_questions_about_responses_bind_the_same_one),
		cmocka_unit_test(a_hidden_answer_counts_as_none_in_conditions),
		cmocka_unit_test(conditions_in_a_circle_end),
		cmocka_unit_test(the_best_response_is_asked_about_once_it_is_known),
		cmocka_unit_test(an_answer_about_the_old_best_is_not_stored),
		cmocka_unit_test(among_tied_bests_the_annotator_says_which),
		cmocka_unit_test(none_good_or_cannot_judge_leaves_no_best),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
