#include "tests/base/json_fixture.h"

/* ---- refusals ---- */

struct refusal {
	const char *text;
	size_t at;
	const char *reason;
};

static const struct refusal refusals[] = {
	/* encoding */
	{ "{\"a\":\"x\xff\"}", 7, "not valid UTF-8 (byte 0xff)" },
	{ "\"\xc0\xaf\"", 1, "not valid UTF-8 (byte 0xc0)" },
	{ "\"ab\xe0\x80\x80\"", 3, "not valid UTF-8 (byte 0xe0)" },
	{ "\"\xed\xa0\x80\"", 1, "not valid UTF-8 (byte 0xed)" },
	{ "\"\xf4\x90\x80\x80\"", 1, "not valid UTF-8 (byte 0xf4)" },
	{ "\"\xe2\x82\"", 1, "not valid UTF-8 (byte 0xe2)" },
	{ "[1,\xfe]", 3, "not valid UTF-8 (byte 0xfe)" },
	{ "\xef\xbb\xbf{}", 0, "a byte-order mark stands where a value should" },
	/* strings */
	{ "\"x\\u0000y\"", 2, "U+0000 (\\u0000) is not allowed in text" },
	{ "{\"a\\u0000\":1}", 3, "U+0000 (\\u0000) is not allowed in text" },
	{ "\"\\ud800\"", 1, "lone surrogate \\ud800" },
	{ "\"\\ud800\\u0041\"", 1, "lone surrogate \\ud800" },
	{ "\"\\udc00\"", 1, "lone surrogate \\udc00" },
	{ "\"\\ud800\\ud800\"", 1, "lone surrogate \\ud800" },
	{ "\"a\tb\"", 2, "raw control character 0x09 inside a string; write it as \\u0009" },
	{ "\"a\nb\"", 2, "raw control character 0x0a inside a string; write it as \\u000a" },
	{ "\"a\\x\"", 2, "\\ must be followed by one of \" \\ / b f n r t u" },
	{ "\"\\u12g4\"", 1, "\\u needs four hex digits" },
	{ "\"abc", 4, "the text ends inside a string" },
	{ "\"abc\\", 5, "the text ends inside a string" },
	/* numbers */
	{ "18446744073709551616", 0, "the integer does not fit in 64 bits" },
	{ "[123456789012345678901234567890]", 1, "the integer does not fit in 64 bits" },
	{ "-9223372036854775809", 0, "the integer does not fit in 64 bits" },
	{ "1e400", 0, "the number is too large for a double" },
	{ "{\"a\":NaN}", 5, "NaN and Infinity are not JSON; write null" },
	{ "[Infinity]", 1, "NaN and Infinity are not JSON; write null" },
	{ "-Infinity", 1, "'-' needs a digit behind it" },
	{ "01", 0, "a number must not begin with 0" },
	{ "1.", 2, "'.' needs a digit behind it" },
	{ "1e+", 3, "the exponent has no digits" },
	{ ".5", 0, "'.' where a value should stand" },
	{ "+1", 0, "'+' where a value should stand" },
	{ "0x10", 1, "'x' where the end of the text should stand" },
	/* structure */
	{ "", 0, "the text ends where a value should stand" },
	{ "   ", 3, "the text ends where a value should stand" },
	{ "{'a':1}", 1, "''' where a key in double quotes should stand" },
	{ "{\"a\":1,}", 7, "'}' where a key in double quotes should stand" },
	{ "{\"a\" 1}", 5, "'1' where ':' should stand" },
	{ "{\"a\":1", 6, "the text ends where ',' or '}' should stand" },
	{ "[1 2]", 3, "'2' where ',' or ']' should stand" },
	{ "[1,]", 3, "']' where a value should stand" },
	{ "[1}", 2, "'}' where ',' or ']' should stand" },
	{ "{} x", 3, "'x' where the end of the text should stand" },
	{ "{}{}", 2, "'{' where the end of the text should stand" },
	{ "tru", 0, "'t' where a value should stand" },
	{ "True", 0, "'T' where a value should stand" },
	{ "[1,\xc2\xa0"
	  "2]",
	  3, "'\xc2\xa0' where a value should stand" },
	{ "[\x01]", 1, "control character 0x01 where a value should stand" },
	/* keys */
	{ "{\"id\":1,\"x\":2,\"id\":3}", 14, "duplicate key 'id'" },
	{ "{\"a\":{\"b\":1,\"\\u0062\":2}}", 12, "duplicate key 'b'" },
};

