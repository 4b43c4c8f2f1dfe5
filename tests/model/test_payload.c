#include "model/payload.h"

#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char sample[] =
	"{\"a\":[],\"b\":{\"x\":-12,\"y\":[true,false,null]},\"c\":\"q\\\"\\u001f\","
	"\"d\":[\"00ff\",\"a1b2\"],\"e\":9007199254740991,\"f\":true}";

static bool look(const char *text, struct payload_field *fields, size_t n)
{
	size_t len = strlen(text);
	char *copy = malloc(len > 0 ? len : 1); /* so that the sanitizer sees the end */
	bool ok;

	for (size_t i = 0; i < len; i++)
		copy[i] = text[i];
	ok = payload_fields(copy, len, fields, n);
	free(copy);
	return ok;
}

static void named_members_are_found_as_they_stand(void **state)
{
	struct payload_field f[] = { { .key = "e" }, { .key = "b" }, { .key = "x" } };
	int64_t n = 0;

	(void)state;
	assert_true(payload_fields(sample, strlen(sample), f, 3));
	assert_true(payload_int(&f[0], &n));
	assert_true(n == JSON_SAFE_INT);
	assert_true(payload_is_object(&f[1]));
	assert_memory_equal(f[1].value, "{\"x\":-12,", 9);
	assert_null(f[2].value); /* not at the top */
	f[2].value = NULL;
	assert_true(payload_fields(f[1].value, f[1].len, &f[2], 1));
	assert_true(payload_int(&f[2], &n));
	assert_true(n == -12);
}

static void values_of_another_type_are_not_taken(void **state)
{
	struct payload_field f[] = { { .key = "a" }, { .key = "c" }, { .key = "f" } };
	uint8_t bytes[2];
	int64_t n;
	bool b;

	(void)state;
	assert_true(payload_fields(sample, strlen(sample), f, 3));
	for (size_t i = 0; i < 3; i++) {
		assert_false(payload_is_null(&f[i]));
		assert_false(payload_hex(&f[i], bytes, 2));
		assert_false(payload_int(&f[i], &n));
		assert_false(payload_is_object(&f[i]));
	}
	assert_true(payload_bool(&f[2], &b) && b);
	assert_false(payload_bool(&f[0], &b));
}

static void a_list_of_ids_is_walked_to_its_end(void **state)
{
	struct payload_field f[] = { { .key = "d" }, { .key = "a" }, { .key = "b" } };
	uint8_t bytes[2];
	size_t at = 0;
	bool broken;

	(void)state;
	assert_true(payload_fields(sample, strlen(sample), f, 3));
	assert_true(payload_next_hex(&f[0], &at, bytes, 2, &broken));
	assert_int_equal(bytes[1], 0xff);
	assert_true(payload_next_hex(&f[0], &at, bytes, 2, &broken));
	assert_int_equal(bytes[0], 0xa1);
	assert_false(payload_next_hex(&f[0], &at, bytes, 2, &broken));
	assert_false(broken);
	at = 0;
	assert_false(payload_next_hex(&f[1], &at, bytes, 2, &broken));
	assert_false(broken);
	assert_false(payload_next_hex(&f[2], &at, bytes, 2, &broken));
	assert_true(broken);
	at = 0;
	assert_false(payload_next_hex(&f[0], &at, bytes, 1, &broken));
	assert_true(broken);
	at = 0;
	assert_false(payload_next_hex(&f[0], &at, bytes, 3, &broken));
	assert_true(broken);
}

static void what_is_no_canonical_object_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"{",
		"[]",
		"null",
		"{\"a\"}",
		"{\"a\":}",
		"{\"a\":1,}",
		"{\"a\":01}",
		"{\"a\":1.5}",
		"{\"a\":1e3}",
		"{} ",
		" {}",
		"{a:1}",
		"{\"a\":tru}",
		"{\"a\":\"\n\"}",
		"{}{}",
		"{\"a\":\"",
		"{\"a\":-}",
		"{\"a\":[1 ]}",
		"{\"a\":\"\\x\"}",
		"{\"a\":[",
		"{\"a\":[1,]",
		"{\"a\":+1}",
		"{\"a\":\"\\u00G1\"}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (look(texts[i], NULL, 0))
			fail_msg("'%s' was taken", texts[i]);
	assert_true(look("{}", NULL, 0));
}

static void a_text_cut_anywhere_is_refused(void **state)
{
	char text[sizeof sample];

	(void)state;
	for (size_t n = 0; n < strlen(sample); n++) {
		memcpy(text, sample, n);
		text[n] = '\0';
		assert_false(look(text, NULL, 0));
	}
}

static void depth_is_limited_as_in_the_reader(void **state)
{
	char text[128];
	struct arena arena = ARENA_INIT;

	(void)state;
	for (int depth = 1; depth < 50; depth++) {
		size_t n = (size_t)depth;
		struct err err;

		memcpy(text, "{\"a\":", 5);
		memset(text + 5, '[', n - 1);
		memset(text + 4 + n, ']', n - 1);
		text[3 + 2 * n] = '}';
		text[4 + 2 * n] = '\0';
		if (depth == 1)
			memcpy(text, "{}", 3);
		assert_int_equal(look(text, NULL, 0),
				 json_parse(text, strlen(text), &arena, &err) != NULL);
	}
	arena_release(&arena);
}

/* One byte of the sample becomes another: whatever is taken is JSON for the strict reader too, up
 * to what only that looks at. */
static void what_is_taken_is_json(void **state)
{
	static const char bytes[] = "\"{}[],:01-.eatrufn\\ ";
	struct arena arena = ARENA_INIT;
	char text[sizeof sample];
	int taken = 0;

	(void)state;
	for (size_t i = 0; i < strlen(sample); i++)
		for (const char *b = bytes; *b != '\0'; b++) {
			struct err err = { 0 };

			memcpy(text, sample, sizeof sample);
			text[i] = *b;
			if (!look(text, NULL, 0))
				continue;
			taken++;
			if (json_parse(text, strlen(text), &arena, &err) == NULL
			    && strstr(err.msg, "duplicate key") == NULL
			    && strstr(err.msg, "2^53") == NULL && strstr(err.msg, "U+0000") == NULL
			    && strstr(err.msg, "surrogate") == NULL)
				fail_msg("%s: %s", text, err.msg);
			arena_clear(&arena);
		}
	assert_true(taken > 100);
	arena_release(&arena);
}

static void integers_beyond_the_safe_ones_are_not_taken(void **state)
{
	struct payload_field f = { .value = "9007199254740992", .len = 16 };
	int64_t n;

	(void)state;
	assert_false(payload_int(&f, &n));
	f = (struct payload_field){ .value = "99999999999999999999999", .len = 23 };
	assert_false(payload_int(&f, &n));
	f = (struct payload_field){ .value = "-9007199254740991", .len = 17 };
	assert_true(payload_int(&f, &n));
	assert_true(n == -JSON_SAFE_INT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(named_members_are_found_as_they_stand),
		cmocka_unit_test(values_of_another_type_are_not_taken),
		cmocka_unit_test(a_list_of_ids_is_walked_to_its_end),
		cmocka_unit_test(what_is_no_canonical_object_is_refused),
		cmocka_unit_test(a_text_cut_anywhere_is_refused),
		cmocka_unit_test(depth_is_limited_as_in_the_reader),
		cmocka_unit_test(what_is_taken_is_json),
		cmocka_unit_test(integers_beyond_the_safe_ones_are_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
