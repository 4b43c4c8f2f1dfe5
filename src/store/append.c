/* append.c - composing an event into the signer's stream: clock, chain, id, signature (CORE 3, 4).
 */
#include "store/store_private.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/json_write.h"

static const char sql_event[] = "INSERT INTO event (rid, kind, item, header, salt, payload) VALUES "
				"(?1, ?2, ?3, ?4, ?5, ?6)";
static const char sql_sign[] = "INSERT INTO signature (rid, sig) VALUES (?1, ?2) "
			       "ON CONFLICT (rid) DO UPDATE SET sig = excluded.sig";
static const char sql_unsign[] = "DELETE FROM signature WHERE rid = ?1";
static const char sql_head[] = "UPDATE head SET seq = ?2, id = ?3 WHERE head = ?1";

bool has_signer(const struct store *store, struct err *err)
{
	return store->signer != NULL || err_set(err, ERR_DENIED, "there is no key to sign with");
}

/* ---------------------------------------------------------------- clock */

static bool clock_read(struct store *store, struct err *err)
{
	int64_t value = 0;

	if (store->hlc_read)
		return true;
	if (!db_int(store, "SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'hlc'", NO_ARGS,
		    &value, err)
	    && err->code != ERR_NOT_FOUND)
		return false;
	store->hlc = (uint64_t)value;
	store->hlc_read = true;
	return true;
}

/* One look at the clock for both, so that hlc is never behind wall. */
static bool clock_next(struct store *store, uint64_t *hlc, int64_t *wall, struct err *err)
{
	if (!clock_read(store, err))
		return false;
	*wall = store->env->now(store->env->ctx);
	*hlc = hlc_local(store->hlc, *wall);
	return true;
}

static bool clock_save(struct store *store, struct err *err)
{
	char text[32];

	if (!store->hlc_dirty)
		return true;
	snprintf(text, sizeof text, "%llu", (unsigned long long)store->hlc);
	return setting_write(store, "hlc", text, err);
}

/* ---------------------------------------------------------------- signing */

static bool sign_head(struct store *store, struct writer *w, struct err *err)
{
	uint8_t message[EVENT_HEAD_BYTES], sig[64];
	size_t n = event_head_message(message, &store->project, &w->stream_id, w->seq, &w->id);

	if (!store->signer->sign(store->signer->ctx, message, n, sig))
		return err_set(err, ERR_DENIED, "the key could not sign");
	return db_run(store, sql_sign, ARGS(INT(RID(w->head, w->seq)), BLOB(sig, sizeof sig)), err);
}

/* What lies unsigned before the head: at most 255 events, read when another process or an earlier
 * one has written the stream. */
static bool count_loose(struct store *store, struct writer *w, struct err *err)
{
	int64_t first = RID(w->head, 0), head = RID(w->head, w->seq), point;
	sqlite3_stmt *stmt;
	enum db_step step = DB_FAILED;

	if (w->counted == w->seq)
		return true;
	if (!db_int(store, "SELECT ifnull(max(rid), ?1) FROM signature WHERE rid > ?1 AND rid < ?2",
		    ARGS(INT(first), INT(head)), &point, err))
		return false;
	w->loose = 0;
	stmt = db_query(store, "SELECT header FROM event WHERE rid > ?1 AND rid <= ?2",
			ARGS(INT(point), INT(head)), err);
	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW) {
		size_t n;
		const char *header = col_bytes(stmt, 0, &n);

		if (n >= EVENT_HEADER_MIN)
			w->loose += event_payload_len((const uint8_t *)header);
	}
	w->at_point = w->seq % EVENT_SIGN_EVERY == 0 || w->loose > EVENT_SIGN_BYTES;
	if (w->at_point)
		w->loose = 0;
	w->counted = w->seq;
	return step == DB_DONE;
}

/* The old head's signature goes unless it is a signature point; the new one is signed at once only
 * when it is one, else when the transaction ends. */
static bool move_head(struct store *store, struct writer *w, const struct appended *event,
		      size_t payload_len, struct err *err)
{
	if (w->seq > 0 && !w->dirty && !w->at_point
	    && !db_run(store, sql_unsign, ARGS(INT(RID(w->head, w->seq))), err))
		return false;
	w->seq = event->seq;
	w->id = event->id;
	w->dirty = true;
	w->loose += payload_len;
	w->counted = w->seq;
	w->at_point = w->seq % EVENT_SIGN_EVERY == 0 || w->loose > EVENT_SIGN_BYTES;
	if (!w->at_point)
		return true;
	w->loose = 0;
	return sign_head(store, w, err);
}

