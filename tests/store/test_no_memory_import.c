/* SQLite finds no memory in an import, at any allocation, once or from then on: it is said, the
 * first import is there or not, of later ones what was acknowledged is, and run again they end
 * well. */
#include "tests/store/first.h"
#include "tests/store/scarce.h"

static void morning(struct day *day)
{
	day_again(day);
	assert_true(day_open(day));
}

/* ---- the first one: one transaction without a log ---- */

static void first_is_there_or_not(struct day *day, bool done)
{
	day->sent[0] = done;
	first_holds(day);
}

static void a_first_import_without_memory_is_there_or_not(void **state)
{
	static const struct scarce_work work = { morning, first_import, first_is_there_or_not,
						 first_again };
	struct day day;

	(void)state;
	first_begin(&day);
	scarce_everywhere(&day, &work);
	day_end(&day);
}

/* ---- the first one, which brings its batch and guideline along ---- */

static bool import_new_batch(struct day *day, struct err *err)
{
	const struct fixture_new new = fixture_new();

	return day_put_items(store_import_begin_new(day->f.store, &new.guideline, &new.batch, err),
			     0, FIRST_ITEMS, FIRST_BYTES, err);
}

/* The batch with all of its items and the guideline, or none of them. */
static void batch_is_there_or_not(struct day *day, bool done)
{
	struct arena arena = ARENA_INIT;
	struct store_batch batch;
	struct err err = { .code = ERR_NONE };
	struct id hash;
	bool there = store_batch_find(day->f.store, "new", &arena, &batch, &err);

	if (!there)
		assert_int_equal(err.code, ERR_NOT_FOUND);
	if (done)
		assert_true(there);
	if (there)
		assert_int_equal(batch.items, FIRST_ITEMS);
	assert_int_equal(store_guideline_find(day->f.store, "h", &hash, &err), there);
	fixture_check(day->f.store);
	arena_release(&arena);
}

static void batch_again(struct day *day)
{
	struct err err = { .code = ERR_NONE };

	fixture_ok(import_new_batch(day, &err));
	batch_is_there_or_not(day, true);
}

static void a_new_batch_without_memory_is_there_with_its_items_or_not(void **state)
{
	static const struct scarce_work work = { morning, import_new_batch, batch_is_there_or_not,
						 batch_again };
	struct day day;

	(void)state;
	memset(&day, 0, sizeof day);
	fixture_begin(&day.f);
	fixture_create(&day.f, true);
	fixture_close(&day.f);
	snapshot_take(&day.morning, day.f.dir);
	scarce_everywhere(&day, &work);
	day_end(&day);
}

/* ---- later ones: chunks, beside what people have done ---- */

#define LATER_NEW 3 /* items of an import that the project does not have */
#define LATER_IMPORTS 2

static int evening_says[DAY_ITEMS];

static void after_work(struct day *day)
{
	day_begin(day);
	assert_true(day_open(day));
	day_submit(day, 0, 3);
	day_submit(day, 1, 4);
	day_submit(day, 2, 0);
	fixture_close(&day->f);
	memcpy(evening_says, day->sent, sizeof evening_says);
	snapshot_release(&day->morning);
	snapshot_take(&day->morning, day->f.dir);
}

static void evening(struct day *day)
{
	morning(day);
	memcpy(day->sent, evening_says, sizeof day->sent);
}

/* Items that people have answered, in lines of another file; one gets a control answer. */
static bool put_known(struct store_import *import, struct err *err)
{
	static const char control[] = "{\"expect\":{\"accuracy\":{\"r1\":3}},"
				      "\"explain\":\"all is wet\",\"feedback\":\"quiet\"}";
	bool ok = true;

	for (int i = 0; ok && i < 3; i++) {
		struct fixture_item item;
		char *name;

		fixture_item(&item, i, 0);
		name = strstr(item.line.data, "faucets.jsonl");
		assert_non_null(name);
		*name = 'F';
		item.put.control = i == 0 ? control : NULL;
		ok = store_import_put(import, &item.put, err) != STORE_FAILED;
		fixture_item_release(&item);
	}
	return ok;
}

static bool import_later(struct day *day, int which, struct err *err)
{
	struct store_import *import = store_import_begin(day->f.store, "faucets", err);
	int first = 100 + which * LATER_NEW;
	struct err other;
	bool ok;

	if (import == NULL)
		return false;
	ok = which != 0 || put_known(import, err);
	if (!ok)
		return store_import_end(import, false, NULL, &other) && ok;
	return day_put_items(import, first, LATER_NEW, FIRST_BYTES, err);
}

/* One after the other; how many were acknowledged is noted. */
static bool import_twice(struct day *day, struct err *err)
{
	for (int i = 0; i < LATER_IMPORTS; i++) {
		if (!import_later(day, i, err))
			return false;
		day->acknowledged++;
	}
	return true;
}

/* Whole ones: those that were acknowledged, and perhaps the one that was under way. */
static void later_ones_hold(struct day *day, bool done)
{
	struct arena arena = ARENA_INIT;
	struct store_batch batch;
	struct err err = { .code = ERR_NONE };
	int more;

	fixture_ok(store_batch_find(day->f.store, "faucets", &arena, &batch, &err));
	arena_release(&arena);
	more = (int)batch.items - DAY_ITEMS - day->acknowledged * LATER_NEW;
	if (more != 0 && (done || more != LATER_NEW))
		fail_msg("%d items are there after %d imports", (int)batch.items,
			 day->acknowledged);
	day_holds(day);
}

static void later_again(struct day *day)
{
	struct err err = { .code = ERR_NONE };

	day->acknowledged = 0;
	fixture_ok(import_twice(day, &err));
	later_ones_hold(day, true);
	day_submit(day, 5, 6);
	assert_int_equal(day->sent[5], 6);
}

static void later_imports_without_memory_are_there_as_far_as_they_came(void **state)
{
	static const struct scarce_work work = { evening, import_twice, later_ones_hold,
						 later_again };
	struct day day;

	(void)state;
	after_work(&day);
	scarce_everywhere(&day, &work);
	day_end(&day);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_first_import_without_memory_is_there_or_not),
		cmocka_unit_test(a_new_batch_without_memory_is_there_with_its_items_or_not),
		cmocka_unit_test(later_imports_without_memory_are_there_as_far_as_they_came),
	};

	scarce_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
