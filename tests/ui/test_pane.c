/* A text that is read: scroll, percent, marks. */
#include "ui/widget/pane.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct canvas cv;
	struct pane pane;
};

static void start(struct fixture *f, const char *text, int rows, int cols)
{
	canvas_init(&f->cv, rows, cols);
	pane_init(&f->pane, text, strlen(text), TEXT_RAW);
}

static void finish(struct fixture *f)
{
	pane_release(&f->pane);
	canvas_release(&f->cv);
}

static void expect(struct fixture *f, const char *want)
{
	struct buf out = BUF_INIT;

	canvas_erase(&f->cv);
	pane_draw(&f->pane, &f->cv, 0, 0, f->cv.rows, f->cv.cols);
	canvas_text(&f->cv, &out);
	assert_string_equal(buf_str(&out), want);
	buf_release(&out);
}

static const char ten[] = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten";

static void a_text_has_air_left_and_right(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "one two", 3, 6);
	expect(&f, " one\n two\n\n");
	assert_int_equal(pane_percent(&f.pane, 3), -1);
	finish(&f);
}

static void scrolling_stops_at_both_ends(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, ten, 4, 10);
	expect(&f, " one\n two\n three\n four\n");
	assert_false(pane_scroll(&f.pane, -1, 4));
	assert_true(pane_scroll(&f.pane, 2, 4));
	expect(&f, " three\n four\n five\n six\n");
	assert_true(pane_end(&f.pane, 4));
	expect(&f, " seven\n eight\n nine\n ten\n");
	assert_false(pane_scroll(&f.pane, 1, 4));
	assert_true(pane_home(&f.pane));
	assert_false(pane_home(&f.pane));
	expect(&f, " one\n two\n three\n four\n");
	finish(&f);
}

static void a_page_keeps_one_row(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, ten, 4, 10);
	pane_fit(&f.pane, 10, &f.cv);
	assert_true(pane_page(&f.pane, 1, 4));
	expect(&f, " four\n five\n six\n seven\n");
	assert_true(pane_page(&f.pane, 1, 4));
	expect(&f, " seven\n eight\n nine\n ten\n");
	assert_false(pane_page(&f.pane, 1, 4));
	assert_true(pane_page(&f.pane, -1, 4));
	expect(&f, " four\n five\n six\n seven\n");
	finish(&f);
}

static void percent_is_of_what_was_seen(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, ten, 4, 10);
	pane_fit(&f.pane, 10, &f.cv);
	assert_int_equal(pane_percent(&f.pane, 4), 40);
	pane_scroll(&f.pane, 5, 4);
	assert_int_equal(pane_percent(&f.pane, 4), 90);
	pane_scroll(&f.pane, 1, 4);
	assert_int_equal(pane_percent(&f.pane, 4), 100);
	assert_int_equal(pane_percent(&f.pane, 10), -1);
	finish(&f);
}

static void the_place_survives_another_width(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "aaa bbb ccc ddd eee fff ggg hhh iii", 2, 9);
	pane_fit(&f.pane, 9, &f.cv);
	pane_scroll(&f.pane, 2, 2);
	expect(&f, " eee fff\n ggg hhh\n");
	canvas_release(&f.cv);
	canvas_init(&f.cv, 2, 5);
	expect(&f, " eee\n fff\n");
	finish(&f);
}

static void a_view_may_set_the_place(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, ten, 2, 10);
	f.pane.top_at = 8; /* "three" */
	expect(&f, " three\n four\n");
	f.pane.top_at = 4;
	expect(&f, " two\n three\n");
	assert_true(pane_scroll(&f.pane, 1, 2));
	expect(&f, " three\n four\n");
	finish(&f);
}

static void rows_that_share_a_place_are_all_reached(void **state)
{
	struct fixture f;

	(void)state;
	/* One character, drawn as "U+10FFFF" over four rows. */
	start(&f, "\xf4\x8f\xbf\xbf", 1, 4);
	expect(&f, " U+\n");
	assert_true(pane_scroll(&f.pane, 1, 1));
	expect(&f, " 10\n");
	assert_true(pane_scroll(&f.pane, 1, 1));
	assert_true(pane_scroll(&f.pane, 1, 1));
	expect(&f, " FF\n");
	assert_false(pane_scroll(&f.pane, 1, 1));
	finish(&f);
}

static void a_place_is_shown_only_if_it_is_out_of_sight(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, ten, 3, 10);
	pane_fit(&f.pane, 10, &f.cv);
	assert_false(pane_show(&f.pane, 4, 3));
	assert_true(pane_show(&f.pane, strlen(ten) - 1, 3));
	expect(&f, " eight\n nine\n ten\n");
	assert_true(pane_show(&f.pane, 4, 3));
	expect(&f, " one\n two\n three\n");
	finish(&f);
}

