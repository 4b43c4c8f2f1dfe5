/* tutor.c - the tutor's command line; the tutor itself comes in through cmd_env. */
#include "cmd/cmd.h"

static int run_tutor(const struct cmd_env *env, const struct cmd_args *args)
{
	return env->tutor(env, args);
}

static const struct cmd_option options[] = {
	{ .name = "lesson",
	  .letter = 'l',
	  .value = "N",
	  .help = "begin with this lesson; the tutor says its number when you leave" },
	{ .name = "keys",
	  .value = "FILE|STRING",
	  .help = "play recorded keys (\"1 2 Enter\") instead of reading a terminal" },
	{ .name = "screen",
	  .value = "WxH",
	  .help = "with --keys: the size of the screen, printed when the keys end (80x24)" },
	{ .name = "keys-file",
	  .value = "FILE",
	  .help = "the keys of this file instead of keys.yaml ('assay keys' shows them)" },
	{ .name = NULL },
};

const struct cmd cmd_tutor = {
	.name = "tutor",
	.operands = "",
	.summary = "learn the workbench in ten minutes, by doing",
	.description = "Opens the real workbench on a project of its own, which is thrown away "
		       "afterwards, and says above it what to press: reading, answering, "
		       "correcting, the editor. A wrong key does no harm.",
	.examples = "assay tutor\n"
		    "assay tutor --lesson 9",
	.project = PROJECT_NONE,
	.options = options,
	.run = run_tutor,
};
