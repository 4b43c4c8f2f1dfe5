#include "ui/widget/pane.h"

#include "text/search.h"

#include <string.h>

#define AIR 1        /* columns left and right of the text */
#define HIT_SLACK 64 /* white space and marks inside a hit that are not in the pattern */

enum laid_flag { LAID_MARKDOWN = 1, LAID_REVEAL = 2, LAID_RUNS_ON = 4, LAID_ASCII = 8 };

void pane_init(struct pane *pane, const char *text, size_t len, enum text_form form)
{
	*pane = (struct pane){
		.text = text, .len = len, .form = form, .layout = LAYOUT_INIT, .found = SIZE_MAX
	};
}

void pane_release(struct pane *pane)
{
	layout_release(&pane->layout);
	pane->laid_columns = 0;
}

static int wanted_flags(const struct pane *pane, const struct canvas *cv)
{
	return (pane->form == TEXT_MARKDOWN ? LAID_MARKDOWN : 0) | (pane->reveal ? LAID_REVEAL : 0)
	       | (pane->code_runs_on ? LAID_RUNS_ON : 0) | (cv->ascii ? LAID_ASCII : 0);
}

void pane_forget(struct pane *pane)
{
	pane->laid_columns = 0;
}

/* The first visible row.  It is looked up anew where the view has set another place. */
static size_t top_row(const struct pane *pane)
{
	if (pane->top_row < pane->layout.n_rows
	    && layout_at(&pane->layout, pane->top_row) == pane->top_at)
		return pane->top_row;
	return layout_row_of(&pane->layout, pane->top_at);
}

/* The row that names who speaks. */
static void brighten_turns(struct pane *pane)
{
	struct layout *layout = &pane->layout;

	for (size_t i = 0; pane->n_turns > 1 && i < pane->n_turns; i++) {
		const struct layout_row *row;
		size_t r = layout_row_of(layout, pane->turn[i]);

		if (r >= layout->n_rows)
			continue;
		row = &layout->rows[r];
		for (size_t c = row->first; c < row->first + row->n; c++)
			if (layout->cells.cell[c].style == STYLE_TEXT)
				layout->cells.cell[c].style = STYLE_BRIGHT;
	}
}

void pane_fit(struct pane *pane, int columns, const struct canvas *cv)
{
	int flags = wanted_flags(pane, cv);
	struct layout_options options = {
		.cells = { .width = cv->width, .reveal = pane->reveal, .style = STYLE_TEXT },
		.form = pane->form,
		.columns = columns > 2 * AIR ? columns - 2 * AIR : 1,
		.code_runs_on = pane->code_runs_on,
		.ascii = cv->ascii,
	};

	if (pane->laid_columns == options.columns && pane->laid_flags == flags
	    && pane->laid_text == pane->text)
		return;
	layout_text(&pane->layout, pane->text, pane->len, &options);
	pane->laid_columns = options.columns;
	pane->laid_flags = flags;
	pane->laid_text = pane->text;
	pane->laid++;
	brighten_turns(pane);
	pane->top_row = layout_row_of(&pane->layout, pane->top_at);
	if (pane->top_at == 0)
		pane->top_row = 0;
}

/* Restyles the cells of a drawn row that lie in HIT. */
static void mark_hit(const struct pane *pane, const struct layout_row *row, struct canvas *cv,
		     const struct hit *hit, const int place[3])
{
	for (size_t i = row->prefix; i < row->n && i < (size_t)place[2]; i++) {
		size_t at = pane->layout.cells.at[row->first + i];

		if (at >= hit->start && at < hit->end)
			canvas_style(cv, place[0], place[1] + (int)i, 1, STYLE_MATCH);
	}
}

/* PLACE: row, column, columns on the canvas. */
static void mark_hits(const struct pane *pane, const struct layout_row *row, struct canvas *cv,
		      const int place[3])
{
	size_t low = SIZE_MAX, high = 0, back, end;
	struct hit hit = { 0, 0 };

	if (pane->find == NULL || pane->find[0] == '\0')
		return;
	for (size_t i = row->prefix; i < row->n; i++) {
		size_t at = pane->layout.cells.at[row->first + i];

		low = at < low ? at : low;
		high = at > high ? at : high;
	}
	/* A hit may have begun in the row before; folded letters may be longer than typed ones. */
	back = strlen(pane->find) * 4 + HIT_SLACK;
	if (low == SIZE_MAX)
		return;
	hit.end = low > back ? low - back : 0;
	end = pane->len - high > back ? high + back : pane->len;
	while (search_next(pane->text, end, pane->find, hit.end, &hit) && hit.start <= high)
		mark_hit(pane, row, cv, &hit, place);
}

