/* The answer strip as text, at the widths of the drawings. */
#include "tests/support/strip.h"

static void a_fresh_comparison_at_80_and_120(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	assert_strip(
		&h, 80, 0,
		" ▸ preference  –    1 A better  2 B better  = same  0 none good  - cannot judge\n"
		"   accuracy    A –  B –     helpful  A –  B –     clarity  A –  B –\n"
		"   safety      A –  B –     tone     A –  B –\n"
		"   issues      A not looked at   B not looked at\n"
		"   why         –                                              golden  not "
		"asked\n");
	assert_strip(&h, 120, 0,
		     " ▸ preference  –                                        1 A better   2 B "
		     "better   = same   0 none good   - cannot judge\n"
		     "   accuracy    A –  B –     helpful  A –  B –     clarity  A –  B –     "
		     "safety  A –  B –     tone  A –  B –\n"
		     "   issues      A not looked at   B not looked at\n"
		     "   why         –                                                             "
		     "                         golden  not asked\n");
	hand_end(&h);
}

static void a_text_and_a_golden_answer_share_a_row(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "1 1 4 2 5 3 5 4 5 3 4 2 d 3 w");
	write_text(&h,
		   "@A is actionable and accurate;\n@B only tells the user to wait for Monday.");
	play(&h, "Esc");
	assert_strip(&h, 80, 0,
		     "   preference  A > B  slightly better\n"
		     "   accuracy    A 4  B 2     helpful  A 5  B 3     clarity  A 5  B 4\n"
		     "   safety      A 5  B 3     tone     A 4  B 2\n"
		     "   issues      A dangerous critical   B not looked at\n"
		     " ▸ why         @A is actionable and …    golden  –\n");
	play(&h, "g");
	write_text(&h, "You can fix most drips in twenty minutes.");
	assert_strip(&h, 120, 0,
		     "   preference  A > B  slightly better\n"
		     "   accuracy    A 4  B 2     helpful  A 5  B 3     clarity  A 5  B 4     "
		     "safety  A 5  B 3     tone  A 4  B 2\n"
		     "   issues      A dangerous critical   B not looked at\n"
		     "   why         @A is actionable and accurate; @B only te…  ▸ golden  from A: "
		     "You can fix most drips in twenty minutes.\n");
	hand_end(&h);
}

static void six_responses_with_five_criteria_at_80_and_120(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(5, ORDER_BY_QUESTION), straight, 6, NULL);
	play(&h, "2 = 5 1 3");
	assert_strip(
		&h, 80, 0,
		" ▸ rank      B = E > A > C                      left: D F   = tie   > wider gap\n"
		"   accuracy  A –  B –  C –  D –  E –  F –\n"
		"   helpful   A –  B –  C –  D –  E –  F –\n"
		"   clarity   A –  B –  C –  D –  E –  F –\n"
		"   safety    A –  B –  C –  D –  E –  F –\n"
		"   tone      A –  B –  C –  D –  E –  F –\n");
	play(&h, "4 6 4 5 4");
	assert_strip(
		&h, 80, 0,
		"   rank      B = E > A > C > D > F\n"
		" ▸ accuracy  A 4  B 5  C 4 ▸D –  E –  F –                                   1-5\n"
		"   helpful   A –  B –  C –  D –  E –  F –\n"
		"   clarity   A –  B –  C –  D –  E –  F –\n"
		"   safety    A –  B –  C –  D –  E –  F –\n"
		"   tone      A –  B –  C –  D –  E –  F –\n");
	assert_strip(&h, 120, 0,
		     "   rank      B = E > A > C > D > F\n"
		     " ▸ accuracy  A 4  B 5  C 4 ▸D –  E –  F –     helpful  A –  B –  C –  D –  E "
		     "–  F –                                 1-5\n"
		     "   clarity   A –  B –  C –  D –  E –  F –     safety   A –  B –  C –  D –  E "
		     "–  F –\n"
		     "   tone      A –  B –  C –  D –  E –  F –\n");
	hand_end(&h);
}

