/* holds.c - loaded before a program (LD_PRELOAD): how long it held each exclusive flock(), in
 * milliseconds, one to a line, added to the file $ASSAY_BENCH_HOLDS when it ends. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define HOLDS_MAX (1 << 18)

static double hold[HOLDS_MAX], since;
static int n;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int real_flock(int fd, int operation)
{
	static int (*real)(int, int);

	if (real == NULL) {
		void *found = dlsym(RTLD_NEXT, "flock");

		memcpy(&real, &found, sizeof real); /* ISO C has no such cast */
	}
	return real(fd, operation);
}

int flock(int fd, int operation)
{
	int rc;

	if (operation == LOCK_UN && since > 0) {
		hold[n < HOLDS_MAX ? n++ : HOLDS_MAX - 1] = now() - since;
		since = 0;
	}
	rc = real_flock(fd, operation);
	if (rc == 0 && (operation & LOCK_EX) != 0)
		since = now();
	return rc;
}

__attribute__((destructor)) static void tell(void)
{
	const char *path = getenv("ASSAY_BENCH_HOLDS");
	int fd = path != NULL ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0666) : -1;

	for (int i = 0; fd >= 0 && i < n; i++)
		dprintf(fd, "%.4f\n", hold[i]);
	if (fd >= 0)
		close(fd);
}
