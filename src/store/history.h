/* history.h - all that was said about an item, and what became of it.  For src/store only. */
#ifndef ASSAY_STORE_HISTORY_H
#define ASSAY_STORE_HISTORY_H

#include "store/said.h"
#include "store/store_private.h"

/* Fills in ROW->said: all events about ITEM that name BATCH (NULL: those that name no batch which
 * has the item).  They live in ARENA. */
bool history_of(struct store *store, int64_t item, const struct short_id *batch,
		struct arena *arena, struct store_item_row *row, struct err *err) MUST_USE;

/* What the payload of a review says; REVIEW_NONE when that is not known here. */
int review_named(const char *payload, size_t n, struct arena *arena);

#endif
