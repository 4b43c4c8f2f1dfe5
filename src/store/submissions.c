/* submissions.c - a person's own submissions, newest first, and her counts. */
#include "store/store_private.h"

#include "base/alloc.h"
#include "model/item.h"

#define PROMPT_SHOWN 200

/* The text is looked through as it is stored; the prompt is looked at again afterwards. */
static const char sql_submissions[] =
	"SELECT b.id, b.name, i.uid, a.at, a.active, a.rid, a.status, a.revision, d.doc "
	"FROM annotation a JOIN batch b USING (batch) JOIN item i USING (item) "
	"LEFT JOIN body d ON d.item = a.item WHERE a.member = ?1 AND (?2 IS NULL "
	"OR d.doc LIKE ?2 ESCAPE '\\' OR lower(hex(i.uid)) LIKE ?2 ESCAPE '\\' "
	"OR b.name LIKE ?2 ESCAPE '\\') ORDER BY a.at DESC, a.rid DESC";

static const char *prompt_of(sqlite3_stmt *stmt, struct arena *arena)
{
	struct item item;
	struct err ignored;
	size_t n, len;
	const char *doc = col_bytes(stmt, 8, &n), *text;
	char *copy = arena_strndup(arena, doc, n);

	if (n == 0 || !item_parse(&item, copy, n, arena, &ignored))
		return "";
	text = content_text(&item.prompt, arena, &len);
	if (len > PROMPT_SHOWN)
		len = PROMPT_SHOWN;
	while (len > 0 && len == PROMPT_SHOWN && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	return arena_strndup(arena, text, len);
}

/* What LIKE looks for, its own wild cards made harmless.  NULL: everything. */
static char *pattern_of(const char *filter)
{
	struct buf out = BUF_INIT;

	if (filter == NULL || filter[0] == '\0')
		return NULL;
	buf_addc(&out, '%');
	for (const char *p = filter; *p != '\0'; p++) {
		if (*p == '%' || *p == '_' || *p == '\\')
			buf_addc(&out, '\\');
		buf_addc(&out, *p);
	}
	buf_addc(&out, '%');
	return buf_detach(&out);
}

struct listing {
	struct store_submission *row;
	size_t n, cap, max;
	int64_t skip;
};

static bool list_one(struct store *store, sqlite3_stmt *stmt, struct arena *arena,
		     struct listing *list)
{
	struct store_submission *row;

	if (list->skip-- > 0)
		return true;
	if (list->n >= list->max)
		return false;
	list->row = vec_grow(list->row, list->n, &list->cap, sizeof *row);
	row = &list->row[list->n++];
	*row = (struct store_submission){ .batch = col_short(stmt, 0),
					  .batch_name = col_text(stmt, 1, arena),
					  .uid = col_id(stmt, 2),
					  .at = col_int(stmt, 3),
					  .active = col_int(stmt, 4),
					  .number = journal_number(store, col_int(stmt, 5)),
					  .status = (int)col_int(stmt, 6),
					  .revision = (int)col_int(stmt, 7),
					  .prompt = prompt_of(stmt, arena) };
	return true;
}

static bool list_all(struct store *store, const char *pattern, struct listing *list,
		     struct arena *arena, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store, sql_submissions,
				      ARGS(INT(self_local(store)), TEXT_OR_NIL(pattern)), err);
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW)
		if (!list_one(store, stmt, arena, list)) {
			db_end(stmt);
			return true;
		}
	return step == DB_DONE;
}

/* NOLINTNEXTLINE(readability-function-size): what is wanted, and where it goes */
bool store_submissions(struct store *store, const char *filter, int64_t skip, size_t max,
		       struct arena *arena, struct store_submission **rows, size_t *n,
		       struct err *err)
{
	struct listing list = { .max = max, .skip = skip };
	char *pattern;
	bool ok;

	if (!has_signer(store, err) || !read_begin(store, err))
		return false;
	pattern = pattern_of(filter);
	ok = read_end(store, list_all(store, pattern, &list, arena, err), err);
	*n = list.n;
	*rows = arena_alloc(arena, (list.n + 1) * sizeof *list.row);
	if (list.n > 0)
		memcpy(*rows, list.row, list.n * sizeof *list.row);
	free(list.row);
	free(pattern);
	return ok;
}

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
