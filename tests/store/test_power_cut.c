/* A day is recorded, and the power goes at every place of it.  After each: the project opens, what
 * was acknowledged is there, it is whole, and rebuilding changes nothing. */
#include "tests/store/power.h"

#include "tests/store/first.h"

#define REBUILD_EVERY 16

static void record_a_day(struct recording *r)
{
	recording_begin(r, day_begin, day_run);
	assert_in_range(r->day.acknowledged, 8, 100);
	assert_in_range(r->n, 100, 10000);
}

/* What was under way when the power went may be there: what she says next of any item. */
static void allow_what_was_under_way(struct recording *r, size_t cut)
{
	for (size_t i = cut; i < r->n; i++)
		if (memcmp(r->entry[i].sent, r->entry[cut].sent, sizeof r->entry[i].sent) != 0) {
			for (int k = 0; k < DAY_ITEMS; k++)
				r->day.tried[k] |= 1U << r->entry[i].sent[k];
			return;
		}
}

static void day_is_whole(struct recording *r, size_t cut)
{
	struct id digest;

	allow_what_was_under_way(r, cut);
	assert_true(day_open(&r->day));
	digest = day_holds(&r->day);
	if (cut % REBUILD_EVERY == 0)
		day_rebuilds(&r->day, &digest);
	fixture_close(&r->day.f);
}

static void a_power_cut_at_any_write_loses_nothing_acknowledged(void **state)
{
	struct recording r;

	(void)state;
	record_a_day(&r);
	cut_everywhere(&r, day_is_whole);
	recording_end(&r);
}

/* ---- the first import ---- */

static void first_is_whole(struct recording *r, size_t cut)
{
	(void)cut;
	assert_true(day_open(&r->day));
	first_holds(&r->day);
	first_again(&r->day);
	fixture_close(&r->day.f);
}

static void a_power_cut_in_the_first_import_leaves_all_or_nothing(void **state)
{
	struct recording r;

	(void)state;
	recording_begin(&r, first_begin, first_run);
	assert_int_equal(r.day.sent[0], 1);
	assert_in_range(r.n, 50, 10000);
	cut_everywhere(&r, first_is_whole);
	recording_end(&r);
}

/* The recording is worth something: with syncs not heeded, it shows. */
static void syncs_that_lie_would_be_seen(void **state)
{
	struct recording r;
	bool missed = false;

	(void)state;
	record_a_day(&r);
	for (size_t i = 0; i < r.n; i++)
		if (r.entry[i].op == WATCH_SYNC)
			r.entry[i].op = WATCH_LOCK; /* as if it had not been there */
	for (size_t cut = 0; cut < r.n && !missed; cut++) {
		power_comes_back(&r, cut, LOSE_UNSYNCED);
		missed = !day_open(&r.day);
		for (int i = 0; !missed && i < DAY_ITEMS; i++)
			missed = day_says(&r.day, i) != r.day.sent[i];
		if (r.day.f.store != NULL)
			fixture_close(&r.day.f);
	}
	assert_true(missed);
	recording_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		POWER_TEST(a_power_cut_at_any_write_loses_nothing_acknowledged),
		POWER_TEST(a_power_cut_in_the_first_import_leaves_all_or_nothing),
		POWER_TEST(syncs_that_lie_would_be_seen),
	};

	watch_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
