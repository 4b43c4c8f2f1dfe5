/* authority_eval.c - level by level: the recovery key, then owners, then leads, then everybody
 * else. What a level may do depends on higher levels only, so there are no cycles and no races. */
#include "model/authority_eval.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

struct stage {
	unsigned mask;  /* the role that this level acts with, or hands on to its own new keys */
	unsigned gives; /* the roles that it may grant */
	unsigned takes; /* and revoke */
	enum level level;
};

static const struct stage stage_owner = {
	.mask = MEMBER_OWNER,
	.gives = MEMBER_OWNER | MEMBER_LEAD | LOW_ROLES,
	.takes = MEMBER_LEAD | LOW_ROLES,
	.level = BY_OWNER,
};
static const struct stage stage_lead = {
	.mask = MEMBER_LEAD,
	.gives = LOW_ROLES,
	.takes = LOW_ROLES,
	.level = BY_LEAD,
};
static const struct stage stage_low = { .mask = LOW_ROLES, .level = BY_SELF };

/* ---- the events, sorted ---- */

static int compare_place(const struct control *a, const struct control *b)
{
	int c = memcmp(a->event.key.b, b->event.key.b, ID_BYTES);

	if (c == 0)
		c = memcmp(a->event.stream.b, b->event.stream.b, ID_BYTES);
	return c != 0 ? c : (a->event.seq > b->event.seq) - (a->event.seq < b->event.seq);
}

static int compare_controls(const void *a, const void *b)
{
	const struct control *x = a, *y = b;
	int c = compare_place(x, y);

	if (c == 0)
		c = (int)x->event.kind - (int)y->event.kind;
	return c != 0 ? c : memcmp(x->event.id.b, y->event.id.b, ID_BYTES);
}

static void read_controls(struct authority *a, const struct control_event *events, size_t n)
{
	struct json_reader *reader = json_reader_new();
	struct buf text = BUF_INIT;

	a->controls = xcalloc(n + 1, sizeof *a->controls);
	a->n_controls = n;
	for (size_t i = 0; i < n; i++)
		control_read(&a->controls[i], &events[i], reader, &text, &a->arena);
	if (n > 1)
		qsort(a->controls, n, sizeof *a->controls, compare_controls);
	buf_release(&text);
	json_reader_free(reader);
}

