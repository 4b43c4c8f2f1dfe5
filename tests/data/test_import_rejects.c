/* Bad and hostile lines: each refused with line, column and reason, kept whole, and the good ones
 * beside them go in. */
#include "tests/data/collect.h"

#include <sys/resource.h>

#define GOOD "{\"prompt\":\"good\",\"responses\":[\"a\",\"b\"]}\n"

struct bad {
	const char *line; /* without its newline */
	int column;
	const char *reason;
};

static const struct bad bad_lines[] = {
	{ "not json", 1, "'n' where a value should stand" },
	{ "[\"a\",\"b\"]", 1, "a record must be an object" },
	{ "5", 1, "a record must be an object" },
	{ "{\"responses\":[\"a\",\"b\"]}", 1, "prompt is missing" },
	{ "{\"prompt\":null,\"responses\":[\"a\",\"b\"]}", 11,
	  "prompt must be a text or a list of messages" },
	{ "{\"prompt\":5,\"responses\":[\"a\",\"b\"]}", 11,
	  "prompt must be a text or a list of messages" },
	{ "{\"prompt\":\"p\",\"responses\":{\"a\":1}}", 27, "responses must be a list" },
	{ "{\"prompt\":\"p\",\"responses\":[\"a\",7]}", 32,
	  "a response must be a text, a list of messages, or an object" },
	{ "{\"prompt\":\"p\",\"responses\":[\"a\",{\"source\":\"m\"}]}", 32,
	  "a response has no 'content'" },
	{ "{\"prompt\":\"p\",\"responses\":[\"a\",{\"content\":7}]}", 43,
	  "response 2 must be a text or a list of messages" },
	{ "{\"prompt\":\"p\",\"responses\":[\"a\"],\"id\":[1]}", 38, "id must be a text or null" },
	{ "{\"prompt\":\"p\",\"responses\":[\"a\"],\"role\":\"boss\"}", 40,
	  "role must be one of work, calibration, qualification, control, tutorial, retest" },
	{ "{\"prompt\":\"p\",\"responses\":[\"a\"],\"reference\":3}", 45,
	  "reference must be a text or null" },
	{ "{\"prompt\":\"p\",\"responses\":[\"a\"],\"attachments\":{}}", 47,
	  "attachments must be a list" },
	{ "{\"prompt\":\"p\",\"responses\":[\"a\"],\"replaces\":\"x\"}", 44,
	  "replaces must be the uid of an item, 64 hex digits" },
	{ "{\"prompt\":\"x\xff\"}", 13, "not valid UTF-8 (byte 0xff)" },
	{ "{\"prompt\":\"a\\u0000b\"}", 13, "U+0000 (\\u0000) is not allowed in text" },
	{ "{\"prompt\":\"\\ud83d\"}", 12, "lone surrogate \\ud83d" },
	{ "{\"prompt\":NaN}", 11, "NaN and Infinity are not JSON; write null" },
	{ "{\"prompt\":\"p\",\"n\":99999999999999999999}", 19,
	  "the integer does not fit in 64 bits" },
	{ "{\"prompt\":\"p\",\"prompt\":\"q\"}", 15, "duplicate key 'prompt'" },
	{ "{\"prompt\":\"p\"} more", 16, "'m' where the end of the text should stand" },
	{ "{\"prompt\":\"p\"", 14, "the text ends where ',' or '}' should stand" },
	{ "{\"prompt\":[{\"role\":\"user\",\"content\":\"x\",\"$num\":\"1\"}]}", 11,
	  "prompt: the key '$num' is reserved; rename it" },
};

static void each_bad_line_is_refused_at_its_place_and_kept(void **state)
{
	enum { N = sizeof bad_lines / sizeof *bad_lines };
	struct collect *c = *state;
	FILE *file = new_file(c, "a.jsonl");
	struct buf expected = BUF_INIT, kept = BUF_INIT;

	fputs(GOOD, file);
	for (int i = 0; i < N; i++) {
		fprintf(file, "%s\n" GOOD, bad_lines[i].line);
		buf_addf(&expected, "a.jsonl:%d:%d %s\n", 2 * i + 2, bad_lines[i].column,
			 bad_lines[i].reason);
		buf_addf(&kept, "%s\n", bad_lines[i].line);
	}
	fclose(file);
	import_well(c);
	assert_string_equal(c->rejects.data, expected.data);
	assert_string_equal(c->kept.data, kept.data);
	assert_int_equal(c->n, N + 1);
	assert_int_equal(c->result.records, N + 1);
	assert_int_equal(c->result.rejected, N);
	buf_release(&expected);
	buf_release(&kept);
}

