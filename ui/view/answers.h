/* answers.h - the answer strip: every question with its answers, the focused one with what answers
 * it.
 *
 * Which rows there are follows from guideline, number of responses and width alone, so that the
 * text above does not move while somebody answers.
 */
#ifndef ASSAY_UI_VIEW_ANSWERS_H
#define ASSAY_UI_VIEW_ANSWERS_H

#include "model/sheet.h"
#include "ui/canvas.h"

/* Rows that the whole strip takes on a canvas of this width. */
int answers_rows(const struct sheet *sheet, const struct canvas *cv);

/* Draws it into ROWS rows from ROW.  If they are too few, those round the focus are shown and the
 * outermost ones say how many more there are.  ANCHORS is a row of its own for what the points of
 * the focused scale mean; -1: there is none, they stand beside the scale where they fit. */
void answers_draw(const struct sheet *sheet, struct canvas *cv, int row, int rows, int anchors);

#endif
