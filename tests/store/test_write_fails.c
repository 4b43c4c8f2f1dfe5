/* The n-th write, truncation, sync or deletion fails, for every n of a day, once or from then on:
 * what was acknowledged is there, nothing is half there, and the next day works. */
#include "tests/store/failing.h"

#include "tests/store/first.h"

#define REBUILD_EVERY 8 /* it takes the longest */

/* A day with a fault at operation N; false: the day was over before. */
static bool a_day_of_faults(struct day *day, int n, bool for_ever, int code)
{
	struct fault fault = { .left = n, .for_ever = for_ever, .code = code };
	struct id digest;

	day_again(day);
	watch_begin(fail_at, &fault);
	day_run(day);
	watch_end();
	if (!day_open(day))
		fail_msg("after a fault at operation %d the project does not open", n);
	digest = day_holds(day);
	if (n % REBUILD_EVERY == 0)
		day_rebuilds(day, &digest);
	day_submit(day, 5, 9);
	assert_int_equal(day->sent[5], 9);
	fixture_close(&day->f);
	return fault.failed > 0;
}

/* In a short run every other operation fails: the odd ones here, the even ones there. */
static void faults_at_each(bool for_ever, int code)
{
	int n = day_is_long() ? 0 : for_ever, step = day_is_long() ? 1 : 2;
	struct day day;

	day_begin(&day);
	while (a_day_of_faults(&day, n, for_ever, code))
		n += step;
	assert_in_range(n, 50, 5000);
	day_end(&day);
}

static void every_single_failing_write_leaves_a_whole_project(void **state)
{
	(void)state;
	faults_at_each(false, SQLITE_IOERR_WRITE);
}

static void a_disk_full_from_any_write_on_leaves_a_whole_project(void **state)
{
	(void)state;
	faults_at_each(true, SQLITE_FULL);
}

/* ---- the first import ---- */

static bool a_faulty_import(struct day *day, int n, bool for_ever)
{
	struct fault fault = { .left = n, .for_ever = for_ever, .code = SQLITE_FULL };

	day_again(day);
	watch_begin(fail_at, &fault);
	first_run(day);
	watch_end();
	if (!day_open(day))
		fail_msg("after a fault at operation %d the project does not open", n);
	first_holds(day);
	first_again(day);
	fixture_close(&day->f);
	return fault.failed > 0;
}

static void a_first_import_that_fails_anywhere_is_there_or_not(void **state)
{
	struct day day;

	(void)state;
	first_begin(&day);
	for (int kind = 0; kind < 2; kind++) {
		int n = day_is_long() ? 0 : kind, step = day_is_long() ? 1 : 2;

		while (a_faulty_import(&day, n, kind == 0))
			n += step;
		assert_in_range(n, 50, 5000);
	}
	day_end(&day);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_single_failing_write_leaves_a_whole_project),
		cmocka_unit_test(a_disk_full_from_any_write_on_leaves_a_whole_project),
		cmocka_unit_test(a_first_import_that_fails_anywhere_is_there_or_not),
	};

	watch_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
