/* tutor.c - the tutor's command line; the tutor itself comes in through cmd_env. */
#include "cmd/session_options.h"

static int run_tutor(const struct cmd_env *env, const struct cmd_args *args)
{
	return env->tutor(env, args);
}

static const struct cmd_option options[] = {
	{ .name = "lesson",
	  .letter = 'l',
	  .value = "N",
	  .help = "begin with this lesson; the tutor says its number when you leave" },
	SESSION_OPTIONS,
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
