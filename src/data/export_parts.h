/* export_parts.h - members of JSON objects, for the lossless format: for export_*.c only.  Each
 * writes a comma first. */
#ifndef ASSAY_DATA_EXPORT_PARTS_H
#define ASSAY_DATA_EXPORT_PARTS_H

#include "data/export.h"

void part_key(struct buf *out, const char *key);
void part_text(struct buf *out, const char *key, const char *text); /* NULL: null */
void part_int(struct buf *out, const char *key, int64_t n);
void part_bool(struct buf *out, const char *key, bool b);
void part_hex(struct buf *out, const char *key, const void *bytes, size_t n);
void part_json(struct buf *out, const char *key, const struct json *value); /* NULL: null */

/* Values alone, without escapes and without a comma. */
void part_quoted(struct buf *out, const char *plain, size_t n);
void part_id(struct buf *out, const void *bytes, size_t n); /* in hex */

/* Where it stands and who said it: item, batch, member, key. */
void part_place(struct buf *out, const struct export_said *said);
/* The event: stream, seq, clocks, supersedes, superseded_by. */
void part_event(struct buf *out, const struct export_said *said);
void part_payload(struct buf *out, const struct export_said *said); /* byte for byte */

#endif
