/* items.c - everything that was said, item by item in queue order: for export and statistics. */
#include "store/history.h"
#include "store/walk.h"

#include "base/alloc.h"

static bool keeps(const struct walk *walk)
{
	return walk->arena != &walk->own;
}

void walk_begin_row(struct walk *walk)
{
	walk->arena = walk->reading->arena != NULL ? *walk->reading->arena : &walk->own;
	if (!keeps(walk))
		arena_clear(walk->arena);
}

struct store_annotation *walk_next_annotation(struct walk *walk, struct store_item_row *row)
{
	walk->annotation = vec_grow(walk->annotation, row->n_annotations, &walk->cap,
				    sizeof *walk->annotation);
	return &walk->annotation[row->n_annotations++];
}

void walk_take_annotations(struct walk *walk, struct store_item_row *row)
{
	size_t n = row->n_annotations * sizeof *row->annotation;

	row->annotation = arena_alloc(walk->arena, n);
	if (n > 0)
		memcpy(row->annotation, walk->annotation, n);
}

bool walk_tick(struct walk *walk, struct err *err)
{
	if (++walk->done % 256 != 0
	    || progress_tick(walk->reading->progress, walk->done, walk->total))
		return true;
	return err_set(err, ERR_CONFLICT, "stopped before the end");
}

/* Lines live in the window, which moves on. */
static void keep_lines(struct walk *walk, struct store_item_row *row)
{
	for (size_t i = 0; i < row->n_sources; i++)
		row->source[i].line =
			arena_strndup(walk->arena, row->source[i].line, row->source[i].len);
}

static bool add_sources(struct walk *walk, int64_t batch, struct store_item_row *row,
			struct err *err)
{
	struct window_place at = { batch, row->task.ord, row->task.item, walk->reading->items };

	if (!window_sources(walk->window, &at, walk->arena, &row->source, &row->n_sources, err))
		return false;
	if (row->n_sources > 0) {
		row->group = row->source[0].group;
		row->role = row->source[0].role;
	}
	if (keeps(walk))
		keep_lines(walk, row);
	return true;
}

static bool add_annotations(struct walk *walk, int64_t batch, struct store_item_row *row,
			    struct err *err)
{
	sqlite3_stmt *stmt = db_query(walk->store, hot_sql_annotation,
				      ARGS(INT(row->task.item), INT(batch), INT(0)), err);
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(walk->store, stmt, err)) == DB_ROW) {
		if (!annotation_read_row(walk->store, stmt, &row->task.uid, walk->arena,
					 walk_next_annotation(walk, row), err)) {
			db_end(stmt);
			return false;
		}
	}
	walk_take_annotations(walk, row);
	return step == DB_DONE;
}

static bool add_what_was_said(struct walk *walk, int64_t batch, struct store_item_row *row,
			      struct err *err)
{
	bool ok = walk->reading->items == STORE_ITEMS_SAID ? history_of(
			  walk->store, row->task.item, &row->batch->id, walk->arena, row, err)
							   : add_annotations(walk, batch, row, err);

	walk->said += (int64_t)row->n_said;
	return ok;
}

/* It stays where SQLite has it unless the row is kept. */
static void take_body(struct walk *walk, sqlite3_stmt *stmt, int column, struct store_item_row *row)
{
	if (col_null(stmt, column))
		return;
	row->body = col_bytes(stmt, column, &row->body_len);
	if (keeps(walk))
		row->body = arena_strndup(walk->arena, row->body, row->body_len);
}

static bool visit(struct walk *walk, sqlite3_stmt *stmt, const struct store_batch *batch,
		  int64_t local, struct err *err)
{
	struct store_item_row row = { .batch = batch };
	size_t n;
	const char *ord = col_bytes(stmt, 2, &n);

	walk_begin_row(walk);
	row.task = (struct store_task){ .item = col_int(stmt, 0), .uid = col_id(stmt, 1) };
	memcpy(row.task.ord, ord, n < ORD_BYTES ? n : ORD_BYTES);
	row.withdrawn = col_int(stmt, 3) < 0;
	take_body(walk, stmt, 4, &row);
	return add_sources(walk, local, &row, err) && add_what_was_said(walk, local, &row, err)
	       && walk->reading->each(walk->reading->ctx, &row, err);
}

/* ---------------------------------------------------------------- batch by batch */

#define TASKS                                                                       \
	"SELECT t.item, i.uid, t.ord, t.want, o.doc FROM task t "                   \
	"CROSS JOIN item i ON i.item = t.item LEFT JOIN body o ON o.item = t.item " \
	"WHERE t.batch = ?1 "

const char hot_sql_export[] = TASKS "ORDER BY t.ord, t.item";

const char hot_sql_export_said[] =
	TASKS "AND EXISTS (SELECT 1 FROM event e WHERE e.item = t.item) ORDER BY t.ord, t.item";

