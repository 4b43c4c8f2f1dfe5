/* answers_valid.c - answers from elsewhere: do they have the ids, shapes and values of ANNOTATION
 * 3, in canonical order?  Keys that are not known are left alone, as everywhere in a payload. */
#include "model/sheet.h"

#include "text/decode.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct look {
	const struct guideline *guideline;
	const struct question *question;
	int n;           /* responses of the item */
	char place[160]; /* "accuracy.r1" */
	struct err *err;
};

typedef bool check_fn(struct look *look, const struct json *value);

PRINTF_LIKE(2, 3) static bool wrong(const struct look *look, const char *fmt, ...)
{
	char reason[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason, sizeof reason, fmt, ap);
	va_end(ap);
	return err_set(look->err, ERR_INVALID, "answers: %s: %s", look->place, reason);
}

/* The number of a response of this item, 0 if it is none. */
static int response_number(const struct look *look, const char *s, size_t len)
{
	int r = len == 2 && s[0] == 'r' ? s[1] - '0' : 0;

	return r >= 1 && r <= look->n ? r : 0;
}

static int response_of(const struct look *look, const struct json *value)
{
	if (value == NULL || value->type != JSON_STRING)
		return 0;
	return response_number(look, value->str, value->len);
}

static bool is_na(const struct json *value)
{
	return value->type == JSON_OBJECT && json_get_bool(value, "na", false);
}

/* ---- rank ---- */

struct order {
	bool placed[ITEM_RESPONSES_MAX + 1]; /* by r */
	int n_placed, n_groups;
};

/* A list of response ids, ascending, none of them placed before. */
static bool check_ids(struct look *look, const struct json *list, struct order *order)
{
	int last = 0;

	if (list == NULL || list->type != JSON_ARRAY || list->count == 0)
		return wrong(look, "expected a list of responses");
	for (const struct json *id = list->child; id != NULL; id = id->next) {
		int r = response_of(look, id);

		if (r == 0)
			return wrong(look, "there are responses r1 to r%d only", look->n);
		if (order->placed[r])
			return wrong(look, "r%d is placed twice", r);
		if (r < last)
			return wrong(look, "r%d must stand before r%d", r, last);
		order->placed[r] = true;
		order->n_placed++;
		last = r;
	}
	return true;
}

static bool check_groups(struct look *look, const struct json *groups, struct order *order)
{
	if (groups == NULL || groups->type != JSON_ARRAY || groups->count == 0)
		return wrong(look, "expected groups of responses, best first");
	for (const struct json *group = groups->child; group != NULL; group = group->next) {
		if (!check_ids(look, group, order))
			return false;
		if (group->count > 1 && !look->question->ties)
			return wrong(look, "the guideline allows no ties");
		order->n_groups++;
	}
	return true;
}

static bool check_gaps(struct look *look, const struct json *gaps, const struct order *order)
{
	int max = look->question->strength_max > 1 ? look->question->strength_max : 1;

	if (gaps == NULL || gaps->type != JSON_ARRAY || gaps->count + 1 != (size_t)order->n_groups)
		return wrong(look, "expected %d gaps, one for each border between groups",
			     order->n_groups - 1);
	for (const struct json *gap = gaps->child; gap != NULL; gap = gap->next)
		if (gap->type != JSON_INT || gap->integer < 1 || gap->integer > max)
			return wrong(look, "a gap must be 1 to %d", max);
	return true;
}

/* All others, where only the best were asked for. */
static bool check_rest(struct look *look, const struct json *rest, struct order *order)
{
	int top = look->question->top;

	if (rest == NULL && order->n_placed == look->n)
		return true;
	if (rest == NULL)
		return wrong(look, "%d of %d responses are placed", order->n_placed, look->n);
	if (top == 0 || order->n_placed < top)
		return wrong(look, "'rest' is for rankings of the best only");
	if (!check_ids(look, rest, order))
		return false;
	return order->n_placed == look->n || wrong(look, "'rest' must name all other responses");
}

static bool check_rank(struct look *look, const struct json *value)
{
	const struct json *none_good = json_get(value, "none_good");
	struct order order = { .n_placed = 0 };

	if (none_good != NULL && none_good->type != JSON_BOOL)
		return wrong(look, "none_good must be true or false");
	if (none_good != NULL && none_good->boolean && !look->question->none_good)
		return wrong(look, "the guideline does not ask whether none is good");
	return check_groups(look, json_get(value, "groups"), &order)
	       && check_gaps(look, json_get(value, "gaps"), &order)
	       && check_rest(look, json_get(value, "rest"), &order);
}

/* ---- scale ---- */

static bool check_scale(struct look *look, const struct json *value)
{
	const struct question *q = look->question;

	if (value->type == JSON_INT && value->integer >= q->min && value->integer <= q->max)
		return true;
	return wrong(look, "expected a whole number from %d to %d", q->min, q->max);
}

/* ---- choice ---- */

static bool check_severity(struct look *look, const struct option *option,
			   const struct json *severity)
{
	if (option->n_severity == 0)
		return severity == NULL || wrong(look, "%s has no severities", option->id);
	if (severity == NULL || severity->type != JSON_STRING)
		return wrong(look, "%s needs a severity", option->id);
	for (int i = 0; i < option->n_severity; i++)
		if (strcmp(option->severity[i], severity->str) == 0)
			return true;
	return wrong(look, "%s has no severity '%.60s'", option->id, severity->str);
}

