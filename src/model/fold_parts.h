/* fold_parts.h - what the fold needs of each event, and what its parts share: for fold*.c only. */
#ifndef ASSAY_MODEL_FOLD_PARTS_H
#define ASSAY_MODEL_FOLD_PARTS_H

#include "model/fold.h"
#include "model/payload.h"

struct fold_group {                        /* the annotations of one member in one batch */
	const struct fold_entry *counting; /* NULL: nothing but retracts, or all of it gone */
	bool differ;
};

struct fold_entry {
	const struct fold_event *event;
	const char *reason; /* why the fold parks it, or NULL */
	bool counts;        /* not parked by anybody (yet) */
	bool gone;          /* superseded */
	struct short_id batch, who;
	int status; /* annotate: enum sent */
	int64_t active;
	struct payload_field say; /* what heads are compared by: answers, verdict */
	struct payload_field ids; /* review: about; adjudicate: saw */
	bool on;                  /* flag, withdraw */
	struct fold_group *group; /* annotate and retract */
};

struct fold {
	struct fold_entry *entry; /* by hlc, stream, seq, id */
	size_t n;
	struct fold_entry **by_id;
	struct arena *arena;
	struct fold_result *out;
};

/* Fills ENTRY; sets the reason "payload" or "role" where the event cannot count. */
void fold_read(struct fold_entry *entry, const struct fold_event *event,
	       const struct authority *authority);

/* Reviews and adjudications; controls, flags and withdrawals. */
void fold_decisions(struct fold *fold);
void fold_registers(struct fold *fold);

struct fold_entry *fold_find(const struct fold *fold, const struct id *id); /* NULL: not here */
bool fold_is_label(const struct fold_entry *entry); /* annotate or retract */
/* Do they say the same?  By the canonical bytes of answers or verdict, and the status. */
bool fold_same(const struct fold *fold, const struct fold_entry *a, const struct fold_entry *b);
/* The annotation that the review is about; NULL for anything else. */
struct fold_entry *fold_reviewed(const struct fold *fold, const struct fold_entry *review,
				 const struct id *id);
size_t fold_count_reviewed(const struct fold *fold, const struct fold_entry *review);

/* The entries that WANTED picks, sorted by COMPARE; in each place the newest last. */
struct fold_entry **fold_pick(const struct fold *fold, bool (*wanted)(const struct fold_entry *),
			      int (*compare)(const void *, const void *), size_t *n);
int fold_by_member(const void *a, const void *b); /* by batch and who */
int fold_by_batch(const void *a, const void *b);
int fold_compare_short(const struct short_id *a, const struct short_id *b);

#endif
