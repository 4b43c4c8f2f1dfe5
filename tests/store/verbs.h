/* verbs.h - what writes besides a day's work, each as one call that may fail. */
#ifndef ASSAY_TESTS_STORE_VERBS_H
#define ASSAY_TESTS_STORE_VERBS_H

#include "tests/store/day.h"

#define VERB_ITEMS 8 /* of verb_new_batch() */
#define VERB_BYTES 9000

/* Leaves it before, when it is open. */
static inline bool verb_open(struct day *day, struct err *err)
{
	fixture_close(&day->f);
	day->f.store =
		store_open(day->f.path, STORE_WRITE, &day->f.env, &day->f.owner.signer, NULL, err);
	return day->f.store != NULL;
}

static inline bool verb_rebuild(struct day *day, struct err *err)
{
	day->f.env.threads = 2;
	return store_rebuild(day->f.store, NULL, err);
}

static inline const char *verb_copy(const struct day *day)
{
	static char path[160];

	snprintf(path, sizeof path, "%s/copy.assay", day->f.dir);
	return path;
}

/* In the place of the copy from before. */
static inline bool verb_backup(struct day *day, struct err *err)
{
	unlink(verb_copy(day));
	return store_backup(day->f.store, verb_copy(day), NULL, err);
}

/* One after the other. */
static inline bool verb_guideline_and_batch(struct day *day, struct err *err)
{
	const struct fixture_new new = fixture_new();

	return store_guideline_put(day->f.store, &new.guideline, err)
	       && store_batch_put(day->f.store, &new.batch, err);
}

static inline bool verb_new_batch(struct day *day, struct err *err)
{
	const struct fixture_new new = fixture_new();

	return day_put_items(store_import_begin_new(day->f.store, &new.guideline, &new.batch, err),
			     50, VERB_ITEMS, VERB_BYTES, err);
}

static inline bool verb_ack(struct day *day, struct err *err)
{
	return store_ack(day->f.store, &day->f.batch, &day->f.guideline, err);
}

static inline bool verb_setting_and_place(struct day *day, struct err *err)
{
	static const uint8_t ord[ORD_BYTES] = { 1 };

	return store_setting_put(day->f.store, "test.a", "b", err)
	       && store_place_put(day->f.store, &day->f.batch, ord, "here", err);
}

/* Somebody else in a window of her own; she may have joined before. */
static inline bool verb_join(struct day *day, struct err *err)
{
	struct fixture_person bob;
	struct store *store;
	bool ok;

	fixture_person(&bob, 9, "bob");
	store = store_open(day->f.path, STORE_WRITE, &day->f.env, &bob.signer, NULL, err);
	ok = store != NULL && store_join(store, err);
	store_close(store);
	return ok;
}

#endif
