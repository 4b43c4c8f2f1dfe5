/* import.c - `assay import`: files of prompts and responses become the items of a batch. */
#include "cmd/import.h"

#include "base/bytes.h"
#include "base/json_write.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READERS_MAX 4 /* one of them writes as well, and no more can feed it */

struct job {
	const struct cmd_env *env;
	const struct cmd_args *args;
	struct arena *arena;
	struct store *store;
	struct import_plan plan;
	struct import_options options;
	FILE *spool; /* standard input when it must be read twice */
	struct rejects rejects;
	struct store_import *import; /* begun with the first item */
	struct import_counts counts;
	const char *role;
	struct json_reader *reader; /* to set the role in source lines */
	struct arena line_arena;
	struct buf source, line;
};

/* ---- what is read ---- */

static bool has_standard_input(const struct cmd_args *args)
{
	for (int i = 0; i < args->n_operands; i++)
		if (strcmp(args->operand[i], "-") == 0)
			return true;
	return false;
}

/* Before anything happens: a misspelt second file must not leave half an import behind. */
static bool files_are_there(const struct cmd_args *args, struct err *err)
{
	int streams = 0;

	for (int i = 0; i < args->n_operands; i++) {
		if (strcmp(args->operand[i], "-") == 0) {
			if (++streams > 1)
				return err_set(err, ERR_INVALID,
					       "standard input can be named once only");
			continue;
		}
		if (access(args->operand[i], R_OK) != 0)
			return err_set(err, ERR_NOT_FOUND, "cannot read '%s': %s", args->operand[i],
				       strerror(errno));
	}
	return true;
}

static int count_list(const char *const *list)
{
	int n = 0;

	while (list[n] != NULL)
		n++;
	return n;
}

/* The same project samples the same responses of the same file, whoever imports it. */
static uint64_t sample_seed(const struct store *store)
{
	return be_get(store_project(store)->b, 8);
}

static bool fill_options(struct job *job, struct err *err)
{
	struct import_options *options = &job->options;

	*options = (struct import_options){
		.paths = job->args->operand,
		.n_paths = job->args->n_operands,
		.standard_input = job->env->in,
		.format = cmd_value(job->args, "format"),
		.maps = cmd_list(job->args, "map"),
		.show = cmd_list(job->args, "show"),
		.max_responses = ITEM_RESPONSES_MAX,
		.threads = job->env->cores < READERS_MAX ? job->env->cores - 1 : READERS_MAX - 1,
	};
	options->n_maps = count_list(options->maps);
	options->n_show = count_list(options->show);
	return cmd_int(job->args, "sample-responses", 1, ITEM_RESPONSES_MAX,
		       &options->sample_responses, err)
	       && import_options_check(options, err);
}

/* What is looked at twice cannot be a pipe: what the first look took would be missing. */
static bool can_be_read_twice(const struct cmd_args *args, struct err *err)
{
	struct stat st;

	for (int i = 0; i < args->n_operands; i++)
		if (strcmp(args->operand[i], "-") != 0 && stat(args->operand[i], &st) == 0
		    && S_ISFIFO(st.st_mode))
			return err_set(
				err, ERR_INVALID,
				"'%s' is a pipe and can be read only once: give it as '-' on "
				"standard input, or name the guideline, without --strict",
				args->operand[i]);
	return true;
}

static bool spool(struct job *job, struct err *err)
{
	if (plan_guideline_known(&job->plan) && !cmd_flag(job->args, "strict"))
		return true;
	if (!can_be_read_twice(job->args, err))
		return false;
	if (!has_standard_input(job->args))
		return true;
	job->spool = spool_standard_input(job->env, job->arena, err);
	job->options.standard_input = job->spool;
	return job->spool != NULL;
}

static bool choose_guideline(struct job *job, struct err *err)
{
	struct import_result seen = { .first_responses = -1 };

	if (!plan_guideline_known(&job->plan)) {
		if (!import_probe(&job->options, &seen, err))
			return false;
		if (job->spool != NULL)
			rewind(job->spool);
	}
	if (!plan_guideline(&job->plan, seen.first_responses, err))
		return false;
	job->options.min_responses = job->plan.guide.guideline->min_responses;
	job->options.max_responses = job->plan.guide.guideline->max_responses;
	job->options.guideline = job->plan.guide.guideline;
	return true;
}

static void warn_of_existing(const struct job *job)
{
	if (job->plan.batch_exists
	    && (cmd_flag(job->args, "overlap") || cmd_flag(job->args, "shuffled")))
		cmd_printf(job->env->err,
			   "batch \"%s\" is there already and keeps its overlap and order\n",
			   cmd_clean(job->arena, job->plan.batch));
}

static bool prepare(struct job *job, struct err *err)
{
	job->plan.store = job->store;
	job->options.sample_seed = sample_seed(job->store);
	if (!files_are_there(job->args, err) || !plan_batch(&job->plan, err) || !spool(job, err)
	    || !choose_guideline(job, err))
		return false;
	warn_of_existing(job);
	return true;
}

