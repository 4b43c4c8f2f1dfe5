/* records.h - a file as a row of records, each a JSON text: lines, the elements of a list, or rows
 * of CSV made into objects.  One record is in memory at a time. */
#ifndef ASSAY_DATA_RECORDS_H
#define ASSAY_DATA_RECORDS_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>
#include <stdio.h>

enum container { CONTAINER_LOOK, CONTAINER_LINES, CONTAINER_LIST, CONTAINER_CSV };

struct record {
	struct buf text;      /* the JSON text, BUF_SPARE behind it */
	struct buf raw;       /* CSV: the row as it stood in the file; else unused */
	int64_t line, column; /* where it begins, from 1 */
	const char *wrong;    /* what cannot be a record at all, or NULL; its bytes are kept */
	int64_t wrong_line;
	bool kept; /* too long: its bytes went to KEEP already */
};

struct records;

struct records *records_open(const char *path, FILE *standard_input, enum container container,
			     struct err *err) MUST_USE;
void records_read_once(struct records *records); /* codec_read_once() */
void records_end(struct records *records);

/* What it turned out to be. */
enum container records_container(const struct records *records);

enum records_next { RECORDS_ONE, RECORDS_END, RECORDS_FAILED };

/* The next record.  KEEP gets the bytes of one that is too long, in pieces. */
enum records_next records_next(struct records *records, struct record *record,
			       void (*keep)(void *ctx, const char *bytes, size_t n), void *ctx,
			       struct err *err);
void record_release(struct record *record);

/* The bytes of RECORD as they stood in the file. */
const struct buf *record_bytes(const struct records *records, const struct record *record);

int64_t records_done(const struct records *records);  /* bytes of the file */
int64_t records_total(const struct records *records); /* 0: unknown */

#endif
