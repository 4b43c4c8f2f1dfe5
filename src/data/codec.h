/* codec.h - the bytes of a file, decompressed in pieces.  For source.c only. */
#ifndef ASSAY_DATA_CODEC_H
#define ASSAY_DATA_CODEC_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct codec;

/* Tells .gz and .zst by their first bytes.  NAME is for messages; FILE stays the caller's. */
struct codec *codec_new(FILE *file, const char *name);
void codec_free(struct codec *codec);
/* What is read is not read again: the system need not keep it in memory. */
void codec_read_once(struct codec *codec);

/* The next piece, borrowed until the next call; *N is 0 at the end. */
bool codec_next(struct codec *codec, const char **bytes, size_t *n, struct err *err) MUST_USE;

int64_t codec_done(const struct codec *codec); /* bytes of the file read so far */

#endif
