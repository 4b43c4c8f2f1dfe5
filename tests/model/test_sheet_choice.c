#include "sheet_fixture.h"

static void begin_issues(struct hand *h)
{
	hand_begin(h, pairwise(), straight, 2, NULL);
	play(h, "i");
	assert_focus(h, "issues", 0);
}

static void not_looked_at_is_not_none(void **state)
{
	struct hand h;

	(void)state;
	begin_issues(&h);
	assert_described(&h, ISSUES, 0, "A not looked at");
	assert_answers(&h, "{}");
	play(&h, "-");
	assert_described(&h, ISSUES, 0, "A none");
	assert_answers(&h, "{\"issues\":{\"r1\":[]}}");
	assert_round_trip(&h);
	play(&h, "Backspace");
	assert_described(&h, ISSUES, 0, "A not looked at");
	hand_end(&h);
}

static void letters_toggle_and_the_list_is_in_the_guidelines_order(void **state)
{
	struct hand h;

	(void)state;
	begin_issues(&h);
	play(&h, "o 2 h 1 l");
	assert_focus(&h, "issues", 0);
	assert_answers(&h, "{\"issues\":{\"r1\":[{\"option\":\"hallucination\",\"severity\":"
			   "\"minor\"},{\"option\":\"overcautious\",\"severity\":\"major\"},"
			   "{\"option\":\"language\"}]}}");
	assert_described(&h, ISSUES, 0, "A hallucination minor, overcautious major, language");
	assert_round_trip(&h);
	play(&h, "h o");
	assert_answers(&h, "{\"issues\":{\"r1\":[{\"option\":\"language\"}]}}");
	play(&h, "l");
	assert_answers(&h, "{}"); /* taking it off again is not "none" */
	hand_end(&h);
}

static void a_digit_is_the_severity_of_the_option_just_set(void **state)
{
	struct hand h;

	(void)state;
	begin_issues(&h);
	assert_choices(&h, "h hallucination   d dangerous   o overcautious   l language   - none");
	play(&h, "h o");
	assert_described(&h, ISSUES, 0, "A hallucination how bad?, overcautious how bad?");
	assert_choices(&h, "1 minor   2 major   3 critical");
	assert_refused(&h, "4", "4 refused: overcautious is 1 minor 2 major 3 critical");
	play(&h, "2 1");
	assert_described(&h, ISSUES, 0, "A hallucination minor, overcautious major");
	assert_refused(&h, "1",
		       "1 refused: first a letter for issues, then a digit for how bad; - is none");
	hand_end(&h);
}

static void a_missing_severity_keeps_the_item_from_being_submitted(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "= 4 4 4 4 4 4 4 4 4 4 → o Enter");
	assert_false(h.submitted);
	assert_why(&h, "issues B: overcautious has no severity: 1 minor 2 major 3 critical");
	assert_focus(&h, "issues", 1);
	assert_int_equal(sheet_state(h.sheet, (struct sheet_cell){ ISSUES, 1 }), CELL_PARTIAL);
	assert_round_trip(&h);
	play(&h, "1 Enter");
	assert_true(h.submitted);
	hand_end(&h);
}

static void backspace_takes_back_severity_option_and_then_all(void **state)
{
	struct hand h;

	(void)state;
	begin_issues(&h);
	play(&h, "l h 3 Backspace");
	assert_described(&h, ISSUES, 0, "A hallucination how bad?, language");
	play(&h, "2");
	assert_described(&h, ISSUES, 0, "A hallucination major, language");
	play(&h, "Backspace Backspace");
	assert_described(&h, ISSUES, 0, "A language");
	play(&h, "Backspace");
	assert_answers(&h, "{}");
	hand_end(&h);
}

static void none_of_them_clears_what_was_set(void **state)
{
	struct hand h;

	(void)state;
	begin_issues(&h);
	play(&h, "h 2 l -");
	assert_answers(&h, "{\"issues\":{\"r1\":[]}}");
	play(&h, "l");
	assert_answers(&h, "{\"issues\":{\"r1\":[{\"option\":\"language\"}]}}");
	assert_refused(&h, "=", "= refused: letters choose here");
	hand_end(&h);
}

static struct option kinds[] = {
	{ .id = "how-to", .key = 'h' },
	{ .id = "opinion", .key = 'o' },
	{ .id = "fact" },
};

