#include "text/layout_build.h"

#include "base/alloc.h"
#include "text/wrap.h"

#include <stdio.h>
#include <string.h>

#define LEAST_COLUMNS 4 /* with less left for the text, bars and indents are dropped */

void build_init(struct layouter *l, struct layout *out, const char *text, size_t n,
		const struct layout_options *options)
{
	*l = (struct layouter){
		.out = out,
		.options = options,
		.text = text,
		.n = n,
		.max_cells = SIZE_MAX,
	};
	l->line = (struct cells)CELLS_INIT;
	l->prefix = (struct cells)CELLS_INIT;
}

void build_release(struct layouter *l)
{
	l->out->hidden += l->line.hidden;
	cells_release(&l->line);
	cells_release(&l->prefix);
}

static void add_run(struct layouter *l, size_t at, size_t n, enum style style)
{
	struct cell_options options = l->options->cells;

	options.style = (uint8_t)style;
	text_to_cells(&l->line, l->text + at, n, at, &options);
}

void build_text(struct layouter *l, size_t at, size_t n, unsigned tab, enum style style)
{
	size_t end = at + n;

	while (at < end) {
		const char *stop = memchr(l->text + at, '\t', end - at);
		size_t len = stop != NULL ? (size_t)(stop - l->text) - at : end - at;

		if (len > 0)
			add_run(l, at, len, style);
		at += len;
		if (stop == NULL)
			break;
		do
			cells_push(&l->line, ' ', style, at);
		while (l->line.n % tab != 0);
		at++;
	}
}

static void push_mark(const struct layouter *l, struct cells *cells, const char *utf8, size_t n,
		      enum style style, size_t at)
{
	struct cell_options options = l->options->cells;
	size_t first = cells->n;

	options.style = (uint8_t)style;
	text_to_cells(cells, utf8, n, at, &options);
	for (; first < cells->n; first++)
		cells->at[first] = (uint32_t)at;
}

void build_mark(struct layouter *l, const char *utf8, size_t n, enum style style, size_t at)
{
	push_mark(l, &l->line, utf8, n, style, at);
}

static void append_cells(struct cells *to, const struct cells *from, size_t first, size_t n)
{
	if (n == 0)
		return;
	cells_reserve(to, n);
	memcpy(to->cell + to->n, from->cell + first, n * sizeof *to->cell);
	memcpy(to->at + to->n, from->at + first, n * sizeof *to->at);
	to->n += n;
}

void build_cells(struct layouter *l, const struct cells *from, size_t first, size_t n)
{
	append_cells(&l->line, from, first, n);
}

void build_pad(struct layouter *l, size_t n, enum style style, size_t at)
{
	while (n-- > 0)
		cells_push(&l->line, ' ', style, at);
}

void build_block(struct layouter *l)
{
	l->in_block = false;
	l->carried = false;
}

void build_gap(struct layouter *l)
{
	l->gap_depth = l->gap && l->gap_depth < l->depth ? l->gap_depth : l->depth;
	l->gap = true;
}

void build_enter(struct layouter *l, const char *first, const char *rest)
{
	struct container *c = &l->containers[l->depth++];

	*c = (struct container){ .fresh = true };
	snprintf(c->first, sizeof c->first, "%s", first);
	snprintf(c->rest, sizeof c->rest, "%s", rest);
	c->width = (uint16_t)text_columns(c->first, strlen(c->first), &l->options->cells);
}

void build_leave(struct layouter *l)
{
	l->depth--;
	if (l->gap_depth > l->depth)
		l->gap_depth = l->depth;
}

static size_t prefix_width(const struct layouter *l)
{
	size_t width = 0;

	for (size_t i = 0; i < l->depth; i++)
		width += l->containers[i].width;
	return width;
}

static size_t pane_columns(const struct layouter *l)
{
	return l->options->columns > 1 ? (size_t)l->options->columns : 1;
}

bool build_has_room(const struct layouter *l, size_t more)
{
	size_t width = prefix_width(l) + more, columns = pane_columns(l);

	return width <= columns / 2 && columns - width >= LEAST_COLUMNS;
}

static bool prefix_fits(const struct layouter *l)
{
	return build_has_room(l, 0);
}

size_t build_columns(const struct layouter *l, enum wrapping wrapping)
{
	size_t columns = pane_columns(l);

	if (wrapping == WRAP_WORDS && columns > READING_COLUMNS)
		columns = READING_COLUMNS;
	return prefix_fits(l) ? columns - prefix_width(l) : columns;
}

