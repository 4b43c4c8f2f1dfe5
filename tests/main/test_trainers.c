/* What a trainer's reader sees: exported files against the shapes that TRL documents, read with
 * Python's own JSON (and with the package datasets where it is installed). */
#include "tests/main/own_program.h"

static int setup(void **state)
{
	open_program(state);
	if (program_run(p, "init", "x.assay", NULL) != 0)
		fail_msg("%s", buf_str(&p->err));
	return 0;
}

static void must(int code)
{
	if (code != 0)
		fail_msg("exit %d\n%s%s", code, buf_str(&p->out), buf_str(&p->err));
}

static void need_python(void)
{
	static const char *const argv[] = { "python3", "--version", NULL };

	if (program_other(p, argv) == 0)
		return;
	print_message("skipped: python3 is not installed\n");
	skip();
}

static void load(const char *format, const char *path)
{
	static const char script[] = SOURCE_DIR "/tests/main/trainer_shapes.py";
	const char *const argv[] = { "python3", script, format, path, NULL };

	must(program_other(p, argv));
	print_message("%s: %s", format, buf_str(&p->out));
}

/* Prompts of one and of several messages, odd texts, two to four responses. */
static void import_and_label(void)
{
	static const char items[] =
		"{\"prompt\":\"2+2?\",\"responses\":[\"4\",\"5\"]}\n"
		"{\"prompt\":[{\"role\":\"system\",\"content\":\"be brief\"},{\"role\":\"user\","
		"\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"yo\"},{\"role\":"
		"\"user\","
		"\"content\":\"bye\"}],\"responses\":[\"a\\u001b[2J\",\"\xe2\x80\xae\\\"b\\\\\\n\","
		"\"c\xf0\x9f\x98\x80\"]}\n"
		"{\"prompt\":\"\xe6\xbc\xa2\xe5\xad\x97\",\"responses\":[\"1\",\"2\",\"3\",\"4\"]}"
		"\n";

	program_puts(p, "i.jsonl", items);
	must(program_run(p, "import", "x.assay", "i.jsonl", "-g", "n-way-ranking", NULL));
	must(program_run(p, "x.assay", "-b", "i", "--keys",
			 "1 2 Enter 3 > > 1 2 Enter 4 3 = 2 1 Enter", "--screen", "120x40", NULL));
}

static void pairs_load_as_trainers_load_them(void **state)
{
	(void)state;
	need_python();
	import_and_label();
	must(program_run(p, "export", "x.assay", "-f", "trl-reward", "-o", "plain.jsonl", NULL));
	load("trl-reward", "plain.jsonl");
	must(program_run(p, "export", "x.assay", "-f", "trl-reward", "--margin", "-o", "m.jsonl",
			 NULL));
	load("trl-reward", "m.jsonl");
	must(program_run(p, "export", "x.assay", "-f", "trl-dpo", "-o", "dpo.jsonl", NULL));
	load("trl-dpo", "dpo.jsonl");
}

static void golden_responses_load_as_trainers_load_them(void **state)
{
	(void)state;
	need_python();
	program_puts(p, "g.jsonl",
		     "{\"prompt\":\"How?\",\"responses\":[]}\n"
		     "{\"prompt\":[{\"role\":\"user\",\"content\":\"Why?\"}],\"responses\":[]}\n");
	must(program_run(p, "import", "x.assay", "g.jsonl", NULL));
	must(program_run(p, "x.assay", "-b", "g", "--keys",
			 "g \"So.\" Esc Enter g \"Because \xc3\xa9.\" Esc Enter", "--screen",
			 "120x40", NULL));
	must(program_run(p, "export", "x.assay", "-f", "trl-sft", "-o", "sft.jsonl", NULL));
	load("trl-sft", "sft.jsonl");
}

/* Ten items of arena-hard, labelled by the keys alone, come out as pairs. */
static void ten_arena_hard_items_are_labelled_and_load(void **state)
{
	struct buf keys = BUF_INIT;

	(void)state;
	if (access(SHARED_DATA, R_OK) != 0) {
		print_message("skipped: the public data is not beside the checkout\n");
		skip();
	}
	need_python();
	must(program_run(p, "import", "x.assay",
			 SHARED_DATA "/derived/candidates_arena_hard.jsonl.gz", "-b", "arena",
			 NULL));
	for (int i = 0; i < 10; i++)
		buf_adds(&keys, i % 2 == 0 ? "1 2 3 Enter " : "3 > > 2 1 Enter ");
	must(program_run(p, "x.assay", "-b", "arena", "--keys", keys.data, "--screen", "120x40",
			 NULL));
	program_says(p, "today 10");
	must(program_run(p, "export", "x.assay", "-f", "trl-reward", "--margin", "--split", "80/20",
			 "-o", "out", NULL));
	load("trl-reward", "out/train.jsonl");
	buf_release(&keys);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, close_program)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pairs_load_as_trainers_load_them),
		TEST(golden_responses_load_as_trainers_load_them),
		TEST(ten_arena_hard_items_are_labelled_and_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
