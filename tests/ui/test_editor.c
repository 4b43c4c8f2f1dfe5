/* The text editor, driven by recorded keys. */
#include "text/decode.h"
#include "ui/widget/editor.h"
#include "ui/widget/editor_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static enum editor_result play(struct editor *editor, const char *script)
{
	enum editor_result last = EDITOR_IGNORED;
	struct event event;
	size_t at = 0;
	int rows, cols;
	bool bad = false;

	while (key_script_next(script, &at, &event, &rows, &cols, &bad))
		last = editor_handle(editor, &event);
	assert_false(bad);
	return last;
}

static enum editor_result paste(struct editor *editor, const char *text)
{
	struct event event = { .type = EVENT_PASTE, .text = text, .len = strlen(text) };

	return editor_handle(editor, &event);
}

static void expect(struct editor *editor, const char *text, size_t cursor)
{
	size_t len;

	assert_string_equal(editor_text(editor, &len), text);
	assert_int_equal(len, strlen(text));
	assert_int_equal(editor_cursor(editor), cursor);
}

/* Plays SCRIPT on TEXT with the cursor at its start. */
static void expect_after(const char *text, const char *script, const char *want, size_t cursor)
{
	struct editor *editor = editor_new(text, false);

	editor_set_cursor(editor, 0);
	play(editor, script);
	expect(editor, want, cursor);
	editor_free(editor);
}

static void typing_inserts_at_the_cursor(void **state)
{
	(void)state;
	expect_after("", "\"Hi you\" Enter \"é中\"", "Hi you\né中", 12);
	expect_after("bd", "a Right c", "abcd", 3);
}

static void arrows_and_erasing_go_by_whole_characters(void **state)
{
	(void)state;
	expect_after("e\xcc\x81x", "Right", "e\xcc\x81x", 3);
	expect_after("e\xcc\x81x", "Right Backspace", "x", 0);
	expect_after("👩\xe2\x80\x8d💻!", "Delete", "!", 0);
	expect_after("👩\xe2\x80\x8d💻!", "End Left Left Ctrl-D", "!", 0);
	expect_after("a\r\nb", "Right Right", "a\r\nb", 3);
	expect_after("abc", "Left Backspace", "abc", 0);
	expect_after("abc", "End Right Delete", "abc", 3);
}

static void words_are_jumped_and_killed(void **state)
{
	(void)state;
	expect_after("one two three", "Ctrl-Right Ctrl-Right", "one two three", 8);
	expect_after("one two three", "End Ctrl-Left Ctrl-Left", "one two three", 4);
	expect_after("one two three", "End Ctrl-W", "one two ", 8);
	expect_after("one two three", "End Ctrl-W Ctrl-W Ctrl-Y", "one two three", 13);
}

static void lines_are_killed_and_put_back(void **state)
{
	(void)state;
	expect_after("first\nsecond", "Ctrl-K", "\nsecond", 0);
	expect_after("first\nsecond", "Ctrl-K Ctrl-K", "second", 0);
	expect_after("first\nsecond", "Ctrl-K Ctrl-K End Ctrl-Y", "secondfirst\n", 12);
	expect_after("first\nsecond", "End Ctrl-U", "\nsecond", 0);
	expect_after("first\r\nsecond", "Ctrl-K", "\r\nsecond", 0);
	expect_after("ab", "Ctrl-K Ctrl-Y Ctrl-Y", "abab", 4);
	expect_after("a b", "Ctrl-Right Ctrl-K Home Ctrl-K Ctrl-Y", "a ", 2);
}

static void undo_takes_back_word_by_word_and_redo_brings_it_again(void **state)
{
	struct editor *editor = editor_new("", false);

	(void)state;
	play(editor, "\"one two\"");
	expect(editor, "one two", 7);
	assert_int_equal(play(editor, "Ctrl-_"), EDITOR_CHANGED);
	expect(editor, "one ", 4);
	play(editor, "Ctrl-_");
	expect(editor, "", 0);
	assert_int_equal(play(editor, "Ctrl-_"), EDITOR_MOVED);
	play(editor, "Ctrl-R Ctrl-R");
	expect(editor, "one two", 7);
	assert_false(editor_redo(editor));
	play(editor, "Ctrl-_ x");
	expect(editor, "one x", 5);
	assert_false(editor_redo(editor));
	editor_free(editor);
}