static bool walk_items(struct walk *walk, const struct store_batch *batch, int64_t local,
		       struct err *err)
{
	const char *sql =
		walk->reading->items == STORE_ITEMS_SAID ? hot_sql_export_said : hot_sql_export;
	sqlite3_stmt *stmt = db_query(walk->store, sql, ARGS(INT(local)), err);
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(walk->store, stmt, err)) == DB_ROW) {
		bool ok = visit(walk, stmt, batch, local, err) && walk_tick(walk, err);

		if (ok && walk->said != walk->to_say)
			continue;
		db_end(stmt);
		return ok;
	}
	return step == DB_DONE;
}

/* Tasks behind the last event need not be looked at.  Not known of one batch. */
static bool count_events(struct walk *walk, struct err *err)
{
	walk->to_say = -1;
	return walk->reading->items != STORE_ITEMS_SAID || walk->reading->batch != NULL
	       || db_int(walk->store, "SELECT count(*) FROM event WHERE item IS NOT NULL", NO_ARGS,
			 &walk->to_say, err);
}

static bool walk_batch(struct walk *walk, const struct store_batch *batch, struct err *err)
{
	const struct store_reading *reading = walk->reading;
	int64_t local;

	if (!batch_local(walk->store, &batch->id, &local, err))
		return false;
	if (reading->items == STORE_ITEMS_ANNOTATED)
		return reading->answers_only ? walk_answers(walk, batch, local, err)
					     : walk_annotated(walk, batch, local, err);
	return reading->answers_only ? walk_said(walk, batch, local, err)
				     : walk_items(walk, batch, local, err);
}

/* Exports must not depend on which batch came here first. */
static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct store_batch *)a)->name, ((const struct store_batch *)b)->name);
}

static bool walk_all(struct walk *walk, const char *name, struct arena *arena, struct err *err)
{
	struct store_batch *batch = arena_alloc(arena, sizeof *batch);
	size_t n = 1;

	if (name != NULL ? !store_batch_find(walk->store, name, arena, batch, err)
			 : !store_batches(walk->store, arena, &batch, &n, err))
		return false;
	if (n > 1)
		qsort(batch, n, sizeof *batch, by_name);
	for (size_t i = 0; i < n; i++)
		walk->total += batch[i].items;
	if (walk->reading->answers_only && walk->reading->items == STORE_ITEMS_SAID && name == NULL)
		return walk_said(walk, NULL, 0, err);
	if (!walk->reading->answers_only) {
		walk->window = window_new(walk->store, err);
		if (walk->window == NULL || !count_events(walk, err))
			return false;
	}
	for (size_t i = 0; i < n; i++)
		if (!walk_batch(walk, &batch[i], err))
			return false;
	return true;
}

/* ---------------------------------------------------------------- what has no place in a batch */

static bool visit_homeless(struct walk *walk, sqlite3_stmt *stmt, struct err *err)
{
	struct store_item_row row = { .task = { .item = col_int(stmt, 0),
						.uid = col_id(stmt, 1) } };
	struct store_item_row look = row;

	/* Few have something to say, and what a reader keeps is not cleared. */
	arena_clear(&walk->own);
	if (!history_of(walk->store, row.task.item, NULL, &walk->own, &look, err))
		return false;
	if (look.n_said == 0)
		return true;
	walk_begin_row(walk);
	if (!history_of(walk->store, row.task.item, NULL, walk->arena, &row, err))
		return false;
	take_body(walk, stmt, 2, &row);
	return walk->reading->each(walk->reading->ctx, &row, err);
}

/* Nearly always everything was in some batch, and there is nothing to look for. */
static bool walk_homeless(struct walk *walk, struct err *err)
{
	sqlite3_stmt *stmt;
	enum db_step step = DB_FAILED;

	if (walk->said == walk->to_say)
		return true;
	stmt = db_query(walk->store,
			"SELECT item, uid, doc FROM item i LEFT JOIN body o USING (item) WHERE "
			"EXISTS (SELECT 1 FROM event e "
			"WHERE e.item = i.item) ORDER BY uid",
			NO_ARGS, err);
	while (stmt != NULL && (step = db_step(walk->store, stmt, err)) == DB_ROW)
		if (!visit_homeless(walk, stmt, err)) {
			db_end(stmt);
			return false;
		}
	return step == DB_DONE;
}

/* ---------------------------------------------------------------- all of it */

static bool walk_from_start(struct walk *walk, struct err *err)
{
	const struct store_reading *reading = walk->reading;
	struct arena arena = ARENA_INIT;
	bool ok;

	if (!read_begin(walk->store, err))
		return false;
	ok = walk_all(walk, reading->batch, &arena, err)
	     && (reading->items != STORE_ITEMS_SAID || reading->batch != NULL
		 || reading->answers_only || walk_homeless(walk, err));
	ok = read_end(walk->store, ok, err);
	window_free(walk->window);
	arena_release(&walk->own);
	free(walk->annotation);
	arena_release(&arena);
	return ok;
}

bool store_each_item(struct store *store, const struct store_reading *reading, struct err *err)
{
	struct walk walk = { .store = store, .reading = reading };

	return walk_from_start(&walk, err);
}
