/* Comparisons and golden responses become rows that trainers load: what counts, and what does not.
 */
#include "tests/support/export_fixture.h"

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
	assert_int_equal(counted("items"), 2);
	assert_int_equal(counted("items_used"), 1); /* those that have rows */
	assert_int_equal(counted("annotations_used"), 4);
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
		TEST(a_split_never_puts_a_conversation_on_two_sides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
