/* db.h - SQLite in few words: cached statements, typed binding, errors worded.  For src/store only.
 *
 * A statement is named by its SQL text, a static string: the first use prepares it, later ones find
 * it by the text's address.  Every statement is reset before a verb returns, so that no snapshot is
 * held between verbs.
 */
#ifndef ASSAY_STORE_DB_H
#define ASSAY_STORE_DB_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"

#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

struct store;

struct bind {
	int type; /* SQLITE_INTEGER, …; 0 ends the list */
	int64_t integer;
	const void *bytes; /* borrowed until the statement is reset */
	size_t n;
};

/* Lists of arguments: db_run(store, sql, ARGS(INT(batch), ID(&uid)), err). */
#define ARGS(...)                 \
	(const struct bind[])     \
	{                         \
		__VA_ARGS__,      \
		{                 \
			.type = 0 \
		}                 \
	}
#define NO_ARGS NULL
#define INT(v)                                         \
	{                                              \
		.type = SQLITE_INTEGER, .integer = (v) \
	}
#define BLOB(p, len)                                          \
	{                                                     \
		.type = SQLITE_BLOB, .bytes = (p), .n = (len) \
	}
#define ID(v) BLOB((v)->b, sizeof(v)->b)
#define TEXTN(p, len)                                         \
	{                                                     \
		.type = SQLITE_TEXT, .bytes = (p), .n = (len) \
	}
#define TEXT(s) TEXTN(s, strlen(s))
#define ID_OR_NIL(v)                                                                      \
	{                                                                                 \
		.type = (v) != NULL ? SQLITE_BLOB : SQLITE_NULL,                          \
		.bytes = (v) != NULL ? (v)->b : NULL, .n = (v) != NULL ? sizeof(v)->b : 0 \
	}

/* One statement from first to last: no rows wanted. */
bool db_run(struct store *store, const char *sql, const struct bind *args,
	    struct err *err) MUST_USE;
bool db_script(struct store *store, const char *sql, struct err *err) MUST_USE; /* no arguments */
/* Where what is sorted or temporary goes that is too much for memory: a file (the system's folder
 * for such), or memory all the same.  Where SQLite refuses, for a transaction uses it, all stays.
 */
void scratch_in_file(struct store *store, bool on);
/* Starts a query; NULL on failure.  End it with db_end(), whether rows are left or not. */
sqlite3_stmt *db_query(struct store *store, const char *sql, const struct bind *args,
		       struct err *err) MUST_USE;
enum db_step { DB_FAILED, DB_ROW, DB_DONE };
/* DB_DONE and DB_FAILED have reset the statement. */
enum db_step db_step(struct store *store, sqlite3_stmt *stmt, struct err *err) MUST_USE;
void db_end(sqlite3_stmt *stmt); /* NULL is fine */

/* The one integer that SQL answers; ERR_NOT_FOUND when there is no row, and 0 for null. */
bool db_int(struct store *store, const char *sql, const struct bind *args, int64_t *value,
	    struct err *err) MUST_USE;
/* The same for where nothing can go wrong but the disk: OTHERWISE on no row or failure. */
int64_t db_int_or(struct store *store, const char *sql, const struct bind *args, int64_t otherwise);
int64_t db_last_rowid(struct store *store);
int db_changes(struct store *store);

/* Columns.  A blob of the wrong length reads as zeros: the schema's checks make that impossible in
 * a file that was not tampered with. */
struct id col_id(sqlite3_stmt *stmt, int i);
struct short_id col_short(sqlite3_stmt *stmt, int i);
int64_t col_int(sqlite3_stmt *stmt, int i);
bool col_null(sqlite3_stmt *stmt, int i);
const char *col_text(sqlite3_stmt *stmt, int i, struct arena *arena); /* NULL for null */
/* Borrowed until the next step. */
const char *col_bytes(sqlite3_stmt *stmt, int i, size_t *n);

/* Words SQLite's last error; always false. */
bool db_fail(struct store *store, const char *what, struct err *err);
bool db_fail_raw(sqlite3 *db, int rc, const char *what, struct err *err);

void db_finalize_all(struct store *store);

#endif
