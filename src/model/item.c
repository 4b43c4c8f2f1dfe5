#include "model/item.h"

#include <string.h>

#define DETAIL_MAX 80

/* ---- one message ---- */

/* The start of S, cut between characters. */
static int detail_length(const char *s)
{
	size_t n = strlen(s);

	if (n <= DETAIL_MAX)
		return (int)n;
	for (n = DETAIL_MAX; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
		n--;
	return (int)n;
}

static void add_mark(struct buf *out, const char *what, const char *detail)
{
	if (detail != NULL)
		buf_addf(out, "[%s: %.*s]", what, detail_length(detail), detail);
	else
		buf_addf(out, "[%s]", what);
}

/* Where a part says what it shows: {"image_url":{"url":…}}, {"image_url":…}, {"url":…}. */
static const char *part_detail(const struct json *part, const char *type)
{
	static const char *const keys[] = { "url", "name", "filename", "path" };
	const struct json *inner = json_get(part, type);
	const char *found = json_get_string(part, type);

	for (size_t i = 0; i < sizeof keys / sizeof *keys && found == NULL; i++) {
		found = json_get_string(inner, keys[i]);
		if (found == NULL)
			found = json_get_string(part, keys[i]);
	}
	return found;
}

static void add_part(struct buf *out, const struct json *part)
{
	const char *type = json_get_string(part, "type");
	const char *text = json_get_string(part, "text");

	if (type == NULL)
		type = "part";
	if (text == NULL && strcmp(type, "text") == 0)
		text = json_get_string(part, "value");
	if (text != NULL)
		buf_adds(out, text);
	else if (strncmp(type, "image", 5) == 0)
		add_mark(out, "image", part_detail(part, type));
	else
		add_mark(out, type, part_detail(part, type));
}

static void new_line(struct buf *out)
{
	if (out->len > 0)
		buf_addc(out, '\n');
}

static void add_tool_calls(struct buf *out, const struct json *calls)
{
	if (calls == NULL || calls->type != JSON_ARRAY)
		return;
	for (const struct json *c = calls->child; c != NULL; c = c->next) {
		const struct json *function = json_get(c, "function");
		const char *name = json_get_string(function, "name");
		const char *arguments = json_get_string(function, "arguments");

		new_line(out);
		buf_addf(out, "[tool call: %s(%s)]", name != NULL ? name : "?",
			 arguments != NULL ? arguments : "");
	}
}

/* What is shown of a message.  A plain text is not copied. */
static void read_text(struct message *message, const struct json *json, struct arena *arena)
{
	const struct json *content = json_get(json, "content"),
			  *calls = json_get(json, "tool_calls");
	struct buf text = BUF_INIT;

	if (content != NULL && content->type == JSON_STRING && json_is_null(calls)) {
		message->content = content->str;
		message->len = content->len;
		return;
	}
	if (content != NULL && content->type == JSON_STRING)
		buf_add(&text, content->str, content->len);
	if (content != NULL && content->type == JSON_ARRAY) {
		for (const struct json *p = content->child; p != NULL; p = p->next) {
			new_line(&text);
			add_part(&text, p);
		}
	}
	add_tool_calls(&text, calls);
	message->len = text.len;
	message->content = arena_strndup(arena, buf_str(&text), text.len);
	buf_release(&text);
}

/* ---- contents ---- */

static bool read_content(struct content *content, const struct json *json, struct arena *arena)
{
	size_t i = 0;

	if (json == NULL || (json->type != JSON_STRING && json->type != JSON_ARRAY))
		return false;
	content->json = json;
	content->chat = json->type == JSON_ARRAY;
	content->n = content->chat ? json->count : 1;
	content->messages = arena_alloc(arena, (content->n + 1) * sizeof *content->messages);
	if (!content->chat) {
		content->messages[0].content = json->str;
		content->messages[0].len = json->len;
		return true;
	}
	for (const struct json *m = json->child; m != NULL; m = m->next, i++) {
		content->messages[i].role = json_get_string(m, "role");
		if (content->messages[i].role == NULL)
			return false;
		read_text(&content->messages[i], m, arena);
	}
	return true;
}

const char *content_text(const struct content *content, struct arena *arena, size_t *len)
{
	struct buf text = BUF_INIT;
	const char *all;

	if (content->n == 1) {
		*len = content->messages[0].len;
		return content->messages[0].content;
	}
	for (size_t i = 0; i < content->n; i++) {
		const struct message *m = &content->messages[i];

		buf_addf(&text, "%s%s:\n\n", i > 0 ? "\n\n" : "", m->role);
		buf_add(&text, m->content, m->len);
	}
	*len = text.len;
	all = arena_strndup(arena, buf_str(&text), text.len);
	buf_release(&text);
	return all;
}

/* ---- items ---- */

static bool read_responses(struct item *item, const struct json *list, struct arena *arena)
{
	if (list == NULL || list->type != JSON_ARRAY || list->count > ITEM_RESPONSES_MAX)
		return false;
	for (const struct json *r = list->child; r != NULL; r = r->next)
		if (!read_content(&item->response[item->n_responses++], r, arena))
			return false;
	return true;
}

struct id item_uid(const char *body, size_t len)
{
	return hash_bytes("assay item 1", body, len);
}

bool item_parse(struct item *item, const char *body, size_t len, struct arena *arena,
		struct err *err)
{
	struct json *root = json_parse(body, len, arena, err);

	*item = (struct item){ .body = root };
	if (root == NULL)
		return err_wrap(err, "the item is damaged");
	item->reference = json_get_string(root, "reference");
	item->context = json_get(root, "context");
	item->attachments = json_get(root, "attachments");
	if (!read_content(&item->prompt, json_get(root, "prompt"), arena))
		return err_set(err, ERR_INVALID, "the item is damaged: it has no readable prompt");
	if (!read_responses(item, json_get(root, "responses"), arena))
		return err_set(err, ERR_INVALID,
			       "the item is damaged: it has no readable responses");
	return true;
}

/* ---- roles ---- */

static const char *const role_names[ROLE_COUNT] = {
	[ROLE_WORK] = "work",
	[ROLE_CALIBRATION] = "calibration",
	[ROLE_QUALIFICATION] = "qualification",
	[ROLE_CONTROL] = "control",
	[ROLE_TUTORIAL] = "tutorial",
	[ROLE_RETEST] = "retest",
};

const char *item_role_name(enum item_role role)
{
	return role_names[role];
}

bool item_role_parse(const char *name, enum item_role *role)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		if (strcmp(role_names[i], name) != 0)
			continue;
		*role = (enum item_role)i;
		return true;
	}
	return false;
}
