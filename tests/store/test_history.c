/* All that was said about items, and what each event's state is. */
#include "store/said.h"
#include "store/store_private.h"
#include "tests/store/one_project.h"
#include "tests/store/raw_sql.h"

struct history { /* as one walk gives it, in words */
	struct buf words;
	int rows, homeless;
};

static const char *const states[] = { "current",   "duplicate", "conflict", "superseded",
				      "withdrawn", "parked",    "redacted" };

static const char *const reviews[] = { "", "accepted", "returned", "fixed", "outdated" };

/* "annotate:superseded/1 " …: kind, state, revision; '*' before those without a place. */
static bool note(void *ctx, const struct store_item_row *row, struct err *why)
{
	struct history *h = ctx;

	(void)why;
	assert_int_equal(row->n_annotations, 0);
	h->rows++;
	h->homeless += row->batch == NULL;
	for (size_t i = 0; i < row->n_said; i++) {
		const struct store_said *s = row->said[i];

		buf_addf(&h->words, "%s%s:%s", row->batch == NULL ? "*" : "", kind_name(s->kind),
			 states[s->state]);
		if (s->parked != NULL)
			buf_addf(&h->words, "(%s)", s->parked);
		if (s->revision > 0)
			buf_addf(&h->words, "/%d", s->revision);
		if (s->review > 0)
			buf_addf(&h->words, " %s", reviews[s->review]);
		if (s->stale)
			buf_adds(&h->words, " stale");
		if (s->heads > 1)
			buf_addf(&h->words, " of %d%s", s->heads, s->differ ? " that differ" : "");
		buf_addc(&h->words, ';');
	}
	return true;
}

static void expect_history(const char *batch, const char *expected)
{
	struct history h = { .rows = 0 };
	const struct store_reading reading = {
		.batch = batch, .items = STORE_ITEMS_SAID, .each = note, .ctx = &h
	};

	fixture_ok(store_each_item(f.store, &reading, &err));
	assert_string_equal(buf_str(&h.words), expected);
	buf_release(&h.words);
}

static void retract(void)
{
	struct store_receipt receipt;

	fixture_ok(store_retract(f.store, &f.batch, &task.uid, "oops", &receipt, &err));
}

static void what_was_sent_again_is_there_as_superseded(void **state)
{
	(void)state;
	task = fixture_task(&f, 2);
	fixture_submit(&f, &task.uid, 1);
	fixture_submit(&f, &task.uid, 2);
	fixture_submit(&f, &task.uid, 3);
	expect_history(NULL, "annotate:superseded/1;annotate:superseded/2;annotate:current/3;");
}

static void what_was_taken_back_is_there_with_its_retraction(void **state)
{
	(void)state;
	fixture_submit(&f, &task.uid, 1);
	fixture_submit(&f, &task.uid, 2);
	retract();
	expect_history(NULL, "annotate:superseded/1;annotate:withdrawn/2;retract:current;");
	fixture_submit(&f, &task.uid, 3);
	expect_history("faucets", "annotate:superseded/1;annotate:withdrawn/2;annotate:current/3;"
				  "retract:superseded;");
}

static void an_item_without_annotations_is_there_for_what_else_was_said(void **state)
{
	(void)state;
	task = fixture_task(&f, 3);
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, true, "odd", &err));
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, false, "", &err));
	fixture_ok(store_ask(f.store, &f.batch, &task.uid, "what?", &err));
	expect_history(NULL, "flag:superseded;flag:current;ask:current;");
}

static bool look_for_retraction(void *ctx, const struct store_item_row *row, struct err *why)
{
	const struct store_said *first = row->said[0], *last = row->said[1];

	(void)ctx;
	(void)why;
	assert_int_equal(first->state, STATE_WITHDRAWN);
	assert_ptr_equal(first->retraction, last);
	assert_int_equal(first->n_superseded_by, 1);
	assert_memory_equal(first->superseded_by[0].b, last->event.b, ID_BYTES);
	assert_memory_equal(last->supersedes[0].b, first->event.b, ID_BYTES);
	assert_string_equal(first->member_name, "owner");
	assert_non_null(strstr(first->payload, "\"r1\":1"));
	return true;
}

