#include "model/authority.h"

#include "base/alloc.h"
#include "base/json_write.h"
#include "model/authority_eval.h"

#include <stdlib.h>
#include <string.h>

/* ---- the tables ---- */

static bool stronger(const struct claim *a, const struct claim *b)
{
	int c = (int)a->level - (int)b->level;

	if (c == 0)
		c = memcmp(a->member.b, b->member.b, SHORT_ID_BYTES);
	return c != 0 ? c < 0 : a->host && !b->host;
}

/* For whom a key speaks. */
static const struct claim *main_claim(const struct holder *holder)
{
	const struct claim *best = NULL;

	for (const struct claim *c = holder->claims; c != NULL; c = c->next_of_key)
		if (c->has_member && (best == NULL || stronger(c, best)))
			best = c;
	return best;
}

static int compare_events(const struct control_event *a, const struct control_event *b)
{
	int c = (a->hlc > b->hlc) - (a->hlc < b->hlc);

	if (c == 0)
		c = memcmp(a->stream.b, b->stream.b, ID_BYTES);
	return c != 0 ? c : (a->seq > b->seq) - (a->seq < b->seq);
}

struct member_row { /* a member in the making */
	struct authority_member member;
	const struct control *named_by, *box_by;
};

static void fill_member(const struct authority *a, struct member_row *row, const struct claim *c)
{
	const struct control *by = row->named_by;
	unsigned live = claim_live(&a->claims, c, NULL, 0);

	row->member.id = c->member;
	row->member.roles |= live;
	if (c->by->name != NULL
	    && (by == NULL || c->level < by->level
		|| (c->level == by->level && compare_events(&c->by->event, &by->event) > 0))) {
		row->named_by = c->by;
		row->member.name = c->by->name;
	}
	if (live != 0 && !id_is_zero(&c->box)
	    && (row->box_by == NULL || compare_events(&c->by->event, &row->box_by->event) > 0)) {
		row->box_by = c->by;
		row->member.box = c->box;
	}
}

static int compare_members(const void *a, const void *b)
{
	const struct authority_member *x = a, *y = b;

	return memcmp(x->id.b, y->id.b, SHORT_ID_BYTES);
}

static void make_members(struct authority *a)
{
	struct map rows = MAP_INIT;
	struct member_row *row = xcalloc(a->claims.named.n + 1, sizeof *row);
	size_t n = 0;

	for (const struct claim *c = a->claims.all; c != NULL; c = c->next) {
		bool fresh;
		union map_value *slot;

		if (!c->has_member)
			continue;
		slot = map_put(&rows, c->member.b, SHORT_ID_BYTES, &fresh);
		if (fresh)
			slot->number = (int64_t)n++;
		fill_member(a, &row[slot->number], c);
	}
	a->members = arena_alloc(&a->arena, (n + 1) * sizeof *a->members);
	a->n_members = n;
	for (size_t i = 0; i < n; i++) {
		a->members[i] = row[i].member;
		if (a->members[i].name == NULL)
			a->members[i].name = "";
	}
	qsort(a->members, n, sizeof *a->members, compare_members);
	map_release(&rows);
	free(row);
}

static void keep_more(struct authority *a, struct json *kept, const struct control_keep *keep)
{
	char hex[ID_HEX + 1];

	hex_encode(hex, keep->stream.b, ID_BYTES);
	if ((int64_t)keep->seq > json_get_int(kept, hex, 0))
		json_set(&a->arena, kept, hex, json_int(&a->arena, (int64_t)keep->seq));
}

/* How far each stream of a revoked key still counts. */
static const char *kept_json(struct authority *a, const struct holder *holder)
{
	struct json *kept = json_object(&a->arena);
	struct buf text = BUF_INIT;
	const char *copy;

	for (const struct claim *c = holder->claims; c != NULL; c = c->next_of_key) {
		const struct control *r = claim_next_revoke(&a->claims, c, NULL);

		for (; r != NULL; r = claim_next_revoke(&a->claims, c, r))
			for (size_t i = 0; i < r->n_keep; i++)
				if (holder_live(&a->claims, holder, &r->keep[i].stream,
						r->keep[i].seq)
				    != 0)
					keep_more(a, kept, &r->keep[i]);
	}
	json_write_canonical(&text, kept);
	copy = arena_strdup(&a->arena, buf_str(&text));
	buf_release(&text);
	return copy;
}

static int compare_keys(const void *a, const void *b)
{
	const struct authority_key *x = a, *y = b;

	return memcmp(x->key.b, y->key.b, ID_BYTES);
}

static int member_place(const struct authority *a, const struct short_id *id)
{
	const struct authority_member wanted = { .id = *id }, *found;

	found = bsearch(&wanted, a->members, a->n_members, sizeof *a->members, compare_members);
	return found != NULL ? (int)(found - a->members) : -1;
}

static void add_key(struct authority *a, const struct holder *holder)
{
	const struct claim *claim = main_claim(holder);
	unsigned live = holder_live(&a->claims, holder, NULL, 0);

	if (claim == NULL)
		return;
	a->keys[a->n_keys++] = (struct authority_key){
		.key = holder->key,
		.member = member_place(a, &claim->member),
		.host = claim->host,
		.revoked = live == 0 ? kept_json(a, holder) : NULL,
	};
}

