/* Where exports go: folders, single files, standard output; the same events, the same bytes. */
#include "tests/support/export_fixture.h"

static void add_all(struct buf *all, const char *folder)
{
	static const char *const names[] = { "train.jsonl", "excluded.jsonl", "manifest.json",
					     "README.md" };

	buf_clear(all);
	for (int i = 0; i < 4; i++) {
		char path[64];

		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		buf_adds(all, read_out(path));
	}
}

static void export_is_the_same_byte_for_byte_however_often(void **state)
{
	struct buf first = BUF_INIT, again = BUF_INIT;

	(void)state;
	import_pairs("b", 6, "2");
	label("ann", "b", "1 2 Enter 2 1 Enter = Enter 1 1 Enter 2 2 Enter 1 3 Enter");
	label("bob", "b", "1 1 Enter 2 2 Enter 1 2 Enter 2 1 Enter S \"no\" Enter");
	export_to("trl-reward", "--margin", NULL);
	add_all(&first, "out");
	export_to("trl-reward", "--margin", NULL);
	add_all(&again, "out");
	assert_string_equal(first.data, again.data);
	expect(program_run(p, "rebuild", "x.assay", NULL), 0);
	expect(program_run(p, "export", "x.assay", "-f", "trl-reward", "--margin", "-o", "rebuilt",
			   NULL),
	       0);
	add_all(&again, "rebuilt");
	assert_string_equal(first.data, again.data);
	expect(program_run(p, "backup", "x.assay", "copy.assay", NULL), 0);
	expect(program_run(p, "export", "copy.assay", "-f", "trl-reward", "--margin", "-o",
			   "copied", NULL),
	       0);
	add_all(&again, "copied");
	assert_string_equal(first.data, again.data);
	buf_release(&first);
	buf_release(&again);
}

static void the_manifest_s_hashes_are_those_of_b2sum(void **state)
{
	static const char *const argv[] = { "b2sum", "-l", "256", "out/train.jsonl", NULL };
	char digest[65];

	(void)state;
	import_pairs("b", 2, "1");
	label("ann", "b", "1 2 Enter 2 1 Enter");
	export_to("trl-reward", NULL);
	expect(program_other(p, argv), 0);
	snprintf(digest, sizeof digest, "%.64s", p->out.data);
	assert_non_null(strstr(read_out("out/manifest.json"), digest));
}

static void a_folder_has_a_card_for_people(void **state)
{
	(void)state;
	import_pairs("b", 3, "1");
	label("ann", "b", "1 2 Enter = Enter 2 1 Enter");
	export_to("trl-reward", "--margin", NULL);
	read_out("out/README.md");
	assert_non_null(strstr(file.data, "# x, trl-reward\n"));
	assert_non_null(strstr(file.data, "| `train.jsonl` | 2 |\n"));
	assert_non_null(strstr(file.data, "guideline plain version 1 (3 annotations)"));
	assert_non_null(strstr(file.data, "| tie | 1 |\n"));
	assert_non_null(strstr(file.data, "`margin` is the mean strength"));
}

static void rows_go_to_standard_output_without_a_folder(void **state)
{
	(void)state;
	import_pairs("b", 2, "1");
	label("ann", "b", "1 2 Enter = Enter");
	expect(program_run(p, "export", "x.assay", "-f", "trl-dpo", NULL), 0);
	assert_int_equal(strncmp(p->out.data, "{\"prompt\":[", 11), 0);
	assert_ptr_equal(strchr(p->out.data, '\n'), p->out.data + p->out.len - 1);
	program_complains(p, "1 pair to standard output\n");
	program_complains(p, "left out: 1 tie (-o FOLDER lists each, with a manifest)\n");
}

static void a_single_file_has_its_list_and_manifest_beside_it(void **state)
{
	(void)state;
	import_pairs("b", 1, "1");
	label("ann", "b", "1 2 Enter");
	expect(program_run(p, "export", "x.assay", "-f", "trl-dpo", "-o", "my.jsonl", NULL), 0);
	assert_int_equal(count_lines("my.jsonl"), 1);
	assert_int_equal(count_lines("my.excluded.jsonl"), 0);
	assert_non_null(strstr(read_out("my.manifest.json"), "\"name\":\"my.jsonl\""));
	expect(program_run(p, "export", "x.assay", "-f", "trl-dpo", "-o", "my.jsonl", NULL), 0);
}

static void a_folder_of_somebody_else_is_not_written_into(void **state)
{
	const char *const mkdir[] = { "mkdir", "-p", "mine", NULL };

	(void)state;
	import_pairs("b", 1, "1");
	expect(program_other(p, mkdir), 0);
	expect(program_run(p, "export", "x.assay", "-f", "trl-dpo", "-o", "mine", NULL), 0);
	expect(program_other(p, (const char *const[]){ "rm", "mine/manifest.json", NULL }), 0);
	expect(program_run(p, "export", "x.assay", "-f", "trl-dpo", "-o", "mine", NULL), 1);
	program_complains(p, "the folder 'mine' is not empty and holds no export; choose another");
	expect(program_run(p, "export", "x.assay", "-f", "trl-dpo", "-o", "no/such/place", NULL),
	       1);
	program_complains(p, "no/such/place");
}

static void an_export_of_nothing_says_so(void **state)
{
	(void)state;
	export_to("trl-reward", NULL);
	program_says(p, "0 pairs to out/train.jsonl\n");
	program_says(p, "nothing was labelled yet");
	assert_int_equal(count_lines("out/train.jsonl"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(export_is_the_same_byte_for_byte_however_often),
		TEST(the_manifest_s_hashes_are_those_of_b2sum),
		TEST(a_folder_has_a_card_for_people),
		TEST(rows_go_to_standard_output_without_a_folder),
		TEST(a_single_file_has_its_list_and_manifest_beside_it),
		TEST(a_folder_of_somebody_else_is_not_written_into),
		TEST(an_export_of_nothing_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