/* ---- what happens to a record ---- */

static bool begin(struct job *job, struct err *err)
{
	if (job->import == NULL)
		job->import = plan_begin(&job->plan, err);
	return job->import != NULL;
}

/* --role stands over what the line says, in the source line too: it is what travels. */
static bool set_role(struct job *job, struct store_put *put, struct err *err)
{
	struct json_error error;
	struct json *line;

	if (job->role == NULL)
		return true;
	if (job->reader == NULL)
		job->reader = json_reader_new();
	arena_clear(&job->line_arena);
	buf_clear(&job->source);
	buf_add(&job->source, put->line, put->line_len);
	line = json_read(job->reader, job->source.data, job->source.len, &job->line_arena, &error);
	if (line == NULL)
		return err_set(err, ERR_INVALID, "source line: %s", error.reason);
	json_set(&job->line_arena, line, "role", json_string(&job->line_arena, job->role));
	buf_clear(&job->line);
	json_write_canonical(&job->line, line);
	put->line = job->line.data;
	put->line_len = job->line.len;
	return item_role_parse(job->role, &put->role);
}

static bool take_item(void *ctx, const struct import_record *record, struct err *err)
{
	struct job *job = ctx;
	struct store_put put = {
		.body = record->body,
		.body_len = record->body_len,
		.uid = record->uid,
		.prompt = record->prompt,
		.group = record->group,
		.role = record->role,
		.line = record->line,
		.line_len = record->line_len,
		.control = record->control,
	};

	if (!begin(job, err) || !set_role(job, &put, err))
		return false;
	switch (store_import_put(job->import, &put, err)) {
	case STORE_FAILED:
		return false;
	case STORE_ADDED:
		job->counts.added++;
		return true;
	case STORE_SOURCE:
	case STORE_THERE:
		job->counts.there++;
		return true;
	}
	return false;
}

static bool look_at_item(void *ctx, const struct import_record *record, struct err *err)
{
	(void)ctx;
	(void)record;
	(void)err;
	return true;
}

static bool take_reject(void *ctx, const struct import_reject *reject, struct err *err)
{
	struct job *job = ctx;

	(void)err;
	rejects_note(&job->rejects, reject);
	return true;
}

static bool take_bytes(void *ctx, const char *file, const char *bytes, size_t n, struct err *err)
{
	struct job *job = ctx;

	return rejects_keep(&job->rejects, file, bytes, n, err);
}

static bool read_all(struct job *job, bool only_look, struct import_result *result, struct err *err)
{
	const struct import_sink sink = {
		.item = only_look ? look_at_item : take_item,
		.reject = take_reject,
		.keep = take_bytes,
		.ctx = job,
	};
	const char *label = job->args->n_operands > 1 ? "import" : job->args->operand[0];
	struct cmd_bar bar;
	struct progress progress = cmd_bar_start(&bar, job->env, label, true);
	bool ok;

	job->options.progress = &progress;
	job->options.once = !only_look;
	ok = import_files(&job->options, &sink, result, err);
	cmd_bar_end(&bar);
	if (job->spool != NULL)
		rewind(job->spool);
	return ok;
}

/* ---- the whole ---- */

/* Everything is looked at before anything goes in. */
static int check_strictly(struct job *job, struct err *err)
{
	struct import_result result = { 0 };

	job->rejects.discard = true;
	if (!read_all(job, true, &result, err))
		return cmd_fail(job->env, err);
	if (job->rejects.count > 0) {
		report_strict(job->env, &job->plan, &job->rejects, result.format);
		return EXIT_FAILED;
	}
	return EXIT_DONE;
}

/* What is in stays in; what else it says of ERR is what to do about the rest. */
static bool say_how_far(const struct job *job, int64_t items, struct err *err)
{
	const char *count = cmd_count(job->arena, items, "item");
	bool stopped = job->env->stopped != NULL && job->env->stopped(job->env->ctx);

	if (!stopped)
		return items == 0 ? err_wrap(err, "nothing went in")
				  : err_wrap(err,
					     "%s went in; import again when this is mended and it "
					     "goes on with the others",
					     count);
	if (items == 0)
		return err_set(err, ERR_BUSY, "the import was stopped before anything went in");
	return err_set(err, ERR_BUSY,
		       "the import was stopped: %s went in; import again and it goes on with the "
		       "others",
		       count);
}

static bool finish(struct job *job, bool ok, struct err *err)
{
	struct err ignored;
	struct store_import *import = job->import;
	bool begun = import != NULL;
	int64_t items;

	job->import = NULL;
	ok = store_import_end(import, true, &items, ok ? err : &ignored) && ok;
	if (!ok && begun)
		return say_how_far(job, items, err);
	return ok && rejects_finish(&job->rejects, err);
}

