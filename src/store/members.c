/* members.c - who is who: authority from the control events, the signer's own member. */
#include "store/store_private.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/json_write.h"

/* The kinds that authority is made of, found through the index on control events. */
#define OF_AUTHORITY "kind IN (1, 4, 5, 11) AND kind < 64"

const char hot_sql_authority[] = "SELECT count(*) FROM event WHERE " OF_AUTHORITY;

struct gathered {
	struct control_event *event;
	size_t n, cap;
	struct arena arena;
};

static bool gather_one(struct store *store, sqlite3_stmt *stmt, struct gathered *all,
		       struct err *err)
{
	struct event_header *header = arena_alloc(&all->arena, sizeof *header);
	const struct stream_info *stream = stream_of(store, col_int(stmt, 0), err);
	size_t n;
	const char *bytes = col_bytes(stmt, 1, &n);

	if (stream == NULL || !event_header_read(header, (const uint8_t *)bytes, n, err))
		return false;
	all->event = vec_grow(all->event, all->n, &all->cap, sizeof *all->event);
	all->event[all->n++] = (struct control_event){
		.kind = header->kind,
		.key = stream->key,
		.stream = stream->id,
		.audience = stream->audience,
		.reader = stream->reader,
		.seq = header->seq,
		.hlc = header->hlc,
		.payload = col_text(stmt, 2, &all->arena),
		.payload_len = (size_t)sqlite3_column_bytes(stmt, 2),
		.id = event_id_in(store, &stream->id, header->seq, (const uint8_t *)bytes, n),
		.supersedes = header->supersedes,
		.n_supersedes = header->n_supersedes,
	};
	return true;
}

static bool gather(struct store *store, struct gathered *all, struct err *err)
{
	sqlite3_stmt *stmt = db_query(
		store, "SELECT rid, header, payload FROM event WHERE " OF_AUTHORITY, NO_ARGS, err);
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW)
		if (!gather_one(store, stmt, all, err)) {
			db_end(stmt);
			return false;
		}
	return step == DB_DONE;
}

static bool rebuild_authority(struct store *store, int64_t events, struct err *err)
{
	struct gathered all = { .arena = ARENA_INIT };
	bool ok = gather(store, &all, err);

	if (ok) {
		authority_free(store->authority);
		store->authority = authority_build(&store->project, all.event, all.n);
		store->authority_events = events;
	}
	free(all.event);
	arena_release(&all.arena);
	return ok;
}

const struct authority *authority_of(struct store *store, struct err *err)
{
	int64_t version, events;

	if (!data_version(store, &version, err))
		return NULL;
	if (store->authority != NULL && version == store->authority_version
	    && !store->authority_dirty)
		return store->authority;
	if (!db_int(store, hot_sql_authority, NO_ARGS, &events, err))
		return NULL;
	if ((store->authority == NULL || events != store->authority_events)
	    && !rebuild_authority(store, events, err))
		return NULL;
	store->authority_version = version;
	return store->authority;
}

const struct authority_member *self_member(struct store *store)
{
	struct err ignored;
	const struct authority *authority = authority_of(store, &ignored);
	const struct authority_key *key;

	if (authority == NULL || store->signer == NULL)
		return NULL;
	key = authority_key(authority, &store->signer->key);
	if (key == NULL || key->member < 0)
		return NULL;
	return authority_member(authority, (size_t)key->member);
}

int64_t self_local(struct store *store)
{
	const struct authority_member *self = self_member(store);

	if (self == NULL)
		return 0;
	return db_int_or(store, "SELECT member FROM member WHERE id = ?1", ARGS(ID(&self->id)), 0);
}

bool must_be_allowed(struct store *store, unsigned kind, struct err *err)
{
	const struct authority *authority;
	const struct kind_rule *rule = kind_rule(kind);
	static const struct id anywhere;
	unsigned roles;

	if (!has_signer(store, err))
		return false;
	authority = authority_of(store, err);
	if (authority == NULL)
		return false;
	roles = authority_roles(authority, &store->signer->key, &anywhere, UINT32_MAX);
	if (rule != NULL && (roles & rule->roles) != 0)
		return true;
	if (authority_key(authority, &store->signer->key) == NULL)
		return err_set(err, ERR_DENIED,
			       "your key is not enrolled in this project; ask a lead for it");
	return err_set(err, ERR_DENIED, "your role in this project does not allow '%s'; ask a lead",
		       kind_name(kind));
}

bool store_self(struct store *store, struct store_member *member, struct arena *arena,
		struct err *err)
{
	const struct authority_member *self = NULL;

	if (has_signer(store, err) && authority_of(store, err) != NULL) {
		self = self_member(store);
		if (self == NULL)
			err_set(err, ERR_NOT_FOUND, "your key is not enrolled in this project");
	}
	if (self != NULL)
		*member = (struct store_member){ .id = self->id,
						 .name = arena_strdup(arena, self->name),
						 .roles = self->roles };
	assert_idle(store);
	return self != NULL;
}

