/* journal.c - "saved #4812": the numbers of what a person says about items.
 *
 * Everything about an item has one (answers, withdrawals, flags, questions), in the order in which
 * the key wrote it into the streams that are its own; what streams and joining need has none.  So a
 * number follows from the facts alone: it is the place in the stream less the few control events
 * before it, which have an index.
 */
#include "store/store_private.h"

#include "base/alloc.h"
#include "base/json.h"

struct journal_head {
	int64_t head, base, seq;
	int64_t before; /* numbers of earlier heads */
	int64_t count;  /* numbers in it */
	int64_t looked; /* rid: the control events up to it are known */
};

/* ---------------------------------------------------------------- reading it */

/* The one at PLACE; false: it was not known. */
static bool put_head(struct journal *j, size_t place, const struct journal_head *now)
{
	bool known = place < j->n_heads && j->head[place].head == now->head;

	if (place == j->n_heads)
		j->head = vec_grow(j->head, j->n_heads++, &j->heads_cap, sizeof *j->head);
	if (!known)
		j->head[place].looked = RID(now->head, 0);
	j->head[place].head = now->head;
	j->head[place].base = now->base;
	j->head[place].seq = now->seq;
	return known;
}

/* *KNOWN: there are no others than the last time. */
static bool read_heads(struct store *store, struct journal *j, bool *known, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store,
				      "SELECT h.head, h.base, h.seq FROM stream s "
				      "JOIN head h USING (stream) "
				      "WHERE s.key = ?1 AND s.audience = 2 ORDER BY h.head",
				      ARGS(ID(&store->signer->key)), err);
	enum db_step step = DB_FAILED;
	size_t n = 0;

	*known = true;
	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW) {
		struct journal_head now = { .head = col_int(stmt, 0),
					    .base = col_int(stmt, 1),
					    .seq = col_int(stmt, 2) };

		*known = put_head(j, n++, &now) && *known;
	}
	*known = *known && n == j->n_heads;
	j->n_heads = n;
	return step == DB_DONE;
}

static bool is_own(const struct journal *j, int64_t head)
{
	for (size_t i = 0; i < j->n_heads; i++)
		if (j->head[i].head == head)
			return true;
	return false;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool add_controls(struct store *store, struct journal *j, sqlite3_stmt *stmt,
			 struct err *err)
{
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW) {
		int64_t rid = col_int(stmt, 0);

		if (!is_own(j, HEAD_OF(rid)))
			continue;
		j->control =
			vec_grow(j->control, j->n_controls, &j->controls_cap, sizeof *j->control);
		j->control[j->n_controls++] = rid;
	}
	return step == DB_DONE;
}

static bool read_all_controls(struct store *store, struct journal *j, struct err *err)
{
	j->n_controls = 0;
	return add_controls(
		store, j,
		db_query(store, "SELECT rid FROM event INDEXED BY event_control WHERE kind < 64",
			 NO_ARGS, err),
		err);
}

/* A project has many control events, one for each part of an import; a stream only grows. */
static bool read_new_controls(struct store *store, struct journal *j, struct err *err)
{
	static const char sql[] = "SELECT rid FROM event NOT INDEXED "
				  "WHERE rid > ?1 AND rid <= ?2 AND kind < 64";

	for (size_t i = 0; i < j->n_heads; i++)
		if (!add_controls(store, j,
				  db_query(store, sql,
					   ARGS(INT(j->head[i].looked),
						INT(RID(j->head[i].head, UINT32_MAX))),
					   err),
				  err))
			return false;
	return true;
}

static bool note_ends(struct store *store, struct journal *j, struct err *err)
{
	static const char sql[] =
		"SELECT ifnull(max(rid), ?1) FROM event WHERE rid > ?1 AND rid <= ?2";

	for (size_t i = 0; i < j->n_heads; i++)
		if (!db_int(store, sql,
			    ARGS(INT(j->head[i].looked), INT(RID(j->head[i].head, UINT32_MAX))),
			    &j->head[i].looked, err))
			return false;
	return true;
}

static bool read_inside(struct store *store, struct journal *j, struct err *err)
{
	bool known;

	if (!read_heads(store, j, &known, err)
	    || !(known ? read_new_controls(store, j, err) : read_all_controls(store, j, err))
	    || !note_ends(store, j, err)) {
		j->n_heads = 0; /* from the start the next time */
		return false;
	}
	if (j->n_controls > 1)
		qsort(j->control, j->n_controls, sizeof *j->control, by_number);
	return true;
}

/* All of it as of one moment: another window may be writing. */
static bool read_journal(struct store *store, struct journal *j, struct err *err)
{
	return read_begin(store, err) && read_end(store, read_inside(store, j, err), err);
}

