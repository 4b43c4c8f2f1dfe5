/* canvas.h - a grid of cells that views draw on.
 *
 * No curses here: src/main/term_curses.c copies the grid to the terminal and the tests compare it
 * with text files.  All text goes through text_to_cells().  Writing into half of a wide cell blanks
 * the other half; a wide cell in the last column becomes '›'.
 */
#ifndef ASSAY_UI_CANVAS_H
#define ASSAY_UI_CANVAS_H

#include "base/buf.h"
#include "text/cells.h"

enum region_kind {
	REGION_COMMAND, /* a: the command that a click runs */
	REGION_KEY,     /* key: the key that it presses */
	REGION_LINE,    /* a: a line of a list, b: the one that is chosen */
	REGION_CELL,    /* a: question, b: response in the shown order */
	REGION_TAB,     /* a: a pane */
};

/* A part of one row that does something when it is clicked. */
struct region {
	enum region_kind kind;
	int row, col, cols, a, b;
	char key[12];
};

struct canvas {
	int rows, cols;
	struct cell *cells;         /* rows * cols, row by row */
	int cursor_row, cursor_col; /* where the terminal's cursor stands; -1: nowhere */
	width_fn width;             /* NULL: text_width_frozen */
	bool ascii;                 /* rules and marks in ASCII */
	struct region *region;      /* what was drawn that can be clicked */
	size_t n_regions, cap_regions;
};

void canvas_init(struct canvas *cv, int rows, int cols);
void canvas_release(struct canvas *cv);
void canvas_erase(struct canvas *cv);

/* Writes UTF8 from ROW, COL rightwards, at most MAX columns (and never over the edge); returns the
 * column behind it.  Out of range is clipped silently. */
int canvas_put(struct canvas *cv, int row, int col, int max, enum style style, const char *utf8);
int canvas_putf(struct canvas *cv, int row, int col, int max, enum style style, const char *fmt,
		...) PRINTF_LIKE(6, 7);
/* The same, but cut with '…' when it does not fit. */
int canvas_put_cut(struct canvas *cv, int row, int col, int max, enum style style,
		   const char *utf8);
/* So that it ends at column END (exclusive). */
void canvas_put_right(struct canvas *cv, int row, int end, int max, enum style style,
		      const char *utf8);
int canvas_columns(const struct canvas *cv, const char *utf8);

void canvas_cells(struct canvas *cv, int row, int col, int max, const struct cell *cells, size_t n);
void canvas_fill(struct canvas *cv, int row, int col, int cols, enum style style, uint32_t rune);
void canvas_hline(struct canvas *cv, int row, int col,
		  int cols); /* ─ dim, ┬ ┴ ┼ where it meets │ */
void canvas_vline(struct canvas *cv, int row, int col, int rows);                   /* │ dim */
void canvas_style(struct canvas *cv, int row, int col, int cols, enum style style); /* restyles */
void canvas_cursor(struct canvas *cv, int row, int col);

/* Notes that COLS columns of ROW belong to REGION, whose place is filled in. */
void canvas_region(struct canvas *cv, int row, int col, int cols, struct region region);

/* The grid as UTF-8 lines, spaces at their ends cut: goldens and --screen. */
void canvas_text(const struct canvas *cv, struct buf *out);

#endif
