/* The grid that views draw on. */
#include "ui/canvas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect(const struct canvas *cv, const char *want)
{
	struct buf out = BUF_INIT;

	canvas_text(cv, &out);
	assert_string_equal(buf_str(&out), want);
	buf_release(&out);
}

/* No wide cell without its right half, no right half without its wide cell. */
static void expect_whole(const struct canvas *cv)
{
	for (int i = 0; i < cv->rows * cv->cols; i++) {
		if (cv->cells[i].width == 2)
			assert_true((i + 1) % cv->cols != 0 && cv->cells[i + 1].width == 0);
		if (cv->cells[i].width == 0)
			assert_true(i % cv->cols != 0 && cv->cells[i - 1].width == 2);
	}
}

static void text_is_put_where_it_belongs_and_clipped(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 3, 10);
	assert_int_equal(canvas_put(&cv, 0, 2, 100, STYLE_TEXT, "hello"), 7);
	assert_int_equal(canvas_put(&cv, 1, 6, 100, STYLE_TEXT, "hello"), 10);
	assert_int_equal(canvas_put(&cv, 2, 0, 3, STYLE_TEXT, "hello"), 3);
	assert_int_equal(canvas_putf(&cv, 2, 5, 100, STYLE_TEXT, "%d/%s", 7, "x"), 8);
	canvas_put(&cv, 3, 0, 100, STYLE_TEXT, "below");
	canvas_put(&cv, -1, 0, 100, STYLE_TEXT, "above");
	canvas_put(&cv, 0, 40, 100, STYLE_TEXT, "beyond");
	expect(&cv, "  hello\n      hell\nhel  7/x\n");
	canvas_put(&cv, 0, -3, 100, STYLE_TEXT, "abcdef");
	expect(&cv, "defello\n      hell\nhel  7/x\n");
	canvas_release(&cv);
}

static void what_does_not_fit_is_cut_with_a_mark(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 4, 8);
	assert_int_equal(canvas_put_cut(&cv, 0, 0, 6, STYLE_TEXT, "preference"), 6);
	assert_int_equal(canvas_put_cut(&cv, 1, 0, 6, STYLE_TEXT, "issues"), 6);
	canvas_put_cut(&cv, 2, 4, 100, STYLE_TEXT, "accuracy");
	canvas_put_cut(&cv, 3, 0, 4, STYLE_TEXT, "中文字");
	expect(&cv, "prefe…\nissues\n    acc…\n中›…\n");
	expect_whole(&cv);
	canvas_release(&cv);
}

static void text_can_end_at_a_column(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 2, 8);
	canvas_put_right(&cv, 0, 8, 8, STYLE_TEXT, "alice");
	canvas_put_right(&cv, 1, 8, 4, STYLE_TEXT, "alice");
	expect(&cv, "   alice\n    ali…\n");
	canvas_release(&cv);
}

static void half_of_a_wide_cell_blanks_the_other_half(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 3, 6);
	for (int row = 0; row < 3; row++)
		canvas_put(&cv, row, 0, 6, STYLE_TEXT, "中文字");
	canvas_put(&cv, 0, 1, 1, STYLE_TEXT, "x");
	canvas_put(&cv, 1, 2, 1, STYLE_TEXT, "x");
	canvas_put(&cv, 2, 1, 2, STYLE_TEXT, "の");
	expect(&cv, " x文字\n中x 字\n の 字\n");
	expect_whole(&cv);
	canvas_release(&cv);
}

static void a_wide_cell_in_the_last_column_becomes_a_mark(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 2, 5);
	canvas_put(&cv, 0, 0, 100, STYLE_TEXT, "中文字");
	canvas_put(&cv, 1, -1, 100, STYLE_TEXT, "中a");
	expect(&cv, "中文›\n‹a\n");
	expect_whole(&cv);
	canvas_release(&cv);
}

static void every_column_of_the_edge_keeps_wide_cells_whole(void **state)
{
	(void)state;
	for (int cols = 1; cols < 12; cols++)
		for (int col = -6; col < cols + 2; col++)
			for (int max = 0; max < 8; max++) {
				struct canvas cv;

				canvas_init(&cv, 1, cols);
				canvas_put(&cv, 0, 0, cols, STYLE_TEXT, "字字字字字字");
				canvas_put(&cv, 0, col, max, STYLE_TEXT, "中e\xcc\x81文");
				canvas_put_cut(&cv, 0, col + 1, max, STYLE_TEXT, "中文");
				expect_whole(&cv);
				canvas_release(&cv);
			}
}

static void escape_sequences_are_drawn_not_sent(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 1, 20);
	canvas_put(&cv, 0, 0, 20, STYLE_TEXT, "\033[2Jx\r\nnew\xe2\x80\xae");
	expect(&cv, "␛[2Jx␍␊new‹RLO›\n");
	assert_int_equal(cv.cells[0].style, STYLE_HIDDEN);
	canvas_fill(&cv, 0, 0, 1, STYLE_TEXT, 0x9B);
	assert_int_equal(cv.cells[0].base, ' ');
	canvas_release(&cv);
}

