#include "data/records.h"

#include "base/alloc.h"
#include "data/capped.h"
#include "data/csv.h"
#include "data/source.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TOO_LONG "longer than 16 MiB"

struct records {
	struct source *source;
	enum container container;
	struct buf line; /* CSV: one line of a row */
	struct csv csv;
	bool begun, ended;           /* a list: behind '[', behind ']' */
	int64_t line_number, column; /* a list: where the next byte stands */
};

typedef enum records_next next_fn(struct records *records, struct record *record,
				  struct capped *capped, struct err *err);

/* ---- which container ---- */

static bool ends_with(const char *name, size_t n, const char *end)
{
	size_t m = strlen(end);

	return n >= m && strncasecmp(name + n - m, end, m) == 0;
}

/* What the name says; a look at the bytes says the rest. */
static enum container container_of_name(const char *path)
{
	size_t n = strlen(path);

	if (ends_with(path, n, ".gz"))
		n -= 3;
	else if (ends_with(path, n, ".zst"))
		n -= 4;
	if (ends_with(path, n, ".csv") || ends_with(path, n, ".tsv"))
		return CONTAINER_CSV;
	if (ends_with(path, n, ".jsonl") || ends_with(path, n, ".ndjson"))
		return CONTAINER_LINES;
	return CONTAINER_LOOK;
}

static enum container look(const char *bytes, size_t n)
{
	const char *end;
	size_t at = 0;

	while (at < n && strchr(" \t\r\n", bytes[at]) != NULL && bytes[at] != '\0')
		at++;
	if (at == n || bytes[at] == '{')
		return CONTAINER_LINES;
	if (bytes[at] == '[')
		return CONTAINER_LIST;
	end = memchr(bytes + at, '\n', n - at);
	n = end != NULL ? (size_t)(end - bytes) : n;
	for (; at < n; at++)
		if (bytes[at] != '\0' && strchr(",;\t", bytes[at]) != NULL)
			return CONTAINER_CSV;
	return CONTAINER_LINES;
}

struct records *records_open(const char *path, FILE *standard_input, enum container container,
			     struct err *err)
{
	struct source *source = source_open(path, standard_input, err);
	struct records *records;
	const char *bytes;
	size_t n;

	if (source == NULL)
		return NULL;
	if (!source_peek(source, &bytes, &n, err)) {
		source_close(source);
		return NULL;
	}
	records = xcalloc(1, sizeof *records);
	records->source = source;
	if (container == CONTAINER_LOOK)
		container = container_of_name(path);
	records->container = container != CONTAINER_LOOK ? container : look(bytes, n);
	records->line_number = 1;
	records->column = 1;
	return records;
}

void records_read_once(struct records *records)
{
	source_read_once(records->source);
}

void records_end(struct records *records)
{
	if (records == NULL)
		return;
	source_close(records->source);
	csv_release(&records->csv);
	buf_release(&records->line);
	free(records);
}

enum container records_container(const struct records *records)
{
	return records->container;
}

int64_t records_done(const struct records *records)
{
	return source_done(records->source);
}

int64_t records_total(const struct records *records)
{
	return source_total(records->source);
}

void record_release(struct record *record)
{
	buf_release(&record->text);
	buf_release(&record->raw);
}

const struct buf *record_bytes(const struct records *records, const struct record *record)
{
	return records->container == CONTAINER_CSV ? &record->raw : &record->text;
}

static void refuse(struct record *record, const char *wrong, int64_t line)
{
	record->wrong = wrong;
	record->wrong_line = line;
}

/* ---- lines ---- */

static bool is_blank(const struct buf *line)
{
	for (size_t i = 0; i < line->len; i++)
		if (line->data[i] != ' ' && line->data[i] != '\t' && line->data[i] != '\r')
			return false;
	return true;
}

