/* people: what those who work at a project wait for, without a screen.
 *
 *	people disk FOLDER              fdatasync() of 4 KB added to a file
 *	people submit PROJECT BATCH     one person, and what was submitted is on the disk
 *	people crowd KEY PROJECT BATCH [COMMAND...]   64 at once, beside COMMAND until it ends
 */
#include "bench/disk.h"
#include "bench/figures.h"
#include "bench/project.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PEOPLE 64
#define EACH 8      /* submissions of one person at least */
#define EACH_MAX 40 /* beside a command that takes long */
#define TIMES 200

static int disk(int argc, char **argv)
{
	struct figures times = { .n = 0 };
	char path[512];
	int fd;

	(void)argc;
	snprintf(path, sizeof path, "%s/fsync", argv[2]);
	fd = disk_open(path);
	for (int i = 0; i < TIMES; i++)
		figures_add(&times, disk_write(fd));
	close(fd);
	tell_figures(&times, "fsync");
	figures_release(&times);
	return 0;
}

static int submit(int argc, char **argv)
{
	struct figures times = { .n = 0 };
	struct project project;
	struct err err = { .code = ERR_NONE };

	(void)argc;
	project_open(&project, argv[2], 1);
	project_look(&project, argv[2], argv[3]);
	for (int i = 0; i < TIMES; i++)
		if (!project_submit(&project, &times, &err))
			give_up("submission %d: %s", i, err.msg);
	project_close(&project);
	tell_figures(&times, "submit");
	figures_release(&times);
	return 0;
}

/* ---------------------------------------------------------------- 64 at once */

struct crowd { /* shared with the children */
	atomic_int ready;
	atomic_bool go, enough;
	int n[PEOPLE];
	double ms[PEOPLE][EACH_MAX];
};

static bool work(struct crowd *crowd, int number, struct project *project)
{
	struct figures times = { .n = 0 };
	struct err err = { .code = ERR_NONE };
	bool ok = true;

	for (int i = 0; ok && i < EACH_MAX && (i < EACH || !crowd->enough); i++) {
		ok = project_submit(project, &times, &err);
		if (ok)
			crowd->ms[number][crowd->n[number]++] = times.value[times.n - 1];
		else
			fprintf(stderr, "person %d: %s\n", number, err.msg);
	}
	figures_release(&times);
	return ok;
}

/* A child.  COMMON has batch and payload. */
static _Noreturn void person(struct crowd *crowd, int number, char **argv,
			     const struct project *common)
{
	struct project self;
	bool ok;

	project_open(&self, argv[3], 2 + number + (int)getppid() * PEOPLE);
	self.batch = common->batch;
	buf_add(&self.payload, common->payload.data, common->payload.len);
	crowd->ready++;
	while (!crowd->go)
		usleep(500);
	ok = work(crowd, number, &self);
	project_close(&self);
	exit(ok ? 0 : 1);
}

static pid_t start_command(char **argv)
{
	pid_t child = fork();

	if (child == 0) {
		int nothing = open("/dev/null", O_WRONLY);

		dup2(nothing, STDOUT_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	return child;
}

static int wait_for_all(struct crowd *crowd, pid_t command, double *command_s)
{
	double start = now_ms();
	int failed = 0, status;
	pid_t ended;

	crowd->enough = command == 0;
	crowd->go = true;
	while ((ended = wait(&status)) > 0) {
		failed += status != 0;
		if (ended != command)
			continue;
		*command_s = (now_ms() - start) / 1e3;
		crowd->enough = true;
	}
	return failed;
}

static void tell_crowd(const struct crowd *crowd, const char *key)
{
	struct figures times = { .n = 0 };

	for (int i = 0; i < PEOPLE; i++)
		for (int k = 0; k < crowd->n[i]; k++)
			figures_add(&times, crowd->ms[i][k]);
	tell((double)times.n, "%s.n", key);
	tell_figures(&times, key);
	figures_release(&times);
}

static int crowd_of(int argc, char **argv)
{
	struct crowd *crowd = mmap(NULL, sizeof *crowd, PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct project common = { .store = NULL };
	double start, command_s = 0;
	pid_t command = 0;
	int failed;

	if (crowd == MAP_FAILED)
		give_up("no memory");
	project_look(&common, argv[3], argv[4]);
	fflush(stdout);
	for (int i = 0; i < PEOPLE; i++)
		if (fork() == 0)
			person(crowd, i, argv, &common);
	while (crowd->ready < PEOPLE && waitpid(-1, NULL, WNOHANG) == 0)
		usleep(1000);
	if (argc > 5)
		command = start_command(argv + 5);
	start = now_ms();
	failed = wait_for_all(crowd, command, &command_s);
	tell(failed, "%s.failed", argv[2]);
	tell((now_ms() - start) / 1e3, "%s.s", argv[2]);
	tell(command_s, "%s.command", argv[2]);
	tell_crowd(crowd, argv[2]);
	project_close(&common);
	return 0;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int least;
		int (*run)(int argc, char **argv);
	} table[] = {
		{ "disk", 3, disk },
		{ "submit", 4, submit },
		{ "crowd", 5, crowd_of },
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (argc >= table[i].least && strcmp(argv[1], table[i].name) == 0)
			return table[i].run(argc, argv);
	give_up("usage: people disk|submit|crowd ...");
}
