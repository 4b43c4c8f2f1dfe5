/* number.c - "37 of 805": places as numbers, and items by number, uid or external id.
 *
 * Counting a million tasks takes longer than a keystroke may.  So every 1024th one of a batch is
 * remembered, and only the rest is counted.
 */
#include "store/store_private.h"

#include "base/alloc.h"
#include "base/json_write.h"

#define EVERY 1024
#define SAMPLE_BYTES (ORD_BYTES + 8)

void samples_release(struct number_samples *samples)
{
	free(samples->ord);
	free(samples->item);
	*samples = (struct number_samples){ .batch = 0 };
}

static bool add_sample(struct number_samples *s, size_t *cap, sqlite3_stmt *stmt)
{
	size_t old = *cap, n;
	const char *ord;

	s->item = vec_grow(s->item, s->n, cap, sizeof *s->item);
	if (*cap != old)
		s->ord = xreallocarray(s->ord, *cap, sizeof *s->ord);
	ord = col_bytes(stmt, 0, &n);
	memset(s->ord[s->n], 0, ORD_BYTES);
	memcpy(s->ord[s->n], ord, n < ORD_BYTES ? n : ORD_BYTES);
	s->item[s->n++] = col_int(stmt, 1);
	return true;
}

/* Sample K is task number (K + 1) * EVERY + 1. */
static bool take_samples(struct store *store, int64_t batch, struct err *err)
{
	static const char sql[] =
		"SELECT ord, item FROM task WHERE batch = ?1 AND (ord, item) > (?2, ?3) "
		"ORDER BY ord, item LIMIT 1 OFFSET ?4";
	struct number_samples *s = &store->samples;
	uint8_t ord[ORD_BYTES] = { 0 };
	int64_t item = INT64_MIN, skip = EVERY;
	size_t cap = 0;
	enum db_step step;

	for (;;) {
		sqlite3_stmt *stmt = db_query(store, sql,
					      ARGS(INT(batch), BLOB(ord, s->n > 0 ? sizeof ord : 0),
						   INT(item), INT(skip)),
					      err);

		step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
		if (step == DB_ROW && add_sample(s, &cap, stmt)) {
			memcpy(ord, s->ord[s->n - 1], ORD_BYTES);
			item = s->item[s->n - 1];
		}
		db_end(stmt);
		if (step != DB_ROW)
			return step == DB_DONE;
		skip = EVERY - 1;
	}
}

/* "ITEMS HEX": places and items of the samples, packed. */
static bool load_samples(struct store *store, int64_t batch, int64_t items)
{
	struct number_samples *s = &store->samples;
	struct arena arena = ARENA_INIT;
	const char *text = batch_setting_read(store, "samples", batch, &arena), *hex;
	size_t n;
	bool ok = text != NULL && strtoll(text, NULL, 10) == items
		  && (hex = strchr(text, ' ')) != NULL;

	if (ok) {
		n = strlen(++hex) / (2 * SAMPLE_BYTES);
		s->ord = xcalloc(n, sizeof *s->ord);
		s->item = xcalloc(n, sizeof *s->item);
		for (s->n = 0; ok && s->n < n; s->n++, hex += 2 * SAMPLE_BYTES)
			ok = hex_decode(s->ord[s->n], ORD_BYTES, hex, 2 * ORD_BYTES)
			     && hex_decode(&s->item[s->n], 8, hex + 2 * ORD_BYTES, 16);
	}
	arena_release(&arena);
	return ok;
}

/* Tasks are never taken away: as many as then are the same as then. */
static bool samples_of(struct store *store, int64_t batch, struct err *err)
{
	struct number_samples *s = &store->samples;
	int64_t items, open;

	if (!counts_of(store, batch, &items, &open, err))
		return false;
	if (s->batch == batch && s->items == items)
		return true;
	samples_release(s);
	if (!load_samples(store, batch, items)) {
		samples_release(s);
		if (!take_samples(store, batch, err))
			return false;
	}
	s->batch = batch;
	s->items = items;
	return true;
}

bool samples_save(struct store *store, int64_t batch, struct err *err)
{
	const struct number_samples *s = &store->samples;
	char hex[2 * SAMPLE_BYTES + 1];
	struct buf text = BUF_INIT;
	bool ok = samples_of(store, batch, err);

	if (ok && s->n > 0) {
		buf_addf(&text, "%lld ", (long long)s->items);
		for (size_t i = 0; i < s->n; i++) {
			hex_encode(hex, s->ord[i], ORD_BYTES);
			hex_encode(hex + 2 * ORD_BYTES, &s->item[i], 8);
			buf_add(&text, hex, 2 * SAMPLE_BYTES);
		}
		ok = batch_setting(store, "samples", batch, text.data, err);
	}
	buf_release(&text);
	return ok;
}

