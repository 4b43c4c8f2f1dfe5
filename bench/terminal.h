/* terminal.h - a program on a pseudo-terminal, and what each key costs it.
 *
 * Nothing is drawn here: the bytes are counted and thrown away. */
#ifndef ASSAY_BENCH_TERMINAL_H
#define ASSAY_BENCH_TERMINAL_H

#include "bench/syncs.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

struct terminal {
	int fd;
	pid_t pid;
	clockid_t clock;                    /* the program's processor time, all threads of it */
	const volatile struct syncs *syncs; /* of the program; NULL: nobody counts them */
};

struct cost {
	double wall;  /* ms from the key to the last byte of what came of it */
	double cpu;   /* ms */
	double disk;  /* ms of WALL in which it waited for the disk; 0: nobody counts them */
	double syncs; /* so many times */
	size_t bytes;
};

/* Starts ARGV on a terminal of that size; the cost of its first screen.  COUNTED: its waits for the
 * disk are counted, where $ASSAY_BENCH_SYNCS and $ASSAY_BENCH_COUNT name a file and syncs.c. */
struct cost terminal_start(struct terminal *terminal, int rows, int cols, char *const *argv,
			   bool counted);
/* Types KEYS at once and waits until all that came of them is there. */
struct cost terminal_type(struct terminal *terminal, const char *keys);
/* Types nothing for so long. */
struct cost terminal_idle(struct terminal *terminal, int ms);
/* Types KEYS, which make the program end; its peak resident memory in MiB. */
double terminal_end(struct terminal *terminal, const char *keys);

#endif
