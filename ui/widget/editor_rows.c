/* editor_rows.c - the text as rows: moving up and down, scrolling, drawing. */
#include "text/decode.h"
#include "ui/widget/editor_state.h"

#define DEFAULT_COLUMNS 80 /* of an editor that was never drawn */

/* One column is kept for a cursor behind the last character. */
static void fit(struct editor *e, int columns)
{
	const struct layout_options options = {
		.cells = { .width = e->width, .style = STYLE_TEXT },
		.form = TEXT_RAW,
		.columns = columns > 1 ? columns - 1 : 1,
		.ascii = e->ascii,
	};

	if (e->columns == columns)
		return;
	layout_text(&e->layout, buf_str(&e->text), e->text.len, &options);
	e->columns = columns;
}

static void refit(struct editor *e)
{
	if (e->columns == 0)
		fit(e, e->layout_columns > 0 ? e->layout_columns : DEFAULT_COLUMNS);
}

static size_t cell_end(const struct editor *e, size_t i)
{
	return grapheme_next(e->text.data, e->text.len, e->layout.cells.at[i]);
}

/* Column of byte AT in ROW.  Spaces where a row was broken have no cell, but the cursor can stand
 * on them. */
static int column_of(const struct editor *e, const struct layout_row *row, size_t at)
{
	size_t end;

	for (size_t i = 0; i < row->n; i++)
		if (e->layout.cells.at[row->first + i] >= at)
			return (int)i;
	end = row->n > 0 ? cell_end(e, row->first + row->n - 1) : row->at;
	end = row->n + (at > end ? at - end : 0);
	return end < (size_t)e->columns ? (int)end : e->columns - 1;
}

/* The last place of ROW that is drawn in it. */
static size_t row_end(const struct editor *e, size_t r)
{
	const struct layout_row *row = &e->layout.rows[r];
	bool broken = r + 1 < e->layout.n_rows && e->layout.rows[r + 1].continues;
	size_t end = row->n > 0 ? cell_end(e, row->first + row->n - 1) : row->at;

	if (broken && row->n > 0 && end >= e->layout.rows[r + 1].at)
		return e->layout.cells.at[row->first + row->n - 1];
	return end;
}

static size_t place_at(const struct editor *e, size_t r, int column)
{
	const struct layout_row *row = &e->layout.rows[r];

	if ((size_t)column < row->n)
		return e->layout.cells.at[row->first + (size_t)column];
	return row_end(e, r);
}

void rows_up_down(struct editor *e, int by)
{
	size_t row, step = by < 0 ? (size_t)-by : (size_t)by;

	refit(e);
	row = layout_row_of(&e->layout, e->cursor);
	if (e->goal < 0)
		e->goal = column_of(e, &e->layout.rows[row], e->cursor);
	if (by < 0 && row == 0)
		e->cursor = 0;
	else if (by > 0 && row + 1 == e->layout.n_rows)
		e->cursor = e->text.len;
	else if (by < 0)
		e->cursor = place_at(e, row > step ? row - step : 0, e->goal);
	else
		e->cursor = place_at(
			e, row + step < e->layout.n_rows ? row + step : e->layout.n_rows - 1,
			e->goal);
}

size_t rows_home(struct editor *e)
{
	size_t start;

	refit(e);
	start = layout_at(&e->layout, layout_row_of(&e->layout, e->cursor));
	return start == e->cursor ? edit_line_start(e, e->cursor) : start;
}

size_t rows_end(struct editor *e)
{
	size_t end;

	refit(e);
	end = row_end(e, layout_row_of(&e->layout, e->cursor));
	return end <= e->cursor ? edit_line_end(e, e->cursor) : end;
}

static void adopt(struct editor *e, const struct canvas *cv)
{
	if (e->width != cv->width || e->ascii != cv->ascii)
		e->columns = 0;
	e->width = cv->width;
	e->ascii = cv->ascii;
}

int editor_rows(struct editor *e, const struct canvas *cv, int columns)
{
	adopt(e, cv);
	fit(e, columns > 1 ? columns : 1);
	return e->layout.n_rows > INT32_MAX ? INT32_MAX : (int)e->layout.n_rows;
}

static void scroll_to(struct editor *e, size_t row, size_t rows)
{
	size_t last = e->layout.n_rows > rows ? e->layout.n_rows - rows : 0;

	if (e->top_row > last)
		e->top_row = last;
	if (row < e->top_row)
		e->top_row = row;
	if (row >= e->top_row + rows)
		e->top_row = row - rows + 1;
}

static void mark_found(const struct editor *e, struct canvas *cv, int row, int col,
		       const struct layout_row *r)
{
	for (size_t i = 0; i < r->n && i < (size_t)e->columns; i++) {
		size_t at = e->layout.cells.at[r->first + i];

		if (at >= e->found.start && at < e->found.end)
			canvas_style(cv, row, col + (int)i, 1, STYLE_MATCH);
	}
}

static int draw_rows(struct editor *e, struct canvas *cv, int row, int col, int rows)
{
	size_t first = e->top_row;
	int used = 0;

	for (; used < rows && first + (size_t)used < e->layout.n_rows; used++) {
		const struct layout_row *r = &e->layout.rows[first + (size_t)used];

		canvas_cells(cv, row + used, col, e->columns, e->layout.cells.cell + r->first,
			     r->n);
		mark_found(e, cv, row + used, col, r);
	}
	return used;
}

/* A one-line text in one row scrolls sideways. */
static void draw_line(struct editor *e, struct canvas *cv, int row, int col, int columns,
		      bool focused)
{
	const struct cell_options options = { .width = e->width, .style = STYLE_TEXT };
	struct cells cells = CELLS_INIT;
	size_t at = 0, room = columns > 1 ? (size_t)columns - 1 : 1;

	text_to_cells(&cells, buf_str(&e->text), e->text.len, 0, &options);
	while (at < cells.n && cells.at[at] < e->cursor)
		at++;
	if (at < e->left)
		e->left = at;
	if (at > e->left + room)
		e->left = at - room;
	if (e->left > 0 && cells.n < room)
		e->left = 0;
	while (e->left < cells.n && cells.cell[e->left].width == 0)
		e->left++;
	if (e->left < cells.n)
		canvas_cells(cv, row, col, columns, cells.cell + e->left, cells.n - e->left);
	if (focused)
		canvas_cursor(cv, row, col + (int)(at > e->left ? at - e->left : 0));
	cells_release(&cells);
}

/* NOLINTNEXTLINE(readability-function-size): a place takes four numbers */
int editor_draw(struct editor *e, struct canvas *cv, int row, int col, int rows, int columns,
		bool focused)
{
	size_t at;
	int used;

	if (rows < 1 || columns < 1)
		return 0;
	adopt(e, cv);
	e->rows = rows;
	if (e->one_line && rows == 1) {
		draw_line(e, cv, row, col, columns, focused);
		return 1;
	}
	fit(e, columns);
	e->layout_columns = columns;
	at = layout_row_of(&e->layout, e->cursor);
	scroll_to(e, at, (size_t)rows);
	used = draw_rows(e, cv, row, col, rows);
	if (focused)
		canvas_cursor(cv, row + (int)(at - e->top_row),
			      col + column_of(e, &e->layout.rows[at], e->cursor));
	return used;
}
