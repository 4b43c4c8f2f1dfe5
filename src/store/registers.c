/* registers.c - guidelines and batches: what the leads' control events say now (CORE 6.6).
 *
 * A register has heads: events that no other effective one of its subject supersedes.  Two of them
 * mean that two leads changed it apart; until one decides, the careful answer counts: the smaller
 * overlap, the older guideline.
 */
#include "store/store_private.h"

#include "base/alloc.h"

static int event_order(const void *a, const void *b)
{
	const struct control_row *x = a, *y = b;
	int order;

	if (x->header.hlc != y->header.hlc)
		return x->header.hlc < y->header.hlc ? -1 : 1;
	order = memcmp(x->stream->id.b, y->stream->id.b, ID_BYTES);
	if (order != 0)
		return order;
	return (x->header.seq > y->header.seq) - (x->header.seq < y->header.seq);
}

static bool load_row(struct store *store, sqlite3_stmt *stmt, struct control_rows *rows,
		     struct err *err)
{
	struct control_row row = { .rid = col_int(stmt, 0) };
	struct err bad;
	size_t n;
	const char *header = col_bytes(stmt, 1, &n);

	row.stream = stream_of(store, row.rid, err);
	if (row.stream == NULL || !event_header_read(&row.header, (const uint8_t *)header, n, err))
		return false;
	row.id = event_id_in(store, &row.stream->id, row.header.seq, (const uint8_t *)header, n);
	row.parked = authority_judge(store->authority, &row.stream->key, &row.stream->id,
				     row.header.seq, row.header.kind, row.header.schema,
				     row.stream->audience, &row.stream->reader);
	if (!col_null(stmt, 2)) {
		const char *payload = col_bytes(stmt, 2, &n);

		row.payload = json_parse(payload, n, &rows->arena, &bad);
	}
	rows->row = vec_grow(rows->row, rows->n, &rows->cap, sizeof row);
	rows->row[rows->n++] = row;
	return true;
}

bool control_rows(struct store *store, unsigned kind, struct control_rows *rows, struct err *err)
{
	sqlite3_stmt *stmt;
	enum db_step step = DB_FAILED;

	if (authority_of(store, err) == NULL)
		return false;
	stmt = db_query(store,
			"SELECT rid, header, payload FROM event WHERE kind = ?1 AND kind < 64",
			ARGS(INT(kind)), err);
	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW)
		if (!load_row(store, stmt, rows, err)) {
			db_end(stmt);
			return false;
		}
	if (rows->n > 1)
		qsort(rows->row, rows->n, sizeof *rows->row, event_order);
	return step == DB_DONE;
}

void control_rows_release(struct control_rows *rows)
{
	free(rows->row);
	arena_release(&rows->arena);
	*rows = (struct control_rows){ .arena = ARENA_INIT };
}

bool json_get_hex(const struct json *object, const char *key, void *out, size_t n)
{
	const char *text = json_get_string(object, key);

	return text != NULL && hex_decode(out, n, text, strlen(text));
}

/* ---------------------------------------------------------------- guidelines */

struct guideline_row {
	struct id hash;
	const char *name;
	int version;
};

/* In order of the events; a hash that is known already adds nothing. */
static size_t read_guidelines(struct control_rows *rows, struct guideline_row *out)
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++) {
		struct control_row *row = &rows->row[i];
		struct guideline_row g = { .name = json_get_string(row->payload, "name"),
					   .version = 1 };
		bool known = false;

		if (row->parked != NULL)
			continue;
		if (g.name == NULL || !json_get_hex(row->payload, "hash", g.hash.b, ID_BYTES)) {
			row->parked = "payload";
			continue;
		}
		for (size_t k = 0; k < n; k++) {
			known = known || id_equal(&out[k].hash, &g.hash);
			g.version += strcmp(out[k].name, g.name) == 0;
		}
		if (!known)
			out[n++] = g;
	}
	return n;
}