static enum records_next next_line(struct records *records, struct record *record,
				   struct capped *capped, struct err *err)
{
	for (;;) {
		enum source_line got;

		source_record(records->source);
		got = source_next(records->source, &record->text, capped->keep, capped->ctx, err);

		if (got == SOURCE_END)
			return RECORDS_END;
		if (got == SOURCE_FAILED)
			return RECORDS_FAILED;
		record->line = source_number(records->source);
		record->column = 1;
		if (got == SOURCE_TOO_LONG) {
			record->kept = true;
			refuse(record, TOO_LONG, record->line);
			return RECORDS_ONE;
		}
		if (!is_blank(&record->text))
			return RECORDS_ONE;
	}
}

/* ---- rows of CSV ---- */

/* Reads the lines of one row into CAPPED.  The last newline stays out. */
static enum source_line read_row(struct records *records, struct capped *capped, struct err *err)
{
	struct csv_quotes quotes = { .at = 0 };
	bool more = false;

	for (;;) {
		enum source_line got = source_next(records->source, &records->line, capped->keep,
						   capped->ctx, err);

		if (got == SOURCE_TOO_LONG)
			capped->too_long = true;
		if (got != SOURCE_LINE)
			return got == SOURCE_END && more ? SOURCE_LINE : got;
		if (more)
			capped_add(capped, "\n", 1);
		more = true;
		capped_add(capped, records->line.data, records->line.len);
		if (capped->too_long || !csv_is_open(&quotes, capped->buf, records->csv.separator))
			return SOURCE_LINE;
	}
}

static void drop_return(struct buf *row)
{
	if (row->len > 0 && row->data[row->len - 1] == '\r')
		row->data[--row->len] = '\0';
}

static void make_object(struct records *records, struct record *record)
{
	const char *wrong;

	drop_return(&record->raw);
	buf_clear(&record->text);
	wrong = csv_row(&records->csv, &record->raw, &record->text);
	if (wrong != NULL)
		refuse(record, wrong, record->line);
}

static bool read_header(struct records *records, struct record *record, struct err *err)
{
	const char *wrong;

	drop_return(&record->raw);
	wrong = csv_header(&records->csv, &record->raw);
	if (wrong == NULL)
		return true;
	return err_set(err, ERR_INVALID, "the first row must name the columns: %s", wrong);
}

static enum records_next next_row(struct records *records, struct record *record,
				  struct capped *capped, struct err *err)
{
	for (;;) {
		enum source_line got;

		source_record(records->source);
		buf_clear(&record->raw);
		buf_reserve(&record->raw, 0);
		capped->buf = &record->raw;
		record->line = source_number(records->source) + 1;
		record->column = 1;
		got = read_row(records, capped, err);
		if (got == SOURCE_END)
			return RECORDS_END;
		if (got == SOURCE_FAILED)
			return RECORDS_FAILED;
		if (capped->too_long) {
			if (got == SOURCE_LINE)
				capped_add(capped, "\n", 1);
			record->kept = true;
			refuse(record, TOO_LONG, record->line);
			return RECORDS_ONE;
		}
		if (is_blank(&record->raw) && records->csv.separator != '\t')
			continue;
		if (records->csv.separator == 0) {
			if (!read_header(records, record, err))
				return RECORDS_FAILED;
			continue;
		}
		make_object(records, record);
		return RECORDS_ONE;
	}
}

/* ---- elements of a list ---- */

struct element { /* a walk over the bytes of one */
	int depth;
	bool in_string, escaped, begun;
	char end; /* ',' or ']' that closed it, 0: not yet */
};

static void step(struct element *element, char c)
{
	if (element->in_string) {
		if (element->escaped)
			element->escaped = false;
		else if (c == '\\')
			element->escaped = true;
		else if (c == '"')
			element->in_string = false;
		return;
	}
	if (c == '"')
		element->in_string = true;
	else if (c == '{' || c == '[')
		element->depth++;
	else if (element->depth == 0 && (c == ',' || c == ']'))
		element->end = c;
	else if (element->depth > 0 && (c == '}' || c == ']'))
		element->depth--;
}

