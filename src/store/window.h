/* window.h - the sources of the items to come, read ahead.  For src/store only. */
#ifndef ASSAY_STORE_WINDOW_H
#define ASSAY_STORE_WINDOW_H

#include "store/reading.h"
#include "store/store_private.h"

struct window;

struct window_place { /* the task that is visited; tasks are visited in queue order */
	int64_t batch;
	const uint8_t *ord;
	int64_t item;
	enum store_items visited;
};

struct window *window_new(struct store *store, struct err *err) MUST_USE;
void window_free(struct window *window);

/* Where a line of a chunk stands in the order of the events that brought them. */
struct window_order {
	int64_t event, line;
};
#define WINDOW_ORDER_LAST ((struct window_order){ INT64_MAX, INT64_MAX })
struct window_order window_order(const struct window *window, const struct id *chunk, int64_t line);
bool window_is_before(const struct window_order *a, const struct window_order *b);

/* The item's sources in the order of the events; they live in ARENA. */
bool window_sources(struct window *window, const struct window_place *at, struct arena *arena,
		    struct store_source **source, size_t *n, struct err *err) MUST_USE;

#endif
