/* sources.c - chunks of source lines become sources and tasks; items and objects by hash. */
#include "store/store_private.h"

#include "base/alloc.h"
#include "guide/guide.h"

#include <zstd.h>

#define PACK_LEVEL 1
#define OBJECT_MAX ((size_t)48 * 1024 * 1024) /* unpacked; before memory is taken for it */

/* ---------------------------------------------------------------- items */

/* The index over ids is large and an id may stand anywhere in it: it is asked from the disk, again
 * for each item, where memory does not hold it.  The item's own row has just been read, and is
 * asked without its id, for that would be asked of the index. */
static bool is_at_hand(struct store *store, const struct id *uid)
{
	return id_equal(uid, &store->at_hand.uid)
	       && db_int_or(store, "SELECT uid = ?2 FROM item WHERE item = ?1",
			    ARGS(INT(store->at_hand.item), ID(uid)), 0)
			  != 0;
}

bool item_local(struct store *store, const struct id *uid, int64_t *item, struct err *err)
{
	if (is_at_hand(store, uid)) {
		*item = store->at_hand.item;
		return true;
	}
	if (db_int(store, "SELECT item FROM item WHERE uid = ?1", ARGS(ID(uid)), item, err))
		return true;
	if (err->code == ERR_NOT_FOUND)
		err_set(err, ERR_NOT_FOUND, "this item is not in the project");
	return false;
}

bool item_put(struct store *store, const struct id *uid, int64_t *item, struct err *err)
{
	if (item_local(store, uid, item, err))
		return true;
	if (err->code != ERR_NOT_FOUND
	    || !db_run(store, "INSERT INTO item (uid) VALUES (?1)", ARGS(ID(uid)), err))
		return false;
	*item = db_last_rowid(store);
	return true;
}

bool batch_local(struct store *store, const struct short_id *id, int64_t *batch, struct err *err)
{
	if (db_int(store, "SELECT batch FROM batch WHERE id = ?1", ARGS(ID(id)), batch, err))
		return true;
	if (err->code == ERR_NOT_FOUND)
		err_set(err, ERR_NOT_FOUND, "this batch is not in the project");
	return false;
}

/* ---------------------------------------------------------------- objects */

struct id object_hash(const char *bytes, size_t len)
{
	return hash_bytes("assay object 1", bytes, len);
}

bool pack(const char *bytes, size_t len, struct buf *out)
{
	size_t room = ZSTD_compressBound(len), n;

	buf_clear(out);
	buf_reserve(out, room);
	n = ZSTD_compress(out->data, room, bytes, len, PACK_LEVEL);
	if (ZSTD_isError(n) || n >= len)
		return false;
	out->len = n;
	return true;
}

bool unpack(const char *bytes, size_t len, struct buf *out)
{
	unsigned long long size = ZSTD_getFrameContentSize(bytes, len);
	size_t n;

	buf_clear(out);
	if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > OBJECT_MAX)
		return false;
	buf_reserve(out, (size_t)size + 1);
	n = ZSTD_decompress(out->data, (size_t)size, bytes, len);
	if (ZSTD_isError(n) || n != size)
		return false;
	out->len = n;
	out->data[n] = '\0';
	return true;
}

bool object_put(struct store *store, const struct id *hash, int class, const char *bytes,
		size_t len, struct err *err)
{
	struct buf packed = BUF_INIT;
	bool smaller = pack(bytes, len, &packed);
	bool ok = db_run(store,
			 "INSERT INTO object (hash, class, packed, bytes) VALUES (?1, ?2, ?3, ?4) "
			 "ON CONFLICT (hash) DO NOTHING",
			 ARGS(ID(hash), INT(class), INT(smaller),
			      BLOB(smaller ? packed.data : bytes, smaller ? packed.len : len)),
			 err);

	buf_release(&packed);
	return ok;
}