static void erasing_in_a_row_is_one_step(void **state)
{
	struct editor *editor = editor_new("abcdef", false);

	(void)state;
	play(editor, "Backspace Backspace Backspace Ctrl-_");
	expect(editor, "abcdef", 6);
	play(editor, "Home Delete Delete Ctrl-_");
	expect(editor, "abcdef", 0);
	play(editor, "Right Right Delete Backspace Ctrl-_");
	expect(editor, "abcdef", 2);
	editor_free(editor);
}

static void undo_restores_every_state_of_a_random_session(void **state)
{
	static const char *const moves[] = { "a",      "\"b c\"",   "Enter",  "Backspace",
					     "Delete", "Left",      "Ctrl-W", "Ctrl-K",
					     "Ctrl-U", "Ctrl-Y",    "Home",   "Up",
					     "中",     "Ctrl-Left", "Down",   "End" };
	struct editor *editor = editor_new("start", false);
	char *final;
	uint32_t seed = 12345;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		seed = seed * 1103515245u + 12345u;
		play(editor, moves[(seed >> 16) % 16]);
		assert_true(editor_cursor(editor) <= strlen(editor_text(editor, NULL)));
		assert_true(utf8_valid(editor_text(editor, NULL), strlen(editor_text(editor, NULL)),
				       NULL));
	}
	final = strdup(editor_text(editor, NULL));
	while (editor_undo(editor))
		;
	assert_string_equal(editor_text(editor, NULL), "start");
	while (editor_redo(editor))
		;
	assert_string_equal(editor_text(editor, NULL), final);
	free(final);
	editor_free(editor);
}

static void a_whole_new_text_is_one_small_step(void **state)
{
	struct editor *editor = editor_new("the tap é drips", false);

	(void)state;
	editor_set(editor, "the tap è drips");
	expect(editor, "the tap è drips", 10);
	editor_set(editor, "the tap è drips");
	assert_true(editor_undo(editor));
	expect(editor, "the tap é drips", 16);
	assert_false(editor_undo(editor));
	editor_set(editor, "");
	expect(editor, "", 0);
	editor_set(editor, "aaa");
	editor_set(editor, "aa");
	expect(editor, "aa", 2);
	editor_free(editor);
}

static void a_paste_brings_no_controls_and_is_counted(void **state)
{
	struct editor *editor = editor_new("", false);

	(void)state;
	assert_int_equal(paste(editor, "a\r\nb\rc\033[31m\td\xc2\x9b\x7f\xff"), EDITOR_CHANGED);
	expect(editor, "a\nb\nc[31m\td\xef\xbf\xbd", 14);
	assert_int_equal(editor_pasted(editor), 12);
	assert_true(editor_undo(editor));
	expect(editor, "", 0);
	assert_int_equal(paste(editor, "\033"), EDITOR_MOVED);
	editor_free(editor);
}

static void a_one_line_text_stays_in_one_line(void **state)
{
	struct editor *editor = editor_new("", true);

	(void)state;
	paste(editor, "two\nlines\n");
	expect(editor, "two lines", 9);
	assert_int_equal(play(editor, "Enter"), EDITOR_DONE);
	assert_int_equal(play(editor, "Up"), EDITOR_IGNORED);
	assert_int_equal(play(editor, "Home"), EDITOR_MOVED);
	expect(editor, "two lines", 0);
	assert_int_equal(play(editor, "Esc"), EDITOR_IGNORED);
	assert_int_equal(play(editor, "Tab"), EDITOR_IGNORED);
	assert_int_equal(play(editor, "Ctrl-X"), EDITOR_IGNORED);
	editor_free(editor);
}

