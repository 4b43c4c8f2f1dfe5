/* browse.c - the items of a batch one after the other, as their annotator may see them in a list.
 *
 * Nothing of other people's and no source is read here: what is looked through on the screen must
 * not say more than the workbench does.
 */
#include "store/store_private.h"

/* ?1 batch, ?2 ?3 behind this place, ?4 member, ?5 key, ?6 how many, ?7 with texts */
const char hot_sql_look[] =
	"SELECT t.item, i.uid, t.ord, t.want, (SELECT a.status FROM annotation a "
	"WHERE a.item = t.item AND a.batch = t.batch AND a.member = ?4), "
	"EXISTS (SELECT 1 FROM draft f WHERE f.key = ?5 AND f.batch = b.id AND f.uid = i.uid), "
	"EXISTS (SELECT 1 FROM event g WHERE g.item = t.item AND g.kind = 70), "
	"CASE WHEN ?7 THEN (SELECT d.doc FROM body d WHERE d.item = t.item) END "
	"FROM task t JOIN item i USING (item) JOIN batch b USING (batch) "
	"WHERE t.batch = ?1 AND (t.ord, t.item) > (?2, ?3) ORDER BY t.ord, t.item LIMIT ?6";

struct looking {
	const struct store_page *page;
	bool (*each)(void *ctx, const struct store_look *look);
	void *ctx;
};

static void read_look(sqlite3_stmt *stmt, struct store_look *look)
{
	size_t n;
	const char *ord = col_bytes(stmt, 2, &n);

	*look = (struct store_look){ .task = { .item = col_int(stmt, 0), .uid = col_id(stmt, 1) },
				     .wanted = col_int(stmt, 3) >= 0,
				     .status = (int)col_int(stmt, 4),
				     .draft = col_int(stmt, 5) != 0,
				     .flagged = col_int(stmt, 6) != 0 };
	memcpy(look->task.ord, ord, n < ORD_BYTES ? n : ORD_BYTES);
	if (!col_null(stmt, 7))
		look->body = col_bytes(stmt, 7, &look->body_len);
}

static bool look_on(struct store *store, sqlite3_stmt *stmt, const struct looking *looking,
		    struct err *err)
{
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW) {
		struct store_look look;

		read_look(stmt, &look);
		look.flagged =
			look.flagged && store_flagged(store, &looking->page->batch, &look.task.uid);
		if (!looking->each(looking->ctx, &look)) {
			db_end(stmt);
			return true;
		}
	}
	return step == DB_DONE;
}

static bool look(struct store *store, const struct looking *looking, struct err *err)
{
	static const struct id nobody;
	const struct store_page *page = looking->page;
	const struct id *key = store->signer != NULL ? &store->signer->key : &nobody;
	struct bind from = BLOB(NULL, 0);
	int64_t local;

	if (!batch_local(store, &page->batch, &local, err))
		return false;
	if (page->from != NULL)
		from = (struct bind)BLOB(page->from->ord, ORD_BYTES);
	return look_on(store,
		       db_query(store, hot_sql_look,
				ARGS(INT(local), from,
				     INT(page->from != NULL ? page->from->item : INT64_MIN),
				     INT(self_local(store)), ID(key), INT((int64_t)page->max),
				     INT(page->bodies)),
				err),
		       looking, err);
}

bool store_look(struct store *store, const struct store_page *page,
		bool (*each)(void *ctx, const struct store_look *look), void *ctx, struct err *err)
{
	struct looking looking = { .page = page, .each = each, .ctx = ctx };

	if (!read_begin(store, err))
		return false;
	return read_end(store, look(store, &looking, err), err);
}
