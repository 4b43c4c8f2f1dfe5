/* diff_lines.c - long texts: both ends and whole lines that are the same (patience), words between.
 */
#include "text/diff.h"

#include "base/alloc.h"
#include "base/fnv.h"
#include "text/decode.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SMALL 4096 /* bytes that are compared by words at once */

/* Two stretches that are still to be compared. */
struct stretch {
	const char *a, *b; /* the whole texts */
	size_t a_at, a_end, b_at, b_end;
};

static void add_same(struct diff *diff, size_t a, size_t b, size_t n)
{
	if (n == 0)
		return;
	diff->parts = vec_grow(diff->parts, diff->n, &diff->cap, sizeof *diff->parts);
	diff->parts[diff->n++] = (struct diff_part){ DIFF_SAME, a, a + n, b, b + n };
}

/* Nothing went: no words are compared. */
static void add_new(struct diff *diff, const struct stretch *s)
{
	if (s->b_at == s->b_end)
		return;
	diff->parts = vec_grow(diff->parts, diff->n, &diff->cap, sizeof *diff->parts);
	diff->parts[diff->n++] =
		(struct diff_part){ DIFF_INSERTED, s->a_at, s->a_at, s->b_at, s->b_end };
	diff->words_inserted += text_words(s->b + s->b_at, s->b_end - s->b_at);
}

static void by_words(struct diff *diff, const struct stretch *s)
{
	size_t first = diff->n;

	if (s->a_at == s->a_end) {
		add_new(diff, s);
		return;
	}
	diff_words(diff, s->a + s->a_at, s->a_end - s->a_at, s->b + s->b_at, s->b_end - s->b_at);
	for (; first < diff->n; first++) {
		struct diff_part *part = &diff->parts[first];

		part->a_start += s->a_at;
		part->a_end += s->a_at;
		part->b_start += s->b_at;
		part->b_end += s->b_at;
	}
}

/* ---------------------------------------------------------------- lines that each has once */

struct line {
	const char *text;
	size_t len; /* with its line end */
	struct line_side {
		size_t at; /* byte where it begins, the last time */
		unsigned n;
	} a, b;
};

struct line_table {
	struct line *line; /* an open hash table */
	size_t mask;
};

static uint64_t hash(const char *s, size_t n)
{
	uint64_t h = fnv_bytes(FNV_START, s, n);

	return h ^ h >> 32;
}

static struct line *line_of(struct line_table *lines, const char *text, size_t len)
{
	size_t i = hash(text, len) & lines->mask;

	while (lines->line[i].text != NULL
	       && (lines->line[i].len != len || memcmp(lines->line[i].text, text, len) != 0))
		i = (i + 1) & lines->mask;
	if (lines->line[i].text == NULL)
		lines->line[i] = (struct line){ .text = text, .len = len };
	return &lines->line[i];
}

static size_t line_end(const char *text, size_t at, size_t end)
{
	const char *lf = memchr(text + at, '\n', end - at);

	return lf == NULL ? end : (size_t)(lf - text) + 1;
}

static size_t count_lines(const char *text, size_t at, size_t end)
{
	size_t n = 0;

	for (; at < end; at = line_end(text, at, end))
		n++;
	return n;
}

static void note_line(struct line_side *side, size_t at)
{
	side->at = at;
	side->n++;
}

static void note_lines(struct line_table *lines, const struct stretch *s)
{
	size_t next;

	for (size_t at = s->a_at; at < s->a_end; at = next) {
		next = line_end(s->a, at, s->a_end);
		note_line(&line_of(lines, s->a + at, next - at)->a, at);
	}
	for (size_t at = s->b_at; at < s->b_end; at = next) {
		next = line_end(s->b, at, s->b_end);
		note_line(&line_of(lines, s->b + at, next - at)->b, at);
	}
}

/* ---------------------------------------------------------------- anchors */

struct anchor {
	size_t a, b, len;
	size_t before; /* the anchor before it in the longest row that ends here, plus 1 */
};

/* What both have once, in the order of B; returns how many. */
static size_t find_anchors(struct line_table *lines, const struct stretch *s, struct anchor *anchor)
{
	size_t n = 0;

	for (size_t at = s->b_at, next; at < s->b_end; at = next) {
		const struct line *line;

		next = line_end(s->b, at, s->b_end);
		line = line_of(lines, s->b + at, next - at);
		if (line->a.n == 1 && line->b.n == 1 && line->len > 1)
			anchor[n++] = (struct anchor){ line->a.at, at, line->len, 0 };
	}
	return n;
}

