/* Several people on one file: joining, waiting for a grant, sharing the work. */
#include "tests/support/store_fixture.h"

static void whoever_joins_an_open_project_is_an_annotator(void **state)
{
	struct fixture_person alice;
	struct arena arena = ARENA_INIT;
	struct store_member self;
	struct store *store;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 2);
	fixture_person(&alice, 5, "alice");
	store = fixture_open_as(&f, &alice);
	assert_false(store_self(store, &self, &arena, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_ok(store_join(store, &err));
	fixture_ok(store_join(store, &err));
	fixture_ok(store_self(store, &self, &arena, &err));
	assert_string_equal(self.name, "alice");
	assert_int_equal(self.roles, MEMBER_ANNOTATOR);
	fixture_check(store);
	store_close(store);
	arena_release(&arena);
	fixture_end(&f);
}

static void a_closed_project_lets_nobody_in_by_herself(void **state)
{
	struct fixture_person alice;
	struct store *store;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	fixture_person(&alice, 5, "alice");
	store = fixture_open_as(&f, &alice);
	assert_false(store_join(store, &err));
	assert_int_equal(err.code, ERR_DENIED);
	store_close(store);
	fixture_end(&f);
}

static void work_from_before_the_grant_counts_after_it(void **state)
{
	struct fixture_person alice;
	struct arena arena = ARENA_INIT;
	struct store_annotation annotation;
	struct store_receipt receipt;
	struct store_progress *rows;
	struct store_grant grant;
	struct short_id member;
	struct store_task first, next;
	struct store *store;
	struct fixture f;
	struct err err;
	size_t n;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	fixture_batch(&f, "faucets", 2, false);
	fixture_import(&f, "faucets", 0, 3, 0);
	fixture_person(&alice, 5, "alice");
	store = fixture_open_as(&f, &alice);
	first = fixture_task(&f, 1);
	fixture_ok(fixture_submit_as(&f, store, &first.uid, 3, &receipt, &err));
	assert_true(receipt.parked);
	fixture_ok(fixture_submit_as(&f, store, &first.uid, 4, &receipt, &err));
	assert_int_equal(receipt.number, 2);
	fixture_ok(store_flag(store, &f.batch, &first.uid, true, "", &err));
	assert_true(store_flagged(store, &f.batch, &first.uid));
	fixture_ok(store_annotation(store, &f.batch, &first.uid, &arena, &annotation, &err));
	assert_non_null(strstr(annotation.payload, "\"r1\":4"));
	assert_int_equal(annotation.heads, 1);
	fixture_ok(store_seek(store, &f.batch, NULL, SEEK_OPEN, &next, &err));
	assert_memory_not_equal(next.uid.b, first.uid.b, ID_BYTES);
	fixture_ok(store_progress(store, &arena, &rows, &n, &err));
	assert_int_equal(n, 0);
	fixture_check(store);

	grant = (struct store_grant){ .name = "alice",
				      .roles = MEMBER_ANNOTATOR,
				      .key = &alice.signer.key,
				      .box = &alice.signer.box,
				      .device = "laptop" };
	fixture_ok(store_grant(f.store, &grant, &member, &err));
	fixture_ok(store_progress(store, &arena, &rows, &n, &err));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].member_name, "alice");
	assert_int_equal(rows[0].done, 1);
	assert_int_equal(rows[0].flagged, 1);
	fixture_ok(store_annotation(store, &f.batch, &first.uid, &arena, &annotation, &err));
	assert_int_equal(annotation.revision, 2);
	assert_memory_equal(annotation.member.b, member.b, SHORT_ID_BYTES);
	fixture_ok(fixture_submit_as(&f, store, &first.uid, 5, &receipt, &err));
	assert_false(receipt.parked);
	fixture_check(store);
	store_close(store);
	arena_release(&arena);
	fixture_end(&f);
}

static void an_annotator_may_neither_import_nor_grant(void **state)
{
	struct fixture_person alice;
	struct store_batch_spec spec = { .name = "mine", .overlap = 1, .access = ACCESS_OPEN };
	struct store_grant grant = { .name = "bob", .roles = MEMBER_LEAD, .device = "" };
	struct short_id member;
	struct store *store;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	store = fixture_join(&f, &alice, 5, "alice");
	spec.guideline = f.guideline;
	assert_false(store_batch_put(store, &spec, &err));
	assert_int_equal(err.code, ERR_DENIED);
	assert_false(store_grant(store, &grant, &member, &err));
	assert_int_equal(err.code, ERR_DENIED);
	assert_null(store_import_begin(store, "faucets", &err));
	store_close(store);
	fixture_end(&f);
}

static void an_overlap_of_two_wants_two_people(void **state)
{
	struct fixture_person alice;
	struct arena arena = ARENA_INIT;
	struct store_receipt receipt;
	struct store_batch batch;
	struct store_task task;
	struct store *store;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, true);
	fixture_batch(&f, "faucets", 2, false);
	fixture_import(&f, "faucets", 0, 1, 0);
	store = fixture_join(&f, &alice, 5, "alice");
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 1);
	assert_false(store_seek(f.store, &f.batch, NULL, SEEK_OPEN, &task, &err));
	fixture_ok(store_seek(store, &f.batch, NULL, SEEK_OPEN, &task, &err));
	fixture_ok(fixture_submit_as(&f, store, &task.uid, 2, &receipt, &err));
	fixture_ok(store_batch_find(store, "faucets", &arena, &batch, &err));
	assert_int_equal(batch.open, 0);
	fixture_check(store);
	store_close(store);
	arena_release(&arena);
	fixture_end(&f);
}

static void two_skips_leave_the_item_to_a_lead(void **state)
{
	struct fixture_person alice;
	struct arena arena = ARENA_INIT;
	struct store_receipt receipt;
	struct store_batch batch;
	struct store_task task;
	struct store *store;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	store = fixture_join(&f, &alice, 5, "alice");
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 0);
	fixture_ok(fixture_submit_as(&f, store, &task.uid, 0, &receipt, &err));
	fixture_ok(store_batch_find(store, "faucets", &arena, &batch, &err));
	assert_int_equal(batch.open, 0);
	fixture_check(store);
	store_close(store);
	arena_release(&arena);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_joins_an_open_project_is_an_annotator),
		cmocka_unit_test(a_closed_project_lets_nobody_in_by_herself),
		cmocka_unit_test(work_from_before_the_grant_counts_after_it),
		cmocka_unit_test(an_annotator_may_neither_import_nor_grant),
		cmocka_unit_test(an_overlap_of_two_wants_two_people),
		cmocka_unit_test(two_skips_leave_the_item_to_a_lead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
