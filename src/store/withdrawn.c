/* withdrawn.c - what people took back and did not send again: an export lists it as left out. */
#include "store/reading.h"
#include "store/store_private.h"

#include "base/alloc.h"

/* CROSS: by the log, as only it knows of them. */
static const char sql_retracts[] =
	"SELECT i.uid, m.id, e.header, e.payload, e.item, m.member FROM event e "
	"CROSS JOIN item i ON i.item = e.item CROSS JOIN head h ON h.head = e.rid >> 32 "
	"CROSS JOIN stream s ON s.stream = h.stream CROSS JOIN key k ON k.key = s.key "
	"CROSS JOIN member m ON m.member = k.member WHERE e.kind = ?1 AND e.payload IS NOT NULL "
	"AND NOT EXISTS (SELECT 1 FROM parked p WHERE p.rid = e.rid)";

static const char sql_counts_again[] =
	"SELECT b.name, EXISTS (SELECT 1 FROM annotation a WHERE a.item = ?2 "
	"AND a.batch = b.batch AND a.member = ?3) FROM batch b WHERE b.id = ?1";

struct list {
	struct store_withdrawn *row;
	size_t n, cap;
};

/* The same on every replica; of one person's retracts of one item the newest is the last. */
static int by_place(const void *a, const void *b)
{
	const struct store_withdrawn *x = a, *y = b;
	int order = strcmp(x->batch_name, y->batch_name);

	if (order == 0)
		order = memcmp(&x->batch, &y->batch, sizeof x->batch);
	if (order == 0)
		order = memcmp(&x->uid, &y->uid, sizeof x->uid);
	if (order == 0)
		order = memcmp(&x->member, &y->member, sizeof x->member);
	if (order == 0)
		order = (x->hlc > y->hlc) - (x->hlc < y->hlc);
	return order != 0 ? order : memcmp(&x->event, &y->event, sizeof x->event);
}

static bool same_place(const struct store_withdrawn *x, const struct store_withdrawn *y)
{
	return short_id_equal(&x->batch, &y->batch) && id_equal(&x->uid, &y->uid)
	       && short_id_equal(&x->member, &y->member);
}

/* ROW is wanted unless she has sent the item again, or its batch is not here. */
static enum db_step look_up(struct store *store, struct store_withdrawn *row, int64_t item,
			    int64_t member, struct arena *arena, struct err *err)
{
	sqlite3_stmt *stmt =
		db_query(store, sql_counts_again,
			 ARGS(BLOB(&row->batch, SHORT_ID_BYTES), INT(item), INT(member)), err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;

	if (step == DB_ROW) {
		row->batch_name = col_text(stmt, 0, arena);
		if (col_int(stmt, 1) != 0)
			step = DB_DONE;
	}
	db_end(stmt);
	return step;
}

static bool read_one(struct store *store, sqlite3_stmt *stmt, struct arena *arena,
		     struct list *list, struct err *err)
{
	struct store_withdrawn row = { .uid = col_id(stmt, 0), .member = col_short(stmt, 1) };
	struct event_header h;
	struct err ignored;
	const struct json *payload;
	enum db_step step;
	const char *bytes;
	size_t n;

	bytes = col_bytes(stmt, 2, &n);
	if (!event_header_read(&h, (const uint8_t *)bytes, n, err))
		return false;
	bytes = col_bytes(stmt, 3, &n);
	payload = json_parse(bytes, n, arena, &ignored);
	if (h.n_supersedes == 0 || !json_get_hex(payload, "batch", row.batch.b, SHORT_ID_BYTES))
		return true;
	row.event = h.supersedes[0];
	row.hlc = h.hlc;
	step = look_up(store, &row, col_int(stmt, 4), col_int(stmt, 5), arena, err);
	if (step == DB_ROW) {
		list->row = vec_grow(list->row, list->n, &list->cap, sizeof *list->row);
		list->row[list->n++] = row;
	}
	return step != DB_FAILED;
}

/* Where every event about an item is an annotation that counts, there is nothing to look for. */
static bool all_count(struct store *store)
{
	return db_int_or(store,
			 "SELECT (SELECT count(*) FROM event WHERE item IS NOT NULL)"
			 " = (SELECT count(*) FROM annotation)",
			 NO_ARGS, 0)
	       == 1;
}

static bool read_all(struct store *store, struct arena *arena, struct list *list, struct err *err)
{
	sqlite3_stmt *stmt;
	enum db_step step = DB_FAILED;

	if (all_count(store))
		return true;
	stmt = db_query(store, sql_retracts, ARGS(INT(KIND_RETRACT)), err);
	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW)
		if (!read_one(store, stmt, arena, list, err)) {
			db_end(stmt);
			return false;
		}
	return step == DB_DONE;
}

bool store_withdrawn(struct store *store, struct arena *arena, struct store_withdrawn **rows,
		     size_t *n, struct err *err)
{
	struct list list = { .n = 0 };
	bool ok =
		read_begin(store, err) && read_end(store, read_all(store, arena, &list, err), err);

	*n = 0;
	*rows = arena_alloc(arena, (list.n + 1) * sizeof **rows);
	if (list.n > 0)
		qsort(list.row, list.n, sizeof *list.row, by_place);
	for (size_t i = 0; i < list.n; i++)
		if (i + 1 == list.n || !same_place(&list.row[i], &list.row[i + 1]))
			(*rows)[(*n)++] = list.row[i];
	free(list.row);
	return ok;
}
