/* yaml.c - libyaml's events into a node tree.  Of YAML only scalars, lists and maps are taken:
 * aliases can blow a small file up, tags and anchors mean nothing to us, and of two equal keys
 * libyaml keeps both without a word. */
#include "base/alloc.h"
#include "base/map.h"
#include "guide/guide.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#define DEPTH_MAX 32

struct level {
	struct node *node;
	struct node *last; /* child */
	struct map seen;   /* keys of a map */
	bool has_key;      /* a key waits for its value */
	const char *key;
	int key_line, key_column;
};

struct yaml {
	yaml_parser_t parser;
	const char *text, *file;
	size_t len;
	struct arena *arena;
	struct err *err;
	struct level level[DEPTH_MAX];
	int depth;
	int documents;
	struct node *root;
};

static bool fail_at(const struct yaml *y, const yaml_mark_t *mark, const char *why)
{
	struct node place = { .line = (int)mark->line + 1, .column = (int)mark->column + 1 };

	return node_fail(&place, y->file, y->err, "%s", why);
}

/* The reader counts bytes only. */
static yaml_mark_t mark_of_byte(const struct yaml *y, size_t at)
{
	yaml_mark_t mark = { .index = at, .line = 0, .column = 0 };

	for (size_t i = 0; i < at && i < y->len; i++) {
		if (y->text[i] == '\n') {
			mark.line++;
			mark.column = 0;
		} else if (((unsigned char)y->text[i] & 0xC0) != 0x80) {
			mark.column++;
		}
	}
	return mark;
}

static bool syntax_error(const struct yaml *y)
{
	const yaml_parser_t *p = &y->parser;
	const char *problem = p->problem != NULL ? p->problem : "not valid YAML";
	yaml_mark_t mark = p->problem_mark;
	struct node place;

	if (p->error == YAML_MEMORY_ERROR)
		alloc_exhausted();
	if (p->error == YAML_READER_ERROR)
		mark = mark_of_byte(y, p->problem_offset);
	if (p->context == NULL)
		return fail_at(y, &mark, problem);
	place = (struct node){ .line = (int)mark.line + 1, .column = (int)mark.column + 1 };
	return node_fail(&place, y->file, y->err, "%s %s that began in line %d", problem,
			 p->context, (int)p->context_mark.line + 1);
}

static struct node *new_node(const struct yaml *y, enum node_type type, const yaml_mark_t *mark)
{
	struct node *node = arena_alloc(y->arena, sizeof *node);

	node->type = type;
	node->line = (int)mark->line + 1;
	node->column = (int)mark->column + 1;
	return node;
}

/* Hangs NODE below the open list or map, or makes it the root. */
static void attach(struct yaml *y, struct node *node)
{
	struct level *top;

	if (y->depth == 0) {
		y->root = node;
		return;
	}
	top = &y->level[y->depth - 1];
	if (top->node->type == NODE_MAP) {
		node->key = top->key;
		node->key_line = top->key_line;
		node->key_column = top->key_column;
		top->has_key = false;
	}
	if (top->last == NULL)
		top->node->child = node;
	else
		top->last->next = node;
	top->last = node;
	top->node->count++;
}

static bool wants_key(const struct yaml *y)
{
	return y->depth > 0 && y->level[y->depth - 1].node->type == NODE_MAP
	       && !y->level[y->depth - 1].has_key;
}

static bool take_key(struct yaml *y, const char *text, size_t len, const yaml_mark_t *mark)
{
	struct level *top = &y->level[y->depth - 1];
	union map_value *first;
	bool fresh;
	char why[200];

	first = map_put(&top->seen, text, len, &fresh);
	if (!fresh) {
		snprintf(why, sizeof why, "duplicate key '%.100s'; the first is in line %d", text,
			 (int)first->number);
		return fail_at(y, mark, why);
	}
	first->number = (int)mark->line + 1;
	top->key = arena_strndup(y->arena, text, len);
	top->key_line = (int)mark->line + 1;
	top->key_column = (int)mark->column + 1;
	top->has_key = true;
	return true;
}

