/* status.c - `assay status`: how far each batch and each annotator is. */
#include "cmd/cmd.h"

#include "base/json.h"
#include "sync/keys.h"

#include <inttypes.h>
#include <string.h>

struct status {
	const struct cmd_env *env;
	const struct cmd_args *args;
	struct arena *arena;
	struct store *store;
	struct store_member self;
	bool enrolled, staff;
	struct store_batch *batch;
	size_t n_batches;
	struct store_progress *row;
	size_t n_rows;
};

/* Staff see everybody; an annotator herself: how others get on is not hers to know. */
static bool is_shown(const struct status *s, const struct store_progress *row)
{
	return s->staff || (s->enrolled && short_id_equal(&row->member, &s->self.id));
}

static bool look(struct status *s, struct err *err)
{
	const unsigned staff = MEMBER_REVIEWER | MEMBER_EXPORTER | MEMBER_LEAD | MEMBER_OWNER;

	s->enrolled = store_self(s->store, &s->self, s->arena, err);
	if (!s->enrolled && err->code != ERR_NOT_FOUND && err->code != ERR_DENIED)
		return false;
	s->staff = s->enrolled && (roles_effective(s->self.roles) & staff) != 0;
	return store_batches(s->store, s->arena, &s->batch, &s->n_batches, err)
	       && store_progress(s->store, s->arena, &s->row, &s->n_rows, err);
}

/* ---- for people ---- */

static void add_number(struct cmd_columns *table, int64_t n)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, n);
	cmd_columns_add(table, text);
}

/* 4521000 ms is "1:15". */
static void add_duration(struct cmd_columns *table, int64_t ms)
{
	char text[32];
	int64_t minutes = (ms + 30000) / 60000;

	snprintf(text, sizeof text, "%" PRId64 ":%02d", minutes / 60, (int)(minutes % 60));
	cmd_columns_add(table, text);
}

/* Done in an hour of active time; under a minute says nothing. */
static int64_t rate_of(const struct store_progress *row)
{
	return row->active >= 60000 ? (row->done * 3600000 + row->active / 2) / row->active : -1;
}

static void print_batches(const struct status *s)
{
	static const char *const titles[] = {
		"batch", "guideline", "items", "left", "overlap", ""
	};
	static const enum cmd_align align[] = { ALIGN_LEFT,  ALIGN_LEFT,  ALIGN_RIGHT,
						ALIGN_RIGHT, ALIGN_RIGHT, ALIGN_LEFT };
	struct cmd_columns table = {
		.title = titles, .align = align, .columns = 6, .arena = s->arena
	};

	for (size_t i = 0; i < s->n_batches; i++) {
		const struct store_batch *batch = &s->batch[i];
		struct buf guideline = BUF_INIT;

		buf_addf(&guideline, "%s %d",
			 batch->guideline_name != NULL ? batch->guideline_name : "not here yet",
			 batch->guideline_version);
		cmd_columns_add(&table, batch->name);
		cmd_columns_add(&table, guideline.data);
		add_number(&table, batch->items);
		add_number(&table, batch->open);
		add_number(&table, batch->overlap);
		cmd_columns_add(&table, batch->closed ? "closed" : "");
		buf_release(&guideline);
	}
	cmd_columns_print(&table, s->env->out);
}

static void print_people(const struct status *s)
{
	static const char *const titles[] = { "batch",   "who",    "done",    "skipped",
					      "flagged", "active", "per hour" };
	static const enum cmd_align align[] = { ALIGN_LEFT,  ALIGN_LEFT,  ALIGN_RIGHT, ALIGN_RIGHT,
						ALIGN_RIGHT, ALIGN_RIGHT, ALIGN_RIGHT };
	struct cmd_columns table = {
		.title = titles, .align = align, .columns = 7, .arena = s->arena
	};
	bool any = false;

	for (size_t i = 0; i < s->n_rows; i++) {
		const struct store_progress *row = &s->row[i];

		if (!is_shown(s, row))
			continue;
		any = true;
		cmd_columns_add(&table, row->batch_name);
		cmd_columns_add(&table, row->member_name);
		add_number(&table, row->done);
		add_number(&table, row->skipped);
		add_number(&table, row->flagged);
		add_duration(&table, row->active);
		if (rate_of(row) >= 0)
			add_number(&table, rate_of(row));
		else
			cmd_columns_add(&table, "–");
	}
	if (any)
		fputc('\n', s->env->out);
	cmd_columns_print(&table, s->env->out);
	if (!any && s->n_rows > 0)
		cmd_printf(s->env->out, "\nyou labelled nothing here; who did what is shown to the "
					"project's leads and owner\n");
	else if (!any)
		cmd_printf(s->env->out,
			   "\nnothing was labelled yet: 'assay %s' opens the workbench\n",
			   cmd_clean(s->arena, s->args->project));
}