static void what_is_not_json_is_refused_with_byte_and_reason(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		const struct refusal *r = &refusals[i];

		if (reads(f, r->text) != NULL)
			fail_msg("'%s' was taken", r->text);
		if (f->error.at != r->at || strcmp(f->error.reason, r->reason) != 0)
			fail_msg("'%s': byte %zu: %s", r->text, f->error.at, f->error.reason);
	}
}

static void a_nul_byte_inside_the_text_is_refused(void **state)
{
	struct fixture *f = *state;

	assert_null(readn(f, "\"a\0b\"", 5));
	assert_int_equal(f->error.at, 2);
	assert_null(readn(f, "[1]\0", 4));
	assert_int_equal(f->error.at, 3);
}

static void a_duplicate_among_many_keys_is_found_at_its_second_place(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;
	size_t at;

	buf_adds(&text, "{");
	for (int i = 0; i < 50000; i++)
		buf_addf(&text, "\"k%d\":%d,", i, i);
	at = text.len;
	buf_adds(&text, "\"k7\":0,\"k3\":0}");
	assert_null(readn(f, text.data, text.len));
	assert_int_equal(f->error.at, at);
	assert_string_equal(f->error.reason, "duplicate key 'k7'");
	buf_release(&text);
}

static void a_long_key_is_cut_between_characters_in_the_reason(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;
	const char *end;

	for (int i = 0; i < 2; i++) {
		buf_adds(&text, i == 0 ? "{\"x" : ",\"x");
		for (int j = 0; j < 100; j++)
			buf_adds(&text, "\xe2\x82\xac");
		buf_adds(&text, "\":1");
	}
	buf_addc(&text, '}');
	assert_null(readn(f, text.data, text.len));
	end = f->error.reason + strlen(f->error.reason);
	assert_memory_equal(end - 4, "\xe2\x82\xac'", 4);
	buf_release(&text);
}

static void add_repeated(struct buf *buf, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_adds(buf, s);
}

static void depth_32_is_taken_and_33_refused(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	add_repeated(&text, "[", 32);
	add_repeated(&text, "]", 32);
	assert_non_null(readn(f, text.data, text.len));
	buf_clear(&text);
	add_repeated(&text, "[", 33);
	add_repeated(&text, "]", 33);
	assert_null(readn(f, text.data, text.len));
	assert_int_equal(f->error.at, 32);
	assert_string_equal(f->error.reason, "nested more than 32 deep");
	buf_release(&text);
}

static void a_depth_bomb_is_refused_without_deep_recursion(void **state)
{
	static const char *const openings[] = { "[", "{\"a\":" };
	struct fixture *f = *state;

	for (size_t i = 0; i < 2; i++) {
		struct buf text = BUF_INIT;

		add_repeated(&text, openings[i], 1000000);
		assert_null(readn(f, text.data, text.len));
		assert_int_equal(f->error.at, 32 * strlen(openings[i]));
		buf_release(&text);
	}
}

static void too_many_values_are_refused(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	buf_addc(&text, '[');
	add_repeated(&text, "1,", JSON_VALUES_MAX);
	buf_adds(&text, "1]");
	assert_null(readn(f, text.data, text.len));
	assert_string_equal(f->error.reason, "more than 500000 values in one text");
	buf_release(&text);
}

static void json_parse_names_the_column(void **state)
{
	struct fixture *f = *state;
	struct err err;

	assert_null(json_parse("{\"a\":1,\"a\":2}", 13, &f->arena, &err));
	assert_int_equal(err.code, ERR_INVALID);
	assert_string_equal(err.msg, "column 8: duplicate key 'a'");
}

/* ---- reading ---- */

