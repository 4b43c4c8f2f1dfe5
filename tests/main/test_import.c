/* `assay import` through the real program: what goes in, by which options, what is said. */
#include "tests/main/import_program.h"

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

/* ---- options ---- */

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_good_file_goes_in_and_says_what_it_was),
		TEST(the_same_file_twice_adds_nothing_and_says_so),
		TEST(the_number_of_responses_chooses_the_guideline),
		TEST(the_project_s_own_guideline_comes_before_the_number),
		TEST(a_batch_keeps_its_guideline_and_overlap),
		TEST(a_map_brings_any_csv_in),
		TEST(a_role_stands_over_what_the_lines_say),
		TEST(more_than_nine_responses_are_sampled_on_request),
		TEST(real_files_import_with_the_right_counts),
		TEST(real_files_of_one_model_each_are_joined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
