/* The text editor, driven by recorded keys. */
#include "text/decode.h"
#include "ui/widget/editor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static enum editor_result play(struct editor *editor, const char *script)
{
	enum editor_result last = EDITOR_IGNORED;
	struct event event;
	struct key_place place = { 0 };
	int rows, cols;
	bool bad = false;

	while (key_script_next(script, &place, &event, &rows, &cols, &bad))
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
		cmocka_unit_test(hits_are_counted_and_gone_through_both_ways),
		cmocka_unit_test(what_another_program_wrote_counts_as_pasted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
