#include "data/import.h"

#include "base/alloc.h"
#include "data/import_job.h"

#include <stdlib.h>
#include <string.h>

/* ---- formats ---- */

const struct import_format *import_formats(int *n)
{
	static const struct import_format formats[] = {
		{ "canonical",
		  "one item a line: {id, prompt, responses: [{source, content}], ...}" },
		{ "candidates", "{id, prompt, responses: [{model, text}]}" },
		{ "hh-rlhf", "{chosen, rejected}, transcripts of Human and Assistant" },
		{ "pairs", "{prompt, chosen, rejected}, texts or messages" },
		{ "columns", "{prompt, response_a, response_b, ...}" },
		{ "solutions", "{question, MODEL: {solution}, ...}" },
		{ "answers",
		  "questions and a file of answers for each model, joined by id or prompt" },
		{ "map", "whatever --map says" },
		{ "csv", "rows of CSV or TSV; the first names the columns" },
	};

	*n = sizeof formats / sizeof *formats;
	return formats;
}

static bool check_format(struct job *job)
{
	const char *format = job->options->format;

	if (format != NULL && strcmp(format, "csv") != 0) {
		job->shape = shape_find(format);
		if (job->shape == NULL)
			return err_set(
				job->err, ERR_INVALID,
				"there is no format '%.100s'; there are canonical, "
				"candidates, hh-rlhf, pairs, columns, solutions, answers, map "
				"and csv",
				format);
	}
	if (job->shape == shape_map && job->options->n_maps == 0)
		return err_set(job->err, ERR_INVALID, "the format map needs --map FIELD=KEY");
	if (job->options->n_maps == 0)
		return true;
	job->map = field_map_new(job->options->maps, job->options->n_maps, job->err);
	return job->map != NULL;
}

bool import_options_check(const struct import_options *options, struct err *err)
{
	struct job job = { .options = options, .err = err };
	bool ok = check_format(&job);

	field_map_free(job.map);
	return ok;
}

static bool read_inputs(struct job *job)
{
	for (int i = 0; i < job->n_inputs && !job->done; i++)
		if (!read_lots(job, &job->inputs[i]))
			return false;
	return true;
}

/* ---- the whole ---- */

static bool run(struct job *job)
{
	bool joins;

	if (!check_format(job) || !inputs_open(job))
		return false;
	joins = job->shape == shape_answers || field_map_join(job->map) != NULL;
	job->result->format = job->shape->name;
	return joins ? join_all(job) : read_inputs(job);
}

static bool import(const struct import_options *options, const struct import_sink *sink,
		   struct import_result *result, bool probe, struct err *err)
{
	struct job job = {
		.options = options,
		.sink = sink,
		.result = result,
		.reader = json_reader_new(),
		.err = err,
		.probe = probe,
	};
	bool ok;

	*result = (struct import_result){ .first_responses = -1 };
	ok = run(&job);
	lots_free(job.lots);
	inputs_release(&job);
	field_map_free(job.map);
	json_reader_free(job.reader);
	arena_release(&job.arena);
	arena_release(&job.looked);
	finished_release(&job.finished);
	return ok;
}

bool import_files(const struct import_options *options, const struct import_sink *sink,
		  struct import_result *result, struct err *err)
{
	return import(options, sink, result, false, err);
}

/* ---- looking only ---- */

static bool see_item(void *ctx, const struct import_record *record, struct err *err)
{
	(void)ctx;
	(void)record;
	(void)err;
	return true;
}

static bool see_reject(void *ctx, const struct import_reject *reject, struct err *err)
{
	(void)ctx;
	(void)reject;
	(void)err;
	return true;
}

static bool see_bytes(void *ctx, const char *file, const char *bytes, size_t n, struct err *err)
{
	(void)ctx;
	(void)file;
	(void)bytes;
	(void)n;
	(void)err;
	return true;
}

bool import_probe(const struct import_options *options, struct import_result *result,
		  struct err *err)
{
	const struct import_sink sink = { .item = see_item,
					  .reject = see_reject,
					  .keep = see_bytes };
	struct import_options any = *options;

	any.min_responses = 0;
	any.max_responses = ITEM_RESPONSES_MAX;
	any.progress = NULL;
	any.threads = 0;
	return import(&any, &sink, result, true, err);
}
