/* table.h - the cells of a Markdown table, gathered, then laid out side by side. */
#ifndef ASSAY_TEXT_TABLE_H
#define ASSAY_TEXT_TABLE_H

#include "text/layout_build.h"

#define TABLE_COLUMNS_MAX 32 /* with more, or with no room, each row becomes a list */

enum table_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct table_cell {
	size_t first, n; /* in cells */
	size_t at;       /* byte offset in the text */
};

struct table {
	struct cells cells;
	struct table_cell *cell; /* row by row, the first row is the head */
	size_t n, cap;
	size_t columns;
	enum table_align align[TABLE_COLUMNS_MAX];
};

void table_begin(struct table *table, size_t columns);
/* Takes the line that L has gathered, as the next cell. */
void table_take(struct table *table, struct layouter *l, enum table_align align, size_t at);
void table_rows(const struct table *table, struct layouter *l);
void table_release(struct table *table);

#endif
