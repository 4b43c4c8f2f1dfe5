/* submit.c - what a person says about an item: one transaction each, durable when it returns. */
#include "store/seat.h"

#include "base/alloc.h"
#include "base/json_write.h"

struct about { /* the item and batch that a verb is about */
	const struct short_id *batch;
	const struct id *uid;
	int64_t item, local_batch;
};

static bool find_about(struct store *store, const struct short_id *batch, const struct id *uid,
		       struct about *about, struct err *err)
{
	*about = (struct about){ .batch = batch, .uid = uid };
	return item_local(store, uid, &about->item, err)
	       && batch_local(store, batch, &about->local_batch, err);
}

/* ---------------------------------------------------------------- what it supersedes */

static bool is_of_batch(const struct fold_event *event, const struct short_id *batch,
			struct arena *arena)
{
	struct err bad;
	struct short_id of;
	struct json *payload = event->payload != NULL
				       ? json_parse(event->payload, event->payload_len, arena, &bad)
				       : NULL;

	return json_get_hex(payload, "batch", of.b, SHORT_ID_BYTES) && short_id_equal(&of, batch);
}

/* The member's own, or, when the key is not enrolled yet, the key's own. */
static bool is_mine(struct store *store, const struct item_events *all, size_t i)
{
	const struct authority_member *self = self_member(store);

	if (id_equal(all->key[i], &store->signer->key))
		return true;
	return self != NULL && short_id_equal(&all->event[i].member, &self->id);
}

/* Superseded by one of the signer's own: nobody else's counts. */
static bool is_gone(struct store *store, const struct item_events *all,
		    const struct fold_event *event)
{
	for (size_t i = 0; i < all->n; i++) {
		if (!is_mine(store, all, i))
			continue;
		for (int s = 0; s < all->event[i].n_supersedes; s++)
			if (id_equal(&all->event[i].supersedes[s], &event->id))
				return true;
	}
	return false;
}

static bool is_imported(const struct fold_event *event, struct arena *arena)
{
	struct err bad;
	struct json *payload = event->payload != NULL
				       ? json_parse(event->payload, event->payload_len, arena, &bad)
				       : NULL;

	return !json_is_null(json_get(payload, "for"));
}

struct supersedes {
	struct id id[EVENT_SUPERSEDES_MAX];
	int n;
};

static bool is_kind_of(const struct fold_event *event, unsigned kind)
{
	if (kind == KIND_ANNOTATE || kind == KIND_RETRACT)
		return event->kind == KIND_ANNOTATE || event->kind == KIND_RETRACT;
	return event->kind == kind;
}

/* All heads of the signer's annotation (or flag) of the item in the batch. */
static bool own_heads(struct store *store, const struct about *about, unsigned kind,
		      struct supersedes *out, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct item_events all;
	bool ok = item_events(store, about->item, &arena, &all, err);

	out->n = 0;
	for (size_t i = 0; ok && i < all.n && out->n < EVENT_SUPERSEDES_MAX; i++)
		if (is_kind_of(&all.event[i], kind) && is_mine(store, &all, i)
		    && is_of_batch(&all.event[i], about->batch, &arena)
		    && !is_imported(&all.event[i], &arena) && !is_gone(store, &all, &all.event[i]))
			out->id[out->n++] = all.event[i].id;
	arena_release(&arena);
	return ok;
}

/* ---------------------------------------------------------------- appending */

struct saying { /* what is said about the item */
	unsigned kind;
	const char *payload;
	size_t len;
	const struct supersedes *old; /* or NULL */
};

static bool append_about(struct store *store, const struct about *about, const struct saying *what,
			 struct store_receipt *receipt, struct err *err)
{
	struct append append = { .audience = AUDIENCE_SELF,
				 .kind = what->kind,
				 .subject = *about->uid,
				 .item = about->item,
				 .payload = what->payload,
				 .len = what->len,
				 .supersedes = what->old != NULL ? what->old->id : NULL,
				 .n_supersedes = what->old != NULL ? what->old->n : 0 };
	struct appended event;

	if (!append_event(store, &append, &event, err)
	    || !derive_item(store, about->item, event.rid, err))
		return false;
	if (receipt != NULL)
		*receipt = (struct store_receipt){ .number = journal_number(store, event.rid),
						   .event = event.id,
						   .parked = event.parked != NULL };
	return true;
}

static bool drop_lease(struct store *store, const struct about *about, struct err *err)
{
	return db_run(store, "DELETE FROM lease WHERE batch = ?1 AND item = ?2 AND key = ?3",
		      ARGS(INT(about->local_batch), INT(about->item), ID(seat_name(store))), err);
}

/* The lines of its answers, then its own. */
static bool write_undo(struct store *store, const struct store_submit *submit,
		       const struct store_receipt *receipt, struct err *err)
{
	struct store_undo undo;

	for (size_t i = 0; i < submit->n_lines; i++)
		if (!undo_write(store, &submit->lines[i], err))
			return false;
	if (submit->undo == NULL)
		return true;
	undo = *submit->undo;
	undo.has_event = true;
	undo.event = receipt->event;
	return undo_write(store, &undo, err);
}

static bool submit(struct store *store, const struct store_submit *submit,
		   struct store_receipt *receipt, struct err *err)
{
	struct supersedes old;
	struct saying what = { KIND_ANNOTATE, submit->payload, submit->payload_len, &old };
	struct about about;

	return find_about(store, &submit->batch, &submit->uid, &about, err)
	       && own_heads(store, &about, KIND_ANNOTATE, &old, err)
	       && append_about(store, &about, &what, receipt, err)
	       && write_undo(store, submit, receipt, err)
	       && draft_delete(store, &submit->batch, &submit->uid, err)
	       && drop_lease(store, &about, err)
	       && (submit->position == NULL
		   || position_write(store, &submit->batch, submit->position, err));
}

