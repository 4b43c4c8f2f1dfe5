/* log_what.c - one describing function for each kind of event. */
#include "cmd/log.h"

#include "base/json_write.h"

#include <inttypes.h>
#include <string.h>

#define ID_SHOWN 8 /* hex digits of an id that people read */

struct describing {
	struct buf *out;
	const struct store_log_row *row;
	const struct json *payload;
	const struct map *batches;
};

static void add_string(const struct describing *d, const char *key)
{
	const char *text = json_get_string(d->payload, key);

	buf_adds(d->out, text != NULL ? text : "?");
}

static void add_quoted(const struct describing *d, const char *key)
{
	buf_addc(d->out, '"');
	add_string(d, key);
	buf_addc(d->out, '"');
}

/* ", why" when something is said under KEY. */
static void add_note(const struct describing *d, const char *key)
{
	const char *text = json_get_string(d->payload, key);

	if (text != NULL && *text != '\0')
		buf_addf(d->out, ": %s", text);
}

static void add_short(struct buf *out, const struct id *id)
{
	char hex[ID_HEX + 1];

	hex_encode(hex, id->b, ID_BYTES);
	buf_addf(out, "%.*s", ID_SHOWN, hex);
}

static void add_batch(const struct describing *d)
{
	const char *hex = json_get_string(d->payload, "batch");
	const union map_value *name = hex != NULL ? map_get(d->batches, hex, strlen(hex)) : NULL;

	if (name != NULL)
		buf_addf(d->out, " in \"%s\"", (const char *)name->ptr);
	else if (hex != NULL)
		buf_addf(d->out, " in batch %.*s", ID_SHOWN, hex);
}

static void add_item(const struct describing *d)
{
	buf_adds(d->out, "item ");
	add_short(d->out, &d->row->subject);
	add_batch(d);
}

static void add_list(const struct describing *d, const char *key)
{
	const struct json *list = json_get(d->payload, key);
	const struct json *value = list != NULL ? list->child : NULL;
	const char *between = "";

	for (; value != NULL; value = value->next, between = ", ")
		if (value->type == JSON_STRING)
			buf_addf(d->out, "%s%s", between, value->str);
}

/* ---- each kind ---- */

static void say_project(const struct describing *d)
{
	add_quoted(d, "name");
	buf_adds(d->out, ", joining is ");
	add_string(d, "join");
}

static void say_stream(const struct describing *d)
{
	const struct json *before = json_get(d->payload, "continues");
	const char *stream = json_get_string(before, "stream");

	buf_addf(d->out, "for %s, on ", audience_name(d->row->audience));
	add_string(d, "device");
	if (stream != NULL)
		buf_addf(d->out, ", a copy goes on from %.*s:%" PRId64, ID_SHOWN, stream,
			 json_get_int(before, "seq", 0));
}

static void say_grant(const struct describing *d)
{
	const struct json *keys = json_get(d->payload, "keys");
	const struct json *roles = json_get(d->payload, "roles");

	add_string(d, "name");
	buf_adds(d->out, ": ");
	if (roles != NULL && roles->count > 0)
		add_list(d, "roles");
	else
		buf_adds(d->out, "another key");
	for (const struct json *k = keys != NULL ? keys->child : NULL; k != NULL; k = k->next) {
		const char *device = json_get_string(k, "device");
		const char *custody = json_get_string(k, "custody");

		buf_addf(d->out, ", on %s", device != NULL ? device : "?");
		if (custody != NULL && strcmp(custody, "host") == 0)
			buf_adds(d->out, " (kept by the host)");
	}
}

static void say_revoke(const struct describing *d)
{
	const char *member = json_get_string(d->payload, "member");

	buf_addf(d->out, "member %.*s", ID_SHOWN, member != NULL ? member : "?");
	add_note(d, "reason");
}

static void say_named(const struct describing *d)
{
	add_quoted(d, "name");
}

static void say_batch(const struct describing *d)
{
	add_quoted(d, "name");
	buf_addf(d->out, ", overlap %" PRId64 ", ", json_get_int(d->payload, "overlap", 0));
	add_string(d, "access");
	if (json_get_bool(d->payload, "closed", false))
		buf_adds(d->out, ", closed");
}

static void say_items(const struct describing *d)
{
	int64_t n = json_get_int(d->payload, "count", 0);

	buf_addf(d->out, "%" PRId64 " %s", n, n == 1 ? "line" : "lines");
	add_batch(d);
}

static void say_policy(const struct describing *d)
{
	buf_adds(d->out, "joining is ");
	add_string(d, "join");
}

static void say_annotate(const struct describing *d)
{
	const struct json *answers = json_get(d->payload, "answers");
	int64_t ms = json_get_int(json_get(d->payload, "time"), "active_ms", 0);

	add_string(d, "status");
	buf_adds(d->out, ", ");
	add_item(d);
	if (answers != NULL && answers->count > 0)
		buf_addf(d->out, ", %zu %s", answers->count,
			 answers->count == 1 ? "answer" : "answers");
	buf_addf(d->out, ", %" PRId64 " s", (ms + 500) / 1000);
	add_note(d, "reason");
}

static void say_with_reason(const struct describing *d)
{
	add_item(d);
	add_note(d, "reason");
}

static void say_review(const struct describing *d)
{
	add_string(d, "verdict");
	buf_adds(d->out, ", ");
	add_item(d);
	add_note(d, "note");
}

static void say_with_note(const struct describing *d)
{
	add_item(d);
	add_note(d, "note");
}

static void say_text(const struct describing *d)
{
	add_item(d);
	add_note(d, "text");
}

static void say_flag(const struct describing *d)
{
	buf_adds(d->out, json_get_bool(d->payload, "on", false) ? "on, " : "off, ");
	say_with_note(d);
}

static void say_withdraw(const struct describing *d)
{
	if (!json_get_bool(d->payload, "withdrawn", true))
		buf_adds(d->out, "back again, ");
	say_with_reason(d);
}

static void say_in_batch(const struct describing *d)
{
	add_batch(d);
}

static const struct {
	unsigned kind;
	void (*say)(const struct describing *d);
} sayings[] = {
	{ KIND_PROJECT, say_project },   { KIND_STREAM, say_stream },
	{ KIND_GRANT, say_grant },       { KIND_REVOKE, say_revoke },
	{ KIND_GUIDELINE, say_named },   { KIND_BATCH, say_batch },
	{ KIND_ITEMS, say_items },       { KIND_POLICY, say_policy },
	{ KIND_ACK, say_in_batch },      { KIND_RELEASE, say_named },
	{ KIND_ANNOTATE, say_annotate }, { KIND_RETRACT, say_with_reason },
	{ KIND_REVIEW, say_review },     { KIND_ADJUDICATE, say_with_note },
	{ KIND_COMMENT, say_text },      { KIND_CONTROL, say_in_batch },
	{ KIND_FLAG, say_flag },         { KIND_ASK, say_text },
	{ KIND_WITHDRAW, say_withdraw },
};

void log_describe(struct buf *out, const struct store_log_row *row, const struct json *payload,
		  const struct map *batches)
{
	const struct describing d = { out, row, payload, batches };

	if (row->parked != NULL)
		buf_addf(out, "[parked: %s] ", row->parked);
	if (payload == NULL) {
		buf_adds(out, row->payload == NULL ? "[redacted]" : "[unreadable]");
		return;
	}
	for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++)
		if (sayings[i].kind == row->kind)
			sayings[i].say(&d);
}
