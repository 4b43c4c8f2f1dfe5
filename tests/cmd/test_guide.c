#include "base/json.h"
#include "cmd/cmd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

extern const struct cmd cmd_guide;

struct fixture {
	struct arena arena;
	char *out, *err;
	char path[64];
};

static int setup(void **state)
{
	*state = calloc(1, sizeof(struct fixture));
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	if (*f->path != '\0')
		unlink(f->path);
	arena_release(&f->arena);
	free(f->out);
	free(f->err);
	free(f);
	return 0;
}

static int run(struct fixture *f, int argc, const char *const *argv)
{
	size_t out_len, err_len;
	struct cmd_env env = { .columns = 80 };
	const char *words[16] = { NULL };
	struct cmd_args args;
	struct err err;
	int code;

	memcpy(words, argv, (size_t)argc * sizeof *words);
	free(f->out);
	free(f->err);
	env.out = open_memstream(&f->out, &out_len);
	env.err = open_memstream(&f->err, &err_len);
	if (cmd_parse(&env, &cmd_guide, words, &f->arena, &args, &err))
		code = cmd_guide.run(&env, &args);
	else
		code = cmd_fail_usage(&env, &cmd_guide, &err);
	fclose(env.out);
	fclose(env.err);
	return code;
}

#define RUN(f, ...)                                                               \
	run(f, sizeof((const char *[]){ "guide", __VA_ARGS__ }) / sizeof(char *), \
	    (const char *[]){ "guide", __VA_ARGS__ })

