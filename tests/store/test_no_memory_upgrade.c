/* SQLite finds no memory while derived rows are made anew, or while a project of an older program
 * is brought up to a newer one, at any allocation, once or from then on: it is said, what was there
 * is there, and done again it ends well. */
#include "tests/store/scarce.h"
#include "tests/store/second_schema.h"

static struct id digest; /* of the derived rows, which none of this may change */
static struct day evening;

static void put_evening(struct day *day)
{
	snapshot_put(&evening.morning, day->f.dir);
	memcpy(day->sent, evening.sent, sizeof day->sent);
	memcpy(day->tried, evening.tried, sizeof day->tried);
}

/* The project as it is now is what each time begins with. */
static void is_evening(struct day *day)
{
	evening = *day;
	evening.morning.n = 0;
	snapshot_take(&evening.morning, day->f.dir);
}

static void upgrade_end(struct day *day)
{
	snapshot_release(&evening.morning);
	day_end(day);
}

static void is_as_it_was(struct day *day, bool done)
{
	struct id now = day_holds(day);

	(void)done;
	assert_memory_equal(&now, &digest, sizeof now);
}

/* From the write lock to the sync: the transaction that matters. */
static int mark(void *ctx, const struct watched *what)
{
	(void)ctx;
	if (scarce_marked.to != 0)
		return SQLITE_OK;
	if (what->op == WATCH_LOCK)
		scarce_marked.from = scarce_counted();
	if (what->op == WATCH_SYNC && what->file == WATCH_WAL)
		scarce_marked.to = scarce_counted();
	return SQLITE_OK;
}

static bool open_it(struct day *day, struct err *err)
{
	if (scarce_marked.to == 0)
		watch_begin(mark, NULL);
	day->f.store =
		store_open(day->f.path, STORE_WRITE, &day->f.env, &day->f.owner.signer, NULL, err);
	watch_end();
	return day->f.store != NULL;
}

static void works_on(struct day *day)
{
	day_submit(day, 5, 9);
	assert_int_equal(day->sent[5], 9);
	day_holds(day);
}

/* ---- derived rows ---- */

static void open_evening(struct day *day)
{
	put_evening(day);
	assert_true(day_open(day));
}

static bool rebuild(struct day *day, struct err *err)
{
	return store_rebuild(day->f.store, NULL, err);
}

static void rebuild_again(struct day *day)
{
	day_rebuilds(day, &digest);
	works_on(day);
}

static void a_rebuild_without_memory_leaves_all_as_it_was(void **state)
{
	static const struct scarce_work work = { open_evening, rebuild, is_as_it_was,
						 rebuild_again };
	struct day day;

	(void)state;
	program_knows(1);
	digest = after_a_day(&day);
	is_evening(&day);
	scarce_everywhere(&day, &work);
	upgrade_end(&day);
}

/* What another fold made is made again by opening it. */
static void an_opening_that_rebuilds_without_memory_is_done_by_the_next(void **state)
{
	static const struct scarce_work work = { put_evening, open_it, is_as_it_was, works_on };
	struct day day;

	(void)state;
	program_knows(1);
	digest = after_a_day(&day);
	raw_sql(day.f.path, OTHER_FOLD);
	is_evening(&day);
	scarce_everywhere(&day, &work);
	assert_in_range(scarce_marked.to - scarce_marked.from, 1000, 10000);
	upgrade_end(&day);
}

/* ---- the tables ---- */

static void older_evening(struct day *day)
{
	put_evening(day);
	program_knows(2);
}

/* Who failed has left it to the older program, or whole. */
static bool migrate(struct day *day, struct err *err)
{
	bool ok = open_it(day, err), counts = scarce.counts;

	scarce.counts = false;
	if (!ok)
		older_says(day, &digest);
	scarce.counts = counts;
	return ok;
}

static void is_newer(struct day *day, bool done)
{
	is_as_it_was(day, done);
	fixture_close(&day->f);
	is_migrated(day, &digest);
	copy_is_whole(day, &digest);
	assert_true(day_open(day));
}

static void a_migration_without_memory_is_done_by_the_next(void **state)
{
	static const struct scarce_work work = { older_evening, migrate, is_newer, works_on };
	struct day day;

	(void)state;
	digest = older_day(&day);
	is_evening(&day);
	scarce_everywhere(&day, &work);
	assert_in_range(scarce_marked.to - scarce_marked.from, 100, 10000);
	upgrade_end(&day);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rebuild_without_memory_leaves_all_as_it_was),
		cmocka_unit_test(an_opening_that_rebuilds_without_memory_is_done_by_the_next),
		cmocka_unit_test(a_migration_without_memory_is_done_by_the_next),
	};

	scarce_install();
	watch_install();
	return cmocka_run_group_tests(tests, schema_setup, schema_teardown);
}
