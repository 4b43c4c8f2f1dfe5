/* derive.c - the derived tables as a whole: after a change of rights, and from nothing. */
#include "store/chunks.h"
#include "store/indices.h"

#include "base/alloc.h"

#define ITEMS_A_TICK 256
#define LINES_MAX (1 << 20) /* that an items event may say it brings: for progress alone */

bool derive_stamp(struct store *store, struct err *err)
{
	struct id vector;

	if (!vector_digest(store, &vector, err)
	    || !db_run(store,
		       "INSERT INTO derived (one, fold, vector) VALUES (1, ?1, ?2) "
		       "ON CONFLICT (one) DO UPDATE SET vector = excluded.vector "
		       "WHERE fold = excluded.fold",
		       ARGS(INT(FOLD_VERSION), ID(&vector)), err))
		return false;
	return db_changes(store) > 0 || upgraded_meanwhile(err);
}

/* ---------------------------------------------------------------- members and keys */

static bool write_member(struct store *store, const struct authority_member *m, struct err *err)
{
	const struct id *box = id_is_zero(&m->box) ? NULL : &m->box;

	return db_run(store,
		      "INSERT INTO member (id, name, roles, box) VALUES (?1, ?2, ?3, ?4) "
		      "ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
		      "roles = excluded.roles, box = excluded.box",
		      ARGS(ID(&m->id), TEXT(m->name), INT(m->roles), ID_OR_NIL(box)), err);
}

static bool write_key(struct store *store, const struct authority *authority,
		      const struct authority_key *k, struct err *err)
{
	const struct authority_member *m = authority_member(authority, (size_t)k->member);
	struct bind revoked = { .type = k->revoked != NULL ? SQLITE_BLOB : SQLITE_NULL,
				.bytes = k->revoked,
				.n = k->revoked != NULL ? strlen(k->revoked) : 0 };

	return db_run(store,
		      "INSERT INTO key (key, member, custody, revoked) "
		      "SELECT ?1, member, ?3, ?4 FROM member WHERE id = ?2 "
		      "ON CONFLICT (key) DO UPDATE SET member = excluded.member, "
		      "custody = excluded.custody, revoked = excluded.revoked",
		      ARGS(ID(&k->key), ID(&m->id), INT(k->host), revoked), err);
}

static bool write_people(struct store *store, const struct authority *authority, struct err *err)
{
	for (size_t i = 0; i < authority_members(authority); i++)
		if (!write_member(store, authority_member(authority, i), err))
			return false;
	for (size_t i = 0; i < authority_keys(authority); i++)
		if (authority_key_at(authority, i)->member >= 0
		    && !write_key(store, authority, authority_key_at(authority, i), err))
			return false;
	return true;
}

/* ---------------------------------------------------------------- what a change of rights reaches
 */

struct standing { /* what the tables say of a key, from before */
	struct id key;
	struct short_id member;
	int64_t roles;
	bool is_revoked;
};

struct standings {
	struct standing *row;
	size_t n, cap;
};

static bool load_standings(struct store *store, struct standings *all, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store,
				      "SELECT k.key, m.id, m.roles, k.revoked IS NOT NULL "
				      "FROM key k JOIN member m USING (member)",
				      NO_ARGS, err);
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW) {
		all->row = vec_grow(all->row, all->n, &all->cap, sizeof *all->row);
		all->row[all->n++] = (struct standing){ .key = col_id(stmt, 0),
							.member = col_short(stmt, 1),
							.roles = col_int(stmt, 2),
							.is_revoked = col_int(stmt, 3) != 0 };
	}
	return step == DB_DONE;
}

static const struct standing *standing_of(const struct standings *all, const struct id *key)
{
	for (size_t i = 0; i < all->n; i++)
		if (id_equal(&all->row[i].key, key))
			return &all->row[i];
	return NULL;
}

enum reach { REACH_NONE, REACH_ITEMS, REACH_ALL };

