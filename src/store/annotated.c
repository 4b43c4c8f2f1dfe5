/* annotated.c - items with their current annotations, in one walk: each query of its own for each
 * item cost more than what it found.
 */
#include "store/walk.h"

#include "base/alloc.h"

#define MEMBER 16 /* columns behind those of the annotation */
#define TASK 17
#define BODY 21
#define SOURCE 22

/* The inner query stops behind the last annotation, and does not look at all tasks that wait
 * still.  Its order is that of the whole: the others add to each row what belongs to it. */
const char hot_sql_export_annotated[] =
	"SELECT " ANNOTATION_COLUMNS ", a.member, a.item, i.uid, a.ord, a.want, o.doc, "
	"s.grp, s.role, s.chunk, s.line FROM (SELECT a.*, t.ord, t.want FROM task t "
	"CROSS JOIN annotation a ON a.item = t.item AND a.batch = t.batch WHERE t.batch = ?1 "
	"ORDER BY t.ord, t.item LIMIT ?2) a "
	"CROSS JOIN batch b USING (batch) CROSS JOIN member m USING (member) "
	"CROSS JOIN event e ON e.rid = a.rid CROSS JOIN item i ON i.item = a.item "
	"LEFT JOIN decision d ON d.item = a.item AND d.batch = a.batch AND d.about = a.rid "
	"LEFT JOIN body o ON o.item = a.item "
	"LEFT JOIN source s ON s.item = a.item AND s.batch = a.batch";

static int by_member(const void *a, const void *b)
{
	const struct store_annotation *x = a, *y = b;

	return memcmp(x->member.b, y->member.b, SHORT_ID_BYTES);
}

static bool hand_out(struct walk *walk, struct err *err)
{
	struct store_item_row *row = &walk->row;
	bool ok;

	if (row->n_annotations == 0)
		return true;
	if (row->n_annotations > 1)
		qsort(walk->annotation, row->n_annotations, sizeof *walk->annotation, by_member);
	walk_take_annotations(walk, row);
	ok = walk->reading->each(walk->reading->ctx, row, err) && walk_tick(walk, err);
	row->n_annotations = 0;
	return ok;
}

static void begin_item(struct walk *walk, sqlite3_stmt *stmt, const struct store_batch *batch)
{
	struct store_item_row row = {
		.batch = batch,
		.task = { .item = col_int(stmt, TASK), .uid = col_id(stmt, TASK + 1) },
		.withdrawn = col_int(stmt, TASK + 3) < 0,
	};
	size_t n;
	const char *bytes = col_bytes(stmt, TASK + 2, &n);

	walk_begin_row(walk);
	memcpy(row.task.ord, bytes, n < ORD_BYTES ? n : ORD_BYTES);
	if (!col_null(stmt, BODY)) {
		bytes = col_bytes(stmt, BODY, &row.body_len);
		row.body = arena_strndup(walk->arena, bytes, row.body_len);
	}
	walk->row = row;
	walk->member = 0;
	walk->source = WINDOW_ORDER_LAST;
}

/* Each of the item's sources comes with each annotation. */
static void look_at_source(struct walk *walk, sqlite3_stmt *stmt)
{
	struct store_item_row *row = &walk->row;
	struct id chunk;
	struct window_order order;

	if (row->n_annotations > 1 || col_null(stmt, SOURCE))
		return;
	chunk = col_id(stmt, SOURCE + 2);
	order = window_order(walk->window, &chunk, col_int(stmt, SOURCE + 3));
	if (!window_is_before(&order, &walk->source))
		return;
	walk->source = order;
	row->group = col_short(stmt, SOURCE);
	row->role = (enum item_role)col_int(stmt, SOURCE + 1);
}

static bool visit(struct walk *walk, sqlite3_stmt *stmt, const struct store_batch *batch,
		  struct err *err)
{
	struct store_item_row *row = &walk->row;

	if (row->n_annotations == 0 || row->task.item != col_int(stmt, TASK)) {
		if (!hand_out(walk, err))
			return false;
		begin_item(walk, stmt, batch);
	}
	if (walk->member != col_int(stmt, MEMBER)) {
		walk->member = col_int(stmt, MEMBER);
		if (!annotation_read_row(walk->store, stmt, &row->task.uid, walk->arena,
					 walk_next_annotation(walk, row), err))
			return false;
	}
	look_at_source(walk, stmt);
	return true;
}

bool walk_annotated(struct walk *walk, const struct store_batch *batch, int64_t local,
		    struct err *err)
{
	sqlite3_stmt *stmt;
	enum db_step step = DB_FAILED;
	int64_t n;

	if (!db_int(walk->store, "SELECT count(*) FROM annotation WHERE item > 0 AND batch = ?1",
		    ARGS(INT(local)), &n, err))
		return false;
	walk->row.n_annotations = 0;
	stmt = db_query(walk->store, hot_sql_export_annotated, ARGS(INT(local), INT(n)), err);
	while (stmt != NULL && (step = db_step(walk->store, stmt, err)) == DB_ROW)
		if (!visit(walk, stmt, batch, err)) {
			db_end(stmt);
			return false;
		}
	return step == DB_DONE && hand_out(walk, err);
}
