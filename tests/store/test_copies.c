/* Copies of a project, power cuts, and which stream is written after them. */
#include "store/reading.h"
#include "tests/store/raw_sql.h"
#include "tests/support/store_fixture.h"

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

/* Its first item is answered. */
static struct store_task project_with_an_answer(struct fixture *f, int items)
{
	struct store_task task;

	fixture_project(f, items);
	task = fixture_task(f, 1);
	fixture_submit(f, &task.uid, 1);
	return task;
}

/* Both are the same file for this machine, until one of them has written. */
static void a_copy_that_fell_behind_starts_a_new_stream(void **state)
{
	struct store_task task;
	struct heads heads;
	struct fixture f;
	char path[128], original[128];

	(void)state;
	project_with_an_answer(&f, 3);
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

static bool count_tick(void *ctx, int64_t done, int64_t total)
{
	(void)done;
	(void)total;
	++*(int *)ctx;
	return true;
}

/* Whether opening it as the owner looked at everything in it. */
static bool is_checked(struct fixture *f)
{
	int ticks = 0;
	const struct progress progress = { count_tick, &ticks };
	struct err err;

	f->store = store_open(f->path, STORE_WRITE, &f->env, &f->owner.signer, &progress, &err);
	if (f->store == NULL)
		fail_msg("%s", err.msg);
	return ticks > 0;
}

/* The streams of the other machine fit no record here, and will not: without a mark the file would
 * be checked at each opening, for ever. */
static void a_file_of_another_machine_is_checked_once(void **state)
{
	struct store_task task;
	struct fixture f;

	(void)state;
	task = project_with_an_answer(&f, 3);
	fixture_close(&f);
	assert_false(is_checked(&f));
	fixture_close(&f);
	f.env.machine[0] = 99;
	assert_true(is_checked(&f));
	fixture_close(&f);
	assert_false(is_checked(&f));
	fixture_submit(&f, &task.uid, 2); /* a stream of its own begins */
	fixture_close(&f);
	assert_false(is_checked(&f));
	fixture_close(&f);
	f.env.machine[0] = 98;
	assert_true(is_checked(&f)); /* elsewhere again */
	fixture_end(&f);
}

static void after_a_power_cut_a_new_stream_begins(void **state)
{
	struct store_task task;
	struct fixture f;

	(void)state;
	task = project_with_an_answer(&f, 3);
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

static void a_stream_of_ours_with_two_heads_is_left_alone(void **state)
{
	struct store_task task;
	struct fixture f;

	(void)state;
	task = project_with_an_answer(&f, 1);
	fixture_close(&f);
	raw_sql(f.path,
		"INSERT INTO head (stream, parent, base, seq, id) SELECT stream, head, 1, 2, "
		"zeroblob(32) FROM head WHERE stream = (SELECT stream FROM stream "
		"WHERE audience = 2)");
	f.env.no_check = true;
	fixture_reopen(&f);
	fixture_submit(&f, &task.uid, 2);
	fixture_close(&f);
	raw_sql(f.path, "DELETE FROM head WHERE parent IS NOT NULL");
	fixture_reopen(&f);
	assert_int_equal(heads_of(f.store).n, 4);
	fixture_end(&f);
}

static void signatures_stay_at_every_256th_event(void **state)
{
	struct store_check check;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	for (int i = 0; i < 700; i++) {
		if (i % 300 == 299)
			fixture_reopen(&f);
		fixture_ok(store_ack(f.store, &f.batch, &f.guideline, &err));
	}
	fixture_ok(store_check(f.store, fixture_print_fault, NULL, NULL, &check, &err));
	assert_int_equal(check.faults, 0);
	assert_int_equal(check.signatures, 2 + 3); /* team, staff; 256, 512, the head */
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_copy_of_a_closed_file_is_complete),
		cmocka_unit_test(a_copy_that_fell_behind_starts_a_new_stream),
		cmocka_unit_test(a_file_of_another_machine_is_checked_once),
		cmocka_unit_test(after_a_power_cut_a_new_stream_begins),
		cmocka_unit_test(without_a_place_for_records_each_sitting_has_its_stream),
		cmocka_unit_test(a_stream_of_ours_with_two_heads_is_left_alone),
		cmocka_unit_test(signatures_stay_at_every_256th_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
