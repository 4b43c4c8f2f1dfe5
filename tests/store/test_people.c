/* Several people on one file: joining, waiting for a grant, sharing the queue. */
#include "tests/support/store_fixture.h"

#include <sqlite3.h>

static struct store *open_as(struct fixture *f, struct fixture_person *person)
{
	struct err err;
	struct store *store =
		store_open(f->path, STORE_WRITE, &f->env, &person->signer, NULL, &err);

	if (store == NULL)
		fail_msg("%s", err.msg);
	return store;
}

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
	store = open_as(&f, &alice);
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
	store = open_as(&f, &alice);
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
	store = open_as(&f, &alice);
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

/* Both looked before either leased. */
static void who_looked_at_the_same_time_does_not_get_the_same_item(void **state)
{
	struct fixture_person person[2];
	struct store_task first, second;
	struct store *store[2];
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 3);
	for (int i = 0; i < 2; i++) {
		fixture_person(&person[i], (uint8_t)(5 + i), i == 0 ? "alice" : "bob");
		store[i] = open_as(&f, &person[i]);
		fixture_ok(store_join(store[i], &err));
	}
	fixture_ok(store_seek(store[0], &f.batch, NULL, SEEK_OPEN, &first, &err));
	fixture_ok(store_seek(store[1], &f.batch, NULL, SEEK_OPEN, &second, &err));
	assert_memory_equal(first.uid.b, second.uid.b, ID_BYTES);
	fixture_ok(store_lease(store[0], &f.batch, &first, &err));
	fixture_ok(store_lease(store[0], &f.batch, &first, &err));
	assert_false(store_lease(store[1], &f.batch, &second, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	fixture_ok(store_seek(store[1], &f.batch, second.ord, SEEK_OPEN, &second, &err));
	assert_memory_not_equal(first.uid.b, second.uid.b, ID_BYTES);
	fixture_ok(store_lease(store[1], &f.batch, &second, &err));
	for (int i = 0; i < 2; i++)
		store_close(store[i]);
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
	fixture_person(&alice, 5, "alice");
	store = open_as(&f, &alice);
	fixture_ok(store_join(store, &err));
	spec.guideline = f.guideline;
	assert_false(store_batch_put(store, &spec, &err));
	assert_int_equal(err.code, ERR_DENIED);
	assert_false(store_grant(store, &grant, &member, &err));
	assert_int_equal(err.code, ERR_DENIED);
	assert_null(store_import_begin(store, "faucets", &err));
	store_close(store);
	fixture_end(&f);
}

static void what_one_has_on_the_screen_is_not_offered_to_another(void **state)
{
	struct fixture_person alice;
	struct store_task mine, hers;
	struct store *store;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 2);
	fixture_person(&alice, 5, "alice");
	store = open_as(&f, &alice);
	fixture_ok(store_join(store, &err));
	fixture_ok(store_seek(f.store, &f.batch, NULL, SEEK_OPEN, &mine, &err));
	fixture_ok(store_lease(f.store, &f.batch, &mine, &err));
	fixture_ok(store_seek(store, &f.batch, NULL, SEEK_OPEN, &hers, &err));
	assert_memory_not_equal(mine.uid.b, hers.uid.b, ID_BYTES);
	f.clock += INT64_C(3600) * 1000; /* an hour later nobody is there any more */
	fixture_ok(store_seek(store, &f.batch, NULL, SEEK_OPEN, &hers, &err));
	assert_memory_equal(mine.uid.b, hers.uid.b, ID_BYTES);
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
	fixture_person(&alice, 5, "alice");
	store = open_as(&f, &alice);
	fixture_ok(store_join(store, &err));
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
	fixture_person(&alice, 5, "alice");
	store = open_as(&f, &alice);
	fixture_ok(store_join(store, &err));
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

/* ---------------------------------------------------------------- copies */

static void copy_file(const char *from, const char *to)
{
	char bytes[4096];
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	size_t n;

	assert_non_null(in);
	assert_non_null(out);
	while ((n = fread(bytes, 1, sizeof bytes, in)) > 0)
		assert_int_equal(fwrite(bytes, 1, n, out), n);
	fclose(in);
	assert_int_equal(fclose(out), 0);
}

struct heads {
	int n;
	struct id last;
	uint64_t seq;
};

static bool count_streams(void *ctx, const struct store_log_row *row)
{
	struct heads *heads = ctx;

	heads->n += row->kind == KIND_STREAM || row->kind == KIND_PROJECT;
	if (row->kind == KIND_ANNOTATE && row->seq >= heads->seq) {
		heads->seq = row->seq;
		heads->last = row->stream;
	}
	return true;
}

static struct heads heads_of(struct store *store)
{
	struct heads heads = { .n = 0 };
	struct err err;

	fixture_ok(store_each_event(store, 0, count_streams, &heads, &err));
	return heads;
}

static void the_copy_of_a_closed_file_is_complete(void **state)
{
	struct store_receipt receipt;
	struct fixture f;
	char path[128];

	(void)state;
	fixture_project(&f, 3);
	for (int i = 1; i <= 3; i++) {
		struct store_task task = fixture_task(&f, i);

		receipt = fixture_submit(&f, &task.uid, 1);
	}
	fixture_close(&f);
	assert_int_equal(receipt.number, 3);
	snprintf(path, sizeof path, "%s/faucet.assay-wal", f.dir);
	assert_int_not_equal(access(path, F_OK), 0);
	snprintf(path, sizeof path, "%s/copy.assay", f.dir);
	copy_file(f.path, path);
	snprintf(f.path, sizeof f.path, "%s", path);
	fixture_reopen(&f);
	assert_int_equal(store_journal_number(f.store), 3);
	fixture_check(f.store);
	fixture_end(&f);
}

/* Both are the same file for this machine, until one of them has written. */
static void a_copy_that_fell_behind_starts_a_new_stream(void **state)
{
	struct store_task task;
	struct heads heads;
	struct fixture f;
	char path[128], original[128];

	(void)state;
	fixture_project(&f, 3);
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 1);
	fixture_close(&f);
	snprintf(original, sizeof original, "%s", f.path);
	snprintf(path, sizeof path, "%s/copy.assay", f.dir);
	copy_file(f.path, path);
	fixture_reopen(&f);
	assert_false(store_is_copy(f.store));
	task = fixture_task(&f, 2);
	fixture_submit(&f, &task.uid, 1);
	heads = heads_of(f.store);
	assert_int_equal(heads.n, 3);
	fixture_close(&f);
	snprintf(f.path, sizeof f.path, "%s", path);
	fixture_reopen(&f);
	assert_true(store_is_copy(f.store));
	fixture_submit(&f, &task.uid, 2);
	assert_int_equal(heads_of(f.store).n, 4);
	assert_int_equal(store_journal_number(f.store), 2);
	fixture_reopen(&f);
	assert_false(store_is_copy(f.store)); /* it goes on with its own stream now */
	fixture_submit(&f, &task.uid, 3);
	assert_int_equal(heads_of(f.store).n, 4);
	fixture_check(f.store);
	fixture_close(&f);
	snprintf(f.path, sizeof f.path, "%s", original);
	fixture_reopen(&f);
	fixture_submit(&f, &task.uid, 3);
	assert_int_equal(heads_of(f.store).n, 3); /* the original goes on with its old one */
	fixture_end(&f);
}

