/* Guidelines from nodes.  The nodes are made of JSON here: the model must not care which syntax
 * they came from.  Refusals with line and column are in tests/guide. */
#include "base/json.h"
#include "model/guideline.h"
#include "model/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct node *node_of(const struct json *value, struct arena *arena)
{
	struct node *node = arena_alloc(arena, sizeof *node), **end = &node->child;
	char number[32];

	node->line = 1;
	node->column = (int)value->start + 1;
	node->quoted = value->type == JSON_STRING;
	node->text = value->type == JSON_STRING ? value->str : "";
	if (value->type == JSON_BOOL)
		node->text = value->boolean ? "true" : "false";
	snprintf(number, sizeof number, "%ld", (long)value->integer);
	if (value->type == JSON_INT)
		node->text = arena_strdup(arena, number);
	if (value->type == JSON_ARRAY || value->type == JSON_OBJECT)
		node->type = value->type == JSON_ARRAY ? NODE_LIST : NODE_MAP;
	for (const struct json *child = value->child; child != NULL; child = child->next) {
		*end = node_of(child, arena);
		(*end)->key = child->key;
		(*end)->key_line = 1;
		(*end)->key_column = (int)child->key_start + 1;
		end = &(*end)->next;
		node->count++;
	}
	return node;
}

struct fixture {
	struct arena arena;
	struct err err;
};

static int setup(void **state)
{
	static struct fixture f;

	memset(&f, 0, sizeof f);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	arena_release(&f->arena);
	return 0;
}

/* HEAD is more of the root's members, each with a comma behind it; QUESTIONS the list's inside. */
static const struct guideline *build(struct fixture *f, const char *head, const char *questions)
{
	char text[8192];
	struct json *json;

	snprintf(text, sizeof text, "{\"assay\":1,\"name\":\"trial-run\",%s\"questions\":[%s]}",
		 head, questions);
	json = json_parse(text, strlen(text), &f->arena, &f->err);
	if (json == NULL)
		fail_msg("%s", f->err.msg);
	return guideline_build(node_of(json, &f->arena), "some/folder/trial.yaml", "read me", NULL,
			       &f->arena, &f->err);
}

static const struct guideline *must_build(struct fixture *f, const char *head,
					  const char *questions)
{
	const struct guideline *guideline = build(f, head, questions);

	if (guideline == NULL)
		fail_msg("%s", f->err.msg);
	return guideline;
}

#define RANK "{\"id\":\"pref\",\"type\":\"rank\",\"none_good\":true,\"key\":\"p\"}"
#define SCALE \
	"{\"id\":\"acc\",\"type\":\"scale\",\"scope\":\"response\",\"key\":\"a\",\
\"scale\":{\"min\":1,\"max\":5,\"labels\":{\"1\":\"wrong\",\"5\":\"right\"}}}"
#define CHOICE \
	"{\"id\":\"issues\",\"type\":\"choice\",\"multiple\":true,\"options\":[\
{\"id\":\"made-up\",\"key\":\"m\",\"severity\":[\"minor\",\"major\"]},{\"id\":\"bad\",\"key\":\"b\"}]}"
#define TWO "\"responses\":{\"min\":2,\"max\":2},"

/* ---- what is read ---- */

static void the_defaults_are_those_of_the_design(void **state)
{
	struct fixture *f = *state;
	const struct guideline *g = must_build(f, "", "{\"id\":\"why\",\"type\":\"text\"}");
	const struct question *q = &g->question[0];

	assert_int_equal(g->format, 1);
	assert_string_equal(g->name, "trial-run");
	assert_string_equal(g->title, "trial run");
	assert_string_equal(g->main, "trial.yaml");
	assert_string_equal(g->instructions, "read me");
	assert_null(g->examples);
	assert_int_equal(g->min_responses, 0);
	assert_int_equal(g->max_responses, 9);
	assert_true(g->shuffle && g->hide_source);
	assert_int_equal(g->order, ORDER_BY_QUESTION);
	assert_false(g->submit_auto || g->breaks);
	assert_int_equal(g->idle_seconds, 60);
	assert_string_equal(q->title, "why");
	assert_int_equal(q->scope, SCOPE_ITEM);
	assert_int_equal(q->key, 0);
	assert_int_equal(q->required->type, COND_NEVER);
	assert_int_equal(q->show->type, COND_ALWAYS);
}

