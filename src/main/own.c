/* own.c - finds and reads a person's own files. */
#include "main/own.h"

#include "main/files.h"
#include "main/world.h"
#include "ui/key_file.h"

#include <errno.h>
#include <string.h>

#define OWN_FILE_MAX (64 * 1024)

enum found { FOUND, FOUND_NOT, FOUND_UNREADABLE };

static enum found read_file(const char *path, struct buf *text, struct err *err)
{
	/* One byte more than is taken: the reader says that it is too long. */
	if (files_read(path, OWN_FILE_MAX + 1, text))
		return FOUND;
	if (errno == ENOENT)
		return FOUND_NOT;
	err_set(err, ERR_STORAGE, "cannot read '%s': %s", path, strerror(errno));
	return FOUND_UNREADABLE;
}

static void own_path(const struct cmd_env *env, const char *name, struct buf *path)
{
	buf_addf(path, "%s/%s", env->config_dir, name);
}

/* FILE is what messages call it. */
static bool parse_keys(struct keymap *map, const char *path, bool must, const char *file,
		       struct err *err)
{
	struct buf text = BUF_INIT;
	enum found found = read_file(path, &text, err);
	bool ok = found == FOUND;

	keymap_init(map);
	if (ok)
		ok = key_file_read(map, buf_str(&text), text.len, file, err);
	else if (found == FOUND_NOT && must)
		err_set(err, ERR_NOT_FOUND, "there is no file '%s'", path);
	else
		ok = found == FOUND_NOT;
	buf_release(&text);
	return ok;
}

static bool parse_settings(struct settings *settings, const char *path, const char *file,
			   struct err *err)
{
	struct buf text = BUF_INIT;
	enum found found = read_file(path, &text, err);
	bool ok = found != FOUND_UNREADABLE;

	settings_init(settings);
	if (found == FOUND)
		ok = settings_parse(settings, buf_str(&text), text.len, file, err);
	buf_release(&text);
	return ok;
}

bool own_read_keys(struct keymap *map, const struct cmd_env *env, const char *file, struct err *err)
{
	struct buf path = BUF_INIT;
	bool ok;

	if (file != NULL)
		return parse_keys(map, file, true, file, err);
	own_path(env, "keys.yaml", &path);
	ok = parse_keys(map, buf_str(&path), false, buf_str(&path), err);
	buf_release(&path);
	return ok;
}

/* The manual's keys and the default settings. */
static void own_init(struct own *own)
{
	settings_init(&own->settings);
	keymap_init(&own->keymap);
	own->notice[0] = '\0';
}

static void notice(struct own *own, const char *name, const struct err *why)
{
	snprintf(own->notice, sizeof own->notice,
		 "%s is not used ('assay doctor' says all): %.400s", name, why->msg);
}

static void read_files(struct own *own, const struct cmd_env *env)
{
	struct buf path = BUF_INIT;
	struct err why;

	own_path(env, "settings.yaml", &path);
	if (!parse_settings(&own->settings, buf_str(&path), "line", &why))
		notice(own, "settings.yaml", &why);
	buf_clear(&path);
	own_path(env, "keys.yaml", &path);
	if (!parse_keys(&own->keymap, buf_str(&path), false, "line", &why))
		notice(own, "keys.yaml", &why);
	buf_release(&path);
}

static bool read_options(struct own *own, const struct cmd_env *env, const struct cmd_args *args,
			 struct err *err)
{
	const char *file = cmd_value(args, "keys-file"), *theme = cmd_value(args, "theme");
	const char *colour = cmd_value(args, "color"), *mouse = cmd_value(args, "mouse");

	/* Their words were held against the choices already. */
	if (theme != NULL)
		settings_set_theme(&own->settings, theme);
	if (colour != NULL)
		settings_set_colour(&own->settings, colour);
	if (mouse != NULL)
		settings_set_mouse(&own->settings, mouse);
	return file == NULL || own_read_keys(&own->keymap, env, file, err);
}

bool own_read(struct own *own, const struct cmd_env *env, const struct cmd_args *args,
	      struct err *err)
{
	own_init(own);
	/* Recorded keys mean what the manual says, whoever plays them. */
	if (!cmd_flag(args, "keys"))
		read_files(own, env);
	if (!read_options(own, env, args, err))
		return false;
	/* Asked for by name, colours come all the same (no-color.org). */
	if (own->settings.colour == COLOUR_AUTO && world_variable("NO_COLOR") != NULL)
		own->settings.colour = COLOUR_NEVER;
	return true;
}

void own_check(const struct cmd_env *env,
	       void (*report)(void *ctx, const char *file, bool there, const char *says), void *ctx)
{
	struct settings settings;
	struct keymap keymap;
	struct buf path = BUF_INIT, text = BUF_INIT;
	struct err err;
	bool there;

	own_path(env, "settings.yaml", &path);
	there = read_file(buf_str(&path), &text, &err) != FOUND_NOT;
	report(ctx, buf_str(&path), there,
	       parse_settings(&settings, buf_str(&path), buf_str(&path), &err) ? NULL : err.msg);
	buf_clear(&path);
	buf_clear(&text);
	own_path(env, "keys.yaml", &path);
	there = read_file(buf_str(&path), &text, &err) != FOUND_NOT;
	report(ctx, buf_str(&path), there,
	       parse_keys(&keymap, buf_str(&path), false, buf_str(&path), &err) ? NULL : err.msg);
	buf_release(&path);
	buf_release(&text);
}