/* ---------------------------------------------------------------- one event */

static bool judge(struct store *store, const struct writer *w, const struct append *append,
		  struct appended *out, struct err *err)
{
	const struct authority *authority;

	switch (append->kind) {
	case KIND_PROJECT:
	case KIND_GRANT:
	case KIND_REVOKE:
	case KIND_POLICY:
		/* They are what authority is made of: derive_authority() looks at them last. */
		store->authority_dirty = true;
		return true;
	default:
		break;
	}
	authority = authority_of(store, err);
	if (authority == NULL)
		return false;
	out->parked = authority_judge(authority, &store->signer->key, &w->stream_id, out->seq,
				      append->kind, 1, w->audience, &w->reader);
	return out->parked == NULL || park(store, out->rid, out->parked, err);
}

static bool compose(struct store *store, const struct writer *w, const struct append *append,
		    struct event_header *header, uint8_t salt[EVENT_SALT], struct err *err)
{
	if (append->len > EVENT_PAYLOAD_MAX)
		return err_set(err, ERR_INVALID,
			       "the annotation is too long: %zu bytes, %d at most", append->len,
			       EVENT_PAYLOAD_MAX);
	if (w->seq >= UINT32_MAX)
		return err_set(err, ERR_STORAGE, "this stream is full");
	store->env->random(store->env->ctx, salt, EVENT_SALT);
	*header = (struct event_header){
		.kind = (uint16_t)append->kind,
		.schema = 1,
		.seq = w->seq + 1,
		.hlc = append->hlc,
		.wall = append->wall,
		.stream = w->stream_id,
		.prev = w->id,
		.subject = append->subject,
		.payload_len = (uint32_t)append->len,
		.payload_hash = event_payload_hash(salt, append->payload, append->len),
		.n_supersedes = append->n_supersedes,
	};
	for (int i = 0; i < append->n_supersedes; i++)
		header->supersedes[i] = append->supersedes[i];
	return header->hlc != 0 || clock_next(store, &header->hlc, &header->wall, err);
}

static bool insert_event(struct store *store, const struct append *append,
			 const struct appended *event, const struct bind *header,
			 const uint8_t *salt, struct err *err)
{
	struct bind item = { .type = append->item != 0 ? SQLITE_INTEGER : SQLITE_NULL,
			     .integer = append->item };

	return db_run(store, sql_event,
		      ARGS(INT(event->rid), INT(append->kind), item, *header,
			   BLOB(salt, EVENT_SALT), TEXTN(append->payload, append->len)),
		      err);
}

static void clock_advance(struct store *store, uint64_t hlc)
{
	if (hlc > store->hlc)
		store->hlc = hlc;
	store->hlc_dirty = true;
}

/* A stream's first event: its id is the stream's, and nothing of it is known before. */
static bool insert_stream(struct store *store, struct writer *w, const struct id *id,
			  struct err *err)
{
	const struct short_id *reader = w->audience == AUDIENCE_MEMBER ? &w->reader : NULL;

	w->stream_id = *id;
	if (!db_run(store, "INSERT INTO stream (id, key, audience, reader) VALUES (?1, ?2, ?3, ?4)",
		    ARGS(ID(id), ID(&store->signer->key), INT(w->audience), ID_OR_NIL(reader)),
		    err))
		return false;
	w->stream = db_last_rowid(store);
	if (!db_run(store, "INSERT INTO head (stream, seq, id) VALUES (?1, 1, ?2)",
		    ARGS(INT(w->stream), ID(id)), err))
		return false;
	w->head = db_last_rowid(store);
	return db_run(
		store,
		"INSERT INTO own_stream (key, audience, reader, stream) "
		"VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key, audience, reader) "
		"DO UPDATE SET stream = excluded.stream",
		ARGS(ID(&store->signer->key), INT(w->audience),
		     BLOB(reader != NULL ? reader->b : NULL, reader != NULL ? SHORT_ID_BYTES : 0),
		     INT(w->stream)),
		err);
}

