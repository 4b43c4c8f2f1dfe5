/* key_file.c - reads a key file and holds it against the rules of the key map. */
#include "ui/key_file.h"

#include "base/node.h"
#include "guide/guide.h"
#include "ui/layout.h"
#include "ui/preset.h"
#include "ui/settings.h"

#include <stdio.h>
#include <string.h>

#define NAMES_MAX 256

struct reading {
	struct keymap *map;
	const char *file;
	const struct node *bound[CMD_COUNT]; /* where the file binds a command */
};

/* ---------------------------------------------------------------- names */

static bool unknown(const struct node *node, const char *file, const char *what,
		    const char *const names[], struct err *err)
{
	const char *near = nearest_word(node->text, names);

	if (near != NULL)
		return node_fail(node, file, err, "no %s is called '%.40s'; did you mean '%s'?",
				 what, node->text, near);
	return node_fail(node, file, err, "no %s is called '%.40s'; 'assay keys --list' has them",
			 what, node->text);
}

static bool is_word(const struct node *node, const char *file, const char *what, struct err *err)
{
	return node->type == NODE_SCALAR || node_fail(node, file, err, "%s takes one name", what);
}

static bool read_preset(struct reading *r, const struct node *node, struct err *err)
{
	const char *names[16] = { NULL };

	if (node == NULL)
		return true;
	if (!is_word(node, r->file, "preset", err))
		return false;
	for (size_t i = 0; i < preset_count; i++)
		names[i] = presets[i].name;
	if (preset_find(node->text) == NULL)
		return unknown(node, r->file, "preset", names, err);
	preset_apply(preset_find(node->text), r->map);
	return true;
}

static bool read_layout(struct reading *r, const struct node *node, struct err *err)
{
	const char *names[32] = { NULL };

	if (node == NULL)
		return true;
	if (!is_word(node, r->file, "layout", err))
		return false;
	for (size_t i = 0; i < layout_count; i++)
		names[i] = layouts[i].name;
	r->map->layout = layout_find(node->text);
	return r->map->layout != NULL || unknown(node, r->file, "layout", names, err);
}

/* ---------------------------------------------------------------- keys */

static bool add_key(const struct reading *r, enum command command, const struct node *node,
		    char keys[KEYMAP_KEYS_MAX], struct err *err)
{
	size_t len = strlen(keys);
	struct err why;

	if (node->type != NODE_SCALAR)
		return node_fail(node, r->file, err, "a key is one name, like S or Ctrl-T");
	if (!keymap_may_bind(command, node->text, &why))
		return node_fail(node, r->file, err, "%s", why.msg);
	if (len + strlen(node->text) + 2 > KEYMAP_KEYS_MAX)
		return node_fail(node, r->file, err, "%s has too many keys",
				 command_info(command)->name);
	snprintf(keys + len, KEYMAP_KEYS_MAX - len, "%s%s", len > 0 ? " " : "", node->text);
	return true;
}

static bool unknown_command(const struct node *node, const char *file, struct err *err)
{
	const struct node at = { .line = node->key_line, .column = node->key_column };
	const char *names[NAMES_MAX], *near;
	size_t n = 0;

	for (enum command c = CMD_NONE + 1; c < CMD_COUNT && n < NAMES_MAX - 1; c++)
		if (c != CMD_ANSWER)
			names[n++] = command_info(c)->name;
	names[n] = NULL;
	near = nearest_word(node->key, names);
	return node_fail(&at, file, err, "no command is called '%.40s'; %s%s%s", node->key,
			 near != NULL ? "did you mean '" : "'assay keys' lists them",
			 near != NULL ? near : "", near != NULL ? "'?" : "");
}

static bool read_binding(struct reading *r, const struct node *node, struct err *err)
{
	enum command command = command_find(node->key);
	char keys[KEYMAP_KEYS_MAX] = "";

	/* What answers is the guideline's. */
	if (command == CMD_NONE || command == CMD_ANSWER)
		return unknown_command(node, r->file, err);
	if (node->type == NODE_MAP)
		return node_fail(node, r->file, err, "%s takes a key or a list of keys", node->key);
	if (node->type == NODE_SCALAR && !add_key(r, command, node, keys, err))
		return false;
	for (const struct node *key = node->child; key != NULL; key = key->next)
		if (!add_key(r, command, key, keys, err))
			return false;
	keymap_bind(r->map, command, keys);
	r->bound[command] = node;
	return true;
}

static bool read_bindings(struct reading *r, const struct node *bind, struct err *err)
{
	if (bind == NULL || node_is_null(bind))
		return true;
	if (bind->type != NODE_MAP)
		return node_fail(bind, r->file, err, "bind takes commands and their keys");
	for (const struct node *node = bind->child; node != NULL; node = node->next)
		if (!read_binding(r, node, err))
			return false;
	return true;
}

/* ---------------------------------------------------------------- the whole */

static bool check_clashes(const struct reading *r, const struct node *root, struct err *err)
{
	struct keymap_clash clash;
	const struct node *at;
	const char *a, *b;

	if (!keymap_clashes(r->map, &clash))
		return true;
	a = command_info(clash.a)->name;
	b = command_info(clash.b)->name;
	at = r->bound[clash.b];
	if (at == NULL) {
		at = r->bound[clash.a];
		a = command_info(clash.b)->name;
		b = command_info(clash.a)->name;
	}
	return node_fail(at != NULL ? at : root, r->file, err,
			 "%s would mean both %s and %s in %s: take another key for %s, or bind "
			 "%s to another one",
			 clash.key, b, a, clash.where, b, a);
}

static bool read_root(struct reading *r, const struct node *root, struct err *err)
{
	static const char *const known[] = { "preset", "layout", "bind", NULL };

	if (root == NULL || node_is_null(root))
		return true;
	if (root->type != NODE_MAP)
		return node_fail(root, r->file, err, "a key file has preset, layout and bind");
	return node_only_keys(root, r->file, known, err)
	       && read_preset(r, node_get(root, "preset"), err)
	       && read_layout(r, node_get(root, "layout"), err)
	       && read_bindings(r, node_get(root, "bind"), err) && check_clashes(r, root, err);
}

bool key_file_read(struct keymap *map, const char *text, size_t len, const char *file,
		   struct err *err)
{
	struct reading reading = { .map = map, .file = file };
	struct arena arena = ARENA_INIT;
	struct node *root;
	bool ok;

	keymap_init(map);
	if (len > KEY_FILE_MAX)
		return err_set(err, ERR_INVALID, "%s: a key file has at most %d bytes", file,
			       KEY_FILE_MAX);
	if (settings_are_blank(text, len))
		return true;
	root = guide_parse_yaml(text, len, file, &arena, err);
	ok = root != NULL && read_root(&reading, root, err);
	if (!ok)
		keymap_init(map);
	arena_release(&arena);
	return ok;
}
