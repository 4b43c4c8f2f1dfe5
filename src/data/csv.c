#include "data/csv.h"

#include "base/json_write.h"

#include <string.h>

#define COLUMNS_MAX 1000

static const char separators[] = ",;\t";

static bool separates(char c, char separator)
{
	if (separator != 0)
		return c == separator;
	return c != '\0' && strchr(separators, c) != NULL;
}

/* A quote opens at the start of a cell only; inside, two of them are one. */
bool csv_is_open(struct csv_quotes *quotes, const struct buf *row, char separator)
{
	for (; quotes->at < row->len; quotes->at++) {
		char c = row->data[quotes->at];
		bool quote = c == '"';

		if (quotes->inside) {
			quotes->inside = !quote;
			quotes->after_quote = quote;
			continue;
		}
		quotes->inside = quote && (!quotes->in_cell || quotes->after_quote);
		quotes->after_quote = false;
		quotes->in_cell = !separates(c, separator);
	}
	return quotes->inside;
}

/* ---- cells ---- */

struct cells { /* a walk over one row */
	const struct buf *row;
	size_t at;
	char separator;
	bool quoted;     /* the cell just read */
	struct buf text; /* of the cell */
	const char *wrong;
};

static bool read_quoted(struct cells *cells)
{
	const struct buf *row = cells->row;
	size_t at = cells->at + 1;

	for (;;) {
		const char *quote = memchr(row->data + at, '"', row->len - at);
		size_t end;

		if (quote == NULL) {
			cells->wrong = "a quote is not closed";
			return false;
		}
		end = (size_t)(quote - row->data);
		buf_add(&cells->text, row->data + at, end - at);
		at = end + 1;
		if (at >= row->len || row->data[at] != '"')
			break;
		buf_addc(&cells->text, '"');
		at++;
	}
	cells->at = at;
	if (at < row->len && row->data[at] != cells->separator) {
		cells->wrong = "text stands behind a closing quote; write a quote inside as \"\"";
		return false;
	}
	return true;
}

static void read_plain(struct cells *cells)
{
	const struct buf *row = cells->row;
	size_t start = cells->at;

	while (cells->at < row->len && row->data[cells->at] != cells->separator)
		cells->at++;
	buf_add(&cells->text, row->data + start, cells->at - start);
}

/* Reads one cell and its separator.  False behind the last one, or when something is WRONG. */
static bool next_cell(struct cells *cells)
{
	const struct buf *row = cells->row;

	if (cells->at > row->len)
		return false;
	buf_clear(&cells->text);
	buf_reserve(&cells->text, 0);
	cells->quoted = cells->at < row->len && row->data[cells->at] == '"';
	if (!cells->quoted)
		read_plain(cells);
	else if (!read_quoted(cells))
		return false;
	cells->at++; /* the separator, or one behind the end */
	return true;
}

/* ---- header ---- */

static char find_separator(const struct buf *row)
{
	size_t counts[sizeof separators] = { 0 }, best = 0;
	bool inside = false;

	for (size_t i = 0; i < row->len; i++) {
		if (row->data[i] == '"')
			inside = !inside;
		else if (!inside && separates(row->data[i], 0))
			counts[strchr(separators, row->data[i]) - separators]++;
	}
	for (size_t i = 1; i < sizeof separators - 1; i++)
		if (counts[i] > counts[best])
			best = i;
	return separators[best];
}

const char *csv_header(struct csv *csv, const struct buf *row)
{
	struct cells cells = { .row = row, .separator = find_separator(row) };

	csv->separator = cells.separator;
	csv->names = arena_alloc(&csv->arena, COLUMNS_MAX * sizeof *csv->names);
	csv->lens = arena_alloc(&csv->arena, COLUMNS_MAX * sizeof *csv->lens);
	while (csv->n < COLUMNS_MAX && next_cell(&cells)) {
		csv->lens[csv->n] = cells.text.len;
		csv->names[csv->n++] = arena_strndup(&csv->arena, cells.text.data, cells.text.len);
	}
	if (csv->n == COLUMNS_MAX)
		cells.wrong = "too many columns";
	buf_release(&cells.text);
	return cells.wrong;
}

/* ---- rows ---- */

static void add_cell(const struct csv *csv, size_t column, const struct cells *cells,
		     struct buf *out)
{
	if (cells->text.len == 0 && !cells->quoted)
		return;
	if (out->data[out->len - 1] != '{')
		buf_addc(out, ',');
	json_write_string(out, csv->names[column], csv->lens[column]);
	buf_addc(out, ':');
	json_write_string(out, cells->text.data, cells->text.len);
}

const char *csv_row(const struct csv *csv, const struct buf *row, struct buf *out)
{
	struct cells cells = { .row = row, .separator = csv->separator };
	size_t n = 0;

	buf_addc(out, '{');
	while (next_cell(&cells)) {
		if (n < csv->n)
			add_cell(csv, n, &cells, out);
		n++;
	}
	buf_addc(out, '}');
	if (cells.wrong == NULL && n > csv->n)
		cells.wrong = "more cells than the first row has names";
	if (cells.wrong == NULL && n < csv->n)
		cells.wrong = "fewer cells than the first row has names";
	buf_release(&cells.text);
	return cells.wrong;
}

void csv_release(struct csv *csv)
{
	arena_release(&csv->arena);
	*csv = (struct csv){ .n = 0 };
}
