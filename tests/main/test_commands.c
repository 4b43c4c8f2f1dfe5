/* The command line as a person meets it: help, mistakes, the manual page, completion, output that
 * cannot be written. */
#include "tests/main/own_program.h"

static const char *const commands[] = { "label",  "tutor",   "init",  "import", "status",
					"export", "guide",   "log",   "query",  "backup",
					"check",  "rebuild", "doctor" };

#define N_COMMANDS (sizeof commands / sizeof *commands)

static void help_lists_every_command_and_each_explains_itself(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "--help", NULL), 0);
	for (size_t i = 0; i < N_COMMANDS; i++)
		program_says(p, commands[i]);
	for (size_t i = 0; i < N_COMMANDS; i++) {
		char usage[64];

		snprintf(usage, sizeof usage, "usage: assay %s", commands[i]);
		assert_int_equal(program_run(p, commands[i], "--help", NULL), 0);
		program_says(p, usage);
		program_says(p, "--help");
		assert_int_equal(program_run(p, "help", commands[i], NULL), 0);
		program_says(p, usage);
	}
}

static void every_line_of_help_fits_80_columns_or_is_an_example(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_COMMANDS; i++) {
		char *line, *rest;

		assert_int_equal(program_run(p, commands[i], "--help", NULL), 0);
		rest = p->out.data;
		while ((line = strsep(&rest, "\n")) != NULL) {
			if (strncmp(line, "examples:", 9) == 0)
				break;
			if (strlen(line) > 84) /* bytes: some are of more than one */
				fail_msg("%s: %s", commands[i], line);
		}
	}
}

static void the_version_is_one_line(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "--version", NULL), 0);
	assert_string_equal(p->out.data, "assay " ASSAY_VERSION "\n");
}

static void mistakes_exit_2_with_the_mend(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "imprt", NULL), 2);
	program_complains(p, "'imprt' is no command; did you mean 'import'?");
	assert_int_equal(program_run(p, "status", "x.assay", "--jsno", NULL), 2);
	program_complains(p, "assay status: unknown option '--jsno'; did you mean '--json'?");
	program_complains(p, "usage: assay status FILE.assay");
	assert_int_equal(program_run(p, "export", "x.assay", "--format", "trl-rewrad", NULL), 2);
	program_complains(p, "did you mean 'trl-reward'?");
	assert_int_equal(program_run(p, "export", "x.assay", NULL), 2);
	program_complains(p, "which format? --format trl-reward, trl-dpo, trl-sft or assay");
	assert_int_equal(program_run(p, "init", "faucet", NULL), 2);
	program_complains(p, "a project's file ends in .assay: try 'assay init faucet.assay'");
	assert_int_equal(program_run(p, "help", "nothing", NULL), 2);
	assert_int_equal(program_run(p, "status", NULL), 2);
	program_complains(p, "which project? name its file (NAME.assay) or set ASSAY_PROJECT");
	assert_int_equal(program_run(p, "--at", "yesterday", "status", "x.assay", NULL), 2);
	program_complains(p, "must be a time like 2026-11-21T09:14:02Z");
	assert_int_equal(program_run(p, "init", "x.assay", "--as", "a b", NULL), 2);
	program_complains(p, "assay: --as is 'a b': a key's name has 1 to 64 letters");
	assert_false(program_has(p, "x.assay"));
	assert_int_equal(program_run(p, NULL), 2);
	program_complains(p, "assay init faucet.assay");
	assert_int_equal(p->out.len, 0);
}

static void a_project_that_is_not_there_is_named_with_the_mend(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "status", "no.assay", NULL), 1);
	program_complains(p, "there is no file 'no.assay'; 'assay init' makes a new project");
	assert_int_equal(program_run(p, "no.assay", NULL), 1);
	program_complains(p, "there is no file 'no.assay'");
}