static int load(struct job *job, struct err *err)
{
	struct import_result result = { 0 };
	bool ok = read_all(job, false, &result, err);

	if (!finish(job, ok, err))
		return cmd_fail(job->env, err);
	if (result.records == 0 && job->rejects.count == 0) {
		err_set(err, ERR_INVALID, "nothing to import: there are no records in %s",
			job->args->n_operands > 1 ? "these files" : job->args->operand[0]);
		return cmd_fail(job->env, err);
	}
	report_import(job->env, &job->plan, &job->counts, &job->rejects, result.format);
	return job->rejects.count > 0 ? EXIT_REJECTED : EXIT_DONE;
}

static int run_in(struct job *job)
{
	struct err err;
	int code = EXIT_DONE;

	if (!prepare(job, &err))
		return cmd_fail(job->env, &err);
	if (cmd_flag(job->args, "strict"))
		code = check_strictly(job, &err);
	return code == EXIT_DONE ? load(job, &err) : code;
}

static void release(struct job *job)
{
	struct err ignored;

	if (job->import != NULL && !store_import_end(job->import, true, NULL, &ignored))
		job->import = NULL;
	if (job->spool != NULL)
		fclose(job->spool);
	rejects_release(&job->rejects);
	json_reader_free(job->reader);
	arena_release(&job->line_arena);
	buf_release(&job->source);
	buf_release(&job->line);
}

static int run_import(const struct cmd_env *env, const struct cmd_args *args)
{
	struct arena arena = ARENA_INIT;
	struct job job = { .env = env, .args = args, .arena = &arena };
	struct cmd_project_open open;
	struct err err;
	int code;

	job.rejects.arena = &arena;
	job.role = cmd_value(args, "role");
	job.plan = (struct import_plan){ .args = args, .arena = &arena };
	if (!fill_options(&job, &err) || !plan_words(&job.plan, &err)) {
		code = cmd_fail_usage(env, args->cmd, &err);
	} else if (!cmd_open(env, args, STORE_WRITE, &open, &err)) {
		code = cmd_fail(env, &err);
	} else {
		job.store = open.store;
		code = run_in(&job);
		release(&job);
		cmd_close(&open);
	}
	arena_release(&arena);
	return code;
}

static const char *const roles[] = { "work",    "calibration", "qualification",
				     "control", "tutorial",    "retest",
				     NULL };

/* import_formats(), as a test has it; a wrong one is a matter of usage. */
static const char *const formats[] = { "canonical", "candidates", "hh-rlhf", "pairs", "columns",
				       "solutions", "answers",    "map",     "csv",   NULL };

static const struct cmd_option options[] = {
	{ .name = "batch",
	  .letter = 'b',
	  .value = "NAME",
	  .help = "the batch they go into; made when it is not there (default: the first file's "
		  "name)" },
	{ .name = "guideline",
	  .letter = 'g',
	  .value = "NAME|PATH",
	  .help = "what a new batch asks (default: init's, else by the number of responses: none "
		  "golden-response, one rating-axes, two pairwise-preference, more "
		  "n-way-ranking)" },
	{ .name = "format",
	  .letter = 'f',
	  .value = "FORMAT",
	  .help = "do not guess the format",
	  .choices = formats },
	{ .name = "map",
	  .value = "FIELD=KEY",
	  .help = "where a field is: prompt=instruction, response=output, id=uid …",
	  .repeats = true },
	{ .name = "show",
	  .value = "KEY",
	  .help = "show this metadata (or reference) to annotators",
	  .repeats = true },
	{ .name = "role",
	  .value = "ROLE",
	  .help = "what the items are for, whatever the lines say",
	  .choices = roles },
	{ .name = "overlap", .value = "N", .help = "annotations wanted of each item (1)" },
	{ .name = "shuffled", .help = "hand the items out in a seeded random order" },
	{ .name = "sample-responses",
	  .value = "N",
	  .help = "of more than 9 responses keep N, chosen by a seed; else they are refused" },
	{ .name = "strict", .help = "nothing goes in unless everything can" },
	{ .name = "json", .help = "report as JSON" },
	{ .name = NULL },
};

const struct cmd cmd_import = {
	.name = "import",
	.operands = "FILE.assay FILE…",
	.summary = "bring prompts and responses in",
	.description =
		"Reads JSONL, CSV, HH-RLHF transcripts, and several files of one model each, "
		"joined by id or prompt; plain, .gz or .zst; - is standard input. The format is "
		"recognised by looking.\n"
		"A line that is wrong is refused with file, line, column and reason, and kept in "
		"FILE.rejects.jsonl; the others go in and the exit status is 3. What is there "
		"already is not added twice.",
	.examples = "assay import faucet.assay answers.jsonl.gz\n"
		    "assay import faucet.assay questions.jsonl model-a.jsonl model-b.jsonl\n"
		    "assay import faucet.assay data.csv --map prompt=question --map response=a "
		    "--map response=b\n"
		    "zcat answers.gz | assay import faucet.assay - --batch answers",
	.project = PROJECT_FIRST,
	.min_operands = 1,
	.max_operands = -1,
	.options = options,
	.run = run_import,
};
