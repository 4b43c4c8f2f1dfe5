#include "quality/resolve.h"

#include "base/alloc.h"
#include "base/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const unsigned char seed[32] = { 7 };

static void assert_near(double value, double expected)
{
	if (fabs(value - expected) > 1e-9)
		fail_msg("%.12g is not %.12g", value, expected);
}

/* Two responses; STRENGTH > 0: the first is better, 0: a tie. */
static struct ranking two(int strength)
{
	struct ranking r = { .n = 2, .n_groups = strength == 0 ? 1 : 2 };

	if (strength != 0) {
		r.group[strength > 0 ? 1 : 0] = 1;
		r.gap[0] = abs(strength);
	}
	return r;
}

/* B=E > A > C=F >> D, as r2=r5 > r1 > r3=r6 >> r4. */
static struct ranking sixway(void)
{
	return (struct ranking){
		.n = 6, .group = { 1, 0, 2, 3, 0, 2 }, .gap = { 1, 1, 2 }, .n_groups = 4
	};
}

static void strength_is_the_sum_of_the_gaps_between(void **state)
{
	struct ranking r = sixway();

	(void)state;
	assert_int_equal(ranking_strength(&r, 1, 3, 0), 4);
	assert_int_equal(ranking_strength(&r, 3, 1, 0), -4);
	assert_int_equal(ranking_strength(&r, 1, 3, 3), 3);
	assert_int_equal(ranking_strength(&r, 3, 1, 3), -3);
	assert_int_equal(ranking_strength(&r, 2, 5, 0), 0);
	assert_int_equal(ranking_strength(&r, 0, 2, 0), 1);
}

static void what_is_not_ranked_is_below_and_unknown_among_itself(void **state)
{
	struct ranking r = { .n = 4, .group = { 1, -1, 0, -1 }, .gap = { 2 }, .n_groups = 2 };

	(void)state;
	assert_int_equal(ranking_strength(&r, 2, 1, 0), 3);
	assert_int_equal(ranking_strength(&r, 0, 1, 0), 1);
	assert_int_equal(ranking_strength(&r, 1, 3, 0), 0);
	assert_int_equal(ranking_strength(&r, 3, 2, 0), -3);
}

static void one_annotators_ranking_gives_all_pairs_but_ties_best_first(void **state)
{
	static const int expected[13][2] = { { 1, 0 }, { 1, 2 }, { 1, 5 }, { 1, 3 }, { 4, 0 },
					     { 4, 2 }, { 4, 5 }, { 4, 3 }, { 0, 2 }, { 0, 5 },
					     { 0, 3 }, { 2, 3 }, { 5, 3 } };
	struct resolved_pair pairs[RANKED_PAIRS_MAX];
	struct ranking r = sixway();

	(void)state;
	assert_int_equal(resolve_pairs(&r, 1, 0, RESOLVE_MEAN, pairs), 13);
	for (int i = 0; i < 13; i++) {
		assert_int_equal(pairs[i].better, expected[i][0]);
		assert_int_equal(pairs[i].worse, expected[i][1]);
		assert_int_equal(pairs[i].votes_for, 1);
	}
	assert_near(pairs[3].strength, 4);
}

static void annotators_have_one_vote_each_and_their_strengths_are_averaged(void **state)
{
	struct ranking r[3] = { two(3), two(-1), two(0) };
	struct resolved_pair pair;

	(void)state;
	assert_int_equal(resolve_pairs(r, 3, 0, RESOLVE_MEAN, &pair), 1);
	assert_int_equal(pair.better, 0);
	assert_int_equal(pair.votes_for, 1);
	assert_int_equal(pair.votes_against, 1);
	assert_int_equal(pair.votes_tied, 1);
	assert_near(pair.strength, 2.0 / 3);
}

static void an_even_split_is_left_out(void **state)
{
	struct ranking split[2] = { two(2), two(-2) }, tie[1] = { two(0) };
	struct resolved_pair pair;

	(void)state;
	assert_int_equal(resolve_pairs(split, 2, 0, RESOLVE_MEAN, &pair), 0);
	assert_int_equal(resolve_pairs(tie, 1, 0, RESOLVE_MEAN, &pair), 0);
	assert_int_equal(resolve_pairs(tie, 0, 0, RESOLVE_MEAN, &pair), 0);
}

