/* events.c - the log, newest first: the streams are walked backwards side by side. */
#include "store/reading.h"
#include "store/store_private.h"

#include "base/alloc.h"

struct tail {         /* one head with the newest event of it that was not given out yet */
	int64_t rid;  /* 0: no more */
	int64_t base; /* of a fork: the parent has what is before */
	struct event_header header;
};

struct log_walk {
	struct store *store;
	struct tail *tail;
	size_t n, cap;
};

static bool load_tail(struct store *store, struct tail *tail, struct err *err)
{
	sqlite3_stmt *stmt;
	enum db_step step;
	const char *header;
	size_t n;

	if ((int64_t)SEQ_OF(tail->rid) <= tail->base) {
		tail->rid = 0;
		return true;
	}
	stmt = db_query(store, "SELECT header FROM event WHERE rid = ?1", ARGS(INT(tail->rid)),
			err);
	step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	if (step == DB_ROW) {
		header = col_bytes(stmt, 0, &n);
		if (!event_header_read(&tail->header, (const uint8_t *)header, n, err))
			step = DB_FAILED;
	} else if (step == DB_DONE) {
		err_set(err, ERR_INVALID, "an event is missing; run 'assay check'");
	}
	db_end(stmt);
	return step == DB_ROW;
}

static bool load_tails(struct log_walk *walk, struct err *err)
{
	sqlite3_stmt *stmt =
		db_query(walk->store, "SELECT head, seq, base FROM head", NO_ARGS, err);
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(walk->store, stmt, err)) == DB_ROW) {
		walk->tail = vec_grow(walk->tail, walk->n, &walk->cap, sizeof *walk->tail);
		walk->tail[walk->n++] =
			(struct tail){ .rid = RID(col_int(stmt, 0), col_int(stmt, 1)),
				       .base = col_int(stmt, 2) };
	}
	for (size_t i = 0; step == DB_DONE && i < walk->n; i++)
		if (!load_tail(walk->store, &walk->tail[i], err))
			return false;
	return step == DB_DONE;
}

static bool newer(const struct tail *a, const struct tail *b)
{
	int order;

	if (a->header.hlc != b->header.hlc)
		return a->header.hlc > b->header.hlc;
	order = memcmp(a->header.stream.b, b->header.stream.b, ID_BYTES);
	return order != 0 ? order > 0 : a->header.seq > b->header.seq;
}

static struct tail *newest(struct log_walk *walk)
{
	struct tail *best = NULL;

	for (size_t i = 0; i < walk->n; i++)
		if (walk->tail[i].rid != 0 && (best == NULL || newer(&walk->tail[i], best)))
			best = &walk->tail[i];
	return best;
}

static const char *name_of(struct store *store, const struct id *key)
{
	const struct authority_key *k = authority_key(store->authority, key);

	return k != NULL && k->member >= 0
		       ? authority_member(store->authority, (size_t)k->member)->name
		       : NULL;
}

static bool fill_row(struct store *store, const struct tail *tail, struct arena *arena,
		     struct store_log_row *row, struct err *err)
{
	const struct stream_info *stream = stream_of(store, tail->rid, err);
	sqlite3_stmt *stmt;
	enum db_step step;
	const char *header;
	size_t n;

	if (stream == NULL)
		return false;
	stmt = db_query(store,
			"SELECT e.header, e.payload, p.reason, s.rid FROM event e "
			"LEFT JOIN parked p USING (rid) LEFT JOIN signature s USING (rid) "
			"WHERE e.rid = ?1",
			ARGS(INT(tail->rid)), err);
	step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	if (step == DB_ROW) {
		header = col_bytes(stmt, 0, &n);
		*row = (struct store_log_row){
			.stream = stream->id,
			.id = event_id_in(store, &stream->id, tail->header.seq,
					  (const uint8_t *)header, n),
			.key = stream->key,
			.subject = tail->header.subject,
			.seq = tail->header.seq,
			.hlc = tail->header.hlc,
			.wall = tail->header.wall,
			.kind = tail->header.kind,
			.audience = stream->audience,
			.member = name_of(store, &stream->key),
			.payload = col_text(stmt, 1, arena),
			.payload_len = (size_t)sqlite3_column_bytes(stmt, 1),
			.parked = col_text(stmt, 2, arena),
			.is_signed = !col_null(stmt, 3),
		};
	}
	db_end(stmt);
	return step == DB_ROW;
}

static bool walk_log(struct log_walk *walk, int64_t max,
		     bool (*each)(void *ctx, const struct store_log_row *row), void *ctx,
		     struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct store_log_row row;
	struct tail *tail;
	bool ok = authority_of(walk->store, err) != NULL && load_tails(walk, err);

	for (int64_t i = 0; ok && (max == 0 || i < max) && (tail = newest(walk)) != NULL; i++) {
		arena_clear(&arena);
		ok = fill_row(walk->store, tail, &arena, &row, err);
		if (!ok || !each(ctx, &row))
			break;
		tail->rid--;
		ok = load_tail(walk->store, tail, err);
	}
	arena_release(&arena);
	return ok;
}

bool store_each_event(struct store *store, int64_t max,
		      bool (*each)(void *ctx, const struct store_log_row *row), void *ctx,
		      struct err *err)
{
	struct log_walk walk = { .store = store };
	bool ok;

	if (!read_begin(store, err))
		return false;
	ok = read_end(store, walk_log(&walk, max, each, ctx, err), err);
	free(walk.tail);
	return ok;
}
