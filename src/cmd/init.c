/* init.c - `assay init FILE.assay`: a new project and its owner. */
#include "cmd/cmd.h"

#include "guide/guide.h"
#include "sync/keys.h"
#include "text/decode.h"

#include <string.h>

struct init {
	const struct cmd_env *env;
	const struct cmd_args *args;
	struct arena *arena;
	const char *name;
	struct guide guide;
	bool has_guide;
	struct id recovery;
	char words[80];
};

/* NULL unless PATH is NAME.assay. */
static const char *name_of(const char *path, struct arena *arena)
{
	const char *file = cmd_file_name(path);
	size_t n = strlen(file);

	if (n <= 6 || strcmp(file + n - 6, ".assay") != 0)
		return NULL;
	return arena_strndup(arena, file, n - 6);
}

static bool check(struct init *init, struct err *err)
{
	const char *stem = name_of(init->args->project, init->arena);
	const char *name = cmd_value(init->args, "name");
	const char *guideline = cmd_value(init->args, "guideline");

	if (stem == NULL)
		return err_set(err, ERR_INVALID,
			       "a project's file ends in .assay: try 'assay init %s.assay'",
			       init->args->project);
	init->name = name != NULL ? name : stem;
	if (*init->name == '\0' || strlen(init->name) > 200)
		return err_set(err, ERR_INVALID, "a project's name has 1 to 200 bytes");
	if (!utf8_valid(init->name, strlen(init->name), NULL))
		return err_set(err, ERR_INVALID,
			       "'%s' is not valid UTF-8 and cannot name a project; give --name",
			       init->name);
	init->has_guide = guideline != NULL;
	return guideline == NULL || guide_load(guideline, init->arena, &init->guide, err);
}

static bool add_guideline(const struct init *init, struct store *store, struct err *err)
{
	const struct store_guideline guideline = {
		.name = init->has_guide ? init->guide.guideline->name : NULL,
		.hash = init->guide.hash,
		.object = init->guide.object,
		.len = init->guide.object_len,
		.breaks = init->has_guide && init->guide.guideline->breaks,
	};

	return !init->has_guide
	       || (store_guideline_put(store, &guideline, err)
		   && store_setting_put(store, "guideline", guideline.name, err));
}

static struct store *create(struct init *init, const struct store_env *store_env,
			    const struct identity *identity, struct err *err)
{
	const char *join = cmd_value(init->args, "join");
	struct store_init what = {
		.name = init->name,
		.join_open = join == NULL || strcmp(join, "open") == 0,
	};

	if (cmd_flag(init->args, "recovery")) {
		recovery_new(&init->recovery, init->words);
		what.recovery = &init->recovery;
	}
	return store_create(init->args->project, &what, store_env, identity_signer(identity), err);
}

static void report(const struct init *init, const struct store *store)
{
	FILE *out = init->env->out;
	const char *path = cmd_clean(init->arena, init->args->project);
	const char *join = cmd_value(init->args, "join");
	char eye[26];

	project_for_eye(store_project(store), eye);
	cmd_printf(out, "made %s: project \"%s\", %s, owner %s\n", path,
		   cmd_clean(init->arena, init->name), eye,
		   cmd_clean(init->arena, init->env->name));
	if (join == NULL || strcmp(join, "open") == 0)
		cmd_printf(out, "whoever opens it may label ('--join closed' asks you first)\n");
	if (init->has_guide)
		cmd_printf(out, "imports ask by the guideline \"%s\" unless they name another\n",
			   cmd_clean(init->arena, init->guide.guideline->name));
	if (*init->words != '\0')
		cmd_printf(out, "recovery key, shown once and kept nowhere; write it down:\n  %s\n",
			   init->words);
	cmd_printf(out, "next: assay import %s FILE…\n", path);
}

static bool run_in(struct init *init, struct err *err)
{
	struct store_env store_env = init->env->store;
	struct identity *identity = cmd_identity(init->env, err);
	struct store *store;
	bool ok;

	if (identity == NULL)
		return false;
	store_env.verb = "init";
	store = create(init, &store_env, identity, err);
	ok = store != NULL && add_guideline(init, store, err);
	if (ok)
		report(init, store);
	store_close(store);
	identity_free(identity);
	return ok;
}

static int run_init(const struct cmd_env *env, const struct cmd_args *args)
{
	struct arena arena = ARENA_INIT;
	struct init init = { .env = env, .args = args, .arena = &arena };
	struct err err;
	int code;

	if (!check(&init, &err))
		code = cmd_fail_usage(env, args->cmd, &err);
	else
		code = run_in(&init, &err) ? EXIT_DONE : cmd_fail(env, &err);
	arena_release(&arena);
	return code;
}

static const char *const joins[] = { "open", "closed", NULL };

static const struct cmd_option options[] = {
	{ .name = "name", .value = "NAME", .help = "the project's name (default: the file's)" },
	{ .name = "guideline",
	  .letter = 'g',
	  .value = "NAME|PATH",
	  .help = "what imports ask unless they name another; 'assay guide list' shows those "
		  "that ship" },
	{ .name = "join",
	  .value = "POLICY",
	  .help = "may whoever opens the file label (open, the default), or only members that "
		  "a lead has named (closed)?",
	  .choices = joins },
	{ .name = "recovery", .help = "make a recovery key and print it, once" },
	{ .name = NULL },
};

const struct cmd cmd_init = {
	.name = "init",
	.operands = "FILE.assay",
	.summary = "make a new project",
	.description = "Makes the file and you its owner, with a key that is made on first use and "
		       "kept in $XDG_CONFIG_HOME/assay/keys. Never writes over a file that exists.",
	.examples = "assay init faucet.assay\n"
		    "assay init faucet.assay --guideline pairwise-preference --recovery",
	.project = PROJECT_NEW,
	.options = options,
	.run = run_init,
};
