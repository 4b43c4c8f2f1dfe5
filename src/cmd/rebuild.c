/* rebuild.c - assay rebuild: derived rows once more from the events. */
#include "cmd/cmd.h"

static bool rebuild(const struct cmd_env *env, struct store *store, struct err *err)
{
	struct cmd_bar bar;
	struct progress progress = cmd_bar_start(&bar, env, "rebuilding", false);
	bool ok = store_rebuild(store, &progress, err);

	cmd_bar_end(&bar);
	return ok;
}

static int run_rebuild(const struct cmd_env *env, const struct cmd_args *args)
{
	struct arena arena = ARENA_INIT;
	struct cmd_project_open open;
	struct err err;
	bool ok;

	if (!cmd_open(env, args, STORE_WRITE, &open, &err))
		return cmd_fail(env, &err);
	ok = rebuild(env, open.store, &err);
	if (ok)
		cmd_printf(env->out, "made the derived rows of %s again from its events\n",
			   cmd_clean(&arena, args->project));
	cmd_close(&open);
	arena_release(&arena);
	return ok ? EXIT_DONE : cmd_fail(env, &err);
}

const struct cmd cmd_rebuild = {
	.name = "rebuild",
	.operands = "FILE.assay",
	.summary = "make all derived rows again from the events",
	.description = "Nothing that people wrote is touched: members, batches, queues, current "
		       "annotations and progress are computed again from the signed events. Seldom "
		       "needed; "
		       "'assay check' says when.",
	.examples = "assay rebuild faucet.assay",
	.project = PROJECT_FIRST,
	.run = run_rebuild,
};
