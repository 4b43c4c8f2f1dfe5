/* Word differences. */
#include "base/buf.h"
#include "text/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* "same [-deleted-]{+inserted+} same" */
static char *drawn(const char *a, const char *b, const struct diff *diff)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < diff->n; i++) {
		const struct diff_part *p = &diff->parts[i];

		buf_adds(&out, p->kind == DIFF_DELETED    ? "[-"
			       : p->kind == DIFF_INSERTED ? "{+"
							  : "");
		if (p->kind == DIFF_DELETED)
			buf_add(&out, a + p->a_start, p->a_end - p->a_start);
		else
			buf_add(&out, b + p->b_start, p->b_end - p->b_start);
		buf_adds(&out, p->kind == DIFF_DELETED    ? "-]"
			       : p->kind == DIFF_INSERTED ? "+}"
							  : "");
	}
	buf_reserve(&out, 0);
	return buf_detach(&out);
}

static void expect(const char *a, const char *b, const char *want)
{
	struct diff diff = { .parts = NULL };
	char *got;

	diff_words(&diff, a, strlen(a), b, strlen(b));
	got = drawn(a, b, &diff);
	assert_string_equal(got, want);
	free(got);
	diff_release(&diff);
}

static void equal_texts_are_one_part_or_none(void **state)
{
	(void)state;
	expect("one two", "one two", "one two");
	expect("", "", "");
}

static void what_was_added_and_taken_away_is_told(void **state)
{
	(void)state;
	expect("one three", "one two three", "one {+two +}three");
	expect("one two three", "one three", "one [-two -]three");
	expect("", "new", "{+new+}");
	expect("old", "", "[-old-]");
	expect("take it out.", "lift it out.", "[-take-]{+lift+} it out.");
}

static void a_space_between_changes_belongs_to_them(void **state)
{
	(void)state;
	expect("a one two z", "a three four z", "a [-one two-]{+three four+} z");
	expect("one\ntwo", "three\nfour", "[-one-]{+three+}\n[-two-]{+four+}");
}

static void the_faucet_reads_as_drawn(void **state)
{
	(void)state;
	expect("Unscrew the handle and take out the cartridge.",
	       "Lever off the cap, unscrew the handle and take out the cartridge.",
	       "[-Unscrew-]{+Lever off the cap, unscrew+} the handle and take out the cartridge.");
}

static void other_scripts_have_words_too(void **state)
{
	(void)state;
	expect("水龙头漏水", "水龙头滴水", "水龙头[-漏-]{+滴+}水");
	expect("cafe\xcc\x81 noir", "cafe\xcc\x81 bleu", "cafe\xcc\x81 [-noir-]{+bleu+}");
	expect("a 👩\xe2\x80\x8d💻", "a 👩\xe2\x80\x8d🚀", "a [-👩\xe2\x80\x8d💻-]{+👩\xe2\x80\x8d🚀+}");
}

static void words_are_counted(void **state)
{
	struct diff diff = { .parts = NULL };
	const char *a = "turn it, slowly", *b = "don't turn it";

	(void)state;
	diff_words(&diff, a, strlen(a), b, strlen(b));
	assert_int_equal(diff.words_deleted, 1);
	assert_int_equal(diff.words_inserted, 1);
	diff_release(&diff);
}

/* Whether the parts are both texts, whole and in order. */
static void check_whole(const struct diff *diff, const char *a, size_t n, const char *b, size_t m)
{
	size_t at_a = 0, at_b = 0;

	for (size_t i = 0; i < diff->n; i++) {
		const struct diff_part *p = &diff->parts[i];

		assert_int_equal(p->a_start, at_a);
		assert_int_equal(p->b_start, at_b);
		assert_true(p->a_end >= p->a_start && p->b_end >= p->b_start);
		if (p->kind == DIFF_SAME) {
			assert_int_equal(p->a_end - p->a_start, p->b_end - p->b_start);
			assert_memory_equal(a + p->a_start, b + p->b_start, p->a_end - p->a_start);
		}
		assert_true(p->kind != DIFF_DELETED || p->b_end == p->b_start);
		assert_true(p->kind != DIFF_INSERTED || p->a_end == p->a_start);
		at_a = p->a_end;
		at_b = p->b_end;
	}
	assert_int_equal(at_a, n);
	assert_int_equal(at_b, m);
}

