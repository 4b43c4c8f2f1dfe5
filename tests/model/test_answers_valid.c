#include "sheet_fixture.h"

static struct question all_types[] = {
	{ .id = "rank",
	  .type = QUESTION_RANK,
	  .required = &always,
	  .show = &always,
	  .na = true,
	  .strength_max = 3,
	  .ties = true,
	  .none_good = true },
	{ .id = "top", .type = QUESTION_RANK, .required = &never, .show = &always, .top = 2 },
	{ .id = "score",
	  .type = QUESTION_SCALE,
	  .scope = SCOPE_RESPONSE,
	  .required = &never,
	  .show = &always,
	  .na = true,
	  .min = 1,
	  .max = 5 },
	{ .id = "whole",
	  .type = QUESTION_SCALE,
	  .required = &never,
	  .show = &always,
	  .min = 0,
	  .max = 3 },
	{ .id = "issues",
	  .type = QUESTION_CHOICE,
	  .scope = SCOPE_RESPONSE,
	  .required = &never,
	  .show = &always,
	  .multiple = true,
	  .option = issue_options,
	  .n_options = COUNT(issue_options) },
	{ .id = "one",
	  .type = QUESTION_CHOICE,
	  .required = &never,
	  .show = &always,
	  .option = issue_options + 3,
	  .n_options = 1 },
	{ .id = "why", .type = QUESTION_TEXT, .required = &never, .show = &always },
	{ .id = "golden", .type = QUESTION_EDIT, .required = &never, .show = &always },
	{ .id = "best",
	  .type = QUESTION_SCALE,
	  .scope = SCOPE_BEST,
	  .required = &never,
	  .show = &always,
	  .max = 5 },
};

static bool is_valid(const char *text, struct err *err)
{
	struct guideline guideline = guideline_of(all_types, COUNT(all_types));
	struct item item = { .n_responses = 3 };
	struct arena arena = ARENA_INIT;
	bool valid = answers_valid(&guideline, &item, parse(&arena, text), err);

	arena_release(&arena);
	return valid;
}

static void assert_valid(const char *text)
{
	struct err err = { .msg = "" };
	bool valid = is_valid(text, &err);

	assert_string_equal(err.msg, "");
	assert_true(valid);
}

static void assert_invalid(const char *text, const char *words)
{
	struct err err = { .msg = "" };

	assert_false(is_valid(text, &err));
	assert_string_equal(err.msg, words);
}

static void the_published_shapes_are_valid(void **state)
{
	(void)state;
	assert_valid("{}");
	assert_valid("{\"rank\":{\"groups\":[[\"r2\"],[\"r1\",\"r3\"]],\"gaps\":[2],\"none_good\":"
		     "false}}");
	assert_valid("{\"rank\":{\"groups\":[[\"r1\",\"r2\",\"r3\"]],\"gaps\":[]}}");
	assert_valid("{\"rank\":{\"na\":true}}");
	assert_valid("{\"top\":{\"groups\":[[\"r3\"],[\"r1\"]],\"gaps\":[1],\"rest\":[\"r2\"]}}");
	assert_valid("{\"score\":{\"r1\":4,\"r2\":{\"na\":true}},\"whole\":3}");
	assert_valid("{\"issues\":{\"r1\":[],\"r2\":[{\"option\":\"overcautious\",\"severity\":"
		     "\"major\",\"note\":\"n\"},{\"option\":\"language\"}]}}");
	assert_valid("{\"one\":[{\"option\":\"language\"}]}");
	assert_valid("{\"why\":{\"text\":\"é@A\",\"mentions\":[{\"start\":1,\"end\":3,\"is\":"
		     "\"r2\"}]}}");
	assert_valid("{\"golden\":{\"base\":null,\"text\":\"x\"}}");
	assert_valid("{\"golden\":{\"base\":\"r1\",\"text\":\"x\",\"revisions\":3}}");
	assert_valid("{\"best\":{\"of\":\"r2\",\"value\":0}}");
	assert_valid("{\"rank\":{\"groups\":[[\"r1\",\"r2\",\"r3\"]],\"gaps\":[],\"later\":1}}");
}

static void broken_rankings_are_refused(void **state)
{
	(void)state;
	assert_invalid("{\"rank\":{\"groups\":[[\"r1\"],[\"r2\"]],\"gaps\":[1]}}",
		       "answers: rank: 2 of 3 responses are placed");
	assert_invalid("{\"rank\":{\"groups\":[[\"r1\"],[\"r2\",\"r1\"]],\"gaps\":[1]}}",
		       "answers: rank: r1 is placed twice");
	assert_invalid("{\"rank\":{\"groups\":[[\"r2\",\"r1\"],[\"r3\"]],\"gaps\":[1]}}",
		       "answers: rank: r1 must stand before r2");
	assert_invalid("{\"rank\":{\"groups\":[[\"r4\"]],\"gaps\":[]}}",
		       "answers: rank: there are responses r1 to r3 only");
	assert_invalid("{\"rank\":{\"groups\":[[],[\"r3\"]],\"gaps\":[1]}}",
		       "answers: rank: expected a list of responses");
	assert_invalid("{\"rank\":{\"groups\":[[\"r1\",\"r2\"],[\"r3\"]],\"gaps\":[]}}",
		       "answers: rank: expected 1 gaps, one for each border between groups");
	assert_invalid("{\"rank\":{\"groups\":[[\"r1\",\"r2\"],[\"r3\"]],\"gaps\":[4]}}",
		       "answers: rank: a gap must be 1 to 3");
	assert_invalid("{\"rank\":{\"groups\":[[\"r1\",\"r2\"],[\"r3\"]],\"gaps\":[0]}}",
		       "answers: rank: a gap must be 1 to 3");
	assert_invalid("{\"rank\":{\"groups\":[[\"r1\",\"r2\"]],\"gaps\":[],\"rest\":[\"r3\"]}}",
		       "answers: rank: 'rest' is for rankings of the best only");
	assert_invalid("{\"rank\":{\"groups\":[],\"gaps\":[],\"none_good\":true}}",
		       "answers: rank: expected groups of responses, best first");
	assert_invalid("{\"rank\":{\"none_good\":1}}",
		       "answers: rank: none_good must be true or false");
	assert_invalid("{\"rank\":[]}", "answers: rank: expected groups of responses, best first");
	assert_invalid("{\"top\":{\"groups\":[[\"r1\",\"r2\"]],\"gaps\":[],\"rest\":[\"r3\"]}}",
		       "answers: top: the guideline allows no ties");
	assert_invalid("{\"top\":{\"groups\":[[\"r1\"]],\"gaps\":[],\"rest\":[\"r2\",\"r3\"]}}",
		       "answers: top: 'rest' is for rankings of the best only");
	assert_invalid("{\"top\":{\"groups\":[[\"r1\"],[\"r2\"]],\"gaps\":[1],\"none_good\":true}}",
		       "answers: top: the guideline does not ask whether none is good");
	assert_invalid("{\"top\":{\"na\":true}}",
		       "answers: top: 'does not apply' is not allowed here");
}