/* Control events of HEAD up to SEQ. */
static int64_t controls(const struct journal *j, int64_t head, int64_t seq)
{
	int64_t n = 0;

	for (size_t i = 0; i < j->n_controls; i++)
		n += HEAD_OF(j->control[i]) == head && (int64_t)SEQ_OF(j->control[i]) <= seq;
	return n;
}

static void count_heads(struct journal *j)
{
	int64_t before = 0;

	for (size_t i = 0; i < j->n_heads; i++) {
		struct journal_head *h = &j->head[i];

		h->before = before;
		h->count = h->seq - h->base - controls(j, h->head, h->seq);
		before += h->count;
	}
}

/* As it stands; read again after anything was written. */
static const struct journal *journal_of(struct store *store, struct err *err)
{
	struct journal *j = &store->journal;
	int64_t version;
	int changes = sqlite3_total_changes(store->db);

	if (!data_version(store, &version, err))
		return NULL;
	if (j->read && j->version == version && j->changes == changes)
		return j;
	j->read = read_journal(store, j, err);
	j->version = version;
	j->changes = changes;
	count_heads(j);
	return j->read ? j : NULL;
}

void journal_forget(struct journal *journal)
{
	journal->read = false;
	journal->n_heads = 0;
}

void journal_release(struct journal *journal)
{
	free(journal->head);
	free(journal->control);
	*journal = (struct journal){ .read = false };
}

/* ---------------------------------------------------------------- asking it */

/* The transaction under way may have moved the head already: its row is written at the end. */
int64_t journal_number(struct store *store, int64_t rid)
{
	struct err ignored;
	const struct journal *j = journal_of(store, &ignored);

	for (size_t i = 0; j != NULL && i < j->n_heads; i++) {
		const struct journal_head *h = &j->head[i];

		if (h->head == HEAD_OF(rid))
			return h->before + (int64_t)SEQ_OF(rid) - h->base
			       - controls(j, h->head, (int64_t)SEQ_OF(rid));
	}
	return 0;
}

int64_t store_journal_number(struct store *store)
{
	struct err ignored;
	const struct journal *j = store->signer != NULL ? journal_of(store, &ignored) : NULL;
	int64_t number = 0;

	if (j != NULL && j->n_heads > 0)
		number = j->head[j->n_heads - 1].before + j->head[j->n_heads - 1].count;
	assert_idle(store);
	return number;
}

/* The event with that number, which is no control event itself; 0: there is none. */
static int64_t rid_of(const struct journal *j, int64_t number)
{
	for (size_t i = 0; number > 0 && i < j->n_heads; i++) {
		const struct journal_head *h = &j->head[i];
		int64_t seq = h->base + number - h->before;

		if (number > h->before + h->count)
			continue;
		for (size_t c = 0; c < j->n_controls; c++)
			seq += HEAD_OF(j->control[c]) == h->head
			       && (int64_t)SEQ_OF(j->control[c]) <= seq;
		return RID(h->head, seq);
	}
	return 0;
}

static bool read_about(struct store *store, int64_t rid, struct short_id *batch, struct id *uid,
		       struct err *err)
{
	sqlite3_stmt *stmt = db_query(store,
				      "SELECT i.uid, e.payload FROM event e JOIN item i USING "
				      "(item) WHERE e.rid = ?1",
				      ARGS(INT(rid)), err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	struct arena arena = ARENA_INIT;
	struct err bad;
	size_t n;

	if (step == DB_ROW) {
		const char *payload = col_bytes(stmt, 1, &n);

		*uid = col_id(stmt, 0);
		if (!json_get_hex(json_parse(payload, n, &arena, &bad), "batch", batch->b,
				  SHORT_ID_BYTES))
			step = DB_DONE;
	}
	if (step == DB_DONE)
		err_set(err, ERR_NOT_FOUND, "it was redacted");
	db_end(stmt);
	arena_release(&arena);
	return step == DB_ROW;
}

bool store_saved_find(struct store *store, int64_t number, struct short_id *batch, struct id *uid,
		      struct err *err)
{
	const struct journal *j;
	int64_t rid;
	bool ok;

	if (!has_signer(store, err))
		return false;
	j = journal_of(store, err);
	rid = j != NULL ? rid_of(j, number) : 0;
	ok = j != NULL
	     && (rid != 0 ? read_about(store, rid, batch, uid, err)
			  : err_set(err, ERR_NOT_FOUND, "nothing about an item was saved as #%lld",
				    (long long)number));
	assert_idle(store);
	return ok;
}
