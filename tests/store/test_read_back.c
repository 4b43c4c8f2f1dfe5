/* What exports read: annotated items, all that was said, and answers alone. */
#include "store/said.h"
#include "tests/store/raw_sql.h"
#include "tests/support/store_fixture.h"

#define ROWS_MAX 8

struct seen {
	struct arena arena, *at;
	struct store_item_row row[ROWS_MAX];
	int n;
};

static bool see(void *ctx, const struct store_item_row *row, struct err *err)
{
	struct seen *seen = ctx;

	(void)err;
	assert_true(seen->n < ROWS_MAX);
	seen->row[seen->n++] = *row;
	return true;
}

static void read_items(struct fixture *f, enum store_items items, struct seen *seen)
{
	const struct store_reading reading = {
		.items = items, .each = see, .ctx = seen, .arena = &seen->at
	};
	struct err err;

	*seen = (struct seen){ .at = &seen->arena };
	fixture_ok(store_each_item(f->store, &reading, &err));
}

/* Item 1 once more, as if from another file and for something else. */
static void add_source(struct fixture *f, char letter)
{
	static const char work[] = "\"role\":\"work\"";
	struct err err;
	struct store_import *import = store_import_begin(f->store, "faucets", &err);
	struct buf line = BUF_INIT;
	struct fixture_item item;
	char *role;

	assert_non_null(import);
	fixture_item(&item, 0, 0);
	strstr(item.line.data, "faucet-0")[7] = letter;
	role = strstr(item.line.data, work);
	*role = '\0';
	buf_addf(&line, "%s\"role\":\"tutorial\"%s", item.line.data, role + sizeof work - 1);
	item.put.role = ROLE_TUTORIAL;
	item.put.line = line.data;
	item.put.line_len = line.len;
	assert_int_equal(store_import_put(import, &item.put, &err), STORE_SOURCE);
	fixture_item_release(&item);
	buf_release(&line);
	fixture_ok(store_import_end(import, true, NULL, &err));
}

static void an_annotated_item_has_all_annotators_and_its_first_source(void **state)
{
	struct fixture_person person[2];
	struct store *store[2];
	struct store_task task;
	struct store_receipt receipt;
	struct fixture_item item;
	struct fixture f;
	struct seen seen;
	struct err err;

	(void)state;
	fixture_project_for(&f, 3, 3);
	for (int i = 0; i < 6; i++) /* the order of their hashes is another one */
		add_source(&f, (char)('a' + i));
	task = fixture_task(&f, 1);
	fixture_submit(&f, &task.uid, 1);
	for (int i = 0; i < 2; i++) {
		store[i] = fixture_join(&f, &person[i], (uint8_t)(7 + i), i == 0 ? "mary" : "joe");
		fixture_ok(fixture_submit_as(&f, store[i], &task.uid, 2 + i, &receipt, &err));
		store_close(store[i]);
	}
	read_items(&f, STORE_ITEMS_ANNOTATED, &seen);
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.row[0].n_annotations, 3);
	for (int i = 1; i < 3; i++)
		assert_true(memcmp(seen.row[0].annotation[i - 1].member.b,
				   seen.row[0].annotation[i].member.b, SHORT_ID_BYTES)
			    < 0);
	fixture_item(&item, 0, 0);
	assert_int_equal(seen.row[0].role, ROLE_WORK);
	assert_true(short_id_equal(&seen.row[0].group, &item.put.group));
	assert_string_equal(seen.row[0].body, item.put.body);
	fixture_item_release(&item);
	arena_release(&seen.arena);
	fixture_end(&f);
}

