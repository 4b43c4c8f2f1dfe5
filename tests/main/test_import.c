/* `assay import` through the real program: what goes in, what is refused and kept, what is said. */
#include "base/buf.h"
#include "base/json.h"
#include "tests/support/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct program program;
static struct program *const p = &program;

static int setup(void **state)
{
	(void)state;
	program_open(p, ASSAY_BIN);
	assert_int_equal(program_run(p, "init", "x.assay", NULL), 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	program_close(p);
	return 0;
}

static void expect(int code, int expected)
{
	if (code != expected)
		fail_msg("exit %d instead of %d\n%s%s", code, expected, buf_str(&p->out),
			 buf_str(&p->err));
}

/* ROWS items of RESPONSES responses each. */
static void write_items(const char *name, int rows, int responses)
{
	struct buf text = BUF_INIT;

	for (int i = 0; i < rows; i++) {
		buf_addf(&text, "{\"id\":\"i%d\",\"prompt\":\"%s %d\",\"responses\":[", i, name, i);
		for (int r = 0; r < responses; r++)
			buf_addf(&text, "%s{\"source\":\"m%d\",\"content\":\"answer %d\"}",
				 r > 0 ? "," : "", r, r);
		buf_adds(&text, "]}\n");
	}
	program_write(p, name, text.data, text.len);
	buf_release(&text);
}

/* What `assay status --json` says of the batch. */
static int64_t items_in(const char *batch)
{
	struct arena arena = ARENA_INIT;
	const struct json *root;
	int64_t items = -1;
	struct err err;

	expect(program_run(p, "status", "x.assay", "--json", NULL), 0);
	root = json_parse(buf_str(&p->out), p->out.len, &arena, &err);
	assert_non_null(root);
	for (const struct json *b = json_get(root, "batches")->child; b != NULL; b = b->next)
		if (strcmp(json_get_string(b, "name"), batch) == 0)
			items = json_get_int(b, "items", -1);
	arena_release(&arena);
	return items;
}

static void a_good_file_goes_in_and_says_what_it_was(void **state)
{
	(void)state;
	write_items("faucet.jsonl", 3, 2);
	expect(program_run(p, "import", "x.assay", "faucet.jsonl", NULL), 0);
	assert_string_equal(p->out.data, "imported 3 items into x.assay, batch \"faucet\"\n"
					 "they were read as canonical and ask by the guideline "
					 "\"pairwise-preference\"\n");
	assert_int_equal(items_in("faucet"), 3);
	assert_false(program_has(p, "faucet.jsonl.rejects.jsonl"));
}

static void the_same_file_twice_adds_nothing_and_says_so(void **state)
{
	(void)state;
	write_items("a.jsonl", 5, 2);
	expect(program_run(p, "import", "x.assay", "a.jsonl", NULL), 0);
	expect(program_run(p, "import", "x.assay", "a.jsonl", NULL), 0);
	assert_string_equal(p->out.data,
			    "imported 0 items (5 already there) into x.assay, batch \"a\"\n");
	write_items("a.jsonl", 7, 2);
	expect(program_run(p, "import", "x.assay", "a.jsonl", NULL), 0);
	assert_string_equal(p->out.data,
			    "imported 2 items (5 already there) into x.assay, batch \"a\"\n");
	assert_int_equal(items_in("a"), 7);
}

static void the_number_of_responses_chooses_the_guideline(void **state)
{
	static const char *const chosen[] = { "golden-response", "rating-axes",
					      "pairwise-preference", "n-way-ranking",
					      "n-way-ranking" };

	(void)state;
	for (int n = 0; n < 5; n++) {
		char name[32];

		snprintf(name, sizeof name, "with%d.jsonl", n);
		write_items(name, 1, n);
		expect(program_run(p, "import", "x.assay", name, NULL), 0);
		program_says(p, chosen[n]);
	}
}

static void the_project_s_own_guideline_comes_before_the_number(void **state)
{
	(void)state;
	expect(program_run(p, "init", "y.assay", "--guideline", "n-way-ranking", NULL), 0);
	write_items("a.jsonl", 1, 2);
	expect(program_run(p, "import", "y.assay", "a.jsonl", NULL), 0);
	program_says(p, "\"n-way-ranking\"");
}

static void a_batch_keeps_its_guideline_and_overlap(void **state)
{
	(void)state;
	write_items("a.jsonl", 1, 2);
	write_items("b.jsonl", 1, 2);
	expect(program_run(p, "import", "x.assay", "a.jsonl", "-b", "one", "--overlap", "3", NULL),
	       0);
	expect(program_run(p, "import", "x.assay", "b.jsonl", "-b", "one", "-g", "n-way-ranking",
			   NULL),
	       1);
	program_complains(p, "batch 'one' is there already and asks by 'pairwise-preference' "
			     "version 1; name another with --batch, or leave --guideline out");
	expect(program_run(p, "import", "x.assay", "b.jsonl", "-b", "one", "-g",
			   "pairwise-preference", "--overlap", "2", NULL),
	       0);
	program_complains(p, "keeps its overlap and order");
	assert_int_equal(items_in("one"), 2);
	program_says(p, "\"overlap\":3");
}

/* ---- a bad line ---- */

static void add_line(struct buf *text, const char *line)
{
	buf_adds(text, line);
	buf_addc(text, '\n');
}

static const struct {
	const char *line, *complaint;
} bad_lines[] = {
	{ "not json", ":2:1: " },
	{ "[1]", ":3:1: " },
	{ "{\"prompt\":5,\"responses\":[\"a\",\"b\"]}", ":4:11: prompt" },
	{ "{\"responses\":[\"a\",\"b\"]}", ":5:1: prompt" },
	{ "{\"prompt\":\"x\xff\",\"responses\":[\"a\",\"b\"]}",
	  ":6:13: not valid UTF-8 (byte 0xff)" },
	{ "{\"prompt\":\"x\\u0000\",\"responses\":[\"a\",\"b\"]}", ":7:13: U+0000" },
	{ "{\"prompt\":\"\\ud83d\",\"responses\":[\"a\",\"b\"]}", ":8:12: lone surrogate" },
	{ "{\"prompt\":\"x\",\"responses\":[\"a\",\"b\"],\"m\":NaN}", ":9:41: NaN" },
	{ "{\"prompt\":\"x\",\"prompt\":\"y\",\"responses\":[\"a\",\"b\"]}",
	  ":10:15: duplicate key 'prompt'" },
	{ "{\"prompt\":\"x\",\"responses\":[\"a\",\"b\"],\"m\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
	  "[[0"
	  "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
	  ":11:72: nested more than 32 deep" },
	{ "{\"prompt\":\"x\",\"responses\":[\"a\",\"b\"]} tail", ":12:38: " },
	{ "{\"prompt\":\"x\",\"responses\":[\"a\"]}", ":13:" },
	{ "{\"prompt\":\"x\",\"responses\":[\"a\",\"a\"]}", ":14:" },
	{ "{\"prompt\":\"x\",\"responses\":[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\","
	  "\"9\"]}",
	  ":15:" },
};

#define N_BAD (sizeof bad_lines / sizeof *bad_lines)

/* A good line in front, a good one behind, all that is wrong between. */
static void write_bad_file(void)
{
	struct buf text = BUF_INIT;

	add_line(&text, "{\"prompt\":\"first\",\"responses\":[\"a\",\"b\",\"c\"]}");
	for (size_t i = 0; i < N_BAD; i++)
		add_line(&text, bad_lines[i].line);
	add_line(&text, "{\"prompt\":\"last\",\"responses\":[\"a\",\"b\",\"c\"]}");
	program_write(p, "bad.jsonl", text.data, text.len);
	buf_release(&text);
}

static void bad_lines_are_refused_with_their_place_and_the_good_go_in(void **state)
{
	(void)state;
	write_bad_file();
	expect(program_run(p, "import", "x.assay", "bad.jsonl", NULL), 3);
	program_says(p, "imported 2 items into x.assay, batch \"bad\"\n");
	program_complains(p, "14 lines were refused; they are kept in bad.jsonl.rejects.jsonl\n");
	for (size_t i = 0; i < N_BAD; i++) {
		char line[200];

		snprintf(line, sizeof line, "  bad.jsonl%s", bad_lines[i].complaint);
		program_complains(p, line);
	}
	program_complains(p, "2 to 9");
}

static void refused_lines_are_kept_to_the_byte(void **state)
{
	struct buf kept = BUF_INIT, wanted = BUF_INIT;

	(void)state;
	program_puts(p, "bad.jsonl.rejects.jsonl", "of an earlier run\n");
	write_bad_file();
	expect(program_run(p, "import", "x.assay", "bad.jsonl", NULL), 3);
	for (size_t i = 0; i < N_BAD; i++)
		add_line(&wanted, bad_lines[i].line);
	assert_true(program_read(p, "bad.jsonl.rejects.jsonl", &kept));
	assert_string_equal(kept.data, wanted.data);
	buf_release(&kept);
	buf_release(&wanted);
}

static void a_nul_byte_is_refused(void **state)
{
	static const char text[] = "{\"prompt\":\"a\",\"responses\":[\"1\",\"2\"]}\n"
				   "{\"prompt\":\"x\0y\",\"responses\":[\"1\",\"2\"]}\n";
	struct buf kept = BUF_INIT;

	(void)state;
	program_write(p, "nul.jsonl", text, sizeof text - 1);
	expect(program_run(p, "import", "x.assay", "nul.jsonl", NULL), 3);
	program_complains(p, "1 line was refused; it is kept in nul.jsonl.rejects.jsonl\n");
	program_complains(p, "nul.jsonl:2:13: ");
	assert_true(program_read(p, "nul.jsonl.rejects.jsonl", &kept));
	assert_int_equal(kept.len, 39);
	buf_release(&kept);
}

static void a_line_of_100_megabytes_is_refused_and_kept(void **state)
{
	static const char tail[] = "\"}\n{\"prompt\":\"b\",\"responses\":[\"1\",\"2\"]}\n";
	FILE *file = fopen(program_path(p, "long.jsonl"), "wb");
	static char chunk[1 << 20];
	struct buf kept = BUF_INIT;

	(void)state;
	memset(chunk, 'x', sizeof chunk);
	assert_non_null(file);
	fputs("{\"prompt\":\"a\",\"responses\":[\"1\",\"2\"]}\n{\"prompt\":\"", file);
	for (int i = 0; i < 100; i++)
		assert_int_equal(fwrite(chunk, 1, sizeof chunk, file), sizeof chunk);
	fputs(tail, file);
	assert_int_equal(fclose(file), 0);
	expect(program_run(p, "import", "x.assay", "long.jsonl", NULL), 3);
	program_says(p, "imported 2 items");
	program_complains(p, "long.jsonl:2:1: longer than 16 MiB");
	assert_true(program_read(p, "long.jsonl.rejects.jsonl", &kept));
	assert_int_equal(kept.len, (100 << 20) + 14);
	buf_release(&kept);
}

static void strict_lets_nothing_in(void **state)
{
	(void)state;
	write_bad_file();
	expect(program_run(p, "import", "x.assay", "bad.jsonl", "--strict", NULL), 1);
	program_complains(p, "14 lines were refused; nothing was imported (--strict)\n");
	program_complains(p, "  bad.jsonl:2:1: ");
	assert_int_equal(items_in("bad"), -1);
	assert_false(program_has(p, "bad.jsonl.rejects.jsonl"));
	write_items("good.jsonl", 4, 2);
	expect(program_run(p, "import", "x.assay", "good.jsonl", "--strict", NULL), 0);
	assert_int_equal(items_in("good"), 4);
}

static void the_first_twenty_refusals_are_shown(void **state)
{
	struct buf text = BUF_INIT;

	(void)state;
	add_line(&text, "{\"prompt\":\"first\",\"responses\":[\"a\",\"b\"]}");
	for (int i = 0; i < 51; i++)
		add_line(&text, "nonsense");
	program_write(p, "a.jsonl", text.data, text.len);
	expect(program_run(p, "import", "x.assay", "a.jsonl", NULL), 3);
	program_complains(p, "51 lines were refused; they are kept in a.jsonl.rejects.jsonl\n");
	program_complains(p, "  a.jsonl:21:1: ");
	program_complains(p, "\n  … and 31 more\n");
	assert_null(strstr(p->err.data, "a.jsonl:22:"));
	buf_release(&text);
}

static void a_missing_file_is_seen_before_anything_happens(void **state)
{
	(void)state;
	write_items("a.jsonl", 3, 2);
	expect(program_run(p, "import", "x.assay", "a.jsonl", "no.jsonl", NULL), 1);
	program_complains(p, "cannot read 'no.jsonl': No such file or directory");
	assert_int_equal(items_in("a"), -1);
}

static void an_empty_file_is_nothing_to_import(void **state)
{
	(void)state;
	program_puts(p, "empty.jsonl", "");
	expect(program_run(p, "import", "x.assay", "empty.jsonl", NULL), 1);
	program_complains(p, "nothing to import");
	assert_int_equal(items_in("empty"), -1);
}

/* ---- standard input ---- */

static void feed(const char *text)
{
	p->input = text;
	p->input_len = strlen(text);
}

static const char two_lines[] = "{\"prompt\":\"a\",\"responses\":[\"1\",\"2\"]}\nnonsense\n";

static void standard_input_is_read_and_its_refusals_kept_here(void **state)
{
	struct buf kept = BUF_INIT;

	(void)state;
	feed(two_lines);
	expect(program_run(p, "import", "x.assay", "-", NULL), 3);
	program_says(p, "imported 1 item into x.assay, batch \"stdin\"\n");
	program_says(p, "\"pairwise-preference\"");
	program_complains(p, "1 line was refused; it is kept in stdin.rejects.jsonl\n");
	program_complains(p, "  stdin:2:1: ");
	assert_true(program_read(p, "stdin.rejects.jsonl", &kept));
	assert_string_equal(kept.data, "nonsense\n");
	buf_release(&kept);
}

static void standard_input_can_be_strict_too(void **state)
{
	(void)state;
	feed(two_lines);
	expect(program_run(p, "import", "x.assay", "-", "--strict", "-g", "n-way-ranking", NULL),
	       1);
	program_complains(p, "nothing was imported (--strict)");
	feed("{\"prompt\":\"a\",\"responses\":[\"1\",\"2\"]}\n");
	expect(program_run(p, "import", "x.assay", "-", "--strict", "-b", "ok", NULL), 0);
	assert_int_equal(items_in("ok"), 1);
}

/* /proc takes no files, whoever asks. */
static void refusals_go_here_where_the_input_s_folder_cannot_be_written(void **state)
{
	(void)state;
	feed(two_lines);
	expect(program_run(p, "import", "x.assay", "/proc/self/fd/0", "-b", "b", NULL), 3);
	program_complains(p, "it is kept in 0.rejects.jsonl\n");
	assert_true(program_has(p, "0.rejects.jsonl"));
}

/* ---- options ---- */

static void the_report_can_be_json(void **state)
{
	struct arena arena = ARENA_INIT;
	const struct json *root, *notes;
	struct err err;

	(void)state;
	write_bad_file();
	expect(program_run(p, "import", "x.assay", "bad.jsonl", "--json", NULL), 3);
	assert_string_equal(buf_str(&p->err), "");
	root = json_parse(p->out.data, p->out.len, &arena, &err);
	assert_non_null(root);
	assert_int_equal(json_get_int(root, "imported", -1), 2);
	assert_int_equal(json_get_int(root, "already_there", -1), 0);
	assert_int_equal(json_get_int(root, "refused", -1), 14);
	assert_string_equal(json_get_string(root, "batch"), "bad");
	assert_string_equal(json_at(json_get(root, "kept_in"), 0)->str, "bad.jsonl.rejects.jsonl");
	notes = json_get(root, "first_refused");
	assert_int_equal(notes->count, 14);
	assert_int_equal(json_get_int(json_at(notes, 4), "line", 0), 6);
	assert_int_equal(json_get_int(json_at(notes, 4), "column", 0), 13);
	arena_release(&arena);
}

static void a_map_brings_any_csv_in(void **state)
{
	(void)state;
	program_puts(p, "q.csv",
		     "question,a,b\n\"two, three?\",yes,no\nhow?,so,\"or \"\"so\"\"\"\n");
	expect(program_run(p, "import", "x.assay", "q.csv", "--map", "prompt=question", "--map",
			   "response=a", "--map", "response=b", NULL),
	       0);
	assert_int_equal(items_in("q"), 2);
}

static void a_role_stands_over_what_the_lines_say(void **state)
{
	(void)state;
	write_items("a.jsonl", 1, 2);
	expect(program_run(p, "import", "x.assay", "a.jsonl", "--role", "calibration", NULL), 0);
	expect(program_run(p, "rebuild", "x.assay", NULL), 0);
	expect(program_run(p, "query", "x.assay", "SELECT role FROM source", NULL), 0);
	program_says(p, "1");
	expect(program_run(p, "import", "x.assay", "a.jsonl", "--role", "golden", NULL), 2);
	program_complains(p, "--role: unknown ROLE 'golden'");
}

static void more_than_nine_responses_are_sampled_on_request(void **state)
{
	struct buf before = BUF_INIT;

	(void)state;
	write_items("a.jsonl", 1, 12);
	expect(program_run(p, "import", "x.assay", "a.jsonl", NULL), 3);
	expect(program_run(p, "import", "x.assay", "a.jsonl", "--sample-responses", "4", NULL), 0);
	expect(program_run(p, "query", "x.assay", "SELECT doc FROM body", NULL), 0);
	buf_add(&before, p->out.data, p->out.len);
	expect(program_run(p, "import", "x.assay", "a.jsonl", "--sample-responses", "4", NULL), 0);
	program_says(p, "imported 0 items (1 already there)");
	buf_release(&before);
}

/* ---- real data ---- */

static void need_data(void)
{
	if (access(SHARED_DATA, R_OK) == 0)
		return;
	print_message("skipped: the public data is not beside the checkout\n");
	skip();
}

static void imports(const char *batch, int64_t items, const char *const *files)
{
	const char *argv[24] = { "import", "x.assay", "--batch", batch };
	char paths[16][300];
	int n = 4;

	for (int i = 0; files[i] != NULL; i++) {
		snprintf(paths[i], sizeof paths[i], SHARED_DATA "/%s.jsonl.gz", files[i]);
		argv[n++] = paths[i];
	}
	argv[n] = NULL;
	expect(program_runv(p, argv), 0);
	assert_int_equal(items_in(batch), items);
	expect(program_runv(p, argv), 0);
	program_says(p, "imported 0 items (");
}

static void real_files_import_with_the_right_counts(void **state)
{
	static const char *const arena_hard[] = { "derived/candidates_arena_hard", NULL };
	static const char *const self_instruct[] = { "derived/candidates_self_instruct252", NULL };
	static const char *const vicuna[] = { "derived/candidates_vicuna80", NULL };
	static const char *const gsm8k[] = { "derived/candidates_gsm8k", NULL };
	static const char *const hh[] = { "hh_rlhf/harmless-base_test", NULL };

	(void)state;
	need_data();
	imports("arena", 500, arena_hard);
	imports("self", 252, self_instruct);
	imports("vicuna", 80, vicuna);
	imports("gsm8k", 1319, gsm8k);
	imports("hh", 2312, hh);
}

static void real_files_of_one_model_each_are_joined(void **state)
{
	static const char *const arena_hard[] = { "arena_hard/v0.1_question",
						  "arena_hard/v0.1_answer_gpt-3.5-turbo-0125",
						  "arena_hard/v0.1_answer_gpt-4-0314",
						  "arena_hard/v0.1_answer_gpt-4-0613", NULL };
	static const char *const vicuna[] = { "vicuna80/question", "vicuna80/answer_alpaca-13b",
					      "vicuna80/answer_bard", "vicuna80/answer_gpt35",
					      NULL };

	(void)state;
	need_data();
	imports("arena", 500, arena_hard);
	imports("vicuna", 80, vicuna);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_good_file_goes_in_and_says_what_it_was),
		TEST(the_same_file_twice_adds_nothing_and_says_so),
		TEST(the_number_of_responses_chooses_the_guideline),
		TEST(the_project_s_own_guideline_comes_before_the_number),
		TEST(a_batch_keeps_its_guideline_and_overlap),
		TEST(bad_lines_are_refused_with_their_place_and_the_good_go_in),
		TEST(refused_lines_are_kept_to_the_byte),
		TEST(a_nul_byte_is_refused),
		TEST(a_line_of_100_megabytes_is_refused_and_kept),
		TEST(strict_lets_nothing_in),
		TEST(the_first_twenty_refusals_are_shown),
		TEST(a_missing_file_is_seen_before_anything_happens),
		TEST(an_empty_file_is_nothing_to_import),
		TEST(standard_input_is_read_and_its_refusals_kept_here),
		TEST(standard_input_can_be_strict_too),
		TEST(refusals_go_here_where_the_input_s_folder_cannot_be_written),
		TEST(the_report_can_be_json),
		TEST(a_map_brings_any_csv_in),
		TEST(a_role_stands_over_what_the_lines_say),
		TEST(more_than_nine_responses_are_sampled_on_request),
		TEST(real_files_import_with_the_right_counts),
		TEST(real_files_of_one_model_each_are_joined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