static void broken_values_are_refused(void **state)
{
	(void)state;
	assert_invalid("{\"score\":{\"r1\":6}}",
		       "answers: score.r1: expected a whole number from 1 to 5");
	assert_invalid("{\"score\":{\"r1\":1.5}}",
		       "answers: score.r1: expected a whole number from 1 to 5");
	assert_invalid("{\"score\":{\"r01\":3}}",
		       "answers: score.r01: there are responses r1 to r3 only");
	assert_invalid("{\"score\":{}}",
		       "answers: score: expected {\"r1\": …}, a value for each response");
	assert_invalid("{\"score\":4}",
		       "answers: score: expected {\"r1\": …}, a value for each response");
	assert_invalid("{\"whole\":{\"na\":true}}",
		       "answers: whole: 'does not apply' is not allowed here");
	assert_invalid("{\"issues\":{\"r1\":[{\"option\":\"overcautious\"}]}}",
		       "answers: issues.r1: overcautious needs a severity");
	assert_invalid("{\"issues\":{\"r1\":[{\"option\":\"dangerous\",\"severity\":\"bad\"}]}}",
		       "answers: issues.r1: dangerous has no severity 'bad'");
	assert_invalid("{\"issues\":{\"r1\":[{\"option\":\"language\",\"severity\":\"minor\"}]}}",
		       "answers: issues.r1: language has no severities");
	assert_invalid(
		"{\"issues\":{\"r1\":[{\"option\":\"language\"},{\"option\":\"language\"}]}}",
		"answers: issues.r1: options must be distinct and in the guideline's order "
		"('language')");
	assert_invalid("{\"issues\":{\"r1\":[{\"option\":\"rude\"}]}}",
		       "answers: issues.r1: there is no option 'rude'");
	assert_invalid("{\"issues\":{\"r1\":[{\"option\":\"language\",\"note\":7}]}}",
		       "answers: issues.r1: the note of language must be a text");
	assert_invalid("{\"issues\":{\"r1\":[7]}}", "answers: issues.r1: expected {\"option\": …}");
	assert_invalid("{\"issues\":{\"r1\":\"language\"}}",
		       "answers: issues.r1: expected a list of options");
	assert_invalid("{\"one\":[]}", "answers: one: expected one option, found 0");
}

static void broken_texts_are_refused(void **state)
{
	(void)state;
	assert_invalid("{\"why\":{\"text\":\"\",\"mentions\":[]}}",
		       "answers: why: expected a text that is not empty");
	assert_invalid("{\"why\":\"words\"}", "answers: why: expected a text that is not empty");
	assert_invalid("{\"why\":{\"text\":\"é@A\",\"mentions\":[{\"start\":2,\"end\":3,\"is\":"
		       "\"r2\"}]}}",
		       "answers: why: there is no '@' where a mention begins");
	assert_invalid("{\"why\":{\"text\":\"@A\",\"mentions\":[{\"start\":0,\"end\":3,\"is\":"
		       "\"r2\"}]}}",
		       "answers: why: mentions must lie in the text, ascending");
	assert_invalid("{\"why\":{\"text\":\"@A\",\"mentions\":[{\"start\":0,\"end\":2,\"is\":"
		       "\"r7\"}]}}",
		       "answers: why: a mention names no response of this item");
	assert_invalid("{\"why\":{\"text\":\"@A\",\"mentions\":{}}}",
		       "answers: why: mentions must be a list");
	assert_invalid("{\"golden\":{\"text\":\"x\"}}",
		       "answers: golden: base must be a response of this item, or null");
	assert_invalid("{\"golden\":{\"base\":\"r4\",\"text\":\"x\"}}",
		       "answers: golden: base must be a response of this item, or null");
	assert_invalid("{\"golden\":{\"base\":null,\"text\":\"x\",\"revisions\":-1}}",
		       "answers: golden: revisions must be 0 or more");
	assert_invalid("{\"best\":{\"of\":\"r9\",\"value\":1}}",
		       "answers: best: 'of' must name a response of this item");
	assert_invalid("{\"best\":{\"of\":\"r1\"}}", "answers: best: the value is missing");
	assert_invalid("{\"other\":1}", "answers: other: the guideline has no such question");
	assert_invalid("[]", "answers: expected an object");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_shapes_are_valid),
		cmocka_unit_test(broken_rankings_are_refused),
		cmocka_unit_test(broken_values_are_refused),
		cmocka_unit_test(broken_texts_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
