/* export.c - `assay export`: labels become data sets. */
#include "cmd/export.h"

#include <inttypes.h>
#include <string.h>

#define TRIES 3 /* when somebody submits in the middle */

struct job {
	const struct cmd_env *env;
	const struct cmd_args *args;
	struct arena *arena;
	struct store *store;
	struct export_settings settings;
};

/* Other people's labels are not an annotator's to read. */
static bool may_export(const struct job *job, struct err *err)
{
	struct store_member self;

	if (!store_self(job->store, &self, job->arena, err)) {
		if (err->code == ERR_NOT_FOUND)
			err_set(err, ERR_DENIED,
				"'%s' is no member of this project: exporting needs the key of "
				"its owner, a lead or an exporter (--as NAME)",
				job->env->name);
		return false;
	}
	if ((roles_effective(self.roles) & MEMBER_EXPORTER) != 0)
		return true;
	return err_set(
		err, ERR_DENIED,
		"'%s' is an annotator here: exporting needs the role exporter, lead or owner",
		self.name);
}

/* ---- what was done, for the person ---- */

static const char *row_noun(const struct export_settings *settings)
{
	static const char *const nouns[] = { [EXPORT_PAIRS] = "pair",
					     [EXPORT_GOLDEN] = "golden response",
					     [EXPORT_ANNOTATIONS] = "annotation" };

	return nouns[settings->format->needs];
}

/* A lossless export: what does not count, and what is no annotation. */
static void print_rest(const struct job *job, const struct exporter *x, FILE *to)
{
	const struct out_file *events = &x->out->file[OUT_EVENTS];
	const char *before = "not current: ";

	for (int state = STATE_CURRENT + 1; state < STATE_COUNT; state++) {
		if (x->states[state] == 0)
			continue;
		cmd_printf(to, "%s%" PRId64 " %s", before, x->states[state],
			   state_name((enum store_state)state));
		before = ", ";
	}
	if (*before == ',')
		cmd_printf(to, " (\"state\" tells them apart)\n");
	if (events->rows == 0)
		return;
	cmd_printf(to, "%s (flags, questions, retractions and such) ",
		   cmd_count(job->arena, events->rows, "other event"));
	if (x->out->to_stdout)
		cmd_printf(to, "are left: -o FOLDER or FILE.jsonl writes them too\n");
	else
		cmd_printf(to, "to %s\n", cmd_clean(job->arena, events->path));
}

static void print_files(const struct job *job, const struct exporter *x, FILE *to)
{
	for (int i = OUT_ROWS; i < x->out->n_files; i++) {
		const struct out_file *file = &x->out->file[i];

		cmd_printf(to, "%s to %s\n",
			   cmd_count(job->arena, file->rows, row_noun(&job->settings)),
			   x->out->to_stdout ? "standard output"
					     : cmd_clean(job->arena, file->path));
	}
	if (job->settings.format->needs == EXPORT_ANNOTATIONS)
		print_rest(job, x, to);
	if (x->out->file[OUT_EDITS].rows == 0)
		return;
	cmd_printf(to, "%s (golden over its base), kept apart from the pairs: ",
		   cmd_count(job->arena, x->out->file[OUT_EDITS].rows, "edit"));
	cmd_printf(to, "%s\n",
		   x->out->to_stdout ? "-o FOLDER writes them"
				     : cmd_clean(job->arena, x->out->file[OUT_EDITS].path));
}

static void print_excluded(const struct job *job, const struct exporter *x, FILE *to)
{
	const char *before = "left out: ";

	for (int rule = 0; rule < RULE_COUNT; rule++) {
		if (x->excluded[rule] == 0)
			continue;
		cmd_printf(to, "%s%" PRId64 " %s", before, x->excluded[rule],
			   rule_name((enum rule)rule));
		before = ", ";
	}
	if (strcmp(before, ", ") != 0)
		return;
	if (x->out->to_stdout)
		cmd_printf(to, " (-o FOLDER lists each, with a manifest)\n");
	else
		cmd_printf(to, "; each is in %s\n",
			   cmd_clean(job->arena, x->out->file[OUT_EXCLUDED].path));
}

static void report(const struct job *job, const struct exporter *x)
{
	FILE *to = x->out->to_stdout ? job->env->err : job->env->out;

	fflush(job->env->out);
	print_files(job, x, to);
	print_excluded(job, x, to);
	if (x->annotations == 0)
		cmd_printf(to, "nothing was labelled yet: 'assay %s' opens the workbench\n",
			   cmd_clean(job->arena, job->args->project));
}

/* ---- making it ---- */

enum attempt { ATTEMPT_DONE, ATTEMPT_MOVED, ATTEMPT_FAILED };

/* Two snapshots are read, one to look and one to write: both must be of the same events. */
static enum attempt try_once(struct job *job, struct export_out *out, struct err *err)
{
	struct exporter x = { .env = job->env,
			      .settings = &job->settings,
			      .store = job->store,
			      .arena = job->arena,
			      .out = out };
	struct id before = store_vector(job->store), after;
	enum attempt result = ATTEMPT_FAILED;
	struct buf manifest = BUF_INIT, card = BUF_INIT;

	if (export_run(&x, err)) {
		after = store_vector(job->store);
		result = ATTEMPT_MOVED;
		if (id_equal(&before, &after) || out->to_stdout) {
			manifest_write(&x, &after, &manifest);
			card_write(&x, &card);
			result = out_commit(out, &manifest, &card, err) ? ATTEMPT_DONE
									: ATTEMPT_FAILED;
		}
		if (result == ATTEMPT_DONE)
			report(job, &x);
	}
	buf_release(&manifest);
	buf_release(&card);
	exporter_release(&x);
	return result;
}

