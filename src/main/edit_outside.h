/* edit_outside.h - a text in the person's own editor. */
#ifndef ASSAY_MAIN_EDIT_OUTSIDE_H
#define ASSAY_MAIN_EDIT_OUTSIDE_H

#include "base/buf.h"
#include "base/err.h"

/* Runs $VISUAL or $EDITOR on TEXT in a file of TEMP_DIR that only the person can read, and takes
 * what it left: UTF-8, of MAX bytes at most.  The terminal must be free.  False: TEXT is as it was.
 */
bool edit_outside(const char *temp_dir, size_t max, struct buf *text, struct err *err) MUST_USE;

#endif
