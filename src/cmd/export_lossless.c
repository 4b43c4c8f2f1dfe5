/* export_lossless.c - every submission, whatever became of it, and whatever else was said. */
#include "cmd/export.h"

#define ROLES_MAX 8

static const char *const states[STATE_COUNT] = {
	[STATE_CURRENT] = "current",     [STATE_DUPLICATE] = "duplicate",
	[STATE_CONFLICT] = "conflict",   [STATE_SUPERSEDED] = "superseded",
	[STATE_WITHDRAWN] = "withdrawn", [STATE_PARKED] = "parked",
	[STATE_REDACTED] = "redacted",
};

const char *state_name(enum store_state state)
{
	return states[state];
}

const char *state_meaning(enum store_state state)
{
	static const char *const meanings[STATE_COUNT] = {
		[STATE_CURRENT] = "counts",
		[STATE_DUPLICATE] = "written on another machine, the same as the current one",
		[STATE_CONFLICT] = "written on two machines, and they differ: nobody has decided",
		[STATE_SUPERSEDED] = "its author sent the item again",
		[STATE_WITHDRAWN] = "its author took it back: see `retraction`",
		[STATE_PARKED] = "without effect: `parked` says why",
		[STATE_REDACTED] = "what it said was removed",
	};

	return meanings[state];
}

static void role_names(unsigned roles, const char *names[ROLES_MAX])
{
	static const struct {
		unsigned role;
		const char *name;
	} all[] = {
		{ MEMBER_ANNOTATOR, "annotator" }, { MEMBER_REVIEWER, "reviewer" },
		{ MEMBER_EXPORTER, "exporter" },   { MEMBER_LEAD, "lead" },
		{ MEMBER_OWNER, "owner" },         { MEMBER_EXTERNAL, "external" },
	};
	int n = 0;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if ((roles & all[i].role) != 0)
			names[n++] = all[i].name;
	names[n] = NULL;
}

static const char *review_name(int review)
{
	static const char *const names[] = { "none", "accepted", "returned", "fixed", "stale" };

	return review >= 0 && review < 5 ? names[review] : "none";
}

static struct export_source *sources_of(struct exporter *x, const struct store_item_row *row)
{
	struct export_source *sources =
		arena_alloc(&x->row_arena, (row->n_sources + 1) * sizeof *sources);

	for (size_t i = 0; i < row->n_sources; i++)
		sources[i] = (struct export_source){ .line = row->source[i].line,
						     .len = row->source[i].len };
	return sources;
}

/* ROLES has room for ROLES_MAX names. */
static struct export_said said_of(const struct store_item_row *row, const struct store_said *said,
				  const char **roles)
{
	role_names(said->member_roles, roles);
	return (struct export_said){
		.item = row->task.uid,
		.state = state_name(said->state),
		.parked = said->parked,
		.batch = said->batch,
		.batch_name = row->batch != NULL ? row->batch->name : NULL,
		.enrolled = said->enrolled,
		.member = said->member,
		.member_name = said->member_name,
		.member_roles = roles,
		.host_custody = said->host_custody,
		.event = said->event,
		.stream = said->stream,
		.key = said->key,
		.seq = said->seq,
		.hlc = said->hlc,
		.wall = said->wall,
		.supersedes = said->supersedes,
		.superseded_by = said->superseded_by,
		.n_supersedes = said->n_supersedes,
		.n_superseded_by = said->n_superseded_by,
		.payload = said->payload,
		.payload_len = said->payload_len,
	};
}

static void add_guideline(struct exporter *x, const struct store_item_row *row,
			  const struct store_said *said, struct export_annotation *a)
{
	struct export_guide *guide;

	a->has_guideline =
		payload_guideline(x, row, said->payload, said->payload_len, &a->guideline);
	guide = a->has_guideline ? guides_find(&x->guides, &a->guideline) : NULL;
	if (guide == NULL)
		return;
	guide->annotations++;
	a->guideline_name = guide->name;
	a->guideline_version = guide->version;
}

static bool write_annotation(struct exporter *x, const struct store_item_row *row,
			     const struct store_said *said, const struct export_source *sources,
			     struct err *err)
{
	const struct store_said *back = said->retraction;
	const char *roles[ROLES_MAX];
	struct export_retraction retraction = { .wall = 0 };
	struct export_annotation annotation = {
		.said = said_of(row, said, roles),
		.item = row->body != NULL ? &x->item : NULL,
		.body = row->body,
		.role = row->n_sources > 0 ? item_role_name(row->role) : NULL,
		.group = row->group,
		.withdrawn = row->withdrawn,
		.source = sources,
		.n_sources = row->n_sources,
		.retraction = back != NULL ? &retraction : NULL,
		.revision = said->revision,
		.heads = said->heads,
		.differ = said->differ,
		.review = review_name(said->review),
	};

	if (back != NULL)
		retraction = (struct export_retraction){ .event = back->event,
							 .wall = back->wall,
							 .payload = back->payload,
							 .payload_len = back->payload_len };
	add_guideline(x, row, said, &annotation);
	x->used++;
	x->states[said->state]++;
	buf_clear(&x->line);
	x->settings->format->annotation(&x->line, &annotation);
	return out_write(x->out, OUT_ROWS, &x->line, err);
}

static bool write_event(struct exporter *x, const struct store_item_row *row,
			const struct store_said *said, struct err *err)
{
	const char *roles[ROLES_MAX];
	const struct export_event event = {
		.said = said_of(row, said, roles),
		.type = kind_name(said->kind),
		.kind = said->kind,
		.audience = audience_name(said->audience),
		.stale = said->stale,
	};

	buf_clear(&x->line);
	x->settings->format->event(&x->line, &event);
	return out_write(x->out, OUT_EVENTS, &x->line, err);
}

bool export_lossless(struct exporter *x, const struct store_item_row *row, struct err *err)
{
	const struct export_source *sources = sources_of(x, row);

	for (size_t i = 0; i < row->n_said; i++) {
		const struct store_said *said = row->said[i];
		bool ok = said->kind == KIND_ANNOTATE ? write_annotation(x, row, said, sources, err)
						      : write_event(x, row, said, err);

		if (!ok)
			return false;
	}
	return true;
}
