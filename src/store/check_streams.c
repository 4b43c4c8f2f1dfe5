/* check_streams.c - every event of every stream: chain, ids, hashes, canonical text, signatures. */
#include "store/check.h"

#include "base/alloc.h"
#include "base/json_write.h"

struct chain { /* one head, walked from its base */
	struct checker *c;
	struct stream_info stream;
	int64_t head, parent, base, seq;
	struct id head_id;
	uint64_t at; /* seq of the last event seen */
	struct id prev;
	uint64_t loose; /* payload since the last signature point */
	char name[24];  /* "stream 1a2b3c4d" */
};

struct seen { /* one row */
	int64_t kind;
	bool has_item, has_sig, has_payload;
	struct id uid;
	const uint8_t *header, *salt, *sig;
	size_t header_len;
	const char *payload;
	size_t payload_len;
	struct event_header h;
	struct id id;
};

static const char sql_events[] =
	"SELECT e.rid, e.kind, i.uid, e.header, e.salt, e.payload, s.sig FROM event e "
	"LEFT JOIN item i USING (item) LEFT JOIN signature s USING (rid) "
	"WHERE e.rid > ?1 AND e.rid <= ?2 ORDER BY e.rid";

static void say(struct chain *chain, const char *what)
{
	check_fault(chain->c, "%s, event %llu: %s", chain->name, (unsigned long long)chain->at,
		    what);
}

static void read_row(sqlite3_stmt *stmt, struct seen *e)
{
	size_t n;

	*e = (struct seen){ .kind = col_int(stmt, 1),
			    .has_item = !col_null(stmt, 2),
			    .uid = col_id(stmt, 2),
			    .has_payload = !col_null(stmt, 5),
			    .has_sig = !col_null(stmt, 6) };
	e->header = (const uint8_t *)col_bytes(stmt, 3, &e->header_len);
	e->salt = (const uint8_t *)col_bytes(stmt, 4, &n);
	e->payload = col_bytes(stmt, 5, &e->payload_len);
	e->sig = (const uint8_t *)col_bytes(stmt, 6, &n);
}

static bool is_redacted(struct checker *c, const struct id *id)
{
	return db_int_or(c->store, "SELECT 1 FROM redacted WHERE id = ?1", ARGS(ID(id)), 0) != 0;
}

static void check_payload(struct chain *chain, const struct seen *e)
{
	struct id hash;

	if (!e->has_payload) {
		if (!is_redacted(chain->c, &e->id))
			say(chain, "its payload is missing and nobody redacted it");
		return;
	}
	hash = event_payload_hash(e->salt, e->payload, e->payload_len);
	if (e->payload_len != e->h.payload_len || !id_equal(&hash, &e->h.payload_hash))
		say(chain, "its payload is not what the header says");
	else if (!json_is_canonical(e->payload, e->payload_len))
		say(chain, "its payload is not canonical JSON");
}

/* The header against the columns beside it. */
static void check_columns(struct chain *chain, const struct seen *e)
{
	bool about_item = e->h.kind >= KIND_ITEM_FIRST && e->h.kind <= KIND_ITEM_LAST;

	if (e->kind != e->h.kind)
		say(chain, "its kind is not that of the header");
	if (about_item != e->has_item || (about_item && !id_equal(&e->uid, &e->h.subject)))
		say(chain, "its item is not that of the header");
}

static void check_signature(struct chain *chain, const struct seen *e)
{
	struct checker *c = chain->c;
	bool point = e->h.seq % EVENT_SIGN_EVERY == 0
		     || (chain->loose += e->h.payload_len) > EVENT_SIGN_BYTES;

	if (point)
		chain->loose = 0;
	if (!e->has_sig) {
		if (point || (int64_t)chain->at == chain->seq)
			say(chain, "its signature is missing");
		return;
	}
	c->result->signatures++;
	if (!event_head_verify(&chain->stream.key, &c->store->project, &chain->stream.id, chain->at,
			       &e->id, e->sig))
		say(chain, "its signature is wrong");
}

/* "member:…" and the others as stream 1's payload writes them. */
static bool same_audience(const struct stream_info *stream, const char *text)
{
	char hex[SHORT_ID_HEX + 1];

	if (text == NULL)
		return false;
	if (stream->audience == AUDIENCE_MEMBER)
		return strncmp(text, "member:", 7) == 0
		       && strcmp(text + 7, hex_short(hex, &stream->reader)) == 0;
	return strcmp(text, audience_name(stream->audience)) == 0;
}

static void check_first(struct chain *chain, const struct seen *e)
{
	struct arena arena = ARENA_INIT;
	struct err bad;
	struct json *payload = json_parse(e->payload, e->payload_len, &arena, &bad);
	struct id key;

	if (e->h.kind != KIND_STREAM && e->h.kind != KIND_PROJECT)
		say(chain, "it opens the stream, but is of another kind");
	if (!id_equal(&e->id, &chain->stream.id))
		say(chain, "its hash is not the stream's name");
	if (e->has_payload
	    && (!json_get_hex(payload, "key", key.b, ID_BYTES)
		|| !id_equal(&key, &chain->stream.key)
		|| !same_audience(&chain->stream, json_get_string(payload, "audience"))))
		say(chain, "key and audience are not those of the stream");
	arena_release(&arena);
}

