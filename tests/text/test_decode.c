/* Strict UTF-8, measures and boundaries. */
#include "text/decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void the_code_points_of_every_length_decode(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t rune;
	} good[] = {
		{ "A", 'A' },
		{ "\xc2\x80", 0x80 },
		{ "\xdf\xbf", 0x7FF },
		{ "\xe0\xa0\x80", 0x800 },
		{ "\xed\x9f\xbf", 0xD7FF },
		{ "\xee\x80\x80", 0xE000 },
		{ "\xef\xbf\xbf", 0xFFFF },
		{ "\xf0\x90\x80\x80", 0x10000 },
		{ "\xf4\x8f\xbf\xbf", 0x10FFFF },
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		size_t len;
		bool ok;

		assert_int_equal(utf8_decode(good[i].bytes, strlen(good[i].bytes), &len, &ok),
				 good[i].rune);
		assert_int_equal(len, strlen(good[i].bytes));
		assert_true(ok);
		assert_true(utf8_valid(good[i].bytes, len, NULL));
	}
}

static void overlong_surrogate_and_broken_sequences_are_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t taken; /* the maximal part that could have begun a character */
	} bad[] = {
		{ "\x80", 1 },
		{ "\xff", 1 },
		{ "\xc0\xaf", 1 },
		{ "\xc1\xbf", 1 },
		{ "\xe0\x80\xaf", 1 },
		{ "\xed\xa0\x80", 1 },
		{ "\xf0\x8f\xbf\xbf", 1 },
		{ "\xf4\x90\x80\x80", 1 },
		{ "\xf5\x80\x80\x80", 1 },
		{ "\xe2\x82", 2 },
		{ "\xe2\x82x", 2 },
		{ "\xf0\x9f\x98", 3 },
		{ "\xc3", 1 },
		{ "\xc3x", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		size_t len, at = 99;
		bool ok;

		assert_int_equal(utf8_decode(bad[i].bytes, strlen(bad[i].bytes), &len, &ok),
				 RUNE_BAD);
		assert_int_equal(len, bad[i].taken);
		assert_false(ok);
		assert_false(utf8_valid(bad[i].bytes, strlen(bad[i].bytes), &at));
		assert_int_equal(at, 0);
	}
}

static void validity_names_the_first_bad_byte_behind_long_ascii(void **state)
{
	const char *text = "0123456789 abcdefghij \xc3\xa9 then \xff";
	size_t at;

	(void)state;
	assert_false(utf8_valid(text, strlen(text), &at));
	assert_int_equal((unsigned char)text[at], 0xff);
}

static void a_replacement_character_in_the_text_is_valid(void **state)
{
	size_t len;
	bool ok;

	(void)state;
	assert_int_equal(utf8_decode("\xef\xbf\xbd", 3, &len, &ok), RUNE_BAD);
	assert_true(ok);
}

static void code_points_and_bytes_convert_both_ways(void **state)
{
	const char *text = "a\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80z 0123456789";
	size_t n = strlen(text);

	(void)state;
	assert_int_equal(utf8_count(text, n), 16);
	assert_int_equal(utf8_offset(text, n, 0), 0);
	assert_int_equal(utf8_offset(text, n, 2), 3);
	assert_int_equal(utf8_offset(text, n, 4), 10);
	assert_int_equal(utf8_offset(text, n, 16), n);
	assert_int_equal(utf8_offset(text, n, 400), n);
	for (size_t i = 0; i <= 16; i++)
		assert_int_equal(utf8_count(text, utf8_offset(text, n, i)), i);
}