static void init_makes_a_project_and_never_writes_over_one(void **state)
{
	struct buf before = BUF_INIT, after = BUF_INIT;

	(void)state;
	assert_int_equal(program_run(p, "init", "faucet.assay", "--as", "alice", NULL), 0);
	program_says(p, "made faucet.assay: project \"faucet\", ");
	program_says(p, "owner alice");
	program_says(p, "next: assay import faucet.assay FILE");
	assert_true(program_read(p, "faucet.assay", &before));
	assert_int_equal(program_run(p, "init", "faucet.assay", "--as", "alice", NULL), 1);
	program_complains(p, "faucet.assay");
	assert_true(program_read(p, "faucet.assay", &after));
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.data, after.data, before.len);
	buf_release(&before);
	buf_release(&after);
}

static void init_with_a_bad_guideline_leaves_nothing_behind(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "init", "x.assay", "-g", "no-such-guideline", NULL), 2);
	program_complains(p, "no-such-guideline");
	assert_false(program_has(p, "x.assay"));
	assert_false(program_has(p, "x.assay.part"));
}

static void a_recovery_key_is_printed_once(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "init", "x.assay", "--recovery", NULL), 0);
	program_says(p, "recovery key, shown once and kept nowhere; write it down:");
	assert_int_equal(program_run(p, "status", "x.assay", NULL), 0);
	assert_null(strstr(p->out.data, "recovery"));
}

static void the_variable_names_the_project(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "init", "x.assay", NULL), 0);
	p->extra[0] = "ASSAY_PROJECT=x.assay";
	assert_int_equal(program_run(p, "status", NULL), 0);
	program_says(p, "project \"x\"");
}

static void reading_needs_no_key(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "init", "x.assay", NULL), 0);
	p->extra[0] = "XDG_CONFIG_HOME=/proc/none";
	assert_int_equal(program_run(p, "status", "x.assay", NULL), 0);
	program_says(p, "project \"x\"");
	assert_int_equal(program_run(p, "check", "x.assay", NULL), 0);
	assert_int_equal(program_run(p, "export", "x.assay", "-f", "assay", NULL), 1);
	program_complains(p, "there is no key");
	assert_int_equal(program_run(p, "init", "y.assay", NULL), 1);
	program_complains(p, "/proc/none");
}

static void the_workbench_without_a_terminal_says_what_to_do(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "init", "x.assay", NULL), 0);
	assert_int_equal(program_run(p, "x.assay", NULL), 1);
	program_complains(p, "the workbench needs a terminal; without one, --plain reads lines");
	assert_int_equal(program_run(p, "label", "x.assay", "--keys", "q", "--screen", "8x", NULL),
			 2);
	program_complains(p, "--screen is '8x', but must be columns and rows like 120x40");
	assert_int_equal(program_run(p, "x.assay", "--keys", "q", "--screen", "0x0", NULL), 2);
	program_complains(p, "usage: assay label FILE.assay");
}

static void keys_play_the_real_screen(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "init", "x.assay", NULL), 0);
	program_puts(p, "a.jsonl",
		     "{\"prompt\":\"Which \xe6\xbc\xa2?\",\"responses\":[{\"content\":\"one\"},"
		     "{\"content\":\"two\"}]}\n");
	assert_int_equal(program_run(p, "import", "x.assay", "a.jsonl", NULL), 0);
	assert_int_equal(
		program_run(p, "x.assay", "-b", "a", "--keys", "1", "--screen", "120x40", NULL), 0);
	program_says(p, "Which \xe6\xbc\xa2?");
	program_puts(p, "keys", "# a comment\n1\n");
	assert_int_equal(
		program_run(p, "x.assay", "-b", "a", "--keys", "keys", "--screen", "120x40", NULL),
		0);
	program_says(p, "Which \xe6\xbc\xa2?");
}

