#include "bench/terminal.h"

#include "bench/figures.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define QUIET_MS 6 /* without a byte, asleep, and no processor time used */
#define PATIENCE_MS 60000
#define NO_ANSWER_MS 500 /* a key that does nothing at all */

static double used(const struct terminal *terminal)
{
	struct timespec t;

	if (clock_gettime(terminal->clock, &t) != 0)
		give_up("the program has ended");
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct syncs waited(const struct terminal *terminal)
{
	static const struct syncs none;

	return terminal->syncs != NULL ? *terminal->syncs : none;
}

/* It waits for something, as /proc has it. */
static bool sleeps(pid_t pid)
{
	char path[64], text[512];
	FILE *file;
	size_t n;
	const char *end;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	file = fopen(path, "r");
	if (file == NULL)
		give_up("the program has ended");
	n = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[n] = '\0';
	end = strrchr(text, ')');
	return end != NULL && strncmp(end, ") S", 3) == 0;
}

/* Bytes that came within WAIT_MS; 0: none. */
static size_t read_some(const struct terminal *terminal, int wait_ms)
{
	struct pollfd fd = { .fd = terminal->fd, .events = POLLIN };
	char bytes[65536];
	ssize_t n;

	if (poll(&fd, 1, wait_ms) <= 0)
		return 0;
	n = read(terminal->fd, bytes, sizeof bytes);
	if (n <= 0 && errno != EINTR)
		give_up("the program has ended");
	return n > 0 ? (size_t)n : 0;
}

struct watch {
	double start, cpu;  /* at the beginning */
	double last;        /* when something happened last */
	double seen;        /* processor time then */
	struct syncs syncs; /* at the beginning */
};

static bool is_quiet(const struct terminal *terminal, struct watch *watch)
{
	double cpu = used(terminal), now = now_ms();

	if (cpu > watch->seen || !sleeps(terminal->pid)) {
		watch->seen = cpu;
		watch->last = now;
	}
	if (now - watch->start > PATIENCE_MS)
		give_up("the program does not come to rest");
	if (watch->seen > watch->cpu)
		return now - watch->last > QUIET_MS;
	return now - watch->start > NO_ANSWER_MS;
}

/* From WATCH->start on, until it rests. */
static struct cost wait_for_rest(const struct terminal *terminal, struct watch *watch)
{
	struct cost cost = { .wall = 0 };

	watch->last = watch->start;
	watch->seen = watch->cpu;
	for (;;) {
		size_t n = read_some(terminal, 1);

		if (n > 0) {
			struct syncs syncs = waited(terminal);

			cost.bytes += n;
			watch->last = now_ms();
			cost.wall = watch->last - watch->start;
			cost.disk = syncs.ms - watch->syncs.ms;
			cost.syncs = syncs.times - watch->syncs.times;
		} else if (is_quiet(terminal, watch)) {
			break;
		}
	}
	cost.cpu = used(terminal) - watch->cpu;
	return cost;
}

/* Only the program is told to count, not what measures it. */
static const volatile struct syncs *map_syncs(void)
{
	const char *path = getenv("ASSAY_BENCH_SYNCS");
	int fd = path != NULL ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
	void *shared = MAP_FAILED;

	if (path == NULL)
		return NULL;
	if (fd >= 0 && ftruncate(fd, 0) == 0 && ftruncate(fd, sizeof(struct syncs)) == 0)
		shared = mmap(NULL, sizeof(struct syncs), PROT_READ, MAP_SHARED, fd, 0);
	if (shared == MAP_FAILED)
		give_up("cannot share '%s'", path);
	close(fd);
	return shared;
}

struct cost terminal_start(struct terminal *terminal, int rows, int cols, char *const *argv,
			   bool counted)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };
	struct watch watch = { .start = now_ms() };
	const char *counter = counted ? getenv("ASSAY_BENCH_COUNT") : NULL;

	terminal->syncs = counter != NULL ? map_syncs() : NULL;
	terminal->pid = forkpty(&terminal->fd, NULL, NULL, &size);
	if (terminal->pid == 0) {
		if (counter != NULL)
			setenv("LD_PRELOAD", counter, 1);
		execv(argv[0], argv);
		_exit(127);
	}
	if (terminal->pid < 0 || clock_getcpuclockid(terminal->pid, &terminal->clock) != 0)
		give_up("cannot start %s", argv[0]);
	return wait_for_rest(terminal, &watch);
}

struct cost terminal_type(struct terminal *terminal, const char *keys)
{
	struct watch watch = { .start = now_ms(),
			       .cpu = used(terminal),
			       .syncs = waited(terminal) };

	if (write(terminal->fd, keys, strlen(keys)) != (ssize_t)strlen(keys))
		give_up("cannot type");
	return wait_for_rest(terminal, &watch);
}

struct cost terminal_idle(struct terminal *terminal, int ms)
{
	double start = now_ms(), cpu = used(terminal);
	struct cost cost = { .wall = ms };

	while (now_ms() - start < ms)
		cost.bytes += read_some(terminal, 10);
	cost.cpu = used(terminal) - cpu;
	return cost;
}

double terminal_end(struct terminal *terminal, const char *keys)
{
	struct pollfd fd = { .fd = terminal->fd, .events = POLLIN };
	struct rusage used;
	char bytes[4096];
	int status;

	if (write(terminal->fd, keys, strlen(keys)) != (ssize_t)strlen(keys))
		give_up("cannot type");
	while (poll(&fd, 1, PATIENCE_MS) > 0 && read(terminal->fd, bytes, sizeof bytes) > 0)
		continue;
	close(terminal->fd);
	if (wait4(terminal->pid, &status, 0, &used) != terminal->pid || status != 0)
		give_up("the program ended with status %d", status);
	return (double)used.ru_maxrss / 1024;
}
