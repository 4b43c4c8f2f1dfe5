/* vfs_watch.h - SQLite's file system with somebody watching: every write, truncation, sync and
 * write lock of a project is told to a callback, which may make it fail. */
#ifndef ASSAY_TESTS_STORE_VFS_WATCH_H
#define ASSAY_TESTS_STORE_VFS_WATCH_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum watch_op { WATCH_WRITE, WATCH_TRUNCATE, WATCH_SYNC, WATCH_DELETE, WATCH_LOCK };
enum watch_file { WATCH_DB, WATCH_WAL, WATCH_JOURNAL, WATCH_PART, WATCH_OTHER };

struct watched {
	enum watch_op op;
	enum watch_file file;
	const char *path;
	const void *bytes;   /* WRITE */
	sqlite3_int64 at, n; /* WRITE: where and how many; TRUNCATE: N is the size left */
	bool durable;        /* DELETE: the folder is synced, too */
	bool writing; /* SYNC: by who may write or checkpoint; what others sync is no matter */
};

/* SQLITE_OK lets it happen. */
struct watch {
	int (*tell)(void *ctx, const struct watched *what);
	void *ctx;
	bool parts; /* also of the copies that are being made, NAME.part */
};

struct watch_vfs {
	sqlite3_vfs vfs;
	sqlite3_vfs *real;
	struct watch watch;
};

static struct watch_vfs watch_vfs;

struct watch_handle {
	sqlite3_file base;
	sqlite3_file *real; /* behind this struct */
	const char *path;
	enum watch_file kind;
	int level;      /* of the file's lock */
	unsigned locks; /* of the shared memory's, exclusive ones */
};

static inline bool watch_ends(const char *path, const char *end)
{
	size_t n = strlen(path), m = strlen(end);

	return n >= m && strcmp(path + n - m, end) == 0;
}

static inline enum watch_file watch_kind(const char *path)
{
	if (path == NULL)
		return WATCH_OTHER;
	if (watch_ends(path, ".assay"))
		return WATCH_DB;
	if (watch_ends(path, ".assay-wal"))
		return WATCH_WAL;
	if (watch_ends(path, ".assay-journal"))
		return WATCH_JOURNAL;
	return watch_ends(path, ".part") ? WATCH_PART : WATCH_OTHER;
}

static inline int watch_tell(const struct watched *what)
{
	if (watch_vfs.watch.tell == NULL || what->file == WATCH_OTHER
	    || (what->file == WATCH_PART && !watch_vfs.watch.parts))
		return SQLITE_OK;
	return watch_vfs.watch.tell(watch_vfs.watch.ctx, what);
}

static inline struct watch_handle *watch_of(sqlite3_file *file)
{
	return (struct watch_handle *)file;
}

#define WATCH_REAL(file) (watch_of(file)->real)

static int watch_close(sqlite3_file *file)
{
	return WATCH_REAL(file)->pMethods->xClose(WATCH_REAL(file));
}

static int watch_read(sqlite3_file *file, void *out, int n, sqlite3_int64 at)
{
	return WATCH_REAL(file)->pMethods->xRead(WATCH_REAL(file), out, n, at);
}

static int watch_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
	int rc = watch_tell(&(struct watched){ .op = WATCH_WRITE,
					       .file = watch_of(file)->kind,
					       .path = watch_of(file)->path,
					       .bytes = bytes,
					       .at = at,
					       .n = n });

	return rc != SQLITE_OK ? rc
			       : WATCH_REAL(file)->pMethods->xWrite(WATCH_REAL(file), bytes, n, at);
}

static int watch_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int rc = watch_tell(&(struct watched){ .op = WATCH_TRUNCATE,
					       .file = watch_of(file)->kind,
					       .path = watch_of(file)->path,
					       .n = size });

	return rc != SQLITE_OK ? rc : WATCH_REAL(file)->pMethods->xTruncate(WATCH_REAL(file), size);
}

static int watch_sync(sqlite3_file *file, int flags)
{
	const struct watch_handle *handle = watch_of(file);
	int rc = watch_tell(&(struct watched){ .op = WATCH_SYNC,
					       .file = handle->kind,
					       .path = handle->path,
					       .writing = handle->level > SQLITE_LOCK_SHARED
							  || handle->locks != 0 });

	return rc != SQLITE_OK ? rc : WATCH_REAL(file)->pMethods->xSync(WATCH_REAL(file), flags);
}

static int watch_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return WATCH_REAL(file)->pMethods->xFileSize(WATCH_REAL(file), size);
}

/* Without a log the file itself is locked. */
static int watch_lock(sqlite3_file *file, int level)
{
	int rc = SQLITE_OK;

	if (level > SQLITE_LOCK_SHARED)
		rc = watch_tell(&(struct watched){ .op = WATCH_LOCK,
						   .file = watch_of(file)->kind,
						   .path = watch_of(file)->path,
						   .at = level });
	if (rc != SQLITE_OK)
		return rc;
	watch_of(file)->level = level;
	return WATCH_REAL(file)->pMethods->xLock(WATCH_REAL(file), level);
}

