#include "sheet_fixture.h"

/* ---- two ---- */

static void begin_two(struct hand *h)
{
	struct guideline guideline = pairwise();

	guideline.n_questions = 1;
	hand_begin(h, guideline, straight, 2, NULL);
}

static void a_rank_of_two_is_a_side_and_then_a_strength(void **state)
{
	struct hand h;

	(void)state;
	begin_two(&h);
	assert_described(&h, 0, -1, "–");
	assert_choices(&h, "1 A better   2 B better   = same   0 none good   - cannot judge");
	play(&h, "1");
	assert_true(sheet_strength_focus(h.sheet));
	assert_described(&h, 0, -1, "A better, how much?");
	assert_choices(&h, "1 slightly   2 better   3 significantly");
	assert_answers(&h, "{\"preference\":{\"gaps\":[],\"groups\":[[\"r1\"],[\"r2\"]],"
			   "\"none_good\":false}}");
	assert_int_equal(sheet_left(h.sheet), 1);
	assert_round_trip(&h);
	play(&h, "3");
	assert_answers(&h, "{\"preference\":{\"gaps\":[3],\"groups\":[[\"r1\"],[\"r2\"]],"
			   "\"none_good\":false}}");
	assert_described(&h, 0, -1, "A > B  significantly better");
	assert_true(sheet_at_end(h.sheet));
	hand_end(&h);
}

static void a_strength_beyond_the_last_is_refused(void **state)
{
	struct hand h;

	(void)state;
	begin_two(&h);
	play(&h, "2");
	assert_refused(&h, "4", "4 refused: 1-3 how much; Backspace takes the side back");
	assert_refused(&h, "0", "0 refused: 1-3 how much; Backspace takes the side back");
	assert_true(sheet_strength_focus(h.sheet));
	hand_end(&h);
}

static void no_difference_is_one_group_without_gaps(void **state)
{
	struct hand h;

	(void)state;
	begin_two(&h);
	play(&h, "=");
	assert_answers(&h, "{\"preference\":{\"gaps\":[],\"groups\":[[\"r1\",\"r2\"]],"
			   "\"none_good\":false}}");
	assert_described(&h, 0, -1, "A = B  about the same");
	assert_true(sheet_at_end(h.sheet));
	assert_round_trip(&h);
	hand_end(&h);
}

static void cannot_judge_is_an_answer_of_its_own(void **state)
{
	struct hand h;

	(void)state;
	begin_two(&h);
	play(&h, "-");
	assert_answers(&h, "{\"preference\":{\"na\":true}}");
	assert_described(&h, 0, -1, "cannot judge");
	assert_int_equal(sheet_left(h.sheet), 0);
	assert_round_trip(&h);
	play(&h, "Backspace");
	assert_answers(&h, "{}");
	hand_end(&h);
}

static void none_good_stays_while_the_order_is_chosen_and_goes_last(void **state)
{
	struct hand h;

	(void)state;
	begin_two(&h);
	play(&h, "0");
	assert_described(&h, 0, -1, "none is good; which is less bad?");
	assert_answers(&h, "{\"preference\":{\"gaps\":[],\"groups\":[],\"none_good\":true}}");
	assert_round_trip(&h);
	play(&h, "0");
	assert_answers(&h, "{}");
	play(&h, "0 1 2");
	assert_described(&h, 0, -1, "A > B  better, none good");
	play(&h, "Backspace Backspace Backspace");
	assert_answers(&h, "{}");
	hand_end(&h);
}

static void without_strength_a_side_is_all(void **state)
{
	struct question question = {
		.id = "better", .type = QUESTION_RANK, .required = &always, .show = &always
	};
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&question, 1), swapped, 2, NULL);
	assert_choices(&h, "1 A better   2 B better");
	play(&h, "2");
	assert_answers(&h, "{\"better\":{\"gaps\":[1],\"groups\":[[\"r1\"],[\"r2\"]]}}");
	assert_described(&h, 0, -1, "B > A");
	assert_true(sheet_at_end(h.sheet));
	assert_round_trip(&h);
	play(&h, "Backspace");
	assert_answers(&h, "{}");
	hand_end(&h);
}

static void what_the_guideline_does_not_allow_is_refused(void **state)
{
	struct question question = {
		.id = "better", .type = QUESTION_RANK, .required = &always, .show = &always
	};
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&question, 1), straight, 2, NULL);
	assert_refused(&h, "=", "= refused: one of the two has to be better");
	assert_refused(&h, "-", "- refused: better has to be judged");
	assert_refused(&h, "0", "0 refused: better does not ask whether none is good");
	assert_refused(&h, "3", "3 refused: 1 or 2 says which is better");
	assert_refused(&h, ">", "> refused: 1 or 2 says which is better");
	assert_answers(&h, "{}");
	hand_end(&h);
}

