#include "ui/view/spelling.h"

#include "text/decode.h"
#include "text/runes.h"

#include <string.h>

#define WORD_BYTES 64 /* what is longer is no word */

static size_t line_end(const struct spelling_scan *s, size_t at)
{
	const char *lf = memchr(s->text + at, '\n', s->len - at);

	return lf == NULL ? s->len : (size_t)(lf - s->text);
}

/* ``` or ~~~, indented by three spaces at most. */
static bool is_fence(const struct spelling_scan *s, size_t at)
{
	size_t indent = 0;

	while (indent < 4 && at < s->len && s->text[at] == ' ') {
		at++;
		indent++;
	}
	return indent < 4 && s->len - at >= 3
	       && (memcmp(s->text + at, "```", 3) == 0 || memcmp(s->text + at, "~~~", 3) == 0);
}

void spelling_scan(struct spelling_scan *s, const struct speller *speller, const char *text,
		   size_t len, size_t from)
{
	*s = (struct spelling_scan){ .speller = speller, .text = text, .len = len };
	while (from > 0 && text[from - 1] != '\n')
		from--;
	while (s->at < from) {
		s->fenced = s->fenced != is_fence(s, s->at);
		s->at = line_end(s, s->at) + 1;
	}
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The end of what stands between spaces at AT. */
static size_t chunk_end(const struct spelling_scan *s, size_t at)
{
	while (at < s->len && !is_space(s->text[at]))
		at++;
	return at;
}

static bool has(const char *text, size_t n, const char *part)
{
	size_t len = strlen(part);

	for (size_t i = 0; i + len <= n; i++)
		if (memcmp(text + i, part, len) == 0)
			return true;
	return false;
}

/* An address, a path, a name of a program's: none of the words in it are asked about. */
static bool is_no_prose(const char *chunk, size_t n)
{
	static const char *const signs[] = { "://", "www.", "@", "_", "\\", "](", "::", "()", "=" };

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (has(chunk, n, signs[i]))
			return true;
	/* "and/or" is prose, "/usr/bin" and "a/b/c" are not. */
	for (size_t i = 0, slashes = 0; i < n; i++)
		if (chunk[i] == '/' && (i == 0 || ++slashes > 1))
			return true;
	for (size_t i = 1; i + 1 < n; i++) /* "main.c", "3.14" */
		if (chunk[i] == '.' && chunk[i - 1] > ' ' && chunk[i + 1] > ' '
		    && chunk[i + 1] != '.' && chunk[i - 1] != '.')
			return true;
	return false;
}

/* A letter, or an apostrophe between two. */
static bool is_letter_at(const struct spelling_scan *s, size_t at, size_t end, size_t *len)
{
	uint32_t r = utf8_decode(s->text + at, end - at, len, NULL);
	size_t next;

	if (rune_is_word(r) && !rune_is_ideograph(r))
		return true;
	if ((r != '\'' && r != 0x2019) || at + *len >= end || at == 0)
		return false;
	return rune_is_word(utf8_decode(s->text + at + *len, end - at - *len, &next, NULL));
}

static size_t word_end_at(const struct spelling_scan *s, size_t at, size_t end)
{
	size_t len;

	while (at < end && is_letter_at(s, at, end, &len))
		at += len;
	return at;
}

/* Neither with a digit, nor in capitals alone, nor with capitals inside, nor a letter alone. */
static bool is_asked(const char *word, size_t n)
{
	size_t letters = 0, capitals = 0, inside = 0;

	for (size_t at = 0, len; at < n; at += len, letters++) {
		uint32_t r = utf8_decode(word + at, n - at, &len, NULL);

		if ((r >= '0' && r <= '9') || r == '_')
			return false;
		if (rune_lower(r) != r) {
			capitals++;
			inside += at > 0;
		}
	}
	return letters > 1 && n <= WORD_BYTES && inside == 0 && capitals < letters;
}

/* `code`: the end of it, or AT where none begins. */
static size_t code_end(const struct spelling_scan *s, size_t at)
{
	size_t ticks = 0, end = line_end(s, at);

	while (at + ticks < end && s->text[at + ticks] == '`')
		ticks++;
	for (size_t i = at + ticks; ticks > 0 && i + ticks <= end; i++)
		if (memcmp(s->text + i, s->text + at, ticks) == 0)
			return i + ticks;
	return at;
}

/* Moves over what is no prose; false: a word may begin here. */
static bool skip(struct spelling_scan *s)
{
	bool starts = s->at == 0 || s->text[s->at - 1] == '\n';
	size_t end;

	if (starts && is_fence(s, s->at)) {
		s->fenced = !s->fenced;
		s->at = line_end(s, s->at);
		return true;
	}
	if (s->fenced) {
		s->at = line_end(s, s->at) + 1;
		return true;
	}
	end = s->text[s->at] == '`' ? code_end(s, s->at) : s->at;
	if (end == s->at && (starts || is_space(s->text[s->at - 1])))
		end = is_no_prose(s->text + s->at, chunk_end(s, s->at) - s->at)
			      ? chunk_end(s, s->at)
			      : s->at;
	if (end == s->at)
		return false;
	s->at = end;
	return true;
}

bool spelling_next(struct spelling_scan *s, size_t to, struct hit *hit)
{
	while (s->at < to && s->at < s->len) {
		size_t start = s->at, end, len;

		if (skip(s))
			continue;
		end = word_end_at(s, start, s->len);
		utf8_decode(s->text + start, s->len - start, &len, NULL);
		s->at = end > start ? end : start + len;
		if (end > start && is_asked(s->text + start, end - start)
		    && !s->speller->knows(s->speller->ctx, s->text + start, end - start)) {
			*hit = (struct hit){ start, end };
			return true;
		}
	}
	return false;
}
