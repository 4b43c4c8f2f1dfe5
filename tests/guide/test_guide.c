#include "base/json.h"
#include "base/json_write.h"
#include "guide/guide.h"
#include "text/decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define NAMES_MAX 32

static const char yaml[] = "assay: 1\nname: mine\ninstructions: mine.md\nexamples: more.md\n"
			   "questions:\n- {id: why, type: text}\n";

struct fixture {
	struct arena arena;
	struct err err;
	struct guide guide;
	char dir[64];
	char path[100];
};

static void put(const struct fixture *f, const char *name, const char *text, size_t len)
{
	char path[200];
	FILE *out;

	snprintf(path, sizeof path, "%s/%s", f->dir, name);
	out = fopen(path, "wb");
	assert_non_null(out);
	assert_int_equal(fwrite(text, 1, len, out), len);
	assert_int_equal(fclose(out), 0);
}

static void drop(const struct fixture *f, const char *name)
{
	char path[200];

	snprintf(path, sizeof path, "%s/%s", f->dir, name);
	unlink(path);
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	snprintf(f->dir, sizeof f->dir, "/tmp/assay-guide-XXXXXX");
	if (mkdtemp(f->dir) == NULL)
		return -1;
	snprintf(f->path, sizeof f->path, "%s/mine.yaml", f->dir);
	put(f, "mine.yaml", yaml, strlen(yaml));
	put(f, "mine.md", "Read me.\n", 9);
	put(f, "more.md", "One.\n", 5);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	drop(f, "mine.yaml");
	drop(f, "mine.md");
	drop(f, "more.md");
	rmdir(f->dir);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static void load(struct fixture *f, const char *name)
{
	if (!guide_load(name, &f->arena, &f->guide, &f->err))
		fail_msg("%s", f->err.msg);
}

static const struct question *find(const struct guideline *guideline, const char *id)
{
	int i = guideline_find(guideline, id);

	assert_int_not_equal(i, -1);
	return &guideline->question[i];
}

/* ---- shipped ---- */

static void every_shipped_guideline_loads_with_instructions_and_examples(void **state)
{
	struct fixture *f = *state;
	const char *names[NAMES_MAX];
	int n = guide_names(names, NAMES_MAX, &f->arena);

	assert_true(n >= 5);
	for (int i = 0; i < n; i++) {
		const struct guideline *guideline;

		load(f, names[i]);
		guideline = f->guide.guideline;
		assert_string_equal(guideline->name, names[i]);
		assert_true(text_words(guideline->instructions, strlen(guideline->instructions))
			    >= 150);
		assert_non_null(guideline->examples);
		assert_true(guideline->n_questions > 0);
		assert_true(json_is_canonical(f->guide.object, f->guide.object_len));
	}
}

/* What is typed for years: a letter that moves breaks hands. */
static void the_letters_of_pairwise_preference_stay(void **state)
{
	static const struct {
		const char *id;
		char key;
	} want[] = {
		{ "preference", 'p' }, { "accuracy", 'a' }, { "helpful", 'e' },
		{ "clarity", 'c' },    { "safety", 's' },   { "tone", 'n' },
		{ "issues", 't' },     { "why", 'w' },      { "golden", 'g' },
	};
	struct fixture *f = *state;
	const struct question *issues;

	load(f, "pairwise-preference");
	assert_int_equal(f->guide.guideline->n_questions, 9);
	for (int i = 0; i < 9; i++) {
		assert_string_equal(f->guide.guideline->question[i].id, want[i].id);
		assert_int_equal(f->guide.guideline->question[i].key, want[i].key);
	}
	issues = find(f->guide.guideline, "issues");
	assert_int_equal(issues->option[question_option(issues, "hallucination")].key, 'h');
	assert_int_equal(issues->option[question_option(issues, "dangerous")].key, 'd');
	assert_int_equal(issues->option[question_option(issues, "overcautious")].key, 'o');
}

static void a_plain_comparison_needs_the_preference_and_five_ratings_only(void **state)
{
	struct fixture *f = *state;
	const struct guideline *g;

	load(f, "pairwise-preference");
	g = f->guide.guideline;
	assert_int_equal(g->min_responses, 2);
	assert_int_equal(g->max_responses, 2);
	for (int i = 0; i < 6; i++)
		assert_int_equal(g->question[i].required->type, COND_ALWAYS);
	assert_int_equal(find(g, "issues")->required->type, COND_NEVER);
	assert_int_equal(find(g, "why")->required->type, COND_ANY);
	assert_int_equal(find(g, "golden")->show->type, COND_HAS);
	assert_int_equal(find(g, "preference")->strength_max, 3);
}

static void a_ranking_needs_the_order_only(void **state)
{
	struct fixture *f = *state;
	const struct guideline *g;

	load(f, "n-way-ranking");
	g = f->guide.guideline;
	assert_int_equal(g->max_responses, 9);
	assert_int_equal(g->question[0].required->type, COND_ALWAYS);
	assert_true(g->question[0].ties);
	for (int i = 1; i < g->n_questions; i++)
		assert_int_equal(g->question[i].required->type, COND_NEVER);
}

static void the_number_of_responses_chooses_a_shipped_guideline(void **state)
{
	struct fixture *f = *state;

	for (int n = 0; n <= 9; n++) {
		load(f, guide_for_responses(n));
		assert_in_range(n, f->guide.guideline->min_responses,
				f->guide.guideline->max_responses);
	}
	assert_string_equal(guide_for_responses(0), "golden-response");
	assert_string_equal(guide_for_responses(1), "rating-axes");
	assert_string_equal(guide_for_responses(2), "pairwise-preference");
	assert_string_equal(guide_for_responses(3), "n-way-ranking");
}

static void an_unknown_name_gets_a_suggestion(void **state)
{
	struct fixture *f = *state;

	assert_false(guide_load("pairwise-preferences", &f->arena, &f->guide, &f->err));
	assert_int_equal(f->err.code, ERR_NOT_FOUND);
	assert_string_equal(f->err.msg, "there is no guideline 'pairwise-preferences'; did you "
					"mean 'pairwise-preference'?");
	assert_false(guide_load("haiku", &f->arena, &f->guide, &f->err));
	assert_non_null(strstr(f->err.msg, "shipped are golden-response, n-way-ranking, "));
}

/* ---- files ---- */

static void a_path_brings_the_files_beside_it(void **state)
{
	struct fixture *f = *state;

	load(f, f->path);
	assert_string_equal(f->guide.guideline->main, "mine.yaml");
	assert_string_equal(f->guide.guideline->instructions, "Read me.\n");
	assert_string_equal(f->guide.guideline->examples, "One.\n");
	assert_string_equal(f->guide.object,
			    "{\"files\":{\"mine.md\":\"Read me.\\n\",\"mine.yaml\":\"assay: 1\\n"
			    "name: mine\\ninstructions: mine.md\\nexamples: more.md\\nquestions:\\n"
			    "- {id: why, type: text}\\n\",\"more.md\":\"One.\\n\"},"
			    "\"main\":\"mine.yaml\"}");
}

static void the_version_is_the_hash_of_the_object(void **state)
{
	struct fixture *f = *state;
	struct id want;

	load(f, f->path);
	want = hash_bytes("assay object 1", f->guide.object, f->guide.object_len);
	assert_true(id_equal(&f->guide.hash, &want));
}

static void one_byte_of_any_file_makes_another_version(void **state)
{
	static const struct {
		const char *name, *text;
	} change[] = {
		{ "mine.md", "Read me!\n" },
		{ "more.md", "Two.\n" },
		{ "mine.yaml", "assay: 1\nname: mine\ninstructions: mine.md\nexamples: more.md\n"
			       "questions:\n- {id: why, type: text }\n" },
	};
	struct fixture *f = *state;
	struct id before;

	for (int i = 0; i < 3; i++) {
		load(f, f->path);
		before = f->guide.hash;
		put(f, change[i].name, change[i].text, strlen(change[i].text));
		load(f, f->path);
		assert_false(id_equal(&before, &f->guide.hash));
	}
}

static void a_missing_file_of_instructions_is_named(void **state)
{
	struct fixture *f = *state;
	char want[300];

	drop(f, "mine.md");
	assert_false(guide_load(f->path, &f->arena, &f->guide, &f->err));
	snprintf(want, sizeof want,
		 "%s names a file beside it: %s/mine.md: cannot be opened: No such file or "
		 "directory",
		 f->path, f->dir);
	assert_string_equal(f->err.msg, want);
}

static void instructions_that_are_no_text_are_refused(void **state)
{
	struct fixture *f = *state;

	put(f, "mine.md", "abc\xFF\n", 5);
	assert_false(guide_load(f->path, &f->arena, &f->guide, &f->err));
	assert_string_equal(f->err.msg,
			    "mine.md: not valid UTF-8 (byte 0xff at offset 3); save it as UTF-8");
	put(f, "mine.md", "abc\0\n", 5);
	assert_false(guide_load(f->path, &f->arena, &f->guide, &f->err));
	assert_string_equal(f->err.msg, "mine.md: it holds the byte 0; save it as plain text");
}

static void instructions_of_more_than_a_megabyte_are_refused(void **state)
{
	struct fixture *f = *state;
	char *big = calloc(1, GUIDE_FILE_MAX + 1);

	memset(big, 'x', GUIDE_FILE_MAX + 1);
	put(f, "mine.md", big, GUIDE_FILE_MAX + 1);
	free(big);
	assert_false(guide_load(f->path, &f->arena, &f->guide, &f->err));
	assert_non_null(strstr(f->err.msg, "mine.md: larger than the 1024 KB that it may have"));
}

static void a_missing_yaml_file_is_not_taken_for_a_name(void **state)
{
	struct fixture *f = *state;

	assert_false(guide_load("nothere/x.yaml", &f->arena, &f->guide, &f->err));
	assert_string_equal(f->err.msg,
			    "nothere/x.yaml: cannot be opened: No such file or directory");
}

static void collect(void *ctx, const char *message)
{
	struct buf *all = ctx;

	buf_addf(all, "%s\n", strrchr(message, '/') != NULL ? strrchr(message, '/') + 1 : message);
}

static void check(struct fixture *f, const char *text, const char *want)
{
	struct buf all = BUF_INIT;

	put(f, "mine.yaml", text, strlen(text));
	assert_false(guide_check(f->path, &f->arena, &f->guide, collect, &all));
	assert_string_equal(buf_str(&all), want);
	buf_release(&all);
}

static void a_check_tells_every_fault_of_the_questions(void **state)
{
	check(*state,
	      "assay: 1\nname: mine\nquestions:\n- {id: a, type: scales}\n"
	      "- {id: b, type: text, min: 9, max: 8}\n- {id: c, type: text, key: u}\n"
	      "- {id: d, type: text, key: d, required: {a: answered}}\n",
	      "mine.yaml:4:17: unknown question type 'scales'; did you mean 'scale'?\n"
	      "mine.yaml:5:28: min 9 is more than max 8; swap them\n"
	      "mine.yaml:6:28: key 'u' is undo in the workbench (j k u q are taken); free "
	      "letters here: a b c e …\n");
	check(*state,
	      "assay: 1\nname: mine\nquestions:\n- {id: a, type: text, required: {x: answered}}\n"
	      "- {id: b, type: text, show: {yy: answered}}\n",
	      "mine.yaml:4:34: there is no question 'x'\n"
	      "mine.yaml:5:30: there is no question 'yy'\n");
}

static void a_check_tells_what_only_the_whole_shows_once(void **state)
{
	check(*state, "assay: 1\nname: mine\nquestions: [{id: a, type: text, scope: best}]\n",
	      "mine.yaml:3:40: scope 'best' needs a rank question to say which is best\n");
	check(*state, "assay: 1\nnam: mine\n",
	      "mine.yaml:2:1: unknown key 'nam'; did you mean 'name'?\n");
	check(*state, "assay: [1\n",
	      "mine.yaml:2:1: did not find expected ',' or ']' while parsing a flow sequence that "
	      "began in line 1\n");
}

static void a_check_of_what_is_right_is_silent(void **state)
{
	struct fixture *f = *state;
	struct buf all = BUF_INIT;

	assert_true(guide_check(f->path, &f->arena, &f->guide, collect, &all));
	assert_true(guide_check("rating-axes", &f->arena, &f->guide, collect, &all));
	assert_int_equal(all.len, 0);
	drop(f, "mine.md");
	assert_false(guide_check(f->path, &f->arena, &f->guide, collect, &all));
	assert_string_equal(buf_str(&all),
			    "mine.md: cannot be opened: No such file or directory\n");
	buf_release(&all);
}

/* ---- objects ---- */

static void every_shipped_guideline_comes_back_from_its_object(void **state)
{
	struct fixture *f = *state;
	const char *names[NAMES_MAX];
	int n = guide_names(names, NAMES_MAX, &f->arena);
	struct guide again;

	for (int i = 0; i < n; i++) {
		load(f, names[i]);
		assert_true(guide_from_object(f->guide.object, f->guide.object_len, &f->arena,
					      &again, &f->err));
		assert_true(id_equal(&again.hash, &f->guide.hash));
		assert_string_equal(again.guideline->instructions,
				    f->guide.guideline->instructions);
		assert_int_equal(again.guideline->n_questions, f->guide.guideline->n_questions);
	}
}

static void expect_refused_object(struct fixture *f, const char *object, const char *message)
{
	assert_false(guide_from_object(object, strlen(object), &f->arena, &f->guide, &f->err));
	assert_string_equal(f->err.msg, message);
}

static void objects_that_are_not_whole_are_refused(void **state)
{
	struct fixture *f = *state;

	expect_refused_object(f, "{\"main\": \"x\"}", "the stored guideline is not canonical JSON");
	expect_refused_object(f, "[]", "the stored guideline does not name its file");
	expect_refused_object(f, "{\"files\":{},\"main\":\"x.yaml\"}",
			      "the stored guideline lacks its file 'x.yaml'");
	expect_refused_object(f,
			      "{\"files\":{\"x.yaml\":\"assay: 1\\nname: x\\n"
			      "instructions: x.md\\nquestions: [{id: a, type: text}]\"},"
			      "\"main\":\"x.yaml\"}",
			      "the stored guideline lacks its file 'x.md'");
	expect_refused_object(f,
			      "{\"files\":{\"extra\":\"\",\"x.yaml\":\"assay: 1\\nname: x\\n"
			      "questions: [{id: a, type: text}]\"},\"main\":\"x.yaml\"}",
			      "the stored guideline holds something that 'x.yaml' does not name");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_shipped_guideline_loads_with_instructions_and_examples),
		TEST(the_letters_of_pairwise_preference_stay),
		TEST(a_plain_comparison_needs_the_preference_and_five_ratings_only),
		TEST(a_ranking_needs_the_order_only),
		TEST(the_number_of_responses_chooses_a_shipped_guideline),
		TEST(an_unknown_name_gets_a_suggestion),
		TEST(a_path_brings_the_files_beside_it),
		TEST(the_version_is_the_hash_of_the_object),
		TEST(one_byte_of_any_file_makes_another_version),
		TEST(a_missing_file_of_instructions_is_named),
		TEST(instructions_that_are_no_text_are_refused),
		TEST(instructions_of_more_than_a_megabyte_are_refused),
		TEST(a_missing_yaml_file_is_not_taken_for_a_name),
		TEST(a_check_tells_every_fault_of_the_questions),
		TEST(a_check_tells_what_only_the_whole_shows_once),
		TEST(a_check_of_what_is_right_is_silent),
		TEST(every_shipped_guideline_comes_back_from_its_object),
		TEST(objects_that_are_not_whole_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
