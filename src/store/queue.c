/* queue.c - which item comes next; leases: who has an item on the screen. */
#include "store/seat.h"

#define LEASE_MS (INT64_C(15) * 60 * 1000)

#define TASK "SELECT t.item, i.uid, t.ord FROM task t JOIN item i USING (item) "

#define NOBODY_ELSE                                                                      \
	"AND (SELECT count(*) FROM lease l WHERE l.batch = t.batch AND l.item = t.item " \
	"AND l.until > ?4 AND l.key <> ?5) < t.left "

/* ?1 batch, ?2 behind this place, ?3 member, ?4 now, ?5 key */
const char hot_sql_open[] =
	TASK "WHERE t.batch = ?1 AND t.left > 0 AND t.ord > ?2 AND NOT EXISTS "
	     "(SELECT 1 FROM annotation a WHERE a.item = t.item AND a.batch = t.batch "
	     "AND a.member = ?3) " NOBODY_ELSE "ORDER BY t.ord LIMIT 1";

/* For a key that is not enrolled: what it wrote is parked, but it need not do it again. */
const char hot_sql_parked[] =
	TASK "WHERE t.batch = ?1 AND t.left > 0 AND t.ord > ?2 AND NOT EXISTS "
	     "(SELECT 1 FROM event e JOIN head h ON h.head = e.rid >> 32 JOIN stream s USING "
	     "(stream) WHERE e.item = t.item AND s.key = ?5 AND e.kind = 64) "
	     "AND ?3 = 0 " NOBODY_ELSE "ORDER BY t.ord LIMIT 1";

const char hot_sql_assigned[] =
	"SELECT t.item, i.uid, t.ord FROM assigned a "
	"JOIN task t ON t.batch = a.batch AND t.item = a.item JOIN item i ON i.item = a.item "
	"WHERE a.member = ?3 AND a.batch = ?1 AND a.ord > ?2 AND a.state = 0 AND t.want > 0 "
	"AND ?4 IS NOT NULL AND ?5 IS NOT NULL ORDER BY a.ord LIMIT 1";

const char hot_sql_undone[] =
	TASK "WHERE t.batch = ?1 AND t.want > 0 AND t.ord > ?2 AND NOT EXISTS "
	     "(SELECT 1 FROM annotation a WHERE a.item = t.item AND a.batch = t.batch "
	     "AND a.member = ?3) AND ?4 IS NOT NULL AND ?5 IS NOT NULL ORDER BY t.ord LIMIT 1";

const char hot_sql_next[] = TASK "WHERE t.batch = ?1 AND t.ord > ?2 ORDER BY t.ord LIMIT 1";
const char hot_sql_prev[] = TASK "WHERE t.batch = ?1 AND t.ord < ?2 ORDER BY t.ord DESC LIMIT 1";

bool task_read(struct store *store, sqlite3_stmt *stmt, struct store_task *task, const char *none,
	       struct err *err)
{
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;

	if (step == DB_ROW) {
		size_t n;
		const char *ord = col_bytes(stmt, 2, &n);

		*task = (struct store_task){ .item = col_int(stmt, 0), .uid = col_id(stmt, 1) };
		memcpy(task->ord, ord, n < ORD_BYTES ? n : ORD_BYTES);
	}
	if (step == DB_DONE)
		err_set(err, ERR_NOT_FOUND, "%s", none);
	db_end(stmt);
	return step == DB_ROW;
}

struct place {
	const uint8_t *ord;
	size_t n;
};

static bool seek_work(struct store *store, const char *sql, int64_t batch, struct place from,
		      struct store_task *task, struct err *err)
{
	static const struct id nobody;
	const struct id *key = store->signer == NULL   ? &nobody
			       : sql == hot_sql_parked ? &store->signer->key
						       : seat_name(store);
	int64_t now = store->env->now(store->env->ctx);
	int64_t self = self_local(store);

	if (task_read(
		    store,
		    db_query(store, sql,
			     ARGS(INT(batch), BLOB(from.ord, from.n), INT(self), INT(now), ID(key)),
			     err),
		    task, "nothing in this batch wants your work", err))
		return true;
	if (err->code != ERR_NOT_FOUND || from.n == 0)
		return false;
	return seek_work(store, sql, batch, (struct place){ NULL, 0 }, task, err);
}

static const char *open_sql(struct store *store, int64_t batch)
{
	if (db_int_or(store, "SELECT access FROM batch WHERE batch = ?1", ARGS(INT(batch)), 1)
	    == ACCESS_ASSIGNED)
		return hot_sql_assigned;
	return self_member(store) != NULL ? hot_sql_open : hot_sql_parked;
}

static bool seek(struct store *store, int64_t batch, struct place from, enum store_seek how,
		 struct store_task *task, struct err *err)
{
	uint8_t behind[ORD_BYTES + 1];

	switch (how) {
	case SEEK_OPEN:
		return seek_work(store, open_sql(store, batch), batch, from, task, err);
	case SEEK_UNDONE:
		return seek_work(store, hot_sql_undone, batch, from, task, err);
	case SEEK_NEXT:
		return task_read(store,
				 db_query(store, hot_sql_next,
					  ARGS(INT(batch), BLOB(from.ord, from.n)), err),
				 task, "this is the last item", err);
	case SEEK_PREV:
		memset(behind, 0xff, sizeof behind);
		if (from.n == 0)
			from = (struct place){ behind, sizeof behind };
		return task_read(store,
				 db_query(store, hot_sql_prev,
					  ARGS(INT(batch), BLOB(from.ord, from.n)), err),
				 task, "this is the first item", err);
	}
	return err_set(err, ERR_INVALID, "there is no such direction");
}

