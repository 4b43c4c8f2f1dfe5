/* drafts.c - what is not submitted yet, and undo across items and sittings.  Local to this copy. */
#include "store/seat.h"

static bool write_draft(struct store *store, const struct store_draft *draft, struct err *err)
{
	const struct id *base = draft->has_base ? &draft->base : NULL;

	return db_run(store,
		      "INSERT INTO draft (key, batch, uid, base, doc, focus, changed) "
		      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (key, batch, uid) "
		      "DO UPDATE SET base = excluded.base, doc = excluded.doc, "
		      "focus = excluded.focus, changed = excluded.changed",
		      ARGS(ID(&store->signer->key), ID(&draft->batch), ID(&draft->uid),
			   ID_OR_NIL(base), TEXT(draft->doc),
			   TEXT(draft->focus != NULL ? draft->focus : ""), INT(draft->changed)),
		      err);
}

bool draft_delete(struct store *store, const struct short_id *batch, const struct id *uid,
		  struct err *err)
{
	return db_run(store, "DELETE FROM draft WHERE key = ?1 AND batch = ?2 AND uid = ?3",
		      ARGS(ID(&store->signer->key), ID(batch), ID(uid)), err);
}

bool position_write(struct store *store, const struct short_id *batch, const uint8_t *ord,
		    struct err *err)
{
	return db_run(store,
		      "INSERT INTO position (key, batch, ord) VALUES (?1, ?2, ?3) "
		      "ON CONFLICT (key, batch) DO UPDATE SET ord = excluded.ord",
		      ARGS(ID(seat_name(store)), ID(batch), BLOB(ord, ORD_BYTES)), err);
}

/* ---------------------------------------------------------------- where she reads */

/* "reading.SEAT.BATCH" */
static void reading_name(const struct id *seat, const struct short_id *batch,
			 char out[SETTING_NAME])
{
	char of_batch[SHORT_ID_HEX + 1], of_seat[17];

	hex_encode(of_seat, seat->b, 8);
	snprintf(out, SETTING_NAME, "reading.%s.%s", of_seat,
		 batch != NULL ? hex_short(of_batch, batch) : "");
}

/* Between which names those of SEAT lie. */
static void reading_range(const struct id *seat, char from[SETTING_NAME], char to[SETTING_NAME])
{
	reading_name(seat, NULL, from);
	memcpy(to, from, SETTING_NAME);
	to[strlen(to) - 1]++; /* the point */
}

bool reading_drop(struct store *store, struct err *err)
{
	char from[SETTING_NAME], to[SETTING_NAME];

	reading_range(seat_name(store), from, to);
	return db_run(store, "DELETE FROM setting WHERE name > ?1 AND name < ?2",
		      ARGS(TEXT(from), TEXT(to)), err);
}

bool reading_hand_over(struct store *store, struct err *err)
{
	char from[SETTING_NAME], to[SETTING_NAME], first[SETTING_NAME];

	reading_range(seat_name(store), from, to);
	reading_name(&store->signer->key, NULL, first);
	return db_run(store,
		      "INSERT OR REPLACE INTO setting (name, value) "
		      "SELECT ?3 || substr(name, length(?3) + 1), value FROM setting "
		      "WHERE name > ?1 AND name < ?2",
		      ARGS(TEXT(from), TEXT(to), TEXT(first)), err);
}

static bool put_place(struct store *store, const struct short_id *batch, const uint8_t *position,
		      const char *reading, struct err *err)
{
	char name[SETTING_NAME];

	reading_name(seat_name(store), batch, name);
	return position_write(store, batch, position, err)
	       && setting_write(store, name, reading, err);
}

/* A place that a power cut takes away is no loss: it is not worth a wait for the disk. */
bool store_place_put(struct store *store, const struct short_id *batch, const uint8_t *position,
		     const char *reading, struct err *err)
{
	return has_signer(store, err) && tx_begin_unsynced(store, err)
	       && tx_end(store, put_place(store, batch, position, reading, err), err);
}

static bool read_position(struct store *store, const struct short_id *batch, const struct id *name,
			  uint8_t ord[ORD_BYTES])
{
	struct err ignored;
	sqlite3_stmt *stmt =
		db_query(store, "SELECT ord FROM position WHERE key = ?1 AND batch = ?2",
			 ARGS(ID(name), ID(batch)), &ignored);
	bool found = false;
	size_t n;

	if (stmt != NULL && db_step(store, stmt, &ignored) == DB_ROW) {
		const char *bytes = col_bytes(stmt, 0, &n);

		found = n == ORD_BYTES;
		if (found)
			memcpy(ord, bytes, ORD_BYTES);
	}
	db_end(stmt);
	assert_idle(store);
	return found;
}

/* A second window begins where the first one is. */
bool store_position(struct store *store, const struct short_id *batch, uint8_t ord[ORD_BYTES])
{
	if (store->signer == NULL)
		return false;
	if (store->mode == STORE_WRITE)
		seat_take(store);
	return read_position(store, batch, seat_name(store), ord)
	       || read_position(store, batch, &store->signer->key, ord);
}

const char *store_reading(struct store *store, const struct short_id *batch, struct arena *arena)
{
	char name[SETTING_NAME];

	if (store->signer == NULL)
		return NULL;
	reading_name(seat_name(store), batch, name);
	return store_setting(store, name, arena);
}

/* ---------------------------------------------------------------- undo */

