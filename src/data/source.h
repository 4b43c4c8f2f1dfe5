/* source.h - the lines of an input file: plain, .gz, .zst or standard input, told by their first
 * bytes, read in pieces; memory does not grow with the file. */
#ifndef ASSAY_DATA_SOURCE_H
#define ASSAY_DATA_SOURCE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>
#include <stdio.h>

#define SOURCE_LINE_MAX (16 * 1024 * 1024)
#define SOURCE_ENDLESS (256 * 1024 * 1024) /* no record: it would fill the disk */

struct source;

/* PATH "-" is the stream STANDARD_INPUT (given in by main).  NULL and ERR on failure, and for a
 * file that cannot hold records by its first bytes: a project, UTF-16. */
struct source *source_open(const char *path, FILE *standard_input, struct err *err) MUST_USE;
void source_read_once(struct source *source); /* codec_read_once() */
void source_close(struct source *source);

enum source_line {
	SOURCE_LINE,     /* LINE holds it, without its newline, with BUF_SPARE behind */
	SOURCE_TOO_LONG, /* longer than SOURCE_LINE_MAX: pieces went to KEEP, LINE has the first */
	SOURCE_END,
	SOURCE_FAILED, /* read or decompression error; ERR says so */
};

/* A record begins: one of more than SOURCE_ENDLESS bytes is an error (a zip bomb, /dev/zero). */
void source_record(struct source *source);

/* The next line.  KEEP (may be NULL) receives the bytes of a line that is too long, newline
 * included, in pieces. */
enum source_line source_next(struct source *source, struct buf *line,
			     void (*keep)(void *ctx, const char *bytes, size_t n), void *ctx,
			     struct err *err);

/* For what is not made of lines: the bytes not taken yet (*N is 0 at the end), and taking some. */
bool source_peek(struct source *source, const char **bytes, size_t *n, struct err *err) MUST_USE;
void source_take(struct source *source, size_t n);

int64_t source_number(const struct source *source); /* of the last line, from 1 */
int64_t source_done(const struct source *source);   /* compressed bytes read so far */
int64_t source_total(const struct source *source);  /* 0: unknown (a pipe) */

#endif
