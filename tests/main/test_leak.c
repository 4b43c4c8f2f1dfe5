/* Hostile texts wherever text can stand, through every command: a stream gets text, LF and TAB.
 *
 * Rows of an export are data and stay as they are; test_hostile.c has them. */
#include "tests/support/leak_world.h"

#include "base/buf.h"
#include "text/cells.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define BIG (256 * 1024)
#define EVIL LEAK_ALL
#define WORDS 12

static struct program program;
static struct program *const p = &program;

static int setup(void **state)
{
	(void)state;
	leak_world_open(p, ASSAY_BIN, LEAK_BLNS, BIG);
	leak_stream_is_clean("import", &p->out, text_width_frozen);
	leak_stream_is_clean("import", &p->err, text_width_frozen);
	return 0;
}

/* What hostile texts were taken in is whole: events, bodies and derived rows. */
static int teardown(void **state)
{
	(void)state;
	if (program_run(p, "check", LEAK_PROJECT, NULL) != 0)
		fail_msg("check: %s%s", buf_str(&p->out), buf_str(&p->err));
	program_close(p);
	return 0;
}

static void run(const char *const *words)
{
	char what[400] = "";
	int code = program_runv(p, words);

	for (int i = 0; words[i] != NULL && strlen(what) < 300; i++)
		snprintf(what + strlen(what), 100, "%s%.60s", i > 0 ? " " : "", words[i]);
	if (code > 3)
		fail_msg("%s ended with %d:\n%s", what, code, buf_str(&p->err));
	leak_stream_is_clean(what, &p->out, text_width_frozen);
	leak_stream_is_clean(what, &p->err, text_width_frozen);
}

static void label_the_first(void)
{
	static const char *const words[] = { "label",    LEAK_PROJECT, "--batch",
					     LEAK_BATCH, "--keys",     "1 2 2 4 - - Enter y y",
					     "--screen", "100x40",     NULL };

	run(words);
	if (strstr(buf_str(&p->out), "saved") == NULL)
		fail_msg("nothing is saved:\n%s%s", buf_str(&p->out), buf_str(&p->err));
}

static void list_keys_that_hide(void)
{
	run((const char *const[]){ "keys", "taken.yaml", NULL });
	program_says(p, "  " LEAK_KEYS_SHOWN "zoom  ");
}

/* ---------------------------------------------------------------- commands */

