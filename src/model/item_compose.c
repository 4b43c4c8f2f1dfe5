#include "base/json_write.h"
#include "model/item.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARTS_MAX 64

static_assert(sizeof((struct item_parts *)0)->response == PARTS_MAX * sizeof(const struct json *),
	      "as many as item_parts holds");

/* Where a part stands in the body decides how deep it may be itself: the body is read again by a
 * reader that stops at JSON_DEPTH_MAX, and a kept number is one level more. */
#define DEPTH_LEFT (JSON_DEPTH_MAX - 3)

/* ---- checks ---- */

static bool kept_key(const struct json *value)
{
	return value->key != NULL && value->key_len == 4 && memcmp(value->key, "$num", 4) == 0;
}

/* What came from outside is JSON_DEPTH_MAX deep at most, and so is this recursion. */
static bool check_tree(const struct json *value, const char *field, int depth, struct err *err)
{
	if (depth > DEPTH_LEFT)
		return err_set(err, ERR_INVALID, "%s: nested more than %d deep", field, DEPTH_LEFT);
	for (const struct json *v = value->child; v != NULL; v = v->next) {
		if (value->type == JSON_OBJECT && kept_key(v))
			return err_set(err, ERR_INVALID,
				       "%s: the key '$num' is reserved; rename it", field);
		if (v->child != NULL && !check_tree(v, field, depth + 1, err))
			return false;
	}
	return true;
}

static bool check_parts(const struct json *parts, const char *field, struct err *err)
{
	for (const struct json *p = parts->child; p != NULL; p = p->next)
		if (p->type != JSON_OBJECT || json_get_string(p, "type") == NULL)
			return err_set(err, ERR_INVALID,
				       "%s: each part of a content needs a 'type'", field);
	return true;
}

static bool check_message(const struct json *message, const char *field, struct err *err)
{
	const struct json *content = json_get(message, "content");

	if (message->type != JSON_OBJECT)
		return err_set(err, ERR_INVALID, "%s: a message must be an object", field);
	if (json_get_string(message, "role") == NULL)
		return err_set(err, ERR_INVALID, "%s: a message needs a text 'role'", field);
	if (content != NULL && content->type == JSON_ARRAY)
		return check_parts(content, field, err);
	if (json_is_null(content) && json_get(message, "tool_calls") != NULL)
		return true;
	if (content == NULL || content->type != JSON_STRING)
		return err_set(err, ERR_INVALID,
			       "%s: the 'content' of a message must be a text or a list of parts",
			       field);
	return true;
}

static bool check_content(const struct json *content, const char *field, struct err *err)
{
	if (content == NULL)
		return err_set(err, ERR_INVALID, "%s is missing", field);
	if (content->type == JSON_STRING)
		return true;
	if (content->type != JSON_ARRAY || content->count == 0)
		return err_set(err, ERR_INVALID, "%s must be a text or a list of messages", field);
	for (const struct json *m = content->child; m != NULL; m = m->next)
		if (!check_message(m, field, err))
			return false;
	return check_tree(content, field, 1, err);
}

static bool check_attachments(const struct json *list, struct err *err)
{
	struct id hash;

	if (json_is_null(list))
		return true;
	if (list->type != JSON_ARRAY)
		return err_set(err, ERR_INVALID, "attachments must be a list");
	for (const struct json *a = list->child; a != NULL; a = a->next) {
		const char *hex = json_get_string(a, "hash");

		if (hex == NULL || !hex_decode(hash.b, ID_BYTES, hex, strlen(hex)))
			return err_set(err, ERR_INVALID,
				       "attachments: 'hash' must be %d lower-case hex digits",
				       ID_HEX);
		if (json_get_string(a, "media") == NULL || json_get_string(a, "name") == NULL)
			return err_set(err, ERR_INVALID,
				       "attachments: 'media' and 'name' must be texts");
	}
	return true;
}

static bool check_item(const struct item_parts *parts, struct err *err)
{
	char field[32];

	if (!check_content(parts->prompt, "prompt", err))
		return false;
	for (int i = 0; i < parts->n_responses; i++) {
		snprintf(field, sizeof field, "response %d", i + 1);
		if (!check_content(parts->response[i], field, err))
			return false;
	}
	if (!json_is_null(parts->reference) && parts->reference->type != JSON_STRING)
		return err_set(err, ERR_INVALID, "reference must be a text or null");
	if (!json_is_null(parts->context) && parts->context->type != JSON_OBJECT)
		return err_set(err, ERR_INVALID, "context must be an object");
	if (!json_is_null(parts->context) && !check_tree(parts->context, "context", 1, err))
		return false;
	return check_attachments(parts->attachments, err);
}

/* ---- responses as a set ---- */

struct candidate {
	struct id hash;
	size_t at, len; /* its canonical JSON in the scratch buffer */
	int index;      /* in the order of the file */
};

