#include "text/decode.h"

#include "text/runes.h"

#include <string.h>
#include <utf8proc.h>

/* A cluster longer than this is hostile: it may be cut. */
#define LOOK_BACK 256

/* Bytes a lead byte announces, and the range its second byte must be in (Unicode table 3-7). */
static size_t sequence(unsigned char lead, unsigned char *low, unsigned char *high)
{
	*low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
	*high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
	if (lead >= 0xC2 && lead <= 0xDF)
		return 2;
	if (lead >= 0xE0 && lead <= 0xEF)
		return 3;
	return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

static uint32_t bad(size_t *len, size_t taken, bool *ok)
{
	*len = taken;
	if (ok != NULL)
		*ok = false;
	return RUNE_BAD;
}

uint32_t utf8_decode(const char *s, size_t n, size_t *len, bool *ok)
{
	const unsigned char *b = (const unsigned char *)s;
	unsigned char low, high;
	uint32_t rune;
	size_t want;

	if (ok != NULL)
		*ok = true;
	if (b[0] < 0x80) {
		*len = 1;
		return b[0];
	}
	want = sequence(b[0], &low, &high);
	if (want == 0 || n < 2 || b[1] < low || b[1] > high)
		return bad(len, 1, ok);
	rune = b[0] & (0xFFu >> (want + 1));
	rune = rune << 6 | (b[1] & 0x3Fu);
	for (size_t i = 2; i < want; i++) {
		if (i >= n || (b[i] & 0xC0) != 0x80)
			return bad(len, i, ok);
		rune = rune << 6 | (b[i] & 0x3Fu);
	}
	*len = want;
	return rune;
}

static size_t ascii_run(const char *s, size_t n)
{
	size_t i = 0;

	for (uint64_t word; i + sizeof word <= n; i += sizeof word) {
		memcpy(&word, s + i, sizeof word);
		if ((word & 0x8080808080808080u) != 0)
			break;
	}
	while (i < n && (unsigned char)s[i] < 0x80)
		i++;
	return i;
}

bool utf8_valid(const char *s, size_t n, size_t *bad_at)
{
	size_t at = 0;

	while ((at += ascii_run(s + at, n - at)) < n) {
		size_t len;
		bool ok;

		utf8_decode(s + at, n - at, &len, &ok);
		if (!ok) {
			if (bad_at != NULL)
				*bad_at = at;
			return false;
		}
		at += len;
	}
	return true;
}

size_t utf8_count(const char *s, size_t n)
{
	size_t count = 0, at = 0;

	while (at < n) {
		size_t len = ascii_run(s + at, n - at);

		count += len;
		at += len;
		if (at == n)
			break;
		utf8_decode(s + at, n - at, &len, NULL);
		at += len;
		count++;
	}
	return count;
}

size_t utf8_offset(const char *s, size_t n, size_t code_point)
{
	size_t at = 0;

	while (code_point > 0 && at < n) {
		size_t len = ascii_run(s + at, code_point < n - at ? code_point : n - at);

		if (len == 0) {
			utf8_decode(s + at, n - at, &len, NULL);
			code_point--;
		} else {
			code_point -= len;
		}
		at += len;
	}
	return at;
}

size_t utf8_piece(const char *s, size_t n, size_t max)
{
	size_t len = max;

	if (n <= max)
		return n;
	while (len < n && len - max < UTF8_PIECE_MORE - 4 && (unsigned char)s[len] >= 0x80)
		len++;
	while (len < n && len - max < UTF8_PIECE_MORE && ((unsigned char)s[len] & 0xC0) == 0x80)
		len++;
	return len;
}

/* Whether S holds two ASCII characters that are no CR LF: a boundary is between them. */
static bool plainly_apart(const char *s)
{
	return (unsigned char)s[0] < 0x80 && (unsigned char)s[1] < 0x80
	       && !(s[0] == '\r' && s[1] == '\n');
}

size_t grapheme_next(const char *s, size_t n, size_t at)
{
	utf8proc_int32_t state = 0;
	size_t len;
	uint32_t rune;

	if (at >= n)
		return n;
	if (at + 1 < n && plainly_apart(s + at))
		return at + 1;
	rune = utf8_decode(s + at, n - at, &len, NULL);
	for (at += len; at < n; at += len) {
		uint32_t next = utf8_decode(s + at, n - at, &len, NULL);

		if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)rune, (utf8proc_int32_t)next,
						     &state))
			return at;
		rune = next;
	}
	return n;
}

/* Start of the code point that ends at AT. */
static size_t rune_before(const char *s, size_t at)
{
	size_t start = at - 1, len;

	while (start > 0 && at - start < 4 && ((unsigned char)s[start] & 0xC0) == 0x80)
		start--;
	utf8_decode(s + start, at - start, &len, NULL);
	return start + len == at ? start : at - 1;
}

static size_t safe_start(const char *s, size_t at)
{
	size_t start = at;

	while (start > 0 && at - start < LOOK_BACK) {
		if (at - start >= 2 && plainly_apart(s + start - 1))
			return start;
		start = rune_before(s, start);
	}
	return start;
}

size_t grapheme_prev(const char *s, size_t n, size_t at)
{
	size_t start, next;

	if (at > n)
		at = n;
	if (at == 0)
		return 0;
	if (at >= 2 && plainly_apart(s + at - 2))
		return at - 1;
	start = safe_start(s, at);
	while ((next = grapheme_next(s, at, start)) < at)
		start = next;
	return start;
}

enum word_class { IN_SPACE, IN_WORD, ALONE, IN_PUNCTUATION };

static enum word_class class_of(uint32_t r)
{
	if (rune_is_space(r))
		return IN_SPACE;
	if (rune_is_ideograph(r))
		return ALONE;
	return rune_is_word(r) ? IN_WORD : IN_PUNCTUATION;
}

static enum word_class class_at(const char *s, size_t n, size_t at)
{
	size_t len;

	return class_of(utf8_decode(s + at, n - at, &len, NULL));
}

size_t word_next(const char *s, size_t n, size_t at)
{
	enum word_class first;

	if (at >= n)
		return n;
	first = class_at(s, n, at);
	at = grapheme_next(s, n, at);
	while (first != ALONE && at < n && class_at(s, n, at) == first)
		at = grapheme_next(s, n, at);
	while (at < n && class_at(s, n, at) == IN_SPACE)
		at = grapheme_next(s, n, at);
	return at;
}

size_t word_prev(const char *s, size_t n, size_t at)
{
	enum word_class last = IN_SPACE;

	while (at > 0 && last == IN_SPACE) {
		at = grapheme_prev(s, n, at);
		last = class_at(s, n, at);
	}
	while (at > 0 && (last == IN_WORD || last == IN_PUNCTUATION)) {
		size_t before = grapheme_prev(s, n, at);

		if (class_at(s, n, before) != last)
			break;
		at = before;
	}
	return at;
}

static bool is_apostrophe(uint32_t r)
{
	return r == '\'' || r == 0x2019;
}

size_t text_words(const char *s, size_t n)
{
	size_t words = 0;
	bool inside = false, joined = false;

	for (size_t at = 0, len; at < n; at += len) {
		uint32_t r = utf8_decode(s + at, n - at, &len, NULL);
		enum word_class class = class_of(r);

		if (class == ALONE || (class == IN_WORD && !inside && !joined))
			words++;
		joined = inside && is_apostrophe(r);
		inside = class == IN_WORD;
	}
	return words;
}
