/* diff.c - Myers' greedy algorithm over words, numbered so that equal words have equal numbers. */
#include "text/diff.h"

#include "base/alloc.h"
#include "base/fnv.h"
#include "text/decode.h"
#include "text/runes.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define DISTANCE_MAX 1000 /* edits; the trace takes 4 bytes for each pair of them */

struct words {
	size_t *start; /* byte offsets; one more than words */
	uint32_t *id;
	uint8_t *kind; /* enum word_kind */
	size_t n, cap;
};

enum word_kind { WORD_LETTERS, WORD_SPACE, WORD_OTHER };

/* ---- words ---- */

static enum word_kind kind_of(uint32_t r)
{
	if (r == '\n')
		return WORD_OTHER; /* a line end is never part of a change around it */
	return rune_is_space(r) ? WORD_SPACE : rune_is_word(r) ? WORD_LETTERS : WORD_OTHER;
}

/* End of the word at AT: a run of letters or of spaces, or one other character. */
static size_t word_end(const char *s, size_t n, size_t at, enum word_kind *kind)
{
	size_t len;
	uint32_t r = utf8_decode(s + at, n - at, &len, NULL);

	*kind = kind_of(r);
	if (*kind == WORD_OTHER || rune_is_ideograph(r))
		return grapheme_next(s, n, at);
	for (at += len; at < n; at += len) {
		r = utf8_decode(s + at, n - at, &len, NULL);
		if (kind_of(r) != *kind || rune_is_ideograph(r))
			break;
	}
	return at;
}

static void split(struct words *w, const char *s, size_t n)
{
	size_t at = 0;

	*w = (struct words){ .cap = 64 };
	w->start = xreallocarray(NULL, w->cap + 1, sizeof *w->start);
	w->kind = xmalloc(w->cap);
	while (at < n) {
		enum word_kind kind;

		if (w->n == w->cap) {
			w->cap *= 2;
			w->start = xreallocarray(w->start, w->cap + 1, sizeof *w->start);
			w->kind = xreallocarray(w->kind, w->cap, 1);
		}
		w->start[w->n] = at;
		at = word_end(s, n, at, &kind);
		w->kind[w->n++] = (uint8_t)kind;
	}
	w->start[w->n] = n;
	w->id = xcalloc(w->n, sizeof *w->id);
}

static void words_release(struct words *w)
{
	free(w->start);
	free(w->id);
	free(w->kind);
}

/* An open hash table from words to numbers. */
struct numbers {
	struct number {
		const char *word;
		size_t len;
		uint32_t id; /* 0: free */
	} * slot;
	size_t mask;
	uint32_t next;
};

static uint64_t hash(const char *s, size_t n)
{
	uint64_t h = fnv_bytes(FNV_START, s, n);

	return h ^ h >> 32;
}

static uint32_t number_of(struct numbers *numbers, const char *word, size_t len)
{
	size_t i = hash(word, len) & numbers->mask;

	for (;; i = (i + 1) & numbers->mask) {
		struct number *slot = &numbers->slot[i];

		if (slot->id == 0)
			*slot = (struct number){ .word = word, .len = len, .id = ++numbers->next };
		if (slot->len == len && memcmp(slot->word, word, len) == 0)
			return slot->id;
	}
}

static void number_words(struct words *a, const char *a_text, struct words *b, const char *b_text)
{
	struct numbers numbers = { .mask = 63 };

	while (numbers.mask < (a->n + b->n) * 2)
		numbers.mask = numbers.mask * 2 + 1;
	numbers.slot = xcalloc(numbers.mask + 1, sizeof *numbers.slot);
	for (size_t i = 0; i < a->n; i++)
		a->id[i] = number_of(&numbers, a_text + a->start[i], a->start[i + 1] - a->start[i]);
	for (size_t i = 0; i < b->n; i++)
		b->id[i] = number_of(&numbers, b_text + b->start[i], b->start[i + 1] - b->start[i]);
	free(numbers.slot);
}

