/* Nothing that a terminal could obey, and nothing that an eye could miss, passes through cells. */
#include "text/cells.h"
#include "text/decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include <cmocka.h>

static const struct cell_options ordinary = { .style = STYLE_TEXT };
static const struct cell_options revealing = { .style = STYLE_TEXT, .reveal = true };
static const struct cell_options ascii = { .style = STYLE_TEXT, .ascii_only = true };

/* Cells as UTF-8, with ⟦…⟧ around what is in STYLE_HIDDEN. */
static char *drawn(const char *text, size_t n, const struct cell_options *options, unsigned *hidden)
{
	struct cells cells = CELLS_INIT;
	struct buf out = BUF_INIT;
	bool marked = false;

	text_to_cells(&cells, text, n, 0, options);
	for (size_t i = 0; i <= cells.n; i++) {
		bool now = i < cells.n && cells.cell[i].style == STYLE_HIDDEN;

		if (now != marked)
			buf_adds(&out, now ? "\xe2\x9f\xa6" : "\xe2\x9f\xa7");
		marked = now;
		if (i == cells.n || cells.cell[i].width == 0)
			continue;
		buf_add_utf8(&out, cells.cell[i].base);
		for (unsigned j = 0; j < cells.cell[i].n_marks; j++)
			buf_add_utf8(&out, cells.cell[i].mark[j]);
	}
	if (hidden != NULL)
		*hidden = cells.hidden;
	cells_release(&cells);
	return buf_detach(&out);
}

static void expect(const char *text, const struct cell_options *options, const char *want,
		   unsigned want_hidden)
{
	unsigned hidden;
	char *got = drawn(text, strlen(text), options, &hidden);

	assert_string_equal(got, want);
	assert_int_equal(hidden, want_hidden);
	free(got);
}

static void plain_text_is_itself(void **state)
{
	(void)state;
	expect("How do I fix a leaky faucet?", &ordinary, "How do I fix a leaky faucet?", 0);
	expect("na\xc3\xafve \xe2\x82\xac"
	       "5",
	       &ordinary,
	       "na\xc3\xafve \xe2\x82\xac"
	       "5",
	       0);
	expect("", &ordinary, "", 0);
}

