/* Submitting, correcting, taking back; drafts, undo, flags; what the journal says. */
#include "tests/support/store_fixture.h"

static struct store_batch batch_now(struct fixture *f)
{
	static struct arena arena;
	struct store_batch batch;
	struct err err;

	arena_clear(&arena);
	fixture_ok(store_batch_find(f->store, "faucets", &arena, &batch, &err));
	batch.name = NULL; /* the names live in the arena */
	batch.guideline_name = NULL;
	arena_release(&arena);
	return batch;
}

static void a_submission_counts_and_leaves_the_queue(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_annotation annotation;
	struct store_receipt receipt;
	struct store_task first, next;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 3);
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
	assert_int_equal(batch_now(&f).mine_done, 1);
	assert_int_equal(batch_now(&f).open, 2);
	fixture_check(f.store);
	arena_release(&arena);
	fixture_end(&f);
}

static void a_correction_supersedes_and_keeps_both_events(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_annotation annotation;
	struct store_task task;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 2);
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 4);
	assert_int_equal(fixture_submit(&f, &task.uid, 5).number, 2);
	fixture_ok(store_annotation(f.store, &f.batch, &task.uid, &arena, &annotation, &err));
	assert_int_equal(annotation.revision, 2);
	assert_int_equal(annotation.heads, 1);
	assert_non_null(strstr(annotation.payload, "\"r1\":5"));
	assert_int_equal(batch_now(&f).mine_done, 1);
	assert_int_equal(batch_now(&f).mine_active, 1000);
	fixture_check(f.store);
	arena_release(&arena);
	fixture_end(&f);
}

static void a_retracted_submission_leaves_the_item_open(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_annotation annotation;
	struct store_receipt receipt;
	struct store_task task, next;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	task = fixture_task(&f, 1);
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
	assert_int_equal(batch_now(&f).mine_done, 0);
	fixture_check(f.store);
	arena_release(&arena);
	fixture_end(&f);
}

static void a_skip_is_no_answer_and_leaves_the_item_to_others(void **state)
{
	struct store_task task, next;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 0);
	assert_int_equal(batch_now(&f).mine_skipped, 1);
	assert_int_equal(batch_now(&f).open, 1);
	assert_false(store_seek(f.store, &f.batch, NULL, SEEK_OPEN, &next, &err));
	fixture_check(f.store);
	fixture_end(&f);
}

static void a_flag_is_counted_until_it_is_taken_off(void **state)
{
	struct store_task task;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 2);
	task = fixture_task(&f, 2);
	assert_false(store_flagged(f.store, &f.batch, &task.uid));
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, true, "odd", &err));
	assert_true(store_flagged(f.store, &f.batch, &task.uid));
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, true, "still odd", &err));
	assert_int_equal(batch_now(&f).mine_flagged, 1);
	fixture_submit(&f, &task.uid, 3);
	assert_int_equal(batch_now(&f).mine_flagged, 1);
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, false, "", &err));
	assert_false(store_flagged(f.store, &f.batch, &task.uid));
	assert_int_equal(batch_now(&f).mine_flagged, 0);
	fixture_ok(store_ask(f.store, &f.batch, &task.uid, "what is a faucet?", &err));
	fixture_ok(store_ack(f.store, &f.batch, &f.guideline, &err));
	assert_int_equal(store_journal_number(f.store), 5); /* the ack is about no item */
	fixture_check(f.store);
	fixture_end(&f);
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
	struct store_task task;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	task = fixture_task(&f, 1);
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, true, "", &err));
	fixture_ok(store_each_event(f.store, 1, first_payload, &payload, &err));
	assert_non_null(strstr(buf_str(&payload), "\"note\":null"));
	fixture_submit(&f, &task.uid, 3);
	fixture_ok(store_retract(f.store, &f.batch, &task.uid, NULL, &receipt, &err));
	fixture_ok(store_each_event(f.store, 1, first_payload, &payload, &err));
	assert_non_null(strstr(buf_str(&payload), "\"reason\":null"));
	buf_release(&payload);
	fixture_check(f.store);
	fixture_end(&f);
}

