/* chunk_read.c - a chunk read back: its lines, with the items that they are about and the groups of
 * these. */
#include "store/chunks.h"

#include "base/alloc.h"
#include "model/item.h"

#define LOOKS_MANY 4096

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
	int64_t item;  /* of the line before */
	int64_t line;  /* its number */
	int64_t looks; /* for items by their hashes */
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
static bool find_group(struct chunk_reader *c, const struct json *json, struct chunk_line *line,
		       struct err *err)
{
	const char *given = json_get_string(json, "group"), *doc;
	bool there = false;
	size_t len;

	line->group = (struct short_id){ { 0 } };
	if (given != NULL)
		line->group = item_group(given, NULL, &c->arena);
	if (given != NULL || line->item == 0)
		return true;
	if (!walk_to(c, &c->bodies, line->item, &there, err))
		return false;
	if (!there)
		return true;
	doc = col_bytes(c->bodies.stmt, 1, &len);
	if (!item_group_plain(doc, len, &line->group))
		line->group = parsed_group(c, doc, len);
	return true;
}

/* Looked up by hashes, items want most of their index in memory; in a row they do not. */
static bool look_up(struct chunk_reader *c, struct chunk_line *line, struct err *err)
{
	if (++c->looks == LOOKS_MANY && !db_script(c->store, "PRAGMA cache_size = -32000", err))
		return false;
	walk_end(&c->items);
	return item_local(c->store, &line->uid, &line->item, err) || err->code == ERR_NOT_FOUND;
}

/* An import names its items one after the other: the one behind the last is tried first. */
static bool find_item(struct chunk_reader *c, struct chunk_line *line, struct err *err)
{
	struct id next;
	bool there;

	line->item = 0;
	if (!walk_to(c, &c->items, c->item + 1, &there, err))
		return false;
	if (there) {
		next = col_id(c->items.stmt, 1);
		if (id_equal(&next, &line->uid))
			line->item = c->item + 1;
	}
	if (line->item == 0 && !look_up(c, line, err))
		return false;
	if (line->item != 0)
		c->item = line->item;
	return true;
}

static bool read_line(struct chunk_reader *c, const char *text, size_t len, struct chunk_lines *out,
		      struct err *err)
{
	struct json_error bad;
	struct json *json = json_read(c->reader, text, len, &c->arena, &bad);
	const char *role = json_get_string(json, "role");
	struct id hash = hash_bytes("assay source 1", text, len);
	struct chunk_line line = { .line = c->line, .hash = id_shorten(&hash) };

	if (!json_get_hex(json, "uid", line.uid.b, ID_BYTES) || role == NULL
	    || !item_role_parse(role, &line.role))
		return true; /* nothing to be done with it; the chunk's hash is checked elsewhere */
	line.replaces = json_get_hex(json, "replaces", line.replaced.b, ID_BYTES);
	if (!find_item(c, &line, err) || !find_group(c, json, &line, err))
		return false;
	out->line = vec_grow(out->line, out->n, &out->cap, sizeof *out->line);
	out->line[out->n++] = line;
	return true;
}

static bool read_lines(struct chunk_reader *c, struct chunk_lines *out, struct err *err)
{
	const char *at = c->text.data, *end = at + c->text.len;

	for (c->line = 0; at < end; c->line++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		if (stop == NULL)
			stop = end;
		arena_clear(&c->arena);
		if (!read_line(c, at, (size_t)(stop - at), out, err))
			return false;
		at = stop + 1;
	}
	return true;
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

bool chunk_read(struct chunk_reader *c, const struct id *chunk, struct chunk_lines *out,
		struct err *err)
{
	out->n = 0;
	if (!object_get(c->store, chunk, &c->text, err))
		return err->code == ERR_NOT_FOUND;
	buf_reserve(&c->text, BUF_SPARE);
	return read_lines(c, out, err);
}
