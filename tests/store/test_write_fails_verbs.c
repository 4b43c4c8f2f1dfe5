/* The n-th write, truncation, sync or deletion fails within each of the verbs that are no part of a
 * day, once or from then on: what failed says so, what was acknowledged is there, nothing is half
 * there, the window goes on, and the verb works when it is tried again. */
#include "tests/store/failing.h"

#include "model/kinds.h"
#include "tests/store/raw_sql.h"
#include "tests/store/upgrade.h"
#include "tests/store/verbs.h"

#include <limits.h>

#define SHORT_RUNS 5 /* of each kind */

struct work {
	void (*begin)(struct day *day); /* ends closed, as day->morning */
	bool (*run)(struct day *day, struct err *err);
	/* Open: what has to be there is.  DONE: run() said so. */
	void (*holds)(struct day *day, bool done);
	bool opens;    /* run() does: the project is closed before */
	bool no_items; /* there is nothing to be sent */
};

static struct id evening_digest;
static int evening_says[DAY_ITEMS];

static void is_morning(struct day *day)
{
	snapshot_release(&day->morning);
	snapshot_take(&day->morning, day->f.dir);
	memcpy(evening_says, day->sent, sizeof evening_says);
}

static void evening(struct day *day)
{
	evening_digest = after_a_day(day);
	is_morning(day);
}

/* ---- one verb, at each of its places ---- */

/* In the same window, after what failed or did not. */
static void go_on(struct day *day, const struct work *work)
{
	if (day->f.store != NULL && !work->no_items)
		day_submit(day, 5, 7);
	fixture_close(&day->f);
}

static bool run_with(struct day *day, const struct work *work, struct fault *fault, struct err *err)
{
	bool done;

	day_again(day);
	memcpy(day->sent, evening_says, sizeof day->sent);
	if (!work->opens)
		assert_true(day_open(day));
	watch_begin(fail_at, fault);
	watch_vfs.watch.parts = true;
	done = work->run(day, err);
	go_on(day, work);
	watch_end();
	return done;
}

/* Nothing fails any more. */
static void works_again(struct day *day, const struct work *work)
{
	struct err err = { .code = ERR_NONE };

	fixture_ok(work->run(day, &err));
	work->holds(day, true);
	if (!work->no_items) {
		day_submit(day, 4, 3);
		assert_int_equal(day->sent[4], 3);
	}
	day_holds(day);
	fixture_close(&day->f);
}

/* False: all was done before operation N. */
static bool fails_at(struct day *day, const struct work *work, int n, bool for_ever)
{
	struct fault fault = { .left = n,
			       .for_ever = for_ever,
			       .code = for_ever ? SQLITE_FULL : SQLITE_IOERR_WRITE };
	struct err err = { .code = ERR_NONE };
	bool done = run_with(day, work, &fault, &err);

	if (!done && err.code != ERR_STORAGE)
		fail_msg("at operation %d it says (%d): %s", n, (int)err.code, err.msg);
	if (!day_open(day))
		fail_msg("after a fault at operation %d the project does not open", n);
	day_holds(day);
	work->holds(day, done);
	works_again(day, work);
	return fault.failed > 0;
}

static int operations(struct day *day, const struct work *work)
{
	struct fault none = { .left = INT_MAX };
	struct err err = { .code = ERR_NONE };

	fixture_ok(run_with(day, work, &none, &err));
	return INT_MAX - none.left;
}

/* In a short run they are spread over the work, at other places for each kind. */
static void fails_everywhere(const struct work *work)
{
	struct day day;
	int all, step;

	work->begin(&day);
	all = operations(&day, work);
	assert_in_range(all, 10, 5000);
	step = day_is_long() ? 1 : all / SHORT_RUNS + 1;
	for (int kind = 0; kind < 2; kind++) {
		int n = kind * step / 2;

		while (fails_at(&day, work, n, kind == 0))
			n += step;
		assert_in_range(n, all / 2, 2 * all);
	}
	day_end(&day);
}

/* ---- derived rows ---- */

static void rebuilds(struct day *day, bool done)
{
	struct id digest = fixture_check(day->f.store);

	(void)done;
	day_rebuilds(day, &digest);
}

static void a_rebuild_that_fails_anywhere_leaves_all_as_it_was(void **state)
{
	(void)state;
	fails_everywhere(
		&(struct work){ .begin = evening, .run = verb_rebuild, .holds = rebuilds });
}

static void evening_of_another_fold(struct day *day)
{
	evening(day);
	raw_sql(day->f.path, OTHER_FOLD);
	is_morning(day);
}

static void an_opening_that_cannot_rebuild_leaves_it_to_the_next(void **state)
{
	(void)state;
	fails_everywhere(&(struct work){ .begin = evening_of_another_fold,
					 .run = verb_open,
					 .holds = rebuilds,
					 .opens = true });
}

/* ---- a copy ---- */

/* Under its name it is whole, or not at all: as the project was before what was sent then, or is
 * now. */
static void copy_is_whole_or_none(struct day *day, bool done)
{
	const char *copy = verb_copy(day);
	struct err err = { .code = ERR_NONE };
	struct store *store;
	char part[180];
	struct id digest, now;

	snprintf(part, sizeof part, "%s.part", copy);
	assert_int_not_equal(access(part, F_OK), 0);
	assert_int_equal(access(copy, F_OK) == 0, done);
	if (!done)
		return;
	store = store_open(copy, STORE_WRITE, &day->f.env, &day->f.owner.signer, NULL, &err);
	if (store == NULL)
		fail_msg("the copy does not open: %s", err.msg);
	digest = fixture_check(store);
	store_close(store);
	now = fixture_check(day->f.store);
	if (memcmp(&digest, &now, sizeof now) != 0)
		assert_memory_equal(&digest, &evening_digest, sizeof digest);
}

