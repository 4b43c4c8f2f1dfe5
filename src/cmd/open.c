/* open.c - the person's key and the project, together. */
#include "cmd/cmd.h"

#include "sync/keys.h"

#include <string.h>
#include <unistd.h>

struct identity *cmd_identity(const struct cmd_env *env, struct err *err)
{
	if (env->seed != NULL)
		return identity_from_seed(env->seed, env->name, env->device);
	return identity_open(env->key_dir, env->name, env->device, err);
}

bool cmd_open(const struct cmd_env *env, const struct cmd_args *args, enum store_mode mode,
	      struct cmd_project_open *open, struct err *err)
{
	struct cmd_bar bar;
	struct progress progress = cmd_bar_start(&bar, env, "bringing it up to date", false);

	memset(open, 0, sizeof *open);
	if (access(args->project, F_OK) != 0)
		return err_set(err, ERR_NOT_FOUND,
			       "there is no file '%s'; 'assay init' makes a new project",
			       args->project);
	open->identity = cmd_identity(env, err);
	/* Reading needs no key, so a home that cannot be written is no reason to give up. */
	if (open->identity == NULL && (mode != STORE_READ || err->code != ERR_STORAGE))
		return false;
	open->env = env->store;
	open->env.verb = args->cmd->name;
	open->store = store_open(args->project, mode, &open->env,
				 open->identity != NULL ? identity_signer(open->identity) : NULL,
				 &progress, err);
	cmd_bar_end(&bar);
	if (open->store == NULL)
		cmd_close(open);
	return open->store != NULL;
}

void cmd_close(struct cmd_project_open *open)
{
	store_close(open->store);
	identity_free(open->identity);
	open->store = NULL;
	open->identity = NULL;
}
