/* Standard streams that are closed, full, or never end. */
#include "tests/main/own_program.h"

static int open_project(void **state)
{
	open_program(state);
	program_puts(p, "items.jsonl",
		     "{\"id\":\"f1\",\"prompt\":\"How do I fix faucet one?\",\"responses\":"
		     "[\"Turn it off.\",\"Call a plumber.\"]}\n");
	program_shell("\"$1\" init t.assay && \"$1\" import t.assay items.jsonl && printf '%s\\n' "
		      "'1 2 4 3 5 3 5 3 5 3 5 3' . | \"$1\" --plain t.assay --batch items",
		      0);
	program_says(p, "saved as #1");
	return 0;
}

/* ---- closed ---- */

/* Who held it last ("7 her import"), and nothing else. */
static void lock_file_is_clean(void)
{
	struct buf lock = BUF_INIT;
	size_t digits, n;

	assert_true(program_read(p, "t.assay-lock", &lock));
	n = strcspn(buf_str(&lock), "\n") + 1;
	digits = strspn(buf_str(&lock), "0123456789");
	if (digits == 0 || lock.data[digits] != '\t' || n != lock.len)
		fail_msg("more than the holder in the lock file:\n%s", buf_str(&lock));
	buf_release(&lock);
}

static void a_closed_output_is_an_error_and_no_other_file_takes_it(void **state)
{
	static const char *const commands[] = {
		"echo '1 2' | \"$1\" --plain t.assay >&-",
		"\"$1\" export t.assay -f assay >&-",
		"\"$1\" query t.assay 'SELECT 7' >&-",
		"\"$1\" status t.assay >&-",
		"\"$1\" query t.assay 'SELECT 7' <&- >&- 2>&-",
	};

	(void)state;
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		program_shell(commands[i], 1);
		program_complains(p, i < 4 ? "cannot write to standard output" : "");
		lock_file_is_clean();
	}
}

static void a_closed_input_has_no_lines(void **state)
{
	(void)state;
	program_shell("\"$1\" --plain t.assay <&-", 0);
	program_says(p, "Left; everything is kept.");
	assert_null(strstr(buf_str(&p->out), "Refused"));
	lock_file_is_clean();
	program_shell("\"$1\" import t.assay - <&-", 1);
	lock_file_is_clean();
}

/* ---- full ---- */

static void lines_that_cannot_be_written_are_an_error(void **state)
{
	(void)state;
	program_shell("\"$1\" --plain t.assay </dev/null >/dev/full", 1);
	program_complains(p, "assay: cannot write to standard output: No space left on device");
	/* A reader who has had enough is no error. */
	program_shell("\"$1\" --plain t.assay </dev/null | head -1; exit ${PIPESTATUS[0]}", 0);
	assert_string_equal(buf_str(&p->err), "");
}

/* ---- read once ---- */

#define TWO_ITEMS                                                                           \
	"<(for i in 1 2; do echo '{\"id\":\"'$i'\",\"prompt\":\"Why '$i'?\",\"responses\":" \
	"[{\"source\":\"a\",\"content\":\"x\"},{\"source\":\"b\",\"content\":\"y\"}]}'; done)"

/* A look at the first records, for the guideline, would take them out of it. */
static void a_pipe_is_imported_whole_or_not_at_all(void **state)
{
	(void)state;
	program_shell("\"$1\" import t.assay " TWO_ITEMS " -b new", 1);
	assert_non_null(strstr(buf_str(&p->err), "is a pipe and can be read only once"));
	program_shell("\"$1\" import t.assay " TWO_ITEMS " -b new -g pairwise-preference --strict",
		      1);
	program_shell("\"$1\" import t.assay " TWO_ITEMS " -b new -g pairwise-preference", 0);
	assert_non_null(strstr(buf_str(&p->out), "imported 2 items"));
	program_shell("cat " TWO_ITEMS " | \"$1\" import t.assay - -b other", 0);
}

/* ---- never at an end ---- */

/* Rows first, so that it is known to run, and then none for a long time. */
static void a_query_ends_with_the_first_ctrl_c(void **state)
{
	(void)state;
	program_shell(
		"mkfifo pipe; \"$1\" query t.assay --json 'WITH RECURSIVE a(x) AS (SELECT 1 UNION "
		"ALL "
		"SELECT x + 1 FROM a WHERE x < 50000000) SELECT x FROM a WHERE x < 5000' >pipe & "
		"pid=$!; exec 3<pipe; read -r row <&3; kill -INT $pid; cat <&3 >rest; wait $pid",
		130);
	program_complains(p, "assay: stopped before the end");
}

/* What a program sleeps in that opens a pipe nobody writes to is learnt from one that does nothing
 * else. */
static void an_import_that_waits_for_a_writer_ends_with_the_first_ctrl_c(void **state)
{
	static const char script[] =
		"mkfifo a.jsonl b; cat b & other=$!\n"
		"until read -r _ name state _ </proc/$other/stat && [ $name$state = '(cat)S' ]; do "
		":; done\n"
		"asleep=$(cat /proc/$other/wchan); kill $other; [ ${asleep:-0} = 0 ] && exit 77\n"
		"\"$1\" import t.assay a.jsonl -g pairwise-preference -b new & pid=$!\n"
		"until [ \"$(cat /proc/$pid/wchan)\" = $asleep ]; do :; done\n"
		"kill -INT $pid; wait $pid";
	const char *const argv[] = { "bash", "-c", script, "bash", ASSAY_BIN, NULL };
	int code = program_other(p, argv);

	(void)state;
	if (code == 77) {
		print_message("skipped: this kernel does not tell what a program waits for\n");
		skip();
	}
	assert_int_equal(code, 130);
	program_complains(p, "assay: cannot open 'a.jsonl': Interrupted system call");
	program_shell("\"$1\" check t.assay", 0);
}

#define PROJECT_TEST(name) cmocka_unit_test_setup_teardown(name, open_project, close_program)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PROJECT_TEST(a_closed_output_is_an_error_and_no_other_file_takes_it),
		PROJECT_TEST(a_closed_input_has_no_lines),
		PROJECT_TEST(a_pipe_is_imported_whole_or_not_at_all),
		PROJECT_TEST(lines_that_cannot_be_written_are_an_error),
		PROJECT_TEST(a_query_ends_with_the_first_ctrl_c),
		PROJECT_TEST(an_import_that_waits_for_a_writer_ends_with_the_first_ctrl_c),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
