/* history.c - all that was ever said about an item, and what has become of it: for the export that
 * loses nothing.  What counts is the fold's to say; here is only told what each event is to it. */
#include "store/history.h"

#include "model/payload.h"

struct entry { /* one event */
	const struct fold_event *event;
	struct store_said *out;
	struct short_id who;
	bool gone, said_anew;                 /* superseded; by more than retractions */
	const struct fold_annotation *counts; /* the row that her annotation of the item has */
};

struct history {
	struct store *store;
	struct arena *arena;
	struct item_events events;
	struct fold_result fold;
	struct entry *entry; /* in order */
	struct entry **by_id;
	size_t n;
};

/* ---------------------------------------------------------------- order */

static int compare_events(const void *a, const void *b)
{
	const struct fold_event *x = ((const struct entry *)a)->event;
	const struct fold_event *y = ((const struct entry *)b)->event;
	int order = (x->hlc > y->hlc) - (x->hlc < y->hlc);

	if (order == 0)
		order = memcmp(x->stream.b, y->stream.b, ID_BYTES);
	if (order == 0)
		order = (x->seq > y->seq) - (x->seq < y->seq);
	return order != 0 ? order : memcmp(x->id.b, y->id.b, ID_BYTES);
}

static int compare_ids(const void *a, const void *b)
{
	return memcmp((*(struct entry *const *)a)->event->id.b,
		      (*(struct entry *const *)b)->event->id.b, ID_BYTES);
}

static struct entry *find(const struct history *h, const struct id *id)
{
	const struct fold_event event = { .id = *id };
	struct entry wanted = { .event = &event }, *key = &wanted, **found;

	found = bsearch(&key, h->by_id, h->n, sizeof(struct entry *), compare_ids);
	return found != NULL ? *found : NULL;
}

/* ---------------------------------------------------------------- what the event tells */

static const char *parked_by(const struct history *h, const struct fold_event *event)
{
	if (event->parked != NULL)
		return event->parked;
	for (size_t i = 0; i < h->fold.n_parks; i++)
		if (h->fold.park[i].rid == event->rid)
			return h->fold.park[i].reason;
	return NULL;
}

static void read_payload(struct entry *entry)
{
	struct payload_field field[] = { { .key = "batch" }, { .key = "for" } };
	const struct fold_event *event = entry->event;
	struct store_said *out = entry->out;

	entry->who = event->member;
	if (event->payload == NULL || !payload_fields(event->payload, event->payload_len, field, 2))
		return;
	out->has_batch =
		field[0].value != NULL && payload_hex(&field[0], out->batch.b, sizeof out->batch.b);
	if (event->kind == KIND_ANNOTATE && out->parked == NULL && field[1].value != NULL
	    && !payload_hex(&field[1], entry->who.b, sizeof entry->who.b))
		entry->who = event->member;
}

static void name_member(const struct history *h, struct entry *entry)
{
	static const struct short_id nobody;
	const struct authority *authority = h->store->authority;

	entry->out->enrolled = !short_id_equal(&entry->who, &nobody);
	entry->out->member = entry->who;
	for (size_t i = 0; i < authority_members(authority); i++) {
		const struct authority_member *member = authority_member(authority, i);

		if (!short_id_equal(&member->id, &entry->who))
			continue;
		entry->out->member_name = arena_strdup(h->arena, member->name);
		entry->out->member_roles = member->roles;
	}
}

static bool fill(struct history *h, struct entry *entry, struct err *err)
{
	const struct fold_event *event = entry->event;
	const struct stream_info *stream = stream_of(h->store, event->rid, err);
	const struct authority_key *key;

	if (stream == NULL)
		return false;
	key = authority_key(h->store->authority, &stream->key);
	*entry->out = (struct store_said){
		.kind = event->kind,
		.parked = parked_by(h, event),
		.host_custody = key != NULL && key->host,
		.event = event->id,
		.stream = stream->id,
		.key = stream->key,
		.audience = stream->audience,
		.seq = event->seq,
		.hlc = event->hlc,
		.wall = event->wall,
		.supersedes = event->supersedes,
		.n_supersedes = (size_t)event->n_supersedes,
		.payload = event->payload,
		.payload_len = event->payload_len,
	};
	read_payload(entry);
	name_member(h, entry);
	return true;
}

/* ---------------------------------------------------------------- who supersedes whom */

static int compare_raw(const void *a, const void *b)
{
	return memcmp(a, b, ID_BYTES);
}