/* A key that is new has only parked events; one that changed may have had an effect anywhere. */
static enum reach reach_of(struct store *store, const struct standings *before,
			   const struct authority *authority, const struct authority_key *k)
{
	const struct authority_member *m;
	const struct standing *old = standing_of(before, &k->key);
	int64_t control;

	if (k->member < 0)
		return REACH_NONE;
	m = authority_member(authority, (size_t)k->member);
	if (old != NULL && short_id_equal(&old->member, &m->id) && old->roles == (int64_t)m->roles
	    && !old->is_revoked && k->revoked == NULL)
		return REACH_NONE;
	if (old != NULL && !short_id_equal(&old->member, &m->id))
		return REACH_ALL;
	control = db_int_or(store,
			    "SELECT EXISTS (SELECT 1 FROM stream s JOIN head h USING (stream) "
			    "JOIN event e ON e.rid BETWEEN h.head << 32 AND (h.head << 32) + h.seq "
			    "WHERE s.key = ?1 AND e.kind < 64 AND e.kind NOT IN (1, 2, 4, 5, 11))",
			    ARGS(ID(&k->key)), 1);
	return control != 0 ? REACH_ALL : REACH_ITEMS;
}

struct item_list {
	int64_t *item;
	size_t n, cap;
};

/* CROSS: left to itself SQLite goes through all events of the project, by their items. */
const char hot_sql_said_by_key[] =
	"SELECT DISTINCT e.item FROM stream s CROSS JOIN head h USING (stream) "
	"CROSS JOIN event e ON e.rid BETWEEN h.head << 32 AND (h.head << 32) + 4294967295 "
	"WHERE s.key = ?1 AND e.item IS NOT NULL";

static bool items_of_key(struct store *store, const struct id *key, struct item_list *list,
			 struct err *err)
{
	sqlite3_stmt *stmt = db_query(store, hot_sql_said_by_key, ARGS(ID(key)), err);
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW) {
		list->item = vec_grow(list->item, list->n, &list->cap, sizeof *list->item);
		list->item[list->n++] = col_int(stmt, 0);
	}
	return step == DB_DONE;
}

static bool refold_key(struct store *store, const struct id *key, struct err *err)
{
	struct item_list list = { .n = 0 };
	bool ok = items_of_key(store, key, &list, err);

	for (size_t i = 0; ok && i < list.n; i++)
		ok = derive_item(store, list.item[i], 0, err);
	free(list.item);
	return ok;
}

/* The events that authority is made of, and the streams' first ones, whose judgement it changes. */
static bool park_authority(struct store *store, struct err *err)
{
	static const unsigned kinds[] = { KIND_PROJECT, KIND_STREAM, KIND_GRANT, KIND_REVOKE,
					  KIND_POLICY };
	bool ok = true;

	for (size_t i = 0; ok && i < sizeof kinds / sizeof *kinds; i++) {
		struct control_rows rows = { .arena = ARENA_INIT };

		ok = control_rows(store, kinds[i], &rows, err) && park_rows(store, &rows, err);
		control_rows_release(&rows);
	}
	return ok;
}

static bool refold_changed(struct store *store, const struct standings *before, struct err *err)
{
	const struct authority *authority = store->authority;

	for (size_t i = 0; i < authority_keys(authority); i++)
		if (reach_of(store, before, authority, authority_key_at(authority, i)) == REACH_ALL)
			return derive_everything(store, NULL, err);
	for (size_t i = 0; i < authority_keys(authority); i++) {
		const struct authority_key *k = authority_key_at(authority, i);

		if (reach_of(store, before, authority, k) == REACH_ITEMS
		    && !refold_key(store, &k->key, err))
			return false;
	}
	return true;
}