static const char *const commands[][WORDS] = {
	{ "status", LEAK_PROJECT },
	{ "status", LEAK_PROJECT, "--json" },
	{ "log", LEAK_PROJECT },
	{ "log", LEAK_PROJECT, "--json" },
	{ "log", LEAK_PROJECT, "--who", EVIL },
	{ "log", LEAK_PROJECT, "--kind", EVIL, "--from", EVIL },
	{ "log", LEAK_PROJECT, "--from", EVIL },
	{ "log", LEAK_PROJECT, "--max", EVIL },
	{ "log", LEAK_PROJECT, "--parked" },
	{ "query", LEAK_PROJECT, "SELECT * FROM member" },
	{ "query", LEAK_PROJECT, "SELECT * FROM batch", "--json" },
	{ "query", LEAK_PROJECT, "SELECT '" EVIL "' AS \"" EVIL "\"" },
	{ "query", LEAK_PROJECT, "SELECT '" EVIL "' AS \"" EVIL "\"", "--json" },
	{ "query", LEAK_PROJECT,
	  "SELECT CAST(x'1b5b386d9b386dff' AS TEXT) AS a, x'1b', char(0, 27)" },
	{ "query", LEAK_PROJECT, "SELECT CAST(x'1b5b386d9b386dff' AS TEXT) AS a", "--json" },
	{ "query", LEAK_PROJECT, EVIL },
	{ "query", LEAK_PROJECT, "SELECT \"" EVIL "\" FROM nowhere" },
	{ "query", LEAK_PROJECT, LEAK_BROKEN },
	{ "query", LEAK_PROJECT, "SELECT '" LEAK_BROKEN "'", "--json" },
	{ "query", LEAK_PROJECT, "SELECT '" LEAK_BROKEN "'" },
	{ "check", LEAK_PROJECT },
	{ "check", LEAK_PROJECT, "--json" },
	{ "rebuild", LEAK_PROJECT },
	{ "doctor", LEAK_PROJECT },
	{ "doctor", LEAK_PROJECT, "--json" },
	{ "doctor", EVIL },
	{ "backup", LEAK_PROJECT, "c" EVIL ".assay" },
	{ "backup", LEAK_PROJECT, "c" EVIL ".assay" },
	{ "backup", LEAK_PROJECT, "no/" LEAK_BROKEN },
	{ "export", LEAK_PROJECT, "-f", "trl-reward", "-o", "o" EVIL },
	{ "export", LEAK_PROJECT, "-f", "assay", "-o", "p" EVIL ".jsonl" },
	{ "export", LEAK_PROJECT, "-f", "trl-sft", "-o", "q" EVIL, "-b", LEAK_BATCH },
	{ "export", LEAK_PROJECT, "-f", "trl-dpo", "-b", EVIL },
	{ "export", LEAK_PROJECT, "-f", "trl-dpo", "--question", EVIL },
	{ "export", LEAK_PROJECT, "-f", "trl-dpo", "--split", EVIL, "-o", "s" },
	{ "export", LEAK_PROJECT, "-f", "trl-dpo", "--pairs", EVIL },
	{ "export", LEAK_PROJECT, "-f", EVIL },
	{ "export", LEAK_PROJECT, "--include", EVIL, "-f", "assay" },
	{ "export", LEAK_PROJECT, "-f", "assay", "-o", "no/" LEAK_BROKEN },
	{ "import", LEAK_PROJECT, LEAK_ITEMS, "-b", LEAK_BATCH },
	{ "import", LEAK_PROJECT, LEAK_ITEMS, "-b", LEAK_BATCH, "--json" },
	{ "import", LEAK_PROJECT, LEAK_ITEMS, "-b", LEAK_BATCH, "--strict" },
	{ "import", LEAK_PROJECT, LEAK_ITEMS, "-b", "x" LEAK_BROKEN },
	{ "import", LEAK_PROJECT, LEAK_ITEMS, "-b", "new", "--map", "prompt=" EVIL },
	{ "import", LEAK_PROJECT, LEAK_ITEMS, "-b", "new", "--map", EVIL },
	{ "import", LEAK_PROJECT, LEAK_ITEMS, "-b", "new", "-f", EVIL },
	{ "import", LEAK_PROJECT, LEAK_ITEMS, "-b", "new", "--role", EVIL },
	{ "import", LEAK_PROJECT, LEAK_ITEMS, "-b", "new", "--show", EVIL },
	{ "import", LEAK_PROJECT, LEAK_ITEMS, "-b", "new", "--overlap", EVIL },
	{ "import", LEAK_PROJECT, LEAK_BROKEN },
	{ "import", LEAK_PROJECT, "rows" EVIL ".csv", "--map", "prompt=" EVIL },
	{ "import", LEAK_PROJECT, "rows" EVIL ".csv" },
	{ "import", LEAK_PROJECT, "broken.jsonl" },
	{ "import", LEAK_PROJECT, LEAK_PROJECT, "-b", "new" },
	{ "init", LEAK_PROJECT },
	{ "init", "n" EVIL ".assay", "--as", EVIL, "--recovery" },
	{ "init", "l" LEAK_BROKEN ".assay", "--name", LEAK_BROKEN },
	{ "init", "m.assay", "--as", LEAK_BROKEN },
	{ "init", "m.assay", "-g", EVIL },
	{ "init", "m.assay", "--join", EVIL },
	{ "guide", "list" },
	{ "guide", "show", LEAK_GUIDELINE },
	{ "guide", "show", LEAK_GUIDELINE, "--json" },
	{ "guide", "show", EVIL },
	{ "guide", "show", LEAK_BROKEN },
	{ "guide", EVIL },
	{ "keys", "keys" EVIL ".yaml" },
	{ "keys", "broken.yaml" },
	{ "keys", "--preset", EVIL },
	{ "label", LEAK_PROJECT, "-b", EVIL, "--keys", "q" },
	{ "label", LEAK_PROJECT, "-b", LEAK_BATCH, "--keys", EVIL },
	{ "label", LEAK_PROJECT, "-b", LEAK_BATCH, "--keys", LEAK_BROKEN },
	{ "label", LEAK_PROJECT, "-b", LEAK_BATCH, "--keys", "V M J", "--screen", "160x45" },
	{ "label", LEAK_PROJECT, "-b", LEAK_BATCH, "--keys", "q", "--screen", EVIL },
	{ "label", LEAK_PROJECT, "--theme", EVIL, "--keys", "q" },
	{ "label", LEAK_PROJECT, "--keys-file", "keys" EVIL ".yaml", "--keys", "q" },
	{ "label", LEAK_PROJECT, "-b", LEAK_BATCH, "--keys-file", "taken.yaml", "--keys",
	  "? / z o o m", "--screen", "100x40" },
	{ "label", LEAK_PROJECT, "-b", LEAK_BATCH, "--keys-file", "taken.yaml", "--plain" },
	{ "label", LEAK_PROJECT },
	{ "tutor", "--keys", EVIL },
	{ "tutor", "--lesson", EVIL },
	{ "man" },
	{ "completion", EVIL },
	{ "help", EVIL },
	{ EVIL },
	{ LEAK_BROKEN },
	{ "status", "--" EVIL },
	{ "status", "-" LEAK_BROKEN },
	{ "status", EVIL },
	{ "status", LEAK_PROJECT, LEAK_PROJECT },
	{ "status", "broken.jsonl" },
};

