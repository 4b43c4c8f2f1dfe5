/* import.c - items in bulk: gathered outside of the lock, written a chunk at a time
 * (CORE 7.2, 9.2).
 *
 * A chunk is one object, one items event and one transaction.  It is made as large as fits into the
 * time that the lock may be held; between two of them the importer sleeps, or nobody else would
 * ever get the lock.
 */
#include "store/store_private.h"

#include "base/alloc.h"
#include "base/json_write.h"

#define CHUNK_LINES 2048
#define CHUNK_BYTES ((size_t)1024 * 1024)
#define GATHER_BYTES ((size_t)16 * 1024 * 1024) /* of bodies, before they are written */
#define HOLD_MS 25                              /* the lock */
#define LOOK_EVERY 64                           /* rows */
#define PAUSE_MS 2

struct line { /* one put, waiting for its chunk */
	struct id uid;
	struct short_id prompt, group, hash;
	enum item_role role;
	const char *body; /* NULL: it is here already, or earlier in what waits */
	size_t body_len;
	const char *line;
	size_t len;
	const char *control;
	int64_t item; /* 0: not here when it was gathered */
	bool known;   /* it was */
};

struct store_import {
	struct store *store;
	struct short_id batch;
	int64_t local;
	struct source_row row; /* what all lines share */
	struct line *line;
	size_t n, cap, bytes, body_bytes;
	struct arena arena;
	struct map waiting; /* uid -> nothing; uid ‖ line hash -> nothing */
	size_t at_once;     /* lines that fit into the time, from what the last chunk took */
	bool failed;
};

/* ---------------------------------------------------------------- gathering */

static bool load_batch(struct store_import *import, const char *name, struct err *err)
{
	struct store *store = import->store;
	sqlite3_stmt *stmt = db_query(store,
				      "SELECT id, batch, overlap, shuffled, seed FROM batch "
				      "WHERE name = ?1",
				      ARGS(TEXT(name)), err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;

	if (step == DB_ROW) {
		import->batch = col_short(stmt, 0);
		import->local = col_int(stmt, 1);
		import->row.batch = import->local;
		import->row.overlap = (int)col_int(stmt, 2);
		import->row.shuffled = col_int(stmt, 3) != 0;
		import->row.seed = col_short(stmt, 4);
	}
	if (step == DB_DONE)
		err_set(err, ERR_NOT_FOUND, "this project has no batch called '%s'", name);
	db_end(stmt);
	return step == DB_ROW;
}

struct store_import *store_import_begin(struct store *store, const char *batch, struct err *err)
{
	struct store_import *import;

	if (!must_be_allowed(store, KIND_ITEMS, err))
		return NULL;
	import = xcalloc(1, sizeof *import);
	import->store = store;
	import->at_once = 4 * LOOK_EVERY;
	if (load_batch(import, batch, err))
		return import;
	free(import);
	return NULL;
}

static bool note_waiting(struct store_import *import, const struct id *uid,
			 const struct short_id *hash)
{
	uint8_t key[ID_BYTES + SHORT_ID_BYTES];
	bool fresh;

	memcpy(key, uid->b, ID_BYTES);
	if (hash != NULL)
		memcpy(key + ID_BYTES, hash->b, SHORT_ID_BYTES);
	map_put(&import->waiting, key, hash != NULL ? sizeof key : ID_BYTES, &fresh);
	return fresh;
}

/* What the project knows of the line: its item, whether it stands in this batch, and the very line.
 */
static bool look_up(struct store_import *import, struct line *line, enum store_added *known,
		    struct err *err)
{
	static const char sql[] =
		"SELECT i.item, EXISTS (SELECT 1 FROM body b WHERE b.item = i.item), "
		"EXISTS (SELECT 1 FROM source s WHERE s.item = i.item AND s.batch = ?2), "
		"EXISTS (SELECT 1 FROM source s WHERE s.item = i.item AND s.batch = ?2 "
		"AND s.hash = ?3) FROM item i WHERE i.uid = ?1";
	sqlite3_stmt *stmt = db_query(
		import->store, sql, ARGS(ID(&line->uid), INT(import->local), ID(&line->hash)), err);
	enum db_step step = stmt != NULL ? db_step(import->store, stmt, err) : DB_FAILED;

	*known = STORE_ADDED;
	if (step == DB_ROW) {
		line->item = col_int(stmt, 0);
		line->known = true;
		if (col_int(stmt, 1) != 0)
			line->body = NULL;
		if (col_int(stmt, 2) != 0)
			*known = STORE_SOURCE;
		if (col_int(stmt, 3) != 0)
			*known = STORE_THERE;
	}
	db_end(stmt);
	return step != DB_FAILED;
}

static void gather(struct store_import *import, const struct line *line)
{
	struct line *copy;

	import->line = vec_grow(import->line, import->n, &import->cap, sizeof *copy);
	copy = &import->line[import->n++];
	*copy = *line;
	copy->line = arena_strndup(&import->arena, line->line, line->len);
	if (line->body != NULL)
		copy->body = arena_strndup(&import->arena, line->body, line->body_len);
	if (line->control != NULL)
		copy->control = arena_strdup(&import->arena, line->control);
	import->bytes += line->len + 1;
	import->body_bytes += line->body != NULL ? line->body_len : 0;
}

/* ---------------------------------------------------------------- writing one chunk */

struct chunk {
	struct line *line;
	size_t n;
	struct buf text, packed;
	bool smaller;
	struct id hash;
	struct appended event; /* what it will be */
};

/* Also the lines that will be in the chunk. */
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

static bool put_item(struct store *store, struct line *line, struct err *err)
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
	return line->body == NULL
	       || db_run(store,
			 "INSERT INTO body (item, doc) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
			 ARGS(INT(line->item), TEXTN(line->body, line->body_len)), err);
}

