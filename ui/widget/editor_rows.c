/* editor_rows.c - the text as rows: moving up and down, scrolling, drawing. */
#include "text/decode.h"
#include "ui/widget/editor_state.h"

#define DEFAULT_COLUMNS 80 /* of an editor that was never drawn */

/* The flow as the text is now. */
static struct flow *flow_of(struct editor *e)
{
	if (e->rows == 0 && e->flow.columns == 1)
		flow_fit(&e->flow, DEFAULT_COLUMNS, NULL, false);
	if (e->stale) {
		flow_set_text(&e->flow, buf_str(&e->text), e->text.len);
		e->stale = false;
	}
	return &e->flow;
}

static size_t cell_end(const struct editor *e, const struct flow_line *line, size_t i)
{
	if (line->role[i] != FLOW_TEXT)
		return line->cells.at[i];
	return grapheme_next(e->text.data, e->text.len, line->cells.at[i]);
}

/* Column of byte AT in ROW.  Spaces where a row was broken have no cell, but the cursor can stand
 * on them; before what a mark encloses it stands inside of the mark. */
static int column_of(const struct editor *e, const struct flow_line *line,
		     const struct flow_row *row, size_t at)
{
	size_t last = row->first + row->n, end;

	for (size_t i = row->first; i < last; i++)
		if (line->cells.at[i] >= at && line->role[i] != FLOW_OPEN)
			return (int)(i - row->first);
	end = row->n > 0 ? cell_end(e, line, last - 1) : row->at;
	end = row->n + (at > end ? at - end : 0);
	return end <= (size_t)e->flow.columns ? (int)end : e->flow.columns;
}

/* The last place of row R that is drawn in it. */
static size_t row_end(const struct editor *e, const struct flow_line *line, size_t r)
{
	const struct flow_row *row = &line->row[r];
	size_t last = row->first + row->n, limit;

	if (r + 1 == line->n_rows)
		return line->end;
	limit = line->row[r + 1].at;
	if (row->n > 0 && cell_end(e, line, last - 1) < limit)
		return cell_end(e, line, last - 1);
	while (last > row->first
	       && (line->cells.at[last - 1] >= limit || line->role[last - 1] != 0))
		last--;
	return last > row->first ? line->cells.at[last - 1] : row->at;
}

static size_t place_at(struct editor *e, struct flow_place place, int column)
{
	const struct flow_line *line;
	const struct flow_row *row = flow_row(flow_of(e), place, &line);
	size_t end = row_end(e, line, place.row);

	if ((size_t)column < row->n && line->cells.at[row->first + (size_t)column] < end)
		return line->cells.at[row->first + (size_t)column];
	return end;
}

void rows_up_down(struct editor *e, int by)
{
	struct flow *flow = flow_of(e);
	struct flow_place place = flow_place(flow, e->cursor);
	const struct flow_line *line;

	if (e->goal < 0) {
		const struct flow_row *row = flow_row(flow, place, &line);

		e->goal = column_of(e, line, row, e->cursor);
	}
	if (flow_move(flow, &place, by) > 0)
		e->cursor = place_at(e, place, e->goal);
	else
		e->cursor = by < 0 ? 0 : e->text.len;
}

size_t rows_home(struct editor *e)
{
	const struct flow_line *line;
	size_t start = flow_row(flow_of(e), flow_place(flow_of(e), e->cursor), &line)->at;

	return start >= e->cursor ? edit_line_start(e, e->cursor) : start;
}

size_t rows_end(struct editor *e)
{
	struct flow_place place = flow_place(flow_of(e), e->cursor);
	size_t end = row_end(e, flow_line(&e->flow, place.line), place.row);

	return end <= e->cursor ? edit_line_end(e, e->cursor) : end;
}

/* One column is kept for a cursor behind the last character. */
static void fit(struct editor *e, const struct canvas *cv, int columns)
{
	flow_fit(flow_of(e), columns - 1, cv->width, cv->ascii);
}

int editor_rows(struct editor *e, const struct canvas *cv, int columns)
{
	fit(e, cv, columns);
	return (int)flow_rows(&e->flow, INT32_MAX);
}

