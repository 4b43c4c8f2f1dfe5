/* A project of an older program is opened by a newer one: it is brought up to it with a copy put
 * aside, in one step whatever happens in the middle. */
#include "tests/store/failing.h"

#include "tests/store/second_schema.h"

/* As if other migrations came before what fails. */
static const char fails[] = "CREATE TABLE later (event INTEGER PRIMARY KEY) STRICT;\n"
			    "INSERT INTO later SELECT rid FROM event;\n"
			    "INSERT INTO nowhere VALUES (1);\n";

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

static void a_migration_on_a_full_disk_is_done_when_there_is_room(void **state)
{
	struct snapshot evening = { .n = 0 };
	struct day day;
	struct id before = older_day(&day);
	struct fault fault = { .failed = 1 };
	int n = 0;

	(void)state;
	snapshot_take(&evening, day.f.dir);
	for (; fault.failed > 0; n += day_is_long() ? 1 : 3) {
		snapshot_put(&evening, day.f.dir);
		program_knows(2);
		fault = (struct fault){ .left = n, .for_ever = true, .code = SQLITE_FULL };
		watch_begin(fail_at, &fault);
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
	return cmocka_run_group_tests(tests, schema_setup, schema_teardown);
}
