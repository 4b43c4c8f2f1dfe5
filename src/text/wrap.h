/* wrap.h - where a line of cells may end. */
#ifndef ASSAY_TEXT_WRAP_H
#define ASSAY_TEXT_WRAP_H

#include "text/cells.h"

struct wrap {
	const struct cells *line;
	const char *text; /* what the line was made of: a space is only a place to break if it is
			   * one there too */
	size_t n;
};

/* The row of at most COLUMNS (at least 1) cells from cell FIRST on: returns how many, and sets
 * *NEXT to the first cell of the row behind it.  Breaks at spaces, which then belong to no row,
 * behind hyphens, around ideographs, in Thai and Lao between syllables where a space would leave
 * more than a third of the row empty; a longer word behind a sign in it, else anywhere. */
size_t wrap_words(const struct wrap *wrap, size_t first, size_t columns, size_t *next);

/* The same for code: keeps every space, and breaks behind a space or a bracket where that wastes no
 * more than half of the row. */
size_t wrap_code(const struct cells *line, size_t first, size_t columns, size_t *next);

#endif
