/* The invariant that keeps older SQLite libraries from resetting a log that is still read: whoever
 * takes a write lock, writes, copies the log back or syncs has our lock. */
#include "tests/store/vfs_watch.h"

#include "tests/store/first.h"
#include "tests/store/second_schema.h"
#include "tests/store/verbs.h"

#include <fcntl.h>
#include <sys/file.h>

struct seen {
	char lock_path[160];
	int locks, syncs, writes, without;
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
	bool syncs = what->op == WATCH_SYNC;

	if (syncs && (what->file == WATCH_WAL || !what->writing))
		return SQLITE_OK;
	seen->locks += what->op == WATCH_LOCK;
	seen->syncs += syncs;
	seen->writes += !syncs && what->op != WATCH_LOCK;
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
	fixture_ok(store_backup(day.f.store, copy, NULL, &err));
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

/* ---- what is no part of a day ---- */

static bool drop_lease(struct day *day, struct err *err)
{
	return day_lease(day, 3) && store_lease_drop(day->f.store, err);
}

/* RUN writes, and all of it under the lock. */
static void looked_at(struct day *day, const char *name,
		      bool (*run)(struct day *day, struct err *err))
{
	struct err err = { .code = ERR_NONE };
	struct seen seen;
	bool ok;

	look_at(day, &seen);
	ok = run(day, &err);
	watch_end();
	fixture_must(ok, name, &err);
	if (seen.without > 0 || seen.locks == 0 || seen.writes == 0)
		fail_msg("%s: %d locks, %d syncs, %d writes, %d of them without the lock", name,
			 seen.locks, seen.syncs, seen.writes, seen.without);
}

static void every_other_verb_writes_under_the_lock(void **state)
{
	static const struct {
		const char *name;
		bool (*run)(struct day *day, struct err *err);
	} verbs[] = {
		{ "guideline and batch", verb_guideline_and_batch },
		{ "new batch", verb_new_batch },
		{ "ack", verb_ack },
		{ "setting and place", verb_setting_and_place },
		{ "lease", drop_lease },
		{ "join", verb_join },
	};
	struct day day;

	(void)state;
	day_begin(&day);
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		day_again(&day);
		assert_true(day_open(&day));
		looked_at(&day, verbs[i].name, verbs[i].run);
		fixture_close(&day.f);
	}
	day_end(&day);
}

/* Under the name that it has until it is whole. */
static void a_project_is_made_under_the_lock(void **state)
{
	struct day day;
	struct seen seen;

	(void)state;
	memset(&day, 0, sizeof day);
	fixture_begin(&day.f);
	look_at(&day, &seen);
	watch_vfs.watch.parts = true;
	fixture_create(&day.f, true);
	fixture_close(&day.f);
	watch_end();
	assert_in_range(seen.locks, 5, 100000);
	assert_in_range(seen.syncs, 1, 100000);
	assert_in_range(seen.writes, 10, 100000);
	assert_int_equal(seen.without, 0);
	fixture_end(&day.f);
}

/* ---- opening ---- */

static void another_fold(struct day *day)
{
	raw_sql(day->f.path, OTHER_FOLD);
}

/* Derived rows that no log says, on a machine that has not seen this project. */
static void another_machine(struct day *day)
{
	raw_sql(day->f.path, "UPDATE progress SET done = 77");
	day->f.env.machine[0] = 99;
}

static void newer_program(struct day *day)
{
	(void)day;
	program_knows(2);
}

/* A window dies, and its log stays. */
static void killed(struct day *day)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		child_begins(&day->f, 1);
		if (day_open(day))
			day_submit(day, 1, 4);
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

static bool open_and_close(struct day *day, struct err *err)
{
	bool ok = verb_open(day, err);

	fixture_close(&day->f);
	return ok;
}

static bool read_and_close(struct day *day, struct err *err)
{
	bool ok;

	day->f.store =
		store_open(day->f.path, STORE_READ, &day->f.env, &day->f.owner.signer, NULL, err);
	ok = day->f.store != NULL;
	fixture_close(&day->f);
	return ok;
}

static void whoever_opens_it_mends_it_under_the_lock(void **state)
{
	static const struct {
		const char *name;
		void (*before)(struct day *day);
		bool (*run)(struct day *day, struct err *err);
	} openings[] = {
		{ "another fold", another_fold, open_and_close },
		{ "another machine", another_machine, open_and_close },
		{ "an older schema", newer_program, open_and_close },
		{ "a log that was left", killed, open_and_close },
		{ "a log that is read", killed, read_and_close },
	};

	(void)state;
	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
		struct day day;

		program_knows(1);
		day_begin(&day);
		openings[i].before(&day);
		looked_at(&day, openings[i].name, openings[i].run);
		assert_true(day_open(&day));
		fixture_check(day.f.store);
		fixture_close(&day.f);
		day_end(&day);
	}
	program_knows(1);
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
		cmocka_unit_test(every_other_verb_writes_under_the_lock),
		cmocka_unit_test(a_project_is_made_under_the_lock),
		cmocka_unit_test(whoever_opens_it_mends_it_under_the_lock),
		cmocka_unit_test(a_write_past_the_lock_is_seen),
	};

	watch_install();
	return cmocka_run_group_tests(tests, schema_setup, schema_teardown);
}
