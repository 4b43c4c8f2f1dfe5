/* derive_sums.c - what folds add to the rows of progress: gathered, and written once. */
#include "store/store_private.h"

#include "base/alloc.h"

struct fold_sum *fold_sum(struct fold_sums *sums, const struct short_id *batch,
			  const struct short_id *member)
{
	struct short_id key[2] = { *batch, *member };
	bool fresh;
	union map_value *at = map_put(&sums->places, key, sizeof key, &fresh);

	if (fresh) {
		sums->sum = vec_grow(sums->sum, sums->n, &sums->cap, sizeof *sums->sum);
		sums->sum[sums->n] = (struct fold_sum){ .batch = *batch, .member = *member };
		at->number = (int64_t)sums->n++;
	}
	return &sums->sum[at->number];
}

bool fold_sum_names(struct store *store, struct fold_sum *sum, struct err *err)
{
	sqlite3_stmt *stmt;
	enum db_step step;

	if (sum->named)
		return true;
	stmt = db_query(store,
			"SELECT (SELECT batch FROM batch WHERE id = ?1), "
			"(SELECT member FROM member WHERE id = ?2)",
			ARGS(ID(&sum->batch), ID(&sum->member)), err);
	step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	if (step == DB_ROW) {
		sum->local_batch = col_int(stmt, 0);
		sum->local_member = col_int(stmt, 1);
		sum->named = true;
	}
	db_end(stmt);
	return step == DB_ROW;
}

static bool write_sum(struct store *store, struct fold_sum *sum, struct err *err)
{
	static const char add[] =
		"INSERT INTO progress (batch, member, done, skipped, flagged, active) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
		"ON CONFLICT (batch, member) DO UPDATE SET done = done + excluded.done, "
		"skipped = skipped + excluded.skipped, flagged = flagged + excluded.flagged, "
		"active = active + excluded.active";
	static const char sweep[] = "DELETE FROM progress WHERE batch = ?1 AND member = ?2 "
				    "AND done = 0 AND skipped = 0 AND flagged = 0 AND active = 0";

	if (sum->done == 0 && sum->skipped == 0 && sum->flagged == 0 && sum->active == 0)
		return true;
	if (!fold_sum_names(store, sum, err))
		return false;
	if (sum->local_batch == 0 || sum->local_member == 0)
		return true;
	if (!db_run(store, add,
		    ARGS(INT(sum->local_batch), INT(sum->local_member), INT(sum->done),
			 INT(sum->skipped), INT(sum->flagged), INT(sum->active)),
		    err))
		return false;
	return (sum->done >= 0 && sum->skipped >= 0 && sum->flagged >= 0)
	       || db_run(store, sweep, ARGS(INT(sum->local_batch), INT(sum->local_member)), err);
}

bool fold_sums_write(struct store *store, struct fold_sums *sums, struct err *err)
{
	for (size_t i = 0; i < sums->n; i++)
		if (!write_sum(store, &sums->sum[i], err))
			return false;
	return true;
}

void fold_sums_release(struct fold_sums *sums)
{
	map_release(&sums->places);
	free(sums->sum);
}
