/* resolve.h - several annotators, one answer: numbers in, numbers out. */
#ifndef ASSAY_QUALITY_RESOLVE_H
#define ASSAY_QUALITY_RESOLVE_H

#include <stdbool.h>

#define RANKED_MAX 9
#define RANKED_PAIRS_MAX (RANKED_MAX * (RANKED_MAX - 1) / 2)

struct resolved_pair {
	int better, worse; /* places 0..n-1 */
	int votes_for, votes_against, votes_tied;
	double strength; /* mean signed strength in favour of BETTER, > 0 */
	double gap;      /* mean signed strength without the cap: how far apart they are */
};

/* One annotator's ranking of N responses: group[i] is the place of i's group from the best, 0
 * first (-1: not ranked; ranked below all that are, and against one another unknown); gap[g] is
 * the strength at the border behind group g (1 when the guideline asks none; the border behind
 * the last group counts 1 when it is 0). */
struct ranking {
	int n;
	int group[RANKED_MAX];
	int gap[RANKED_MAX];
	int n_groups;
	bool none_good;
};

/* Signed strength of I over J: the sum of the gaps between them, capped at CAP (0: no cap); 0: tie
 * or unknown. */
int ranking_strength(const struct ranking *ranking, int i, int j, int cap);

/* True when at least one of them places I and J, as better, worse or equal. */
bool ranking_compared(const struct ranking *rankings, int n_rankings, int i, int j);

enum resolve_rule {
	RESOLVE_MEAN,     /* mean signed strength over annotators, one vote each */
	RESOLVE_MAJORITY, /* the side with more votes, ties counting for neither; the strength is
			   * the mean of those who chose it */
};

/* One answer per pair; pairs that come out even (ties, splits) or on which nobody said anything
 * are left out.  All RANKINGS have the same N.  OUT has room for n(n-1)/2.  Returns how many, best
 * pairs first by (better's mean place, worse's mean place). */
int resolve_pairs(const struct ranking *rankings, int n_rankings, int cap, enum resolve_rule rule,
		  struct resolved_pair *out);

/* Picks at most MAX of N pairs so that the gaps are spread: the pairs by gap are cut into MAX
 * parts of equal size, and SEED picks one of each.  KEEP[i] is set for those taken.  The same
 * input gives the same choice. */
void choose_pairs(const struct resolved_pair *pairs, int n, int max, const unsigned char seed[32],
		  bool *keep);

double mean(const double *values, int n);
double median(double *values, int n); /* reorders */

#endif
