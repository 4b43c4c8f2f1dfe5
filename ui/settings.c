/* settings.c - reads the settings file. */
#include "ui/settings.h"

#include "base/node.h"
#include "guide/guide.h"
#include "ui/theme.h"

#include <stdio.h>
#include <string.h>

#define SETTINGS_MAX (64 * 1024)

static const char *const colour_names[] = { "auto", "never", "16", "256", "rgb", NULL };
static const char *const bidi_names[] = { "terminal", "off", NULL };
static const char *const switch_names[] = { "off", "on", NULL };

static int find_word(const char *const names[], const char *word)
{
	for (int i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], word) == 0)
			return i;
	return -1;
}

void settings_init(struct settings *settings)
{
	*settings = (struct settings){ .theme = &themes[0], .help = -1, .idle = true };
}

bool settings_set_theme(struct settings *settings, const char *name)
{
	const struct theme *theme = theme_find(name);

	settings->theme = theme != NULL ? theme : settings->theme;
	return theme != NULL;
}

bool settings_set_colour(struct settings *settings, const char *name)
{
	int i = find_word(colour_names, name);

	settings->colour = i >= 0 ? (enum colour)i : settings->colour;
	return i >= 0;
}

bool settings_set_mouse(struct settings *settings, const char *name)
{
	int i = find_word(switch_names, name);

	settings->mouse = i >= 0 ? i == 1 : settings->mouse;
	return i >= 0;
}

bool settings_are_blank(const char *text, size_t len)
{
	bool comment = false;

	for (size_t i = 0; i < len; i++) {
		comment = text[i] != '\n' && (comment || text[i] == '#');
		if (!comment && strchr(" \t\r\n", text[i]) == NULL)
			return false;
	}
	return true;
}

/* ---------------------------------------------------------------- reading */

struct reading {
	const char *file;
	struct settings *settings;
};

static bool refuse(const struct reading *r, const struct node *node, const char *const names[],
		   struct err *err)
{
	const char *near = nearest_word(node->text, names);
	char all[160] = "";

	for (int i = 0; names[i] != NULL; i++) {
		size_t len = strlen(all);

		snprintf(all + len, sizeof all - len, "%s%s", i > 0 ? ", " : "", names[i]);
	}
	if (near != NULL)
		return node_fail(node, r->file, err,
				 "'%.40s' is no value of %s; did you mean '%s'?", node->text,
				 node->key, near);
	return node_fail(node, r->file, err, "'%.40s' is no value of %s; there are %s", node->text,
			 node->key, all);
}

static bool read_word(const struct reading *r, const struct node *node, const char *const names[],
		      int *out, struct err *err)
{
	*out = 0;
	if (node->type != NODE_SCALAR)
		return node_fail(node, r->file, err, "%s takes one word", node->key);
	*out = find_word(names, node->text);
	return *out >= 0 || refuse(r, node, names, err);
}

static bool read_theme(const struct reading *r, const struct node *node, struct err *err)
{
	const char *names[16] = { NULL };
	int i;

	for (size_t t = 0; t < theme_count; t++)
		names[t] = themes[t].name;
	if (!read_word(r, node, names, &i, err))
		return false;
	r->settings->theme = &themes[i];
	return true;
}

static bool read_colour(const struct reading *r, const struct node *node, struct err *err)
{
	int i;

	if (!read_word(r, node, colour_names, &i, err))
		return false;
	r->settings->colour = (enum colour)i;
	return true;
}

static bool read_bidi(const struct reading *r, const struct node *node, struct err *err)
{
	int i;

	if (!read_word(r, node, bidi_names, &i, err))
		return false;
	r->settings->bidi = (enum bidi)i;
	return true;
}

static bool read_help(const struct reading *r, const struct node *node, struct err *err)
{
	return node_int(node, r->file, 0, HELP_LEVEL_MAX, &r->settings->help, err);
}

static bool read_switch(const struct reading *r, const struct node *node, bool *out,
			struct err *err)
{
	int i;

	/* YAML's own words for it, too. */
	if (node->type == NODE_SCALAR
	    && (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0))
		return node_bool(node, r->file, out, err);
	if (!read_word(r, node, switch_names, &i, err))
		return false;
	*out = i == 1;
	return true;
}

static bool read_mouse(const struct reading *r, const struct node *node, struct err *err)
{
	return read_switch(r, node, &r->settings->mouse, err);
}

static bool read_ascii(const struct reading *r, const struct node *node, struct err *err)
{
	return read_switch(r, node, &r->settings->ascii, err);
}

static bool read_idle(const struct reading *r, const struct node *node, struct err *err)
{
	return read_switch(r, node, &r->settings->idle, err);
}

static bool read_spelling(const struct reading *r, const struct node *node, struct err *err)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-@.";

	if (node->type != NODE_SCALAR || strlen(node->text) >= sizeof r->settings->spelling
	    || strspn(node->text, letters) != strlen(node->text))
		return node_fail(node, r->file, err,
				 "spelling takes a language like en_GB, or off");
	snprintf(r->settings->spelling, sizeof r->settings->spelling, "%s", node->text);
	return true;
}

static const struct {
	const char *name;
	bool (*read)(const struct reading *r, const struct node *node, struct err *err);
} fields[] = {
	{ "theme", read_theme }, { "colour", read_colour }, { "color", read_colour },
	{ "mouse", read_mouse }, { "help", read_help },     { "ascii", read_ascii },
	{ "idle", read_idle },   { "bidi", read_bidi },     { "spelling", read_spelling },
};

#define FIELDS (sizeof fields / sizeof fields[0])

static bool read_root(const struct reading *r, const struct node *root, struct err *err)
{
	const char *known[FIELDS + 1] = { NULL };

	if (node_is_null(root))
		return true;
	if (root->type != NODE_MAP)
		return node_fail(root, r->file, err,
				 "settings are lines like 'theme: dark'; 'man assay' lists them");
	for (size_t i = 0; i < FIELDS; i++)
		known[i] = fields[i].name;
	if (!node_only_keys(root, r->file, known, err))
		return false;
	for (size_t i = 0; i < FIELDS; i++) {
		const struct node *node = node_get(root, fields[i].name);

		if (node != NULL && !fields[i].read(r, node, err))
			return false;
	}
	return true;
}

bool settings_parse(struct settings *settings, const char *text, size_t len, const char *file,
		    struct err *err)
{
	const struct reading reading = { file, settings };
	struct arena arena = ARENA_INIT;
	struct node *root;
	bool ok;

	settings_init(settings);
	if (len > SETTINGS_MAX)
		return err_set(err, ERR_INVALID, "%s: settings have at most %d bytes", file,
			       SETTINGS_MAX);
	if (settings_are_blank(text, len))
		return true;
	root = guide_parse_yaml(text, len, file, &arena, err);
	ok = root != NULL && read_root(&reading, root, err);
	if (!ok)
		settings_init(settings);
	arena_release(&arena);
	return ok;
}
