/* Commands that make files, killed before each change of a folder: there is the old, or the whole
 * new, and running them again ends well. */
#include "tests/support/killed.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STEPS_MAX 200

static struct program program;
static struct program *const p = &program;

static void expect(int code, int expected)
{
	if (code != expected)
		fail_msg("exit %d instead of %d\n%s%s", code, expected, buf_str(&p->out),
			 buf_str(&p->err));
}

static void begin(void)
{
	program_open(p, ASSAY_BIN);
	program_puts(p, "items.jsonl",
		     "{\"id\":\"1\",\"prompt\":\"p\",\"responses\":[\"a\",\"b\"]}\n"
		     "{\"id\":\"2\",\"prompt\":\"q\",\"responses\":[\"c\",\"d\"]}\n");
}

/* Nothing half-made is left beside the project. */
static void no_leftovers(void)
{
	DIR *dir = opendir(p->dir);
	const struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		if (strstr(entry->d_name, ".part") != NULL || strstr(entry->d_name, "-wal") != NULL
		    || strstr(entry->d_name, "-journal") != NULL)
			fail_msg("'%s' is left", entry->d_name);
	closedir(dir);
}

/* Kills ARGV at STEP, then AFTER looks.  False: it ended by itself. */
static bool killed_at(const char *const *argv, int step, void (*before)(void), void (*after)(void))
{
	enum killed how;

	begin();
	before();
	how = program_killed(p, argv, step);
	if (how == KILLED_UNTRACED) {
		program_close(p);
		print_message("skipped: processes may not be traced here\n");
		skip();
	}
	after();
	program_close(p);
	return how == KILLED_THERE;
}

static void at_every_step(const char *const *argv, void (*before)(void), void (*after)(void))
{
	int step = 1;

	while (killed_at(argv, step, before, after))
		assert_in_range(++step, 1, STEPS_MAX);
	assert_true(step > 1);
}

/* ---- init ---- */

static void nothing(void)
{
}

static void make_it_and_use_it(void)
{
	if (program_has(p, "x.assay"))
		expect(program_run(p, "check", "x.assay", NULL), 0);
	else
		expect(program_run(p, "init", "x.assay", NULL), 0);
	expect(program_run(p, "import", "x.assay", "items.jsonl", NULL), 0);
	expect(program_run(p, "check", "x.assay", NULL), 0);
	program_says(p, "2 items");
	no_leftovers();
}

static void a_killed_init_leaves_a_project_or_none(void **state)
{
	static const char *const argv[] = { "init", "x.assay", NULL };

	(void)state;
	at_every_step(argv, nothing, make_it_and_use_it);
}

/* ---- backup and import ---- */

static void make_project(void)
{
	expect(program_run(p, "init", "x.assay", NULL), 0);
	expect(program_run(p, "import", "x.assay", "items.jsonl", NULL), 0);
}

static void back_it_up(void)
{
	expect(program_run(p, "check", "x.assay", NULL), 0);
	program_says(p, "2 items");
	if (program_has(p, "y.assay"))
		expect(program_run(p, "check", "y.assay", NULL), 0);
	else
		expect(program_run(p, "backup", "x.assay", "y.assay", NULL), 0);
	expect(program_run(p, "check", "y.assay", NULL), 0);
	program_says(p, "2 items");
	no_leftovers();
}

static void a_killed_backup_leaves_a_whole_copy_or_none(void **state)
{
	static const char *const argv[] = { "backup", "x.assay", "y.assay", NULL };

	(void)state;
	at_every_step(argv, make_project, back_it_up);
}

static void make_empty_project(void)
{
	expect(program_run(p, "init", "x.assay", NULL), 0);
}

static void a_killed_import_is_run_again(void **state)
{
	static const char *const argv[] = { "import", "x.assay", "items.jsonl", NULL };

	(void)state;
	at_every_step(argv, make_empty_project, make_it_and_use_it);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_killed_init_leaves_a_project_or_none),
		cmocka_unit_test(a_killed_backup_leaves_a_whole_copy_or_none),
		cmocka_unit_test(a_killed_import_is_run_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
