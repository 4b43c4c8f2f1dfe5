/* check.c - assay check: is everything in the project what it says it is? */
#include "cmd/cmd.h"

#include "base/json.h"

#include <inttypes.h>

struct checking {
	const struct cmd_env *env;
	bool json;
	struct arena arena;
	struct json *faults;
};

static void note_fault(void *ctx, const char *sentence)
{
	struct checking *checking = ctx;

	if (checking->json)
		json_push(checking->faults, json_string(&checking->arena, sentence));
	else
		cmd_printf(checking->env->out, "fault: %s\n",
			   cmd_clean(&checking->arena, sentence));
}

static void print_words(struct checking *checking, const struct store *store,
			const struct store_check *check, const char *digest)
{
	FILE *out = checking->env->out;
	struct arena *arena = &checking->arena;

	cmd_printf(out, "checked %s: %s, %s, %s, %s\n", cmd_clean(arena, store_path(store)),
		   cmd_count(arena, check->events, "event"),
		   cmd_count(arena, check->signatures, "signature"),
		   cmd_count(arena, check->items, "item"),
		   cmd_count(arena, check->annotations, "annotation"));
	if (store_is_copy(store))
		cmd_printf(out, "this is a copy: new labels start a new stream\n");
	cmd_printf(out, "digest %s\n", digest);
	if (check->faults == 0)
		cmd_printf(out, "no faults\n");
	else
		cmd_printf(out, "%s\n", cmd_count(arena, check->faults, "fault"));
}

static void print_json(struct checking *checking, const struct store *store,
		       const struct store_check *check, const char *digest)
{
	struct arena *arena = &checking->arena;
	struct json *o = json_object(arena);

	json_set(arena, o, "project", json_string(arena, store_path(store)));
	json_set(arena, o, "events", json_int(arena, check->events));
	json_set(arena, o, "signatures", json_int(arena, check->signatures));
	json_set(arena, o, "items", json_int(arena, check->items));
	json_set(arena, o, "annotations", json_int(arena, check->annotations));
	json_set(arena, o, "copy", json_bool(arena, store_is_copy(store)));
	json_set(arena, o, "digest", json_string(arena, digest));
	json_set(arena, o, "faults", checking->faults);
	cmd_print_json(checking->env->out, o);
}

static int check_open(struct checking *checking, struct store *store)
{
	struct cmd_bar bar;
	struct progress progress = cmd_bar_start(&bar, checking->env, "checking", false);
	struct store_check check = { .faults = 0 };
	char digest[ID_HEX + 1];
	struct err err;
	bool ok = store_check(store, note_fault, checking, &progress, &check, &err);

	cmd_bar_end(&bar);
	if (!ok)
		return cmd_fail(checking->env, &err);
	hex_encode(digest, check.digest.b, ID_BYTES);
	if (checking->json)
		print_json(checking, store, &check, digest);
	else
		print_words(checking, store, &check, digest);
	return check.faults == 0 ? EXIT_DONE : EXIT_FAILED;
}

static int run_check(const struct cmd_env *env, const struct cmd_args *args)
{
	struct checking checking = { .env = env, .json = cmd_flag(args, "json") };
	struct cmd_env unchecked = *env; /* a damaged file must open here, if anywhere */
	struct cmd_project_open open;
	struct err err;
	int code;

	unchecked.store.no_check = true;
	if (!cmd_open(&unchecked, args, STORE_READ, &open, &err))
		return cmd_fail(env, &err);
	checking.faults = json_array(&checking.arena);
	code = check_open(&checking, open.store);
	cmd_close(&open);
	arena_release(&checking.arena);
	return code;
}

static const struct cmd_option options[] = {
	{ .name = "json", .help = "the same as one JSON object" },
	{ .name = NULL },
};

const struct cmd cmd_check = {
	.name = "check",
	.operands = "FILE.assay",
	.summary = "verify hashes, chains, signatures and derived rows",
	.description =
		"Makes every hash again, follows every chain, verifies the signatures, folds all "
		"items once more and compares the outcome with what the project holds. Prints what "
		"was "
		"checked and a digest that is the same on every replica with the same events. "
		"Names "
		"each fault and ends with 1 if there is one; 'assay rebuild' mends faults of "
		"derived "
		"rows.",
	.examples = "assay check faucet.assay",
	.project = PROJECT_FIRST,
	.options = options,
	.run = run_check,
};
