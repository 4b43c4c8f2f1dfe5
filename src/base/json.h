/* json.h - JSON in memory: one tree for what was read and for what is being built.
 *
 * Reading is strict: a walk makes the tree with the byte offset of each value and refuses whatever
 * is not JSON by the letter, and besides it duplicate keys, U+0000, integers over 64 bits, depth
 * and number of values over the limits, with the byte and the reason; simdjson validates UTF-8
 * before it and must take the text as well.
 */
#ifndef ASSAY_BASE_JSON_H
#define ASSAY_BASE_JSON_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_DEPTH_MAX 32
#define JSON_VALUES_MAX 500000                  /* in one text; a tree of them takes about 60 MB */
#define JSON_SAFE_INT INT64_C(9007199254740991) /* 2^53 - 1 */

enum json_type {
	JSON_NULL,
	JSON_BOOL,
	JSON_INT,    /* |n| <= 2^53 - 1, written without point or exponent, not -0 */
	JSON_NUMBER, /* any other number: str holds its source bytes */
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

struct json {
	enum json_type type;
	bool boolean;
	int64_t integer;
	const char *str; /* STRING: decoded UTF-8; NUMBER: source bytes; NUL behind */
	size_t len;      /* of str */
	const char *key; /* when the parent is an object; NUL behind */
	size_t key_len;
	struct json *child, *last, *next; /* children in source order */
	size_t count;                     /* number of children */
	size_t start, end;                /* bytes of the value in the text; 0, 0 when built */
	size_t key_start;                 /* byte of the key's quote in the text */
};

struct json_error {
	size_t at;        /* byte offset in the text */
	char reason[160]; /* "duplicate key 'id'", "not valid UTF-8 (byte 0xff)" */
};

struct json_reader; /* holds simdjson's parser and its buffers, for reuse line after line */

struct json_reader *json_reader_new(void);
void json_reader_free(struct json_reader *reader);

/* Parses one value that fills TEXT (white space around it allowed).  TEXT must be followed by
 * BUF_SPARE readable bytes (a struct buf has them).  The tree lives in ARENA.  NULL on refusal. */
struct json *json_read(struct json_reader *reader, const char *text, size_t len,
		       struct arena *arena, struct json_error *error) MUST_USE;

/* For texts that went in through json_read() once, and small ones: without simdjson's second
 * opinion, and needing no bytes behind the text.  Words the error with the column (bytes, from 1).
 */
struct json *json_parse(const char *text, size_t len, struct arena *arena,
			struct err *err) MUST_USE;

/* Looking.  OBJ may be NULL or of another type: then the answer is "absent". */
struct json *json_get(const struct json *obj, const char *key);
const char *json_get_string(const struct json *obj, const char *key); /* NULL unless a string */
int64_t json_get_int(const struct json *obj, const char *key, int64_t otherwise);
bool json_get_bool(const struct json *obj, const char *key, bool otherwise);
struct json *json_at(const struct json *array, size_t i);    /* linear; NULL past the end */
bool json_is_null(const struct json *value);                 /* NULL pointer or JSON null */
bool json_equal(const struct json *a, const struct json *b); /* object order does not matter */

/* Building.  Strings are copied into ARENA.  A value has one parent at most. */
struct json *json_null(struct arena *arena);
struct json *json_bool(struct arena *arena, bool b);
struct json *json_int(struct arena *arena, int64_t n);
struct json *json_string(struct arena *arena, const char *s); /* NULL gives JSON null */
struct json *json_stringn(struct arena *arena, const char *s, size_t n);
struct json *json_array(struct arena *arena);
struct json *json_object(struct arena *arena);
struct json *json_copy(struct arena *arena, const struct json *value);
void json_push(struct json *array, struct json *value);
/* Sets KEY, replacing in place what was there. */
void json_set(struct arena *arena, struct json *object, const char *key, struct json *value);
bool json_remove(struct json *object, const char *key);

#endif