static int by_hash(const void *pa, const void *pb)
{
	const struct candidate *a = pa, *b = pb;
	int order = memcmp(a->hash.b, b->hash.b, ID_BYTES);

	return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

/* Fills SORTED, ascending by hash, equal ones side by side; their JSON goes to SCRATCH. */
static void hash_responses(const struct item_parts *parts, struct candidate *sorted,
			   struct buf *scratch)
{
	size_t n = (size_t)parts->n_responses;

	for (size_t i = 0; i < n; i++) {
		struct candidate *c = &sorted[i];

		c->at = scratch->len;
		c->index = (int)i;
		json_write_canonical(scratch, parts->response[i]);
		c->len = scratch->len - c->at;
		c->hash = hash_bytes("assay response 1", scratch->data + c->at, c->len);
	}
	qsort(sorted, n, sizeof *sorted, by_hash);
}

static void write_responses(const struct candidate *sorted, size_t n, const struct buf *scratch,
			    struct buf *body, struct composed *out)
{
	buf_adds(body, ",\"responses\":[");
	for (size_t i = 0; i < n; i++) {
		const struct candidate *c = &sorted[i];

		if (i == 0 || !id_equal(&c->hash, &sorted[i - 1].hash)) {
			if (i > 0)
				buf_addc(body, ',');
			buf_add(body, scratch->data + c->at, c->len);
			out->n_distinct++;
		}
		out->place[c->index] = out->n_distinct;
	}
	buf_adds(body, "]}");
}

/* ---- the body ---- */

static void write_attachments(struct buf *body, const struct json *list, struct arena *arena)
{
	static const char *const keys[] = { "hash", "media", "name" };
	struct json *clean = json_array(arena);

	for (const struct json *a = json_is_null(list) ? NULL : list->child; a != NULL;
	     a = a->next) {
		struct json *one = json_object(arena);

		for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
			json_set(arena, one, keys[i], json_copy(arena, json_get(a, keys[i])));
		json_push(clean, one);
	}
	json_write_canonical(body, clean);
}

static void write_body(const struct item_parts *parts, struct arena *arena, struct buf *body,
		       struct composed *out)
{
	struct candidate sorted[PARTS_MAX];
	struct buf scratch = BUF_INIT;
	size_t prompt;
	struct id id;

	buf_adds(body, "{\"attachments\":");
	write_attachments(body, parts->attachments, arena);
	buf_adds(body, ",\"context\":");
	if (json_is_null(parts->context))
		buf_adds(body, "{}");
	else
		json_write_canonical(body, parts->context);
	buf_adds(body, ",\"prompt\":");
	prompt = body->len;
	json_write_canonical(body, parts->prompt);
	id = hash_bytes("assay prompt 1", body->data + prompt, body->len - prompt);
	out->prompt = id_shorten(&id);
	buf_adds(body, ",\"reference\":");
	if (json_is_null(parts->reference))
		buf_adds(body, "null");
	else
		json_write_canonical(body, parts->reference);
	hash_responses(parts, sorted, &scratch);
	write_responses(sorted, (size_t)parts->n_responses, &scratch, body, out);
	buf_release(&scratch);
}

bool item_compose(const struct item_parts *parts, struct arena *arena, struct buf *body,
		  struct composed *out, struct err *err)
{
	size_t start = body->len;

	*out = (struct composed){ .n_distinct = 0 };
	if (parts->n_responses > PARTS_MAX)
		return err_set(err, ERR_INVALID, "%d responses; at most %d can be read",
			       parts->n_responses, PARTS_MAX);
	if (!check_item(parts, err))
		return false;
	write_body(parts, arena, body, out);
	if (out->n_distinct > ITEM_RESPONSES_MAX)
		return err_set(err, ERR_INVALID, "%d distinct responses; at most %d fit one item",
			       out->n_distinct, ITEM_RESPONSES_MAX);
	if (body->len - start > ITEM_BODY_MAX)
		return err_set(err, ERR_INVALID, "the item is larger than %d MiB",
			       ITEM_BODY_MAX / (1024 * 1024));
	out->uid = item_uid(body->data + start, body->len - start);
	return true;
}

/* ---- the group ---- */

static const char group_label[] = "assay group 1";

static const struct json *first_of(const struct json *messages, const char *role)
{
	for (const struct json *m = messages->child; m != NULL; m = m->next) {
		const char *is = json_get_string(m, "role");

		if (is != NULL && strcmp(is, role) == 0)
			return json_get(m, "content");
	}
	return NULL;
}

static void write_or_null(struct buf *out, const struct json *value)
{
	if (value == NULL)
		buf_adds(out, "null");
	else
		json_write_canonical(out, value);
}

struct short_id item_group(const char *given, const struct json *prompt, struct arena *arena)
{
	bool chat = prompt != NULL && prompt->type == JSON_ARRAY;
	struct buf key = BUF_INIT;
	struct id id;

	(void)arena;
	if (given != NULL) {
		json_write_string(&key, given, strlen(given));
	} else {
		buf_addc(&key, '[');
		write_or_null(&key, chat ? first_of(prompt, "system") : NULL);
		buf_addc(&key, ',');
		write_or_null(&key, chat ? first_of(prompt, "user") : prompt);
		buf_addc(&key, ']');
	}
	id = hash_bytes(group_label, key.data, key.len);
	buf_release(&key);
	return id_shorten(&id);
}

bool item_group_plain(const char *body, size_t len, struct short_id *out)
{
	static const char before[] = "{\"attachments\":[],\"context\":{},\"prompt\":";
	static const char behind[] = ",\"reference\":";
	size_t start = sizeof before - 1, n;
	struct hash h;
	struct id id;

	if (len < start || memcmp(body, before, start) != 0)
		return false;
	n = json_canonical_string(body + start, len - start);
	if (n == 0 || len - start - n < sizeof behind - 1
	    || memcmp(body + start + n, behind, sizeof behind - 1) != 0)
		return false;
	hash_begin(&h, group_label, NULL);
	hash_add(&h, "[null,", 6);
	hash_add(&h, body + start, n);
	hash_add(&h, "]", 1);
	id = hash_end(&h);
	*out = id_shorten(&id);
	return true;
}
