/* tx.c - transactions: always immediate, always under the lock; snapshots for long reads. */
#include "store/store_private.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <sys/stat.h>

#define COPY_MS 15 /* what copying the log back may take */

static const char sql_begin[] = "BEGIN IMMEDIATE";
static const char sql_commit[] = "COMMIT";
static const char sql_rollback[] = "ROLLBACK";
static const char sql_snapshot[] = "BEGIN";
static const char sql_version[] = "PRAGMA user_version";
static const char sql_data_version[] = "PRAGMA data_version";

void assert_idle(const struct store *store)
{
	assert(store->reading > 0 || store->writing
	       || sqlite3_txn_state(store->db, NULL) == SQLITE_TXN_NONE);
	(void)store;
}

void forget_caches(struct store *store)
{
	authority_free(store->authority);
	store->authority = NULL;
	for (size_t i = 0; i < store->n_streams; i++)
		free(store->stream[i]);
	store->n_streams = 0;
	map_release(&store->streams);
	store->n_leaves = 0;
	store->leaves_read = false;
	for (size_t i = 0; i < store->n_writers; i++)
		store->writer[i].counted = 0;
}

bool data_version(struct store *store, int64_t *version, struct err *err)
{
	return db_int(store, sql_data_version, NO_ARGS, version, err);
}

/* Streams never change; what is counted over all of them does when somebody else writes. */
static bool refresh(struct store *store, struct err *err)
{
	int64_t version;

	if (!data_version(store, &version, err))
		return false;
	if (version != store->data_version)
		store->leaves_read = false;
	store->data_version = version;
	return true;
}

/* Writing into a file that was moved away or replaced would lose the work silently. */
static bool same_file(const struct store *store, struct err *err)
{
	struct stat now;

	if (store->ino == 0)
		return true;
	if (stat(store->path, &now) != 0 || now.st_dev != store->dev || now.st_ino != store->ino)
		return err_set(err, ERR_STORAGE,
			       "'%s' was moved or replaced while it was open; start assay again",
			       store->path);
	return true;
}

bool upgraded_meanwhile(struct err *err)
{
	return err_set(err, ERR_TOO_NEW,
		       "this project was upgraded by another assay; start assay again");
}

static bool same_schema(struct store *store, struct err *err)
{
	int64_t version;

	if (!db_int(store, sql_version, NO_ARGS, &version, err))
		return false;
	return version == store->schema || upgraded_meanwhile(err);
}

/* What could not be read and was taken for "there is none" is no ground to write on, nor an answer.
 */
static bool nothing_failed(const struct store *store, struct err *err)
{
	if (store->failed.code == ERR_NONE)
		return true;
	*err = store->failed;
	return false;
}

/* Without memory it may have happened all the same, and is noted as if it had. */
static bool sync_less(struct store *store, struct err *err)
{
	store->syncs_less = true;
	return db_script(store, "PRAGMA synchronous = NORMAL", err);
}

static bool sync_fully(struct store *store, struct err *err)
{
	if (store->syncs_less && !db_script(store, "PRAGMA synchronous = FULL", err))
		return false;
	store->syncs_less = false;
	return true;
}

static void unlock(struct store *store)
{
	if (store->lock.held && !store->keep_lock)
		lock_release(&store->lock);
}

static bool begin(struct store *store, struct err *err)
{
	if (store->writing || store->reading > 0)
		return err_set(err, ERR_BUSY, "the project is being written or read already");
	assert_idle(store);
	if (store->mode != STORE_WRITE || store->immutable)
		return err_set(err, ERR_DENIED, "'%s' was opened for reading", store->path);
	if (!store->lock.held && !lock_take(&store->lock, store->env, err))
		return false;
	/* What undoes it is made ready first: without memory it could not be made later. */
	if (!same_file(store, err) || db_query(store, sql_rollback, NO_ARGS, err) == NULL
	    || !db_run(store, sql_begin, NO_ARGS, err)) {
		unlock(store);
		return false;
	}
	store->writing = true;
	store->failed.code = ERR_NONE;
	store->hlc_read = false;
	store->hlc_dirty = false;
	store->authority_dirty = false;
	if (same_schema(store, err) && refresh(store, err))
		return true;
	return tx_end(store, false, err);
}

bool tx_begin(struct store *store, struct err *err)
{
	return sync_fully(store, err) && begin(store, err);
}

bool tx_begin_unsynced(struct store *store, struct err *err)
{
	struct err ignored;

	if (sync_less(store, err) && begin(store, err))
		return true;
	(void)sync_fully(store, &ignored);
	return false;
}

/* ---------------------------------------------------------------- the log */

/* Frames that nobody has copied back yet: others do it, too.  The index of the log says it (SQLite,
 * walformat). */
