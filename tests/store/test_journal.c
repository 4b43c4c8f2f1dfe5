/* "saved #4812": what has a number, and what is found by it. */
#include "tests/store/one_project.h"

static void find(struct store *store, int64_t number, const struct store_task *about)
{
	struct short_id batch;
	struct id uid;

	fixture_ok(store_saved_find(store, number, &batch, &uid, &err));
	assert_memory_equal(uid.b, about->uid.b, ID_BYTES);
}

static void find_nothing(struct store *store, int64_t number)
{
	struct short_id batch;
	struct id uid;

	assert_false(store_saved_find(store, number, &batch, &uid, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void whoever_has_just_joined_has_saved_nothing(void **state)
{
	struct store_receipt receipt;

	(void)state;
	assert_int_equal(store_journal_number(hers), 0);
	fixture_ok(store_ack(hers, &f.batch, &f.guideline, &err));
	assert_int_equal(store_journal_number(hers), 0);
	find_nothing(hers, 1);
	fixture_ok(fixture_submit_as(&f, hers, &task.uid, 3, &receipt, &err));
	assert_int_equal(receipt.number, 1);
	assert_int_equal(store_journal_number(hers), 1);
	find(hers, 1, &task);
	find_nothing(hers, 0);
	find_nothing(hers, -1);
	find_nothing(hers, 2);
}

/* Answers, corrections, flags, questions and withdrawals; not that a guideline was read. */
static void everything_said_about_an_item_is_found_by_its_number(void **state)
{
	struct store_receipt receipt;
	struct store_task two;

	(void)state;
	two = fixture_task(&f, 2);
	assert_int_equal(fixture_submit(&f, &task.uid, 3).number, 1);
	fixture_ok(store_ack(f.store, &f.batch, &f.guideline, &err));
	fixture_ok(store_flag(f.store, &f.batch, &two.uid, true, "odd", &err));
	assert_int_equal(store_journal_number(f.store), 2);
	assert_int_equal(fixture_submit(&f, &task.uid, 4).number, 3);
	fixture_ok(store_ack(f.store, &f.batch, &f.guideline, &err));
	fixture_ok(store_ask(f.store, &f.batch, &two.uid, "what is a faucet?", &err));
	fixture_ok(store_retract(f.store, &f.batch, &task.uid, NULL, &receipt, &err));
	assert_int_equal(receipt.number, 5);
	assert_int_equal(store_journal_number(f.store), 5);
	find(f.store, 1, &task);
	find(f.store, 2, &two);
	find(f.store, 3, &task);
	find(f.store, 4, &two);
	find(f.store, 5, &task);
	find_nothing(f.store, 6);
}

static void numbers_go_on_in_a_new_stream_and_after_a_rebuild(void **state)
{
	struct store_task tasks[3];

	(void)state;
	for (int i = 0; i < 3; i++)
		tasks[i] = fixture_task(&f, i + 1);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(fixture_submit(&f, &tasks[i].uid, 3).number, 2 * i + 1);
		fixture_ok(store_ack(f.store, &f.batch, &f.guideline, &err));
		assert_int_equal(fixture_submit(&f, &tasks[i].uid, 4).number, 2 * i + 2);
		f.env.boot[0]++; /* not closed before the power went: a new stream */
	}
	assert_true(store_is_copy(f.store));
	fixture_ok(store_rebuild(f.store, NULL, &err));
	fixture_reopen(&f);
	assert_int_equal(store_journal_number(f.store), 6);
	for (int i = 0; i < 6; i++)
		find(f.store, i + 1, &tasks[i / 2]);
	find_nothing(f.store, 7);
	fixture_check(f.store);
}

static void what_another_person_says_moves_no_number(void **state)
{
	struct store_receipt receipt;

	(void)state;
	fixture_submit(&f, &task.uid, 3);
	for (int i = 1; i <= 3; i++) {
		fixture_ok(fixture_submit_as(&f, hers, &task.uid, i, &receipt, &err));
		assert_int_equal(receipt.number, i);
	}
	assert_int_equal(store_journal_number(f.store), 1);
	assert_int_equal(fixture_submit(&f, &task.uid, 4).number, 2);
}

static void two_windows_of_one_person_count_on_from_one_another(void **state)
{
	struct store *window;
	struct store_receipt receipt;

	(void)state;
	assert_int_equal(fixture_submit(&f, &task.uid, 1).number, 1);
	window = fixture_open_as(&f, &f.owner);
	for (int i = 1; i <= 3; i++) {
		fixture_ok(store_ack(window, &f.batch, &f.guideline, &err));
		fixture_ok(fixture_submit_as(&f, window, &task.uid, i, &receipt, &err));
		assert_int_equal(receipt.number, 2 * i);
		fixture_ok(store_ack(f.store, &f.batch, &f.guideline, &err));
		assert_int_equal(fixture_submit(&f, &task.uid, i).number, 2 * i + 1);
	}
	assert_int_equal(store_journal_number(window), 7);
	find(window, 7, &task);
	find_nothing(f.store, 8);
	store_close(window);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHARED_TEST(whoever_has_just_joined_has_saved_nothing, 1, 1),
		PROJECT_TEST(everything_said_about_an_item_is_found_by_its_number, 2),
		PROJECT_TEST(numbers_go_on_in_a_new_stream_and_after_a_rebuild, 3),
		SHARED_TEST(what_another_person_says_moves_no_number, 2, 1),
		PROJECT_TEST(two_windows_of_one_person_count_on_from_one_another, 1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