bool store_seek(struct store *store, const struct short_id *batch, const uint8_t *from,
		enum store_seek how, struct store_task *task, struct err *err)
{
	int64_t local;
	bool ok =
		batch_local(store, batch, &local, err)
		&& seek(store, local, (struct place){ from, from != NULL ? (size_t)ORD_BYTES : 0 },
			how, task, err);

	if (ok)
		task->wanted = how == SEEK_OPEN;
	assert_idle(store);
	return ok;
}

/* As if nobody had anything open. */
bool store_open_elsewhere(struct store *store, const struct short_id *batch)
{
	struct store_task task;
	struct err ignored;
	int64_t local;
	bool found = store->signer != NULL && batch_local(store, batch, &local, &ignored)
		     && task_read(store,
				  db_query(store, open_sql(store, local),
					   ARGS(INT(local), BLOB(NULL, 0), INT(self_local(store)),
						INT(INT64_MAX), ID(&store->signer->key)),
					   &ignored),
				  &task, "", &ignored);

	assert_idle(store);
	return found;
}

bool store_task(struct store *store, const struct short_id *batch, const struct id *uid,
		struct store_task *task, struct err *err)
{
	bool ok = task_read(store,
			    db_query(store,
				     TASK "WHERE t.batch = (SELECT batch FROM batch WHERE id = ?1) "
					  "AND t.item = (SELECT item FROM item WHERE uid = ?2)",
				     ARGS(ID(batch), ID(uid)), err),
			    task, "this item is not in this batch", err);

	assert_idle(store);
	return ok;
}

/* ---------------------------------------------------------------- leases */

/* Between looking for an item and leasing it somebody else may have been quicker. */
static bool taken(struct store *store, int64_t batch, const struct store_task *task, int64_t now)
{
	static const char sql[] =
		"SELECT (t.left > 0 OR ?5) AND b.access <> 0 AND NOT EXISTS "
		"(SELECT 1 FROM annotation a WHERE a.item = t.item AND a.batch = t.batch AND "
		"a.member = ?3) AND "
		"(SELECT count(*) FROM lease l WHERE l.batch = t.batch AND l.item = t.item "
		"AND l.key <> ?4 AND l.until > ?6) >= t.left "
		"FROM task t JOIN batch b USING (batch) WHERE t.batch = ?1 AND t.item = ?2";

	return db_int_or(store, sql,
			 ARGS(INT(batch), INT(task->item), INT(self_local(store)),
			      ID(seat_name(store)), INT(task->wanted), INT(now)),
			 0)
	       != 0;
}

/* Where she has answered already nobody has to wait for her: other windows of hers see the row. */
static bool is_answered(struct store *store, int64_t batch, int64_t item)
{
	return db_int_or(store,
			 "SELECT 1 FROM annotation WHERE item = ?1 AND batch = ?2 AND member = ?3",
			 ARGS(INT(item), INT(batch), INT(self_local(store))), 0)
	       != 0;
}

static bool put_lease(struct store *store, int64_t batch, int64_t item, int64_t now,
		      struct err *err)
{
	const struct id *name = seat_name(store);
	int64_t until = is_answered(store, batch, item) ? now : now + LEASE_MS;

	store->seat.leased = true;
	return db_run(store, "DELETE FROM lease WHERE key = ?1", ARGS(ID(name)), err)
	       && db_run(store,
			 "INSERT INTO lease (batch, item, key, until) VALUES (?1, ?2, ?3, ?4)",
			 ARGS(INT(batch), INT(item), ID(name), INT(until)), err);
}

static bool lease(struct store *store, const struct short_id *batch, const struct store_task *task,
		  enum store_leased *how, struct err *err)
{
	int64_t now = store->env->now(store->env->ctx), local;
	bool elsewhere;

	store->at_hand = *task;
	seat_take(store);
	if (!batch_local(store, batch, &local, err) || !seat_sweep(store, now, err)
	    || !seat_elsewhere(store, local, task->item, &elsewhere, err))
		return false;
	*how = elsewhere                        ? LEASE_ELSEWHERE
	       : taken(store, local, task, now) ? LEASE_SHARED
						: LEASE_TAKEN;
	if (*how == LEASE_ELSEWHERE || (*how == LEASE_SHARED && task->wanted))
		return true;
	return put_lease(store, local, task->item, now, err);
}

/* A lease that a power cut takes away is no loss: it is not worth a wait for the disk. */
enum store_leased store_lease(struct store *store, const struct short_id *batch,
			      const struct store_task *task, struct err *err)
{
	enum store_leased how = LEASE_FAILED;

	if (!has_signer(store, err) || !tx_begin_unsynced(store, err)
	    || !tx_end(store, lease(store, batch, task, &how, err), err))
		return LEASE_FAILED;
	return how;
}

/* ---------------------------------------------------------------- texts */

bool store_body(struct store *store, const struct store_task *task, struct arena *arena,
		const char **body, size_t *len, struct err *err)
{
	sqlite3_stmt *stmt =
		db_query(store, "SELECT doc FROM body WHERE item = ?1", ARGS(INT(task->item)), err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;

	if (step == DB_ROW) {
		*body = col_text(stmt, 0, arena);
		*len = (size_t)sqlite3_column_bytes(stmt, 0);
	}
	if (step == DB_DONE)
		err_set(err, ERR_NOT_FOUND, "the text of this item is not held here");
	db_end(stmt);
	assert_idle(store);
	return step == DB_ROW;
}
