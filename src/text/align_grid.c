/* align_grid.c - several texts on one grid of rows, from what matches in them. */
#include "text/align.h"

#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The way through the anchors of one text: rows of the first text and of this one that stand in the
 * same place. */
struct walk {
	const struct align_matches *matches;
	size_t next;   /* match */
	bool at_end;   /* its end is what comes next, not its start */
	size_t row, v; /* the anchor before: row of this text, place */
	size_t *place;
	size_t n_rows;
};

/* The end of a match is an anchor only where something stands between it and the next match in both
 * texts: else one row would have two places. */
static bool end_is_anchor(const struct walk *w)
{
	const struct align_match *m = &w->matches->match[w->next];

	if (w->next + 1 < w->matches->n)
		return m->a_end < m[1].a && m->b_end < m[1].b;
	return true;
}

/* Next anchor: row A of the first text, row B of this one. */
static bool next_anchor(const struct walk *w, size_t *a, size_t *b)
{
	const struct align_match *m;

	if (w->next >= w->matches->n)
		return false;
	m = &w->matches->match[w->next];
	*a = w->at_end ? m->a_end : m->a;
	*b = w->at_end ? m->b_end : m->b;
	return true;
}

static void step(struct walk *w)
{
	if (!w->at_end && end_is_anchor(w)) {
		w->at_end = true;
		return;
	}
	w->at_end = false;
	w->next++;
}

/* Rows up to ROW stand one below the other from the last anchor on; ROW stands at V. */
static void walk_to(struct walk *w, size_t row, size_t v)
{
	for (size_t r = w->row; r < row && r < w->n_rows; r++)
		w->place[r] = w->v + (r - w->row);
	w->row = row;
	w->v = v;
}

/* The place of row R of the first text, which all walks with an anchor there must reach. */
static size_t place_of(const struct walk *walks, size_t n, size_t r)
{
	size_t v = walks[0].v + (r - walks[0].row);

	for (size_t i = 1; i < n; i++) {
		size_t a, b;

		if (next_anchor(&walks[i], &a, &b) && a == r && walks[i].v + (b - walks[i].row) > v)
			v = walks[i].v + (b - walks[i].row);
	}
	return v;
}

/* The next row of the first text at which any of the others has an anchor. */
static bool nearest_anchor(const struct walk *walks, size_t n, size_t *row)
{
	*row = SIZE_MAX;
	for (size_t i = 1; i < n; i++) {
		size_t a, b;

		if (next_anchor(&walks[i], &a, &b) && a < *row)
			*row = a;
	}
	return *row != SIZE_MAX;
}

static void place_anchor(struct walk *walks, size_t n, size_t row)
{
	size_t v = place_of(walks, n, row);

	walk_to(&walks[0], row, v);
	for (size_t i = 1; i < n; i++) {
		size_t a, b;

		if (!next_anchor(&walks[i], &a, &b) || a != row)
			continue;
		walk_to(&walks[i], b, v);
		step(&walks[i]);
	}
}

void align_place(struct align_grid *grid, const struct layout *const *layouts,
		 const struct align_matches *with_first, size_t n)
{
	struct walk walks[ALIGN_TEXTS_MAX];
	size_t row;

	*grid = (struct align_grid){ .n = n };
	for (size_t i = 0; i < n; i++) {
		grid->n_rows[i] = layouts[i]->n_rows;
		grid->place[i] = xcalloc(layouts[i]->n_rows + 1, sizeof *grid->place[i]);
		walks[i] = (struct walk){ .matches = &with_first[i],
					  .place = grid->place[i],
					  .n_rows = layouts[i]->n_rows };
	}
	while (nearest_anchor(walks, n, &row))
		place_anchor(walks, n, row);
	for (size_t i = 0; i < n; i++) {
		size_t end = walks[i].v + (walks[i].n_rows - walks[i].row);

		walk_to(&walks[i], walks[i].n_rows, end);
		grid->rows = end > grid->rows ? end : grid->rows;
	}
	for (size_t i = 0; i < n; i++)
		grid->place[i][grid->n_rows[i]] = grid->rows;
}

void align_grid_release(struct align_grid *grid)
{
	for (size_t i = 0; i < grid->n; i++)
		free(grid->place[i]);
	*grid = (struct align_grid){ .n = 0 };
}

size_t align_row(const struct align_grid *grid, size_t i, size_t v)
{
	const size_t *place = grid->place[i];
	size_t low = 0, high = grid->n_rows[i];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (place[middle] < v)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void align_pad(const struct align_grid *grid, size_t i, struct layout *layout, size_t len)
{
	const size_t *place = grid->place[i];
	struct layout_row *rows = xcalloc(grid->rows + 1, sizeof *rows);
	size_t v = 0;

	for (size_t r = 0; r <= layout->n_rows; r++) {
		bool last = r == layout->n_rows;
		struct layout_row filler = { .first = layout->cells.n,
					     .at = last ? (uint32_t)len : layout->rows[r].at,
					     .block = last ? 0 : layout->rows[r].block,
					     .side = SIDE_FILLER };

		if (last && r > 0)
			filler.block = layout->rows[r - 1].block;
		while (v < place[r])
			rows[v++] = filler;
		if (!last)
			rows[v++] = layout->rows[r];
	}
	free(layout->rows);
	layout->rows = rows;
	layout->n_rows = grid->rows;
	layout->rows_cap = grid->rows + 1;
}
