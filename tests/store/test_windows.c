/* Several windows of one person: each has its own item, place and undo. */
#include "tests/store/raw_sql.h"
#include "tests/support/window_fixture.h"

#include <signal.h>
#include <sys/wait.h>

static struct store *owner_again(struct fixture *f)
{
	return fixture_open_as(f, &f->owner);
}

static void put_position(struct fixture *f, struct store *store, const struct store_task *task,
			 const char *reading)
{
	struct err err = { .code = ERR_NONE };

	fixture_ok(store_place_put(store, &f->batch, task->ord, reading, &err));
}

static bool stands_at(struct fixture *f, struct store *store, const struct store_task *task)
{
	uint8_t ord[ORD_BYTES];

	return store_position(store, &f->batch, ord) && memcmp(ord, task->ord, ORD_BYTES) == 0;
}

/* ---------------------------------------------------------------- windows of one person */

static void a_second_window_gets_another_item(void **state)
{
	struct store_task first, second, third;
	struct store *other;
	struct fixture f;

	(void)state;
	fixture_project(&f, 3);
	first = take(&f, f.store);
	other = owner_again(&f);
	second = take(&f, other);
	assert_false(same_item(&first, &second));
	fixture_submit(&f, &first.uid, 3);
	third = take(&f, f.store);
	assert_false(same_item(&third, &second));
	assert_int_equal(lease(&f, f.store, &second), LEASE_ELSEWHERE);
	assert_int_equal(lease(&f, other, &third), LEASE_ELSEWHERE);
	store_close(other);
	assert_int_equal(lease(&f, f.store, &second), LEASE_TAKEN);
	fixture_check(f.store);
	fixture_end(&f);
}

static void an_hour_later_another_window_still_has_its_item(void **state)
{
	struct store_task first, second;
	struct store *other;
	struct fixture f;

	(void)state;
	fixture_project(&f, 2);
	first = take(&f, f.store);
	f.clock += INT64_C(3600) * 1000;
	other = owner_again(&f);
	second = take(&f, other);
	assert_false(same_item(&first, &second));
	assert_int_equal(lease(&f, other, &first), LEASE_ELSEWHERE);
	store_close(other);
	fixture_end(&f);
}

/* Also where others would be wanted for the item as well. */
static void an_overlap_does_not_give_one_item_to_two_windows(void **state)
{
	struct store_task first, second;
	struct store *other;
	struct fixture f;

	(void)state;
	fixture_project_for(&f, 2, 3);
	other = owner_again(&f);
	first = take(&f, f.store);
	second = take(&f, other);
	assert_false(same_item(&first, &second));
	store_close(other);
	fixture_end(&f);
}

static void what_only_looks_is_no_window(void **state)
{
	struct store *looks, *works;
	struct store_task first, second;
	struct fixture f;

	(void)state;
	fixture_project(&f, 3);
	looks = owner_again(&f);
	works = owner_again(&f);
	first = take(&f, works);
	put_position(&f, works, &first, "{}");
	store_close(works);
	second = take(&f, looks); /* the first seat was free: the place is hers */
	assert_true(same_item(&first, &second));
	assert_true(stands_at(&f, looks, &first));
	store_close(looks);
	fixture_end(&f);
}

static void each_window_keeps_its_own_place(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_task first, second;
	struct store *other;
	struct fixture f;

	(void)state;
	fixture_project(&f, 3);
	first = take(&f, f.store);
	put_position(&f, f.store, &first, "{\"a\":1}");
	other = owner_again(&f);
	assert_true(stands_at(&f, other, &first)); /* it begins where the first one is */
	second = take(&f, other);
	put_position(&f, other, &second, "{\"b\":2}");
	assert_true(stands_at(&f, f.store, &first));
	assert_true(stands_at(&f, other, &second));
	assert_string_equal(store_reading(f.store, &f.batch, &arena), "{\"a\":1}");
	assert_string_equal(store_reading(other, &f.batch, &arena), "{\"b\":2}");
	store_close(other);
	assert_int_equal(raw_number(f.path, "SELECT count(*) FROM position"), 1);
	assert_int_equal(
		raw_number(f.path, "SELECT count(*) FROM setting WHERE name GLOB 'reading.*'"), 1);
	assert_int_equal(raw_number(f.path, "SELECT count(*) FROM lease"), 1);
	arena_release(&arena);
	fixture_reopen(&f);
	assert_int_equal(raw_number(f.path, "SELECT count(*) FROM lease"), 0);
	assert_true(stands_at(&f, f.store, &first));
	fixture_end(&f);
}

