/* pane.h - a text that is read: laid out for its width, scrolled, searched. */
#ifndef ASSAY_UI_WIDGET_PANE_H
#define ASSAY_UI_WIDGET_PANE_H

#include "text/layout.h"
#include "ui/canvas.h"

struct pane {
	const char *text; /* borrowed: the item outlives the pane */
	size_t len;
	enum text_form form;
	bool reveal, code_runs_on;
	/* Scroll is a place in the text, so that resize and raw/rendered keep it. */
	size_t top_at;        /* byte offset of the first visible row; views may set it */
	size_t top_row;       /* that row; several rows may have one offset */
	struct layout layout; /* cache, for the width below */
	int laid_columns, laid_flags;
	const char *laid_text;
	unsigned laid;    /* counts the layouts made: whoever changed one sees that it is gone */
	const char *find; /* search pattern to mark, or NULL; borrowed */
	size_t found;     /* the hit that is shown begins there; SIZE_MAX: none is */
	/* A conversation: bytes at which its turns begin; borrowed.  Those rows are bright. */
	const size_t *turn;
	size_t n_turns;
	bool is_base; /* beside other texts it is what they are held against: - not + */
};

void pane_init(struct pane *pane, const char *text, size_t len, enum text_form form);
void pane_release(struct pane *pane);

/* Lays out for COLUMNS, the air included, if it is not yet; every call below does it by itself
 * where it needs to. */
void pane_fit(struct pane *pane, int columns, const struct canvas *cv);
void pane_forget(struct pane *pane); /* the next one lays out anew in any case */

/* Draws ROWS x COLUMNS from the scroll position, one column of air left and right. */
void pane_draw(struct pane *pane, struct canvas *cv, int row, int col, int rows, int columns);

/* Scrolling; ROWS is the visible height.  Each clamps at the ends; true if anything moved. */
bool pane_scroll(struct pane *pane, int by, int rows);
bool pane_page(struct pane *pane, int pages, int rows); /* overlaps by one row */
bool pane_home(struct pane *pane);
bool pane_end(struct pane *pane, int rows);
/* ( ) turn of a conversation, else heading or code block */
bool pane_landmark(struct pane *pane, int dir, int rows);
bool pane_go(struct pane *pane, size_t row, int rows);  /* to the row of that number */
bool pane_show(struct pane *pane, size_t at, int rows); /* makes byte AT visible */

size_t pane_rows(const struct pane *pane); /* laid out */
size_t pane_top(const struct pane *pane);  /* number of the first visible row */
/* The turn that is read, from 1: that of the first row, or the last one where the end is visible.
 * 0: no conversation. */
size_t pane_turn(const struct pane *pane, int rows);
/* Percent of the text seen down to the last visible row: 100 when the end is visible.  -1 when all
 * fits. */
int pane_percent(const struct pane *pane, int rows);

#endif
