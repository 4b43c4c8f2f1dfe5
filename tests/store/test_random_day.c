/* Rebuild gives the same rows, whatever people did. */
#include "store/reading.h"
#include "tests/support/store_fixture.h"

#define PEOPLE 3

struct random_day {
	struct fixture f;
	struct fixture_person person[PEOPLE];
	struct store *store[PEOPLE];
	uint64_t seed;
};

static unsigned draw(struct random_day *day, unsigned below)
{
	day->seed = day->seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (unsigned)(day->seed >> 33) % below;
}

static void open_all(struct random_day *day)
{
	struct err err;

	for (int i = 0; i < PEOPLE; i++) {
		day->store[i] = store_open(day->f.path, STORE_WRITE, &day->f.env,
					   &day->person[i].signer, NULL, &err);
		if (day->store[i] == NULL)
			fail_msg("%s", err.msg);
	}
}

static void close_all(struct random_day *day)
{
	for (int i = 0; i < PEOPLE; i++)
		store_close(day->store[i]);
}

static void one_act(struct random_day *day)
{
	struct store *store = day->store[draw(day, PEOPLE)];
	struct store_receipt receipt;
	struct store_task task;
	struct err err = { .code = ERR_NONE };
	struct fixture *f = &day->f;

	fixture_ok(store_task_at(store, &f->batch, 1 + draw(day, 30), &task, &err));
	switch (draw(day, 8)) {
	case 0:
		if (!store_retract(store, &f->batch, &task.uid, "no", &receipt, &err))
			assert_int_equal(err.code, ERR_NOT_FOUND);
		break;
	case 1:
		fixture_ok(store_flag(store, &f->batch, &task.uid, draw(day, 2) == 0, "", &err));
		break;
	case 2:
		if (!store_join(store, &err))
			fail_msg("%s", err.msg);
		break;
	case 3:
		assert_int_not_equal(store_lease(store, &f->batch, &task, &err), LEASE_FAILED);
		break;
	default:
		fixture_ok(
			fixture_submit_as(f, store, &task.uid, (int)draw(day, 5), &receipt, &err));
	}
}

/* Three people, one of them the owner, two who join at some moment after they have begun. */
static void a_random_day_is_rebuilt_to_the_same_rows(void **state)
{
	struct random_day day = { .seed = 42 };
	struct id before, after, vector;
	struct err err;

	(void)state;
	fixture_begin(&day.f);
	fixture_create(&day.f, true);
	fixture_batch(&day.f, "faucets", 2, true);
	fixture_import(&day.f, "faucets", 0, 30, 0);
	fixture_close(&day.f);
	day.person[0] = day.f.owner;
	day.person[0].signer.ctx = day.person[0].secret;
	fixture_person(&day.person[1], 11, "alice");
	fixture_person(&day.person[2], 12, "bob");
	for (int hour = 0; hour < 4; hour++) {
		open_all(&day);
		for (int i = 0; i < 60; i++)
			one_act(&day);
		fixture_check(day.store[0]);
		close_all(&day);
	}
	open_all(&day);
	before = fixture_check(day.store[1]);
	vector = store_vector(day.store[1]);
	fixture_ok(store_rebuild(day.store[1], NULL, &err));
	after = fixture_check(day.store[2]);
	assert_memory_equal(before.b, after.b, ID_BYTES);
	after = store_vector(day.store[0]);
	assert_memory_equal(vector.b, after.b, ID_BYTES);
	close_all(&day);
	fixture_end(&day.f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_random_day_is_rebuilt_to_the_same_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
