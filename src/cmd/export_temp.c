/* export_temp.c - the folder TARGET.tmp-PID beside the target.  Whoever works in it holds its lock,
 * which ends with the process however that ends: so the next export knows what was left behind. */
#include "cmd/export.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define INFIX ".tmp-"
#define TRIES 8

static bool is_ours(const char *name)
{
	static const char *const whole[] = { OUT_MANIFEST, OUT_CARD, OUT_UNFINISHED };
	static const char end[] = ".jsonl";
	size_t n = strlen(name), m = sizeof end - 1;

	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (strcmp(name, whole[i]) == 0)
			return true;
	return n > m && strcmp(name + n - m, end) == 0;
}

void temp_remove(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (is_ours(entry->d_name))
			unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
	rmdir(path);
}

/* ---- what others left ---- */

static bool is_temp_of(const char *name, const char *target)
{
	size_t n = strlen(target);

	if (strncmp(name, target, n) != 0 || strncmp(name + n, INFIX, strlen(INFIX)) != 0)
		return false;
	name += n + strlen(INFIX);
	return *name != '\0' && name[strspn(name, "0123456789")] == '\0';
}

/* Nobody is at work in it when its lock is free. */
static void sweep_one(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		temp_remove(path);
	close(fd);
}

static void sweep(const struct export_out *out)
{
	const char *name = cmd_file_name(out->real);
	const char *folder =
		name > out->real ? arena_strndup(out->arena, out->real, (size_t)(name - out->real))
				 : "./";
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (is_temp_of(entry->d_name, name))
			sweep_one(out_join(out->arena, folder, "", entry->d_name));
	closedir(dir);
}

/* ---- making one ---- */

/* Somebody may have swept the folder before it was locked. */
static bool lock_it(struct export_out *out)
{
	struct stat here, there;

	out->lock = open(out->temp, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (out->lock < 0)
		return false;
	while (flock(out->lock, LOCK_EX) != 0 && errno == EINTR)
		; /* a file system without locks: nobody sweeps there */
	if (fstat(out->lock, &here) == 0 && stat(out->temp, &there) == 0
	    && here.st_ino == there.st_ino && here.st_dev == there.st_dev)
		return true;
	close(out->lock);
	out->lock = -1;
	errno = ENOENT;
	return false;
}

bool temp_make(struct export_out *out, struct err *err)
{
	char number[24];
	const char *path;

	snprintf(number, sizeof number, "%ld", (long)getpid());
	path = out_join(out->arena, out->real, INFIX, number);
	sweep(out);
	for (int i = 0; i < TRIES; i++) {
		if (mkdir(path, 0777) != 0)
			return out_fail("make the folder", path, err);
		out->temp = path;
		if (lock_it(out))
			return true;
		out->temp = NULL;
		if (errno != ENOENT)
			break;
	}
	return out_fail("make the folder", path, err);
}
