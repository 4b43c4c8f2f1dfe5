/* items.c - everything that was said, item by item in queue order: for export and statistics. */
#include "store/store_private.h"

#include "base/alloc.h"

#define CHUNKS_KEPT 64 /* unpacked, about 1 MiB each */

struct open_chunk {
	struct id hash;
	struct buf text;
	size_t *start; /* of each line, and the end */
	size_t n, cap;
	int64_t used;
	struct appended at; /* hlc, stream, seq of its items event */
};

struct walk {
	struct store *store;
	bool with_annotations;
	bool (*each)(void *ctx, const struct store_item_row *row, struct err *err);
	void *ctx;
	const struct progress *progress;
	struct arena arena; /* for one item */
	struct open_chunk chunk[CHUNKS_KEPT];
	int64_t clock;
	struct map order; /* chunk hash -> struct appended *: where its event stands */
	struct control_rows events;
	int64_t done, total;
};

/* ---------------------------------------------------------------- chunks */

static void index_lines(struct open_chunk *chunk)
{
	const char *text = buf_str(&chunk->text);
	size_t at = 0;

	chunk->n = 0;
	while (at < chunk->text.len) {
		const char *stop = memchr(text + at, '\n', chunk->text.len - at);

		chunk->start = vec_grow(chunk->start, chunk->n, &chunk->cap, sizeof *chunk->start);
		chunk->start[chunk->n++] = at;
		at = stop != NULL ? (size_t)(stop - text) + 1 : chunk->text.len + 1;
	}
	chunk->start = vec_grow(chunk->start, chunk->n, &chunk->cap, sizeof *chunk->start);
	chunk->start[chunk->n] = at;
}

static struct open_chunk *open_chunk(struct walk *walk, const struct id *hash, struct err *err)
{
	struct open_chunk *oldest = &walk->chunk[0];

	for (size_t i = 0; i < CHUNKS_KEPT; i++) {
		struct open_chunk *chunk = &walk->chunk[i];

		if (chunk->used > 0 && id_equal(&chunk->hash, hash)) {
			chunk->used = ++walk->clock;
			return chunk;
		}
		if (chunk->used < oldest->used)
			oldest = chunk;
	}
	oldest->used = 0;
	if (!object_get(walk->store, hash, &oldest->text, err))
		return NULL;
	oldest->hash = *hash;
	oldest->used = ++walk->clock;
	index_lines(oldest);
	return oldest;
}

/* Where the chunk's first items event stands: sources are in the order of the events. */
static bool load_order(struct walk *walk, struct err *err)
{
	struct id hash;

	if (!control_rows(walk->store, KIND_ITEMS, &walk->events, err))
		return false;
	for (size_t i = 0; i < walk->events.n; i++) {
		bool fresh;
		union map_value *slot;

		if (walk->events.row[i].parked != NULL
		    || !json_get_hex(walk->events.row[i].payload, "chunk", hash.b, ID_BYTES))
			continue;
		slot = map_put(&walk->order, hash.b, ID_BYTES, &fresh);
		if (fresh)
			slot->number = (int64_t)i;
	}
	return true;
}

/* ---------------------------------------------------------------- one item */

struct place {
	int64_t event, line;
	struct store_source source;
};

static int place_order(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->event != y->event)
		return x->event < y->event ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

static bool read_source(struct walk *walk, sqlite3_stmt *stmt, struct place *out, struct err *err)
{
	struct id hash = col_id(stmt, 2);
	const union map_value *event = map_get(&walk->order, hash.b, ID_BYTES);
	struct open_chunk *chunk = open_chunk(walk, &hash, err);
	size_t line = (size_t)col_int(stmt, 3);

	if (chunk == NULL)
		return false;
	if (line >= chunk->n)
		return err_set(err, ERR_INVALID,
			       "a source points behind its chunk; run 'assay check'");
	*out = (struct place){
		.event = event != NULL ? event->number : INT64_MAX,
		.line = (int64_t)line,
		.source = { .len = chunk->start[line + 1] - chunk->start[line] - 1,
			    .group = col_short(stmt, 0),
			    .role = (enum item_role)col_int(stmt, 1) },
	};
	out->source.line =
		arena_strndup(&walk->arena, chunk->text.data + chunk->start[line], out->source.len);
	return true;
}

static bool read_places(struct walk *walk, int64_t item, int64_t batch, struct place **out,
			size_t *n, struct err *err)
{
	sqlite3_stmt *stmt = db_query(walk->store,
				      "SELECT grp, role, chunk, line FROM source "
				      "WHERE item = ?1 AND batch = ?2",
				      ARGS(INT(item), INT(batch)), err);
	size_t cap = 0;
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(walk->store, stmt, err)) == DB_ROW) {
		*out = vec_grow(*out, *n, &cap, sizeof **out);
		if (!read_source(walk, stmt, &(*out)[*n], err)) {
			db_end(stmt);
			return false;
		}
		++*n;
	}
	return step == DB_DONE;
}

static bool add_sources(struct walk *walk, int64_t batch, struct store_item_row *row,
			struct err *err)
{
	struct place *place = NULL;
	size_t n = 0;
	bool ok = read_places(walk, row->task.item, batch, &place, &n, err);

