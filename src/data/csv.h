/* csv.h - rows of comma-, semicolon- or tab-separated text as JSON objects (RFC 4180).
 *
 * An empty cell without quotes is absent, "" is an empty text.  For records.c only. */
#ifndef ASSAY_DATA_CSV_H
#define ASSAY_DATA_CSV_H

#include "base/arena.h"
#include "base/buf.h"

struct csv {
	struct arena arena;
	char separator;
	const char **names; /* of the columns */
	size_t *lens;
	size_t n;
};

/* Whether a row goes on behind a line: {0} at the start of each row. */
struct csv_quotes {
	size_t at;
	bool inside, after_quote, in_cell;
};
/* True while ROW (whole lines so far) ends inside quotes.  SEPARATOR 0: not known yet. */
bool csv_is_open(struct csv_quotes *quotes, const struct buf *row, char separator);

/* Takes ROW (without its last newline) as the names of the columns.  NULL, or what is wrong. */
const char *csv_header(struct csv *csv, const struct buf *row);

/* Appends ROW as a JSON object to OUT.  NULL, or what is wrong. */
const char *csv_row(const struct csv *csv, const struct buf *row, struct buf *out);

void csv_release(struct csv *csv);

#endif