static void a_majority_counts_heads_and_not_strength(void **state)
{
	struct ranking r[3] = { two(-3), two(1), two(1) };
	struct resolved_pair pair;

	(void)state;
	assert_int_equal(resolve_pairs(r, 3, 0, RESOLVE_MEAN, &pair), 1);
	assert_int_equal(pair.better, 1);
	assert_int_equal(resolve_pairs(r, 3, 0, RESOLVE_MAJORITY, &pair), 1);
	assert_int_equal(pair.better, 0);
	assert_int_equal(pair.votes_for, 2);
	assert_near(pair.strength, 1);
	assert_int_equal(resolve_pairs(r, 2, 0, RESOLVE_MAJORITY, &pair), 0);
}

static void the_order_of_annotators_changes_nothing(void **state)
{
	struct ranking a[2] = { sixway(), sixway() }, b[2];
	struct resolved_pair x[RANKED_PAIRS_MAX], y[RANKED_PAIRS_MAX];
	int n;

	(void)state;
	a[1].group[3] = 0;
	a[1].group[1] = 3;
	b[0] = a[1];
	b[1] = a[0];
	memset(x, 0, sizeof x);
	memset(y, 0, sizeof y);
	n = resolve_pairs(a, 2, 3, RESOLVE_MEAN, x);
	assert_true(n > 0);
	assert_int_equal(resolve_pairs(b, 2, 3, RESOLVE_MEAN, y), n);
	for (int i = 0; i < n; i++) {
		assert_int_equal(x[i].better, y[i].better);
		assert_int_equal(x[i].worse, y[i].worse);
		assert_near(x[i].strength, y[i].strength);
	}
}

/* r1 > r2 > … > r9. */
static int nine_pairs(struct resolved_pair *pairs)
{
	struct ranking r = { .n = 9, .n_groups = 9 };

	for (int i = 0; i < 9; i++) {
		r.group[i] = i;
		r.gap[i] = 1;
	}
	return resolve_pairs(&r, 1, 0, RESOLVE_MEAN, pairs);
}

static void nine_responses_give_at_most_six_pairs_spread_over_the_gaps(void **state)
{
	struct resolved_pair pairs[RANKED_PAIRS_MAX];
	bool keep[RANKED_PAIRS_MAX];
	int n = nine_pairs(pairs), kept = 0;
	double widest = 0, narrowest = 99;

	(void)state;
	assert_int_equal(n, 36);
	choose_pairs(pairs, n, 6, seed, keep);
	for (int i = 0; i < n; i++) {
		if (!keep[i])
			continue;
		kept++;
		widest = fmax(widest, pairs[i].strength);
		narrowest = fmin(narrowest, pairs[i].strength);
	}
	assert_int_equal(kept, 6);
	assert_true(widest >= 6);
	assert_true(narrowest <= 1);
}

static void a_cap_on_the_strength_does_not_narrow_the_choice(void **state)
{
	struct resolved_pair pairs[RANKED_PAIRS_MAX];
	bool keep[RANKED_PAIRS_MAX];
	struct ranking r = { .n = 9, .n_groups = 9 };
	int n, narrow = 0;

	(void)state;
	for (int i = 0; i < 9; i++) {
		r.group[i] = i;
		r.gap[i] = 1;
	}
	n = resolve_pairs(&r, 1, 1, RESOLVE_MEAN, pairs);
	assert_int_equal(n, 36);
	choose_pairs(pairs, n, 6, seed, keep);
	for (int i = 0; i < n; i++) {
		assert_near(pairs[i].strength, 1);
		assert_near(pairs[i].gap, pairs[i].worse - pairs[i].better);
		narrow += keep[i] && pairs[i].gap < 3;
	}
	assert_true(narrow >= 2 && narrow <= 4);
}

