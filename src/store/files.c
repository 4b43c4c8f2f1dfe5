/* files.c - what the store does with files besides SQLite: syncing, publishing, looking. */
#include "store/store_private.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE 1
#endif

static bool sync_fd(int fd, const char *path, struct err *err)
{
	bool ok;

	if (fd < 0)
		return err_set(err, ERR_STORAGE, "cannot open '%s': %s", path, strerror(errno));
	ok = fsync(fd) == 0 || errno == EINVAL; /* some file systems have nothing to sync */
	if (!ok)
		err_set(err, ERR_STORAGE, "cannot write '%s' to the disk: %s", path,
			strerror(errno));
	close(fd);
	return ok;
}

static bool sync_file(const char *path, struct err *err)
{
	return sync_fd(open(path, O_RDONLY | O_CLOEXEC), path, err);
}

char *file_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return xstrdup(".");
	return slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

static bool sync_folder_of(const char *path, struct err *err)
{
	char *folder = file_folder(path);
	bool ok = sync_fd(open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), folder, err);

	free(folder);
	return ok;
}

/* Where the kernel or the file system does not know "never over another", a second name does it. */
static int move_without_replacing(const char *part, const char *path)
{
	if (syscall(SYS_renameat2, AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	return link(part, path) == 0 ? unlink(part) : -1;
}

bool file_publish(const char *part, const char *path, struct err *err)
{
	if (!sync_file(part, err))
		return false;
	if (move_without_replacing(part, path) != 0)
		return err_set(err, errno == EEXIST ? ERR_CONFLICT : ERR_STORAGE,
			       "cannot make '%s': %s", path, strerror(errno));
	return sync_folder_of(path, err);
}

bool file_remove_database(const char *path, struct err *err)
{
	static const char *const endings[] = { "", "-journal", "-wal", "-shm" };
	struct buf name = BUF_INIT;
	bool ok = true;

	for (size_t i = 0; ok && i < sizeof endings / sizeof *endings; i++) {
		buf_clear(&name);
		buf_addf(&name, "%s%s", path, endings[i]);
		ok = unlink(name.data) == 0 || errno == ENOENT;
	}
	if (!ok)
		err_set(err, ERR_STORAGE, "cannot remove '%s': %s", name.data, strerror(errno));
	buf_release(&name);
	return ok;
}

bool file_system_fits(const char *path, struct err *err)
{
	static const struct {
		unsigned long type;
		const char *name;
	} remote[] = {
		{ 0x6969, "NFS" },      { 0x517b, "SMB" },    { 0xfe534d42, "SMB" },
		{ 0xff534d42, "CIFS" }, { 0x01021997, "9p" }, { 0x5346414f, "AFS" },
		{ 0x73757245, "Coda" },
	};
	struct statfs fs;

	if (statfs(path, &fs) != 0)
		return true;
	for (size_t i = 0; i < sizeof remote / sizeof *remote; i++)
		if ((unsigned long)fs.f_type % 0x100000000ul == remote[i].type)
			return err_set(
				err, ERR_STORAGE,
				"'%s' lies on a network disk (%s), which cannot lock it safely; "
				"copy it to a local disk",
				path, remote[i].name);
	return true;
}

bool make_folders(const char *path)
{
	char *copy = xstrdup(path);
	bool ok = true;

	for (char *p = copy + 1; ok && *p != '\0'; p++)
		if (*p == '/') {
			*p = '\0';
			ok = mkdir(copy, 0700) == 0 || errno == EEXIST || errno == EACCES
			     || errno == EROFS;
			*p = '/';
		}
	ok = ok && (mkdir(copy, 0700) == 0 || errno == EEXIST);
	free(copy);
	return ok;
}

char *file_absolute(const char *path, struct err *err)
{
	char *folder = file_folder(path), *real = realpath(folder, NULL);
	const char *slash = strrchr(path, '/');
	struct buf out = BUF_INIT;

	if (real == NULL) {
		err_set(err, ERR_STORAGE, "cannot use the folder '%s': %s", folder,
			strerror(errno));
		free(folder);
		return NULL;
	}
	buf_addf(&out, "%s/%s", strcmp(real, "/") == 0 ? "" : real,
		 slash != NULL ? slash + 1 : path);
	free(folder);
	free(real);
	return buf_detach(&out);
}
