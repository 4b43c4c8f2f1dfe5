/* Lists that a person pages through: what she sent, the items of a batch, what waits for her. */
#include "store/store_private.h"
#include "tests/support/store_fixture.h"

#define N 7

static void send_all(struct fixture *f)
{
	fixture_project(f, N);
	for (int i = 1; i <= N; i++) {
		struct store_task task = fixture_task(f, i);

		fixture_submit(f, &task.uid, 1);
	}
}

static void my_submissions_come_newest_first_page_by_page(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_place place[3], *after = NULL;
	struct store_submission row = { .number = 0 };
	struct fixture f;
	struct err err;
	size_t n;
	int64_t next = N;

	(void)state;
	send_all(&f);
	do {
		fixture_ok(store_mine(f.store, after, 3, place, &n, &err));
		for (size_t i = 0; i < n; i++) {
			fixture_ok(store_submission(f.store, &place[i], &arena, &row, &err));
			/* The batch of the fixture was the journal's first entry. */
			assert_int_equal(row.number, next--);
		}
		after = &place[n - 1];
	} while (n == 3);
	assert_int_equal(n, 1);
	assert_int_equal(next, 0);
	assert_string_equal(row.batch_name, "faucets");
	assert_non_null(row.body);
	assert_non_null(row.annotation.payload);
	arena_release(&arena);
	fixture_end(&f);
}

/* At the same times, or at later ones. */
static void send_second_batch(struct fixture *f, int64_t clock)
{
	fixture_batch(f, "sinks", 1, false);
	fixture_import(f, "sinks", 100, N, 0);
	f->clock = clock;
	for (int i = 1; i <= N; i++) {
		struct store_task task = fixture_task(f, i);

		fixture_submit(f, &task.uid, 1);
	}
}

static void check_pages(struct fixture *f, size_t size)
{
	struct store_place place[2 * N], again[2 * N], *after = NULL;
	struct err err;
	size_t n, all, seen = 0;

	fixture_ok(store_mine(f->store, NULL, 2 * N, place, &all, &err));
	assert_int_equal(all, 2 * N);
	for (size_t i = 1; i < all; i++)
		assert_true(
			place[i - 1].at > place[i].at
			|| (place[i - 1].at == place[i].at && place[i - 1].batch > place[i].batch));
	do {
		fixture_ok(store_mine(f->store, after, size, again + seen, &n, &err));
		seen += n;
		after = &again[seen - 1];
	} while (n == size && seen < 2 * N);
	assert_int_equal(seen, all);
	assert_memory_equal(place, again, sizeof place);
}

static void pages_of_several_batches_are_woven_together(void **state)
{
	(void)state;
	for (int same = 0; same < 2; same++) {
		struct fixture f;
		int64_t clock;

		fixture_project(&f, N);
		clock = f.clock;
		for (int i = 1; i <= N; i++) {
			struct store_task task = fixture_task(&f, i);

			fixture_submit(&f, &task.uid, 1);
		}
		send_second_batch(&f, same ? clock : f.clock + 1000);
		for (size_t size = 1; size <= 5; size++)
			check_pages(&f, size);
		fixture_end(&f);
	}
}