bool derive_authority(struct store *store, struct err *err)
{
	struct standings before = { .n = 0 };
	const struct authority *authority;
	bool ok;

	store->authority_dirty = true;
	authority = authority_of(store, err);
	store->authority_dirty = false;
	ok = authority != NULL && load_standings(store, &before, err)
	     && write_people(store, authority, err) && park_authority(store, err)
	     && refold_changed(store, &before, err);
	free(before.row);
	return ok;
}

/* ---------------------------------------------------------------- everything */

struct rebuild {
	struct store *store;
	const struct progress *progress;
	int64_t done, total;
};

static bool tick(struct rebuild *r, struct err *err)
{
	char percent[16];

	if (r->store->lock.held && r->total > 0) {
		snprintf(percent, sizeof percent, "%d %%", (int)(100 * r->done / r->total));
		lock_note(&r->store->lock, r->store->env, percent);
	}
	return progress_tick(r->progress, r->done, r->total)
	       || err_set(err, ERR_CONFLICT, "stopped before the end; nothing was changed");
}

static bool delete_all(struct store *store, struct err *err)
{
	static const char *const sql[] = {
		"DELETE FROM derived",    "DELETE FROM redacted", "DELETE FROM parked",
		"DELETE FROM progress",   "DELETE FROM control",  "DELETE FROM decision",
		"DELETE FROM annotation", "DELETE FROM assigned", "DELETE FROM task",
		"DELETE FROM source",     "DELETE FROM batch",    "DELETE FROM guideline",
		"DELETE FROM key",        "DELETE FROM member",
	};

	for (size_t i = 0; i < sizeof sql / sizeof *sql; i++)
		if (!db_run(store, sql[i], NO_ARGS, err))
			return false;
	return true;
}

static int64_t lines_of(const struct control_row *row)
{
	int64_t n = json_get_int(row->payload, "count", 0);

	return n > 0 && n < LINES_MAX ? n : 0;
}

static bool derive_chunks(struct rebuild *r, struct err *err)
{
	struct control_rows rows = { .arena = ARENA_INIT };
	bool ok = control_rows(r->store, KIND_ITEMS, &rows, err);
	struct chunks *chunks = chunks_begin(r->store, &rows);

	for (size_t i = 0; i < rows.n; i++)
		r->total += lines_of(&rows.row[i]);
	for (size_t i = 0; ok && i < rows.n; i++) {
		ok = chunks_derive_next(chunks, err);
		r->done += lines_of(&rows.row[i]);
		ok = ok && tick(r, err);
	}
	chunks_end(chunks);
	ok = ok && park_rows(r->store, &rows, err);
	control_rows_release(&rows);
	return ok;
}

static bool assign_one(struct store *store, const struct control_row *row, const struct json *uid,
		       struct err *err)
{
	struct short_id batch;
	struct id id;
	bool withdraw = json_get_bool(row->payload, "withdraw", false);

	if (uid->type != JSON_STRING || !hex_decode(id.b, ID_BYTES, uid->str, uid->len)
	    || !json_get_hex(row->payload, "batch", batch.b, SHORT_ID_BYTES))
		return true;
	return db_run(store,
		      "INSERT INTO assigned (member, batch, ord, item, state) "
		      "SELECT m.member, b.batch, t.ord, i.item, ?4 FROM member m, batch b, item i "
		      "JOIN task t ON t.batch = b.batch AND t.item = i.item "
		      "WHERE m.id = ?1 AND b.id = ?2 AND i.uid = ?3 "
		      "ON CONFLICT DO UPDATE SET state = excluded.state",
		      ARGS(ID(&row->stream->reader), ID(&batch), ID(&id), INT(withdraw ? 3 : 0)),
		      err);
}

static bool derive_assignments(struct store *store, struct err *err)
{
	struct control_rows rows = { .arena = ARENA_INIT };
	bool ok = control_rows(store, KIND_ASSIGN, &rows, err);

	for (size_t i = 0; ok && i < rows.n; i++) {
		const struct json *items = json_get(rows.row[i].payload, "items");

		if (rows.row[i].parked != NULL || items == NULL)
			continue;
		for (const struct json *uid = items->child; ok && uid != NULL; uid = uid->next)
			ok = assign_one(store, &rows.row[i], uid, err);
	}
	ok = ok && park_rows(store, &rows, err);
	control_rows_release(&rows);
	return ok;
}