static bool put_event(struct store *store, struct writer *w, const struct append *append,
		      struct appended *out, struct err *err)
{
	struct event_header header;
	uint8_t bytes[EVENT_HEADER_MAX], salt[EVENT_SALT];
	const struct id *project = id_is_zero(&store->project) ? NULL : &store->project;
	size_t n;

	if (!compose(store, w, append, &header, salt, err))
		return false;
	n = event_header_write(&header, bytes);
	*out = (struct appended){ .id = event_id(project, bytes, n),
				  .seq = header.seq,
				  .hlc = header.hlc,
				  .wall = header.wall };
	if (project == NULL)
		store->project = out->id;
	if (header.seq == 1 && !insert_stream(store, w, &out->id, err))
		return false;
	out->stream = w->stream_id;
	out->rid = RID(w->head, header.seq);
	if (!insert_event(store, append, out, &(struct bind)BLOB(bytes, n), salt, err)
	    || !move_head(store, w, out, append->len, err))
		return false;
	clock_advance(store, header.hlc);
	return judge(store, w, append, out, err);
}

/* ---------------------------------------------------------------- streams */

static struct writer *writer_for(struct store *store, enum audience audience,
				 const struct short_id *reader)
{
	struct writer *w;

	for (size_t i = 0; i < store->n_writers; i++) {
		w = &store->writer[i];
		if (w->audience == audience
		    && (audience != AUDIENCE_MEMBER || short_id_equal(&w->reader, reader)))
			return w;
	}
	store->writer = vec_grow(store->writer, store->n_writers, &store->writers_cap, sizeof *w);
	w = &store->writer[store->n_writers++];
	*w = (struct writer){ .audience = audience, .record = -1 };
	if (audience == AUDIENCE_MEMBER && reader != NULL)
		w->reader = *reader;
	return w;
}

static struct json *continues(const struct writer *w, struct arena *arena)
{
	char hex[ID_HEX + 1];
	struct json *value;

	if (w->seq == 0)
		return json_null(arena);
	value = json_object(arena);
	json_set(arena, value, "id", json_string(arena, hex_id(hex, &w->id)));
	json_set(arena, value, "seq", json_int(arena, (int64_t)w->seq));
	json_set(arena, value, "stream", json_string(arena, hex_id(hex, &w->stream_id)));
	return value;
}

static struct json *nonce(struct store *store, struct arena *arena)
{
	struct short_id random;
	char hex[SHORT_ID_HEX + 1];

	store->env->random(store->env->ctx, random.b, sizeof random.b);
	return json_string(arena, hex_short(hex, &random));
}

static void stream_payload(struct store *store, const struct writer *w, struct buf *out)
{
	struct arena arena = ARENA_INIT;
	struct json *payload = json_object(&arena);
	char hex[ID_HEX + 1], audience[16 + SHORT_ID_HEX];

	snprintf(audience, sizeof audience, "%s", audience_name(w->audience));
	if (w->audience == AUDIENCE_MEMBER)
		snprintf(audience, sizeof audience, "member:%s", hex_short(hex, &w->reader));
	json_set(&arena, payload, "audience", json_string(&arena, audience));
	json_set(&arena, payload, "box", json_string(&arena, hex_id(hex, &store->signer->box)));
	json_set(&arena, payload, "continues", continues(w, &arena));
	json_set(&arena, payload, "device", json_string(&arena, store->signer->device));
	json_set(&arena, payload, "key", json_string(&arena, hex_id(hex, &store->signer->key)));
	json_set(&arena, payload, "nonce", nonce(store, &arena));
	json_write_canonical(out, payload);
	arena_release(&arena);
}

/* Starts a stream; the writer's old one, if any, stays as it is. */
static bool mint(struct store *store, struct writer *w, struct err *err)
{
	struct buf payload = BUF_INIT;
	struct append append = { .audience = w->audience, .kind = KIND_STREAM };
	struct appended event;
	bool ok;

	stream_payload(store, w, &payload);
	if (w->seq > 0)
		store->copy = true;
	*w = (struct writer){ .audience = w->audience,
			      .reader = w->reader,
			      .record = w->record,
			      .record_of = w->record_of,
			      .ready = true };
	append.payload = payload.data;
	append.len = payload.len;
	ok = put_event(store, w, &append, &event, err);
	buf_release(&payload);
	return ok;
}