static void put_files(void)
{
	program_puts(p, "rows" EVIL ".csv",
		     "\"" EVIL "\",a,b\n\"" EVIL "\",\"" EVIL "\",x\n\"" LEAK_BROKEN
		     "\",y,z\n\"open " EVIL "\n");
	program_puts(p, "broken.jsonl", LEAK_BROKEN "\n{\"" EVIL "\n\033[8m\n");
	program_puts(p, "keys" EVIL ".yaml",
		     "\"\\e[8m\xe2\x80\xae\": 1\nbind:\n  help: \"\\e[8m\"\n");
	program_puts(p, "broken.yaml", LEAK_BROKEN);
	program_puts(p, "taken.yaml", LEAK_KEYS);
}

static void a_project_whose_name_is_no_utf_8_is_refused(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "init", "n.assay", "--name", LEAK_BROKEN, NULL), 2);
	program_complains(p, "give --name");
	assert_false(program_has(p, "n.assay"));
	assert_int_equal(program_run(p, "init", LEAK_BROKEN ".assay", NULL), 2);
	assert_int_equal(program_run(p, "init", LEAK_BROKEN ".assay", "--name", "n", NULL), 0);
	assert_int_equal(program_run(p, "check", LEAK_BROKEN ".assay", NULL), 0);
}

static void no_command_lets_anything_through(void **state)
{
	(void)state;
	put_files();
	label_the_first();
	list_keys_that_hide();
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		run(commands[i]);
}

/* ---------------------------------------------------------------- the environment */

static void no_variable_comes_through(void **state)
{
	static const char *const names[] = { "TERM",           "LANG",   "LC_ALL",
					     "ASSAY_NAME",     "EDITOR", "ASSAY_PROJECT",
					     "HOME",           "TMUX",   "XDG_CONFIG_HOME",
					     "XDG_STATE_HOME", "TMPDIR", "COLORTERM" };
	static const char *const runs[][WORDS] = { { "doctor", LEAK_PROJECT },
						   { "status" },
						   { "label", LEAK_PROJECT },
						   { "init", "e.assay" } };
	static char variable[sizeof LEAK_ALL + 64]; /* also behind a failure */

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		for (size_t j = 0; j < sizeof runs / sizeof *runs; j++) {
			snprintf(variable, sizeof variable, "%s=%s", names[i],
				 j % 2 == 0 ? LEAK_ALL : LEAK_BROKEN);
			p->extra[0] = variable;
			run(runs[j]);
		}
	p->extra[0] = NULL;
}

/* ---------------------------------------------------------------- guidelines */

