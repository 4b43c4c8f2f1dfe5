/* sanitise.c - cells written out again as UTF-8, for what is printed instead of drawn. */
#include "text/cells.h"
#include "text/decode.h"

#include <string.h>

#define TAB_COLUMNS 8
#define PIECE 65536 /* bytes at a time: a cell is 28 times as large */

static void write_cells(struct buf *out, const struct cells *cells)
{
	for (size_t i = 0; i < cells->n; i++) {
		const struct cell *cell = &cells->cell[i];

		if (cell->width == 0)
			continue;
		buf_add_utf8(out, cell->base);
		for (unsigned j = 0; j < cell->n_marks; j++)
			buf_add_utf8(out, cell->mark[j]);
	}
}

/* Adds TEXT, which needs no cutting, and returns its columns. */
static size_t add_piece(struct buf *out, struct cells *cells, const char *text, size_t n)
{
	static const struct cell_options options = { .style = STYLE_TEXT };

	cells_clear(cells);
	text_to_cells(cells, text, n, 0, &options);
	write_cells(out, cells);
	return cells->n;
}

static size_t add_run(struct buf *out, struct cells *cells, const char *text, size_t n)
{
	size_t columns = 0;

	for (size_t at = 0, len; at < n; at += len) {
		len = utf8_piece(text + at, n - at, PIECE);
		columns += add_piece(out, cells, text + at, len);
	}
	return columns;
}

static void add_line(struct buf *out, struct cells *cells, const char *text, size_t n)
{
	size_t columns = 0;

	for (size_t at = 0; at < n;) {
		const char *tab = memchr(text + at, '\t', n - at);
		size_t len = tab != NULL ? (size_t)(tab - text) - at : n - at;

		columns += add_run(out, cells, text + at, len);
		at += len;
		for (; at < n && text[at] == '\t'; at++) {
			do
				buf_addc(out, ' ');
			while (++columns % TAB_COLUMNS != 0);
		}
	}
}

void text_sanitise(struct buf *out, const char *text, size_t n, enum lines lines)
{
	struct cells cells = CELLS_INIT;
	size_t at = 0;

	if (lines == ONE_LINE)
		add_run(out, &cells, text, n);
	while (lines == KEEP_LINES && at < n) {
		const char *lf = memchr(text + at, '\n', n - at);
		size_t end = lf != NULL ? (size_t)(lf - text) : n;
		size_t len = end - at;

		if (lf != NULL && len > 0 && text[end - 1] == '\r')
			len--;
		add_line(out, &cells, text + at, len);
		if (lf != NULL)
			buf_addc(out, '\n');
		at = end + 1;
	}
	cells_release(&cells);
	buf_reserve(out, 0);
}
