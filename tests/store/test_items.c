/* Items of a batch: their order, finding one, reading them all back. */
#include "store/reading.h"
#include "tests/support/store_fixture.h"

static void the_queue_keeps_the_order_of_the_file(void **state)
{
	struct store_task task, next, prev;
	struct fixture f;
	struct err err;
	char text[32];

	(void)state;
	fixture_project(&f, 3000);
	for (int i = 1; i <= 3000; i += 577) {
		task = fixture_task(&f, i);
		assert_int_equal(store_task_number(f.store, &f.batch, &task), i);
		snprintf(text, sizeof text, "faucet-%d", i - 1);
		fixture_ok(store_task_find(f.store, &f.batch, text, &next, &err));
		assert_memory_equal(next.uid.b, task.uid.b, ID_BYTES);
	}
	task = fixture_task(&f, 1025);
	fixture_ok(store_seek(f.store, &f.batch, task.ord, SEEK_NEXT, &next, &err));
	assert_int_equal(store_task_number(f.store, &f.batch, &next), 1026);
	fixture_ok(store_seek(f.store, &f.batch, task.ord, SEEK_PREV, &prev, &err));
	assert_int_equal(store_task_number(f.store, &f.batch, &prev), 1024);
	fixture_ok(store_seek(f.store, &f.batch, NULL, SEEK_PREV, &prev, &err));
	assert_int_equal(store_task_number(f.store, &f.batch, &prev), 3000);
	assert_false(store_seek(f.store, &f.batch, prev.ord, SEEK_NEXT, &next, &err));
	assert_false(store_task_at(f.store, &f.batch, 3001, &next, &err));
	assert_false(store_task_at(f.store, &f.batch, 0, &next, &err));
	fixture_end(&f);
}

static void a_uid_is_found_by_its_beginning(void **state)
{
	char hex[ID_HEX + 1];
	struct store_task task, found;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 50);
	task = fixture_task(&f, 17);
	hex_encode(hex, task.uid.b, ID_BYTES);
	hex[9] = '\0';
	fixture_ok(store_task_find(f.store, &f.batch, hex, &found, &err));
	assert_memory_equal(found.uid.b, task.uid.b, ID_BYTES);
	assert_false(store_task_find(f.store, &f.batch, "faucet-50", &found, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_end(&f);
}

static void the_search_for_work_begins_again_at_the_start(void **state)
{
	struct store_task last, first;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 3);
	last = fixture_task(&f, 3);
	fixture_ok(store_seek(f.store, &f.batch, last.ord, SEEK_OPEN, &first, &err));
	assert_int_equal(store_task_number(f.store, &f.batch, &first), 1);
	fixture_submit(&f, &first.uid, 1);
	fixture_ok(store_seek(f.store, &f.batch, last.ord, SEEK_UNDONE, &first, &err));
	assert_int_equal(store_task_number(f.store, &f.batch, &first), 2);
	fixture_end(&f);
}

/* Which item of the made-up file a task is. */
static int item_of(struct fixture *f, const struct store_task *task, int n)
{
	struct store_task named;
	struct err err;
	char text[32];

	for (int i = 0; i < n; i++) {
		snprintf(text, sizeof text, "faucet-%d", i);
		fixture_ok(store_task_find(f->store, &f->batch, text, &named, &err));
		if (memcmp(named.uid.b, task->uid.b, ID_BYTES) == 0)
			return i;
	}
	return -1;
}

static void a_shuffled_batch_has_every_item_once_in_another_order(void **state)
{
	struct store_task task;
	struct fixture f;
	bool seen[40] = { false }, moved = false;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	fixture_batch(&f, "shuffled", 1, true);
	fixture_import(&f, "shuffled", 0, 40, 0);
	for (int place = 0; place < 40; place++) {
		int i;

		task = fixture_task(&f, place + 1);
		i = item_of(&f, &task, 40);
		assert_in_range(i, 0, 39);
		assert_false(seen[i]);
		seen[i] = true;
		moved = moved || i != place;
	}
	assert_true(moved);
	fixture_check(f.store);
	fixture_end(&f);
}

struct read_back {
	int items, annotations, sources;
	int64_t last;
	struct fixture *f;
	bool stop, annotated;
};

static bool read_item(void *ctx, const struct store_item_row *row, struct err *err)
{
	struct read_back *r = ctx;
	char id[32];

	snprintf(id, sizeof id, "\"id\":\"faucet-%d\"", r->items);
	if (!r->annotated) {
		assert_int_equal(row->n_sources, 1);
		assert_int_equal(strlen(row->source[0].line), row->source[0].len);
		assert_non_null(strstr(row->source[0].line, id));
	}
	assert_string_equal(row->batch->name, "faucets");
	assert_int_equal(row->body_len, strlen(row->body));
	assert_false(row->withdrawn);
	assert_int_equal(row->role, ROLE_WORK);
	for (size_t i = 0; i < row->n_annotations; i++)
		assert_string_equal(row->annotation[i].member_name, "owner");
	r->items++;
	r->annotations += (int)row->n_annotations;
	return !r->stop || err_set(err, ERR_CONFLICT, "enough");
}