static void after_a_power_cut_a_new_stream_begins(void **state)
{
	struct store_task task;
	struct fixture f;

	(void)state;
	fixture_project(&f, 3);
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 1);
	fixture_close(&f);
	f.env.boot[0]++; /* closed cleanly: another boot may go on */
	fixture_reopen(&f);
	assert_false(store_is_copy(f.store));
	fixture_submit(&f, &task.uid, 2);
	f.env.boot[0]++; /* not closed: it may not */
	fixture_submit(&f, &task.uid, 3);
	assert_true(store_is_copy(f.store));
	assert_int_equal(heads_of(f.store).n, 4);
	fixture_check(f.store);
	fixture_end(&f);
}

static void without_a_place_for_records_each_sitting_has_its_stream(void **state)
{
	struct store_task task;
	struct fixture f;

	(void)state;
	fixture_project(&f, 3);
	task = fixture_task(&f, 1);
	f.env.state_dir = NULL;
	for (int i = 1; i <= 3; i++) {
		fixture_reopen(&f);
		fixture_submit(&f, &task.uid, 1);
		fixture_submit(&f, &task.uid, 2);
		assert_int_equal(heads_of(f.store).n, 2 + i);
	}
	fixture_check(f.store);
	fixture_end(&f);
}

static void raw(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	char *message = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	sqlite3_close(db);
}

