/* import_chunk.c - chunks: an object, an items event and the rows of its lines (CORE 7.2, 9.2).
 *
 * Nobody may have to wait for long: how many rows a transaction gets is set by how long the last
 * one held the lock, COMMIT included, and by how long it took to copy its pages back from the log,
 * in a hold of its own.  Between them the importer sleeps, or the others would never get it.
 */
#include "store/import.h"

#include "base/alloc.h"
#include "base/json_write.h"

#define HOLD_MS 15 /* the lock: half of what is allowed (CORE 9.2), for a disk has its moods */
#define ROWS 64    /* of a transaction, until more is known; at least; at most */
#define ROWS_MIN 32
#define ROWS_MAX CHUNK_LINES
#define LOOK_ROWS 32 /* between two looks at the clock, or so many bytes */
#define LOOK_BYTES ((size_t)128 * 1024)
#define PAUSE_MS 2
#define PAUSE_LONG_MS 100 /* somebody reads for long, and the log cannot be copied back */
#define LOG_LONG 32768    /* frames: 256 MiB */
#define NO_HURRY INT64_MIN

struct chunk {
	struct line *line;
	size_t n;
	struct buf text, packed;
	bool smaller;
	struct id hash;
	struct appended event; /* what it will be */
};

static void make_text(struct chunk *chunk)
{
	buf_clear(&chunk->text);
	for (size_t i = 0; i < chunk->n; i++) {
		buf_add(&chunk->text, chunk->line[i].line, chunk->line[i].len);
		buf_addc(&chunk->text, '\n');
	}
	chunk->hash = object_hash(chunk->text.data, chunk->text.len);
	chunk->smaller = pack(chunk->text.data, chunk->text.len, &chunk->packed);
}

static bool put_body(struct store *store, const struct line *line, struct err *err)
{
	return db_run(store, "INSERT INTO body (item, doc) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
		      ARGS(INT(line->item), TEXTN(line->body, line->body_len)), err);
}

bool import_new_item(struct store *store, struct line *line, bool *fresh, struct err *err)
{
	if (!db_run(store, "INSERT INTO item (uid, prompt) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
		    ARGS(ID(&line->uid), ID(&line->prompt)), err))
		return false;
	*fresh = db_changes(store) > 0;
	if (!*fresh)
		return true;
	line->item = db_last_rowid(store);
	if (!put_body(store, line, err))
		return false;
	line->body = NULL;
	return true;
}

bool import_put_item(struct store *store, struct line *line, struct err *err)
{
	static const char insert[] = "INSERT INTO item (uid, prompt) VALUES (?1, ?2)";
	static const char complete[] = "UPDATE item SET prompt = ?2 WHERE item = ?1";

	/* Somebody else may have brought it since it was looked up. */
	if (line->item == 0 && !item_local(store, &line->uid, &line->item, err)) {
		if (err->code != ERR_NOT_FOUND
		    || !db_run(store, insert, ARGS(ID(&line->uid), ID(&line->prompt)), err))
			return false;
		line->item = db_last_rowid(store);
	} else if (line->body != NULL
		   && !db_run(store, complete, ARGS(INT(line->item), ID(&line->prompt)), err)) {
		return false;
	}
	return line->body == NULL || put_body(store, line, err);
}

/* UNTIL: on lock_clock(), or NO_HURRY. */
static bool must_yield(int64_t until)
{
	return until != NO_HURRY && lock_clock() > until;
}

/* For the next transaction, when these made the lock HELD long: a disk takes its time for each of
 * the pages, of which a row has some six. */
static size_t next_rows(size_t rows, int64_t held)
{
	if (held > HOLD_MS)
		return rows * 3 / 4 > ROWS_MIN ? rows * 3 / 4 : ROWS_MIN;
	if (held < HOLD_MS / 2)
		rows += rows / 8;
	return rows < ROWS_MAX ? rows : ROWS_MAX;
}

static bool must_look(size_t rows, size_t bytes)
{
	return rows >= LOOK_ROWS || bytes >= LOOK_BYTES;
}

/* Looks at the clock now and then; what does not fit in is left for the next chunk. */
static bool put_items(struct store *store, struct chunk *chunk, int64_t until, struct err *err)
{
	size_t i = 0, rows = 0, bytes = 0;

	for (; i < chunk->n; i++) {
		if (must_look(rows, bytes)) {
			if (must_yield(until))
				break;
			rows = bytes = 0;
		}
		if (!import_put_item(store, &chunk->line[i], err))
			return false;
		rows++;
		bytes += chunk->line[i].body_len;
	}
	chunk->n = i;
	return true;
}

