/* All that was said about items, and what each event's state is. */
#include "store/said.h"
#include "store/store_private.h"
#include "tests/store/raw_sql.h"
#include "tests/support/store_fixture.h"

struct history { /* as one walk gives it, in words */
	struct buf words;
	int rows, homeless;
};

static const char *const states[] = { "current",   "duplicate", "conflict", "superseded",
				      "withdrawn", "parked",    "redacted" };

static const char *const reviews[] = { "", "accepted", "returned", "fixed", "outdated" };

/* "annotate:superseded/1 " …: kind, state, revision; '*' before those without a place. */
static bool note(void *ctx, const struct store_item_row *row, struct err *err)
{
	struct history *h = ctx;

	(void)err;
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

static void expect_history(struct fixture *f, const char *batch, const char *expected)
{
	struct history h = { .rows = 0 };
	struct err err;

	fixture_ok(store_each_history(f->store, batch, note, &h, NULL, &err));
	assert_string_equal(buf_str(&h.words), expected);
	buf_release(&h.words);
}

static struct store *open_as(struct fixture *f, struct fixture_person *person)
{
	struct err err;
	struct store *store =
		store_open(f->path, STORE_WRITE, &f->env, &person->signer, NULL, &err);

	if (store == NULL)
		fail_msg("%s", err.msg);
	return store;
}

static void retract(struct fixture *f, struct store *store, const struct id *uid)
{
	struct store_receipt receipt;
	struct err err;

	fixture_ok(store_retract(store, &f->batch, uid, "oops", &receipt, &err));
}

static void what_was_sent_again_is_there_as_superseded(void **state)
{
	struct fixture f;
	struct store_task task;

	(void)state;
	fixture_project(&f, 3);
	task = fixture_task(&f, 2);
	fixture_submit(&f, &task.uid, 1);
	fixture_submit(&f, &task.uid, 2);
	fixture_submit(&f, &task.uid, 3);
	expect_history(&f, NULL, "annotate:superseded/1;annotate:superseded/2;annotate:current/3;");
	fixture_end(&f);
}

static void what_was_taken_back_is_there_with_its_retraction(void **state)
{
	struct fixture f;
	struct store_task task;

	(void)state;
	fixture_project(&f, 1);
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 1);
	fixture_submit(&f, &task.uid, 2);
	retract(&f, f.store, &task.uid);
	expect_history(&f, NULL, "annotate:superseded/1;annotate:withdrawn/2;retract:current;");
	fixture_submit(&f, &task.uid, 3);
	expect_history(&f, "faucets",
		       "annotate:superseded/1;annotate:withdrawn/2;annotate:current/3;"
		       "retract:superseded;");
	fixture_end(&f);
}

static void an_item_without_annotations_is_there_for_what_else_was_said(void **state)
{
	struct fixture f;
	struct store_task task;
	struct err err;

	(void)state;
	fixture_project(&f, 3);
	task = fixture_task(&f, 3);
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, true, "odd", &err));
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, false, "", &err));
	fixture_ok(store_ask(f.store, &f.batch, &task.uid, "what?", &err));
	expect_history(&f, NULL, "flag:superseded;flag:current;ask:current;");
	fixture_end(&f);
}

static bool look_for_retraction(void *ctx, const struct store_item_row *row, struct err *err)
{
	const struct store_said *first = row->said[0], *last = row->said[1];

	(void)ctx;
	(void)err;
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
	struct fixture f;
	struct store_task task;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 1);
	retract(&f, f.store, &task.uid);
	fixture_ok(store_each_history(f.store, NULL, look_for_retraction, NULL, NULL, &err));
	fixture_end(&f);
}

/* A second key of the owner's, not known as hers until it is granted: what both wrote meanwhile was
 * written apart. */
struct apart {
	struct fixture f;
	struct fixture_person second;
	struct store *store;
	struct store_task task;
};

static void write_apart(struct apart *a, int first, int second)
{
	struct store_receipt receipt;
	struct err err;

	fixture_begin(&a->f);
	fixture_create(&a->f, false);
	fixture_batch(&a->f, "faucets", 2, false);
	fixture_import(&a->f, "faucets", 0, 1, 0);
	fixture_person(&a->second, 5, "owner");
	a->store = open_as(&a->f, &a->second);
	a->task = fixture_task(&a->f, 1);
	fixture_submit(&a->f, &a->task.uid, first);
	fixture_ok(fixture_submit_as(&a->f, a->store, &a->task.uid, second, &receipt, &err));
	assert_true(receipt.parked);
}

