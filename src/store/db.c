/* db.c - cached statements, binding, stepping, errors. */
#include "store/store_private.h"

#include "base/alloc.h"

#include <errno.h>
#include <stdlib.h>

struct cached {
	const char *sql;
	sqlite3_stmt *stmt;
};

static enum err_code code_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return ERR_INVALID;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return ERR_DENIED;
	default:
		return ERR_STORAGE;
	}
}

/* The reason stands first: a narrow screen cuts the end of a line off. */
static bool disk_full(int rc, int cause)
{
	return (rc & 0xff) == SQLITE_FULL || rc == SQLITE_IOERR_SHMSIZE
	       || ((rc & 0xff) == SQLITE_IOERR && (cause == ENOSPC || cause == EDQUOT));
}

bool db_fail_raw(sqlite3 *db, int rc, const char *what, struct err *err)
{
	bool corrupt = (rc & 0xff) == SQLITE_CORRUPT;

	if (disk_full(rc, db != NULL ? sqlite3_system_errno(db) : 0))
		return err_set(err, ERR_STORAGE, "the disk is full: cannot %s; free some space",
			       what);
	return err_set(err, code_of(rc), "cannot %s: %s%s", what,
		       db != NULL ? sqlite3_errmsg(db) : sqlite3_errstr(rc),
		       corrupt ? "; 'assay check' says what is damaged" : "");
}

bool db_fail(struct store *store, const char *what, struct err *err)
{
	db_fail_raw(store->db, sqlite3_extended_errcode(store->db), what, err);
	if (store->failed.code == ERR_NONE)
		store->failed = *err;
	return false;
}

/* Open addressing over the text's address. */
static struct cached *slot_of(struct statements *all, const char *sql)
{
	size_t i = ((uintptr_t)sql >> 3) * 2654435761u & (all->cap - 1);

	while (all->slot[i].sql != NULL && all->slot[i].sql != sql)
		i = (i + 1) & (all->cap - 1);
	return &all->slot[i];
}

static void make_room(struct statements *all)
{
	struct statements bigger = { .cap = all->cap > 0 ? all->cap * 2 : 128, .n = all->n };

	if (all->n * 2 < all->cap)
		return;
	bigger.slot = xcalloc(bigger.cap, sizeof *bigger.slot);
	for (size_t i = 0; i < all->cap; i++)
		if (all->slot[i].sql != NULL)
			*slot_of(&bigger, all->slot[i].sql) = all->slot[i];
	free(all->slot);
	*all = bigger;
}

static sqlite3_stmt *statement(struct store *store, const char *sql, struct err *err)
{
	struct cached *slot;

	make_room(&store->statements);
	slot = slot_of(&store->statements, sql);
	if (slot->sql == NULL) {
		int rc = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
					    &slot->stmt, NULL);

		if (rc != SQLITE_OK) {
			db_fail(store, "prepare a statement", err);
			return NULL;
		}
		slot->sql = sql;
		store->statements.n++;
	}
	assert(!sqlite3_stmt_busy(slot->stmt));
	return slot->stmt;
}

sqlite3_file *db_file(struct store *store, int which)
{
	sqlite3_file *file = NULL;

	sqlite3_file_control(store->db, "main", which, &file);
	return file != NULL && file->pMethods != NULL ? file : NULL;
}

void db_sync(struct store *store, int which)
{
	sqlite3_file *file = db_file(store, which);

	if (file != NULL)
		file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
}

void db_finalize_all(struct store *store)
{
	for (size_t i = 0; i < store->statements.cap; i++)
		sqlite3_finalize(store->statements.slot[i].stmt);
	free(store->statements.slot);
	store->statements = (struct statements){ .cap = 0 };
}

static int bind_one(sqlite3_stmt *stmt, int i, const struct bind *arg)
{
	switch (arg->type) {
	case SQLITE_INTEGER:
		return sqlite3_bind_int64(stmt, i, arg->integer);
	case SQLITE_BLOB:
		return sqlite3_bind_blob64(stmt, i, arg->n > 0 ? arg->bytes : "", arg->n,
					   SQLITE_STATIC);
	case SQLITE_TEXT:
		return sqlite3_bind_text64(stmt, i, arg->n > 0 ? arg->bytes : "", arg->n,
					   SQLITE_STATIC, SQLITE_UTF8);
	default:
		return sqlite3_bind_null(stmt, i);
	}
}

/* Sets STMT's arguments anew, for a loop over one statement. */
static bool bind_all(struct store *store, sqlite3_stmt *stmt, const struct bind *args,
		     struct err *err)
{
	for (int i = 0; args != NULL && args[i].type != 0; i++)
		if (bind_one(stmt, i + 1, &args[i]) != SQLITE_OK)
			return db_fail(store, "bind a value", err);
	return true;
}

