/* disk.h - hints to the system about files.  Nothing depends on them: where the system cannot,
 * nothing happens. */
#ifndef ASSAY_BASE_DISK_H
#define ASSAY_BASE_DISK_H

#include <stdint.h>

/* Lets the disk begin with bytes FROM to TO of FD, so that a later sync finds little left to wait
 * for. */
void disk_begin(int fd, int64_t from, int64_t to);
/* Bytes FROM to TO of FD need not be kept in memory; what the disk does not have yet stays. */
void disk_forget(int fd, int64_t from, int64_t to);

#endif
