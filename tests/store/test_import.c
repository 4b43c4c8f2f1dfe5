/* Items in bulk: what goes in, what is there already, what comes with it. */
#include "store/reading.h"
#include "tests/store/raw_sql.h"
#include "tests/support/store_fixture.h"

static void importing_the_same_file_twice_adds_nothing(void **state)
{
	struct id before, after;
	struct fixture f;

	(void)state;
	fixture_project(&f, 500);
	before = store_vector(f.store);
	assert_int_equal(fixture_import(&f, "faucets", 0, 500, 0), 0);
	after = store_vector(f.store);
	assert_memory_equal(before.b, after.b, ID_BYTES);
	assert_int_equal(fixture_import(&f, "faucets", 490, 20, 0), 10);
	fixture_check(f.store);
	fixture_end(&f);
}

/* The first import of a project asks in another way than later ones. */
static void a_line_is_known_again_even_before_it_is_written(void **state)
{
	(void)state;
	for (int items = 0; items <= 1; items++) {
		struct store_import *import;
		struct fixture_item item;
		struct store_put other;
		char line[1024];
		struct fixture f;
		struct err err;

		fixture_project(&f, items);
		import = store_import_begin(f.store, "faucets", &err);
		assert_non_null(import);
		fixture_item(&item, 7, 0);
		snprintf(line, sizeof line, "%.*s", (int)item.put.line_len, item.put.line);
		strstr(line, "faucet-7")[7] = 'X';
		assert_int_equal(store_import_put(import, &item.put, &err), STORE_ADDED);
		assert_int_equal(store_import_put(import, &item.put, &err), STORE_THERE);
		other = item.put;
		other.line = line;
		assert_int_equal(store_import_put(import, &other, &err), STORE_SOURCE);
		assert_int_equal(store_import_put(import, &other, &err), STORE_THERE);
		fixture_ok(store_import_end(import, true, NULL, &err));
		fixture_item_release(&item);
		fixture_check(f.store);
		fixture_close(&f);
		assert_int_equal(raw_number(f.path, "SELECT count(*) FROM body"), items + 1);
		assert_int_equal(raw_number(f.path, "SELECT count(*) FROM source"), items + 2);
		fixture_end(&f);
	}
}

static void name_item(struct fixture *f, const struct id *uid)
{
	char hex[ID_HEX + 1], sql[128];

	hex_encode(hex, uid->b, ID_BYTES);
	snprintf(sql, sizeof sql, "INSERT INTO item (uid) VALUES (x'%s')", hex);
	fixture_close(f);
	assert_int_equal(raw_sql(f->path, sql), 1);
	fixture_reopen(f);
}

static void an_item_that_was_only_named_gets_its_body_with_the_import(void **state)
{
	(void)state;
	for (int items = 0; items <= 1; items++) {
		struct store_import *import;
		struct fixture_item item;
		struct fixture f;
		struct err err;

		fixture_project(&f, items);
		fixture_item(&item, 7, 0);
		name_item(&f, &item.put.uid);
		import = store_import_begin(f.store, "faucets", &err);
		assert_non_null(import);
		assert_int_equal(store_import_put(import, &item.put, &err), STORE_ADDED);
		fixture_ok(store_import_end(import, true, NULL, &err));
		fixture_item_release(&item);
		fixture_check(f.store);
		fixture_close(&f);
		assert_int_equal(raw_number(f.path, "SELECT count(*) FROM body"), items + 1);
		assert_int_equal(
			raw_number(f.path, "SELECT count(*) FROM item WHERE prompt IS NULL"), 0);
		fixture_end(&f);
	}
}

