#include "text/layout.h"

#include "text/decode.h"
#include "text/layout_build.h"
#include "text/markdown.h"

#include <stdlib.h>
#include <string.h>

#define RAW_TAB 8

static void clear(struct layout *layout)
{
	cells_clear(&layout->cells);
	layout->n_rows = 0;
	layout->hidden = 0;
}

static void raw_line(struct layouter *l, size_t at, size_t end)
{
	enum style style = (enum style)l->options->cells.style;

	build_block(l);
	for (;;) {
		size_t len = utf8_piece(l->text + at, end - at, FOLD_CELLS);

		build_text(l, at, len, RAW_TAB, style);
		if (at + len >= end)
			break;
		build_fold(l, at, WRAP_WORDS);
		at += len;
	}
	build_rows(l, at, WRAP_WORDS);
}

static void layout_raw(struct layout *layout, const char *text, size_t n,
		       const struct layout_options *options)
{
	struct layouter l;
	const char *lf;
	size_t at = 0;

	clear(layout);
	build_init(&l, layout, text, n, options);
	cells_reserve(&layout->cells, n);
	while (at < n && (lf = memchr(text + at, '\n', n - at)) != NULL) {
		size_t end = (size_t)(lf - text);

		raw_line(&l, at, end > at && text[end - 1] == '\r' ? end - 1 : end);
		at = end + 1;
	}
	raw_line(&l, at, n);
	build_release(&l);
}

void layout_text(struct layout *layout, const char *text, size_t n,
		 const struct layout_options *options)
{
	clear(layout);
	if (options->form == TEXT_MARKDOWN && layout_markdown(layout, text, n, options))
		return;
	layout_raw(layout, text, n, options);
}

void layout_release(struct layout *layout)
{
	cells_release(&layout->cells);
	free(layout->rows);
	*layout = (struct layout)LAYOUT_INIT;
}

/* The last row that begins at or before AT. */
static size_t last_row_before(const struct layout *layout, size_t at)
{
	size_t low = 0, high = layout->n_rows;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (layout->rows[mid].at <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low > 0 ? low - 1 : 0;
}

/* Offset of the last cell of ROW's text at or before AT, plus 1; 0 if there is none. */
static size_t nearest_in(const struct layout *layout, const struct layout_row *row, size_t at)
{
	size_t best = 0;

	for (size_t i = row->first + row->prefix; i < row->first + row->n; i++)
		if (layout->cells.at[i] <= at && layout->cells.at[i] >= best)
			best = (size_t)layout->cells.at[i] + 1;
	return best;
}

static size_t nearest_in_table(const struct layout *layout, size_t row, size_t at)
{
	uint32_t block = layout->rows[row].block;
	size_t best = 0, found = row;

	while (row > 0 && layout->rows[row - 1].block == block)
		row--;
	for (; row < layout->n_rows && layout->rows[row].block == block; row++) {
		size_t near = nearest_in(layout, &layout->rows[row], at);

		if (near > best) {
			best = near;
			found = row;
		}
	}
	return found;
}

size_t layout_row_of(const struct layout *layout, size_t at)
{
	size_t row = last_row_before(layout, at);

	if (row < layout->n_rows && layout->rows[row].table)
		return nearest_in_table(layout, row, at);
	return row;
}

size_t layout_at(const struct layout *layout, size_t row)
{
	return row < layout->n_rows ? layout->rows[row].at : 0;
}

size_t layout_landmark(const struct layout *layout, size_t row, int dir)
{
	size_t r = row;

	while (dir > 0 ? r + 1 < layout->n_rows : r > 0) {
		const struct layout_row *candidate = &layout->rows[dir > 0 ? ++r : --r];

		if (candidate->starts_block && (candidate->heading || candidate->code))
			return r;
	}
	return row;
}