static void what_was_saved_is_found_by_its_number(void **state)
{
	struct store_task task;
	struct short_id batch;
	struct fixture f;
	struct id uid;
	struct err err;

	(void)state;
	send_all(&f);
	for (int i = 1; i <= N; i++) {
		task = fixture_task(&f, i);
		fixture_ok(store_saved_find(f.store, i, &batch, &uid, &err));
		assert_memory_equal(uid.b, task.uid.b, ID_BYTES);
		assert_memory_equal(batch.b, f.batch.b, SHORT_ID_BYTES);
	}
	assert_false(store_saved_find(f.store, N + 1, &batch, &uid, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_false(store_saved_find(f.store, 0, &batch, &uid, &err));
	assert_false(store_saved_find(f.store, -3, &batch, &uid, &err));
	fixture_end(&f);
}

static void a_submission_that_was_taken_back_leaves_the_list(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_place place[N];
	struct store_submission row;
	struct store_receipt receipt;
	struct store_task task;
	struct fixture f;
	struct err err;
	size_t n;

	(void)state;
	send_all(&f);
	fixture_ok(store_mine(f.store, NULL, N, place, &n, &err));
	task = fixture_task(&f, N);
	fixture_ok(store_retract(f.store, &f.batch, &task.uid, NULL, &receipt, &err));
	assert_false(store_submission(f.store, &place[0], &arena, &row, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_ok(store_mine(f.store, NULL, N, place, &n, &err));
	assert_int_equal(n, N - 1);
	arena_release(&arena);
	fixture_end(&f);
}

static void a_line_says_flagged_and_corrected(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_place place;
	struct store_submission row;
	struct store_task task;
	struct store_draft draft = { .doc = "{}" };
	struct fixture f;
	struct err err;
	size_t n;

	(void)state;
	send_all(&f);
	task = fixture_task(&f, N);
	fixture_ok(store_mine(f.store, NULL, 1, &place, &n, &err));
	fixture_ok(store_submission(f.store, &place, &arena, &row, &err));
	assert_false(row.flagged || row.draft);
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, true, NULL, &err));
	draft.batch = f.batch;
	draft.uid = task.uid;
	draft.has_base = true;
	draft.base = row.annotation.event;
	fixture_ok(store_draft_put(f.store, &draft, NULL, 0, NULL, &err));
	fixture_ok(store_submission(f.store, &place, &arena, &row, &err));
	assert_true(row.flagged && row.draft);
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, false, NULL, &err));
	fixture_ok(store_submission(f.store, &place, &arena, &row, &err));
	assert_false(row.flagged);
	arena_release(&arena);
	fixture_end(&f);
}

/* ---------------------------------------------------------------- items */

struct looks {
	struct store_look look[N];
	size_t n, stop;
};

static bool keep(void *ctx, const struct store_look *look)
{
	struct looks *looks = ctx;

	assert_non_null(look->body);
	assert_true(look->body_len > 10);
	looks->look[looks->n++] = *look;
	return looks->n < looks->stop;
}

static void items_are_looked_through_in_their_order(void **state)
{
	struct looks looks = { .stop = 3 };
	struct store_page page = { .max = 100, .bodies = true };
	struct store_task task;
	struct store_draft draft = { .doc = "{}" };
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, N);
	task = fixture_task(&f, 2);
	fixture_submit(&f, &task.uid, 1);
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, true, NULL, &err));
	page.batch = draft.batch = f.batch;
	draft.uid = fixture_task(&f, 4).uid;
	fixture_ok(store_draft_put(f.store, &draft, NULL, 0, NULL, &err));
	fixture_ok(store_look(f.store, &page, keep, &looks, &err));
	assert_int_equal(looks.n, 3);
	looks.stop = N + 1;
	page.from = &looks.look[2].task;
	page.max = 2;
	fixture_ok(store_look(f.store, &page, keep, &looks, &err));
	assert_int_equal(looks.n, 5);
	page.from = &looks.look[4].task;
	page.max = 9;
	fixture_ok(store_look(f.store, &page, keep, &looks, &err));
	assert_int_equal(looks.n, N);
	for (int i = 0; i < N; i++) {
		task = fixture_task(&f, i + 1);
		assert_memory_equal(looks.look[i].task.uid.b, task.uid.b, ID_BYTES);
		assert_int_equal(looks.look[i].status, i == 1 ? 1 : 0);
		assert_int_equal(looks.look[i].flagged, i == 1);
		assert_int_equal(looks.look[i].draft, i == 3);
		assert_true(looks.look[i].wanted);
	}
	fixture_end(&f);
}

/* ---------------------------------------------------------------- what waits, and how long */