static void too_few_rows_show_those_round_the_focus(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(5, ORDER_BY_QUESTION), straight, 6, NULL);
	assert_strip(
		&h, 80, 3,
		" ▸ rank      –         1-6 best to worst   = tie   0 none good   - cannot judge\n"
		"   accuracy  A –  B –  C –  D –  E –  F –\n"
		"   helpful   A –  B –  C –  D –  E –  F –                              ▼ 3 "
		"more\n");
	play(&h, "s");
	assert_strip(
		&h, 80, 3,
		"   clarity   A –  B –  C –  D –  E –  F –                              ▲ 3 more\n"
		" ▸ safety   ▸A –  B –  C –  D –  E –  F –                                   1-5\n"
		"   tone      A –  B –  C –  D –  E –  F –\n");
	assert_strip(&h, 80, 1,
		     " ▸ safety   ▸A –  B –  C –  D –  E –  F –                              ▼ 1 "
		     "more\n");
	play(&h, "Shift-Tab n Shift-Tab Tab");
	assert_strip(
		&h, 80, 3,
		"   clarity   A –  B –  C –  D –  E –  F –                              ▲ 3 more\n"
		"   safety    A –  B –  C –  D –  E –  F –\n"
		" ▸ tone     ▸A –  B –  C –  D –  E –  F –                                   "
		"1-5\n");
	hand_end(&h);
}

static void a_narrow_screen_stacks_and_stays_readable(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(2, ORDER_BY_QUESTION), straight, 6, NULL);
	play(&h, "2 = 5 1 3");
	assert_strip(&h, 40, 0,
		     " ▸ rank      B = E > A > C\n"
		     "             left: D F  = tie\n"
		     "             > wider gap\n");
	play(&h, "4 6 4 5 4");
	assert_strip(&h, 40, 0,
		     "   rank      B = E > A > C > D > F\n"
		     " ▸ accuracy  A 4 B 5 C 4▸D – E – F –\n"
		     "   helpful   A – B – C – D – E – F –\n");
	hand_end(&h);
}

static void equal_answers_of_many_responses_stand_together(void **state)
{
	struct question questions[] = { ranking_questions[0], pairwise_questions[ISSUES],
					pairwise_questions[WHY] };
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(questions, 2), straight, 6, NULL);
	play(&h, "i - → → - → l → Tab Tab");
	assert_strip(&h, 80, 0,
		     "   rank    –\n"
		     "   issues  A C none  B E F not looked at  D language\n");
	play(&h, "i i");
	assert_strip(&h, 80, 0,
		     "           h hallucination  d dangerous  o overcautious  l language  - none\n"
		     " ▸ issues  A C none ▸B E F not looked at  D language\n");
	hand_end(&h);
}

static void numbers_do_not_move_their_neighbours(void **state)
{
	struct question questions[] = {
		{ .id = "percent",
		  .type = QUESTION_SCALE,
		  .scope = SCOPE_RESPONSE,
		  .required = &always,
		  .show = &always,
		  .na = true,
		  .max = 100 },
		{ .id = "whole",
		  .type = QUESTION_SCALE,
		  .required = &always,
		  .show = &always,
		  .max = 5 },
		{ .id = "a-question-with-a-long-name",
		  .type = QUESTION_SCALE,
		  .scope = SCOPE_PROMPT,
		  .required = &always,
		  .show = &always,
		  .max = 5 },
	};
	struct hand h;

	(void)state;
	hand_begin(&h, guideline_of(questions, 3), straight, 3, NULL);
	assert_strip(
		&h, 80, 0,
		" ▸ percent          ▸A –     B –     C –       0-100 then Space  - does not ap…\n"
		"   whole             –     a-question-with…  –\n");
	play(&h, "1 0 0 Space - 8");
	assert_strip(
		&h, 80, 0,
		" ▸ percent           A 100   B n/a  ▸C 8_      0-100 then Space  - does not ap…\n"
		"   whole             –     a-question-with…  –\n");
	play(&h, "5 Space 3");
	assert_strip(&h, 80, 0,
		     "   percent           A 100   B n/a   C 85\n"
		     "   whole             3   ▸ a-question-with…  –                              "
		     "0-5\n");
	hand_end(&h);
}

static void what_does_not_apply_moves_nothing_either(void **state)
{
	struct question question = ranking_questions[1];
	struct hand h;

	(void)state;
	question.na = true;
	hand_begin(&h, guideline_of(&question, 1), straight, 3, NULL);
	assert_strip(&h, 80, 0,
		     " ▸ accuracy ▸A –    B –    C –                           1-5   - does not "
		     "apply\n");
	play(&h, "- 3");
	assert_strip(&h, 80, 0,
		     " ▸ accuracy  A n/a  B 3   ▸C –                           1-5   - does not "
		     "apply\n");
	hand_end(&h);
}