static void check_event(struct chain *chain, sqlite3_stmt *stmt)
{
	static const struct id zero;
	struct err bad;
	struct seen e;
	uint64_t seq = SEQ_OF(col_int(stmt, 0));

	read_row(stmt, &e);
	if (seq != chain->at + 1)
		check_fault(chain->c, "%s: events %llu to %llu are missing", chain->name,
			    (unsigned long long)chain->at + 1, (unsigned long long)seq - 1);
	chain->at = seq;
	chain->c->result->events++;
	chain->c->done++;
	if (!event_header_read(&e.h, e.header, e.header_len, &bad)) {
		say(chain, "its header cannot be read");
		return;
	}
	e.id = event_id_in(chain->c->store, &chain->stream.id, seq, e.header, e.header_len);
	if (e.h.seq != seq || !id_equal(&e.h.prev, &chain->prev)
	    || !id_equal(&e.h.stream, seq == 1 ? &zero : &chain->stream.id))
		say(chain, "it does not follow the one before it");
	check_columns(chain, &e);
	check_payload(chain, &e);
	if (seq == 1)
		check_first(chain, &e);
	check_signature(chain, &e);
	chain->prev = e.id;
}

/* A branch begins behind an event of the branch that it left. */
static bool find_base(struct chain *chain, struct err *err)
{
	sqlite3_stmt *stmt;
	enum db_step step;

	chain->at = (uint64_t)chain->base;
	if (chain->base == 0)
		return true;
	stmt = db_query(chain->c->store, "SELECT header FROM event WHERE rid = ?1",
			ARGS(INT(RID(chain->parent, chain->base))), err);
	step = stmt != NULL ? db_step(chain->c->store, stmt, err) : DB_FAILED;
	if (step == DB_ROW) {
		size_t n;
		const char *header = col_bytes(stmt, 0, &n);

		chain->prev = event_id_in(chain->c->store, &chain->stream.id, (uint64_t)chain->base,
					  (const uint8_t *)header, n);
	} else if (step == DB_DONE) {
		check_fault(chain->c, "%s: the event that a branch left is missing", chain->name);
	}
	db_end(stmt);
	return step != DB_FAILED;
}

static bool walk_chain(struct chain *chain, struct err *err)
{
	struct store *store = chain->c->store;
	sqlite3_stmt *stmt;
	enum db_step step = DB_FAILED;

	if (!find_base(chain, err))
		return false;
	stmt = db_query(store, sql_events,
			ARGS(INT(RID(chain->head, chain->base)), INT(RID(chain->head, UINT32_MAX))),
			err);
	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW) {
		check_event(chain, stmt);
		if (chain->c->done % 256 == 0 && !check_tick(chain->c, err)) {
			db_end(stmt);
			return false;
		}
	}
	if (step == DB_DONE
	    && ((int64_t)chain->at != chain->seq || !id_equal(&chain->prev, &chain->head_id)))
		check_fault(chain->c, "%s: its head is not its newest event", chain->name);
	return step == DB_DONE;
}

static bool load_chains(struct checker *c, struct chain **out, size_t *n, struct err *err)
{
	sqlite3_stmt *stmt =
		db_query(c->store,
			 "SELECT h.head, h.parent, h.base, h.seq, h.id, s.stream, s.id, "
			 "s.key, s.audience, s.reader FROM head h "
			 "JOIN stream s USING (stream) ORDER BY h.head",
			 NO_ARGS, err);
	size_t cap = 0;
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(c->store, stmt, err)) == DB_ROW) {
		struct chain *chain;
		char hex[ID_HEX + 1];

		*out = vec_grow(*out, *n, &cap, sizeof **out);
		chain = &(*out)[(*n)++];
		*chain = (struct chain){ .c = c,
					 .head = col_int(stmt, 0),
					 .parent = col_int(stmt, 1),
					 .base = col_int(stmt, 2),
					 .seq = col_int(stmt, 3),
					 .head_id = col_id(stmt, 4),
					 .stream = { .stream = col_int(stmt, 5),
						     .id = col_id(stmt, 6),
						     .key = col_id(stmt, 7),
						     .audience = (enum audience)col_int(stmt, 8),
						     .reader = col_short(stmt, 9) } };
		snprintf(chain->name, sizeof chain->name, "stream %.8s",
			 hex_id(hex, &chain->stream.id));
	}
	return step == DB_DONE;
}

static bool no_orphans(struct checker *c, struct err *err)
{
	int64_t events;

	if (!db_int(c->store, "SELECT count(*) FROM event", NO_ARGS, &events, err))
		return false;
	if (events > c->result->events)
		check_fault(c, "%lld events belong to no stream",
			    (long long)(events - c->result->events));
	return true;
}

bool check_streams(struct checker *c, struct err *err)
{
	struct chain *chain = NULL;
	size_t n = 0;
	bool ok = load_chains(c, &chain, &n, err);

	for (size_t i = 0; ok && i < n; i++)
		ok = walk_chain(&chain[i], err);
	free(chain);
	return ok && no_orphans(c, err);
}
