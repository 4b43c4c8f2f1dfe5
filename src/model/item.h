/* item.h - an item: what the annotator is shown, and nothing else (CORE 7, ANNOTATION 5.1).
 *
 * The body is canonical JSON {"attachments","context","prompt","reference","responses"}; its hash
 * is the item's uid.  Responses are a set: distinct, ascending by the hash of their canonical JSON;
 * r1, r2… are these positions.  Sources, external ids and other metadata are not in it.
 */
#ifndef ASSAY_MODEL_ITEM_H
#define ASSAY_MODEL_ITEM_H

#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"

#define ITEM_RESPONSES_MAX 9
#define ITEM_BODY_MAX (16 * 1024 * 1024)

struct message {
	const char *role;    /* "user", "assistant", "system", … */
	const char *content; /* text; content parts that are no text are shown as "[image: …]" */
	size_t len;
};

struct content {                 /* a prompt or a response: one text, or messages */
	const struct json *json; /* as in the body */
	bool chat;               /* a list of messages; otherwise one message with role NULL */
	struct message *messages;
	size_t n;
};

struct item {
	const struct json *body;
	struct content prompt;
	struct content response[ITEM_RESPONSES_MAX]; /* response[0] is r1 */
	int n_responses;
	const char *reference; /* NULL: none is shown */
	const struct json *context, *attachments;
};

/* What identifies an item: the hash of its body. */
struct id item_uid(const char *body, size_t len);

/* Reads a stored body.  ITEM points into ARENA. */
bool item_parse(struct item *item, const char *body, size_t len, struct arena *arena,
		struct err *err) MUST_USE;

/* The whole text of a content for a pane: messages with a role line between them when it is a chat
 * of several.  Lives in ARENA. */
const char *content_text(const struct content *content, struct arena *arena, size_t *len);

struct item_parts { /* what an importer found; all JSON lives in the importer's arena */
	const struct json *prompt;       /* string or messages */
	const struct json *response[64]; /* in the order of the file */
	int n_responses;                 /* may exceed ITEM_RESPONSES_MAX here */
	const struct json *reference, *context, *attachments; /* NULL: none */
};

struct composed {
	struct id uid;
	struct short_id prompt; /* first 16 bytes of H("assay prompt 1", canonical prompt) */
	int n_distinct;         /* responses after equal ones became one */
	int place[64];          /* file order -> 1-based r number */
};

/* Checks the parts and appends the canonical body to BODY.  Numbers inside messages become
 * {"$num":…}; an input object with the key "$num" is refused.  ERR names the field.  More than
 * ITEM_RESPONSES_MAX distinct responses: refused. */
bool item_compose(const struct item_parts *parts, struct arena *arena, struct buf *body,
		  struct composed *out, struct err *err) MUST_USE;

/* First 16 bytes of H("assay group 1", …): of canonical JSON, the string GIVEN if not NULL, else
 * [system, first user turn] of PROMPT (a string prompt is the first user turn, system null). */
struct short_id item_group(const char *given, const struct json *prompt, struct arena *arena);
/* The same of a canonical body's prompt, without parsing it.  False for a prompt or body of many
 * parts: *OUT is not set. */
bool item_group_plain(const char *body, size_t len, struct short_id *out);

enum item_role {
	ROLE_WORK,
	ROLE_CALIBRATION,
	ROLE_QUALIFICATION,
	ROLE_CONTROL,
	ROLE_TUTORIAL,
	ROLE_RETEST,
	ROLE_COUNT,
};
const char *item_role_name(enum item_role role);
bool item_role_parse(const char *name, enum item_role *role);

#endif
