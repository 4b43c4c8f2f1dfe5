/* backup.c - assay backup: one complete copy, while others go on working. */
#include "cmd/cmd.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

/* Into a folder: under the project's own name. */
static const char *destination(const struct cmd_args *args, struct arena *arena)
{
	const char *dest = args->operand[0], *name = cmd_file_name(args->project);
	size_t n = strlen(dest) + strlen(name) + 2;
	struct stat st;
	char *path;

	if (stat(dest, &st) != 0 || !S_ISDIR(st.st_mode))
		return dest;
	path = arena_alloc(arena, n);
	snprintf(path, n, "%s/%s", dest, name);
	return path;
}

static void report(const struct cmd_env *env, const char *dest, struct arena *arena)
{
	struct stat st;

	cmd_printf(env->out, "copied to %s", cmd_clean(arena, dest));
	if (stat(dest, &st) == 0)
		cmd_printf(env->out, ", %" PRId64 " kB", (int64_t)(st.st_size + 999) / 1000);
	cmd_printf(env->out, "\n");
}

static bool copy(const struct cmd_env *env, struct store *store, const char *dest, struct err *err)
{
	struct cmd_bar bar;
	struct progress progress = cmd_bar_start(&bar, env, "copying", true);
	bool ok = store_backup(store, dest, &progress, err);

	cmd_bar_end(&bar);
	return ok;
}

static int run_backup(const struct cmd_env *env, const struct cmd_args *args)
{
	struct arena arena = ARENA_INIT;
	const char *dest = destination(args, &arena);
	struct cmd_project_open open;
	struct err err;
	bool ok = cmd_open(env, args, STORE_WRITE, &open, &err);

	if (ok) {
		ok = copy(env, open.store, dest, &err);
		cmd_close(&open);
	}
	if (ok)
		report(env, dest, &arena);
	arena_release(&arena);
	return ok ? EXIT_DONE : cmd_fail(env, &err);
}

const struct cmd cmd_backup = {
	.name = "backup",
	.operands = "FILE.assay DEST",
	.summary = "copy a project, even while it is used",
	.description = "DEST is a file that does not exist yet, or a folder. The copy is complete "
		       "and holds one "
		       "moment's state. Whoever goes on labelling in it starts a new stream, so "
		       "that the two "
		       "can be merged.",
	.examples = "assay backup faucet.assay /mnt/stick/",
	.project = PROJECT_FIRST,
	.min_operands = 1,
	.max_operands = 1,
	.run = run_backup,
};
