/* json_write.h - the one writer of JSON. */
#ifndef ASSAY_BASE_JSON_WRITE_H
#define ASSAY_BASE_JSON_WRITE_H

#include "base/buf.h"
#include "base/json.h"

/* Canonical JSON (CORE 3.2): keys ascending by bytes, no white space, escapes as given there,
 * JSON_NUMBER as {"$num":"<source bytes>"}.  Appends to OUT. */
void json_write_canonical(struct buf *out, const struct json *value);

/* For people's files: keys in the tree's order; numbers and {"$num":…} as their source bytes. */
void json_write_plain(struct buf *out, const struct json *value);

/* A string with its quotes, escaped as in canonical JSON. */
void json_write_string(struct buf *out, const char *s, size_t n);

/* A whole number in decimal digits. */
void json_write_int(struct buf *out, int64_t n);

/* How long the string is that TEXT begins with, quotes included, if its bytes are canonical as they
 * stand.  0: they are not, or only parsing can tell. */
size_t json_canonical_string(const char *text, size_t len);

/* True if TEXT is byte for byte what json_write_canonical() makes of it. */
bool json_is_canonical(const char *text, size_t len);

#endif