static void drafts_and_corrections_wait_apart(void **state)
{
	struct store_waiting waiting;
	struct store_draft draft = { .doc = "{}", .changed = 5 };
	struct short_id batch;
	struct store_task task;
	struct fixture f;
	struct id uid;
	struct err err;

	(void)state;
	fixture_project(&f, N);
	draft.batch = f.batch;
	for (int i = 1; i <= 3; i++) {
		draft.uid = fixture_task(&f, i).uid;
		draft.has_base = i == 2;
		draft.changed++;
		fixture_ok(store_draft_put(f.store, &draft, NULL, 0, NULL, &err));
	}
	fixture_ok(store_waiting(f.store, &waiting, &err));
	assert_int_equal(waiting.drafts, 2);
	assert_int_equal(waiting.corrections, 1);
	assert_int_equal(waiting.conflicts, 0);
	task = fixture_task(&f, 3);
	fixture_ok(store_waiting_find(f.store, WAITS_DRAFT, &batch, &uid, &err));
	assert_memory_equal(uid.b, task.uid.b, ID_BYTES);
	task = fixture_task(&f, 2);
	fixture_ok(store_waiting_find(f.store, WAITS_CORRECTION, &batch, &uid, &err));
	assert_memory_equal(uid.b, task.uid.b, ID_BYTES);
	assert_false(store_waiting_find(f.store, WAITS_CONFLICT, &batch, &uid, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_end(&f);
}

/* As if another machine of hers had sent another answer. */
static void make_differ(struct fixture *f, const struct id *uid)
{
	struct err err = { .code = ERR_NONE };

	fixture_ok(db_run(f->store,
			  "UPDATE annotation SET differ = 1, heads = 2 WHERE item = "
			  "(SELECT item FROM item WHERE uid = ?1)",
			  ARGS(ID(uid)), &err));
}

static void answers_that_differ_are_found_to_decide(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_waiting waiting;
	struct store_place place;
	struct store_submission row = { .number = 0 };
	struct short_id batch;
	struct store_task task;
	struct fixture f;
	struct id uid;
	struct err err;
	size_t n;

	(void)state;
	send_all(&f);
	task = fixture_task(&f, 3);
	make_differ(&f, &task.uid);
	fixture_ok(store_waiting(f.store, &waiting, &err));
	assert_int_equal(waiting.conflicts, 1);
	fixture_ok(store_waiting_find(f.store, WAITS_CONFLICT, &batch, &uid, &err));
	assert_memory_equal(uid.b, task.uid.b, ID_BYTES);
	/* Sending again decides. */
	fixture_submit(&f, &task.uid, 2);
	fixture_ok(store_waiting(f.store, &waiting, &err));
	assert_int_equal(waiting.conflicts, 0);
	fixture_ok(store_mine(f.store, NULL, 1, &place, &n, &err));
	fixture_ok(store_submission(f.store, &place, &arena, &row, &err));
	assert_memory_equal(row.annotation.uid.b, task.uid.b, ID_BYTES);
	assert_false(row.annotation.differ);
	arena_release(&arena);
	fixture_end(&f);
}

static void a_pace_is_said_from_ten_on_and_is_the_median(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_batch batch;
	struct store_task task;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 12);
	for (int i = 1; i <= 9; i++) {
		task = fixture_task(&f, i);
		fixture_submit(&f, &task.uid, 1);
	}
	fixture_ok(store_batch_find(f.store, "faucets", &arena, &batch, &err));
	assert_int_equal(batch.pace, 0);
	task = fixture_task(&f, 10);
	fixture_submit(&f, &task.uid, 1);
	fixture_ok(store_batch_find(f.store, "faucets", &arena, &batch, &err));
	assert_true(batch.pace > 0);
	assert_int_equal(batch.pace, batch.mine_active / 10);
	arena_release(&arena);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(my_submissions_come_newest_first_page_by_page),
		cmocka_unit_test(pages_of_several_batches_are_woven_together),
		cmocka_unit_test(what_was_saved_is_found_by_its_number),
		cmocka_unit_test(a_submission_that_was_taken_back_leaves_the_list),
		cmocka_unit_test(a_line_says_flagged_and_corrected),
		cmocka_unit_test(items_are_looked_through_in_their_order),
		cmocka_unit_test(drafts_and_corrections_wait_apart),
		cmocka_unit_test(answers_that_differ_are_found_to_decide),
		cmocka_unit_test(a_pace_is_said_from_ten_on_and_is_the_median),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
