#include "quality/resolve.h"

#include "base/alloc.h"
#include "base/bytes.h"
#include "base/hash.h"

#include <stdint.h>
#include <stdlib.h>

/* The place of I's group; what is not ranked stands behind the last one. */
static int place_of(const struct ranking *ranking, int i)
{
	return ranking->group[i] >= 0 ? ranking->group[i] : ranking->n_groups;
}

static int gap_behind(const struct ranking *ranking, int group)
{
	if (group == ranking->n_groups - 1 && ranking->gap[group] == 0)
		return 1;
	return ranking->gap[group];
}

static bool knows(const struct ranking *ranking, int i, int j)
{
	return ranking->group[i] >= 0 || ranking->group[j] >= 0;
}

int ranking_strength(const struct ranking *ranking, int i, int j, int cap)
{
	int a = place_of(ranking, i), b = place_of(ranking, j);
	int sum = 0;

	if (!knows(ranking, i, j))
		return 0;
	for (int g = a < b ? a : b; g < (a < b ? b : a); g++)
		sum += gap_behind(ranking, g);
	if (cap > 0 && sum > cap)
		sum = cap;
	return a < b ? sum : -sum;
}

bool ranking_compared(const struct ranking *rankings, int n_rankings, int i, int j)
{
	for (int r = 0; r < n_rankings; r++)
		if (knows(&rankings[r], i, j))
			return true;
	return false;
}

struct tally { /* of one pair, seen from its first response */
	int votes_for, votes_against, votes_tied;
	int sum, sum_for, sum_against;
	int gap; /* the sum without the cap */
};

static struct tally count_votes(const struct ranking *rankings, int n_rankings, int i, int j,
				int cap)
{
	struct tally tally = { 0 };

	for (int r = 0; r < n_rankings; r++) {
		int strength = ranking_strength(&rankings[r], i, j, cap);

		if (!knows(&rankings[r], i, j))
			continue;
		tally.sum += strength;
		tally.gap += ranking_strength(&rankings[r], i, j, 0);
		if (strength > 0) {
			tally.votes_for++;
			tally.sum_for += strength;
		} else if (strength < 0) {
			tally.votes_against++;
			tally.sum_against -= strength;
		} else {
			tally.votes_tied++;
		}
	}
	return tally;
}

/* Signed; 0 when the pair comes out even. */
static double verdict(const struct tally *tally, enum resolve_rule rule)
{
	int votes = tally->votes_for + tally->votes_against + tally->votes_tied;

	if (votes == 0)
		return 0;
	if (rule == RESOLVE_MEAN)
		return (double)tally->sum / votes;
	if (tally->votes_for > tally->votes_against)
		return (double)tally->sum_for / tally->votes_for;
	if (tally->votes_against > tally->votes_for)
		return -(double)tally->sum_against / tally->votes_against;
	return 0;
}

static struct resolved_pair pair_of(const struct tally *tally, int i, int j, double strength)
{
	bool first = strength > 0;
	double gap =
		(double)tally->gap / (tally->votes_for + tally->votes_against + tally->votes_tied);

	return (struct resolved_pair){
		.better = first ? i : j,
		.worse = first ? j : i,
		.votes_for = first ? tally->votes_for : tally->votes_against,
		.votes_against = first ? tally->votes_against : tally->votes_for,
		.votes_tied = tally->votes_tied,
		.strength = first ? strength : -strength,
		.gap = first ? gap : -gap,
	};
}

/* Sums of places order as means do, since every ranking places every response. */
static void sum_places(const struct ranking *rankings, int n_rankings, int *places)
{
	for (int i = 0; i < rankings[0].n; i++) {
		places[i] = 0;
		for (int r = 0; r < n_rankings; r++)
			places[i] += place_of(&rankings[r], i);
	}
}

static bool comes_before(const struct resolved_pair *a, const struct resolved_pair *b,
			 const int *places)
{
	if (places[a->better] != places[b->better])
		return places[a->better] < places[b->better];
	if (a->better != b->better)
		return a->better < b->better;
	if (places[a->worse] != places[b->worse])
		return places[a->worse] < places[b->worse];
	return a->worse < b->worse;
}

/* At most 36 of them: insertion is enough, and stable without a context for qsort(). */
static void sort_pairs(struct resolved_pair *pairs, int n, const int *places)
{
	for (int i = 1; i < n; i++) {
		struct resolved_pair pair = pairs[i];
		int at = i;

		for (; at > 0 && comes_before(&pair, &pairs[at - 1], places); at--)
			pairs[at] = pairs[at - 1];
		pairs[at] = pair;
	}
}

int resolve_pairs(const struct ranking *rankings, int n_rankings, int cap, enum resolve_rule rule,
		  struct resolved_pair *out)
{
	int places[RANKED_MAX];
	int n = 0;

	if (n_rankings == 0)
		return 0;
	for (int i = 0; i < rankings[0].n; i++) {
		for (int j = i + 1; j < rankings[0].n; j++) {
			struct tally tally = count_votes(rankings, n_rankings, i, j, cap);
			double strength = verdict(&tally, rule);

			if (strength > 0 || strength < 0)
				out[n++] = pair_of(&tally, i, j, strength);
		}
	}
	sum_places(rankings, n_rankings, places);
	sort_pairs(out, n, places);
	return n;
}

struct candidate {
	int pair;
	double gap;
	uint64_t coin;
};

/* Widest gap first; the coin decides among equals. */
static int by_gap(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->gap < y->gap || x->gap > y->gap)
		return x->gap > y->gap ? -1 : 1;
	if (x->coin != y->coin)
		return x->coin < y->coin ? -1 : 1;
	return (x->pair > y->pair) - (x->pair < y->pair);
}

static uint64_t coin_of(const unsigned char seed[32], unsigned char what, int number)
{
	unsigned char message[37] = { 0 };
	struct id id;

	for (int i = 0; i < 32; i++)
		message[i] = seed[i];
	message[32] = what;
	le_put(message + 33, (unsigned)number, 4);
	id = hash_bytes("assay pairs 1", message, sizeof message);
	return be_get(id.b, 8);
}

void choose_pairs(const struct resolved_pair *pairs, int n, int max, const unsigned char seed[32],
		  bool *keep)
{
	struct candidate *list = xmalloc((size_t)(n > 0 ? n : 1) * sizeof *list);

	for (int i = 0; i < n; i++) {
		keep[i] = n <= max;
		list[i] = (struct candidate){ .pair = i,
					      .gap = pairs[i].gap,
					      .coin = coin_of(seed, 'p', i) };
	}
	if (n > max) {
		qsort(list, (size_t)n, sizeof *list, by_gap);
		for (int part = 0; part < max; part++) {
			int from = (int)((int64_t)part * n / max);
			int to = (int)((int64_t)(part + 1) * n / max);
			uint64_t coin = coin_of(seed, 's', part);

			keep[list[from + (int)(coin % (uint64_t)(to - from))].pair] = true;
		}
	}
	free(list);
}

double mean(const double *values, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++)
		sum += values[i];
	return n > 0 ? sum / n : 0;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double median(double *values, int n)
{
	if (n == 0)
		return 0;
	qsort(values, (size_t)n, sizeof *values, by_value);
	return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}