static int compare(const struct number_samples *s, size_t i, const uint8_t *ord, int64_t item)
{
	int order = memcmp(s->ord[i], ord, ORD_BYTES);

	return order != 0 ? order : (s->item[i] > item) - (s->item[i] < item);
}

/* How many samples lie at or before the place. */
static size_t samples_before(const struct number_samples *s, const uint8_t *ord, int64_t item)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(s, middle, ord, item) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const char hot_sql_number[] = "SELECT count(*) FROM task WHERE batch = ?1 "
			      "AND (ord, item) >= (?2, ?3) AND (ord, item) <= (?4, ?5)";

static int64_t number_of(struct store *store, int64_t batch, const struct store_task *task)
{
	const struct number_samples *s = &store->samples;
	struct err ignored;
	size_t before;
	int64_t counted;

	if (!samples_of(store, batch, &ignored))
		return 0;
	before = samples_before(s, task->ord, task->item);
	counted = db_int_or(
		store, hot_sql_number,
		ARGS(INT(batch),
		     BLOB(before > 0 ? s->ord[before - 1] : NULL, before > 0 ? ORD_BYTES : 0),
		     INT(before > 0 ? s->item[before - 1] : INT64_MIN), BLOB(task->ord, ORD_BYTES),
		     INT(task->item)),
		0);
	return (int64_t)before * EVERY + counted;
}

int64_t store_task_number(struct store *store, const struct short_id *batch,
			  const struct store_task *task)
{
	struct err ignored;
	int64_t local, number = 0;

	if (batch_local(store, batch, &local, &ignored)
	    && db_int_or(store, "SELECT 1 FROM task WHERE batch = ?1 AND item = ?2",
			 ARGS(INT(local), INT(task->item)), 0)
		       != 0)
		number = number_of(store, local, task);
	assert_idle(store);
	return number;
}

int64_t store_position_number(struct store *store, const struct short_id *batch)
{
	struct store_task last = { .item = INT64_MAX }; /* of those at that place */
	struct err ignored;
	int64_t local, number = 0;

	if (store_position(store, batch, last.ord) && batch_local(store, batch, &local, &ignored))
		number = number_of(store, local, &last);
	assert_idle(store);
	return number;
}

const char hot_sql_at[] = "SELECT t.item, i.uid, t.ord FROM task t JOIN item i USING (item) "
			  "WHERE t.batch = ?1 AND (t.ord, t.item) >= (?2, ?3) "
			  "ORDER BY t.ord, t.item LIMIT 1 OFFSET ?4";

static bool task_at(struct store *store, int64_t batch, int64_t number, struct store_task *task,
		    struct err *err)
{
	const struct number_samples *s = &store->samples;
	size_t before;

	if (!samples_of(store, batch, err))
		return false;
	if (number < 1)
		return err_set(err, ERR_NOT_FOUND, "items are numbered from 1");
	before = (size_t)((number - 1) / EVERY);
	if (before > s->n)
		before = s->n;
	return task_read(store,
			 db_query(store, hot_sql_at,
				  ARGS(INT(batch),
				       BLOB(before > 0 ? s->ord[before - 1] : NULL,
					    before > 0 ? ORD_BYTES : 0),
				       INT(before > 0 ? s->item[before - 1] : INT64_MIN),
				       INT(number - 1 - (int64_t)before * EVERY)),
				  err),
			 task, "there is no such item in this batch", err);
}

bool store_task_at(struct store *store, const struct short_id *batch, int64_t number,
		   struct store_task *task, struct err *err)
{
	int64_t local;
	bool ok =
		batch_local(store, batch, &local, err) && task_at(store, local, number, task, err);

	assert_idle(store);
	return ok;
}

/* ---------------------------------------------------------------- by uid */