static void a_stream_of_ours_with_two_heads_is_left_alone(void **state)
{
	struct store_task task;
	struct fixture f;

	(void)state;
	fixture_project(&f, 1);
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 1);
	fixture_close(&f);
	raw(f.path, "INSERT INTO head (stream, parent, base, seq, id) SELECT stream, head, 1, 2, "
		    "zeroblob(32) FROM head WHERE stream = (SELECT stream FROM stream "
		    "WHERE audience = 2)");
	f.env.no_check = true;
	fixture_reopen(&f);
	fixture_submit(&f, &task.uid, 2);
	fixture_close(&f);
	raw(f.path, "DELETE FROM head WHERE parent IS NOT NULL");
	fixture_reopen(&f);
	assert_int_equal(heads_of(f.store).n, 4);
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
	other = open_as(&f, &f.owner);
	for (int i = 1; i <= 3; i++) {
		task = fixture_task(&f, i);
		fixture_submit(&f, &task.uid, 1);
		fixture_ok(fixture_submit_as(&f, other, &task.uid, 2, &receipt, &err));
		assert_int_equal(receipt.number, 2 * i);
	}
	assert_int_equal(heads_of(f.store).n, 3);
	fixture_check(f.store);
	store_close(other);
	fixture_check(f.store);
	fixture_end(&f);
}

static void signatures_stay_at_every_256th_event(void **state)
{
	struct store_check check;
	struct store_task task;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	task = fixture_task(&f, 1);
	for (int i = 0; i < 700; i++) {
		if (i % 300 == 299)
			fixture_reopen(&f);
		fixture_ok(store_flag(f.store, &f.batch, &task.uid, i % 2 == 0, "", &err));
	}
	fixture_ok(store_check(f.store, fixture_print_fault, NULL, NULL, &check, &err));
	assert_int_equal(check.faults, 0);
	assert_int_equal(check.signatures, 2 + 3); /* team, staff; 256, 512, the head */
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_joins_an_open_project_is_an_annotator),
		cmocka_unit_test(a_closed_project_lets_nobody_in_by_herself),
		cmocka_unit_test(work_from_before_the_grant_counts_after_it),
		cmocka_unit_test(who_looked_at_the_same_time_does_not_get_the_same_item),
		cmocka_unit_test(an_annotator_may_neither_import_nor_grant),
		cmocka_unit_test(what_one_has_on_the_screen_is_not_offered_to_another),
		cmocka_unit_test(an_overlap_of_two_wants_two_people),
		cmocka_unit_test(two_skips_leave_the_item_to_a_lead),
		cmocka_unit_test(the_copy_of_a_closed_file_is_complete),
		cmocka_unit_test(a_copy_that_fell_behind_starts_a_new_stream),
		cmocka_unit_test(after_a_power_cut_a_new_stream_begins),
		cmocka_unit_test(without_a_place_for_records_each_sitting_has_its_stream),
		cmocka_unit_test(a_stream_of_ours_with_two_heads_is_left_alone),
		cmocka_unit_test(two_windows_of_one_person_write_one_stream),
		cmocka_unit_test(signatures_stay_at_every_256th_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