/* Keeps the most of them that are in the same order in both (patience sorting); returns how many.
 */
static size_t keep_in_order(struct anchor *anchor, size_t n)
{
	size_t *pile = xreallocarray(NULL, n + 1, sizeof *pile), piles = 0, kept;

	for (size_t i = 0; i < n; i++) {
		size_t low = 0, high = piles;

		while (low < high) {
			size_t mid = low + (high - low) / 2;

			if (anchor[pile[mid]].a < anchor[i].a)
				low = mid + 1;
			else
				high = mid;
		}
		anchor[i].before = low > 0 ? pile[low - 1] + 1 : 0;
		pile[low] = i;
		piles += low == piles;
	}
	kept = piles;
	for (size_t at = piles > 0 ? pile[piles - 1] + 1 : 0; at > 0; at = anchor[at - 1].before)
		pile[--piles] = at - 1;
	for (size_t i = 0; i < kept; i++)
		anchor[i] = anchor[pile[i]];
	free(pile);
	return kept;
}

/* A line that both have once, with equal lines around it, is the same line. */
static void by_lines(struct diff *diff, const struct stretch *s)
{
	size_t lines_a = count_lines(s->a, s->a_at, s->a_end);
	size_t lines_b = count_lines(s->b, s->b_at, s->b_end), n;
	struct anchor *anchor = xreallocarray(NULL, lines_b + 1, sizeof *anchor);
	struct line_table lines = { .mask = 63 };
	struct stretch left = *s;

	while (lines.mask < (lines_a + lines_b) * 2)
		lines.mask = lines.mask * 2 + 1;
	lines.line = xcalloc(lines.mask + 1, sizeof *lines.line);
	note_lines(&lines, s);
	n = keep_in_order(anchor, find_anchors(&lines, s, anchor));
	for (size_t i = 0; i < n; i++) {
		left.a_end = anchor[i].a;
		left.b_end = anchor[i].b;
		by_words(diff, &left);
		add_same(diff, anchor[i].a, anchor[i].b, anchor[i].len);
		left.a_at = anchor[i].a + anchor[i].len;
		left.b_at = anchor[i].b + anchor[i].len;
	}
	left.a_end = s->a_end;
	left.b_end = s->b_end;
	by_words(diff, &left);
	free(lines.line);
	free(anchor);
}

/* ---------------------------------------------------------------- both ends */

/* Behind what is no letter, a word ends. */
static bool may_cut(char c)
{
	return c > 0 && c < '0' && c != '\'';
}

/* Bytes that both begin with, up to behind a space, a line end or a mark. */
static size_t same_start(const struct stretch *s)
{
	size_t n = 0, cut = 0;

	while (n < s->a_end && n < s->b_end && s->a[n] == s->b[n])
		if (may_cut(s->a[n++]))
			cut = n;
	return n == s->a_end && n == s->b_end ? n : cut;
}

/* Bytes that both end with behind what they begin with, from such a place on. */
static size_t same_end(const struct stretch *s)
{
	size_t n = 0, cut = 0;

	while (n < s->a_end - s->a_at && n < s->b_end - s->b_at
	       && s->a[s->a_end - n - 1] == s->b[s->b_end - n - 1])
		if (may_cut(s->a[s->a_end - ++n]))
			cut = n;
	return cut;
}

struct diff_span diff_texts(struct diff *diff, const char *a, size_t a_len, const char *b,
			    size_t b_len)
{
	struct stretch s = { a, b, 0, a_len, 0, b_len };
	size_t start = same_start(&s), end;

	s.a_at = s.b_at = start;
	end = same_end(&s);
	s.a_end -= end;
	s.b_end -= end;
	add_same(diff, 0, 0, start);
	if (s.a_end - s.a_at > SMALL && s.b_end - s.b_at > SMALL)
		by_lines(diff, &s);
	else
		by_words(diff, &s);
	add_same(diff, s.a_end, s.b_end, end);
	return (struct diff_span){ s.a_at, s.a_end, s.b_at, s.b_end };
}
