#include "model/claims.h"

#include <string.h>

struct holder *claims_holder(const struct claims *claims, const struct id *key)
{
	const union map_value *found = map_get(&claims->holders, key->b, ID_BYTES);

	return found != NULL ? found->ptr : NULL;
}

static struct holder *make_holder(struct claims *claims, const struct id *key)
{
	union map_value *slot = map_put(&claims->holders, key->b, ID_BYTES, NULL);
	struct holder *holder = slot->ptr;

	if (holder != NULL)
		return holder;
	holder = arena_alloc(claims->arena, sizeof *holder);
	holder->key = *key;
	holder->place = -1;
	slot->ptr = holder;
	claims->n_holders++;
	return holder;
}

void claims_queue(struct claims *claims, struct holder *holder)
{
	if (holder->queued)
		return;
	holder->queued = true;
	holder->next_queued = claims->queue;
	claims->queue = holder;
}

struct holder *claims_take(struct claims *claims)
{
	struct holder *holder = claims->queue;

	if (holder == NULL)
		return NULL;
	claims->queue = holder->next_queued;
	holder->queued = false;
	return holder;
}

static struct claim *link_claim(struct claims *claims, const struct claim *claim)
{
	struct claim *copy = arena_alloc(claims->arena, sizeof *copy);

	*copy = *claim;
	copy->next = claims->all;
	claims->all = copy;
	if (copy->holder != NULL) {
		copy->next_of_key = copy->holder->claims;
		copy->holder->claims = copy;
	}
	if (copy->has_member) {
		union map_value *named =
			map_put(&claims->named, copy->member.b, SHORT_ID_BYTES, NULL);

		if (named->ptr == NULL)
			named->ptr = copy;
	}
	return copy;
}

static struct claim *claim_of(const struct holder *holder, const struct control *by)
{
	struct claim *claim = holder != NULL ? holder->claims : NULL;

	while (claim != NULL && claim->by != by)
		claim = claim->next_of_key;
	return claim;
}

void claims_add(struct claims *claims, const struct control *by, const struct control_key *key,
		unsigned bits, enum level level)
{
	struct holder *holder = key != NULL ? make_holder(claims, &key->key) : NULL;
	struct claim *claim = claim_of(holder, by);

	if (claim != NULL && (bits & ~claim->bits) == 0)
		return;
	if (claim == NULL)
		claim = link_claim(
			claims, &(struct claim){
					.holder = holder,
					.has_member = true,
					.member = by->member,
					.level = level,
					.host = key != NULL && key->host,
					.box = key != NULL ? key->box : (struct id){ .b = { 0 } },
					.by = by,
				});
	claim->bits |= bits;
	if (holder != NULL)
		claims_queue(claims, holder);
}

void claims_add_root(struct claims *claims, const struct control *by, const struct id *key,
		     const struct short_id *member)
{
	struct claim claim = {
		.holder = make_holder(claims, key),
		.bits = MEMBER_OWNER,
		.level = BY_OWNER,
		.by = by,
	};

	if (claim_of(claim.holder, by) != NULL)
		return;
	if (member != NULL) {
		claim.has_member = true;
		claim.member = *member;
	}
	link_claim(claims, &claim);
	claims_queue(claims, claim.holder);
}

void claims_revoke(struct claims *claims, struct control *revoke)
{
	const void *target = revoke->has_key ? revoke->key.b : revoke->member.b;
	size_t len = revoke->has_key ? ID_BYTES : SHORT_ID_BYTES;
	union map_value *slot = map_put(&claims->revokes, target, len, NULL);

	revoke->next = slot->ptr;
	slot->ptr = revoke;
}

void claims_release(struct claims *claims)
{
	map_release(&claims->holders);
	map_release(&claims->revokes);
	map_release(&claims->named);
}

/* ---- what is in force ---- */

static const struct control *revokes_of(const struct claims *claims, const void *target, size_t len)
{
	const union map_value *found = map_get(&claims->revokes, target, len);

	return found != NULL ? found->ptr : NULL;
}

static const struct control *revokes_of_key(const struct claims *claims, const struct claim *claim)
{
	return claim->holder != NULL ? revokes_of(claims, claim->holder->key.b, ID_BYTES) : NULL;
}

static const struct control *revokes_of_member(const struct claims *claims,
					       const struct claim *claim)
{
	return claim->has_member ? revokes_of(claims, claim->member.b, SHORT_ID_BYTES) : NULL;
}

const struct control *claim_next_revoke(const struct claims *claims, const struct claim *claim,
					const struct control *revoke)
{
	if (revoke == NULL) {
		revoke = revokes_of_key(claims, claim);
		return revoke != NULL ? revoke : revokes_of_member(claims, claim);
	}
	if (revoke->next == NULL && revoke->has_key)
		return revokes_of_member(claims, claim);
	return revoke->next;
}

unsigned claim_live(const struct claims *claims, const struct claim *claim, const struct id *stream,
		    uint64_t seq)
{
	const struct control *revoke = claim_next_revoke(claims, claim, NULL);
	unsigned bits = claim->bits;

	for (; revoke != NULL; revoke = claim_next_revoke(claims, claim, revoke))
		if (stream == NULL || seq > control_kept(revoke, stream))
			bits &= ~revoke->mask;
	return bits;
}

unsigned holder_live(const struct claims *claims, const struct holder *holder,
		     const struct id *stream, uint64_t seq)
{
	unsigned bits = 0;

	for (const struct claim *c = holder->claims; c != NULL; c = c->next_of_key)
		bits |= claim_live(claims, c, stream, seq);
	return bits;
}

unsigned holder_ever(const struct holder *holder)
{
	unsigned bits = 0;

	for (const struct claim *c = holder->claims; c != NULL; c = c->next_of_key)
		bits |= c->bits;
	return bits;
}
