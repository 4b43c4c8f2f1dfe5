/* day.h - a scripted day of one person: everything that writes, in a fixed order, with a ledger of
 * what was acknowledged. */
#ifndef ASSAY_TESTS_STORE_DAY_H
#define ASSAY_TESTS_STORE_DAY_H

#include "tests/store/snapshot.h"

#define DAY_ITEMS 6
#define DAY_GONE 0     /* in the ledger: withdrawn, or never sent */
#define DAY_SKIPPED 10 /* sent as a skip */

/* All there is instead of a rotation that sees each place once: ASSAY_LONG_TESTS=1. */
static inline bool day_is_long(void)
{
	return getenv("ASSAY_LONG_TESTS") != NULL;
}

struct day {
	struct fixture f;
	struct snapshot morning;
	struct id uid[DAY_ITEMS];
	int sent[DAY_ITEMS];       /* what the last acknowledged submission said */
	unsigned tried[DAY_ITEMS]; /* bits of what those without acknowledgement said since */
	int acknowledged;          /* submissions and withdrawals */
};

/* A closed project of DAY_ITEMS items, and its files as they are now. */
static inline void day_begin(struct day *day)
{
	memset(day, 0, sizeof *day);
	fixture_project(&day->f, DAY_ITEMS);
	for (int i = 0; i < DAY_ITEMS; i++)
		day->uid[i] = fixture_task(&day->f, i + 1).uid;
	fixture_close(&day->f);
	snapshot_take(&day->morning, day->f.dir);
}

/* As day_begin() left it. */
static inline void day_again(struct day *day)
{
	memset(day->sent, 0, sizeof day->sent);
	memset(day->tried, 0, sizeof day->tried);
	day->acknowledged = 0;
	snapshot_put(&day->morning, day->f.dir);
}

static inline bool day_open(struct day *day)
{
	struct err err;

	day->f.store =
		store_open(day->f.path, STORE_WRITE, &day->f.env, &day->f.owner.signer, NULL, &err);
	return day->f.store != NULL;
}

static inline void day_note(struct day *day, int i, int says, bool ok)
{
	if (!ok) {
		day->tried[i] |= 1U << says;
		return;
	}
	day->sent[i] = says;
	day->tried[i] = 0;
	day->acknowledged++;
}

static inline void day_submit(struct day *day, int i, int answer)
{
	struct store_receipt receipt;
	struct err err;

	day_note(day, i, answer > 0 ? answer : DAY_SKIPPED,
		 fixture_submit_as(&day->f, day->f.store, &day->uid[i], answer, &receipt, &err));
}

static inline void day_withdraw(struct day *day, int i)
{
	struct store_receipt receipt;
	struct err err;

	day_note(day, i, DAY_GONE,
		 store_retract(day->f.store, &day->f.batch, &day->uid[i], "slip", &receipt, &err));
}

static inline bool day_draft(struct day *day, int i, const char *doc)
{
	struct store_draft draft = {
		.batch = day->f.batch, .uid = day->uid[i], .doc = doc, .focus = "why", .changed = 1
	};
	struct store_undo undo = {
		.batch = day->f.batch, .uid = day->uid[i], .before = "{}", .after = doc
	};
	struct err err;

	return store_draft_put(day->f.store, &draft, &undo, 1, NULL, &err);
}

static inline bool day_lease(struct day *day, int i)
{
	struct store_task task;
	struct err err;

	return store_task(day->f.store, &day->f.batch, &day->uid[i], &task, &err)
	       && store_lease(day->f.store, &day->f.batch, &task, &err) != LEASE_FAILED;
}

/* Flags the item and asks the lead. */
static inline bool day_ask(struct day *day, int i)
{
	struct err err;

	return store_flag(day->f.store, &day->f.batch, &day->uid[i], true, "odd", &err)
	       && store_ask(day->f.store, &day->f.batch, &day->uid[i], "what is meant?", &err);
}

/* Items FIRST, FIRST + 1, … of BYTES each into IMPORT, which is ended; NULL is fine. */
static inline bool day_put_items(struct store_import *import, int first, int n, size_t bytes,
				 struct err *err)
{
	struct err other;
	bool ok = import != NULL;

	for (int i = first; ok && i < first + n; i++) {
		struct fixture_item item;

		fixture_item(&item, i, bytes);
		ok = store_import_put(import, &item.put, err) != STORE_FAILED;
		fixture_item_release(&item);
	}
	return import != NULL && store_import_end(import, ok, NULL, ok ? err : &other) && ok;
}

/* A later import: chunk by chunk, between what people do. */
static inline bool day_import(struct day *day)
{
	struct err err;

	return day_put_items(store_import_begin(day->f.store, "faucets", &err), 100, 3, 9000, &err);
}

/* What fails is left and the day goes on, as a person would go on.  Ends closed. */
static inline void day_run(struct day *day)
{
	if (!day_open(day))
		return;
	day_lease(day, 0);
	day_draft(day, 0, "{\"a\":1}");
	day_submit(day, 0, 3);
	day_submit(day, 1, 4);
	day_ask(day, 2);
	day_submit(day, 2, 0);
	day_withdraw(day, 1);
	day_import(day);
	day_submit(day, 3, 5);
	day_submit(day, 0, 2);
	day_ask(day, 4);
	day_draft(day, 4, "{\"b\":2}");
	store_close(day->f.store);
	day->f.store = NULL;
	if (!day_open(day))
		return;
	day_submit(day, 4, 1);
	day_submit(day, 5, 6);
	store_close(day->f.store);
	day->f.store = NULL;
}

/* What the project says of item I now. */
static inline int day_says(struct day *day, int i)
{
	static const char key[] = "\"accuracy\":{\"r1\":";
	struct store_annotation annotation;
	struct arena arena = ARENA_INIT;
	struct err err;
	const char *at;
	int says = DAY_GONE;

	if (store_annotation(day->f.store, &day->f.batch, &day->uid[i], &arena, &annotation,
			     &err)) {
		at = strstr(annotation.payload, key);
		assert_non_null(at);
		says = annotation.status == 2 ? DAY_SKIPPED : at[sizeof key - 1] - '0';
	}
	arena_release(&arena);
	return says;
}

/* The open project holds what was acknowledged, and is whole. */
static inline struct id day_holds(struct day *day)
{
	for (int i = 0; i < DAY_ITEMS; i++) {
		int says = day_says(day, i);

		if (says != day->sent[i] && (day->tried[i] & 1U << says) == 0)
			fail_msg("item %d says %d, but %d was acknowledged", i, says, day->sent[i]);
	}
	return fixture_check(day->f.store);
}

/* Its derived rows, made again, are the same. */
static inline void day_rebuilds(struct day *day, const struct id *before)
{
	struct err err;
	struct id after;

	fixture_ok(store_rebuild(day->f.store, NULL, &err));
	after = fixture_check(day->f.store);
	assert_memory_equal(before, &after, sizeof after);
}

static inline void day_end(struct day *day)
{
	snapshot_release(&day->morning);
	fixture_end(&day->f);
}

#endif
