/* authority.h - who may do what: a pure function of the set of control events (CORE 5.2).  Arrival
 * and clocks do not enter. */
#ifndef ASSAY_MODEL_AUTHORITY_H
#define ASSAY_MODEL_AUTHORITY_H

#include "base/hash.h"
#include "model/kinds.h"

#include <stdbool.h>
#include <stdint.h>

struct control_event { /* kinds 1, 2, 4, 5, 11 of all streams; payloads borrowed */
	uint16_t kind;
	struct id key; /* who signed the stream */
	struct id stream;
	enum audience audience; /* of the stream */
	struct short_id reader; /* audience member */
	uint64_t seq, hlc;
	const char *payload; /* NULL: redacted */
	size_t payload_len;
	struct id id; /* kind 11: a policy is a register with heads */
	const struct id *supersedes;
	int n_supersedes;
};

struct authority_member {
	struct short_id id;
	const char *name;
	unsigned roles; /* in force now, without implied ones */
	struct id box;  /* newest; zeros: none */
};

struct authority_key {
	struct id key;
	int member;          /* index */
	bool host;           /* custody: a shared host */
	const char *revoked; /* canonical JSON {stream hex: seq kept}; NULL: some role in force */
};

struct authority;

/* EVENTS in any order; borrowed for the call only.  A project without its kind 1 event gives an
 * authority that allows nobody. */
struct authority *authority_build(const struct id *project, const struct control_event *events,
				  size_t n);
void authority_free(struct authority *authority);

size_t authority_members(const struct authority *authority);
const struct authority_member *authority_member(const struct authority *authority, size_t i);
size_t authority_keys(const struct authority *authority);
const struct authority_key *authority_key_at(const struct authority *authority, size_t i);
const struct authority_key *authority_key(const struct authority *authority, const struct id *key);
bool authority_join_open(const struct authority *authority);
/* The role bits, implied ones included, that KEY had where it wrote SEQ of STREAM; 0: none. */
unsigned authority_roles(const struct authority *authority, const struct id *key,
			 const struct id *stream, uint64_t seq);
/* True for a member that stands for imported or model labels only (role external). */
bool authority_external(const struct authority *authority, const struct short_id *member);

/* NULL: effective.  Otherwise why it is parked: "unenrolled", "role", "audience", "revoked",
 * "kind", "schema"; and "payload" for a grant, revoke or policy that cannot be read.  The event
 * must be one that authority_build() saw if it is of kind 1, 4, 5 or 11. */
const char *authority_judge(const struct authority *authority, const struct id *key,
			    const struct id *stream, uint64_t seq, unsigned kind, unsigned schema,
			    enum audience audience, const struct short_id *reader);

#endif
