/* first.h - the first import of a project, which is one transaction without a log: scripts for
 * those who make it fail. */
#ifndef ASSAY_TESTS_STORE_FIRST_H
#define ASSAY_TESTS_STORE_FIRST_H

#include "tests/store/day.h"

#define FIRST_ITEMS 8
#define FIRST_BYTES 9000

/* A closed project without items, and its files as they are now. */
static inline void first_begin(struct day *day)
{
	memset(day, 0, sizeof *day);
	fixture_begin(&day->f);
	fixture_create(&day->f, true);
	fixture_batch(&day->f, "faucets", 1, false);
	fixture_close(&day->f);
	snapshot_take(&day->morning, day->f.dir);
}

static inline bool first_import(struct day *day, struct err *err)
{
	return day_put_items(store_import_begin(day->f.store, "faucets", err), 0, FIRST_ITEMS,
			     FIRST_BYTES, err);
}

/* The import, and what comes behind it; sent[0] says that it was acknowledged. */
static inline void first_run(struct day *day)
{
	struct err err;

	if (day_open(day)) {
		day->sent[0] = first_import(day, &err);
		fixture_close(&day->f);
	}
	if (day_open(day))
		fixture_close(&day->f);
}

/* All of it is there, or nothing if it was not acknowledged. */
static inline struct id first_holds(struct day *day)
{
	struct arena arena = ARENA_INIT;
	struct store_batch batch;
	struct err err = { .code = ERR_NONE };

	fixture_ok(store_batch_find(day->f.store, "faucets", &arena, &batch, &err));
	if (batch.items != FIRST_ITEMS && (day->sent[0] || batch.items != 0))
		fail_msg("%d of %d items are there, acknowledged: %d", (int)batch.items,
			 FIRST_ITEMS, day->sent[0]);
	arena_release(&arena);
	return fixture_check(day->f.store);
}

/* Run again, it ends well. */
static inline void first_again(struct day *day)
{
	struct err err = { .code = ERR_NONE };

	fixture_ok(first_import(day, &err));
	day->sent[0] = 1;
	first_holds(day);
}

#endif
