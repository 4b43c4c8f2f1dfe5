/* tutor.h - teaches the workbench by doing: says above the real screen what to press, sees what was
 * pressed, and goes on when it was done.
 *
 * The lessons are data (tutor_lessons.c); each has a batch of its own in a project made for it.
 */
#ifndef ASSAY_UI_VIEW_TUTOR_H
#define ASSAY_UI_VIEW_TUTOR_H

#include "ui/app.h"

struct tutor;

/* Begins with LESSON, from 1. */
struct tutor *tutor_new(int lesson);
void tutor_free(struct tutor *tutor);
/* For the app that teaches; as long as TUTOR. */
const struct app_guide *tutor_guide(const struct tutor *tutor);
/* Where the person is: the lesson to go on with; behind the last one: all were done. */
int tutor_at(const struct tutor *tutor);

int tutor_lessons(void);                 /* how many */
const char *tutor_batch(int lesson);     /* the batch that it needs, or NULL */
const char *tutor_guideline(int lesson); /* its guideline's name */
const char *tutor_lesson_title(int lesson);

#endif
