/* syncs.h - what a program under syncs.c tells of its waits for the disk. */
#ifndef ASSAY_BENCH_SYNCS_H
#define ASSAY_BENCH_SYNCS_H

struct syncs {
	double ms;    /* in fsync() and fdatasync(), since it started */
	double times; /* so many calls */
};

#endif