static void a_full_text_takes_no_more_but_lets_go(void **state)
{
	struct editor *editor = editor_new("", false);
	char *big = malloc(EDITOR_MAX + 1);

	(void)state;
	memset(big, 'a', EDITOR_MAX);
	big[EDITOR_MAX] = '\0';
	editor_insert(editor, big, EDITOR_MAX);
	assert_int_equal(play(editor, "x"), EDITOR_FULL);
	assert_int_equal(paste(editor, "x"), EDITOR_FULL);
	assert_int_equal(editor_pasted(editor), 0);
	assert_int_equal(play(editor, "Backspace"), EDITOR_CHANGED);
	assert_int_equal(play(editor, "x"), EDITOR_CHANGED);
	free(big);
	editor_free(editor);
}

static void finding_goes_round_the_end(void **state)
{
	struct editor *editor = editor_new("tap and Tap and tap", false);

	(void)state;
	editor_set_cursor(editor, 1);
	assert_true(editor_find(editor, "tap"));
	assert_int_equal(editor_cursor(editor), 8);
	assert_true(editor_find(editor, "tap"));
	assert_int_equal(editor_cursor(editor), 16);
	assert_true(editor_find(editor, "tap"));
	assert_int_equal(editor_cursor(editor), 0);
	assert_true(editor_find(editor, "tap"));
	assert_int_equal(editor_cursor(editor), 8);
	assert_false(editor_find(editor, "water"));
	assert_int_equal(editor_cursor(editor), 8);
	editor_free(editor);
}

/* ---- rows ---- */

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

static void rows_wrap_softly_and_show_the_cursor(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "one two three", 3, 9);
	expect_screen(&f, "one two\nthree\n\n", 0, 0);
	play(f.editor, "End");
	expect_screen(&f, "one two\nthree\n\n", 0, 7);
	play(f.editor, "Right");
	expect_screen(&f, "one two\nthree\n\n", 1, 0);
	play(f.editor, "End x");
	expect_screen(&f, "one two\nthreex\n\n", 1, 6);
	assert_int_equal(editor_rows(f.editor, &f.cv, 9), 2);
	finish(&f);
}

static void up_and_down_keep_their_column_over_soft_rows(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "abcdef\nxy\n123456", 3, 10);
	draw(&f);
	play(f.editor, "Right Right Right Right Down");
	assert_int_equal(editor_cursor(f.editor), 9);
	play(f.editor, "Down");
	assert_int_equal(editor_cursor(f.editor), 14);
	play(f.editor, "Up Up");
	assert_int_equal(editor_cursor(f.editor), 4);
	play(f.editor, "Up");
	assert_int_equal(editor_cursor(f.editor), 0);
	play(f.editor, "Down Down Down");
	assert_int_equal(editor_cursor(f.editor), 16);
	finish(&f);
}

static void a_long_word_is_walked_row_by_row(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "abcdefghijkl", 4, 5);
	expect_screen(&f, "abcd\nefgh\nijkl\n\n", 0, 0);
	play(f.editor, "Right Down Down");
	expect_screen(&f, "abcd\nefgh\nijkl\n\n", 2, 1);
	play(f.editor, "Up End");
	expect_screen(&f, "abcd\nefgh\nijkl\n\n", 1, 3);
	play(f.editor, "Home");
	expect_screen(&f, "abcd\nefgh\nijkl\n\n", 1, 0);
	play(f.editor, "Home");
	expect_screen(&f, "abcd\nefgh\nijkl\n\n", 0, 0);
	play(f.editor, "Ctrl-E");
	expect_screen(&f, "abcd\nefgh\nijkl\n\n", 2, 4);
	finish(&f);
}

static void wide_characters_are_stood_on_at_their_left_half(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "中文\nabc", 2, 8);
	play(f.editor, "Right");
	expect_screen(&f, "中文\nabc\n", 0, 2);
	play(f.editor, "Down");
	expect_screen(&f, "中文\nabc\n", 1, 2);
	play(f.editor, "Right Up");
	expect_screen(&f, "中文\nabc\n", 0, 2);
	finish(&f);
}

