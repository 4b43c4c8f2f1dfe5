/* What is not sent yet: drafts, the cursor, undo. */
#include "tests/store/one_project.h"

static void a_draft_stays_until_the_submission(void **state)
{
	struct store_draft draft, read;

	(void)state;
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
}

static void the_cursor_is_where_it_was_after_a_restart(void **state)
{
	uint8_t ord[ORD_BYTES];
	struct store_task other;
	struct store_draft draft;

	(void)state;
	assert_false(store_position(f.store, &f.batch, ord));
	other = fixture_task(&f, 2);
	draft = (struct store_draft){ .batch = f.batch, .uid = other.uid, .doc = "{}" };
	fixture_ok(store_draft_put(f.store, &draft, NULL, 0, other.ord, &err));
	fixture_reopen(&f);
	assert_true(store_position(f.store, &f.batch, ord));
	assert_memory_equal(ord, other.ord, ORD_BYTES);
}

static struct store_undo undo_line(const struct store_task *about, const char *before,
				   const char *after)
{
	return (struct store_undo){
		.batch = f.batch, .uid = about->uid, .before = before, .after = after
	};
}

static void undo_and_redo_walk_the_journal_across_items(void **state)
{
	struct store_undo line[2], read;
	struct store_draft draft;
	struct store_task one, two;

	(void)state;
	one = fixture_task(&f, 1);
	two = fixture_task(&f, 2);
	line[0] = undo_line(&one, "{}", "{\"a\":1}");
	line[1] = undo_line(&two, "{}", "{\"b\":1}");
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
	line[0] = undo_line(&one, "{\"a\":1}", "{\"a\":2}");
	fixture_ok(store_draft_put(f.store, NULL, line, 1, NULL, &err));
	assert_false(store_redo_next(f.store, &arena, &read, &err));
}

static void the_line_of_a_submission_names_its_event_behind_those_of_its_answers(void **state)
{
	struct buf payload = BUF_INIT;
	struct store_receipt receipt;
	struct store_undo line, answers[2], read;
	struct store_submit submit;

	(void)state;
	answers[0] = undo_line(&task, "{}", "{\"a\":0}");
	answers[1] = undo_line(&task, "{\"a\":0}", "{\"a\":1}");
	line = undo_line(&task, "{\"a\":1}", "{}");
	fixture_payload(&f, &payload, 3, false);
	submit = (struct store_submit){ .batch = f.batch,
					.uid = task.uid,
					.payload = payload.data,
					.payload_len = payload.len,
					.lines = answers,
					.n_lines = 2,
					.undo = &line,
					.position = task.ord };
	fixture_ok(store_submit(f.store, &submit, &receipt, &err));
	fixture_ok(store_undo_last(f.store, &arena, &read, &err));
	assert_true(read.has_event);
	assert_memory_equal(read.event.b, receipt.event.b, ID_BYTES);
	fixture_ok(store_undo_mark(f.store, read.number, true, NULL, &err));
	for (int i = 1; i >= 0; i--) {
		fixture_ok(store_undo_last(f.store, &arena, &read, &err));
		assert_false(read.has_event);
		assert_string_equal(read.before, answers[i].before);
		fixture_ok(store_undo_mark(f.store, read.number, true, NULL, &err));
	}
	assert_false(store_undo_last(f.store, &arena, &read, &err));
	buf_release(&payload);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PROJECT_TEST(a_draft_stays_until_the_submission, 2),
		PROJECT_TEST(the_cursor_is_where_it_was_after_a_restart, 3),
		PROJECT_TEST(undo_and_redo_walk_the_journal_across_items, 2),
		PROJECT_TEST(the_line_of_a_submission_names_its_event_behind_those_of_its_answers,
			     1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
