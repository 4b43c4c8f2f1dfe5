/* browse_search.c - looking for items between the keys: a slice, a look at the keyboard, on. */
#include "ui/view/browse_state.h"

#include "base/alloc.h"

#include <string.h>

#define PAGE 64 /* items asked for at once */

struct looking {
	struct browse *b;
	struct app *app;
	int64_t until;
	size_t seen;
	bool stopped; /* time is up: the page was not read to its end */
};

static bool is_kind(const struct store_look *look, enum browse_which which)
{
	switch (which) {
	case BROWSE_OPEN:
		return look->status == SENT_NOT && look->wanted;
	case BROWSE_BEGUN:
		return look->draft;
	case BROWSE_SENT:
		return look->status == SENT_DONE;
	case BROWSE_SKIPPED:
		return look->status == SENT_SKIPPED;
	case BROWSE_FLAGGED:
		return look->flagged;
	case BROWSE_ALL:
	case BROWSE_WHICH_COUNT:
		break;
	}
	return true;
}

static bool has_text(struct browse *b, const struct store_look *look)
{
	struct brief_hit hit;
	char hex[9];

	if (b->filter.pattern == NULL)
		return true;
	arena_clear(&b->brief);
	hex_encode(hex, look->task.uid.b, 4);
	return strncmp(hex, b->filter.pattern, strlen(b->filter.pattern)) == 0
	       || (look->body != NULL
		   && brief_find(look->body, look->body_len, b->filter.pattern, &b->brief, &hit));
}

static bool look_at(void *ctx, const struct store_look *look)
{
	struct looking *l = ctx;
	struct browse *b = l->b;

	b->at.task = look->task;
	b->at.number++;
	b->looked++;
	l->seen++;
	if (is_kind(look, b->which) && has_text(b, look)) {
		b->hit = vec_grow(b->hit, b->n_hits, &b->hits_cap, sizeof *b->hit);
		b->hit[b->n_hits++] = b->at;
	}
	l->stopped = app_monotonic(l->app) >= l->until;
	return !l->stopped;
}

static void next_batch(struct browse *b)
{
	do
		b->at.batch++;
	while (b->at.batch < b->n_batches && !browse_shows(b, b->at.batch));
	b->at.number = 0;
	b->done = b->at.batch >= b->n_batches;
}

void browse_search_anew(struct browse *b)
{
	b->n_hits = 0;
	b->looked = 0;
	b->at = (struct browse_line){ .batch = b->only < 0 ? 0 : (size_t)b->only };
	b->done = b->n_batches == 0;
}

bool browse_search(struct browse *b, struct app *app)
{
	struct looking l = { .b = b, .app = app, .until = app_monotonic(app) + WORK_SLICE_MS };
	struct store_page page = { .max = PAGE, .bodies = b->filter.pattern != NULL };
	struct store_task from;
	struct err err;

	while (!b->done && !l.stopped) {
		from = b->at.task;
		page.batch = b->batch[b->at.batch].id;
		page.from = b->at.number > 0 ? &from : NULL;
		l.seen = 0;
		if (!store_look(app->store, &page, look_at, &l, &err)) {
			app_fail(app, &err);
			b->done = true;
		} else if (!l.stopped && l.seen < PAGE) {
			next_batch(b);
		}
	}
	return !b->done;
}
