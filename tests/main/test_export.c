/* `assay export` through the real program: keys label, an export says what came of it. */
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
static struct arena arena;
static struct buf file;

/* Shown in r order, so that digits are r numbers. */
static const char plain[] =
	"assay: 1\nname: plain\ninstructions: plain.md\nresponses: {min: 2, max: 9, shuffle: "
	"false}\nquestions:\n"
	"  - id: rank\n    type: rank\n    key: r\n    title: Best to worst\n"
	"    strength: {max: 3, labels: [same, slightly, better, much]}\n"
	"    ties: true\n    none_good: true\n    na: true\n    required: always\n"
	"  - {id: why, type: text, key: w, title: Why?}\n"
	"  - {id: golden, type: edit, key: g, title: Golden}\n";

static void expect(int code, int expected)
{
	if (code != expected)
		fail_msg("exit %d instead of %d\n%s%s", code, expected, buf_str(&p->out),
			 buf_str(&p->err));
}

static int setup(void **state)
{
	(void)state;
	program_open(p, ASSAY_BIN);
	p->extra[0] = "ASSAY_NAME=lead";
	program_puts(p, "plain.yaml", plain);
	program_puts(p, "plain.md", "Rank.\n");
	expect(program_run(p, "init", "x.assay", NULL), 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	program_close(p);
	arena_release(&arena);
	buf_release(&file);
	return 0;
}

/* ROWS items "p1"… with two responses each. */
static void import_pairs(const char *batch, int rows, const char *overlap)
{
	struct buf text = BUF_INIT;

	for (int i = 1; i <= rows; i++)
		buf_addf(&text, "{\"prompt\":\"p%d\",\"responses\":[\"a%d\",\"b%d\"]}\n", i, i, i);
	program_write(p, "pairs.jsonl", text.data, text.len);
	expect(program_run(p, "import", "x.assay", "pairs.jsonl", "-b", batch, "-g", "plain.yaml",
			   "--overlap", overlap, NULL),
	       0);
	buf_release(&text);
}

static void label(const char *who, const char *batch, const char *keys)
{
	expect(program_run(p, "x.assay", "--as", who, "-b", batch, "--keys", keys, "--screen",
			   "100x30", NULL),
	       0);
}

/* Into the folder "out". */
static void export_to(const char *format, ...)
{
	const char *argv[24] = { "export", "x.assay", "-o", "out", "--format", format };
	va_list ap;
	int n = 6;

	va_start(ap, format);
	while (n < 23 && (argv[n] = va_arg(ap, const char *)) != NULL)
		n++;
	va_end(ap);
	argv[n] = NULL;
	expect(program_runv(p, argv), 0);
}

static const char *read_out(const char *name)
{
	if (!program_read(p, name, &file))
		fail_msg("there is no %s", name);
	return buf_str(&file);
}

static int count_lines(const char *name)
{
	int n = 0;

	for (const char *s = read_out(name); *s != '\0'; s++)
		n += *s == '\n';
	return n;
}

static const struct json *manifest(void)
{
	const struct json *root;
	struct err err;

	read_out("out/manifest.json");
	root = json_parse(file.data, file.len, &arena, &err);
	if (root == NULL)
		fail_msg("%s in %s", err.msg, file.data);
	return root;
}

static int64_t excluded(const char *rule)
{
	return json_get_int(json_get(manifest(), "excluded"), rule, 0);
}

static int64_t counted(const char *what)
{
	return json_get_int(json_get(manifest(), "counts"), what, -1);
}

/* ---- pairs ---- */

static void a_comparison_becomes_a_row_that_a_trainer_loads(void **state)
{
	(void)state;
	import_pairs("b", 1, "1");
	label("ann", "b", "2 3 Enter");
	export_to("trl-reward", "--margin", NULL);
	program_says(p, "1 pair to out/train.jsonl\n");
	read_out("out/train.jsonl");
	assert_non_null(strstr(
		file.data, "{\"chosen\":[{\"role\":\"user\",\"content\":\"p1\"},{\"role\":"
			   "\"assistant\",\"content\":\"b1\"}],\"rejected\":[{\"role\":\"user\","
			   "\"content\":\"p1\"},{\"role\":\"assistant\",\"content\":\"a1\"}],"
			   "\"margin\":3.0,\"group_id\":\""));
	assert_int_equal(count_lines("out/excluded.jsonl"), 0);
	assert_int_equal(counted("rows"), 1);
	assert_int_equal(counted("annotations_used"), 1);
}

static void annotators_who_disagree_are_resolved_into_one_row(void **state)
{
	(void)state;
	import_pairs("b", 2, "2");
	label("ann", "b", "1 2 Enter 1 1 Enter");
	label("bob", "b", "2 1 Enter 2 1 Enter");
	export_to("trl-reward", "--margin", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 1);
	read_out("out/train.jsonl");
	assert_non_null(strstr(file.data, "\"chosen\":[{\"role\":\"user\",\"content\":\"p1\"},"
					  "{\"role\":\"assistant\",\"content\":\"a1\"}]"));
	assert_non_null(strstr(file.data, "\"margin\":0.5,"));
	assert_int_equal(excluded("tie"), 1);
	assert_non_null(strstr(read_out("out/excluded.jsonl"), "{\"annotation\":null,"));
}

static void majority_and_each_are_there_on_request(void **state)
{
	(void)state;
	import_pairs("b", 1, "3");
	label("ann", "b", "1 3 Enter");
	label("bob", "b", "2 1 Enter");
	label("cec", "b", "2 1 Enter");
	export_to("trl-dpo", "--resolve", "majority", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 1);
	assert_non_null(strstr(read_out("out/train.jsonl"),
			       "\"chosen\":[{\"role\":\"assistant\",\"content\":\"b1\"}]"));
	export_to("trl-dpo", NULL);
	assert_non_null(strstr(read_out("out/train.jsonl"),
			       "\"chosen\":[{\"role\":\"assistant\",\"content\":\"a1\"}]"));
	export_to("trl-dpo", "--resolve", "each", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 3);
	assert_non_null(strstr(read_out("out/train.jsonl"), "\"weight\":0.333333}"));
}

static void what_is_no_preference_is_left_out_and_listed(void **state)
{
	(void)state;
	import_pairs("b", 5, "1");
	label("ann", "b", "1 1 Enter = Enter - Enter S \"broken\" Enter 0 2 1 Enter");
	export_to("trl-reward", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 2);
	assert_int_equal(excluded("tie"), 1);
	assert_int_equal(excluded("cannot-judge"), 1);
	assert_int_equal(excluded("skipped"), 1);
	assert_int_equal(excluded("none-good"), 0);
	assert_int_equal(count_lines("out/excluded.jsonl"), 3);
	program_says(p, "left out: 1 skipped, 1 cannot-judge, 1 tie; each is in "
			"out/excluded.jsonl\n");
}

static void a_winner_where_none_is_good_is_no_chosen_answer_for_dpo(void **state)
{
	(void)state;
	import_pairs("b", 2, "1");
	label("ann", "b", "0 1 1 Enter 1 1 Enter");
	export_to("trl-dpo", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 1);
	assert_int_equal(excluded("none-good"), 1);
	export_to("trl-dpo", "--include", "none-good", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 2);
	export_to("trl-dpo", "--resolve", "each", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 1);
}

static void what_was_taken_back_is_listed_until_it_is_sent_again(void **state)
{
	(void)state;
	import_pairs("b", 2, "1");
	label("ann", "b", "1 1 Enter 1 1 Enter");
	label("ann", "b", "G \"1\" Enter X y");
	export_to("trl-reward", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 1);
	assert_int_equal(excluded("withdrawn"), 1);
	assert_non_null(strstr(read_out("out/excluded.jsonl"), "\"rule\":\"withdrawn\"}\n"));
	assert_null(strstr(file.data, "\"annotation\":null"));
	label("ann", "b", "G \"1\" Enter 2 1 Enter");
	export_to("trl-reward", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 2);
	assert_int_equal(excluded("withdrawn"), 0);
	label("ann", "b", "G \"1\" Enter X y");
	export_to("trl-reward", NULL);
	assert_int_equal(excluded("withdrawn"), 1);
	export_to("trl-reward", "--batch", "b", NULL);
	assert_int_equal(excluded("withdrawn"), 1);
}

static void an_item_ranked_in_two_batches_never_yields_both_directions(void **state)
{
	(void)state;
	import_pairs("b", 2, "1");
	import_pairs("c", 2, "1");
	label("ann", "b", "1 1 Enter 1 1 Enter");
	export_to("trl-dpo", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 2);
	label("bob", "c", "2 1 Enter");
	expect(program_run(p, "export", "x.assay", "-f", "trl-dpo", "-o", "both", NULL), 1);
	program_complains(p, " was ranked in the batches 'b' and 'c', whose pairs could contradict "
			     "each other; export one batch (--batch)");
	assert_false(program_has(p, "both"));
	export_to("trl-dpo", "--batch", "c", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 1);
	export_to("trl-dpo", "--resolve", "each", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 3);
	export_to("trl-sft", NULL);
}

static void strengths_of_two_scales_are_no_margins_of_one_column(void **state)
{
	(void)state;
	program_puts(p, "weak.yaml",
		     "assay: 1\nname: weak\ninstructions: plain.md\nresponses: {min: 2, max: "
		     "2}\nquestions:\n  - {id: rank, type: rank, key: r, title: Better?}\n");
	program_puts(p, "w.jsonl", "{\"prompt\":\"w\",\"responses\":[\"a\",\"b\"]}\n");
	expect(program_run(p, "import", "x.assay", "w.jsonl", "-g", "weak.yaml", NULL), 0);
	import_pairs("b", 1, "1");
	label("ann", "w", "1 Enter");
	label("ann", "b", "1 3 Enter");
	expect(program_run(p, "export", "x.assay", "-f", "trl-reward", "--margin", NULL), 1);
	program_complains(p, "--margin: the strengths of 'plain' go to 3 and those of 'weak' to 0");
	export_to("trl-reward", "--margin", "--batch", "b", NULL);
	assert_non_null(strstr(read_out("out/train.jsonl"), "\"margin\":3.0,"));
	export_to("trl-reward", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 2);
}

static void empty_texts_make_no_pair(void **state)
{
	(void)state;
	program_puts(p, "e.jsonl", "{\"prompt\":\"p\",\"responses\":[\"\",\" \\n\",\"text\"]}\n");
	expect(program_run(p, "import", "x.assay", "e.jsonl", "-g", "plain.yaml", NULL), 0);
	label("ann", "e", "1 2 3 Enter");
	export_to("trl-reward", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 0);
	assert_int_equal(excluded("empty-text"), 3);
}

static void items_that_are_no_work_stay_out(void **state)
{
	(void)state;
	program_puts(p, "c.jsonl",
		     "{\"prompt\":\"p1\",\"responses\":[\"a\",\"b\"],\"role\":\"calibration\"}\n"
		     "{\"prompt\":\"p2\",\"responses\":[\"a\",\"b\"]}\n");
	expect(program_run(p, "import", "x.assay", "c.jsonl", "-g", "plain.yaml", NULL), 0);
	label("ann", "c", "1 1 Enter 1 1 Enter");
	export_to("trl-reward", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 1);
	assert_int_equal(excluded("calibration"), 1);
	export_to("trl-reward", "--include", "calibration", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 2);
}

static void nine_responses_give_six_pairs_of_one_group_unless_all_are_asked(void **state)
{
	(void)state;
	program_puts(p, "n.jsonl",
		     "{\"prompt\":\"p\",\"responses\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\","
		     "\"8\",\"9\"]}\n");
	expect(program_run(p, "import", "x.assay", "n.jsonl", "-g", "plain.yaml", NULL), 0);
	label("ann", "n", "1 2 3 4 5 6 7 8 9 Enter");
	export_to("trl-reward", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 6);
	assert_non_null(strstr(file.data, "\"weight\":0.166667}"));
	assert_int_equal(excluded("pair-limit"), 30);
	export_to("trl-reward", "--pairs", "all", "--margin", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 36);
	assert_non_null(strstr(file.data, "\"margin\":3.0,"));
	assert_null(strstr(file.data, "\"margin\":4.0,"));
	assert_non_null(strstr(file.data, "\"weight\":0.027778}"));
	export_to("trl-reward", "--pairs", "2", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 2);
}

static void weak_pairs_and_lonely_items_can_be_left_out(void **state)
{
	(void)state;
	import_pairs("b", 2, "2");
	label("ann", "b", "1 1 Enter 1 3 Enter");
	label("bob", "b", "1 1 Enter q");
	export_to("trl-reward", "--min-strength", "2", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 1);
	assert_int_equal(excluded("weak"), 1);
	export_to("trl-reward", "--min-annotators", "2", NULL);
	assert_int_equal(count_lines("out/train.jsonl"), 1);
	assert_int_equal(excluded("too-few-annotators"), 1);
}

/* ---- golden responses ---- */

static void golden_responses_become_messages(void **state)
{
	(void)state;
	import_pairs("b", 2, "1");
	label("ann", "b", "1 1 g \"!\" Esc Enter 1 1 Enter");
	export_to("trl-sft", NULL);
	assert_string_equal(read_out("out/train.jsonl"),
			    "{\"messages\":[{\"role\":\"user\",\"content\":\"p1\"},{\"role\":"
			    "\"assistant\",\"content\":\"a1!\"}]}\n");
	assert_int_equal(excluded("not-answered"), 1);
	program_says(p, "1 golden response to out/train.jsonl\n");
}

static void a_golden_response_never_stands_among_the_pairs(void **state)
{
	(void)state;
	import_pairs("b", 1, "1");
	label("ann", "b", "1 1 g \"!\" Esc Enter");
	export_to("trl-dpo", NULL);
	assert_null(strstr(read_out("out/train.jsonl"), "a1!"));
	assert_int_equal(count_lines("out/train.jsonl"), 1);
	assert_non_null(strstr(read_out("out/edits.jsonl"),
			       "\"chosen\":[{\"role\":\"assistant\",\"content\":\"a1!\"}],"
			       "\"rejected\":[{\"role\":\"assistant\",\"content\":\"a1\"}]"));
	assert_int_equal(counted("edits"), 1);
}

/* ---- lossless ---- */

static void the_lossless_export_has_everything(void **state)
{
	const struct json *row, *payload;
	struct err err;

	(void)state;
	program_puts(p, "s.jsonl",
		     "{\"id\":\"gold-17\",\"prompt\":\"p\",\"responses\":[{\"source\":\"m1\","
		     "\"content\":\"a\"},{\"source\":\"m2\",\"content\":\"b\"}],\"metadata\":{"
		     "\"n\":1.50}}\n");
	expect(program_run(p, "import", "x.assay", "s.jsonl", "-g", "plain.yaml", NULL), 0);
	label("ann", "s", "1 2 w \"@B is weak\" Esc Enter");
	export_to("assay", NULL);
	program_says(p, "1 annotation to out/annotations.jsonl\n");
	read_out("out/annotations.jsonl");
	row = json_parse(file.data, file.len, &arena, &err);
	assert_non_null(row);
	payload = json_get(row, "payload");
	assert_non_null(json_get(json_get(payload, "shown"), "order"));
	assert_non_null(json_get(json_get(payload, "time"), "active_ms"));
	assert_string_equal(json_get_string(json_get(row, "guideline"), "name"), "plain");
	assert_int_equal(json_get_int(json_get(row, "guideline"), "version", 0), 1);
	assert_string_equal(json_get_string(json_get(row, "member"), "name"), "ann");
	assert_non_null(strstr(file.data, "gold-17"));
	assert_non_null(strstr(file.data, "1.50"));
	assert_non_null(strstr(file.data, "\"m2\""));
	assert_string_equal(json_get_string(json_at(json_get(row, "rationales"), 0), "text"),
			    "Response 2 is weak");
}

static void the_lossless_export_leaves_nothing_out(void **state)
{
	(void)state;
	import_pairs("b", 3, "1");
	label("ann", "b", "S \"broken\" Enter - Enter = Enter");
	export_to("assay", NULL);
	assert_int_equal(count_lines("out/annotations.jsonl"), 3);
	assert_non_null(strstr(file.data, "\"status\":\"skipped\""));
	assert_int_equal(count_lines("out/excluded.jsonl"), 0);
}

/* ---- split ---- */

/* 40 conversations of three items each; the prompt names its conversation. */
static void import_groups(void)
{
	struct buf text = BUF_INIT, keys = BUF_INIT;

	for (int i = 0; i < 120; i++) {
		buf_addf(&text,
			 "{\"prompt\":\"g%02d. %d\",\"group\":\"g%02d\",\"responses\":[\"a\",\"b\"]"
			 "}\n",
			 i % 40, i, i % 40);
		buf_adds(&keys, "1 1 Enter ");
	}
	program_write(p, "g.jsonl", text.data, text.len);
	program_write(p, "g.keys", keys.data, keys.len);
	expect(program_run(p, "import", "x.assay", "g.jsonl", "-g", "plain.yaml", NULL), 0);
	label("ann", "g", "g.keys");
	buf_release(&text);
	buf_release(&keys);
}

static void note_groups(const char *name, int bit, int sides[40])
{
	const char *at = read_out(name);

	while ((at = strstr(at, "\"content\":\"g")) != NULL) {
		at += strlen("\"content\":\"g");
		sides[(at[0] - '0') * 10 + at[1] - '0'] |= bit;
	}
}

static void a_split_never_puts_a_conversation_on_two_sides(void **state)
{
	int sides[40] = { 0 }, test = 0;
	int rows;

	(void)state;
	import_groups();
	export_to("trl-reward", "--split", "60/20/20", NULL);
	rows = count_lines("out/train.jsonl") + count_lines("out/validation.jsonl")
	       + count_lines("out/test.jsonl");
	assert_int_equal(rows, 120);
	note_groups("out/train.jsonl", 1, sides);
	note_groups("out/validation.jsonl", 2, sides);
	note_groups("out/test.jsonl", 4, sides);
	for (int g = 0; g < 40; g++) {
		if (sides[g] != 1 && sides[g] != 2 && sides[g] != 4)
			fail_msg("g%02d is on sides %d", g, sides[g]);
		test += sides[g] == 4;
	}
	assert_true(test > 0 && test < 20);
	export_to("trl-reward", "--split", "train=60,dev=40", NULL);
	assert_int_equal(count_lines("out/train.jsonl") + count_lines("out/dev.jsonl"), 120);
	assert_false(program_has(p, "out/validation.jsonl"));
	assert_false(program_has(p, "out/test.jsonl"));
}

/* ---- the same events, the same bytes ---- */

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

/* ---- where to ---- */

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

/* ---- refusals ---- */

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

static void an_export_of_nothing_says_so(void **state)
{
	(void)state;
	export_to("trl-reward", NULL);
	program_says(p, "0 pairs to out/train.jsonl\n");
	program_says(p, "nothing was labelled yet");
	assert_int_equal(count_lines("out/train.jsonl"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_comparison_becomes_a_row_that_a_trainer_loads),
		TEST(annotators_who_disagree_are_resolved_into_one_row),
		TEST(majority_and_each_are_there_on_request),
		TEST(what_is_no_preference_is_left_out_and_listed),
		TEST(a_winner_where_none_is_good_is_no_chosen_answer_for_dpo),
		TEST(what_was_taken_back_is_listed_until_it_is_sent_again),
		TEST(an_item_ranked_in_two_batches_never_yields_both_directions),
		TEST(strengths_of_two_scales_are_no_margins_of_one_column),
		TEST(empty_texts_make_no_pair),
		TEST(items_that_are_no_work_stay_out),
		TEST(nine_responses_give_six_pairs_of_one_group_unless_all_are_asked),
		TEST(weak_pairs_and_lonely_items_can_be_left_out),
		TEST(golden_responses_become_messages),
		TEST(a_golden_response_never_stands_among_the_pairs),
		TEST(the_lossless_export_has_everything),
		TEST(the_lossless_export_leaves_nothing_out),
		TEST(a_split_never_puts_a_conversation_on_two_sides),
		TEST(export_is_the_same_byte_for_byte_however_often),
		TEST(a_folder_has_a_card_for_people),
		TEST(the_manifest_s_hashes_are_those_of_b2sum),
		TEST(rows_go_to_standard_output_without_a_folder),
		TEST(a_single_file_has_its_list_and_manifest_beside_it),
		TEST(a_folder_of_somebody_else_is_not_written_into),
		TEST(an_annotator_may_not_read_others_labels_out),
		TEST(answers_across_a_break_are_not_pooled),
		TEST(options_that_do_not_fit_are_refused),
		TEST(an_export_of_nothing_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
