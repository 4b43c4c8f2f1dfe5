/* export_pairs.c - the rankings of an item become pairs of a better and a worse response. */
#include "cmd/export.h"

#include <stddef.h>
#include <string.h>

struct pairing { /* the pairs of one item */
	struct exporter *x;
	const struct store_item_row *row;
	const struct vote **said; /* whose ranking; by place in RANKING */
	struct ranking *ranking;
	size_t n;
	int cap;
	struct resolved_pair *pair;
	const struct store_annotation **by; /* of each pair; NULL: resolved of several */
	int n_pairs;
};

static struct pairing new_pairing(struct exporter *x, const struct store_item_row *row, size_t n)
{
	struct arena *arena = &x->row_arena;

	return (struct pairing){
		.x = x,
		.row = row,
		.said = arena_alloc(arena, (n + 1) * sizeof(const struct vote *)),
		.ranking = arena_alloc(arena, (n + 1) * sizeof(struct ranking)),
		.pair = arena_alloc(arena,
				    (n + 1) * RANKED_PAIRS_MAX * sizeof(struct resolved_pair)),
		.by = arena_alloc(arena, (n + 1) * RANKED_PAIRS_MAX
						 * sizeof(const struct store_annotation *)),
	};
}

static bool drop(struct pairing *p, const struct store_annotation *annotation, enum rule rule,
		 struct err *err)
{
	const struct exclusion out = { .rule = rule, .annotation = annotation };

	return exclude(p->x, p->row, &out, err);
}

/* The rankings among the votes. */
static bool read_rankings(struct pairing *p, struct vote *votes, size_t n, struct err *err)
{
	static const enum rule why[] = {
		[SAID_NOTHING] = RULE_NOT_ANSWERED, [SAID_NA] = RULE_CANNOT_JUDGE
	};

	for (size_t i = 0; i < n; i++) {
		const struct guideline *guideline = votes[i].guide->guideline;
		enum said said = read_ranking(&votes[i], p->x->item.n_responses, &p->ranking[p->n]);

		if (said != SAID_RANKING) {
			if (!drop(p, votes[i].annotation, why[said], err))
				return false;
			continue;
		}
		p->cap = guideline->question[votes[i].guide->rank].strength_max;
		p->said[p->n++] = &votes[i];
	}
	return true;
}

/* At least half of those who ranked say that none is good. */
static bool none_is_good(const struct pairing *p)
{
	size_t none = 0;

	for (size_t i = 0; i < p->n; i++)
		none += p->ranking[i].none_good;
	return none > 0 && none * 2 >= p->n;
}

static bool drop_all(struct pairing *p, enum rule rule, struct err *err)
{
	for (size_t i = 0; i < p->n; i++)
		if (!drop(p, p->said[i]->annotation, rule, err))
			return false;
	p->n = 0;
	return true;
}

static bool check_item(struct pairing *p, struct err *err)
{
	const struct export_settings *s = p->x->settings;

	if (p->n < (size_t)s->min_annotators)
		return drop_all(p, RULE_TOO_FEW, err);
	if (s->format->none_good_out && !s->include[RULE_NONE_GOOD] && s->resolve != EXPORT_EACH
	    && none_is_good(p))
		return drop_all(p, RULE_NONE_GOOD, err);
	return true;
}

/* Ties and splits are listed: everybody who compared the two is behind them. */
static bool list_ties(struct pairing *p, const struct ranking *rankings, size_t n,
		      const struct resolved_pair *pairs, int n_pairs, struct err *err)
{
	const struct store_annotation *by =
		n == 1 ? p->said[rankings - p->ranking]->annotation : NULL;
	bool found[RANKED_MAX][RANKED_MAX] = { { false } };

	for (int i = 0; i < n_pairs; i++)
		found[pairs[i].better][pairs[i].worse] = found[pairs[i].worse][pairs[i].better] =
			true;
	for (int i = 0; i < rankings->n; i++) {
		for (int j = i + 1; j < rankings->n; j++) {
			const struct exclusion out = {
				.rule = RULE_TIE, .annotation = by, .r1 = i + 1, .r2 = j + 1
			};

			if (!found[i][j] && ranking_compared(rankings, (int)n, i, j)
			    && !exclude(p->x, p->row, &out, err))
				return false;
		}
	}
	return true;
}

static void count_used(struct pairing *p, const struct ranking *rankings, size_t n)
{
	p->x->used += (int64_t)n;
	for (size_t i = 0; i < n; i++)
		p->said[rankings - p->ranking + (ptrdiff_t)i]->guide->annotations++;
}

static bool resolve(struct pairing *p, const struct ranking *rankings, size_t n, struct err *err)
{
	enum resolve_rule rule =
		p->x->settings->resolve == EXPORT_MAJORITY ? RESOLVE_MAJORITY : RESOLVE_MEAN;
	struct resolved_pair *pairs = p->pair + p->n_pairs;
	int found = resolve_pairs(rankings, (int)n, p->cap, rule, pairs);

	for (int i = 0; i < found; i++)
		p->by[p->n_pairs + i] = n == 1 ? p->said[rankings - p->ranking]->annotation : NULL;
	p->n_pairs += found;
	count_used(p, rankings, n);
	return list_ties(p, rankings, n, pairs, found, err);
}

static bool resolve_each(struct pairing *p, struct err *err)
{
	const struct export_settings *s = p->x->settings;

	for (size_t i = 0; i < p->n; i++) {
		if (s->format->none_good_out && !s->include[RULE_NONE_GOOD]
		    && p->ranking[i].none_good) {
			if (!drop(p, p->said[i]->annotation, RULE_NONE_GOOD, err))
				return false;
			continue;
		}
		if (!resolve(p, &p->ranking[i], 1, err))
			return false;
	}
	return true;
}