/* The first one is open, but at home. */
static void the_place_of_the_window_that_worked_is_kept(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_task first, second;
	struct store *other;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 3);
	first = take(&f, f.store);
	put_position(&f, f.store, &first, "{\"a\":1}");
	fixture_ok(store_lease_drop(f.store, &err));
	other = owner_again(&f);
	second = fixture_task(&f, 2);
	assert_int_equal(lease(&f, other, &second), LEASE_TAKEN);
	put_position(&f, other, &second, "{\"b\":2}");
	store_close(other);
	assert_true(stands_at(&f, f.store, &second));
	assert_string_equal(store_reading(f.store, &f.batch, &arena), "{\"b\":2}");
	assert_int_equal(
		raw_number(f.path, "SELECT count(*) FROM setting WHERE name GLOB 'reading.*'"), 1);
	arena_release(&arena);
	fixture_end(&f);
}

static void undo_stays_in_its_window_until_that_is_closed(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_undo line, read;
	struct store_task first, second;
	struct store *other;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 2);
	first = take(&f, f.store);
	other = owner_again(&f);
	second = take(&f, other);
	line = (struct store_undo){
		.batch = f.batch, .uid = first.uid, .before = "{}", .after = "{\"a\":1}"
	};
	fixture_ok(store_draft_put(f.store, NULL, &line, 1, NULL, &err));
	line.uid = second.uid;
	fixture_ok(store_draft_put(other, NULL, &line, 1, NULL, &err));
	fixture_ok(store_undo_last(f.store, &arena, &read, &err));
	assert_memory_equal(read.uid.b, first.uid.b, ID_BYTES);
	fixture_ok(store_undo_last(other, &arena, &read, &err));
	assert_memory_equal(read.uid.b, second.uid.b, ID_BYTES);
	store_close(other);
	fixture_ok(store_undo_last(f.store, &arena, &read, &err));
	assert_memory_equal(read.uid.b, second.uid.b, ID_BYTES);
	arena_release(&arena);
	fixture_end(&f);
}

static void two_windows_of_one_person_write_one_stream(void **state)
{
	struct store_receipt receipt;
	struct store_task task;
	struct store *other;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 3);
	other = owner_again(&f);
	for (int i = 1; i <= 3; i++) {
		task = fixture_task(&f, i);
		fixture_submit(&f, &task.uid, 1);
		fixture_ok(fixture_submit_as(&f, other, &task.uid, 2, &receipt, &err));
		assert_int_equal(receipt.number, 2 * i);
	}
	assert_int_equal(raw_number(f.path, "SELECT count(*) FROM stream"), 3);
	fixture_check(f.store);
	store_close(other);
	fixture_check(f.store);
	fixture_end(&f);
}

