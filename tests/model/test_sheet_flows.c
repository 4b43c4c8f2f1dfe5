/* The flows of the annotation guide, key by key: what is typed, what comes out, in how many keys.
 */
#include "sheet_fixture.h"

#define RATED "\"accuracy\":{\"r1\":2,\"r2\":4},\"clarity\":{\"r1\":3,\"r2\":5}"
#define RATED_MORE "\"helpful\":{\"r1\":3,\"r2\":5}"
#define RATED_REST "\"safety\":{\"r1\":3,\"r2\":5},\"tone\":{\"r1\":3,\"r2\":5}"

static void a_comparison_with_a_tag_and_a_rationale_takes_18_keys(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), swapped, 2, NULL);
	play(&h, "1 2");
	assert_focus(&h, "accuracy", 0);
	play(&h, "4 2 5 3 5 3 5 3 5 3");
	assert_focus(&h, "issues", 0);
	play(&h, "→ o 2");
	assert_focus(&h, "issues", 1);
	assert_false(h.submitted);
	play(&h, "Enter");
	assert_why(&h, "why is missing");
	assert_focus(&h, "why", -1);
	assert_true(h.open);
	write_text(&h, "@A is actionable; @B only tells the user to wait.");
	play(&h, "Enter Enter");
	assert_true(h.submitted);
	assert_int_equal(h.keys, 18);
	assert_answers(&h, "{" RATED "," RATED_MORE
			   ",\"issues\":{\"r1\":[{\"option\":\"overcautious\",\"severity\":"
			   "\"major\"}]},"
			   "\"preference\":{\"gaps\":[2],\"groups\":[[\"r2\"],[\"r1\"]],"
			   "\"none_good\":false}," RATED_REST ","
			   "\"why\":{\"mentions\":[{\"end\":2,\"is\":\"r2\",\"start\":0},"
			   "{\"end\":20,\"is\":\"r1\",\"start\":18}],"
			   "\"text\":\"@A is actionable; @B only tells the user to wait.\"}}");
	assert_round_trip(&h);
	hand_end(&h);
}

static void a_comparison_with_five_criteria_takes_13_keys(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), swapped, 2, NULL);
	play(&h, "1 2 4 3 5 3 5 3 5 3 5 3 Enter");
	assert_true(h.submitted);
	assert_int_equal(h.keys, 13);
	assert_int_equal(h.asked, 0);
	assert_answers(
		&h, "{\"accuracy\":{\"r1\":3,\"r2\":4},\"clarity\":{\"r1\":3,\"r2\":5}," RATED_MORE
		    ",\"preference\":{\"gaps\":[2],\"groups\":[[\"r2\"],[\"r1\"]],"
		    "\"none_good\":false}," RATED_REST "}");
	hand_end(&h);
}

static void a_doubled_digit_is_refused_at_the_end_and_enter_asks_once(void **state)
{
	struct guideline guideline = pairwise();
	struct hand h;

	(void)state;
	guideline.n_questions = ISSUES; /* nothing behind the criteria */
	hand_begin(&h, guideline, swapped, 2, NULL);
	play(&h, "1 2 4 4 3 5 3 5 3 5 3 5");
	assert_true(sheet_at_end(h.sheet));
	assert_refused(&h, "3", "3 refused: every question has its answer");
	play(&h, "Enter");
	assert_false(h.submitted);
	assert_int_equal(h.asked, 1);
	play(&h, "Enter");
	assert_true(h.submitted);
	hand_end(&h);
}

static void a_doubled_digit_is_refused_on_the_tags_too(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), swapped, 2, NULL);
	play(&h, "1 2 4 4 3 5 3 5 3 5 3 5");
	assert_refused(&h, "3",
		       "3 refused: first a letter for issues, then a digit for how bad; - is none");
	play(&h, "Enter");
	assert_int_equal(h.asked, 1);
	play(&h, "l");
	assert_false(sheet_doubt(h.sheet));
	hand_end(&h);
}

static void a_text_that_enter_opens_does_not_make_a_refused_digit_right(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), swapped, 2, NULL);
	play(&h, "1 2 2 2 3 5 3 5 3 5 3 5 3 Enter");
	assert_focus(&h, "why", -1);
	write_text(&h, "because both are rather wrong");
	play(&h, "Enter Enter");
	assert_int_equal(h.asked, 1);
	assert_false(h.submitted);
	hand_end(&h);
}

