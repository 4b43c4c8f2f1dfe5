#include "model/control.h"

#include <stdlib.h>
#include <string.h>

static bool read_hex(const struct json *value, void *out, size_t n)
{
	return value != NULL && value->type == JSON_STRING
	       && hex_decode(out, n, value->str, value->len);
}

/* Null or hex; absent is a fault, as all keys of a payload are present. */
static bool read_hex_or_null(const struct json *value, void *out, size_t n, bool *there)
{
	*there = value != NULL && value->type != JSON_NULL;
	return value != NULL && (!*there || read_hex(value, out, n));
}

static bool read_roles(const struct json *value, unsigned *roles)
{
	if (value == NULL || value->type != JSON_ARRAY)
		return false;
	*roles = 0;
	for (const struct json *role = value->child; role != NULL; role = role->next) {
		unsigned bit = role->type == JSON_STRING ? role_parse(role->str) : 0;

		if (bit == 0)
			return false;
		*roles |= bit;
	}
	return true;
}

static bool read_join(const struct json *payload, bool *open)
{
	const char *join = json_get_string(payload, "join");

	*open = join != NULL && strcmp(join, "open") == 0;
	return *open || (join != NULL && strcmp(join, "closed") == 0);
}

/* ---- each kind ---- */

static bool read_project(struct control *control, const struct json *payload, struct arena *arena)
{
	const struct json *owners = json_get(payload, "owners"), *owner;

	if (owners == NULL || owners->type != JSON_ARRAY)
		return false;
	control->owners = arena_alloc(arena, (owners->count + 1) * sizeof *control->owners);
	for (owner = owners->child; owner != NULL; owner = owner->next)
		if (!read_hex(owner, control->owners[control->n_owners++].b, ID_BYTES))
			return false;
	return read_join(payload, &control->open)
	       && read_hex_or_null(json_get(payload, "recovery"), control->recovery.b, ID_BYTES,
				   &control->has_recovery);
}

static bool read_grant_key(struct control_key *key, const struct json *value)
{
	const char *custody = json_get_string(value, "custody");

	if (custody == NULL)
		return false;
	key->host = strcmp(custody, "host") == 0;
	return (key->host || strcmp(custody, "self") == 0)
	       && read_hex(json_get(value, "key"), key->key.b, ID_BYTES)
	       && read_hex(json_get(value, "box"), key->box.b, ID_BYTES);
}

static bool read_grant(struct control *control, const struct json *payload, struct arena *arena)
{
	const struct json *keys = json_get(payload, "keys"), *key;

	control->name = json_get_string(payload, "name");
	if (control->name == NULL || keys == NULL || keys->type != JSON_ARRAY)
		return false;
	control->keys = arena_alloc(arena, (keys->count + 1) * sizeof *control->keys);
	for (key = keys->child; key != NULL; key = key->next)
		if (!read_grant_key(&control->keys[control->n_keys++], key))
			return false;
	return read_hex(json_get(payload, "member"), control->member.b, SHORT_ID_BYTES)
	       && read_roles(json_get(payload, "roles"), &control->roles);
}

static int compare_keep(const void *a, const void *b)
{
	const struct control_keep *x = a, *y = b;

	return memcmp(x->stream.b, y->stream.b, ID_BYTES);
}

static bool read_keep(struct control *control, const struct json *keep, struct arena *arena)
{
	if (keep == NULL || keep->type != JSON_OBJECT)
		return false;
	control->keep = arena_alloc(arena, (keep->count + 1) * sizeof *control->keep);
	for (const struct json *v = keep->child; v != NULL; v = v->next) {
		struct control_keep *one = &control->keep[control->n_keep++];

		if (v->type != JSON_INT || v->integer < 0
		    || !hex_decode(one->stream.b, ID_BYTES, v->key, v->key_len))
			return false;
		one->seq = (uint64_t)v->integer;
	}
	qsort(control->keep, control->n_keep, sizeof *control->keep, compare_keep);
	return true;
}

static bool read_revoke(struct control *control, const struct json *payload, struct arena *arena)
{
	return read_hex(json_get(payload, "member"), control->member.b, SHORT_ID_BYTES)
	       && read_hex_or_null(json_get(payload, "key"), control->key.b, ID_BYTES,
				   &control->has_key)
	       && read_roles(json_get(payload, "roles"), &control->roles)
	       && read_keep(control, json_get(payload, "keep"), arena);
}

static bool read_policy(struct control *control, const struct json *payload, struct arena *arena)
{
	(void)arena;
	return read_join(payload, &control->open);
}

static bool read_nothing(struct control *control, const struct json *payload, struct arena *arena)
{
	(void)control;
	(void)arena;
	return payload->type == JSON_OBJECT;
}

/* ---- all of them ---- */

static bool read_payload(struct control *control, const struct json *payload, struct arena *arena)
{
	static const struct {
		uint16_t kind;
		bool (*read)(struct control *control, const struct json *payload,
			     struct arena *arena);
	} readers[] = {
		{ KIND_PROJECT, read_project }, { KIND_GRANT, read_grant },
		{ KIND_REVOKE, read_revoke },   { KIND_POLICY, read_policy },
		{ KIND_STREAM, read_nothing },
	};

	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (readers[i].kind == control->event.kind)
			return readers[i].read(control, payload, arena);
	return false;
}

void control_read(struct control *control, const struct control_event *event,
		  struct json_reader *reader, struct buf *text, struct arena *arena)
{
	struct json_error error;
	struct json *payload;

	*control = (struct control){ .event = *event, .level = BY_NOBODY };
	control->event.payload = NULL;
	if (event->payload == NULL)
		return;
	buf_clear(text);
	buf_add(text, event->payload, event->payload_len);
	payload = json_read(reader, text->data, text->len, arena, &error);
	control->readable = payload != NULL && read_payload(control, payload, arena);
}

uint64_t control_kept(const struct control *revoke, const struct id *stream)
{
	const struct control_keep wanted = { .stream = *stream }, *found;

	found = bsearch(&wanted, revoke->keep, revoke->n_keep, sizeof *revoke->keep, compare_keep);
	return found != NULL ? found->seq : 0;
}
