#include "sheet_fixture.h"

static struct question note = { .id = "note",
				.type = QUESTION_TEXT,
				.key = 'n',
				.required = &never,
				.show = &always,
				.na = true,
				.min_length = 3,
				.max_length = 6 };

static const struct sheet_cell whole = { .question = 0, .shown = -1 };

static void a_text_opens_by_enter_or_its_key_and_never_by_itself(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "w");
	assert_int_equal(h.result, SHEET_OPEN);
	assert_focus(&h, "why", -1);
	play(&h, "Esc");
	assert_true(sheet_enter_opens(h.sheet));
	assert_choices(&h, "Enter write");
	play(&h, "Enter");
	assert_int_equal(h.result, SHEET_OPEN);
	hand_end(&h);
}

static void enter_submits_where_the_focus_came_to_an_optional_text_by_itself(void **state)
{
	struct question questions[] = { ranking_questions[0], note };
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(questions, 2), straight, 2, NULL);
	play(&h, "=");
	assert_focus(&h, "note", -1);
	assert_false(sheet_enter_opens(h.sheet));
	play(&h, "Enter");
	assert_true(h.submitted);
	hand_end(&h);

	hand_begin(&h, guideline_of(questions, 2), straight, 2, NULL);
	play(&h, "= Shift-Tab Tab Enter"); /* came by hand: it wants to be written */
	assert_true(h.open);
	hand_end(&h);
}

static void digits_on_a_text_are_refused(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&note, 1), straight, 2, NULL);
	assert_refused(&h, "3", "3 refused: note is a text; Enter opens it");
	assert_refused(&h, "=", "= refused: note is a text; Enter opens it");
	hand_end(&h);
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "w Esc");
	assert_refused(&h, "-", "- refused: why has to be written; Enter opens it");
	hand_end(&h);
}

static void a_text_that_does_not_apply_says_so(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&note, 1), straight, 2, NULL);
	play(&h, "-");
	assert_answers(&h, "{\"note\":{\"na\":true}}");
	assert_described(&h, 0, -1, "n/a");
	assert_round_trip(&h);
	sheet_set_text(h.sheet, whole, "words", 0, 0);
	assert_answers(&h, "{\"note\":{\"mentions\":[],\"text\":\"words\"}}");
	assert_refused(&h, "-", "- refused: note has a text; open it and clear it first");
	hand_end(&h);
}

static void lengths_count_code_points_and_keep_from_submitting(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&note, 1), straight, 2, NULL);
	sheet_set_text(h.sheet, whole, "äé", 0, 0);
	assert_int_equal(sheet_missing(h.sheet, NULL, &h.why), 1);
	assert_why(&h, "note has 2 of at least 3 characters");
	sheet_set_text(h.sheet, whole, "äéöüß漢", 0, 0);
	assert_int_equal(sheet_left(h.sheet), 0);
	sheet_set_text(h.sheet, whole, "äéöüß漢字", 0, 0);
	buf_clear(&h.why);
	assert_int_equal(sheet_missing(h.sheet, NULL, &h.why), 1);
	assert_why(&h, "note has 7 characters, at most 6 are allowed");
	assert_round_trip(&h);
	sheet_set_text(h.sheet, whole, "", 0, 0);
	assert_int_equal(sheet_left(h.sheet), 0); /* not required, and absent */
	assert_answers(&h, "{}");
	hand_end(&h);
}

static void a_pattern_must_match_the_whole_text(void **state)
{
	struct question question = { .id = "code",
				     .type = QUESTION_TEXT,
				     .required = &always,
				     .show = &always,
				     .pattern = "[A-Z]+|[a-z]{2}" };
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&question, 1), straight, 1, NULL);
	sheet_set_text(h.sheet, whole, "ABCd", 0, 0);
	assert_int_equal(sheet_missing(h.sheet, NULL, &h.why), 1);
	assert_why(&h, "code does not have the form that is asked for: [A-Z]+|[a-z]{2}");
	sheet_set_text(h.sheet, whole, "ab", 0, 0);
	assert_int_equal(sheet_left(h.sheet), 0);
	sheet_set_text(h.sheet, whole, "ABCDEF", 0, 0);
	assert_int_equal(sheet_left(h.sheet), 0);
	hand_end(&h);
}

static void backspace_does_not_erase_a_text(void **state)
{
	struct question questions[] = { note, ranking_questions[0] };
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(questions, 2), straight, 2, NULL);
	sheet_set_text(h.sheet, whole, "words", 0, 0);
	press(&h, "Backspace");
	assert_int_equal(h.result, SHEET_NOTHING);
	assert_why(&h, "Backspace erases no whole text; open note to change it");
	play(&h, "Tab Backspace");
	assert_int_equal(h.result, SHEET_MOVED);
	assert_focus(&h, "note", -1);
	assert_answers(&h, "{\"note\":{\"mentions\":[],\"text\":\"words\"}}");
	hand_end(&h);
}

static void a_text_reads_in_one_line(void **state)
{
	struct hand h;
	char longer[600];
	struct buf said = BUF_INIT;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	sheet_set_text(h.sheet, (struct sheet_cell){ WHY, -1 }, "one\ntwo\tthree", 0, 0);
	assert_described(&h, WHY, -1, "one two three");
	memset(longer, 'x', sizeof longer);
	longer[sizeof longer - 1] = '\0';
	sheet_set_text(h.sheet, (struct sheet_cell){ WHY, -1 }, longer, 0, 0);
	sheet_describe(h.sheet, (struct sheet_cell){ WHY, -1 }, &said);
	assert_int_equal(said.len, 400 + strlen("…"));
	buf_release(&said);
	hand_end(&h);
}