static void two_backspaces_take_back_the_last_two_digits(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), swapped, 2, NULL);
	play(&h, "1 2 5 4 3");
	assert_focus(&h, "helpful", 1);
	h.keys = 0;
	play(&h, "Backspace Backspace");
	assert_focus(&h, "accuracy", 1);
	play(&h, "2 3");
	assert_int_equal(h.keys, 4);
	assert_answers(&h, "{\"accuracy\":{\"r1\":2,\"r2\":5},\"helpful\":{\"r2\":3},"
			   "\"preference\":{\"gaps\":[2],\"groups\":[[\"r2\"],[\"r1\"]],"
			   "\"none_good\":false}}");
	hand_end(&h);
}

static void backspace_takes_back_the_strength_and_then_the_side(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "2 3");
	assert_described(&h, PREFERENCE, -1, "B > A  significantly better");
	play(&h, "Backspace");
	assert_true(sheet_strength_focus(h.sheet));
	assert_described(&h, PREFERENCE, -1, "B better, how much?");
	assert_round_trip(&h);
	play(&h, "Backspace");
	assert_false(sheet_strength_focus(h.sheet));
	assert_answers(&h, "{}");
	hand_end(&h);
}

static void six_responses_are_ranked_as_the_order_is_shown_in_11_keys(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(0, ORDER_BY_QUESTION), straight, 6, NULL);
	play(&h, "2 = 5 1 3 = 6 > > 4");
	assert_described(&h, 0, -1, "B = E > A > C = F >> D");
	play(&h, "Enter");
	assert_true(h.submitted);
	assert_int_equal(h.keys, 11);
	assert_answers(&h, "{\"rank\":{\"gaps\":[1,1,2],\"groups\":[[\"r2\",\"r5\"],[\"r1\"],"
			   "[\"r3\",\"r6\"],[\"r4\"]],\"none_good\":false}}");
	assert_round_trip(&h);
	hand_end(&h);
}

static void six_responses_with_five_criteria_take_39_keys(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(5, ORDER_BY_QUESTION), straight, 6, NULL);
	play(&h, "2 = 5 1 3 = 6 4");
	assert_focus(&h, "accuracy", 0);
	play(&h, "4 5 4 3 2 1");
	assert_focus(&h, "helpful", 0);
	play(&h, "4 5 4 3 2 1 4 5 4 3 2 1 4 5 4 3 2 1 4 5 4 3 2 1 Enter");
	assert_true(h.submitted);
	assert_int_equal(h.keys, 39);
	hand_end(&h);
}

static void by_response_all_criteria_of_one_come_before_the_next(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(5, ORDER_BY_RESPONSE), straight, 6, NULL);
	play(&h, "2 = 5 1 3 = 6 4 4 5 4 3 2");
	assert_focus(&h, "accuracy", 1);
	play(&h, "1 4 5 4 3 2 1 4 5 4 3 2 1 4 5 4 3 2 1 4 5 4 3 2 1 Enter");
	assert_true(h.submitted);
	assert_int_equal(h.keys, 39);
	hand_end(&h);
}

static void a_dangerous_answer_asks_for_a_rationale_and_a_golden_one_in_19_keys(void **state)
{
	struct hand h;
	int base;

	(void)state;
	hand_begin(&h, pairwise(), swapped, 2, NULL);
	play(&h, "1 2 4 3 5 3 5 3 5 3 5 3");
	assert_described(&h, GOLDEN, -1, "not asked");
	play(&h, "d 3 Enter");
	assert_focus(&h, "why", -1);
	write_text(&h, "the wrong valve is opened here");
	play(&h, "Enter Enter");
	assert_focus(&h, "golden", -1);
	assert_true(h.open);
	write_text(&h, "You can fix most drips in twenty minutes.");
	assert_non_null(sheet_text(h.sheet, sheet_focus(h.sheet), &base));
	assert_int_equal(base, 2); /* A was ranked first */
	play(&h, "Esc Enter");
	assert_true(h.submitted);
	assert_int_equal(h.keys, 19);
	assert_answers(&h,
		       "{\"accuracy\":{\"r1\":3,\"r2\":4},\"clarity\":{\"r1\":3,\"r2\":5},"
		       "\"golden\":{\"base\":\"r2\",\"revisions\":1,"
		       "\"text\":\"You can fix most drips in twenty minutes.\"}," RATED_MORE ","
		       "\"issues\":{\"r2\":[{\"option\":\"dangerous\",\"severity\":\"critical\"}]},"
		       "\"preference\":{\"gaps\":[2],\"groups\":[[\"r2\"],[\"r1\"]],"
		       "\"none_good\":false}," RATED_REST ","
		       "\"why\":{\"mentions\":[],\"text\":\"the wrong valve is opened here\"}}");
	assert_round_trip(&h);
	hand_end(&h);
}

