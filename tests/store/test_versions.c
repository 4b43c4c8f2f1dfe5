/* Two versions of the program on one file: a newer schema is refused untouched, rows of another
 * fold are made again at opening, and whoever is killed while that happens leaves it to the next.
 */
#include "tests/store/raw_sql.h"
#include "tests/store/upgrade.h"

static void same_file(struct day *day, const struct buf *before)
{
	struct buf now = BUF_INIT;
	char path[160];

	snapshot_read(day->f.path, &now);
	assert_int_equal(now.len, before->len);
	assert_memory_equal(now.data, before->data, now.len);
	snprintf(path, sizeof path, "%s-wal", day->f.path);
	assert_int_not_equal(access(path, F_OK), 0);
	buf_release(&now);
}

static void a_project_of_a_newer_program_is_refused_untouched(void **state)
{
	static const enum store_mode modes[] = { STORE_READ, STORE_WRITE };
	struct buf before = BUF_INIT;
	struct store *store;
	struct day day;
	struct err err = { .code = ERR_NONE };

	(void)state;
	after_a_day(&day);
	raw_sql(day.f.path, "PRAGMA user_version = 2; PRAGMA journal_mode = DELETE");
	snapshot_read(day.f.path, &before);
	for (size_t i = 0; i < 2; i++) {
		store = store_open(day.f.path, modes[i], &day.f.env, &day.f.owner.signer, NULL,
				   &err);
		assert_null(store);
		assert_int_equal(err.code, ERR_TOO_NEW);
		assert_non_null(strstr(err.msg, "upgrade assay"));
		same_file(&day, &before);
	}
	buf_release(&before);
	day_end(&day);
}

static void no_item_can_be_sent(struct day *day)
{
	struct store_receipt receipt;
	struct err err = { .code = ERR_NONE };

	for (int i = 0; i < DAY_ITEMS; i++) {
		assert_false(
			fixture_submit_as(&day->f, day->f.store, &day->uid[i], 9, &receipt, &err));
		assert_int_equal(err.code, ERR_TOO_NEW);
		assert_non_null(strstr(err.msg, "start assay again"));
	}
}

/* The older program has it open when the newer one migrates it. */
static void whoever_has_it_open_when_it_is_upgraded_writes_no_more(void **state)
{
	struct day day;
	struct id before, after;

	(void)state;
	before = after_a_day(&day);
	assert_true(day_open(&day));
	raw_sql(day.f.path, "PRAGMA user_version = 2");
	no_item_can_be_sent(&day);
	assert_false(day_import(&day));
	assert_false(day_draft(&day, 0, "{\"c\":3}"));
	raw_sql(day.f.path, "PRAGMA user_version = 1");
	after = day_holds(&day);
	assert_memory_equal(&before, &after, sizeof after);
	fixture_close(&day.f);
	day_end(&day);
}

/* ---- rows of another fold ---- */

/* Stamped as this program's they would be believed from then on. */
static void rows_made_anew_by_another_program_are_not_taken_for_ones_own(void **state)
{
	struct store_import *import;
	struct day day;
	struct err err = { .code = ERR_NONE };
	struct id before, after;

	(void)state;
	before = after_a_day(&day);
	assert_true(day_open(&day));
	raw_sql(day.f.path, OTHER_FOLD);
	no_item_can_be_sent(&day);
	import = store_import_begin(day.f.store, "faucets", &err);
	assert_false(day_put_items(import, 200, 3, 100, &err));
	assert_int_equal(err.code, ERR_TOO_NEW);
	fixture_close(&day.f);
	assert_true(day_open(&day));
	after = day_holds(&day);
	assert_memory_equal(&before, &after, sizeof after);
	fixture_close(&day.f);
	day_end(&day);
}

static void an_upgrade_that_is_killed_at_any_write_is_done_by_the_next(void **state)
{
	struct snapshot evening = { .n = 0 };
	struct id before, after;
	struct day day;
	bool killed = true;
	int n = 0;

	(void)state;
	before = after_a_day(&day);
	raw_sql(day.f.path, OTHER_FOLD);
	snapshot_take(&evening, day.f.dir);
	for (; killed; n += day_is_long() ? 1 : 2) {
		snapshot_put(&evening, day.f.dir);
		killed = killed_at(&day, n);
		assert_true(day_open(&day));
		after = day_holds(&day);
		assert_memory_equal(&before, &after, sizeof after);
		fixture_close(&day.f);
	}
	assert_in_range(n, 10, 1000);
	snapshot_release(&evening);
	day_end(&day);
}

/* The second one finds it done, or waits. */
static void two_who_upgrade_at_once_do_not_disturb_one_another(void **state)
{
	struct id before, after;
	struct day day;

	(void)state;
	before = after_a_day(&day);
	raw_sql(day.f.path, OTHER_FOLD);
	open_at_once(&day, 6);
	assert_true(day_open(&day));
	after = day_holds(&day);
	assert_memory_equal(&before, &after, sizeof after);
	fixture_close(&day.f);
	day_end(&day);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_project_of_a_newer_program_is_refused_untouched),
		cmocka_unit_test(whoever_has_it_open_when_it_is_upgraded_writes_no_more),
		cmocka_unit_test(rows_made_anew_by_another_program_are_not_taken_for_ones_own),
		cmocka_unit_test(an_upgrade_that_is_killed_at_any_write_is_done_by_the_next),
		cmocka_unit_test(two_who_upgrade_at_once_do_not_disturb_one_another),
	};

	watch_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
