/* authority_eval.h - what authority.c and authority_eval.c share: the evaluation's state. */
#ifndef ASSAY_MODEL_AUTHORITY_EVAL_H
#define ASSAY_MODEL_AUTHORITY_EVAL_H

#include "model/claims.h"

#define STAFF_ROLES (MEMBER_REVIEWER | MEMBER_EXPORTER | MEMBER_LEAD | MEMBER_OWNER)
#define LOW_ROLES (MEMBER_ANNOTATOR | MEMBER_REVIEWER | MEMBER_EXPORTER | MEMBER_EXTERNAL)

struct authority {
	struct arena arena;
	struct id project;
	const struct control *root; /* the project's first event, or NULL */
	bool join_open;
	struct control *controls; /* by key, stream, seq */
	size_t n_controls;
	struct claims claims;
	struct authority_member *members; /* by id */
	size_t n_members;
	struct authority_key *keys; /* by key */
	size_t n_keys;
};

/* Sorts EVENTS into the authority and finds which of them are effective, and the claims and revokes
 * that follow. */
void authority_evaluate(struct authority *a, const struct control_event *events, size_t n);

/* The first event at or behind KEY, STREAM and SEQ. */
size_t authority_find(const struct authority *a, const struct id *key, const struct id *stream,
		      uint64_t seq);

/* Staff is made in the sight of the whole team; what concerns one annotator, before her alone. */
bool control_seen_rightly(const struct control *control, unsigned roles);

#endif
