/* keys_run.c - `assay keys`: the keys in force, what there is to choose, and a try. */
#include "main/keys_try.h"
#include "main/own.h"
#include "main/world.h"

#include "base/buf.h"
#include "text/cells.h"
#include "ui/layout.h"
#include "ui/preset.h"

#include <string.h>

#define KEYS_COLUMNS 30
#define NAME_COLUMNS 19

static void print_columns(FILE *out, int columns, const char *text)
{
	static const struct cell_options options = { .style = STYLE_TEXT };
	int n = text_columns(text, strlen(text), &options);

	fprintf(out, "%s%*s", text, n < columns ? columns - n : 1, "");
}

/* One by one: a mark that is a key of its own does not stand on what is before it. */
static void add_key(void *ctx, const char *key)
{
	struct buf *line = ctx;

	if (line->len > 0)
		buf_addc(line, ' ');
	text_sanitise(line, key, strlen(key), ONE_LINE);
}

/* A key file may name any character. */
static void print_keys(FILE *out, const char *keys)
{
	struct buf line = BUF_INIT;

	keymap_each_key(keys, add_key, &line);
	print_columns(out, KEYS_COLUMNS, buf_str(&line));
	buf_release(&line);
}

static void print_map(FILE *out, const struct keymap *map)
{
	const char *where = NULL;

	for (int mode = 0; mode < MODE_COUNT; mode++)
		for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++) {
			const struct command_info *info = command_info(c);
			const char *heading = world_heading((enum mode)mode);

			if ((int)info->mode != mode || c == CMD_ANSWER)
				continue;
			if (heading != where)
				fprintf(out, "%s%s\n", where == NULL ? "" : "\n", heading);
			where = heading;
			fputs("  ", out);
			print_keys(out, keymap_keys(map, c)[0] != '\0' ? keymap_keys(map, c)
								       : keymap_shown(map, c));
			print_columns(out, NAME_COLUMNS, info->name);
			fprintf(out, "%s\n", info->help);
		}
	if (map->layout != NULL)
		fprintf(out, "\nlayout %s: %s\n", map->layout->name, map->layout->says);
}

static void print_choices(FILE *out)
{
	fputs("presets\n", out);
	for (size_t i = 0; i < preset_count; i++)
		fprintf(out, "  %-13s %s\n", presets[i].name, presets[i].says);
	fputs("\nlayouts\n", out);
	for (size_t i = 0; i < layout_count; i++)
		fprintf(out, "  %-13s %s\n", layouts[i].name, layouts[i].says);
	fputs("\nA key file is YAML: 'preset: vim', 'layout: azerty', and under 'bind:' lines "
	      "like 'skip: [S, Ctrl-T]'.\n",
	      out);
}

static bool read_map(struct keymap *map, const struct cmd_env *env, const struct cmd_args *args,
		     struct err *err)
{
	const char *name = cmd_value(args, "preset");
	const char *file = args->n_operands > 0 ? args->operand[0] : NULL;
	const struct preset *preset = name != NULL ? preset_find(name) : NULL;

	if (name == NULL)
		return own_read_keys(map, env, file, err);
	if (preset == NULL)
		return err_set(err, ERR_INVALID,
			       "no preset is called '%s'; 'assay keys --list' has them", name);
	keymap_init(map);
	preset_apply(preset, map);
	return true;
}

int keys_run(const struct cmd_env *env, const struct cmd_args *args)
{
	struct keymap map;
	struct err err;

	if (cmd_flag(args, "list")) {
		print_choices(env->out);
		return EXIT_DONE;
	}
	if (!read_map(&map, env, args, &err))
		return cmd_fail(env, &err);
	if (!cmd_flag(args, "try")) {
		print_map(env->out, &map);
		return EXIT_DONE;
	}
	return keys_try(env, &map, &err) ? EXIT_DONE : cmd_fail(env, &err);
}
