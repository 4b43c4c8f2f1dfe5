/* schema.c - the embedded migrations: installing them, comparing with them, moving up to them. */
#include "store/indices.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/bytes.h"

#include <stdlib.h>

#define HEADER_BYTES 100 /* of an SQLite file */
#define AT_USER_VERSION 60
#define AT_APPLICATION_ID 68

/* True, with ERR, for a schema that this program does not know yet. */
static bool is_too_new(int64_t version, const char *path, struct err *err)
{
	if (version <= (int64_t)store_sql_count)
		return false;
	err_set(err, ERR_TOO_NEW,
		"'%s' was written by a newer assay (schema %d, this one knows %d); upgrade assay",
		path, (int)version, (int)store_sql_count);
	return true;
}

/* Through SQLite's file handle: opening and closing the file by other means would drop the locks of
 * a connection that this process may have. */
bool schema_peek(sqlite3 *db, const char *path, struct err *err)
{
	uint8_t head[HEADER_BYTES];
	sqlite3_file *file = NULL;

	sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	if (file == NULL || file->pMethods == NULL
	    || file->pMethods->xRead(file, head, sizeof head, 0) != SQLITE_OK
	    || memcmp(head, "SQLite format 3", 16) != 0
	    || be_get(head + AT_APPLICATION_ID, 4) != STORE_APPLICATION_ID)
		return err_set(err, ERR_INVALID, "'%s' is not a project made by assay", path);
	return !is_too_new((int64_t)be_get(head + AT_USER_VERSION, 4), path, err);
}

static bool run_script(sqlite3 *db, size_t i, struct err *err)
{
	int rc = sqlite3_exec(db, store_sql[i].bytes, NULL, NULL, NULL);

	return rc == SQLITE_OK || db_fail_raw(db, rc, "make the tables", err);
}

static bool set_version(sqlite3 *db, size_t version, struct err *err)
{
	char sql[64];
	int rc;

	snprintf(sql, sizeof sql, "PRAGMA user_version = %zu", version);
	rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK || db_fail_raw(db, rc, "set the schema's version", err);
}

static bool install_upto(sqlite3 *db, size_t version, struct err *err)
{
	for (size_t i = 0; i < version; i++)
		if (!run_script(db, i, err))
			return false;
	return set_version(db, version, err);
}

bool schema_install(sqlite3 *db, struct err *err)
{
	return install_upto(db, store_sql_count, err);
}

/* All of sqlite_schema as one text. */
static bool describe(sqlite3 *db, struct buf *out, struct err *err)
{
	static const char sql[] = "SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema "
				  "ORDER BY type, name, tbl_name, sql";
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		for (int i = 0; i < 4; i++) {
			const char *text = (const char *)sqlite3_column_text(stmt, i);

			buf_adds(out, text != NULL ? text : "");
			buf_addc(out, '\0');
		}
		rc = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE || db_fail_raw(db, rc, "read the project's tables", err);
}

static bool describe_fresh(size_t version, struct buf *out, struct err *err)
{
	sqlite3 *db = NULL;
	int rc = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE, NULL);
	bool ok;

	if (rc != SQLITE_OK) {
		db_fail_raw(db, rc, "make a scratch database", err);
		sqlite3_close(db);
		return false;
	}
	ok = install_upto(db, version, err) && describe(db, out, err);
	sqlite3_close(db);
	return ok;
}

static bool read_version(struct store *store, struct err *err)
{
	int64_t version;

	if (!db_int(store, "PRAGMA user_version", NO_ARGS, &version, err))
		return false;
	if (is_too_new(version, store->path, err))
		return false;
	if (version < 1)
		return err_set(err, ERR_INVALID, "'%s' is not a project made by assay",
			       store->path);
	store->schema = (int)version;
	return true;
}

static bool same_text(struct buf *a, struct buf *b)
{
	return a->len == b->len && memcmp(buf_str(a), buf_str(b), a->len) == 0;
}

bool schema_check(struct store *store, struct err *err)
{
	struct buf there = BUF_INIT, embedded = BUF_INIT;
	bool ok = read_version(store, err) && describe_fresh((size_t)store->schema, &embedded, err)
		  && describe(store->db, &there, err);

	if (!ok && err->code == ERR_INVALID)
		err_set(err, ERR_INVALID, "'%s' is not a project made by assay", store->path);
	if (ok && !same_text(&there, &embedded))
		ok = err_set(err, ERR_INVALID,
			     "'%s' is not a project made by assay: its tables are others",
			     store->path);
	buf_release(&there);
	buf_release(&embedded);
	return ok;
}

