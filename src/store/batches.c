/* batches.c - batches and progress, for looking at. */
#include "store/store_private.h"

#include "base/alloc.h"

#define COLUMNS                                                                              \
	"b.id, b.name, g.hash, g.name, g.version, b.overlap, b.seed, b.shuffled, b.closed, " \
	"b.access, b.due, b.batch, p.done, p.skipped, p.flagged, p.active"
#define TABLES                                                   \
	" FROM batch b LEFT JOIN guideline g USING (guideline) " \
	"LEFT JOIN progress p ON p.batch = b.batch AND p.member = ?1 "

static void fill(sqlite3_stmt *stmt, struct arena *arena, struct store_batch *batch)
{
	*batch = (struct store_batch){
		.id = col_short(stmt, 0),
		.name = col_text(stmt, 1, arena),
		.guideline = col_id(stmt, 2),
		.guideline_name = col_text(stmt, 3, arena),
		.guideline_version = (int)col_int(stmt, 4),
		.overlap = (int)col_int(stmt, 5),
		.seed = col_short(stmt, 6),
		.shuffled = col_int(stmt, 7) != 0,
		.closed = col_int(stmt, 8) != 0,
		.access = (enum store_access)col_int(stmt, 9),
		.due = col_int(stmt, 10),
		.mine_done = col_int(stmt, 12),
		.mine_skipped = col_int(stmt, 13),
		.mine_flagged = col_int(stmt, 14),
		.mine_active = col_int(stmt, 15),
	};
}

/* ---------------------------------------------------------------- pace */

#define PACE_OF 101 /* so many of the newest say how fast she is now */
#define PACE_LEAST 10

const char hot_sql_pace[] = "SELECT active FROM annotation WHERE member = ?1 AND batch = ?2 "
			    "AND status = 1 ORDER BY at DESC LIMIT ?3";

static int by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The median: a coffee before the screen, or an item read through at once, does not move it. */
static int64_t pace_of(struct store *store, int64_t batch, struct err *err)
{
	int64_t active[PACE_OF];
	size_t n = 0;
	sqlite3_stmt *stmt = db_query(store, hot_sql_pace,
				      ARGS(INT(self_local(store)), INT(batch), INT(PACE_OF)), err);

	while (stmt != NULL && n < PACE_OF && db_step(store, stmt, err) == DB_ROW)
		active[n++] = col_int(stmt, 0);
	db_end(stmt);
	if (n < PACE_LEAST)
		return 0;
	qsort(active, n, sizeof *active, by_size);
	return active[n / 2];
}

/* ---------------------------------------------------------------- all of them */

static bool load(struct store *store, sqlite3_stmt *stmt, struct arena *arena,
		 struct store_batch **batches, size_t *n, struct err *err)
{
	struct store_batch *all = NULL;
	size_t cap = 0;
	enum db_step step = DB_FAILED;

	*n = 0;
	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW) {
		all = vec_grow(all, *n, &cap, sizeof *all);
		fill(stmt, arena, &all[*n]);
		if (!counts_of(store, col_int(stmt, 11), &all[*n].items, &all[*n].open, err)) {
			db_end(stmt);
			step = DB_FAILED;
			break;
		}
		all[*n].pace = pace_of(store, col_int(stmt, 11), err);
		++*n;
	}
	*batches = arena_alloc(arena, (*n + 1) * sizeof *all);
	if (*n > 0)
		memcpy(*batches, all, *n * sizeof *all);
	free(all);
	return step == DB_DONE;
}

bool store_batches(struct store *store, struct arena *arena, struct store_batch **batches,
		   size_t *n, struct err *err)
{
	if (!read_begin(store, err))
		return false;
	return read_end(store,
			load(store,
			     db_query(store, "SELECT " COLUMNS TABLES "ORDER BY b.batch",
				      ARGS(INT(self_local(store))), err),
			     arena, batches, n, err),
			err);
}

bool store_batch_find(struct store *store, const char *name, struct arena *arena,
		      struct store_batch *batch, struct err *err)
{
	struct store_batch *found = NULL;
	size_t n = 0;
	bool ok;