static void gaps_without_labels_are_shown_as_signs(void **state)
{
	struct question question = pairwise_questions[PREFERENCE];
	struct hand h;

	(void)state;
	question.strength_label = NULL;
	hand_begin(&h, guideline_of(&question, 1), straight, 2, NULL);
	play(&h, "2");
	assert_choices(&h, "1 least   2   3 most");
	play(&h, "3");
	assert_described(&h, 0, -1, "B >>> A");
	hand_end(&h);
}

/* ---- three to nine ---- */

static void begin_many(struct hand *h, int n)
{
	hand_begin(h, ranking(0, ORDER_BY_QUESTION), straight, n, NULL);
}

static void the_order_reads_as_it_was_typed_and_names_what_is_left(void **state)
{
	struct hand h;

	(void)state;
	begin_many(&h, 6);
	assert_choices(&h, "1-6 best to worst   = tie   0 none good   - cannot judge");
	play(&h, "2 = 5 1 3");
	assert_described(&h, 0, -1, "B = E > A > C");
	assert_choices(&h, "left: D F   = tie   > wider gap");
	play(&h, "=");
	assert_described(&h, 0, -1, "B = E > A > C =");
	assert_round_trip(&h);
	play(&h, "4 > >");
	assert_described(&h, 0, -1, "B = E > A > C = D >>");
	assert_answers(&h, "{\"rank\":{\"gaps\":[1,1,2],\"groups\":[[\"r2\",\"r5\"],[\"r1\"],"
			   "[\"r3\",\"r4\"]],\"none_good\":false}}");
	assert_round_trip(&h);
	hand_end(&h);
}

static void every_wrong_key_of_a_ranking_is_refused_in_words(void **state)
{
	struct hand h;

	(void)state;
	begin_many(&h, 4);
	assert_refused(&h, "=", "= refused: a response comes before it");
	assert_refused(&h, ">", "> refused: a response comes before it");
	assert_refused(&h, "5", "5 refused: there are 4 responses");
	assert_refused(&h, "!", "! refused: type the responses, best to worst");
	play(&h, "2");
	assert_refused(&h, "2", "2 refused: B is placed already; Backspace takes back");
	play(&h, "=");
	assert_refused(&h, "=", "= refused: a response comes next; Backspace takes the = back");
	assert_refused(&h, ">", "> refused: a response comes next; Backspace takes the = back");
	play(&h, "Backspace >");
	assert_refused(&h, "=", "= refused: a response comes next; Backspace takes the > back");
	play(&h, "> >");
	assert_refused(&h, ">", "> refused: the gap is as wide as it gets");
	play(&h, "1 3 4");
	assert_true(sheet_at_end(h.sheet));
	sheet_tab(h.sheet, -1);
	assert_refused(&h, "4", "4 refused: D is placed already; Backspace takes back");
	assert_refused(&h, "=", "= refused: all responses are placed; Backspace takes back");
	assert_refused(&h, ">", "> refused: the order is complete; Backspace takes back");
	assert_answers(&h, "{\"rank\":{\"gaps\":[3,1,1],\"groups\":[[\"r2\"],[\"r1\"],[\"r3\"],"
			   "[\"r4\"]],\"none_good\":false}}");
	hand_end(&h);
}

static void ties_and_wider_gaps_need_the_guideline(void **state)
{
	struct question question = {
		.id = "rank", .type = QUESTION_RANK, .required = &always, .show = &always
	};
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(&question, 1), straight, 3, NULL);
	assert_choices(&h, "1-3 best to worst");
	play(&h, "1");
	assert_refused(&h, "=", "= refused: rank allows no ties");
	play(&h, ">");
	assert_refused(&h, ">", "> refused: the gap is as wide as it gets");
	play(&h, "3 2");
	assert_answers(&h, "{\"rank\":{\"gaps\":[1,1],\"groups\":[[\"r1\"],[\"r3\"],[\"r2\"]]}}");
	hand_end(&h);
}

static void backspace_takes_back_digits_and_signs_as_in_a_text(void **state)
{
	struct hand h;

	(void)state;
	begin_many(&h, 4);
	play(&h, "2 = 1 > > 3");
	play(&h, "Backspace");
	assert_described(&h, 0, -1, "B = A >>");
	play(&h, "Backspace");
	assert_described(&h, 0, -1, "B = A >");
	play(&h, "Backspace Backspace");
	assert_described(&h, 0, -1, "B =");
	play(&h, "Backspace Backspace");
	assert_described(&h, 0, -1, "–");
	press(&h, "Backspace");
	assert_int_equal(h.result, SHEET_NOTHING);
	assert_why(&h, "nothing to erase before this");
	hand_end(&h);
}

