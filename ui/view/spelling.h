/* spelling.h - which words of a text a speller does not know.  Code, addresses, numbers, names with
 * digits and mentions are not asked about. */
#ifndef ASSAY_UI_VIEW_SPELLING_H
#define ASSAY_UI_VIEW_SPELLING_H

#include "text/search.h"
#include "ui/speller.h"

struct spelling_scan {
	const struct speller *speller;
	const char *text;
	size_t len, at;
	bool fenced; /* AT is in a code block */
};

/* Looks from the beginning of the line that byte FROM is in. */
void spelling_scan(struct spelling_scan *scan, const struct speller *speller, const char *text,
		   size_t len, size_t from);
/* The next word that begins before TO and is not known. */
bool spelling_next(struct spelling_scan *scan, size_t to, struct hit *hit);

#endif
