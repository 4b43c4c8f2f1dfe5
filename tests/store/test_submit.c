/* Submitting, correcting, taking back; flags; what the journal says. */
#include "store/reading.h"
#include "tests/store/one_project.h"

static struct store_batch batch_now(void)
{
	struct store_batch batch;

	fixture_ok(store_batch_find(f.store, "faucets", &arena, &batch, &err));
	return batch;
}

static void a_submission_counts_and_leaves_the_queue(void **state)
{
	struct store_annotation annotation;
	struct store_receipt receipt;
	struct store_task first, next;

	(void)state;
	fixture_ok(store_seek(f.store, &f.batch, NULL, SEEK_OPEN, &first, &err));
	receipt = fixture_submit(&f, &first.uid, 4);
	assert_int_equal(receipt.number, 1);
	assert_false(receipt.parked);
	fixture_ok(store_seek(f.store, &f.batch, NULL, SEEK_OPEN, &next, &err));
	assert_memory_not_equal(first.uid.b, next.uid.b, ID_BYTES);
	fixture_ok(store_annotation(f.store, &f.batch, &first.uid, &arena, &annotation, &err));
	assert_int_equal(annotation.status, 1);
	assert_int_equal(annotation.revision, 1);
	assert_int_equal(annotation.heads, 1);
	assert_memory_equal(annotation.event.b, receipt.event.b, ID_BYTES);
	assert_non_null(strstr(annotation.payload, "\"r1\":4"));
	assert_int_equal(batch_now().mine_done, 1);
	assert_int_equal(batch_now().open, 2);
	fixture_check(f.store);
}

static void a_correction_supersedes_and_keeps_both_events(void **state)
{
	struct store_annotation annotation;

	(void)state;
	fixture_submit(&f, &task.uid, 4);
	assert_int_equal(fixture_submit(&f, &task.uid, 5).number, 2);
	fixture_ok(store_annotation(f.store, &f.batch, &task.uid, &arena, &annotation, &err));
	assert_int_equal(annotation.revision, 2);
	assert_int_equal(annotation.heads, 1);
	assert_non_null(strstr(annotation.payload, "\"r1\":5"));
	assert_int_equal(batch_now().mine_done, 1);
	assert_int_equal(batch_now().mine_active, 1000);
	fixture_check(f.store);
}

static void a_retracted_submission_leaves_the_item_open(void **state)
{
	struct store_annotation annotation;
	struct store_receipt receipt;
	struct store_task next;

	(void)state;
	assert_false(store_retract(f.store, &f.batch, &task.uid, "oops", &receipt, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_submit(&f, &task.uid, 4);
	assert_false(store_seek(f.store, &f.batch, NULL, SEEK_OPEN, &next, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_ok(store_retract(f.store, &f.batch, &task.uid, "oops", &receipt, &err));
	assert_int_equal(receipt.number, 2);
	assert_false(store_annotation(f.store, &f.batch, &task.uid, &arena, &annotation, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_ok(store_seek(f.store, &f.batch, NULL, SEEK_OPEN, &next, &err));
	assert_int_equal(batch_now().mine_done, 0);
	fixture_check(f.store);
}

static void a_skip_is_no_answer_and_leaves_the_item_to_others(void **state)
{
	struct store_task next;

	(void)state;
	fixture_submit(&f, &task.uid, 0);
	assert_int_equal(batch_now().mine_skipped, 1);
	assert_int_equal(batch_now().open, 1);
	assert_false(store_seek(f.store, &f.batch, NULL, SEEK_OPEN, &next, &err));
	fixture_check(f.store);
}

static void a_flag_is_counted_until_it_is_taken_off(void **state)
{
	struct store_task other;

	(void)state;
	other = fixture_task(&f, 2);
	assert_false(store_flagged(f.store, &f.batch, &other.uid));
	fixture_ok(store_flag(f.store, &f.batch, &other.uid, true, "odd", &err));
	assert_true(store_flagged(f.store, &f.batch, &other.uid));
	fixture_ok(store_flag(f.store, &f.batch, &other.uid, true, "still odd", &err));
	assert_int_equal(batch_now().mine_flagged, 1);
	fixture_submit(&f, &other.uid, 3);
	assert_int_equal(batch_now().mine_flagged, 1);
	fixture_ok(store_flag(f.store, &f.batch, &other.uid, false, "", &err));
	assert_false(store_flagged(f.store, &f.batch, &other.uid));
	assert_int_equal(batch_now().mine_flagged, 0);
	fixture_ok(store_ask(f.store, &f.batch, &other.uid, "what is a faucet?", &err));
	fixture_ok(store_ack(f.store, &f.batch, &f.guideline, &err));
	assert_int_equal(store_journal_number(f.store), 5); /* the ack is about no item */
	fixture_check(f.store);
}

static bool first_payload(void *ctx, const struct store_log_row *row)
{
	buf_clear(ctx);
	buf_add(ctx, row->payload, row->payload_len);
	return false;
}

static void an_empty_note_is_null_in_the_payload(void **state)
{
	struct buf payload = BUF_INIT;
	struct store_receipt receipt;

	(void)state;
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, true, "", &err));
	fixture_ok(store_each_event(f.store, 1, first_payload, &payload, &err));
	assert_non_null(strstr(buf_str(&payload), "\"note\":null"));
	fixture_submit(&f, &task.uid, 3);
	fixture_ok(store_retract(f.store, &f.batch, &task.uid, NULL, &receipt, &err));
	fixture_ok(store_each_event(f.store, 1, first_payload, &payload, &err));
	assert_non_null(strstr(buf_str(&payload), "\"reason\":null"));
	buf_release(&payload);
	fixture_check(f.store);
}

static void an_item_that_is_not_there_is_refused(void **state)
{
	struct store_receipt receipt;
	struct id nowhere = { { 9 } };

	(void)state;
	assert_false(fixture_submit_as(&f, f.store, &nowhere, 1, &receipt, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(store_journal_number(f.store), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PROJECT_TEST(a_submission_counts_and_leaves_the_queue, 3),
		PROJECT_TEST(a_correction_supersedes_and_keeps_both_events, 2),
		PROJECT_TEST(a_retracted_submission_leaves_the_item_open, 1),
		PROJECT_TEST(a_skip_is_no_answer_and_leaves_the_item_to_others, 1),
		PROJECT_TEST(a_flag_is_counted_until_it_is_taken_off, 2),
		PROJECT_TEST(an_empty_note_is_null_in_the_payload, 1),
		PROJECT_TEST(an_item_that_is_not_there_is_refused, 1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
