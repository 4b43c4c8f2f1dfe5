#include "cmd/cmd.h"
#include "data/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

extern const struct cmd cmd_import;

static const char *const colours[] = { "red", "green", NULL };

static const struct cmd_option options[] = {
	{ .name = "batch", .letter = 'b', .value = "NAME", .help = "" },
	{ .name = "show", .value = "KEY", .help = "", .repeats = true },
	{ .name = "strict", .help = "" },
	{ .name = "colour", .value = "COLOUR", .help = "", .choices = colours },
	{ .name = NULL },
};

static const struct cmd first = {
	.name = "first",
	.operands = "FILE.assay FILE…",
	.project = PROJECT_FIRST,
	.min_operands = 1,
	.max_operands = 2,
	.options = options,
};

struct parsed {
	struct arena arena;
	struct cmd_args args;
	struct err err;
	bool ok;
};

static struct parsed parsed;

static int forget(void **state)
{
	(void)state;
	arena_release(&parsed.arena);
	return 0;
}

/* The words of LINE behind the command's name, single spaces between. */
static const struct cmd_args *parse(const char *project, const char *line)
{
	const struct cmd_env env = { .project = project };
	const char *argv[32] = { "first" }; /* the rest is NULL */
	char *rest = arena_strdup(&parsed.arena, line);
	int argc = 1;

	while (*rest != '\0') {
		size_t n = strcspn(rest, " ");

		argv[argc++] = rest;
		rest += n;
		if (*rest == ' ')
			*rest++ = '\0';
	}
	parsed.ok = cmd_parse(&env, &first, argv, &parsed.arena, &parsed.args, &parsed.err);
	return &parsed.args;
}

static void assert_refused(const char *line, const char *why)
{
	parse(NULL, line);
	assert_false(parsed.ok);
	assert_string_equal(parsed.err.msg, why);
}

static void the_first_operand_is_the_project(void **state)
{
	const struct cmd_args *args = parse(NULL, "a.assay x y");

	(void)state;
	assert_true(parsed.ok);
	assert_string_equal(args->project, "a.assay");
	assert_int_equal(args->n_operands, 2);
	assert_string_equal(args->operand[0], "x");
	assert_string_equal(args->operand[1], "y");
}

static void the_variable_names_the_project_when_no_operand_does(void **state)
{
	const struct cmd_args *args = parse("p.assay", "x");

	(void)state;
	assert_true(parsed.ok);
	assert_string_equal(args->project, "p.assay");
	assert_int_equal(args->n_operands, 1);
	args = parse("p.assay", "b.assay x");
	assert_string_equal(args->project, "b.assay");
	assert_string_equal(args->operand[0], "x");
}

static void values_stand_behind_a_space_an_equals_sign_or_a_letter(void **state)
{
	static const char *const lines[] = {
		"a.assay x --batch one", "a.assay --batch=one x", "a.assay -b one x",
		"-bone a.assay x",       "-b=one a.assay x",
	};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		const struct cmd_args *args = parse(NULL, lines[i]);

		assert_true(parsed.ok);
		assert_string_equal(cmd_value(args, "batch"), "one");
		assert_string_equal(args->project, "a.assay");
	}
}

static void what_was_not_given_is_absent(void **state)
{
	const struct cmd_args *args = parse(NULL, "a.assay x");

	(void)state;
	assert_null(cmd_value(args, "batch"));
	assert_false(cmd_flag(args, "strict"));
	assert_null(cmd_list(args, "show")[0]);
	assert_null(cmd_value(args, "no-such-option"));
}

static void repeating_options_make_a_list(void **state)
{
	const struct cmd_args *args = parse(NULL, "a.assay --show a x --show=b --strict");

	(void)state;
	assert_true(parsed.ok);
	assert_string_equal(cmd_list(args, "show")[0], "a");
	assert_string_equal(cmd_list(args, "show")[1], "b");
	assert_null(cmd_list(args, "show")[2]);
	assert_true(cmd_flag(args, "strict"));
}

static void two_dashes_end_the_options(void **state)
{
	const struct cmd_args *args = parse(NULL, "a.assay -- --strict -");

	(void)state;
	assert_true(parsed.ok);
	assert_false(cmd_flag(args, "strict"));
	assert_string_equal(args->operand[0], "--strict");
	assert_string_equal(args->operand[1], "-");
}