static bool migrate_inside(struct store *store, struct err *err)
{
	for (size_t i = (size_t)store->schema; i < store_sql_count; i++)
		if (!run_script(store->db, i, err) || !set_version(store->db, i + 1, err))
			return false;
	return true;
}

/* A copy of the old file beside it; one from an earlier attempt will do. */
static bool put_aside(struct store *store, struct err *err)
{
	struct buf path = BUF_INIT;
	bool ok;

	buf_addf(&path, "%s.schema%d", store->path, store->schema);
	ok = store_backup(store, path.data, NULL, err) || err->code == ERR_CONFLICT;
	buf_release(&path);
	return ok;
}

bool schema_migrate(struct store *store, struct err *err)
{
	if (store->schema == (int)store_sql_count)
		return true;
	if (!put_aside(store, err) || !tx_begin(store, err))
		return false;
	if (!tx_end(store, migrate_inside(store, err), err))
		return err_wrap(err, "cannot bring '%s' up to this assay", store->path);
	store->schema = (int)store_sql_count;
	return true;
}

static const char *const derived_tables[] = {
	"derived",  "member",     "key",      "guideline", "batch",    "source", "task",
	"assigned", "annotation", "decision", "control",   "progress", "parked", "redacted",
};

static bool is_derived(const char *table)
{
	for (size_t i = 0; i < sizeof derived_tables / sizeof *derived_tables; i++)
		if (strcmp(table, derived_tables[i]) == 0)
			return true;
	return false;
}

/* "CREATE TABLE x" becomes "CREATE TEMP TABLE x"; "CREATE INDEX x" "CREATE INDEX temp.x". */
static void add_shadow(struct buf *out, const char *sql)
{
	static const char table[] = "CREATE TABLE ", index[] = "CREATE INDEX ";

	if (strncmp(sql, table, sizeof table - 1) == 0)
		buf_addf(out, "CREATE TEMP TABLE %s;\n", sql + sizeof table - 1);
	else if (strncmp(sql, index, sizeof index - 1) == 0)
		buf_addf(out, "CREATE INDEX temp.%s;\n", sql + sizeof index - 1);
}

static bool shadow_script(struct store *store, struct buf *out, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store,
				      "SELECT tbl_name, sql, name FROM main.sqlite_schema "
				      "WHERE sql IS NOT NULL ORDER BY type DESC, rowid",
				      NO_ARGS, err);
	enum db_step step = stmt != NULL ? DB_ROW : DB_FAILED;

	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);
		const char *sql = (const char *)sqlite3_column_text(stmt, 1);
		const char *own = (const char *)sqlite3_column_text(stmt, 2);

		if (name == NULL || sql == NULL || own == NULL) /* the next step fails */
			continue;
		if (is_derived(name) && !index_is_in(indices_derived, own))
			add_shadow(out, sql);
	}
	return step == DB_DONE;
}

/* As long as they are there they are read and written instead of the project's: nobody may go on.
 */
static bool drop_shadows(struct store *store, struct err *err)
{
	struct buf sql = BUF_INIT;
	int rc;

	for (size_t i = 0; i < sizeof derived_tables / sizeof *derived_tables; i++)
		buf_addf(&sql, "DROP TABLE IF EXISTS temp.%s;", derived_tables[i]);
	buf_adds(&sql, "PRAGMA foreign_keys = ON");
	rc = sqlite3_exec(store->db, sql.data, NULL, NULL, NULL);
	if (rc == SQLITE_NOMEM)
		rc = sqlite3_exec(store->db, sql.data, NULL, NULL, NULL);
	if (rc == SQLITE_NOMEM)
		alloc_exhausted();
	buf_release(&sql);
	return rc == SQLITE_OK || db_fail_raw(store->db, rc, "drop scratch tables", err);
}

/* Temporary tables are found before the file's own, so that the same SQL works on them.  Foreign
 * keys cannot point out of them and are off meanwhile. */
bool schema_shadow(struct store *store, bool (*work)(struct store *, void *ctx, struct err *err),
		   void *ctx, struct err *err)
{
	struct buf sql = BUF_INIT;
	struct err other;
	bool ok;
	int rc;

	buf_adds(&sql, "PRAGMA foreign_keys = OFF;\n");
	ok = shadow_script(store, &sql, err);
	if (ok) {
		rc = sqlite3_exec(store->db, sql.data, NULL, NULL, NULL);
		ok = rc == SQLITE_OK || db_fail_raw(store->db, rc, "make scratch tables", err);
	}
	buf_release(&sql);
	store->shadowed = true;
	ok = ok && work(store, ctx, err);
	store->shadowed = false;
	return drop_shadows(store, ok ? err : &other) && ok;
}
