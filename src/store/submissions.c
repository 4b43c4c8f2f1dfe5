/* submissions.c - a person's own submissions, newest first, and her counts.
 *
 * The list has no end that a key press could wait for: it is read by pages, each found behind the
 * last line of the one before.
 */
#include "store/store_private.h"

/* Those of one batch: ?3, ?4 is the place behind which they come. */
const char hot_sql_mine[] = "SELECT at, item FROM annotation WHERE member = ?1 AND batch = ?2 "
			    "AND (at, item) < (?3, ?4) ORDER BY at DESC, item DESC LIMIT ?5";

struct page {
	struct store_place *place;
	size_t n, max;
};

static bool is_newer(const struct store_place *a, const struct store_place *b)
{
	if (a->at != b->at)
		return a->at > b->at;
	return a->batch != b->batch ? a->batch > b->batch : a->item > b->item;
}

/* False: it and all behind it are too old for this page. */
static bool add_place(struct page *page, struct store_place place)
{
	size_t at = page->n;

	while (at > 0 && is_newer(&place, &page->place[at - 1]))
		at--;
	if (at == page->max)
		return false;
	if (page->n < page->max)
		page->n++;
	memmove(&page->place[at + 1], &page->place[at], (page->n - at - 1) * sizeof *page->place);
	page->place[at] = place;
	return true;
}

/* AFTER as a place in one batch: what is as old comes first in the batches made last. */
static struct store_place behind(const struct store_place *after, int64_t batch)
{
	if (after == NULL)
		return (struct store_place){ INT64_MAX, batch, INT64_MAX };
	if (batch == after->batch)
		return *after;
	return (struct store_place){ after->at, batch,
				     batch < after->batch ? INT64_MAX : INT64_MIN };
}

static bool add_batch(struct store *store, int64_t batch, const struct store_place *after,
		      struct page *page, struct err *err)
{
	struct store_place from = behind(after, batch);
	sqlite3_stmt *stmt = db_query(store, hot_sql_mine,
				      ARGS(INT(self_local(store)), INT(batch), INT(from.at),
					   INT(from.item), INT((int64_t)page->max)),
				      err);
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW)
		if (!add_place(page,
			       (struct store_place){ col_int(stmt, 0), batch, col_int(stmt, 1) })) {
			db_end(stmt);
			return true;
		}
	return step == DB_DONE;
}

static bool add_batches(struct store *store, const struct store_place *after, struct page *page,
			struct err *err)
{
	int64_t batch = 0;

	while ((batch = db_int_or(store,
				  "SELECT batch FROM batch WHERE batch > ?1 "
				  "ORDER BY batch LIMIT 1",
				  ARGS(INT(batch)), 0))
	       != 0)
		if (!add_batch(store, batch, after, page, err))
			return false;
	return true;
}

bool store_mine(struct store *store, const struct store_place *after, size_t max,
		struct store_place *places, size_t *n, struct err *err)
{
	struct page page = { .place = places, .max = max };
	bool ok;

	*n = 0;
	if (!has_signer(store, err) || !read_begin(store, err))
		return false;
	ok = read_end(store, add_batches(store, after, &page, err), err);
	*n = page.n;
	return ok;
}

/* ---------------------------------------------------------------- one of them */

const char hot_sql_submission[] =
	"SELECT " ANNOTATION_COLUMNS ", b.name, i.uid, t.doc, EXISTS (SELECT 1 FROM draft f "
	"WHERE f.key = ?4 AND f.batch = b.id AND f.uid = i.uid), "
	"EXISTS (SELECT 1 FROM event g WHERE g.item = a.item AND g.kind = 70) "
	"FROM " ANNOTATION_TABLES
	"JOIN item i ON i.item = a.item LEFT JOIN body t ON t.item = a.item "
	"WHERE a.item = ?1 AND a.batch = ?2 AND a.member = ?3";

static bool read_submission(struct store *store, const struct store_place *place,
			    struct arena *arena, struct store_submission *row, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store, hot_sql_submission,
				      ARGS(INT(place->item), INT(place->batch),
					   INT(self_local(store)), ID(&store->signer->key)),
				      err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	struct id uid;
	bool ok = step == DB_ROW;

	if (ok) {
		uid = col_id(stmt, 17);
		*row = (struct store_submission){ .batch_name = col_text(stmt, 16, arena),
						  .body = col_text(stmt, 18, arena),
						  .body_len =
							  (size_t)sqlite3_column_bytes(stmt, 18),
						  .draft = col_int(stmt, 19) != 0,
						  .flagged = col_int(stmt, 20) != 0 };
		ok = annotation_read_row(store, stmt, &uid, arena, &row->annotation, err);
	}
	if (step == DB_DONE)
		err_set(err, ERR_NOT_FOUND, "it counts no more");
	db_end(stmt);
	return ok;
}

bool store_submission(struct store *store, const struct store_place *place, struct arena *arena,
		      struct store_submission *row, struct err *err)
{
	if (!has_signer(store, err) || !read_begin(store, err))
		return false;
	if (!read_end(store, read_submission(store, place, arena, row, err), err))
		return false;
	row->number = journal_number(store, row->annotation.rid);
	row->flagged =
		row->flagged && store_flagged(store, &row->annotation.batch, &row->annotation.uid);
	assert_idle(store);
	return true;
}

int64_t store_saved_number(struct store *store, int64_t rid)
{
	int64_t number = store->signer != NULL ? journal_number(store, rid) : 0;

	assert_idle(store);
	return number;
}

/* ---------------------------------------------------------------- counts */

int64_t store_done_since(struct store *store, int64_t since_ms)
{
	int64_t n = db_int_or(store,
			      "SELECT count(*) FROM batch b JOIN annotation a "
			      "ON a.member = ?1 AND a.batch = b.batch AND a.at >= ?2 "
			      "WHERE a.status = 1",
			      ARGS(INT(self_local(store)), INT(since_ms)), 0);

	assert_idle(store);
	return n;
}

/* Without a remote there is nobody to send to. */
int64_t store_to_send(struct store *store)
{
	int64_t n;

	if (store->signer == NULL)
		return 0;
	n = db_int_or(store,
		      "SELECT sum(max(0, h.seq - max(h.base, ifnull((SELECT max(r.seq) "
		      "FROM remote_head r WHERE r.stream = s.stream), 0)))) "
		      "FROM stream s JOIN head h USING (stream) "
		      "WHERE s.key = ?1 AND EXISTS (SELECT 1 FROM remote)",
		      ARGS(ID(&store->signer->key)), 0);
	assert_idle(store);
	return n;
}
