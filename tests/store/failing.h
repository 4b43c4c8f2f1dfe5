/* failing.h - what is written fails at its n-th place, once or from then on. */
#ifndef ASSAY_TESTS_STORE_FAILING_H
#define ASSAY_TESTS_STORE_FAILING_H

#include "tests/store/vfs_watch.h"

struct fault {
	int left;      /* operations until it fails */
	bool for_ever; /* as on a full disk */
	int code, failed;
};

/* For watch_begin(), with a struct fault. */
static inline int fail_at(void *ctx, const struct watched *what)
{
	struct fault *fault = ctx;

	if (what->op == WATCH_LOCK)
		return SQLITE_OK;
	if (fault->left > 0) {
		fault->left--;
		return SQLITE_OK;
	}
	if (fault->failed > 0 && !fault->for_ever)
		return SQLITE_OK;
	fault->failed++;
	return what->op == WATCH_SYNC ? SQLITE_IOERR_FSYNC : fault->code;
}

#endif