static void the_best_k_are_enough_and_the_rest_is_named(void **state)
{
	struct question question = ranking_questions[0];
	struct hand h;

	(void)state;
	question.top = 2;
	question.none_good = false;
	hand_begin(&h, guideline_of(&question, 1), straight, 5, NULL);
	play(&h, "3 1");
	assert_true(sheet_at_end(h.sheet));
	assert_answers(&h, "{\"rank\":{\"gaps\":[1],\"groups\":[[\"r3\"],[\"r1\"]],"
			   "\"rest\":[\"r2\",\"r4\",\"r5\"]}}");
	assert_round_trip(&h);
	sheet_tab(h.sheet, -1);
	assert_refused(&h, "4", "4 refused: the best 2 are placed; Backspace takes back");
	play(&h, "="); /* a tie at the border is still one of the best k */
	assert_int_equal(sheet_left(h.sheet), 1);
	play(&h, "4");
	assert_answers(&h, "{\"rank\":{\"gaps\":[1],\"groups\":[[\"r3\"],[\"r1\",\"r4\"]],"
			   "\"rest\":[\"r2\",\"r5\"]}}");
	assert_round_trip(&h);
	hand_end(&h);
}

static void an_unfinished_order_says_what_it_lacks(void **state)
{
	struct hand h;

	(void)state;
	begin_many(&h, 4);
	play(&h, "Enter");
	assert_why(&h, "rank is missing");
	play(&h, "0 Enter");
	assert_why(&h, "rank: none is good, but which is less bad?");
	play(&h, "2 3 Enter");
	assert_why(&h, "rank is not finished; left: A D");
	play(&h, "= Enter");
	assert_why(&h, "rank: a response comes behind the =");
	hand_end(&h);
}

static void letters_are_the_shown_order_and_ids_the_items(void **state)
{
	static const int order[] = { 3, 1, 2 };
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(0, ORDER_BY_QUESTION), order, 3, NULL);
	play(&h, "1 = 2 3");
	assert_described(&h, 0, -1, "A = B > C");
	assert_answers(&h, "{\"rank\":{\"gaps\":[1],\"groups\":[[\"r1\",\"r3\"],[\"r2\"]],"
			   "\"none_good\":false}}");
	assert_int_equal(sheet_response(h.sheet, 0), 3);
	assert_int_equal(sheet_place(h.sheet, 3), 0);
	assert_int_equal(sheet_place(h.sheet, 9), -1);
	assert_int_equal(sheet_response(h.sheet, 5), 0);
	assert_int_equal(sheet_letter(8), 'I');
	hand_end(&h);
}

static void one_response_is_not_ranked(void **state)
{
	struct hand h;

	(void)state;
	begin_many(&h, 1);
	assert_described(&h, 0, -1, "not asked");
	assert_true(sheet_at_end(h.sheet));
	assert_int_equal(sheet_left(h.sheet), 0);
	hand_end(&h);
}

static void foreign_values_in_a_draft_are_taken_as_far_as_they_go(void **state)
{
	struct arena arena = ARENA_INIT;
	struct hand h;

	(void)state;
	begin_many(&h, 3);
	sheet_load(h.sheet,
		   parse(&arena, "{\"rank\":{\"groups\":[[\"r2\",\"r2\",\"r9\",7],[\"r1\"]],"
				 "\"gaps\":[99]}}"));
	assert_answers(&h, "{\"rank\":{\"gaps\":[3],\"groups\":[[\"r2\"],[\"r1\"]],"
			   "\"none_good\":false}}");
	sheet_load(h.sheet, parse(&arena, "{\"rank\":[1,2]}"));
	assert_answers(&h, "{}");
	sheet_load(h.sheet, parse(&arena, "7"));
	assert_answers(&h, "{}");
	hand_end(&h);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rank_of_two_is_a_side_and_then_a_strength),
		cmocka_unit_test(a_strength_beyond_the_last_is_refused),
		cmocka_unit_test(no_difference_is_one_group_without_gaps),
		cmocka_unit_test(cannot_judge_is_an_answer_of_its_own),
		cmocka_unit_test(none_good_stays_while_the_order_is_chosen_and_goes_last),
		cmocka_unit_test(without_strength_a_side_is_all),
		cmocka_unit_test(what_the_guideline_does_not_allow_is_refused),
		cmocka_unit_test(gaps_without_labels_are_shown_as_signs),
		cmocka_unit_test(the_order_reads_as_it_was_typed_and_names_what_is_left),
		cmocka_unit_test(every_wrong_key_of_a_ranking_is_refused_in_words),
		cmocka_unit_test(ties_and_wider_gaps_need_the_guideline),
		cmocka_unit_test(backspace_takes_back_digits_and_signs_as_in_a_text),
		cmocka_unit_test(the_best_k_are_enough_and_the_rest_is_named),
		cmocka_unit_test(an_unfinished_order_says_what_it_lacks),
		cmocka_unit_test(letters_are_the_shown_order_and_ids_the_items),
		cmocka_unit_test(one_response_is_not_ranked),
		cmocka_unit_test(foreign_values_in_a_draft_are_taken_as_far_as_they_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
