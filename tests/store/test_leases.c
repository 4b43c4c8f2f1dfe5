/* Who has an item before the eyes, among several people. */
#include "tests/support/window_fixture.h"

#include "tests/store/one_project.h" /* it takes the name f */
#include "tests/store/raw_sql.h"

/* Both looked before either leased. */
static void who_looked_at_the_same_time_does_not_get_the_same_item(void **state)
{
	struct fixture_person bob;
	struct store_task first, second;
	struct store *his;

	(void)state;
	his = fixture_join(&f, &bob, 6, "bob");
	fixture_ok(store_seek(hers, &f.batch, NULL, SEEK_OPEN, &first, &err));
	fixture_ok(store_seek(his, &f.batch, NULL, SEEK_OPEN, &second, &err));
	assert_true(same_item(&first, &second));
	assert_int_equal(lease(&f, hers, &first), LEASE_TAKEN);
	assert_int_equal(lease(&f, hers, &first), LEASE_TAKEN);
	assert_int_equal(lease(&f, his, &second), LEASE_SHARED);
	fixture_ok(store_seek(his, &f.batch, second.ord, SEEK_OPEN, &second, &err));
	assert_false(same_item(&first, &second));
	assert_int_equal(lease(&f, his, &second), LEASE_TAKEN);
	store_close(his);
}

static void what_one_has_on_the_screen_is_not_offered_to_another(void **state)
{
	struct store_task mine, next;

	(void)state;
	mine = take(&f, f.store);
	fixture_ok(store_seek(hers, &f.batch, NULL, SEEK_OPEN, &next, &err));
	assert_false(same_item(&mine, &next));
	f.clock += INT64_C(3600) * 1000; /* an hour later nobody is there any more */
	fixture_ok(store_seek(hers, &f.batch, NULL, SEEK_OPEN, &next, &err));
	assert_true(same_item(&mine, &next));
	assert_int_equal(lease(&f, hers, &next), LEASE_TAKEN);
}

static void whoever_goes_to_an_item_by_hand_has_it_too(void **state)
{
	struct fixture_person bob;
	struct store_task mine, next;
	struct store *his;

	(void)state;
	mine = take(&f, f.store);
	assert_true(same_item(&mine, &task));
	assert_int_equal(lease(&f, hers, &task), LEASE_SHARED);
	fixture_ok(store_lease_drop(f.store, &err));
	his = fixture_join(&f, &bob, 6, "bob");
	fixture_ok(store_seek(his, &f.batch, NULL, SEEK_OPEN, &next, &err));
	assert_false(same_item(&next, &task));
	store_close(his);
}

static void who_corrects_an_item_keeps_nobody_from_it(void **state)
{
	struct store_task next;

	(void)state;
	fixture_submit(&f, &task.uid, 3);
	assert_int_equal(lease(&f, f.store, &task), LEASE_TAKEN);
	next = take(&f, hers);
	assert_true(same_item(&task, &next));
}

/* Numbers of items are this file's own: somebody may have made the rows anew meanwhile. */
static void an_item_on_the_screen_is_known_by_its_id_whatever_its_number(void **state)
{
	struct store_task mine;

	(void)state;
	mine = take(&f, f.store);
	raw_sql(f.path,
		"CREATE TEMP TABLE was AS SELECT item, uid FROM item;"
		"UPDATE item SET uid = randomblob(32);"
		"UPDATE item SET uid = (SELECT w.uid FROM was w WHERE w.item <> item.item)");
	fixture_submit(&f, &mine.uid, 3);
	assert_int_equal(raw_number(f.path, "SELECT count(*) FROM annotation"), 1);
	assert_int_not_equal(raw_number(f.path, "SELECT item FROM annotation"), mine.item);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHARED_TEST(who_looked_at_the_same_time_does_not_get_the_same_item, 3, 1),
		SHARED_TEST(what_one_has_on_the_screen_is_not_offered_to_another, 2, 1),
		SHARED_TEST(whoever_goes_to_an_item_by_hand_has_it_too, 2, 1),
		SHARED_TEST(who_corrects_an_item_keeps_nobody_from_it, 1, 2),
		PROJECT_TEST(an_item_on_the_screen_is_known_by_its_id_whatever_its_number, 2),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
