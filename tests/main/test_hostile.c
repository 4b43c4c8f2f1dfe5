/* Escape sequences and hidden characters in everything that people and files bring, and every
 * command: nothing of it reaches a terminal as it is. */
#include "base/buf.h"
#include "tests/support/program.h"

#include <errno.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct program program;
static struct program *const p = &program;

/* Clears the screen, sets the clipboard, the same with C1, writes backwards, hides. */
#define EVIL                                    \
	"\033[2J\033]52;c;ZXZpbA==\007\xc2\x9b" \
	"2J\xe2\x80\xae"                        \
	"evil\xe2\x80\x8b"                      \
	"\xf3\xa0\x81\x81\x7f"
#define EVIL_JSON                                        \
	"\\u001b[2J\\u001b]52;c;ZXZpbA==\\u0007\xc2\x9b" \
	"2J\xe2\x80\xae"                                 \
	"evil"                                           \
	"\xe2\x80\x8b\xf3\xa0\x81\x81\x7f"

static const char evil[] = EVIL, evil_file[] = "a" EVIL ".jsonl",
		  evil_project[] = "x" EVIL ".assay";
static const char evil_copy[] = "copy" EVIL ".assay", evil_folder[] = "out" EVIL;
static const char evil_option[] = "--" EVIL, no_batch[] = "no" EVIL, evil_glued[] = "-gevil.yaml";
static const char evil_query[] = "SELECT name FROM batch UNION SELECT '" EVIL "'";

static const char *const hidden[] = { "\xc2\x9b", "\xe2\x80\xae", "\xe2\x80\x8b",
				      "\xf3\xa0\x81\x81" };

static const char items[] =
	"{\"id\":\"" EVIL_JSON "\",\"prompt\":\"" EVIL_JSON
	"\",\"responses\":[{\"source\":\"" EVIL_JSON "\",\"content\":\"" EVIL_JSON
	"\"},{\"source\":\"m2\",\"content\":\"b\"}],\"" EVIL_JSON "\":1}\n"
	"{\"prompt\":\"p\",\"" EVIL_JSON "\":1,\"" EVIL_JSON "\":2}\n"
	"{\"prompt\":\"p\",\"responses\":\"" EVIL_JSON "\"}\n" EVIL "\n";

static void check_text(const char *what, const char *text, bool json)
{
	for (const char *s = text; *s != '\0'; s++)
		if (((unsigned char)*s < 0x20 && *s != '\n') || (*s == 0x7f && !json))
			fail_msg("%s prints the byte %02x:\n%s", what, (unsigned char)*s, text);
	for (size_t i = 0; !json && i < sizeof hidden / sizeof *hidden; i++)
		if (strstr(text, hidden[i]) != NULL)
			fail_msg("%s prints hidden character %zu:\n%s", what, i, text);
}

static int setup(void **state)
{
	(void)state;
	program_open(p, ASSAY_BIN);
	program_write(p, evil_file, items, sizeof items - 1);
	if (program_run(p, "init", evil_project, "--name", evil, NULL) != 0)
		fail_msg("init: %s", buf_str(&p->err));
	check_text("init", buf_str(&p->out), false);
	if (program_run(p, "import", evil_project, evil_file, "--batch", evil, NULL) != 3)
		fail_msg("import: %s", buf_str(&p->err));
	check_text("import", buf_str(&p->out), false);
	check_text("import", buf_str(&p->err), false);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	program_close(p);
	return 0;
}

static void label_something(void)
{
	if (program_run(p, "label", evil_project, "--batch", evil, "--keys",
			"1 2 4 2 4 2 4 2 4 2 4 2 Enter w \"because of reasons, many\" Esc Enter "
			"Enter y",
			"--screen", "100x40", NULL)
	    != 0)
		fail_msg("label: %s", buf_str(&p->err));
}

static const char *const plain_commands[][8] = {
	{ "status" },
	{ "status", "--json" },
	{ "import", evil_file, "--batch", evil },
	{ "import", evil_file, "--batch", evil, "--strict" },
	{ "import", evil_file, "--batch", evil, "--json" },
	{ "import", evil_file, "--batch", "other", "--format", evil },
	{ "import", evil_file, "--batch", "other", "--map", evil },
	{ "import", evil },
	{ "log" },
	{ "log", "--json" },
	{ "query", "SELECT * FROM body" },
	{ "query", evil_query },
	{ "query", evil },
	{ "check" },
	{ "rebuild" },
	{ "doctor" },
	{ "backup", evil_copy },
	{ "export", "-f", "trl-reward", "-o", evil_folder },
	{ "export", "-f", "trl-reward", "-o", "out.jsonl", "-b", evil },
	{ "export", "-f", "trl-reward", "-b", no_batch },
	{ "export", "-f", evil },
	{ "export", "-f", "trl-dpo", "--split", evil, "-o", "o" },
	{ "label", "--batch", evil, "--keys", "1 2", "--screen", "100x40" },
	{ "label", "--batch", no_batch, "--keys", "q" },
	{ "label", "--keys", evil },
	{ "label", "--keys", "? / e v i l", "--screen", "80x24" },
	{ "status", evil_option },
	{ "status", evil },
};