static void a_retraction_and_what_it_took_back_name_each_other(void **state)
{
	const struct store_reading reading = { .items = STORE_ITEMS_SAID,
					       .each = look_for_retraction };

	(void)state;
	fixture_submit(&f, &task.uid, 1);
	retract();
	fixture_ok(store_each_item(f.store, &reading, &err));
}

/* A second key of the owner's, not known as hers until it is granted: what both wrote meanwhile was
 * written apart. */
static void write_apart(int first, int second)
{
	struct store_receipt receipt;

	project_closed_to("owner", 1);
	fixture_submit(&f, &task.uid, first);
	fixture_ok(fixture_submit_as(&f, hers, &task.uid, second, &receipt, &err));
	assert_true(receipt.parked);
}

static void come_together(void)
{
	struct store_member self;
	struct short_id member;
	struct store_grant grant;

	fixture_ok(store_self(f.store, &self, &arena, &err));
	grant = (struct store_grant){ .member = self.id,
				      .name = "owner",
				      .roles = MEMBER_OWNER,
				      .key = &guest.signer.key,
				      .box = &guest.signer.box,
				      .device = "laptop" };
	fixture_ok(store_grant(f.store, &grant, &member, &err));
}

static void what_has_no_effect_yet_is_there_as_parked(void **state)
{
	(void)state;
	write_apart(1, 2);
	expect_history(NULL, "annotate:parked(unenrolled);annotate:current/1;");
}

static void all_heads_of_a_conflict_are_there(void **state)
{
	(void)state;
	write_apart(1, 2);
	come_together();
	expect_history(
		NULL, "annotate:conflict/1 of 2 that differ;annotate:conflict/2 of 2 that differ;");
	fixture_submit(&f, &task.uid, 3);
	expect_history(NULL, "annotate:superseded/1;annotate:superseded/2;annotate:current/3;");
}

static void the_same_written_twice_counts_once(void **state)
{
	(void)state;
	write_apart(4, 4);
	come_together();
	expect_history(NULL, "annotate:duplicate/1 of 2;annotate:current/2 of 2;");
}

static void a_retraction_beside_an_annotation_is_a_conflict(void **state)
{
	(void)state;
	write_apart(1, 2);
	retract();
	come_together();
	expect_history(NULL, "annotate:withdrawn/1 of 2 that differ;"
			     "annotate:conflict/2 of 2 that differ;"
			     "retract:conflict of 2 that differ;");
}

/* ---- what staff says ---- */

static void append_staff(unsigned kind, const struct buf *payload)
{
	struct append append = { .audience = AUDIENCE_STAFF,
				 .kind = kind,
				 .subject = task.uid,
				 .payload = payload->data,
				 .len = payload->len };
	struct appended out;

	fixture_ok(tx_begin(f.store, &err));
	fixture_ok(item_local(f.store, &task.uid, &append.item, &err));
	fixture_ok(append_event(f.store, &append, &out, &err));
	fixture_ok(derive_item(f.store, append.item, out.rid, &err));
	fixture_ok(tx_end(f.store, true, &err));
}

static void review(const struct id *about, const char *verdict)
{
	char batch[SHORT_ID_HEX + 1], event[ID_HEX + 1];
	struct buf payload = BUF_INIT;

	hex_encode(batch, f.batch.b, SHORT_ID_BYTES);
	hex_encode(event, about->b, ID_BYTES);
	buf_addf(&payload, "{\"about\":[\"%s\"],\"batch\":\"%s\",\"note\":\"\",\"verdict\":\"%s\"}",
		 event, batch, verdict);
	append_staff(KIND_REVIEW, &payload);
	buf_release(&payload);
}

static void verdicts_are_told_and_become_stale(void **state)
{
	struct store_receipt receipt;

	(void)state;
	receipt = fixture_submit(&f, &task.uid, 1);
	review(&receipt.event, "return");
	expect_history(NULL, "annotate:current/1 returned;review:current;");
	review(&receipt.event, "accept");
	expect_history(NULL, "annotate:current/1 accepted;review:conflict;review:conflict;");
	fixture_submit(&f, &task.uid, 2);
	expect_history(NULL, "annotate:superseded/1 outdated;annotate:current/2;review:conflict;"
			     "review:conflict stale;");
}

