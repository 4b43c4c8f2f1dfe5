/* disk.h - what the disk itself takes for a small write. */
#ifndef ASSAY_BENCH_DISK_H
#define ASSAY_BENCH_DISK_H

/* A new file, whose name is gone at once. */
int disk_open(const char *path);
/* Milliseconds until 4 KB more are on the disk. */
double disk_write(int fd);

#endif
