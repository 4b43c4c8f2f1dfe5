/* export_event.c - the lossless format: what every line has, and the lines of events that are no
 * annotations. */
#include "data/export_parts.h"

#include "base/json_write.h"

#include <inttypes.h>
#include <string.h>

/* ---- members ---- */

void part_key(struct buf *out, const char *key)
{
	buf_adds(out, ",\"");
	buf_adds(out, key);
	buf_adds(out, "\":");
}

void part_text(struct buf *out, const char *key, const char *text)
{
	part_key(out, key);
	if (text != NULL)
		json_write_string(out, text, strlen(text));
	else
		buf_adds(out, "null");
}

void part_int(struct buf *out, const char *key, int64_t n)
{
	part_key(out, key);
	json_write_int(out, n);
}

void part_bool(struct buf *out, const char *key, bool b)
{
	part_key(out, key);
	buf_adds(out, b ? "true" : "false");
}

void part_quoted(struct buf *out, const char *plain, size_t n)
{
	buf_addc(out, '"');
	buf_add(out, plain, n);
	buf_addc(out, '"');
}

void part_id(struct buf *out, const void *bytes, size_t n)
{
	char hex[ID_HEX + 1];

	hex_encode(hex, bytes, n);
	part_quoted(out, hex, 2 * n);
}

void part_hex(struct buf *out, const char *key, const void *bytes, size_t n)
{
	part_key(out, key);
	part_id(out, bytes, n);
}

void part_json(struct buf *out, const char *key, const struct json *value)
{
	part_key(out, key);
	if (value != NULL)
		json_write_plain(out, value);
	else
		buf_adds(out, "null");
}

static void add_ids(struct buf *out, const char *key, const struct id *ids, size_t n)
{
	part_key(out, key);
	buf_addc(out, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_addc(out, ',');
		part_id(out, ids[i].b, sizeof ids[i].b);
	}
	buf_addc(out, ']');
}

/* ---- what every line has ---- */

static void add_member(struct buf *out, const struct export_said *said)
{
	part_key(out, "member");
	if (!said->enrolled) {
		buf_adds(out, "null");
		return;
	}
	buf_adds(out, "{\"name\":");
	if (said->member_name != NULL)
		json_write_string(out, said->member_name, strlen(said->member_name));
	else
		buf_adds(out, "null");
	part_hex(out, "id", said->member.b, sizeof said->member.b);
	part_key(out, "roles");
	buf_addc(out, '[');
	for (int i = 0; said->member_roles[i] != NULL; i++) {
		if (i > 0)
			buf_addc(out, ',');
		part_quoted(out, said->member_roles[i], strlen(said->member_roles[i]));
	}
	buf_addc(out, ']');
	part_text(out, "custody", said->host_custody ? "host" : "self");
	buf_addc(out, '}');
}

void part_place(struct buf *out, const struct export_said *said)
{
	part_text(out, "state", said->state);
	part_text(out, "parked", said->parked);
	part_hex(out, "item", said->item.b, sizeof said->item.b);
	part_key(out, "batch");
	if (said->batch_name != NULL) {
		buf_adds(out, "{\"name\":");
		json_write_string(out, said->batch_name, strlen(said->batch_name));
		part_hex(out, "id", said->batch.b, sizeof said->batch.b);
		buf_addc(out, '}');
	} else {
		buf_adds(out, "null");
	}
	add_member(out, said);
	part_hex(out, "key", said->key.b, sizeof said->key.b);
}

void part_event(struct buf *out, const struct export_said *said)
{
	part_hex(out, "stream", said->stream.b, sizeof said->stream.b);
	part_int(out, "seq", (int64_t)said->seq);
	/* Over 2^53: a string, or half of the readers would round it. */
	buf_addf(out, ",\"hlc\":\"%" PRIu64 "\"", said->hlc);
	part_int(out, "wall_ms", said->wall);
	add_ids(out, "supersedes", said->supersedes, said->n_supersedes);
	add_ids(out, "superseded_by", said->superseded_by, said->n_superseded_by);
}

void part_payload(struct buf *out, const struct export_said *said)
{
	part_key(out, "payload");
	if (said->payload != NULL)
		buf_add(out, said->payload, said->payload_len);
	else
		buf_adds(out, "null");
}

/* ---- a line ---- */

void export_write_event(struct buf *out, const struct export_event *event)
{
	char hex[ID_HEX + 1];

	hex_encode(hex, event->said.event.b, sizeof event->said.event.b);
	buf_addf(out, "{\"event\":\"%s\"", hex);
	part_text(out, "type", event->type);
	part_int(out, "kind", event->kind);
	part_place(out, &event->said);
	part_text(out, "audience", event->audience);
	part_event(out, &event->said);
	part_bool(out, "stale", event->stale);
	part_payload(out, &event->said);
	buf_adds(out, "}\n");
}