/* ---- the shortest way from A to B ---- */

#define UNREACHED (-1)

struct problem {
	const uint32_t *a, *b; /* between what both ends have in common */
	int n, m;
	int *trace; /* furthest x on each diagonal, row by row of the edits made */
	size_t trace_cap;
	bool *keep_a, *keep_b; /* result: the word is in both texts */
};

/* Row D has 2 D + 1 diagonals; the pointer is to diagonal 0. */
static int *trace_row(const struct problem *p, int d)
{
	return p->trace + (size_t)d * (size_t)d + d;
}

/* Where diagonal K is entered with the last of D edits; *FROM is the diagonal that it came from. */
static int enter(const struct problem *p, int d, int k, int *from)
{
	const int *before;
	int down = UNREACHED, right = UNREACHED;

	*from = 0;
	if (d == 0)
		return 0;
	before = trace_row(p, d - 1);
	if (k + 1 <= d - 1 && before[k + 1] != UNREACHED && before[k + 1] - k <= p->m)
		down = before[k + 1];
	if (k - 1 >= 1 - d && before[k - 1] != UNREACHED && before[k - 1] < p->n)
		right = before[k - 1] + 1;
	*from = down >= right ? k + 1 : k - 1;
	return down >= right ? down : right;
}

static int slide(const struct problem *p, int x, int k)
{
	while (x != UNREACHED && x < p->n && x - k < p->m && p->a[x] == p->b[x - k])
		x++;
	return x;
}

/* Notes the words that are kept on the way to X on diagonal K, which D edits reached. */
static void walk_back(struct problem *p, int d, int k, int x)
{
	for (; d >= 0; d--) {
		int from, start = enter(p, d, k, &from);

		for (; x > start; x--) {
			p->keep_a[x - 1] = true;
			p->keep_b[x - 1 - k] = true;
		}
		if (d > 0)
			x = trace_row(p, d - 1)[from];
		k = from;
	}
}

static void grow_trace(struct problem *p, int d)
{
	size_t need = (size_t)(d + 1) * (size_t)(d + 1);

	if (need <= p->trace_cap)
		return;
	p->trace_cap = need * 2;
	p->trace = xreallocarray(p->trace, p->trace_cap, sizeof *p->trace);
}

/* One more edit on every diagonal.  Returns the diagonal that got furthest. */
static int extend(struct problem *p, int d)
{
	int *row, best = -d, best_sum = UNREACHED;

	grow_trace(p, d);
	row = trace_row(p, d);
	for (int k = -d; k <= d; k += 2) {
		int from;

		row[k] = slide(p, enter(p, d, k, &from), k);
		if (row[k] != UNREACHED && 2 * row[k] - k > best_sum) {
			best_sum = 2 * row[k] - k;
			best = k;
		}
	}
	return best;
}

/* Until the end is reached, or too many edits are made: then what lies behind the furthest point
 * has no match. */
static void solve(struct problem *p)
{
	for (int d = 0;; d++) {
		int k = extend(p, d), x = trace_row(p, d)[k];
		bool arrived = x == p->n && x - k == p->m;

		if (!arrived && d < DISTANCE_MAX)
			continue;
		walk_back(p, d, k, x);
		break;
	}
	free(p->trace);
}

static void match(struct words *a, struct words *b, bool *keep_a, bool *keep_b)
{
	size_t start = 0, n = a->n, m = b->n;
	struct problem p;

	while (start < n && start < m && a->id[start] == b->id[start]) {
		keep_a[start] = keep_b[start] = true;
		start++;
	}
	while (n > start && m > start && a->id[n - 1] == b->id[m - 1])
		keep_a[--n] = keep_b[--m] = true;
	p = (struct problem){ .a = a->id + start,
			      .b = b->id + start,
			      .n = (int)(n - start),
			      .m = (int)(m - start),
			      .keep_a = keep_a + start,
			      .keep_b = keep_b + start };
	if (p.n > 0 && p.m > 0)
		solve(&p);
}