static void values_know_their_bytes_in_the_text(void **state)
{
	struct fixture *f = *state;
	const char *text = " {\"a\" : [1, \"\\u00e9x\"], \"b\":true} ";
	struct json *root = reads(f, text), *a = json_get(root, "a"), *s = json_at(a, 1);

	assert_non_null(root);
	assert_int_equal(root->start, 1);
	assert_int_equal(root->end, strlen(text) - 1);
	assert_int_equal(a->key_start, 2);
	assert_memory_equal(text + a->start, "[1, \"\\u00e9x\"]", a->end - a->start);
	assert_string_equal(s->str, "\xc3\xa9x");
	assert_int_equal(s->len, 3);
	assert_memory_equal(text + s->start, "\"\\u00e9x\"", s->end - s->start);
	assert_int_equal(json_get(root, "b")->key_start, 24);
}

static void escapes_are_decoded(void **state)
{
	struct fixture *f = *state;
	struct json *v =
		reads(f, "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00E9\\u20ac\\ud83d\\ude00 z\"");

	assert_non_null(v);
	assert_string_equal(v->str, "\"\\/\b\f\n\r\tA\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 z");
}

struct number_case {
	const char *text;
	enum json_type type;
};

static const struct number_case numbers[] = {
	{ "0", JSON_INT },
	{ "-1", JSON_INT },
	{ "9007199254740991", JSON_INT },
	{ "-9007199254740991", JSON_INT },
	{ "9007199254740992", JSON_NUMBER },
	{ "18446744073709551615", JSON_NUMBER },
	{ "-9223372036854775808", JSON_NUMBER },
	{ "-0", JSON_NUMBER },
	{ "1.0", JSON_NUMBER },
	{ "1e3", JSON_NUMBER },
	{ "1e-400", JSON_NUMBER },
	{ "1.50", JSON_NUMBER },
};

static void only_safe_integers_become_integers_and_the_rest_keep_their_bytes(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct json *v = reads(f, numbers[i].text);

		assert_non_null(v);
		assert_int_equal(v->type, numbers[i].type);
		assert_string_equal(plain(f, v), numbers[i].text);
	}
	assert_true(reads(f, "-9007199254740991")->integer == -JSON_SAFE_INT);
	assert_string_equal(canonical(f, reads(f, "1.0")), "{\"$num\":\"1.0\"}");
}

static void looking_into_the_wrong_type_says_absent(void **state)
{
	struct fixture *f = *state;
	struct json *v = reads(f, "{\"s\":\"x\",\"n\":3,\"b\":true,\"l\":[5],\"z\":null}");

	assert_string_equal(json_get_string(v, "s"), "x");
	assert_null(json_get_string(v, "n"));
	assert_int_equal(json_get_int(v, "n", -1), 3);
	assert_int_equal(json_get_int(v, "s", -1), -1);
	assert_true(json_get_bool(v, "b", false));
	assert_true(json_get_bool(v, "absent", true));
	assert_int_equal(json_at(json_get(v, "l"), 0)->integer, 5);
	assert_null(json_at(json_get(v, "l"), 1));
	assert_null(json_at(v, 0));
	assert_null(json_get(json_get(v, "l"), "x"));
	assert_null(json_get(NULL, "x"));
	assert_true(json_is_null(json_get(v, "z")) && json_is_null(json_get(v, "absent")));
	assert_false(json_is_null(json_get(v, "s")));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(what_is_not_json_is_refused_with_byte_and_reason),
		T(a_nul_byte_inside_the_text_is_refused),
		T(a_duplicate_among_many_keys_is_found_at_its_second_place),
		T(a_long_key_is_cut_between_characters_in_the_reason),
		T(depth_32_is_taken_and_33_refused),
		T(a_depth_bomb_is_refused_without_deep_recursion),
		T(too_many_values_are_refused),
		T(json_parse_names_the_column),
		T(values_know_their_bytes_in_the_text),
		T(escapes_are_decoded),
		T(only_safe_integers_become_integers_and_the_rest_keep_their_bytes),
		T(looking_into_the_wrong_type_says_absent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
