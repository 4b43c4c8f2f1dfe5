/* said.h - all that was ever said about items, whatever became of it: for exports that lose
 * nothing. Beside store.h, the other header that everybody may see. */
#ifndef ASSAY_STORE_SAID_H
#define ASSAY_STORE_SAID_H

#include "store/reading.h"

enum store_state { /* of an event about an item, beside what else its author said there */
		   STATE_CURRENT,   /* it counts; of what is no annotation: nothing supersedes it */
		   STATE_DUPLICATE, /* written apart from the one that counts, with the same answers
				     */
		   STATE_CONFLICT,  /* written apart, and they do not agree: to be decided */
		   STATE_SUPERSEDED, /* said anew */
		   STATE_WITHDRAWN,  /* an annotation that its author took back */
		   STATE_PARKED,     /* without effect: see PARKED */
		   STATE_REDACTED,   /* what it said is not here any more */
		   STATE_COUNT,
};

struct store_said { /* one event about an item, of any kind from 64 on */
	unsigned kind;
	enum store_state state;
	const char *parked; /* why, or NULL */
	bool has_batch;     /* false: redacted or unreadable */
	struct short_id batch;
	bool enrolled;           /* false: the key is nobody's, and the next four say nothing */
	struct short_id member;  /* whose it is: of an imported label, whom it stands for */
	const char *member_name; /* NULL: not known here */
	unsigned member_roles;
	bool host_custody;
	struct id event, stream, key;
	enum audience audience;
	uint64_t seq, hlc;
	int64_t wall;
	const struct id *supersedes, *superseded_by; /* by events with an effect; ascending */
	size_t n_supersedes, n_superseded_by;
	const struct store_said *retraction; /* of a withdrawn annotation */
	int revision;        /* annotate: her so manieth of the item; 0: parked or redacted */
	int heads;           /* of her annotation of the item */
	bool differ;         /* the heads do not agree */
	int review;          /* as in struct store_annotation */
	bool stale;          /* a verdict on what has changed since */
	const char *payload; /* canonical JSON; NULL: redacted */
	size_t payload_len;
};

/* store_each_item() with STORE_ITEMS_SAID hands out all items that any event is about; their rows
 * have SAID and no annotations.  First come annotations, by member, then the rest; each in order of
 * hlc, stream and seq.  Without a batch, what names no batch that has the item (a redacted payload
 * names none) comes last of all, by item, in rows without batch and sources, perhaps without body.
 */

#endif
