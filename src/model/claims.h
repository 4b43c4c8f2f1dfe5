/* claims.h - which key may do what for whom, and what was taken back: the state that authority.c
 * fills level by level.
 *
 * A claim is made by one control event for one key (or, in a grant without keys, for a member
 * only). Rights only ever grow while a level is evaluated; a revoke enters when the level above it
 * is complete.  So the outcome does not depend on the order of anything.
 */
#ifndef ASSAY_MODEL_CLAIMS_H
#define ASSAY_MODEL_CLAIMS_H

#include "base/arena.h"
#include "base/map.h"
#include "model/control.h"

struct claim {
	struct holder *holder; /* NULL: a grant without keys */
	bool has_member;       /* false: an owner that the project names and nobody has enrolled */
	struct short_id member;
	unsigned bits;
	enum level level;
	bool host;
	struct id box;
	const struct control *by;
	struct claim *next_of_key, *next;
};

struct holder {
	struct id key;
	struct claim *claims;
	bool queued;
	struct holder *next_queued;
	int place; /* in the authority's list of keys; -1: not in it */
};

struct claims {
	struct arena *arena;
	struct map holders; /* key -> holder */
	struct map revokes; /* key or member -> list of revokes */
	struct map named;   /* member -> its first claim */
	struct claim *all;
	size_t n_holders;
	struct holder *queue;
};

struct holder *claims_holder(const struct claims *claims, const struct id *key); /* NULL: none */
/* Adds BITS to what BY gives to KEY (NULL: to the member alone), and queues the key if that is new.
 */
void claims_add(struct claims *claims, const struct control *by, const struct control_key *key,
		unsigned bits, enum level level);
/* The same for an owner whom the project's first event names. */
void claims_add_root(struct claims *claims, const struct control *by, const struct id *key,
		     const struct short_id *member);
void claims_revoke(struct claims *claims, struct control *revoke);
void claims_queue(struct claims *claims, struct holder *holder);
struct holder *claims_take(struct claims *claims); /* NULL: the queue is empty */
void claims_release(struct claims *claims);

/* The bits of CLAIM at SEQ of STREAM; STREAM NULL: from now on. */
unsigned claim_live(const struct claims *claims, const struct claim *claim, const struct id *stream,
		    uint64_t seq);
unsigned holder_live(const struct claims *claims, const struct holder *holder,
		     const struct id *stream, uint64_t seq);
unsigned holder_ever(const struct holder *holder); /* whatever was revoked */

/* What takes bits of CLAIM away from now on: the next one after REVOKE (NULL: the first). */
const struct control *claim_next_revoke(const struct claims *claims, const struct claim *claim,
					const struct control *revoke);

#endif
