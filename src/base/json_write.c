#include "base/json_write.h"

#include "base/alloc.h"
#include "base/json_scan.h"
#include "base/json_simdjson.h"
#include "base/json_sort.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct frame { /* an array or object that is open */
	const struct json *value, *next;
	const struct json **sorted; /* canonical objects only */
	size_t done;
};

struct writer {
	struct buf *out;
	bool canonical;
	struct frame *frames; /* a stack of our own: trees that were built may be of any depth */
	size_t n, cap;
};

/* ---- scalars ---- */

/* What stands behind the backslash; 0: \u00xx. */
static const char escapes[128] = {
	['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\t'] = 't',
	['\n'] = 'n', ['\f'] = 'f',  ['\r'] = 'r',
};

void json_write_string(struct buf *out, const char *s, size_t n)
{
	size_t at = 0;

	buf_reserve(out, n + 2);
	buf_addc(out, '"');
	while (at < n) {
		size_t plain = json_plain_length(s + at, n - at, false);
		char escape;

		buf_add(out, s + at, plain);
		at += plain;
		if (at == n)
			break;
		escape = escapes[(unsigned char)s[at] & 0x7f];
		if (escape == 0)
			buf_addf(out, "\\u%04x", (unsigned char)s[at]);
		else
			buf_add(out, (char[]){ '\\', escape }, 2);
		at++;
	}
	buf_addc(out, '"');
}

void json_write_int(struct buf *out, int64_t n)
{
	char digits[24];
	size_t at = sizeof digits;
	uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (n < 0)
		digits[--at] = '-';
	buf_add(out, digits + at, sizeof digits - at);
}

static void write_number(const struct writer *w, const struct json *value)
{
	if (!w->canonical) {
		buf_add(w->out, value->str, value->len);
		return;
	}
	buf_adds(w->out, "{\"$num\":");
	json_write_string(w->out, value->str, value->len);
	buf_addc(w->out, '}');
}

/* The source bytes of a number kept as {"$num":"..."}, or NULL.  They may come from a stranger's
 * event, so they are looked at before they are written outside quotes. */
static const struct json *kept_number(const struct json *value)
{
	const struct json *bytes = value->child;

	if (value->type != JSON_OBJECT || value->count != 1 || bytes->type != JSON_STRING)
		return NULL;
	if (bytes->key_len != 4 || memcmp(bytes->key, "$num", 4) != 0)
		return NULL;
	return json_number_valid(bytes->str, bytes->len) ? bytes : NULL;
}

/* ---- arrays and objects ---- */

static void open_frame(struct writer *w, const struct json *value)
{
	struct frame frame = { .value = value, .next = value->child };

	if (w->canonical && value->type == JSON_OBJECT)
		frame.sorted = json_sorted_children(value);
	buf_addc(w->out, value->type == JSON_OBJECT ? '{' : '[');
	w->frames = vec_grow(w->frames, w->n, &w->cap, sizeof *w->frames);
	w->frames[w->n++] = frame;
}

static void write_alone(struct writer *w, const struct json *value)
{
	const struct json *number;

	switch (value->type) {
	case JSON_NULL:
		buf_add(w->out, "null", 4);
		break;
	case JSON_BOOL:
		buf_adds(w->out, value->boolean ? "true" : "false");
		break;
	case JSON_INT:
		json_write_int(w->out, value->integer);
		break;
	case JSON_NUMBER:
		write_number(w, value);
		break;
	case JSON_STRING:
		json_write_string(w->out, value->str, value->len);
		break;
	case JSON_ARRAY:
	case JSON_OBJECT:
		number = w->canonical ? NULL : kept_number(value);
		if (number != NULL)
			buf_add(w->out, number->str, number->len);
		else
			open_frame(w, value);
		break;
	}
}

/* The next child of the innermost frame, or NULL when it is done. */
static const struct json *take_next(struct frame *frame)
{
	const struct json *child = frame->next;

	if (frame->done == frame->value->count)
		return NULL;
	if (frame->sorted != NULL)
		child = frame->sorted[frame->done];
	else
		frame->next = child->next;
	frame->done++;
	return child;
}

static void close_frame(struct writer *w)
{
	struct frame *frame = &w->frames[--w->n];

	buf_addc(w->out, frame->value->type == JSON_OBJECT ? '}' : ']');
	free(frame->sorted);
}

static void write_value(struct buf *out, const struct json *value, bool canonical)
{
	struct writer w = { .out = out, .canonical = canonical };

	write_alone(&w, value);
	while (w.n > 0) {
		struct frame *frame = &w.frames[w.n - 1];
		const struct json *child = take_next(frame);

		if (child == NULL) {
			close_frame(&w);
			continue;
		}
		if (frame->done > 1)
			buf_addc(out, ',');
		if (frame->value->type == JSON_OBJECT) {
			json_write_string(out, child->key, child->key_len);
			buf_addc(out, ':');
		}
		write_alone(&w, child);
	}
	free(w.frames);
}

void json_write_canonical(struct buf *out, const struct json *value)
{
	write_value(out, value, true);
}

void json_write_plain(struct buf *out, const struct json *value)
{
	write_value(out, value, false);
}

/* A control character without an escape of its own may be written in several ways. */
size_t json_canonical_string(const char *text, size_t len)
{
	static const char own[] = "\"\\bfnrt";
	size_t at = 1;

	if (len == 0 || text[0] != '"')
		return 0;
	for (;;) {
		at += json_plain_length(text + at, len - at, false);
		if (at < len && text[at] == '"')
			return json_gate_utf8(text, at + 1) ? at + 1 : 0;
		if (len - at < 2 || text[at] != '\\'
		    || memchr(own, text[at + 1], sizeof own - 1) == NULL)
			return 0;
		at += 2;
	}
}

bool json_is_canonical(const char *text, size_t len)
{
	struct arena arena = ARENA_INIT;
	struct buf again = BUF_INIT;
	struct err err;
	const struct json *value = json_parse(text, len, &arena, &err);
	bool same = false;

	if (value != NULL) {
		json_write_canonical(&again, value);
		same = again.len == len && memcmp(again.data, text, len) == 0;
	}
	buf_release(&again);
	arena_release(&arena);
	return same;
}