static bool read_back(struct fixture *f, const char *batch, enum store_items items,
		      struct read_back *r, struct err *err)
{
	const struct store_reading reading = {
		.batch = batch, .items = items, .each = read_item, .ctx = r
	};

	return store_each_item(f->store, &reading, err);
}

static void every_item_is_read_back_in_order_with_what_was_said(void **state)
{
	struct read_back r = { .items = 0 };
	struct store_task task;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 3000);
	fixture_ok(read_back(&f, "faucets", STORE_ITEMS_ALL, &r, &err));
	assert_int_equal(r.items, 3000);
	task = fixture_task(&f, 5);
	fixture_submit(&f, &task.uid, 1);
	r = (struct read_back){ .items = 4, .annotated = true };
	fixture_ok(read_back(&f, NULL, STORE_ITEMS_ANNOTATED, &r, &err));
	assert_int_equal(r.items, 5);
	assert_int_equal(r.annotations, 1);
	r = (struct read_back){ .stop = true };
	assert_false(read_back(&f, NULL, STORE_ITEMS_ALL, &r, &err));
	assert_string_equal(err.msg, "enough");
	assert_int_equal(r.items, 1);
	assert_false(read_back(&f, "no", STORE_ITEMS_ALL, &r, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	fixture_end(&f);
}

static bool its_own_line(void *ctx, const struct store_item_row *row, struct err *err)
{
	char uid[ID_HEX + 1];

	(void)err;
	hex_encode(uid, row->task.uid.b, ID_BYTES);
	assert_int_equal(row->n_sources, 1);
	assert_non_null(strstr(row->source[0].line, uid));
	++*(int *)ctx;
	return true;
}

static void the_items_of_a_shuffled_batch_have_their_own_lines(void **state)
{
	struct fixture f;
	struct err err;
	int n = 0;
	const struct store_reading reading = { .each = its_own_line, .ctx = &n };

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	fixture_batch(&f, "shuffled", 1, true);
	fixture_import(&f, "shuffled", 0, 7000, 0);
	fixture_ok(store_each_item(f.store, &reading, &err));
	assert_int_equal(n, 7000);
	fixture_end(&f);
}

struct keeping {
	struct arena arena[2], *at;
	struct store_item_row row[40];
	int n;
};

/* The second half goes into another arena. */
static bool keep_row(void *ctx, const struct store_item_row *row, struct err *err)
{
	struct keeping *k = ctx;

	(void)err;
	k->row[k->n++] = *row;
	k->at = &k->arena[k->n / 20 % 2];
	return true;
}

static void rows_that_are_kept_outlive_the_reading(void **state)
{
	struct keeping k = { .n = 0 };
	const struct store_reading reading = { .each = keep_row, .ctx = &k, .arena = &k.at };
	struct store_task task;
	struct fixture f;
	struct err err;
	char id[32];

	(void)state;
	fixture_project(&f, 40);
	task = fixture_task(&f, 5);
	fixture_submit(&f, &task.uid, 1);
	k.at = &k.arena[0];
	fixture_ok(store_each_item(f.store, &reading, &err));
	assert_int_equal(k.n, 40);
	for (int i = 0; i < k.n; i++) {
		snprintf(id, sizeof id, "\"id\":\"faucet-%d\"", i);
		assert_non_null(strstr(k.row[i].source[0].line, id));
		assert_int_equal(strlen(k.row[i].body), k.row[i].body_len);
	}
	assert_int_equal(k.row[4].n_annotations, 1);
	assert_int_equal(strlen(k.row[4].annotation[0].payload),
			 k.row[4].annotation[0].payload_len);
	arena_release(&k.arena[0]);
	assert_non_null(strstr(k.row[39].body, "prompt"));
	arena_release(&k.arena[1]);
	fixture_end(&f);
}

static bool note_batch(void *ctx, const struct store_item_row *row, struct err *err)
{
	(void)err;
	buf_addf(ctx, "%s ", row->batch->name);
	return true;
}

static void all_batches_are_read_back_in_order_of_their_names(void **state)
{
	struct buf names = BUF_INIT;
	const struct store_reading reading = { .each = note_batch, .ctx = &names };
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 1);
	fixture_batch(&f, "again", 1, false);
	fixture_import(&f, "again", 0, 2, 0);
	fixture_ok(store_each_item(f.store, &reading, &err));
	assert_string_equal(names.data, "again again faucets ");
	buf_release(&names);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_queue_keeps_the_order_of_the_file),
		cmocka_unit_test(a_uid_is_found_by_its_beginning),
		cmocka_unit_test(the_search_for_work_begins_again_at_the_start),
		cmocka_unit_test(a_shuffled_batch_has_every_item_once_in_another_order),
		cmocka_unit_test(every_item_is_read_back_in_order_with_what_was_said),
		cmocka_unit_test(the_items_of_a_shuffled_batch_have_their_own_lines),
		cmocka_unit_test(rows_that_are_kept_outlive_the_reading),
		cmocka_unit_test(all_batches_are_read_back_in_order_of_their_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
