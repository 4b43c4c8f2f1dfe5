/* tutor_state.h - what the files of the tutor share; nobody else's. */
#ifndef ASSAY_UI_VIEW_TUTOR_STATE_H
#define ASSAY_UI_VIEW_TUTOR_STATE_H

#include "ui/view/tutor.h"
#include "ui/view/tutor_lessons.h"

struct tutor {
	struct app_guide guide;
	int lesson, step; /* from 0; behind the last lesson: all were done */
	bool welcomed;    /* the first page was shown */
	bool staged;      /* the lesson's item is open */
	bool paged;       /* a page of the tutor's own has the whole screen */
	bool playing;     /* it presses keys itself */
	bool skip;        /* the person wants the next lesson */
	struct short_id batch;
	struct id uid;      /* the batch's first item */
	int64_t sent;       /* the journal's number when the step began */
	const char *remark; /* about the last key, on the rule; NULL: none */
	bool praised;       /* REMARK is good news */

	/* what happened since the step began */
	int count, typed, had;
	bool key_hit;

	/* the event at hand */
	bool event;
	enum command command;
	bool on_way;            /* its key is one of the step's way */
	enum tutor_place place; /* where it was pressed */
	int before;             /* how far the step was */
};

enum tutor_place tutor_place_of(const struct app *app);
const struct tutor_step *tutor_step_of(const struct tutor *tutor);

/* tutor_draw.c */
int tutor_rows(void *ctx, int cols);
void tutor_draw(void *ctx, struct app *app, struct canvas *cv);
/* TEXT from ROW on, in columns FROM to END, {command} as its key; returns the row behind it. */
int tutor_text(const struct app *app, struct canvas *cv, int row, int from, int end,
	       const char *text);

/* tutor_page.c */
struct view *tutor_page(struct tutor *tutor);

#endif
