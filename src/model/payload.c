#include "model/payload.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/json_scan.h"

#include <string.h>

struct scan {
	const char *at, *end;
	int depth;
};

static bool take(struct scan *scan, char c)
{
	if (scan->at == scan->end || *scan->at != c)
		return false;
	scan->at++;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f');
}

static bool skip_escape(struct scan *scan)
{
	if (scan->at == scan->end)
		return false;
	if (*scan->at != 'u') {
		char c = *scan->at++;

		return c != '\0' && strchr("\"\\bfnrt", c) != NULL;
	}
	scan->at++;
	for (int i = 0; i < 4; i++, scan->at++)
		if (scan->at == scan->end || !is_hex(*scan->at))
			return false;
	return true;
}

static bool skip_string(struct scan *scan)
{
	if (!take(scan, '"'))
		return false;
	for (;;) {
		char c;

		scan->at += json_plain_length(scan->at, (size_t)(scan->end - scan->at), false);
		if (scan->at == scan->end)
			return false;
		c = *scan->at++;
		if (c == '"')
			return true;
		if (c != '\\' || !skip_escape(scan))
			return false;
	}
}

static bool skip_integer(struct scan *scan)
{
	const char *digits;

	(void)take(scan, '-');
	digits = scan->at;
	while (scan->at < scan->end && is_digit(*scan->at))
		scan->at++;
	return scan->at > digits && (*digits != '0' || scan->at == digits + 1);
}

static bool skip_word(struct scan *scan, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(scan->end - scan->at) < n || memcmp(scan->at, word, n) != 0)
		return false;
	scan->at += n;
	return true;
}

static bool skip_value(struct scan *scan);

static bool skip_children(struct scan *scan, char open, char close)
{
	if (!take(scan, open))
		return false;
	if (take(scan, close))
		return true;
	do {
		if (open == '{' && !(skip_string(scan) && take(scan, ':')))
			return false;
		if (!skip_value(scan))
			return false;
	} while (take(scan, ','));
	return take(scan, close);
}

/* Recursion goes JSON_DEPTH_MAX deep at most. */
static bool skip_value(struct scan *scan)
{
	char c = '\0';
	bool ok;

	if (scan->at < scan->end)
		c = *scan->at;
	if (c == '"')
		return skip_string(scan);
	if (c == '-' || is_digit(c))
		return skip_integer(scan);
	if (c != '{' && c != '[')
		return skip_word(scan, "null") || skip_word(scan, "true")
		       || skip_word(scan, "false");
	if (scan->depth == JSON_DEPTH_MAX)
		return false;
	scan->depth++;
	ok = c == '{' ? skip_children(scan, '{', '}') : skip_children(scan, '[', ']');
	scan->depth--;
	return ok;
}

static struct payload_field *field_called(struct payload_field *fields, size_t n, const char *key,
					  size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(fields[i].key) == len && memcmp(fields[i].key, key, len) == 0)
			return &fields[i];
	return NULL;
}

static bool walk_member(struct scan *scan, struct payload_field *fields, size_t n)
{
	const char *key = scan->at + 1, *value;
	struct payload_field *field;

	if (!skip_string(scan))
		return false;
	field = field_called(fields, n, key, (size_t)(scan->at - 1 - key));
	if (!take(scan, ':'))
		return false;
	value = scan->at;
	if (!skip_value(scan))
		return false;
	if (field != NULL && field->value == NULL) {
		field->value = value;
		field->len = (size_t)(scan->at - value);
	}
	return true;
}

bool payload_fields(const char *text, size_t len, struct payload_field *fields, size_t n)
{
	struct scan scan = { .at = text, .end = text + len, .depth = 1 };

	if (!take(&scan, '{'))
		return false;
	if (!take(&scan, '}')) {
		do {
			if (!walk_member(&scan, fields, n))
				return false;
		} while (take(&scan, ','));
		if (!take(&scan, '}'))
			return false;
	}
	return scan.at == scan.end;
}

/* ---- values ---- */

static bool bytes_are(const struct payload_field *field, const char *word)
{
	return field->value != NULL && field->len == strlen(word)
	       && memcmp(field->value, word, field->len) == 0;
}

bool payload_is_null(const struct payload_field *field)
{
	return bytes_are(field, "null");
}

bool payload_is(const struct payload_field *field, const char *string)
{
	size_t n = strlen(string);

	return field->value != NULL && field->len == n + 2 && field->value[0] == '"'
	       && memcmp(field->value + 1, string, n) == 0;
}

bool payload_hex(const struct payload_field *field, void *out, size_t n)
{
	return field->value != NULL && field->len == 2 * n + 2 && field->value[0] == '"'
	       && hex_decode(out, n, field->value + 1, 2 * n);
}

bool payload_int(const struct payload_field *field, int64_t *out)
{
	bool negative;
	int64_t n = 0;

	if (field->value == NULL || field->len == 0)
		return false;
	negative = field->value[0] == '-';
	for (size_t i = negative; i < field->len; i++) {
		if (!is_digit(field->value[i]) || n > JSON_SAFE_INT / 10)
			return false;
		n = n * 10 + (field->value[i] - '0');
	}
	*out = negative ? -n : n;
	return n <= JSON_SAFE_INT;
}

bool payload_bool(const struct payload_field *field, bool *out)
{
	*out = bytes_are(field, "true");
	return *out || bytes_are(field, "false");
}

bool payload_is_object(const struct payload_field *field)
{
	return field->value != NULL && field->len > 0 && field->value[0] == '{';
}

bool payload_next_hex(const struct payload_field *field, size_t *at, void *out, size_t n,
		      bool *broken)
{
	struct payload_field element = { .value = field->value + *at + 1, .len = 2 * n + 2 };

	*broken = field->value[0] != '[';
	if (*broken || field->len == 2 || *at + 1 == field->len) /* at the closing bracket */
		return false;
	*broken = field->len - *at < element.len + 2 || !payload_hex(&element, out, n)
		  || strchr(",]", element.value[element.len]) == NULL;
	*at += element.len + 1;
	return !*broken;
}
