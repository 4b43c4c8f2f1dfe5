/* The tutor on a real terminal: it comes, it can be resized, stopped and killed, and leaves no
 * trace. */
#include "tests/support/program.h"
#include "tests/support/pty_steps.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct program program;
static char temp[300], temp_variable[320], home_variable[320];

static int setup(void **state)
{
	(void)state;
	program_open(&program, ASSAY_BIN);
	snprintf(temp, sizeof temp, "%s", program_path(&program, "temp"));
	snprintf(temp_variable, sizeof temp_variable, "TMPDIR=%s", temp);
	snprintf(home_variable, sizeof home_variable, "HOME=%s", program.dir);
	assert_int_equal(mkdir(temp, 0700), 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	program_close(&program);
	return 0;
}

static struct pty *start(const char *more)
{
	static const char *const argv[] = { ASSAY_BIN, "tutor", NULL };
	const char *const env[] = {
		"TERM=xterm-256color", "LC_ALL=C.UTF-8", temp_variable, home_variable, more, NULL
	};
	const struct pty_start with = {
		.rows = 24, .cols = 80, .dir = program.dir, .argv = argv, .env = env
	};
	struct pty *pty = pty_spawn(&with);

	assert_true(pty_shows(pty, "This takes about ten minutes."));
	return pty;
}

static void expect_nothing_left(void)
{
	DIR *dir = opendir(temp);
	int n = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		n++;
	closedir(dir);
	assert_int_equal(n, 2); /* . and .. */
}

static void it_teaches_over_the_real_screen_and_q_leaves(void **state)
{
	struct pty *pty = start(NULL);

	(void)state;
	pty_answers(pty, "\r", "lesson 1 of 13");
	assert_true(pty_shows(pty, "[prompt]"));
	pty_answers(pty, "\033[C", "reading · 2 of 5");
	pty_resize(pty, 40, 120);
	assert_true(pty_shows(pty, "┬"));
	assert_true(pty_shows(pty, "reading · 2 of 5"));
	pty_leaves(pty, "q");
	assert_true(pty_shows(pty, "'assay tutor --lesson 1' goes on there."));
	pty_free(pty);
	expect_nothing_left();
}

/* What the workbench keeps of a person elsewhere: keys, habits, cursors. */
static void nothing_is_kept_of_her_either(void **state)
{
	static const char *const folders[] = { ".local", ".local/state", ".local/state/assay" };
	struct pty *pty;

	(void)state;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		assert_int_equal(mkdir(program_path(&program, folders[i]), 0700), 0);
	pty = start(NULL);
	pty_answers(pty, "\r", "lesson 1 of 13");
	pty_leaves(pty, "\033[Cq");
	pty_free(pty);
	assert_int_equal(rmdir(program_path(&program, folders[2])), 0);
	assert_false(program_has(&program, ".config"));
}

static void terminated_it_leaves_nothing(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct pty *pty = start(NULL);

		pty_answers(pty, "\r", "lesson 1 of 13");
		pty_ends_at(pty, signals[i]);
		pty_free(pty);
		expect_nothing_left();
	}
}

static void without_colours_it_says_the_same(void **state)
{
	struct pty *pty = start("NO_COLOR=1");

	(void)state;
	pty_answers(pty, "\rZ", "That was another key. Nothing is lost");
	pty_leaves(pty, "q");
	pty_free(pty);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_teaches_over_the_real_screen_and_q_leaves),
		TEST(nothing_is_kept_of_her_either),
		TEST(terminated_it_leaves_nothing),
		TEST(without_colours_it_says_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
