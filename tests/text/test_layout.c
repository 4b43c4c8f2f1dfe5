/* Raw text in rows: wrapping, offsets, folding. */
#include "text/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *rows_of(const struct layout *layout)
{
	struct buf out = BUF_INIT;

	for (size_t r = 0; r < layout->n_rows; r++) {
		const struct layout_row *row = &layout->rows[r];

		for (size_t i = row->first; i < row->first + row->n; i++) {
			if (layout->cells.cell[i].width == 0)
				continue;
			buf_add_utf8(&out, layout->cells.cell[i].base);
			for (unsigned m = 0; m < layout->cells.cell[i].n_marks; m++)
				buf_add_utf8(&out, layout->cells.cell[i].mark[m]);
		}
		buf_adds(&out, "|\n");
	}
	return buf_detach(&out);
}

static void expect(int columns, const char *text, const char *want)
{
	const struct layout_options options = { .form = TEXT_RAW, .columns = columns };
	struct layout layout = LAYOUT_INIT;
	char *got;

	layout_text(&layout, text, strlen(text), &options);
	got = rows_of(&layout);
	assert_string_equal(got, want);
	free(got);
	layout_release(&layout);
}

static void words_wrap_at_the_last_space_that_fits(void **state)
{
	(void)state;
	expect(10, "one two three four", "one two|\nthree four|\n");
	expect(7, "one two three", "one two|\nthree|\n");
	expect(6, "one two", "one|\ntwo|\n");
	expect(3, "a b c d", "a b|\nc d|\n");
	expect(20, "short", "short|\n");
}

static void lines_end_at_lf_and_crlf_but_a_lone_cr_is_seen(void **state)
{
	(void)state;
	expect(20, "a\nb\r\nc\rd", "a|\nb|\nc␍d|\n");
	expect(20, "a\n\nb", "a|\n|\nb|\n");
	expect(20, "", "|\n");
	expect(20, "a\n", "a|\n|\n");
	expect(20, "a\r\r\nb", "a␍|\nb|\n");
}

static void tabs_reach_the_next_stop_of_eight(void **state)
{
	(void)state;
	expect(40, "a\tb\n\tc\n12345678\td", "a       b|\n        c|\n12345678        d|\n");
	expect(40, "中\tb", "中      b|\n");
}

static void a_word_too_long_for_a_row_is_broken(void **state)
{
	(void)state;
	expect(4, "abcdefghij", "abcd|\nefgh|\nij|\n");
	expect(4, "ab cdefghij", "ab|\ncdef|\nghij|\n");
	expect(4, "      abcdef", "    |\n  ab|\ncdef|\n");
}

static void an_indent_stays_and_spaces_at_the_end_of_a_row_go(void **state)
{
	(void)state;
	expect(12, "   indented text", "   indented|\ntext|\n");
	expect(4, "ab    cd", "ab|\ncd|\n");
}

static void hyphens_and_dashes_let_a_word_break(void **state)
{
	(void)state;
	expect(9, "a well-known fact", "a well-|\nknown|\nfact|\n");
	expect(6, "yes—no", "yes—no|\n");
	expect(5, "yes—no", "yes—|\nno|\n");
	expect(7, "count -5 x", "count|\n-5 x|\n");
}

static void ideographs_break_anywhere_but_before_closing_marks(void **state)
{
	(void)state;
	expect(6, "中文中文中", "中文中|\n文中|\n");
	expect(5, "中文中文", "中文|\n中文|\n");
	expect(6, "中文中。文", "中文|\n中。文|\n");
	expect(6, "中文「中文", "中文|\n「中文|\n");
	expect(7, "ab中文cd", "ab中文|\ncd|\n");
}

static void korean_words_stay_whole(void **state)
{
	(void)state;
	expect(10, "안녕 하세요 여러분", "안녕|\n하세요|\n여러분|\n");
}

