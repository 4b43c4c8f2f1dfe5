/* reader.h - a text on the whole screen: the instructions and examples of a guideline. */
#ifndef ASSAY_UI_VIEW_READER_H
#define ASSAY_UI_VIEW_READER_H

#include "model/guideline.h"
#include "ui/app.h"

/* Instructions and worked examples of GUIDELINE, at the part about QUESTION (-1: at the top). */
struct view *reader_instructions(const struct guideline *guideline, int question);
/* The same beside the view below, where the screen is wide enough for both. */
struct view *reader_beside(const struct guideline *guideline, int question);

/* The same as one text, the caller's; *AT is the byte where the part about QUESTION begins. */
char *reader_instructions_text(const struct guideline *guideline, int question, size_t *at);

#endif