static void clusters_are_stepped_over_whole_in_both_directions(void **state)
{
	/* e + acute, family of three, flag, Hangul in jamo, CR LF, a letter */
	static const char text[] =
		"e\xcc\x81"
		"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7\xe2\x80\x8d\xf0\x9f\x91\xa6"
		"\xf0\x9f\x87\xab\xf0\x9f\x87\xae"
		"\xe1\x84\x80\xe1\x85\xa1"
		"\r\n"
		"x";
	static const size_t ends[] = { 3, 21, 29, 35, 37, 38 };
	size_t n = sizeof text - 1, at = 0;

	(void)state;
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		at = grapheme_next(text, n, at);
		assert_int_equal(at, ends[i]);
	}
	assert_int_equal(grapheme_next(text, n, at), n);
	for (size_t i = sizeof ends / sizeof ends[0]; i-- > 1;) {
		at = grapheme_prev(text, n, at);
		assert_int_equal(at, ends[i - 1]);
	}
	assert_int_equal(grapheme_prev(text, n, at), 0);
	assert_int_equal(grapheme_prev(text, n, 0), 0);
}

static void a_cluster_without_end_still_lets_the_cursor_pass(void **state)
{
	char text[4001] = "a";
	size_t at = 4001, steps = 0;

	(void)state;
	for (size_t i = 1; i + 1 < sizeof text; i += 2) {
		text[i] = '\xcc';
		text[i + 1] = '\x81';
	}
	text[4000] = 'b';
	while (at > 0) {
		size_t before = grapheme_prev(text, sizeof text, at);

		assert_true(before < at);
		at = before;
		steps++;
	}
	assert_true(steps < 100);
}

static void broken_bytes_are_single_steps(void **state)
{
	const char text[] = "a\xff\x80z";

	(void)state;
	assert_int_equal(grapheme_next(text, 4, 1), 2);
	assert_int_equal(grapheme_prev(text, 4, 3), 2);
	assert_int_equal(grapheme_prev(text, 4, 2), 1);
}

static void words_begin_behind_space_and_punctuation(void **state)
{
	const char *text = "one, two\n  three";
	size_t n = strlen(text);

	(void)state;
	assert_int_equal(word_next(text, n, 0), 3);
	assert_int_equal(word_next(text, n, 3), 5);
	assert_int_equal(word_next(text, n, 5), 11);
	assert_int_equal(word_next(text, n, 11), n);
	assert_int_equal(word_prev(text, n, n), 11);
	assert_int_equal(word_prev(text, n, 11), 5);
	assert_int_equal(word_prev(text, n, 5), 3);
	assert_int_equal(word_prev(text, n, 3), 0);
	assert_int_equal(word_prev(text, n, 0), 0);
}

static void each_ideograph_is_a_word(void **state)
{
	const char *text = "\xe4\xb8\xad\xe6\x96\x87 ab";

	(void)state;
	assert_int_equal(word_next(text, 9, 0), 3);
	assert_int_equal(word_next(text, 9, 3), 7);
	assert_int_equal(word_prev(text, 9, 7), 3);
	assert_int_equal(text_words(text, 9), 3);
}

static void words_are_counted_with_their_apostrophes(void **state)
{
	static const struct {
		const char *text;
		size_t words;
	} cases[] = {
		{ "", 0 },
		{ "  \n", 0 },
		{ "one", 1 },
		{ "don't stop - it's 3.5 fine", 6 },
		{ "l\xe2\x80\x99"
		  "eau",
		  1 },
		{ "na\xc3\xafve re\xcc\x81sume\xcc\x81", 2 },
		{ "\xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82, \xd0\xbc\xd0\xb8\xd1\x80", 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(text_words(cases[i].text, strlen(cases[i].text)), cases[i].words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_code_points_of_every_length_decode),
		cmocka_unit_test(overlong_surrogate_and_broken_sequences_are_refused),
		cmocka_unit_test(validity_names_the_first_bad_byte_behind_long_ascii),
		cmocka_unit_test(a_replacement_character_in_the_text_is_valid),
		cmocka_unit_test(code_points_and_bytes_convert_both_ways),
		cmocka_unit_test(clusters_are_stepped_over_whole_in_both_directions),
		cmocka_unit_test(a_cluster_without_end_still_lets_the_cursor_pass),
		cmocka_unit_test(broken_bytes_are_single_steps),
		cmocka_unit_test(words_begin_behind_space_and_punctuation),
		cmocka_unit_test(each_ideograph_is_a_word),
		cmocka_unit_test(words_are_counted_with_their_apostrophes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