/* ---- parts ---- */

struct pairing {
	const struct words *a, *b;
	bool *keep_a, *keep_b;
};

static bool is_blank(const struct pairing *p, size_t i)
{
	return p->a->kind[i] == WORD_SPACE && p->a->start[i + 1] - p->a->start[i] <= 2;
}

/* A lone space between two changes is no island: "one two" against "three four" is one change. */
static void join_changes(struct pairing *p)
{
	size_t j = 0;

	for (size_t i = 0; i < p->a->n; i++) {
		bool before, behind;

		while (j < p->b->n && !p->keep_b[j])
			j++;
		if (!p->keep_a[i])
			continue;
		before = (i > 0 && !p->keep_a[i - 1]) && (j > 0 && !p->keep_b[j - 1]);
		behind = (i + 1 < p->a->n && !p->keep_a[i + 1])
			 && (j + 1 < p->b->n && !p->keep_b[j + 1]);
		if (before && behind && is_blank(p, i))
			p->keep_a[i] = p->keep_b[j] = false;
		j++;
	}
}

/* Appends a part from words I to I2 of A and J to J2 of B, if it has any. */
static void add_part(struct diff *diff, enum diff_kind kind, const struct pairing *p,
		     const size_t a[2], const size_t b[2])
{
	if (a[0] == a[1] && b[0] == b[1])
		return;
	diff->parts = vec_grow(diff->parts, diff->n, &diff->cap, sizeof *diff->parts);
	diff->parts[diff->n++] = (struct diff_part){ .kind = kind,
						     .a_start = p->a->start[a[0]],
						     .a_end = p->a->start[a[1]],
						     .b_start = p->b->start[b[0]],
						     .b_end = p->b->start[b[1]] };
}

static void add_parts(struct diff *diff, const struct pairing *p)
{
	size_t i = 0, j = 0;

	while (i < p->a->n || j < p->b->n) {
		size_t i0 = i, j0 = j;

		while (i < p->a->n && !p->keep_a[i])
			i++;
		while (j < p->b->n && !p->keep_b[j])
			j++;
		add_part(diff, DIFF_DELETED, p, (size_t[]){ i0, i }, (size_t[]){ j0, j0 });
		add_part(diff, DIFF_INSERTED, p, (size_t[]){ i, i }, (size_t[]){ j0, j });
		i0 = i;
		j0 = j;
		while (i < p->a->n && j < p->b->n && p->keep_a[i] && p->keep_b[j]) {
			i++;
			j++;
		}
		add_part(diff, DIFF_SAME, p, (size_t[]){ i0, i }, (size_t[]){ j0, j });
	}
}

static void count_words(struct diff *diff, size_t first, const char *a, const char *b)
{
	for (size_t i = first; i < diff->n; i++) {
		const struct diff_part *part = &diff->parts[i];

		if (part->kind == DIFF_DELETED)
			diff->words_deleted +=
				text_words(a + part->a_start, part->a_end - part->a_start);
		if (part->kind == DIFF_INSERTED)
			diff->words_inserted +=
				text_words(b + part->b_start, part->b_end - part->b_start);
	}
}

void diff_words(struct diff *diff, const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t first = diff->n;
	struct words old, new;
	struct pairing pairing;

	split(&old, a, a_len);
	split(&new, b, b_len);
	number_words(&old, a, &new, b);
	pairing = (struct pairing){ .a = &old,
				    .b = &new,
				    .keep_a = xcalloc(old.n, sizeof(bool)),
				    .keep_b = xcalloc(new.n, sizeof(bool)) };
	match(&old, &new, pairing.keep_a, pairing.keep_b);
	join_changes(&pairing);
	add_parts(diff, &pairing);
	count_words(diff, first, a, b);
	free(pairing.keep_a);
	free(pairing.keep_b);
	words_release(&old);
	words_release(&new);
}

void diff_release(struct diff *diff)
{
	free(diff->parts);
	*diff = (struct diff){ .parts = NULL };
}
