#include "sheet_fixture.h"

static void assert_checks(struct hand *h, const char *names, const char *words)
{
	struct arena arena = ARENA_INIT;
	struct json *list = json_array(&arena);
	struct buf out = BUF_INIT, why = BUF_INIT;
	int n = sheet_checks(h->sheet, &arena, list, &why);

	json_write_canonical(&out, list);
	assert_string_equal(buf_str(&out), names);
	assert_string_equal(buf_str(&why), words);
	assert_int_equal(n, list->count);
	buf_release(&out);
	buf_release(&why);
	arena_release(&arena);
}

static void ranked_first_but_rated_lowest_is_found(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "1 2 2");
	assert_checks(&h, "[]", ""); /* nobody to compare with yet */
	play(&h, "4 3 3");
	assert_checks(&h, "[\"rank_vs_scale:accuracy\"]",
		      "A is ranked first but has the lowest accuracy (A 2, B 4)");
	play(&h, "1 2");
	assert_checks(&h, "[\"rank_vs_scale:accuracy\",\"rank_vs_scale:clarity\"]",
		      "A is ranked first but has the lowest accuracy (A 2, B 4); A is ranked first "
		      "but has the lowest clarity (A 1, B 2)");
	hand_end(&h);
}

static void a_tie_or_an_equal_rating_contradicts_nothing(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "= 1 5");
	assert_checks(&h, "[]", "");
	hand_end(&h);
	hand_begin(&h, ranking(1, ORDER_BY_QUESTION), straight, 3, NULL);
	play(&h, "2 1 3 3 2 2");
	assert_checks(&h, "[]", ""); /* not strictly the lowest */
	play(&h, "a a 1");
	assert_checks(&h, "[\"rank_vs_scale:accuracy\"]",
		      "B is ranked first but has the lowest accuracy (A 3, B 1, C 2)");
	hand_end(&h);
}

static void ranked_first_with_the_gravest_fault_is_found(void **state)
{
	struct hand h;

	(void)state;
	hand_begin(&h, pairwise(), straight, 2, NULL);
	play(&h, "2 2 i → d 2");
	assert_checks(&h, "[]", "");
	play(&h, "Backspace 3");
	assert_checks(&h, "[\"rank_vs_severity:issues\"]",
		      "B is ranked first but carries dangerous (critical)");
	play(&h, "← h 3");
	assert_checks(&h, "[]", ""); /* both do */
	hand_end(&h);
}

static void a_fault_that_is_mended_in_an_edit_of_it_is_asked_about_no_more(void **state)
{
	const struct guideline g = pairwise();
	struct sheet_cell golden = { guideline_find(&g, "golden"), -1 };
	struct hand h;

	(void)state;
	hand_begin(&h, g, straight, 2, NULL);
	play(&h, "2 2 i → d 3");
	sheet_set_text(h.sheet, golden, "Better.", 1, 1); /* of the other response */
	assert_checks(&h, "[\"rank_vs_severity:issues\"]",
		      "B is ranked first but carries dangerous (critical)");
	sheet_set_text(h.sheet, golden, "Better.", 2, 1);
	assert_checks(&h, "[]", "");
	hand_end(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranked_first_but_rated_lowest_is_found),
		cmocka_unit_test(a_tie_or_an_equal_rating_contradicts_nothing),
		cmocka_unit_test(ranked_first_with_the_gravest_fault_is_found),
		cmocka_unit_test(a_fault_that_is_mended_in_an_edit_of_it_is_asked_about_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