static void a_word_that_is_no_key_is_refused_before_any_key_is_played(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "init", "x.assay", NULL), 0);
	program_puts(p, "a.jsonl", "{\"prompt\":\"q\",\"responses\":[\"one\",\"two\"]}\n");
	assert_int_equal(
		program_run(p, "import", "x.assay", "a.jsonl", "-g", "n-way-ranking", NULL), 0);
	assert_int_equal(program_run(p, "x.assay", "-b", "a", "--keys", "1 2 Enter Entre", NULL),
			 2);
	program_complains(p, "--keys, column 11: no key is called 'Entre'");
	program_puts(p, "keys", "# first\n1 \"two words\" 2\n  Entre # no\n");
	assert_int_equal(program_run(p, "x.assay", "-b", "a", "--keys", "keys", NULL), 1);
	program_complains(p, "keys:3:3: no key is called 'Entre'");
	assert_int_equal(program_run(p, "x.assay", "-b", "a", "--keys", "1 \"open", NULL), 2);
	program_complains(p, "a quoted text does not end");
	assert_int_equal(program_run(p, "status", "x.assay", "--json", NULL), 0);
	program_says(p, "\"left\":1");
}

static void a_script_that_is_too_long_is_refused_and_not_cut(void **state)
{
	const size_t most = (size_t)4 << 20;
	struct buf script = BUF_INIT;

	(void)state;
	assert_int_equal(program_run(p, "init", "x.assay", NULL), 0);
	buf_reserve(&script, most + 2);
	memset(script.data, ' ', most);
	script.len = most;
	program_write(p, "keys", script.data, script.len);
	assert_int_equal(program_run(p, "x.assay", "--keys", "keys", NULL), 0);
	buf_addc(&script, 'q');
	program_write(p, "keys", script.data, script.len);
	assert_int_equal(program_run(p, "x.assay", "--keys", "keys", NULL), 1);
	program_complains(p, "'keys' is too long: a script may have 4194304 bytes; part it");
	buf_release(&script);
}

static void the_same_seed_and_time_make_the_same_project(void **state)
{
	struct buf first = BUF_INIT;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(program_run(p, "init", "x.assay", "--at", "2026-11-21T09:14:02Z",
					     "--seed", "7", "--as", "alice", NULL),
				 0);
		if (i == 0)
			buf_add(&first, p->out.data, p->out.len);
		unlink(program_path(p, "x.assay"));
	}
	assert_string_equal(first.data, p->out.data);
	buf_release(&first);
}

/* ---- manual page and completion ---- */

static bool installed(const char *name)
{
	const char *const argv[] = { name, "--version", NULL };

	return program_other(p, argv) == 0;
}

static void the_manual_page_formats_without_a_warning(void **state)
{
	static const char *const groff[] = { "groff", "-man", "-Tutf8", "-ww", "-z", "man", NULL };

	(void)state;
	if (!installed("groff")) {
		print_message("skipped: groff is not installed\n");
		skip();
	}
	assert_int_equal(program_run(p, "man", NULL), 0);
	program_write(p, "man", p->out.data, p->out.len);
	assert_int_equal(program_other(p, groff), 0);
	assert_string_equal(buf_str(&p->err), "");
}

static void the_manual_page_has_every_command_and_option(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "man", NULL), 0);
	for (size_t i = 0; i < N_COMMANDS; i++) {
		char title[64];

		snprintf(title, sizeof title, ".SS assay %s ", commands[i]);
		program_says(p, title);
	}
	program_says(p, "\\fB\\-\\-sample\\-responses\\fR \\fIN\\fR");
	program_says(p, ".SH EXIT STATUS");
	assert_null(strstr(p->out.data, "\\-\\-seed"));
}

static void the_manual_page_has_the_keys_of_the_workbench(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "man", NULL), 0);
	program_says(p, ".SH KEYS");
	program_says(p, ".SS Answering\n.TP\n\\fBTab\\fR\n");
	program_says(p, "\\fBSpace PgDn J\\fR\na page down\n");
}

