/* Check finds every kind of damage, backup is complete, and what takes long can be stopped. */
#include "store/reading.h"
#include "tests/store/raw_sql.h"
#include "tests/support/store_fixture.h"

#include <signal.h>

/* ---------------------------------------------------------------- damage */

static void harm(const char *path, const char *sql)
{
	assert_true(raw_sql(path, sql) > 0);
}

struct found {
	char first[512];
	int n;
};

static void note_fault(void *ctx, const char *sentence)
{
	struct found *found = ctx;

	if (found->n++ == 0)
		snprintf(found->first, sizeof found->first, "%s", sentence);
}

static void expect_fault(struct fixture *f, const char *sql, const char *words)
{
	struct store_check check;
	struct found found = { .n = 0 };
	struct err err = { .code = ERR_NONE };

	fixture_close(f);
	harm(f->path, sql);
	f->env.no_check = true;
	f->store = store_open(f->path, STORE_READ, &f->env, &f->owner.signer, NULL, &err);
	if (f->store == NULL)
		fail_msg("%s: %s", sql, err.msg);
	fixture_ok(store_check(f->store, note_fault, &found, NULL, &check, &err));
	assert_int_equal(check.faults, found.n);
	if (strstr(found.first, words) == NULL)
		fail_msg("%s: wanted '%s', got '%s'", sql, words, found.first);
}

static void damaged_project(struct fixture *f)
{
	fixture_project(f, 10);
	for (int i = 1; i <= 3; i++) {
		struct store_task task = fixture_task(f, i);

		fixture_submit(f, &task.uid, i);
	}
	fixture_check(f->store);
}

