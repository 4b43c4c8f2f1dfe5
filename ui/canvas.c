#include "ui/canvas.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "text/decode.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum arm { ARM_UP = 1, ARM_RIGHT = 2, ARM_DOWN = 4, ARM_LEFT = 8 };

/* By the arms that meet in a cell. */
static const uint16_t rule_glyphs[16] = {
	[ARM_UP] = 0x2502,
	[ARM_DOWN] = 0x2502,
	[ARM_UP | ARM_DOWN] = 0x2502,
	[ARM_LEFT] = 0x2500,
	[ARM_RIGHT] = 0x2500,
	[ARM_LEFT | ARM_RIGHT] = 0x2500,
	[ARM_UP | ARM_RIGHT] = 0x2514,
	[ARM_UP | ARM_LEFT] = 0x2518,
	[ARM_DOWN | ARM_RIGHT] = 0x250C,
	[ARM_DOWN | ARM_LEFT] = 0x2510,
	[ARM_UP | ARM_DOWN | ARM_RIGHT] = 0x251C,
	[ARM_UP | ARM_DOWN | ARM_LEFT] = 0x2524,
	[ARM_LEFT | ARM_RIGHT | ARM_UP] = 0x2534,
	[ARM_LEFT | ARM_RIGHT | ARM_DOWN] = 0x252C,
	[ARM_LEFT | ARM_RIGHT | ARM_UP | ARM_DOWN] = 0x253C,
};

static const struct {
	uint32_t rune;
	char ascii;
} plain_marks[] = {
	{ 0x2026, '~' }, /* … */
	{ 0x203A, '>' }, /* › */
	{ 0x2039, '<' }, /* ‹ */
	{ 0x25B8, '>' }, /* ▸ */
	{ 0x25C2, '<' }, /* ◂ */
	{ 0x25BC, 'v' }, /* ▼ */
	{ 0x25B2, '^' }, /* ▲ */
	{ 0x2191, '^' }, /* ↑ */
	{ 0x2193, 'v' }, /* ↓ */
	{ 0x2190, '<' }, /* ← */
	{ 0x2192, '>' }, /* → */
	{ 0x21AA, '>' }, /* ↪ */
	{ 0x2013, '-' }, /* – */
	{ 0x2014, '-' }, /* — */
	{ 0x2212, '-' }, /* − */
	{ 0x00B7, '.' }, /* · */
	{ 0x2022, '*' }, /* • */
	{ 0x2714, '+' }, /* ✔ */
	{ 0x2718, 'x' }, /* ✘ */
	{ 0x25CF, '*' }, /* ● */
	{ 0x25CB, 'o' }, /* ○ */
	{ 0x2691, '!' }, /* ⚑ */
	{ 0x27F2, '@' }, /* ⟲ */
	{ 0x00B1, '~' }, /* ± */
	{ 0x00D7, 'x' }, /* × */
	{ 0x27E6, '[' }, /* ⟦ */
	{ 0x27E7, ']' }, /* ⟧ */
	{ 0x2590, '[' }, /* ▐ */
	{ 0x258C, ']' }, /* ▌ */
	{ 0x2588, '#' }, /* █ */
	{ 0x2500, '-' }, /* ─ */
	{ 0x2502, '|' }, /* │ */
	{ 0x250C, '+' }, /* ┌ */
	{ 0x2514, '+' }, /* └ */
};

static bool inside(const struct canvas *cv, int row, int col)
{
	return row >= 0 && row < cv->rows && col >= 0 && col < cv->cols;
}

static struct cell *cell_at(const struct canvas *cv, int row, int col)
{
	return &cv->cells[(size_t)row * (size_t)cv->cols + (size_t)col];
}

static void blank(struct cell *cell, uint8_t style)
{
	*cell = (struct cell){ .base = ' ', .width = 1, .style = style };
}

void canvas_init(struct canvas *cv, int rows, int cols)
{
	*cv = (struct canvas){ .rows = rows > 0 ? rows : 1, .cols = cols > 0 ? cols : 1 };
	cv->cells = xcalloc((size_t)cv->rows * (size_t)cv->cols, sizeof *cv->cells);
	canvas_erase(cv);
}

void canvas_release(struct canvas *cv)
{
	free(cv->cells);
	free(cv->region);
	cv->cells = NULL;
	cv->region = NULL;
	cv->n_regions = cv->cap_regions = 0;
}

void canvas_erase(struct canvas *cv)
{
	size_t n = (size_t)cv->rows * (size_t)cv->cols;

	for (size_t i = 0; i < n; i++)
		blank(&cv->cells[i], STYLE_TEXT);
	cv->cursor_row = cv->cursor_col = -1;
	cv->n_regions = 0;
}

