#include "tests/base/json_fixture.h"
#include "tests/support/program.h"

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
		"{\"$num\":\"18446744073709551616\"}",
		"{\"$num\":\"1e999\"}",
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

static void a_string_that_is_canonical_as_it_stands_is_measured(void **state)
{
	static const struct {
		const char *text;
		size_t length;
	} cases[] = {
		{ "\"\"", 2 },
		{ "\"a\\n\\\"\\\\\xc3\xa9\",1", 11 },
		{ "\"\xf0\x9f\x99\x82\"", 6 },
		{ "\"\\u00e9\"", 0 },
		{ "\"\\u0007\"", 0 },
		{ "\"\\/\"", 0 },
		{ "\"\n\"", 0 },
		{ "\"\xff\"", 0 },
		{ "\"a", 0 },
		{ "\"a\\", 0 },
		{ "[\"a\"]", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(json_canonical_string(cases[i].text, strlen(cases[i].text)),
				 cases[i].length);
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

static const char compare_py[] =
	"import json, sys\n"
	"plain = open('plain', encoding='utf8', newline='\\n')\n"
	"canonical = open('canonical', encoding='utf8', newline='\\n')\n"
	"n = 0\n"
	"for p, c in zip(plain, canonical):\n"
	"    n += 1\n"
	"    if json.dumps(json.loads(p), sort_keys=True, separators=(',', ':'),\n"
	"                  ensure_ascii=False) + '\\n' != c:\n"
	"        sys.exit('line %d: %s' % (n, c))\n"
	"print('same', n)\n";

static void canonical_json_equals_that_of_an_independent_writer(void **state)
{
	const char *const here[] = { "python3", "-c", "", NULL };
	const char *const compare[] = { "python3", "-c", compare_py, NULL };
	struct fixture *f = *state;
	struct program program;

	program_open(&program, "python3");
	if (program_other(&program, here) != 0) {
		program_close(&program);
		print_message("python3 is missing: not compared\n");
		skip();
	}
	write_lines(f, fopen(program_path(&program, "plain"), "w"), false);
	write_lines(f, fopen(program_path(&program, "canonical"), "w"), true);
	assert_int_equal(program_other(&program, compare), 0);
	program_says(&program, "same 2000");
	program_close(&program);
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
		T(a_built_tree_is_written_in_both_forms),
		T(keys_are_ordered_by_bytes_and_not_by_utf16),
		T(setting_replaces_in_place_and_removing_mends_the_ends),
		T(a_copy_is_equal_and_shares_nothing),
		T(equality_ignores_the_order_of_keys_only),
		T(a_very_deep_built_tree_is_written_copied_and_compared),
		T(a_kept_number_is_written_plainly_as_its_bytes),
		T(what_only_pretends_to_be_a_kept_number_stays_quoted),
		T(canonical_text_is_told_from_other_json),
		T(a_string_that_is_canonical_as_it_stands_is_measured),
		T(a_random_value_survives_writing_and_reading),
		T(canonical_json_equals_that_of_an_independent_writer),
		T(the_walk_takes_nothing_that_simdjson_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
