/* walk.h - store_each_item() at work: between items.c, annotated.c and answers.c. */
#ifndef ASSAY_STORE_WALK_H
#define ASSAY_STORE_WALK_H

#include "store/window.h"

struct walk {
	struct store *store;
	const struct store_reading *reading;
	struct arena own;    /* for one item, */
	struct arena *arena; /* unless its reader keeps it in another one */
	struct window *window;
	struct store_annotation *annotation; /* of one item, in the heap until all are there */
	size_t cap;
	int64_t done, total;
	int64_t said, to_say; /* events about items; all there are, or -1 */

	struct store_item_row row;  /* annotated.c: the item whose annotations come, */
	int64_t member;             /* whose the last one is, */
	struct window_order source; /* and where its first source comes from */
};

/* Clears the arena, or goes on to the one that the reader wants. */
void walk_begin_row(struct walk *walk);
/* Room for one more annotation of ROW; walk_take_annotations() puts them all into the arena. */
struct store_annotation *walk_next_annotation(struct walk *walk, struct store_item_row *row);
void walk_take_annotations(struct walk *walk, struct store_item_row *row);
/* Another item is done. */
bool walk_tick(struct walk *walk, struct err *err) MUST_USE;

/* All annotated items of a batch, with group and role and without sources. */
bool walk_annotated(struct walk *walk, const struct store_batch *batch, int64_t local,
		    struct err *err) MUST_USE;
/* Answers only: of a batch's annotations, or of all that was said (BATCH NULL: anywhere). */
bool walk_answers(struct walk *walk, const struct store_batch *batch, int64_t local,
		  struct err *err) MUST_USE;
bool walk_said(struct walk *walk, const struct store_batch *batch, int64_t local,
	       struct err *err) MUST_USE;

#endif
