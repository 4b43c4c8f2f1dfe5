/* align.c - the heaviest chain of matching lines; between lines that are equal and the only ones of
 * their kind where the texts are too long for trying every pair. */
#include "text/align.h"

#include "base/alloc.h"
#include "text/align_unit.h"

#include <stdlib.h>
#include <string.h>

#define PAIRS_MAX 250000 /* of lines, to be compared word by word, in one place */
#define BUDGET 500000    /* and in the whole of two texts */
#define ALIKE 0.5        /* words in common, from which two lines are one that was changed */
#define RELATED 0.35     /* … from which they are about the same matter, signs included */
#define WEIGHT_WORDS 24

struct matcher {
	const struct units *a, *b;
	struct align_matches *out;
	size_t budget; /* pairs of lines that may still be compared */
};

struct range {
	size_t a, a_end, b, b_end;
};

static void add_match(const struct matcher *m, size_t i, size_t j)
{
	struct align_matches *out = m->out;
	const struct unit *x = &m->a->unit[i], *y = &m->b->unit[j];
	double like = units_likeness(m->a, i, m->b, j);

	out->match = vec_grow(out->match, out->n, &out->cap, sizeof *out->match);
	out->match[out->n++] = (struct align_match){ .a = x->row,
						     .a_end = x->end,
						     .b = y->row,
						     .b_end = y->end,
						     .kind = like >= 1       ? ALIGN_SAME
							     : like >= ALIKE ? ALIGN_ALIKE
									     : ALIGN_PLACE };
}

static bool same(const struct matcher *m, size_t i, size_t j)
{
	return m->a->unit[i].hash == m->b->unit[j].hash;
}

/* One word in common may be "the". */
static bool means_something(const struct unit *x, const struct unit *y, double like)
{
	return (x->lead != 0 && x->lead == y->lead)
	       || like * (double)(x->n_words + y->n_words) > 3.5;
}

/* What it is worth to pair I with J; 0: they are no pair. */
static float worth(const struct matcher *m, size_t i, size_t j)
{
	const struct unit *x = &m->a->unit[i], *y = &m->b->unit[j];
	size_t less = x->n_words < y->n_words ? x->n_words : y->n_words;
	size_t more = x->n_words < y->n_words ? y->n_words : x->n_words;
	size_t words = less < WEIGHT_WORDS ? less : WEIGHT_WORDS;
	double signs = units_signs(x, y), like = 0;

	if (same(m, i, j))
		return (float)(1 + words);
	/* A sixth of the words cannot be a third of them in common. */
	if (less * 6 >= more)
		like = units_likeness(m->a, i, m->b, j);
	if (like >= ALIKE || (like + signs >= RELATED && means_something(x, y, like)))
		return (float)((like + signs) * (double)(1 + words));
	return x->number > 0 && x->number == y->number ? 1 : 0;
}

/* Longest chain by dynamic programming: best[i][j] is of what lies behind I and J. */
static void chain(const struct matcher *m, const struct range *r)
{
	size_t rows = r->a_end - r->a, cols = r->b_end - r->b, width = cols + 1;
	float *best = xcalloc((rows + 1) * width, sizeof *best);
	bool *pair = xcalloc(rows * width, sizeof *pair);

	for (size_t i = rows; i-- > 0;)
		for (size_t j = cols; j-- > 0;) {
			float gain = worth(m, r->a + i, r->b + j);
			float *here = &best[i * width + j];
			float with = gain + here[width + 1];

			*here = here[width] > here[1] ? here[width] : here[1];
			if (gain <= 0 || with < *here)
				continue;
			*here = with;
			pair[i * width + j] = true;
		}
	for (size_t i = 0, j = 0; i < rows && j < cols;) {
		const float *here = &best[i * width + j];

		if (pair[i * width + j])
			add_match(m, r->a + i++, r->b + j++);
		else if (here[width] >= here[1])
			i++;
		else
			j++;
	}
	free(best);
	free(pair);
}