	if (!read_begin(store, err))
		return false;
	ok = load(store,
		  db_query(store, "SELECT " COLUMNS TABLES "WHERE b.name = ?2 ORDER BY b.batch",
			   ARGS(INT(self_local(store)), TEXT(name)), err),
		  arena, &found, &n, err);
	ok = read_end(store, ok, err);
	if (ok && n == 0)
		return err_set(err, ERR_NOT_FOUND, "this project has no batch called '%s'", name);
	if (ok)
		*batch = found[0];
	return ok;
}

bool store_progress(struct store *store, struct arena *arena, struct store_progress **rows,
		    size_t *n, struct err *err)
{
	sqlite3_stmt *stmt =
		db_query(store,
			 "SELECT b.id, m.id, b.name, m.name, p.done, p.skipped, "
			 "p.flagged, p.active FROM progress p JOIN batch b USING (batch) "
			 "JOIN member m USING (member) ORDER BY b.name, m.name, m.id",
			 NO_ARGS, err);
	struct store_progress *all = NULL;
	size_t cap = 0;
	enum db_step step = DB_FAILED;

	*n = 0;
	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW) {
		all = vec_grow(all, *n, &cap, sizeof *all);
		all[(*n)++] = (struct store_progress){ .batch = col_short(stmt, 0),
						       .member = col_short(stmt, 1),
						       .batch_name = col_text(stmt, 2, arena),
						       .member_name = col_text(stmt, 3, arena),
						       .done = col_int(stmt, 4),
						       .skipped = col_int(stmt, 5),
						       .flagged = col_int(stmt, 6),
						       .active = col_int(stmt, 7) };
	}
	*rows = arena_alloc(arena, (*n + 1) * sizeof *all);
	if (*n > 0)
		memcpy(*rows, all, *n * sizeof *all);
	free(all);
	assert_idle(store);
	return step == DB_DONE;
}

/* ---------------------------------------------------------------- what waits */

static const char sql_drafts[] = "SELECT count(*) FROM draft d JOIN batch b ON b.id = d.batch "
				 "WHERE d.key = ?1 AND (d.base IS NOT NULL) = ?2";

bool store_waiting(struct store *store, struct store_waiting *waiting, struct err *err)
{
	bool ok;

	*waiting = (struct store_waiting){ .drafts = 0 };
	if (store->signer == NULL)
		return true;
	if (!read_begin(store, err))
		return false;
	ok = db_int(store, sql_drafts, ARGS(ID(&store->signer->key), INT(0)), &waiting->drafts, err)
	     && db_int(store, sql_drafts, ARGS(ID(&store->signer->key), INT(1)),
		       &waiting->corrections, err)
	     && db_int(store, "SELECT count(*) FROM annotation WHERE member = ?1 AND differ = 1",
		       ARGS(INT(self_local(store))), &waiting->conflicts, err);
	return read_end(store, ok, err);
}

bool store_waiting_find(struct store *store, enum store_waits what, struct short_id *batch,
			struct id *uid, struct err *err)
{
	static const char draft[] = "SELECT d.batch, d.uid FROM draft d JOIN batch b ON "
				    "b.id = d.batch WHERE d.key = ?1 AND (d.base IS NOT NULL) = ?2 "
				    "AND ?3 IS NOT NULL ORDER BY d.changed DESC LIMIT 1";
	static const char conflict[] =
		"SELECT b.id, i.uid FROM annotation a JOIN batch b USING (batch) "
		"JOIN item i USING (item) WHERE a.member = ?3 AND a.differ = 1 "
		"AND ?1 IS NOT NULL AND ?2 IS NOT NULL ORDER BY a.at DESC LIMIT 1";
	sqlite3_stmt *stmt;
	enum db_step step;

	if (!has_signer(store, err))
		return false;
	stmt = db_query(store, what == WAITS_CONFLICT ? conflict : draft,
			ARGS(ID(&store->signer->key), INT(what == WAITS_CORRECTION),
			     INT(self_local(store))),
			err);
	step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	if (step == DB_ROW) {
		*batch = col_short(stmt, 0);
		*uid = col_id(stmt, 1);
	}
	if (step == DB_DONE)
		err_set(err, ERR_NOT_FOUND, "nothing of that kind waits any more");
	db_end(stmt);
	assert_idle(store);
	return step == DB_ROW;
}
