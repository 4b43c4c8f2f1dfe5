#include "data/expect.h"

#include <stdlib.h>
#include <string.h>

struct expecting {
	const struct question *question;
	int n; /* responses of the record */
	struct complaint *complaint;
};

static bool is_word(const struct json *value, const char *word)
{
	return value->type == JSON_STRING && strcmp(value->str, word) == 0;
}

/* The number in "r2"; 0: no response of this item. */
static int response_of(const char *name, int n)
{
	char *end;
	long number;

	if (name == NULL || name[0] != 'r' || name[1] < '1' || name[1] > '9')
		return 0;
	number = strtol(name + 1, &end, 10);
	return *end == '\0' && number <= n ? (int)number : 0;
}

/* ---- each word ---- */

static bool check_best(const struct expecting *e, const struct json *value)
{
	if (value->type != JSON_ARRAY || value->count == 0)
		return complain(e->complaint, value,
				"control: 'best' is a list of responses such as [\"r1\"]");
	for (const struct json *r = value->child; r != NULL; r = r->next) {
		if (r->type != JSON_STRING)
			return complain(e->complaint, r,
					"control: 'best' is a list of responses such as [\"r1\"]");
		if (response_of(r->str, e->n) == 0)
			return complain(e->complaint, r, "control: there is no response %.40s",
					r->str);
	}
	return true;
}

static bool check_number(const struct expecting *e, const struct json *value)
{
	const struct question *q = e->question;

	if (value->type == JSON_INT && value->integer >= q->min && value->integer <= q->max)
		return true;
	return complain(e->complaint, value, "control: '%s' goes from %d to %d", q->id, q->min,
			q->max);
}

static bool check_has(const struct expecting *e, const struct json *value)
{
	if (value->type == JSON_STRING && question_option(e->question, value->str) >= 0)
		return true;
	if (value->type == JSON_STRING)
		return complain(e->complaint, value, "control: question '%s' has no option '%.60s'",
				e->question->id, value->str);
	return complain(e->complaint, value, "control: 'has' names an option of '%s'",
			e->question->id);
}

static bool check_true(const struct expecting *e, const struct json *value)
{
	if (value->type != JSON_BOOL || !value->boolean)
		return complain(e->complaint, value, "control: '%s' can only be true", value->key);
	if (!e->question->na)
		return complain(e->complaint, value, "control: '%s' does not allow \"na\"",
				e->question->id);
	return true;
}

static const struct option *option_beside(const struct expecting *e, const struct json *severity,
					  const struct json *expectation)
{
	const char *has = json_get_string(expectation, "has");
	int i = has != NULL ? question_option(e->question, has) : -1;

	if (i >= 0)
		return &e->question->option[i];
	complain(e->complaint, severity, "control: 'severity' goes with 'has' and an option");
	return NULL;
}

static bool check_severity(const struct expecting *e, const struct json *severity,
			   const struct json *expectation)
{
	const struct option *option = option_beside(e, severity, expectation);

	if (option == NULL)
		return false;
	for (int i = 0; i < option->n_severity; i++)
		if (is_word(severity, option->severity[i]))
			return true;
	return complain(e->complaint, severity, "control: option '%s' has no severity '%.60s'",
			option->id, severity->type == JSON_STRING ? severity->str : "");
}

/* ---- one expectation ---- */

static const struct {
	const char *word;
	unsigned types; /* bits of the question types that it is for */
	bool (*check)(const struct expecting *e, const struct json *value);
} words[] = {
	{ "best", 1u << QUESTION_RANK, check_best },
	{ "at_most", 1u << QUESTION_SCALE, check_number },
	{ "at_least", 1u << QUESTION_SCALE, check_number },
	{ "equals", 1u << QUESTION_SCALE, check_number },
	{ "has", 1u << QUESTION_CHOICE, check_has },
	{ "na", ~0u, check_true },
};

static bool check_one(const struct expecting *e, const struct json *expectation);

/* "all", "any": a list of expectations; "not": one. */
static bool check_group(const struct expecting *e, const struct json *group)
{
	if (strcmp(group->key, "not") == 0)
		return check_one(e, group);
	if (group->type != JSON_ARRAY || group->count == 0)
		return complain(e->complaint, group, "control: '%s' is a list of expectations",
				group->key);
	for (const struct json *one = group->child; one != NULL; one = one->next)
		if (!check_one(e, one))
			return false;
	return true;
}

static bool is_group(const char *key)
{
	return strcmp(key, "all") == 0 || strcmp(key, "any") == 0 || strcmp(key, "not") == 0;
}

static bool check_word(const struct expecting *e, const struct json *value,
		       const struct json *expectation)
{
	const struct question *q = e->question;

	if (is_group(value->key))
		return check_group(e, value);
	if (strcmp(value->key, "severity") == 0)
		return check_severity(e, value, expectation);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(words[i].word, value->key) != 0)
			continue;
		if ((words[i].types & 1u << q->type) != 0)
			return words[i].check(e, value);
		return complain(e->complaint, value,
				"control: '%s' cannot be expected of '%s', a question of type '%s'",
				value->key, q->id, question_type_name(q->type));
	}
	return complain(e->complaint, value, "control: unknown expectation '%.60s' of '%s'",
			value->key, q->id);
}

static bool check_state(const struct expecting *e, const struct json *state)
{
	if (is_word(state, "answered"))
		return true;
	if (!is_word(state, "none_good"))
		return complain(e->complaint, state, "control: '%.60s' cannot be expected of '%s'",
				state->str, e->question->id);
	if (e->question->none_good)
		return true;
	return complain(e->complaint, state, "control: '%s' cannot be answered with \"none_good\"",
			e->question->id);
}

/* The record was JSON_DEPTH_MAX deep at most, and so is this recursion. */
static bool check_one(const struct expecting *e, const struct json *expectation)
{
	if (expectation->type == JSON_STRING)
		return check_state(e, expectation);
	if (expectation->type != JSON_OBJECT || expectation->count == 0)
		return complain(e->complaint, expectation,
				"control: what is expected of '%s' must be an object such as "
				"{\"%s\":…}",
				e->question->id,
				e->question->type == QUESTION_RANK    ? "best"
				: e->question->type == QUESTION_SCALE ? "at_most"
								      : "has");
	for (const struct json *v = expectation->child; v != NULL; v = v->next)
		if (!check_word(e, v, expectation))
			return false;
	return true;
}

/* ---- all of them ---- */

static bool check_responses(const struct expecting *e, const struct json *by_response)
{
	if (by_response->type != JSON_OBJECT || by_response->count == 0)
		return complain(e->complaint, by_response,
				"control: '%s' is asked of each response: {\"r1\":{…}}",
				e->question->id);
	for (const struct json *r = by_response->child; r != NULL; r = r->next) {
		if (response_of(r->key, e->n) == 0)
			return complain(e->complaint, r, "control: there is no response %.40s",
					r->key);
		if (!check_one(e, r))
			return false;
	}
	return true;
}

bool expectation_check(const struct json *expect, const struct guideline *guideline, int n,
		       struct complaint *complaint)
{
	for (const struct json *q = expect->child; q != NULL; q = q->next) {
		int index = guideline_find(guideline, q->key);
		struct expecting e = { .n = n, .complaint = complaint };

		if (index < 0)
			return complain(complaint, q,
					"control: the guideline '%.60s' has no question '%.60s'",
					guideline->name, q->key);
		e.question = &guideline->question[index];
		if (!(e.question->scope == SCOPE_RESPONSE ? check_responses(&e, q)
							  : check_one(&e, q)))
			return false;
	}
	return true;
}
