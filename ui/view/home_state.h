/* home_state.h - what the files of the first screen share: its lines. */
#ifndef ASSAY_UI_VIEW_HOME_STATE_H
#define ASSAY_UI_VIEW_HOME_STATE_H

#include "ui/view/frame.h"
#include "ui/view/home.h"
#include "ui/widget/list.h"

/* Lines are there when they lead somewhere. */
enum home_kind {
	HOME_LABEL,
	HOME_CORRECTIONS, /* sent, changed, not sent again */
	HOME_BEGUN,
	HOME_DECIDE, /* answered differently on two machines */
	HOME_SENT,
	HOME_BROWSE,
	HOME_GUIDE,
	HOME_KIND_COUNT,
};

struct home_line {
	enum home_kind kind;
	size_t batch; /* of HOME_LABEL and HOME_GUIDE */
};

struct home {
	struct view view;
	struct arena arena;
	struct store_batch *batch;
	size_t n_batches;
	const char **title; /* of each batch's guideline */
	int64_t *at;        /* number of the item where she stopped; 0: nowhere yet */
	struct store_waiting waiting;
	int64_t items, sent; /* of all batches; sent or skipped by her */
	struct home_line *line;
	size_t n_lines;
	struct list list;
	int rows;
};

/* Tasks that she has finished, and those that she can still do. */
int64_t home_done(const struct store_batch *batch);
int64_t home_left(const struct store_batch *batch);

/* home_draw.c */
void home_draw(struct view *view, struct app *app, struct canvas *cv);

#endif