static bool derive_redactions(struct store *store, struct err *err)
{
	struct control_rows rows = { .arena = ARENA_INIT };
	bool ok = control_rows(store, KIND_REDACT, &rows, err);
	struct id id;

	for (size_t i = 0; ok && i < rows.n; i++)
		if (rows.row[i].parked == NULL
		    && json_get_hex(rows.row[i].payload, "id", id.b, ID_BYTES))
			ok = db_run(store,
				    "INSERT INTO redacted (id, rid) VALUES (?1, ?2) "
				    "ON CONFLICT DO NOTHING",
				    ARGS(ID(&id), INT(rows.row[i].rid)), err);
	ok = ok && park_rows(store, &rows, err);
	control_rows_release(&rows);
	return ok;
}

/* Events of kinds that nobody here knows, and control events without rows of their own. */
static bool park_others(struct store *store, struct err *err)
{
	static const unsigned kinds[] = { KIND_EPOCH, KIND_ACK, KIND_EXCLUDE, KIND_RELEASE };
	bool ok = true;

	for (size_t i = 0; ok && i < sizeof kinds / sizeof *kinds; i++) {
		struct control_rows rows = { .arena = ARENA_INIT };

		ok = control_rows(store, kinds[i], &rows, err) && park_rows(store, &rows, err);
		control_rows_release(&rows);
	}
	return ok
	       && db_run(store,
			 "INSERT INTO parked (rid, reason) SELECT rid, 'kind' FROM event "
			 "WHERE kind > 127 OR kind BETWEEN 15 AND 63 ON CONFLICT DO NOTHING",
			 NO_ARGS, err);
}

static bool item_done(void *ctx, struct err *err)
{
	struct rebuild *r = ctx;

	return ++r->done % ITEMS_A_TICK != 0 || tick(r, err);
}

static bool derive_rows(struct rebuild *r, struct err *err)
{
	struct store *store = r->store;
	const struct authority *authority = authority_of(store, err);
	bool stale;

	if (authority == NULL || !delete_all(store, err))
		return false;
	r->total = db_int_or(store, "SELECT count(DISTINCT item) FROM event WHERE item > 0",
			     NO_ARGS, 0);
	return write_people(store, authority, err) && park_authority(store, err)
	       && derive_registers(store, &stale, err) && derive_chunks(r, err)
	       && derive_assignments(store, err) && derive_redactions(store, err)
	       && park_others(store, err) && derive_new_items(store, item_done, r, err)
	       && derive_stamp(store, err);
}

static bool derive_all(struct store *store, const struct progress *progress, struct err *err)
{
	struct rebuild r = { .store = store, .progress = progress };
	struct buf indices = BUF_INIT;
	bool ok = (store->shadowed || indices_drop(store, indices_derived, &indices, err))
		  && derive_rows(&r, err) && indices_make(store, &indices, err);

	buf_release(&indices);
	return ok;
}

bool derive_everything(struct store *store, const struct progress *progress, struct err *err)
{
	struct err other;
	bool ok;

	store->recounting = true;
	if (!store->shadowed)
		scratch_in_file(store, true);
	ok = derive_all(store, progress, err);
	if (!store->shadowed)
		scratch_in_file(store, false);
	store->recounting = false;
	ok = ok && (store->shadowed || counts_renew(store, err));
	return db_script(store, "PRAGMA cache_size = -8000", ok ? err : &other) && ok;
}

bool derive_anew(struct store *store, const struct progress *progress, struct err *err)
{
	if (!tx_begin(store, err))
		return false;
	lock_let_signals(&store->lock);
	return tx_end(store, derive_everything(store, progress, err), err);
}