/* Puts what stands before a row into l->prefix. */
static void make_prefix(struct layouter *l, size_t depth, size_t at)
{
	cells_clear(&l->prefix);
	if (!prefix_fits(l))
		return;
	for (size_t i = 0; i < depth; i++) {
		const struct container *c = &l->containers[i];
		const char *mark = c->fresh ? c->first : c->rest;

		push_mark(l, &l->prefix, mark, strlen(mark), STYLE_DIM, at);
	}
}

static struct layout_row *new_row(struct layout *out, size_t at)
{
	struct layout_row *row;
	uint32_t last = out->n_rows > 0 ? out->rows[out->n_rows - 1].at : 0;
	uint32_t block = out->n_rows > 0 ? out->rows[out->n_rows - 1].block : 0;

	out->rows = vec_grow(out->rows, out->n_rows, &out->rows_cap, sizeof *out->rows);
	row = &out->rows[out->n_rows++];
	*row = (struct layout_row){ .first = out->cells.n,
				    .at = at > last ? (uint32_t)at : last,
				    .block = block };
	return row;
}

static void gap_row(struct layouter *l, size_t at)
{
	struct layout_row *row;
	size_t fresh = 0;

	l->gap = false;
	if (l->out->n_rows == 0)
		return;
	/* A bullet that is still to come stands in the row of its text. */
	while (fresh < l->gap_depth && !l->containers[fresh].fresh)
		fresh++;
	make_prefix(l, fresh, at);
	row = new_row(l->out, at);
	append_cells(&l->out->cells, &l->prefix, 0, l->prefix.n);
	row->n = l->prefix.n;
	row->prefix = (uint16_t)row->n;
}

/* One row of N cells of the line from FIRST on. */
static void text_row(struct layouter *l, size_t at, size_t first, size_t n, bool continues)
{
	struct layout_row *row;

	if (l->out->cells.n + n > l->max_cells) {
		l->overflow = true;
		return;
	}
	if (l->gap)
		gap_row(l, at);
	make_prefix(l, l->depth, at);
	row = new_row(l->out, at);
	append_cells(&l->out->cells, &l->prefix, 0, l->prefix.n);
	append_cells(&l->out->cells, &l->line, first, n);
	row->n = l->prefix.n + n;
	row->prefix = (uint16_t)l->prefix.n;
	row->starts_block = !l->in_block;
	row->block += row->starts_block ? 1 : 0;
	row->heading = l->heading;
	row->code = l->code;
	row->table = l->table;
	row->continues = continues || l->carried;
	l->in_block = true;
	for (size_t i = 0; i < l->depth; i++)
		l->containers[i].fresh = false;
}

/* In a pane too narrow for indents, the bullets (not the bars) go into the line itself. */
static void inline_markers(struct layouter *l, size_t at)
{
	struct cells line = CELLS_INIT;

	if (prefix_fits(l))
		return;
	for (size_t i = 0; i < l->depth; i++) {
		struct container *c = &l->containers[i];

		if (c->fresh && strcmp(c->first, c->rest) != 0)
			push_mark(l, &line, c->first, strlen(c->first), STYLE_DIM, at);
		c->fresh = false;
	}
	if (line.n == 0)
		return;
	append_cells(&line, &l->line, 0, l->line.n);
	line.hidden = l->line.hidden;
	cells_release(&l->line);
	l->line = line;
}

static size_t next_row(const struct layouter *l, size_t first, enum wrapping wrapping, size_t *next)
{
	const struct wrap wrap = { .line = &l->line, .text = l->text, .n = l->n };
	size_t columns = build_columns(l, wrapping);

	if (wrapping == WRAP_WORDS)
		return wrap_words(&wrap, first, columns, next);
	if (wrapping == WRAP_CODE)
		return wrap_code(&l->line, first, columns, next);
	*next = l->line.n;
	return l->line.n - first;
}

void build_rows(struct layouter *l, size_t at, enum wrapping wrapping)
{
	size_t first = 0, next, n;

	inline_markers(l, at);
	do {
		n = next_row(l, first, wrapping, &next);
		text_row(l, first < l->line.n ? l->line.at[first] : at, first, n, first > 0);
		first = next;
	} while (first < l->line.n && !l->overflow);
	l->out->hidden += l->line.hidden;
	cells_clear(&l->line);
	l->carried = false;
}

void build_fold(struct layouter *l, size_t at, enum wrapping wrapping)
{
	build_rows(l, at, wrapping);
	l->carried = true;
}
