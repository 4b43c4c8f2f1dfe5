/* counts.c - how many tasks a batch has and how many are open, kept as settings: counting a million
 * of them takes longer than opening the project may.
 *
 * Local: they are what count(*) would say, and a rebuild counts anew.
 */
#include "store/store_private.h"

#include "base/alloc.h"

struct count {
	int64_t batch, items, open; /* what this transaction adds */
};

void count_tasks(struct store *store, int64_t batch, int64_t items, int64_t open)
{
	struct count *count;

	if (store->recounting || (items == 0 && open == 0))
		return;
	for (size_t i = 0; i < store->n_counts; i++)
		if (store->count[i].batch == batch) {
			store->count[i].items += items;
			store->count[i].open += open;
			return;
		}
	store->count = vec_grow(store->count, store->n_counts, &store->counts_cap, sizeof *count);
	store->count[store->n_counts++] = (struct count){ batch, items, open };
}

static bool name_of(struct store *store, const char *what, int64_t batch, char out[SETTING_NAME],
		    struct err *err)
{
	sqlite3_stmt *stmt =
		db_query(store, "SELECT id FROM batch WHERE batch = ?1", ARGS(INT(batch)), err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	char hex[SHORT_ID_HEX + 1];
	struct short_id id;

	if (step == DB_ROW) {
		id = col_short(stmt, 0);
		snprintf(out, SETTING_NAME, "%s.%s", what, hex_short(hex, &id));
	}
	if (step == DB_DONE)
		err_set(err, ERR_NOT_FOUND, "this batch is not in the project");
	db_end(stmt);
	return step == DB_ROW;
}

bool batch_setting(struct store *store, const char *what, int64_t batch, const char *value,
		   struct err *err)
{
	char name[SETTING_NAME];

	return name_of(store, what, batch, name, err) && setting_write(store, name, value, err);
}

const char *batch_setting_read(struct store *store, const char *what, int64_t batch,
			       struct arena *arena)
{
	char name[SETTING_NAME];
	struct err ignored;

	return name_of(store, what, batch, name, &ignored) ? store_setting(store, name, arena)
							   : NULL;
}

static bool count_all(struct store *store, int64_t batch, int64_t *items, int64_t *open,
		      struct err *err)
{
	return db_int(store, "SELECT count(*) FROM task WHERE batch = ?1", ARGS(INT(batch)), items,
		      err)
	       && db_int(store, "SELECT count(*) FROM task WHERE batch = ?1 AND left > 0",
			 ARGS(INT(batch)), open, err);
}

static bool kept(struct store *store, int64_t batch, int64_t *items, int64_t *open)
{
	struct arena arena = ARENA_INIT;
	const char *text = batch_setting_read(store, "tasks", batch, &arena);
	char *end = NULL;
	bool found = text != NULL;

	if (found) {
		*items = strtoll(text, &end, 10);
		*open = strtoll(end, &end, 10);
		found = *end == '\0' && *items >= 0 && *open >= 0;
	}
	arena_release(&arena);
	return found;
}

bool counts_of(struct store *store, int64_t batch, int64_t *items, int64_t *open, struct err *err)
{
	return kept(store, batch, items, open) || count_all(store, batch, items, open, err);
}

static bool write_count(struct store *store, int64_t batch, int64_t items, int64_t open,
			struct err *err)
{
	char text[64];

	snprintf(text, sizeof text, "%lld %lld", (long long)items, (long long)open);
	return batch_setting(store, "tasks", batch, text, err);
}

bool counts_flush(struct store *store, struct err *err)
{
	for (size_t i = 0; i < store->n_counts; i++) {
		const struct count *count = &store->count[i];
		int64_t items, open;

		if (kept(store, count->batch, &items, &open)) {
			items += count->items;
			open += count->open;
		} else if (!count_all(store, count->batch, &items, &open, err)) {
			return false;
		}
		if (!write_count(store, count->batch, items, open, err))
			return false;
	}
	store->n_counts = 0;
	return true;
}

static bool next_batch(struct store *store, int64_t *batch)
{
	*batch = db_int_or(store, "SELECT batch FROM batch WHERE batch > ?1 ORDER BY batch LIMIT 1",
			   ARGS(INT(*batch)), 0);
	return *batch != 0;
}

bool counts_renew(struct store *store, struct err *err)
{
	int64_t batch = 0, items, open;

	store->n_counts = 0;
	while (next_batch(store, &batch))
		if (!count_all(store, batch, &items, &open, err)
		    || !write_count(store, batch, items, open, err))
			return false;
	return true;
}

bool counts_fit(struct store *store, bool *fit, struct err *err)
{
	int64_t batch = 0, items, open, items_kept, open_kept;

	*fit = true;
	while (next_batch(store, &batch)) {
		if (!count_all(store, batch, &items, &open, err))
			return false;
		*fit = *fit
		       && (!kept(store, batch, &items_kept, &open_kept)
			   || (items == items_kept && open == open_kept));
	}
	return true;
}