static void what_hides_becomes_a_visible_token(void **state)
{
	static const struct {
		const char *text, *want;
		unsigned hidden;
	} cases[] = {
		{ "a\033[2Jb", "a⟦␛⟧[2Jb", 1 },
		{ "\a\b\177", "⟦␇␈␡⟧", 3 },
		{ "a\tb\nc", "a⟦→⟧b⟦␊⟧c", 0 },
		{ "a\rb", "a⟦␍⟧b", 1 },
		{ "\xc2\x9b"
		  "31m",
		  "⟦U+009B⟧31m", 1 },
		{ "\x9b"
		  "31m",
		  "⟦\xef\xbf\xbd⟧31m", 1 },
		{ "a\xe2\x80\xae"
		  "b",
		  "a⟦‹RLO›⟧b", 1 },
		{ "a\xe2\x80\x8b"
		  "b",
		  "a⟦‹ZWSP›⟧b", 1 },
		{ "a\xc2\xad"
		  "b",
		  "a⟦‹SHY›⟧b", 1 },
		{ "\xef\xbb\xbf"
		  "a",
		  "⟦‹BOM›⟧a", 1 },
		{ "a\xe2\x80\xa8"
		  "b",
		  "a⟦‹LS›⟧b", 1 },
		{ "a\xf3\xa0\x81\x81"
		  "b",
		  "a⟦U+E0041⟧b", 1 },
		{ "a\xee\x80\x80"
		  "b",
		  "a⟦U+E000⟧b", 1 },
		{ "a\xef\xbf\xbe", "a⟦U+FFFE⟧", 1 },
		{ "\xe3\x85\xa4", "⟦‹HF›⟧", 1 },
		{ "a\xcd\x8f"
		  "b",
		  "a⟦‹CGJ›⟧b", 1 },
		{ "a\xe2\x80\x8d"
		  "b",
		  "a⟦‹ZWJ›⟧b", 1 },
		{ "a\xef\xb8\x8f"
		  "b",
		  "a⟦‹VS16›⟧b", 1 },
		{ "\xf0\x9f\x98\x80\xf3\xa0\x84\xa3", "😀⟦‹VS52›⟧", 1 },
		{ "a\xc2\xa0"
		  "b",
		  "a b", 0 },
		{ "\xed\xa0\x80", "⟦\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd⟧", 3 },
		{ "\xef\xbf\xbd", "\xef\xbf\xbd", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		expect(cases[i].text, &ordinary, cases[i].want, cases[i].hidden);
}

static void a_nul_is_seen(void **state)
{
	char *got = drawn("a\0b", 3, &ordinary, NULL);

	(void)state;
	assert_string_equal(got, "a⟦␀⟧b");
	free(got);
}

static void joiners_are_dropped_where_they_belong_and_counted(void **state)
{
	static const struct {
		const char *text, *want;
		unsigned hidden;
	} cases[] = {
		/* woman, ZWJ, laptop; heart VS16; keycap; rainbow flag */
		{ "👩\xe2\x80\x8d💻", "👩💻", 1 },
		{ "\xe2\x9d\xa4\xef\xb8\x8f", "\xe2\x9d\xa4", 1 },
		{ "1\xef\xb8\x8f\xe2\x83\xa3", "1\xe2\x83\xa3", 1 },
		{ "🏳\xef\xb8\x8f\xe2\x80\x8d🌈", "🏳🌈", 2 },
		{ "👩🏽\xe2\x80\x8d🚀", "👩🏽🚀", 1 },
		/* Persian with ZWNJ, Devanagari with ZWJ, Han with a variation selector */
		{ "می\xe2\x80\x8cخواهم", "میخواهم", 1 },
		{ "क्\xe2\x80\x8dष", "क्ष", 1 },
		{ "葛\xf3\xa0\x84\x80", "葛", 1 },
		/* one joiner is a joiner, two are a message */
		{ "می\xe2\x80\x8c\xe2\x80\x8cخ", "می⟦‹ZWNJ›⟧خ", 2 },
		{ "❤\xef\xb8\x8f\xef\xb8\x8f", "❤⟦‹VS16›⟧", 2 },
		{ "👩\xe2\x80\x8d", "👩⟦‹ZWJ›⟧", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		expect(cases[i].text, &ordinary, cases[i].want, cases[i].hidden);
}

static void reveal_shows_joiners_and_kinds_of_space(void **state)
{
	(void)state;
	expect("👩\xe2\x80\x8d💻", &revealing, "👩⟦‹ZWJ›⟧💻", 1);
	expect("a\xc2\xa0"
	       "b\xe2\x80\x83",
	       &revealing, "a⟦‹NBSP›⟧b⟦‹EMSP›⟧", 0);
	expect("\xe2\x9d\xa4\xef\xb8\x8f", &revealing, "❤⟦‹VS16›⟧", 1);
}

static void four_marks_are_drawn_and_the_rest_is_counted(void **state)
{
	struct cells cells = CELLS_INIT;
	const char *zalgo = "ẅ\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87x";

	(void)state;
	text_to_cells(&cells, zalgo, strlen(zalgo), 0, &ordinary);
	assert_int_equal(cells.n, 4); /* w, "+3", x */
	assert_int_equal(cells.cell[0].n_marks, 4);
	assert_int_equal(cells.cell[1].base, '+');
	assert_int_equal(cells.cell[2].base, '3');
	assert_int_equal(cells.cell[2].style, STYLE_HIDDEN);
	assert_int_equal(cells.at[1], 3 + 4 * 2);
	assert_int_equal(cells.cell[3].base, 'x');
	assert_int_equal(cells.hidden, 3);
	cells_release(&cells);
}

static void a_mark_without_a_base_stands_on_a_dotted_circle(void **state)
{
	(void)state;
	expect("\xcc\x81"
	       "a",
	       &ordinary,
	       "◌\xcc\x81"
	       "a",
	       0);
	expect("\033\xcc\x81", &ordinary, "⟦␛⟧◌\xcc\x81", 1);
}

static void wide_cells_have_a_right_half_so_that_cells_are_columns(void **state)
{
	struct cells cells = CELLS_INIT;

	(void)state;
	text_to_cells(&cells, "中a文", 7, 100, &ordinary);
	assert_int_equal(cells.n, 5);
	assert_int_equal(cells.cell[0].width, 2);
	assert_int_equal(cells.cell[1].width, 0);
	assert_int_equal(cells.cell[2].width, 1);
	assert_int_equal(cells.at[1], 100);
	assert_int_equal(cells.at[2], 103);
	assert_int_equal(cells.at[3], 104);
	assert_int_equal(text_columns("中a文", 7, &ordinary), 5);
	cells_release(&cells);
}

static void hangul_jamo_compose_in_one_cell(void **state)
{
	struct cells cells = CELLS_INIT;

	(void)state;
	text_to_cells(&cells, "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 9, 0, &ordinary);
	assert_int_equal(cells.n, 2);
	assert_int_equal(cells.cell[0].n_marks, 2);
	cells_release(&cells);
}

static int disagreeing_width(uint32_t r)
{
	return r == 0x1F600 ? 1 : text_width_frozen(r);
}

static int c_locale_width(uint32_t r)
{
	return r >= 0x20 && r < 0x7F ? 1 : -1;
}

static void a_character_of_doubtful_width_is_shown_by_its_number(void **state)
{
	const struct cell_options doubtful = { .width = disagreeing_width };
	const struct cell_options c_locale = { .width = c_locale_width };

	(void)state;
	expect("a😀b", &doubtful, "a⟦U+1F600⟧b", 0);
	expect("né\033\xe2\x80\xae", &c_locale, "n⟦U+00E9^[<RLO>⟧", 2);
}

static void ascii_only_shows_the_rest_by_numbers(void **state)
{
	(void)state;
	expect("n\xc3\xa9 \xff\t\n\177", &ascii, "n⟦U+00E9⟧ ⟦?^I^J^?⟧", 2);
	expect("e\xcc\x81\xc2\xa0z", &ascii, "e⟦U+0301⟧ z", 0);
}

/* ---- properties ---- */

static void assert_harmless(uint32_t r)
{
	int category = utf8proc_category((utf8proc_int32_t)r);

	assert_true(r >= 0x20 && r != 0x7F && !(r >= 0x80 && r < 0xA0));
	assert_true(category != UTF8PROC_CATEGORY_CC && category != UTF8PROC_CATEGORY_CF
		    && category != UTF8PROC_CATEGORY_CS && category != UTF8PROC_CATEGORY_CO
		    && category != UTF8PROC_CATEGORY_CN && category != UTF8PROC_CATEGORY_ZL
		    && category != UTF8PROC_CATEGORY_ZP);
	assert_false(category == UTF8PROC_CATEGORY_ZS && r != ' ' && r != 0x3000);
	/* By number, so that a later table cannot let them through. */
	assert_false(r == 0xAD || r == 0x61C || r == 0x180E || (r >= 0x200B && r <= 0x200F));
	assert_false((r >= 0x2028 && r <= 0x202E) || (r >= 0x2060 && r <= 0x206F));
	assert_false(r == 0xFEFF || (r >= 0xFE00 && r <= 0xFE0F) || (r >= 0xFFF9 && r <= 0xFFFB));
	assert_false(r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0 || r == 0x34F);
	assert_false(r >= 0xE0000);
}

/* The invariants of every conversion. */
static void check(struct cells *cells, const char *text, size_t n,
		  const struct cell_options *options)
{
	size_t last = 0;

	cells_clear(cells);
	text_to_cells(cells, text, n, 0, options);
	for (size_t i = 0; i < cells->n; i++) {
		const struct cell *cell = &cells->cell[i];

		assert_true(cells->at[i] >= last && cells->at[i] < n);
		last = cells->at[i];
		assert_harmless(cell->base);
		assert_true(cell->n_marks <= CELL_MARKS);
		for (unsigned j = 0; j < cell->n_marks; j++) {
			assert_harmless(cell->mark[j]);
			assert_int_equal(text_width_frozen(cell->mark[j]), 0);
		}
		if (cell->width == 0)
			assert_int_equal(cells->cell[i - 1].width, 2);
		else
			assert_int_equal(text_width_frozen(cell->base), cell->width);
		assert_int_equal(cell->rule, 0);
		if (options->ascii_only)
			assert_true(cell->base < 0x7F && cell->n_marks == 0);
	}
}

static size_t in_context(char out[64], unsigned context, uint32_t r)
{
	static const char *const around[][2] = {
		{ "", "" }, { "a", "b" }, { "👩", "💻" }, { "م", "خ" }, { "क", "ष" }, { "中", "文" },
	};
	struct buf b = BUF_INIT;
	size_t n;

	buf_adds(&b, around[context][0]);
	buf_add_utf8(&b, r);
	buf_add_utf8(&b, r);
	buf_adds(&b, around[context][1]);
	n = b.len;
	memcpy(out, b.data, n);
	buf_release(&b);
	return n;
}

static void no_code_point_passes_as_anything_but_print(void **state)
{
	struct cells cells = CELLS_INIT;
	char text[64];

	(void)state;
	for (uint32_t r = 0; r < 0x110000; r++)
		for (unsigned context = 0; context < 6; context++) {
			size_t n;

			/* The great empty planes need one look each. */
			if (r > 0x32400 && r < 0xE0000 && context > 0)
				break;
			if (r > 0xE1000 && context > 0)
				break;
			n = in_context(text, context, r);
			check(&cells, text, n, &ordinary);
			if (context == 0) {
				check(&cells, text, n, &revealing);
				check(&cells, text, n, &ascii);
			}
		}
	cells_release(&cells);
}

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Random bytes, with a taste for what begins and goes on in UTF-8. */
static size_t random_text(uint64_t *seed, char *text, size_t max)
{
	static const char *const salt[] = { "\xe2\x80\x8d", "\xef\xb8\x8f",
					    "\xcc\x81",     "👩",
					    "\033[",        "\xf3\xa0\x81",
					    "\xc2\x9b",     "क",
					    "\xe1\x85\xa1", "中" };
	size_t n = 0, want = next_random(seed) % (max - 8);

	while (n < want) {
		if (next_random(seed) % 3 == 0) {
			const char *s = salt[next_random(seed) % 10];

			while (*s != '\0')
				text[n++] = *s++;
		} else {
			text[n++] = (char)next_random(seed);
		}
	}
	return n;
}

static void random_bytes_keep_every_invariant(void **state)
{
	struct cells cells = CELLS_INIT;
	uint64_t seed = 0x9E3779B97F4A7C15u;
	char text[200];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t n = random_text(&seed, text, sizeof text);

		check(&cells, text, n, &ordinary);
		check(&cells, text, n, i % 2 ? &revealing : &ascii);
	}
	cells_release(&cells);
}

static void sanitised_text_is_valid_harmless_and_stays_as_it_is(void **state)
{
	uint64_t seed = 42;
	char text[200];

	(void)state;
	for (int i = 0; i < 5000; i++) {
		struct buf once = BUF_INIT, twice = BUF_INIT;
		size_t n = random_text(&seed, text, sizeof text);

		text_sanitise(&once, text, n, ONE_LINE);
		assert_true(utf8_valid(once.data, once.len, NULL));
		for (size_t at = 0, len; at < once.len; at += len)
			assert_harmless(utf8_decode(once.data + at, once.len - at, &len, NULL));
		text_sanitise(&twice, once.data, once.len, ONE_LINE);
		assert_string_equal(once.data, twice.data);
		buf_release(&once);
		buf_release(&twice);
	}
}

/* ---- sanitise, direction ---- */

static void expect_sanitised(const char *text, enum lines lines, const char *want)
{
	struct buf out = BUF_INIT;

	text_sanitise(&out, text, strlen(text), lines);
	assert_string_equal(buf_str(&out), want);
	buf_release(&out);
}

static void a_line_is_sanitised_into_one_line(void **state)
{
	(void)state;
	expect_sanitised("bad\tname\n\033]0;x\a", ONE_LINE, "bad→name␊␛]0;x␇");
	expect_sanitised("", ONE_LINE, "");
}

static void kept_lines_end_in_lf_and_tabs_reach_the_next_stop(void **state)
{
	(void)state;
	expect_sanitised("a\tb\r\nc\rd\n\n\te", KEEP_LINES, "a       b\nc␍d\n\n        e");
	expect_sanitised("12345678\tx\n", KEEP_LINES, "12345678        x\n");
}

static void long_text_is_sanitised_piece_by_piece(void **state)
{
	struct buf in = BUF_INIT, out = BUF_INIT;

	(void)state;
	for (int i = 0; i < 100000; i++)
		buf_adds(&in, "é中");
	text_sanitise(&out, in.data, in.len, ONE_LINE);
	assert_int_equal(out.len, in.len);
	assert_memory_equal(out.data, in.data, in.len);
	buf_release(&in);
	buf_release(&out);
}

static void strong_right_to_left_is_found(void **state)
{
	(void)state;
	assert_true(text_is_rtl("abc שלום", strlen("abc שלום")));
	assert_true(text_is_rtl("مرحبا", strlen("مرحبا")));
	assert_false(text_is_rtl("abc 中文 привет 😀 123", strlen("abc 中文 привет 😀 123")));
	assert_false(text_is_rtl("", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_text_is_itself),
		cmocka_unit_test(what_hides_becomes_a_visible_token),
		cmocka_unit_test(a_nul_is_seen),
		cmocka_unit_test(joiners_are_dropped_where_they_belong_and_counted),
		cmocka_unit_test(reveal_shows_joiners_and_kinds_of_space),
		cmocka_unit_test(four_marks_are_drawn_and_the_rest_is_counted),
		cmocka_unit_test(a_mark_without_a_base_stands_on_a_dotted_circle),
		cmocka_unit_test(wide_cells_have_a_right_half_so_that_cells_are_columns),
		cmocka_unit_test(hangul_jamo_compose_in_one_cell),
		cmocka_unit_test(a_character_of_doubtful_width_is_shown_by_its_number),
		cmocka_unit_test(ascii_only_shows_the_rest_by_numbers),
		cmocka_unit_test(no_code_point_passes_as_anything_but_print),
		cmocka_unit_test(random_bytes_keep_every_invariant),
		cmocka_unit_test(sanitised_text_is_valid_harmless_and_stays_as_it_is),
		cmocka_unit_test(a_line_is_sanitised_into_one_line),
		cmocka_unit_test(kept_lines_end_in_lf_and_tabs_reach_the_next_stop),
		cmocka_unit_test(long_text_is_sanitised_piece_by_piece),
		cmocka_unit_test(strong_right_to_left_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
