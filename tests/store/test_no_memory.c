/* SQLite finds no memory at its n-th allocation, for the n of a day, once or from then on: it is
 * said, what was acknowledged is there, nothing is half there, and the next day works. */
#include "store/reading.h"
#include "tests/store/scarce.h"
#include "tests/store/vfs_watch.h"

#define REBUILD_EVERY 16
#define SHORT_RUNS 50 /* of each kind */
#define READS 150

static long allocations_of_a_day(struct day *day)
{
	scarce_begin(SCARCE_NEVER, false);
	day_run(day);
	scarce_end();
	assert_int_equal(day->acknowledged, 8);
	return scarce_counted();
}

static void a_day_without_memory(struct day *day, long n, bool for_ever, bool rebuild)
{
	struct id digest;

	day_again(day);
	scarce_begin(n, for_ever);
	day_run(day);
	scarce_end();
	assert_true(scarce.failed > 0);
	if (!day_open(day))
		fail_msg("after allocation %ld failed the project does not open", n);
	digest = day_holds(day);
	if (rebuild)
		day_rebuilds(day, &digest);
	day_submit(day, 5, 9);
	assert_int_equal(day->sent[5], 9);
	fixture_close(&day->f);
}

/* In a short run they are spread over the day, at other places for each kind. */
static void out_of_memory(bool for_ever)
{
	struct day day;
	long all, step;
	int runs = 0;

	day_begin(&day);
	all = allocations_of_a_day(&day);
	assert_in_range(all, 1000, 1000000);
	step = day_is_long() ? 1 : all / SHORT_RUNS;
	for (long n = for_ever ? 0 : step / 2; n < all; n += step)
		a_day_without_memory(&day, n, for_ever, runs++ % REBUILD_EVERY == 0);
	print_message("%d of the %ld allocations of a day failed\n", runs, all);
	day_end(&day);
}

static void every_failed_allocation_is_survived(void **state)
{
	(void)state;
	out_of_memory(false);
}

static void no_more_memory_from_any_allocation_on_loses_nothing(void **state)
{
	(void)state;
	out_of_memory(true);
}

/* What was not done is not acknowledged, and says what was missing. */
static void what_finds_no_memory_says_so(void **state)
{
	struct store_receipt receipt;
	struct day day;
	struct err err = { .code = ERR_NONE };

	(void)state;
	day_begin(&day);
	assert_true(day_open(&day));
	scarce_begin(0, true);
	assert_false(fixture_submit_as(&day.f, day.f.store, &day.uid[0], 3, &receipt, &err));
	scarce_end();
	scarce_must_be_named(0, &err);
	day_submit(&day, 0, 4);
	day_holds(&day);
	fixture_close(&day.f);
	day_end(&day);
}

/* ---- what is not synced ---- */

static bool lease_one(struct day *day)
{
	return day_lease(day, 1);
}

static bool put_place(struct day *day)
{
	static const uint8_t position[ORD_BYTES] = { 1 };
	struct err err;

	return store_place_put(day->f.store, &day->f.batch, position, "{}", &err);
}

static bool leave_seat(struct day *day)
{
	struct err err;

	return store_lease_drop(day->f.store, &err);
}

static int count_sync(void *ctx, const struct watched *what)
{
	*(int *)ctx += what->op == WATCH_SYNC && what->file == WATCH_WAL;
	return SQLITE_OK;
}

static void next_is_synced(struct day *day, const char *verb, long n)
{
	int syncs = 0;

	watch_begin(count_sync, &syncs);
	day_submit(day, 2, 5);
	watch_end();
	assert_int_equal(day->sent[2], 5);
	if (syncs == 0)
		fail_msg("allocation %ld of %s failed, and what is sent next is not on the disk", n,
			 verb);
}

/* True: an allocation failed. */
static bool without_one(struct day *day, bool (*work)(struct day *day), const char *verb, long n)
{
	day_again(day);
	assert_true(day_open(day));
	day_submit(day, 0, 3);
	day_lease(day, 3);
	scarce_begin(n, false);
	(void)work(day);
	scarce_end();
	if (n != SCARCE_NEVER)
		next_is_synced(day, verb, n);
	fixture_close(&day->f);
	return scarce.failed > 0;
}

/* A lease, a place, a chunk of a later import need not wait for the disk; a submission must. */
static void what_is_sent_is_synced_whatever_failed_before(void **state)
{
	static const struct {
		const char *name;
		bool (*work)(struct day *day);
	} verbs[] = { { "a lease", lease_one },
		      { "a place", put_place },
		      { "leaving an item", leave_seat },
		      { "an import", day_import } };
	struct day day;

	(void)state;
	day_begin(&day);
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		long all, n = 0;

		assert_false(without_one(&day, verbs[i].work, verbs[i].name, SCARCE_NEVER));
		all = scarce_counted();
		assert_in_range(all, 5, 10000);
		while (without_one(&day, verbs[i].work, verbs[i].name, n))
			n = scarce_next(n, all);
		assert_true(n >= all);
	}
	day_end(&day);
}

static off_t log_size(const struct day *day)
{
	char path[160];
	struct stat st;

	snprintf(path, sizeof path, "%s-wal", day->f.path);
	return stat(path, &st) == 0 ? st.st_size : 0;
}

/* SQLite gives a transaction up when it finds no memory, also while it only looks something up:
 * what is left of the withdrawal then must not be written by itself. */