bool object_get(struct store *store, const struct id *hash, struct buf *out, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store, "SELECT packed, bytes FROM object WHERE hash = ?1",
				      ARGS(ID(hash)), err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	bool ok = step == DB_ROW;

	if (ok) {
		size_t n;
		const char *bytes = col_bytes(stmt, 1, &n);

		buf_clear(out);
		if (col_int(stmt, 0) == 0)
			buf_add(out, bytes, n);
		else if (!unpack(bytes, n, out))
			ok = err_set(err, ERR_INVALID, "an object is damaged; run 'assay check'");
	} else if (step == DB_DONE) {
		err_set(err, ERR_NOT_FOUND, "the object is not held here");
	}
	db_end(stmt);
	return ok;
}

bool store_object(struct store *store, const struct id *hash, struct arena *arena,
		  const char **bytes, size_t *len, struct err *err)
{
	struct buf out = BUF_INIT;
	bool ok = object_get(store, hash, &out, err);

	if (ok) {
		*bytes = arena_strndup(arena, buf_str(&out), out.len);
		*len = out.len;
	}
	buf_release(&out);
	assert_idle(store);
	return ok;
}

bool store_guide(struct store *store, const struct id *hash, struct arena *arena, struct guide *out,
		 struct err *err)
{
	const char *bytes;
	size_t len;

	return store_object(store, hash, arena, &bytes, &len, err)
	       && guide_from_object(bytes, len, arena, out, err);
}

/* ---------------------------------------------------------------- one source */

const char *find_bytes(const char *in, size_t n, const char *what, size_t len)
{
	const char *at = in, *end = in + n;

	while ((size_t)(end - at) >= len && (at = memchr(at, what[0], (size_t)(end - at))) != NULL
	       && (size_t)(end - at) >= len) {
		if (memcmp(at, what, len) == 0)
			return at;
		at++;
	}
	return NULL;
}

/* A quote inside a string is escaped, so this can only be the line's own key. */
bool line_replaces(const char *line, size_t len, struct id *uid)
{
	static const char key[] = "\"replaces\":\"";
	const char *at = find_bytes(line, len, key, sizeof key - 1);

	if (at == NULL)
		return false;
	at += sizeof key - 1;
	return (size_t)(line + len - at) > ID_HEX && at[ID_HEX] == '"'
	       && hex_decode(uid->b, ID_BYTES, at, ID_HEX);
}

static bool end_replaced(struct store *store, int64_t batch, const struct id *uid, struct err *err)
{
	static const char end[] = "UPDATE task SET left = 0 WHERE batch = ?1 AND left > 0 "
				  "AND item = (SELECT item FROM item WHERE uid = ?2)";
	static const char mark[] =
		"UPDATE task SET want = -(?3 | CASE WHEN want < 0 THEN -want ELSE 0 END) "
		"WHERE batch = ?1 AND item = (SELECT item FROM item WHERE uid = ?2)";

	if (!db_run(store, end, ARGS(INT(batch), ID(uid)), err))
		return false;
	if (db_changes(store) > 0)
		count_tasks(store, batch, 0, -1);
	return db_run(store, mark, ARGS(INT(batch), ID(uid), INT(WANT_REPLACED)), err);
}

static void order_of(const struct source_row *row, uint8_t ord[ORD_BYTES])
{
	order_task(ord, row->shuffled, &row->seed, &row->group, row->hlc, &row->stream,
		   (uint32_t)row->seq, (uint32_t)row->line);
}

/* The first source of an item, in the order of the events, gives its place in the queue; a line
 * replaces what stood before it. */
