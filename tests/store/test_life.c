/* The life of a project file: made, opened, closed; and files that are none. */
#include "tests/store/raw_sql.h"
#include "tests/support/store_fixture.h"

#include <fcntl.h>
#include <sys/wait.h>

static void a_new_project_opens_again_and_checks_clean(void **state)
{
	struct fixture f;
	struct id project;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	project = *store_project(f.store);
	assert_string_equal(store_project_name(f.store), "faucet");
	assert_false(store_is_copy(f.store));
	fixture_check(f.store);
	fixture_reopen(&f);
	assert_memory_equal(project.b, store_project(f.store)->b, ID_BYTES);
	assert_false(store_is_copy(f.store));
	fixture_check(f.store);
	fixture_end(&f);
}

static void the_owner_is_a_member_with_her_name(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_member self, *all;
	struct fixture f;
	struct err err;
	size_t n;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	fixture_ok(store_self(f.store, &self, &arena, &err));
	assert_string_equal(self.name, "owner");
	assert_int_equal(self.roles, MEMBER_OWNER);
	fixture_ok(store_members(f.store, &arena, &all, &n, &err));
	assert_int_equal(n, 1);
	arena_release(&arena);
	fixture_end(&f);
}

static void a_file_that_exists_is_never_replaced(void **state)
{
	struct store_init init = { .name = "other" };
	struct fixture f;
	struct err err;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	assert_null(store_create(f.path, &init, &f.env, &f.owner.signer, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	fixture_check(f.store);
	fixture_end(&f);
}

static void what_a_killed_init_left_is_replaced(void **state)
{
	struct fixture f;
	char part[160];
	FILE *file;

	(void)state;
	fixture_begin(&f);
	snprintf(part, sizeof part, "%s.part", f.path);
	file = fopen(part, "w");
	assert_non_null(file);
	fputs("half of something", file);
	fclose(file);
	fixture_create(&f, false);
	assert_int_not_equal(access(part, F_OK), 0);
	fixture_end(&f);
}

static void guidelines_are_versioned_and_batches_are_kept(void **state)
{
	static const char first[] = "{\"files\":{\"a\":\"1\"},\"main\":\"a\"}";
	static const char second[] = "{\"files\":{\"a\":\"2\"},\"main\":\"a\"}";
	struct store_guideline one = { .name = "g", .object = first, .len = sizeof first - 1 };
	struct store_guideline two = { .name = "g", .object = second, .len = sizeof second - 1 };
	struct arena arena = ARENA_INIT;
	struct store_batch *batches;
	struct fixture f;
	struct err err;
	struct id found;
	const char *bytes;
	size_t n, len;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	one.hash = hash_bytes("assay object 1", first, one.len);
	two.hash = hash_bytes("assay object 1", second, two.len);
	fixture_ok(store_guideline_put(f.store, &one, &err));
	fixture_ok(store_guideline_put(f.store, &two, &err));
	fixture_ok(store_guideline_put(f.store, &one, &err));
	fixture_ok(store_guideline_find(f.store, "g", &found, &err));
	assert_memory_equal(found.b, two.hash.b, ID_BYTES);
	assert_false(store_guideline_find(f.store, "h", &found, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_ok(store_object(f.store, &one.hash, &arena, &bytes, &len, &err));
	assert_string_equal(bytes, first);
	two.hash.b[0] ^= 1;
	assert_false(store_guideline_put(f.store, &two, &err));
	fixture_batch(&f, "b", 2, true);
	fixture_batch(&f, "b", 1, false);
	fixture_batch(&f, "a", 1, false);
	fixture_ok(store_batches(f.store, &arena, &batches, &n, &err));
	assert_int_equal(n, 2);
	assert_string_equal(batches[0].name, "b");
	assert_string_equal(batches[1].name, "a");
	assert_int_equal(batches[0].overlap, 2);
	assert_true(batches[0].shuffled);
	assert_string_equal(batches[0].guideline_name, "g");
	assert_int_equal(batches[0].guideline_version, 3);
	fixture_ok(store_setting_put(f.store, "guideline", "g", &err));
	assert_string_equal(store_setting(f.store, "guideline", &arena), "g");
	assert_null(store_setting(f.store, "nothing", &arena));
	fixture_check(f.store);
	arena_release(&arena);
	fixture_end(&f);
}

/* ---------------------------------------------------------------- files that are none */

static struct id digest_file(const char *path)
{
	struct buf bytes = BUF_INIT;
	struct id id;
	char chunk[4096];
	FILE *file = fopen(path, "rb");
	size_t n;

	assert_non_null(file);
	while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
		buf_add(&bytes, chunk, n);
	fclose(file);
	id = hash_bytes("file", buf_str(&bytes), bytes.len);
	buf_release(&bytes);
	return id;
}

static void expect_refused(struct fixture *f, enum err_code code, const char *words)
{
	static const enum store_mode modes[] = { STORE_READ, STORE_WRITE };
	struct id before = digest_file(f->path), after;
	struct err err = { .code = ERR_NONE };

	for (size_t i = 0; i < 2; i++) {
		assert_null(store_open(f->path, modes[i], &f->env, &f->owner.signer, NULL, &err));
		assert_int_equal(err.code, code);
		if (strstr(err.msg, words) == NULL)
			fail_msg("%s", err.msg);
		after = digest_file(f->path);
		assert_memory_equal(before.b, after.b, ID_BYTES);
	}
}

static void a_newer_project_is_refused_untouched(void **state)
{
	struct fixture f;

	(void)state;
	fixture_project(&f, 1);
	fixture_close(&f);
	raw_sql(f.path, "PRAGMA user_version = 2; CREATE TABLE x (y)");
	expect_refused(&f, ERR_TOO_NEW, "newer assay");
	fixture_end(&f);
}

static void what_is_no_project_is_refused_untouched(void **state)
{
	static const char *const texts[] = { "", "hello", "SQLite format 3" };
	struct fixture f;
	struct err err;

	(void)state;
	fixture_begin(&f);
	assert_null(store_open(f.path, STORE_READ, &f.env, NULL, NULL, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_null(store_open(f.dir, STORE_READ, &f.env, NULL, NULL, &err));
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		FILE *file = fopen(f.path, "w");

		assert_non_null(file);
		fputs(texts[i], file);
		fclose(file);
		expect_refused(&f, ERR_INVALID, "not a project made by assay");
		assert_int_equal(unlink(f.path), 0);
	}
	raw_sql(f.path, "PRAGMA journal_mode = WAL; CREATE TABLE event (x)");
	expect_refused(&f, ERR_INVALID, "not a project made by assay");
	fixture_end(&f);
}

static void a_project_with_anything_added_is_refused(void **state)
{
	static const char *const added[] = {
		"CREATE TABLE x (y)",
		"CREATE VIEW v AS SELECT 1",
		"CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END",
		"CREATE INDEX i ON event (kind)",
		"DROP INDEX event_item",
		"ALTER TABLE setting ADD COLUMN more TEXT",
		"PRAGMA user_version = 0",
	};

	(void)state;
	for (size_t i = 0; i < sizeof added / sizeof *added; i++) {
		struct fixture f;

		fixture_project(&f, 1);
		fixture_close(&f);
		raw_sql(f.path, added[i]);
		expect_refused(&f, ERR_INVALID, "not a project made by assay");
		fixture_end(&f);
	}
}

static void a_file_that_was_moved_away_is_not_written_any_more(void **state)
{
	struct fixture f;
	struct err err;
	char path[160];

	(void)state;
	fixture_project(&f, 1);
	snprintf(path, sizeof path, "%s.moved", f.path);
	assert_int_equal(rename(f.path, path), 0);
	assert_false(store_setting_put(f.store, "a", "b", &err));
	assert_int_equal(err.code, ERR_STORAGE);
	fixture_end(&f);
}

static void a_deleted_lock_file_is_made_again(void **state)
{
	struct fixture f;
	struct err err;
	char path[160];

	(void)state;
	fixture_project(&f, 1);
	snprintf(path, sizeof path, "%s-lock", f.path);
	assert_int_equal(unlink(path), 0);
	fixture_ok(store_setting_put(f.store, "a", "b", &err));
	assert_int_equal(access(path, F_OK), 0);
	fixture_end(&f);
}

static void reading_does_not_write(void **state)
{
	struct store *store;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	fixture_close(&f);
	store = store_open(f.path, STORE_READ, &f.env, &f.owner.signer, NULL, &err);
	assert_non_null(store);
	assert_false(store_setting_put(store, "a", "b", &err));
	assert_int_equal(err.code, ERR_DENIED);
	store_close(store);
	fixture_end(&f);
}

/* ---------------------------------------------------------------- a folder for reading */

/* As nobody when we are root, since root may write everywhere. */
static int read_only_child(struct fixture *f, const char *words)
{
	struct store_check check;
	struct store *store;
	struct err err = { .code = ERR_NONE };

	if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return 1;
	f->env.ctx = f;
	if (store_open(f->path, STORE_WRITE, &f->env, NULL, NULL, &err) != NULL
	    || err.code != ERR_DENIED)
		return 2;
	store = store_open(f->path, STORE_READ, &f->env, NULL, NULL, &err);
	if (words != NULL)
		return store == NULL && strstr(err.msg, words) != NULL ? 0 : 3;
	if (store == NULL || !store_check(store, NULL, NULL, NULL, &check, &err)) {
		fprintf(stderr, "%s\n", err.msg);
		return 4;
	}
	if (check.faults != 0 || check.items != 1)
		return 5;
	store_close(store);
	return 0;
}

static void expect_read_only(struct fixture *f, const char *words)
{
	pid_t child;
	int status;

	assert_int_equal(chmod(f->dir, 0555), 0);
	child = fork();
	if (child == 0)
		_exit(read_only_child(f, words));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(chmod(f->dir, 0700), 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void a_closed_project_in_a_read_only_folder_is_read(void **state)
{
	struct fixture f;
	char path[160];
	FILE *file;

	(void)state;
	fixture_project(&f, 1);
	fixture_close(&f);
	snprintf(path, sizeof path, "%s-lock", f.path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(chmod(f.path, 0444), 0);
	expect_read_only(&f, NULL);
	snprintf(path, sizeof path, "%s-wal", f.path);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("something that was not copied back", file);
	fclose(file);
	expect_read_only(&f, "was not closed");
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_project_opens_again_and_checks_clean),
		cmocka_unit_test(the_owner_is_a_member_with_her_name),
		cmocka_unit_test(a_file_that_exists_is_never_replaced),
		cmocka_unit_test(what_a_killed_init_left_is_replaced),
		cmocka_unit_test(guidelines_are_versioned_and_batches_are_kept),
		cmocka_unit_test(a_newer_project_is_refused_untouched),
		cmocka_unit_test(what_is_no_project_is_refused_untouched),
		cmocka_unit_test(a_project_with_anything_added_is_refused),
		cmocka_unit_test(a_file_that_was_moved_away_is_not_written_any_more),
		cmocka_unit_test(a_deleted_lock_file_is_made_again),
		cmocka_unit_test(reading_does_not_write),
		cmocka_unit_test(a_closed_project_in_a_read_only_folder_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