/* The stream that this copy writes and its heads; more than one is a fork, which is left alone. */
static bool find_own(struct store *store, struct writer *w, int *heads, struct err *err)
{
	size_t n = w->audience == AUDIENCE_MEMBER ? SHORT_ID_BYTES : 0;
	sqlite3_stmt *stmt = db_query(
		store,
		"SELECT o.stream, s.id, h.head, h.seq, h.id FROM own_stream o "
		"JOIN stream s USING (stream) JOIN head h USING (stream) "
		"WHERE o.key = ?1 AND o.audience = ?2 AND o.reader = ?3 "
		"ORDER BY h.head DESC",
		ARGS(ID(&store->signer->key), INT(w->audience), BLOB(w->reader.b, n)), err);
	enum db_step step = DB_FAILED;

	*heads = 0;
	w->seq = 0;
	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW) {
		++*heads;
		w->stream = col_int(stmt, 0);
		w->stream_id = col_id(stmt, 1);
		w->head = col_int(stmt, 2);
		w->seq = (uint64_t)col_int(stmt, 3);
		w->id = col_id(stmt, 4);
	}
	return step == DB_DONE;
}

static bool writer_ready(struct store *store, struct writer *w, struct err *err)
{
	int heads;

	if (w->ready)
		return true;
	if (!has_signer(store, err) || !find_own(store, w, &heads, err))
		return false;
	w->dirty = false;
	w->recorded = false;
	if (heads != 1 || !record_allowed(store, w))
		return mint(store, w, err);
	w->ready = true;
	return count_loose(store, w, err);
}

/* ---------------------------------------------------------------- for the rest of the store */

bool append_event(struct store *store, const struct append *append, struct appended *out,
		  struct err *err)
{
	struct writer *w = writer_for(store, append->audience, &append->reader);

	assert(store->writing);
	return writer_ready(store, w, err) && put_event(store, w, append, out, err);
}

bool append_genesis(struct store *store, const char *payload, size_t len, struct err *err)
{
	struct writer *w = writer_for(store, AUDIENCE_TEAM, NULL);
	struct append append = {
		.audience = AUDIENCE_TEAM, .kind = KIND_PROJECT, .payload = payload, .len = len
	};
	struct appended event;

	assert(store->writing && id_is_zero(&store->project));
	w->ready = true;
	return put_event(store, w, &append, &event, err)
	       && db_run(store, "INSERT INTO project (one, id) VALUES (1, ?1)",
			 ARGS(ID(&store->project)), err);
}

bool append_reserve(struct store *store, enum audience audience, struct appended *next,
		    struct err *err)
{
	struct writer *w = writer_for(store, audience, NULL);

	if (!writer_ready(store, w, err) || !clock_next(store, &next->hlc, &next->wall, err))
		return false;
	next->seq = w->seq + 1;
	next->stream = w->stream_id;
	next->rid = RID(w->head, next->seq);
	next->parked = NULL;
	return true;
}

static bool seal_writer(struct store *store, struct writer *w, struct err *err)
{
	if (!w->dirty)
		return true;
	if (!w->at_point && !sign_head(store, w, err))
		return false;
	if (!db_run(store, sql_head, ARGS(INT(w->head), INT((int64_t)w->seq), ID(&w->id)), err))
		return false;
	vector_note(store, w);
	return true;
}

static bool any_dirty(const struct store *store)
{
	for (size_t i = 0; i < store->n_writers; i++)
		if (store->writer[i].dirty)
			return true;
	return false;
}

bool append_seal(struct store *store, struct err *err)
{
	if (!any_dirty(store))
		return true;
	if (store->authority_dirty && !derive_authority(store, err))
		return false;
	for (size_t i = 0; i < store->n_writers; i++)
		if (!seal_writer(store, &store->writer[i], err))
			return false;
	if (!clock_save(store, err) || !derive_stamp(store, err))
		return false;
	for (size_t i = 0; i < store->n_writers; i++)
		if (store->writer[i].dirty && !record_advance(store, &store->writer[i], err))
			return false;
	return true;
}

void append_commit(struct store *store)
{
	for (size_t i = 0; i < store->n_writers; i++) {
		store->writer[i].ready = false;
		store->writer[i].dirty = false;
		store->writer[i].recorded = false;
	}
}

void append_undo(struct store *store)
{
	for (size_t i = 0; i < store->n_writers; i++) {
		if (store->writer[i].recorded)
			record_restore(store, &store->writer[i]);
		store->writer[i].ready = false;
		store->writer[i].dirty = false;
	}
}