/* The smallest and greatest uid that begin with TEXT; false if it is no such beginning. */
static bool uid_range(const char *text, struct id *low, struct id *high)
{
	size_t n = strlen(text);
	char least[ID_HEX + 1], most[ID_HEX + 1];

	if (n < 4 || n > ID_HEX || strspn(text, "0123456789abcdef") != n)
		return false;
	memset(least, '0', sizeof least);
	memset(most, 'f', sizeof most);
	for (size_t i = 0; i < n; i++) {
		least[i] = text[i];
		most[i] = text[i];
	}
	return hex_decode(low->b, ID_BYTES, least, ID_HEX)
	       && hex_decode(high->b, ID_BYTES, most, ID_HEX);
}

static bool find_by_uid(struct store *store, int64_t batch, const char *text,
			struct store_task *task, struct err *err)
{
	struct id low, high;

	if (!uid_range(text, &low, &high))
		return err_set(err, ERR_NOT_FOUND, "'%s' is no beginning of an item's hash", text);
	return task_read(
		store,
		db_query(store,
			 "SELECT t.item, i.uid, t.ord FROM item i JOIN task t USING (item) "
			 "WHERE i.uid BETWEEN ?1 AND ?2 AND t.batch = ?3 "
			 "ORDER BY i.uid LIMIT 1",
			 ARGS(ID(&low), ID(&high), INT(batch)), err),
		task, "there is no such item in this batch", err);
}

/* ---------------------------------------------------------------- by external id */

/* The uid of the line of CHUNK whose id is TEXT. */
static bool find_in_chunk(const struct buf *chunk, const char *text, struct id *uid)
{
	struct arena arena = ARENA_INIT;
	struct buf needle = BUF_INIT;
	const char *at = chunk->data, *end = at + chunk->len, *hit;
	bool found = false;

	buf_adds(&needle, "\"id\":");
	json_write_string(&needle, text, strlen(text));
	while (!found && at < end
	       && (hit = find_bytes(at, (size_t)(end - at), needle.data, needle.len)) != NULL) {
		const char *start = hit, *stop = memchr(hit, '\n', (size_t)(end - hit));
		struct err bad;
		struct json *line;

		while (start > chunk->data && start[-1] != '\n')
			start--;
		if (stop == NULL)
			stop = end;
		line = json_parse(start, (size_t)(stop - start), &arena, &bad);
		found = json_get_string(line, "id") != NULL
			&& strcmp(json_get_string(line, "id"), text) == 0
			&& json_get_hex(line, "uid", uid->b, ID_BYTES);
		at = stop;
	}
	buf_release(&needle);
	arena_release(&arena);
	return found;
}

static bool is_staff(struct store *store)
{
	const struct authority_member *self = self_member(store);

	return self != NULL
	       && (roles_effective(self->roles)
		   & (MEMBER_REVIEWER | MEMBER_EXPORTER | MEMBER_LEAD | MEMBER_OWNER))
			  != 0;
}

static bool search_chunks(struct store *store, const struct control_rows *rows,
			  const struct short_id *batch, const char *text, struct id *uid)
{
	struct buf chunk = BUF_INIT;
	struct short_id of;
	struct id hash;
	struct err ignored;
	bool found = false;

	for (size_t i = 0; !found && i < rows->n; i++)
		found = json_get_hex(rows->row[i].payload, "batch", of.b, SHORT_ID_BYTES)
			&& short_id_equal(&of, batch)
			&& json_get_hex(rows->row[i].payload, "chunk", hash.b, ID_BYTES)
			&& object_get(store, &hash, &chunk, &ignored)
			&& find_in_chunk(&chunk, text, uid);
	buf_release(&chunk);
	return found;
}

static bool find_by_external(struct store *store, const struct short_id *batch, const char *text,
			     struct store_task *task, struct err *err)
{
	struct control_rows rows = { .arena = ARENA_INIT };
	struct id uid;
	bool ok = is_staff(store) && control_rows(store, KIND_ITEMS, &rows, err)
		  && search_chunks(store, &rows, batch, text, &uid);

	control_rows_release(&rows);
	if (ok)
		return store_task(store, batch, &uid, task, err);
	return err_set(err, ERR_NOT_FOUND, "no item of this batch is called '%s'", text);
}

bool store_task_find(struct store *store, const struct short_id *batch, const char *text,
		     struct store_task *task, struct err *err)
{
	int64_t local;
	bool ok;

	if (!batch_local(store, batch, &local, err))
		return false;
	ok = find_by_uid(store, local, text, task, err)
	     || (err->code == ERR_NOT_FOUND && find_by_external(store, batch, text, task, err));
	assert_idle(store);
	return ok;
}
