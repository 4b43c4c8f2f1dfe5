/* export_annotation.c - the lossless format: one line with everything about one annotation.
 *
 * Payload and source lines go out byte for byte; item and responses as they were imported. */
#include "data/export.h"

#include "base/json_write.h"
#include "model/mention.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void add_key(struct buf *out, const char *key)
{
	buf_addf(out, ",\"%s\":", key);
}

static void add_text(struct buf *out, const char *key, const char *text)
{
	add_key(out, key);
	if (text != NULL)
		json_write_string(out, text, strlen(text));
	else
		buf_adds(out, "null");
}

static void add_int(struct buf *out, const char *key, int64_t n)
{
	buf_addf(out, ",\"%s\":%" PRId64, key, n);
}

static void add_bool(struct buf *out, const char *key, bool b)
{
	buf_addf(out, ",\"%s\":%s", key, b ? "true" : "false");
}

static void add_hex(struct buf *out, const char *key, const void *bytes, size_t n)
{
	char hex[ID_HEX + 1];

	hex_encode(hex, bytes, n);
	buf_addf(out, ",\"%s\":\"%s\"", key, hex);
}

static void add_json(struct buf *out, const char *key, const struct json *value)
{
	add_key(out, key);
	if (value != NULL)
		json_write_plain(out, value);
	else
		buf_adds(out, "null");
}

static void add_item(struct buf *out, const struct export_annotation *a)
{
	const struct item *item = a->item;

	add_json(out, "prompt", item->prompt.json);
	add_key(out, "responses");
	buf_addc(out, '[');
	for (int r = 0; r < item->n_responses; r++) {
		buf_addf(out, "%s{\"id\":\"r%d\",\"content\":", r > 0 ? "," : "", r + 1);
		json_write_plain(out, item->response[r].json);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
	add_text(out, "reference", item->reference);
	add_json(out, "context", item->context);
	add_json(out, "attachments", item->attachments);
	add_hex(out, "group", a->group.b, sizeof a->group.b);
	add_text(out, "role", a->role);
	add_bool(out, "withdrawn", a->withdrawn);
	add_key(out, "sources");
	for (size_t i = 0; i < a->n_sources; i++) {
		buf_addc(out, i == 0 ? '[' : ',');
		buf_add(out, a->source[i].line, a->source[i].len);
	}
	buf_adds(out, a->n_sources == 0 ? "[]" : "]");
}

static void add_origin(struct buf *out, const struct export_annotation *a)
{
	buf_adds(out, ",\"batch\":{\"name\":");
	json_write_string(out, a->batch_name, strlen(a->batch_name));
	add_hex(out, "id", a->batch.b, sizeof a->batch.b);
	buf_adds(out, "},\"guideline\":{\"name\":");
	if (a->guideline_name != NULL)
		json_write_string(out, a->guideline_name, strlen(a->guideline_name));
	else
		buf_adds(out, "null");
	if (a->guideline_version > 0)
		add_int(out, "version", a->guideline_version);
	else
		buf_adds(out, ",\"version\":null");
	add_hex(out, "hash", a->guideline.b, sizeof a->guideline.b);
	buf_adds(out, "},\"member\":{\"name\":");
	json_write_string(out, a->member_name, strlen(a->member_name));
	add_hex(out, "id", a->member.b, sizeof a->member.b);
	add_key(out, "roles");
	buf_addc(out, '[');
	for (int i = 0; a->member_roles[i] != NULL; i++)
		buf_addf(out, "%s\"%s\"", i > 0 ? "," : "", a->member_roles[i]);
	buf_adds(out, "]");
	add_text(out, "custody", a->host_custody ? "host" : "self");
	buf_addc(out, '}');
}

static void add_event(struct buf *out, const struct export_annotation *a)
{
	add_hex(out, "stream", a->stream.b, sizeof a->stream.b);
	buf_addf(out, ",\"seq\":%" PRIu64, a->seq);
	/* Over 2^53: a string, or half of the readers would round it. */
	buf_addf(out, ",\"hlc\":\"%" PRIu64 "\"", a->hlc);
	add_int(out, "wall_ms", a->wall);
	add_int(out, "revision", a->revision);
	add_int(out, "heads", a->heads);
	add_bool(out, "differ", a->differ);
	add_text(out, "review", a->review);
}

/* ---- mentions: letters were one annotator's ---- */

struct naming {
	char name[32];
};

static const char *name_response(void *ctx, int r)
{
	struct naming *naming = ctx;

	snprintf(naming->name, sizeof naming->name, "Response %d", r);
	return naming->name;
}

static bool has_mentions(const struct json *value)
{
	const struct json *mentions = json_get(value, "mentions");

	return json_get_string(value, "text") != NULL && mentions != NULL && mentions->count > 0;
}

static void add_rewritten(struct buf *out, const struct json *value)
{
	struct naming naming;
	struct buf text = BUF_INIT;

	answers_reletter(json_get_string(value, "text"), json_get(value, "mentions"), name_response,
			 &naming, &text);
	json_write_string(out, buf_str(&text), text.len);
	buf_release(&text);
}

/* KEY/SUB: the text's question and, when it was asked of each, the response. */
static void add_rationale(struct buf *out, const char *before, const struct json *value,
			  const char *question, const char *target)
{
	buf_adds(out, before);
	buf_adds(out, "{\"question\":");
	json_write_string(out, question, strlen(question));
	add_text(out, "of", target);
	add_key(out, "text");
	add_rewritten(out, value);
	buf_addc(out, '}');
}

static void add_rationales(struct buf *out, const struct json *payload)
{
	const struct json *answers = json_get(payload, "answers");
	const char *before = "[";

	add_key(out, "rationales");
	for (const struct json *q = answers != NULL ? answers->child : NULL; q; q = q->next) {
		if (has_mentions(q)) {
			add_rationale(out, before, q, q->key, NULL);
			before = ",";
			continue;
		}
		for (const struct json *of = q->type == JSON_OBJECT ? q->child : NULL; of;
		     of = of->next) {
			if (!has_mentions(of))
				continue;
			add_rationale(out, before, of, q->key, of->key);
			before = ",";
		}
	}
	buf_adds(out, *before == '[' ? "[]" : "]");
}

static void add_payload(struct buf *out, const struct export_annotation *a)
{
	struct arena arena = ARENA_INIT;
	struct json *payload = NULL;
	struct err err;

	add_key(out, "payload");
	if (a->payload == NULL)
		buf_adds(out, "null");
	else
		buf_add(out, a->payload, a->payload_len);
	/* Most have none, and then there is nothing to look for. */
	if (a->payload != NULL && strstr(a->payload, "\"mentions\":[{") != NULL)
		payload = json_parse(a->payload, a->payload_len, &arena, &err);
	add_rationales(out, payload);
	arena_release(&arena);
}

void export_write_annotation(struct buf *out, const struct export_annotation *a)
{
	char hex[ID_HEX + 1];

	hex_encode(hex, a->event.b, sizeof a->event.b);
	buf_addf(out, "{\"annotation\":\"%s\"", hex);
	add_hex(out, "item", a->item->uid.b, sizeof a->item->uid.b);
	add_origin(out, a);
	add_event(out, a);
	add_payload(out, a);
	add_item(out, a);
	buf_adds(out, "}\n");
}
