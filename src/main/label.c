/* label.c - `assay label`: the workbench on a project. */
#include "main/session.h"

int label_run(const struct cmd_env *env, const struct cmd_args *args)
{
	struct cmd_project_open open;
	struct session session;
	struct err err;
	bool ok = session_read(&session, env, args, &err);

	if (ok && cmd_open(env, args, STORE_WRITE, &open, &err)) {
		const struct app_env app = session_env(&session);

		ok = session_run(&session, open.store, &app, cmd_value(args, "batch"), &err);
		cmd_close(&open);
	} else {
		ok = false;
	}
	session_release(&session);
	return ok ? EXIT_DONE : cmd_fail(env, &err);
}
