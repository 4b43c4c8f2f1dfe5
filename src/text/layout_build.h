/* layout_build.h - what the raw and the Markdown layout have in common: lines become rows, each
 * with the bullets and bars of what it is in. */
#ifndef ASSAY_TEXT_LAYOUT_BUILD_H
#define ASSAY_TEXT_LAYOUT_BUILD_H

#include "text/layout.h"

#define CONTAINERS_MAX 16
#define MARKER_MAX 24
#define FOLD_CELLS 65536 /* a line longer than this is laid out in pieces */

struct container {
	char first[MARKER_MAX]; /* UTF-8: stands before its first row … */
	char rest[MARKER_MAX];  /* … and before those behind it; of the same width */
	uint16_t width;
	bool fresh; /* the first row is still to come */
};

struct layouter {
	struct layout *out;
	const struct layout_options *options;
	const char *text;
	size_t n;
	struct cells line;   /* being gathered */
	struct cells prefix; /* scratch */
	struct container containers[CONTAINERS_MAX];
	size_t depth;
	bool heading, code, table; /* of the rows to come */
	bool in_block;             /* a row of the present block is there already */
	bool gap;                  /* an empty row is due before the next one … */
	size_t gap_depth;          /* … in this many of the containers */
	bool carried;              /* the line so far is rows already: more of it follows */
	size_t max_cells;          /* of the layout; beyond it no row is added … */
	bool overflow;             /* … and this is set */
};

void build_init(struct layouter *l, struct layout *out, const char *text, size_t n,
		const struct layout_options *options);
void build_release(struct layouter *l);

/* Appends a piece of the text to the line; tabs reach the next multiple of TAB columns. */
void build_text(struct layouter *l, size_t at, size_t n, unsigned tab, enum style style);
/* Appends bytes that stand at byte AT of the text but need not be from it: all have its offset. */
void build_mark(struct layouter *l, const char *utf8, size_t n, enum style style, size_t at);
void build_cells(struct layouter *l, const struct cells *from, size_t first, size_t n);
void build_pad(struct layouter *l, size_t n, enum style style, size_t at); /* spaces */

/* WRAP_NONE: one row, however wide. */
enum wrapping { WRAP_WORDS, WRAP_CODE, WRAP_NONE };

/* Makes rows of the line, which begins at byte AT of the text, and empties it.  An empty line is an
 * empty row. */
void build_rows(struct layouter *l, size_t at, enum wrapping wrapping);
/* The same for a piece of a line too long to be gathered whole. */
void build_fold(struct layouter *l, size_t at, enum wrapping wrapping);
/* The next row begins a new block. */
void build_block(struct layouter *l);
/* An empty row is due before the next row. */
void build_gap(struct layouter *l);

/* Rows to come stand behind FIRST, then REST, which have the same width.  At most CONTAINERS_MAX
 * deep. */
void build_enter(struct layouter *l, const char *first, const char *rest);
void build_leave(struct layouter *l);
/* Whether MORE columns of container would be shown: bars and indents are while they leave half of
 * the pane to the text. */
bool build_has_room(const struct layouter *l, size_t more);

/* Columns that are left for text in the containers. */
size_t build_columns(const struct layouter *l, enum wrapping wrapping);

#endif