static void come_together(struct apart *a)
{
	struct store_member self;
	struct short_id member;
	struct arena arena = ARENA_INIT;
	struct store_grant grant;
	struct err err;

	fixture_ok(store_self(a->f.store, &self, &arena, &err));
	grant = (struct store_grant){ .member = self.id,
				      .name = "owner",
				      .roles = MEMBER_OWNER,
				      .key = &a->second.signer.key,
				      .box = &a->second.signer.box,
				      .device = "laptop" };
	fixture_ok(store_grant(a->f.store, &grant, &member, &err));
	arena_release(&arena);
}

static void apart_end(struct apart *a)
{
	store_close(a->store);
	fixture_end(&a->f);
}

static void what_has_no_effect_yet_is_there_as_parked(void **state)
{
	struct apart a;

	(void)state;
	write_apart(&a, 1, 2);
	expect_history(&a.f, NULL, "annotate:parked(unenrolled);annotate:current/1;");
	apart_end(&a);
}

static void all_heads_of_a_conflict_are_there(void **state)
{
	struct apart a;

	(void)state;
	write_apart(&a, 1, 2);
	come_together(&a);
	expect_history(
		&a.f, NULL,
		"annotate:conflict/1 of 2 that differ;annotate:conflict/2 of 2 that differ;");
	fixture_submit(&a.f, &a.task.uid, 3);
	expect_history(&a.f, NULL,
		       "annotate:superseded/1;annotate:superseded/2;annotate:current/3;");
	apart_end(&a);
}

static void the_same_written_twice_counts_once(void **state)
{
	struct apart a;

	(void)state;
	write_apart(&a, 4, 4);
	come_together(&a);
	expect_history(&a.f, NULL, "annotate:duplicate/1 of 2;annotate:current/2 of 2;");
	apart_end(&a);
}

static void a_retraction_beside_an_annotation_is_a_conflict(void **state)
{
	struct apart a;

	(void)state;
	write_apart(&a, 1, 2);
	retract(&a.f, a.f.store, &a.task.uid);
	come_together(&a);
	expect_history(&a.f, NULL,
		       "annotate:withdrawn/1 of 2 that differ;"
		       "annotate:conflict/2 of 2 that differ;"
		       "retract:conflict of 2 that differ;");
	apart_end(&a);
}

/* ---- what staff says ---- */

static void append_staff(struct fixture *f, const struct id *uid, unsigned kind,
			 const struct buf *payload)
{
	struct append append = { .audience = AUDIENCE_STAFF,
				 .kind = kind,
				 .subject = *uid,
				 .payload = payload->data,
				 .len = payload->len };
	struct appended out;
	struct err err;

	fixture_ok(tx_begin(f->store, &err));
	fixture_ok(item_local(f->store, uid, &append.item, &err));
	fixture_ok(append_event(f->store, &append, &out, &err));
	fixture_ok(derive_item(f->store, append.item, out.rid, &err));
	fixture_ok(tx_end(f->store, true, &err));
}

static void review(struct fixture *f, const struct id *uid, const struct id *about,
		   const char *verdict)
{
	char batch[SHORT_ID_HEX + 1], event[ID_HEX + 1];
	struct buf payload = BUF_INIT;

	hex_encode(batch, f->batch.b, SHORT_ID_BYTES);
	hex_encode(event, about->b, ID_BYTES);
	buf_addf(&payload, "{\"about\":[\"%s\"],\"batch\":\"%s\",\"note\":\"\",\"verdict\":\"%s\"}",
		 event, batch, verdict);
	append_staff(f, uid, KIND_REVIEW, &payload);
	buf_release(&payload);
}

static void verdicts_are_told_and_become_stale(void **state)
{
	struct store_receipt receipt;
	struct store_task task;
	struct fixture f;

	(void)state;
	fixture_project(&f, 1);
	task = fixture_task(&f, 1);
	receipt = fixture_submit(&f, &task.uid, 1);
	review(&f, &task.uid, &receipt.event, "return");
	expect_history(&f, NULL, "annotate:current/1 returned;review:current;");
	review(&f, &task.uid, &receipt.event, "accept");
	expect_history(&f, NULL, "annotate:current/1 accepted;review:conflict;review:conflict;");
	fixture_submit(&f, &task.uid, 2);
	expect_history(&f, NULL,
		       "annotate:superseded/1 outdated;annotate:current/2;review:conflict;"
		       "review:conflict stale;");
	fixture_end(&f);
}