static void the_rows_do_not_depend_on_the_answers(void **state)
{
	static const int widths[] = { 40, 72, 80, 100, 120, 200 };
	struct canvas cv;
	struct hand h;

	(void)state;
	for (int i = 0; i < COUNT(widths); i++) {
		int rows;

		hand_begin(&h, pairwise(), straight, 2, NULL);
		canvas_init(&cv, 1, widths[i]);
		rows = answers_rows(h.sheet, &cv);
		play(&h, "1 2 4 2 5 3 5 4 5 3 4 2 d 3 → -");
		assert_int_equal(answers_rows(h.sheet, &cv), rows);
		play(&h, "w");
		write_text(&h, "words that say why this is so");
		assert_int_equal(answers_rows(h.sheet, &cv), rows);
		canvas_release(&cv);
		hand_end(&h);
	}
}

static void five_criteria_leave_fifteen_rows_of_text_at_80x24(void **state)
{
	struct canvas cv;
	struct hand h;

	(void)state;
	canvas_init(&cv, 24, 80);
	hand_begin(&h, pairwise(), straight, 2, NULL);
	assert_int_equal(24 - 4 - answers_rows(h.sheet, &cv), 15); /* title, tabs, rule, hint */
	hand_end(&h);
	hand_begin(&h, ranking(5, ORDER_BY_QUESTION), straight, 6, NULL);
	assert_true(24 - 4 - answers_rows(h.sheet, &cv) >= 13);
	hand_end(&h);
	canvas_release(&cv);
}

static void without_utf8_the_marks_are_ascii(void **state)
{
	struct buf out = BUF_INIT;
	struct canvas cv;
	struct hand h;

	(void)state;
	hand_begin(&h, ranking(1, ORDER_BY_QUESTION), straight, 2, NULL);
	play(&h, "= 4");
	canvas_init(&cv, 2, 80);
	cv.ascii = true;
	answers_draw(h.sheet, &cv, 0, 2, -1);
	canvas_text(&cv, &out);
	for (size_t i = 0; i < out.len; i++)
		assert_true((unsigned char)out.data[i] < 0x80);
	assert_non_null(strstr(buf_str(&out), "> accuracy  A 4 >B -"));
	buf_release(&out);
	canvas_release(&cv);
	hand_end(&h);
}

static void any_size_is_drawn_without_harm(void **state)
{
	static const int order[] = { 3, 1, 2, 5, 4, 9, 7, 8, 6 };
	static const int one[] = { 1 };

	(void)state;
	for (int n = 1; n <= 9; n += 4)
		for (int cols = 1; cols <= 130; cols += 3) {
			struct buf out = BUF_INIT;
			struct canvas cv;
			struct hand h;

			hand_begin(&h, ranking(5, ORDER_BY_QUESTION), n == 1 ? one : order, n,
				   NULL);
			play(&h, "2 1 3 a a a");
			draw_strip(&h, cols, 1 + cols % 7, &cv, &out);
			assert_true(out.len > 0);
			canvas_release(&cv);
			buf_release(&out);
			hand_end(&h);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fresh_comparison_at_80_and_120),
		cmocka_unit_test(a_text_and_a_golden_answer_share_a_row),
		cmocka_unit_test(six_responses_with_five_criteria_at_80_and_120),
		cmocka_unit_test(too_few_rows_show_those_round_the_focus),
		cmocka_unit_test(a_narrow_screen_stacks_and_stays_readable),
		cmocka_unit_test(equal_answers_of_many_responses_stand_together),
		cmocka_unit_test(numbers_do_not_move_their_neighbours),
		cmocka_unit_test(what_does_not_apply_moves_nothing_either),
		cmocka_unit_test(the_rows_do_not_depend_on_the_answers),
		cmocka_unit_test(five_criteria_leave_fifteen_rows_of_text_at_80x24),
		cmocka_unit_test(without_utf8_the_marks_are_ascii),
		cmocka_unit_test(any_size_is_drawn_without_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
