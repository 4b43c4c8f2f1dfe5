/* Several people on one file: joining, waiting for a grant, sharing the work. */
#include "tests/store/one_project.h"

static void whoever_joins_an_open_project_is_an_annotator(void **state)
{
	struct store_member self;

	(void)state;
	fixture_person(&guest, 5, "alice");
	hers = fixture_open_as(&f, &guest);
	assert_false(store_self(hers, &self, &arena, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_ok(store_join(hers, &err));
	fixture_ok(store_join(hers, &err));
	fixture_ok(store_self(hers, &self, &arena, &err));
	assert_string_equal(self.name, "alice");
	assert_int_equal(self.roles, MEMBER_ANNOTATOR);
	fixture_check(hers);
}

static void a_closed_project_lets_nobody_in_by_herself(void **state)
{
	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	fixture_person(&guest, 5, "alice");
	hers = fixture_open_as(&f, &guest);
	assert_false(store_join(hers, &err));
	assert_int_equal(err.code, ERR_DENIED);
}

static void work_from_before_the_grant_counts_after_it(void **state)
{
	struct store_annotation annotation;
	struct store_receipt receipt;
	struct store_progress *rows;
	struct store_grant grant;
	struct short_id member;
	struct store_task next;
	size_t n;

	(void)state;
	project_closed_to("alice", 3);
	fixture_ok(fixture_submit_as(&f, hers, &task.uid, 3, &receipt, &err));
	assert_true(receipt.parked);
	fixture_ok(fixture_submit_as(&f, hers, &task.uid, 4, &receipt, &err));
	assert_int_equal(receipt.number, 2);
	fixture_ok(store_flag(hers, &f.batch, &task.uid, true, "", &err));
	assert_true(store_flagged(hers, &f.batch, &task.uid));
	fixture_ok(store_annotation(hers, &f.batch, &task.uid, &arena, &annotation, &err));
	assert_non_null(strstr(annotation.payload, "\"r1\":4"));
	assert_int_equal(annotation.heads, 1);
	fixture_ok(store_seek(hers, &f.batch, NULL, SEEK_OPEN, &next, &err));
	assert_memory_not_equal(next.uid.b, task.uid.b, ID_BYTES);
	fixture_ok(store_progress(hers, &arena, &rows, &n, &err));
	assert_int_equal(n, 0);
	fixture_check(hers);

	grant = (struct store_grant){ .name = "alice",
				      .roles = MEMBER_ANNOTATOR,
				      .key = &guest.signer.key,
				      .box = &guest.signer.box,
				      .device = "laptop" };
	fixture_ok(store_grant(f.store, &grant, &member, &err));
	fixture_ok(store_progress(hers, &arena, &rows, &n, &err));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].member_name, "alice");
	assert_int_equal(rows[0].done, 1);
	assert_int_equal(rows[0].flagged, 1);
	fixture_ok(store_annotation(hers, &f.batch, &task.uid, &arena, &annotation, &err));
	assert_int_equal(annotation.revision, 2);
	assert_memory_equal(annotation.member.b, member.b, SHORT_ID_BYTES);
	fixture_ok(fixture_submit_as(&f, hers, &task.uid, 5, &receipt, &err));
	assert_false(receipt.parked);
	fixture_check(hers);
}

static void an_annotator_may_neither_import_nor_grant(void **state)
{
	struct store_batch_spec spec = { .name = "mine", .overlap = 1, .access = ACCESS_OPEN };
	struct store_grant grant = { .name = "bob", .roles = MEMBER_LEAD, .device = "" };
	struct short_id member;

	(void)state;
	spec.guideline = f.guideline;
	assert_false(store_batch_put(hers, &spec, &err));
	assert_int_equal(err.code, ERR_DENIED);
	assert_false(store_grant(hers, &grant, &member, &err));
	assert_int_equal(err.code, ERR_DENIED);
	assert_null(store_import_begin(hers, "faucets", &err));
}

static void an_overlap_of_two_wants_two_people(void **state)
{
	struct store_receipt receipt;
	struct store_batch batch;

	(void)state;
	fixture_submit(&f, &task.uid, 1);
	assert_false(store_seek(f.store, &f.batch, NULL, SEEK_OPEN, &task, &err));
	fixture_ok(store_seek(hers, &f.batch, NULL, SEEK_OPEN, &task, &err));
	fixture_ok(fixture_submit_as(&f, hers, &task.uid, 2, &receipt, &err));
	fixture_ok(store_batch_find(hers, "faucets", &arena, &batch, &err));
	assert_int_equal(batch.open, 0);
	fixture_check(hers);
}

static void two_skips_leave_the_item_to_a_lead(void **state)
{
	struct store_receipt receipt;
	struct store_batch batch;

	(void)state;
	fixture_submit(&f, &task.uid, 0);
	fixture_ok(fixture_submit_as(&f, hers, &task.uid, 0, &receipt, &err));
	fixture_ok(store_batch_find(hers, "faucets", &arena, &batch, &err));
	assert_int_equal(batch.open, 0);
	fixture_check(hers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PROJECT_TEST(whoever_joins_an_open_project_is_an_annotator, 2),
		cmocka_unit_test_teardown(a_closed_project_lets_nobody_in_by_herself,
					  project_teardown),
		cmocka_unit_test_teardown(work_from_before_the_grant_counts_after_it,
					  project_teardown),
		SHARED_TEST(an_annotator_may_neither_import_nor_grant, 1, 1),
		SHARED_TEST(an_overlap_of_two_wants_two_people, 1, 2),
		SHARED_TEST(two_skips_leave_the_item_to_a_lead, 1, 1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