/* Equal ends need no search. */
static void match_small(struct matcher *m, struct range r)
{
	size_t tail = 0, pairs;

	while (r.a < r.a_end && r.b < r.b_end && same(m, r.a, r.b))
		add_match(m, r.a++, r.b++);
	while (r.a < r.a_end && r.b < r.b_end && same(m, r.a_end - 1, r.b_end - 1)) {
		r.a_end--;
		r.b_end--;
		tail++;
	}
	pairs = (r.a_end - r.a) * (r.b_end - r.b);
	if (pairs > 0 && pairs <= PAIRS_MAX && pairs <= m->budget) {
		m->budget -= pairs;
		chain(m, &r);
	}
	for (size_t i = 0; i < tail; i++)
		add_match(m, r.a_end + i, r.b_end + i);
}

/* ---- lines that are the only ones of their kind ---- */

struct sole {
	uint64_t hash;
	size_t i;
	bool second; /* of text b */
};

static int by_hash(const void *a, const void *b)
{
	const struct sole *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->second != y->second)
		return x->second ? 1 : -1;
	return (x->i > y->i) - (x->i < y->i);
}

/* For each line of a: the only line of b that equals it where it is the only one of a, else
 * SIZE_MAX. */
static size_t *sole_partners(const struct matcher *m)
{
	size_t n = m->a->n, all = n + m->b->n, *partner = xcalloc(n + 1, sizeof *partner);
	struct sole *sole = xcalloc(all + 1, sizeof *sole);

	for (size_t i = 0; i < n; i++) {
		partner[i] = SIZE_MAX;
		sole[i] = (struct sole){ m->a->unit[i].hash, i, false };
	}
	for (size_t j = 0; j < m->b->n; j++)
		sole[n + j] = (struct sole){ m->b->unit[j].hash, j, true };
	qsort(sole, all, sizeof *sole, by_hash);
	for (size_t at = 0, end; at < all; at = end) {
		for (end = at + 1; end < all && sole[end].hash == sole[at].hash; end++)
			;
		if (end - at == 2 && !sole[at].second && sole[at + 1].second)
			partner[sole[at].i] = sole[at + 1].i;
	}
	free(sole);
	return partner;
}

/* Keeps of the partners the longest chain that ascends (patience sorting). */
static void keep_ascending(size_t *partner, size_t n)
{
	size_t *top = xcalloc(n + 1, sizeof *top), *before = xcalloc(n + 1, sizeof *before);
	size_t piles = 0, at;

	for (size_t i = 0; i < n; i++) {
		size_t low = 0, high = piles;

		if (partner[i] == SIZE_MAX)
			continue;
		while (low < high) {
			size_t middle = low + (high - low) / 2;

			if (partner[top[middle]] < partner[i])
				low = middle + 1;
			else
				high = middle;
		}
		before[i] = low > 0 ? top[low - 1] : SIZE_MAX;
		top[low] = i;
		piles = low == piles ? piles + 1 : piles;
	}
	at = piles > 0 ? top[piles - 1] : SIZE_MAX;
	for (size_t i = n; i-- > 0;) {
		if (i == at)
			at = before[i];
		else
			partner[i] = SIZE_MAX;
	}
	free(top);
	free(before);
}

static void match_large(struct matcher *m)
{
	size_t *partner = sole_partners(m);
	struct range r = { 0 };

	keep_ascending(partner, m->a->n);
	for (size_t i = 0; i < m->a->n; i++) {
		if (partner[i] == SIZE_MAX)
			continue;
		r.a_end = i;
		r.b_end = partner[i];
		match_small(m, r);
		add_match(m, i, partner[i]);
		r.a = i + 1;
		r.b = partner[i] + 1;
	}
	r.a_end = m->a->n;
	r.b_end = m->b->n;
	match_small(m, r);
	free(partner);
}

void align_match(struct align_matches *out, const struct layout *a, const struct layout *b)
{
	struct units x, y;
	struct matcher m = { .a = &x, .b = &y, .out = out, .budget = BUDGET };

	units_read(&x, a);
	units_read(&y, b);
	if (x.n == 0 || y.n <= PAIRS_MAX / x.n)
		match_small(&m, (struct range){ 0, x.n, 0, y.n });
	else
		match_large(&m);
	units_release(&x);
	units_release(&y);
}

void align_matches_release(struct align_matches *matches)
{
	free(matches->match);
	*matches = (struct align_matches){ .match = NULL };
}
