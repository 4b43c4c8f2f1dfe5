/* window_fixture.h - stores as windows: who gets which item.  Header only. */
#ifndef ASSAY_TESTS_WINDOW_FIXTURE_H
#define ASSAY_TESTS_WINDOW_FIXTURE_H

#include "tests/support/store_fixture.h"

static inline enum store_leased lease(struct fixture *f, struct store *store,
				      const struct store_task *task)
{
	struct err err = { .code = ERR_NONE };
	enum store_leased how = store_lease(store, &f->batch, task, &err);

	if (how == LEASE_FAILED)
		fail_msg("store_lease: %s", err.msg);
	return how;
}

/* The next item that STORE gets. */
static inline struct store_task take(struct fixture *f, struct store *store)
{
	struct store_task task;
	struct err err = { .code = ERR_NONE };
	uint8_t from[ORD_BYTES];

	fixture_ok(store_seek(store, &f->batch, NULL, SEEK_OPEN, &task, &err));
	while (lease(f, store, &task) != LEASE_TAKEN) {
		memcpy(from, task.ord, sizeof from);
		fixture_ok(store_seek(store, &f->batch, from, SEEK_OPEN, &task, &err));
	}
	return task;
}

static inline bool same_item(const struct store_task *a, const struct store_task *b)
{
	return id_equal(&a->uid, &b->uid);
}

#endif
