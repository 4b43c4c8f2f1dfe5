#include "base/alloc.h"
#include "base/json.h"
#include "base/json_write.h"
#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct json_reader *reader;
	struct arena arena;
	struct buf text, out;
	struct json_error error;
};

static int setup(void **state)
{
	struct fixture *f = xcalloc(1, sizeof *f);

	f->reader = json_reader_new();
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	json_reader_free(f->reader);
	arena_release(&f->arena);
	buf_release(&f->text);
	buf_release(&f->out);
	free(f);
	return 0;
}

static struct json *readn(struct fixture *f, const char *s, size_t n)
{
	buf_clear(&f->text);
	buf_add(&f->text, s, n);
	f->error = (struct json_error){ .at = 0 };
	return json_read(f->reader, f->text.data, f->text.len, &f->arena, &f->error);
}

static struct json *reads(struct fixture *f, const char *s)
{
	return readn(f, s, strlen(s));
}

static const char *canonical(struct fixture *f, const struct json *value)
{
	buf_clear(&f->out);
	json_write_canonical(&f->out, value);
	return buf_str(&f->out);
}

static const char *plain(struct fixture *f, const struct json *value)
{
	buf_clear(&f->out);
	json_write_plain(&f->out, value);
	return buf_str(&f->out);
}

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

/* ---- building ---- */

static void a_built_tree_is_written_in_both_forms(void **state)
{
	struct fixture *f = *state;
	struct arena *a = &f->arena;
	struct json *o = json_object(a), *list = json_array(a);

	json_set(a, o, "b", json_string(a, "\x01\x1f\x7f/\b\"\\"));
	json_set(a, o, "a", json_int(a, INT64_MIN + 1));
	json_push(list, json_bool(a, false));
	json_push(list, json_string(a, NULL));
	json_push(list, json_object(a));
	json_set(a, o, "ab", list);
	assert_string_equal(plain(f, o), "{\"b\":\"\\u0001\\u001f\x7f/\\b\\\"\\\\\","
					 "\"a\":-9223372036854775807,\"ab\":[false,null,{}]}");
	assert_string_equal(canonical(f, o), "{\"a\":-9223372036854775807,\"ab\":[false,null,{}],"
					     "\"b\":\"\\u0001\\u001f\x7f/\\b\\\"\\\\\"}");
}

static void keys_are_ordered_by_bytes_and_not_by_utf16(void **state)
{
	struct fixture *f = *state;
	struct json *v =
		reads(f, "{\"\xf0\x9f\x98\x80\":1,\"\xef\xbf\xbd\":2,\"a\":3,\"\":4,\"ab\":5}");

	assert_string_equal(canonical(f, v), "{\"\":4,\"a\":3,\"ab\":5,\"\xef\xbf\xbd\":2,"
					     "\"\xf0\x9f\x98\x80\":1}");
}

static void setting_replaces_in_place_and_removing_mends_the_ends(void **state)
{
	struct fixture *f = *state;
	struct arena *a = &f->arena;
	struct json *o = reads(f, "{\"a\":1,\"b\":2,\"c\":3}");

	json_set(a, o, "b", json_int(a, 9));
	json_set(a, o, "c", json_int(a, 8));
	assert_string_equal(plain(f, o), "{\"a\":1,\"b\":9,\"c\":8}");
	assert_true(json_remove(o, "c"));
	assert_false(json_remove(o, "c"));
	json_set(a, o, "d", json_int(a, 7));
	assert_true(json_remove(o, "a"));
	assert_string_equal(plain(f, o), "{\"b\":9,\"d\":7}");
	assert_int_equal(o->count, 2);
	assert_true(json_remove(o, "b") && json_remove(o, "d"));
	assert_null(o->last);
	assert_string_equal(plain(f, o), "{}");
}

static void a_copy_is_equal_and_shares_nothing(void **state)
{
	struct fixture *f = *state;
	struct arena mine = ARENA_INIT;
	struct json *v = reads(f, "{\"x\":[1,2.5,{\"y\":\"z\"}],\"n\":null}");
	struct json *copy = json_copy(&mine, v);

	assert_true(json_equal(v, copy));
	arena_clear(&f->arena);
	assert_string_equal(plain(f, copy), "{\"x\":[1,2.5,{\"y\":\"z\"}],\"n\":null}");
	arena_release(&mine);
}

