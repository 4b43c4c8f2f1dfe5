/* What a control answer may expect of the guideline's questions. */
#include "data/expect.h"

#include "base/json_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *severities[] = { "minor", "major" };
static struct option options[] = {
	{ .id = "hallucination", .severity = severities, .n_severity = 2 },
	{ .id = "rude" },
};
static struct question questions[] = {
	{ .id = "preference", .type = QUESTION_RANK, .none_good = true, .na = true },
	{ .id = "accuracy", .type = QUESTION_SCALE, .scope = SCOPE_RESPONSE, .min = 1, .max = 5 },
	{ .id = "issues",
	  .type = QUESTION_CHOICE,
	  .scope = SCOPE_RESPONSE,
	  .multiple = true,
	  .option = options,
	  .n_options = 2 },
	{ .id = "why", .type = QUESTION_TEXT },
};
static const struct guideline guideline = { .name = "pairs",
					    .question = questions,
					    .n_questions = 4 };

/* What is wrong with EXPECT (' for "), after the text at which it is; "": nothing. */
static void check(const char *expect, const char *at, const char *reason)
{
	struct arena arena = ARENA_INIT;
	struct complaint complaint = { .at = NULL };
	char text[512];
	const struct json *json;
	struct err err;

	snprintf(text, sizeof text, "%s", expect);
	for (char *c = text; *c != '\0'; c++)
		if (*c == '\'')
			*c = '"';
	json = json_parse(text, strlen(text), &arena, &err);
	assert_non_null(json);
	if (expectation_check(json, &guideline, 2, &complaint)) {
		assert_string_equal("", reason);
	} else {
		assert_string_equal(complaint.reason, reason);
		assert_int_equal(complaint.at->start, strstr(text, at) - text);
	}
	arena_release(&arena);
}

static void what_the_questions_can_be_answered_with_can_be_expected(void **state)
{
	(void)state;
	check("{}", "", "");
	check("{'preference':{'best':['r1']},'accuracy':{'r2':{'at_most':2}},"
	      "'issues':{'r2':{'has':'hallucination'}}}",
	      "", "");
	check("{'preference':'none_good','why':'answered'}", "", "");
	check("{'preference':{'na':true}}", "", "");
	check("{'accuracy':{'r1':{'at_least':2,'at_most':5},'r2':{'equals':1}}}", "", "");
	check("{'issues':{'r1':{'has':'hallucination','severity':'major'}}}", "", "");
	check("{'issues':{'r1':{'not':{'has':'rude'}},'r2':{'any':[{'has':'rude'},{'all':["
	      "{'has':'hallucination'},{'not':{'has':'rude'}}]}]}}}",
	      "", "");
}

static void a_question_that_is_not_there_is_named_with_its_place(void **state)
{
	(void)state;
	check("{'preference':{'best':['r1']},'acuracy':{'r2':{'at_most':2}}}", "{\"r2\"",
	      "control: the guideline 'pairs' has no question 'acuracy'");
}

static void values_outside_the_question_are_refused(void **state)
{
	(void)state;
	check("{'accuracy':{'r2':{'at_most':7}}}", "7", "control: 'accuracy' goes from 1 to 5");
	check("{'accuracy':{'r2':{'equals':'3'}}}", "\"3\"",
	      "control: 'accuracy' goes from 1 to 5");
	check("{'accuracy':{'r2':{'equals':2.5}}}", "2.5", "control: 'accuracy' goes from 1 to 5");
	check("{'issues':{'r1':{'has':'unsafe'}}}", "\"unsafe\"",
	      "control: question 'issues' has no option 'unsafe'");
	check("{'issues':{'r1':{'has':'rude','severity':'major'}}}", "\"major\"",
	      "control: option 'rude' has no severity 'major'");
	check("{'issues':{'r1':{'severity':'major'}}}", "\"major\"",
	      "control: 'severity' goes with 'has' and an option");
	check("{'accuracy':{'r1':{'na':true}}}", "true",
	      "control: 'accuracy' does not allow \"na\"");
	check("{'why':'none_good'}", "\"none_good\"",
	      "control: 'why' cannot be answered with \"none_good\"");
}

static void words_of_another_type_are_refused(void **state)
{
	(void)state;
	check("{'accuracy':{'r1':{'has':'rude'}}}", "\"rude\"",
	      "control: 'has' cannot be expected of 'accuracy', a question of type 'scale'");
	check("{'preference':{'at_most':1}}", "1",
	      "control: 'at_most' cannot be expected of 'preference', a question of type 'rank'");
	check("{'preference':{'beste':['r1']}}", "[",
	      "control: unknown expectation 'beste' of 'preference'");
	check("{'preference':'r1'}", "\"r1\"", "control: 'r1' cannot be expected of 'preference'");
	check("{'preference':{}}", "{}",
	      "control: what is expected of 'preference' must be an object such as {\"best\":…}");
	check("{'issues':{'r1':{'any':[]}}}", "[]", "control: 'any' is a list of expectations");
}

static void responses_are_those_of_the_item(void **state)
{
	(void)state;
	check("{'preference':{'best':['r3']}}", "\"r3\"", "control: there is no response r3");
	check("{'preference':{'best':'r1'}}", "\"r1\"",
	      "control: 'best' is a list of responses such as [\"r1\"]");
	check("{'preference':{'best':[]}}", "[]",
	      "control: 'best' is a list of responses such as [\"r1\"]");
	check("{'accuracy':{'r3':{'at_most':2}}}", "{\"at_most\"",
	      "control: there is no response r3");
	check("{'accuracy':{'at_most':2}}", "2", "control: there is no response at_most");
	check("{'accuracy':3}", "3", "control: 'accuracy' is asked of each response: {\"r1\":{…}}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_questions_can_be_answered_with_can_be_expected),
		cmocka_unit_test(a_question_that_is_not_there_is_named_with_its_place),
		cmocka_unit_test(values_outside_the_question_are_refused),
		cmocka_unit_test(words_of_another_type_are_refused),
		cmocka_unit_test(responses_are_those_of_the_item),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