static void a_no_break_space_does_not_break(void **state)
{
	(void)state;
	expect(9,
	       "ab cd\xc2\xa0"
	       "ef gh",
	       "ab cd ef|\ngh|\n");
	expect(6,
	       "ab cd\xc2\xa0"
	       "ef",
	       "ab|\ncd ef|\n");
}

static void one_column_is_enough(void **state)
{
	(void)state;
	expect(1, "a bc", "a|\nb|\nc|\n");
	expect(1, "中文", "中|\n文|\n");
	expect(0, "ab", "a|\nb|\n");
}

static void prose_wraps_at_the_reading_width(void **state)
{
	const struct layout_options options = { .form = TEXT_RAW, .columns = 300 };
	struct layout layout = LAYOUT_INIT;
	char text[1000];

	(void)state;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = i % 5 == 4 ? ' ' : 'a';
	layout_text(&layout, text, sizeof text, &options);
	for (size_t i = 0; i < layout.n_rows; i++)
		assert_true(layout.rows[i].n <= READING_COLUMNS);
	layout_release(&layout);
}

static void hidden_characters_are_counted_once(void **state)
{
	const struct layout_options options = { .form = TEXT_RAW, .columns = 10 };
	const char *text = "a\033b\n\xe2\x80\xae"
			   "c\ttab";
	struct layout layout = LAYOUT_INIT;

	(void)state;
	layout_text(&layout, text, strlen(text), &options);
	assert_int_equal(layout.hidden, 2);
	layout_text(&layout, text, strlen(text), &options);
	assert_int_equal(layout.hidden, 2);
	layout_release(&layout);
}

static void rows_know_their_place_in_the_text(void **state)
{
	const struct layout_options options = { .form = TEXT_RAW, .columns = 8 };
	const char *text = "one two three\n\nnext \xe4\xb8\xad";
	struct layout layout = LAYOUT_INIT;

	(void)state;
	layout_text(&layout, text, strlen(text), &options);
	assert_int_equal(layout.n_rows, 4);
	assert_int_equal(layout_at(&layout, 0), 0);
	assert_int_equal(layout_at(&layout, 1), 8);
	assert_int_equal(layout_at(&layout, 2), 14);
	assert_int_equal(layout_at(&layout, 3), 15);
	assert_int_equal(layout_at(&layout, 99), 0);
	assert_int_equal(layout_row_of(&layout, 0), 0);
	assert_int_equal(layout_row_of(&layout, 7), 0);
	assert_int_equal(layout_row_of(&layout, 8), 1);
	assert_int_equal(layout_row_of(&layout, 13), 1);
	assert_int_equal(layout_row_of(&layout, 14), 2);
	assert_int_equal(layout_row_of(&layout, 20), 3);
	assert_int_equal(layout_row_of(&layout, 1000), 3);
	assert_true(layout.rows[1].continues);
	assert_false(layout.rows[1].starts_block);
	assert_true(layout.rows[3].starts_block);
	layout_release(&layout);
}

static void a_giant_line_is_folded_without_losing_a_byte(void **state)
{
	const struct layout_options options = { .form = TEXT_RAW, .columns = 80 };
	struct layout layout = LAYOUT_INIT;
	struct buf text = BUF_INIT;
	size_t seen = 0;

	(void)state;
	for (int i = 0; i < 50000; i++)
		buf_adds(&text, "éab");
	layout_text(&layout, text.data, text.len, &options);
	for (size_t r = 0; r < layout.n_rows; r++) {
		assert_int_equal(layout.rows[r].continues, r > 0);
		assert_int_equal(layout.rows[r].starts_block, r == 0);
		seen += layout.rows[r].n;
	}
	assert_int_equal(seen, 150000);
	buf_release(&text);
	layout_release(&layout);
}

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Rows follow one another in the text, lie inside the cells, and fit. */
static void check_rows(const struct layout *layout, size_t n, size_t columns)
{
	size_t last = 0;

	for (size_t r = 0; r < layout->n_rows; r++) {
		const struct layout_row *row = &layout->rows[r];

		assert_true(row->at >= last && row->at <= n);
		last = row->at;
		assert_true(row->first + row->n <= layout->cells.n);
		assert_true(row->prefix <= row->n);
		assert_true(row->n <= (columns > 2 ? columns : 2));
		if (row->n > 0) {
			assert_int_not_equal(layout->cells.cell[row->first].width, 0);
			assert_int_not_equal(layout->cells.cell[row->first + row->n - 1].width, 2);
		}
	}
}