static void the_choice_is_the_same_every_time_and_follows_the_seed(void **state)
{
	static const unsigned char other[32] = { 8 };
	struct resolved_pair pairs[RANKED_PAIRS_MAX];
	bool a[RANKED_PAIRS_MAX], b[RANKED_PAIRS_MAX];
	int n = nine_pairs(pairs);

	(void)state;
	choose_pairs(pairs, n, 6, seed, a);
	choose_pairs(pairs, n, 6, seed, b);
	assert_memory_equal(a, b, (size_t)n * sizeof *a);
	choose_pairs(pairs, n, 6, other, b);
	assert_memory_not_equal(a, b, (size_t)n * sizeof *a);
}

static void few_pairs_are_all_taken(void **state)
{
	struct resolved_pair pairs[RANKED_PAIRS_MAX];
	bool keep[RANKED_PAIRS_MAX];

	(void)state;
	nine_pairs(pairs);
	choose_pairs(pairs, 6, 6, seed, keep);
	for (int i = 0; i < 6; i++)
		assert_true(keep[i]);
	choose_pairs(pairs, 0, 6, seed, keep);
}

static void means_and_medians(void **state)
{
	double odd[] = { 9, 1, 4 }, even[] = { 4, 1, 9, 2 };

	(void)state;
	assert_near(mean(even, 4), 4);
	assert_near(mean(even, 0), 0);
	assert_near(median(odd, 3), 4);
	assert_near(median(even, 4), 3);
	assert_near(median(even, 0), 0);
}

/* ---- the reference values ---- */

static struct json *read_reference(struct arena *arena)
{
	FILE *file = fopen(SHARED_DATA "/../research/statistics_reference.json", "rb");
	struct buf text = BUF_INIT;
	struct json *root;
	struct err err;
	char chunk[4096];
	size_t n;

	if (file == NULL) {
		print_message("skipped: no statistics_reference.json beside the checkout\n");
		skip();
		return NULL;
	}
	while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
		buf_add(&text, chunk, n);
	fclose(file);
	root = json_parse(buf_str(&text), text.len, arena, &err);
	buf_release(&text);
	assert_non_null(root);
	return root;
}

static const struct json *entry(const struct json *root, const char *name)
{
	for (const struct json *e = root->child; e != NULL; e = e->next)
		if (strcmp(json_get_string(e, "name"), name) == 0)
			return e;
	return NULL;
}

/* A split of one against one must come out undecided, not by the order of the votes. */
static void the_reference_tie_of_a_majority_stays_a_tie(void **state)
{
	struct arena arena = ARENA_INIT;
	const struct json *root = read_reference(&arena), *e = entry(root, "edge_majority_tie");
	const struct json *labels = json_get(json_get(e, "data"), "labels");
	struct ranking votes[2];
	struct resolved_pair pair;

	(void)state;
	assert_non_null(labels);
	assert_int_equal(labels->count, 2);
	assert_true(json_is_null(json_get(e, "expected")));
	for (size_t i = 0; i < labels->count; i++)
		votes[i] = two(strcmp(json_at(labels, i)->str, "A") == 0 ? 1 : -1);
	assert_int_equal(resolve_pairs(votes, 2, 0, RESOLVE_MAJORITY, &pair), 0);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strength_is_the_sum_of_the_gaps_between),
		cmocka_unit_test(what_is_not_ranked_is_below_and_unknown_among_itself),
		cmocka_unit_test(one_annotators_ranking_gives_all_pairs_but_ties_best_first),
		cmocka_unit_test(annotators_have_one_vote_each_and_their_strengths_are_averaged),
		cmocka_unit_test(an_even_split_is_left_out),
		cmocka_unit_test(a_majority_counts_heads_and_not_strength),
		cmocka_unit_test(the_order_of_annotators_changes_nothing),
		cmocka_unit_test(nine_responses_give_at_most_six_pairs_spread_over_the_gaps),
		cmocka_unit_test(a_cap_on_the_strength_does_not_narrow_the_choice),
		cmocka_unit_test(the_choice_is_the_same_every_time_and_follows_the_seed),
		cmocka_unit_test(few_pairs_are_all_taken),
		cmocka_unit_test(means_and_medians),
		cmocka_unit_test(the_reference_tie_of_a_majority_stays_a_tie),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