static void a_backup_that_fails_anywhere_leaves_no_copy(void **state)
{
	(void)state;
	fails_everywhere(&(struct work){
		.begin = evening, .run = verb_backup, .holds = copy_is_whole_or_none });
}

/* ---- guidelines, batches, items ---- */

/* How many items the batch "new" has; -1: there is none.  It never comes without its guideline. */
static int new_batch_items(struct day *day, bool *guideline)
{
	struct arena arena = ARENA_INIT;
	struct store_batch batch;
	struct err err = { .code = ERR_NONE };
	struct id hash;
	int items = -1;

	*guideline = store_guideline_find(day->f.store, "h", &hash, &err);
	if (store_batch_find(day->f.store, "new", &arena, &batch, &err))
		items = (int)batch.items;
	else
		assert_int_equal(err.code, ERR_NOT_FOUND);
	arena_release(&arena);
	assert_true(*guideline || items < 0);
	return items;
}

static void both_are_there(struct day *day, bool done)
{
	bool guideline;
	int items = new_batch_items(day, &guideline);

	if (done)
		assert_int_equal(items, 0);
}

static void a_guideline_and_a_batch_are_there_when_they_were_acknowledged(void **state)
{
	(void)state;
	fails_everywhere(&(struct work){
		.begin = evening, .run = verb_guideline_and_batch, .holds = both_are_there });
}

/* All of it, or not even the guideline. */
static void new_batch_is_whole_or_none(struct day *day, bool done)
{
	bool guideline;
	int items = new_batch_items(day, &guideline);

	if (done || guideline)
		assert_int_equal(items, VERB_ITEMS);
}

static void an_import_beside_others_makes_its_batch_with_items_or_not_at_all(void **state)
{
	(void)state;
	fails_everywhere(&(struct work){
		.begin = evening, .run = verb_new_batch, .holds = new_batch_is_whole_or_none });
}

static void project_without_items(struct day *day)
{
	memset(day, 0, sizeof *day);
	fixture_begin(&day->f);
	fixture_create(&day->f, true);
	fixture_close(&day->f);
	is_morning(day);
}

static void a_first_import_makes_its_batch_with_items_or_not_at_all(void **state)
{
	(void)state;
	fails_everywhere(&(struct work){ .begin = project_without_items,
					 .run = verb_new_batch,
					 .holds = new_batch_is_whole_or_none,
					 .no_items = true });
}

/* ---- what a person leaves behind ---- */

static void ack_is_there(struct day *day, bool done)
{
	char sql[80];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM event WHERE kind = %d", KIND_ACK);
	assert_in_range(raw_number(day->f.path, sql), done, 2);
}

static void a_read_guideline_is_noted_when_that_was_acknowledged(void **state)
{
	(void)state;
	fails_everywhere(
		&(struct work){ .begin = evening, .run = verb_ack, .holds = ack_is_there });
}

static void setting_and_place_are_there(struct day *day, bool done)
{
	struct arena arena = ARENA_INIT;
	const char *setting = store_setting(day->f.store, "test.a", &arena);
	const char *reading = store_reading(day->f.store, &day->f.batch, &arena);
	uint8_t ord[ORD_BYTES] = { 0 };

	if (done) {
		assert_non_null(setting);
		assert_non_null(reading);
		assert_true(store_position(day->f.store, &day->f.batch, ord));
		assert_int_equal(ord[0], 1);
		assert_string_equal(setting, "b");
		assert_string_equal(reading, "here");
	}
	arena_release(&arena);
}

static void a_setting_and_a_place_are_there_when_they_were_acknowledged(void **state)
{
	(void)state;
	fails_everywhere(&(struct work){ .begin = evening,
					 .run = verb_setting_and_place,
					 .holds = setting_and_place_are_there });
}

static void bob_is_there(struct day *day, bool done)
{
	struct arena arena = ARENA_INIT;
	struct store_member *members;
	struct err err = { .code = ERR_NONE };
	size_t n;

	fixture_ok(store_members(day->f.store, &arena, &members, &n, &err));
	assert_in_range(n, 1 + done, 2);
	arena_release(&arena);
}

static void who_joins_is_a_member_when_that_was_acknowledged(void **state)
{
	(void)state;
	fails_everywhere(
		&(struct work){ .begin = evening, .run = verb_join, .holds = bob_is_there });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rebuild_that_fails_anywhere_leaves_all_as_it_was),
		cmocka_unit_test(an_opening_that_cannot_rebuild_leaves_it_to_the_next),
		cmocka_unit_test(a_backup_that_fails_anywhere_leaves_no_copy),
		cmocka_unit_test(a_guideline_and_a_batch_are_there_when_they_were_acknowledged),
		cmocka_unit_test(an_import_beside_others_makes_its_batch_with_items_or_not_at_all),
		cmocka_unit_test(a_first_import_makes_its_batch_with_items_or_not_at_all),
		cmocka_unit_test(a_read_guideline_is_noted_when_that_was_acknowledged),
		cmocka_unit_test(a_setting_and_a_place_are_there_when_they_were_acknowledged),
		cmocka_unit_test(who_joins_is_a_member_when_that_was_acknowledged),
	};

	watch_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
