/* markdown_rows.h - a Markdown text laid out and read back as lines. */
#ifndef ASSAY_TESTS_MARKDOWN_ROWS_H
#define ASSAY_TESTS_MARKDOWN_ROWS_H

#include "base/buf.h"
#include "text/layout.h"

static inline void lay_out(struct layout *layout, const char *text, size_t n, int columns)
{
	const struct layout_options options = { .form = TEXT_MARKDOWN, .columns = columns };

	layout_text(layout, text, n, &options);
}

/* Rows as lines, spaces at their ends cut; the caller frees them. */
static inline char *rows_of(const struct layout *layout)
{
	struct buf out = BUF_INIT;

	for (size_t r = 0; r < layout->n_rows; r++) {
		const struct layout_row *row = &layout->rows[r];
		size_t end = row->n;

		while (end > 0 && layout->cells.cell[row->first + end - 1].base == ' ')
			end--;
		for (size_t i = row->first; i < row->first + end; i++)
			if (layout->cells.cell[i].width > 0)
				buf_add_utf8(&out, layout->cells.cell[i].base);
		buf_addc(&out, '\n');
	}
	buf_reserve(&out, 0);
	return buf_detach(&out);
}

#endif