static void the_head_is_read(void **state)
{
	struct fixture *f = *state;
	const struct guideline *g = must_build(
		f,
		"\"title\":\"A trial\",\"order\":\"by_response\",\"idle\":90,\"breaks\":true,"
		"\"responses\":{\"min\":1,\"max\":3,\"shuffle\":false,\"hide_source\":false},",
		"{\"id\":\"why\",\"type\":\"text\",\"key\":\"w\",\"title\":\"Why?\",\"na\":true}");

	assert_string_equal(g->title, "A trial");
	assert_int_equal(g->order, ORDER_BY_RESPONSE);
	assert_int_equal(g->idle_seconds, 90);
	assert_true(g->breaks);
	assert_int_equal(g->min_responses, 1);
	assert_int_equal(g->max_responses, 3);
	assert_false(g->shuffle || g->hide_source);
	assert_int_equal(g->question[0].key, 'w');
	assert_true(g->question[0].na);
	assert_int_equal(guideline_find(g, "why"), 0);
	assert_int_equal(guideline_find(g, "who"), -1);
}

static void a_rank_has_strengths_ties_and_a_top(void **state)
{
	struct fixture *f = *state;
	const struct question *q =
		must_build(f, TWO,
			   "{\"id\":\"pref\",\"type\":\"rank\",\"ties\":true,\"top\":2,"
			   "\"strength\":{\"max\":2,\"labels\":[\"same\",\"better\",\"best\"]}}")
			->question;

	assert_int_equal(q->type, QUESTION_RANK);
	assert_true(q->ties);
	assert_false(q->none_good);
	assert_int_equal(q->top, 2);
	assert_int_equal(q->strength_max, 2);
	assert_string_equal(q->strength_label[2], "best");
}

static void labels_of_a_scale_are_kept_by_value(void **state)
{
	struct fixture *f = *state;
	const struct guideline *g = must_build(
		f, "",
		SCALE ",{\"id\":\"b\",\"type\":\"scale\",\"scale\":{\"min\":0,\"max\":2,"
		      "\"labels\":[\"no\",\"so-so\",\"yes\"]}},"
		      "{\"id\":\"c\",\"type\":\"scale\",\"scale\":{\"min\":0,\"max\":100}}");

	assert_string_equal(g->question[0].scale_label[0], "wrong");
	assert_null(g->question[0].scale_label[1]);
	assert_string_equal(g->question[0].scale_label[4], "right");
	assert_int_equal(g->question[0].scope, SCOPE_RESPONSE);
	assert_string_equal(g->question[1].scale_label[1], "so-so");
	assert_int_equal(g->question[2].max, 100);
	assert_null(g->question[2].scale_label[100]);
}

static void options_have_keys_and_severities(void **state)
{
	struct fixture *f = *state;
	const struct question *q = must_build(f, "", CHOICE)->question;

	assert_true(q->multiple);
	assert_int_equal(q->n_options, 2);
	assert_int_equal(q->option[0].key, 'm');
	assert_int_equal(q->option[0].n_severity, 2);
	assert_string_equal(q->option[0].severity[1], "major");
	assert_string_equal(q->option[1].title, "bad");
	assert_int_equal(q->option[1].n_severity, 0);
	assert_int_equal(question_option(q, "bad"), 1);
	assert_int_equal(question_option(q, "good"), -1);
}

static void texts_and_edits_have_lengths_pattern_and_checklist(void **state)
{
	struct fixture *f = *state;
	const struct guideline *g = must_build(
		f, "",
		"{\"id\":\"code\",\"type\":\"text\",\"min\":2,\"max\":8,\"one_line\":true,"
		"\"pattern\":\"[A-Z]{2}-[0-9]+\"},"
		"{\"id\":\"g\",\"type\":\"edit\",\"base\":\"none\",\"checklist\":[\"x\",\"y\"]}");

	assert_int_equal(g->question[0].min_length, 2);
	assert_int_equal(g->question[0].max_length, 8);
	assert_true(g->question[0].one_line);
	assert_string_equal(g->question[0].pattern, "[A-Z]{2}-[0-9]+");
	assert_true(g->question[1].base_none);
	assert_int_equal(g->question[1].n_checklist, 2);
}

static void two_choices_may_share_letters(void **state)
{
	struct fixture *f = *state;
	const struct guideline *g = must_build(
		f, "",
		CHOICE ",{\"id\":\"mood\",\"type\":\"choice\",\"options\":["
		       "{\"id\":\"merry\",\"key\":\"m\"},{\"id\":\"bitter\",\"key\":\"b\"}]}");

	assert_int_equal(g->question[1].option[0].key, 'm');
}

static void auto_submission_is_for_one_single_choice(void **state)
{
	struct fixture *f = *state;
	const char *one = "{\"id\":\"x\",\"type\":\"choice\",\"options\":[{\"id\":\"y\"}]}";

	assert_true(must_build(f, "\"submit\":\"auto\",", one)->submit_auto);
	assert_false(must_build(f, "\"submit\":\"enter\",", one)->submit_auto);
	assert_null(build(f, "\"submit\":\"auto\",", CHOICE));
	assert_non_null(strstr(f->err.msg, "submit: auto is only for one single-choice question"));
}

