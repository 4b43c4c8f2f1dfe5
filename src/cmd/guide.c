/* guide.c - `assay guide list`, `show NAME`, `check FILE…`: what annotators are asked. */
#include "cmd/guide.h"

#include "base/json.h"

#include <string.h>

#define NAMES_MAX 64

/* ---- list ---- */

static void list_row(struct cmd_columns *table, const struct guide *guide)
{
	const struct guideline *guideline = guide->guideline;

	cmd_columns_add(table, guideline->name);
	cmd_columns_add(table, cmd_count(table->arena, guideline->n_questions, "question"));
	cmd_columns_add(table, guide_responses(guideline, table->arena));
	cmd_columns_add(table, guideline->title);
}

static struct json *list_object(const struct guide *guide, struct arena *arena)
{
	const struct guideline *guideline = guide->guideline;
	struct json *object = json_object(arena);
	char hex[ID_HEX + 1];

	hex_encode(hex, guide->hash.b, ID_BYTES);
	json_set(arena, object, "name", json_string(arena, guideline->name));
	json_set(arena, object, "title", json_string(arena, guideline->title));
	json_set(arena, object, "questions", json_int(arena, guideline->n_questions));
	json_set(arena, object, "min_responses", json_int(arena, guideline->min_responses));
	json_set(arena, object, "max_responses", json_int(arena, guideline->max_responses));
	json_set(arena, object, "version", json_string(arena, hex));
	return object;
}

static int run_list(const struct cmd_env *env, const struct cmd_args *args, struct arena *arena)
{
	static const char *const titles[] = { "name", "asks", "of", "title" };
	static const enum cmd_align align[] = { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT };
	struct cmd_columns table = { titles, align, 4, arena, NULL, 0, 0 };
	struct json *all = cmd_flag(args, "json") ? json_array(arena) : NULL;
	const char *names[NAMES_MAX];
	int n = guide_names(names, NAMES_MAX, arena);

	for (int i = 0; i < n; i++) {
		struct guide guide;
		struct err err;

		if (!guide_load(names[i], arena, &guide, &err))
			return cmd_fail(env, &err);
		if (all != NULL)
			json_push(all, list_object(&guide, arena));
		else
			list_row(&table, &guide);
	}
	if (all != NULL)
		cmd_print_json(env->out, all);
	else
		cmd_columns_print(&table, env->out);
	return EXIT_DONE;
}

/* ---- show ---- */

static int run_show(const struct cmd_env *env, const struct cmd_args *args, struct arena *arena)
{
	struct guide guide;
	struct err err;

	if (!guide_load(args->operand[1], arena, &guide, &err))
		return cmd_fail(env, &err);
	if (cmd_flag(args, "json"))
		cmd_print_json(env->out, list_object(&guide, arena));
	else
		guide_show(env->out, &guide, arena);
	return EXIT_DONE;
}

/* ---- check ---- */

struct checking {
	const struct cmd_env *env;
	struct arena *arena;
	struct json *faults; /* NULL: print them */
};

static void on_fault(void *ctx, const char *message)
{
	struct checking *checking = ctx;

	if (checking->faults != NULL) {
		json_push(checking->faults, json_string(checking->arena, message));
		return;
	}
	cmd_print(checking->env->err, message);
	fputc('\n', checking->env->err);
}

static void print_ok(const struct cmd_env *env, const char *file, const struct guide *guide,
		     struct arena *arena)
{
	char version[VERSION_SHOWN + 1];

	guide_version(guide, version);
	cmd_printf(env->out, "%s: ok, %s, %s, version %s\n", cmd_clean(arena, file),
		   cmd_count(arena, guide->guideline->n_questions, "question"),
		   guide_responses(guide->guideline, arena), version);
}

static bool check_one(const struct cmd_env *env, const char *file, struct json *all,
		      struct arena *arena)
{
	struct checking checking = { .env = env, .arena = arena };
	struct json *object;
	struct guide guide;
	bool ok;

