/* disk.h - hints to the system about what is written. */
#ifndef ASSAY_BASE_DISK_H
#define ASSAY_BASE_DISK_H

#include <stdint.h>

/* Lets the disk begin with bytes FROM to TO of FD, so that a later sync finds little left to wait
 * for.  Nothing depends on it: where the system cannot, nothing happens. */
void disk_begin(int fd, int64_t from, int64_t to);

#endif