static int64_t frames_left(struct store *store)
{
	enum { REGION = 32768, LAST = 16, COPIED = 96 };
	sqlite3_file *file =
		store->wal_frames > 0 ? db_file(store, SQLITE_FCNTL_FILE_POINTER) : NULL;
	void volatile *index = NULL;
	uint32_t last, copied;

	if (file == NULL || file->pMethods->iVersion < 2
	    || file->pMethods->xShmMap(file, 0, REGION, 0, &index) != SQLITE_OK || index == NULL)
		return store->wal_frames;
	last = *(volatile uint32_t *)((volatile char *)index + LAST);
	copied = *(volatile uint32_t *)((volatile char *)index + COPIED);
	return last > copied ? last - copied : 0;
}

/* What somebody reads is not tried again with each commit. */
static bool log_is_long(struct store *store, int frames)
{
	int64_t left = frames_left(store);

	if (left < store->log_stuck)
		store->log_stuck = left;
	return left - store->log_stuck > frames;
}

/* Copies the log back, readers keep what they see. */
static int64_t checkpoint(struct store *store)
{
	int64_t begun = lock_clock(), took;
	int frames = 0, copied = 0;

	sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &frames, &copied);
	took = lock_clock() - begun;
	store->log_stuck = frames > copied ? frames - copied : 0;
	if (took > COPY_MS && store->copy_at > LOG_FRAMES_MIN)
		store->copy_at /= 2;
	else if (took < COPY_MS / 2 && store->copy_at < LOG_FRAMES)
		store->copy_at *= 2;
	return took;
}

/* Within the hold of whoever has committed, when it was put off long enough: then it would be one
 * long hold for somebody. */
static void copy_back_at_once(struct store *store)
{
	if (log_is_long(store, store->copy_at * 3 / 2))
		checkpoint(store);
}

/* Under the lock, which it gives back. */
static int64_t copy_back(struct store *store)
{
	int64_t took = log_is_long(store, store->copy_at) ? checkpoint(store) : 0;

	lock_release(&store->lock);
	return took;
}

/* The disk gets the log first, before anybody has to wait for it. */
int64_t tx_copy_back(struct store *store)
{
	struct err ignored;

	if (!log_is_long(store, store->copy_at))
		return 0;
	db_sync(store, SQLITE_FCNTL_JOURNAL_POINTER);
	return lock_take(&store->lock, store->env, &ignored) ? copy_back(store) : 0;
}

/* Whoever has the lock just now will commit, and sees to it. */
void store_rest(struct store *store)
{
	if (store->mode == STORE_WRITE && !store->writing && store->reading == 0
	    && !store->lock.held && log_is_long(store, store->copy_at)
	    && lock_try(&store->lock, store->env))
		copy_back(store);
}

/* ---------------------------------------------------------------- writing */

/* An open transaction would keep everybody else out, or what it saw for ever. */
static void end_transaction(struct store *store)
{
	struct err ignored;

	if (!sqlite3_get_autocommit(store->db) && !db_run(store, sql_rollback, NO_ARGS, &ignored)
	    && !sqlite3_get_autocommit(store->db))
		alloc_exhausted();
}

static void roll_back(struct store *store)
{
	end_transaction(store);
	append_undo(store);
	journal_forget(&store->journal);
	store->n_counts = 0;
	forget_caches(store);
}

bool tx_end(struct store *store, bool ok, struct err *err)
{
	struct err ignored;

	assert(store->writing);
	ok = ok && append_seal(store, err) && counts_flush(store, err) && nothing_failed(store, err)
	     && db_run(store, sql_commit, NO_ARGS, err);
	if (ok)
		append_commit(store);
	else
		roll_back(store);
	store->writing = false;
	if (ok && !store->copies_apart)
		copy_back_at_once(store);
	assert_idle(store);
	unlock(store);
	(void)sync_fully(store, &ignored); /* else the next one does it, or does not begin */
	return ok;
}

/* ---------------------------------------------------------------- reading */

bool read_begin(struct store *store, struct err *err)
{
	/* As in tx_begin(): what ends it is made ready first. */
	if (store->reading == 0 && !store->writing
	    && (db_query(store, sql_rollback, NO_ARGS, err) == NULL
		|| db_query(store, sql_commit, NO_ARGS, err) == NULL
		|| !db_run(store, sql_snapshot, NO_ARGS, err)))
		return false;
	if (store->reading++ == 0 && !store->writing)
		store->failed.code = ERR_NONE;
	return true;
}

bool read_end(struct store *store, bool ok, struct err *err)
{
	struct err ignored;

	store->reading--;
	if (store->reading == 0 && !store->writing) {
		ok = ok && nothing_failed(store, err);
		/* Nothing was written: COMMIT only repeats what is wrong with the file. */
		if (!db_run(store, sql_commit, NO_ARGS, &ignored))
			end_transaction(store);
	}
	assert_idle(store);
	return ok;
}