static void equality_ignores_the_order_of_keys_only(void **state)
{
	struct fixture *f = *state;
	struct json *v =
		json_copy(&f->arena, reads(f, "{\"a\":[1,2],\"b\":{\"c\":1,\"d\":\"x\"}}"));

	assert_true(json_equal(v, reads(f, "{\"b\":{\"d\":\"x\",\"c\":1},\"a\":[1,2]}")));
	assert_false(json_equal(v, reads(f, "{\"b\":{\"d\":\"x\",\"c\":1},\"a\":[2,1]}")));
	assert_false(json_equal(v, reads(f, "{\"b\":{\"d\":\"x\",\"e\":1},\"a\":[1,2]}")));
	assert_false(json_equal(v, reads(f, "{\"a\":[1,2]}")));
	assert_false(json_equal(reads(f, "1"), reads(f, "1.0")));
	assert_true(json_equal(NULL, NULL));
	assert_false(json_equal(v, NULL));
}

static void a_very_deep_built_tree_is_written_copied_and_compared(void **state)
{
	struct fixture *f = *state;
	struct json *v = json_array(&f->arena), *copy;

	for (int i = 0; i < 200000; i++) {
		struct json *outer = json_array(&f->arena);

		json_push(outer, v);
		v = outer;
	}
	copy = json_copy(&f->arena, v);
	assert_true(json_equal(v, copy));
	canonical(f, copy);
	assert_int_equal(f->out.len, 2 * 200001);
}

static void a_kept_number_is_written_plainly_as_its_bytes(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(plain(f, reads(f, "{\"a\":{\"$num\":\"1.50\"}}")), "{\"a\":1.50}");
}

