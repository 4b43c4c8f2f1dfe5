/* search.h - finding text: letters without case unless the pattern has a capital; a space stands
 * for any white space, line ends included; the marks of Markdown inside of a hit are passed over.
 */
#ifndef ASSAY_TEXT_SEARCH_H
#define ASSAY_TEXT_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

struct hit {
	size_t start, end; /* bytes, half open */
};

/* The first hit at or behind FROM; false if there is none.  An empty pattern finds nothing. */
bool search_next(const char *text, size_t n, const char *pattern, size_t from, struct hit *hit);
size_t search_count(const char *text, size_t n, const char *pattern);

/* Whether the letters of PATTERN occur in NAME in order (palette, help); *SCORE lower is better. */
bool fuzzy_match(const char *name, const char *pattern, int *score);

#endif
