/* blanks.h - the look of blanks.  Nobody sees it, but a terminal is told of each change. */
#ifndef ASSAY_UI_BLANKS_H
#define ASSAY_UI_BLANKS_H

#include "text/cells.h"
#include "text/style.h"

#include <stdbool.h>

/* Styles for the COLS cells of ROW: those that they have, except that a few blanks between words
 * take that of the word before them, and others that of the text.  UNSEEN: the styles in which a
 * blank looks like one of the text (no underline, no reverse, the same ground). */
void blanks_styles(const struct cell *row, int cols, const bool unseen[STYLE_COUNT],
		   uint8_t *styles);

#endif
