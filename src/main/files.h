/* files.h - small files whole, whatever interrupts.  Where one of these fails, errno says why. */
#ifndef ASSAY_MAIN_FILES_H
#define ASSAY_MAIN_FILES_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Adds the file of PATH to TEXT, MOST bytes of it: whoever must know of a longer one asks for one
 * byte more than she takes. */
bool files_read(const char *path, size_t most, struct buf *text) MUST_USE;
/* The same from where FD stands. */
bool files_read_fd(int fd, size_t most, struct buf *text) MUST_USE;
/* All N bytes; false: some may be written. */
bool files_write_fd(int fd, const char *bytes, size_t n) MUST_USE;
/* Whether a write to FD failed, with WHY as errno, because whoever read it has gone:
 * `assay export … | head`. */
bool files_reader_gone(int fd, int why) MUST_USE;

#endif
