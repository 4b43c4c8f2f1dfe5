/* A rebuild by several threads, with indices that come last: the same rows, the same schema, or
 * nothing at all. */
#include "base/buf.h"
#include "store/store_private.h"
#include "tests/store/raw_sql.h"
#include "tests/support/store_fixture.h"

#include <string.h>

#define CHUNKS 24
#define SCHEMA "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema ORDER BY 1"

static void add_texts(struct buf *out, const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;

	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		buf_addf(out, "%s\n", (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

static void put(struct store_import *import, const struct fixture_item *item)
{
	assert_int_not_equal(store_import_put(import, &item->put, &(struct err){ 0 }),
			     STORE_FAILED);
}

/* Items that are known and such that are not, in no order, and one that replaces another. */
static void one_import(struct fixture *f, int number)
{
	struct fixture_item item;
	struct err err = { .code = ERR_NONE };
	struct store_import *import = store_import_begin(f->store, "faucets", &err);

	assert_non_null(import);
	for (int i = 0; i < 12; i++) {
		fixture_item(&item, number % 2 == 0 ? 10 * number + i : 10 * number + 20 - i, 300);
		put(import, &item);
		fixture_item_release(&item);
	}
	fixture_ok(store_import_end(import, true, NULL, &err));
}

static void many_chunks(struct fixture *f)
{
	fixture_project(f, 20);
	for (int i = 0; i < CHUNKS; i++)
		one_import(f, i);
	for (int i = 1; i <= 30; i += 3) {
		struct store_task task = fixture_task(f, i);

		fixture_submit(f, &task.uid, i % 5);
	}
}

static void threads_and_none_give_the_same_rows(void **state)
{
	struct id before, after;
	struct fixture f;
	struct err err;

	(void)state;
	many_chunks(&f);
	before = fixture_check(f.store);
	for (int threads = 0; threads <= 9; threads += 3) {
		f.env.threads = threads;
		fixture_ok(store_rebuild(f.store, NULL, &err));
		after = fixture_check(f.store);
		assert_memory_equal(before.b, after.b, ID_BYTES);
	}
	fixture_close(&f);
	assert_true(raw_number(f.path, "SELECT count(*) FROM event WHERE kind = 8") > CHUNKS);
	fixture_end(&f);
}

static void expect_whole(const char *path, struct buf *schema)
{
	struct buf now = BUF_INIT;

	add_texts(&now, path, SCHEMA);
	assert_string_equal(buf_str(&now), buf_str(schema));
	buf_clear(&now);
	add_texts(&now, path, "PRAGMA integrity_check");
	assert_string_equal(buf_str(&now), "ok\n");
	buf_release(&now);
}

static bool half(void *ctx, int64_t done, int64_t total)
{
	(void)ctx;
	return done < total / 2;
}

/* An index that lacks rows would hide tasks from everybody. */
static void the_indices_are_the_old_ones_and_hold_every_row(void **state)
{
	struct progress progress = { .tick = half };
	struct buf schema = BUF_INIT;
	struct fixture f;
	struct err err;

	(void)state;
	many_chunks(&f);
	f.env.threads = 2;
	add_texts(&schema, f.path, SCHEMA);
	assert_non_null(strstr(buf_str(&schema), "task_open"));
	assert_false(store_rebuild(f.store, &progress, &err));
	expect_whole(f.path, &schema);
	fixture_check(f.store);
	fixture_ok(store_rebuild(f.store, NULL, &err));
	expect_whole(f.path, &schema);
	fixture_reopen(&f);
	fixture_check(f.store);
	fixture_end(&f);
	buf_release(&schema);
}

static void a_chunk_that_cannot_be_read_ends_it(void **state)
{
	struct fixture f;
	struct err err = { .code = ERR_NONE };

	(void)state;
	many_chunks(&f);
	fixture_close(&f);
	assert_true(raw_sql(f.path, "UPDATE object SET packed = 1, bytes = x'00' "
				    "WHERE class = 2 AND object % 7 = 0")
		    > 0);
	f.env.no_check = true;
	f.env.threads = 2;
	f.store = store_open(f.path, STORE_WRITE, &f.env, &f.owner.signer, NULL, &err);
	assert_non_null(f.store);
	assert_false(store_rebuild(f.store, NULL, &err));
	assert_int_equal(err.code, ERR_INVALID);
	assert_non_null(strstr(err.msg, "an object is damaged"));
	assert_true(raw_number(f.path, "SELECT count(*) FROM source") > CHUNKS);
	fixture_end(&f);
}

enum { IN_FILES = 1, IN_MEMORY = 2 }; /* what SQLite calls them */

struct scratch {
	struct store *store;
	int64_t of_check, of_rebuild; /* while rows are derived */
};

static int64_t scratch_of(struct store *store)
{
	return db_int_or(store, "PRAGMA temp_store", NO_ARGS, -1);
}

static bool look(void *ctx, int64_t done, int64_t total)
{
	struct scratch *scratch = ctx;

	(void)done, (void)total;
	if (scratch->store->shadowed)
		scratch->of_check = scratch_of(scratch->store);
	else if (scratch->store->recounting)
		scratch->of_rebuild = scratch_of(scratch->store);
	return true;
}

/* In memory a check took as much as the derived rows, twice. */
static void what_is_sorted_lies_in_files_meanwhile(void **state)
{
	struct scratch scratch = { .of_check = -1, .of_rebuild = -1 };
	struct progress progress = { .tick = look, .ctx = &scratch };
	struct store_check check;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 20);
	scratch.store = f.store;
	assert_int_equal(scratch_of(f.store), IN_MEMORY);
	fixture_ok(store_check(f.store, NULL, NULL, &progress, &check, &err));
	assert_int_equal(scratch.of_check, IN_FILES);
	assert_int_equal(scratch_of(f.store), IN_MEMORY);
	fixture_ok(store_rebuild(f.store, &progress, &err));
	assert_int_equal(scratch.of_rebuild, IN_FILES);
	assert_int_equal(scratch_of(f.store), IN_MEMORY);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_and_none_give_the_same_rows),
		cmocka_unit_test(the_indices_are_the_old_ones_and_hold_every_row),
		cmocka_unit_test(a_chunk_that_cannot_be_read_ends_it),
		cmocka_unit_test(what_is_sorted_lies_in_files_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
