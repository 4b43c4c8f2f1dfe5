/* control.h - the payloads of control events, read for authority.c only. */
#ifndef ASSAY_MODEL_CONTROL_H
#define ASSAY_MODEL_CONTROL_H

#include "base/json.h"
#include "model/authority.h"

/* Who gave a right, the strongest first: it decides for whom a key speaks. */
enum level { BY_RECOVERY, BY_OWNER, BY_LEAD, BY_JOIN, BY_SELF, BY_NOBODY };

struct control_key {
	struct id key, box;
	bool host;
};

struct control_keep {
	struct id stream;
	uint64_t seq;
};

struct control {
	struct control_event event; /* without its payload */
	bool readable;
	bool open;              /* project, policy: join */
	struct short_id member; /* grant, revoke */
	unsigned roles;
	const char *name; /* grant */
	struct control_key *keys;
	size_t n_keys;
	struct id *owners; /* project */
	size_t n_owners;
	bool has_recovery;
	struct id recovery;
	bool has_key; /* revoke of one key, not of a member */
	struct id key;
	struct control_keep *keep; /* ascending by stream */
	size_t n_keep;

	/* What the evaluation found. */
	bool effective;
	enum level level;
	unsigned mask;        /* revoke: the roles it takes */
	struct control *next; /* revoke: the next one with this target */
};

/* Fills CONTROL from EVENT; `readable` says whether the payload had all it needs.  TEXT is scratch
 * space; what is kept lives in ARENA. */
void control_read(struct control *control, const struct control_event *event,
		  struct json_reader *reader, struct buf *text, struct arena *arena);

/* How far the revoke lets STREAM count: 0 for a stream that it does not name. */
uint64_t control_kept(const struct control *revoke, const struct id *stream);

#endif
