/* spoken_state.h - what spoken.c (pieces, raw text) and spoken_markdown.c share. */
#ifndef ASSAY_TEXT_SPOKEN_STATE_H
#define ASSAY_TEXT_SPOKEN_STATE_H

#include "text/spoken.h"

/* Adds a piece that begins at byte AT of a text of N bytes; LANDMARK as in the struct. */
void spoken_add(struct spoken *out, size_t at, const char *piece, size_t len, bool landmark);
/* False if it cannot be done in bounds: OUT then holds rubbish. */
bool spoken_markdown(struct spoken *out, const char *text, size_t n);

#endif