static void an_import_that_is_given_up_leaves_nothing(void **state)
{
	struct store_import *import;
	struct fixture_item item;
	struct store_task task;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	import = store_import_begin(f.store, "faucets", &err);
	fixture_item(&item, 7, 0);
	assert_int_equal(store_import_put(import, &item.put, &err), STORE_ADDED);
	fixture_ok(store_import_end(import, false, NULL, &err));
	assert_false(store_task(f.store, &f.batch, &item.put.uid, &task, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_item_release(&item);
	fixture_end(&f);
}

/* In an empty project all is one transaction, else the first chunk brings the batch. */
static void a_new_batch_comes_with_its_first_items_or_not_at_all(void **state)
{
	const struct fixture_new new = fixture_new();

	(void)state;
	for (int items = 0; items <= 1; items++) {
		struct arena arena = ARENA_INIT;
		struct store_batch batch;
		struct fixture f;
		struct id hash;
		struct err err;

		fixture_begin(&f);
		fixture_create(&f, true);
		fixture_batch(&f, "faucets", 1, false);
		fixture_import(&f, "faucets", 0, items, 0);
		fixture_ok(store_import_end(
			store_import_begin_new(f.store, &new.guideline, &new.batch, &err), true,
			NULL, &err));
		assert_false(store_batch_find(f.store, "new", &arena, &batch, &err));
		for (int keep = 0; keep <= 1; keep++) {
			struct store_import *import =
				store_import_begin_new(f.store, &new.guideline, &new.batch, &err);
			struct fixture_item item;
			int64_t in;

			assert_non_null(import);
			fixture_item(&item, 7, 0);
			assert_int_equal(store_import_put(import, &item.put, &err), STORE_ADDED);
			fixture_ok(store_import_end(import, keep != 0, &in, &err));
			assert_int_equal(in, keep);
			assert_int_equal(store_batch_find(f.store, "new", &arena, &batch, &err),
					 keep);
			assert_int_equal(store_guideline_find(f.store, "h", &hash, &err), keep);
			fixture_item_release(&item);
		}
		assert_int_equal(batch.items, 1);
		fixture_check(f.store);
		arena_release(&arena);
		fixture_end(&f);
	}
}

static void the_first_import_has_an_empty_project_for_itself(void **state)
{
	struct store_import *import;
	struct fixture_item item;
	struct store *other;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	fixture_batch(&f, "faucets", 1, false);
	import = store_import_begin(f.store, "faucets", &err);
	assert_non_null(import);
	f.env.lock_deadline_ms = 50;
	other = store_open(f.path, STORE_READ, &f.env, &f.owner.signer, NULL, &err);
	assert_null(other);
	assert_int_equal(err.code, ERR_BUSY);
	assert_false(store_setting_put(f.store, "a", "b", &err));
	fixture_item(&item, 7, 0);
	assert_int_equal(store_import_put(import, &item.put, &err), STORE_ADDED);
	fixture_ok(store_import_end(import, true, NULL, &err));
	fixture_item_release(&item);
	fixture_ok(store_setting_put(f.store, "a", "b", &err));
	fixture_check(f.store);
	fixture_end(&f);
}

/* Who waits gives up when nothing changes for long. */
static void who_waits_sees_that_the_indices_are_sorted(void **state)
{
	char path[160], says[128] = "";
	struct fixture f;
	FILE *file;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	fixture_batch(&f, "faucets", 1, false);
	assert_int_equal(fixture_import(&f, "faucets", 0, 1500, 0), 1500);
	snprintf(path, sizeof path, "%s-lock", f.path);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(says, sizeof says, file));
	fclose(file);
	assert_non_null(strstr(says, "sorting, step "));
	fixture_end(&f);
}

static void with_somebody_else_in_it_an_import_goes_in_chunks(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_import *import;
	struct fixture_item item;
	struct store *other;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	fixture_batch(&f, "faucets", 1, false);
	other = store_open(f.path, STORE_WRITE, &f.env, &f.owner.signer, NULL, &err);
	assert_non_null(other);
	import = store_import_begin(f.store, "faucets", &err);
	assert_non_null(import);
	fixture_item(&item, 7, 0);
	assert_int_equal(store_import_put(import, &item.put, &err), STORE_ADDED);
	fixture_ok(store_setting_put(other, "a", "b", &err));
	fixture_ok(store_import_end(import, true, NULL, &err));
	fixture_item_release(&item);
	assert_string_equal(store_setting(f.store, "a", &arena), "b");
	fixture_check(other);
	store_close(other);
	arena_release(&arena);
	fixture_end(&f);
}

static void only_a_lead_may_import_and_only_into_a_batch(void **state)
{
	struct fixture_person stranger;
	struct store *store;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	assert_null(store_import_begin(f.store, "nothing", &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_close(&f);
	fixture_person(&stranger, 9, "stranger");
	store = store_open(f.path, STORE_WRITE, &f.env, &stranger.signer, NULL, &err);
	assert_non_null(store);
	assert_null(store_import_begin(store, "faucets", &err));
	assert_int_equal(err.code, ERR_DENIED);
	store_close(store);
	fixture_end(&f);
}

/* Item I, which replaces OLD. */
static void replacing_item(struct fixture_item *item, int i, const struct id *old)
{
	struct buf line = BUF_INIT;
	char uid[ID_HEX + 1], *at;

	fixture_item(item, i, 0);
	hex_encode(uid, old->b, ID_BYTES);
	at = strstr(item->line.data, "\"replaces\":null");
	assert_non_null(at);
	buf_add(&line, item->line.data, (size_t)(at - item->line.data));
	buf_addf(&line, "\"replaces\":\"%s\"%s", uid, at + strlen("\"replaces\":null"));
	buf_release(&item->line);
	item->line = line;
	item->put.line = line.data;
	item->put.line_len = line.len;
}

static void an_item_may_replace_one_of_the_same_import(void **state)
{
	struct store_import *import;
	struct fixture_item item;
	struct fixture f;
	struct id old;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	import = store_import_begin(f.store, "faucets", &err);
	for (int i = 1; i < 40; i++) {
		if (i % 20 == 0)
			replacing_item(&item, i, &old);
		else
			fixture_item(&item, i, 0);
		old = item.put.uid;
		assert_int_equal(store_import_put(import, &item.put, &err), STORE_ADDED);
		fixture_item_release(&item);
	}
	fixture_ok(store_import_end(import, true, NULL, &err));
	fixture_check(f.store);
	fixture_ok(store_rebuild(f.store, NULL, &err));
	fixture_close(&f);
	assert_int_equal(
		raw_number(f.path, "SELECT count(*) FROM task WHERE want = -1 AND left = 0"), 1);
	fixture_end(&f);
}

static void a_replaced_item_leaves_the_queue_and_keeps_its_labels(void **state)
{
	struct fixture_item item;
	struct store_import *import;
	struct store_task old, next;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 2);
	old = fixture_task(&f, 1);
	fixture_submit(&f, &old.uid, 2);
	replacing_item(&item, 9, &old.uid);
	import = store_import_begin(f.store, "faucets", &err);
	assert_int_equal(store_import_put(import, &item.put, &err), STORE_ADDED);
	fixture_ok(store_import_end(import, true, NULL, &err));
	fixture_submit(&f, &old.uid, 3);
	fixture_ok(store_seek(f.store, &f.batch, NULL, SEEK_OPEN, &next, &err));
	assert_int_equal(store_task_number(f.store, &f.batch, &next), 2);
	fixture_check(f.store);
	fixture_close(&f);
	assert_int_equal(
		raw_number(f.path, "SELECT count(*) FROM task WHERE want = -1 AND left = 0"), 1);
	assert_int_equal(raw_number(f.path, "SELECT count(*) FROM annotation"), 1);
	fixture_item_release(&item);
	fixture_end(&f);
}

static void a_control_answer_is_an_event_that_only_staff_reads(void **state)
{
	struct store_import *import;
	struct fixture_item item;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	fixture_item(&item, 3, 0);
	item.put.control = "{\"expect\":{\"accuracy\":{\"r1\":{\"at_most\":2}}},\"explain\":null,"
			   "\"feedback\":\"never\"}";
	import = store_import_begin(f.store, "faucets", &err);
	assert_int_equal(store_import_put(import, &item.put, &err), STORE_ADDED);
	fixture_ok(store_import_end(import, true, NULL, &err));
	fixture_check(f.store);
	fixture_close(&f);
	assert_int_equal(raw_number(f.path, "SELECT count(*) FROM control"), 1);
	assert_int_equal(raw_number(f.path,
				    "SELECT audience FROM event e JOIN head h ON h.head = "
				    "e.rid >> 32 JOIN stream s USING (stream) WHERE e.kind = 69"),
			 1);
	fixture_item_release(&item);
	fixture_end(&f);
}

static bool clock_is_not_behind(void *ctx, const struct store_log_row *row)
{
	assert_true((int64_t)(row->hlc >> 16) >= row->wall);
	assert_true(row->wall >= FIXTURE_NOW);
	++*(int *)ctx;
	return true;
}

static void no_event_is_older_than_its_authors_clock(void **state)
{
	struct fixture f;
	struct err err;
	int n = 0;

	(void)state;
	fixture_project(&f, 5000); /* its chunks' events have their clock before their text */
	fixture_ok(store_each_event(f.store, 0, clock_is_not_behind, &n, &err));
	assert_true(n > 5);
	fixture_end(&f);
}

static void an_item_in_two_batches_is_stored_once(void **state)
{
	struct fixture f;

	(void)state;
	fixture_project(&f, 100);
	fixture_batch(&f, "again", 2, false);
	assert_int_equal(fixture_import(&f, "again", 0, 100, 0), 100);
	fixture_check(f.store);
	fixture_close(&f);
	assert_int_equal(raw_number(f.path, "SELECT count(*) FROM body"), 100);
	assert_int_equal(raw_number(f.path, "SELECT count(*) FROM task"), 200);
	fixture_end(&f);
}

/* A rebuild tries the item behind the last one first. */
static void items_that_come_in_any_order_are_found_again_by_a_check(void **state)
{
	static const int order[] = { 4, 5, 5, 0, 3, 2, 9, 1, 8, 7 };
	struct store_import *import;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 8);
	fixture_batch(&f, "again", 1, false);
	import = store_import_begin(f.store, "again", &err);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		struct fixture_item item;

		fixture_item(&item, order[i], 0);
		assert_int_not_equal(store_import_put(import, &item.put, &err), STORE_FAILED);
		fixture_item_release(&item);
	}
	fixture_ok(store_import_end(import, true, NULL, &err));
	fixture_check(f.store);
	fixture_ok(store_rebuild(f.store, NULL, &err));
	fixture_check(f.store);
	fixture_close(&f);
	assert_int_equal(raw_number(f.path, "SELECT count(DISTINCT grp) FROM source"), 10);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(importing_the_same_file_twice_adds_nothing),
		cmocka_unit_test(a_line_is_known_again_even_before_it_is_written),
		cmocka_unit_test(an_item_that_was_only_named_gets_its_body_with_the_import),
		cmocka_unit_test(an_import_that_is_given_up_leaves_nothing),
		cmocka_unit_test(a_new_batch_comes_with_its_first_items_or_not_at_all),
		cmocka_unit_test(the_first_import_has_an_empty_project_for_itself),
		cmocka_unit_test(who_waits_sees_that_the_indices_are_sorted),
		cmocka_unit_test(with_somebody_else_in_it_an_import_goes_in_chunks),
		cmocka_unit_test(only_a_lead_may_import_and_only_into_a_batch),
		cmocka_unit_test(an_item_may_replace_one_of_the_same_import),
		cmocka_unit_test(a_replaced_item_leaves_the_queue_and_keeps_its_labels),
		cmocka_unit_test(a_control_answer_is_an_event_that_only_staff_reads),
		cmocka_unit_test(no_event_is_older_than_its_authors_clock),
		cmocka_unit_test(an_item_in_two_batches_is_stored_once),
		cmocka_unit_test(items_that_come_in_any_order_are_found_again_by_a_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