static void supersede(struct history *h, const struct entry *by, const struct id *id)
{
	struct entry *old = find(h, id);
	struct id *list;

	if (old == NULL)
		return;
	list = arena_alloc(h->arena, (old->out->n_superseded_by + 1) * sizeof *list);
	if (old->out->n_superseded_by > 0)
		memcpy(list, old->out->superseded_by, old->out->n_superseded_by * sizeof *list);
	list[old->out->n_superseded_by++] = by->event->id;
	qsort(list, old->out->n_superseded_by, sizeof *list, compare_raw);
	old->out->superseded_by = list;
	old->gone = true;
	if (by->event->kind == KIND_RETRACT)
		old->out->retraction = by->out;
	else
		old->said_anew = true;
}

static void link_all(struct history *h)
{
	for (size_t i = 0; i < h->n; i++)
		for (int s = 0;
		     h->entry[i].out->parked == NULL && s < h->entry[i].event->n_supersedes; s++)
			supersede(h, &h->entry[i], &h->entry[i].event->supersedes[s]);
}

static const struct fold_annotation *counting(const struct history *h, const struct entry *entry)
{
	for (size_t i = 0; entry->out->has_batch && i < h->fold.n_annotations; i++) {
		const struct fold_annotation *a = &h->fold.annotation[i];

		if (short_id_equal(&a->batch, &entry->out->batch)
		    && short_id_equal(&a->member, &entry->who))
			return a;
	}
	return NULL;
}

/* ---------------------------------------------------------------- what has become of it */

static enum store_state annotate_state(const struct entry *entry)
{
	if (entry->gone)
		return entry->said_anew ? STATE_SUPERSEDED : STATE_WITHDRAWN;
	if (entry->counts == NULL || entry->counts->differ)
		return STATE_CONFLICT;
	return entry->counts->rid == entry->event->rid ? STATE_CURRENT : STATE_DUPLICATE;
}

/* A head beside an annotation that it does not take back. */
static enum store_state retract_state(const struct entry *entry)
{
	if (entry->gone)
		return STATE_SUPERSEDED;
	return entry->counts != NULL ? STATE_CONFLICT : STATE_CURRENT;
}

static bool is_about(const struct history *h, const struct entry *entry, int64_t rid)
{
	struct payload_field about = { .key = "about" };
	const struct fold_event *event = entry->event;
	const struct entry *named;
	size_t at = 0;
	bool broken;
	struct id id;

	if (event->kind == KIND_ADJUDICATE)
		return rid == 0;
	if (!payload_fields(event->payload, event->payload_len, &about, 1) || about.value == NULL)
		return false;
	while (payload_next_hex(&about, &at, id.b, ID_BYTES, &broken)) {
		named = find(h, &id);
		if (named != NULL && named->event->rid == rid)
			return true;
	}
	return false;
}

static enum store_state verdict_state(const struct history *h, struct entry *entry)
{
	enum store_state state = entry->gone ? STATE_SUPERSEDED : STATE_CURRENT;

	for (size_t i = 0; i < h->fold.n_decisions; i++) {
		const struct fold_decision *d = &h->fold.decision[i];

		if (!short_id_equal(&d->batch, &entry->out->batch) || !is_about(h, entry, d->about))
			continue;
		if (d->differ && !entry->gone)
			state = STATE_CONFLICT;
		entry->out->stale = entry->out->stale || (d->stale && d->rid == entry->event->rid);
	}
	return state;
}

static enum store_state state_of(const struct history *h, struct entry *entry)
{
	if (entry->out->parked != NULL)
		return STATE_PARKED;
	if (entry->event->payload == NULL)
		return STATE_REDACTED;
	switch (entry->event->kind) {
	case KIND_ANNOTATE:
		return annotate_state(entry);
	case KIND_RETRACT:
		return retract_state(entry);
	case KIND_REVIEW:
	case KIND_ADJUDICATE:
		return verdict_state(h, entry);
	default:
		return entry->gone ? STATE_SUPERSEDED : STATE_CURRENT;
	}
}

static int review_of(const struct history *h, const struct entry *entry)
{
	for (size_t i = 0; i < h->fold.n_decisions; i++) {
		const struct fold_decision *d = &h->fold.decision[i];

		if (d->about != entry->event->rid)
			continue;
		if (d->stale)
			return REVIEW_STALE;
		for (size_t k = 0; k < h->n; k++)
			if (h->entry[k].event->rid == d->rid)
				return review_named(h->entry[k].event->payload,
						    h->entry[k].event->payload_len, h->arena);
	}
	return REVIEW_NONE;
}

