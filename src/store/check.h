/* check.h - the parts of 'assay check'.  For src/store only. */
#ifndef ASSAY_STORE_CHECK_H
#define ASSAY_STORE_CHECK_H

#include "store/store_private.h"

struct checker {
	struct store *store;
	void (*fault)(void *ctx, const char *sentence);
	void *ctx;
	const struct progress *progress;
	struct store_check *result;
	int derived_faults; /* those that a rebuild mends */
	int64_t done, total;
	char first[ERR_MSG_MAX]; /* the first fault of a fact */
};

void check_fault(struct checker *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
bool check_tick(struct checker *c, struct err *err) MUST_USE;

/* Each looks at one kind of thing; false when it could not be read. */
bool check_streams(struct checker *c, struct err *err) MUST_USE;
bool check_stamp(struct checker *c, struct err *err) MUST_USE; /* made from which events */
bool check_derived(struct checker *c, struct err *err) MUST_USE;

#endif