static int watch_unlock(sqlite3_file *file, int level)
{
	watch_of(file)->level = level;
	return WATCH_REAL(file)->pMethods->xUnlock(WATCH_REAL(file), level);
}

static int watch_reserved(sqlite3_file *file, int *out)
{
	return WATCH_REAL(file)->pMethods->xCheckReservedLock(WATCH_REAL(file), out);
}

static int watch_control(sqlite3_file *file, int op, void *arg)
{
	return WATCH_REAL(file)->pMethods->xFileControl(WATCH_REAL(file), op, arg);
}

static int watch_sector(sqlite3_file *file)
{
	return WATCH_REAL(file)->pMethods->xSectorSize(WATCH_REAL(file));
}

static int watch_device(sqlite3_file *file)
{
	return WATCH_REAL(file)->pMethods->xDeviceCharacteristics(WATCH_REAL(file));
}

static int watch_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
	return WATCH_REAL(file)->pMethods->xShmMap(WATCH_REAL(file), page, size, extend, out);
}

static void watch_note_locks(sqlite3_file *file, int offset, int n, int flags)
{
	unsigned bits = ((1U << n) - 1U) << offset;

	if ((flags & SQLITE_SHM_EXCLUSIVE) == 0)
		return;
	if ((flags & SQLITE_SHM_LOCK) != 0)
		watch_of(file)->locks |= bits & 3U;
	else
		watch_of(file)->locks &= ~bits;
}

/* Locks 0 and 1 of the shared memory are WRITE and CKPT (SQLite, walformat). */
static int watch_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	bool writes = offset <= 1 && (flags & SQLITE_SHM_LOCK) != 0
		      && (flags & SQLITE_SHM_EXCLUSIVE) != 0;
	int rc = SQLITE_OK;

	if (writes)
		rc = watch_tell(&(struct watched){ .op = WATCH_LOCK,
						   .file = watch_of(file)->kind,
						   .path = watch_of(file)->path,
						   .at = offset,
						   .n = n });
	if (rc == SQLITE_OK)
		rc = WATCH_REAL(file)->pMethods->xShmLock(WATCH_REAL(file), offset, n, flags);
	if (rc == SQLITE_OK)
		watch_note_locks(file, offset, n, flags);
	return rc;
}

static void watch_shm_barrier(sqlite3_file *file)
{
	WATCH_REAL(file)->pMethods->xShmBarrier(WATCH_REAL(file));
}

static int watch_shm_unmap(sqlite3_file *file, int remove)
{
	return WATCH_REAL(file)->pMethods->xShmUnmap(WATCH_REAL(file), remove);
}

static const sqlite3_io_methods watch_methods = {
	.iVersion = 2,
	.xClose = watch_close,
	.xRead = watch_read,
	.xWrite = watch_write,
	.xTruncate = watch_truncate,
	.xSync = watch_sync,
	.xFileSize = watch_size,
	.xLock = watch_lock,
	.xUnlock = watch_unlock,
	.xCheckReservedLock = watch_reserved,
	.xFileControl = watch_control,
	.xSectorSize = watch_sector,
	.xDeviceCharacteristics = watch_device,
	.xShmMap = watch_shm_map,
	.xShmLock = watch_shm_lock,
	.xShmBarrier = watch_shm_barrier,
	.xShmUnmap = watch_shm_unmap,
};

static int watch_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out)
{
	struct watch_handle *handle = watch_of(file);
	int rc;

	(void)vfs;
	handle->real = (sqlite3_file *)(handle + 1);
	handle->path = path;
	handle->kind = watch_kind(path);
	handle->level = SQLITE_LOCK_NONE;
	handle->locks = 0;
	rc = watch_vfs.real->xOpen(watch_vfs.real, path, handle->real, flags, out);
	handle->base.pMethods = handle->real->pMethods != NULL ? &watch_methods : NULL;
	return rc;
}

static int watch_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
	int rc = watch_tell(&(struct watched){
		.op = WATCH_DELETE, .file = watch_kind(path), .path = path, .durable = sync != 0 });

	(void)vfs;
	return rc != SQLITE_OK ? rc : watch_vfs.real->xDelete(watch_vfs.real, path, sync);
}

/* From here on all of this process goes through it; watch_begin() says who is told. */
static inline void watch_install(void)
{
	watch_vfs.real = sqlite3_vfs_find(NULL);
	watch_vfs.vfs = *watch_vfs.real;
	watch_vfs.vfs.pNext = NULL;
	watch_vfs.vfs.zName = "watch";
	watch_vfs.vfs.szOsFile = (int)sizeof(struct watch_handle) + watch_vfs.real->szOsFile;
	watch_vfs.vfs.xOpen = watch_open;
	watch_vfs.vfs.xDelete = watch_delete;
	sqlite3_vfs_register(&watch_vfs.vfs, 1);
}

static inline void watch_begin(int (*tell)(void *ctx, const struct watched *what), void *ctx)
{
	watch_vfs.watch = (struct watch){ .tell = tell, .ctx = ctx };
}

static inline void watch_end(void)
{
	watch_vfs.watch = (struct watch){ .tell = NULL };
}

#endif