static void two_decisions_about_an_item_that_differ_are_a_conflict(void **state)
{
	char batch[SHORT_ID_HEX + 1];
	struct buf payload = BUF_INIT;
	struct store_task task;
	struct fixture f;

	(void)state;
	fixture_project(&f, 1);
	task = fixture_task(&f, 1);
	hex_encode(batch, f.batch.b, SHORT_ID_BYTES);
	for (int accuracy = 1; accuracy <= 2; accuracy++) {
		buf_clear(&payload);
		buf_addf(&payload,
			 "{\"answers\":{\"accuracy\":{\"r1\":%d}},\"batch\":\"%s\",\"note\":\"\","
			 "\"saw\":[]}",
			 accuracy, batch);
		append_staff(&f, &task.uid, KIND_ADJUDICATE, &payload);
		expect_history(&f, NULL,
			       accuracy == 1 ? "adjudicate:current;"
					     : "adjudicate:conflict;adjudicate:conflict;");
	}
	buf_release(&payload);
	fixture_end(&f);
}

/* ---- what is not there any more ---- */

static void change(struct fixture *f, const char *sql)
{
	fixture_close(f);
	assert_true(raw_sql(f->path, sql) > 0);
	fixture_reopen(f);
}

static void what_was_redacted_is_there_without_its_words_and_last(void **state)
{
	struct fixture f;
	struct store_task task;
	struct err err;

	(void)state;
	fixture_project(&f, 3);
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 1);
	task = fixture_task(&f, 2);
	fixture_submit(&f, &task.uid, 2);
	change(&f, "UPDATE event SET salt = NULL, payload = NULL "
		   "WHERE rid = (SELECT min(rid) FROM event WHERE kind = 64)");
	fixture_ok(store_rebuild(f.store, NULL, &err));
	expect_history(&f, NULL, "annotate:current/1;*annotate:redacted;");
	expect_history(&f, "faucets", "annotate:current/1;");
	fixture_end(&f);
}

static void what_names_no_batch_of_the_item_comes_last(void **state)
{
	struct fixture f;
	struct store_task task;

	(void)state;
	fixture_project(&f, 2);
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 1);
	task = fixture_task(&f, 2);
	fixture_submit(&f, &task.uid, 2);
	change(&f, "DELETE FROM task WHERE item = (SELECT min(item) FROM event WHERE kind = 64)");
	expect_history(&f, NULL, "annotate:current/1;*annotate:current/1;");
	fixture_end(&f);
}

static void a_batch_has_its_own_only(void **state)
{
	struct fixture f;
	struct store_task task;

	(void)state;
	fixture_project(&f, 1);
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 1);
	fixture_batch(&f, "again", 1, false);
	fixture_import(&f, "again", 0, 1, 0);
	fixture_submit(&f, &task.uid, 2);
	fixture_submit(&f, &task.uid, 3);
	expect_history(&f, "faucets", "annotate:current/1;");
	expect_history(&f, "again", "annotate:superseded/1;annotate:current/2;");
	expect_history(&f, NULL, "annotate:superseded/1;annotate:current/2;annotate:current/1;");
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_sent_again_is_there_as_superseded),
		cmocka_unit_test(what_was_taken_back_is_there_with_its_retraction),
		cmocka_unit_test(an_item_without_annotations_is_there_for_what_else_was_said),
		cmocka_unit_test(a_retraction_and_what_it_took_back_name_each_other),
		cmocka_unit_test(what_has_no_effect_yet_is_there_as_parked),
		cmocka_unit_test(all_heads_of_a_conflict_are_there),
		cmocka_unit_test(the_same_written_twice_counts_once),
		cmocka_unit_test(a_retraction_beside_an_annotation_is_a_conflict),
		cmocka_unit_test(verdicts_are_told_and_become_stale),
		cmocka_unit_test(two_decisions_about_an_item_that_differ_are_a_conflict),
		cmocka_unit_test(what_was_redacted_is_there_without_its_words_and_last),
		cmocka_unit_test(what_names_no_batch_of_the_item_comes_last),
		cmocka_unit_test(a_batch_has_its_own_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