static void a_bad_first_line_does_not_hide_the_format(void **state)
{
	struct collect *c = *state;

	for (size_t i = 0; i < sizeof bad_lines / sizeof *bad_lines; i++) {
		FILE *file = new_file(c, "a.jsonl");

		fprintf(file, "%s\n" GOOD, bad_lines[i].line);
		fclose(file);
		import_well(c);
		assert_int_equal(c->n, 1);
		assert_int_equal(c->result.rejected, 1);
		drop_path(c);
	}
}

static void a_file_of_bad_lines_only_is_all_rejects(void **state)
{
	struct collect *c = *state;

	import_text(c, "a.jsonl", "x\ny\n");
	assert_int_equal(c->n, 0);
	assert_int_equal(c->result.rejected, 2);
	assert_int_equal(c->result.first_responses, -1);
	assert_string_equal(c->kept.data, "x\ny\n");
}

static void a_nul_byte_in_a_line_is_refused_and_kept(void **state)
{
	struct collect *c = *state;
	FILE *file = new_file(c, "a.jsonl");

	fputs("{\"prompt\":\"a", file);
	fputc('\0', file);
	fputs("b\"}\n" GOOD, file);
	fclose(file);
	import_well(c);
	assert_string_equal(c->rejects.data, "a.jsonl:1:13 a NUL byte is not allowed in text\n");
	assert_int_equal(c->kept.len, 17);
	assert_int_equal(c->n, 1);
}

static void fill(FILE *file, const char *what, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fputs(what, file);
}

static void a_depth_bomb_is_refused_and_kept(void **state)
{
	struct collect *c = *state;
	FILE *file = new_file(c, "a.jsonl");

	fputs("{\"prompt\":", file);
	fill(file, "[", 5000000);
	fputs("\n" GOOD, file);
	fclose(file);
	import_well(c);
	assert_string_equal(c->rejects.data, "a.jsonl:1:42 nested more than 32 deep\n");
	assert_int_equal(c->kept_bytes, 5000011);
	assert_int_equal(c->n, 1);
}

static long peak_kilobytes(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

/* 100 MB, in each of the containers. */
static void a_line_of_100_megabytes_is_refused_kept_whole_and_never_held(void **state)
{
	static const struct {
		const char *name, *before, *after, *reject;
		size_t good;
	} cases[] = {
		{ "a.jsonl", "{\"prompt\":\"", "\"}\n" GOOD, "a.jsonl:1:1 longer than 16 MiB\n",
		  1 },
		{ "b.json", "[{\"prompt\":\"", "\"},\n" GOOD "]", "b.json:1:2 longer than 16 MiB\n",
		  1 },
		{ "c.csv", "prompt,response_a\n\"", "\",x\np,a\n", "c.csv:2:1 longer than 16 MiB\n",
		  1 },
	};
	static char block[1000001];
	struct collect *c = *state;

	memset(block, 'x', sizeof block - 1);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		FILE *file = new_file(c, cases[i].name);
		long before;

		fputs(cases[i].before, file);
		fill(file, block, 100);
		fputs(cases[i].after, file);
		fclose(file);
		before = peak_kilobytes();
		import_well(c);
		assert_int_equal(c->n, cases[i].good);
		assert_int_equal(c->result.rejected, 1);
		assert_non_null(strstr(c->rejects.data, cases[i].reject));
		assert_in_range(c->kept_bytes, 100000000, 100000020);
		/* Sanitizers keep what is freed for a while, so the bound is loose. */
		assert_in_range(peak_kilobytes() - before, 0, 400 * 1024);
		drop_path(c);
	}
}

static void too_many_values_in_a_line_are_refused(void **state)
{
	struct collect *c = *state;
	FILE *file = new_file(c, "a.jsonl");

	fputs("{\"prompt\":\"p\",\"x\":[", file);
	fill(file, "1,", 600000);
	fputs("1]}\n" GOOD, file);
	fclose(file);
	import_well(c);
	assert_non_null(strstr(c->rejects.data, "more than 500000 values in one text\n"));
	assert_int_equal(c->n, 1);
}

