/* fold.c - the rules of CORE 6 and ANNOTATION 6, over the events of one item. */
#include "model/fold.h"

#include "base/json_write.h"
#include "model/fold_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- order and look-up ---- */

static int compare_u64(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* The clock orders what is shown and breaks ties; nothing is kept or dropped because of it. */
static int compare_events(const void *a, const void *b)
{
	const struct fold_event *x = ((const struct fold_entry *)a)->event;
	const struct fold_event *y = ((const struct fold_entry *)b)->event;
	int c = compare_u64(x->hlc, y->hlc);

	if (c == 0)
		c = memcmp(x->stream.b, y->stream.b, ID_BYTES);
	if (c == 0)
		c = compare_u64(x->seq, y->seq);
	return c != 0 ? c : memcmp(x->id.b, y->id.b, ID_BYTES);
}

static int compare_ids(const void *a, const void *b)
{
	const struct fold_entry *const *x = a, *const *y = b;

	return memcmp((*x)->event->id.b, (*y)->event->id.b, ID_BYTES);
}

struct fold_entry *fold_find(const struct fold *fold, const struct id *id)
{
	struct fold_event event = { .id = *id };
	struct fold_entry wanted = { .event = &event }, *key = &wanted, **found;

	found = bsearch(&key, fold->by_id, fold->n, sizeof *fold->by_id, compare_ids);
	return found != NULL ? *found : NULL;
}

int fold_compare_short(const struct short_id *a, const struct short_id *b)
{
	return memcmp(a->b, b->b, SHORT_ID_BYTES);
}

/* By batch and who, and within them as they are in time. */
int fold_by_member(const void *a, const void *b)
{
	const struct fold_entry *const *x = a, *const *y = b;
	int c = fold_compare_short(&(*x)->batch, &(*y)->batch);

	if (c == 0)
		c = fold_compare_short(&(*x)->who, &(*y)->who);
	return c != 0 ? c : (*x > *y) - (*x < *y);
}

int fold_by_batch(const void *a, const void *b)
{
	const struct fold_entry *const *x = a, *const *y = b;
	int c = fold_compare_short(&(*x)->batch, &(*y)->batch);

	return c != 0 ? c : (*x > *y) - (*x < *y);
}

bool fold_is_label(const struct fold_entry *entry)
{
	return entry->event->kind == KIND_ANNOTATE || entry->event->kind == KIND_RETRACT;
}

/* Not parked, not redacted. */
static bool is_there(const struct fold_entry *entry)
{
	return entry->counts && entry->event->payload != NULL;
}

/* The entries that WANTED picks, sorted. */
struct fold_entry **fold_pick(const struct fold *fold, bool (*wanted)(const struct fold_entry *),
			      int (*compare)(const void *, const void *), size_t *n)
{
	struct fold_entry **list;

	*n = 0;
	for (size_t i = 0; i < fold->n; i++)
		*n += is_there(&fold->entry[i]) && wanted(&fold->entry[i]);
	if (*n == 0)
		return NULL;
	list = arena_alloc(fold->arena, *n * sizeof(struct fold_entry *));
	*n = 0;
	for (size_t i = 0; i < fold->n; i++)
		if (is_there(&fold->entry[i]) && wanted(&fold->entry[i]))
			list[(*n)++] = &fold->entry[i];
	if (*n > 1)
		qsort(list, *n, sizeof(struct fold_entry *), compare);
	return list;
}

/* ---- references ---- */

/* Whose a redacted or parked event was is known by its signature only. */
static bool same_who(const struct fold_entry *a, const struct fold_entry *b)
{
	static const struct short_id nobody;

	if (is_there(a) && is_there(b))
		return short_id_equal(&a->who, &b->who);
	return short_id_equal(&a->event->member, &b->event->member)
	       && !short_id_equal(&a->event->member, &nobody);
}

static bool may_supersede(const struct fold_entry *entry, const struct fold_entry *target)
{
	if (target == NULL)
		return false;
	if (fold_is_label(entry))
		return fold_is_label(target) && same_who(entry, target);
	return entry->event->kind == target->event->kind;
}

/* The annotation that the review is about; NULL for anything else. */
struct fold_entry *fold_reviewed(const struct fold *fold, const struct fold_entry *review,
				 const struct id *id)
{
	struct fold_entry *target = fold_find(fold, id);

	if (target == NULL || target->event->kind != KIND_ANNOTATE)
		return NULL;
	return !is_there(target) || short_id_equal(&target->batch, &review->batch) ? target : NULL;
}

size_t fold_count_reviewed(const struct fold *fold, const struct fold_entry *review)
{
	struct id id;
	size_t at = 0, n = 0;
	bool broken;

	while (payload_next_hex(&review->ids, &at, id.b, ID_BYTES, &broken))
		n += fold_reviewed(fold, review, &id) != NULL;
	return n;
}

static bool refers_rightly(const struct fold *fold, const struct fold_entry *entry)
{
	const struct fold_event *e = entry->event;

	for (int i = 0; i < e->n_supersedes; i++)
		if (!may_supersede(entry, fold_find(fold, &e->supersedes[i])))
			return false;
	return e->kind != KIND_REVIEW || e->payload == NULL || fold_count_reviewed(fold, entry) > 0;
}

/* Whether an event refers rightly is judged before anything is parked for it, so that the order of
 * looking does not matter. */
static void resolve_references(struct fold *fold)
{
	for (size_t i = 0; i < fold->n; i++)
		if (fold->entry[i].counts && !refers_rightly(fold, &fold->entry[i]))
			fold->entry[i].reason = "reference";
	for (size_t i = 0; i < fold->n; i++) {
		struct fold_entry *entry = &fold->entry[i];

		entry->counts = entry->counts && entry->reason == NULL;
		if (!entry->counts)
			continue;
		for (int s = 0; s < entry->event->n_supersedes; s++)
			fold_find(fold, &entry->event->supersedes[s])->gone = true;
	}
}

/* ---- heads ---- */

static bool same_canonical(const struct fold *fold, const struct payload_field *a,
			   const struct payload_field *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	struct err err;
	const struct json *p = json_parse(a->value, a->len, fold->arena, &err);
	const struct json *q = json_parse(b->value, b->len, fold->arena, &err);
	bool same = false;

	if (p != NULL && q != NULL) {
		json_write_canonical(&x, p);
		json_write_canonical(&y, q);
		same = x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
	}
	buf_release(&x);
	buf_release(&y);
	return same;
}

/* Payloads are canonical when they come in, so equal bytes is the usual answer. */
bool fold_same(const struct fold *fold, const struct fold_entry *a, const struct fold_entry *b)
{
	if (a->status != b->status)
		return false;
	if (a->say.len == b->say.len && memcmp(a->say.value, b->say.value, a->say.len) == 0)
		return true;
	return same_canonical(fold, &a->say, &b->say);
}

/* ---- annotations ---- */

static void close_group(struct fold *fold, struct fold_entry **run, size_t n)
{
	struct fold_group *group = arena_alloc(fold->arena, sizeof *group);
	const struct fold_entry *counting = NULL;
	int revision = 0, heads = 0;

	for (size_t i = 0; i < n; i++) {
		bool annotate = run[i]->event->kind == KIND_ANNOTATE;

		run[i]->group = group;
		revision += annotate;
		heads += !run[i]->gone;
		if (annotate && !run[i]->gone)
			counting = run[i]; /* the newest, as they are sorted */
	}
	group->counting = counting;
	if (counting == NULL)
		return;
	for (size_t i = 0; i < n; i++)
		if (!run[i]->gone
		    && (run[i]->event->kind == KIND_RETRACT || !fold_same(fold, run[i], counting)))
			group->differ = true;
	fold->out->annotation[fold->out->n_annotations++] = (struct fold_annotation){
		.batch = counting->batch,
		.member = counting->who,
		.rid = counting->event->rid,
		.status = counting->status,
		.revision = revision,
		.heads = heads,
		.differ = group->differ,
		.at = counting->event->wall,
		.active = counting->active,
	};
}

static void fold_annotations(struct fold *fold)
{
	size_t n, end;
	struct fold_entry **list = fold_pick(fold, fold_is_label, fold_by_member, &n);

	if (n == 0)
		return;
	fold->out->annotation = arena_alloc(fold->arena, n * sizeof *fold->out->annotation);
	for (size_t i = 0; i < n; i = end) {
		for (end = i + 1; end < n; end++)
			if (!short_id_equal(&list[i]->batch, &list[end]->batch)
			    || !short_id_equal(&list[i]->who, &list[end]->who))
				break;
		close_group(fold, list + i, end - i);
	}
}

/* ---- the whole ---- */

static int compare_parks(const void *a, const void *b)
{
	const struct fold_park *x = a, *y = b;

	return (x->rid > y->rid) - (x->rid < y->rid);
}

static void fold_parks(struct fold *fold)
{
	size_t n = 0;

	for (size_t i = 0; i < fold->n; i++)
		n += fold->entry[i].reason != NULL;
	if (n == 0)
		return;
	fold->out->park = arena_alloc(fold->arena, n * sizeof *fold->out->park);
	for (size_t i = 0; i < fold->n; i++)
		if (fold->entry[i].reason != NULL)
			fold->out->park[fold->out->n_parks++] = (struct fold_park){
				.rid = fold->entry[i].event->rid,
				.reason = fold->entry[i].reason,
			};
	qsort(fold->out->park, n, sizeof *fold->out->park, compare_parks);
}

static void read_events(struct fold *fold, const struct fold_event *events,
			const struct authority *authority)
{
	fold->entry = arena_alloc(fold->arena, fold->n * sizeof *fold->entry);
	fold->by_id = arena_alloc(fold->arena, fold->n * sizeof(struct fold_entry *));
	for (size_t i = 0; i < fold->n; i++)
		fold_read(&fold->entry[i], &events[i], authority);
	if (fold->n > 1)
		qsort(fold->entry, fold->n, sizeof *fold->entry, compare_events);
	for (size_t i = 0; i < fold->n; i++)
		fold->by_id[i] = &fold->entry[i];
	if (fold->n > 1)
		qsort(fold->by_id, fold->n, sizeof(struct fold_entry *), compare_ids);
}

void fold_item(const struct authority *authority, const struct fold_event *events, size_t n,
	       struct arena *arena, struct fold_result *out)
{
	struct fold fold = { .n = n, .arena = arena, .out = out };

	*out = (struct fold_result){ .n_annotations = 0 };
	read_events(&fold, events, authority);
	resolve_references(&fold);
	fold_annotations(&fold);
	fold_decisions(&fold);
	fold_registers(&fold);
	fold_parks(&fold);
}
