/* raw_sql.h - SQL past the store. */
#ifndef ASSAY_TESTS_STORE_RAW_SQL_H
#define ASSAY_TESTS_STORE_RAW_SQL_H

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* On a file that nobody has open; how many rows it changed. */
static inline int raw_sql(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	char *message = NULL;
	int changed;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL); /* the schema, too */
	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	changed = sqlite3_total_changes(db);
	sqlite3_close(db);
	return changed;
}

/* The first column of the first row; the project may be open. */
static inline int64_t raw_number(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t number;

	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return number;
}

#endif