bool store_submit(struct store *store, const struct store_submit *what,
		  struct store_receipt *receipt, struct err *err)
{
	if (!has_signer(store, err) || !tx_begin(store, err))
		return false;
	return tx_end(store, submit(store, what, receipt, err), err);
}

/* ---------------------------------------------------------------- the smaller verbs */

/* Payloads of strings and truths: {"batch":…, NAME: VALUE, …}; an empty text is null. */
static void small_payload(struct buf *out, const struct short_id *batch, const char *name,
			  const char *text, const bool *on)
{
	struct arena arena = ARENA_INIT;
	struct json *p = json_object(&arena);
	char hex[SHORT_ID_HEX + 1];

	json_set(&arena, p, "batch", json_string(&arena, hex_short(hex, batch)));
	json_set(&arena, p, name, json_string(&arena, text == NULL || *text == '\0' ? NULL : text));
	if (on != NULL)
		json_set(&arena, p, "on", json_bool(&arena, *on));
	json_write_canonical(out, p);
	arena_release(&arena);
}

static bool retract(struct store *store, const struct short_id *batch, const struct id *uid,
		    const struct buf *payload, struct store_receipt *receipt, struct err *err)
{
	struct supersedes old;
	struct saying what = { KIND_RETRACT, payload->data, payload->len, &old };
	struct about about;

	if (!find_about(store, batch, uid, &about, err)
	    || !own_heads(store, &about, KIND_RETRACT, &old, err))
		return false;
	if (old.n == 0)
		return err_set(err, ERR_NOT_FOUND, "there is no submission of yours to take back");
	return append_about(store, &about, &what, receipt, err);
}

bool store_retract(struct store *store, const struct short_id *batch, const struct id *uid,
		   const char *reason, struct store_receipt *receipt, struct err *err)
{
	struct buf payload = BUF_INIT;
	bool ok;

	if (!has_signer(store, err) || !tx_begin(store, err))
		return false;
	small_payload(&payload, batch, "reason", reason, NULL);
	ok = tx_end(store, retract(store, batch, uid, &payload, receipt, err), err);
	buf_release(&payload);
	return ok;
}

static bool flag(struct store *store, const struct short_id *batch, const struct id *uid,
		 const struct buf *payload, struct err *err)
{
	struct supersedes old;
	struct saying what = { KIND_FLAG, payload->data, payload->len, &old };
	struct about about;

	return find_about(store, batch, uid, &about, err)
	       && own_heads(store, &about, KIND_FLAG, &old, err)
	       && append_about(store, &about, &what, NULL, err);
}

bool store_flag(struct store *store, const struct short_id *batch, const struct id *uid, bool on,
		const char *note, struct err *err)
{
	struct buf payload = BUF_INIT;
	bool ok;

	if (!has_signer(store, err) || !tx_begin(store, err))
		return false;
	small_payload(&payload, batch, "note", note, &on);
	ok = tx_end(store, flag(store, batch, uid, &payload, err), err);
	buf_release(&payload);
	return ok;
}

static bool newest_flag(struct store *store, const struct about *about, struct arena *arena)
{
	struct item_events all;
	struct err ignored;
	const struct fold_event *newest = NULL;
	struct json *payload;

	if (!item_events(store, about->item, arena, &all, &ignored))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (all.event[i].kind == KIND_FLAG && is_mine(store, &all, i)
		    && is_of_batch(&all.event[i], about->batch, arena)
		    && (newest == NULL || all.event[i].hlc > newest->hlc))
			newest = &all.event[i];
	if (newest == NULL)
		return false;
	payload = json_parse(newest->payload, newest->payload_len, arena, &ignored);
	return json_get_bool(payload, "on", false);
}

bool store_flagged(struct store *store, const struct short_id *batch, const struct id *uid)
{
	struct arena arena = ARENA_INIT;
	struct about about;
	struct err ignored;
	bool on;

	on = store->signer != NULL && find_about(store, batch, uid, &about, &ignored)
	     && newest_flag(store, &about, &arena);
	arena_release(&arena);
	assert_idle(store);
	return on;
}

static bool ask(struct store *store, const struct short_id *batch, const struct id *uid,
		const struct buf *payload, struct err *err)
{
	struct saying what = { KIND_ASK, payload->data, payload->len, NULL };
	struct about about;

	return find_about(store, batch, uid, &about, err)
	       && append_about(store, &about, &what, NULL, err);
}

bool store_ask(struct store *store, const struct short_id *batch, const struct id *uid,
	       const char *text, struct err *err)
{
	struct buf payload = BUF_INIT;
	bool ok;

	if (!has_signer(store, err) || !tx_begin(store, err))
		return false;
	small_payload(&payload, batch, "text", text, NULL);
	ok = tx_end(store, ask(store, batch, uid, &payload, err), err);
	buf_release(&payload);
	return ok;
}

bool store_ack(struct store *store, const struct short_id *batch, const struct id *guideline,
	       struct err *err)
{
	struct append append = { .audience = AUDIENCE_SELF,
				 .kind = KIND_ACK,
				 .subject = event_subject(batch) };
	struct buf payload = BUF_INIT;
	struct appended event;
	char hex[ID_HEX + 1];
	bool ok;

	if (!has_signer(store, err) || !tx_begin(store, err))
		return false;
	small_payload(&payload, batch, "guideline", hex_id(hex, guideline), NULL);
	append.payload = payload.data;
	append.len = payload.len;
	ok = tx_end(store, append_event(store, &append, &event, err), err);
	buf_release(&payload);
	return ok;
}
