/* difference.h - a word difference as text that a pane shows: [-gone-] {+new+}. */
#ifndef ASSAY_UI_WIDGET_DIFFERENCE_H
#define ASSAY_UI_WIDGET_DIFFERENCE_H

#include "base/buf.h"
#include "ui/widget/pane.h"

/* Appends the difference from A to B with its marks. */
void difference_text(struct buf *out, const char *a, size_t a_len, const char *b, size_t b_len);

/* Colours the marked parts of a pane whose text difference_text() made, after pane_fit(). */
void difference_style(struct pane *pane);

#endif
