/* Which words of a text are asked about. */
#include "base/buf.h"
#include "ui/view/spelling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* Knows no word but those that end with "ok". */
static bool knows(void *ctx, const char *word, size_t n)
{
	(void)ctx;
	return n >= 2 && memcmp(word + n - 2, "ok", 2) == 0;
}

static const struct speller speller = { .knows = knows };

static void expect_from(const char *text, size_t from, const char *want)
{
	struct spelling_scan scan;
	struct buf out = BUF_INIT;
	struct hit hit;

	spelling_scan(&scan, &speller, text, strlen(text), from);
	while (spelling_next(&scan, strlen(text), &hit)) {
		if (out.len > 0)
			buf_addc(&out, ' ');
		buf_add(&out, text + hit.start, hit.end - hit.start);
	}
	assert_string_equal(buf_str(&out), want);
	buf_release(&out);
}

static void expect(const char *text, const char *want)
{
	expect_from(text, 0, want);
}

static void words_are_asked_about_one_by_one(void **state)
{
	(void)state;
	expect("Mend the ok tap, don't wait.", "Mend the tap don't wait");
	expect("*bold* (round) “quoted” it’s", "bold round quoted it’s");
	expect("and/or well-known", "and or well known");
	expect("naïve Straße", "naïve Straße");
}

static void code_is_no_prose(void **state)
{
	(void)state;
	expect("run `caliper --inner` now", "run now");
	expect("a``b`c``d tick ` alone", "tick alone");
	expect("before\n```sh\nls wrnog\n```\nafter", "before after");
	expect_from("```\nls wrnog\nfoo\n```\nafter", 5, "after");
	expect_from("before\n```\nls\n```\nafter line", 21, "after line");
}

static void addresses_numbers_and_names_are_left_alone(void **state)
{
	(void)state;
	expect("see https://example.org/wrnog or www.exmple.org", "see or");
	expect("mail bob@exmple.org, file /usr/bin/prog main.c snake_case", "mail file");
	expect("3rd x86 NASA JavaScript a I 12mm", "");
	expect("@A is better than @B", "is better than");
	expect("中文 日本", "");
}

static void a_scan_ends_where_it_is_told_to(void **state)
{
	static const char text[] = "one two three";
	struct spelling_scan scan;
	struct hit hit;

	(void)state;
	spelling_scan(&scan, &speller, text, strlen(text), 0);
	assert_true(spelling_next(&scan, 5, &hit));
	assert_true(spelling_next(&scan, 5, &hit));
	assert_int_equal(hit.start, 4);
	assert_false(spelling_next(&scan, 5, &hit));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_asked_about_one_by_one),
		cmocka_unit_test(code_is_no_prose),
		cmocka_unit_test(addresses_numbers_and_names_are_left_alone),
		cmocka_unit_test(a_scan_ends_where_it_is_told_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
