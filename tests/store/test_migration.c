/* A project of an older program is opened by a newer one: it is brought up to it with a copy put
 * aside, in one step whatever happens in the middle.
 *
 * There is one migration so far, so the second is made here: these two names stand in the place of
 * the embedded ones. */
#include "base/embedded.h"
#include "tests/store/raw_sql.h"
#include "tests/store/upgrade.h"

extern struct embedded store_sql[2];
extern size_t store_sql_count;

struct embedded store_sql[2];
size_t store_sql_count = 1; /* as many as the program knows */

/* Changes what is there, and fills what is new from it. */
static const char second[] =
	"ALTER TABLE remote ADD COLUMN note TEXT;\n"
	"CREATE TABLE later (event INTEGER PRIMARY KEY, kind INTEGER NOT NULL) STRICT;\n"
	"INSERT INTO later SELECT rid, kind FROM event;\n"
	"CREATE INDEX later_kind ON later (kind);\n";

/* As if other migrations came before what fails. */
static const char fails[] = "CREATE TABLE later (event INTEGER PRIMARY KEY) STRICT;\n"
			    "INSERT INTO later SELECT rid FROM event;\n"
			    "INSERT INTO nowhere VALUES (1);\n";

static struct buf first;

static void program_knows(size_t migrations)
{
	store_sql_count = migrations;
	store_sql[1] = (struct embedded){ "0002_later.sql", second, sizeof second - 1 };
}

static int setup(void **state)
{
	(void)state;
	snapshot_read("src/store/sql/0001_init.sql", &first);
	buf_addc(&first, '\0');
	store_sql[0] = (struct embedded){ "0001_init.sql", first.data, first.len - 1 };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buf_release(&first);
	return 0;
}

/* A day's work by the older program, and the digest of its derived rows. */
static struct id older_day(struct day *day)
{
	program_knows(1);
	return after_a_day(day);
}

/* Open to the program as it is now, everything that was acknowledged is there. */
static void holds(struct day *day, const struct id *before)
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

static void is_migrated(struct day *day, const struct id *before)
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
static void copy_is_whole(struct day *day, const struct id *before)
{
	char path[sizeof day->f.path];

	memcpy(path, day->f.path, sizeof path);
	snprintf(day->f.path, sizeof day->f.path, "%.100s.schema1", path);
	program_knows(1);
	holds(day, before);
	program_knows(2);
	memcpy(day->f.path, path, sizeof path);
}

static void a_newer_program_brings_a_project_up_to_it(void **state)
{
	struct day day;
	struct id before = older_day(&day);
	struct err err = { .code = ERR_NONE };

	(void)state;
	program_knows(2);
	is_migrated(&day, &before);
	copy_is_whole(&day, &before);
	assert_true(day_open(&day));
	day_submit(&day, 0, 9);
	assert_int_equal(day.sent[0], 9);
	fixture_close(&day.f);
	program_knows(1);
	assert_null(
		store_open(day.f.path, STORE_WRITE, &day.f.env, &day.f.owner.signer, NULL, &err));
	assert_int_equal(err.code, ERR_TOO_NEW);
	day_end(&day);
}

static void a_migration_that_fails_leaves_the_project_to_the_older_program(void **state)
{
	struct day day;
	struct id before = older_day(&day);
	struct err err = { .code = ERR_NONE };

	(void)state;
	program_knows(2);
	store_sql[1].bytes = fails;
	assert_null(
		store_open(day.f.path, STORE_WRITE, &day.f.env, &day.f.owner.signer, NULL, &err));
	assert_non_null(strstr(err.msg, "cannot bring"));
	assert_int_equal(raw_number(day.f.path, "PRAGMA user_version"), 1);
	program_knows(1);
	holds(&day, &before);
	program_knows(2);
	is_migrated(&day, &before);
	day_end(&day);
}

/* ---- in the middle ---- */

/* What the killed one left is either the older program's or whole: the older one says which. */
static int older_says(struct day *day, const struct id *before)
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

static void a_migration_that_is_killed_at_any_write_is_done_by_the_next(void **state)
{
	struct snapshot evening = { .n = 0 };
	struct day day;
	struct id before = older_day(&day);
	bool killed = true;
	int n = 0, old = 0;

	(void)state;
	snapshot_take(&evening, day.f.dir);
	program_knows(2);
	for (; killed; n += day_is_long() ? 1 : 3) {
		snapshot_put(&evening, day.f.dir);
		killed = killed_at(&day, n);
		old += older_says(&day, &before);
		is_migrated(&day, &before);
		copy_is_whole(&day, &before);
	}
	assert_in_range(n, 10, 1000);
	assert_in_range(old, 1, n - 1); /* some died before it, some behind */
	snapshot_release(&evening);
	day_end(&day);
}

struct fault {
	int left;
	bool failed;
};

static int full_from(void *ctx, const struct watched *what)
{
	struct fault *fault = ctx;

	if (what->op == WATCH_LOCK || fault->left-- > 0)
		return SQLITE_OK;
	fault->failed = true;
	return what->op == WATCH_SYNC ? SQLITE_IOERR_FSYNC : SQLITE_FULL;
}

static void a_migration_on_a_full_disk_is_done_when_there_is_room(void **state)
{
	struct snapshot evening = { .n = 0 };
	struct day day;
	struct id before = older_day(&day);
	struct fault fault = { .failed = true };
	int n = 0;

	(void)state;
	snapshot_take(&evening, day.f.dir);
	for (; fault.failed; n += day_is_long() ? 1 : 3) {
		snapshot_put(&evening, day.f.dir);
		program_knows(2);
		fault = (struct fault){ .left = n };
		watch_begin(full_from, &fault);
		watch_vfs.watch.parts = true;
		if (day_open(&day))
			fixture_close(&day.f);
		watch_end();
		is_migrated(&day, &before);
	}
	assert_in_range(n, 10, 1000);
	snapshot_release(&evening);
	day_end(&day);
}

/* The one who comes second finds it done, or waits. */
static void two_who_migrate_at_once_do_not_disturb_one_another(void **state)
{
	struct day day;
	struct id before = older_day(&day);

	(void)state;
	program_knows(2);
	open_at_once(&day, 6);
	is_migrated(&day, &before);
	copy_is_whole(&day, &before);
	day_end(&day);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_newer_program_brings_a_project_up_to_it),
		cmocka_unit_test(a_migration_that_fails_leaves_the_project_to_the_older_program),
		cmocka_unit_test(a_migration_that_is_killed_at_any_write_is_done_by_the_next),
		cmocka_unit_test(a_migration_on_a_full_disk_is_done_when_there_is_room),
		cmocka_unit_test(two_who_migrate_at_once_do_not_disturb_one_another),
	};

	watch_install();
	return cmocka_run_group_tests(tests, setup, teardown);
}
