/* The text editor on a canvas: soft rows, scrolling, marks, the cursor. */
#include "ui/widget/editor_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void play(struct editor *editor, const char *script)
{
	struct event event;
	struct key_place place = { 0 };
	int rows, cols;
	bool bad = false;

	while (key_script_next(script, &place, &event, &rows, &cols, &bad))
		editor_handle(editor, &event);
	assert_false(bad);
}

struct fixture {
	struct canvas cv;
	struct editor *editor;
};

static void start(struct fixture *f, const char *text, int rows, int cols)
{
	canvas_init(&f->cv, rows, cols);
	f->editor = editor_new(text, false);
	editor_set_cursor(f->editor, 0);
}

static void finish(struct fixture *f)
{
	editor_free(f->editor);
	canvas_release(&f->cv);
}

static void draw(struct fixture *f)
{
	canvas_erase(&f->cv);
	editor_draw(f->editor, &f->cv, 0, 0, f->cv.rows, f->cv.cols, true);
}

static void expect_screen(struct fixture *f, const char *want, int row, int col)
{
	struct buf out = BUF_INIT;

	draw(f);
	canvas_text(&f->cv, &out);
	assert_string_equal(buf_str(&out), want);
	assert_int_equal(f->cv.cursor_row, row);
	assert_int_equal(f->cv.cursor_col, col);
	buf_release(&out);
}

/* Once KEYS are played. */
static void after(struct fixture *f, const char *keys, const char *want, int row, int col)
{
	play(f->editor, keys);
	expect_screen(f, want, row, col);
}

static void goes_to(struct fixture *f, const char *keys, size_t cursor)
{
	play(f->editor, keys);
	assert_int_equal(editor_cursor(f->editor), cursor);
}

static void rows_wrap_softly_and_show_the_cursor(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "one two three", 3, 9);
	expect_screen(&f, "one two\nthree\n\n", 0, 0);
	after(&f, "End", "one two\nthree\n\n", 0, 7);
	after(&f, "Right", "one two\nthree\n\n", 1, 0);
	after(&f, "End x", "one two\nthreex\n\n", 1, 6);
	assert_int_equal(editor_rows(f.editor, &f.cv, 9), 2);
	finish(&f);
}

static void up_and_down_keep_their_column_over_soft_rows(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "abcdef\nxy\n123456", 3, 10);
	draw(&f);
	goes_to(&f, "Right Right Right Right Down", 9);
	goes_to(&f, "Down", 14);
	goes_to(&f, "Up Up", 4);
	goes_to(&f, "Up", 0);
	goes_to(&f, "Down Down Down", 16);
	finish(&f);
}

static void a_long_word_is_walked_row_by_row(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "abcdefghijkl", 4, 5);
	expect_screen(&f, "abcd\nefgh\nijkl\n\n", 0, 0);
	after(&f, "Right Down Down", "abcd\nefgh\nijkl\n\n", 2, 1);
	after(&f, "Up End", "abcd\nefgh\nijkl\n\n", 1, 3);
	after(&f, "Home", "abcd\nefgh\nijkl\n\n", 1, 0);
	after(&f, "Home", "abcd\nefgh\nijkl\n\n", 0, 0);
	after(&f, "Ctrl-E", "abcd\nefgh\nijkl\n\n", 2, 4);
	finish(&f);
}

static void wide_characters_are_stood_on_at_their_left_half(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "中文\nabc", 2, 8);
	after(&f, "Right", "中文\nabc\n", 0, 2);
	after(&f, "Down", "中文\nabc\n", 1, 2);
	after(&f, "Right Up", "中文\nabc\n", 0, 2);
	finish(&f);
}

static void the_view_follows_the_cursor(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "1\n2\n3\n4\n5\n6", 3, 8);
	expect_screen(&f, "1\n2\n3\n", 0, 0);
	after(&f, "Down Down Down", "2\n3\n4\n", 2, 0);
	after(&f, "Up", "2\n3\n4\n", 1, 0);
	after(&f, "PgDn", "3\n4\n5\n", 2, 0);
	after(&f, "Ctrl-End", "4\n5\n6\n", 2, 1);
	after(&f, "Backspace Backspace Backspace Backspace Backspace Backspace Backspace Backspace",
	      "1\n2\n\n", 1, 1);
	after(&f, "Enter", "1\n2\n\n", 2, 0);
	finish(&f);
}

static void a_one_line_text_scrolls_sideways(void **state)
{
	struct fixture f;

	(void)state;
	canvas_init(&f.cv, 1, 6);
	f.editor = editor_new("", true);
	after(&f, "\"abcdefgh\"", "defgh\n", 0, 5);
	after(&f, "Left Left Left Left Left Left", "cdefgh\n", 0, 0);
	after(&f, "Home", "abcdef\n", 0, 0);
	after(&f, "Ctrl-K", "\n", 0, 0);
	finish(&f);
}

static void what_was_found_is_marked_until_the_next_move(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "a tap drips", 1, 20);
	assert_true(editor_find(f.editor, "tap"));
	draw(&f);
	assert_int_equal(f.cv.cells[1].style, STYLE_TEXT);
	assert_int_equal(f.cv.cells[2].style, STYLE_MATCH);
	assert_int_equal(f.cv.cells[4].style, STYLE_MATCH);
	assert_int_equal(f.cv.cells[5].style, STYLE_TEXT);
	play(f.editor, "Right");
	draw(&f);
	assert_int_equal(f.cv.cells[2].style, STYLE_TEXT);
	finish(&f);
}