/* ---- conditions ---- */

static const struct cond *condition(struct fixture *f, const char *cond)
{
	char questions[4096];

	snprintf(questions, sizeof questions,
		 RANK "," SCALE "," CHOICE ",{\"id\":\"why\",\"type\":\"text\",\"required\":%s}",
		 cond);
	return must_build(f, TWO, questions)->question[3].required;
}

static void comparisons_name_question_and_number(void **state)
{
	struct fixture *f = *state;
	const struct cond *c = condition(f, "{\"acc\":{\"at_most\":2}}");

	assert_int_equal(c->type, COND_AT_MOST);
	assert_int_equal(c->question, 1);
	assert_int_equal(c->number, 2);
	assert_int_equal(condition(f, "{\"acc\":{\"at_least\":4}}")->type, COND_AT_LEAST);
	assert_int_equal(condition(f, "{\"acc\":{\"equals\":3}}")->type, COND_EQUALS);
}

static void states_are_answered_and_none_good(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(condition(f, "\"always\"")->type, COND_ALWAYS);
	assert_int_equal(condition(f, "\"never\"")->type, COND_NEVER);
	assert_int_equal(condition(f, "{\"issues\":\"answered\"}")->type, COND_ANSWERED);
	assert_int_equal(condition(f, "{\"issues\":\"answered\"}")->question, 2);
	assert_int_equal(condition(f, "{\"pref\":\"none_good\"}")->type, COND_NONE_GOOD);
	assert_int_equal(condition(f, "{\"pref\":\"none_good\"}")->question, 0);
}

static void has_names_option_and_severity(void **state)
{
	struct fixture *f = *state;
	const struct cond *c = condition(f, "{\"issues\":{\"has\":\"bad\"}}");

	assert_int_equal(c->type, COND_HAS);
	assert_string_equal(c->option, "bad");
	assert_null(c->severity);
	c = condition(f, "{\"issues\":{\"severity\":\"major\",\"has\":\"made-up\"}}");
	assert_string_equal(c->option, "made-up");
	assert_string_equal(c->severity, "major");
}

static void groups_nest(void **state)
{
	struct fixture *f = *state;
	const struct cond *c = condition(f, "{\"any\":[{\"all\":[{\"acc\":{\"at_most\":2}},"
					    "{\"pref\":\"answered\"}]},"
					    "{\"not\":{\"issues\":{\"has\":\"bad\"}}}]}");

	assert_int_equal(c->type, COND_ANY);
	assert_int_equal(c->n_children, 2);
	assert_int_equal(c->child[0]->type, COND_ALL);
	assert_int_equal(c->child[0]->n_children, 2);
	assert_int_equal(c->child[0]->child[1]->type, COND_ANSWERED);
	assert_int_equal(c->child[1]->type, COND_NOT);
	assert_int_equal(c->child[1]->n_children, 1);
	assert_int_equal(c->child[1]->child[0]->type, COND_HAS);
}

static void a_condition_may_look_ahead(void **state)
{
	struct fixture *f = *state;
	const struct guideline *g = must_build(
		f, "",
		"{\"id\":\"why\",\"type\":\"text\",\"show\":{\"acc\":{\"at_most\":2}}}," SCALE);

	assert_int_equal(g->question[0].show->question, 1);
}

static void requiring_in_a_circle_is_harmless(void **state)
{
	struct fixture *f = *state;

	must_build(f, "",
		   "{\"id\":\"a\",\"type\":\"text\",\"required\":{\"b\":\"answered\"}},"
		   "{\"id\":\"b\",\"type\":\"text\",\"required\":{\"a\":\"answered\"}}");
}

static void a_question_of_the_best_hangs_on_the_ranking(void **state)
{
	struct fixture *f = *state;

	assert_null(build(f, TWO,
			  "{\"id\":\"pref\",\"type\":\"rank\",\"show\":{\"fix\":\"answered\"}},"
			  "{\"id\":\"fix\",\"type\":\"text\",\"scope\":\"best\"}"));
	assert_non_null(strstr(f->err.msg, "the conditions go in a circle: whether 'pref' is "
					   "shown hangs on 'fix', and that on 'pref'"));
}

static void a_long_circle_is_found_among_64_questions(void **state)
{
	struct fixture *f = *state;
	struct buf list = BUF_INIT;

	for (int i = 0; i < GUIDELINE_QUESTIONS_MAX; i++)
		buf_addf(&list,
			 "%s{\"id\":\"q%d\",\"type\":\"text\",\"show\":{\"q%d\":\"answered\"}}",
			 i > 0 ? "," : "", i, (i + 1) % GUIDELINE_QUESTIONS_MAX);
	assert_null(build(f, "", buf_str(&list)));
	buf_release(&list);
	assert_non_null(strstr(f->err.msg, "whether 'q0' is shown hangs on 'q1', and that on"));
}