/* A new action ends what could be redone. */
bool undo_write(struct store *store, const struct store_undo *undo, struct err *err)
{
	const struct id *event = undo->has_event ? &undo->event : NULL;

	return db_run(store, "DELETE FROM undo WHERE key = ?1 AND undone = 1",
		      ARGS(ID(seat_name(store))), err)
	       && db_run(store,
			 "INSERT INTO undo (key, batch, uid, before, after, event) "
			 "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
			 ARGS(ID(seat_name(store)), ID(&undo->batch), ID(&undo->uid),
			      TEXT(undo->before), TEXT(undo->after), ID_OR_NIL(event)),
			 err);
}

static bool put_all(struct store *store, const struct store_draft *draft,
		    const struct store_undo *undo, size_t n_undo, const uint8_t *position,
		    struct err *err)
{
	const struct short_id *batch = draft != NULL ? &draft->batch
				       : n_undo > 0  ? &undo[n_undo - 1].batch
						     : NULL;

	if (draft != NULL && !write_draft(store, draft, err))
		return false;
	for (size_t i = 0; i < n_undo; i++)
		if (!undo_write(store, &undo[i], err))
			return false;
	return position == NULL || batch == NULL || position_write(store, batch, position, err);
}

bool store_draft_put(struct store *store, const struct store_draft *draft,
		     const struct store_undo *undo, size_t n_undo, const uint8_t *position,
		     struct err *err)
{
	if (!has_signer(store, err) || !tx_begin(store, err))
		return false;
	return tx_end(store, put_all(store, draft, undo, n_undo, position, err), err);
}

bool store_draft(struct store *store, const struct short_id *batch, const struct id *uid,
		 struct arena *arena, struct store_draft *draft, struct err *err)
{
	sqlite3_stmt *stmt;
	enum db_step step;

	if (!has_signer(store, err))
		return false;
	stmt = db_query(store,
			"SELECT base, doc, focus, changed FROM draft "
			"WHERE key = ?1 AND batch = ?2 AND uid = ?3",
			ARGS(ID(&store->signer->key), ID(batch), ID(uid)), err);
	step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	if (step == DB_ROW)
		*draft = (struct store_draft){ .batch = *batch,
					       .uid = *uid,
					       .has_base = !col_null(stmt, 0),
					       .base = col_id(stmt, 0),
					       .doc = col_text(stmt, 1, arena),
					       .focus = col_text(stmt, 2, arena),
					       .changed = col_int(stmt, 3) };
	if (step == DB_DONE)
		err_set(err, ERR_NOT_FOUND, "there is no draft");
	db_end(stmt);
	assert_idle(store);
	return step == DB_ROW;
}

bool store_draft_drop(struct store *store, const struct short_id *batch, const struct id *uid,
		      struct err *err)
{
	if (!has_signer(store, err) || !tx_begin(store, err))
		return false;
	return tx_end(store, draft_delete(store, batch, uid, err), err);
}

static bool read_undo(struct store *store, const char *sql, struct arena *arena,
		      struct store_undo *undo, struct err *err)
{
	sqlite3_stmt *stmt;
	enum db_step step;

	if (!has_signer(store, err))
		return false;
	stmt = db_query(store, sql, ARGS(ID(seat_name(store))), err);
	step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	if (step == DB_ROW)
		*undo = (struct store_undo){ .number = col_int(stmt, 0),
					     .batch = col_short(stmt, 1),
					     .uid = col_id(stmt, 2),
					     .before = col_text(stmt, 3, arena),
					     .after = col_text(stmt, 4, arena),
					     .has_event = !col_null(stmt, 5),
					     .event = col_id(stmt, 5) };
	if (step == DB_DONE)
		err_set(err, ERR_NOT_FOUND, "there is nothing to undo or redo");
	db_end(stmt);
	assert_idle(store);
	return step == DB_ROW;
}

bool store_undo_last(struct store *store, struct arena *arena, struct store_undo *undo,
		     struct err *err)
{
	return read_undo(store,
			 "SELECT undo, batch, uid, before, after, event FROM undo "
			 "WHERE key = ?1 AND undone = 0 ORDER BY undo DESC LIMIT 1",
			 arena, undo, err);
}

bool store_redo_next(struct store *store, struct arena *arena, struct store_undo *undo,
		     struct err *err)
{
	return read_undo(store,
			 "SELECT undo, batch, uid, before, after, event FROM undo "
			 "WHERE key = ?1 AND undone = 1 ORDER BY undo LIMIT 1",
			 arena, undo, err);
}

static bool drop_draft_of(struct store *store, int64_t number, struct err *err)
{
	return db_run(store,
		      "DELETE FROM draft WHERE key = ?2 AND (batch, uid) IN "
		      "(SELECT batch, uid FROM undo WHERE undo = ?1)",
		      ARGS(INT(number), ID(&store->signer->key)), err);
}

static bool mark(struct store *store, int64_t number, bool undone, const struct store_draft *draft,
		 struct err *err)
{
	if (!db_run(store, "UPDATE undo SET undone = ?2 WHERE undo = ?1 AND key = ?3",
		    ARGS(INT(number), INT(undone), ID(seat_name(store))), err))
		return false;
	if (db_changes(store) == 0)
		return err_set(err, ERR_NOT_FOUND, "that line of the undo journal is gone");
	return draft != NULL ? write_draft(store, draft, err) : drop_draft_of(store, number, err);
}

bool store_undo_mark(struct store *store, int64_t number, bool undone,
		     const struct store_draft *draft, struct err *err)
{
	if (!has_signer(store, err) || !tx_begin(store, err))
		return false;
	return tx_end(store, mark(store, number, undone, draft, err), err);
}
