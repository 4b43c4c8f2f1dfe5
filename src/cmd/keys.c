/* keys.c - the key map's command line; the map itself comes in through cmd_env. */
#include "cmd/cmd.h"

static int run_keys(const struct cmd_env *env, const struct cmd_args *args)
{
	return env->show_keys(env, args);
}

static const struct cmd_option options[] = {
	{ .name = "preset", .value = "NAME", .help = "the keys of this preset instead of a file" },
	{ .name = "list", .help = "the presets and keyboard layouts that there are" },
	{ .name = "try", .help = "show what each key that is pressed sends and means" },
	{ .name = NULL },
};

const struct cmd cmd_keys = {
	.name = "keys",
	.operands = "[FILE]",
	.summary = "show, check and try the keys of the workbench",
	.description =
		"Prints what each key does, as the key file says: FILE, or else "
		"assay/keys.yaml of the config folder. A mistake in the file is said with line "
		"and column, and what to write instead.",
	.examples = "assay keys\n"
		    "assay keys --preset vim\n"
		    "assay keys my-keys.yaml\n"
		    "assay keys --try",
	.max_operands = 1,
	.options = options,
	.run = run_keys,
};
