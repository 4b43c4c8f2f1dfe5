/* fold_load.c - the events about one item, as the fold wants them. */
#include "store/store_private.h"

#include "base/alloc.h"

const char hot_sql_fold[] = "SELECT rid, header, payload FROM event WHERE item = ?1";

struct loading {
	struct store *store;
	const struct authority *authority;
	struct arena *arena;
	struct fold_event *event; /* in the heap until all are there */
	const struct id **key;
	size_t n, event_cap, key_cap;
};

static void fill_from_header(struct fold_event *event, const struct event_header *header,
			     struct arena *arena)
{
	struct id *supersedes = NULL;
	size_t n = (size_t)header->n_supersedes;

	if (n > 0) {
		supersedes = arena_alloc(arena, n * sizeof *supersedes);
		memcpy(supersedes, header->supersedes, n * sizeof *supersedes);
	}
	event->seq = header->seq;
	event->hlc = header->hlc;
	event->wall = header->wall;
	event->kind = header->kind;
	event->supersedes = supersedes;
	event->n_supersedes = header->n_supersedes;
}

static void fill_from_authority(const struct authority *authority, struct fold_event *event,
				const struct stream_info *stream, unsigned schema)
{
	const struct authority_key *key = authority_key(authority, &stream->key);

	if (key != NULL && key->member >= 0)
		event->member = authority_member(authority, (size_t)key->member)->id;
	event->lead =
		(authority_roles(authority, &stream->key, &stream->id, event->seq) & MEMBER_LEAD)
		!= 0;
	event->parked = authority_judge(authority, &stream->key, &stream->id, event->seq,
					event->kind, schema, stream->audience, &stream->reader);
}

static bool load_one(struct loading *l, sqlite3_stmt *stmt, struct err *err)
{
	const struct stream_info *stream = stream_of(l->store, col_int(stmt, 0), err);
	struct fold_event event = { .rid = col_int(stmt, 0) };
	struct event_header header;
	size_t n;
	const char *bytes = col_bytes(stmt, 1, &n);

	if (stream == NULL || !event_header_read(&header, (const uint8_t *)bytes, n, err))
		return false;
	event.id = event_id(&l->store->project, (const uint8_t *)bytes, n);
	event.stream = stream->id;
	fill_from_header(&event, &header, l->arena);
	fill_from_authority(l->authority, &event, stream, header.schema);
	event.payload = col_text(stmt, 2, l->arena);
	event.payload_len = (size_t)sqlite3_column_bytes(stmt, 2);
	l->event = vec_grow(l->event, l->n, &l->event_cap, sizeof event);
	l->key = vec_grow(l->key, l->n, &l->key_cap, sizeof *l->key);
	l->event[l->n] = event;
	l->key[l->n++] = &stream->key;
	return true;
}

static void *keep(struct arena *arena, void *heap, size_t n)
{
	void *copy = arena_alloc(arena, n);

	if (n > 0)
		memcpy(copy, heap, n);
	free(heap);
	return copy;
}

static void keep_all(struct loading *l, struct item_events *events)
{
	events->n = l->n;
	events->event = keep(l->arena, l->event, l->n * sizeof *l->event);
	events->key = keep(l->arena, l->key, l->n * sizeof *l->key);
}

bool item_events(struct store *store, int64_t item, struct arena *arena, struct item_events *events,
		 struct err *err)
{
	struct loading l = { .store = store,
			     .authority = authority_of(store, err),
			     .arena = arena };
	sqlite3_stmt *stmt;
	enum db_step step = DB_FAILED;

	if (l.authority == NULL)
		return false;
	stmt = db_query(store, hot_sql_fold, ARGS(INT(item)), err);
	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW)
		if (!load_one(&l, stmt, err)) {
			db_end(stmt);
			step = DB_FAILED;
			break;
		}
	keep_all(&l, events);
	return step == DB_DONE;
}

/* ---------------------------------------------------------------- item by item */

bool event_walk_begin(struct event_walk *walk, struct store *store, struct err *err)
{
	*walk = (struct event_walk){ .store = store, .authority = authority_of(store, err) };
	if (walk->authority == NULL)
		return false;
	walk->stmt = db_query(store,
			      "SELECT rid, header, payload, item FROM event INDEXED BY event_item "
			      "WHERE item > 0 ORDER BY item",
			      NO_ARGS, err);
	walk->step = walk->stmt != NULL ? db_step(store, walk->stmt, err) : DB_FAILED;
	return walk->step != DB_FAILED;
}

bool event_walk_next(struct event_walk *walk, struct arena *arena, int64_t *item,
		     struct item_events *events, struct err *err)
{
	struct loading l = { .store = walk->store, .authority = walk->authority, .arena = arena };
	bool ok = true;

	*item = walk->step == DB_ROW ? col_int(walk->stmt, 3) : 0;
	while (ok && walk->step == DB_ROW && col_int(walk->stmt, 3) == *item) {
		ok = load_one(&l, walk->stmt, err);
		if (ok)
			walk->step = db_step(walk->store, walk->stmt, err);
	}
	keep_all(&l, events);
	return ok && walk->step != DB_FAILED;
}

void event_walk_end(struct event_walk *walk)
{
	db_end(walk->stmt);
}
