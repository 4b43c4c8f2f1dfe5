/* browse_state.h - what the files of browsing share: lines, and the search for them. */
#ifndef ASSAY_UI_VIEW_BROWSE_STATE_H
#define ASSAY_UI_VIEW_BROWSE_STATE_H

#include "ui/view/brief.h"
#include "ui/view/browse.h"
#include "ui/view/filter.h"
#include "ui/widget/list.h"

enum browse_which { /* what Tab goes through */
		    BROWSE_ALL,
		    BROWSE_OPEN,
		    BROWSE_BEGUN, /* a draft is there */
		    BROWSE_SENT,
		    BROWSE_SKIPPED,
		    BROWSE_FLAGGED,
		    BROWSE_WHICH_COUNT,
};

struct browse_line { /* one item */
	size_t batch;
	int64_t number; /* from 1 */
	struct store_task task;
};

struct browse {
	struct view view;
	struct arena arena; /* for the life of the view */
	struct arena brief; /* for one drawing, one item looked at */
	struct store_batch *batch;
	size_t n_batches;
	int only; /* the one that is shown; -1: all */
	struct filter filter;
	enum browse_which which;

	/* what the filter let through so far, and how far that is */
	struct browse_line *hit;
	size_t n_hits, hits_cap;
	struct browse_line at; /* looked at last; number 0: nothing of the batch yet */
	int64_t looked;
	bool done;

	struct list list;
	int rows;
	bool fresh; /* not drawn yet */
};

bool browse_filtered(const struct browse *b);
int64_t browse_total(const struct browse *b); /* items in the batches shown */
bool browse_shows(const struct browse *b, size_t batch);
size_t browse_lines(const struct browse *b);
/* Batch and number of a line; the task too where the list is filtered. */
struct browse_line browse_line_at(const struct browse *b, size_t line);

/* browse_search.c */
void browse_search_anew(struct browse *b);
bool browse_search(struct browse *b, struct app *app); /* a slice; false: it is done */

/* browse_draw.c */
void browse_draw(struct view *view, struct app *app, struct canvas *cv);

#endif