static void no_part_of_a_withdrawal_is_written_without_the_rest(void **state)
{
	struct snapshot evening = { .n = 0 };
	struct day day;
	off_t before;
	long n = 0;

	(void)state;
	day_begin(&day);
	assert_true(day_open(&day));
	day_submit(&day, 0, 3);
	fixture_close(&day.f);
	snapshot_take(&evening, day.f.dir);
	do {
		snapshot_put(&evening, day.f.dir);
		assert_true(day_open(&day));
		day.sent[0] = 3;
		day.tried[0] = 0;
		before = log_size(&day);
		scarce_begin(n++, false);
		day_withdraw(&day, 0);
		scarce_end();
		if (day.tried[0] != 0)
			assert_int_equal(log_size(&day), before);
		if (day_is_long() || day.tried[0] == 0)
			day_holds(&day);
		fixture_close(&day.f);
	} while (scarce.failed > 0);
	assert_in_range(n, 100, 100000);
	snapshot_release(&evening);
	day_end(&day);
}

/* ---- reading ---- */

static bool add_item(void *ctx, const struct store_item_row *row, struct err *err)
{
	struct buf *out = ctx;

	(void)err;
	buf_add(out, row->body, row->body_len);
	for (size_t i = 0; i < row->n_sources; i++)
		buf_add(out, row->source[i].line, row->source[i].len);
	for (size_t i = 0; i < row->n_annotations; i++)
		buf_addf(out, "%s: %s\n", row->annotation[i].member_name,
			 row->annotation[i].payload);
	return true;
}

static bool add_event(void *ctx, const struct store_log_row *row)
{
	buf_addf(ctx, "%d %s ", (int)row->kind, row->member != NULL ? row->member : "-");
	buf_add(ctx, row->payload, row->payload_len);
	return true;
}

static bool add_lists(struct day *day, struct buf *out, struct err *err)
{
	struct store *store = day->f.store;
	struct arena arena = ARENA_INIT;
	struct store_batch *batches;
	struct store_member *members;
	struct store_progress *progress;
	struct store_waiting waiting;
	size_t n_batches, n_members, n_progress;
	bool ok = store_batches(store, &arena, &batches, &n_batches, err)
		  && store_members(store, &arena, &members, &n_members, err)
		  && store_progress(store, &arena, &progress, &n_progress, err)
		  && store_waiting(store, &waiting, err);

	for (size_t i = 0; ok && i < n_batches; i++)
		buf_addf(out, "%s %s %d %d\n", batches[i].name, batches[i].guideline_name,
			 (int)batches[i].items, (int)batches[i].mine_done);
	for (size_t i = 0; ok && i < n_members; i++)
		buf_addf(out, "%s %u\n", members[i].name, members[i].roles);
	for (size_t i = 0; ok && i < n_progress; i++)
		buf_addf(out, "%s %s %d\n", progress[i].batch_name, progress[i].member_name,
			 (int)progress[i].done);
	if (ok)
		buf_addf(out, "%d %d\n", (int)waiting.drafts, (int)waiting.corrections);
	arena_release(&arena);
	return ok;
}

/* Damage that is none would be as bad as none that is one. */
static bool add_check(struct day *day, struct buf *out, struct err *err)
{
	struct store_check check;
	char hex[ID_HEX + 1];

	if (!store_check(day->f.store, fixture_print_fault, NULL, NULL, &check, err))
		return false;
	hex_encode(hex, check.digest.b, ID_BYTES);
	buf_addf(out, "%d faults, %s\n", check.faults, hex);
	return true;
}

static bool read_it_all(struct day *day, struct buf *out, struct err *err)
{
	const struct store_reading items = { .each = add_item, .ctx = out };

	buf_clear(out);
	return add_lists(day, out, err) && store_each_item(day->f.store, &items, err)
	       && store_each_event(day->f.store, 0, add_event, out, err)
	       && add_check(day, out, err);
}

static void is_the_truth(long n, const struct buf *read, const struct buf *truth)
{
	size_t at = 0;

	while (at < read->len && at < truth->len && read->data[at] == truth->data[at])
		at++;
	if (at < read->len || at < truth->len)
		fail_msg("without allocation %ld it reads '%.60s' instead of '%.60s'", n,
			 read->data + at, truth->data + at);
}

/* ANEW: each time in a project that was opened just now. */
static void read_without_memory(struct day *day, const struct buf *truth, bool anew)
{
	struct buf read = BUF_INIT;
	long allocations, step;
	struct err err;

	scarce_begin(SCARCE_NEVER, false);
	fixture_ok(read_it_all(day, &read, &err));
	allocations = scarce_counted();
	step = day_is_long() ? 1 : 1 + allocations / READS;
	for (long n = 0; n < allocations; n += step) {
		bool ok;

		if (anew)
			fixture_reopen(&day->f);
		scarce_begin(n, false);
		ok = read_it_all(day, &read, &err);
		scarce_end();
		if (ok)
			is_the_truth(n, &read, truth);
	}
	buf_release(&read);
}

/* Half a text is worse than none. */
static void what_is_read_without_memory_is_an_error_or_the_truth(void **state)
{
	struct buf truth = BUF_INIT;
	struct day day;
	struct err err;

	(void)state;
	day_begin(&day);
	day_run(&day);
	assert_true(day_open(&day));
	fixture_ok(read_it_all(&day, &truth, &err));
	read_without_memory(&day, &truth, true);
	read_without_memory(&day, &truth, false);
	day_submit(&day, 5, 9);
	assert_int_equal(day.sent[5], 9);
	fixture_close(&day.f);
	buf_release(&truth);
	day_end(&day);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_failed_allocation_is_survived),
		cmocka_unit_test(no_more_memory_from_any_allocation_on_loses_nothing),
		cmocka_unit_test(what_finds_no_memory_says_so),
		cmocka_unit_test(what_is_sent_is_synced_whatever_failed_before),
		cmocka_unit_test(no_part_of_a_withdrawal_is_written_without_the_rest),
		cmocka_unit_test(what_is_read_without_memory_is_an_error_or_the_truth),
	};

	scarce_install();
	watch_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
