/* second_schema.h - a project of an older program, and a newer one that knows a second migration.
 *
 * There is one migration so far, so the second is made here: these two names stand in the place of
 * the embedded ones. */
#ifndef ASSAY_TESTS_STORE_SECOND_SCHEMA_H
#define ASSAY_TESTS_STORE_SECOND_SCHEMA_H

#include "base/embedded.h"
#include "tests/store/raw_sql.h"
#include "tests/store/upgrade.h"

extern struct embedded store_sql[2];
extern size_t store_sql_count;

struct embedded store_sql[2];
size_t store_sql_count = 1; /* as many as the program knows */

/* Changes what is there, and fills what is new from it. */
static const char second_script[] =
	"ALTER TABLE remote ADD COLUMN note TEXT;\n"
	"CREATE TABLE later (event INTEGER PRIMARY KEY, kind INTEGER NOT NULL) STRICT;\n"
	"INSERT INTO later SELECT rid, kind FROM event;\n"
	"CREATE INDEX later_kind ON later (kind);\n";

static struct buf first_script;

static inline void program_knows(size_t migrations)
{
	store_sql_count = migrations;
	store_sql[1] =
		(struct embedded){ "0002_later.sql", second_script, sizeof second_script - 1 };
}

static inline int schema_setup(void **state)
{
	(void)state;
	snapshot_read("src/store/sql/0001_init.sql", &first_script);
	buf_addc(&first_script, '\0');
	store_sql[0] =
		(struct embedded){ "0001_init.sql", first_script.data, first_script.len - 1 };
	return 0;
}

static inline int schema_teardown(void **state)
{
	(void)state;
	buf_release(&first_script);
	return 0;
}

/* A day's work by the older program, and the digest of its derived rows. */
static inline struct id older_day(struct day *day)
{
	program_knows(1);
	return after_a_day(day);
}

/* Open to the program as it is now, everything that was acknowledged is there. */
static inline void holds(struct day *day, const struct id *before)
{
	struct id now;
	struct err err;

	day->f.store =
		store_open(day->f.path, STORE_WRITE, &day->f.env, &day->f.owner.signer, NULL, &err);
	if (day->f.store == NULL)
		fail_msg("%s", err.msg);
	now = day_holds(day);
	assert_memory_equal(&now, before, sizeof now);
	fixture_close(&day->f);
}

static inline void is_migrated(struct day *day, const struct id *before)
{
	holds(day, before);
	assert_int_equal(raw_number(day->f.path, "PRAGMA user_version"), 2);
	assert_int_equal(raw_number(day->f.path, "SELECT count(*) FROM later"),
			 raw_number(day->f.path, "SELECT count(*) FROM event"));
	assert_int_equal(raw_number(day->f.path,
				    "SELECT count(*) FROM pragma_table_info('remote') WHERE "
				    "name = 'note'"),
			 1);
}

/* The copy that was put aside is the project as the older program left it. */
static inline void copy_is_whole(struct day *day, const struct id *before)
{
	char path[sizeof day->f.path];

	memcpy(path, day->f.path, sizeof path);
	snprintf(day->f.path, sizeof day->f.path, "%.100s.schema1", path);
	program_knows(1);
	holds(day, before);
	program_knows(2);
	memcpy(day->f.path, path, sizeof path);
}

/* What was left in the middle is either the older program's or whole: the older one says which. */
static inline bool older_says(struct day *day, const struct id *before)
{
	struct snapshot left_behind = { .n = 0 };
	bool is_old;

	snapshot_take(&left_behind, day->f.dir);
	program_knows(1);
	is_old = day_open(day);
	if (is_old)
		fixture_close(&day->f);
	if (is_old)
		holds(day, before);
	program_knows(2);
	snapshot_put(&left_behind, day->f.dir);
	snapshot_release(&left_behind);
	return is_old;
}

#endif
