/* export_select.c - which annotations count, by the safe defaults; the others are listed. */
#include "cmd/export.h"

#include "base/json_write.h"

#include <stdio.h>
#include <string.h>

bool exclude(struct exporter *x, const struct store_item_row *row,
	     const struct exclusion *exclusion, struct err *err)
{
	const struct store_annotation *annotation = exclusion->annotation;
	struct buf line = BUF_INIT;
	char hex[ID_HEX + 1];
	bool ok;

	x->excluded[exclusion->rule]++;
	buf_adds(&line, "{\"annotation\":");
	if (annotation != NULL) {
		hex_encode(hex, annotation->event.b, sizeof annotation->event.b);
		buf_addf(&line, "\"%s\"", hex);
	} else {
		buf_adds(&line, "null");
	}
	buf_adds(&line, ",\"batch\":");
	json_write_string(&line, row->batch->name, strlen(row->batch->name));
	hex_encode(hex, row->task.uid.b, sizeof row->task.uid.b);
	buf_addf(&line, ",\"item\":\"%s\",\"pair\":", hex);
	if (exclusion->r2 > 0)
		buf_addf(&line, "[\"r%d\",\"r%d\"]", exclusion->r1, exclusion->r2);
	else
		buf_adds(&line, "null");
	buf_addf(&line, ",\"rule\":\"%s\"}\n", rule_name(exclusion->rule));
	ok = out_write(x->out, OUT_EXCLUDED, &line, err);
	buf_release(&line);
	return ok;
}

int part_of(const struct exporter *x, const struct store_item_row *row)
{
	const struct export_settings *s = x->settings;
	double coin;

	if (s->n_parts == 0)
		return OUT_ROWS;
	coin = order_split(store_project(x->store), &row->group);
	for (int i = 0; i < s->n_parts; i++)
		if (coin < s->part[i].upto)
			return OUT_ROWS + i;
	return OUT_ROWS + s->n_parts - 1;
}

bool text_is_empty(const char *text, size_t n)
{
	size_t i = 0;

	while (i < n && (text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r')))
		i++;
	return i == n;
}

const char *response_text(struct exporter *x, int r, size_t *len)
{
	return content_text(&x->item.response[r - 1], &x->row_arena, len);
}

/* ---- the annotation as it stands, before its answers are looked at ---- */

static const struct {
	enum review review;
	enum rule rule;
} verdicts[] = { { REVIEW_RETURNED, RULE_RETURNED },
		 { REVIEW_FIXED, RULE_FIXED },
		 { REVIEW_STALE, RULE_STALE_REVIEW } };

static enum rule state_rule(const struct exporter *x, const struct store_item_row *row,
			    const struct store_annotation *a)
{
	const bool *include = x->settings->include;

	if (row->role != ROLE_WORK) {
		enum rule rule = (enum rule)(RULE_CALIBRATION + (row->role - ROLE_CALIBRATION));

		if (!include[rule])
			return rule;
	}
	if (row->withdrawn)
		return RULE_WITHDRAWN;
	if ((a->member_roles & MEMBER_EXTERNAL) != 0 && !include[RULE_EXTERNAL])
		return RULE_EXTERNAL;
	if (a->differ && !x->settings->newest)
		return RULE_CONFLICT;
	if (a->status == SENT_SKIPPED)
		return RULE_SKIPPED;
	for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
		if (a->review == (int)verdicts[i].review && !include[verdicts[i].rule])
			return verdicts[i].rule;
	return a->payload == NULL ? RULE_REDACTED : RULE_COUNT;
}

/* ---- its payload ---- */

static const struct json *parse_payload(struct exporter *x, const char *payload, size_t len)
{
	struct err ignored;

	return json_parse(payload, len, &x->row_arena, &ignored);
}

static bool read_hash(const struct json *payload, struct id *hash)
{
	const char *hex = json_get_string(payload, "guideline");

	return hex != NULL && hex_decode(hash->b, sizeof hash->b, hex, strlen(hex));
}

void guideline_member(char out[ID_HEX + 20], const struct id *hash)
{
	char hex[ID_HEX + 1];

	hex_encode(hex, hash->b, sizeof hash->b);
	snprintf(out, ID_HEX + 20, "\"guideline\":\"%s\"", hex);
}

/* The canonical payload names its guideline as its batch does, nearly always: then there is no need
 * to parse it. */
static bool names_hash(const char *payload, const struct id *hash)
{
	char member[ID_HEX + 20];

	guideline_member(member, hash);
	return strstr(payload, member) != NULL;
}

bool payload_guideline(struct exporter *x, const struct store_item_row *row, const char *payload,
		       size_t len, struct id *hash)
{
	if (payload == NULL)
		return false;
	if (row->batch != NULL && names_hash(payload, &row->batch->guideline)) {
		*hash = row->batch->guideline;
		return true;
	}
	return read_hash(parse_payload(x, payload, len), hash);
}

static enum rule read_vote(struct exporter *x, const struct store_annotation *a, struct vote *vote)
{
	struct id hash;

	*vote = (struct vote){ .annotation = a,
			       .payload = parse_payload(x, a->payload, a->payload_len) };
	if (!read_hash(vote->payload, &hash))
		return RULE_UNREADABLE;
	vote->guide = guides_find(&x->guides, &hash);
	return vote->guide == NULL || !vote->guide->held ? RULE_GUIDELINE_MISSING : RULE_COUNT;
}

bool select_votes(struct exporter *x, const struct store_item_row *row, struct vote **votes,
		  size_t *n, struct err *err)
{
	*votes = arena_alloc(&x->row_arena, (row->n_annotations + 1) * sizeof **votes);
	*n = 0;
	for (size_t i = 0; i < row->n_annotations; i++) {
		const struct store_annotation *a = &row->annotation[i];
		struct exclusion out = { .rule = state_rule(x, row, a), .annotation = a };

		if (out.rule == RULE_COUNT)
			out.rule = read_vote(x, a, &(*votes)[*n]);
		if (out.rule == RULE_COUNT)
			(*n)++;
		else if (!exclude(x, row, &out, err))
			return false;
	}
	return true;
}

/* They count nowhere else: whoever took her answers back has no annotation. */
bool list_withdrawn(struct exporter *x, struct err *err)
{
	const char *wanted = x->settings->batch;
	struct store_withdrawn *rows;
	size_t n;

	if (!store_withdrawn(x->store, x->arena, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct store_batch batch = { .id = rows[i].batch, .name = rows[i].batch_name };
		struct store_annotation annotation = { .event = rows[i].event };
		struct store_item_row row = { .batch = &batch, .task = { .uid = rows[i].uid } };
		struct exclusion out = { .rule = RULE_WITHDRAWN, .annotation = &annotation };

		if (wanted != NULL && strcmp(wanted, batch.name) != 0)
			continue;
		if (!exclude(x, &row, &out, err))
			return false;
	}
	return true;
}