static void make_keys(struct authority *a)
{
	a->keys = arena_alloc(&a->arena, (a->claims.n_holders + 1) * sizeof *a->keys);
	for (const struct claim *c = a->claims.all; c != NULL; c = c->next)
		if (c->holder != NULL && c == c->holder->claims) /* each holder once */
			add_key(a, c->holder);
	qsort(a->keys, a->n_keys, sizeof *a->keys, compare_keys);
	for (size_t i = 0; i < a->n_keys; i++)
		claims_holder(&a->claims, &a->keys[i].key)->place = (int)i;
}

/* ---- the public functions ---- */

struct authority *authority_build(const struct id *project, const struct control_event *events,
				  size_t n)
{
	struct authority *a = xcalloc(1, sizeof *a);

	a->project = *project;
	a->claims.arena = &a->arena;
	authority_evaluate(a, events, n);
	make_members(a);
	make_keys(a);
	return a;
}

void authority_free(struct authority *a)
{
	if (a == NULL)
		return;
	claims_release(&a->claims);
	arena_release(&a->arena);
	free(a->controls);
	free(a);
}

size_t authority_members(const struct authority *a)
{
	return a->n_members;
}

const struct authority_member *authority_member(const struct authority *a, size_t i)
{
	return &a->members[i];
}

size_t authority_keys(const struct authority *a)
{
	return a->n_keys;
}

const struct authority_key *authority_key_at(const struct authority *a, size_t i)
{
	return &a->keys[i];
}

const struct authority_key *authority_key(const struct authority *a, const struct id *key)
{
	const struct holder *holder = claims_holder(&a->claims, key);

	return holder != NULL && holder->place >= 0 ? &a->keys[holder->place] : NULL;
}

bool authority_join_open(const struct authority *a)
{
	return a->join_open;
}

unsigned authority_roles(const struct authority *a, const struct id *key, const struct id *stream,
			 uint64_t seq)
{
	const struct holder *holder = claims_holder(&a->claims, key);

	return holder != NULL ? roles_effective(holder_live(&a->claims, holder, stream, seq)) : 0;
}

bool authority_external(const struct authority *a, const struct short_id *member)
{
	int i = member_place(a, member);

	return i >= 0 && a->members[i].roles == MEMBER_EXTERNAL;
}

/* ---- judging ---- */

static const char *judge_rights(const struct authority *a, const struct holder *holder,
				const struct id *stream, uint64_t seq, unsigned need)
{
	unsigned live, ever;

	if (holder == NULL)
		return need != 0 ? "unenrolled" : NULL;
	live = roles_effective(holder_live(&a->claims, holder, stream, seq));
	ever = roles_effective(holder_ever(holder));
	if (need == 0) /* anybody may open a stream, but not go on with a revoked key */
		return live != 0 ? NULL : "revoked";
	if (live & need)
		return NULL;
	return ever & need ? "revoked" : "role";
}

/* Why a grant, revoke or policy has no effect. */
static const char *judge_control(const struct authority *a, const struct control *control)
{
	const struct control_event *e = &control->event;
	const struct holder *holder = claims_holder(&a->claims, &e->key);

	if (control->effective)
		return NULL;
	if (!control->readable)
		return "payload";
	if (holder == NULL)
		return "unenrolled";
	if (e->audience != AUDIENCE_TEAM
	    && (e->audience == AUDIENCE_SELF ? (control->roles & STAFF_ROLES) != 0
					     : !control_seen_rightly(control, control->roles)))
		return "audience";
	return holder_live(&a->claims, holder, &e->stream, e->seq) != holder_ever(holder)
		       ? "revoked"
		       : "role";
}

/* Two branches of a fork may have an event each at one place: one effective one is enough. */
static const char *judge_place(const struct authority *a, const struct id *key,
			       const struct id *stream, uint64_t seq, unsigned kind)
{
	const char *reason = "role";

	for (size_t i = authority_find(a, key, stream, seq); i < a->n_controls; i++) {
		const struct control *c = &a->controls[i];

		if (!id_equal(&c->event.key, key) || !id_equal(&c->event.stream, stream)
		    || c->event.seq != seq)
			break;
		if (c->event.kind != kind)
			continue;
		reason = judge_control(a, c);
		if (reason == NULL)
			break;
	}
	return reason;
}

/* One argument for each field of a header or stream that counts.
 * NOLINTNEXTLINE(readability-function-size) */
const char *authority_judge(const struct authority *a, const struct id *key,
			    const struct id *stream, uint64_t seq, unsigned kind, unsigned schema,
			    enum audience audience, const struct short_id *reader)
{
	const struct kind_rule *rule = kind_rule(kind);
	const struct holder *holder = claims_holder(&a->claims, key);

	(void)reader; /* grants and revokes, where it matters, were seen with theirs */
	if (rule == NULL)
		return "kind";
	if (schema > rule->schema)
		return "schema";
	if ((rule->audiences & 1u << audience) == 0)
		return "audience";
	if (kind == KIND_PROJECT)
		return a->root != NULL && seq == 1 && id_equal(stream, &a->project) ? NULL : "role";
	if (kind == KIND_GRANT || kind == KIND_REVOKE || kind == KIND_POLICY)
		return judge_place(a, key, stream, seq, kind);
	return judge_rights(a, holder, stream, seq, rule->roles);
}