/* ---- mentions ---- */

static void mentions_follow_the_reader(void **state)
{
	struct arena arena = ARENA_INIT;
	struct json *answers;
	struct hand writer, reader;

	(void)state;
	hand_begin(&writer, pairwise(), swapped, 2, NULL);
	sheet_set_text(writer.sheet, (struct sheet_cell){ WHY, -1 },
		       "ü: @A beats @B, write to x@A.org or @C", 0, 0);
	assert_answers(&writer, "{\"why\":{\"mentions\":[{\"end\":5,\"is\":\"r2\",\"start\":3},"
				"{\"end\":14,\"is\":\"r1\",\"start\":12}],"
				"\"text\":\"ü: @A beats @B, write to x@A.org or @C\"}}");
	answers = sheet_answers(writer.sheet, &arena);
	hand_begin(&reader, pairwise(), straight, 2, answers);
	assert_described(&reader, WHY, -1, "ü: @B beats @A, write to x@A.org or @C");
	hand_end(&writer);
	hand_end(&reader);
	arena_release(&arena);
}

/* ---- edits ---- */

static struct question edits[] = {
	{ .id = "rank", .type = QUESTION_RANK, .required = &always, .show = &always, .ties = true },
	{ .id = "golden", .type = QUESTION_EDIT, .key = 'g', .required = &always, .show = &always },
	{ .id = "fixed",
	  .type = QUESTION_EDIT,
	  .scope = SCOPE_RESPONSE,
	  .key = 'f',
	  .required = &never,
	  .show = &always },
	{ .id = "fresh",
	  .type = QUESTION_EDIT,
	  .required = &never,
	  .show = &always,
	  .base_none = true },
};

static void an_edit_starts_from_the_best_response(void **state)
{
	static const int order[] = { 3, 1, 2 };
	struct sheet_cell golden = { 1, -1 };
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(edits, 4), order, 3, NULL);
	assert_int_equal(sheet_edit_base(h.sheet, golden), 3); /* no ranking: first shown */
	assert_int_equal(sheet_best(h.sheet), -1);
	play(&h, "2 1");
	assert_int_equal(sheet_edit_base(h.sheet, golden), 3); /* not settled yet */
	play(&h, "3");
	assert_int_equal(sheet_edit_base(h.sheet, golden), 1);
	assert_int_equal(sheet_best(h.sheet), 1);
	sheet_tab(h.sheet, -1);
	play(&h, "Backspace Backspace Backspace 3 = 2 1");
	assert_int_equal(sheet_edit_base(h.sheet, golden), 1); /* tied: the first shown of them */
	assert_int_equal(sheet_edit_base(h.sheet, (struct sheet_cell){ 2, 2 }), 2);
	assert_int_equal(sheet_edit_base(h.sheet, (struct sheet_cell){ 3, -1 }), 0);
	hand_end(&h);
}

static void an_edit_keeps_its_base_and_its_revisions(void **state)
{
	struct hand h;
	int base;

	(void)state;
	hand_begin(&h, guideline_of(edits, 4), swapped, 2, NULL);
	sheet_set_text(h.sheet, (struct sheet_cell){ 1, -1 }, "better\ntext", 2, 3);
	sheet_set_text(h.sheet, (struct sheet_cell){ 2, 1 }, "fixed", 1, 1);
	sheet_set_text(h.sheet, (struct sheet_cell){ 3, -1 }, "new", 0, 2);
	assert_answers(&h,
		       "{\"fixed\":{\"r1\":{\"base\":\"r1\",\"revisions\":1,\"text\":\"fixed\"}},"
		       "\"fresh\":{\"base\":null,\"revisions\":2,\"text\":\"new\"},"
		       "\"golden\":{\"base\":\"r2\",\"revisions\":3,\"text\":\"better\\ntext\"}}");
	assert_round_trip(&h);
	assert_string_equal(sheet_text(h.sheet, (struct sheet_cell){ 1, -1 }, &base),
			    "better\ntext");
	assert_int_equal(base, 2);
	assert_int_equal(sheet_revisions(h.sheet, (struct sheet_cell){ 1, -1 }), 3);
	assert_described(&h, 1, -1, "from A: better text");
	assert_described(&h, 2, 1, "B from B: fixed");
	assert_null(sheet_text(h.sheet, (struct sheet_cell){ 0, -1 }, &base));
	hand_end(&h);
}

static void a_key_opens_the_text_of_each_response_in_turn(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(edits, 4), straight, 2, NULL);
	play(&h, "f");
	assert_focus(&h, "fixed", 0);
	assert_true(h.open);
	write_text(&h, "first");
	play(&h, "Esc f");
	assert_focus(&h, "fixed", 1);
	assert_true(h.open);
	hand_end(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_opens_by_enter_or_its_key_and_never_by_itself),
		cmocka_unit_test(enter_submits_where_the_focus_came_to_an_optional_text_by_itself),
		cmocka_unit_test(digits_on_a_text_are_refused),
		cmocka_unit_test(a_text_that_does_not_apply_says_so),
		cmocka_unit_test(lengths_count_code_points_and_keep_from_submitting),
		cmocka_unit_test(a_pattern_must_match_the_whole_text),
		cmocka_unit_test(backspace_does_not_erase_a_text),
		cmocka_unit_test(a_text_reads_in_one_line),
		cmocka_unit_test(mentions_follow_the_reader),
		cmocka_unit_test(an_edit_starts_from_the_best_response),
		cmocka_unit_test(an_edit_keeps_its_base_and_its_revisions),
		cmocka_unit_test(a_key_opens_the_text_of_each_response_in_turn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
