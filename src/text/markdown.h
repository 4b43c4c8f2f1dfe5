/* markdown.h - Markdown as rows (md4c). */
#ifndef ASSAY_TEXT_MARKDOWN_H
#define ASSAY_TEXT_MARKDOWN_H

#include "text/layout.h"

/* Fills LAYOUT, which is empty.  False if the text cannot be laid out in a sane size: LAYOUT then
 * holds rubbish. */
bool layout_markdown(struct layout *layout, const char *text, size_t n,
		     const struct layout_options *options);

#endif