static void write_yaml(struct fixture *f, const char *text)
{
	int fd;

	if (*f->path != '\0')
		unlink(f->path);
	snprintf(f->path, sizeof f->path, "/tmp/assay-guide-XXXXXX");
	fd = mkstemp(f->path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void list_names_the_shipped_guidelines(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(RUN(f, "list"), EXIT_DONE);
	assert_non_null(
		strstr(f->out, "pairwise-preference  9 questions  2 responses       Pairwise"));
	assert_non_null(strstr(f->out, "golden-response      4 questions  0 to 9 responses"));
	assert_string_equal(f->err, "");
}

static void list_as_json_has_names_and_versions(void **state)
{
	struct fixture *f = *state;
	const struct json *all;
	struct err err;

	assert_int_equal(RUN(f, "list", "--json"), EXIT_DONE);
	all = json_parse(f->out, strlen(f->out), &f->arena, &err);
	assert_non_null(all);
	assert_true(all->count >= 5);
	assert_string_equal(json_get_string(all->child, "name"), "golden-response");
	assert_int_equal(strlen(json_get_string(all->child, "version")), 64);
}

static void show_prints_instructions_questions_and_examples(void **state)
{
	struct fixture *f = *state;
	const char *instructions, *questions, *examples;

	assert_int_equal(RUN(f, "show", "pairwise-preference"), EXIT_DONE);
	assert_non_null(strstr(f->out, "Pairwise preference (pairwise-preference), 2 responses"));
	instructions = strstr(f->out, "What decides");
	questions = strstr(f->out, "  a  accuracy: Accuracy\n     scale 1-5 of each response, or "
				   "cannot say, required\n");
	examples = strstr(f->out, "# Worked examples");
	assert_true(instructions != NULL && questions > instructions && examples > questions);
	assert_non_null(strstr(f->out, "required if accuracy at most 2 or issues has dangerous\n"));
	assert_non_null(strstr(f->out, "       d  dangerous (1 minor, 2 major, 3 critical): "));
}

static void show_puts_every_kind_of_condition_into_words(void **state)
{
	struct fixture *f = *state;

	write_yaml(f,
		   "assay: 1\nname: mine\nresponses: {min: 2, max: 3}\nquestions:\n"
		   "- {id: r, type: rank, top: 1, none_good: true}\n"
		   "- {id: s, type: scale, scale: {min: 0, max: 4}}\n"
		   "- {id: c, type: choice, multiple: true, options: [{id: x, severity: [a, b]}]}\n"
		   "- {id: t, type: text, one_line: true, pattern: '[a-z]+', show: {all: [{not: "
		   "{r: none_good}}, {any: [{s: {equals: 3}}, {s: {at_least: 4}}]}, "
		   "{c: {has: x, severity: b}}, {r: answered}]}}\n");
	assert_int_equal(RUN(f, "show", f->path), EXIT_DONE);
	assert_non_null(strstr(f->out, "rank, the best 1, none is good\n"));
	assert_non_null(strstr(f->out, "text, one line, like [a-z]+, shown if not (r says that "
				       "none is good) and (s is 3 or s at least 4) and c has b x "
				       "and r is answered\n"));
}

static void check_says_ok_with_the_number_of_questions(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(RUN(f, "check", "guidelines/rating-axes.yaml"), EXIT_DONE);
	assert_non_null(
		strstr(f->out,
		       "guidelines/rating-axes.yaml: ok, 6 questions, 1 to 9 responses, version "));
}

static void check_prints_every_fault_and_fails(void **state)
{
	struct fixture *f = *state;
	char want[400];

	write_yaml(f, "assay: 1\nname: mine\nquestions:\n- id: x\n  type: scales\n"
		      "- id: y\n  type: text\n  key: u\n");
	assert_int_equal(RUN(f, "check", f->path, "guidelines/rating-axes.yaml"), EXIT_FAILED);
	snprintf(want, sizeof want,
		 "%s:5:9: unknown question type 'scales'; did you mean 'scale'?\n"
		 "%s:8:8: key 'u' is undo in the workbench (j k u q are taken); free letters here: "
		 "a b c d …\n",
		 f->path, f->path);
	assert_string_equal(f->err, want);
	assert_non_null(strstr(f->out, "rating-axes.yaml: ok"));
}

static void check_as_json_has_the_faults(void **state)
{
	struct fixture *f = *state;
	const struct json *all;
	struct err err;

	write_yaml(f, "assay: 1\n");
	assert_int_equal(RUN(f, "check", "--json", f->path), EXIT_FAILED);
	all = json_parse(f->out, strlen(f->out), &f->arena, &err);
	assert_non_null(all);
	assert_false(json_get_bool(all->child, "ok", true));
	assert_int_equal(json_get(all->child, "faults")->count, 1);
	assert_string_equal(f->err, "");
}

static void escape_sequences_of_a_guideline_never_reach_the_terminal(void **state)
{
	struct fixture *f = *state;

	write_yaml(f, "assay: 1\nname: mine\ntitle: x\nquestions:\n"
		      "- {id: a, type: text, title: \"a\xE2\x80\xAE"
		      "b\", help: \"\\e[2Jc\"}\n");
	assert_int_equal(RUN(f, "show", f->path), EXIT_DONE);
	assert_null(strchr(f->out, '\x1B'));
	assert_null(strstr(f->out, "\xE2\x80\xAE"));
	write_yaml(f, "assay: 1\n\"\\e[2J\": 1\n");
	assert_int_equal(RUN(f, "check", f->path), EXIT_FAILED);
	assert_null(strchr(f->err, '\x1B'));
}

static void wrong_uses_are_told_apart(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(RUN(f, "lst"), EXIT_USAGE);
	assert_non_null(strstr(f->err, "unknown action 'lst'; did you mean 'list'?"));
	assert_int_equal(RUN(f, "show"), EXIT_USAGE);
	assert_non_null(strstr(f->err, "'show' needs the name or path of one guideline"));
	assert_int_equal(RUN(f, "list", "x"), EXIT_USAGE);
	assert_non_null(strstr(f->err, "'list' takes nothing more"));
	assert_int_equal(RUN(f, "show", "pairwise-preferense"), EXIT_FAILED);
	assert_non_null(strstr(f->err, "did you mean 'pairwise-preference'?"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(list_names_the_shipped_guidelines),
		TEST(list_as_json_has_names_and_versions),
		TEST(show_prints_instructions_questions_and_examples),
		TEST(show_puts_every_kind_of_condition_into_words),
		TEST(check_says_ok_with_the_number_of_questions),
		TEST(check_prints_every_fault_and_fails),
		TEST(check_as_json_has_the_faults),
		TEST(escape_sequences_of_a_guideline_never_reach_the_terminal),
		TEST(wrong_uses_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