static void print_words(const struct status *s)
{
	char eye[26];

	project_for_eye(store_project(s->store), eye);
	cmd_printf(s->env->out, "%s: project \"%s\", %s\n", cmd_clean(s->arena, s->args->project),
		   cmd_clean(s->arena, store_project_name(s->store)), eye);
	if (store_is_copy(s->store))
		cmd_printf(s->env->out, "this is a copy: new labels start a new stream\n");
	if (s->n_batches == 0) {
		cmd_printf(s->env->out, "nothing to label yet: assay import %s FILE…\n",
			   cmd_clean(s->arena, s->args->project));
		return;
	}
	fputc('\n', s->env->out);
	print_batches(s);
	print_people(s);
}

/* ---- for programs ---- */

static struct json *batch_json(const struct status *s, const struct store_batch *batch)
{
	struct arena *arena = s->arena;
	struct json *object = json_object(arena);
	char hex[SHORT_ID_HEX + 1];

	hex_encode(hex, batch->id.b, sizeof batch->id.b);
	json_set(arena, object, "name", json_string(arena, batch->name));
	json_set(arena, object, "id", json_string(arena, hex));
	json_set(arena, object, "guideline", json_string(arena, batch->guideline_name));
	json_set(arena, object, "guideline_version", json_int(arena, batch->guideline_version));
	json_set(arena, object, "items", json_int(arena, batch->items));
	json_set(arena, object, "left", json_int(arena, batch->open));
	json_set(arena, object, "overlap", json_int(arena, batch->overlap));
	json_set(arena, object, "closed", json_bool(arena, batch->closed));
	return object;
}

static struct json *person_json(const struct status *s, const struct store_progress *row)
{
	struct arena *arena = s->arena;
	struct json *object = json_object(arena);
	int64_t rate = rate_of(row);

	json_set(arena, object, "batch", json_string(arena, row->batch_name));
	json_set(arena, object, "member", json_string(arena, row->member_name));
	json_set(arena, object, "done", json_int(arena, row->done));
	json_set(arena, object, "skipped", json_int(arena, row->skipped));
	json_set(arena, object, "flagged", json_int(arena, row->flagged));
	json_set(arena, object, "active_ms", json_int(arena, row->active));
	json_set(arena, object, "per_hour", rate >= 0 ? json_int(arena, rate) : json_null(arena));
	return object;
}

static void print_json(const struct status *s)
{
	struct arena *arena = s->arena;
	struct json *root = json_object(arena), *batches = json_array(arena);
	struct json *people = json_array(arena), *about = json_object(arena);
	char hex[ID_HEX + 1];

	hex_encode(hex, store_project(s->store)->b, ID_BYTES);
	json_set(arena, about, "name", json_string(arena, store_project_name(s->store)));
	json_set(arena, about, "id", json_string(arena, hex));
	json_set(arena, about, "copy", json_bool(arena, store_is_copy(s->store)));
	for (size_t i = 0; i < s->n_batches; i++)
		json_push(batches, batch_json(s, &s->batch[i]));
	for (size_t i = 0; i < s->n_rows; i++)
		if (is_shown(s, &s->row[i]))
			json_push(people, person_json(s, &s->row[i]));
	json_set(arena, root, "project", about);
	json_set(arena, root, "batches", batches);
	json_set(arena, root, "annotators", people);
	cmd_print_json(s->env->out, root);
}

static int run_status(const struct cmd_env *env, const struct cmd_args *args)
{
	struct arena arena = ARENA_INIT;
	struct status status = { .env = env, .args = args, .arena = &arena };
	struct cmd_project_open open;
	struct err err;
	int code = EXIT_DONE;

	if (!cmd_open(env, args, STORE_READ, &open, &err))
		return cmd_fail(env, &err);
	status.store = open.store;
	if (!look(&status, &err))
		code = cmd_fail(env, &err);
	else if (cmd_flag(args, "json"))
		print_json(&status);
	else
		print_words(&status);
	cmd_close(&open);
	arena_release(&arena);
	return code;
}

static const struct cmd_option options[] = {
	{ .name = "json", .help = "report as JSON" },
	{ .name = NULL },
};

const struct cmd cmd_status = {
	.name = "status",
	.operands = "FILE.assay",
	.summary = "show how far batches and annotators are",
	.description =
		"Done, skipped, flagged, active time (idle time cut off) and the rate, of each "
		"annotator in each batch. Annotators see themselves only.",
	.project = PROJECT_FIRST,
	.options = options,
	.run = run_status,
};
