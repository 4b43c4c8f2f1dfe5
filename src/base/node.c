#include "base/node.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_MAX 63 /* longer words get no suggestion */

struct node *node_get(const struct node *map, const char *key)
{
	if (map == NULL || map->type != NODE_MAP)
		return NULL;
	for (struct node *n = map->child; n != NULL; n = n->next)
		if (strcmp(n->key, key) == 0)
			return n;
	return NULL;
}

bool node_is_null(const struct node *node)
{
	if (node == NULL)
		return true;
	if (node->type != NODE_SCALAR || node->quoted)
		return false;
	return *node->text == '\0' || strcmp(node->text, "~") == 0
	       || strcmp(node->text, "null") == 0;
}

static bool fail_at(const char *file, int line, int column, struct err *err, const char *why)
{
	if (line == 0)
		return err_set(err, ERR_INVALID, "%s: %s", file, why);
	return err_set(err, ERR_INVALID, "%s:%d:%d: %s", file, line, column, why);
}

bool node_fail(const struct node *node, const char *file, struct err *err, const char *fmt, ...)
{
	char why[ERR_MSG_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof why, fmt, ap);
	va_end(ap);
	return fail_at(file, node != NULL ? node->line : 0, node != NULL ? node->column : 0, err,
		       why);
}

/* What NODE is called in a message. */
static const char *name_of(const struct node *node)
{
	return node != NULL && node->key != NULL ? node->key : "value";
}

static bool plain_scalar(const struct node *node)
{
	return node != NULL && node->type == NODE_SCALAR && !node->quoted;
}

bool node_int(const struct node *node, const char *file, int min, int max, int *out,
	      struct err *err)
{
	const char *text = plain_scalar(node) ? node->text : "";
	size_t digits = strspn(text + (*text == '-'), "0123456789");
	long value;

	if (digits == 0 || digits > 9 || text[(*text == '-') + digits] != '\0')
		return node_fail(node, file, err, "'%s' must be a whole number from %d to %d",
				 name_of(node), min, max);
	value = strtol(text, NULL, 10);
	if (value < min || value > max)
		return node_fail(node, file, err, "'%s' is %ld, but must be from %d to %d",
				 name_of(node), value, min, max);
	*out = (int)value;
	return true;
}

bool node_bool(const struct node *node, const char *file, bool *out, struct err *err)
{
	const char *text = plain_scalar(node) ? node->text : "";

	if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
		return node_fail(node, file, err, "'%s' must be true or false", name_of(node));
	*out = *text == 't';
	return true;
}

static bool is_known(const char *key, const char *const known[])
{
	for (size_t i = 0; known[i] != NULL; i++)
		if (strcmp(known[i], key) == 0)
			return true;
	return false;
}

bool node_only_keys(const struct node *map, const char *file, const char *const known[],
		    struct err *err)
{
	char why[ERR_MSG_MAX];

	if (map == NULL || map->type != NODE_MAP)
		return true;
	for (const struct node *n = map->child; n != NULL; n = n->next) {
		const char *near;

		if (is_known(n->key, known))
			continue;
		near = nearest_word(n->key, known);
		if (near != NULL)
			snprintf(why, sizeof why, "unknown key '%.100s'; did you mean '%.100s'?",
				 n->key, near);
		else
			snprintf(why, sizeof why, "unknown key '%.100s'; remove it", n->key);
		return fail_at(file, n->key_line, n->key_column, err, why);
	}
	return true;
}

static int least(int a, int b, int c)
{
	int ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Insertions, deletions and replacements of bytes, and swaps of neighbours, between A and B. */
static int edits(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int rows[3][WORD_MAX + 1];
	int *before = rows[0], *last = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_len; j++)
		last[j] = (int)j;
	memcpy(before, last, sizeof rows[0]);
	for (size_t i = 1; i <= a_len; i++) {
		int *free_row = before;

		row[0] = (int)i;
		for (size_t j = 1; j <= b_len; j++) {
			row[j] = least(last[j] + 1, row[j - 1] + 1,
				       last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1, row[j]);
		}
		before = last;
		last = row;
		row = free_row;
	}
	return last[b_len];
}

const char *nearest_word(const char *word, const char *const list[])
{
	size_t len = strlen(word);
	const char *best = NULL;
	int best_edits = 3;

	if (len > WORD_MAX)
		return NULL;
	for (size_t i = 0; list[i] != NULL; i++) {
		size_t n = strlen(list[i]);
		int d = n <= WORD_MAX ? edits(word, len, list[i], n) : best_edits;

		/* Two edits make anything of a word of two letters. */
		if (d < best_edits && (size_t)d < len) {
			best = list[i];
			best_edits = d;
		}
	}
	return best;
}