/* Versions are unique in a name: they are moved out of the way before they are set anew. */
static bool write_guidelines(struct store *store, const struct guideline_row *row, size_t n,
			     struct err *err)
{
	if (!db_run(store, "UPDATE guideline SET version = -guideline", NO_ARGS, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!db_run(store,
			    "INSERT INTO guideline (hash, name, version) VALUES (?1, ?2, ?3) "
			    "ON CONFLICT (hash) DO UPDATE SET name = excluded.name, "
			    "version = excluded.version",
			    ARGS(ID(&row[i].hash), TEXT(row[i].name), INT(row[i].version)), err))
			return false;
	return db_run(store,
		      "UPDATE batch SET guideline = NULL WHERE guideline IN "
		      "(SELECT guideline FROM guideline WHERE version < 0)",
		      NO_ARGS, err)
	       && db_run(store, "DELETE FROM guideline WHERE version < 0", NO_ARGS, err);
}

static bool derive_guidelines(struct store *store, struct err *err)
{
	struct control_rows rows = { .arena = ARENA_INIT };
	struct guideline_row *guideline;
	bool ok;

	if (!control_rows(store, KIND_GUIDELINE, &rows, err)) {
		control_rows_release(&rows);
		return false;
	}
	guideline = xcalloc(rows.n + 1, sizeof *guideline);
	ok = write_guidelines(store, guideline, read_guidelines(&rows, guideline), err)
	     && park_rows(store, &rows, err);
	free(guideline);
	control_rows_release(&rows);
	return ok;
}

/* ---------------------------------------------------------------- batches */

struct batch_row {
	struct short_id id, seed;
	struct id guideline;
	const char *name;
	int64_t overlap, due;
	bool has_due, shuffled, closed;
	int access;
};

static const char *const access_names[] = { "assigned", "open", "authoring" };

static int access_of(const char *name)
{
	for (int i = 0; name != NULL && i < 3; i++)
		if (strcmp(name, access_names[i]) == 0)
			return i;
	return -1;
}

const char *access_name(enum store_access access)
{
	return access_names[access];
}

static bool read_batch(const struct control_row *row, struct batch_row *out)
{
	const struct json *p = row->payload;
	const char *order = json_get_string(p, "order");

	*out = (struct batch_row){
		.name = json_get_string(p, "name"),
		.overlap = json_get_int(p, "overlap", 0),
		.has_due = !json_is_null(json_get(p, "due")),
		.due = json_get_int(p, "due", 0),
		.shuffled = order != NULL && strcmp(order, "shuffled") == 0,
		.closed = json_get_bool(p, "closed", false),
		.access = access_of(json_get_string(p, "access")),
	};
	memcpy(out->id.b, row->header.subject.b, SHORT_ID_BYTES);
	return out->name != NULL && order != NULL && out->access >= 0 && out->overlap >= 1
	       && out->overlap <= 99 && json_get_hex(p, "seed", out->seed.b, SHORT_ID_BYTES)
	       && json_get_hex(p, "guideline", out->guideline.b, ID_BYTES);
}

static bool superseded(const struct control_rows *rows, const struct control_row *row)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct control_row *other = &rows->row[i];

		if (other->parked != NULL
		    || !id_equal(&other->header.subject, &row->header.subject))
			continue;
		for (int s = 0; s < other->header.n_supersedes; s++)
			if (id_equal(&other->header.supersedes[s], &row->id))
				return true;
	}
	return false;
}

/* The register of ROW's subject, seen from its newest head ROW. */
static void settle(const struct control_rows *rows, size_t at, struct batch_row *batch)
{
	struct batch_row other;
	struct id oldest = batch->guideline;
	bool apart = false;

	for (size_t i = 0; i < rows->n; i++) {
		const struct control_row *row = &rows->row[i];

		if (i == at || row->parked != NULL
		    || !id_equal(&row->header.subject, &rows->row[at].header.subject)
		    || superseded(rows, row) || !read_batch(row, &other))
			continue;
		if (other.overlap < batch->overlap)
			batch->overlap = other.overlap;
		if (!apart && !id_equal(&other.guideline, &oldest)) {
			oldest = other.guideline; /* rows are in order: the first is the oldest */
			apart = true;
		}
	}
	for (size_t i = 0; apart && i < at; i++)
		if (rows->row[i].parked == NULL
		    && id_equal(&rows->row[i].header.subject, &rows->row[at].header.subject)
		    && superseded(rows, &rows->row[i]) && read_batch(&rows->row[i], &other))
			oldest = other.guideline;
	batch->guideline = oldest;
}

