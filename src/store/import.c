/* import.c - items in bulk: gathered outside of the lock, written a chunk at a time
 * (CORE 7.2, 9.2).  The first import has the project for itself: its items go in at once, and only
 * their lines wait for the chunk.
 *
 * A chunk is one object, one items event and one transaction.  It is made as large as fits into the
 * time that the lock may be held; between two of them the importer sleeps, or nobody else would
 * ever get the lock.
 */
#include "store/import.h"

#include "base/alloc.h"

#define GATHER_LINES (8 * CHUNK_LINES)          /* before they are written */
#define GATHER_BYTES ((size_t)24 * 1024 * 1024) /* all in memory */

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

bool import_make_batch(struct store_import *import, struct err *err)
{
	return import->there
	       || (batch_put(import->store, import->guideline, import->spec, err)
		   && load_batch(import, import->spec->name, err));
}

static struct store_import *begin(struct store_import *import, struct err *err)
{
	struct err other;

	import->bulk = bulk_begin(import);
	if (!import->bulk || import_make_batch(import, err))
		return import;
	if (!bulk_end(import, false, &other))
		import->failed = true;
	buf_release(&import->indices);
	free(import);
	return NULL;
}

static struct store_import *import_new(struct store *store)
{
	struct store_import *import = xcalloc(1, sizeof *import);

	import->store = store;
	return import;
}

struct store_import *store_import_begin(struct store *store, const char *batch, struct err *err)
{
	struct store_import *import;

	if (!must_be_allowed(store, KIND_ITEMS, err))
		return NULL;
	import = import_new(store);
	import->there = load_batch(import, batch, err);
	if (import->there)
		return begin(import, err);
	free(import);
	return NULL;
}

struct store_import *store_import_begin_new(struct store *store,
					    const struct store_guideline *guideline,
					    const struct store_batch_spec *batch, struct err *err)
{
	struct store_import *import;
	struct err ignored;

	if (!must_be_allowed(store, KIND_ITEMS, err)
	    || !batch_may_be_put(store, guideline, batch, err))
		return NULL;
	import = import_new(store);
	import->guideline = guideline;
	import->spec = batch;
	import->there = load_batch(import, batch->name, &ignored);
	return begin(import, err);
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

const char hot_sql_look_up[] =
	"SELECT i.item, EXISTS (SELECT 1 FROM body b WHERE b.item = i.item), "
	"EXISTS (SELECT 1 FROM source s WHERE s.item = i.item AND s.batch = ?2), "
	"EXISTS (SELECT 1 FROM source s WHERE s.item = i.item AND s.batch = ?2 "
	"AND s.hash = ?3) FROM item i WHERE i.uid = ?1";

/* What the project knows of the line: its item, whether it stands in this batch, and the very line.
 */
static bool look_up(struct store_import *import, struct line *line, enum store_added *known,
		    struct err *err)
{
	sqlite3_stmt *stmt =
		db_query(import->store, hot_sql_look_up,
			 ARGS(ID(&line->uid), INT(import->local), ID(&line->hash)), err);
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

/* In bulk: the item goes in at once if it is new, before anything is asked. */
static bool try_new(struct store_import *import, struct line *line, bool *fresh, struct err *err)
{
	*fresh = false;
	return !import->bulk || import_new_item(import->store, line, fresh, err);
}

/* In bulk: what an item that was known lacked.  Otherwise it is put when the chunk is written. */
static bool put_rest(struct store_import *import, struct line *line, struct err *err)
{
	if (!import->bulk || line->body == NULL)
		return true;
	if (!import_put_item(import->store, line, err))
		return false;
	line->body = NULL;
	return true;
}

static bool is_full(const struct store_import *import)
{
	if (import->bulk)
		return import->n >= CHUNK_LINES || import->bytes >= CHUNK_BYTES;
	return import->n >= GATHER_LINES || import->bytes + import->body_bytes >= GATHER_BYTES;
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

static void forget_lines(struct store_import *import)
{
	import->n = 0;
	import->bytes = 0;
	import->body_bytes = 0;
	arena_clear(&import->arena);
	map_release(&import->waiting);
}

static bool flush(struct store_import *import, struct err *err)
{
	bool ok = true;

	if (import->n > 0)
		ok = import->bulk ? import_write_bulk(import, err) : import_write(import, err);
	import->failed = import->failed || !ok;
	import->written += (int64_t)import->n;
	forget_lines(import);
	if (ok && import->bulk)
		bulk_note(import);
	return ok;
}

/* ---------------------------------------------------------------- the verbs */

/* In bulk something of it may have gone in: then nothing may stay. */
static enum store_added give_up(struct store_import *import)
{
	import->failed = import->failed || import->bulk;
	return STORE_FAILED;
}

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
	enum store_added known = STORE_ADDED;
	bool fresh;

	if (!try_new(import, &line, &fresh, err)
	    || (!fresh && !look_up(import, &line, &known, err)))
		return give_up(import);
	if (known == STORE_THERE || !note_waiting(import, &line.uid, &line.hash))
		return STORE_THERE;
	if (!note_waiting(import, &line.uid, NULL)) {
		line.body = NULL;
		known = STORE_SOURCE;
	}
	line.fresh = known == STORE_ADDED;
	if (!put_rest(import, &line, err))
		return give_up(import);
	gather(import, &line);
	if (is_full(import) && !flush(import, err))
		return STORE_FAILED;
	return known;
}

/* One synced transaction makes all the earlier ones durable too.  What the disk has not got yet
 * goes there before the lock is taken, so that nobody has to wait for it. */
static bool make_durable(struct store_import *import, struct err *err)
{
	struct store *store = import->store;

	db_sync(store, SQLITE_FCNTL_JOURNAL_POINTER);
	db_sync(store, SQLITE_FCNTL_FILE_POINTER);
	return tx_begin(store, err) && tx_end(store, samples_save(store, import->local, err), err);
}

static bool end_bulk(struct store_import *import, bool keep, struct err *err)
{
	bool give_up = !keep || import->failed || import->written == 0;
	struct err other;

	return bulk_end(import, !give_up, give_up ? &other : err) || give_up;
}

bool store_import_end(struct store_import *import, bool keep, int64_t *items, struct err *err)
{
	struct err other;
	bool ok = true;

	if (items != NULL)
		*items = 0;
	if (import == NULL)
		return true;
	if (keep)
		ok = flush(import, err);
	if (import->bulk)
		ok = end_bulk(import, keep, ok ? err : &other) && ok;
	else if (import->there)
		ok = make_durable(import, ok ? err : &other) && ok;
	if (items != NULL)
		*items = import->in;
	forget_lines(import);
	arena_release(&import->arena);
	buf_release(&import->indices);
	free(import->line);
	free(import);
	return ok;
}
