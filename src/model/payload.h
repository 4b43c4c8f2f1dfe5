/* payload.h - a look into the canonical JSON of a payload without making a tree: the fold does this
 * a million times in a rebuild. */
#ifndef ASSAY_MODEL_PAYLOAD_H
#define ASSAY_MODEL_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct payload_field {
	const char *key;   /* given */
	const char *value; /* found: the bytes of the value in the text; NULL: absent */
	size_t len;
};

/* Walks TEXT, which must be one object in the grammar of canonical JSON (no white space, integers
 * only; UTF-8 and the order of keys are not looked at), and fills those of its members that FIELDS
 * names.  False if it is not. */
bool payload_fields(const char *text, size_t len, struct payload_field *fields, size_t n);

bool payload_is_null(const struct payload_field *field);
bool payload_is(const struct payload_field *field,
		const char *string); /* a string without escapes */
bool payload_hex(const struct payload_field *field, void *out, size_t n);
bool payload_int(const struct payload_field *field, int64_t *out);
bool payload_bool(const struct payload_field *field, bool *out);
bool payload_is_object(const struct payload_field *field);

/* The next hex string of N bytes in an array of them.  AT starts at 0; false at the end, or with
 * *BROKEN set when an element is something else. */
bool payload_next_hex(const struct payload_field *field, size_t *at, void *out, size_t n,
		      bool *broken);

#endif