static void many_keys_and_many_responses_are_refused_in_good_time(void **state)
{
	struct collect *c = *state;
	FILE *file = new_file(c, "a.jsonl");

	fputs("{\"prompt\":\"p\",\"responses\":[", file);
	fill(file, "\"x\",", 400000);
	fputs("\"x\"]}\n{\"prompt\":\"p\"", file);
	for (int i = 0; i < 200000; i++)
		fprintf(file, ",\"k%d\":1", i);
	fputs(",\"k77\":2}\n" GOOD, file);
	fclose(file);
	import_well(c);
	assert_non_null(strstr(c->rejects.data, "more than 64 responses\n"));
	assert_non_null(strstr(c->rejects.data, "duplicate key 'k77'\n"));
	assert_int_equal(c->n, 1);
}

static void memory_does_not_grow_with_the_file(void **state)
{
	struct collect *c = *state;
	FILE *file = new_file(c, "a.jsonl");
	long before;

	c->count_only = true;
	for (int i = 0; i < 1000; i++)
		fputs(GOOD, file);
	fflush(file);
	import_well(c);
	before = peak_kilobytes();
	for (int i = 0; i < 200000; i++)
		fputs(GOOD, file);
	fclose(file);
	import_well(c);
	assert_int_equal(c->n, 201000);
	assert_in_range(peak_kilobytes() - before, 0, 64 * 1024);
}

/* Good lines and bad, and one too long to be held, whose bytes are kept while others are at work.
 */
static void write_mixture(FILE *file)
{
	for (int i = 0; i < 4000; i++) {
		if (i % 97 == 0)
			fprintf(file, "broken %d\n", i);
		if (i == 2000) {
			fputs("{\"prompt\":\"", file);
			for (int k = 0; k < 17 * 1024 * 1024; k++)
				putc_unlocked('y', file);
			fputs("\"}\n", file);
		}
		fprintf(file,
			"{\"id\":\"%d\",\"prompt\":\"p%d\",\"responses\":[\"a\",\"b%0*d\"]}\n", i,
			i, 1 + i % 3000, i);
	}
}

/* What came out, as one hash. */
static struct id hash_of(const struct collect *c)
{
	struct hash h;

	hash_begin(&h, "test", NULL);
	for (size_t i = 0; i < c->n; i++) {
		hash_add(&h, c->items[i].uid.b, ID_BYTES);
		hash_add(&h, c->items[i].line_text, strlen(c->items[i].line_text));
	}
	hash_add(&h, c->rejects.data, c->rejects.len);
	hash_add(&h, c->kept.data, c->kept.len);
	hash_add(&h, &c->kept_bytes, sizeof c->kept_bytes);
	return hash_end(&h);
}

static void any_number_of_threads_gives_the_same_in_the_same_order(void **state)
{
	struct collect *c = *state;
	FILE *file = new_file(c, "a.jsonl");
	struct id alone, several;

	write_mixture(file);
	fclose(file);
	c->options.threads = 0;
	import_well(c);
	assert_int_equal(c->n, 4000);
	assert_int_equal(c->result.rejected, 43);
	alone = hash_of(c);
	for (int threads = 1; threads < 6; threads += 2) {
		c->options.threads = threads;
		import_well(c);
		several = hash_of(c);
		assert_memory_equal(&alone, &several, sizeof alone);
	}
}

static void what_cannot_be_opened_or_read_ends_the_import(void **state)
{
	struct collect *c = *state;

	use_path(c, "/nonexistent/a.jsonl");
	assert_false(try_import(c));
	assert_string_equal(c->err.msg,
			    "cannot open '/nonexistent/a.jsonl': No such file or directory");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, collect_setup, collect_teardown)
	const struct CMUnitTest tests[] = {
		T(each_bad_line_is_refused_at_its_place_and_kept),
		T(a_bad_first_line_does_not_hide_the_format),
		T(a_file_of_bad_lines_only_is_all_rejects),
		T(a_nul_byte_in_a_line_is_refused_and_kept),
		T(a_depth_bomb_is_refused_and_kept),
		T(a_line_of_100_megabytes_is_refused_kept_whole_and_never_held),
		T(too_many_values_in_a_line_are_refused),
		T(many_keys_and_many_responses_are_refused_in_good_time),
		T(memory_does_not_grow_with_the_file),
		T(any_number_of_threads_gives_the_same_in_the_same_order),
		T(what_cannot_be_opened_or_read_ends_the_import),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