static void completions_are_made_for_three_shells(void **state)
{
	static const char *const shells[] = { "bash", "zsh", "fish" };

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(program_run(p, "completion", shells[i], NULL), 0);
		for (size_t c = 0; c < N_COMMANDS; c++)
			program_says(p, commands[c]);
		program_says(p, "sample-responses");
		program_says(p, "trl-reward trl-dpo");
	}
	assert_int_equal(program_run(p, "completion", "ksh", NULL), 2);
	program_complains(p, "there are: bash, zsh, fish");
}

static void bash_takes_its_completion(void **state)
{
	static const char *const check[] = { "bash", "-n", "completion", NULL };
	static const char *const play[] = {
		"bash", "-c",
		". ./completion; COMP_WORDS=(assay export x.assay --format trl-r); COMP_CWORD=4; "
		"_assay; echo \"${COMPREPLY[*]}\"; COMP_WORDS=(assay im); COMP_CWORD=1; _assay; "
		"echo \"${COMPREPLY[*]}\"; COMP_WORDS=(assay guide sh); COMP_CWORD=2; _assay; echo "
		"\"${COMPREPLY[*]}\"; COMP_WORDS=(assay guide show pair); COMP_CWORD=3; _assay; "
		"echo "
		"\"${COMPREPLY[*]}\"; COMP_WORDS=(assay completion z); COMP_CWORD=2; _assay; echo "
		"\"${COMPREPLY[*]}\"",
		NULL
	};

	(void)state;
	assert_int_equal(program_run(p, "completion", "bash", NULL), 0);
	program_write(p, "completion", p->out.data, p->out.len);
	assert_int_equal(program_other(p, check), 0);
	assert_int_equal(program_other(p, play), 0);
	assert_string_equal(p->out.data, "trl-reward\nimport\nshow\npairwise-preference\nzsh\n");
}

/* ---- output that cannot be written ---- */

static void a_full_disk_under_standard_output_is_said(void **state)
{
	(void)state;
	program_shell("\"$1\" --help > /dev/full", 1);
	program_complains(p, "assay: cannot write to standard output: No space left on device");
}

static void a_reader_that_leaves_ends_it_quietly(void **state)
{
	(void)state;
	program_shell("(\"$1\" man; echo $? > code) | true; read c < code; exit $c", 1);
	assert_string_equal(buf_str(&p->err), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PROGRAM_TEST(help_lists_every_command_and_each_explains_itself),
		PROGRAM_TEST(every_line_of_help_fits_80_columns_or_is_an_example),
		PROGRAM_TEST(the_version_is_one_line),
		PROGRAM_TEST(mistakes_exit_2_with_the_mend),
		PROGRAM_TEST(a_project_that_is_not_there_is_named_with_the_mend),
		PROGRAM_TEST(init_makes_a_project_and_never_writes_over_one),
		PROGRAM_TEST(init_with_a_bad_guideline_leaves_nothing_behind),
		PROGRAM_TEST(a_recovery_key_is_printed_once),
		PROGRAM_TEST(the_variable_names_the_project),
		PROGRAM_TEST(reading_needs_no_key),
		PROGRAM_TEST(the_workbench_without_a_terminal_says_what_to_do),
		PROGRAM_TEST(keys_play_the_real_screen),
		PROGRAM_TEST(a_word_that_is_no_key_is_refused_before_any_key_is_played),
		PROGRAM_TEST(a_script_that_is_too_long_is_refused_and_not_cut),
		PROGRAM_TEST(the_same_seed_and_time_make_the_same_project),
		PROGRAM_TEST(the_manual_page_formats_without_a_warning),
		PROGRAM_TEST(the_manual_page_has_every_command_and_option),
		PROGRAM_TEST(the_manual_page_has_the_keys_of_the_workbench),
		PROGRAM_TEST(completions_are_made_for_three_shells),
		PROGRAM_TEST(bash_takes_its_completion),
		PROGRAM_TEST(a_full_disk_under_standard_output_is_said),
		PROGRAM_TEST(a_reader_that_leaves_ends_it_quietly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