static void no_mistake_in_a_guideline_comes_through(void **state)
{
	static const char *const forms[] = {
		"assay: 1\nname: @\n",
		"@: 1\n",
		"assay: @\n",
		"assay: 1\nname: a\ntitle: [@]\n",
		"assay: 1\nname: a\ntitle: t\ninstructions: @\n",
		"assay: 1\nname: a\ntitle: t\nquestions:\n- {id: @, type: text}\n",
		"assay: 1\nname: a\ntitle: t\nquestions:\n- {id: q, type: @}\n",
		"assay: 1\nname: a\ntitle: t\nquestions:\n- {id: q, type: text, @: 1, title: t}\n",
		"assay: 1\nname: a\ntitle: t\nquestions:\n- {id: q, type: text, show: {@: 1}}\n",
		"assay: 1\nname: a\ntitle: t\nquestions:\n- {id: q, type: text, pattern: @}\n",
		"assay: 1\nname: &a @\ntitle: *b\n",
		"assay: 1\n@: @\n@: @\n",
		"\033[8m: 1\n",
		LEAK_BROKEN,
	};

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct buf text = BUF_INIT;

		for (const char *s = forms[i]; *s != '\0'; s++)
			if (*s == '@')
				leak_yaml_string(&text, LEAK_ALL, sizeof LEAK_ALL - 1);
			else
				buf_addc(&text, *s);
		program_write(p, "f.yaml", text.data, text.len);
		buf_release(&text);
		run((const char *const[]){ "guide", "check", "f.yaml", NULL });
	}
}

/* ---------------------------------------------------------------- line by line */

static const char *const lines[] = { "",
				     "",
				     "all",
				     "read A",
				     "all",
				     "read B",
				     "all",
				     "read prompt",
				     "?",
				     "*",
				     "Esc",
				     "I",
				     "all",
				     "q",
				     "answers",
				     "texts",
				     "where",
				     "status",
				     "/ \033[5m",
				     "/ " EVIL,
				     "G " EVIL,
				     EVIL,
				     LEAK_BROKEN,
				     "1",
				     "q " EVIL,
				     "1 2 2 4 h 1 -",
				     "w " EVIL,
				     "w " LEAK_BROKEN,
				     "F " EVIL,
				     "F " LEAK_BROKEN,
				     "C " LEAK_BROKEN,
				     "C " EVIL,
				     "H",
				     "/ " EVIL,
				     "q",
				     "V",
				     "all",
				     "M",
				     "all",
				     "V",
				     "read B",
				     "D",
				     "all",
				     ".",
				     "y",
				     "S " EVIL,
				     "read A",
				     "all",
				     "w",
				     EVIL,
				     ".",
				     "q",
				     "#",
				     "/ " EVIL,
				     "q",
				     "q",
				     "q" };

static void no_line_of_plain_comes_through(void **state)
{
	static const char *const runs[][WORDS] = {
		{ "label", "--plain", LEAK_PROJECT, "--batch", LEAK_BATCH },
		{ "label", "--plain", LEAK_PROJECT, "--batch", LEAK_BATCH, "--wrap", "60" },
		{ "label", "--plain", LEAK_PROJECT, "--batch", EVIL },
		{ "label", "--plain", LEAK_PROJECT, "--as", EVIL },
	};
	struct buf input = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		buf_adds(&input, lines[i]);
		buf_addc(&input, '\n');
	}
	for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
		p->input = input.data;
		p->input_len = input.len;
		run(runs[i]);
	}
	buf_release(&input);
}

/* ---------------------------------------------------------------- what they are */

/* Without them every test here, and those on a terminal, have the generated texts only. */
static void naughty_strings_are_among_the_texts(void **state)
{
	struct buf items = BUF_INIT;
	bool there;

	(void)state;
	if (access(LEAK_BLNS, F_OK) != 0) {
		print_message(LEAK_BLNS " is not here\n");
		skip();
	}
	there = program_read(p, LEAK_ITEMS, &items)
		&& strstr(buf_str(&items), "touch /tmp/blns.shellshock1.fail;") != NULL;
	buf_release(&items);
	assert_true(there);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(no_command_lets_anything_through),
		TEST(a_project_whose_name_is_no_utf_8_is_refused),
		TEST(no_variable_comes_through),
		TEST(no_mistake_in_a_guideline_comes_through),
		TEST(no_line_of_plain_comes_through),
		TEST(naughty_strings_are_among_the_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
