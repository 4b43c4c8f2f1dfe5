/* backup.c - a whole copy of a live project, and SQL for looking at it: so that neither cp nor the
 * sqlite3 program is needed on a file that is in use. */
#include "store/store_private.h"

#include "base/alloc.h"

#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEPS_PER_TICK 10000 /* of SQLite's machine: well under a millisecond */

struct copying {
	struct store *store;
	const char *to;
	const struct progress *progress;
	bool stopped;
};

static int64_t size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

/* Not 0 stops it: SQLite's own convention.  Before an upgrade others wait for the lock meanwhile.
 */
static int note_copied(void *ctx)
{
	struct copying *copying = ctx;
	int64_t copied = size_of(copying->to), all = size_of(copying->store->path);
	char text[32];

	snprintf(text, sizeof text, "copying, %" PRId64 " kB", copied / 1000);
	lock_note(&copying->store->lock, copying->store->env, text);
	copying->stopped = !progress_tick(copying->progress, copied < all ? copied : all, all);
	return copying->stopped;
}

static bool vacuum_into(struct store *store, const char *path, const struct progress *progress,
			struct err *err)
{
	struct copying copying = { .store = store, .to = path, .progress = progress };
	bool ok;

	sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 1); /* VACUUM attaches its target */
	sqlite3_progress_handler(store->db, STEPS_PER_TICK, note_copied, &copying);
	ok = db_run(store, "VACUUM main INTO ?1", ARGS(TEXT(path)), err);
	sqlite3_progress_handler(store->db, 0, NULL, NULL);
	sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
	if (copying.stopped)
		return err_set(err, ERR_CONFLICT, "stopped before the end");
	return ok || err_wrap(err, "cannot copy to '%s'", path);
}

bool store_backup(struct store *store, const char *path, const struct progress *progress,
		  struct err *err)
{
	char *absolute = file_absolute(path, err);
	struct buf part = BUF_INIT;
	struct err other;
	bool ok;

	if (absolute == NULL)
		return false;
	buf_addf(&part, "%s.part", absolute);
	if (access(absolute, F_OK) == 0)
		ok = err_set(err, ERR_CONFLICT, "'%s' exists already", path);
	else
		ok = file_remove_database(part.data, err)
		     && vacuum_into(store, part.data, progress, err)
		     && file_publish(part.data, absolute, err);
	if (!ok && !file_remove_database(part.data, &other))
		err_wrap(err, "'%s' stays", part.data);
	buf_release(&part);
	free(absolute);
	assert_idle(store);
	return ok;
}

/* ---------------------------------------------------------------- queries */

static int only_reading(void *ctx, int action, const char *a, const char *b, const char *c,
			const char *d)
{
	(void)ctx, (void)a, (void)b, (void)c, (void)d;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	default:
		return SQLITE_DENY;
	}
}

struct row_out {
	bool (*row)(void *ctx, int n, const char *const *values, bool header);
	void *ctx;
	const struct progress *progress;
	int64_t rows;
	struct arena arena;
};

static const char *value_text(sqlite3_stmt *stmt, int i, struct arena *arena)
{
	size_t n;
	const char *bytes;
	char *hex;

	if (sqlite3_column_type(stmt, i) != SQLITE_BLOB)
		return col_text(stmt, i, arena);
	bytes = col_bytes(stmt, i, &n);
	hex = arena_alloc(arena, 2 * n + 1);
	hex_encode(hex, bytes, n);
	return hex;
}

static bool give_row(struct row_out *out, sqlite3_stmt *stmt, bool header)
{
	int n = sqlite3_column_count(stmt);
	const char **value;

	arena_clear(&out->arena);
	value = arena_alloc(&out->arena, ((size_t)n + 1) * sizeof *value);
	for (int i = 0; i < n; i++)
		value[i] = header ? sqlite3_column_name(stmt, i) : value_text(stmt, i, &out->arena);
	return out->row(out->ctx, n, value, header);
}

/* Not 0 stops it: SQLite's own convention. */
static int ask_to_go_on(void *ctx)
{
	const struct row_out *out = ctx;

	return progress_tick(out->progress, out->rows, 0) ? 0 : 1;
}

static bool step_query(struct store *store, sqlite3_stmt *stmt, struct row_out *out,
		       struct err *err)
{
	int rc;

	if (!give_row(out, stmt, true))
		return true;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (!give_row(out, stmt, false))
			return true;
		out->rows++;
	}
	if (rc == SQLITE_INTERRUPT)
		return err_set(err, ERR_CONFLICT, "stopped before the end");
	return rc == SQLITE_DONE || db_fail_raw(store->db, rc, "run the query", err);
}

static bool run_query(struct store *store, sqlite3_stmt *stmt, struct row_out *out, struct err *err)
{
	bool ok;

	sqlite3_progress_handler(store->db, STEPS_PER_TICK, ask_to_go_on, out);
	ok = step_query(store, stmt, out, err);
	sqlite3_progress_handler(store->db, 0, NULL, NULL);
	return ok;
}

static bool prepare_query(struct store *store, const char *sql, sqlite3_stmt **stmt,
			  struct err *err)
{
	const char *rest = sql;
	int rc;

	sqlite3_set_authorizer(store->db, only_reading, NULL);
	rc = sqlite3_prepare_v2(store->db, sql, -1, stmt, &rest);
	sqlite3_set_authorizer(store->db, NULL, NULL);
	if (rc == SQLITE_AUTH
	    || (*stmt != NULL
		&& (!sqlite3_stmt_readonly(*stmt) || sqlite3_column_count(*stmt) == 0)))
		return err_set(err, ERR_DENIED, "a query may only read: SELECT and nothing else");
	if (rc != SQLITE_OK)
		return err_set(err, ERR_INVALID, "the query is wrong: %s",
			       sqlite3_errmsg(store->db));
	if (*stmt == NULL)
		return err_set(err, ERR_INVALID, "the query is empty");
	if (rest[strspn(rest, " \t\r\n;")] != '\0')
		return err_set(err, ERR_INVALID, "one query at a time");
	return true;
}

bool store_query(struct store *store, const char *sql,
		 bool (*row)(void *ctx, int n, const char *const *values, bool header), void *ctx,
		 const struct progress *progress, struct err *err)
{
	struct row_out out = { .row = row, .ctx = ctx, .progress = progress, .arena = ARENA_INIT };
	sqlite3_stmt *stmt = NULL;
	bool ok = prepare_query(store, sql, &stmt, err) && run_query(store, stmt, &out, err);

	sqlite3_finalize(stmt);
	arena_release(&out.arena);
	assert_idle(store);
	return ok;
}
