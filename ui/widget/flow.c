#include "ui/widget/flow.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "text/layout.h"
#include "text/wrap.h"

#include <stdlib.h>
#include <string.h>

#define TAB 8
#define LEAST_FOR_SIGNS 12 /* columns; in fewer, marks are a style and no more */

void flow_init(struct flow *flow)
{
	*flow = (struct flow){ .text = "", .columns = 1 };
	for (size_t i = 0; i < FLOW_LINES; i++)
		flow->line[i].cells = (struct cells)CELLS_INIT;
}

void flow_release(struct flow *flow)
{
	for (size_t i = 0; i < FLOW_LINES; i++) {
		cells_release(&flow->line[i].cells);
		free(flow->line[i].role);
		free(flow->line[i].row);
	}
	flow_init(flow);
}

static void forget(struct flow *flow)
{
	for (size_t i = 0; i < FLOW_LINES; i++)
		flow->line[i].laid = false;
	flow->last = NULL;
}

void flow_set_text(struct flow *flow, const char *text, size_t len)
{
	flow->text = text;
	flow->len = len;
	forget(flow);
}

void flow_set_marks(struct flow *flow, const struct flow_mark *mark, size_t n)
{
	flow->mark = mark;
	flow->n_marks = n;
	forget(flow);
}

void flow_fit(struct flow *flow, int columns, width_fn width, bool ascii)
{
	columns = columns < 1 ? 1 : columns > READING_COLUMNS ? READING_COLUMNS : columns;
	if (flow->columns == columns && flow->width == width && flow->ascii == ascii)
		return;
	flow->columns = columns;
	flow->width = width;
	flow->ascii = ascii;
	forget(flow);
}

/* ---------------------------------------------------------------- cells of a line */

