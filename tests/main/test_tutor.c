/* `assay tutor` through the real program: played to its end, left, gone on with, cleaned up. */
#include "base/buf.h"
#include "tests/support/program.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LESSONS 13

/* What each lesson asks for, key by key. */
static const char *const keys[LESSONS] = {
	"Right Space Home ) Z Z",
	"Right Right D D D M M",
	"/ \"glue\" Enter Enter Space",
	"1 2 5 2 5 3 Enter",
	"Tab * Esc h 2 Shift-Tab - Enter",
	"Enter \"@B would poison somebody, and @A says so\" Enter Enter",
	"1 2 4 Backspace u R c 3",
	"u a a 2 Enter H q",
	"Enter \"some words of mine\" Ctrl-W Ctrl-_ Esc Enter",
	"Ctrl-X d \"sooner than that\" Esc Enter",
	"N G 1 Enter S \"wrong language\" Enter",
	"? Esc : \"flag\" Enter Enter I q",
	"q Enter",
};

static struct program program;
static struct program *const p = &program;
static char temp[300], temp_variable[320];

static int setup(void **state)
{
	(void)state;
	program_open(p, ASSAY_BIN);
	/* In memory where there is such a folder: many projects are made here. */
	snprintf(temp, sizeof temp, "/dev/shm/assay-test-XXXXXX");
	if (mkdtemp(temp) == NULL) {
		snprintf(temp, sizeof temp, "%s", program_path(p, "temp"));
		assert_int_equal(mkdir(temp, 0700), 0);
	}
	snprintf(temp_variable, sizeof temp_variable, "TMPDIR=%s", temp);
	p->extra[0] = temp_variable;
	return 0;
}

static int teardown(void **state)
{
	const char *const remove[] = { "rm", "-rf", temp, NULL };

	(void)state;
	program_other(p, remove);
	program_close(p);
	return 0;
}

static int count_entries(const char *path)
{
	DIR *dir = opendir(path);
	int n = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		n++;
	closedir(dir);
	return n - 2;
}

/* Plays KEYS from LESSON on; what the last screen and the last line are is in the output. */
static void play(const char *lesson, const char *script, const char *screen)
{
	int code = program_run(p, "tutor", "--lesson", lesson, "--keys", script, "--screen", screen,
			       NULL);

	if (code != 0)
		fail_msg("%d\n%s%s", code, buf_str(&p->out), buf_str(&p->err));
}

static void play_all(const char *screen)
{
	struct buf script = BUF_INIT;

	buf_adds(&script, "Enter");
	for (int i = 0; i < LESSONS; i++)
		buf_addf(&script, " %s", keys[i]);
	play("1", buf_str(&script), screen);
	program_says(p, "That was all of it.");
	program_says(p, "All 13 lessons are done. Next: assay FILE.assay");
	buf_release(&script);
}

/* The screen as tests/screens/NAME.txt has it; UPDATE_GOLDEN=1 writes that file. */
static void looks_like(const char *name)
{
	struct buf path = BUF_INIT, expected = BUF_INIT;
	FILE *file;
	int c;

	buf_addf(&path, "tests/screens/%s.txt", name);
	if (getenv("UPDATE_GOLDEN") != NULL) {
		file = fopen(path.data, "wb");
		assert_non_null(file);
		fwrite(p->out.data, 1, p->out.len, file);
		fclose(file);
	}
	file = fopen(path.data, "rb");
	assert_non_null(file);
	while ((c = fgetc(file)) != EOF)
		buf_addc(&expected, (char)c);
	fclose(file);
	assert_string_equal(buf_str(&p->out), buf_str(&expected));
	buf_release(&expected);
	buf_release(&path);
}

static void lessons_look_as_they_were_reviewed(void **state)
{
	(void)state;
	p->extra[1] = "ASSAY_NAME=ann";
	play("4", "1", "80x24");
	looks_like("tutor_80x24");
	play("10", "Ctrl-X d", "120x40");
	looks_like("tutor_120x40");
	play("1", "Enter Right Space", "200x50");
	looks_like("tutor_200x50");
	p->extra[1] = NULL;
}

static void the_whole_tutor_can_be_played_to_its_end(void **state)
{
	(void)state;
	play_all("80x24");
	play_all("120x40");
	play_all("200x50");
}

static void every_lesson_can_be_the_first_and_leads_to_the_next(void **state)
{
	(void)state;
	for (int i = 1; i < LESSONS; i++) {
		char number[8], said[40];

		snprintf(number, sizeof number, "%d", i + 1);
		play(number, keys[i], "80x24");
		snprintf(said, sizeof said, i + 1 < LESSONS ? "lesson %d of 13" : "That was all",
			 i + 2);
		program_says(p, said);
	}
}

static void a_wrong_key_gets_a_friendly_hint_and_no_harm(void **state)
{
	(void)state;
	play("4", "9", "80x24");
	program_says(p, "1 says that A is better, 2 that B is.");
	program_says(p, "answering · 1 of 5");
	play("4", "1 2", "80x24");
	assert_null(strstr(p->out.data, "that B is."));
	program_says(p, "answering · 3 of 5");
	play("1", "Enter Z", "80x24");
	program_says(p, "That was another key. Nothing is lost");
}

static void who_is_on_another_screen_is_told_the_way_back(void **state)
{
	(void)state;
	play("1", "Enter I", "80x24");
	program_says(p, "This is another screen: Esc or q closes it.");
	play("1", "Enter I q", "80x24");
	assert_null(strstr(p->out.data, "another screen"));
	play("3", "/ Esc", "80x24");
	program_says(p, "/, then glue, then Enter.");
	play("9", "Enter Esc", "80x24");
	program_says(p, "The text is closed: g opens it again.");
}

