/* import_report.c - what an import did, in words or as JSON. */
#include "cmd/import.h"

#include "base/json.h"

#include <inttypes.h>
#include <string.h>

/* Where nothing went in no batch was made. */
static bool has_batch(const struct import_plan *plan, const struct import_counts *counts)
{
	return plan->batch_exists || counts->added + counts->there > 0;
}

static void print_kept(FILE *out, const struct rejects *rejects, struct arena *arena)
{
	const char *before = " kept in ";

	for (size_t i = 0; i < rejects_files(rejects); i++) {
		const char *path = rejects_path(rejects, i);

		if (path == NULL)
			continue;
		cmd_printf(out, "%s%s", before, cmd_clean(arena, path));
		before = ", ";
	}
	fputc('\n', out);
}

static void print_note(FILE *out, const struct reject_note *note, struct arena *arena)
{
	const char *file = strcmp(note->file, "-") == 0 ? "stdin" : note->file;

	cmd_printf(out, "  %s:%" PRId64 ":%" PRId64 ": %s\n", cmd_clean(arena, file), note->line,
		   note->column, cmd_clean(arena, note->reason));
}

static void print_notes(FILE *out, const struct rejects *rejects, struct arena *arena)
{
	int64_t shown = rejects->count < REJECTS_SHOWN ? rejects->count : REJECTS_SHOWN;

	for (int64_t i = 0; i < shown; i++)
		print_note(out, &rejects->shown[i], arena);
	if (rejects->count > shown)
		cmd_printf(out, "  … and %" PRId64 " more\n", rejects->count - shown);
}

static struct json *json_note(const struct reject_note *note, struct arena *arena)
{
	struct json *object = json_object(arena);

	json_set(arena, object, "file",
		 json_string(arena, strcmp(note->file, "-") == 0 ? "stdin" : note->file));
	json_set(arena, object, "line", json_int(arena, note->line));
	json_set(arena, object, "column", json_int(arena, note->column));
	json_set(arena, object, "reason", json_string(arena, note->reason));
	return object;
}

static void print_json(const struct cmd_env *env, const struct import_plan *plan,
		       const struct import_counts *counts, const struct rejects *rejects,
		       const char *format)
{
	struct arena *arena = plan->arena;
	struct json *root = json_object(arena), *notes = json_array(arena);
	struct json *kept = json_array(arena);

	for (int64_t i = 0; i < rejects->count && i < REJECTS_SHOWN; i++)
		json_push(notes, json_note(&rejects->shown[i], arena));
	for (size_t i = 0; i < rejects_files(rejects); i++)
		if (rejects_path(rejects, i) != NULL)
			json_push(kept, json_string(arena, rejects_path(rejects, i)));
	json_set(arena, root, "imported", json_int(arena, counts->added));
	json_set(arena, root, "already_there", json_int(arena, counts->there));
	json_set(arena, root, "refused", json_int(arena, rejects->count));
	json_set(arena, root, "batch",
		 json_string(arena, has_batch(plan, counts) ? plan->batch : NULL));
	json_set(arena, root, "guideline", json_string(arena, plan->guide.guideline->name));
	json_set(arena, root, "format", json_string(arena, format));
	json_set(arena, root, "first_refused", notes);
	json_set(arena, root, "kept_in", kept);
	cmd_print_json(env->out, root);
}

static void print_refused(FILE *out, const struct rejects *rejects, struct arena *arena)
{
	if (rejects->count == 0)
		return;
	cmd_printf(out, "%" PRId64 " %s refused", rejects->count,
		   rejects->count == 1 ? "line was" : "lines were");
	if (rejects->discard) {
		cmd_printf(out, "; nothing was imported (--strict)\n");
	} else {
		cmd_printf(out, "; %s", rejects->count == 1 ? "it is" : "they are");
		print_kept(out, rejects, arena);
	}
	print_notes(out, rejects, arena);
}

void report_import(const struct cmd_env *env, const struct import_plan *plan,
		   const struct import_counts *counts, const struct rejects *rejects,
		   const char *format)
{
	struct arena *arena = plan->arena;

	if (cmd_flag(plan->args, "json")) {
		print_json(env, plan, counts, rejects, format);
		return;
	}
	cmd_printf(env->out, "imported %s", cmd_count(arena, counts->added, "item"));
	if (counts->there > 0)
		cmd_printf(env->out, " (%" PRId64 " already there)", counts->there);
	cmd_printf(env->out, " into %s", cmd_clean(arena, plan->args->project));
	if (has_batch(plan, counts))
		cmd_printf(env->out, ", batch \"%s\"", cmd_clean(arena, plan->batch));
	fputc('\n', env->out);
	if (!plan->batch_exists && counts->added > 0)
		cmd_printf(env->out, "they were read as %s and ask by the guideline \"%s\"\n",
			   format, cmd_clean(arena, plan->guide.guideline->name));
	fflush(env->out);
	print_refused(env->err, rejects, arena);
}

void report_strict(const struct cmd_env *env, const struct import_plan *plan,
		   const struct rejects *rejects, const char *format)
{
	const struct import_counts none = { 0 };

	if (cmd_flag(plan->args, "json"))
		print_json(env, plan, &none, rejects, format);
	else
		print_refused(env->err, rejects, plan->arena);
}