/* The first mark that ends behind AT. */
static size_t first_mark(const struct flow *flow, size_t at)
{
	size_t low = 0, high = flow->n_marks;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (flow->mark[mid].end <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The cells that were added last have this role. */
static void set_roles(struct flow_line *line, uint8_t role)
{
	size_t n = line->cells.n - line->n_roles;

	if (line->role_cap < line->cells.n) {
		line->role_cap = line->cells.n * 2;
		line->role = xreallocarray(line->role, line->role_cap, 1);
	}
	if (n > 0)
		memset(line->role + line->n_roles, role, n);
	line->n_roles = line->cells.n;
}

static void add_text(const struct flow *flow, struct flow_line *line, size_t at, size_t end,
		     enum style style)
{
	const struct cell_options options = { .width = flow->width, .style = (uint8_t)style };

	while (at < end) {
		const char *tab = memchr(flow->text + at, '\t', end - at);
		size_t n = tab != NULL ? (size_t)(tab - flow->text) - at : end - at;

		text_to_cells(&line->cells, flow->text + at, n, at, &options);
		at += n;
		if (tab == NULL)
			break;
		do
			cells_push(&line->cells, ' ', style, at);
		while (line->cells.n % TAB != 0);
		at++;
	}
	set_roles(line, FLOW_TEXT);
}

static void add_sign(struct flow_line *line, const char *sign, size_t at, enum style style,
		     uint8_t role)
{
	for (; *sign != '\0'; sign++)
		cells_push(&line->cells, (unsigned char)*sign, style, at);
	set_roles(line, role);
}

static void add_marked(const struct flow *flow, struct flow_line *line,
		       const struct flow_mark *mark)
{
	bool room = flow->columns >= LEAST_FOR_SIGNS;

	if (room)
		add_sign(line, mark->open, mark->start, mark->style, FLOW_OPEN);
	add_text(flow, line, mark->start, mark->end, mark->style);
	if (room)
		add_sign(line, mark->close, mark->end, mark->style, FLOW_CLOSE);
}

static void make_cells(const struct flow *flow, struct flow_line *line)
{
	size_t at = line->at;

	cells_clear(&line->cells);
	line->n_roles = 0;
	for (size_t m = first_mark(flow, at); m < flow->n_marks; m++) {
		const struct flow_mark *mark = &flow->mark[m];

		if (mark->start < at || mark->end > line->end)
			break;
		add_text(flow, line, at, mark->start, STYLE_TEXT);
		add_marked(flow, line, mark);
		at = mark->end;
	}
	add_text(flow, line, at, line->end, STYLE_TEXT);
}

static void make_rows(const struct flow *flow, struct flow_line *line)
{
	const struct wrap wrap = { .line = &line->cells, .text = flow->text, .n = flow->len };
	size_t first = 0, next;

	line->n_rows = 0;
	do {
		size_t n = wrap_words(&wrap, first, (size_t)flow->columns, &next);

		line->row = vec_grow(line->row, line->n_rows, &line->cap, sizeof *line->row);
		line->row[line->n_rows++] = (struct flow_row){
			.first = first,
			.n = n,
			.at = first < line->cells.n ? line->cells.at[first] : line->at,
		};
		first = next;
	} while (first < line->cells.n);
}

/* ---------------------------------------------------------------- lines */

static size_t line_start(const struct flow *flow, size_t at)
{
	while (at > 0 && flow->text[at - 1] != '\n')
		at--;
	return at;
}

static void find_end(const struct flow *flow, struct flow_line *line)
{
	const char *lf = memchr(flow->text + line->at, '\n', flow->len - line->at);

	line->end = lf == NULL ? flow->len : (size_t)(lf - flow->text);
	line->next = line->end + 1;
	if (lf != NULL && line->end > line->at && lf[-1] == '\r')
		line->end--;
}

const struct flow_line *flow_line(struct flow *flow, size_t at)
{
	struct flow_line *line = flow->last;

	at = at < flow->len ? at : flow->len;
	if (line != NULL && line->laid && at >= line->at && at < line->next)
		return line;
	at = line_start(flow, at);
	line = &flow->line[(at * 2654435761u >> 8) % FLOW_LINES];
	flow->last = line;
	if (line->laid && line->at == at)
		return line;
	line->at = at;
	find_end(flow, line);
	make_cells(flow, line);
	make_rows(flow, line);
	line->laid = true;
	return line;
}

struct flow_place flow_place(struct flow *flow, size_t at)
{
	const struct flow_line *line = flow_line(flow, at);
	size_t low = 0, high = line->n_rows;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (line->row[mid].at <= at)
			low = mid;
		else
			high = mid;
	}
	return (struct flow_place){ line->at, low };
}

const struct flow_row *flow_row(struct flow *flow, struct flow_place place,
				const struct flow_line **line)
{
	*line = flow_line(flow, place.line);
	return &(*line)->row[place.row < (*line)->n_rows ? place.row : (*line)->n_rows - 1];
}

static bool step_down(struct flow *flow, struct flow_place *place)
{
	const struct flow_line *line = flow_line(flow, place->line);

	if (place->row + 1 < line->n_rows) {
		place->row++;
		return true;
	}
	if (line->next > flow->len)
		return false;
	*place = (struct flow_place){ line->next, 0 };
	return true;
}

static bool step_up(struct flow *flow, struct flow_place *place)
{
	if (place->row > 0) {
		place->row--;
		return true;
	}
	if (place->line == 0)
		return false;
	*place = (struct flow_place){ line_start(flow, place->line - 1), 0 };
	place->row = flow_line(flow, place->line)->n_rows - 1;
	return true;
}

size_t flow_move(struct flow *flow, struct flow_place *place, int by)
{
	size_t n = by < 0 ? (size_t)-by : (size_t)by, moved = 0;

	while (moved < n && (by < 0 ? step_up(flow, place) : step_down(flow, place)))
		moved++;
	return moved;
}

bool flow_before(struct flow_place a, struct flow_place b)
{
	return a.line != b.line ? a.line < b.line : a.row < b.row;
}

size_t flow_rows(struct flow *flow, size_t limit)
{
	size_t rows = 0;

	for (size_t at = 0; at <= flow->len && rows < limit;) {
		const struct flow_line *line = flow_line(flow, at);

		rows += line->n_rows;
		at = line->next;
	}
	return rows < limit ? rows : limit;
}

struct flow_place flow_clamp(struct flow *flow, struct flow_place place)
{
	const struct flow_line *line = flow_line(flow, place.line);

	place.line = line->at;
	place.row = place.row < line->n_rows ? place.row : line->n_rows - 1;
	return place;
}

int flow_draw(struct flow *flow, struct flow_place place, struct canvas *cv, int row, int col,
	      int rows)
{
	int used = 0;

	while (used < rows) {
		const struct flow_line *line;
		const struct flow_row *r = flow_row(flow, place, &line);

		if (r->n > 0)
			canvas_cells(cv, row + used, col, (int)r->n, line->cells.cell + r->first,
				     r->n);
		used++;
		if (flow_move(flow, &place, 1) == 0)
			break;
	}
	return used;
}