sqlite3_stmt *db_query(struct store *store, const char *sql, const struct bind *args,
		       struct err *err)
{
	sqlite3_stmt *stmt = statement(store, sql, err);

	if (stmt == NULL || !bind_all(store, stmt, args, err))
		return NULL;
	return stmt;
}

/* Without memory or room SQLite may end a transaction of itself, even while it reads: whatever came
 * then would be written at once, without what came before it. */
static bool was_given_up(const struct store *store, struct err *err)
{
	if (!store->writing || !sqlite3_get_autocommit(store->db))
		return false;
	if (store->failed.code != ERR_NONE)
		*err = store->failed;
	else
		err_set(err, ERR_STORAGE, "cannot write the project: its transaction was ended");
	return true;
}

enum db_step db_step(struct store *store, sqlite3_stmt *stmt, struct err *err)
{
	bool reads;
	int rc;

	if (was_given_up(store, err)) {
		sqlite3_reset(stmt);
		return DB_FAILED;
	}
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		return DB_ROW;
	if (rc == SQLITE_DONE) {
		sqlite3_reset(stmt);
		return DB_DONE;
	}
	/* COMMIT is "readonly", too, but brings no columns. */
	reads = sqlite3_stmt_readonly(stmt) && sqlite3_column_count(stmt) > 0;
	db_fail(store, reads ? "read the project" : "write the project", err);
	sqlite3_reset(stmt);
	return DB_FAILED;
}

void db_end(sqlite3_stmt *stmt)
{
	if (stmt != NULL)
		sqlite3_reset(stmt);
}

bool db_run(struct store *store, const char *sql, const struct bind *args, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store, sql, args, err);
	enum db_step step;

	if (stmt == NULL)
		return false;
	do
		step = db_step(store, stmt, err);
	while (step == DB_ROW);
	return step == DB_DONE;
}

bool db_int(struct store *store, const char *sql, const struct bind *args, int64_t *value,
	    struct err *err)
{
	sqlite3_stmt *stmt = db_query(store, sql, args, err);
	enum db_step step;

	if (stmt == NULL)
		return false;
	step = db_step(store, stmt, err);
	if (step == DB_DONE)
		return err_set(err, ERR_NOT_FOUND, "there is none");
	if (step == DB_ROW)
		*value = sqlite3_column_int64(stmt, 0);
	db_end(stmt);
	return step == DB_ROW;
}

int64_t db_int_or(struct store *store, const char *sql, const struct bind *args, int64_t otherwise)
{
	struct err ignored;
	int64_t value = otherwise;

	return db_int(store, sql, args, &value, &ignored) ? value : otherwise;
}

int64_t db_last_rowid(struct store *store)
{
	return sqlite3_last_insert_rowid(store->db);
}

int db_changes(struct store *store)
{
	return sqlite3_changes(store->db);
}

bool db_script(struct store *store, const char *sql, struct err *err)
{
	int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK || db_fail(store, "open the project", err);
}

void scratch_in_file(struct store *store, bool on)
{
	(void)sqlite3_exec(store->db,
			   on ? "PRAGMA temp_store = FILE" : "PRAGMA temp_store = MEMORY", NULL,
			   NULL, NULL);
}

static void col_fixed(sqlite3_stmt *stmt, int i, void *out, size_t n)
{
	const void *bytes = sqlite3_column_blob(stmt, i);

	memset(out, 0, n);
	if (bytes != NULL && (size_t)sqlite3_column_bytes(stmt, i) == n)
		memcpy(out, bytes, n);
}

struct id col_id(sqlite3_stmt *stmt, int i)
{
	struct id id;

	col_fixed(stmt, i, id.b, sizeof id.b);
	return id;
}

struct short_id col_short(sqlite3_stmt *stmt, int i)
{
	struct short_id id;

	col_fixed(stmt, i, id.b, sizeof id.b);
	return id;
}

int64_t col_int(sqlite3_stmt *stmt, int i)
{
	return sqlite3_column_int64(stmt, i);
}

bool col_null(sqlite3_stmt *stmt, int i)
{
	return sqlite3_column_type(stmt, i) == SQLITE_NULL;
}

const char *col_bytes(sqlite3_stmt *stmt, int i, size_t *n)
{
	const char *bytes = sqlite3_column_blob(stmt, i);

	*n = (size_t)sqlite3_column_bytes(stmt, i);
	return bytes != NULL ? bytes : "";
}

const char *col_text(sqlite3_stmt *stmt, int i, struct arena *arena)
{
	size_t n;
	const char *text;

	if (col_null(stmt, i))
		return NULL;
	text = (const char *)sqlite3_column_text(stmt, i);
	n = (size_t)sqlite3_column_bytes(stmt, i);
	return arena_strndup(arena, text != NULL ? text : "", n);
}