size_t authority_find(const struct authority *a, const struct id *key, const struct id *stream,
		      uint64_t seq)
{
	const struct control wanted = {
		.event = { .key = *key, .stream = *stream, .seq = seq },
	};
	size_t low = 0, high = a->n_controls;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_place(&a->controls[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Walks the events of KEY: AT starts with NULL. */
static struct control *next_by(const struct authority *a, const struct id *key,
			       const struct control *at)
{
	static const struct id first;
	size_t i = at != NULL ? (size_t)(at - a->controls) + 1 : authority_find(a, key, &first, 0);

	return i < a->n_controls && id_equal(&a->controls[i].event.key, key) ? &a->controls[i]
									     : NULL;
}

/* ---- grants ---- */

bool control_seen_rightly(const struct control *control, unsigned roles)
{
	if (control->event.audience == AUDIENCE_TEAM)
		return true;
	return (roles & STAFF_ROLES) == 0 && control->event.audience == AUDIENCE_MEMBER
	       && short_id_equal(&control->event.reader, &control->member);
}

static bool own_audience(const struct control *control)
{
	return control->event.audience == AUDIENCE_TEAM || control->event.audience == AUDIENCE_SELF;
}

static void apply(struct authority *a, struct control *grant, unsigned bits, enum level level)
{
	grant->effective = true;
	grant->level = level < grant->level ? level : grant->level;
	if (grant->n_keys == 0)
		claims_add(&a->claims, grant, NULL, bits, level);
	for (size_t i = 0; i < grant->n_keys; i++)
		claims_add(&a->claims, grant, &grant->keys[i], bits, level);
}

/* What the signer may hand on: her rights where she wrote this, but never those of a key that a
 * shared host keeps.  MEMBER NULL: whoever she is. */
static unsigned rights_to_add(const struct authority *a, const struct holder *signer,
			      const struct control *grant, const struct short_id *member)
{
	unsigned bits = 0;

	for (const struct claim *c = signer->claims; c != NULL; c = c->next_of_key) {
		if (c->host)
			continue;
		if (member != NULL && !(c->has_member && short_id_equal(&c->member, member)))
			continue;
		bits |= claim_live(&a->claims, c, &grant->event.stream, grant->event.seq);
	}
	return bits;
}

static void try_grant(struct authority *a, const struct holder *signer, struct control *grant,
		      const struct stage *stage)
{
	if (grant->effective || (grant->roles & ~stage->gives) != 0
	    || !control_seen_rightly(grant, grant->roles))
		return;
	if (rights_to_add(a, signer, grant, NULL) & stage->mask)
		apply(a, grant, grant->roles, stage->level);
}

/* A member's new key: it gets what the signing key has as the same member. */
static void try_own_key(struct authority *a, const struct holder *signer, struct control *grant,
			const struct stage *stage)
{
	unsigned bits = rights_to_add(a, signer, grant, &grant->member) & stage->mask;

	if (grant->event.audience != AUDIENCE_TEAM)
		bits &= ~(unsigned)STAFF_ROLES;
	if (bits != 0 && grant->n_keys > 0 && own_audience(grant))
		apply(a, grant, bits, BY_SELF);
}

static void run_stage(struct authority *a, const struct stage *stage)
{
	struct holder *signer;

	for (struct claim *c = a->claims.all; c != NULL; c = c->next)
		if (c->holder != NULL && (c->bits & stage->mask) != 0)
			claims_queue(&a->claims, c->holder);
	while ((signer = claims_take(&a->claims)) != NULL) {
		struct control *c = NULL;

		while ((c = next_by(a, &signer->key, c)) != NULL) {
			if (c->event.kind != KIND_GRANT || !c->readable)
				continue;
			if (c->roles == 0)
				try_own_key(a, signer, c, stage);
			else if (stage->gives != 0)
				try_grant(a, signer, c, stage);
		}
	}
}

/* ---- revokes ---- */

/* The roles that this revoke takes when its signer may take TAKES; 0: it goes too far. */
static unsigned taken(const struct control *revoke, unsigned takes)
{
	if ((revoke->roles & ~takes) != 0 || !control_seen_rightly(revoke, revoke->roles))
		return 0;
	if (revoke->roles != 0)
		return revoke->roles;
	return revoke->event.audience == AUDIENCE_TEAM ? takes : takes & ~(unsigned)STAFF_ROLES;
}

/* All of a level's revokes enter at once: they do not see each other. */
static void run_revokes(struct authority *a, const struct stage *stage)
{
	struct control *effective = NULL;

	for (size_t i = 0; i < a->n_controls; i++) {
		struct control *c = &a->controls[i];
		const struct holder *signer = claims_holder(&a->claims, &c->event.key);

		if (c->event.kind != KIND_REVOKE || !c->readable || c->effective || signer == NULL)
			continue;
		c->mask = taken(c, stage->takes);
		if (c->mask == 0
		    || !(holder_live(&a->claims, signer, &c->event.stream, c->event.seq)
			 & stage->mask))
			continue;
		c->effective = true;
		c->level = stage->level;
		c->next = effective;
		effective = c;
	}
	while (effective != NULL) {
		struct control *next = effective->next;

		claims_revoke(&a->claims, effective);
		effective = next;
	}
}

/* ---- the top ---- */

static const struct control *find_root(const struct authority *a)
{
	for (size_t i = 0; i < a->n_controls; i++) {
		const struct control *c = &a->controls[i];

		if (c->event.kind == KIND_PROJECT && c->event.seq == 1 && c->readable
		    && id_equal(&c->event.stream, &a->project))
			return c;
	}
	return NULL;
}

/* The recovery key makes and unmakes owners, and nothing else. */
static void run_recovery(struct authority *a)
{
	struct control *c = NULL;

	if (!a->root->has_recovery)
		return;
	while ((c = next_by(a, &a->root->recovery, c)) != NULL) {
		if (!c->readable || c->event.audience != AUDIENCE_TEAM)
			continue;
		if (c->event.kind == KIND_GRANT && c->roles == MEMBER_OWNER)
			apply(a, c, MEMBER_OWNER, BY_RECOVERY);
		if (c->event.kind != KIND_REVOKE || (c->roles & ~(unsigned)MEMBER_OWNER) != 0)
			continue;
		c->effective = true;
		c->level = BY_RECOVERY;
		c->mask = MEMBER_OWNER;
		claims_revoke(&a->claims, c);
	}
}

/* As whom the owner KEY enrolled itself: the smallest id if there are several. */
static const struct short_id *own_member(const struct authority *a, const struct id *key)
{
	const struct short_id *member = NULL;
	const struct control *c = NULL;

	while ((c = next_by(a, key, c)) != NULL) {
		if (c->event.kind != KIND_GRANT || !c->readable)
			continue;
		for (size_t i = 0; i < c->n_keys; i++)
			if (id_equal(&c->keys[i].key, key)
			    && (member == NULL
				|| memcmp(c->member.b, member->b, SHORT_ID_BYTES) < 0))
				member = &c->member;
	}
	return member;
}

/* ---- joining ---- */

static bool superseded(const struct authority *a, const struct control *policy)
{
	for (size_t i = 0; i < a->n_controls; i++) {
		const struct control_event *other = &a->controls[i].event;

		if (other->kind != KIND_POLICY || !a->controls[i].effective)
			continue;
		for (int s = 0; s < other->n_supersedes; s++)
			if (id_equal(&other->supersedes[s], &policy->event.id))
				return true;
	}
	return false;
}

/* Two policies apart from each other: the stricter one counts. */
static bool policy_is_open(struct authority *a)
{
	bool any = false, open = true;

	for (size_t i = 0; i < a->n_controls; i++) {
		struct control *c = &a->controls[i];
		const struct holder *signer = claims_holder(&a->claims, &c->event.key);

		c->effective =
			c->effective
			|| (c->event.kind == KIND_POLICY && c->readable && signer != NULL
			    && c->event.audience == AUDIENCE_TEAM
			    && (holder_live(&a->claims, signer, &c->event.stream, c->event.seq)
				& MEMBER_OWNER));
	}
	for (size_t i = 0; i < a->n_controls; i++) {
		const struct control *c = &a->controls[i];

		if (c->event.kind != KIND_POLICY || !c->effective || superseded(a, c))
			continue;
		any = true;
		open = open && c->open;
	}
	return any ? open : a->root->open;
}

static bool asks_to_join(const struct control *control)
{
	return control->event.kind == KIND_GRANT && control->readable
	       && control->roles == MEMBER_ANNOTATOR && control->n_keys == 1
	       && id_equal(&control->keys[0].key, &control->event.key) && own_audience(control)
	       && !control->effective;
}

/* Somebody else's member id cannot be joined: neither an enrolled member's, nor one that another
 * key asks for as well (then a lead must say whose it is). */
static bool contested(const struct authority *a, const struct map *asked,
		      const struct control *grant)
{
	const union map_value *claim = map_get(&a->claims.named, grant->member.b, SHORT_ID_BYTES);
	const struct holder *signer = claims_holder(&a->claims, &grant->event.key);
	const union map_value *first = map_get(asked, grant->member.b, SHORT_ID_BYTES);

	if (first->ptr == NULL)
		return true;
	if (claim == NULL)
		return false;
	for (const struct claim *c = signer != NULL ? signer->claims : NULL; c != NULL;
	     c = c->next_of_key)
		if (c->has_member && short_id_equal(&c->member, &grant->member))
			return false;
	return true;
}

/* Who asks for which member: the grant, or NULL when two keys ask for one. */
static void note_asking(struct map *asked, struct control *grant)
{
	bool fresh;
	union map_value *slot = map_put(asked, grant->member.b, SHORT_ID_BYTES, &fresh);
	const struct control *first = slot->ptr;

	if (fresh)
		slot->ptr = grant;
	else if (first != NULL && !id_equal(&first->event.key, &grant->event.key))
		slot->ptr = NULL;
}

static void run_joins(struct authority *a)
{
	struct map asked = MAP_INIT;
	struct control *accepted = NULL;

	for (size_t i = 0; i < a->n_controls; i++)
		if (asks_to_join(&a->controls[i]))
			note_asking(&asked, &a->controls[i]);
	for (size_t i = 0; i < a->n_controls; i++) {
		struct control *c = &a->controls[i];

		if (!asks_to_join(c) || contested(a, &asked, c))
			continue;
		c->next = accepted;
		accepted = c;
	}
	for (struct control *c = accepted; c != NULL; c = c->next)
		apply(a, c, MEMBER_ANNOTATOR, BY_JOIN);
	map_release(&asked);
}

/* ---- all levels ---- */

static void evaluate(struct authority *a)
{
	for (size_t i = 0; i < a->root->n_owners; i++)
		claims_add_root(&a->claims, a->root, &a->root->owners[i],
				own_member(a, &a->root->owners[i]));
	run_recovery(a);
	run_stage(a, &stage_owner);
	run_revokes(a, &stage_owner);
	run_stage(a, &stage_lead);
	run_revokes(a, &stage_lead);
	a->join_open = policy_is_open(a);
	if (a->join_open)
		run_joins(a);
	run_stage(a, &stage_low);
}

void authority_evaluate(struct authority *a, const struct control_event *events, size_t n)
{
	read_controls(a, events, n);
	a->root = find_root(a);
	if (a->root != NULL)
		evaluate(a);
}
