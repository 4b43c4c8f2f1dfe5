/* flow.h - a text as rows, line by line and only where it is looked at: what a key costs depends on
 * the screen, not on the text.  Words may be marked: "{+" and "+}" are cells of their own.
 *
 * A row is named by the line that it is in (the byte where that begins) and its number there. */
#ifndef ASSAY_UI_WIDGET_FLOW_H
#define ASSAY_UI_WIDGET_FLOW_H

#include "ui/canvas.h"

/* Bytes [start, end) of one line, shown in STYLE between OPEN and CLOSE (ASCII, static). */
struct flow_mark {
	size_t start, end;
	enum style style;
	const char *open, *close;
};

struct flow_row {
	size_t first, n; /* cells of the line */
	size_t at;       /* byte where the row begins */
};

enum { FLOW_TEXT, FLOW_OPEN, FLOW_CLOSE }; /* what a cell is: of the text, or of a mark */

struct flow_line {
	bool laid;
	size_t at, end; /* bytes of the line, its end left out */
	size_t next;    /* byte where the next one begins; beyond the text behind the last one */
	struct cells cells;
	uint8_t *role; /* of each cell */
	size_t n_roles, role_cap;
	struct flow_row *row;
	size_t n_rows, cap;
};

#define FLOW_LINES 128 /* laid out at a time */

struct flow {
	const char *text; /* borrowed, like MARKS; ends with NUL */
	size_t len;
	const struct flow_mark *mark; /* in order, none over another */
	size_t n_marks;
	int columns; /* of a row */
	width_fn width;
	bool ascii;
	struct flow_line line[FLOW_LINES], *last; /* LAST: asked for last, or NULL */
};

struct flow_place {
	size_t line, row;
};

void flow_init(struct flow *flow);
void flow_release(struct flow *flow);
void flow_set_text(struct flow *flow, const char *text, size_t len);
void flow_set_marks(struct flow *flow, const struct flow_mark *mark, size_t n);
/* COLUMNS that rows may have, at least 1 and READING_COLUMNS at most. */
void flow_fit(struct flow *flow, int columns, width_fn width, bool ascii);

/* The line that byte AT is in, laid out; good until the next call. */
const struct flow_line *flow_line(struct flow *flow, size_t at);
struct flow_place flow_place(struct flow *flow, size_t at);
const struct flow_row *flow_row(struct flow *flow, struct flow_place place,
				const struct flow_line **line);
/* Moves PLACE down (or up) by rows as far as there are any; returns how many. */
size_t flow_move(struct flow *flow, struct flow_place *place, int by);
bool flow_before(struct flow_place a, struct flow_place b);
size_t flow_rows(struct flow *flow, size_t limit); /* of the whole text, LIMIT at most */
/* A place that is still there although text or width changed. */
struct flow_place flow_clamp(struct flow *flow, struct flow_place place);

/* Draws from PLACE on; returns the rows used. */
int flow_draw(struct flow *flow, struct flow_place place, struct canvas *cv, int row, int col,
	      int rows);

#endif
