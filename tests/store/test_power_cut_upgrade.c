/* The power goes at every place of a rebuild and of a migration with the copy that it puts aside.
 * After each: the project opens, what was acknowledged is there, derived rows are as they were, and
 * a project of the newer schema has its copy of before beside it. */
#include "tests/store/power.h"

#include "tests/store/second_schema.h"

#include <sys/syscall.h>

static struct recording *recorded; /* by whom fsync() is heard */
static size_t acknowledged;        /* operations until it was */
static struct id digest;           /* of the derived rows, which none of this may change */

/* The copy gets its name past SQLite (src/store/files.c). */
int fsync(int fd)
{
	if (recorded != NULL && watch_vfs.watch.tell != NULL)
		record_sync(recorded, fd);
	return (int)syscall(SYS_fsync, fd);
}

/* The project as it is now is what the recording begins with. */
static void is_morning(struct day *day)
{
	snapshot_release(&day->morning);
	snapshot_take(&day->morning, day->f.dir);
}

static void work_of_a_day(struct day *day)
{
	program_knows(1);
	digest = after_a_day(day);
	is_morning(day);
}

static void record_it(struct recording *r, void (*before)(struct day *day),
		      void (*script)(struct day *day))
{
	recorded = r;
	recording_begin(r, before, script);
	recorded = NULL;
	assert_in_range(r->n, 20, 10000);
	assert_in_range(acknowledged, 10, r->n - 1);
}

static void opens_as_it_was(struct day *day)
{
	struct id now;

	assert_true(day_open(day));
	now = day_holds(day);
	assert_memory_equal(&now, &digest, sizeof now);
}

/* ---- derived rows ---- */

static void rebuild(struct day *day)
{
	struct err err = { .code = ERR_NONE };

	assert_true(day_open(day));
	fixture_ok(store_rebuild(day->f.store, NULL, &err));
	acknowledged = recorded->n;
	fixture_close(&day->f);
}

static void rebuild_is_whole(struct recording *r, size_t cut)
{
	(void)cut;
	opens_as_it_was(&r->day);
	day_rebuilds(&r->day, &digest);
	fixture_close(&r->day.f);
}

static void a_power_cut_in_a_rebuild_leaves_all_as_it_was(void **state)
{
	struct recording r;

	(void)state;
	record_it(&r, work_of_a_day, rebuild);
	cut_everywhere(&r, rebuild_is_whole);
	recording_end(&r);
}

static void work_of_another_fold(struct day *day)
{
	work_of_a_day(day);
	raw_sql(day->f.path, OTHER_FOLD);
	is_morning(day);
}

static void open_and_close(struct day *day)
{
	assert_true(day_open(day));
	acknowledged = recorded->n;
	fixture_close(&day->f);
}

static void opening_is_whole(struct recording *r, size_t cut)
{
	(void)cut;
	opens_as_it_was(&r->day);
	day_submit(&r->day, 5, 9);
	assert_int_equal(r->day.sent[5], 9);
	fixture_close(&r->day.f);
}

static void a_power_cut_while_opening_rebuilds_is_mended_by_the_next_one(void **state)
{
	struct recording r;

	(void)state;
	record_it(&r, work_of_another_fold, open_and_close);
	cut_everywhere(&r, opening_is_whole);
	recording_end(&r);
}

/* ---- the tables ---- */

static void work_of_the_older(struct day *day)
{
	work_of_a_day(day);
	program_knows(2);
}

static int times_old;

/* It is the older program's, or there is a whole copy that is. */
static void migration_is_whole(struct recording *r, size_t cut)
{
	bool old = older_says(&r->day, &digest);

	times_old += old;
	if (old && cut >= acknowledged)
		fail_msg("the migration was acknowledged, and is not there");
	if (!old)
		copy_is_whole(&r->day, &digest);
	is_migrated(&r->day, &digest);
	copy_is_whole(&r->day, &digest);
}

static void a_power_cut_in_a_migration_leaves_it_to_the_next_with_a_whole_copy(void **state)
{
	struct recording r;

	(void)state;
	record_it(&r, work_of_the_older, open_and_close);
	assert_in_range(r.named, 10, acknowledged);
	times_old = 0;
	cut_everywhere(&r, migration_is_whole);
	assert_in_range(times_old, r.named / 2, 1000000); /* at least the cuts of the copy */
	recording_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		POWER_TEST(a_power_cut_in_a_rebuild_leaves_all_as_it_was),
		POWER_TEST(a_power_cut_while_opening_rebuilds_is_mended_by_the_next_one),
		POWER_TEST(a_power_cut_in_a_migration_leaves_it_to_the_next_with_a_whole_copy),
	};

	watch_install();
	return cmocka_run_group_tests(tests, schema_setup, schema_teardown);
}
