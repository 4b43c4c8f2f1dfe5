/* export_annotation.c - the lossless format: one line with everything about one submission.
 *
 * Payload and source lines go out byte for byte; item and responses as they were imported. */
#include "data/export_parts.h"

#include "base/json_write.h"
#include "model/mention.h"

#include <stdio.h>
#include <string.h>

/* A plain text stands in the body as JSON already. */
static void add_content(struct buf *out, const char *body, const struct content *content)
{
	if (content->chat)
		json_write_plain(out, content->json);
	else
		buf_add(out, body + content->json->start,
			content->json->end - content->json->start);
}

static void add_texts(struct buf *out, const struct item *item, const char *body)
{
	part_key(out, "prompt");
	add_content(out, body, &item->prompt);
	part_key(out, "responses");
	for (int r = 0; r < item->n_responses; r++) {
		const char id[] = { 'r', (char)('1' + r) };

		buf_adds(out, r > 0 ? ",{\"id\":" : "[{\"id\":");
		part_quoted(out, id, sizeof id);
		part_key(out, "content");
		add_content(out, body, &item->response[r]);
		buf_addc(out, '}');
	}
	buf_adds(out, item->n_responses == 0 ? "[]" : "]");
}

static void add_item(struct buf *out, const struct export_annotation *a)
{
	const struct item *item = a->item;

	if (item != NULL) {
		add_texts(out, item, a->body);
	} else {
		part_text(out, "prompt", NULL);
		part_text(out, "responses", NULL);
	}
	part_text(out, "reference", item != NULL ? item->reference : NULL);
	part_json(out, "context", item != NULL ? item->context : NULL);
	part_json(out, "attachments", item != NULL ? item->attachments : NULL);
	if (a->role != NULL)
		part_hex(out, "group", a->group.b, sizeof a->group.b);
	else
		part_text(out, "group", NULL);
	part_text(out, "role", a->role);
	part_bool(out, "withdrawn", a->withdrawn);
	part_key(out, "sources");
	for (size_t i = 0; i < a->n_sources; i++) {
		buf_addc(out, i == 0 ? '[' : ',');
		buf_add(out, a->source[i].line, a->source[i].len);
	}
	buf_adds(out, a->n_sources == 0 ? "[]" : "]");
}

static void add_guideline(struct buf *out, const struct export_annotation *a)
{
	part_key(out, "guideline");
	if (!a->has_guideline) {
		buf_adds(out, "null");
		return;
	}
	buf_adds(out, "{\"name\":");
	if (a->guideline_name != NULL)
		json_write_string(out, a->guideline_name, strlen(a->guideline_name));
	else
		buf_adds(out, "null");
	if (a->guideline_version > 0)
		part_int(out, "version", a->guideline_version);
	else
		part_text(out, "version", NULL);
	part_hex(out, "hash", a->guideline.b, sizeof a->guideline.b);
	buf_addc(out, '}');
}

static void add_retraction(struct buf *out, const struct export_retraction *retraction)
{
	part_key(out, "retraction");
	if (retraction == NULL) {
		buf_adds(out, "null");
		return;
	}
	buf_adds(out, "{\"event\":");
	part_id(out, retraction->event.b, sizeof retraction->event.b);
	part_int(out, "wall_ms", retraction->wall);
	part_key(out, "payload");
	if (retraction->payload != NULL)
		buf_add(out, retraction->payload, retraction->payload_len);
	else
		buf_adds(out, "null");
	buf_addc(out, '}');
}

/* What has become of it among her submissions of the item. */
static void add_fate(struct buf *out, const struct export_annotation *a)
{
	add_retraction(out, a->retraction);
	if (a->revision > 0)
		part_int(out, "revision", a->revision);
	else
		part_text(out, "revision", NULL);
	part_int(out, "heads", a->heads);
	part_bool(out, "differ", a->differ);
	part_text(out, "review", a->review);
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
	part_text(out, "of", target);
	part_key(out, "text");
	add_rewritten(out, value);
	buf_addc(out, '}');
}

static void add_rationales(struct buf *out, const struct json *payload)
{
	const struct json *answers = json_get(payload, "answers");
	const char *before = "[";

	part_key(out, "rationales");
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

/* Most have none, and then there is nothing to look for. */
static void add_rewritings(struct buf *out, const struct export_said *said)
{
	struct arena arena = ARENA_INIT;
	struct json *payload = NULL;
	struct err err;

	if (said->payload != NULL && strstr(said->payload, "\"mentions\":[{") != NULL)
		payload = json_parse(said->payload, said->payload_len, &arena, &err);
	add_rationales(out, payload);
	arena_release(&arena);
}

void export_write_annotation(struct buf *out, const struct export_annotation *a)
{
	buf_adds(out, "{\"annotation\":");
	part_id(out, a->said.event.b, sizeof a->said.event.b);
	part_place(out, &a->said);
	add_guideline(out, a);
	part_event(out, &a->said);
	add_fate(out, a);
	part_payload(out, &a->said);
	add_rewritings(out, &a->said);
	add_item(out, a);
	buf_adds(out, "}\n");
}