/* Lines of the text that are laid out. */
static size_t count_laid(const struct editor *editor)
{
	size_t n = 0;

	for (size_t i = 0; i < FLOW_LINES; i++)
		n += editor->flow.line[i].laid;
	return n;
}

static void only_what_is_on_the_screen_is_laid_out(void **state)
{
	struct buf text = BUF_INIT;
	struct fixture f;

	(void)state;
	for (int i = 0; i < 20000; i++)
		buf_addf(&text, "line %d of a long text\n", i);
	start(&f, buf_str(&text), 20, 40);
	editor_set_cursor(f.editor, text.len / 2);
	draw(&f);
	play(f.editor, "x");
	draw(&f);
	assert_in_range(count_laid(f.editor), 20, 24);
	play(f.editor, "Ctrl-End Up PgUp PgDn");
	draw(&f);
	assert_true(count_laid(f.editor) < 80);
	buf_release(&text);
	finish(&f);
}

static void typing_above_leaves_the_screen_where_it_is(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "1\n2\n3\n4\n5\n6", 3, 8);
	after(&f, "Ctrl-End", "4\n5\n6\n", 2, 1);
	editor_replace(f.editor, 0, 1, "one");
	editor_set_cursor(f.editor, 9);
	expect_screen(&f, "4\n5\n6\n", 0, 1);
	editor_replace(f.editor, 0, 10, "");
	editor_set_cursor(f.editor, 0);
	expect_screen(&f, "5\n6\n\n", 0, 0);
	finish(&f);
}

static void marks_are_drawn_around_words_and_not_stood_on(void **state)
{
	static const struct flow_mark marks[] = { { 4, 7, STYLE_INSERTED, "{+", "+}" } };
	struct fixture f;

	(void)state;
	start(&f, "one two three", 3, 30);
	editor_set_marks(f.editor, marks, 1);
	expect_screen(&f, "one {+two+} three\n\n\n", 0, 0);
	assert_int_equal(f.cv.cells[5].style, STYLE_INSERTED);
	assert_int_equal(f.cv.cells[11].style, STYLE_TEXT);
	after(&f, "Ctrl-Right", "one {+two+} three\n\n\n", 0, 6);
	after(&f, "Right Right Right", "one {+two+} three\n\n\n", 0, 9);
	after(&f, "Right", "one {+two+} three\n\n\n", 0, 12);
	finish(&f);
}

static void up_and_down_pass_marks_at_every_width(void **state)
{
	static const char text[] = "one two three four five\nsix seven eight nine ten eleven";
	static const struct flow_mark marks[] = { { 4, 13, STYLE_INSERTED, "{+", "+}" },
						  { 24, 55, STYLE_INSERTED, "{+", "+}" } };

	(void)state;
	for (int cols = 2; cols < 40; cols++) {
		struct fixture f;
		size_t before = SIZE_MAX;

		start(&f, text, 4, cols);
		editor_set_marks(f.editor, marks, 2);
		draw(&f);
		play(f.editor, "Right Right");
		for (int i = 0; editor_cursor(f.editor) != before; i++) {
			before = editor_cursor(f.editor);
			play(f.editor, "Down");
			draw(&f);
			assert_true(f.cv.cursor_row >= 0 && i < 200);
		}
		assert_int_equal(before, strlen(text));
		before = SIZE_MAX;
		for (int i = 0; editor_cursor(f.editor) != before; i++) {
			before = editor_cursor(f.editor);
			play(f.editor, "Up");
			assert_true(i < 200);
		}
		assert_int_equal(before, 0);
		finish(&f);
	}
}

static void the_cursor_is_on_the_screen_at_every_size(void **state)
{
	(void)state;
	for (int rows = 1; rows < 4; rows++)
		for (int cols = 1; cols < 9; cols++) {
			struct fixture f;
			size_t before = SIZE_MAX;

			start(&f, "one  two 中文\n\n  long-words\there\xcc\x81 👩\xe2\x80\x8d💻",
			      rows, cols);
			while (editor_cursor(f.editor) != before) {
				draw(&f);
				assert_true(f.cv.cursor_row >= 0 && f.cv.cursor_row < rows);
				assert_true(f.cv.cursor_col >= 0 && f.cv.cursor_col < cols);
				before = editor_cursor(f.editor);
				play(f.editor, "Right");
			}
			for (int i = 0; i < 60; i++) {
				play(f.editor, i % 7 == 3 ? "Down" : "Up");
				draw(&f);
				assert_true(f.cv.cursor_row >= 0 && f.cv.cursor_col >= 0);
			}
			finish(&f);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_wrap_softly_and_show_the_cursor),
		cmocka_unit_test(up_and_down_keep_their_column_over_soft_rows),
		cmocka_unit_test(a_long_word_is_walked_row_by_row),
		cmocka_unit_test(wide_characters_are_stood_on_at_their_left_half),
		cmocka_unit_test(the_view_follows_the_cursor),
		cmocka_unit_test(a_one_line_text_scrolls_sideways),
		cmocka_unit_test(what_was_found_is_marked_until_the_next_move),
		cmocka_unit_test(only_what_is_on_the_screen_is_laid_out),
		cmocka_unit_test(typing_above_leaves_the_screen_where_it_is),
		cmocka_unit_test(marks_are_drawn_around_words_and_not_stood_on),
		cmocka_unit_test(up_and_down_pass_marks_at_every_width),
		cmocka_unit_test(the_cursor_is_on_the_screen_at_every_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
