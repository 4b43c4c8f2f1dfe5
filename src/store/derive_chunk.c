/* derive_chunk.c - an items event read back from its chunk: what the import wrote, made again. */
#include "store/store_private.h"

#include "base/alloc.h"
#include "model/item.h"

struct walk { /* over rows in the order of their items, which mostly is the one of the lines */
	const char *sql;
	sqlite3_stmt *stmt; /* stands on a row; NULL: nowhere */
};

struct chunk_reader {
	struct store *store;
	struct json_reader *reader;
	struct arena arena;
	struct buf text, body;
	struct walk items, bodies;
	struct sources sources;
	struct source_row row;
};

static void walk_end(struct walk *walk)
{
	db_end(walk->stmt);
	walk->stmt = NULL;
}

static enum db_step walk_step(struct chunk_reader *c, struct walk *walk, struct err *err)
{
	enum db_step step = db_step(c->store, walk->stmt, err);

	if (step != DB_ROW)
		walk->stmt = NULL;
	return step;
}

/* The next row is tried first: a step costs a fraction of a search.  *THERE: ITEM has one. */
static bool walk_to(struct chunk_reader *c, struct walk *walk, int64_t item, bool *there,
		    struct err *err)
{
	enum db_step step = walk->stmt != NULL ? walk_step(c, walk, err) : DB_DONE;

	*there = step == DB_ROW && col_int(walk->stmt, 0) == item;
	if (*there || step == DB_FAILED)
		return *there;
	walk_end(walk);
	walk->stmt = db_query(c->store, walk->sql, ARGS(INT(item)), err);
	step = walk->stmt != NULL ? walk_step(c, walk, err) : DB_FAILED;
	*there = step == DB_ROW && col_int(walk->stmt, 0) == item;
	return step != DB_FAILED;
}

/* How much of a body stands before its reference: of what is asked of it here only the responses
 * are missing, which are most of it.  All of it when there is none. */
static size_t body_head(const char *body, size_t len)
{
	static const char key[] = ",\"reference\":";
	size_t n = sizeof key - 1;
	int depth = 0;
	bool inside = false; /* of a string */

	for (size_t i = 0; i < len; i++) {
		char c = body[i];

		if (inside && c == '\\')
			i++;
		else if (c == '"')
			inside = !inside;
		else if (!inside && (c == '{' || c == '['))
			depth++;
		else if (!inside && (c == '}' || c == ']'))
			depth--;
		else if (!inside && depth == 1 && len - i > n && memcmp(body + i, key, n) == 0)
			return i;
	}
	return len;
}

static struct short_id parsed_group(struct chunk_reader *c, const char *doc, size_t len)
{
	size_t head = body_head(doc, len);
	struct short_id none = { { 0 } };
	struct json_error ignored;
	struct json *body;

	buf_clear(&c->body);
	buf_add(&c->body, doc, head);
	if (head < len)
		buf_addc(&c->body, '}');
	buf_reserve(&c->body, BUF_SPARE);
	body = json_read(c->reader, c->body.data, c->body.len, &c->arena, &ignored);
	return body != NULL ? item_group(NULL, json_get(body, "prompt"), &c->arena) : none;
}

/* The given group, or the one of the prompt, for which the text must be here. */
static struct short_id group_of(struct chunk_reader *c, const struct json *line)
{
	const char *given = json_get_string(line, "group");
	struct short_id group = { { 0 } };
	struct err ignored;
	const char *doc;
	size_t len;
	bool there;

	if (given != NULL)
		return item_group(given, NULL, &c->arena);
	/* A failure is remembered by the store, and nothing is committed. */
	if (!walk_to(c, &c->bodies, c->row.item, &there, &ignored) || !there)
		return group;
	doc = col_bytes(c->bodies.stmt, 1, &len);
	return item_group_plain(doc, len, &group) ? group : parsed_group(c, doc, len);
}