static void each_kind_of_damage_is_named(void **state)
{
	static const struct {
		const char *sql, *words;
	} damages[] = {
		{ "UPDATE event SET payload = replace(payload, '\"r1\":2', '\"r1\":5') "
		  "WHERE kind = 64",
		  "payload is not what the header says" },
		{ "UPDATE event SET header = CAST(substr(header, 1, 70) || x'01' || substr(header, "
		  "72) AS BLOB) "
		  "WHERE kind = 64 AND rid % 4294967296 = 3",
		  "does not follow" },
		{ "UPDATE event SET kind = 68 WHERE kind = 64 AND rid % 4294967296 = 2",
		  "kind is not that" },
		{ "UPDATE event SET item = 9 WHERE kind = 64 AND rid % 4294967296 = 2",
		  "item is not that" },
		{ "UPDATE event SET payload = NULL, salt = NULL WHERE kind = 70 OR kind = 64",
		  "nobody redacted" },
		{ "DELETE FROM event WHERE kind = 64 AND rid % 4294967296 = 3", "are missing" },
		{ "UPDATE head SET id = zeroblob(32) WHERE seq = 4", "head is not its newest" },
		{ "UPDATE signature SET sig = zeroblob(64) WHERE rid % 4294967296 = 4",
		  "signature is wrong" },
		{ "DELETE FROM signature WHERE rid % 4294967296 = 4", "signature is missing" },
		{ "UPDATE body SET doc = replace(doc, 'plumber', 'Plumber') WHERE item = 2",
		  "its text is not what its hash says" },
		{ "UPDATE item SET prompt = zeroblob(16) WHERE item = 2", "hash of its prompt" },
		{ "UPDATE object SET bytes = zeroblob(9) WHERE class = 2",
		  "not what its hash says" },
		{ "UPDATE annotation SET status = 2 WHERE item = 1", "table 'annotation'" },
		{ "UPDATE task SET left = 1, have = 0", "table 'task'" },
		{ "UPDATE progress SET done = 77", "table 'progress'" },
		{ "UPDATE member SET roles = 31, name = 'x'", "table 'member'" },
		{ "UPDATE setting SET value = '10 9' WHERE name LIKE 'tasks.%'",
		  "number of open tasks" },
		{ "UPDATE derived SET vector = zeroblob(32)", "made from other events" },
		{ "UPDATE stream SET key = zeroblob(32) WHERE audience = 2", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		struct fixture f;

		damaged_project(&f);
		expect_fault(&f, damages[i].sql, damages[i].words);
		fixture_end(&f);
	}
}

static void a_damaged_page_is_a_fault_and_not_the_end(void **state)
{
	struct store_check check;
	struct found found = { .n = 0 };
	struct fixture f;
	struct err err;
	FILE *file;
	long page;

	(void)state;
	fixture_project(&f, 200);
	fixture_close(&f);
	page = (long)raw_number(f.path, "SELECT pageno FROM dbstat WHERE name = 'body' "
					"AND pagetype = 'leaf' LIMIT 1 OFFSET 1");
	file = fopen(f.path, "r+b");
	assert_non_null(file);
	assert_int_equal(fseek(file, (page - 1) * 8192, SEEK_SET), 0);
	assert_int_equal(fwrite("\xff\xff\xff\xff\xff\xff\xff\xff", 1, 8, file), 8);
	fclose(file);
	f.env.no_check = true;
	f.store = store_open(f.path, STORE_READ, &f.env, &f.owner.signer, NULL, &err);
	if (f.store == NULL)
		fail_msg("%s", err.msg);
	fixture_ok(store_check(f.store, note_fault, &found, NULL, &check, &err));
	assert_true(found.n > 0);
	fixture_end(&f);
}

static void rows_that_lie_are_made_again_in_a_file_from_elsewhere(void **state)
{
	struct store_batch batch;
	struct arena arena = ARENA_INIT;
	struct fixture f;
	struct err err;

	(void)state;
	damaged_project(&f);
	fixture_close(&f);
	harm(f.path, "UPDATE progress SET done = 77");
	f.env.machine[0] = 99; /* another machine: its records do not fit */
	f.store = store_open(f.path, STORE_READ, &f.env, &f.owner.signer, NULL, &err);
	if (f.store == NULL)
		fail_msg("%s", err.msg);
	fixture_ok(store_batch_find(f.store, "faucets", &arena, &batch, &err));
	assert_int_equal(batch.mine_done, 3);
	arena_release(&arena);
	fixture_end(&f);
}

static void a_file_from_elsewhere_whose_events_are_damaged_is_refused(void **state)
{
	struct fixture f;
	struct err err;

	(void)state;
	damaged_project(&f);
	fixture_close(&f);
	harm(f.path, "UPDATE event SET payload = replace(payload, '\"r1\":2', '\"r1\":5') "
		     "WHERE kind = 64");
	f.env.machine[0] = 99;
	assert_null(store_open(f.path, STORE_WRITE, &f.env, &f.owner.signer, NULL, &err));
	assert_int_equal(err.code, ERR_INVALID);
	assert_non_null(strstr(err.msg, "assay check"));
	fixture_end(&f);
}

static void derived_rows_of_other_events_are_made_again_at_opening(void **state)
{
	struct fixture f;

	(void)state;
	damaged_project(&f);
	fixture_close(&f);
	harm(f.path, "UPDATE derived SET fold = 0; DELETE FROM annotation; DELETE FROM progress");
	fixture_reopen(&f);
	fixture_check(f.store);
	fixture_end(&f);
}

static bool never(void *ctx, int64_t done, int64_t total)
{
	(void)ctx, (void)done, (void)total;
	return false;
}

/* Ctrl-C comes through, though the lock is held. */
static bool not_deaf(void *ctx, int64_t done, int64_t total)
{
	int *deaf = ctx;
	sigset_t now;

	(void)done, (void)total;
	assert_int_equal(pthread_sigmask(SIG_SETMASK, NULL, &now), 0);
	*deaf = sigismember(&now, SIGINT);
	return false;
}

static void long_work_can_be_stopped_by_a_signal(void **state)
{
	int deaf = -1;
	struct progress progress = { .tick = not_deaf, .ctx = &deaf };
	struct fixture f;
	struct err err;

	(void)state;
	damaged_project(&f);
	assert_false(store_rebuild(f.store, &progress, &err));
	assert_int_equal(deaf, 0);
	fixture_close(&f);
	harm(f.path, "UPDATE derived SET fold = 0");
	deaf = -1;
	assert_null(store_open(f.path, STORE_WRITE, &f.env, &f.owner.signer, &progress, &err));
	assert_int_equal(deaf, 0);
	fixture_reopen(&f);
	fixture_check(f.store);
	fixture_end(&f);
}

static void a_rebuild_that_is_stopped_changes_nothing(void **state)
{
	struct progress progress = { .tick = never };
	struct fixture f;
	struct err err;

	(void)state;
	damaged_project(&f);
	assert_false(store_rebuild(f.store, &progress, &err));
	fixture_check(f.store);
	fixture_end(&f);
}

/* ---------------------------------------------------------------- backup and query */

static void a_backup_of_a_live_project_is_a_whole_project(void **state)
{
	struct store *copy;
	struct id there, here;
	struct fixture f;
	struct err err;
	char path[128];

	(void)state;
	damaged_project(&f);
	snprintf(path, sizeof path, "%s/backup.assay", f.dir);
	fixture_ok(store_backup(f.store, path, NULL, &err));
	assert_false(store_backup(f.store, path, NULL, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	copy = store_open(path, STORE_READ, &f.env, NULL, NULL, &err);
	if (copy == NULL)
		fail_msg("%s", err.msg);
	here = fixture_check(f.store);
	there = fixture_check(copy);
	assert_memory_equal(here.b, there.b, ID_BYTES);
	store_close(copy);
	fixture_end(&f);
}

static void a_backup_that_is_stopped_leaves_nothing(void **state)
{
	struct progress progress = { .tick = never };
	struct fixture f;
	struct err err;
	char path[128], part[160];

	(void)state;
	fixture_project(&f, 1500);
	snprintf(path, sizeof path, "%s/backup.assay", f.dir);
	snprintf(part, sizeof part, "%s.part", path);
	assert_false(store_backup(f.store, path, &progress, &err));
	assert_string_equal(err.msg, "stopped before the end");
	assert_int_not_equal(access(path, F_OK), 0);
	assert_int_not_equal(access(part, F_OK), 0);
	fixture_ok(store_backup(f.store, path, NULL, &err));
	fixture_end(&f);
}

struct asked {
	int rows;
	char last[128];
};

static bool take_row(void *ctx, int n, const char *const *values, bool header)
{
	struct asked *asked = ctx;

	if (!header)
		asked->rows++;
	snprintf(asked->last, sizeof asked->last, "%s",
		 values[n - 1] != NULL ? values[n - 1] : "null");
	return true;
}

static void a_query_may_read_and_nothing_else(void **state)
{
	static const char *const refused[] = {
		"DELETE FROM event",
		"PRAGMA user_version = 9",
		"ATTACH 'x' AS y",
		"BEGIN",
		"CREATE TABLE x (y)",
		"SELECT 1; SELECT 2",
		"",
		"VACUUM",
		"SELECT nonsense",
		"SELECT load_extension('x')",
	};
	struct asked asked = { .rows = 0 };
	struct fixture f;
	struct err err;

	(void)state;
	damaged_project(&f);
	fixture_ok(store_query(f.store, "SELECT item, uid FROM item ORDER BY item", take_row,
			       &asked, NULL, &err));
	assert_int_equal(asked.rows, 10);
	assert_int_equal(strlen(asked.last), ID_HEX);
	fixture_ok(store_query(f.store, "SELECT NULL AS x;", take_row, &asked, NULL, &err));
	assert_string_equal(asked.last, "null");
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (store_query(f.store, refused[i], take_row, &asked, NULL, &err))
			fail_msg("'%s' was not refused", refused[i]);
	fixture_check(f.store);
	fixture_end(&f);
}

static bool three_times(void *ctx, int64_t done, int64_t total)
{
	int *asked = ctx;

	(void)total;
	assert_int_equal(done, 5);
	return ++*asked < 3;
}

/* Rows that never come: it is asked all the same, and ends. */
static void a_query_that_goes_on_for_ever_can_be_stopped(void **state)
{
	static const char endless[] = "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 "
				      "FROM a WHERE x < 10000000) SELECT x FROM a WHERE x <= 5";
	struct asked asked = { .rows = 0 };
	int times = 0;
	const struct progress progress = { .tick = three_times, .ctx = &times };
	struct fixture f;
	struct err err;

	(void)state;
	damaged_project(&f);
	assert_false(store_query(f.store, endless, take_row, &asked, &progress, &err));
	assert_string_equal(err.msg, "stopped before the end");
	assert_int_equal(times, 3);
	assert_int_equal(asked.rows, 5);
	/* The next one is not asked by it. */
	fixture_ok(store_query(f.store, "SELECT 7", take_row, &asked, NULL, &err));
	fixture_check(f.store);
	assert_int_equal(times, 3);
	fixture_end(&f);
}

struct logged {
	uint64_t hlc;
	int n, signed_ones;
};

static bool take_event(void *ctx, const struct store_log_row *row)
{
	struct logged *l = ctx;

	assert_true(l->n == 0 || row->hlc <= l->hlc);
	assert_string_equal(row->member, "owner");
	assert_null(row->parked);
	assert_non_null(row->payload);
	l->hlc = row->hlc;
	l->signed_ones += row->is_signed;
	l->n++;
	return true;
}

static void the_log_is_newest_first_over_all_streams(void **state)
{
	struct logged l = { .n = 0 };
	struct store_check check;
	struct fixture f;
	struct err err;

	(void)state;
	damaged_project(&f);
	fixture_ok(store_check(f.store, NULL, NULL, NULL, &check, &err));
	fixture_ok(store_each_event(f.store, 0, take_event, &l, &err));
	assert_int_equal(l.n, check.events);
	assert_int_equal(l.signed_ones, check.signatures);
	assert_int_equal(l.signed_ones, 3); /* team, staff, self: their heads */
	l = (struct logged){ .n = 0 };
	fixture_ok(store_each_event(f.store, 2, take_event, &l, &err));
	assert_int_equal(l.n, 2);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_damage_is_named),
		cmocka_unit_test(a_damaged_page_is_a_fault_and_not_the_end),
		cmocka_unit_test(rows_that_lie_are_made_again_in_a_file_from_elsewhere),
		cmocka_unit_test(a_file_from_elsewhere_whose_events_are_damaged_is_refused),
		cmocka_unit_test(derived_rows_of_other_events_are_made_again_at_opening),
		cmocka_unit_test(long_work_can_be_stopped_by_a_signal),
		cmocka_unit_test(a_rebuild_that_is_stopped_changes_nothing),
		cmocka_unit_test(a_backup_of_a_live_project_is_a_whole_project),
		cmocka_unit_test(a_query_may_read_and_nothing_else),
		cmocka_unit_test(a_backup_that_is_stopped_leaves_nothing),
		cmocka_unit_test(a_query_that_goes_on_for_ever_can_be_stopped),
		cmocka_unit_test(the_log_is_newest_first_over_all_streams),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
