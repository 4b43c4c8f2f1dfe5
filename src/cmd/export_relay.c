/* export_relay.c - rows of the project wait in lots for the thread that makes lines of them, while
 * the next ones are read.  One lot is at work at a time, in the order of reading: so whatever
 * becomes of them, or goes wrong, is what it would be without threads.
 */
#include "cmd/export.h"

#include "base/alloc.h"
#include "base/crew.h"

#include <stdlib.h>

#define LOTS 6
#define LOT_ROWS 256
#define LOT_BYTES ((size_t)128 * 1024) /* of texts; or one row */

struct lot {
	struct arena arena; /* what the rows point to */
	struct store_item_row *row;
	size_t n, cap, bytes;
	bool failed;
	struct err err;
};

struct relay {
	struct crew *crew; /* of one, or of none */
	bool (*each)(void *ctx, const struct store_item_row *row, struct err *err);
	void *ctx;
	struct lot lot[LOTS];
	struct arena *arena;             /* of the lot being filled */
	bool stopped;                    /* a lot failed: the next ones are left alone */
	struct arena names;              /* of batches: */
	const struct store_batch *batch; /* the last one read, which ends with the reading, */
	struct store_batch *kept;        /* and its copy */
};

static void work(void *ctx, int who, int place)
{
	struct relay *relay = ctx;
	struct lot *lot = &relay->lot[place];

	(void)who;
	for (size_t i = 0; i < lot->n && !relay->stopped; i++)
		relay->stopped = lot->failed = !relay->each(relay->ctx, &lot->row[i], &lot->err);
}

struct relay *relay_new(int threads,
			bool (*each)(void *ctx, const struct store_item_row *row, struct err *err),
			void *ctx)
{
	struct relay *relay = xcalloc(1, sizeof *relay);

	relay->each = each;
	relay->ctx = ctx;
	relay->crew = crew_new(threads > 0 ? 1 : 0, LOTS, work, relay);
	crew_keep_order(relay->crew);
	relay->arena = &relay->lot[crew_place(relay->crew)].arena;
	return relay;
}

void relay_free(struct relay *relay)
{
	if (relay == NULL)
		return;
	crew_free(relay->crew);
	for (int i = 0; i < LOTS; i++) {
		arena_release(&relay->lot[i].arena);
		free(relay->lot[i].row);
	}
	arena_release(&relay->names);
	free(relay);
}

struct arena **relay_arena(struct relay *relay)
{
	return &relay->arena;
}

/* Waits for the oldest lot. */
static bool take_back(struct relay *relay, struct err *err)
{
	struct lot *lot = &relay->lot[crew_take(relay->crew)];
	bool failed = lot->failed;

	if (failed)
		*err = lot->err;
	arena_clear(&lot->arena);
	lot->n = lot->bytes = 0;
	lot->failed = false;
	crew_give_back(relay->crew);
	return !failed;
}

static bool hand_out(struct relay *relay, struct err *err)
{
	crew_hand_out(relay->crew);
	if (crew_place(relay->crew) < 0 && !take_back(relay, err))
		return false;
	relay->arena = &relay->lot[crew_place(relay->crew)].arena;
	return true;
}

/* Batches end with the reading, and lots may be at work for longer. */
static const struct store_batch *keep_batch(struct relay *relay, const struct store_batch *batch)
{
	if (batch == NULL || batch == relay->batch)
		return batch != NULL ? relay->kept : NULL;
	relay->batch = batch;
	relay->kept = arena_alloc(&relay->names, sizeof *relay->kept);
	*relay->kept = *batch;
	relay->kept->name = arena_strdup(&relay->names, batch->name);
	relay->kept->guideline_name = NULL; /* nobody asks */
	return relay->kept;
}

bool relay_add(void *ctx, const struct store_item_row *row, struct err *err)
{
	struct relay *relay = ctx;
	struct lot *lot = &relay->lot[crew_place(relay->crew)];

	lot->row = vec_grow(lot->row, lot->n, &lot->cap, sizeof *lot->row);
	lot->row[lot->n] = *row;
	lot->row[lot->n++].batch = keep_batch(relay, row->batch);
	lot->bytes += row->body_len;
	for (size_t i = 0; i < row->n_annotations; i++)
		lot->bytes += row->annotation[i].payload_len;
	for (size_t i = 0; i < row->n_said; i++)
		lot->bytes += row->said[i]->payload_len;
	return (lot->n < LOT_ROWS && lot->bytes < LOT_BYTES) || hand_out(relay, err);
}

bool relay_end(struct relay *relay, bool ok, struct err *err)
{
	struct err first;

	crew_hand_out(relay->crew);
	while (crew_at_work(relay->crew)) {
		if (take_back(relay, &first))
			continue;
		*err = first;
		ok = false;
	}
	return ok;
}