void editor_set_marks(struct editor *e, const struct flow_mark *mark, size_t n)
{
	flow_set_marks(&e->flow, mark, n);
}

/* The cursor is visible, and below the text no more is empty than must be. */
static void scroll_to(struct editor *e, struct flow_place cursor, int rows)
{
	struct flow *flow = &e->flow;
	struct flow_place first = cursor, last = { 0, 0 };

	e->top = flow_clamp(flow, e->top);
	if (flow_before(cursor, e->top))
		e->top = cursor;
	flow_move(flow, &first, 1 - rows);
	if (flow_before(e->top, first))
		e->top = first;
	last = e->top;
	rows -= 1 + (int)flow_move(flow, &last, rows - 1);
	flow_move(flow, &e->top, -rows);
}

/* A one-line text in one row scrolls sideways. */
static void draw_line(struct editor *e, struct canvas *cv, int row, int col, int columns,
		      bool focused)
{
	const struct cell_options options = { .width = cv->width, .style = STYLE_TEXT };
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

static void put_cursor(struct editor *e, struct canvas *cv, struct flow_place cursor)
{
	const struct flow_line *line;
	const struct flow_row *row = flow_row(&e->flow, cursor, &line);
	int column = column_of(e, line, row, e->cursor), down = 0;

	for (struct flow_place at = e->top; flow_before(at, cursor); down++)
		if (flow_move(&e->flow, &at, 1) == 0)
			break;
	column = column < e->columns ? column : e->columns - 1;
	canvas_cursor(cv, e->row + down, e->col + column);
}

void editor_visible(const struct editor *e, size_t *from, size_t *to)
{
	*from = e->top.line < e->text.len ? e->top.line : e->text.len;
	*to = e->visible_end < e->text.len ? e->visible_end : e->text.len;
}

/* NOLINTNEXTLINE(readability-function-size): two ranges */
void editor_style(struct editor *e, struct canvas *cv, size_t from, size_t to, enum style style)
{
	struct flow_place at = e->top;

	for (int down = 0; down < e->rows && !flow_before(e->last, at); down++) {
		const struct flow_line *line;
		const struct flow_row *row = flow_row(&e->flow, at, &line);

		for (size_t i = row->first; i < row->first + row->n; i++)
			if (line->role[i] == FLOW_TEXT && line->cells.at[i] >= from
			    && line->cells.at[i] < to)
				canvas_style(cv, e->row + down, e->col + (int)(i - row->first), 1,
					     style);
		if (flow_move(&e->flow, &at, 1) == 0)
			break;
	}
}

/* All hits on the screen, so that one sees where the next is. */
static void mark_found(struct editor *e, struct canvas *cv)
{
	size_t at, to;
	struct hit hit;

	if (e->found.end == e->found.start || e->pattern == NULL)
		return;
	editor_visible(e, &at, &to);
	for (; search_next(e->text.data, e->text.len, e->pattern, at, &hit) && hit.start < to;
	     at = hit.end)
		editor_style(e, cv, hit.start, hit.end, STYLE_MATCH);
}

/* NOLINTNEXTLINE(readability-function-size): a place takes four numbers */
int editor_draw(struct editor *e, struct canvas *cv, int row, int col, int rows, int columns,
		bool focused)
{
	struct flow_place cursor;
	int used;

	if (rows < 1 || columns < 1)
		return 0;
	if (e->one_line && rows == 1) {
		draw_line(e, cv, row, col, columns, focused);
		return 1;
	}
	fit(e, cv, columns);
	e->row = row;
	e->col = col;
	e->rows = rows;
	e->columns = columns;
	cursor = flow_place(&e->flow, e->cursor);
	scroll_to(e, cursor, rows);
	used = flow_draw(&e->flow, e->top, cv, row, col, rows);
	e->last = e->top;
	flow_move(&e->flow, &e->last, used - 1);
	e->visible_end = flow_line(&e->flow, e->last.line)->end;
	mark_found(e, cv);
	if (focused)
		put_cursor(e, cv, cursor);
	return used;
}