static void any_bytes_at_any_width_make_proper_rows(void **state)
{
	static const char *const salt[] = { "中",   " ",    "\n", "\r\n",     "\t",
					    "- ",   "word", "。", "\xcc\x81", "👩\xe2\x80\x8d💻",
					    "\033", "\xff" };
	struct layout layout = LAYOUT_INIT;
	uint64_t seed = 7;

	(void)state;
	for (int round = 0; round < 4000; round++) {
		struct layout_options options = { .columns = (int)(next_random(&seed) % 20) + 1 };
		struct buf text = BUF_INIT;
		size_t pieces = next_random(&seed) % 40;

		for (size_t i = 0; i < pieces; i++)
			buf_adds(&text, salt[next_random(&seed) % 12]);
		layout_text(&layout, buf_str(&text), text.len, &options);
		check_rows(&layout, text.len, (size_t)options.columns);
		buf_release(&text);
	}
	layout_release(&layout);
}

static void thai_breaks_between_syllables_where_a_space_would_waste_the_row(void **state)
{
	(void)state;
	/* The space is near the end of the row: it is taken. */
	expect(11, "ทีมรับของ เธอถอดใจ", "ทีมรับของ|\nเธอถอดใจ|\n");
	/* Before a vowel that is written before its letter. */
	expect(12, "ครู ของแพนเธอร์สถอดใจที่คะแนน", "ครู ของแพน|\nเธอร์สถอด|\nใจที่คะแนน|\n");
	/* No row begins with a vowel that belongs to the letter before. */
	expect(5, "กกกกกากกก", "กกกก|\nกากกก|\n");
	expect(12, "ຄູ ຂອງແພນເທີຖອດໃຈທີ່", "ຄູ ຂອງແພນ|\nເທີຖອດໃຈທີ່|\n");
}

static void a_long_address_breaks_behind_a_sign(void **state)
{
	(void)state;
	expect(20, "https://example.org/long/path?x=1", "https://example.org/|\nlong/path?x=1|\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_wrap_at_the_last_space_that_fits),
		cmocka_unit_test(lines_end_at_lf_and_crlf_but_a_lone_cr_is_seen),
		cmocka_unit_test(tabs_reach_the_next_stop_of_eight),
		cmocka_unit_test(a_word_too_long_for_a_row_is_broken),
		cmocka_unit_test(an_indent_stays_and_spaces_at_the_end_of_a_row_go),
		cmocka_unit_test(hyphens_and_dashes_let_a_word_break),
		cmocka_unit_test(ideographs_break_anywhere_but_before_closing_marks),
		cmocka_unit_test(korean_words_stay_whole),
		cmocka_unit_test(a_no_break_space_does_not_break),
		cmocka_unit_test(one_column_is_enough),
		cmocka_unit_test(prose_wraps_at_the_reading_width),
		cmocka_unit_test(hidden_characters_are_counted_once),
		cmocka_unit_test(rows_know_their_place_in_the_text),
		cmocka_unit_test(a_giant_line_is_folded_without_losing_a_byte),
		cmocka_unit_test(any_bytes_at_any_width_make_proper_rows),
		cmocka_unit_test(thai_breaks_between_syllables_where_a_space_would_waste_the_row),
		cmocka_unit_test(a_long_address_breaks_behind_a_sign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
