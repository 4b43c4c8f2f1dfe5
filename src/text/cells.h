/* cells.h - the one way from bytes to what a terminal may show (CORE 14, DESIGN 12).
 *
 * Nothing from an item, a guideline, a file name or an error message reaches a screen or a terminal
 * but through text_to_cells() or text_sanitise(), which is made of it.
 */
#ifndef ASSAY_TEXT_CELLS_H
#define ASSAY_TEXT_CELLS_H

#include "base/buf.h"
#include "text/style.h"

#include <stdint.h>

#define CELL_MARKS 4

struct cell {
	uint32_t base;             /* a printable code point; never a control character */
	uint32_t mark[CELL_MARKS]; /* combining marks, n_marks of them */
	uint8_t n_marks;
	uint8_t width; /* columns: 1, 2, or 0 for the right half of a wide one */
	uint8_t style; /* enum style */
	uint8_t rule;  /* arms of a line drawn by a canvas; 0 in every text */
};

/* Columns of a code point as the terminal's locale has it: -1 unknown or unprintable.
 * Given at start by main; tests give text_width_frozen(). */
typedef int (*width_fn)(uint32_t code_point);
int text_width_frozen(uint32_t code_point); /* utf8proc's table, the same on every machine */

struct cell_options {
	width_fn width;  /* NULL: text_width_frozen */
	bool reveal;     /* show every hidden character, also joiners and spaces' kinds */
	bool ascii_only; /* a terminal that shows no more: the rest becomes U+XXXX */
	uint8_t style;   /* enum style of ordinary cells */
};

struct cells {
	struct cell *cell;
	uint32_t *at; /* byte offset in the source of each cell */
	size_t n, cap;
	unsigned hidden; /* characters that are there but cannot be seen: for the badge */
};

#define CELLS_INIT                                                      \
	{                                                               \
		.cell = NULL, .at = NULL, .n = 0, .cap = 0, .hidden = 0 \
	}

/* Appends the cells of TEXT, the right half of a wide one included: the number of cells is the
 * number of columns.  Strict UTF-8, U+FFFD for the rest; C0, DEL, C1, bidi controls,
 * zero-width, tags, unassigned and unprintable characters become visible tokens in STYLE_HIDDEN
 * ("␛", "‹RLO›", "U+E0041"); TAB and LF too ("→", "␊"): callers split lines and expand tabs before;
 * at most CELL_MARKS marks a base, then a visible "+n".  BASE is added to the offsets. */
void text_to_cells(struct cells *out, const char *text, size_t n, size_t base,
		   const struct cell_options *options);
void cells_reserve(struct cells *cells, size_t more);
/* Appends one printable code point that is not from the text: borders, marks, bullets. */
void cells_push(struct cells *cells, uint32_t base, enum style style, size_t at);
void cells_clear(struct cells *cells);
void cells_release(struct cells *cells);

/* The same text as UTF-8 that is safe on a terminal, in one line (tab and newline become visible
 * tokens) unless KEEP_LINES: then LF stays and TAB becomes spaces.  For errors, tables, logs. */
enum lines { ONE_LINE, KEEP_LINES };
void text_sanitise(struct buf *out, const char *text, size_t n, enum lines lines);

int text_columns(const char *text, size_t n, const struct cell_options *options);

/* True if TEXT has a strong right-to-left character: such an item is shown stacked. */
bool text_is_rtl(const char *text, size_t n);

#endif
