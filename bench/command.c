/* command KEY TIMES PREPARE COMMAND...: what COMMAND costs, as KEY.s, KEY.cpu (seconds of processor
 * time) and KEY.mib (peak resident memory), the median by time of TIMES; PREPARE goes to the shell
 * before each.  Small, so that the memory it had before the exec is not counted for the command's.
 */
#include "bench/figures.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define TIMES_MAX 9

struct cost {
	double s, cpu, mib;
};

static _Noreturn void become(char **argv)
{
	int nothing = open("/dev/null", O_WRONLY);

	if (nothing < 0 || dup2(nothing, STDOUT_FILENO) < 0)
		_exit(126);
	execvp(argv[0], argv);
	_exit(127);
}

static double seconds(const struct timeval *t)
{
	return (double)t->tv_sec + (double)t->tv_usec / 1e6;
}

static struct cost run(char **argv)
{
	double start = now_ms();
	pid_t child = fork();
	struct rusage used;
	int status;

	if (child == 0)
		become(argv);
	if (child < 0 || wait4(child, &status, 0, &used) != child || status != 0)
		give_up("%s %s failed", argv[0], argv[1] != NULL ? argv[1] : "");
	return (struct cost){ .s = (now_ms() - start) / 1e3,
			      .cpu = seconds(&used.ru_utime) + seconds(&used.ru_stime),
			      .mib = (double)used.ru_maxrss / 1024 };
}

static int compare(const void *a, const void *b)
{
	double x = ((const struct cost *)a)->s, y = ((const struct cost *)b)->s;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	struct cost cost[TIMES_MAX];
	int times = argc > 4 ? (int)strtol(argv[2], NULL, 10) : 0;

	if (times < 1 || times > TIMES_MAX)
		give_up("usage: command KEY TIMES PREPARE COMMAND...");
	for (int i = 0; i < times; i++) {
		char *prepare[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" }, argv[3], NULL };

		run(prepare);
		cost[i] = run(argv + 4);
	}
	qsort(cost, (size_t)times, sizeof cost[0], compare);
	tell(cost[times / 2].s, "%s.s", argv[1]);
	tell(cost[times / 2].cpu, "%s.cpu", argv[1]);
	tell(cost[times / 2].mib, "%s.mib", argv[1]);
	return 0;
}
