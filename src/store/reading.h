/* reading.h - a project read from end to end: its items with all that was said, and its events.
 * For export and log; the workbench asks for one thing at a time (store.h). */
#ifndef ASSAY_STORE_READING_H
#define ASSAY_STORE_READING_H

#include "store/store.h"

/* ---------------------------------------------------------------- items */

struct store_source {
	const char *line; /* the chunk's canonical line */
	size_t len;
	struct short_id group;
	enum item_role role;
};
struct store_item_row {                  /* one item of one batch with everything said about it */
	const struct store_batch *batch; /* NULL: see store/said.h */
	struct store_task task;
	const char *body;
	size_t body_len;
	struct short_id group;
	enum item_role role;
	bool withdrawn;
	struct store_source *source; /* not of STORE_ITEMS_ANNOTATED */
	size_t n_sources;
	struct store_annotation *annotation; /* by member id */
	size_t n_annotations;
	const struct store_said *const *said; /* STORE_ITEMS_SAID only */
	size_t n_said;
};
enum store_items { STORE_ITEMS_ALL, STORE_ITEMS_ANNOTATED, STORE_ITEMS_SAID /* see said.h */ };
struct store_reading {
	const char *batch; /* NULL: all batches, in order of their names */
	enum store_items items;
	/* Quicker: a row for each annotation, in no order, with nothing but batch, payload and
	 * review; with STORE_ITEMS_SAID for each one ever made, SAID with nothing but kind and
	 * payload, and without a batch unless one is asked for. */
	bool answers_only;
	/* ROW and what it points to lives for the call; false stops with ERR. */
	bool (*each)(void *ctx, const struct store_item_row *row, struct err *err);
	void *ctx;
	/* Or NULL.  What rows point to is made in *ARENA and stays there; batches end with the
	 * reading.  EACH may set it to another one. */
	struct arena **arena;
	const struct progress *progress; /* or NULL */
};
/* Hands out the items in queue order, in one read transaction. */
bool store_each_item(struct store *store, const struct store_reading *reading,
		     struct err *err) MUST_USE;

struct store_withdrawn { /* one person's submission that she took back and did not send again */
	struct short_id batch, member;
	const char *batch_name;
	struct id uid, event; /* of the submission */
	uint64_t hlc;         /* of the withdrawal */
};
/* In order of batch, item and member.  The rows live in ARENA. */
bool store_withdrawn(struct store *store, struct arena *arena, struct store_withdrawn **rows,
		     size_t *n, struct err *err) MUST_USE;

/* ---------------------------------------------------------------- events */

struct store_log_row {
	struct id stream, id, key, subject;
	uint64_t seq, hlc;
	int64_t wall;
	unsigned kind;
	enum audience audience;
	const char *member; /* name, or NULL: not enrolled */
	const char *payload;
	size_t payload_len;
	const char *parked; /* reason, or NULL */
	bool is_signed;
};
/* Newest first (hlc, stream, seq); stops after MAX (0: all) or when EACH returns false. */
bool store_each_event(struct store *store, int64_t max,
		      bool (*each)(void *ctx, const struct store_log_row *row), void *ctx,
		      struct err *err) MUST_USE;

#endif
