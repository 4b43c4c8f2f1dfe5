/* export_lossless.c - every annotation of an item, whatever its state. */
#include "cmd/export.h"

#define ROLES_MAX 8

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

static bool write_one(struct exporter *x, const struct store_item_row *row,
		      const struct store_annotation *a, const struct export_source *sources,
		      struct err *err)
{
	struct id hash = { { 0 } };
	struct export_guide *guide =
		annotation_guideline(x, row, a, &hash) ? guides_find(&x->guides, &hash) : NULL;
	const char *roles[ROLES_MAX];
	const struct export_annotation annotation = {
		.item = &x->item,
		.group = row->group,
		.role = item_role_name(row->role),
		.withdrawn = row->withdrawn,
		.source = sources,
		.n_sources = row->n_sources,
		.batch = a->batch,
		.batch_name = row->batch->name,
		.guideline = hash,
		.guideline_name = guide != NULL ? guide->name : NULL,
		.guideline_version = guide != NULL ? guide->version : 0,
		.member = a->member,
		.member_name = a->member_name,
		.member_roles = roles,
		.host_custody = a->host_custody,
		.event = a->event,
		.stream = a->stream,
		.seq = a->seq,
		.hlc = a->hlc,
		.wall = a->wall,
		.revision = a->revision,
		.heads = a->heads,
		.differ = a->differ,
		.review = review_name(a->review),
		.payload = a->payload,
		.payload_len = a->payload_len,
	};

	role_names(a->member_roles, roles);
	if (guide != NULL)
		guide->annotations++;
	x->used++;
	buf_clear(&x->line);
	x->settings->format->annotation(&x->line, &annotation);
	return out_write(x->out, OUT_ROWS, &x->line, err);
}

bool export_lossless(struct exporter *x, const struct store_item_row *row, struct err *err)
{
	const struct export_source *sources = sources_of(x, row);

	for (size_t i = 0; i < row->n_annotations; i++)
		if (!write_one(x, row, &row->annotation[i], sources, err))
			return false;
	x->items_used++;
	return true;
}