static void none_is_good_but_one_is_less_bad_takes_4_keys(void **state)
{
	struct guideline guideline = pairwise();
	struct hand h;

	(void)state;
	guideline.n_questions = 1;
	hand_begin(&h, guideline, straight, 2, NULL);
	play(&h, "0 2 1 Enter");
	assert_true(h.submitted);
	assert_int_equal(h.keys, 4);
	assert_answers(&h, "{\"preference\":{\"gaps\":[1],\"groups\":[[\"r2\"],[\"r1\"]],"
			   "\"none_good\":true}}");
	hand_end(&h);
}

static void one_answer_of_a_reopened_submission_is_corrected_in_3_keys(void **state)
{
	static const char submitted[] =
		"{\"accuracy\":{\"r1\":3,\"r2\":4},\"clarity\":{\"r1\":3,\"r2\":5}," RATED_MORE
		",\"issues\":{\"r1\":[],\"r2\":[]},\"preference\":{\"gaps\":[2],"
		"\"groups\":[[\"r2\"],[\"r1\"]],\"none_good\":false}," RATED_REST "}";
	struct arena arena = ARENA_INIT;
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), swapped, 2, parse(&arena, submitted));
	play(&h, "a 5 Enter");
	assert_true(h.submitted);
	assert_int_equal(h.keys, 3);
	assert_int_equal(
		json_get_int(json_get(sheet_answers(h.sheet, &arena), "accuracy"), "r2", 0), 5);
	hand_end(&h);
	arena_release(&arena);
}

static void backspace_after_a_correction_takes_back_what_was_corrected(void **state)
{
	struct arena arena = ARENA_INIT;
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(2, ORDER_BY_QUESTION), straight, 2,
		   parse(&arena,
			 "{\"accuracy\":{\"r1\":3,\"r2\":4},\"helpful\":{\"r1\":3,\"r2\":5},"
			 "\"rank\":{\"groups\":[[\"r1\",\"r2\"]],\"gaps\":[]}}"));
	assert_true(sheet_at_end(h.sheet));
	play(&h, "a 5");
	assert_true(sheet_at_end(h.sheet));
	play(&h, "Backspace");
	assert_focus(&h, "accuracy", 0);
	assert_answers(&h,
		       "{\"accuracy\":{\"r2\":4},\"helpful\":{\"r1\":3,\"r2\":5},"
		       "\"rank\":{\"gaps\":[],\"groups\":[[\"r1\",\"r2\"]],\"none_good\":false}}");
	hand_end(&h);
	arena_release(&arena);
}

static struct option intent_options[] = {
	{ .id = "how-to", .title = "How to", .key = 'h' },
	{ .id = "opinion", .title = "Opinion", .key = 'o' },
	{ .id = "fact", .title = "Fact" },
};

static void submit_auto_needs_one_key(void **state)
{
	struct question question = { .id = "intent",
				     .type = QUESTION_CHOICE,
				     .required = &always,
				     .show = &always,
				     .option = intent_options,
				     .n_options = 3 };
	struct guideline guideline = guideline_of(&question, 1);
	struct hand h;

	(void)state;
	guideline.submit_auto = true;
	hand_begin(&h, guideline, straight, 1, NULL);
	press(&h, "o");
	assert_int_equal(h.result, SHEET_AUTO);
	assert_answers(&h, "{\"intent\":[{\"option\":\"opinion\"}]}");
	hand_end(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_comparison_with_a_tag_and_a_rationale_takes_18_keys),
		cmocka_unit_test(a_comparison_with_five_criteria_takes_13_keys),
		cmocka_unit_test(a_doubled_digit_is_refused_at_the_end_and_enter_asks_once),
		cmocka_unit_test(a_doubled_digit_is_refused_on_the_tags_too),
		cmocka_unit_test(a_text_that_enter_opens_does_not_make_a_refused_digit_right),
		cmocka_unit_test(two_backspaces_take_back_the_last_two_digits),
		cmocka_unit_test(backspace_takes_back_the_strength_and_then_the_side),
		cmocka_unit_test(six_responses_are_ranked_as_the_order_is_shown_in_11_keys),
		cmocka_unit_test(six_responses_with_five_criteria_take_39_keys),
		cmocka_unit_test(by_response_all_criteria_of_one_come_before_the_next),
		cmocka_unit_test(
			a_dangerous_answer_asks_for_a_rationale_and_a_golden_one_in_19_keys),
		cmocka_unit_test(none_is_good_but_one_is_less_bad_takes_4_keys),
		cmocka_unit_test(one_answer_of_a_reopened_submission_is_corrected_in_3_keys),
		cmocka_unit_test(backspace_after_a_correction_takes_back_what_was_corrected),
		cmocka_unit_test(submit_auto_needs_one_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
