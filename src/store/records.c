/* records.c - the stream records beside the keys: is this file the one that this machine wrote
 * last, or a copy of it?  (CORE 4)
 *
 * The record is written before COMMIT and never synced, except once a session: if the machine loses
 * power it is not believed anyway.
 */
#include "store/store_private.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool record_path(const struct store *store, const struct id *stream, struct buf *out)
{
	char hex[ID_HEX + 1];

	if (store->env->state_dir == NULL)
		return false;
	buf_addf(out, "%s/streams/%s", store->env->state_dir, hex_id(hex, stream));
	return true;
}

static void forget(struct writer *w)
{
	if (w->record >= 0)
		close(w->record);
	w->record = -1;
}

/* FLAGS may have O_CREAT; -1 when there is none or no place for it. */
static int open_record(const struct store *store, const struct id *stream, int flags)
{
	struct buf path = BUF_INIT;
	int fd = -1;

	if (record_path(store, stream, &path)) {
		fd = open(path.data, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
		if (fd < 0 && (flags & O_CREAT) != 0) {
			char *folder = file_folder(path.data);

			if (make_folders(folder))
				fd = open(path.data, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
			free(folder);
		}
	}
	buf_release(&path);
	return fd;
}

static bool read_record(int fd, struct stream_record *record)
{
	uint8_t bytes[RECORD_BYTES];

	return fd >= 0 && pread(fd, bytes, sizeof bytes, 0) == (ssize_t)sizeof bytes
	       && record_read(record, bytes);
}

static bool write_record(int fd, const struct stream_record *record)
{
	uint8_t bytes[RECORD_BYTES];

	record_write(record, bytes);
	return pwrite(fd, bytes, sizeof bytes, 0) == (ssize_t)sizeof bytes;
}

bool record_allowed(struct store *store, struct writer *w)
{
	const struct store_env *env = store->env;

	if (w->record >= 0 && !id_equal(&w->record_of, &w->stream_id))
		forget(w);
	if (w->record < 0) {
		w->record = open_record(store, &w->stream_id, 0);
		w->record_of = w->stream_id;
	}
	w->had_old = read_record(w->record, &w->old);
	if (w->homeless && id_equal(&w->homeless_id, &w->id))
		return true;
	return w->had_old && record_allows(&w->old, env->machine, env->boot, w->seq, &w->id);
}

static bool cannot_write(struct err *err)
{
	return err_set(err, ERR_STORAGE, "cannot write the stream's record: %s", strerror(errno));
}

static struct stream_record record_of(const struct store *store, uint64_t seq, const struct id *id,
				      bool clean)
{
	struct stream_record record = { .seq = seq, .id = *id, .clean = clean };

	memcpy(record.machine, store->env->machine, sizeof record.machine);
	memcpy(record.boot, store->env->boot, sizeof record.boot);
	return record;
}

/* A stream that was minted in this transaction has no record yet. */
static bool record_make(struct store *store, struct writer *w)
{
	forget(w);
	w->record = open_record(store, &w->stream_id, O_CREAT | O_TRUNC);
	w->record_of = w->stream_id;
	w->had_old = false;
	return w->record >= 0;
}

/* Rule 2, once a session: from now on, until a clean close, only this boot believes it. */
static bool record_open_session(struct store *store, struct writer *w)
{
	static const struct id none;
	struct stream_record record;

	if (w->had_old && !record_needs_sync(&w->old, store->env->boot))
		return true;
	record = record_of(store, w->had_old ? w->old.seq : 0, w->had_old ? &w->old.id : &none,
			   false);
	if (!write_record(w->record, &record) || fdatasync(w->record) != 0)
		return false;
	w->old.clean = false;
	return true;
}

bool record_advance(struct store *store, struct writer *w, struct err *err)
{
	struct stream_record record = record_of(store, w->seq, &w->id, false);

	if (w->record < 0 || !id_equal(&w->record_of, &w->stream_id)) {
		if (!record_make(store, w)) {
			w->homeless = true;
			w->homeless_id = w->id;
			return true;
		}
	}
	w->homeless = false;
	w->recorded = true;
	if (!record_open_session(store, w) || !write_record(w->record, &record))
		return cannot_write(err);
	return true;
}

void record_restore(struct store *store, struct writer *w)
{
	struct buf path = BUF_INIT;

	if (w->recorded && w->had_old)
		w->recorded = !write_record(w->record, &w->old);
	else if (w->recorded && record_path(store, &w->record_of, &path))
		unlink(path.data);
	buf_release(&path);
	w->recorded = false;
	forget(w);
}

static void close_clean(struct store *store, struct writer *w)
{
	struct stream_record record;
	int64_t seq;

	if (read_record(w->record, &record)
	    && memcmp(record.boot, store->env->boot, sizeof record.boot) == 0
	    && db_int(store, "SELECT seq FROM head WHERE stream = ?1 AND id = ?2",
		      ARGS(INT(w->stream), ID(&record.id)), &seq, &(struct err){ 0 })
	    && (uint64_t)seq == record.seq) {
		record.clean = true;
		if (write_record(w->record, &record))
			fdatasync(w->record);
	}
	forget(w);
}

void records_close(struct store *store)
{
	for (size_t i = 0; i < store->n_writers; i++)
		if (store->writer[i].record >= 0)
			close_clean(store, &store->writer[i]);
}

enum records_state records_state(struct store *store,
				 void (*differs)(void *ctx, const struct id *head), void *ctx)
{
	enum records_state state = RECORDS_NONE;
	struct err ignored;
	sqlite3_stmt *stmt;

	if (store->signer == NULL)
		return state;
	stmt = db_query(store,
			"SELECT s.id, h.seq, h.id FROM own_stream o JOIN stream s USING (stream) "
			"JOIN head h USING (stream) WHERE o.key = ?1",
			ARGS(ID(&store->signer->key)), &ignored);
	while (stmt != NULL && db_step(store, stmt, &ignored) == DB_ROW) {
		struct id stream = col_id(stmt, 0), head = col_id(stmt, 2);
		struct stream_record record;
		int fd = open_record(store, &stream, 0);

		if (!read_record(fd, &record)
		    || !record_allows(&record, store->env->machine, store->env->boot,
				      (uint64_t)col_int(stmt, 1), &head)) {
			state = RECORDS_DIFFER;
			if (differs != NULL)
				differs(ctx, &head);
		} else if (state == RECORDS_NONE) {
			state = RECORDS_FIT;
		}
		if (fd >= 0)
			close(fd);
	}
	return state;
}
