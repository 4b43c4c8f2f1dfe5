/* progress.h - how core says how far it is, without printing. */
#ifndef ASSAY_BASE_PROGRESS_H
#define ASSAY_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	/* DONE of TOTAL bytes or rows (TOTAL 0: unknown).  Called often; must be cheap.
	 * Returning false asks the work to stop where it can. */
	bool (*tick)(void *ctx, int64_t done, int64_t total);
	void *ctx;
};

/* PROGRESS may be NULL: then there is nobody to tell and the work goes on. */
static inline bool progress_tick(const struct progress *progress, int64_t done, int64_t total)
{
	return progress == NULL || progress->tick == NULL
	       || progress->tick(progress->ctx, done, total);
}

#endif