/* ---- what a pair must be to be of use ---- */

static enum rule pair_rule(struct pairing *p, const struct resolved_pair *pair)
{
	size_t len_a, len_b;
	const char *a = response_text(p->x, pair->better + 1, &len_a);
	const char *b = response_text(p->x, pair->worse + 1, &len_b);

	if (text_is_empty(a, len_a) || text_is_empty(b, len_b))
		return RULE_EMPTY_TEXT;
	if (len_a == len_b && memcmp(a, b, len_a) == 0)
		return RULE_EQUAL_TEXTS;
	return pair->strength < p->x->settings->min_strength ? RULE_WEAK : RULE_COUNT;
}

static bool drop_pair(struct pairing *p, int i, enum rule rule, struct err *err)
{
	const struct exclusion out = {
		.rule = rule,
		.annotation = p->by[i],
		.r1 = p->pair[i].better + 1,
		.r2 = p->pair[i].worse + 1,
	};

	return exclude(p->x, p->row, &out, err);
}

/* Lists the pairs that have a rule against them and closes the gaps. */
static bool sift_pairs(struct pairing *p, const enum rule *rule, struct err *err)
{
	int kept = 0;

	for (int i = 0; i < p->n_pairs; i++) {
		if (rule[i] != RULE_COUNT) {
			if (!drop_pair(p, i, rule[i], err))
				return false;
			continue;
		}
		p->pair[kept] = p->pair[i];
		p->by[kept++] = p->by[i];
	}
	p->n_pairs = kept;
	return true;
}

static enum rule *new_rules(const struct pairing *p)
{
	return arena_alloc(&p->x->row_arena, ((size_t)p->n_pairs + 1) * sizeof(enum rule));
}

static bool filter_pairs(struct pairing *p, struct err *err)
{
	enum rule *rule = new_rules(p);

	for (int i = 0; i < p->n_pairs; i++)
		rule[i] = pair_rule(p, &p->pair[i]);
	return sift_pairs(p, rule, err);
}

static bool limit_pairs(struct pairing *p, struct err *err)
{
	int max = p->x->settings->max_pairs;
	enum rule *rule = new_rules(p);
	struct hash h;
	struct id seed;
	bool *keep;

	if (max == 0 || p->n_pairs <= max)
		return true;
	hash_begin(&h, "assay pairs 1", NULL);
	hash_add(&h, store_project(p->x->store)->b, ID_BYTES);
	hash_add(&h, p->row->batch->id.b, SHORT_ID_BYTES);
	hash_add(&h, p->row->task.uid.b, ID_BYTES);
	seed = hash_end(&h);
	keep = arena_alloc(&p->x->row_arena, (size_t)p->n_pairs * sizeof *keep);
	choose_pairs(p->pair, p->n_pairs, max, seed.b, keep);
	for (int i = 0; i < p->n_pairs; i++)
		rule[i] = keep[i] ? RULE_COUNT : RULE_PAIR_LIMIT;
	return sift_pairs(p, rule, err);
}

static bool write_pairs(struct pairing *p, struct err *err)
{
	struct exporter *x = p->x;
	char hex[ID_HEX + 1];

	hex_encode(hex, p->row->task.uid.b, sizeof p->row->task.uid.b);
	for (int i = 0; i < p->n_pairs; i++) {
		const struct export_pair pair = {
			.item = &x->item,
			.body = p->row->body,
			.chosen = p->pair[i].better + 1,
			.rejected = p->pair[i].worse + 1,
			.margin = p->pair[i].strength,
			.group_id = hex,
			.weight = 1.0 / p->n_pairs,
		};

		buf_clear(&x->line);
		x->settings->format->pair(&x->line, &pair, x->settings->margin);
		if (!out_write(x->out, part_of(x, p->row), &x->line, err))
			return false;
	}
	return true;
}

/* Rankings are resolved batch by batch: one item of two batches could yield A over B and B over A.
 */
static bool is_ranked_once(struct pairing *p, struct err *err)
{
	struct exporter *x = p->x;
	struct batch_count *batch = batch_of(x, p->row), *before;
	char hex[ID_HEX + 1];
	union map_value *slot;
	bool fresh;

	if (x->n_looked_at < 2 || x->settings->resolve == EXPORT_EACH)
		return true;
	slot = map_put(&x->ranked, p->row->task.uid.b, sizeof p->row->task.uid.b, &fresh);
	if (fresh) {
		slot->ptr = batch;
		return true;
	}
	before = slot->ptr;
	hex_encode(hex, p->row->task.uid.b, sizeof p->row->task.uid.b);
	return err_set(
		err, ERR_CONFLICT,
		"item %.12s was ranked in the batches '%.60s' and '%.60s', whose pairs could "
		"contradict each other; export one batch (--batch), or each annotation by "
		"itself (--resolve each)",
		hex, before->name, batch->name);
}

bool export_pairs(struct exporter *x, const struct store_item_row *row, struct vote *votes,
		  size_t n, struct err *err)
{
	struct pairing p = new_pairing(x, row, n);
	bool ok = read_rankings(&p, votes, n, err) && check_item(&p, err);

	if (!ok || p.n == 0)
		return ok;
	if (!is_ranked_once(&p, err))
		return false;
	if (x->settings->resolve == EXPORT_EACH)
		ok = resolve_each(&p, err);
	else
		ok = resolve(&p, p.ranking, p.n, err);
	return ok && filter_pairs(&p, err) && limit_pairs(&p, err) && write_pairs(&p, err);
}