/* An item from before may have been spoken of already. */
static bool put_source(struct store *store, struct sources *sources, const struct source_row *row,
		       bool known, struct err *err)
{
	bool fresh;

	if (!known)
		return sources_add(store, sources, row, err);
	return sources_flush(store, sources, err) && derive_source(store, row, &fresh, err)
	       && (!fresh || derive_item(store, row->item, 0, err));
}

static bool put_sources(struct store_import *import, struct chunk *chunk, struct err *err)
{
	struct sources sources = { .n = 0 };
	struct source_row row = import->row;
	struct id replaced;

	row.hlc = chunk->event.hlc;
	row.stream = chunk->event.stream;
	row.seq = chunk->event.seq;
	row.chunk = chunk->hash;
	for (size_t i = 0; i < chunk->n; i++) {
		const struct line *line = &chunk->line[i];

		row.item = line->item;
		row.line = (int64_t)i;
		row.group = line->group;
		row.hash = line->hash;
		row.role = line->role;
		row.replaces = line_replaces(line->line, line->len, &replaced) ? &replaced : NULL;
		if (!put_source(import->store, &sources, &row, line->known, err))
			return false;
	}
	return sources_flush(import->store, &sources, err);
}

static bool append_items(struct store_import *import, struct chunk *chunk, struct err *err)
{
	struct append append = { .audience = AUDIENCE_STAFF,
				 .kind = KIND_ITEMS,
				 .subject = event_subject(&import->batch),
				 .hlc = chunk->event.hlc,
				 .wall = chunk->event.wall };
	struct arena arena = ARENA_INIT;
	struct json *p = json_object(&arena);
	struct buf text = BUF_INIT;
	char hex[ID_HEX + 1];
	bool ok;

	json_set(&arena, p, "batch", json_string(&arena, hex_short(hex, &import->batch)));
	json_set(&arena, p, "chunk", json_string(&arena, hex_id(hex, &chunk->hash)));
	json_set(&arena, p, "count", json_int(&arena, (int64_t)chunk->n));
	json_write_canonical(&text, p);
	append.payload = text.data;
	append.len = text.len;
	ok = db_run(import->store,
		    "INSERT INTO object (hash, class, packed, bytes) VALUES (?1, 2, ?2, ?3) "
		    "ON CONFLICT (hash) DO NOTHING",
		    ARGS(ID(&chunk->hash), INT(chunk->smaller),
			 BLOB(chunk->smaller ? chunk->packed.data : chunk->text.data,
			      chunk->smaller ? chunk->packed.len : chunk->text.len)),
		    err)
	     && append_event(import->store, &append, &chunk->event, err);
	buf_release(&text);
	arena_release(&arena);
	return ok;
}

/* {"batch":…} and the keys of the line's control answer, canonical: "batch" comes first. */
static void control_payload(const struct store_import *import, const char *control, struct buf *out)
{
	char hex[SHORT_ID_HEX + 1];

	buf_addf(out, "{\"batch\":\"%s\",%s", hex_short(hex, &import->batch), control + 1);
}

static bool same_control(struct store *store, const struct line *line, const struct buf *payload)
{
	return db_int_or(store,
			 "SELECT 1 FROM control c JOIN event e USING (rid) "
			 "WHERE c.item = ?1 AND e.payload = ?2",
			 ARGS(INT(line->item), TEXTN(payload->data, payload->len)), 0)
	       != 0;
}