static void one_dash_is_an_operand(void **state)
{
	const struct cmd_args *args = parse(NULL, "a.assay -");

	(void)state;
	assert_true(parsed.ok);
	assert_string_equal(args->operand[0], "-");
}

static void common_options_are_accepted_everywhere(void **state)
{
	(void)state;
	parse(NULL, "a.assay x --as alice --at=2026-01-01T00:00:00Z --seed 1");
	assert_true(parsed.ok);
	assert_true(parse(NULL, "--help")->help);
	assert_true(parsed.ok);
}

static void mistakes_name_the_mend(void **state)
{
	(void)state;
	assert_refused("a.assay x --bacth one",
		       "unknown option '--bacth'; did you mean '--batch'?");
	assert_refused("a.assay x --zzzzzz", "unknown option '--zzzzzz'");
	assert_refused("a.assay x -z", "unknown option '-z'");
	assert_refused("a.assay x --batch", "--batch needs a NAME behind it");
	assert_refused("a.assay x --batch --strict", "--batch needs a NAME behind it");
	assert_refused("a.assay x --strict=1", "--strict takes no value");
	assert_refused("a.assay x --batch a --batch b", "--batch was given twice");
	assert_refused("a.assay x --colour rde",
		       "--colour: unknown COLOUR 'rde'; did you mean 'red'?");
	assert_refused("a.assay x --colour mauve",
		       "--colour: unknown COLOUR 'mauve'; there are: red, green");
	assert_refused("a.assay", "too few operands: FILE.assay FILE…");
	assert_refused("a.assay x y z", "'z' is one operand too many");
	assert_refused("", "which project? name its file (NAME.assay) or set ASSAY_PROJECT");
	assert_refused("data.jsonl",
		       "too few operands: FILE.assay FILE… (the first operand was taken for the "
		       "project; projects end in .assay)");
}

static void numbers_are_read_within_bounds(void **state)
{
	const struct cmd_args *args = parse(NULL, "a.assay x --batch 12");
	int n = 7;
	struct err err;

	(void)state;
	assert_true(cmd_int(args, "batch", 1, 99, &n, &err));
	assert_int_equal(n, 12);
	assert_false(cmd_int(args, "batch", 1, 9, &n, &err));
	assert_string_equal(err.msg, "--batch is '12', but must be a number from 1 to 9");
	args = parse(NULL, "a.assay x --batch 1x");
	assert_false(cmd_int(args, "batch", 1, 9, &n, &err));
	args = parse(NULL, "a.assay x");
	assert_true(cmd_int(args, "batch", 1, 9, &n, &err));
	assert_int_equal(n, 12);
}

static void common_values_are_found_before_anything_is_parsed(void **state)
{
	static const char *const argv[] = { "assay", "--as=ann", "import", "--seed",
					    "7",     "--",       "--at",   "x" };

	(void)state;
	assert_string_equal(cmd_common_value(8, argv, "as"), "ann");
	assert_string_equal(cmd_common_value(8, argv, "seed"), "7");
	assert_null(cmd_common_value(8, argv, "at"));
}

static void every_format_that_import_reads_can_be_named(void **state)
{
	const struct cmd_option *option = cmd_import.options;
	const struct import_format *formats;
	int n;

	(void)state;
	formats = import_formats(&n);
	while (strcmp(option->name, "format") != 0)
		option++;
	for (int i = 0; i < n; i++)
		assert_string_equal(option->choices[i], formats[i].name);
	assert_null(option->choices[n]);
}

#define TEST(name) cmocka_unit_test_teardown(name, forget)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_operand_is_the_project),
		TEST(the_variable_names_the_project_when_no_operand_does),
		TEST(values_stand_behind_a_space_an_equals_sign_or_a_letter),
		TEST(what_was_not_given_is_absent),
		TEST(repeating_options_make_a_list),
		TEST(two_dashes_end_the_options),
		TEST(one_dash_is_an_operand),
		TEST(common_options_are_accepted_everywhere),
		TEST(mistakes_name_the_mend),
		TEST(numbers_are_read_within_bounds),
		TEST(common_values_are_found_before_anything_is_parsed),
		TEST(every_format_that_import_reads_can_be_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
