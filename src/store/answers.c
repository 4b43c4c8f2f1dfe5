/* answers.c - what was answered, and nothing about the items: the quick look before an export. */
#include "store/history.h"
#include "store/walk.h"

#include "model/payload.h"

const char hot_sql_answers[] =
	"SELECT e.payload, d.rid, d.stale, (SELECT r.payload FROM event r WHERE r.rid = d.rid) "
	"FROM annotation a CROSS JOIN event e ON e.rid = a.rid "
	"LEFT JOIN decision d ON d.item = a.item AND d.batch = a.batch AND d.about = a.rid "
	"WHERE a.item > 0 AND a.batch = ?1"; /* in the table's order */

const char hot_sql_answers_said[] = "SELECT e.payload FROM task t CROSS JOIN event e "
				    "ON e.item = t.item WHERE t.batch = ?1 AND e.kind = ?2";

static bool hand_out(struct walk *walk, const struct store_item_row *row, struct err *err)
{
	return walk->reading->each(walk->reading->ctx, row, err) && walk_tick(walk, err);
}

static const char *payload_of(sqlite3_stmt *stmt, size_t *len)
{
	const char *payload = (const char *)sqlite3_column_text(stmt, 0);

	*len = (size_t)sqlite3_column_bytes(stmt, 0);
	return payload;
}

static bool visit(struct walk *walk, sqlite3_stmt *stmt, const struct store_batch *batch,
		  struct err *err)
{
	struct store_annotation annotation = { .batch = batch->id };
	const struct store_item_row row = { .batch = batch,
					    .annotation = &annotation,
					    .n_annotations = 1 };

	walk_begin_row(walk);
	annotation.payload = payload_of(stmt, &annotation.payload_len);
	annotation.review = annotation_review(stmt, 1, walk->arena);
	return hand_out(walk, &row, err);
}

static bool names_batch(const char *payload, size_t len, const struct short_id *batch)
{
	struct payload_field field = { .key = "batch" };
	struct short_id named;

	return payload != NULL && payload_fields(payload, len, &field, 1) && field.value != NULL
	       && payload_hex(&field, named.b, sizeof named.b) && short_id_equal(&named, batch);
}

static bool visit_said(struct walk *walk, sqlite3_stmt *stmt, const struct store_batch *batch,
		       struct err *err)
{
	struct store_said said = { .kind = KIND_ANNOTATE };
	const struct store_said *const list[] = { &said };
	const struct store_item_row row = { .batch = batch, .said = list, .n_said = 1 };

	said.payload = payload_of(stmt, &said.payload_len);
	if (batch != NULL && !names_batch(said.payload, said.payload_len, &batch->id))
		return true;
	return hand_out(walk, &row, err);
}

static bool walk_rows(struct walk *walk, sqlite3_stmt *stmt, const struct store_batch *batch,
		      bool (*each)(struct walk *walk, sqlite3_stmt *stmt,
				   const struct store_batch *batch, struct err *err),
		      struct err *err)
{
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(walk->store, stmt, err)) == DB_ROW)
		if (!each(walk, stmt, batch, err)) {
			db_end(stmt);
			return false;
		}
	return step == DB_DONE;
}

bool walk_answers(struct walk *walk, const struct store_batch *batch, int64_t local,
		  struct err *err)
{
	return walk_rows(walk, db_query(walk->store, hot_sql_answers, ARGS(INT(local)), err), batch,
			 visit, err);
}

bool walk_said(struct walk *walk, const struct store_batch *batch, int64_t local, struct err *err)
{
	sqlite3_stmt *stmt =
		batch != NULL ? db_query(walk->store, hot_sql_answers_said,
					 ARGS(INT(local), INT(KIND_ANNOTATE)), err)
			      : db_query(walk->store, "SELECT payload FROM event WHERE kind = ?1",
					 ARGS(INT(KIND_ANNOTATE)), err);

	return walk_rows(walk, stmt, batch, visit_said, err);
}