void canvas_region(struct canvas *cv, int row, int col, int cols, struct region region)
{
	region.row = row;
	region.col = col;
	region.cols = cols;
	cv->region = vec_grow(cv->region, cv->n_regions, &cv->cap_regions, sizeof *cv->region);
	cv->region[cv->n_regions++] = region;
}

/* Before a cell is written: a wide one that loses a half leaves a blank behind. */
static void part_wide(struct canvas *cv, int row, int col)
{
	struct cell *cell = cell_at(cv, row, col);

	if (cell->width == 2 && col + 1 < cv->cols)
		blank(cell + 1, cell[1].style);
	else if (cell->width == 0 && col > 0)
		blank(cell - 1, cell[-1].style);
}

static uint32_t plain_mark(const struct canvas *cv, uint32_t rune)
{
	if (!cv->ascii || rune < 0x80)
		return rune;
	for (size_t i = 0; i < sizeof plain_marks / sizeof plain_marks[0]; i++)
		if (plain_marks[i].rune == rune)
			return (unsigned char)plain_marks[i].ascii;
	return rune;
}

static void set_cell(struct canvas *cv, int row, int col, const struct cell *cell)
{
	part_wide(cv, row, col);
	*cell_at(cv, row, col) = *cell;
}

/* A wide cell of which only one half is visible. */
static void set_cut(struct canvas *cv, int row, int col, uint32_t mark, uint8_t style)
{
	struct cell cut = { .base = plain_mark(cv, mark), .width = 1, .style = style };

	set_cell(cv, row, col, &cut);
}

/* Puts CELLS into columns COL to END (exclusive); returns the column behind the last one. */
static int put_cells(struct canvas *cv, int row, int col, int end, const struct cell *cells,
		     size_t n)
{
	if (row < 0 || row >= cv->rows)
		return col;
	if (end > cv->cols)
		end = cv->cols;
	for (size_t i = 0; i < n && col < end; i++) {
		const struct cell *cell = &cells[i];

		if (cell->width == 2 && col + 1 >= end && col >= 0) {
			set_cut(cv, row, col++, 0x203A, cell->style);
			break;
		}
		if (cell->width == 0 && col == 0)
			set_cut(cv, row, 0, 0x2039, cell->style);
		else if (col >= 0)
			set_cell(cv, row, col, cell);
		col++;
	}
	return col;
}

static int end_of(int col, int max)
{
	return max < 0 ? col : max > INT32_MAX - (col > 0 ? col : 0) ? INT32_MAX : col + max;
}

/* Text as cells; in ASCII the marks of the views are replaced one for one. */
static struct cells to_cells(const struct canvas *cv, enum style style, const char *utf8, size_t n)
{
	const struct cell_options options = { .width = cv->width, .style = (uint8_t)style };
	struct cells cells = CELLS_INIT;
	struct buf plain = BUF_INIT;

	if (!cv->ascii) {
		text_to_cells(&cells, utf8, n, 0, &options);
		return cells;
	}
	for (size_t at = 0, len; at < n; at += len) {
		uint32_t rune = plain_mark(cv, utf8_decode(utf8 + at, n - at, &len, NULL));

		if (rune < 0x80 && len > 1)
			buf_addc(&plain, (char)rune);
		else
			buf_add(&plain, utf8 + at, len);
	}
	text_to_cells(&cells, buf_str(&plain), plain.len, 0, &options);
	buf_release(&plain);
	return cells;
}

int canvas_put(struct canvas *cv, int row, int col, int max, enum style style, const char *utf8)
{
	struct cells cells = to_cells(cv, style, utf8, strlen(utf8));

	col = put_cells(cv, row, col, end_of(col, max), cells.cell, cells.n);
	cells_release(&cells);
	return col;
}

int canvas_putf(struct canvas *cv, int row, int col, int max, enum style style, const char *fmt,
		...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	col = canvas_put(cv, row, col, max, style, buf_str(&text));
	buf_release(&text);
	return col;
}

int canvas_put_cut(struct canvas *cv, int row, int col, int max, enum style style, const char *utf8)
{
	struct cells cells = to_cells(cv, style, utf8, strlen(utf8));
	int end = end_of(col, max);
	bool cut;

	if (end > cv->cols)
		end = cv->cols;
	cut = end > col && cells.n > (size_t)(end - col);
	col = put_cells(cv, row, col, end - (cut ? 1 : 0), cells.cell, cells.n);
	if (cut && inside(cv, row, end - 1)) {
		set_cut(cv, row, end - 1, 0x2026, (uint8_t)style);
		col = end;
	}
	cells_release(&cells);
	return col;
}

