/* cmd.c - which subcommand it is, and running it. */
#include "cmd/cmd.h"

#include "base/node.h"

#include <string.h>

const struct cmd *cmd_find(const char *name)
{
	for (int i = 0; cmd_table[i] != NULL; i++)
		if (strcmp(cmd_table[i]->name, name) == 0)
			return cmd_table[i];
	return NULL;
}

/* A word that can only be a file: `assay faucet.assay`. */
static bool looks_like_file(const char *word)
{
	return strchr(word, '/') != NULL || strchr(word, '.') != NULL;
}

static int unknown_command(const struct cmd_env *env, const char *name)
{
	const char *names[64];
	const char *near;
	size_t n = 0;
	struct err err;

	for (int i = 0; cmd_table[i] != NULL && n < 63; i++)
		if (!cmd_table[i]->hidden)
			names[n++] = cmd_table[i]->name;
	names[n] = NULL;
	near = nearest_word(name, names);
	if (near != NULL)
		err_set(&err, ERR_INVALID, "'%s' is no command; did you mean '%s'?", name, near);
	else
		err_set(&err, ERR_INVALID,
			"'%s' is no command and no project; 'assay --help' lists the commands",
			name);
	cmd_fail(env, &err);
	return EXIT_USAGE;
}

static int run(const struct cmd_env *env, const struct cmd *cmd, const char *const *argv)
{
	struct arena arena = ARENA_INIT;
	struct cmd_args args;
	struct err err;
	int code = EXIT_DONE;

	if (!cmd_parse(env, cmd, argv, &arena, &args, &err))
		code = cmd_fail_usage(env, cmd, &err);
	else if (args.help)
		cmd_usage(env->out, cmd);
	else
		code = cmd->run(env, &args);
	arena_release(&arena);
	return code;
}

/* How many words the common options in front of the command take. */
static int skip_common(int argc, const char *const *argv)
{
	int at = 1;

	for (bool more = true; more && at < argc;) {
		more = false;
		for (const struct cmd_option *o = cmd_common; o->name != NULL; o++) {
			size_t len = strlen(o->name);

			if (o->value == NULL || strncmp(argv[at], "--", 2) != 0
			    || strncmp(argv[at] + 2, o->name, len) != 0)
				continue;
			if (argv[at][2 + len] != '=' && argv[at][2 + len] != '\0')
				continue;
			at += argv[at][2 + len] == '=' ? 1 : 2;
			more = true;
			break;
		}
	}
	return at < argc ? at : argc;
}

static int no_command(const struct cmd_env *env)
{
	static const char *const label[] = { "label", NULL };

	if (env->project != NULL)
		return run(env, cmd_find("label"), label);
	cmd_overview(env->err);
	return EXIT_USAGE;
}

int cmd_main(const struct cmd_env *env, int argc, const char *const *argv)
{
	int at = skip_common(argc, argv);
	const struct cmd *cmd;

	if (at >= argc)
		return no_command(env);
	if (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "-h") == 0) {
		cmd_overview(env->out);
		return EXIT_DONE;
	}
	if (strcmp(argv[at], "--version") == 0) {
		fprintf(env->out, "assay %s\n", env->version);
		return EXIT_DONE;
	}
	cmd = cmd_find(argv[at]);
	if (cmd != NULL)
		return run(env, cmd, argv + at);
	if (argv[at][0] != '-' && !looks_like_file(argv[at]))
		return unknown_command(env, argv[at]);
	/* One word earlier: run() takes the first for the command's name. */
	return run(env, cmd_find("label"), argv + at - 1);
}
