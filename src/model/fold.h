/* fold.h - from events to the current state: one pure function, used by submit, merge, rebuild,
 * check and dry run (CORE 6). */
#ifndef ASSAY_MODEL_FOLD_H
#define ASSAY_MODEL_FOLD_H

#include "base/arena.h"
#include "base/hash.h"
#include "model/authority.h"
#include "model/kinds.h"

#include <stdbool.h>
#include <stdint.h>

#define FOLD_VERSION 1

struct fold_event { /* one event about the item: kinds 64..72 */
	struct id id, stream;
	uint64_t seq, hlc;
	int64_t wall; /* ms */
	int64_t rid;
	uint16_t kind;
	struct short_id member; /* of the stream's key; zeros: not enrolled */
	bool lead;              /* the key had a lead's rights there (annotate with `for`):
				 * authority_roles() & MEMBER_LEAD */
	const char *parked;     /* authority's reason, or NULL */
	const struct id *supersedes;
	int n_supersedes;
	const char *payload; /* NULL: redacted */
	size_t payload_len;
};

struct fold_annotation {
	struct short_id batch, member;
	int64_t rid;
	int status; /* enum sent */
	int revision, heads;
	bool differ;
	int64_t at, active; /* ms */
};

struct fold_decision {
	struct short_id batch;
	int64_t about; /* review: rid of the annotation; adjudication: 0 */
	int64_t rid;
	bool stale, differ;
};

struct fold_control {
	struct short_id batch;
	int64_t rid;
};

struct fold_flag {
	struct short_id batch, member;
	bool on;
};

struct fold_park {
	int64_t rid;
	const char *reason; /* "reference", "payload", "role" (a `for` without the right) */
};

struct fold_withdrawal {
	struct short_id batch;
	bool withdrawn;
};

struct fold_result { /* arrays live in the arena; sorted by batch, member / about / rid */
	struct fold_annotation *annotation;
	size_t n_annotations;
	struct fold_decision *decision;
	size_t n_decisions;
	struct fold_control *control;
	size_t n_controls;
	struct fold_flag *flag;
	size_t n_flags;
	struct fold_park *park;
	size_t n_parks;
	struct fold_withdrawal *withdrawal;
	size_t n_withdrawals;
};

/* EVENTS of one item in any order, each once; the result does not depend on it.  Events that the
 * authority parks must be among them: others may refer to them.  AUTHORITY NULL knows no external
 * members. */
void fold_item(const struct authority *authority, const struct fold_event *events, size_t n,
	       struct arena *arena, struct fold_result *out);

#endif