/* *LAST is the index of the option before it. */
static bool check_pick(struct look *look, const struct json *pick, int *last)
{
	const char *id = json_get_string(pick, "option");
	int option = id == NULL ? -1 : question_option(look->question, id);
	const struct json *note = json_get(pick, "note");

	if (id == NULL)
		return wrong(look, "expected {\"option\": …}");
	if (option < 0)
		return wrong(look, "there is no option '%.60s'", id);
	if (option <= *last)
		return wrong(look, "options must be distinct and in the guideline's order ('%s')",
			     id);
	if (note != NULL && note->type != JSON_STRING)
		return wrong(look, "the note of %s must be a text", id);
	*last = option;
	return check_severity(look, &look->question->option[option], json_get(pick, "severity"));
}

static bool check_choice(struct look *look, const struct json *value)
{
	int last = -1;

	if (value->type != JSON_ARRAY)
		return wrong(look, "expected a list of options");
	if (!look->question->multiple && value->count != 1)
		return wrong(look, "expected one option, found %zu", value->count);
	for (const struct json *pick = value->child; pick != NULL; pick = pick->next)
		if (!check_pick(look, pick, &last))
			return false;
	return true;
}

/* ---- text, edit ---- */

static bool check_string(struct look *look, const struct json *text)
{
	if (text == NULL || text->type != JSON_STRING || text->len == 0)
		return wrong(look, "expected a text that is not empty");
	return true;
}

/* Mentions are ascending, lie in the text, and begin with '@'. */
static bool check_mention(struct look *look, const struct json *text, const struct json *mention,
			  int64_t *behind)
{
	int64_t start = json_get_int(mention, "start", -1), end = json_get_int(mention, "end", -1);
	size_t at;

	if (response_of(look, json_get(mention, "is")) == 0)
		return wrong(look, "a mention names no response of this item");
	if (start < *behind || end <= start || end > (int64_t)utf8_count(text->str, text->len))
		return wrong(look, "mentions must lie in the text, ascending");
	at = utf8_offset(text->str, text->len, (size_t)start);
	if (text->str[at] != '@')
		return wrong(look, "there is no '@' where a mention begins");
	*behind = end;
	return true;
}

static bool check_text(struct look *look, const struct json *value)
{
	const struct json *text = json_get(value, "text");
	const struct json *mentions = json_get(value, "mentions");
	int64_t behind = 0;

	if (!check_string(look, text))
		return false;
	if (mentions == NULL)
		return true;
	if (mentions->type != JSON_ARRAY)
		return wrong(look, "mentions must be a list");
	for (const struct json *m = mentions->child; m != NULL; m = m->next)
		if (!check_mention(look, text, m, &behind))
			return false;
	return true;
}

static bool check_edit(struct look *look, const struct json *value)
{
	const struct json *base = json_get(value, "base");

	if (!check_string(look, json_get(value, "text")))
		return false;
	if (base == NULL || (base->type != JSON_NULL && response_of(look, base) == 0))
		return wrong(look, "base must be a response of this item, or null");
	return json_get_int(value, "revisions", 0) >= 0
	       || wrong(look, "revisions must be 0 or more");
}

/* ---- scopes ---- */

static check_fn *const types[QUESTION_TYPE_COUNT] = {
	[QUESTION_RANK] = check_rank,     [QUESTION_SCALE] = check_scale,
	[QUESTION_CHOICE] = check_choice, [QUESTION_TEXT] = check_text,
	[QUESTION_EDIT] = check_edit,
};

static bool check_value(struct look *look, const struct json *value)
{
	if (value == NULL)
		return wrong(look, "the value is missing");
	if (is_na(value) && look->question->na)
		return true;
	if (is_na(value))
		return wrong(look, "'does not apply' is not allowed here");
	return types[look->question->type](look, value);
}

static bool check_responses(struct look *look, const struct json *value)
{
	const char *id = look->question->id;

	if (value->type != JSON_OBJECT || value->count == 0)
		return wrong(look, "expected {\"r1\": …}, a value for each response");
	for (const struct json *one = value->child; one != NULL; one = one->next) {
		snprintf(look->place, sizeof look->place, "%.60s.%.60s", id, one->key);
		if (response_number(look, one->key, one->key_len) == 0)
			return wrong(look, "there are responses r1 to r%d only", look->n);
		if (!check_value(look, one))
			return false;
	}
	return true;
}

static bool check_best(struct look *look, const struct json *value)
{
	if (response_of(look, json_get(value, "of")) == 0)
		return wrong(look, "'of' must name a response of this item");
	return check_value(look, json_get(value, "value"));
}

static check_fn *const scopes[SCOPE_COUNT] = {
	[SCOPE_ITEM] = check_value,
	[SCOPE_PROMPT] = check_value,
	[SCOPE_RESPONSE] = check_responses,
	[SCOPE_BEST] = check_best,
};

static bool check_answer(struct look *look, const struct json *answer)
{
	int question = guideline_find(look->guideline, answer->key);

	snprintf(look->place, sizeof look->place, "%.120s", answer->key);
	if (question < 0)
		return wrong(look, "the guideline has no such question");
	look->question = &look->guideline->question[question];
	if (types[look->question->type] == NULL || scopes[look->question->scope] == NULL)
		return wrong(look, "this kind of question cannot be checked yet");
	return scopes[look->question->scope](look, answer);
}

bool answers_valid(const struct guideline *guideline, const struct item *item,
		   const struct json *answers, struct err *err)
{
	struct look look = { .guideline = guideline, .n = item->n_responses, .err = err };

	if (answers == NULL || answers->type != JSON_OBJECT)
		return err_set(err, ERR_INVALID, "answers: expected an object");
	for (const struct json *answer = answers->child; answer != NULL; answer = answer->next)
		if (!check_answer(&look, answer))
			return false;
	return true;
}