void canvas_put_right(struct canvas *cv, int row, int end, int max, enum style style,
		      const char *utf8)
{
	int columns = canvas_columns(cv, utf8);

	if (columns > max)
		columns = max;
	canvas_put_cut(cv, row, end - columns, columns, style, utf8);
}

int canvas_columns(const struct canvas *cv, const char *utf8)
{
	const struct cell_options options = { .width = cv->width };
	struct cells cells;
	int columns;

	if (!cv->ascii)
		return text_columns(utf8, strlen(utf8), &options);
	cells = to_cells(cv, STYLE_TEXT, utf8, strlen(utf8));
	columns = cells.n > INT32_MAX ? INT32_MAX : (int)cells.n;
	cells_release(&cells);
	return columns;
}

void canvas_cells(struct canvas *cv, int row, int col, int max, const struct cell *cells, size_t n)
{
	put_cells(cv, row, col, end_of(col, max), cells, n);
}

void canvas_fill(struct canvas *cv, int row, int col, int cols, enum style style, uint32_t rune)
{
	struct cell cell = { .base = plain_mark(cv, rune), .width = 1, .style = (uint8_t)style };

	/* What is no plain character of one column has no place in a fill. */
	if (rune < 0x20 || text_width_frozen(rune) != 1)
		cell.base = ' ';
	for (int i = 0; i < cols; i++)
		if (inside(cv, row, col + i))
			set_cell(cv, row, col + i, &cell);
}

static unsigned arms_at(const struct canvas *cv, int row, int col)
{
	return inside(cv, row, col) ? cell_at(cv, row, col)->rule : 0;
}

static void set_rule(struct canvas *cv, int row, int col, unsigned arms)
{
	struct cell cell = { .width = 1, .style = STYLE_DIM, .rule = (uint8_t)arms };

	cell.base = rule_glyphs[arms];
	if (cv->ascii)
		cell.base = cell.base == 0x2500 ? '-' : cell.base == 0x2502 ? '|' : '+';
	set_cell(cv, row, col, &cell);
}

void canvas_hline(struct canvas *cv, int row, int col, int cols)
{
	for (int i = col < 0 ? 0 : col; i < end_of(col, cols) && inside(cv, row, i); i++) {
		unsigned arms = arms_at(cv, row, i) | ARM_LEFT | ARM_RIGHT;

		if ((arms_at(cv, row - 1, i) & ARM_DOWN) != 0)
			arms |= ARM_UP;
		if ((arms_at(cv, row + 1, i) & ARM_UP) != 0)
			arms |= ARM_DOWN;
		set_rule(cv, row, i, arms);
	}
}

/* A horizontal rule that a vertical one touches from the side of ARM. */
static void meet(struct canvas *cv, int row, int col, unsigned arm)
{
	unsigned arms = arms_at(cv, row, col);

	if ((arms & (ARM_LEFT | ARM_RIGHT)) != 0)
		set_rule(cv, row, col, arms | arm);
}

void canvas_vline(struct canvas *cv, int row, int col, int rows)
{
	int first = row < 0 ? 0 : row;
	int end = end_of(row, rows);

	for (int i = first; i < end && inside(cv, i, col); i++)
		set_rule(cv, i, col, arms_at(cv, i, col) | ARM_UP | ARM_DOWN);
	if (end <= first)
		return;
	meet(cv, row - 1, col, ARM_DOWN);
	meet(cv, end, col, ARM_UP);
}

void canvas_style(struct canvas *cv, int row, int col, int cols, enum style style)
{
	for (int i = 0; i < cols; i++)
		if (inside(cv, row, col + i))
			cell_at(cv, row, col + i)->style = (uint8_t)style;
}

void canvas_cursor(struct canvas *cv, int row, int col)
{
	bool in = inside(cv, row, col);

	cv->cursor_row = in ? row : -1;
	cv->cursor_col = in ? col : -1;
}

static void add_row(const struct canvas *cv, int row, struct buf *out)
{
	size_t kept = out->len;

	for (int col = 0; col < cv->cols; col++) {
		const struct cell *cell = cell_at(cv, row, col);

		if (cell->width == 0)
			continue;
		buf_add_utf8(out, cell->base);
		for (unsigned i = 0; i < cell->n_marks; i++)
			buf_add_utf8(out, cell->mark[i]);
		if (cell->base != ' ' || cell->n_marks > 0)
			kept = out->len;
	}
	buf_reserve(out, 1);
	out->len = kept;
	buf_addc(out, '\n');
}

void canvas_text(const struct canvas *cv, struct buf *out)
{
	for (int row = 0; row < cv->rows; row++)
		add_row(cv, row, out);
}