/* The control that counts now, if there is one, is superseded. */
static bool old_control(struct store *store, int64_t batch, int64_t item, struct id *id, int *n,
			struct err *err)
{
	sqlite3_stmt *stmt = db_query(store,
				      "SELECT e.header FROM control c JOIN event e USING (rid) "
				      "WHERE c.item = ?1 AND c.batch = ?2",
				      ARGS(INT(item), INT(batch)), err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	size_t len;
	const char *header;

	*n = 0;
	if (step == DB_ROW) {
		header = col_bytes(stmt, 0, &len);
		*id = event_id(&store->project, (const uint8_t *)header, len);
		*n = 1;
	}
	db_end(stmt);
	return step != DB_FAILED;
}

static bool put_control(struct store_import *import, const struct line *line, struct err *err)
{
	struct append append = { .audience = AUDIENCE_STAFF,
				 .kind = KIND_CONTROL,
				 .subject = line->uid,
				 .item = line->item };
	struct buf payload = BUF_INIT;
	struct appended event;
	struct id old;
	bool ok;

	control_payload(import, line->control, &payload);
	append.payload = payload.data;
	append.len = payload.len;
	append.supersedes = &old;
	ok = same_control(import->store, line, &payload)
	     || (old_control(import->store, import->local, line->item, &old, &append.n_supersedes,
			     err)
		 && append_event(import->store, &append, &event, err)
		 && derive_item(import->store, line->item, event.rid, err));
	buf_release(&payload);
	return ok;
}

static bool put_controls(struct store_import *import, const struct chunk *chunk, struct err *err)
{
	for (size_t i = 0; i < chunk->n; i++)
		if (chunk->line[i].control != NULL && !put_control(import, &chunk->line[i], err))
			return false;
	return true;
}

static bool write_inside(struct store_import *import, struct chunk *chunk, int64_t until,
			 struct err *err)
{
	/* In bulk they are in. */
	if (!import->bulk && !put_items(import->store, chunk, until, err))
		return false;
	make_text(chunk);
	return append_reserve(import->store, AUDIENCE_STAFF, &chunk->event, err)
	       && append_items(import, chunk, err) && put_sources(import, chunk, err)
	       && put_controls(import, chunk, err);
}

/* The first lines that make one chunk. */
static void choose(const struct store_import *import, size_t at, struct chunk *chunk)
{
	size_t bytes = 0, most = import->bulk ? CHUNK_LINES : import->rows;

	chunk->line = import->line + at;
	for (chunk->n = 0; at + chunk->n < import->n && chunk->n < most; chunk->n++) {
		bytes += import->line[at + chunk->n].len + 1;
		if (chunk->n > 0 && bytes > CHUNK_BYTES)
			break;
	}
}

/* One chunk from line *AT on; in bulk all of them. */
static bool write_some(struct store_import *import, size_t *at, int64_t until, struct err *err)
{
	struct chunk chunk = { .text = BUF_INIT, .packed = BUF_INIT };
	bool ok = true;

	do {
		choose(import, *at, &chunk);
		ok = write_inside(import, &chunk, until, err);
		*at += chunk.n;
	} while (ok && import->bulk && *at < import->n);
	buf_release(&chunk.text);
	buf_release(&chunk.packed);
	return ok;
}

static int64_t fresh_lines(const struct store_import *import, size_t from, size_t to)
{
	int64_t n = 0;

	for (size_t i = from; i < to; i++)
		n += import->line[i].fresh;
	return n;
}

/* *HELD: the lock, in ms.  Not synced: after a power cut the same import starts where it was cut
 * off. */
static bool write_one(struct store_import *import, size_t *at, int64_t *held, struct err *err)
{
	struct store *store = import->store;
	int64_t begun;
	bool ok;

	if (!tx_begin_unsynced(store, err))
		return false;
	begun = lock_clock();
	store->copies_apart = true;
	ok = tx_end(store,
		    import_make_batch(import, err)
			    && write_some(import, at, begun + HOLD_MS / 2, err),
		    err);
	store->copies_apart = false;
	*held = lock_clock() - begun;
	return ok;
}

/* Whoever commits next must not wait until the disk has what we wrote. */
static void let_others(struct store *store)
{
	db_sync(store, SQLITE_FCNTL_JOURNAL_POINTER);
	lock_pause(store->wal_frames > LOG_LONG ? PAUSE_LONG_MS : PAUSE_MS);
}

bool import_write(struct store_import *import, struct err *err)
{
	size_t at = 0, from;
	int64_t held, copied;

	if (import->rows == 0)
		import->rows = ROWS;
	while (at < import->n) {
		from = at;
		if (!write_one(import, &at, &held, err))
			return false;
		import->there = true;
		import->in += fresh_lines(import, from, at);
		let_others(import->store);
		copied = tx_copy_back(import->store);
		if (copied > 0)
			lock_pause(PAUSE_MS);
		import->rows = next_rows(import->rows, copied > held ? copied : held);
	}
	return true;
}

bool import_write_bulk(struct store_import *import, struct err *err)
{
	size_t at = 0;

	if (!write_some(import, &at, NO_HURRY, err))
		return false;
	import->in += fresh_lines(import, 0, at);
	return true;
}