/* ---- limits and names ---- */

static void a_65th_question_is_refused(void **state)
{
	struct fixture *f = *state;
	struct buf list = BUF_INIT;

	for (int i = 0; i < GUIDELINE_QUESTIONS_MAX + 1; i++)
		buf_addf(&list, "%s{\"id\":\"q%d\",\"type\":\"text\"}", i > 0 ? "," : "", i);
	assert_null(build(f, "", buf_str(&list)));
	buf_release(&list);
	assert_non_null(strstr(f->err.msg, "'questions' has 65 entries, but must have 1 to 64"));
}

static void a_newer_format_says_so(void **state)
{
	struct fixture *f = *state;
	const char *text = "{\"assay\":2,\"colour\":true}";
	struct json *json = json_parse(text, strlen(text), &f->arena, &f->err);

	assert_null(guideline_build(node_of(json, &f->arena), "x.yaml", NULL, NULL, &f->arena,
				    &f->err));
	assert_int_equal(f->err.code, ERR_TOO_NEW);
	assert_string_equal(f->err.msg, "x.yaml:1:10: guideline format 2 needs a newer assay; "
					"this one knows format 1");
}

static void types_and_scopes_have_names(void **state)
{
	(void)state;
	assert_string_equal(question_type_name(QUESTION_RANK), "rank");
	assert_string_equal(question_type_name(QUESTION_ROWS), "rows");
	assert_string_equal(scope_name(SCOPE_ITEM), "item");
	assert_string_equal(scope_name(SCOPE_BEST), "best");
	assert_string_equal(guideline_reserved_keys, "jkuq");
}

/* ---- patterns ---- */

static bool allowed(const char *pattern)
{
	char why[200];

	return pattern_check(pattern, why, sizeof why);
}

static void common_patterns_are_allowed(void **state)
{
	(void)state;
	assert_true(allowed("[0-9]{4}-[0-9]{2}-[0-9]{2}"));
	assert_true(allowed("(https?://[^ ]+|doi:[0-9.]+/.+)"));
	assert_true(allowed("[]a-z]+\\.[[:alpha:]]{1,60}"));
	assert_true(allowed("(yes|no|it depends)"));
	assert_true(allowed("[^0-9\\1]+"));
	assert_true(allowed("((a|b)+c){1,20}"));
}

static void costly_patterns_are_refused_before_they_are_compiled(void **state)
{
	char why[200];

	(void)state;
	assert_false(pattern_check("((a{255}){255}){255}", why, sizeof why));
	assert_string_equal(why, "its repetitions multiply to too much; use min and max");
	assert_false(allowed("a{255}{255}{255}"));
	assert_false(allowed("((((((((((((((((a+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+"));
	assert_false(allowed("([ab]{1,250}){100,}"));
	assert_false(allowed("a{9999999999999999999}{9999999999999999999}"));
}

static void broken_patterns_say_why(void **state)
{
	char why[200], longest[PATTERN_MAX + 2];

	(void)state;
	assert_false(pattern_check("(a", why, sizeof why));
	assert_string_equal(why, "unmatched ( or \\(");
	assert_false(pattern_check("(a)\\1", why, sizeof why));
	assert_string_equal(why, "back-references cannot be used");
	assert_false(allowed("["));
	assert_false(allowed("[[:nonsense:]]"));
	memset(longest, 'a', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	assert_false(allowed(longest));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_defaults_are_those_of_the_design),
		TEST(the_head_is_read),
		TEST(a_rank_has_strengths_ties_and_a_top),
		TEST(labels_of_a_scale_are_kept_by_value),
		TEST(options_have_keys_and_severities),
		TEST(texts_and_edits_have_lengths_pattern_and_checklist),
		TEST(two_choices_may_share_letters),
		TEST(auto_submission_is_for_one_single_choice),
		TEST(comparisons_name_question_and_number),
		TEST(states_are_answered_and_none_good),
		TEST(has_names_option_and_severity),
		TEST(groups_nest),
		TEST(a_condition_may_look_ahead),
		TEST(requiring_in_a_circle_is_harmless),
		TEST(a_question_of_the_best_hangs_on_the_ranking),
		TEST(a_long_circle_is_found_among_64_questions),
		TEST(a_65th_question_is_refused),
		TEST(a_newer_format_says_so),
		TEST(types_and_scopes_have_names),
		TEST(common_patterns_are_allowed),
		TEST(costly_patterns_are_refused_before_they_are_compiled),
		TEST(broken_patterns_say_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
