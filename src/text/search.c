#include "text/search.h"

#include "text/decode.h"
#include "text/runes.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

struct matcher {
	const char *pattern;
	size_t n;
	bool exact;       /* the pattern has a capital */
	bool starts[256]; /* bytes with which a hit can begin */
};

static uint32_t folded(const struct matcher *m, uint32_t r)
{
	return m->exact ? r : rune_lower(r);
}

static bool has_capital(const char *s, size_t n)
{
	for (size_t at = 0, len; at < n; at += len) {
		uint32_t r = utf8_decode(s + at, n - at, &len, NULL);

		if (rune_lower(r) != r)
			return true;
	}
	return false;
}

static unsigned char lead_byte(uint32_t r)
{
	utf8proc_uint8_t bytes[4] = { 0 };

	utf8proc_encode_char((utf8proc_int32_t)r, bytes);
	return bytes[0];
}

static void matcher_init(struct matcher *m, const char *pattern)
{
	uint32_t first;
	size_t len;
	bool ok;

	*m = (struct matcher){ .pattern = pattern, .n = strlen(pattern) };
	if (m->n == 0)
		return;
	m->exact = has_capital(pattern, m->n);
	first = utf8_decode(pattern, m->n, &len, &ok);
	m->starts[(unsigned char)pattern[0]] = true;
	if (pattern[0] == ' ')
		m->starts['\t'] = m->starts['\n'] = m->starts['\r'] = true;
	if (m->exact || !ok)
		return;
	m->starts[lead_byte((uint32_t)utf8proc_toupper((utf8proc_int32_t)first))] = true;
	m->starts[lead_byte((uint32_t)utf8proc_totitle((utf8proc_int32_t)first))] = true;
}

/* Bytes of white space: lines end anywhere, so one space stands for all there is. */
static size_t white(const char *text, size_t n)
{
	size_t len = 0;

	while (len < n
	       && (text[len] == ' ' || text[len] == '\t' || text[len] == '\n' || text[len] == '\r'))
		len++;
	return len;
}

static bool is_word_at(const char *text, size_t n, size_t at)
{
	size_t len;

	return at < n && rune_is_word(utf8_decode(text + at, n - at, &len, NULL))
	       && text[at] != '_';
}

/* What Markdown keeps out of sight inside of a text: "turn **it** off" is read as "turn it off". */
static bool is_markup(const char *text, size_t n, size_t at)
{
	if (text[at] == '*' || text[at] == '`')
		return true;
	return text[at] == '_' && !(is_word_at(text, n, at - 1) && is_word_at(text, n, at + 1));
}

/* Bytes of the text at AT that the next letter of the pattern matches, whose bytes are *TAKEN. */
static size_t match_letter(const struct matcher *m, const char *text, size_t n, const char *pattern,
			   size_t *taken)
{
	size_t left = m->n - (size_t)(pattern - m->pattern), len = 0;

	*taken = 1;
	if (text[0] == pattern[0] && (unsigned char)text[0] < 0x80 && text[0] != ' ')
		return 1;
	if (pattern[0] == ' ' && (len = white(text, n)) > 0)
		return len;
	if (folded(m, utf8_decode(text, n, &len, NULL)) != utf8_decode(pattern, left, taken, NULL))
		return 0;
	return len;
}

/* Bytes of TEXT that the whole pattern matches at its start; 0 if it does not. */
static size_t match_here(const struct matcher *m, const char *text, size_t n)
{
	size_t at = 0, in_pattern = 0;

	while (in_pattern < m->n) {
		size_t taken, len;

		if (at >= n)
			return 0;
		len = match_letter(m, text + at, n - at, m->pattern + in_pattern, &taken);
		if (len > 0)
			in_pattern += taken;
		else if (at > 0 && is_markup(text, n, at))
			len = 1;
		else
			return 0;
		at += len;
	}
	return at;
}

static bool find(const struct matcher *m, const char *text, size_t n, size_t from, struct hit *hit)
{
	for (size_t at = from; m->n > 0 && at < n; at++) {
		size_t len;

		if (!m->starts[(unsigned char)text[at]])
			continue;
		len = match_here(m, text + at, n - at);
		if (len > 0) {
			*hit = (struct hit){ .start = at, .end = at + len };
			return true;
		}
	}
	return false;
}

bool search_next(const char *text, size_t n, const char *pattern, size_t from, struct hit *hit)
{
	struct matcher m;

	matcher_init(&m, pattern);
	return find(&m, text, n, from, hit);
}

size_t search_count(const char *text, size_t n, const char *pattern)
{
	struct hit hit = { 0, 0 };
	struct matcher m;
	size_t count = 0;

	matcher_init(&m, pattern);
	while (find(&m, text, n, hit.end, &hit))
		count++;
	return count;
}

/* How badly PATTERN fits NAME when its first letter is taken at AT: gaps cost; SIZE_MAX: not at
 * all. */
static size_t fit_from(const char *name, size_t n, size_t at, const char *pattern, size_t m)
{
	size_t cost = at == 0 ? 0 : rune_is_word((unsigned char)name[at - 1]) ? 4 : 1;
	size_t last = at, len, pattern_len;

	for (size_t i = 0; i < m; i += pattern_len) {
		uint32_t want = rune_lower(utf8_decode(pattern + i, m - i, &pattern_len, NULL));

		while (at < n && rune_lower(utf8_decode(name + at, n - at, &len, NULL)) != want)
			at += len;
		if (at >= n)
			return SIZE_MAX;
		cost += (at - last) * 2;
		at += len;
		last = at;
	}
	return cost;
}

bool fuzzy_match(const char *name, const char *pattern, int *score)
{
	size_t n = strlen(name), m = strlen(pattern), best = SIZE_MAX;

	for (size_t at = 0; m > 0 && at < n; at++) {
		size_t cost = fit_from(name, n, at, pattern, m);

		if (cost != SIZE_MAX)
			cost += at; /* earlier is better */
		best = cost < best ? cost : best;
	}
	*score = 0;
	if (m == 0 || best == SIZE_MAX)
		return m == 0;
	best = best * 8 + (n < 1000 ? n : 1000); /* and of equals the shorter name */
	*score = best > 1000000 ? 1000000 : (int)best;
	return true;
}
