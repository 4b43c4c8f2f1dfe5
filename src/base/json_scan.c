#include "base/json_scan.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#else
#define ONES UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)
#endif

bool json_scan_fail(struct json_scan *scan, size_t at, const char *fmt, ...)
{
	va_list ap;

	scan->error->at = at;
	va_start(ap, fmt);
	vsnprintf(scan->error->reason, sizeof scan->error->reason, fmt, ap);
	va_end(ap);
	return false;
}

/* ---- UTF-8 ---- */

struct utf8_row { /* what may follow a leading byte (Unicode, table 3-7) */
	unsigned char first, last;
	unsigned char low, high; /* of the second byte */
	size_t n;
};

static const struct utf8_row utf8_rows[] = {
	{ 0x00, 0x7f, 0x00, 0x00, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
	{ 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

/* Length of the character at S of N bytes, or 0. */
static size_t utf8_length(const char *s, size_t n)
{
	const unsigned char *b = (const unsigned char *)s;
	const struct utf8_row *row = NULL;

	for (size_t i = 0; i < sizeof utf8_rows / sizeof *utf8_rows && row == NULL; i++)
		if (b[0] >= utf8_rows[i].first && b[0] <= utf8_rows[i].last)
			row = &utf8_rows[i];
	if (row == NULL || row->n > n)
		return 0;
	if (row->n > 1 && (b[1] < row->low || b[1] > row->high))
		return 0;
	for (size_t i = 2; i < row->n; i++)
		if ((b[i] & 0xc0) != 0x80)
			return 0;
	return row->n;
}

static bool fail_utf8(struct json_scan *scan, size_t at)
{
	return json_scan_fail(scan, at, "not valid UTF-8 (byte 0x%02x)",
			      (unsigned char)scan->text[at]);
}

bool json_scan_unexpected(struct json_scan *scan, size_t at, const char *expected)
{
	const char *s = scan->text + at;
	size_t n;

	if (at >= scan->len)
		return json_scan_fail(scan, scan->len, "the text ends where %s should stand",
				      expected);
	n = utf8_length(s, scan->len - at);
	if (n == 0)
		return fail_utf8(scan, at);
	if (n == 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		return json_scan_fail(scan, at, "a byte-order mark stands where %s should",
				      expected);
	if (n == 1 && ((unsigned char)*s < 0x20 || *s == 0x7f))
		return json_scan_fail(scan, at, "control character 0x%02x where %s should stand",
				      (unsigned char)*s, expected);
	return json_scan_fail(scan, at, "'%.*s' where %s should stand", (int)n, s, expected);
}

/* ---- strings ---- */

#if defined(__SSE2__)

/* Which of sixteen bytes a string cannot hold as they are, one bit each. */
static unsigned marks(const char *s, bool ascii_only)
{
	const __m128i x = _mm_loadu_si128((const __m128i *)(const void *)s);
	__m128i stop = _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('"')),
				    _mm_cmpeq_epi8(x, _mm_set1_epi8('\\')));

	/* The smaller of x and 0x1f is x itself: a control character. */
	stop = _mm_or_si128(stop, _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(0x1f)), x));
	if (ascii_only)
		stop = _mm_or_si128(stop, x); /* its high bit */
	return (unsigned)_mm_movemask_epi8(stop);
}

static size_t plain_blocks(const char *s, size_t n, bool ascii_only)
{
	size_t at = 0;

	for (; at + 16 <= n; at += 16) {
		unsigned stop = marks(s + at, ascii_only);

		if (stop != 0)
			return at + (size_t)__builtin_ctz(stop);
	}
	return at;
}

#else

static uint64_t has_zero(uint64_t x)
{
	return (x - ONES) & ~x & HIGHS;
}

/* Eight bytes at a time, up to the eight that hold what stops it. */
static size_t plain_blocks(const char *s, size_t n, bool ascii_only)
{
	uint64_t not_ascii = ascii_only ? HIGHS : 0;
	size_t at = 0;

	for (; at + 8 <= n; at += 8) {
		uint64_t x;

		memcpy(&x, s + at, 8);
		if ((has_zero(x ^ (ONES * '"')) | has_zero(x ^ (ONES * '\\'))
		     | ((x - ONES * 0x20) & ~x & HIGHS) | (x & not_ascii))
		    != 0)
			break;
	}
	return at;
}

#endif

size_t json_plain_length(const char *s, size_t n, bool ascii_only)
{
	size_t at = plain_blocks(s, n, ascii_only);

	for (; at < n; at++) {
		unsigned char c = (unsigned char)s[at];

		if (c == '"' || c == '\\' || c < 0x20 || (c >= 0x80 && ascii_only))
			break;
	}
	return at;
}