static void what_is_asked_and_what_is_a_tie_needs_no_hint(void **state)
{
	(void)state;
	play("4", "=", "80x24");
	program_says(p, "answering · 3 of 5");
	play("6", "Enter \"B is really dangerous here\" Enter", "80x24");
	program_says(p, "You are asked something: y is yes, any other key no.");
	play("6", "Enter \"B is really dangerous here\" Enter y Enter", "80x24");
	program_says(p, "lesson 7 of 13");
	/* What she did on this item is undone first. */
	play("8", "1 u", "80x24");
	program_says(p, "correcting · 1 of 5");
	play("8", "1 u u", "80x24");
	program_says(p, "correcting · 2 of 5");
	play("13", "q Down", "80x24");
	assert_null(strstr(p->out.data, "Not yet"));
}

static void it_can_be_left_at_any_time_and_gone_on_with(void **state)
{
	(void)state;
	play("3", "q 1 2 3", "80x24");
	program_says(p, "You were at lesson 3 of 13, searching: 'assay tutor --lesson 3' goes on "
			"there.");
	play("3", "Ctrl-N Ctrl-N q", "80x24");
	program_says(p, "You were at lesson 5 of 13");
	assert_int_equal(program_run(p, "tutor", "--keys", "q", NULL), 0);
	program_says(p, "You were at lesson 1 of 13");
	assert_int_equal(program_run(p, "tutor", "--lesson", "14", NULL), 2);
	program_complains(p, "--lesson");
}

static void an_item_sent_too_early_ends_its_lesson(void **state)
{
	(void)state;
	play("5", "Enter", "80x24");
	program_says(p, "Sent already: on to the next lesson.");
	program_says(p, "lesson 6 of 13");
}

static void nothing_is_left_behind_and_nothing_of_one_s_own_is_touched(void **state)
{
	(void)state;
	play("4", keys[3], "80x24");
	assert_int_equal(count_entries(temp), 0);
	/* No key was made in her name, and no project. */
	assert_int_equal(program_run(p, "tutor", "--keys", "Entre", NULL), 2);
	assert_int_equal(count_entries(temp), 0);
	assert_false(program_has(p, "config/assay/keys"));
	p->extra[1] = "ASSAY_PROJECT=no.assay";
	play("4", "1", "80x24");
	p->extra[1] = NULL;
	assert_false(program_has(p, "no.assay"));
}

static void what_a_killed_tutor_left_goes_with_the_next_one(void **state)
{
	char left[400], inner[480];
	pid_t pid = fork();
	FILE *file;

	(void)state;
	if (pid == 0)
		_exit(0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	snprintf(left, sizeof left, "%s/assay-tutor-%ld-abcdef", temp, (long)pid);
	snprintf(inner, sizeof inner, "%s/tutor.assay", left);
	assert_int_equal(mkdir(left, 0700), 0);
	file = fopen(inner, "w");
	assert_non_null(file);
	fclose(file);
	snprintf(inner, sizeof inner, "%s/assay-tutor-%ld-other", temp, (long)getpid());
	assert_int_equal(mkdir(inner, 0700), 0); /* this one is alive */
	play("1", "q", "80x24");
	assert_int_equal(access(left, F_OK), -1);
	assert_int_equal(access(inner, F_OK), 0);
}

static void the_keys_are_those_of_one_s_own_key_file(void **state)
{
	(void)state;
	program_puts(p, "keys.yaml", "bind:\n  zoom: T\n  difference: \"%\"\n");
	assert_int_equal(program_run(p, "tutor", "--lesson", "2", "--keys-file", "keys.yaml",
				     "--keys", "Right Right", "--screen", "80x24", NULL),
			 0);
	program_says(p, "Press %.");
	assert_int_equal(program_run(p, "tutor", "--lesson", "2", "--keys-file", "keys.yaml",
				     "--keys", "Right Right %", "--screen", "80x24", NULL),
			 0);
	program_says(p, "what differs · 3 of 4");
}

static void without_a_terminal_it_says_so(void **state)
{
	(void)state;
	assert_int_equal(program_run(p, "tutor", NULL), 1);
	program_complains(p, "the tutor needs a terminal");
	assert_int_equal(count_entries(temp), 0);
}

static void a_screen_that_is_too_small_says_what_it_needs(void **state)
{
	(void)state;
	play("1", "Enter", "80x15");
	program_says(p, "too small: 80x15");
	program_says(p, "assay needs 40x17");
	play("1", "Enter @80x24", "80x15");
	program_says(p, "tutor  lesson 1 of 13");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lessons_look_as_they_were_reviewed),
		TEST(the_whole_tutor_can_be_played_to_its_end),
		TEST(every_lesson_can_be_the_first_and_leads_to_the_next),
		TEST(a_wrong_key_gets_a_friendly_hint_and_no_harm),
		TEST(who_is_on_another_screen_is_told_the_way_back),
		TEST(what_is_asked_and_what_is_a_tie_needs_no_hint),
		TEST(it_can_be_left_at_any_time_and_gone_on_with),
		TEST(an_item_sent_too_early_ends_its_lesson),
		TEST(nothing_is_left_behind_and_nothing_of_one_s_own_is_touched),
		TEST(what_a_killed_tutor_left_goes_with_the_next_one),
		TEST(the_keys_are_those_of_one_s_own_key_file),
		TEST(without_a_terminal_it_says_so),
		TEST(a_screen_that_is_too_small_says_what_it_needs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