static void hits_are_marked_across_wrapped_rows(void **state)
{
	struct fixture f;
	char marks[32] = "";

	(void)state;
	start(&f, "leaky Faucet faucets", 3, 9);
	f.pane.find = "faucet";
	expect(&f, " leaky\n Faucet\n faucets\n");
	for (int i = 0; i < 27; i++)
		marks[i] = f.cv.cells[i].style == STYLE_MATCH ? '#' : '.';
	assert_string_equal(marks, "..........######...######..");
	f.pane.find = "y f";
	expect(&f, " leaky\n Faucet\n faucets\n");
	assert_int_equal(f.cv.cells[5].style, STYLE_MATCH);
	assert_int_equal(f.cv.cells[10].style, STYLE_MATCH);
	assert_int_equal(f.cv.cells[11].style, STYLE_TEXT);
	f.pane.find = "";
	expect(&f, " leaky\n Faucet\n faucets\n");
	assert_int_equal(f.cv.cells[10].style, STYLE_TEXT);
	finish(&f);
}

static void no_border_is_part_of_a_hit(void **state)
{
	static const char table[] = "| head | right |\n|---|--:|\n| tap | tap |\n\n1. tap\n";
	struct fixture f;
	int marked = 0;

	(void)state;
	start(&f, table, 6, 40);
	f.pane.form = TEXT_MARKDOWN;
	f.pane.find = "tap";
	expect(&f, " head │ right\n ─────┼──────\n tap  │   tap\n\n 1. tap\n\n");
	for (int i = 0; i < 6 * 40; i++)
		marked += f.cv.cells[i].style == STYLE_MATCH;
	assert_int_equal(marked, 9);
	finish(&f);
}

static void hidden_characters_can_be_revealed(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "a\xc2\xa0z", 1, 20);
	expect(&f, " a z\n");
	f.pane.reveal = true;
	expect(&f, " a‹NBSP›z\n");
	finish(&f);
}

static const char markdown[] = "# Top\n\ntext\n\n```sh\na long line of code\n```\n\n"
			       "## Next\n\nmore\n\n## Last\n\nend\n";

static void headings_and_code_are_jumped_to(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, markdown, 3, 24);
	f.pane.form = TEXT_MARKDOWN;
	expect(&f, " # Top\n text\n\n");
	assert_true(pane_landmark(&f.pane, 1, 3));
	expect(&f, " ┌ sh\n │ a long line of code\n └\n");
	assert_true(pane_landmark(&f.pane, 1, 3));
	expect(&f, " ## Next\n more\n\n");
	assert_true(pane_landmark(&f.pane, -1, 3));
	assert_true(pane_landmark(&f.pane, -1, 3));
	expect(&f, " # Top\n text\n\n");
	finish(&f);
}

static void the_place_survives_raw_and_rendered(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, markdown, 2, 24);
	f.pane.form = TEXT_MARKDOWN;
	pane_fit(&f.pane, 24, &f.cv);
	pane_scroll(&f.pane, 7, 2);
	expect(&f, " ## Next\n more\n");
	f.pane.form = TEXT_RAW;
	expect(&f, " ## Next\n\n");
	f.pane.form = TEXT_MARKDOWN;
	expect(&f, " ## Next\n more\n");
	finish(&f);
}

static void code_that_runs_on_is_cut_with_a_mark(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, markdown, 7, 12);
	f.pane.form = TEXT_MARKDOWN;
	f.pane.code_runs_on = true;
	expect(&f, " # Top\n text\n\n ┌ sh\n │ a long ›\n └\n\n");
	finish(&f);
}

static void every_size_draws_something_and_stays_inside(void **state)
{
	(void)state;
	for (int rows = 1; rows < 5; rows++)
		for (int cols = 1; cols < 12; cols++) {
			struct fixture f;

			start(&f, "中文 text\nwith 中 \033[31m and more", rows, cols);
			pane_draw(&f.pane, &f.cv, 0, 0, rows, cols);
			pane_end(&f.pane, rows);
			pane_draw(&f.pane, &f.cv, 0, 0, rows, cols);
			assert_true(pane_rows(&f.pane) > 1);
			finish(&f);
		}
}

static void an_empty_text_is_no_trouble(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "", 2, 10);
	expect(&f, "\n\n");
	assert_false(pane_scroll(&f.pane, 1, 2));
	assert_false(pane_end(&f.pane, 2));
	assert_false(pane_landmark(&f.pane, 1, 2));
	assert_int_equal(pane_percent(&f.pane, 2), -1);
	finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_has_air_left_and_right),
		cmocka_unit_test(scrolling_stops_at_both_ends),
		cmocka_unit_test(a_page_keeps_one_row),
		cmocka_unit_test(percent_is_of_what_was_seen),
		cmocka_unit_test(the_place_survives_another_width),
		cmocka_unit_test(a_view_may_set_the_place),
		cmocka_unit_test(rows_that_share_a_place_are_all_reached),
		cmocka_unit_test(a_place_is_shown_only_if_it_is_out_of_sight),
		cmocka_unit_test(hits_are_marked_across_wrapped_rows),
		cmocka_unit_test(no_border_is_part_of_a_hit),
		cmocka_unit_test(hidden_characters_can_be_revealed),
		cmocka_unit_test(headings_and_code_are_jumped_to),
		cmocka_unit_test(the_place_survives_raw_and_rendered),
		cmocka_unit_test(code_that_runs_on_is_cut_with_a_mark),
		cmocka_unit_test(every_size_draws_something_and_stays_inside),
		cmocka_unit_test(an_empty_text_is_no_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
