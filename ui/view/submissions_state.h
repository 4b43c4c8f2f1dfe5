/* submissions_state.h - what the files of "my submissions" share. */
#ifndef ASSAY_UI_VIEW_SUBMISSIONS_STATE_H
#define ASSAY_UI_VIEW_SUBMISSIONS_STATE_H

#include "ui/view/brief.h"
#include "ui/view/filter.h"
#include "ui/view/submissions.h"
#include "ui/widget/list.h"

struct submissions {
	struct view view;
	struct store_place *place; /* newest first, as far as they were read */
	size_t n, cap;
	bool complete; /* those are all */
	size_t *hit;   /* of them, those that the filter lets through */
	size_t n_hits, hits_cap;
	size_t looked; /* at so many of them */
	struct filter filter;
	enum submissions_which which;
	int64_t total;
	bool several; /* batches */
	struct arena arena;
	struct brief brief;
	struct list list;
	int rows;
};

bool submissions_filtered(const struct submissions *s);
const struct store_place *submissions_at(const struct submissions *s, size_t line);
bool submissions_searching(const struct submissions *s); /* the filter has not looked at all */
/* Reads on as far as is to be seen. */
void submissions_read_ahead(struct submissions *s, struct app *app);

/* submissions_draw.c */
void submissions_draw(struct view *view, struct app *app, struct canvas *cv);

#endif
