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
	int64_t self = self_local(store);

	if (!read_begin(store, err))
		return false;
	return read_end(store,
			load(store,
			     db_query(store, "SELECT " COLUMNS TABLES "ORDER BY b.batch",
				      ARGS(INT(self)), err),
			     arena, batches, n, err),
			err);
}

bool store_batch_find(struct store *store, const char *name, struct arena *arena,
		      struct store_batch *batch, struct err *err)
{
	int64_t self = self_local(store);
	struct store_batch *found = NULL;
	size_t n = 0;
	bool ok;

	if (!read_begin(store, err))
		return false;
	ok = load(store,
		  db_query(store, "SELECT " COLUMNS TABLES "WHERE b.name = ?2 ORDER BY b.batch",
			   ARGS(INT(self), TEXT(name)), err),
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
