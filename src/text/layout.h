/* layout.h - a text wrapped for a pane: rows of cells. */
#ifndef ASSAY_TEXT_LAYOUT_H
#define ASSAY_TEXT_LAYOUT_H

#include "text/cells.h"

#define READING_COLUMNS 100 /* prose wraps here at the latest, however wide the pane */

enum text_form { TEXT_RAW, TEXT_MARKDOWN };

struct layout_options {
	struct cell_options cells;
	enum text_form form;
	int columns;       /* of the pane; at least 1 */
	bool code_runs_on; /* code is cut at the edge instead of wrapped with ↪ */
	bool ascii;        /* borders of tables and code in ASCII */
};

/* What a row is beside the rows of another text (align.h). */
enum row_side { SIDE_NONE, SIDE_SAME, SIDE_CHANGED, SIDE_ALONE, SIDE_FILLER };

struct layout_row {
	size_t first, n; /* cells of this row in layout.cells: as many as it has columns */
	uint32_t at; /* byte offset where the row begins; never less than that of the row before */
	uint32_t block;  /* number of the block (paragraph, heading, code, table row) it is in */
	uint16_t prefix; /* its first cells that are no text: indent, bullet, bar, ↪ */
	bool starts_block;
	bool heading, code;
	bool table;     /* cells side by side: offsets go up and down in it */
	bool continues; /* wrapped from the row before */
	uint8_t side;   /* enum row_side */
};

struct layout {
	struct cells cells;
	struct layout_row *rows;
	size_t n_rows, rows_cap;
	unsigned hidden; /* hidden characters in the text */
};

#define LAYOUT_INIT                                                                        \
	{                                                                                  \
		.cells = CELLS_INIT, .rows = NULL, .n_rows = 0, .rows_cap = 0, .hidden = 0 \
	}

/* Lays TEXT out anew in LAYOUT (cleared first).  Raw: a row at least for each line, the empty one
 * behind a last LF included.  Markdown: a single line end stays a line end, HTML is text, and what
 * Markdown would keep out of sight (definitions of links) is shown.  A text that would grow beyond
 * all measure as Markdown is laid out raw. */
void layout_text(struct layout *layout, const char *text, size_t n,
		 const struct layout_options *options);
void layout_release(struct layout *layout);

/* The row that shows byte AT of the text (the nearest before it), for search and scroll. */
size_t layout_row_of(const struct layout *layout, size_t at);
size_t layout_at(const struct layout *layout, size_t row); /* byte offset of the row's first cell */
/* First row of the next (DIR 1) or previous (DIR -1) heading or code block after ROW; ROW if none.
 */
size_t layout_landmark(const struct layout *layout, size_t row, int dir);

#endif