/* An import names its items one after the other: the one behind the last is tried first. */
static bool find_item(struct chunk_reader *c, const struct id *uid, struct err *err)
{
	struct id next;
	bool there;

	if (!walk_to(c, &c->items, c->row.item + 1, &there, err))
		return false;
	if (there) {
		next = col_id(c->items.stmt, 1);
		if (id_equal(&next, uid)) {
			c->row.item++;
			return true;
		}
	}
	walk_end(&c->items);
	return item_put(c->store, uid, &c->row.item, err);
}

static bool derive_line(struct chunk_reader *c, const char *line, size_t len, struct err *err)
{
	struct json_error bad;
	struct json *json = json_read(c->reader, line, len, &c->arena, &bad);
	const char *role = json_get_string(json, "role");
	struct id uid, replaced, hash = hash_bytes("assay source 1", line, len);

	if (!json_get_hex(json, "uid", uid.b, ID_BYTES) || role == NULL
	    || !item_role_parse(role, &c->row.role))
		return true; /* nothing to be done with it; the chunk's hash is checked elsewhere */
	if (!find_item(c, &uid, err))
		return false;
	c->row.hash = id_shorten(&hash);
	c->row.group = group_of(c, json);
	c->row.replaces = json_get_hex(json, "replaces", replaced.b, ID_BYTES) ? &replaced : NULL;
	return sources_add(c->store, &c->sources, &c->row, err);
}

static bool derive_lines(struct chunk_reader *c, struct err *err)
{
	const char *at = c->text.data, *end = at + c->text.len;

	for (c->row.line = 0; at < end; c->row.line++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		if (stop == NULL)
			stop = end;
		arena_clear(&c->arena);
		if (!derive_line(c, at, (size_t)(stop - at), err))
			return false;
		at = stop + 1;
	}
	return sources_flush(c->store, &c->sources, err);
}

static bool find_batch(struct store *store, const struct control_row *event, struct source_row *row,
		       struct err *err)
{
	struct short_id id;
	sqlite3_stmt *stmt;
	enum db_step step;

	if (!json_get_hex(event->payload, "batch", id.b, SHORT_ID_BYTES)
	    || !json_get_hex(event->payload, "chunk", row->chunk.b, ID_BYTES))
		return err_set(err, ERR_NOT_FOUND, "the event names no chunk");
	stmt = db_query(store, "SELECT batch, overlap, shuffled, seed FROM batch WHERE id = ?1",
			ARGS(ID(&id)), err);
	step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	if (step == DB_ROW) {
		row->batch = col_int(stmt, 0);
		row->overlap = (int)col_int(stmt, 1);
		row->shuffled = col_int(stmt, 2) != 0;
		row->seed = col_short(stmt, 3);
	}
	db_end(stmt);
	return step == DB_ROW
	       || (step == DB_DONE && err_set(err, ERR_NOT_FOUND, "the batch has not arrived"));
}

struct chunk_reader *chunk_reader_new(struct store *store)
{
	struct chunk_reader *c = xcalloc(1, sizeof *c);

	c->store = store;
	c->reader = json_reader_new();
	c->items.sql = "SELECT item, uid FROM item WHERE item >= ?1 ORDER BY item";
	c->bodies.sql = "SELECT item, doc FROM body WHERE item >= ?1 ORDER BY item";
	return c;
}

void chunk_reader_free(struct chunk_reader *c)
{
	if (c == NULL)
		return;
	walk_end(&c->items);
	walk_end(&c->bodies);
	json_reader_free(c->reader);
	arena_release(&c->arena);
	buf_release(&c->text);
	buf_release(&c->body);
	free(c);
}

/* A batch or chunk that is not here yet is no failure: its tasks come with it. */
bool derive_chunk(struct chunk_reader *c, const struct control_row *event, struct err *err)
{
	c->row = (struct source_row){ .item = c->row.item,
				      .hlc = event->header.hlc,
				      .stream = event->stream->id,
				      .seq = event->header.seq };
	if (!find_batch(c->store, event, &c->row, err)
	    || !object_get(c->store, &c->row.chunk, &c->text, err))
		return err->code == ERR_NOT_FOUND;
	buf_reserve(&c->text, BUF_SPARE);
	return derive_lines(c, err);
}