static bool on_scalar(struct yaml *y, const yaml_event_t *event)
{
	const char *text = (const char *)event->data.scalar.value;
	size_t len = event->data.scalar.length;
	bool quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	struct node *node;

	if (event->data.scalar.anchor != NULL)
		return fail_at(y, &event->start_mark, "anchors (&) cannot be used here");
	if (event->data.scalar.tag != NULL || (!quoted && !event->data.scalar.plain_implicit))
		return fail_at(y, &event->start_mark, "tags (!) cannot be used here");
	if (memchr(text, '\0', len) != NULL)
		return fail_at(y, &event->start_mark, "the character U+0000 cannot be used");
	if (wants_key(y))
		return take_key(y, text, len, &event->start_mark);
	node = new_node(y, NODE_SCALAR, &event->start_mark);
	node->text = arena_strndup(y->arena, text, len);
	node->quoted = quoted;
	attach(y, node);
	return true;
}

static bool open_level(struct yaml *y, enum node_type type, const yaml_event_t *event)
{
	struct node *node;

	if (wants_key(y))
		return fail_at(y, &event->start_mark, "a key must be a word, not a list or map");
	if (y->depth == DEPTH_MAX)
		return fail_at(y, &event->start_mark, "more than 32 levels deep");
	node = new_node(y, type, &event->start_mark);
	attach(y, node);
	y->level[y->depth++] = (struct level){ .node = node };
	return true;
}

static bool on_list(struct yaml *y, const yaml_event_t *event)
{
	if (event->data.sequence_start.anchor != NULL)
		return fail_at(y, &event->start_mark, "anchors (&) cannot be used here");
	if (event->data.sequence_start.tag != NULL)
		return fail_at(y, &event->start_mark, "tags (!) cannot be used here");
	return open_level(y, NODE_LIST, event);
}

static bool on_map(struct yaml *y, const yaml_event_t *event)
{
	if (event->data.mapping_start.anchor != NULL)
		return fail_at(y, &event->start_mark, "anchors (&) cannot be used here");
	if (event->data.mapping_start.tag != NULL)
		return fail_at(y, &event->start_mark, "tags (!) cannot be used here");
	return open_level(y, NODE_MAP, event);
}

static bool on_end(struct yaml *y, const yaml_event_t *event)
{
	(void)event;
	map_release(&y->level[--y->depth].seen);
	return true;
}

static bool on_alias(struct yaml *y, const yaml_event_t *event)
{
	return fail_at(y, &event->start_mark, "aliases (*) cannot be used here; write it out");
}

static bool on_document(struct yaml *y, const yaml_event_t *event)
{
	if (y->documents++ > 0)
		return fail_at(y, &event->start_mark, "a second document; only one is read");
	return true;
}

static bool on_nothing(struct yaml *y, const yaml_event_t *event)
{
	(void)y;
	(void)event;
	return true;
}

static bool (*const handlers[])(struct yaml *y, const yaml_event_t *event) = {
	[YAML_NO_EVENT] = on_nothing,           [YAML_STREAM_START_EVENT] = on_nothing,
	[YAML_STREAM_END_EVENT] = on_nothing,   [YAML_DOCUMENT_START_EVENT] = on_document,
	[YAML_DOCUMENT_END_EVENT] = on_nothing, [YAML_ALIAS_EVENT] = on_alias,
	[YAML_SCALAR_EVENT] = on_scalar,        [YAML_SEQUENCE_START_EVENT] = on_list,
	[YAML_SEQUENCE_END_EVENT] = on_end,     [YAML_MAPPING_START_EVENT] = on_map,
	[YAML_MAPPING_END_EVENT] = on_end,
};

static bool run(struct yaml *y)
{
	bool more = true, ok = true;

	while (ok && more) {
		yaml_event_t event;

		if (!yaml_parser_parse(&y->parser, &event))
			return syntax_error(y);
		more = event.type != YAML_STREAM_END_EVENT;
		ok = handlers[event.type](y, &event);
		yaml_event_delete(&event);
	}
	if (ok && y->root == NULL)
		return node_fail(NULL, y->file, y->err, "it is empty");
	return ok;
}

struct node *guide_parse_yaml(const char *text, size_t len, const char *file, struct arena *arena,
			      struct err *err)
{
	struct yaml y = { .text = text, .len = len, .file = file, .arena = arena, .err = err };
	bool ok;

	if (len > GUIDE_FILE_MAX) {
		node_fail(NULL, file, err, "larger than the %d KB that a guideline may have",
			  GUIDE_FILE_MAX / 1024);
		return NULL;
	}
	if (!yaml_parser_initialize(&y.parser))
		alloc_exhausted();
	yaml_parser_set_encoding(&y.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&y.parser, (const unsigned char *)text, len);
	ok = run(&y);
	while (y.depth > 0)
		map_release(&y.level[--y.depth].seen);
	yaml_parser_delete(&y.parser);
	return ok ? y.root : NULL;
}
