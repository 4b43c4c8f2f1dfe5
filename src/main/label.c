/* label.c - `assay label`: the workbench on a project. */
#include "main/session.h"

int label_run(const struct cmd_env *env, const struct cmd_args *args)
{
	struct cmd_project_open open;
	struct session session;
	struct err err;
	int refused = 0;
	bool ok = session_read(&session, env, args, &err);

	session.refused = &refused;
	if (ok && cmd_open(env, args, STORE_WRITE, &open, &err)) {
		const struct app_env app = session_env(&session);

		ok = session_run(&session, open.store, &app, cmd_value(args, "batch"), &err);
		cmd_close(&open);
	} else {
		ok = false;
	}
	session_release(&session);
	if (!ok)
		return session_fail(&session, args, &err);
	/* Somebody who types hears what was refused; a script learns it from the status. */
	return refused > 0 && !env->in_tty ? EXIT_REJECTED : EXIT_DONE;
}
