/* export.h - rows become data sets: the trainers' formats, one writer each, by callback.  No store
 * here: the caller resolves and selects. */
#ifndef ASSAY_DATA_EXPORT_H
#define ASSAY_DATA_EXPORT_H

#include "base/buf.h"
#include "base/err.h"
#include "model/item.h"

struct export_pair {
	const struct item *item;
	int chosen, rejected;      /* r numbers */
	double margin;             /* mean strength */
	const char *group_id;      /* hex: rows of one prompt */
	double weight;             /* 1 / number of pairs of the prompt written */
};

struct export_golden {
	const struct item *item;
	const char *text;          /* the golden response, verbatim */
	const char *base;          /* text of the response it was made from, or NULL */
};

enum export_needs { EXPORT_PAIRS, EXPORT_GOLDEN, EXPORT_ANNOTATIONS };

struct export_format {
	const char *name, *help;
	enum export_needs needs;
	bool margin_optional;      /* --margin writes a margin column in every row */
	bool weight_blind;         /* the trainer ignores weights: at most 6 pairs a prompt */
	bool none_good_out;        /* "none is good" winners are no chosen answers here */
	/* Appends one JSON line, newline included. */
	void (*pair)(struct buf *out, const struct export_pair *pair, bool margin);
	void (*golden)(struct buf *out, const struct export_golden *golden);
};

const struct export_format *export_formats(int *n);
const struct export_format *export_format_find(const char *name); /* NULL */

#endif
