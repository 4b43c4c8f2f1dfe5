/* What `assay export` refuses to do. */
#include "tests/support/export_fixture.h"

static void an_annotator_may_not_read_others_labels_out(void **state)
{
	(void)state;
	import_pairs("b", 1, "1");
	label("ann", "b", "1 2 Enter");
	expect(program_run(p, "export", "x.assay", "-f", "assay", "--as", "ann", NULL), 1);
	program_complains(p, "'ann' is an annotator here: exporting needs the role exporter");
	assert_int_equal(p->out.len, 0);
	expect(program_run(p, "export", "x.assay", "-f", "assay", "--as", "eve", NULL), 1);
	program_complains(p, "'eve' is no member of this project");
	label("bob", "b", "");
	expect(program_run(p, "status", "x.assay", "--as", "bob", NULL), 0);
	assert_null(strstr(p->out.data, "ann"));
	program_says(p, "you labelled nothing here; who did what is shown to the project's leads");
	expect(program_run(p, "status", "x.assay", NULL), 0);
	program_says(p, "ann");
}

static void answers_across_a_break_are_not_pooled(void **state)
{
	struct buf text = BUF_INIT;

	(void)state;
	import_pairs("old", 1, "1");
	label("ann", "old", "1 2 Enter");
	buf_adds(&text, plain);
	memcpy(strstr(text.data, "max: 3"), "max: 2", 6);
	memcpy(strstr(text.data, ", much]"), "]      ", 7);
	buf_adds(&text, "breaks: true\n");
	program_write(p, "plain.yaml", text.data, text.len);
	import_pairs("new", 1, "1");
	label("ann", "new", "1 2 Enter");
	expect(program_run(p, "export", "x.assay", "-f", "trl-reward", "--margin", "-o", "out",
			   NULL),
	       1);
	program_complains(p, "answers to 'plain' version 1 and version 2 cannot be taken together");
	assert_false(program_has(p, "out"));
	export_to("trl-reward", "--batch", "new", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 1);
	export_to("trl-reward", "--resolve", "each", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 2);
	buf_release(&text);
}

static void refuses(const char *option, const char *value, const char *why, int code)
{
	expect(program_run(p, "export", "x.assay", "-o", "out", "-f", "trl-dpo", option, value,
			   NULL),
	       code);
	program_complains(p, why);
}

static void options_that_do_not_fit_are_refused(void **state)
{
	(void)state;
	import_pairs("b", 1, "1");
	label("ann", "b", "1 2 Enter");
	refuses("--split", "90/20", "the shares must add up to 100", 2);
	refuses("--split", "90", "that many parts cannot be made", 2);
	refuses("--split", "a=50,a=50", "a name stands twice", 2);
	refuses("--split", "A=100", "a name may have a-z, 0-9 and '-'", 2);
	refuses("--split", "edits=100", "files of their own", 2);
	refuses("--pairs", "0", "--pairs is '0', but must be a number from 1 to 36", 2);
	refuses("--min-strength", "x", "--min-strength is 'x'", 2);
	refuses("--include", "skipped", "--include: unknown RULE 'skipped'", 2);
	refuses("--batch", "nope", "there is no batch 'nope'", 1);
	refuses("--question", "nope", "no guideline that was answered has a question 'nope'", 1);
	expect(program_run(p, "export", "x.assay", "-f", "trl-dpo", "--margin", NULL), 2);
	program_complains(p, "rows of trl-dpo have no margin");
	expect(program_run(p, "export", "x.assay", "-f", "trl-dpo", "--split", "50/50", NULL), 2);
	program_complains(p, "--split makes several files");
	assert_false(program_has(p, "out"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_annotator_may_not_read_others_labels_out),
		TEST(answers_across_a_break_are_not_pooled),
		TEST(options_that_do_not_fit_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
