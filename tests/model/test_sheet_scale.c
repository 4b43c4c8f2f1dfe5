#include "sheet_fixture.h"

static struct question scale(int min, int max)
{
	return (struct question){ .id = "score",
				  .type = QUESTION_SCALE,
				  .scope = SCOPE_RESPONSE,
				  .required = &always,
				  .show = &always,
				  .min = min,
				  .max = max };
}

static void a_digit_is_the_value_and_moves_on(void **state)
{
	struct question question = scale(0, 9);
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&question, 1), straight, 3, NULL);
	assert_choices(&h, "0-9");
	play(&h, "9 0");
	assert_focus(&h, "score", 2);
	assert_answers(&h, "{\"score\":{\"r1\":9,\"r2\":0}}");
	assert_described(&h, 0, 0, "A 9");
	assert_described(&h, 0, 2, "C –");
	play(&h, "4");
	assert_true(sheet_at_end(h.sheet));
	assert_round_trip(&h);
	hand_end(&h);
}

static void a_value_off_the_scale_is_refused_with_the_range(void **state)
{
	struct question question = scale(1, 5);
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&question, 1), straight, 2, NULL);
	assert_refused(&h, "7", "7 refused: score is 1-5");
	assert_refused(&h, "0", "0 refused: score is 1-5");
	assert_refused(&h, "=", "= refused: score is 1-5");
	assert_refused(&h, "!", "! refused: score is 1-5");
	assert_refused(&h, "-", "- refused: score has to be rated, 1-5");
	assert_focus(&h, "score", 0);
	assert_answers(&h, "{}");
	hand_end(&h);
}

static void on_1_to_10_zero_is_ten(void **state)
{
	struct question question = scale(1, 10);
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&question, 1), straight, 2, NULL);
	assert_choices(&h, "1-9   0 is ten");
	play(&h, "0 1");
	assert_answers(&h, "{\"score\":{\"r1\":10,\"r2\":1}}");
	hand_end(&h);
}

static void a_longer_number_is_typed_and_ended_by_space_or_enter(void **state)
{
	struct question question = scale(0, 100);
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&question, 1), straight, 2, NULL);
	assert_choices(&h, "0-100 then Space");
	play(&h, "8 5");
	assert_focus(&h, "score", 0);
	assert_described(&h, 0, 0, "A 85_");
	play(&h, "Space");
	assert_focus(&h, "score", 1);
	play(&h, "1 0 0 Enter");
	assert_false(h.submitted);
	assert_true(sheet_at_end(h.sheet));
	assert_answers(&h, "{\"score\":{\"r1\":85,\"r2\":100}}");
	play(&h, "Enter");
	assert_true(h.submitted);
	hand_end(&h);
}

static void space_without_a_number_is_left_to_the_view(void **state)
{
	struct question question = scale(0, 100);
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&question, 1), straight, 2, NULL);
	press(&h, "Space");
	assert_int_equal(h.result, SHEET_NOTHING);
	play(&h, "7 Tab");
	press(&h, "Space");
	assert_int_equal(h.result, SHEET_NOTHING);
	assert_answers(&h, "{\"score\":{\"r1\":7}}");
	hand_end(&h);
}

static void digits_that_cannot_become_a_value_are_refused(void **state)
{
	struct question question = scale(20, 60);
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&question, 1), straight, 1, NULL);
	assert_refused(&h, "7", "7 refused: score is 20-60");
	assert_refused(&h, "0", "0 refused: score is 20-60");
	play(&h, "6");
	assert_refused(&h, "1", "1 refused: score is 20-60");
	assert_refused(&h, "Space", "Space refused: 6 is not finished: score is 20-60");
	assert_int_equal(sheet_left(h.sheet), 1);
	play(&h, "Tab");
	assert_answers(&h, "{}");
	play(&h, "Tab 6 0 Space");
	assert_answers(&h, "{\"score\":{\"r1\":60}}");
	hand_end(&h);
}

static void backspace_takes_back_one_digit_while_typing_and_the_value_later(void **state)
{
	struct question question = scale(0, 100);
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&question, 1), straight, 2, NULL);
	play(&h, "8 5 Backspace");
	assert_described(&h, 0, 0, "A 8_");
	play(&h, "Backspace");
	assert_described(&h, 0, 0, "A –");
	play(&h, "4 2 Space Backspace");
	assert_focus(&h, "score", 0);
	assert_answers(&h, "{}");
	hand_end(&h);
}

static void does_not_apply_where_it_is_allowed(void **state)
{
	struct question question = scale(1, 5);
	struct hand h;

	(void)state;
	question.na = true;
	hand_begin(&h, guideline_of(&question, 1), straight, 2, NULL);
	assert_choices(&h, "1-5   - does not apply");
	play(&h, "- 3");
	assert_answers(&h, "{\"score\":{\"r1\":{\"na\":true},\"r2\":3}}");
	assert_described(&h, 0, 0, "A n/a");
	assert_int_equal(sheet_left(h.sheet), 0);
	assert_round_trip(&h);
	hand_end(&h);
}

static void labels_stand_behind_their_digits(void **state)
{
	static const char *all[] = { "bad", "fair", "good" };
	struct question question = scale(1, 3);
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "a");
	assert_choices(&h, "1 wrong   3 mixed   5 fully correct");
	hand_end(&h);
	question.scale_label = all;
	hand_begin(&h, guideline_of(&question, 1), straight, 2, NULL);
	assert_choices(&h, "1 bad   2 fair   3 good");
	hand_end(&h);
}

static void a_whole_answer_has_no_letter(void **state)
{
	struct question question = scale(1, 5);
	struct hand h;

	(void)state;
	question.scope = SCOPE_ITEM;
	hand_begin(&h, guideline_of(&question, 1), straight, 2, NULL);
	play(&h, "3");
	assert_answers(&h, "{\"score\":3}");
	assert_described(&h, 0, -1, "3");
	hand_end(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_digit_is_the_value_and_moves_on),
		cmocka_unit_test(a_value_off_the_scale_is_refused_with_the_range),
		cmocka_unit_test(on_1_to_10_zero_is_ten),
		cmocka_unit_test(a_longer_number_is_typed_and_ended_by_space_or_enter),
		cmocka_unit_test(space_without_a_number_is_left_to_the_view),
		cmocka_unit_test(digits_that_cannot_become_a_value_are_refused),
		cmocka_unit_test(backspace_takes_back_one_digit_while_typing_and_the_value_later),
		cmocka_unit_test(does_not_apply_where_it_is_allowed),
		cmocka_unit_test(labels_stand_behind_their_digits),
		cmocka_unit_test(a_whole_answer_has_no_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
