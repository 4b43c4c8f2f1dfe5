/* import_bulk.c - the first import: one transaction without a write-ahead log.
 *
 * A chunk at a time, the pages of the indices over random hashes are written again and again: with
 * a million items five times as many bytes as the items have.  In a project that has no items
 * nobody can be at work, so the lock may be kept; whoever comes waits, and sees that it goes on.
 * Killed, it leaves the project as it was.
 */
#include "store/import.h"

/* Foreign keys: the same statements have just put what a row refers to.  Temporary files: sorting
 * an index must not take memory by the number of items. */
#define ALONE                         \
	"PRAGMA foreign_keys = OFF; " \
	"PRAGMA temp_store = FILE"
#define AS_ALWAYS                      \
	"PRAGMA foreign_keys = ON; "   \
	"PRAGMA temp_store = MEMORY; " \
	"PRAGMA cache_size = -8000"
#define LARGE_ITEMS 100000 /* from here on the indices over hashes need a larger cache */

static bool journal_mode(struct store *store, const char *sql, const char *want, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store, sql, NO_ARGS, err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	const char *mode = step == DB_ROW ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
	bool fits = mode != NULL && strcmp(mode, want) == 0;

	db_end(stmt);
	if (!fits && step != DB_FAILED)
		err_set(err, ERR_BUSY, "somebody else has the project open");
	return fits;
}

static bool log_off(struct store *store, struct err *err)
{
	if (!journal_mode(store, "PRAGMA journal_mode = DELETE", "delete", err))
		return false;
	store->wal_frames = 0;
	return true;
}

static bool log_on(struct store *store, struct err *err)
{
	return journal_mode(store, "PRAGMA journal_mode = WAL", "wal", err);
}

static bool has_tasks(struct store *store)
{
	return db_int_or(store, "SELECT EXISTS (SELECT 1 FROM task)", NO_ARGS, 1) != 0;
}

static void give_back(struct store *store)
{
	store->keep_lock = false;
	lock_release(&store->lock);
}

static bool begin_inside(struct store_import *import)
{
	struct store *store = import->store;
	struct err ignored;

	return tx_begin(store, &ignored)
	       && (indices_drop(store, indices_of_items, &import->indices, &ignored)
		   || tx_end(store, false, &ignored));
}

/* Leaving the log needs the file for oneself: with anybody else in it SQLite refuses.  What is
 * synced stays as it is, FULL: with less a power cut may leave a journal whose head is there and
 * whose pages are not, and SQLite's sums of them see every 200th byte only. */
static bool begin_alone(struct store_import *import)
{
	struct store *store = import->store;
	struct err ignored;
	bool usual;

	if (has_tasks(store) || !log_off(store, &ignored))
		return false;
	if (db_script(store, ALONE, &ignored) && begin_inside(import))
		return true;
	usual = db_script(store, AS_ALWAYS, &ignored);
	usual = log_on(store, &ignored) && usual;
	assert(usual || store->keep_lock); /* opening it again sets both */
	return false;
}

bool bulk_begin(struct store_import *import)
{
	struct store *store = import->store;
	struct err ignored;

	if (has_tasks(store) || !lock_take(&store->lock, store->env, &ignored))
		return false;
	store->keep_lock = true;
	if (begin_alone(import)) {
		lock_let_signals(&store->lock);
		return true;
	}
	give_back(store);
	return false;
}

/* Memory that is taken for the first time costs more than what a small import would save by it. */
static void widen(struct store_import *import)
{
	struct err ignored;

	import->wide = import->wide
		       || (import->written >= LARGE_ITEMS
			   && db_script(import->store, "PRAGMA cache_size = -80000", &ignored));
}

void bulk_note(struct store_import *import)
{
	char text[32];

	widen(import);
	writeback_note(&import->writeback, import->store);
	snprintf(text, sizeof text, "%lld items", (long long)import->written);
	lock_note(&import->store->lock, import->store->env, text);
}

bool bulk_end(struct store_import *import, bool ok, struct err *err)
{
	struct store *store = import->store;
	struct err other;

	writeback_note(&import->writeback, store); /* while the indices are sorted */
	ok = tx_end(store,
		    ok && indices_make(store, &import->indices, err) && counts_flush(store, err)
			    && samples_save(store, import->local, err),
		    err);
	writeback_end(&import->writeback);
	if (!ok)
		import->in = 0;
	if (!log_on(store, ok ? err : &other) && ok)
		ok = err_wrap(err, "the items are in, but the log is off (start assay again)");
	ok = db_script(store, AS_ALWAYS, ok ? err : &other) && ok;
	give_back(store);
	return ok;
}