static void count(struct records *records, char c)
{
	records->column++;
	if (c == '\n') {
		records->line_number++;
		records->column = 1;
	}
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Takes the piece up to the element's end, or all of it. */
static void take_piece(struct records *records, struct record *record, struct element *element,
		       struct capped *capped, const char *bytes, size_t n)
{
	size_t from = 0, i;

	for (i = 0; i < n && element->end == 0; i++) {
		if (!element->begun && is_space(bytes[i])) {
			from = i + 1;
		} else if (!element->begun) {
			element->begun = true;
			record->line = records->line_number;
			record->column = records->column;
		}
		step(element, bytes[i]);
		count(records, bytes[i]);
	}
	capped_add(capped, bytes + from, i - from - (element->end != 0 ? 1 : 0));
	source_take(records->source, i);
}

static void trim(struct buf *text)
{
	while (text->len > 0 && is_space(text->data[text->len - 1]))
		text->len--;
	buf_reserve(text, 0);
	text->data[text->len] = '\0';
}

/* The opening bracket; false at the end of an empty file. */
static bool open_list(struct records *records, struct err *err)
{
	const char *bytes;
	size_t n;

	for (;;) {
		char c;

		if (!source_peek(records->source, &bytes, &n, err))
			return false;
		if (n == 0)
			return err_set(err, ERR_INVALID, "it holds no list");
		c = *bytes;
		source_take(records->source, 1);
		count(records, c);
		if (c == '[')
			return true;
		if (!is_space(c))
			return err_set(err, ERR_INVALID, "it holds no list");
	}
}

/* What stands behind the list goes to KEEP as one bad record. */
static enum records_next read_rest(struct records *records, struct record *record,
				   struct capped *capped, struct err *err)
{
	struct element element = { .depth = 1 << 30 }; /* nothing ends it */

	for (;;) {
		const char *bytes;
		size_t n;

		if (!source_peek(records->source, &bytes, &n, err))
			return RECORDS_FAILED;
		if (n == 0)
			break;
		element.depth = 1 << 30;
		take_piece(records, record, &element, capped, bytes, n);
	}
	if (!element.begun)
		return RECORDS_END;
	record->kept = capped->too_long;
	refuse(record, "text stands behind the list", record->line);
	return RECORDS_ONE;
}

static enum records_next finish_element(struct records *records, struct record *record,
					const struct element *element, struct capped *capped)
{
	bool first = !records->begun;

	records->begun = true;
	records->ended = element->end != ',';
	trim(&record->text);
	if (!capped->too_long && record->text.len == 0 && element->end == ']' && first)
		return RECORDS_END; /* [] */
	if (!element->begun || (record->text.len == 0 && !capped->too_long)) {
		record->line = records->line_number;
		record->column = records->column - (element->end != 0);
		refuse(record, "a comma too many", record->line);
	}
	if (element->end == 0)
		refuse(record, "the file ends inside the list", records->line_number);
	if (capped->too_long) {
		capped_add(capped, "\n", 1);
		record->kept = true;
		refuse(record, TOO_LONG, record->line);
	}
	return RECORDS_ONE;
}

static enum records_next next_element(struct records *records, struct record *record,
				      struct capped *capped, struct err *err)
{
	struct element element = { .depth = 0 };

	if (!records->begun && !open_list(records, err))
		return RECORDS_FAILED;
	if (records->ended)
		return read_rest(records, record, capped, err);
	while (element.end == 0) {
		const char *bytes;
		size_t n;

		if (!source_peek(records->source, &bytes, &n, err))
			return RECORDS_FAILED;
		if (n == 0)
			break;
		take_piece(records, record, &element, capped, bytes, n);
	}
	return finish_element(records, record, &element, capped);
}

enum records_next records_next(struct records *records, struct record *record,
			       void (*keep)(void *ctx, const char *bytes, size_t n), void *ctx,
			       struct err *err)
{
	static next_fn *const nexts[] = {
		[CONTAINER_LINES] = next_line,
		[CONTAINER_LIST] = next_element,
		[CONTAINER_CSV] = next_row,
	};
	struct capped capped = { .buf = &record->text, .keep = keep, .ctx = ctx };

	buf_clear(&record->text);
	buf_reserve(&record->text, 0);
	record->wrong = NULL;
	record->kept = false;
	source_record(records->source);
	return nexts[records->container](records, record, &capped, err);
}
