/* import_plan.c - into which batch an import goes and by which guideline it asks. */
#include "cmd/import.h"

#include "text/decode.h"

#include <string.h>

/* A file's name without folder, packing and kind: "data/answers.jsonl.gz" gives "answers". */
static const char *stem(const char *path, struct arena *arena)
{
	static const char *const packings[] = { ".gz", ".zst" };
	const char *name = strcmp(path, "-") == 0 ? "stdin" : cmd_file_name(path);
	size_t n = strlen(name);
	const char *dot;

	for (size_t i = 0; i < sizeof packings / sizeof *packings; i++) {
		size_t len = strlen(packings[i]);

		if (n > len && strcmp(name + n - len, packings[i]) == 0)
			n -= len;
	}
	name = arena_strndup(arena, name, n);
	dot = strrchr(name, '.');
	return dot != NULL && dot != name ? arena_strndup(arena, name, (size_t)(dot - name)) : name;
}

bool plan_words(struct import_plan *plan, struct err *err)
{
	const char *name = cmd_value(plan->args, "batch");

	plan->batch = name != NULL ? name : stem(plan->args->operand[0], plan->arena);
	if (*plan->batch == '\0' || strlen(plan->batch) > 200)
		return err_set(err, ERR_INVALID, "a batch's name has 1 to 200 bytes; give --batch");
	if (!utf8_valid(plan->batch, strlen(plan->batch), NULL))
		return err_set(err, ERR_INVALID,
			       "'%s' is not valid UTF-8 and cannot name a batch; give --batch",
			       plan->batch);
	plan->overlap = 1;
	return cmd_int(plan->args, "overlap", 1, 99, &plan->overlap, err);
}

bool plan_batch(struct import_plan *plan, struct err *err)
{
	struct store_batch batch;

	plan->batch_exists = store_batch_find(plan->store, plan->batch, plan->arena, &batch, err);
	return plan->batch_exists || err->code == ERR_NOT_FOUND;
}

bool plan_guideline_known(const struct import_plan *plan)
{
	return plan->batch_exists || cmd_flag(plan->args, "guideline")
	       || store_setting(plan->store, "guideline", plan->arena) != NULL;
}

/* NAME as the project knows it, so that a newer assay does not change what its batches ask; else a
 * shipped one or a file. */
static bool by_name(const struct import_plan *plan, const char *name, struct guide *out,
		    struct err *err)
{
	struct id hash;

	if (strchr(name, '/') == NULL && strchr(name, '.') == NULL) {
		if (store_guideline_find(plan->store, name, &hash, err))
			return store_guide(plan->store, &hash, plan->arena, out, err);
		if (err->code != ERR_NOT_FOUND)
			return false;
	}
	return guide_load(name, plan->arena, out, err);
}

static bool of_existing_batch(struct import_plan *plan, const struct store_batch *batch,
			      struct err *err)
{
	const char *wanted = cmd_value(plan->args, "guideline");
	struct guide other;

	if (!store_guide(plan->store, &batch->guideline, plan->arena, &plan->guide, err))
		return err_wrap(err, "the guideline of batch '%s'", plan->batch);
	if (wanted == NULL)
		return true;
	if (!by_name(plan, wanted, &other, err))
		return false;
	if (id_equal(&other.hash, &plan->guide.hash))
		return true;
	return err_set(err, ERR_CONFLICT,
		       "batch '%s' is there already and asks by '%s' version %d; name another with "
		       "--batch, or leave --guideline out",
		       plan->batch, batch->guideline_name, batch->guideline_version);
}

bool plan_guideline(struct import_plan *plan, int first_responses, struct err *err)
{
	const char *name = cmd_value(plan->args, "guideline");
	struct store_batch batch;

	plan->batch_exists = store_batch_find(plan->store, plan->batch, plan->arena, &batch, err);
	if (plan->batch_exists)
		return of_existing_batch(plan, &batch, err);
	if (err->code != ERR_NOT_FOUND)
		return false;
	if (name == NULL)
		name = store_setting(plan->store, "guideline", plan->arena);
	if (name == NULL)
		name = guide_for_responses(first_responses < 0 ? 2 : first_responses);
	return by_name(plan, name, &plan->guide, err);
}

struct store_import *plan_begin(struct import_plan *plan, struct err *err)
{
	if (plan->batch_exists)
		return store_import_begin(plan->store, plan->batch, err);
	plan->guideline = (struct store_guideline){
		.name = plan->guide.guideline->name,
		.hash = plan->guide.hash,
		.object = plan->guide.object,
		.len = plan->guide.object_len,
		.breaks = plan->guide.guideline->breaks,
	};
	plan->spec = (struct store_batch_spec){
		.name = plan->batch,
		.guideline = plan->guide.hash,
		.overlap = plan->overlap,
		.shuffled = cmd_flag(plan->args, "shuffled"),
		.access = ACCESS_OPEN,
	};
	return store_import_begin_new(plan->store, &plan->guideline, &plan->spec, err);
}
