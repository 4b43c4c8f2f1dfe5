#include "text/table.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "text/wrap.h"

#include <stdlib.h>
#include <string.h>

#define SEPARATOR_COLUMNS 3
#define LEAST_WIDTH 6 /* columns narrower than this are no longer read as a table */
#define WORD_MAX 16   /* columns that a column gets for its longest word, where others have some */

void table_begin(struct table *t, size_t columns)
{
	cells_clear(&t->cells);
	cells_reserve(&t->cells, 1); /* a table may have nothing but empty cells */
	t->n = 0;
	t->columns = columns;
}

void table_take(struct table *t, struct layouter *l, enum table_align align, size_t at)
{
	struct table_cell *cell;
	size_t column = t->columns > 0 ? t->n % t->columns : 0;

	t->cell = vec_grow(t->cell, t->n, &t->cap, sizeof *t->cell);
	cell = &t->cell[t->n++];
	*cell = (struct table_cell){ .first = t->cells.n, .n = l->line.n, .at = at };
	cells_reserve(&t->cells, l->line.n);
	if (l->line.n > 0) {
		memcpy(t->cells.cell + t->cells.n, l->line.cell, l->line.n * sizeof *l->line.cell);
		memcpy(t->cells.at + t->cells.n, l->line.at, l->line.n * sizeof *l->line.at);
		cell->at = l->line.at[0];
	}
	t->cells.n += l->line.n;
	l->out->hidden += l->line.hidden;
	cells_clear(&l->line);
	if (column < TABLE_COLUMNS_MAX)
		t->align[column] = align;
}

void table_release(struct table *t)
{
	cells_release(&t->cells);
	free(t->cell);
	*t = (struct table){ .cells = CELLS_INIT };
}

static size_t capped_sum(const size_t *natural, size_t n, size_t cap)
{
	size_t sum = 0;

	for (size_t c = 0; c < n; c++)
		sum += natural[c] < cap ? natural[c] : cap;
	return sum;
}

/* Widths for ROOM columns in all: wide columns give way first.  False if they would become too
 * narrow. */
static bool fit_widths(size_t *width, size_t n, size_t room)
{
	size_t low = 0, high = room, left;

	while (low < high) {
		size_t mid = high - (high - low) / 2;

		if (capped_sum(width, n, mid) <= room)
			low = mid;
		else
			high = mid - 1;
	}
	left = room - capped_sum(width, n, low);
	if (low < LEAST_WIDTH && low < room)
		return false;
	for (size_t c = 0; c < n; c++) {
		if (width[c] <= low)
			continue;
		width[c] = low + (left > 0 ? 1 : 0);
		left -= left > 0 ? 1 : 0;
	}
	return true;
}

static size_t longest_word(const struct table *t, const struct table_cell *cell)
{
	size_t longest = 0, run = 0;

	for (size_t i = cell->first; i < cell->first + cell->n; i++) {
		const struct cell *at = &t->cells.cell[i];

		/* Ideographs are no word: lines break around them. */
		run = at->base == ' ' || at->width != 1 ? 0 : run + 1;
		longest = run > longest ? run : longest;
	}
	return longest < WORD_MAX ? longest : WORD_MAX;
}

/* Columns that would cut a word take from the widest that has more than its own words need. */
static void spare_words(const struct table *t, size_t *width)
{
	size_t word[TABLE_COLUMNS_MAX] = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		size_t longest = longest_word(t, &t->cell[i]), c = i % t->columns;

		word[c] = longest > word[c] ? longest : word[c];
	}
	for (size_t c = 0; c < t->columns; c++)
		while (width[c] < word[c]) {
			size_t from = c;

			for (size_t d = 0; d < t->columns; d++)
				if (width[d] > word[d] && width[d] > LEAST_WIDTH
				    && (from == c || width[d] > width[from]))
					from = d;
			if (from == c)
				break;
			width[from]--;
			width[c]++;
		}
}

static bool find_widths(const struct table *t, const struct layouter *l, size_t *width)
{
	size_t columns = build_columns(l, WRAP_CODE);
	size_t separators = (t->columns - 1) * SEPARATOR_COLUMNS;

	if (t->columns > TABLE_COLUMNS_MAX || columns <= separators)
		return false;
	for (size_t c = 0; c < t->columns; c++)
		width[c] = 1;
	for (size_t i = 0; i < t->n; i++)
		if (t->cell[i].n > width[i % t->columns])
			width[i % t->columns] = t->cell[i].n;
	if (!fit_widths(width, t->columns, columns - separators))
		return false;
	spare_words(t, width);
	return true;
}