static bool make(struct job *job, struct err *err)
{
	for (int i = 0; i < TRIES; i++) {
		struct export_out out;
		enum attempt attempt = ATTEMPT_FAILED;

		if (out_open(&out, job->env, cmd_value(job->args, "output"), &job->settings,
			     job->arena, err))
			attempt = try_once(job, &out, err);
		out_release(&out);
		if (attempt != ATTEMPT_MOVED)
			return attempt == ATTEMPT_DONE;
	}
	return err_set(err, ERR_BUSY,
		       "people are submitting faster than this can be exported; export a copy made "
		       "by 'assay backup'");
}

static int run_export(const struct cmd_env *env, const struct cmd_args *args)
{
	struct arena arena = ARENA_INIT;
	struct job job = { .env = env, .args = args, .arena = &arena };
	struct cmd_project_open open;
	struct err err;
	int code = EXIT_FAILED;

	if (!settings_read(&job.settings, args, &arena, &err)) {
		code = cmd_fail_usage(env, args->cmd, &err);
	} else if (!cmd_open(env, args, STORE_READ, &open, &err)) {
		cmd_fail(env, &err);
	} else {
		job.store = open.store;
		if (may_export(&job, &err) && make(&job, &err))
			code = EXIT_DONE;
		else
			cmd_fail(env, &err);
		cmd_close(&open);
	}
	arena_release(&arena);
	return code;
}

static const char *const formats[] = { "trl-reward", "trl-dpo", "trl-sft", "assay", NULL };
static const char *const resolves[] = { "mean", "majority", "each", NULL };
static const char *const conflicts[] = { "out", "newest", NULL };

static const struct cmd_option options[] = {
	{ .name = "format",
	  .letter = 'f',
	  .value = "FORMAT",
	  .help = "trl-reward: chosen and rejected, whole conversations; trl-dpo: prompt, chosen, "
		  "rejected; trl-sft: messages, from golden responses; assay: every submission "
		  "with its state, and all else that was said, without loss",
	  .choices = formats },
	{ .name = "output",
	  .letter = 'o',
	  .value = "FOLDER|FILE.jsonl",
	  .help = "where to: rows, excluded.jsonl and manifest.json; without it rows go to "
		  "standard "
		  "output" },
	{ .name = "batch", .letter = 'b', .value = "NAME", .help = "only this batch" },
	{ .name = "question",
	  .value = "ID",
	  .help = "the rank or edit question to take (default: the first rank question, every edit "
		  "question)" },
	{ .name = "resolve",
	  .value = "RULE",
	  .help = "several annotators: mean signed strength of each pair (default), majority of "
		  "votes, or each annotation's own rows",
	  .choices = resolves },
	{ .name = "pairs",
	  .value = "N|all",
	  .help = "at most N pairs of one item, spread over the gaps (default 6 where the trainer "
		  "ignores weights)" },
	{ .name = "margin", .help = "write the mean strength into every row (trl-reward)" },
	{ .name = "split",
	  .value = "SHARES",
	  .help = "90/5/5, or train=90,test=10: by conversation, so that none is on both sides" },
	{ .name = "min-annotators", .value = "N", .help = "only items that so many ranked" },
	{ .name = "min-strength", .value = "X", .help = "only pairs at least so far apart" },
	{ .name = "conflicts",
	  .value = "RULE",
	  .help = "an annotator's own conflicting versions: out (default) or newest",
	  .choices = conflicts },
	{ .name = "include",
	  .value = "RULE",
	  .help = "take back in what is left out by default",
	  .repeats = true,
	  .choices = rule_includable },
	{ .name = NULL },
};

const struct cmd cmd_export = {
	.name = "export",
	.operands = "FILE.assay",
	.summary = "make data sets of the labels",
	.description =
		"Left out unless --include takes them in: calibration, qualification, control, "
		"tutorial and retest items; labels of models and imports; work that was sent back "
		"or not reviewed again since. Always left out: skipped, withdrawn and conflicting "
		"work, ties, empty and identical texts, and, for DPO and SFT, winners where none "
		"is good. Golden responses never stand among pairs; they go into edits.jsonl.\n"
		"Refused, and never mixed: an item that was ranked in two batches (name one with "
		"--batch), versions of a guideline with a break between them, and margins from "
		"different scales of strength.\n"
		"Each exclusion is a line in excluded.jsonl and counted in manifest.json, beside "
		"settings, guideline versions and hashes (b2sum -l 256) of the files. The same "
		"events give the same bytes.\n"
		"With --format assay nothing is left out: each submission is a line of "
		"annotations.jsonl with its state (current, duplicate, conflict, superseded, "
		"withdrawn, parked or redacted; only current ones count), and all else that was "
		"said about items (flags, questions to the lead and answers to them, retractions, "
		"control answers, verdicts) is a line of events.jsonl. README.md beside them says "
		"more.\n"
		"A folder that holds an export is replaced in one step. Other files in it stay; "
		"then, and where folders cannot be exchanged, manifest.json says \"unfinished\" "
		"while its files are moved one by one.",
	.examples = "assay export faucet.assay --format trl-reward --margin -o pairs\n"
		    "assay export faucet.assay --format trl-dpo --split 90/5/5 -o dpo\n"
		    "assay export faucet.assay --format assay -o labels.jsonl",
	.project = PROJECT_FIRST,
	.options = options,
	.run = run_export,
};
