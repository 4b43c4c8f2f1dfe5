/* `assay import` through the real program: what is refused and kept, and what is said of it. */
#include "tests/main/import_program.h"

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

static void a_control_answer_that_the_guideline_cannot_have_is_refused_with_its_place(void **state)
{
	static const char lines[] =
		"{\"prompt\":\"a\",\"responses\":[\"1\",\"2\"],\"control\":{\"expect\":{"
		"\"preference\":{\"best\":[\"r2\"]},\"accuracy\":{\"r2\":{\"at_least\":4}}}}}\n"
		"{\"prompt\":\"b\",\"responses\":[\"1\",\"2\"],\"control\":{\"expect\":{"
		"\"preferense\":{\"best\":[\"r2\"]}}}}\n"
		"{\"prompt\":\"c\",\"responses\":[\"1\",\"2\"],\"control\":{\"expect\":{"
		"\"accuracy\":{\"r2\":{\"at_least\":9}}}}}\n";

	(void)state;
	program_puts(p, "a.jsonl", lines);
	expect(program_run(p, "import", "x.assay", "a.jsonl", NULL), 3);
	program_says(p, "imported 1 item");
	program_complains(p, "  a.jsonl:2:71: control: the guideline 'pairwise-preference' has no "
			     "question 'preferense'\n");
	program_complains(p, "  a.jsonl:3:87: control: 'accuracy' goes from 1 to 5\n");
}

static void a_prompt_that_shows_nothing_is_refused(void **state)
{
	static const char lines[] =
		"{\"prompt\":\" \\n\",\"responses\":[\"1\",\"2\"]}\n"
		"{\"prompt\":[{\"role\":\"user\",\"content\":\"\"}],\"responses\":[\"1\",\"2\"]}\n"
		"{\"prompt\":\"\",\"responses\":[\"1\",\"2\"],\"attachments\":[{\"name\":\"a.png\","
		"\"media\":\"image/png\",\"hash\":"
		"\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}]}\n";

	(void)state;
	program_puts(p, "a.jsonl", lines);
	expect(program_run(p, "import", "x.assay", "a.jsonl", NULL), 3);
	program_says(p, "imported 1 item");
	program_complains(p, "  a.jsonl:1:11: prompt: it is empty\n");
	program_complains(p, "  a.jsonl:2:11: prompt: it is empty\n");
}

static void a_batch_that_was_not_made_is_not_named(void **state)
{
	(void)state;
	program_puts(p, "a.jsonl", "nonsense\n");
	expect(program_run(p, "import", "x.assay", "a.jsonl", NULL), 3);
	assert_string_equal(p->out.data, "imported 0 items into x.assay\n");
	expect(program_run(p, "import", "x.assay", "a.jsonl", "--json", NULL), 3);
	program_says(p, "\"batch\":null");
	assert_int_equal(items_in("a"), -1);
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

/* ---- words that cannot be meant ---- */

static void a_wrong_word_is_a_matter_of_usage_and_nothing_goes_in(void **state)
{
	static const char *const wrong[][2] = {
		{ "--overlap=-1", "--overlap is '-1', but must be a number from 1 to 99" },
		{ "--overlap=0", "--overlap is '0', but must be" },
		{ "--overlap=99999999999", "--overlap is '99999999999', but must be" },
		{ "--sample-responses=0", "--sample-responses is '0', but must be" },
		{ "--map=BAD=x", "--map 'BAD=x': unknown field" },
		{ "--map=id=x", "--map needs prompt=KEY" },
		{ "--format=map", "the format map needs --map FIELD=KEY" },
		{ "--batch=", "a batch's name has 1 to 200 bytes; give --batch" },
		{ "--batch=\xff", "is not valid UTF-8 and cannot name a batch" },
	};

	(void)state;
	write_items("a.jsonl", 2, 2);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		expect(program_run(p, "import", "x.assay", "a.jsonl", wrong[i][0], NULL), 2);
		program_complains(p, wrong[i][1]);
		program_complains(p, "usage: assay import FILE.assay FILE…");
		/* The project is not needed to see it. */
		expect(program_run(p, "import", "no.assay", "a.jsonl", wrong[i][0], NULL), 2);
	}
	assert_int_equal(items_in("a"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(bad_lines_are_refused_with_their_place_and_the_good_go_in),
		TEST(refused_lines_are_kept_to_the_byte),
		TEST(a_nul_byte_is_refused),
		TEST(a_line_of_100_megabytes_is_refused_and_kept),
		TEST(a_control_answer_that_the_guideline_cannot_have_is_refused_with_its_place),
		TEST(a_prompt_that_shows_nothing_is_refused),
		TEST(a_batch_that_was_not_made_is_not_named),
		TEST(strict_lets_nothing_in),
		TEST(the_first_twenty_refusals_are_shown),
		TEST(a_missing_file_is_seen_before_anything_happens),
		TEST(an_empty_file_is_nothing_to_import),
		TEST(standard_input_is_read_and_its_refusals_kept_here),
		TEST(standard_input_can_be_strict_too),
		TEST(refusals_go_here_where_the_input_s_folder_cannot_be_written),
		TEST(the_report_can_be_json),
		TEST(a_wrong_word_is_a_matter_of_usage_and_nothing_goes_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