static void mark(struct layouter *l, const char *utf8, size_t at)
{
	build_mark(l, utf8, strlen(utf8), STYLE_DIM, at);
}

/* Byte behind the text of a cell: borders and padding stand there or before it, so that no search
 * hit covers them. */
static size_t end_of(const struct table *t, const struct layouter *l, const struct table_cell *cell)
{
	if (cell->n == 0)
		return cell->at;
	return grapheme_next(l->text, l->n, t->cells.at[cell->first + cell->n - 1]);
}

static size_t before(const struct table_cell *cell)
{
	return cell->at > 0 ? cell->at - 1 : 0;
}

/* The next row of one cell, padded to WIDTH. */
static bool add_slice(struct layouter *l, const struct table *t, const struct table_cell *cell,
		      size_t *from, size_t width, enum table_align align)
{
	struct cells view = { .cell = t->cells.cell + cell->first,
			      .at = t->cells.at + cell->first,
			      .n = cell->n };
	const struct wrap wrap = { .line = &view, .text = l->text, .n = l->n };
	size_t next = cell->n, n = 0, left;

	if (*from < cell->n)
		n = wrap_words(&wrap, *from, width, &next);
	left = width > n ? width - n : 0;
	left = align == ALIGN_LEFT ? 0 : align == ALIGN_CENTRE ? left / 2 : left;
	build_pad(l, left, STYLE_TEXT, before(cell));
	build_cells(l, &view, *from, n);
	build_pad(l, width > n + left ? width - n - left : 0, STYLE_TEXT, end_of(t, l, cell));
	*from = next;
	return next < cell->n;
}

static void trim_line(struct layouter *l)
{
	while (l->line.n > 1 && l->line.cell[l->line.n - 1].base == ' '
	       && l->line.cell[l->line.n - 1].width == 1)
		l->line.n--;
}

static void grid_row(const struct table *t, struct layouter *l, size_t row, const size_t *width)
{
	size_t from[TABLE_COLUMNS_MAX] = { 0 };
	bool more = true;

	build_block(l);
	while (more && !l->overflow) {
		more = false;
		for (size_t c = 0; c < t->columns; c++) {
			const struct table_cell *cell = &t->cell[row * t->columns + c];

			if (c > 0)
				mark(l, l->options->ascii ? " | " : " │ ", before(cell));
			more |= add_slice(l, t, cell, &from[c], width[c], t->align[c]);
		}
		trim_line(l);
		build_rows(l, t->cell[row * t->columns].at, WRAP_NONE);
	}
}

static void head_rule(const struct table *t, struct layouter *l, const size_t *width)
{
	const char *bar = l->options->ascii ? "-" : "─";
	size_t at = end_of(t, l, &t->cell[t->columns - 1]);

	for (size_t c = 0; c < t->columns; c++) {
		if (c > 0)
			mark(l, l->options->ascii ? "-+-" : "─┼─", at);
		for (size_t i = 0; i < width[c]; i++)
			mark(l, bar, at);
	}
	build_rows(l, at, WRAP_NONE);
}

static void grid(const struct table *t, struct layouter *l, const size_t *width)
{
	for (size_t row = 0; row < t->n / t->columns && !l->overflow; row++) {
		grid_row(t, l, row, width);
		if (row == 0)
			head_rule(t, l, width);
	}
}

/* "head: cell", one below the other. */
static void record(const struct table *t, struct layouter *l, size_t row)
{
	build_block(l);
	for (size_t c = 0; c < t->columns && !l->overflow; c++) {
		const struct table_cell *head = &t->cell[c], *cell = &t->cell[row * t->columns + c];
		size_t first = l->line.n;

		build_cells(l, &t->cells, head->first, head->n);
		if (row > 0) {
			mark(l, ": ", cell->at);
			build_cells(l, &t->cells, cell->first, cell->n);
		}
		for (size_t i = first; i < first + (row > 0 ? head->n : 0); i++)
			l->line.at[i] = (uint32_t)cell->at;
		build_rows(l, cell->at, WRAP_WORDS);
	}
	build_gap(l);
}

void table_rows(const struct table *t, struct layouter *l)
{
	size_t width[TABLE_COLUMNS_MAX], rows = t->columns > 0 ? t->n / t->columns : 0;

	if (rows == 0)
		return;
	l->table = true;
	if (find_widths(t, l, width))
		grid(t, l, width);
	else
		for (size_t row = rows > 1 ? 1 : 0; row < rows && !l->overflow; row++)
			record(t, l, row);
	l->table = false;
}
