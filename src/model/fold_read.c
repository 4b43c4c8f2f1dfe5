#include "model/fold_parts.h"

#include <string.h>

#define FIELDS_MAX 10

/* ---- each kind, from the fields in the order of its shape ---- */

static bool read_annotate(struct fold_entry *entry, const struct payload_field *f)
{
	struct payload_field active = { .key = "active_ms" };

	entry->say = f[1];
	entry->status = payload_is(&f[2], "done") ? SENT_DONE : SENT_SKIPPED;
	return payload_is_object(&f[1])
	       && (entry->status == SENT_DONE || payload_is(&f[2], "skipped"))
	       && payload_is_object(&f[3]) && payload_fields(f[3].value, f[3].len, &active, 1)
	       && payload_int(&active, &entry->active) && entry->active >= 0
	       && (payload_is_null(&f[4]) || payload_hex(&f[4], entry->who.b, SHORT_ID_BYTES));
}

static bool ids_are_fine(const struct payload_field *ids)
{
	struct id id;
	size_t at = 0;
	bool broken = false;

	while (payload_next_hex(ids, &at, id.b, ID_BYTES, &broken))
		;
	return !broken;
}

static bool read_review(struct fold_entry *entry, const struct payload_field *f)
{
	entry->ids = f[1];
	entry->say = f[2];
	return ids_are_fine(&f[1])
	       && (payload_is(&f[2], "accept") || payload_is(&f[2], "return")
		   || payload_is(&f[2], "fix"));
}

static bool read_adjudicate(struct fold_entry *entry, const struct payload_field *f)
{
	entry->say = f[1];
	entry->ids = f[2];
	return payload_is_object(&f[1]) && ids_are_fine(&f[2]);
}

static bool read_on(struct fold_entry *entry, const struct payload_field *f)
{
	return payload_bool(&f[1], &entry->on);
}

/* ---- all of them ---- */

/* All keys of a payload are always present; the first is the batch. */
static const struct shape {
	uint16_t kind;
	const char *keys[FIELDS_MAX];
	bool (*read)(struct fold_entry *entry, const struct payload_field *fields);
} shapes[] = {
	{ KIND_ANNOTATE,
	  { "batch", "answers", "status", "time", "for", "checks", "guideline", "input", "reason",
	    "shown" },
	  read_annotate },
	{ KIND_RETRACT, { "batch", "reason" }, NULL },
	{ KIND_REVIEW, { "batch", "about", "verdict", "note" }, read_review },
	{ KIND_ADJUDICATE, { "batch", "answers", "saw", "note" }, read_adjudicate },
	{ KIND_COMMENT, { "batch", "about", "text" }, NULL },
	{ KIND_CONTROL, { "batch", "expect", "explain", "feedback" }, NULL },
	{ KIND_FLAG, { "batch", "on", "note" }, read_on },
	{ KIND_ASK, { "batch", "text" }, NULL },
	{ KIND_WITHDRAW, { "batch", "withdrawn", "reason" }, read_on },
};

static const struct shape *shape_of(unsigned kind)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		if (shapes[i].kind == kind)
			return &shapes[i];
	return NULL;
}

static bool read_payload(struct fold_entry *entry, const struct shape *shape)
{
	struct payload_field fields[FIELDS_MAX] = { { .key = NULL } };
	const struct fold_event *e = entry->event;
	size_t n = 0;

	for (; n < FIELDS_MAX && shape->keys[n] != NULL; n++)
		fields[n].key = shape->keys[n];
	if (!payload_fields(e->payload, e->payload_len, fields, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (fields[i].value == NULL)
			return false;
	return payload_hex(&fields[0], entry->batch.b, SHORT_ID_BYTES)
	       && (shape->read == NULL || shape->read(entry, fields));
}

/* Work for another member is an import, which only leads bring, and only for those who stand for
 * imported or model labels: nobody signs as a colleague. */
static bool may_speak(const struct fold_entry *entry, const struct authority *authority)
{
	const struct fold_event *e = entry->event;

	return short_id_equal(&entry->who, &e->member)
	       || (e->lead && authority != NULL && authority_external(authority, &entry->who));
}

void fold_read(struct fold_entry *entry, const struct fold_event *event,
	       const struct authority *authority)
{
	const struct shape *shape = shape_of(event->kind);

	*entry = (struct fold_entry){ .event = event, .who = event->member };
	if (event->parked != NULL || shape == NULL)
		return;
	if (event->payload != NULL && !read_payload(entry, shape)) {
		entry->who = event->member;
		entry->reason = "payload";
	} else if (!may_speak(entry, authority)) {
		entry->reason = "role";
	}
	entry->counts = entry->reason == NULL;
}
