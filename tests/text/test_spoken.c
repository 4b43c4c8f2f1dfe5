/* Texts as they are read aloud. */
#include "text/spoken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The pieces, one a line, each with a bar behind it. */
static void speaks(const char *text, enum text_form form, const char *expected)
{
	struct spoken spoken = SPOKEN_INIT;
	struct buf all = BUF_INIT;

	text_speak(&spoken, text, strlen(text), form);
	for (size_t i = 0; i < spoken.n; i++) {
		buf_add(&all, spoken.text.data + spoken.piece[i].first, spoken.piece[i].n);
		buf_adds(&all, "|");
		assert_true(i == 0 || spoken.piece[i].at > spoken.piece[i - 1].at);
	}
	assert_string_equal(buf_str(&all), expected);
	buf_release(&all);
	spoken_release(&spoken);
}

static void raw_text_is_parted_at_empty_lines_and_stays_verbatim(void **state)
{
	(void)state;
	speaks("# one\n  two\n\n \n*three*\n", TEXT_RAW, "# one\n  two|*three*|");
	speaks("", TEXT_RAW, "");
	speaks("\n\n", TEXT_RAW, "");
}

static void headings_say_their_level(void **state)
{
	(void)state;
	speaks("# One\ntext\n### Three", TEXT_MARKDOWN, "heading 1: One|text|heading 3: Three|");
}

static void code_says_its_language_and_its_lines(void **state)
{
	(void)state;
	speaks("Run:\n```python\na = 1\n\nif a:\n    b()\n```\nthen", TEXT_MARKDOWN,
	       "Run:|code, python, 4 lines:\na = 1\n\nif a:\n    b()\nend of code|then|");
	speaks("```\n```", TEXT_MARKDOWN, "code, 0 lines:\nend of code|");
}

static void lists_say_items_numbers_and_levels(void **state)
{
	(void)state;
	speaks("3. three\n4. four\n   - deep\n\n- [x] done\n- [ ] open", TEXT_MARKDOWN,
	       "3. three|4. four|level 2, item: deep|task done: done|open task: open|");
}

static void quotes_rules_links_and_images_are_words(void **state)
{
	(void)state;
	speaks("> said\n\n---\n\n[a](http://x.y) <http://z.z> ![alt](p.png) `c`", TEXT_MARKDOWN,
	       "quote: said|rule|a (link to http://x.y) http://z.z image: alt (from p.png) `c`|");
}

static void what_markdown_keeps_to_itself_is_said(void **state)
{
	(void)state;
	speaks("one\n\n[secret]: http://evil.example\n\ntwo\n\n[last]: http://end.example\n",
	       TEXT_MARKDOWN,
	       "one|link definition: [secret]: http://evil.example|two|"
	       "link definition: [last]: http://end.example|");
}

static void tables_are_read_row_by_row_with_their_heads(void **state)
{
	(void)state;
	speaks("| Name | Price |\n|---|--:|\n| tap | 3 |\n| | 5 |\n", TEXT_MARKDOWN,
	       "table, 2 columns: Name; Price|row 1: Name: tap; Price: 3|"
	       "row 2: Name: empty; Price: 5|");
}

static void line_ends_inside_of_a_paragraph_are_kept(void **state)
{
	(void)state;
	speaks("roses\nviolets &amp; &eacute;", TEXT_MARKDOWN, "roses\nviolets & \xC3\xA9|");
}

static void a_very_long_line_is_parted_at_spaces(void **state)
{
	struct spoken spoken = SPOKEN_INIT;
	size_t n = 100000, sum = 0;
	char *text = malloc(n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		text[i] = i % 7 == 6 ? ' ' : 'x';
	text_speak(&spoken, text, n, TEXT_MARKDOWN);
	assert_true(spoken.n >= n / SPOKEN_PIECE_MAX);
	for (size_t i = 0; i < spoken.n; i++) {
		const struct spoken_piece *piece = &spoken.piece[i];

		sum += piece->n;
		assert_true(piece->n <= SPOKEN_PIECE_MAX);
		assert_int_equal(spoken_find(&spoken, piece->at), i);
	}
	assert_true(sum >= n - 10);
	free(text);
	spoken_release(&spoken);
}

static void a_very_long_text_without_spaces_is_parted_too(void **state)
{
	struct spoken spoken = SPOKEN_INIT;
	struct buf text = BUF_INIT;

	(void)state;
	for (int i = 0; i < 5000; i++)
		buf_adds(&text, "\346\260\264");
	text_speak(&spoken, text.data, text.len, TEXT_RAW);
	assert_int_equal(spoken.text.len, text.len);
	for (size_t i = 0; i < spoken.n; i++) {
		assert_in_range(spoken.piece[i].n, 3, SPOKEN_PIECE_MAX);
		assert_int_equal(spoken.piece[i].n % 3, 0);
	}
	buf_release(&text);
	spoken_release(&spoken);
}

static void a_table_that_grows_beyond_measure_is_read_raw(void **state)
{
	struct spoken spoken = SPOKEN_INIT;
	struct buf text = BUF_INIT;

	(void)state;
	for (int i = 0; i < 30; i++)
		buf_adds(&text, "|a very long head of a column that is repeated in each row");
	buf_adds(&text, "|\n");
	for (int i = 0; i < 30; i++)
		buf_adds(&text, "|-");
	buf_adds(&text, "|\n");
	for (int i = 0; i < 20000; i++)
		buf_adds(&text, "||\n");
	text_speak(&spoken, text.data, text.len, TEXT_MARKDOWN);
	assert_true(spoken.text.len <= text.len * 9 + 65536);
	assert_true(spoken.n > 0);
	spoken_release(&spoken);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(raw_text_is_parted_at_empty_lines_and_stays_verbatim),
		cmocka_unit_test(headings_say_their_level),
		cmocka_unit_test(code_says_its_language_and_its_lines),
		cmocka_unit_test(lists_say_items_numbers_and_levels),
		cmocka_unit_test(quotes_rules_links_and_images_are_words),
		cmocka_unit_test(what_markdown_keeps_to_itself_is_said),
		cmocka_unit_test(tables_are_read_row_by_row_with_their_heads),
		cmocka_unit_test(line_ends_inside_of_a_paragraph_are_kept),
		cmocka_unit_test(a_very_long_line_is_parted_at_spaces),
		cmocka_unit_test(a_very_long_text_without_spaces_is_parted_too),
		cmocka_unit_test(a_table_that_grows_beyond_measure_is_read_raw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
