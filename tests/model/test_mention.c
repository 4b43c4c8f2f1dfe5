#include "model/mention.h"

#include "base/json_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static const int order[] = { 2, 1, 3 };

static void assert_mentions(const char *text, const char *json)
{
	struct arena arena = ARENA_INIT;
	struct buf out = BUF_INIT;

	json_write_canonical(&out, mentions_find(text, order, 3, &arena));
	assert_string_equal(buf_str(&out), json);
	buf_release(&out);
	arena_release(&arena);
}

static void a_mention_is_a_letter_behind_an_at_sign_as_a_word(void **state)
{
	(void)state;
	assert_mentions("@A", "[{\"end\":2,\"is\":\"r2\",\"start\":0}]");
	assert_mentions("漢字 @C's", "[{\"end\":5,\"is\":\"r3\",\"start\":3}]");
	assert_mentions("(@B)", "[{\"end\":3,\"is\":\"r1\",\"start\":1}]");
	assert_mentions("@D @a @AB @ @1 me@A @Aé", "[]");
	assert_mentions("", "[]");
	assert_mentions("@", "[]");
}

static const char *response_name(void *ctx, int r)
{
	char *name = ctx;

	snprintf(name, 32, "Response %d", r);
	return name;
}

static void assert_reletter(const char *text, const char *mentions, const char *expected)
{
	struct arena arena = ARENA_INIT;
	struct buf out = BUF_INIT;
	struct err err;
	char name[32];

	answers_reletter(text,
			 mentions == NULL ? NULL
					  : json_parse(mentions, strlen(mentions), &arena, &err),
			 response_name, name, &out);
	assert_string_equal(buf_str(&out), expected);
	buf_release(&out);
	arena_release(&arena);
}

static void mentions_get_the_names_of_the_export(void **state)
{
	(void)state;
	assert_reletter("@A is actionable; ü@B waits",
			"[{\"start\":0,\"end\":2,\"is\":\"r2\"},{\"start\":19,\"end\":21,\"is\":"
			"\"r1\"}]",
			"Response 2 is actionable; üResponse 1 waits");
	assert_reletter("no mention", "[]", "no mention");
	assert_reletter("@A", NULL, "@A");
}

static void broken_mentions_leave_the_text_alone(void **state)
{
	(void)state;
	assert_reletter("@A", "[{\"start\":0,\"end\":9,\"is\":\"r2\"}]", "@A");
	assert_reletter("@A", "[{\"start\":5,\"end\":6,\"is\":\"r2\"}]", "@A");
	assert_reletter("@A", "[{\"start\":-1,\"end\":2,\"is\":\"r2\"}]", "@A");
	assert_reletter("@A", "[{\"start\":0,\"end\":2,\"is\":\"r0\"}]", "@A");
	assert_reletter("@A", "[{\"start\":0,\"end\":9007199254740991,\"is\":\"r1\"}]", "@A");
	assert_reletter("@A", "[7,{},\"x\"]", "@A");
	assert_reletter("@A", "{\"start\":0}", "@A");
	assert_reletter("@A@B",
			"[{\"start\":0,\"end\":2,\"is\":\"r1\"},{\"start\":1,\"end\":3,\"is\":"
			"\"r2\"}]",
			"Response 1@B");
}

static void assert_bare(const char *text, int at)
{
	struct bare_letter found = { 0 };
	bool is = text_bare_letters(text, 3, 0, &found);

	if (at < 0) {
		assert_false(is);
		return;
	}
	assert_true(is);
	assert_int_equal(found.at, at);
	assert_int_equal(found.shown, text[at] - 'A');
}

static void a_letter_that_speaks_of_a_response_is_found(void **state)
{
	(void)state;
	assert_bare("A is better", 0);
	assert_bare("I think Response B is", 17);
	assert_bare("better: response C", 17);
	assert_bare("so B's step 3 is wrong", 3);
	assert_bare("so B’s step 3 is wrong", 3);
	assert_bare("and C gives a source", 4);
	assert_bare("Answer A, not the other", 7);
}

static void other_letters_are_left_alone(void **state)
{
	(void)state;
	assert_bare("A plumber is better", -1);
	assert_bare("vitamin B", -1);
	assert_bare("@A is better", -1);
	assert_bare("USA is big", -1);
	assert_bare("D is not shown", -1);
	assert_bare("A-is", -1);
	assert_bare("", -1);
}

static void the_writers_own_i_is_no_ninth_response(void **state)
{
	struct bare_letter found;

	(void)state;
	assert_false(text_bare_letters("I was there", 9, 0, &found));
	assert_true(text_bare_letters("Response I was there", 9, 0, &found));
	assert_int_equal(found.shown, 8);
}

static void the_search_goes_on_from_a_place(void **state)
{
	static const char text[] = "A is good, B is not";
	struct bare_letter found;

	(void)state;
	assert_true(text_bare_letters(text, 2, 1, &found));
	assert_int_equal(found.at, 11);
	assert_false(text_bare_letters(text, 2, 12, &found));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mention_is_a_letter_behind_an_at_sign_as_a_word),
		cmocka_unit_test(mentions_get_the_names_of_the_export),
		cmocka_unit_test(broken_mentions_leave_the_text_alone),
		cmocka_unit_test(a_letter_that_speaks_of_a_response_is_found),
		cmocka_unit_test(other_letters_are_left_alone),
		cmocka_unit_test(the_writers_own_i_is_no_ninth_response),
		cmocka_unit_test(the_search_goes_on_from_a_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
