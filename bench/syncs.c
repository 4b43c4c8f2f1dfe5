/* syncs.c - loaded before a program (LD_PRELOAD): how long it has waited for the disk so far, for
 * another program to read at any moment (syncs.h) from the file $ASSAY_BENCH_SYNCS. */
#include "bench/syncs.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

typedef int sync_call(int fd);

static struct syncs nowhere, *syncs = &nowhere;

__attribute__((constructor)) static void share(void)
{
	const char *path = getenv("ASSAY_BENCH_SYNCS");
	int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *shared = MAP_FAILED;

	if (fd >= 0)
		shared = mmap(NULL, sizeof *syncs, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (shared != MAP_FAILED)
		syncs = shared;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int timed(const char *name, int fd)
{
	void *found = dlsym(RTLD_NEXT, name);
	sync_call *real;
	double start = now();
	int rc;

	memcpy(&real, &found, sizeof real); /* ISO C has no such cast */
	rc = real(fd);
	syncs->ms += now() - start;
	syncs->times++;
	return rc;
}

int fsync(int fd)
{
	return timed("fsync", fd);
}

int fdatasync(int fildes)
{
	return timed("fdatasync", fildes);
}
