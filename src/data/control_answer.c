/* A file says r1, r2… in its own order; the body has another, and equal responses are one there. */
#include "data/draft.h"

#include "base/json_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct translation {
	const int *place;
	int n;
	struct arena *arena;
	struct complaint *complaint;
};

/* The r number that S begins with ("r2", "r2/1"), or 0: no path to a response. */
static int response_number(const char *s, size_t *digits)
{
	size_t n = *s == 'r' ? strspn(s + 1, "0123456789") : 0;

	*digits = n;
	if (n == 0 || n > 3 || s[1] == '0' || (s[n + 1] != '\0' && s[n + 1] != '/'))
		return 0;
	return (int)strtol(s + 1, NULL, 10);
}

/* S with its r number replaced, or S itself; NULL when there is no such response. */
static const char *translate(const struct translation *t, const struct json *at, const char *s)
{
	size_t digits;
	int number = response_number(s, &digits);
	struct buf out = BUF_INIT;
	const char *path;

	if (number == 0)
		return s;
	if (number > t->n) {
		complain(t->complaint, at, "control: there is no response r%d", number);
		return NULL;
	}
	buf_addf(&out, "r%d%s", t->place[number - 1], s + 1 + digits);
	path = arena_strndup(t->arena, out.data, out.len);
	buf_release(&out);
	return path;
}

/* Under these keys stand options and texts, which may look like a response but are none. */
static bool is_verbatim(const char *key)
{
	static const char *const keys[] = { "has", "is", "option", "severity", "text", "note" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (key != NULL && strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

static struct json *translate_tree(const struct translation *t, const struct json *from);

static bool translate_member(const struct translation *t, const struct json *m, struct json *to)
{
	const char *key = translate(t, m, m->key);
	struct json *value = key != NULL ? translate_tree(t, m) : NULL;
	const struct json *same;

	if (value == NULL)
		return false;
	if (strcmp(key, "$num") == 0)
		return complain(t->complaint, m, "control: the key '$num' is reserved");
	same = json_get(to, key);
	if (same != NULL && !json_equal(same, value))
		return complain(t->complaint, m,
				"control: '%s' has the same text as another response, but another "
				"expectation",
				m->key);
	json_set(t->arena, to, key, value);
	return true;
}

static bool translate_element(const struct translation *t, const struct json *e, struct json *to)
{
	struct json *value = translate_tree(t, e);

	if (value == NULL)
		return false;
	for (const struct json *old = to->child; old != NULL; old = old->next)
		if (old->type == JSON_STRING && json_equal(old, value))
			return true; /* [r1, r2] of equal responses */
	json_push(to, value);
	return true;
}

/* The record was JSON_DEPTH_MAX deep at most, and so is this recursion. */
static struct json *translate_tree(const struct translation *t, const struct json *from)
{
	struct json *to;

	if (is_verbatim(from->key))
		return json_copy(t->arena, from);
	if (from->type == JSON_STRING) {
		const char *s = translate(t, from, from->str);

		return s != NULL ? json_string(t->arena, s) : NULL;
	}
	if (from->type != JSON_ARRAY && from->type != JSON_OBJECT)
		return json_copy(t->arena, from);
	to = from->type == JSON_ARRAY ? json_array(t->arena) : json_object(t->arena);
	for (const struct json *c = from->child; c != NULL; c = c->next)
		if (!(from->type == JSON_ARRAY ? translate_element(t, c, to)
					       : translate_member(t, c, to)))
			return NULL;
	return to;
}

bool control_check(const struct json *control, struct complaint *complaint)
{
	static const char *const known[] = { "expect", "explain", "feedback" };
	const struct json *explain = json_get(control, "explain");
	const struct json *feedback = json_get(control, "feedback");

	if (control->type != JSON_OBJECT || json_get(control, "expect") == NULL
	    || json_get(control, "expect")->type != JSON_OBJECT)
		return complain(complaint, control,
				"control must be null or {\"expect\":{…},\"explain\":…,"
				"\"feedback\":…}");
	for (const struct json *m = control->child; m != NULL; m = m->next)
		if (strcmp(m->key, known[0]) != 0 && strcmp(m->key, known[1]) != 0
		    && strcmp(m->key, known[2]) != 0)
			return complain(complaint, m, "control: unknown key '%.60s'", m->key);
	if (!json_is_null(explain) && explain->type != JSON_STRING)
		return complain(complaint, explain, "control: 'explain' must be a text or null");
	if (!json_is_null(feedback)
	    && (feedback->type != JSON_STRING
		|| (strcmp(feedback->str, "after") != 0 && strcmp(feedback->str, "never") != 0)))
		return complain(complaint, feedback,
				"control: 'feedback' must be \"after\" or \"never\"");
	return true;
}

bool control_translate(const struct json *control, const int *place, int n, struct arena *arena,
		       struct buf *out, struct complaint *complaint)
{
	struct translation t = { .place = place, .n = n, .arena = arena, .complaint = complaint };
	const char *feedback = json_get_string(control, "feedback");
	struct json *whole, *expect;

	expect = translate_tree(&t, json_get(control, "expect"));
	if (expect == NULL)
		return false;
	whole = json_object(arena);
	json_set(arena, whole, "expect", expect);
	json_set(arena, whole, "explain", json_string(arena, json_get_string(control, "explain")));
	json_set(arena, whole, "feedback",
		 json_string(arena, feedback != NULL ? feedback : "never"));
	json_write_canonical(out, whole);
	return true;
}
