/* guideline_read.c - single values out of nodes, with messages. */
#include "model/guideline_build.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *name_of(const struct node *node)
{
	return node->key != NULL ? node->key : "value";
}

bool draft_go_on(const struct draft *draft)
{
	if (draft->faults == NULL)
		return false;
	draft->faults->report(draft->faults->ctx, draft->err->msg);
	draft->faults->n++;
	return true;
}

bool draft_has_faults(const struct draft *draft)
{
	return draft->faults != NULL && draft->faults->n > 0;
}

bool draft_fail_key(const struct draft *draft, const struct node *node, const char *fmt, ...)
{
	struct node place = { .line = node->key_line, .column = node->key_column };
	char why[ERR_MSG_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof why, fmt, ap);
	va_end(ap);
	return node_fail(&place, draft->file, draft->err, "%s", why);
}

bool draft_is_map(const struct draft *draft, const struct node *node, const char *what)
{
	if (node->type != NODE_MAP)
		return node_fail(node, draft->file, draft->err,
				 "%s must be a map of keys and values", what);
	return true;
}

bool draft_is_list(const struct draft *draft, const struct node *node, int min, int max)
{
	if (node->type != NODE_LIST)
		return node_fail(node, draft->file, draft->err, "'%s' must be a list",
				 name_of(node));
	if (node->count < (size_t)min || node->count > (size_t)max)
		return node_fail(node, draft->file, draft->err,
				 "'%s' has %zu entries, but must have %d to %d", name_of(node),
				 node->count, min, max);
	return true;
}

const struct node *draft_need(const struct draft *draft, const struct node *map, const char *key)
{
	const struct node *node = node_get(map, key);

	if (node == NULL || node_is_null(node)) {
		node_fail(node != NULL ? node : map, draft->file, draft->err, "'%s' is missing",
			  key);
		return NULL;
	}
	return node;
}

static bool is_one_line(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ')
			return false;
	return true;
}

bool draft_line(const struct draft *draft, const struct node *node, const char **out)
{
	if (node->type != NODE_SCALAR || *node->text == '\0' || !is_one_line(node->text))
		return node_fail(node, draft->file, draft->err, "'%s' must be one line of text",
				 name_of(node));
	if (strlen(node->text) > LINE_MAX_BYTES)
		return node_fail(node, draft->file, draft->err,
				 "'%s' is longer than %d bytes; make it shorter", name_of(node),
				 LINE_MAX_BYTES);
	*out = arena_strdup(draft->arena, node->text);
	return true;
}

bool draft_id(const struct draft *draft, const struct node *node, const char **out)
{
	const char *text = node->type == NODE_SCALAR ? node->text : "";
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_");

	if (n == 0 || n > ID_MAX || text[n] != '\0' || *text == '-' || *text == '_')
		return node_fail(node, draft->file, draft->err,
				 "'%s' must be 1 to %d lower-case letters, digits, '-' or '_'",
				 name_of(node), ID_MAX);
	*out = arena_strdup(draft->arena, text);
	return true;
}

bool draft_lines(const struct draft *draft, const struct node *node, int min, int max,
		 const char ***out, int *n)
{
	const char **lines;
	int count = 0;

	if (!draft_is_list(draft, node, min, max))
		return false;
	lines = arena_alloc(draft->arena, (node->count + 1) * sizeof *lines);
	for (const struct node *child = node->child; child != NULL; child = child->next) {
		if (!draft_line(draft, child, &lines[count]))
			return false;
		for (int i = 0; i < count; i++)
			if (strcmp(lines[i], lines[count]) == 0)
				return node_fail(child, draft->file, draft->err,
						 "'%.100s' is in the list twice", lines[i]);
		count++;
	}
	*out = lines;
	*n = count;
	return true;
}

static void join(const char *const words[], char *out, size_t size)
{
	size_t used = 0;

	for (int i = 0; words[i] != NULL && used < size; i++)
		used += (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? ", " : "",
					 words[i]);
}

bool draft_word(const struct draft *draft, const struct node *node, const char *what,
		const char *const words[], int *out)
{
	const char *text = node->type == NODE_SCALAR ? node->text : "";
	const char *near;
	char all[200];

	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], text) == 0) {
			*out = i;
			return true;
		}
	near = nearest_word(text, words);
	if (near != NULL)
		return node_fail(node, draft->file, draft->err,
				 "unknown %s '%.100s'; did you mean '%s'?", what, text, near);
	join(words, all, sizeof all);
	return node_fail(node, draft->file, draft->err, "unknown %s '%.100s'; there are %s", what,
			 text, all);
}

bool draft_int_at(const struct draft *draft, const struct node *map, const char *key,
		  struct bounds bounds, int *out)
{
	const struct node *node = node_get(map, key);

	return node == NULL || node_int(node, draft->file, bounds.min, bounds.max, out, draft->err);
}

bool draft_bool_at(const struct draft *draft, const struct node *map, const char *key, bool *out)
{
	const struct node *node = node_get(map, key);

	return node == NULL || node_bool(node, draft->file, out, draft->err);
}

bool draft_line_at(const struct draft *draft, const struct node *map, const char *key,
		   const char **out)
{
	const struct node *node = node_get(map, key);

	return node == NULL || node_is_null(node) || draft_line(draft, node, out);
}

bool draft_text_at(const struct draft *draft, const struct node *map, const char *key,
		   const char **out)
{
	const struct node *node = node_get(map, key);

	if (node == NULL || node_is_null(node))
		return true;
	if (node->type != NODE_SCALAR)
		return node_fail(node, draft->file, draft->err, "'%s' must be text", key);
	*out = arena_strdup(draft->arena, node->text);
	return true;
}