static void what_was_said_far_apart_has_its_own_lines(void **state)
{
	static const int number[] = { 3, 2400, 2450 };
	struct fixture f;
	struct seen seen;
	char id[32];

	(void)state;
	fixture_project(&f, 2500);
	for (int i = 0; i < 3; i++) {
		struct store_task task = fixture_task(&f, number[i]);

		fixture_submit(&f, &task.uid, 1);
	}
	read_items(&f, STORE_ITEMS_SAID, &seen);
	assert_int_equal(seen.n, 3);
	for (int i = 0; i < 3; i++) {
		snprintf(id, sizeof id, "\"id\":\"faucet-%d\"", number[i] - 1);
		assert_int_equal(seen.row[i].n_said, 1);
		assert_int_equal(seen.row[i].n_sources, 1);
		assert_non_null(strstr(seen.row[i].source[0].line, id));
	}
	arena_release(&seen.arena);
	read_items(&f, STORE_ITEMS_ANNOTATED, &seen);
	assert_int_equal(seen.n, 3);
	arena_release(&seen.arena);
	fixture_end(&f);
}

static bool count_answers(void *ctx, const struct store_item_row *row, struct err *err)
{
	(void)err;
	for (size_t i = 0; i < row->n_annotations; i++)
		assert_non_null(strstr(row->annotation[i].payload, "\"answers\""));
	for (size_t i = 0; i < row->n_said; i++)
		assert_int_equal(row->said[i]->kind, KIND_ANNOTATE);
	*(size_t *)ctx += row->n_annotations + row->n_said;
	return true;
}

static size_t answers(struct fixture *f, const char *batch, enum store_items items)
{
	size_t n = 0;
	const struct store_reading reading = { .batch = batch,
					       .items = items,
					       .answers_only = true,
					       .each = count_answers,
					       .ctx = &n };
	struct err err;

	fixture_ok(store_each_item(f->store, &reading, &err));
	return n;
}

static void answers_alone_are_those_that_count_or_all_there_were(void **state)
{
	struct store_task task;
	struct fixture f;

	(void)state;
	fixture_project(&f, 3);
	task = fixture_task(&f, 2);
	fixture_submit(&f, &task.uid, 1);
	fixture_submit(&f, &task.uid, 2);
	fixture_batch(&f, "again", 1, false);
	fixture_import(&f, "again", 0, 3, 0);
	fixture_submit(&f, &task.uid, 3);
	assert_int_equal(answers(&f, NULL, STORE_ITEMS_ANNOTATED), 2);
	assert_int_equal(answers(&f, NULL, STORE_ITEMS_SAID), 3);
	assert_int_equal(answers(&f, "faucets", STORE_ITEMS_ANNOTATED), 1);
	assert_int_equal(answers(&f, "faucets", STORE_ITEMS_SAID), 2);
	assert_int_equal(answers(&f, "again", STORE_ITEMS_SAID), 1);
	fixture_end(&f);
}

/* Takes rows over and hands them on at once. */
static bool hand_on(void *ctx, const struct store_item_row *row, struct err *err)
{
	struct arena *arena = ctx;

	(void)err;
	(void)row;
	assert_in_range(arena->size, 1, 16 * 1024);
	arena_clear(arena);
	return true;
}

static void what_is_not_handed_out_leaves_nothing_in_memory(void **state)
{
	struct arena arena = ARENA_INIT, *at = &arena;
	const struct store_reading reading = {
		.items = STORE_ITEMS_SAID, .each = hand_on, .ctx = &arena, .arena = &at
	};
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 40);
	for (int i = 1; i <= 40; i++) {
		struct store_task task = fixture_task(&f, i);

		fixture_submit(&f, &task.uid, 1);
	}
	fixture_close(&f);
	/* One has no place in a batch any more: so those without are looked for among all. */
	assert_true(raw_sql(f.path, "DELETE FROM task WHERE item = 1") > 0);
	fixture_reopen(&f);
	fixture_ok(store_each_item(f.store, &reading, &err));
	assert_in_range(arena.size, 1, 16 * 1024);
	arena_release(&arena);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_annotated_item_has_all_annotators_and_its_first_source),
		cmocka_unit_test(what_was_said_far_apart_has_its_own_lines),
		cmocka_unit_test(answers_alone_are_those_that_count_or_all_there_were),
		cmocka_unit_test(what_is_not_handed_out_leaves_nothing_in_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