/* The side file may be deleted by somebody who tidies up. */
static void a_deleted_side_file_tells_windows_apart_again(void **state)
{
	struct store_task first, second;
	struct store *other;
	struct fixture f;
	char path[160];

	(void)state;
	fixture_project(&f, 3);
	first = take(&f, f.store);
	snprintf(path, sizeof path, "%s-lock", f.path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(lease(&f, f.store, &first), LEASE_TAKEN);
	other = owner_again(&f);
	second = take(&f, other);
	assert_false(same_item(&first, &second));
	store_close(other);
	fixture_end(&f);
}

/* ---------------------------------------------------------------- killed */

/* A window in a process of its own, which says when it has its item; it ends with us. */
static int sit(struct fixture *f, int say, int hear)
{
	struct store *store;
	struct store_task task;
	struct store_draft draft;
	struct err err;

	f->env.ctx = f;
	f->env.pid = (int)getpid();
	f->owner.signer.ctx = f->owner.secret;
	store = fixture_open_as(f, &f->owner);
	task = take(f, store);
	draft = (struct store_draft){ .batch = f->batch, .uid = task.uid, .doc = "{\"a\":1}" };
	if (!store_draft_put(store, &draft, NULL, 0, NULL, &err)
	    || !store_place_put(store, &f->batch, task.ord, "{\"row\":9}", &err)
	    || write(say, &task, sizeof task) != (ssize_t)sizeof task)
		return 1;
	return (int)read(hear, &task, 1);
}

static pid_t start(struct fixture *f, struct store_task *task)
{
	int ends[2], hold[2];
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(pipe(hold), 0);
	child = fork();
	if (child == 0) {
		close(hold[1]);
		_exit(sit(f, ends[1], hold[0]));
	}
	close(ends[1]);
	close(hold[0]); /* HOLD[1] is left to the end of this process */
	assert_int_equal(read(ends[0], task, sizeof *task), sizeof *task);
	close(ends[0]);
	return child;
}

static void end(pid_t child)
{
	int status;

	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

static void killed_and_started_again_it_has_its_item_and_draft(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_task first, second, again;
	struct store_draft draft;
	struct fixture f;
	struct err err;
	pid_t one, two;

	(void)state;
	fixture_project(&f, 4);
	fixture_close(&f);
	one = start(&f, &first);
	two = start(&f, &second);
	assert_false(same_item(&first, &second));
	end(one);
	fixture_reopen(&f);
	assert_true(stands_at(&f, f.store, &first));
	again = fixture_task(&f, 1);
	assert_true(same_item(&again, &first));
	assert_int_equal(lease(&f, f.store, &first), LEASE_TAKEN);
	assert_int_equal(lease(&f, f.store, &second), LEASE_ELSEWHERE);
	fixture_ok(store_draft(f.store, &f.batch, &first.uid, &arena, &draft, &err));
	assert_string_equal(draft.doc, "{\"a\":1}");
	assert_string_equal(store_reading(f.store, &f.batch, &arena), "{\"row\":9}");
	end(two);
	assert_int_equal(lease(&f, f.store, &second), LEASE_TAKEN);
	arena_release(&arena);
	fixture_end(&f);
}

static void what_a_killed_window_of_another_had_is_free_at_once(void **state)
{
	struct fixture_person alice;
	struct store_task first, hers;
	struct store *store;
	struct fixture f;
	pid_t child;

	(void)state;
	fixture_project(&f, 2);
	fixture_close(&f);
	child = start(&f, &first);
	fixture_reopen(&f);
	store = fixture_join(&f, &alice, 5, "alice");
	hers = take(&f, store);
	assert_false(same_item(&first, &hers));
	end(child);
	assert_int_equal(lease(&f, store, &hers), LEASE_TAKEN);
	first = fixture_task(&f, 1);
	first.wanted = true;
	assert_int_equal(lease(&f, store, &first), LEASE_TAKEN);
	store_close(store);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_second_window_gets_another_item),
		cmocka_unit_test(an_hour_later_another_window_still_has_its_item),
		cmocka_unit_test(an_overlap_does_not_give_one_item_to_two_windows),
		cmocka_unit_test(what_only_looks_is_no_window),
		cmocka_unit_test(each_window_keeps_its_own_place),
		cmocka_unit_test(the_place_of_the_window_that_worked_is_kept),
		cmocka_unit_test(undo_stays_in_its_window_until_that_is_closed),
		cmocka_unit_test(two_windows_of_one_person_write_one_stream),
		cmocka_unit_test(a_deleted_side_file_tells_windows_apart_again),
		cmocka_unit_test(killed_and_started_again_it_has_its_item_and_draft),
		cmocka_unit_test(what_a_killed_window_of_another_had_is_free_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