/* The four hex digits at AT, or -1. */
static int hex4(const struct json_scan *scan, size_t at)
{
	int value = 0;

	if (at > scan->len || scan->len - at < 4)
		return -1;
	for (size_t i = at; i < at + 4; i++) {
		char c = scan->text[i];

		if (c >= '0' && c <= '9')
			value = value * 16 + (c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value * 16 + (c - 'a' + 10);
		else if (c >= 'A' && c <= 'F')
			value = value * 16 + (c - 'A' + 10);
		else
			return -1;
	}
	return value;
}

static bool check_unicode_escape(struct json_scan *scan, size_t *at)
{
	int high = hex4(scan, *at + 2), low;

	if (high < 0)
		return json_scan_fail(scan, *at, "\\u needs four hex digits");
	if (high == 0)
		return json_scan_fail(scan, *at, "U+0000 (\\u0000) is not allowed in text");
	if (high >= 0xdc00 && high <= 0xdfff)
		return json_scan_fail(scan, *at, "lone surrogate \\u%04x", (unsigned)high);
	if (high >= 0xd800 && high <= 0xdbff) {
		bool escape = *at + 8 <= scan->len && scan->text[*at + 6] == '\\'
			      && scan->text[*at + 7] == 'u';

		low = escape ? hex4(scan, *at + 8) : -1;
		if (low < 0xdc00 || low > 0xdfff)
			return json_scan_fail(scan, *at, "lone surrogate \\u%04x", (unsigned)high);
		*at += 6;
	}
	*at += 6;
	return true;
}

static const char escapes[256] = {
	['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
	['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
};

static bool check_escape(struct json_scan *scan, size_t *at)
{
	char c;

	if (*at + 1 >= scan->len)
		return json_scan_fail(scan, scan->len, "the text ends inside a string");
	c = scan->text[*at + 1];
	if (c == 'u')
		return check_unicode_escape(scan, at);
	if (escapes[(unsigned char)c] == 0)
		return json_scan_fail(scan, *at,
				      "\\ must be followed by one of \" \\ / b f n r t u");
	*at += 2;
	return true;
}

/* One byte that json_plain_length() stopped at and that is no quote. */
static bool check_special(struct json_scan *scan, size_t *at, bool *escaped)
{
	unsigned char c = (unsigned char)scan->text[*at];
	size_t n;

	if (c == '\\') {
		*escaped = true;
		return check_escape(scan, at);
	}
	if (c == 0)
		return json_scan_fail(scan, *at, "a NUL byte is not allowed in text");
	if (c < 0x20)
		return json_scan_fail(scan, *at,
				      "raw control character 0x%02x inside a string; write it as "
				      "\\u%04x",
				      c, c);
	n = utf8_length(scan->text + *at, scan->len - *at);
	if (n == 0)
		return fail_utf8(scan, *at);
	*at += n;
	return true;
}

/* Decodes the checked escape at AT into OUT; moves AT behind it. */
static size_t decode_escape(const struct json_scan *scan, size_t *at, char *out)
{
	char c = scan->text[*at + 1];
	unsigned cp;

	if (c != 'u') {
		*out = escapes[(unsigned char)c];
		*at += 2;
		return 1;
	}
	cp = (unsigned)hex4(scan, *at + 2);
	*at += 6;
	if (cp >= 0xd800 && cp <= 0xdbff) {
		cp = 0x10000 + ((cp - 0xd800) << 10) + ((unsigned)hex4(scan, *at + 2) - 0xdc00);
		*at += 6;
	}
	return utf8_encode(out, cp);
}

/* The checked bytes from AT to END; what comes out is never longer than they are. */
static const char *decode_string(struct json_scan *scan, size_t at, size_t end, size_t *len)
{
	char *out = arena_room(scan->arena, end - at + 1), *to = out;

	while (at < end) {
		const char *from = scan->text + at;
		const char *escape = memchr(from, '\\', end - at);
		size_t n = escape != NULL ? (size_t)(escape - from) : end - at;

		memcpy(to, from, n);
		to += n;
		at += n;
		if (at < end)
			to += decode_escape(scan, &at, to);
	}
	*to = '\0';
	*len = (size_t)(to - out);
	return out;
}

bool json_scan_string(struct json_scan *scan, const char **str, size_t *len)
{
	size_t start = scan->at + 1, at = start;
	bool escaped = false;

	for (;;) {
		at += json_plain_length(scan->text + at, scan->len - at, !scan->utf8_checked);
		if (at >= scan->len)
			return json_scan_fail(scan, scan->len, "the text ends inside a string");
		if (scan->text[at] == '"')
			break;
		if (!check_special(scan, &at, &escaped))
			return false;
	}
	if (escaped) {
		*str = decode_string(scan, start, at, len);
	} else {
		*len = at - start;
		*str = arena_strndup(scan->arena, scan->text + start, *len);
	}
	scan->at = at + 1;
	return true;
}

/* ---- numbers ---- */

#define FEW_DIGITS 10

struct number_shape {
	size_t integer_digits, end;
	bool fraction, exponent;
	const char *wrong; /* NULL: a number */
};

static size_t skip_digits(const char *s, size_t n, size_t at)
{
	while (at < n && s[at] >= '0' && s[at] <= '9')
		at++;
	return at;
}

static void shape_integer(struct number_shape *shape, const char *s, size_t n)
{
	size_t start = n > 0 && s[0] == '-' ? 1 : 0;

	shape->end = skip_digits(s, n, start);
	shape->integer_digits = shape->end - start;
	if (shape->integer_digits == 0) {
		shape->wrong = "'-' needs a digit behind it";
	} else if (s[start] == '0' && shape->integer_digits > 1) {
		shape->wrong = "a number must not begin with 0";
		shape->end = start;
	}
}

static void shape_fraction(struct number_shape *shape, const char *s, size_t n)
{
	size_t digits = shape->end + 1;

	if (shape->wrong != NULL || shape->end == n || s[shape->end] != '.')
		return;
	shape->fraction = true;
	shape->end = skip_digits(s, n, digits);
	if (shape->end == digits)
		shape->wrong = "'.' needs a digit behind it";
}

static void shape_exponent(struct number_shape *shape, const char *s, size_t n)
{
	size_t digits = shape->end + 1;

	if (shape->wrong != NULL || shape->end == n || (s[shape->end] | 0x20) != 'e')
		return;
	if (digits < n && (s[digits] == '+' || s[digits] == '-'))
		digits++;
	shape->exponent = true;
	shape->end = skip_digits(s, n, digits);
	if (shape->end == digits)
		shape->wrong = "the exponent has no digits";
}

/* The number that S begins with; END is where it stops or where it went wrong. */
static struct number_shape number_shape(const char *s, size_t n)
{
	struct number_shape shape = { .wrong = NULL };

	shape_integer(&shape, s, n);
	shape_fraction(&shape, s, n);
	shape_exponent(&shape, s, n);
	return shape;
}

/* What no double holds is refused, as simdjson does: readers of exports could not take it. */
static bool overflows(const char *s, const struct number_shape *shape)
{
	if (!shape->exponent && shape->integer_digits < 308)
		return false;
	return isinf(strtod(s, NULL));
}

static bool integer_fits(const char *s)
{
	errno = 0;
	if (s[0] == '-')
		strtoll(s, NULL, 10);
	else
		strtoull(s, NULL, 10);
	return errno == 0;
}

bool json_number_valid(const char *s, size_t n)
{
	struct number_shape shape = number_shape(s, n);

	if (shape.wrong != NULL || shape.end != n)
		return false;
	if (!shape.fraction && !shape.exponent && !integer_fits(s))
		return false;
	return !overflows(s, &shape);
}

static bool read_small_integer(const char *s, size_t n, int64_t *out)
{
	size_t start = s[0] == '-' ? 1 : 0;
	int64_t value = 0;

	if (n - start > 16 || (start == 1 && s[1] == '0'))
		return false;
	for (size_t i = start; i < n; i++)
		value = value * 10 + (s[i] - '0');
	*out = start == 1 ? -value : value;
	return value <= JSON_SAFE_INT;
}

/* Most numbers are a few digits and nothing else: how many; 0: it has to be looked at. */
static size_t few_digits(const char *s, size_t n, int64_t *out)
{
	int64_t value = 0;
	size_t at = 0;

	while (at < n && at < FEW_DIGITS && s[at] >= '0' && s[at] <= '9')
		value = value * 10 + (s[at++] - '0');
	if (at == n || at == FEW_DIGITS || strchr(".eE", s[at]) != NULL || (at > 1 && s[0] == '0'))
		return 0;
	*out = value;
	return at;
}

bool json_scan_number(struct json_scan *scan, struct json *value)
{
	const char *s = scan->text + scan->at;
	struct number_shape shape;
	size_t start = scan->at, few = few_digits(s, scan->len - scan->at, &value->integer);

	if (few > 0) {
		value->type = JSON_INT;
		scan->at += few;
		return true;
	}
	shape = number_shape(s, scan->len - scan->at);
	if (shape.wrong != NULL)
		return json_scan_fail(scan, start + shape.end, "%s", shape.wrong);
	scan->at += shape.end;
	if (!shape.fraction && !shape.exponent
	    && read_small_integer(s, shape.end, &value->integer)) {
		value->type = JSON_INT;
		return true;
	}
	value->type = JSON_NUMBER;
	value->len = shape.end;
	value->str = arena_strndup(scan->arena, s, shape.end);
	if (!shape.fraction && !shape.exponent && !integer_fits(value->str))
		return json_scan_fail(scan, start, "the integer does not fit in 64 bits");
	if (overflows(value->str, &shape))
		return json_scan_fail(scan, start, "the number is too large for a double");
	return true;
}
