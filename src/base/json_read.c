#include "base/alloc.h"
#include "base/json.h"
#include "base/json_scan.h"
#include "base/json_simdjson.h"
#include "base/json_sort.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGE_TEXT ((size_t)256 * 1024)
#define FEW_KEYS 16 /* up to here, comparing each key with each is quicker than sorting */

struct json_reader {
	struct json_gate *gate;
};

struct walk {
	struct json_scan scan;
	int depth;
	size_t n_values;
};

static void skip_space(struct json_scan *scan)
{
	while (scan->at < scan->len) {
		char c = scan->text[scan->at];

		if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
			return;
		scan->at++;
	}
}

static bool next_is(const struct json_scan *scan, char c)
{
	return scan->at < scan->len && scan->text[scan->at] == c;
}

/* ---- duplicate keys ---- */

static bool same_key(const struct json *a, const struct json *b)
{
	return a->key_len == b->key_len && memcmp(a->key, b->key, a->key_len) == 0;
}

static const struct json *repeated_of_few(const struct json *object)
{
	for (const struct json *b = object->child; b != NULL; b = b->next)
		for (const struct json *a = object->child; a != b; a = a->next)
			if (same_key(a, b))
				return b;
	return NULL;
}

static const struct json *repeated_of_many(const struct json *object)
{
	const struct json **sorted = json_sorted_children(object);
	const struct json *first = NULL;

	for (size_t i = 1; i < object->count; i++) {
		if (!same_key(sorted[i - 1], sorted[i]))
			continue;
		if (first == NULL || sorted[i]->key_start < first->key_start)
			first = sorted[i];
	}
	free(sorted);
	return first;
}

/* Bytes of S that fit in MAX without cutting a character. */
static size_t cut_utf8(const char *s, size_t n, size_t max)
{
	if (n <= max)
		return n;
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

static bool check_keys(struct walk *walk, const struct json *object)
{
	const struct json *twice =
		object->count <= FEW_KEYS ? repeated_of_few(object) : repeated_of_many(object);

	if (twice == NULL)
		return true;
	return json_scan_fail(&walk->scan, twice->key_start, "duplicate key '%.*s'",
			      (int)cut_utf8(twice->key, twice->key_len, 80), twice->key);
}

/* ---- values ---- */

static bool walk_value(struct walk *walk, struct json *value);

static struct json *append(struct walk *walk, struct json *parent)
{
	struct json *value = (void *)arena_room(walk->scan.arena, sizeof *value);

	*value = (struct json){ .type = JSON_NULL };
	if (parent->last != NULL)
		parent->last->next = value;
	else
		parent->child = value;
	parent->last = value;
	parent->count++;
	return value;
}

static bool walk_member(struct walk *walk, struct json *object)
{
	struct json_scan *scan = &walk->scan;
	size_t key_start = scan->at;
	struct json *value;

	if (!next_is(scan, '"'))
		return json_scan_unexpected(scan, scan->at, "a key in double quotes");
	value = append(walk, object);
	value->key_start = key_start;
	if (!json_scan_string(scan, &value->key, &value->key_len))
		return false;
	skip_space(scan);
	if (!next_is(scan, ':'))
		return json_scan_unexpected(scan, scan->at, "':'");
	scan->at++;
	skip_space(scan);
	return walk_value(walk, value);
}

static bool walk_element(struct walk *walk, struct json *array)
{
	return walk_value(walk, append(walk, array));
}

static bool walk_children(struct walk *walk, struct json *value)
{
	struct json_scan *scan = &walk->scan;
	bool object = value->type == JSON_OBJECT;
	char close = ']';

	if (object)
		close = '}';
	scan->at++;
	skip_space(scan);
	if (!next_is(scan, close)) {
		for (;;) {
			if (!(object ? walk_member(walk, value) : walk_element(walk, value)))
				return false;
			skip_space(scan);
			if (!next_is(scan, ','))
				break;
			scan->at++;
			skip_space(scan);
		}
	}
	if (!next_is(scan, close))
		return json_scan_unexpected(scan, scan->at, object ? "',' or '}'" : "',' or ']'");
	scan->at++;
	return !object || check_keys(walk, value);
}

static bool walk_container(struct walk *walk, struct json *value, char open)
{
	bool ok;

	if (walk->depth == JSON_DEPTH_MAX)
		return json_scan_fail(&walk->scan, walk->scan.at, "nested more than %d deep",
				      JSON_DEPTH_MAX);
	walk->depth++;
	value->type = open == '{' ? JSON_OBJECT : JSON_ARRAY;
	ok = walk_children(walk, value);
	walk->depth--;
	return ok;
}

static const struct literal {
	const char *word;
	enum json_type type;
	bool boolean;
} literals[] = {
	{ "true", JSON_BOOL, true },
	{ "false", JSON_BOOL, false },
	{ "null", JSON_NULL, false },
};

static bool walk_literal(struct walk *walk, struct json *value)
{
	struct json_scan *scan = &walk->scan;

	for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
		size_t n = strlen(literals[i].word);

		if (scan->len - scan->at < n
		    || memcmp(scan->text + scan->at, literals[i].word, n) != 0)
			continue;
		scan->at += n;
		value->type = literals[i].type;
		value->boolean = literals[i].boolean;
		return true;
	}
	if (next_is(scan, 'N') || next_is(scan, 'I'))
		return json_scan_fail(scan, scan->at, "NaN and Infinity are not JSON; write null");
	return json_scan_unexpected(scan, scan->at, "a value");
}

