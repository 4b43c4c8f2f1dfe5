/* align_fade.c - what texts on one grid share fades, what differs stands out. */
#include "text/align.h"

#include "base/alloc.h"
#include "text/diff.h"

#include <stdlib.h>
#include <string.h>

enum cell_side { CELL_SAME, CELL_ALONE, CELL_CHANGED };

/* Notes WHAT for the cells of some rows that show bytes [start, stop). */
static void note(const struct layout *layout, uint8_t *cell_side, const size_t rows[2],
		 size_t start, size_t stop, enum cell_side what)
{
	for (size_t r = rows[0]; r < rows[1]; r++) {
		const struct layout_row *row = &layout->rows[r];

		size_t i = row->first + (what == CELL_CHANGED ? row->prefix : 0);

		for (; i < row->first + row->n; i++)
			if (layout->cells.at[i] >= start && layout->cells.at[i] < stop
			    && cell_side[i] < (uint8_t)what)
				cell_side[i] = (uint8_t)what;
	}
}

static void set_side(struct layout_row *row, enum row_side side)
{
	if (row->n > row->prefix && row->side < (uint8_t)side)
		row->side = (uint8_t)side;
}

/* The rows of changed words; where words are only gone, the first row. */
static void set_changed(struct layout *layout, const uint8_t *cell_side, const size_t rows[2])
{
	bool any = false;

	for (size_t r = rows[0]; r < rows[1]; r++) {
		struct layout_row *row = &layout->rows[r];

		for (size_t i = row->first; i < row->first + row->n; i++) {
			if (cell_side[i] != CELL_CHANGED)
				continue;
			set_side(row, SIDE_CHANGED);
			any = true;
			break;
		}
	}
	if (!any)
		set_side(&layout->rows[rows[0]], SIDE_CHANGED);
}

static void stands_alone(const struct align_text *text, uint8_t *cell_side, size_t from, size_t end)
{
	const size_t rows[2] = { from, end };

	note(text->layout, cell_side, rows, 0, SIZE_MAX, CELL_ALONE);
	for (size_t r = from; r < end; r++)
		set_side(&text->layout->rows[r], SIDE_ALONE);
}

/* Bytes that rows [from, end) show, of which the last is the start of what follows. */
static void bytes_of(const struct align_text *text, const size_t rows[2], size_t bytes[2])
{
	const struct layout *layout = text->layout;

	bytes[0] = layout->rows[rows[0]].at;
	bytes[1] = rows[1] < layout->n_rows ? layout->rows[rows[1]].at : text->len;
	if (bytes[1] < bytes[0])
		bytes[1] = bytes[0];
}

static void words_changed(const struct align_text *a, uint8_t *a_side, const struct align_text *b,
			  uint8_t *b_side, const struct align_match *m)
{
	const size_t a_rows[2] = { m->a, m->a_end }, b_rows[2] = { m->b, m->b_end };
	struct diff diff = { .parts = NULL };
	size_t x[2], y[2];

	bytes_of(a, a_rows, x);
	bytes_of(b, b_rows, y);
	diff_words(&diff, a->text + x[0], x[1] - x[0], b->text + y[0], y[1] - y[0]);
	for (size_t i = 0; i < diff.n; i++) {
		const struct diff_part *part = &diff.parts[i];

		if (part->kind == DIFF_DELETED)
			note(a->layout, a_side, a_rows, x[0] + part->a_start, x[0] + part->a_end,
			     CELL_CHANGED);
		if (part->kind == DIFF_INSERTED)
			note(b->layout, b_side, b_rows, y[0] + part->b_start, y[0] + part->b_end,
			     CELL_CHANGED);
	}
	diff_release(&diff);
	set_changed(a->layout, a_side, a_rows);
	set_changed(b->layout, b_side, b_rows);
}

static void compare(const struct align_text *a, uint8_t *a_side, const struct align_text *b,
		    uint8_t *b_side, const struct align_matches *matches)
{
	size_t i = 0, j = 0;

	for (size_t k = 0; k < matches->n; k++) {
		const struct align_match *m = &matches->match[k];

		stands_alone(a, a_side, i, m->a);
		stands_alone(b, b_side, j, m->b);
		if (m->kind == ALIGN_ALIKE)
			words_changed(a, a_side, b, b_side, m);
		if (m->kind == ALIGN_PLACE) {
			stands_alone(a, a_side, m->a, m->a_end);
			stands_alone(b, b_side, m->b, m->b_end);
		}
		i = m->a_end;
		j = m->b_end;
	}
	stands_alone(a, a_side, i, a->layout->n_rows);
	stands_alone(b, b_side, j, b->layout->n_rows);
}

static void restyle(const struct align_text *text, const uint8_t *cell_side, enum style changed)
{
	struct layout *layout = text->layout;

	for (size_t i = 0; i < layout->cells.n; i++) {
		uint8_t *style = &layout->cells.cell[i].style;

		if (*style == STYLE_HIDDEN)
			continue;
		if (cell_side[i] == CELL_SAME)
			*style = STYLE_DIM;
		else if (cell_side[i] == CELL_CHANGED)
			*style = (uint8_t)changed;
	}
	for (size_t r = 0; r < layout->n_rows; r++)
		if (layout->rows[r].side == SIDE_NONE)
			layout->rows[r].side = SIDE_SAME;
}

void align_fade(const struct align_text *texts, const struct align_matches *with_first, size_t n)
{
	uint8_t *cell_side[ALIGN_TEXTS_MAX];

	for (size_t i = 0; i < n; i++)
		cell_side[i] = xcalloc(texts[i].layout->cells.n + 1, 1);
	for (size_t i = 1; i < n; i++)
		compare(&texts[0], cell_side[0], &texts[i], cell_side[i], &with_first[i]);
	for (size_t i = 0; i < n; i++) {
		restyle(&texts[i], cell_side[i], i == 0 ? STYLE_DELETED : STYLE_INSERTED);
		free(cell_side[i]);
	}
}