static void no_command_prints_what_moves_the_cursor_or_hides(void **state)
{
	(void)state;
	label_something();
	for (size_t i = 0; i < sizeof plain_commands / sizeof *plain_commands; i++) {
		const char *const *words = plain_commands[i];
		const char *argv[12] = { words[0], evil_project };
		int code;

		for (int w = 1; w < 8 && words[w] != NULL; w++)
			argv[w + 1] = words[w];
		code = program_runv(p, argv);
		if (code > 3)
			fail_msg("%s ended with %d:\n%s", words[0], code, buf_str(&p->err));
		check_text(words[0], buf_str(&p->out), false);
		check_text(words[0], buf_str(&p->err), false);
	}
}

static void commands_and_guidelines_with_hostile_names_are_shown_safely(void **state)
{
	static const char yaml[] =
		"assay: 1\nname: evil\ntitle: \"T\\e[2J\xe2\x80\xae\"\ninstructions: evil.md\n"
		"responses: {min: 2, max: 2}\nquestions:\n- {id: why, type: text, title: "
		"\"\\e]0;x\\a\"}\n";
	static const char *const runs[][6] = {
		{ evil },
		{ "help", evil },
		{ "guide", "show", evil },
		{ "guide", "check", "evil.yaml" },
		{ "guide", "check", evil },
		{ "guide", "show", "evil.yaml" },
		{ "import", evil_project, evil_file, "-b", "g", evil_glued },
		{ "completion", evil },
		{ "init", evil_project, "--guideline", evil },
		{ "init", evil },
	};

	(void)state;
	program_puts(p, "evil.yaml", yaml);
	program_puts(p, "evil.md", "Read \033[2J me.\n");
	for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
		program_runv(p, runs[i]);
		check_text(runs[i][0], buf_str(&p->out), false);
		check_text(runs[i][0], buf_str(&p->err), false);
	}
}

/* ---- rows on a terminal ---- */

static void read_terminal(int fd, struct buf *out)
{
	char chunk[4096];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			buf_add(out, chunk, (size_t)n);
	buf_addc(out, '\0');
	out->len--;
}

static void set_home(const char *name, const char *folder)
{
	char path[300];

	snprintf(path, sizeof path, "%s/home/%s", p->dir, folder);
	setenv(name, path, 1);
}

static int on_terminal(const char *const *argv, struct buf *out)
{
	int fd, status = 0;
	char *words[16] = { NULL };
	pid_t pid;

	for (int i = 0; i < 15 && argv[i] != NULL; i++)
		memcpy(&words[i], &argv[i], sizeof words[i]);
	pid = forkpty(&fd, NULL, NULL, NULL);

	assert_true(pid >= 0);
	if (pid == 0) {
		set_home("HOME", "");
		set_home("XDG_CONFIG_HOME", "config");
		set_home("XDG_STATE_HOME", "state");
		if (chdir(p->dir) == 0)
			execv(words[0], words);
		_exit(127);
	}
	read_terminal(fd, out);
	close(fd);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void exported_rows_on_a_terminal_are_escaped_and_mean_the_same(void **state)
{
	static const char *const formats[] = { "trl-reward", "assay" };
	struct buf shown = BUF_INIT;

	(void)state;
	label_something();
	for (int i = 0; i < 2; i++) {
		const char *const argv[] = { ASSAY_BIN,  "export",   evil_project,
					     "--format", formats[i], NULL };

		buf_clear(&shown);
		assert_int_equal(on_terminal(argv, &shown), 0);
		for (char *s = shown.data; *s != '\0'; s++)
			if (*s == '\r')
				*s = '\n';
		check_text(formats[i], shown.data, false);
		assert_non_null(strstr(shown.data, "\\u001b[2J"));
		assert_non_null(
			strstr(shown.data, "\\u009b2J\\u202eevil\\u200b\\udb40\\udc41\\u007f"));
	}
	buf_release(&shown);
}

static void exported_rows_in_a_pipe_are_verbatim_but_for_c0(void **state)
{
	(void)state;
	label_something();
	assert_int_equal(program_run(p, "export", evil_project, "-f", "trl-reward", NULL), 0);
	check_text("export", p->out.data, true);
	assert_non_null(strstr(p->out.data, "\xe2\x80\xae"
					    "evil"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(no_command_prints_what_moves_the_cursor_or_hides),
		TEST(commands_and_guidelines_with_hostile_names_are_shown_safely),
		TEST(exported_rows_on_a_terminal_are_escaped_and_mean_the_same),
		TEST(exported_rows_in_a_pipe_are_verbatim_but_for_c0),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