	checking.faults = all != NULL ? json_array(arena) : NULL;
	ok = guide_check(file, arena, &guide, on_fault, &checking);
	if (all == NULL) {
		if (ok)
			print_ok(env, file, &guide, arena);
		return ok;
	}
	object = ok ? list_object(&guide, arena) : json_object(arena);
	json_set(arena, object, "file", json_string(arena, file));
	json_set(arena, object, "ok", json_bool(arena, ok));
	json_set(arena, object, "faults", checking.faults);
	json_push(all, object);
	return ok;
}

static int run_check(const struct cmd_env *env, const struct cmd_args *args, struct arena *arena)
{
	struct json *all = cmd_flag(args, "json") ? json_array(arena) : NULL;
	bool ok = true;

	for (int i = 1; i < args->n_operands; i++)
		ok = check_one(env, args->operand[i], all, arena) && ok;
	if (all != NULL)
		cmd_print_json(env->out, all);
	return ok ? EXIT_DONE : EXIT_FAILED;
}

/* ---- */

/* clang-format off */
static const struct action {
	const char *name;
	int min, max; /* operands behind it; max -1: any number */
	int (*run)(const struct cmd_env *env, const struct cmd_args *args, struct arena *arena);
} actions[] = {
	{ "list", 0, 0, run_list }, { "show", 1, 1, run_show }, { "check", 1, -1, run_check },
};
static const char *const action_names[] = { "list", "show", "check", NULL };
/* clang-format on */

#define NAMES_MAX 64

static void complete(FILE *out, int place)
{
	const char *names[NAMES_MAX + 1] = { NULL };
	struct arena arena = ARENA_INIT;

	if (place == 1)
		cmd_words(out, action_names);
	if (place == 2 && guide_names(names, NAMES_MAX, &arena) > 0)
		cmd_words(out, names);
	arena_release(&arena);
}

static const struct action *find_action(const struct cmd_args *args, struct err *err)
{
	const char *name = args->operand[0];
	const char *near;

	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
		int n = args->n_operands - 1;

		if (strcmp(actions[i].name, name) != 0)
			continue;
		if (n >= actions[i].min && (actions[i].max < 0 || n <= actions[i].max))
			return &actions[i];
		if (actions[i].max == 0)
			err_set(err, ERR_INVALID, "'%s' takes nothing more", name);
		else
			err_set(err, ERR_INVALID, "'%s' needs the name or path of %s guideline",
				name, actions[i].max == 1 ? "one" : "a");
		return NULL;
	}
	near = nearest_word(name, action_names);
	if (near != NULL)
		err_set(err, ERR_INVALID, "unknown action '%s'; did you mean '%s'?", name, near);
	else
		err_set(err, ERR_INVALID, "unknown action '%s'; there are list, show, check", name);
	return NULL;
}

static int run_guide(const struct cmd_env *env, const struct cmd_args *args)
{
	struct arena arena = ARENA_INIT;
	struct err err;
	const struct action *action = find_action(args, &err);
	int code = action != NULL ? action->run(env, args, &arena)
				  : cmd_fail_usage(env, args->cmd, &err);

	arena_release(&arena);
	return code;
}

static const struct cmd_option options[] = {
	{ .name = "json", .help = "report as JSON" },
	{ .name = NULL },
};

const struct cmd cmd_guide = {
	.name = "guide",
	.operands = "list | show NAME|PATH | check PATH…",
	.summary = "show or check guidelines: what annotators are asked",
	.description =
		"list names the guidelines that ship with assay. show prints one: its "
		"instructions, its questions with their keys, its worked examples.\n"
		"check reads YAML files of your own and says what is wrong with them, with line, "
		"column and the mend; it exits with 1 if there is anything.\n"
		"A guideline is a YAML file with Markdown files beside it. Copy the shipped one "
		"that comes nearest, and check it after each change.",
	.examples = "assay guide list\n"
		    "assay guide show pairwise-preference\n"
		    "assay guide check mine.yaml",
	.project = PROJECT_NONE,
	.min_operands = 1,
	.max_operands = -1,
	.words = complete,
	.options = options,
	.run = run_guide,
};