static void rules_join_where_they_meet_in_any_order(void **state)
{
	static const char want[] = "────┬──\n"
				   "    │\n"
				   "────┼──\n"
				   "    │\n"
				   "────┴──\n";
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 5, 7);
	canvas_hline(&cv, 0, 0, 7);
	canvas_hline(&cv, 4, 0, 7);
	canvas_vline(&cv, 1, 4, 1);
	canvas_vline(&cv, 3, 4, 1);
	canvas_hline(&cv, 2, 0, 7);
	expect(&cv, want);
	canvas_erase(&cv);
	canvas_vline(&cv, 1, 4, 3);
	for (int row = 0; row < 5; row += 2)
		canvas_hline(&cv, row, 0, 7);
	expect(&cv, want);
	canvas_release(&cv);
}

static void a_line_character_in_a_text_joins_nothing(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 2, 4);
	canvas_put(&cv, 0, 0, 4, STYLE_DIM, "││││");
	canvas_hline(&cv, 1, 0, 4);
	expect(&cv, "││││\n────\n");
	canvas_release(&cv);
}

static void a_title_over_a_rule_leaves_the_rest_of_it(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 2, 12);
	canvas_vline(&cv, 1, 10, 1);
	canvas_hline(&cv, 0, 0, 12);
	canvas_put(&cv, 0, 2, 10, STYLE_BRIGHT, " A ");
	expect(&cv, "── A ─────┬─\n          │\n");
	canvas_release(&cv);
}

static void ascii_draws_rules_and_marks_in_ascii(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 3, 12);
	cv.ascii = true;
	canvas_vline(&cv, 1, 5, 1);
	canvas_hline(&cv, 0, 0, 8);
	canvas_put(&cv, 1, 0, 5, STYLE_TEXT, "▸ é –");
	canvas_put_cut(&cv, 2, 0, 5, STYLE_TEXT, "preference");
	expect(&cv, "-----+--\n> é -|\npref~\n");
	canvas_release(&cv);
}

static int c_locale_width(uint32_t rune)
{
	return rune >= 0x20 && rune < 0x7F ? 1 : -1;
}

static void a_locale_without_utf8_gets_nothing_but_ascii(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 2, 30);
	cv.ascii = true;
	cv.width = c_locale_width;
	canvas_put(&cv, 0, 0, 30, STYLE_TEXT, "▸ é ↑3 中…");
	canvas_put(&cv, 1, 0, 3, STYLE_TEXT, "\033中");
	expect(&cv, "> U+00E9 ^3 U+4E2D~\n^[U\n");
	canvas_release(&cv);
}

static void fill_and_style_touch_only_their_columns(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 1, 8);
	canvas_fill(&cv, 0, 2, 3, STYLE_DIM, '=');
	canvas_style(&cv, 0, 3, 100, STYLE_MATCH);
	expect(&cv, "  ===\n");
	assert_int_equal(cv.cells[2].style, STYLE_DIM);
	assert_int_equal(cv.cells[3].style, STYLE_MATCH);
	assert_int_equal(cv.cells[7].style, STYLE_MATCH);
	canvas_release(&cv);
}

static void the_cursor_is_on_the_canvas_or_nowhere(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 2, 4);
	assert_int_equal(cv.cursor_row, -1);
	canvas_cursor(&cv, 1, 3);
	assert_int_equal(cv.cursor_row, 1);
	assert_int_equal(cv.cursor_col, 3);
	canvas_cursor(&cv, 1, 4);
	assert_int_equal(cv.cursor_row, -1);
	canvas_release(&cv);
}

static void columns_are_counted_as_they_are_drawn(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 1, 4);
	assert_int_equal(canvas_columns(&cv, "中e\xcc\x81\033"), 4);
	assert_int_equal(canvas_columns(&cv, ""), 0);
	canvas_release(&cv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_put_where_it_belongs_and_clipped),
		cmocka_unit_test(what_does_not_fit_is_cut_with_a_mark),
		cmocka_unit_test(text_can_end_at_a_column),
		cmocka_unit_test(half_of_a_wide_cell_blanks_the_other_half),
		cmocka_unit_test(a_wide_cell_in_the_last_column_becomes_a_mark),
		cmocka_unit_test(every_column_of_the_edge_keeps_wide_cells_whole),
		cmocka_unit_test(escape_sequences_are_drawn_not_sent),
		cmocka_unit_test(rules_join_where_they_meet_in_any_order),
		cmocka_unit_test(a_line_character_in_a_text_joins_nothing),
		cmocka_unit_test(a_title_over_a_rule_leaves_the_rest_of_it),
		cmocka_unit_test(ascii_draws_rules_and_marks_in_ascii),
		cmocka_unit_test(a_locale_without_utf8_gets_nothing_but_ascii),
		cmocka_unit_test(fill_and_style_touch_only_their_columns),
		cmocka_unit_test(the_cursor_is_on_the_canvas_or_nowhere),
		cmocka_unit_test(columns_are_counted_as_they_are_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
