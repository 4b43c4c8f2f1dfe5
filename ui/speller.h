/* speller.h - what checks spelling.  src/main/spelling.c asks hunspell; tests have their own. */
#ifndef ASSAY_UI_SPELLER_H
#define ASSAY_UI_SPELLER_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct speller {
	/* NULL when words can be checked; else why not and the mend.  Loads what it needs the first
	 * time. */
	const char *(*missing)(void *ctx);
	bool (*knows)(void *ctx, const char *word, size_t n);
	/* Appends at most MAX proposals to OUT, each with a LF behind it; returns how many. */
	size_t (*suggest)(void *ctx, const char *word, size_t n, size_t max, struct buf *out);
	/* From now on and in every later session WORD is right. */
	bool (*learn)(void *ctx, const char *word, size_t n, struct err *err);
	void *ctx;
};

#endif
