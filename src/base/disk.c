#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier): sync_file_range() */
#endif
#include "base/disk.h"

#include <fcntl.h>

void disk_begin(int fd, int64_t from, int64_t to)
{
#ifdef SYNC_FILE_RANGE_WRITE
	sync_file_range(fd, from, to - from, SYNC_FILE_RANGE_WRITE);
#else
	(void)fd;
	(void)from;
	(void)to;
#endif
}

void disk_forget(int fd, int64_t from, int64_t to)
{
#ifdef POSIX_FADV_DONTNEED
	posix_fadvise(fd, from, to - from, POSIX_FADV_DONTNEED);
#else
	(void)fd;
	(void)from;
	(void)to;
#endif
}