bool derive_source(struct store *store, const struct source_row *row, bool *fresh, struct err *err)
{
	uint8_t ord[ORD_BYTES];

	*fresh = false;
	if (!db_run(store,
		    "INSERT INTO source (item, batch, grp, role, hash, chunk, line) "
		    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
		    ARGS(INT(row->item), INT(row->batch), ID(&row->group), INT(row->role),
			 ID(&row->hash), ID(&row->chunk), INT(row->line)),
		    err))
		return false;
	if (db_changes(store) == 0)
		return true;
	order_of(row, ord);
	if (!db_run(store,
		    "INSERT INTO task (batch, item, ord, want, left) VALUES (?1, ?2, ?3, ?4, ?4) "
		    "ON CONFLICT DO NOTHING",
		    ARGS(INT(row->batch), INT(row->item), BLOB(ord, sizeof ord), INT(row->overlap)),
		    err))
		return false;
	*fresh = db_changes(store) > 0;
	if (*fresh)
		count_tasks(store, row->batch, 1, 1);
	return row->replaces == NULL || end_replaced(store, row->batch, row->replaces, err);
}

/* ---------------------------------------------------------------- many sources */

#define FOUR(row) row "," row "," row "," row
#define SOURCES(row) FOUR(FOUR(row))
#define SOURCE_COLUMNS 7
#define TASK_COLUMNS 5

static_assert(SOURCES_AT_ONCE == 16, "what SOURCES() makes");

/* FAIL: a statement of several rows that may be taken back alone copies what it changes (where
 * foreign keys are looked at, as they count, too).  What fails takes the transaction with it. */
static bool put_sources(struct store *store, const struct sources *all, struct err *err)
{
	static const char sql[] =
		"INSERT OR FAIL INTO source (item, batch, grp, role, hash, chunk, line) "
		"VALUES " SOURCES("(?, ?, ?, ?, ?, ?, ?)") " ON CONFLICT DO NOTHING";
	struct bind args[SOURCES_AT_ONCE * SOURCE_COLUMNS + 1], *at = args;

	for (size_t i = 0; i < SOURCES_AT_ONCE; i++, at += SOURCE_COLUMNS) {
		const struct source_row *row = &all->row[i];

		memcpy(at,
		       ARGS(INT(row->item), INT(row->batch), ID(&row->group), INT(row->role),
			    ID(&row->hash), ID(&row->chunk), INT(row->line)),
		       SOURCE_COLUMNS * sizeof *at);
	}
	at->type = 0;
	return db_run(store, sql, args, err);
}

static bool put_tasks(struct store *store, const struct sources *all, struct err *err)
{
	static const char sql[] = "INSERT OR FAIL INTO task (batch, item, ord, want, left) "
				  "VALUES " SOURCES("(?, ?, ?, ?, ?)") " ON CONFLICT DO NOTHING";
	struct bind args[SOURCES_AT_ONCE * TASK_COLUMNS + 1], *at = args;
	uint8_t ord[SOURCES_AT_ONCE][ORD_BYTES];

	for (size_t i = 0; i < SOURCES_AT_ONCE; i++, at += TASK_COLUMNS) {
		const struct source_row *row = &all->row[i];

		order_of(row, ord[i]);
		memcpy(at,
		       ARGS(INT(row->batch), INT(row->item), BLOB(ord[i], ORD_BYTES),
			    INT(row->overlap), INT(row->overlap)),
		       TASK_COLUMNS * sizeof *at);
	}
	at->type = 0;
	if (!db_run(store, sql, args, err))
		return false;
	/* Several batches come together only where all of it is counted anew. */
	count_tasks(store, all->row[0].batch, db_changes(store), db_changes(store));
	return true;
}

bool sources_flush(struct store *store, struct sources *all, struct err *err)
{
	size_t n = all->n;
	bool fresh, ok = true;

	all->n = 0;
	if (n == SOURCES_AT_ONCE)
		return put_sources(store, all, err) && put_tasks(store, all, err);
	for (size_t i = 0; ok && i < n; i++)
		ok = derive_source(store, &all->row[i], &fresh, err);
	return ok;
}

/* What a line replaces must stand before it. */
bool sources_add(struct store *store, struct sources *all, const struct source_row *row,
		 struct err *err)
{
	bool fresh;

	if (row->replaces != NULL)
		return sources_flush(store, all, err) && derive_source(store, row, &fresh, err);
	all->row[all->n++] = *row;
	return all->n < SOURCES_AT_ONCE || sources_flush(store, all, err);
}
