/* export_golden.c - golden responses: the rows of SFT, and beside pairs a file of their own. */
#include "cmd/export.h"

#include <string.h>

#define GOLDENS_MAX 64 /* of one annotation */

struct goldens { /* of one item */
	struct exporter *x;
	const struct store_item_row *row;
	const char **written; /* texts that are rows already */
	size_t n_written;
};

/* Where anything of the batch was reviewed, only what was accepted counts. */
static bool needs_acceptance(const struct goldens *g, const struct store_annotation *a)
{
	const struct exporter *x = g->x;

	return a->review != REVIEW_ACCEPTED && !x->settings->include[RULE_NOT_ACCEPTED]
	       && map_get(&x->reviewed, g->row->batch->id.b, SHORT_ID_BYTES) != NULL;
}

static bool equals_base(const struct goldens *g, const struct golden *golden)
{
	size_t len;
	const char *base;

	if (golden->base == 0)
		return false;
	base = response_text(g->x, golden->base, &len);
	return len == strlen(golden->text) && memcmp(base, golden->text, len) == 0;
}

static bool says_none_good(const struct goldens *g, const struct vote *vote)
{
	struct ranking ranking;

	return read_ranking(vote, g->x->item.n_responses, &ranking) == SAID_RANKING
	       && ranking.none_good;
}

static bool seen(struct goldens *g, const char *text)
{
	for (size_t i = 0; i < g->n_written; i++)
		if (strcmp(g->written[i], text) == 0)
			return true;
	g->written[g->n_written++] = text;
	return false;
}

static enum rule golden_rule(struct goldens *g, const struct golden *golden)
{
	const struct export_settings *s = g->x->settings;

	if (needs_acceptance(g, golden->vote->annotation))
		return RULE_NOT_ACCEPTED;
	if (text_is_empty(golden->text, strlen(golden->text)))
		return RULE_EMPTY_TEXT;
	if (s->format->none_good_out && !s->include[RULE_NONE_GOOD] && equals_base(g, golden)
	    && says_none_good(g, golden->vote))
		return RULE_NONE_GOOD;
	return RULE_COUNT;
}

static bool write_golden(struct goldens *g, const struct golden *golden, struct err *err)
{
	struct exporter *x = g->x;
	const struct export_golden row = {
		.item = &x->item, .body = g->row->body, .text = golden->text, .base = golden->base
	};

	buf_clear(&x->line);
	x->settings->format->golden(&x->line, &row);
	return out_write(x->out, part_of(x, g->row), &x->line, err);
}

/* A golden text over its base teaches a model to spot people's writing, so it never stands among
 * the pairs; and of a split only the first part's may be trained on. */
static enum rule edit_rule(struct goldens *g, const struct golden *golden)
{
	size_t len;
	const char *base = response_text(g->x, golden->base, &len);

	if (text_is_empty(base, len))
		return RULE_EMPTY_TEXT;
	if (equals_base(g, golden))
		return RULE_EQUAL_TEXTS;
	return part_of(g->x, g->row) != OUT_ROWS ? RULE_EDIT_OUTSIDE_TRAIN : RULE_COUNT;
}

static bool write_edit(struct goldens *g, const struct golden *golden, struct err *err)
{
	struct exporter *x = g->x;
	char hex[ID_HEX + 1];
	const struct export_pair pair = {
		.item = &x->item,
		.body = g->row->body,
		.edited = golden->text,
		.rejected = golden->base,
		.margin = 1,
		.group_id = hex,
		.weight = 1,
	};

	hex_encode(hex, g->row->task.uid.b, sizeof g->row->task.uid.b);
	buf_clear(&x->line);
	x->settings->format->pair(&x->line, &pair, false);
	return out_write(x->out, OUT_EDITS, &x->line, err);
}

static bool drop(struct goldens *g, const struct vote *vote, enum rule rule, struct err *err)
{
	const struct exclusion out = { .rule = rule, .annotation = vote->annotation };

	return exclude(g->x, g->row, &out, err);
}

static bool take(struct goldens *g, const struct golden *golden, struct err *err)
{
	bool edits = g->x->settings->format->needs == EXPORT_PAIRS;
	enum rule rule = golden_rule(g, golden);

	if (edits && golden->base == 0)
		return true; /* nothing to pair it with, and nothing was asked of it */
	if (rule == RULE_COUNT && edits)
		rule = edit_rule(g, golden);
	if (rule == RULE_COUNT && seen(g, golden->text))
		rule = RULE_DUPLICATE;
	if (rule != RULE_COUNT)
		return drop(g, golden->vote, rule, err);
	return edits ? write_edit(g, golden, err) : write_golden(g, golden, err);
}

static bool take_vote(struct goldens *g, struct vote *vote, struct err *err)
{
	bool edits = g->x->settings->format->needs == EXPORT_PAIRS;
	struct golden goldens[GOLDENS_MAX];
	int n = read_goldens(g->x, vote, goldens, GOLDENS_MAX);

	if (n == 0 && !edits)
		return drop(g, vote, RULE_NOT_ANSWERED, err);
	if (!edits) {
		g->x->used++;
		vote->guide->annotations++;
	}
	for (int i = 0; i < n; i++)
		if (!take(g, &goldens[i], err))
			return false;
	return true;
}

bool export_goldens(struct exporter *x, const struct store_item_row *row, struct vote *votes,
		    size_t n, struct err *err)
{
	struct goldens g = { .x = x, .row = row };

	g.written = arena_alloc(&x->row_arena, (n * GOLDENS_MAX + 1) * sizeof *g.written);
	for (size_t i = 0; i < n; i++)
		if (!take_vote(&g, &votes[i], err))
			return false;
	return true;
}
