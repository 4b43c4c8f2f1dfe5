/* Finding: with and without case, in any script. */
#include "text/search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_hit(const char *text, const char *pattern, size_t from, size_t start, size_t end)
{
	struct hit hit;

	assert_true(search_next(text, strlen(text), pattern, from, &hit));
	assert_int_equal(hit.start, start);
	assert_int_equal(hit.end, end);
}

static void expect_none(const char *text, const char *pattern, size_t from)
{
	struct hit hit;

	assert_false(search_next(text, strlen(text), pattern, from, &hit));
}

static void small_letters_find_both_cases(void **state)
{
	(void)state;
	expect_hit("Turn off the Water", "water", 0, 13, 18);
	expect_hit("WATER", "water", 0, 0, 5);
	expect_none("water", "fire", 0);
}

static void a_capital_in_the_pattern_counts(void **state)
{
	(void)state;
	expect_hit("water Water", "Water", 0, 6, 11);
	expect_none("water", "Water", 0);
}

static void other_scripts_fold_too(void **state)
{
	(void)state;
	expect_hit("ЁЛКА", "ёлка", 0, 0, 8);
	expect_hit("xÉté", "été", 0, 1, 6);
	expect_hit("ΣΟΦΙΑ", "σοφια", 0, 0, 10);
	expect_hit("用水龙头", "龙头", 0, 6, 12);
	expect_none("ёлка", "Ёлка", 0);
}

static void the_search_goes_on_from_where_it_is_told(void **state)
{
	(void)state;
	expect_hit("abab", "ab", 1, 2, 4);
	expect_none("abab", "ab", 3);
	expect_none("abab", "ab", 99);
}

static void a_space_stands_for_the_end_of_a_line_too(void **state)
{
	(void)state;
	expect_hit("one two\r\nthree", "two three", 0, 4, 14);
	expect_hit("one   two", "one two", 0, 0, 9);
	expect_hit("one\n\ttwo", " two", 0, 3, 8);
	expect_none("onetwo", "one two", 0);
}

static void marks_of_markdown_are_passed_over(void **state)
{
	(void)state;
	expect_hit("turn **it** off", "turn it off", 0, 0, 15);
	expect_hit("the `mv` tool", "the mv tool", 0, 0, 13);
	expect_hit("_so_ it is", "so it", 0, 1, 7);
	expect_hit("a ** b", "**", 0, 2, 4);
	expect_none("snake_case", "snakecase", 0);
	expect_none("**", "a", 0);
}

static void an_empty_pattern_finds_nothing(void **state)
{
	(void)state;
	expect_none("abc", "", 0);
	assert_int_equal(search_count("abc", 3, ""), 0);
}

static void hits_are_counted_without_overlap(void **state)
{
	(void)state;
	assert_int_equal(search_count("aaaa", 4, "aa"), 2);
	assert_int_equal(search_count("", 0, "a"), 0);
	assert_int_equal(search_count("The the THE", 11, "the"), 3);
}

static void broken_text_is_searched_without_reading_beyond_it(void **state)
{
	static const char broken[] = { 'a', (char)0xe4, (char)0xb8 };
	struct hit hit;

	(void)state;
	assert_false(search_next(broken, sizeof broken, "中", 0, &hit));
	assert_true(search_next(broken, sizeof broken, "a", 0, &hit));
}

static int score_of(const char *name, const char *pattern)
{
	int score = -1;

	return fuzzy_match(name, pattern, &score) ? score : -1;
}

static void letters_in_order_match_a_name(void **state)
{
	(void)state;
	assert_true(score_of("next-question", "nq") >= 0);
	assert_true(score_of("next-question", "NEXT") >= 0);
	assert_true(score_of("next-question", "qn") >= 0);
	assert_true(score_of("undo", "ou") < 0);
	assert_int_equal(score_of("undo", ""), 0);
	assert_true(score_of("", "a") < 0);
}

static void the_better_match_has_the_lower_score(void **state)
{
	(void)state;
	assert_true(score_of("submit", "sub") < score_of("show-submissions", "sub"));
	assert_true(score_of("show-submissions", "sub") < score_of("set-up-bold", "sub"));
	assert_true(score_of("undo", "undo") < score_of("undo-all", "undo"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_letters_find_both_cases),
		cmocka_unit_test(a_capital_in_the_pattern_counts),
		cmocka_unit_test(other_scripts_fold_too),
		cmocka_unit_test(the_search_goes_on_from_where_it_is_told),
		cmocka_unit_test(a_space_stands_for_the_end_of_a_line_too),
		cmocka_unit_test(marks_of_markdown_are_passed_over),
		cmocka_unit_test(an_empty_pattern_finds_nothing),
		cmocka_unit_test(hits_are_counted_without_overlap),
		cmocka_unit_test(broken_text_is_searched_without_reading_beyond_it),
		cmocka_unit_test(letters_in_order_match_a_name),
		cmocka_unit_test(the_better_match_has_the_lower_score),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
