#include "sheet_fixture.h"

static void tab_goes_through_all_that_is_asked_and_the_end(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(1, ORDER_BY_QUESTION), straight, 2, NULL);
	assert_focus(&h, "rank", -1);
	play(&h, "Tab");
	assert_focus(&h, "accuracy", 0);
	assert_int_equal(h.result, SHEET_MOVED);
	play(&h, "Tab Tab");
	assert_true(sheet_at_end(h.sheet));
	assert_int_equal(sheet_focus(h.sheet).question, -1);
	play(&h, "Tab");
	assert_focus(&h, "rank", -1);
	play(&h, "Shift-Tab Shift-Tab");
	assert_focus(&h, "accuracy", 1);
	hand_end(&h);
}

static void a_question_key_goes_to_the_first_response_and_pressed_again_to_the_next(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "s");
	assert_focus(&h, "safety", 0);
	play(&h, "s");
	assert_focus(&h, "safety", 1);
	play(&h, "s");
	assert_focus(&h, "safety", 0);
	play(&h, "Tab a");
	assert_focus(&h, "accuracy", 0);
	press(&h, "z");
	assert_int_equal(h.result, SHEET_NOTHING);
	assert_why(&h, "z is no question's key here");
	hand_end(&h);
}

static void an_option_wins_in_its_choice_and_a_quote_always_means_the_question(void **state)
{
	struct option option = { .id = "ads", .key = 'a' };
	struct question questions[] = {
		{ .id = "issues",
		  .type = QUESTION_CHOICE,
		  .required = &never,
		  .show = &always,
		  .key = 'i',
		  .multiple = true,
		  .option = &option,
		  .n_options = 1 },
		{ .id = "accuracy",
		  .type = QUESTION_SCALE,
		  .required = &never,
		  .show = &always,
		  .key = 'a',
		  .max = 5 },
	};
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(questions, 2), straight, 1, NULL);
	play(&h, "a");
	assert_answers(&h, "{\"issues\":[{\"option\":\"ads\"}]}");
	assert_focus(&h, "issues", -1);
	play(&h, "'a");
	assert_focus(&h, "accuracy", -1);
	play(&h, "'i a");
	assert_answers(&h, "{}");
	hand_end(&h);
}

static void the_pane_takes_a_response_cell_along(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "→");
	assert_focus(&h, "preference", -1);
	play(&h, "c →");
	assert_focus(&h, "clarity", 1);
	play(&h, "→");
	assert_focus(&h, "clarity", 1);
	play(&h, "← 4");
	assert_answers(&h, "{\"clarity\":{\"r1\":4}}");
	sheet_pane(h.sheet, -1);
	assert_focus(&h, "clarity", 1);
	hand_end(&h);
}

static void the_focus_skips_what_has_its_answer(void **state)
{
	struct arena arena = ARENA_INIT;
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(2, ORDER_BY_QUESTION), straight, 2,
		   parse(&arena, "{\"accuracy\":{\"r1\":3,\"r2\":4},\"helpful\":{\"r1\":1}}"));
	assert_focus(&h, "rank", -1);
	play(&h, "=");
	assert_focus(&h, "helpful", 1);
	play(&h, "2");
	assert_true(sheet_at_end(h.sheet));
	hand_end(&h);
	arena_release(&arena);
}

static void behind_the_last_question_a_digit_names_what_is_missing_before(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(1, ORDER_BY_QUESTION), straight, 2, NULL);
	play(&h, "a a 4");
	assert_true(sheet_at_end(h.sheet));
	assert_refused(&h, "4",
		       "4 refused: behind the last question; rank is missing, Enter goes "
		       "there");
	play(&h, "Enter");
	assert_focus(&h, "rank", -1);
	assert_true(sheet_doubt(h.sheet)); /* going there does not make the digit right */
	play(&h, "= Enter 3 Enter");
	assert_true(h.submitted);
	assert_int_equal(h.asked, 0); /* a real answer came since */
	hand_end(&h);
}

static void the_end_says_when_only_optional_questions_are_open(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "= 4 4 4 4 4 4 4 4 4 4 Tab Tab Tab");
	assert_true(sheet_at_end(h.sheet));
	assert_refused(&h, "4", "4 refused: every required question has its answer");
	hand_end(&h);
}

static void what_is_left_is_counted(void **state)
{
	struct sheet_cell first = { -1, -1 };
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	assert_int_equal(sheet_left(h.sheet), 11);
	assert_false(sheet_touched(h.sheet));
	play(&h, "1");
	assert_true(sheet_touched(h.sheet));
	assert_int_equal(sheet_left(h.sheet), 11);
	play(&h, "2 4 4");
	assert_int_equal(sheet_missing(h.sheet, &first, &h.why), 8);
	assert_int_equal(first.question, HELPFUL);
	assert_int_equal(first.shown, 0);
	hand_end(&h);
}

static void a_strength_not_given_is_asked_for_again(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "2 Tab 4 4 4 4 4 4 4 4 4 4 Enter");
	assert_why(&h, "preference: how much better is B?");
	assert_true(sheet_strength_focus(h.sheet));
	hand_end(&h);
}

static void backspace_goes_the_way_the_focus_came(void **state)
{
	struct arena arena = ARENA_INIT;
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(2, ORDER_BY_QUESTION), straight, 2,
		   parse(&arena, "{\"accuracy\":{\"r1\":3,\"r2\":4}}"));
	play(&h, "= 5 5");
	assert_true(sheet_at_end(h.sheet));
	play(&h, "Backspace Backspace Backspace");
	assert_answers(&h, "{\"accuracy\":{\"r1\":3,\"r2\":4}}");
	assert_focus(&h, "rank", -1);
	hand_end(&h);
	arena_release(&arena);
}

static void without_questions_there_is_only_the_end(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(NULL, 0), straight, 2, NULL);
	assert_true(sheet_at_end(h.sheet));
	press(&h, "Tab");
	assert_int_equal(h.result, SHEET_NOTHING);
	press(&h, "Backspace");
	assert_int_equal(h.result, SHEET_NOTHING);
	assert_choices(&h, "");
	hand_end(&h);
}

static void keys_of_others_mean_nothing(void **state)
{
	static const char *const keys[] = { "A", "J", "", "é", "PgDn", "'", "'A", "''", "12", "@" };
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	for (int i = 0; i < COUNT(keys); i++) {
		press(&h, keys[i]);
		assert_int_equal(h.result, SHEET_NOTHING);
	}
	assert_answers(&h, "{}");
	hand_end(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tab_goes_through_all_that_is_asked_and_the_end),
		cmocka_unit_test(
			a_question_key_goes_to_the_first_response_and_pressed_again_to_the_next),
		cmocka_unit_test(
			an_option_wins_in_its_choice_and_a_quote_always_means_the_question),
		cmocka_unit_test(the_pane_takes_a_response_cell_along),
		cmocka_unit_test(the_focus_skips_what_has_its_answer),
		cmocka_unit_test(behind_the_last_question_a_digit_names_what_is_missing_before),
		cmocka_unit_test(the_end_says_when_only_optional_questions_are_open),
		cmocka_unit_test(what_is_left_is_counted),
		cmocka_unit_test(a_strength_not_given_is_asked_for_again),
		cmocka_unit_test(backspace_goes_the_way_the_focus_came),
		cmocka_unit_test(without_questions_there_is_only_the_end),
		cmocka_unit_test(keys_of_others_mean_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
