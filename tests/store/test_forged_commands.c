/* A forged project through every command: a stream gets text, LF and TAB, and each command ends by
 * itself. */
#include "tests/store/forged.h"

#include <fcntl.h>
#include <sys/file.h>

#define WORDS 12
#define BATCH "b0" LEAK_ALL
#define GUIDE_BROKEN "b1" LEAK_ALL

static struct forged world;
static struct forged *const w = &world;

static void run(const char *what, const char *const *words)
{
	char name[200] = "";
	int code = program_runv(&w->program, words);

	for (int i = 0; words[i] != NULL && strlen(name) < 100; i++)
		snprintf(name + strlen(name), 60, "%s%.40s", i > 0 ? " " : "", words[i]);
	if (getenv("ASSAY_LEAK_SHOW") != NULL)
		printf("==== %s: %s: %d\n%s%s\n", what, name, code, buf_str(&w->program.out),
		       buf_str(&w->program.err));
	if (code > 3)
		fail_msg("%s: %s ended with %d:\n%s", what, name, code, buf_str(&w->program.err));
	snprintf(name + strlen(name), 90, " (%.80s)", what);
	leak_stream_is_clean(name, &w->program.out, text_width_frozen);
	leak_stream_is_clean(name, &w->program.err, text_width_frozen);
}

static const char *const commands[][WORDS] = {
	{ "status", FORGED },
	{ "status", FORGED, "--json" },
	{ "log", FORGED },
	{ "log", FORGED, "--json" },
	{ "log", FORGED, "--parked" },
	{ "query", FORGED, "SELECT * FROM batch" },
	{ "query", FORGED, "SELECT * FROM member", "--json" },
	{ "query", FORGED, "SELECT payload FROM event" },
	{ "query", FORGED, "SELECT payload FROM event", "--json" },
	{ "query", FORGED, "SELECT doc, focus FROM draft" },
	{ "query", FORGED, "SELECT * FROM setting" },
	{ "query", FORGED, "SELECT * FROM quarantine", "--json" },
	{ "check", FORGED },
	{ "check", FORGED, "--json" },
	{ "doctor", FORGED },
	{ "doctor", FORGED, "--json" },
	{ "label", FORGED, "-b", BATCH, "--keys", "1 w F V M H", "--screen", "100x30" },
	{ "label", FORGED, "-b", GUIDE_BROKEN, "--keys", "1", "--screen", "100x30" },
	{ "label", FORGED, "--keys", "I", "--screen", "100x30" },
	{ "export", FORGED, "-f", "trl-reward", "-o", "o1" },
	{ "export", FORGED, "-f", "trl-dpo", "-o", "o2" },
	{ "export", FORGED, "-f", "trl-sft", "-o", "o3" },
	{ "export", FORGED, "-f", "assay", "-o", "o4" },
	{ "export", FORGED, "-f", "assay", "-b", BATCH, "-o", "o5" },
	{ "export", FORGED, "-f", "trl-dpo", "-b", GUIDE_BROKEN, "-o", "o6" },
	{ "import", FORGED, "more.jsonl" },
	{ "import", FORGED, "more.jsonl", "-b", BATCH },
	{ "import", FORGED, "more.jsonl", "-b", GUIDE_BROKEN },
	{ "import", FORGED, FORGED, "-b", "new" },
	{ "backup", FORGED, "copy.assay" },
	{ "rebuild", FORGED },
	{ "check", FORGED },
	{ "init", "join.assay", "--join", FORGED },
};

#define ALL SIZE_MAX

/* Every fourth of them, or all. */
static void run_them(const char *what, size_t turn)
{
	bool all = turn == ALL || getenv("ASSAY_LONG_TESTS") != NULL;

	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (all || i % 4 == turn % 4)
			run(what, commands[i]);
}

static void plain(const char *what, const char *batch)
{
	static const char lines[] =
		"\n\nall\nread A\nall\nread B\nall\nread prompt\n?\n*\nEsc\nI\nall\nq\nanswers\n"
		"texts\nwhere\nstatus\n1 2 2 4 h 1 -\nw words\nF odd\nH\n1\nq\nV\nall\nM\nall\nV\n"
		"D\nall\n.\nn\n#\nq\nS no\ny\nq\nq\nq\n";
	const char *const words[] = { "label", FORGED, "--plain", batch != NULL ? "-b" : NULL,
				      batch,   NULL };

	w->program.input = lines;
	w->program.input_len = sizeof lines - 1;
	run(what, words);
	w->program.input = NULL;
	w->program.input_len = 0;
}

static int setup(void **state)
{
	(void)state;
	forged_open(w);
	program_puts(&w->program, "more.jsonl", "{\"prompt\":\"p\",\"responses\":[\"a\",\"b\"]}\n");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	forged_close(w);
	return 0;
}

/* Her own beginnings are in it, too: a submission, a draft, a flag. */
static void begin_work(void)
{
	static const char *const words[] = { "label",    FORGED,
					     "-b",       BATCH,
					     "--keys",   "1 2 2 4 - - g x Esc Enter y y 1 2 w a",
					     "--screen", "100x40",
					     NULL };

	run("her own work", words);
	program_says(&w->program, "saved #1");
}

static void events_that_our_checks_would_refuse_do_not_come_through(void **state)
{
	(void)state;
	run_them("events", ALL);
	plain("events, line by line", NULL);
	for (int i = 0; i < FORGED_BATCHES; i++) {
		char batch[sizeof LEAK_ALL + 8];

		snprintf(batch, sizeof batch, "b%d" LEAK_ALL, i);
		plain("events, line by line", batch);
	}
}

static void rows_that_are_no_text_do_not_come_through(void **state)
{
	(void)state;
	begin_work();
	forged_write_rows(w);
	run_them("rows", ALL);
	forged_write_rows(w);
	plain("rows, line by line", NULL);
}

static void facts_that_are_no_facts_do_not_come_through(void **state)
{
	struct buf before = BUF_INIT;

	(void)state;
	begin_work();
	assert_true(program_read(&w->program, FORGED, &before));
	for (size_t i = 0; i < sizeof forged_facts / sizeof *forged_facts; i++) {
		program_write(&w->program, FORGED, before.data, before.len);
		forged_write(w, forged_facts[i]);
		run_them(forged_facts[i], i);
		plain(forged_facts[i], NULL);
	}
	buf_release(&before);
}

/* Whoever has the lock writes down who that is: anything. */
static void who_holds_the_lock_does_not_come_through(void **state)
{
	static const char *const holders[] = {
		"77\t" LEAK_HIDDEN "\033[8m\t" LEAK_C1 "\tv\n",
		"77\t\2338m\t" LEAK_BROKEN "\n",
	};
	int fd =
		open(program_path(&w->program, FORGED "-lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	(void)state;
	assert_int_equal(flock(fd, LOCK_EX), 0);
	for (size_t i = 0; i < sizeof holders / sizeof *holders; i++) {
		assert_int_equal(ftruncate(fd, 0), 0);
		assert_true(pwrite(fd, holders[i], strlen(holders[i]), 0) > 0);
		run("a held lock", (const char *const[]){ "status", FORGED, NULL });
		program_complains(&w->program, "held");
	}
	close(fd);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(events_that_our_checks_would_refuse_do_not_come_through),
		TEST(rows_that_are_no_text_do_not_come_through),
		TEST(facts_that_are_no_facts_do_not_come_through),
		TEST(who_holds_the_lock_does_not_come_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