/* Her so manieth; the one that counts goes by the fold, which counts all. */
static int revision_of(const struct history *h, const struct entry *entry)
{
	int n = 0;

	if (entry->counts != NULL && entry->counts->rid == entry->event->rid)
		return entry->counts->revision;
	for (const struct entry *e = h->entry; e <= entry; e++)
		n += e->event->kind == KIND_ANNOTATE && e->out->parked == NULL && e->out->has_batch
		     && short_id_equal(&e->out->batch, &entry->out->batch)
		     && short_id_equal(&e->who, &entry->who);
	return n;
}

static void judge(const struct history *h, struct entry *entry)
{
	struct store_said *out = entry->out;
	bool label = entry->event->kind == KIND_ANNOTATE || entry->event->kind == KIND_RETRACT;

	if (label && out->parked == NULL && entry->event->payload != NULL)
		entry->counts = counting(h, entry);
	out->state = state_of(h, entry);
	if (out->state != STATE_WITHDRAWN)
		out->retraction = NULL;
	if (entry->counts != NULL) {
		out->heads = entry->counts->heads;
		out->differ = entry->counts->differ;
	}
	if (entry->event->kind != KIND_ANNOTATE || out->parked != NULL)
		return;
	out->review = review_of(h, entry);
	if (out->has_batch)
		out->revision = revision_of(h, entry);
}

/* ---------------------------------------------------------------- handing out */

static bool has_place(struct store *store, int64_t item, const struct store_said *said)
{
	return said->has_batch
	       && db_int_or(store,
			    "SELECT 1 FROM batch b JOIN task t ON t.batch = b.batch "
			    "WHERE b.id = ?1 AND t.item = ?2",
			    ARGS(ID(&said->batch), INT(item)), 0)
			  != 0;
}

static int by_member(const void *a, const void *b)
{
	const struct entry *x = *(const struct entry *const *)a,
			   *y = *(const struct entry *const *)b;
	bool p = x->event->kind == KIND_ANNOTATE, q = y->event->kind == KIND_ANNOTATE;
	int order = (int)q - (int)p;

	if (order == 0 && p)
		order = memcmp(x->who.b, y->who.b, SHORT_ID_BYTES);
	return order != 0 ? order : (x > y) - (x < y);
}

static void hand_out(const struct history *h, int64_t item, const struct short_id *batch,
		     struct store_item_row *row)
{
	const struct entry **list = arena_alloc(h->arena, (h->n + 1) * sizeof(struct entry *));
	const struct store_said **said =
		arena_alloc(h->arena, (h->n + 1) * sizeof(struct store_said *));

	row->n_said = 0;
	for (size_t i = 0; i < h->n; i++) {
		const struct store_said *out = h->entry[i].out;
		bool wanted = batch != NULL ? out->has_batch && short_id_equal(&out->batch, batch)
					    : !has_place(h->store, item, out);

		if (wanted)
			list[row->n_said++] = &h->entry[i];
	}
	if (row->n_said > 1)
		qsort(list, row->n_said, sizeof(struct entry *), by_member);
	for (size_t i = 0; i < row->n_said; i++)
		said[i] = list[i]->out;
	row->said = said;
}

bool history_of(struct store *store, int64_t item, const struct short_id *batch,
		struct arena *arena, struct store_item_row *row, struct err *err)
{
	struct history h = { .store = store, .arena = arena };

	if (!item_events(store, item, arena, &h.events, err))
		return false;
	h.n = h.events.n;
	fold_item(store->authority, h.events.event, h.n, arena, &h.fold);
	h.entry = arena_alloc(arena, (h.n + 1) * sizeof *h.entry);
	h.by_id = arena_alloc(arena, (h.n + 1) * sizeof(struct entry *));
	for (size_t i = 0; i < h.n; i++) {
		h.entry[i].event = &h.events.event[i];
		h.entry[i].out = arena_alloc(arena, sizeof *h.entry[i].out);
		if (!fill(&h, &h.entry[i], err))
			return false;
	}
	if (h.n > 1)
		qsort(h.entry, h.n, sizeof *h.entry, compare_events);
	for (size_t i = 0; i < h.n; i++)
		h.by_id[i] = &h.entry[i];
	if (h.n > 1)
		qsort(h.by_id, h.n, sizeof(struct entry *), compare_ids);
	link_all(&h);
	for (size_t i = 0; i < h.n; i++)
		judge(&h, &h.entry[i]);
	hand_out(&h, item, batch, row);
	return true;
}
