/* node.h - a tree of scalars, lists and maps that knows where each came from (guidelines, key
 * files): errors can name line and column whatever syntax it was read from. */
#ifndef ASSAY_BASE_NODE_H
#define ASSAY_BASE_NODE_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum node_type { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_type type;
	int line, column; /* from 1 */
	bool quoted;      /* a quoted scalar is a string, whatever it looks like */
	const char *text; /* scalar; never NULL there */
	const char *key;  /* in a map */
	int key_line, key_column;
	struct node *child, *next;
	size_t count;
};

struct node *node_get(const struct node *map, const char *key); /* NULL: absent or no map */
bool node_is_null(const struct node *node); /* NULL, or an unquoted empty, ~ or null */

/* Typed reading; each says "FILE:LINE:COL: reason" on failure.  FILE is for the message. */
bool node_int(const struct node *node, const char *file, int min, int max, int *out,
	      struct err *err) MUST_USE;
bool node_bool(const struct node *node, const char *file, bool *out, struct err *err) MUST_USE;
/* Fails on a key of MAP that is not in KNOWN (NULL-terminated), with "did you mean". */
bool node_only_keys(const struct node *map, const char *file, const char *const known[],
		    struct err *err) MUST_USE;
bool node_fail(const struct node *node, const char *file, struct err *err, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

/* The word of LIST (NULL-terminated) nearest to WORD within two edits, or NULL. */
const char *nearest_word(const char *word, const char *const list[]);

#endif
