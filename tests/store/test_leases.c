/* Who has an item before the eyes, among several people. */
#include "tests/support/window_fixture.h"

/* Both looked before either leased. */
static void who_looked_at_the_same_time_does_not_get_the_same_item(void **state)
{
	struct fixture_person person[2];
	struct store_task first, second;
	struct store *store[2];
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 3);
	store[0] = fixture_join(&f, &person[0], 5, "alice");
	store[1] = fixture_join(&f, &person[1], 6, "bob");
	fixture_ok(store_seek(store[0], &f.batch, NULL, SEEK_OPEN, &first, &err));
	fixture_ok(store_seek(store[1], &f.batch, NULL, SEEK_OPEN, &second, &err));
	assert_true(same_item(&first, &second));
	assert_int_equal(lease(&f, store[0], &first), LEASE_TAKEN);
	assert_int_equal(lease(&f, store[0], &first), LEASE_TAKEN);
	assert_int_equal(lease(&f, store[1], &second), LEASE_SHARED);
	fixture_ok(store_seek(store[1], &f.batch, second.ord, SEEK_OPEN, &second, &err));
	assert_false(same_item(&first, &second));
	assert_int_equal(lease(&f, store[1], &second), LEASE_TAKEN);
	for (int i = 0; i < 2; i++)
		store_close(store[i]);
	fixture_end(&f);
}

static void what_one_has_on_the_screen_is_not_offered_to_another(void **state)
{
	struct fixture_person alice;
	struct store_task mine, hers;
	struct store *store;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 2);
	store = fixture_join(&f, &alice, 5, "alice");
	mine = take(&f, f.store);
	fixture_ok(store_seek(store, &f.batch, NULL, SEEK_OPEN, &hers, &err));
	assert_false(same_item(&mine, &hers));
	f.clock += INT64_C(3600) * 1000; /* an hour later nobody is there any more */
	fixture_ok(store_seek(store, &f.batch, NULL, SEEK_OPEN, &hers, &err));
	assert_true(same_item(&mine, &hers));
	assert_int_equal(lease(&f, store, &hers), LEASE_TAKEN);
	store_close(store);
	fixture_end(&f);
}

static void whoever_goes_to_an_item_by_hand_has_it_too(void **state)
{
	struct fixture_person alice, bob;
	struct store *store, *third;
	struct store_task mine, by_hand, next;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 2);
	store = fixture_join(&f, &alice, 5, "alice");
	mine = take(&f, f.store);
	by_hand = fixture_task(&f, 1);
	assert_true(same_item(&mine, &by_hand));
	assert_int_equal(lease(&f, store, &by_hand), LEASE_SHARED);
	fixture_ok(store_lease_drop(f.store, &err));
	third = fixture_join(&f, &bob, 6, "bob");
	fixture_ok(store_seek(third, &f.batch, NULL, SEEK_OPEN, &next, &err));
	assert_false(same_item(&next, &by_hand));
	store_close(store);
	store_close(third);
	fixture_end(&f);
}

static void who_corrects_an_item_keeps_nobody_from_it(void **state)
{
	struct fixture_person alice;
	struct store *store;
	struct store_task task, hers;
	struct fixture f;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, true);
	fixture_batch(&f, "faucets", 2, false);
	fixture_import(&f, "faucets", 0, 1, 0);
	store = fixture_join(&f, &alice, 5, "alice");
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 3);
	assert_int_equal(lease(&f, f.store, &task), LEASE_TAKEN);
	hers = take(&f, store);
	assert_true(same_item(&task, &hers));
	store_close(store);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_looked_at_the_same_time_does_not_get_the_same_item),
		cmocka_unit_test(what_one_has_on_the_screen_is_not_offered_to_another),
		cmocka_unit_test(whoever_goes_to_an_item_by_hand_has_it_too),
		cmocka_unit_test(who_corrects_an_item_keeps_nobody_from_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