bool store_members(struct store *store, struct arena *arena, struct store_member **members,
		   size_t *n, struct err *err)
{
	const struct authority *authority = authority_of(store, err);

	assert_idle(store);
	if (authority == NULL)
		return false;
	*n = authority_members(authority);
	*members = arena_alloc(arena, (*n + 1) * sizeof **members);
	for (size_t i = 0; i < *n; i++) {
		const struct authority_member *m = authority_member(authority, i);

		(*members)[i] = (struct store_member){ .id = m->id,
						       .name = arena_strdup(arena, m->name),
						       .roles = m->roles };
	}
	return true;
}

/* ---------------------------------------------------------------- granting */

static struct json *key_json(const struct store_grant *grant, struct arena *arena)
{
	struct json *key = json_object(arena);
	char hex[ID_HEX + 1];

	json_set(arena, key, "box", json_string(arena, hex_id(hex, grant->box)));
	json_set(arena, key, "custody", json_string(arena, grant->host ? "host" : "self"));
	json_set(arena, key, "device", json_string(arena, grant->device));
	json_set(arena, key, "key", json_string(arena, hex_id(hex, grant->key)));
	return key;
}

static struct json *roles_json(unsigned roles, struct arena *arena)
{
	static const struct {
		const char *name;
		unsigned bit;
	} all[] = {
		{ "annotator", MEMBER_ANNOTATOR }, { "exporter", MEMBER_EXPORTER },
		{ "external", MEMBER_EXTERNAL },   { "lead", MEMBER_LEAD },
		{ "owner", MEMBER_OWNER },         { "reviewer", MEMBER_REVIEWER },
	};
	struct json *list = json_array(arena);

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (roles & all[i].bit)
			json_push(list, json_string(arena, all[i].name));
	return list;
}

static void grant_payload(const struct store_grant *grant, struct buf *out)
{
	struct arena arena = ARENA_INIT;
	struct json *payload = json_object(&arena), *keys = json_array(&arena);
	char hex[SHORT_ID_HEX + 1];

	if (grant->key != NULL)
		json_push(keys, key_json(grant, &arena));
	json_set(&arena, payload, "keys", keys);
	json_set(&arena, payload, "member", json_string(&arena, hex_short(hex, &grant->member)));
	json_set(&arena, payload, "name", json_string(&arena, grant->name));
	json_set(&arena, payload, "roles", roles_json(grant->roles, &arena));
	json_set(&arena, payload, "sealed", json_array(&arena));
	json_write_canonical(out, payload);
	arena_release(&arena);
}

static bool append_grant(struct store *store, const struct store_grant *grant,
			 enum audience audience, struct err *err)
{
	struct append append = { .audience = audience,
				 .reader = grant->member,
				 .kind = KIND_GRANT,
				 .subject = event_subject(&grant->member) };
	struct buf payload = BUF_INIT;
	struct appended event;
	bool ok;

	grant_payload(grant, &payload);
	append.payload = payload.data;
	append.len = payload.len;
	ok = append_event(store, &append, &event, err);
	buf_release(&payload);
	return ok;
}

static void fresh_member(struct store *store, struct short_id *member)
{
	store->env->random(store->env->ctx, member->b, sizeof member->b);
}

bool store_grant(struct store *store, const struct store_grant *grant, struct short_id *member,
		 struct err *err)
{
	static const unsigned staff =
		MEMBER_REVIEWER | MEMBER_EXPORTER | MEMBER_LEAD | MEMBER_OWNER;
	static const struct short_id none;
	struct store_grant full = *grant;
	unsigned need =
		(grant->roles & (MEMBER_LEAD | MEMBER_OWNER)) != 0 ? KIND_POLICY : KIND_ITEMS;

	if (!must_be_allowed(store, need, err) || !tx_begin(store, err))
		return false;
	if (short_id_equal(&full.member, &none))
		fresh_member(store, &full.member);
	*member = full.member;
	return tx_end(store,
		      append_grant(store, &full,
				   (grant->roles & staff) != 0 ? AUDIENCE_TEAM : AUDIENCE_MEMBER,
				   err),
		      err);
}

static struct store_grant own_grant(const struct store *store, unsigned roles)
{
	return (struct store_grant){ .name = store->signer->name,
				     .roles = roles,
				     .key = &store->signer->key,
				     .box = &store->signer->box,
				     .device = store->signer->device,
				     .host = store->signer->host_custody };
}

bool store_join(struct store *store, struct err *err)
{
	const struct authority *authority;
	struct store_grant grant;

	if (!has_signer(store, err))
		return false;
	authority = authority_of(store, err);
	if (authority == NULL)
		return false;
	if (authority_key(authority, &store->signer->key) != NULL)
		return true;
	if (!authority_join_open(authority))
		return err_set(err, ERR_DENIED,
			       "this project does not let people join by themselves; ask a lead");
	grant = own_grant(store, MEMBER_ANNOTATOR);
	fresh_member(store, &grant.member);
	if (!tx_begin(store, err))
		return false;
	return tx_end(store, append_grant(store, &grant, AUDIENCE_SELF, err), err);
}

bool append_owner(struct store *store, struct err *err)
{
	struct store_grant grant = own_grant(store, MEMBER_OWNER);

	fresh_member(store, &grant.member);
	return append_grant(store, &grant, AUDIENCE_TEAM, err);
}