/* Left of the text: the row of the hit that is shown, or what a row is beside another text. */
static void draw_side(const struct pane *pane, size_t r, struct canvas *cv, const int place[3])
{
	const struct layout_row *row = &pane->layout.rows[r];
	int col = place[1] - 1;

	if (pane->found != SIZE_MAX && pane->find != NULL
	    && layout_row_of(&pane->layout, pane->found) == r)
		canvas_put(cv, place[0], col, 1, STYLE_BRIGHT, cv->ascii ? ">" : "▸");
	else if (row->side == SIDE_CHANGED)
		canvas_put(cv, place[0], col, 1, STYLE_ATTENTION, "~");
	else if (row->side == SIDE_ALONE)
		canvas_put(cv, place[0], col, 1, pane->is_base ? STYLE_DELETED : STYLE_INSERTED,
			   pane->is_base ? "-" : "+");
}

void pane_draw(struct pane *pane, struct canvas *cv, int row, int col, int rows, int columns)
{
	const struct layout *layout = &pane->layout;
	size_t first;

	pane_fit(pane, columns, cv);
	first = top_row(pane);
	for (int i = 0; i < rows && first + (size_t)i < layout->n_rows; i++) {
		const struct layout_row *r = &layout->rows[first + (size_t)i];
		const int place[3] = { row + i, col + AIR, pane->laid_columns };

		canvas_cells(cv, place[0], place[1], place[2], layout->cells.cell + r->first, r->n);
		draw_side(pane, first + (size_t)i, cv, place);
		mark_hits(pane, r, cv, place);
		if (r->n > (size_t)place[2])
			canvas_put(cv, place[0], place[1] + place[2] - 1, 1, STYLE_DIM, "›");
	}
}

static size_t last_top(const struct pane *pane, int rows)
{
	size_t visible = rows > 0 ? (size_t)rows : 1;

	return pane->layout.n_rows > visible ? pane->layout.n_rows - visible : 0;
}

static bool go_to(struct pane *pane, size_t row, int rows)
{
	size_t before = top_row(pane), last = last_top(pane, rows);

	pane->top_row = row < last ? row : last;
	pane->top_at = layout_at(&pane->layout, pane->top_row);
	return pane->top_row != before;
}

bool pane_scroll(struct pane *pane, int by, int rows)
{
	size_t top = top_row(pane);
	size_t step = by < 0 ? (size_t) - (long)by : (size_t)by;

	if (by < 0)
		return go_to(pane, top > step ? top - step : 0, rows);
	return go_to(pane, top + step, rows);
}

bool pane_page(struct pane *pane, int pages, int rows)
{
	return pane_scroll(pane, pages * (rows > 2 ? rows - 1 : 1), rows);
}

bool pane_home(struct pane *pane)
{
	size_t before = top_row(pane);

	pane->top_row = 0;
	pane->top_at = layout_at(&pane->layout, 0);
	return before != 0;
}

bool pane_end(struct pane *pane, int rows)
{
	return go_to(pane, pane->layout.n_rows, rows);
}

bool pane_go(struct pane *pane, size_t row, int rows)
{
	return go_to(pane, row, rows);
}

/* The first row of the next or previous turn; the present row if there is none. */
static size_t turn_row(const struct pane *pane, int dir)
{
	size_t top = top_row(pane), found = top;

	for (size_t i = 0; i < pane->n_turns; i++) {
		size_t row = layout_row_of(&pane->layout, pane->turn[i]);

		if (dir > 0 && row > top)
			return row;
		if (dir < 0 && row < top)
			found = row;
	}
	return found;
}

size_t pane_turn(const struct pane *pane, int rows)
{
	size_t top = top_row(pane), turn = 1;

	if (pane->n_turns < 2)
		return 0;
	if (top + (rows > 0 ? (size_t)rows : 1) >= pane->layout.n_rows)
		return pane->n_turns;
	while (turn < pane->n_turns && layout_row_of(&pane->layout, pane->turn[turn]) <= top)
		turn++;
	return turn;
}

bool pane_landmark(struct pane *pane, int dir, int rows)
{
	if (pane->n_turns > 1)
		return go_to(pane, turn_row(pane, dir), rows);
	return go_to(pane, layout_landmark(&pane->layout, top_row(pane), dir), rows);
}

bool pane_show(struct pane *pane, size_t at, int rows)
{
	size_t row = layout_row_of(&pane->layout, at), top = top_row(pane);
	size_t above = rows > 0 ? (size_t)rows / 3 : 0;

	if (row >= top && row < top + (rows > 0 ? (size_t)rows : 1))
		return false;
	return go_to(pane, row > above ? row - above : 0, rows);
}

size_t pane_rows(const struct pane *pane)
{
	return pane->layout.n_rows;
}

size_t pane_top(const struct pane *pane)
{
	return top_row(pane);
}

int pane_percent(const struct pane *pane, int rows)
{
	size_t total = pane->layout.n_rows, seen;

	if (total <= (rows > 0 ? (size_t)rows : 0))
		return -1;
	seen = top_row(pane) + (rows > 0 ? (size_t)rows : 0);
	return seen >= total ? 100 : (int)(seen * 100 / total);
}