static struct question kind_questions[] = {
	{ .id = "kind",
	  .type = QUESTION_CHOICE,
	  .scope = SCOPE_PROMPT,
	  .key = 'k',
	  .required = &always,
	  .show = &always,
	  .option = kinds,
	  .n_options = 3 },
	{ .id = "again",
	  .type = QUESTION_CHOICE,
	  .key = 'a',
	  .required = &always,
	  .show = &always,
	  .na = true,
	  .option = kinds,
	  .n_options = 3 },
};

static void one_of_several_is_a_letter_or_the_nth_digit_and_moves_on(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(kind_questions, 2), straight, 1, NULL);
	assert_choices(&h, "h how-to   o opinion   3 fact");
	assert_described(&h, 0, -1, "–");
	play(&h, "3");
	assert_focus(&h, "again", -1);
	play(&h, "o");
	assert_true(sheet_at_end(h.sheet));
	assert_answers(&h,
		       "{\"again\":[{\"option\":\"opinion\"}],\"kind\":[{\"option\":\"fact\"}]}");
	assert_described(&h, 1, -1, "opinion");
	assert_round_trip(&h);
	play(&h, "a h");
	assert_answers(&h,
		       "{\"again\":[{\"option\":\"how-to\"}],\"kind\":[{\"option\":\"fact\"}]}");
	hand_end(&h);
}

static void a_single_choice_refuses_what_it_has_not(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(kind_questions, 2), straight, 1, NULL);
	assert_refused(&h, "4", "4 refused: kind has 3 options");
	assert_refused(&h, "0", "0 refused: kind has 3 options");
	assert_refused(&h, "-", "- refused: one option of kind has to be chosen");
	play(&h, "a -");
	assert_answers(&h, "{\"again\":{\"na\":true}}");
	assert_described(&h, 1, -1, "n/a");
	hand_end(&h);
}

static void the_list_of_options_sets_any_of_them(void **state)
{
	struct option many[30];
	char names[30][16];
	struct question question = { .id = "topics",
				     .type = QUESTION_CHOICE,
				     .required = &always,
				     .show = &always,
				     .multiple = true,
				     .option = many,
				     .n_options = 30 };
	struct sheet_cell cell = { 0, -1 };
	struct hand h;

	(void)state;
	for (int i = 0; i < 30; i++) {
		snprintf(names[i], sizeof names[i], "topic-%d", i);
		many[i] = (struct option){ .id = names[i], .title = names[i] };
	}
	hand_begin(&h, guideline_of(&question, 1), straight, 1, NULL);
	sheet_tab(h.sheet, 1);
	assert_true(sheet_at_end(h.sheet));
	assert_int_equal(sheet_toggle_option(h.sheet, cell, 27, &h.why), SHEET_CHANGED);
	assert_focus(&h, "topics", -1);
	assert_int_equal(sheet_toggle_option(h.sheet, cell, 3, &h.why), SHEET_CHANGED);
	assert_answers(&h, "{\"topics\":[{\"option\":\"topic-3\"},{\"option\":\"topic-27\"}]}");
	assert_int_equal(sheet_toggle_option(h.sheet, cell, 30, &h.why), SHEET_NOTHING);
	assert_int_equal(sheet_toggle_option(h.sheet, (struct sheet_cell){ 4, 1 }, 0, &h.why),
			 SHEET_NOTHING);
	hand_end(&h);
}

static void a_note_of_an_annotation_survives(void **state)
{
	static const char noted[] = "{\"issues\":{\"r1\":[{\"note\":\"line 3\",\"option\":"
				    "\"language\"}]}}";
	struct arena arena = ARENA_INIT;
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, parse(&arena, noted));
	assert_answers(&h, noted);
	assert_round_trip(&h);
	hand_end(&h);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(not_looked_at_is_not_none),
		cmocka_unit_test(letters_toggle_and_the_list_is_in_the_guidelines_order),
		cmocka_unit_test(a_digit_is_the_severity_of_the_option_just_set),
		cmocka_unit_test(a_missing_severity_keeps_the_item_from_being_submitted),
		cmocka_unit_test(backspace_takes_back_severity_option_and_then_all),
		cmocka_unit_test(none_of_them_clears_what_was_set),
		cmocka_unit_test(one_of_several_is_a_letter_or_the_nth_digit_and_moves_on),
		cmocka_unit_test(a_single_choice_refuses_what_it_has_not),
		cmocka_unit_test(the_list_of_options_sets_any_of_them),
		cmocka_unit_test(a_note_of_an_annotation_survives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