/* Words of two texts in common, by the textbook. */
static size_t longest_common(const unsigned char *a, size_t n, const unsigned char *b, size_t m)
{
	size_t row[64] = { 0 };

	for (size_t i = 0; i < n; i++) {
		size_t diagonal = 0;

		for (size_t j = 0; j < m; j++) {
			size_t above = row[j + 1];

			row[j + 1] = a[i] == b[j] ? diagonal + 1 : above > row[j] ? above : row[j];
			diagonal = above;
		}
	}
	return row[m];
}

/* Punctuation: each is a word, and no lone space joins changes. */
static void random_differences_are_whole_and_shortest(void **state)
{
	uint32_t seed = 5;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		char text[2][40];
		size_t len[2], same = 0;
		struct diff diff = { .parts = NULL };

		for (int t = 0; t < 2; t++) {
			seed = seed * 1103515245u + 12345u;
			len[t] = (seed >> 16) % 40;
			for (size_t i = 0; i < len[t]; i++) {
				seed = seed * 1103515245u + 12345u;
				text[t][i] = ",;:!"[(seed >> 16) % 4];
			}
		}
		diff_words(&diff, text[0], len[0], text[1], len[1]);
		check_whole(&diff, text[0], len[0], text[1], len[1]);
		for (size_t i = 0; i < diff.n; i++)
			if (diff.parts[i].kind == DIFF_SAME)
				same += diff.parts[i].a_end - diff.parts[i].a_start;
		assert_int_equal(same, longest_common((unsigned char *)text[0], len[0],
						      (unsigned char *)text[1], len[1]));
		diff_release(&diff);
	}
}

static void texts_with_nothing_in_common_end_soon(void **state)
{
	struct buf a = BUF_INIT, b = BUF_INIT;
	struct diff diff = { .parts = NULL };

	(void)state;
	buf_adds(&a, "same start ");
	buf_adds(&b, "same start ");
	for (int i = 0; i < 20000; i++) {
		buf_addf(&a, "a%d,", i);
		buf_addf(&b, "b%d;", i);
	}
	diff_words(&diff, a.data, a.len, b.data, b.len);
	check_whole(&diff, a.data, a.len, b.data, b.len);
	assert_true(diff.n <= 3);
	assert_int_equal(diff.words_deleted, 20000);
	diff_release(&diff);
	buf_release(&a);
	buf_release(&b);
}

static void a_long_text_with_few_changes_is_matched_through(void **state)
{
	struct buf a = BUF_INIT, b = BUF_INIT;
	struct diff diff = { .parts = NULL };

	(void)state;
	for (int i = 0; i < 20000; i++) {
		buf_addf(&a, "word%d ", i);
		buf_addf(&b, i % 500 == 250 ? "other%d " : "word%d ", i);
	}
	diff_words(&diff, a.data, a.len, b.data, b.len);
	check_whole(&diff, a.data, a.len, b.data, b.len);
	assert_int_equal(diff.words_deleted, 40);
	assert_int_equal(diff.words_inserted, 40);
	diff_release(&diff);
	buf_release(&a);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_texts_are_one_part_or_none),
		cmocka_unit_test(what_was_added_and_taken_away_is_told),
		cmocka_unit_test(a_space_between_changes_belongs_to_them),
		cmocka_unit_test(the_faucet_reads_as_drawn),
		cmocka_unit_test(other_scripts_have_words_too),
		cmocka_unit_test(words_are_counted),
		cmocka_unit_test(random_differences_are_whole_and_shortest),
		cmocka_unit_test(texts_with_nothing_in_common_end_soon),
		cmocka_unit_test(a_long_text_with_few_changes_is_matched_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
