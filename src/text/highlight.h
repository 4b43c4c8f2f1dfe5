/* highlight.h - keywords, strings, comments and numbers of source code: a hint for the eye, no
 * parser. */
#ifndef ASSAY_TEXT_HIGHLIGHT_H
#define ASSAY_TEXT_HIGHLIGHT_H

#include "text/style.h"

#include <stddef.h>

struct highlight {
	const struct language *language; /* NULL: plain */
	const char *until;               /* in a string or comment that ends with this; or NULL */
	enum style inside;               /* its style */
};

/* Begins a text in the language NAME ("py", "C++ ", "sh", the first word of a fence's info). */
void highlight_begin(struct highlight *h, const char *name, size_t n);

/* Reads the token at AT of LINE, which has N bytes and no line end.  Returns the end of the token,
 * which is behind AT, and sets *STYLE: STYLE_CODE where nothing is special. */
size_t highlight_next(struct highlight *h, const char *line, size_t n, size_t at,
		      enum style *style);
void highlight_line_end(struct highlight *h); /* what ends with its line has ended */

#endif