	if (ok && n > 0) {
		qsort(place, n, sizeof *place, place_order);
		row->source = arena_alloc(&walk->arena, n * sizeof *row->source);
		for (size_t i = 0; i < n; i++)
			row->source[i] = place[i].source;
		row->n_sources = n;
		row->group = place[0].source.group;
		row->role = place[0].source.role;
	}
	free(place);
	return ok;
}

static bool add_annotations(struct walk *walk, int64_t batch, struct store_item_row *row,
			    struct err *err)
{
	sqlite3_stmt *stmt = db_query(walk->store, hot_sql_annotation,
				      ARGS(INT(row->task.item), INT(batch), INT(0)), err);
	size_t cap = 0;
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(walk->store, stmt, err)) == DB_ROW) {
		row->annotation = vec_grow(row->annotation, row->n_annotations, &cap,
					   sizeof *row->annotation);
		if (!annotation_read_row(walk->store, stmt, &row->task.uid, &walk->arena,
					 &row->annotation[row->n_annotations++], err)) {
			db_end(stmt);
			return false;
		}
	}
	return step == DB_DONE;
}

static bool visit(struct walk *walk, sqlite3_stmt *stmt, const struct store_batch *batch,
		  int64_t local, struct err *err)
{
	struct store_item_row row = { .batch = batch };
	size_t n;
	const char *ord = col_bytes(stmt, 2, &n);
	bool ok;

	arena_clear(&walk->arena);
	row.task = (struct store_task){ .item = col_int(stmt, 0), .uid = col_id(stmt, 1) };
	memcpy(row.task.ord, ord, n < ORD_BYTES ? n : ORD_BYTES);
	row.withdrawn = col_int(stmt, 3) < 0;
	if (!col_null(stmt, 4)) {
		row.body = (const char *)sqlite3_column_text(stmt, 4);
		row.body_len = (size_t)sqlite3_column_bytes(stmt, 4);
	}
	ok = add_sources(walk, local, &row, err) && add_annotations(walk, local, &row, err)
	     && walk->each(walk->ctx, &row, err);
	free(row.annotation);
	return ok;
}

/* ---------------------------------------------------------------- batch by batch */

const char hot_sql_export[] =
	"SELECT t.item, i.uid, t.ord, t.want, d.doc FROM task t JOIN item i USING (item) "
	"LEFT JOIN body d USING (item) WHERE t.batch = ?1 ORDER BY t.ord, t.item";

const char hot_sql_export_annotated[] =
	"SELECT t.item, i.uid, t.ord, t.want, d.doc FROM task t JOIN item i USING (item) "
	"LEFT JOIN body d USING (item) WHERE t.batch = ?1 AND EXISTS (SELECT 1 FROM annotation a "
	"WHERE a.item = t.item AND a.batch = t.batch) ORDER BY t.ord, t.item";

static bool walk_batch(struct walk *walk, const struct store_batch *batch, struct err *err)
{
	int64_t local;
	sqlite3_stmt *stmt;
	enum db_step step = DB_FAILED;

	if (!batch_local(walk->store, &batch->id, &local, err))
		return false;
	stmt = db_query(walk->store,
			walk->with_annotations ? hot_sql_export_annotated : hot_sql_export,
			ARGS(INT(local)), err);
	while (stmt != NULL && (step = db_step(walk->store, stmt, err)) == DB_ROW) {
		bool ok = visit(walk, stmt, batch, local, err);

		if (ok && ++walk->done % 256 == 0
		    && !progress_tick(walk->progress, walk->done, walk->total))
			ok = err_set(err, ERR_CONFLICT, "stopped before the end");
		if (!ok) {
			db_end(stmt);
			return false;
		}
	}
	return step == DB_DONE;
}

static bool walk_all(struct walk *walk, const char *name, struct arena *arena, struct err *err)
{
	struct store_batch *batch = arena_alloc(arena, sizeof *batch);
	size_t n = 1;

	if (name != NULL ? !store_batch_find(walk->store, name, arena, batch, err)
			 : !store_batches(walk->store, arena, &batch, &n, err))
		return false;
	if (!load_order(walk, err))
		return false;
	for (size_t i = 0; i < n; i++)
		walk->total += batch[i].items;
	for (size_t i = 0; i < n; i++)
		if (!walk_batch(walk, &batch[i], err))
			return false;
	return true;
}

static void walk_free(struct walk *walk)
{
	for (size_t i = 0; i < CHUNKS_KEPT; i++) {
		buf_release(&walk->chunk[i].text);
		free(walk->chunk[i].start);
	}
	map_release(&walk->order);
	control_rows_release(&walk->events);
	arena_release(&walk->arena);
	free(walk);
}

/* NOLINTNEXTLINE(readability-function-size): what is wanted, and where it goes */
bool store_each_item(struct store *store, const char *batch, bool with_annotations,
		     bool (*each)(void *ctx, const struct store_item_row *row, struct err *err),
		     void *ctx, const struct progress *progress, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct walk *walk;
	bool ok;

	if (!read_begin(store, err))
		return false;
	walk = xcalloc(1, sizeof *walk);
	walk->store = store;
	walk->with_annotations = with_annotations;
	walk->each = each;
	walk->ctx = ctx;
	walk->progress = progress;
	ok = read_end(store, walk_all(walk, batch, &arena, err), err);
	walk_free(walk);
	arena_release(&arena);
	return ok;
}