static void the_view_follows_the_cursor(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, "1\n2\n3\n4\n5\n6", 3, 8);
	expect_screen(&f, "1\n2\n3\n", 0, 0);
	play(f.editor, "Down Down Down");
	expect_screen(&f, "2\n3\n4\n", 2, 0);
	play(f.editor, "Up");
	expect_screen(&f, "2\n3\n4\n", 1, 0);
	play(f.editor, "PgDn");
	expect_screen(&f, "3\n4\n5\n", 2, 0);
	play(f.editor, "Ctrl-End");
	expect_screen(&f, "4\n5\n6\n", 2, 1);
	play(f.editor,
	     "Backspace Backspace Backspace Backspace Backspace Backspace Backspace Backspace");
	expect_screen(&f, "1\n2\n\n", 1, 1);
	play(f.editor, "Enter");
	expect_screen(&f, "1\n2\n\n", 2, 0);
	finish(&f);
}

static void a_one_line_text_scrolls_sideways(void **state)
{
	struct fixture f;

	(void)state;
	canvas_init(&f.cv, 1, 6);
	f.editor = editor_new("", true);
	play(f.editor, "\"abcdefgh\"");
	expect_screen(&f, "defgh\n", 0, 5);
	play(f.editor, "Left Left Left Left Left Left");
	expect_screen(&f, "cdefgh\n", 0, 0);
	play(f.editor, "Home");
	expect_screen(&f, "abcdef\n", 0, 0);
	play(f.editor, "Ctrl-K");
	expect_screen(&f, "\n", 0, 0);
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
	play(f.editor, "Ctrl-End");
	expect_screen(&f, "4\n5\n6\n", 2, 1);
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
	play(f.editor, "Ctrl-Right");
	expect_screen(&f, "one {+two+} three\n\n\n", 0, 6);
	play(f.editor, "Right Right Right");
	expect_screen(&f, "one {+two+} three\n\n\n", 0, 9);
	play(f.editor, "Right");
	expect_screen(&f, "one {+two+} three\n\n\n", 0, 12);
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

static void hits_are_counted_and_gone_through_both_ways(void **state)
{
	struct editor *editor = editor_new("tap and Tap and tap", false);
	size_t which, count;

	(void)state;
	editor_set_cursor(editor, 0);
	editor_found(editor, &which, &count);
	assert_int_equal(count, 0);
	assert_true(editor_find(editor, "tap"));
	editor_found(editor, &which, &count);
	assert_int_equal(which, 1);
	assert_int_equal(count, 3);
	assert_true(editor_find_back(editor, "tap"));
	assert_int_equal(editor_cursor(editor), 16);
	editor_found(editor, &which, &count);
	assert_int_equal(which, 3);
	assert_true(editor_find_back(editor, "tap"));
	assert_int_equal(editor_cursor(editor), 8);
	assert_false(editor_find_back(editor, "water"));
	editor_free(editor);
}

static void what_another_program_wrote_counts_as_pasted(void **state)
{
	struct editor *editor = editor_new("one", false);

	(void)state;
	assert_int_equal(editor_take(editor, "one two\033", 8), EDITOR_CHANGED);
	expect(editor, "one two", 7);
	assert_int_equal(editor_pasted(editor), 4);
	assert_int_equal(editor_take(editor, "one two", 7), EDITOR_MOVED);
	assert_true(editor_undo(editor));
	expect(editor, "one", 3);
	editor_free(editor);
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
		cmocka_unit_test(typing_inserts_at_the_cursor),
		cmocka_unit_test(arrows_and_erasing_go_by_whole_characters),
		cmocka_unit_test(words_are_jumped_and_killed),
		cmocka_unit_test(lines_are_killed_and_put_back),
		cmocka_unit_test(undo_takes_back_word_by_word_and_redo_brings_it_again),
		cmocka_unit_test(erasing_in_a_row_is_one_step),
		cmocka_unit_test(undo_restores_every_state_of_a_random_session),
		cmocka_unit_test(a_whole_new_text_is_one_small_step),
		cmocka_unit_test(a_paste_brings_no_controls_and_is_counted),
		cmocka_unit_test(a_one_line_text_stays_in_one_line),
		cmocka_unit_test(a_full_text_takes_no_more_but_lets_go),
		cmocka_unit_test(finding_goes_round_the_end),
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
		cmocka_unit_test(hits_are_counted_and_gone_through_both_ways),
		cmocka_unit_test(what_another_program_wrote_counts_as_pasted),
		cmocka_unit_test(the_cursor_is_on_the_screen_at_every_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
