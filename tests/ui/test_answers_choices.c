/* What answers the focused question, beside it, below it or dropped down. */
#include "tests/support/strip.h"

static void the_strength_is_asked_in_words(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "1");
	assert_strip(
		&h, 80, 0,
		" ▸ preference  A better, how much?      1 slightly   2 better   3 significantly\n"
		"   accuracy    A –  B –     helpful  A –  B –     clarity  A –  B –\n"
		"   safety      A –  B –     tone     A –  B –\n"
		"   issues      A not looked at   B not looked at\n"
		"   why         –                                              golden  not "
		"asked\n");
	hand_end(&h);
}

static void the_anchors_of_a_packed_scale_have_a_row_of_their_own(void **state)
{
	struct buf out = BUF_INIT;
	struct canvas cv;
	struct hand h;
	int rows;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "1 1 4");
	canvas_init(&cv, 8, 120);
	rows = answers_rows(h.sheet, &cv);
	answers_draw(h.sheet, &cv, 0, rows, rows);
	canvas_text(&cv, &out);
	assert_string_equal(
		buf_str(&out),
		"   preference  A > B  slightly better\n"
		" ▸ accuracy    A 4 ▸B –     helpful  A –  B –     clarity  A –  B –     "
		"safety  A –  B –     tone  A –  B –\n"
		"   issues      A not looked at   B not looked at\n"
		"   why         –                                                        "
		"                              golden  not asked\n"
		"   accuracy  1 wrong   3 mixed   5 fully correct\n\n\n\n");
	canvas_release(&cv);
	buf_release(&out);
	hand_end(&h);
}

static void without_such_a_row_anchors_stand_beside_the_scale_or_nowhere(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "1 1 4");
	assert_strip(&h, 80, 0,
		     "   preference  A > B  slightly better\n"
		     " ▸ accuracy    A 4 ▸B –     helpful  A –  B –     clarity  A –  B –\n"
		     "   safety      A –  B –     tone     A –  B –\n"
		     "   issues      A not looked at   B not looked at\n"
		     "   why         –                                              golden  not "
		     "asked\n");
	play(&h, "2 5 3 5 4 5");
	assert_strip(&h, 80, 0,
		     "   preference  A > B  slightly better\n"
		     "   accuracy    A 4  B 2     helpful  A 5  B 3     clarity  A 5  B 4\n"
		     " ▸ safety      A 5 ▸B –     tone     A –  B –                               "
		     "1-5\n"
		     "   issues      A not looked at   B not looked at\n"
		     "   why         –                                              golden  not "
		     "asked\n");
	hand_end(&h);
}

static void a_severity_is_asked_beside_its_option(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "1 1 4 2 5 3 5 4 5 3 4 2 - → o");
	assert_strip(
		&h, 80, 0,
		"   preference  A > B  slightly better\n"
		"   accuracy    A 4  B 2     helpful  A 5  B 3     clarity  A 5  B 4\n"
		"   safety      A 5  B 3     tone     A 4  B 2\n"
		" ▸ issues      A none  ▸B overcautious how bad?    1 minor  2 major  3 critical\n"
		"   why         –                                              golden  not "
		"asked\n");
	hand_end(&h);
}

static void options_that_do_not_fit_beside_drop_down(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "1 1 4 2 5 3 5 4 5 3 4 2 - → o 2");
	assert_strip(&h, 80, 0,
		     "   preference  A > B  slightly better\n"
		     "   accuracy    A 4  B 2     helpful  A 5  B 3     clarity  A 5  B 4\n"
		     "   safety      A 5  B 3     tone     A 4  B 2\n"
		     " ▸ issues      A none ▸B overcautious major\n"
		     "               h hallucination  d dangerous  o overcautious  l language  - "
		     "none\n");
	assert_strip(&h, 120, 0,
		     "   preference  A > B  slightly better\n"
		     "   accuracy    A 4  B 2     helpful  A 5  B 3     clarity  A 5  B 4     "
		     "safety  A 5  B 3     tone  A 4  B 2\n"
		     " ▸ issues      A none  ▸B overcautious major       h hallucination   d "
		     "dangerous   o overcautious   l language   - none\n"
		     "   why         –                                                             "
		     "                         golden  not asked\n");
	hand_end(&h);
}

static void what_is_focused_is_bright_and_what_is_incomplete_asks_for_attention(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "1 1 4");
	assert_int_equal(style_at(&h, 80, 1, 3), STYLE_BRIGHT);  /* its label */
	assert_int_equal(style_at(&h, 80, 1, 15), STYLE_TEXT);   /* A, answered */
	assert_int_equal(style_at(&h, 80, 1, 20), STYLE_BRIGHT); /* B, focused */
	assert_int_equal(style_at(&h, 80, 2, 4), STYLE_DIM);     /* another label, behind its key */
	assert_int_equal(style_at(&h, 80, 2, 15), STYLE_DIM);    /* no answer */
	play(&h, "i o →");
	assert_int_equal(style_at(&h, 120, 2, 15), STYLE_ATTENTION); /* no severity */
	hand_end(&h);
}

static void a_hostile_text_cannot_leave_its_row(void **state)
{
	struct buf out = BUF_INIT;
	struct canvas cv;
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	sheet_set_text(h.sheet, (struct sheet_cell){ WHY, -1 }, "\033[2J\r\b\u202E漢字 e\u0301", 0,
		       0);
	draw_strip(&h, 80, 0, &cv, &out);
	for (size_t i = 0; i < out.len; i++)
		assert_true((unsigned char)out.data[i] >= 0x20 || out.data[i] == '\n');
	assert_non_null(strstr(buf_str(&out), "␛"));
	buf_release(&out);
	canvas_release(&cv);
	hand_end(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_strength_is_asked_in_words),
		cmocka_unit_test(the_anchors_of_a_packed_scale_have_a_row_of_their_own),
		cmocka_unit_test(without_such_a_row_anchors_stand_beside_the_scale_or_nowhere),
		cmocka_unit_test(a_severity_is_asked_beside_its_option),
		cmocka_unit_test(options_that_do_not_fit_beside_drop_down),
		cmocka_unit_test(
			what_is_focused_is_bright_and_what_is_incomplete_asks_for_attention),
		cmocka_unit_test(a_hostile_text_cannot_leave_its_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