/* Looks at the clock now and then; what does not fit in is left for the next chunk. */
static bool put_items(struct store *store, struct chunk *chunk, int64_t start, struct err *err)
{
	size_t i = 0;

	for (; i < chunk->n; i++) {
		if (i > 0 && i % LOOK_EVERY == 0 && lock_clock() - start > HOLD_MS / 2)
			break;
		if (!put_item(store, &chunk->line[i], err))
			return false;
	}
	if (i < chunk->n) {
		chunk->n = i;
		make_text(chunk);
	}
	return true;
}

static bool put_sources(struct store_import *import, struct chunk *chunk, struct err *err)
{
	struct source_row row = import->row;
	struct id replaced;
	bool fresh;

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
		if (!derive_source(import->store, &row, &fresh, err))
			return false;
		/* An item from before may have been spoken of already. */
		if (fresh && line->known && !derive_item(import->store, line->item, 0, err))
			return false;
	}
	return true;
}

static bool append_items(struct store_import *import, struct chunk *chunk, struct err *err)
{
	struct append append = { .audience = AUDIENCE_STAFF,
				 .kind = KIND_ITEMS,
				 .subject = event_subject(&import->batch),
				 .hlc = chunk->event.hlc };
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

static bool write_inside(struct store_import *import, struct chunk *chunk, int64_t start,
			 struct err *err)
{
	return put_items(import->store, chunk, start, err)
	       && append_reserve(import->store, AUDIENCE_STAFF, &chunk->event, err)
	       && append_items(import, chunk, err) && put_sources(import, chunk, err)
	       && put_controls(import, chunk, err);
}

/* As many lines as took two thirds of the time that there is. */
static void adapt(struct store_import *import, size_t n, int64_t took)
{
	size_t more = import->at_once * 2;

	if (n < import->at_once && took <= HOLD_MS)
		return;
	if (took > 0 && (size_t)(HOLD_MS * 2 / 3) * n / (size_t)took < more)
		more = (size_t)(HOLD_MS * 2 / 3) * n / (size_t)took;
	import->at_once = more < LOOK_EVERY    ? LOOK_EVERY : more > CHUNK_LINES ? CHUNK_LINES : more;
}

static bool write_chunk(struct store_import *import, struct chunk *chunk, struct err *err)
{
	int64_t start;
	bool ok;

	if (!tx_begin(import->store, err))
		return false;
	start = lock_clock();
	ok = tx_end(import->store, write_inside(import, chunk, start, err), err);
	adapt(import, chunk->n, lock_clock() - start);
	return ok;
}

/* The first lines that make one chunk. */
static void choose(const struct store_import *import, size_t at, struct chunk *chunk)
{
	size_t bytes = 0;

	chunk->line = import->line + at;
	for (chunk->n = 0; at + chunk->n < import->n && chunk->n < import->at_once; chunk->n++) {
		bytes += import->line[at + chunk->n].len + 1;
		if (chunk->n > 0 && bytes > CHUNK_BYTES)
			break;
	}
	make_text(chunk);
}

static void forget_lines(struct store_import *import)
{
	import->n = 0;
	import->bytes = 0;
	import->body_bytes = 0;
	arena_clear(&import->arena);
	map_release(&import->waiting);
}

static bool write_all(struct store_import *import, struct err *err)
{
	struct chunk chunk = { .text = BUF_INIT, .packed = BUF_INIT };
	bool ok = true;

	for (size_t at = 0; ok && at < import->n; at += chunk.n) {
		choose(import, at, &chunk);
		ok = write_chunk(import, &chunk, err);
		lock_pause(PAUSE_MS);
	}
	buf_release(&chunk.text);
	buf_release(&chunk.packed);
	forget_lines(import);
	return ok;
}

/* Not synced chunk by chunk: after a power cut the same import starts where it was cut off. */
static bool flush(struct store_import *import, struct err *err)
{
	struct err other;
	bool ok;

	if (import->n == 0)
		return true;
	if (!db_script(import->store, "PRAGMA synchronous = NORMAL", err))
		return false;
	ok = write_all(import, err);
	import->failed = import->failed || !ok;
	return db_script(import->store, "PRAGMA synchronous = FULL", ok ? err : &other) && ok;
}

/* ---------------------------------------------------------------- the verbs */

enum store_added store_import_put(struct store_import *import, const struct store_put *put,
				  struct err *err)
{
	struct id hash = hash_bytes("assay source 1", put->line, put->line_len);
	struct line line = { .uid = put->uid,
			     .prompt = put->prompt,
			     .group = put->group,
			     .hash = id_shorten(&hash),
			     .role = put->role,
			     .body = put->body,
			     .body_len = put->body_len,
			     .line = put->line,
			     .len = put->line_len,
			     .control = put->control };
	enum store_added known;

	if (!look_up(import, &line, &known, err))
		return STORE_FAILED;
	if (known == STORE_THERE || !note_waiting(import, &line.uid, &line.hash))
		return STORE_THERE;
	if (!note_waiting(import, &line.uid, NULL)) {
		line.body = NULL;
		known = STORE_SOURCE;
	}
	gather(import, &line);
	if ((import->n >= CHUNK_LINES || import->bytes >= CHUNK_BYTES
	     || import->body_bytes >= GATHER_BYTES)
	    && !flush(import, err))
		return STORE_FAILED;
	return known;
}

/* One synced transaction makes all the earlier ones durable too. */
static bool make_durable(struct store *store, struct err *err)
{
	return tx_begin(store, err)
	       && tx_end(store, setting_write(store, "imported", "1", err), err);
}

bool store_import_end(struct store_import *import, bool keep, struct err *err)
{
	struct err other;
	bool ok = true;

	if (import == NULL)
		return true;
	if (keep)
		ok = flush(import, err);
	ok = make_durable(import->store, ok ? err : &other) && ok;
	forget_lines(import);
	arena_release(&import->arena);
	free(import->line);
	free(import);
	return ok;
}