static bool walk_typed(struct walk *walk, struct json *value)
{
	struct json_scan *scan = &walk->scan;
	char c = '\0';

	if (scan->at < scan->len)
		c = scan->text[scan->at];
	if (c == '"') {
		value->type = JSON_STRING;
		return json_scan_string(scan, &value->str, &value->len);
	}
	if (c == '{' || c == '[')
		return walk_container(walk, value, c);
	if (c == '-' || (c >= '0' && c <= '9'))
		return json_scan_number(scan, value);
	return walk_literal(walk, value);
}

static bool walk_value(struct walk *walk, struct json *value)
{
	if (++walk->n_values > JSON_VALUES_MAX)
		return json_scan_fail(&walk->scan, walk->scan.at, "more than %d values in one text",
				      JSON_VALUES_MAX);
	value->start = walk->scan.at;
	if (!walk_typed(walk, value))
		return false;
	value->end = walk->scan.at;
	return true;
}

/* Recursion goes JSON_DEPTH_MAX deep at most. */
static struct json *walk_text(const char *text, size_t len, bool utf8_checked, struct arena *arena,
			      struct json_error *error)
{
	struct walk walk = {
		.scan = { .text = text, .len = len, .arena = arena, .error = error },
	};
	struct json *root = arena_alloc(arena, sizeof *root);

	walk.scan.utf8_checked = utf8_checked || json_gate_utf8(text, len);
	skip_space(&walk.scan);
	if (!walk_value(&walk, root))
		return NULL;
	skip_space(&walk.scan);
	if (walk.scan.at < len) {
		json_scan_unexpected(&walk.scan, walk.scan.at, "the end of the text");
		return NULL;
	}
	return root;
}

/* ---- the public functions ---- */

struct json_reader *json_reader_new(void)
{
	struct json_reader *reader = xcalloc(1, sizeof *reader);

	reader->gate = json_gate_new();
	if (reader->gate == NULL)
		alloc_exhausted();
	return reader;
}

void json_reader_free(struct json_reader *reader)
{
	if (reader == NULL)
		return;
	json_gate_free(reader->gate);
	free(reader);
}

static const char *refusal_of(struct json_reader *reader, const char *text, size_t len)
{
	bool no_memory = false;
	const char *refusal = json_gate_check(reader->gate, text, len, &no_memory);

	if (no_memory)
		alloc_exhausted();
	return refusal;
}

/* What simdjson takes is UTF-8: that need not be looked at again.  On a large text the walk goes
 * first, as it stops at JSON_VALUES_MAX before simdjson fills its buffers. */
struct json *json_read(struct json_reader *reader, const char *text, size_t len,
		       struct arena *arena, struct json_error *error)
{
	bool large = len > LARGE_TEXT;
	const char *refusal = large ? NULL : refusal_of(reader, text, len);
	struct json *root = walk_text(text, len, !large && refusal == NULL, arena, error);

	if (root == NULL)
		return NULL;
	if (large)
		refusal = refusal_of(reader, text, len);
	if (refusal == NULL)
		return root;
	error->at = 0;
	snprintf(error->reason, sizeof error->reason, "simdjson refuses it: %s", refusal);
	return NULL;
}

struct json *json_parse(const char *text, size_t len, struct arena *arena, struct err *err)
{
	struct json_error error;
	struct json *root = walk_text(text, len, false, arena, &error);

	if (root == NULL)
		err_set(err, ERR_INVALID, "column %zu: %s", error.at + 1, error.reason);
	return root;
}
