/* What an import tells its sink. */
#include "data/import_job.h"

bool job_tick(struct job *job, int64_t done)
{
	if (progress_tick(job->options->progress, done, job->total))
		return true;
	job->failed = true;
	return err_set(job->err, ERR_BUSY, "the import was stopped");
}

bool job_item(struct job *job, const struct input *input, struct import_record *record)
{
	record->file = input->path;
	if (job->result->first_responses < 0)
		job->result->first_responses = record->n_responses;
	job->result->records++;
	job->done = job->probe;
	if (job->sink->item(job->sink->ctx, record, job->err))
		return true;
	job->failed = true;
	return false;
}

bool job_keep(struct job *job, const struct input *input, const char *bytes, size_t n)
{
	if (job->sink->keep(job->sink->ctx, input->path, bytes, n, job->err))
		return true;
	job->failed = true;
	return false;
}

bool job_report(struct job *job, const struct input *input, int64_t line, int64_t column,
		const char *reason)
{
	struct import_reject reject = {
		.file = input->path,
		.line = line,
		.column = column,
		.reason = reason,
	};

	job->result->rejected++;
	if (job->sink->reject(job->sink->ctx, &reject, job->err))
		return true;
	job->failed = true;
	return false;
}

/* Line and column of byte AT of the record's text. */
static void locate(const struct record *record, size_t at, int64_t *line, int64_t *column)
{
	*line = record->line;
	*column = record->column;
	for (size_t i = 0; i < at && i < record->text.len; i++) {
		(*column)++;
		if (record->text.data[i] == '\n') {
			(*line)++;
			*column = 1;
		}
	}
}

bool job_reject(struct job *job, const struct input *input, const struct record *record, int64_t at,
		const char *reason)
{
	const struct buf *bytes = record_bytes(input->records, record);
	int64_t line = record->line, column = record->column;

	if (record->wrong != NULL) {
		line = record->wrong_line;
		column = line == record->line ? record->column : 1;
	} else if (at >= 0 && input->container != CONTAINER_CSV) {
		locate(record, (size_t)at, &line, &column);
	}
	if (!job_report(job, input, line, column, reason))
		return false;
	if (record->kept)
		return true;
	return job_keep(job, input, bytes->data, bytes->len) && job_keep(job, input, "\n", 1);
}

struct json *job_parse(struct job *job, const struct input *input, const struct record *record)
{
	struct json_error error;
	struct json *json;

	if (record->wrong != NULL) {
		if (!job_reject(job, input, record, -1, record->wrong))
			job->failed = true;
		return NULL;
	}
	json = json_read(job->reader, record->text.data, record->text.len, &job->arena, &error);
	if (json == NULL) {
		if (!job_reject(job, input, record, (int64_t)error.at, error.reason))
			job->failed = true;
	} else if (json->type != JSON_OBJECT) {
		if (!job_reject(job, input, record, (int64_t)json->start,
				"a record must be an object"))
			job->failed = true;
		json = NULL;
	}
	return json;
}