static void what_only_pretends_to_be_a_kept_number_stays_quoted(void **state)
{
	static const char *const texts[] = {
		"{\"$num\":\"1],\\\"x\\\":[2\"}",
		"{\"$num\":\"\"}",
		"{\"$num\":\"01\"}",
		"{\"$num\":\"1 \"}",
		"{\"$num\":5}",
		"{\"$num\":\"1\",\"x\":2}",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_string_equal(plain(f, reads(f, texts[i])), texts[i]);
}

static void canonical_text_is_told_from_other_json(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} cases[] = {
		{ "{\"a\":1,\"b\":[true,null,\"\xc3\xa9\\n\"]}", true },
		{ "{\"b\":1,\"a\":2}", false },
		{ "{\"a\": 1}", false },
		{ "{\"a\":1}\n", false },
		{ "\"\\u00e9\"", false },
		{ "\"\\/\"", false },
		{ "1.0", false },
		{ "{\"$num\":\"1.0\"}", true },
		{ "9007199254740992", false },
		{ "-0", false },
		{ "{\"a\":1,\"a\":1}", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (json_is_canonical(cases[i].text, strlen(cases[i].text)) != cases[i].is)
			fail_msg("'%s'", cases[i].text);
}

/* ---- random values ---- */

static uint64_t random_next(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

static void random_string(uint64_t *x, struct buf *out)
{
	static const unsigned from[] = { 1, 0x20, 0x20, 0x7f, 0x80, 0x700, 0xe000, 0x1f600 };
	size_t n = random_next(x) % 6;

	for (size_t i = 0; i < n; i++)
		buf_add_utf8(out, from[random_next(x) % 8] + (unsigned)(random_next(x) % 90));
}

static struct json *random_value(uint64_t *x, struct arena *arena, int depth)
{
	struct buf s = BUF_INIT;
	struct json *v;
	size_t n = random_next(x) % 7;

	switch (random_next(x) % (depth > 0 ? 8 : 5)) {
	case 0:
		return json_null(arena);
	case 1:
		return json_bool(arena, random_next(x) % 2);
	case 2:
		return json_int(arena, (int64_t)(random_next(x) % 2000001) - 1000000);
	case 3:
		return json_int(arena, random_next(x) % 2 ? JSON_SAFE_INT : -JSON_SAFE_INT);
	case 4:
		random_string(x, &s);
		v = json_stringn(arena, buf_str(&s), s.len);
		buf_release(&s);
		return v;
	case 5:
	case 6:
		v = json_object(arena);
		for (size_t i = 0; i < n; i++) {
			buf_clear(&s);
			random_string(x, &s);
			json_set(arena, v, buf_str(&s), random_value(x, arena, depth - 1));
		}
		buf_release(&s);
		return v;
	default:
		v = json_array(arena);
		for (size_t i = 0; i < n; i++)
			json_push(v, random_value(x, arena, depth - 1));
		return v;
	}
}

static void a_random_value_survives_writing_and_reading(void **state)
{
	struct fixture *f = *state;
	uint64_t x = 88172645463325252u;

	for (int i = 0; i < 500; i++) {
		struct json *v = random_value(&x, &f->arena, 4);
		struct json *again = reads(f, canonical(f, v));

		assert_non_null(again);
		assert_true(json_equal(v, again));
		assert_true(json_is_canonical(f->text.data, f->text.len));
		assert_true(json_equal(v, reads(f, plain(f, v))));
		arena_clear(&f->arena);
	}
}

static void write_lines(struct fixture *f, FILE *out, bool in_canonical_form)
{
	uint64_t x = 1234567;

	for (int i = 0; i < 2000; i++) {
		struct json *v = random_value(&x, &f->arena, 4);

		fprintf(out, "%s\n", in_canonical_form ? canonical(f, v) : plain(f, v));
		arena_clear(&f->arena);
	}
	fclose(out);
}

static void canonical_json_equals_that_of_an_independent_writer(void **state)
{
	struct fixture *f = *state;
	char dir[] = "/tmp/assay-json-XXXXXX", name[64];
	struct buf command = BUF_INIT;
	int status;

	if (system("python3 -c '' 2>/dev/null") != 0) {
		print_message("python3 is missing: not compared\n");
		skip();
	}
	assert_non_null(mkdtemp(dir));
	snprintf(name, sizeof name, "%s/plain", dir);
	write_lines(f, fopen(name, "w"), false);
	snprintf(name, sizeof name, "%s/canonical", dir);
	write_lines(f, fopen(name, "w"), true);
	buf_addf(&command,
		 "cd %s && python3 -c 'import json\n"
		 "for l in open(\"plain\",encoding=\"utf8\",newline=\"\\n\"):\n"
		 " print(json.dumps(json.loads(l),sort_keys=True,separators=(\",\",\":\"),"
		 "ensure_ascii=False))' | LC_ALL=C PYTHONIOENCODING=utf8 cmp - canonical",
		 dir);
	status = system(buf_str(&command));
	buf_clear(&command);
	buf_addf(&command, "rm -r %s", dir);
	assert_int_equal(system(buf_str(&command)), 0);
	buf_release(&command);
	assert_int_equal(status, 0);
}

/* Texts that are nearly JSON: whatever the walk takes, simdjson has to take too, and its words for
 * a refusal never reach the user. */
static void the_walk_takes_nothing_that_simdjson_refuses(void **state)
{
	static const char bytes[] = "{}[]\",:\\u0019eE+-.tfn \n\x80\xc3\xe2\xff\x1f/";
	struct fixture *f = *state;
	uint64_t x = 42;
	int taken = 0;

	for (int i = 0; i < 20000; i++) {
		struct json *v = random_value(&x, &f->arena, 3);
		size_t at;

		canonical(f, v);
		at = random_next(&x) % f->out.len;
		f->out.data[at] = bytes[random_next(&x) % (sizeof bytes - 1)];
		if (readn(f, f->out.data, f->out.len) != NULL)
			taken++;
		else if (strstr(f->error.reason, "simdjson") != NULL)
			fail_msg("'%s': %s", f->text.data, f->error.reason);
		arena_clear(&f->arena);
	}
	assert_in_range(taken, 1000, 19000);
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
		T(a_built_tree_is_written_in_both_forms),
		T(keys_are_ordered_by_bytes_and_not_by_utf16),
		T(setting_replaces_in_place_and_removing_mends_the_ends),
		T(a_copy_is_equal_and_shares_nothing),
		T(equality_ignores_the_order_of_keys_only),
		T(a_very_deep_built_tree_is_written_copied_and_compared),
		T(a_kept_number_is_written_plainly_as_its_bytes),
		T(what_only_pretends_to_be_a_kept_number_stays_quoted),
		T(canonical_text_is_told_from_other_json),
		T(a_random_value_survives_writing_and_reading),
		T(canonical_json_equals_that_of_an_independent_writer),
		T(the_walk_takes_nothing_that_simdjson_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