static void an_item_that_is_not_there_is_refused(void **state)
{
	struct store_receipt receipt;
	struct fixture f;
	struct err err;
	struct id nowhere = { { 9 } };

	(void)state;
	fixture_project(&f, 1);
	assert_false(fixture_submit_as(&f, f.store, &nowhere, 1, &receipt, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(store_journal_number(f.store), 0);
	fixture_end(&f);
}

static void a_draft_stays_until_the_submission(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_draft draft, read;
	struct store_task task;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 2);
	task = fixture_task(&f, 1);
	draft = (struct store_draft){ .batch = f.batch,
				      .uid = task.uid,
				      .doc = "{\"accuracy\":1}",
				      .focus = "accuracy",
				      .changed = 5 };
	fixture_ok(store_draft_put(f.store, &draft, NULL, 0, task.ord, &err));
	fixture_reopen(&f);
	fixture_ok(store_draft(f.store, &f.batch, &task.uid, &arena, &read, &err));
	assert_string_equal(read.doc, draft.doc);
	assert_string_equal(read.focus, "accuracy");
	assert_false(read.has_base);
	fixture_submit(&f, &task.uid, 2);
	assert_false(store_draft(f.store, &f.batch, &task.uid, &arena, &read, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_ok(store_draft_put(f.store, &draft, NULL, 0, NULL, &err));
	fixture_ok(store_draft_drop(f.store, &f.batch, &task.uid, &err));
	assert_false(store_draft(f.store, &f.batch, &task.uid, &arena, &read, &err));
	arena_release(&arena);
	fixture_end(&f);
}

static void the_cursor_is_where_it_was_after_a_restart(void **state)
{
	uint8_t ord[ORD_BYTES];
	struct store_task task;
	struct store_draft draft;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 3);
	assert_false(store_position(f.store, &f.batch, ord));
	task = fixture_task(&f, 2);
	draft = (struct store_draft){ .batch = f.batch, .uid = task.uid, .doc = "{}" };
	fixture_ok(store_draft_put(f.store, &draft, NULL, 0, task.ord, &err));
	fixture_reopen(&f);
	assert_true(store_position(f.store, &f.batch, ord));
	assert_memory_equal(ord, task.ord, ORD_BYTES);
	fixture_end(&f);
}

static struct store_undo undo_line(const struct fixture *f, const struct store_task *task,
				   const char *before, const char *after)
{
	return (struct store_undo){
		.batch = f->batch, .uid = task->uid, .before = before, .after = after
	};
}

static void undo_and_redo_walk_the_journal_across_items(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_undo line[2], read;
	struct store_draft draft;
	struct store_task one, two;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 2);
	one = fixture_task(&f, 1);
	two = fixture_task(&f, 2);
	line[0] = undo_line(&f, &one, "{}", "{\"a\":1}");
	line[1] = undo_line(&f, &two, "{}", "{\"b\":1}");
	fixture_ok(store_draft_put(f.store, NULL, line, 2, NULL, &err));
	fixture_ok(store_undo_last(f.store, &arena, &read, &err));
	assert_memory_equal(read.uid.b, two.uid.b, ID_BYTES);
	assert_string_equal(read.before, "{}");
	fixture_ok(store_undo_mark(f.store, read.number, true, NULL, &err));
	fixture_ok(store_undo_last(f.store, &arena, &read, &err));
	assert_memory_equal(read.uid.b, one.uid.b, ID_BYTES);
	fixture_ok(store_undo_mark(f.store, read.number, true, NULL, &err));
	assert_false(store_undo_last(f.store, &arena, &read, &err));
	fixture_reopen(&f);
	fixture_ok(store_redo_next(f.store, &arena, &read, &err));
	assert_memory_equal(read.uid.b, one.uid.b, ID_BYTES);
	draft = (struct store_draft){ .batch = f.batch, .uid = one.uid, .doc = "{\"a\":1}" };
	fixture_ok(store_undo_mark(f.store, read.number, false, &draft, &err));
	fixture_ok(store_draft(f.store, &f.batch, &one.uid, &arena, &draft, &err));
	assert_string_equal(draft.doc, "{\"a\":1}");
	line[0] = undo_line(&f, &one, "{\"a\":1}", "{\"a\":2}");
	fixture_ok(store_draft_put(f.store, NULL, line, 1, NULL, &err));
	assert_false(store_redo_next(f.store, &arena, &read, &err));
	arena_release(&arena);
	fixture_end(&f);
}

static void the_line_of_a_submission_names_its_event(void **state)
{
	struct arena arena = ARENA_INIT;
	struct buf payload = BUF_INIT;
	struct store_receipt receipt;
	struct store_undo line, read;
	struct store_task task;
	struct store_submit submit;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	task = fixture_task(&f, 1);
	line = undo_line(&f, &task, "{\"a\":1}", "{}");
	fixture_payload(&f, &payload, 3, false);
	submit = (struct store_submit){ .batch = f.batch,
					.uid = task.uid,
					.payload = payload.data,
					.payload_len = payload.len,
					.undo = &line,
					.position = task.ord };
	fixture_ok(store_submit(f.store, &submit, &receipt, &err));
	fixture_ok(store_undo_last(f.store, &arena, &read, &err));
	assert_true(read.has_event);
	assert_memory_equal(read.event.b, receipt.event.b, ID_BYTES);
	buf_release(&payload);
	arena_release(&arena);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_submission_counts_and_leaves_the_queue),
		cmocka_unit_test(a_correction_supersedes_and_keeps_both_events),
		cmocka_unit_test(a_retracted_submission_leaves_the_item_open),
		cmocka_unit_test(a_skip_is_no_answer_and_leaves_the_item_to_others),
		cmocka_unit_test(a_flag_is_counted_until_it_is_taken_off),
		cmocka_unit_test(an_empty_note_is_null_in_the_payload),
		cmocka_unit_test(an_item_that_is_not_there_is_refused),
		cmocka_unit_test(a_draft_stays_until_the_submission),
		cmocka_unit_test(the_cursor_is_where_it_was_after_a_restart),
		cmocka_unit_test(undo_and_redo_walk_the_journal_across_items),
		cmocka_unit_test(the_line_of_a_submission_names_its_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
