/* workbench_words.h - the workbench in words, for terminals on which nothing is drawn. */
#ifndef ASSAY_UI_VIEW_WORKBENCH_WORDS_H
#define ASSAY_UI_VIEW_WORKBENCH_WORDS_H

#include "model/sheet.h"
#include "ui/view/texting.h"
#include "ui/words.h"

extern const struct view_words workbench_words;

/* texting_words.c */
bool texting_waits(const struct texting *texting); /* for a key, not for text */
void texting_words(const struct texting *texting, struct buf *out);

/* workbench_questions.c: questions and answers in words, read from the sheet alone. */

/* "accuracy of A", "why". */
void question_name(const struct sheet *sheet, struct sheet_cell cell, struct buf *out);
/* "4, mostly right", "B over A, significantly better", "not answered". */
void question_answer(const struct sheet *sheet, struct sheet_cell cell, struct buf *out);
/* "Next: accuracy of B, 1 wrong to 5 fully correct." of the focus; empty behind the last one. */
void question_next(const struct sheet *sheet, struct buf *out);
/* Name, title and help. */
void question_intro(const struct question *q, struct buf *out);
/* Title and help of the focused question: what need not be heard each time. */
void question_about(const struct sheet *sheet, struct buf *out);
/* All of it: name, title, help, every choice, what is answered. */
void question_whole(const struct sheet *sheet, struct buf *out);
/* "Everything is answered; a dot sends it." or how much is missing. */
void question_left(const struct sheet *sheet, struct buf *out);

#endif
