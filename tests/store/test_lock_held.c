/* The invariant that keeps older SQLite libraries from resetting a log that is still read. */
#include "tests/store/vfs_watch.h"

#include "tests/store/first.h"

#include <fcntl.h>
#include <sys/file.h>

struct seen {
	char lock_path[160];
	int locks, syncs, without;
};

/* Another open file cannot have the lock: so somebody has it, and here that is us. */
static bool is_held(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool held = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;

	if (fd >= 0)
		close(fd);
	return held;
}

static int look(void *ctx, const struct watched *what)
{
	struct seen *seen = ctx;

	if (what->op != WATCH_LOCK
	    && (what->op != WATCH_SYNC || what->file != WATCH_DB || !what->writing))
		return SQLITE_OK;
	seen->locks += what->op == WATCH_LOCK;
	seen->syncs += what->op == WATCH_SYNC;
	seen->without += !is_held(seen->lock_path);
	return SQLITE_OK;
}

/* From now on all that is done with the day's project is looked at. */
static void look_at(const struct day *day, struct seen *seen)
{
	*seen = (struct seen){ .locks = 0 };
	snprintf(seen->lock_path, sizeof seen->lock_path, "%s-lock", day->f.path);
	watch_begin(look, seen);
}

static void every_write_lock_checkpoint_and_sync_happens_under_the_lock(void **state)
{
	struct day day;
	char copy[160];
	struct seen seen;
	struct err err;

	(void)state;
	day_begin(&day);
	snprintf(copy, sizeof copy, "%s/copy.assay", day.f.dir);
	look_at(&day, &seen);
	day_run(&day);
	assert_true(day_open(&day));
	fixture_ok(store_backup(day.f.store, copy, &err));
	day.f.env.threads = 2;
	fixture_ok(store_rebuild(day.f.store, NULL, &err));
	fixture_close(&day.f);
	watch_end();
	assert_in_range(seen.locks, 20, 100000);
	assert_in_range(seen.syncs, 2, 100000);
	assert_int_equal(seen.without, 0);
	day_end(&day);
}

/* By who writes, long before the last one leaves: else that one would hold the lock for all. */
static void a_long_log_is_copied_back_meanwhile_under_the_lock(void **state)
{
	struct day day;
	struct seen seen;

	(void)state;
	day_begin(&day);
	assert_true(day_open(&day));
	look_at(&day, &seen);
	assert_int_equal(fixture_import(&day.f, "faucets", 1000, 4000, 0), 4000);
	assert_in_range(seen.syncs, 1, 100000);
	assert_int_equal(seen.without, 0);
	watch_end();
	fixture_close(&day.f);
	day_end(&day);
}

/* How many submissions until the log was copied back: at rest, else by who submits. */
static int until_copied(struct day *day, struct seen *seen, bool rests)
{
	int n;

	seen->syncs = 0;
	for (n = 1; n < 100 && seen->syncs == 0; n++) {
		day_submit(day, n % DAY_ITEMS, 1 + n % 3);
		assert_true(!rests || seen->syncs == 0);
		if (rests)
			store_rest(day->f.store);
	}
	return n;
}

static void a_log_is_copied_back_when_nobody_waits_or_soon_after(void **state)
{
	struct day day;
	struct seen seen;
	int rested;

	(void)state;
	day_begin(&day);
	assert_true(day_open(&day));
	look_at(&day, &seen);
	rested = until_copied(&day, &seen, true);
	assert_in_range(rested, 3, 40);
	fixture_close(&day.f); /* however long that took: it says when the next one is due */
	assert_true(day_open(&day));
	assert_in_range(until_copied(&day, &seen, false), rested + 1, 2 * rested);
	assert_int_equal(seen.without, 0);
	/* There is nothing to be done then. */
	seen.locks = 0;
	store_rest(day.f.store);
	assert_int_equal(seen.locks, 0);
	watch_end();
	fixture_close(&day.f);
	day_end(&day);
}

/* Without a log it is the file itself that is locked. */
static void a_first_import_happens_under_the_lock(void **state)
{
	struct day day;
	struct seen seen;

	(void)state;
	first_begin(&day);
	look_at(&day, &seen);
	first_run(&day);
	watch_end();
	assert_int_equal(day.sent[0], 1);
	assert_in_range(seen.locks, 4, 100000);
	assert_in_range(seen.syncs, 2, 100000);
	assert_int_equal(seen.without, 0);
	day_end(&day);
}

static void a_write_past_the_lock_is_seen(void **state)
{
	struct day day;
	struct seen seen;
	sqlite3 *db;

	(void)state;
	day_begin(&day);
	assert_int_equal(sqlite3_open(day.f.path, &db), SQLITE_OK);
	look_at(&day, &seen);
	assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 77", NULL, NULL, NULL), SQLITE_OK);
	watch_end();
	sqlite3_close(db);
	assert_in_range(seen.without, 1, 100);
	day_end(&day);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_write_lock_checkpoint_and_sync_happens_under_the_lock),
		cmocka_unit_test(a_long_log_is_copied_back_meanwhile_under_the_lock),
		cmocka_unit_test(a_log_is_copied_back_when_nobody_waits_or_soon_after),
		cmocka_unit_test(a_first_import_happens_under_the_lock),
		cmocka_unit_test(a_write_past_the_lock_is_seen),
	};

	watch_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