static void two_decisions_about_an_item_that_differ_are_a_conflict(void **state)
{
	char batch[SHORT_ID_HEX + 1];
	struct buf payload = BUF_INIT;

	(void)state;
	hex_encode(batch, f.batch.b, SHORT_ID_BYTES);
	for (int accuracy = 1; accuracy <= 2; accuracy++) {
		buf_clear(&payload);
		buf_addf(&payload,
			 "{\"answers\":{\"accuracy\":{\"r1\":%d}},\"batch\":\"%s\",\"note\":\"\","
			 "\"saw\":[]}",
			 accuracy, batch);
		append_staff(KIND_ADJUDICATE, &payload);
		expect_history(NULL, accuracy == 1 ? "adjudicate:current;"
						   : "adjudicate:conflict;adjudicate:conflict;");
	}
	buf_release(&payload);
}

/* ---- what is not there any more ---- */

static void change(const char *sql)
{
	fixture_close(&f);
	assert_true(raw_sql(f.path, sql) > 0);
	fixture_reopen(&f);
}

static void what_was_redacted_is_there_without_its_words_and_last(void **state)
{
	(void)state;
	fixture_submit(&f, &task.uid, 1);
	task = fixture_task(&f, 2);
	fixture_submit(&f, &task.uid, 2);
	change("UPDATE event SET salt = NULL, payload = NULL "
	       "WHERE rid = (SELECT min(rid) FROM event WHERE kind = 64)");
	fixture_ok(store_rebuild(f.store, NULL, &err));
	expect_history(NULL, "annotate:current/1;*annotate:redacted;");
	expect_history("faucets", "annotate:current/1;");
}

static void what_names_no_batch_of_the_item_comes_last(void **state)
{
	(void)state;
	fixture_submit(&f, &task.uid, 1);
	task = fixture_task(&f, 2);
	fixture_submit(&f, &task.uid, 2);
	change("DELETE FROM task WHERE item = (SELECT min(item) FROM event WHERE kind = 64)");
	expect_history(NULL, "annotate:current/1;*annotate:current/1;");
}

static void a_batch_has_its_own_only(void **state)
{
	(void)state;
	fixture_submit(&f, &task.uid, 1);
	fixture_batch(&f, "again", 1, false);
	fixture_import(&f, "again", 0, 1, 0);
	fixture_submit(&f, &task.uid, 2);
	fixture_submit(&f, &task.uid, 3);
	expect_history("faucets", "annotate:current/1;");
	expect_history("again", "annotate:superseded/1;annotate:current/2;");
	expect_history(NULL, "annotate:superseded/1;annotate:current/2;annotate:current/1;");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PROJECT_TEST(what_was_sent_again_is_there_as_superseded, 3),
		PROJECT_TEST(what_was_taken_back_is_there_with_its_retraction, 1),
		PROJECT_TEST(an_item_without_annotations_is_there_for_what_else_was_said, 3),
		PROJECT_TEST(a_retraction_and_what_it_took_back_name_each_other, 1),
		cmocka_unit_test_teardown(what_has_no_effect_yet_is_there_as_parked,
					  project_teardown),
		cmocka_unit_test_teardown(all_heads_of_a_conflict_are_there, project_teardown),
		cmocka_unit_test_teardown(the_same_written_twice_counts_once, project_teardown),
		cmocka_unit_test_teardown(a_retraction_beside_an_annotation_is_a_conflict,
					  project_teardown),
		PROJECT_TEST(verdicts_are_told_and_become_stale, 1),
		PROJECT_TEST(two_decisions_about_an_item_that_differ_are_a_conflict, 1),
		PROJECT_TEST(what_was_redacted_is_there_without_its_words_and_last, 3),
		PROJECT_TEST(what_names_no_batch_of_the_item_comes_last, 2),
		PROJECT_TEST(a_batch_has_its_own_only, 1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