static bool same_register(const struct control_rows *rows, size_t a, size_t b)
{
	return rows->row[b].parked == NULL
	       && id_equal(&rows->row[a].header.subject, &rows->row[b].header.subject);
}

/* The newest head of the register that event AT began; false if another one began it. */
static bool newest_head(const struct control_rows *rows, size_t at, size_t *head)
{
	bool found = false;

	for (size_t i = 0; i < at; i++)
		if (same_register(rows, at, i))
			return false;
	for (size_t i = at; i < rows->n; i++)
		if (same_register(rows, at, i) && !superseded(rows, &rows->row[i])) {
			*head = i;
			found = true;
		}
	return found;
}

/* What tasks were made from must not change under them. */
static bool tasks_fit(struct store *store, const struct batch_row *b)
{
	return db_int_or(store,
			 "SELECT overlap = ?2 AND shuffled = ?3 AND seed = ?4 FROM batch "
			 "WHERE id = ?1",
			 ARGS(ID(&b->id), INT(b->overlap), INT(b->shuffled), ID(&b->seed)), 1)
	       != 0;
}

static bool write_batch(struct store *store, const struct batch_row *b, bool *stale,
			struct err *err)
{
	struct bind due = { .type = b->has_due ? SQLITE_INTEGER : SQLITE_NULL, .integer = b->due };

	*stale = *stale || !tasks_fit(store, b);
	return db_run(
		store,
		"INSERT INTO batch (id, name, guideline, overlap, seed, shuffled, access, due, "
		"closed) VALUES (?1, ?2, (SELECT guideline FROM guideline WHERE hash = ?3), ?4, "
		"?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
		"guideline = excluded.guideline, overlap = excluded.overlap, "
		"seed = excluded.seed, shuffled = excluded.shuffled, access = excluded.access, "
		"due = excluded.due, closed = excluded.closed",
		ARGS(ID(&b->id), TEXT(b->name), ID(&b->guideline), INT(b->overlap), ID(&b->seed),
		     INT(b->shuffled), INT(b->access), due, INT(b->closed)),
		err);
}

/* In the order in which they were made. */
static bool derive_batches(struct store *store, bool *stale, struct err *err)
{
	struct control_rows rows = { .arena = ARENA_INIT };
	struct batch_row batch;
	size_t head;
	bool ok = control_rows(store, KIND_BATCH, &rows, err);

	for (size_t i = 0; ok && i < rows.n; i++)
		if (rows.row[i].parked == NULL && !read_batch(&rows.row[i], &batch))
			rows.row[i].parked = "payload";
	for (size_t i = 0; ok && i < rows.n; i++) {
		if (rows.row[i].parked != NULL || !newest_head(&rows, i, &head)
		    || !read_batch(&rows.row[head], &batch))
			continue;
		settle(&rows, head, &batch);
		ok = write_batch(store, &batch, stale, err);
	}
	ok = ok && park_rows(store, &rows, err);
	control_rows_release(&rows);
	return ok;
}

bool derive_registers(struct store *store, bool *stale, struct err *err)
{
	*stale = false;
	return derive_guidelines(store, err) && derive_batches(store, stale, err);
}

bool park_rows(struct store *store, const struct control_rows *rows, struct err *err)
{
	for (size_t i = 0; i < rows->n; i++) {
		bool parked = db_int_or(store, "SELECT 1 FROM parked WHERE rid = ?1",
					ARGS(INT(rows->row[i].rid)), 0)
			      != 0;

		if ((rows->row[i].parked != NULL || parked)
		    && !park(store, rows->row[i].rid, rows->row[i].parked, err))
			return false;
	}
	return true;
}
