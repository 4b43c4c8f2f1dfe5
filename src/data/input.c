#include "data/import_job.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

static char *stem(const char *name)
{
	static const char *const ends[] = { ".gz",   ".zst", ".jsonl", ".ndjson",
					    ".json", ".csv", ".tsv" };
	char *copy = xstrdup(name);

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t n = strlen(copy), m = strlen(ends[i]);

		if (n > m && strcmp(copy + n - m, ends[i]) == 0)
			copy[n - m] = '\0';
	}
	return copy;
}

static bool is_standard(const struct input *input)
{
	return strcmp(input->path, "-") == 0;
}

/* A pipe is like it: what was read of it does not come again. */
static bool is_stream(const struct input *input)
{
	struct stat st;

	return is_standard(input) || (stat(input->path, &st) == 0 && S_ISFIFO(st.st_mode));
}

static bool open_records(struct job *job, struct input *input)
{
	if (input->records == NULL)
		input->records = records_open(input->path, job->options->standard_input,
					      input->container, job->err);
	return input->records != NULL;
}

bool input_begin(struct job *job, struct input *input)
{
	if (!open_records(job, input))
		return false;
	if (job->options->once && !is_standard(input))
		records_read_once(input->records);
	return true;
}

void input_end(struct job *job, struct input *input)
{
	if (input->records != NULL)
		job->before += records_done(input->records);
	records_end(input->records);
	input->records = NULL;
}

/* ---- pieces of a record that is too long ---- */

struct keeper {
	struct job *job;
	const struct input *input;
};

static void keep_piece(void *ctx, const char *bytes, size_t n)
{
	struct keeper *keeper = ctx;

	if (!lots_flush(keeper->job) || !job_keep(keeper->job, keeper->input, bytes, n))
		keeper->job->failed = true;
}

static void swap_records(struct record *a, struct record *b)
{
	struct record other = *a;

	*a = *b;
	*b = other;
}

enum records_next import_input_next(struct job *job, struct input *input, struct record *record)
{
	struct keeper keeper = { .job = job, .input = input };
	enum records_next next;

	if (input->next_ahead < input->n_ahead) {
		swap_records(record, &input->ahead[input->next_ahead++]);
		return RECORDS_ONE;
	}
	next = records_next(input->records, record, keep_piece, &keeper, job->err);
	if (next == RECORDS_FAILED && job->err->code == ERR_INVALID)
		err_wrap(job->err, "%.200s", input->path);
	return job->failed ? RECORDS_FAILED : next;
}

/* ---- looking ---- */

/* What is left for records that parse but fit no shape. */
static bool is_near_canonical(const struct json *record)
{
	return json_get(record, "prompt") != NULL || json_get(record, "responses") != NULL;
}

/* Keeps RECORD as the one that tells INPUT's shape, if it does. */
static bool tells(struct job *job, struct input *input, const struct json *record)
{
	const struct shape *shape = shape_look(record);

	if (record->type != JSON_OBJECT)
		return false;
	if (job->map != NULL)
		shape = shape_map;
	if (shape == NULL && answer_is(record))
		shape = shape_answers;
	if (input->first == NULL || shape != NULL)
		input->first = json_copy(&job->looked, record);
	input->shape = shape;
	if (shape == NULL && is_near_canonical(record))
		input->shape = shape_find("canonical");
	return shape != NULL;
}

static bool look_at(struct job *job, struct input *input, const struct record *record)
{
	struct json_error ignored;
	const struct json *json;

	if (record->wrong != NULL)
		return false;
	arena_clear(&job->arena);
	json = json_read(job->reader, record->text.data, record->text.len, &job->arena, &ignored);
	return json != NULL && tells(job, input, json);
}

/* Standard input: what was looked at is kept to be read again. */
static bool look_ahead(struct job *job, struct input *input)
{
	size_t bytes = 0;

	while (input->n_ahead < LOOK_AHEAD && bytes < 16 * 1024 * 1024) {
		struct keeper keeper = { .job = job, .input = input };
		struct record *record = &input->ahead[input->n_ahead];
		enum records_next next =
			records_next(input->records, record, keep_piece, &keeper, job->err);

		if (next != RECORDS_ONE || job->failed)
			return next == RECORDS_END && !job->failed;
		input->n_ahead++;
		bytes += record->text.len + record->raw.len;
		if (look_at(job, input, record))
			break;
	}
	return true;
}

static bool look_through(struct job *job, struct input *input)
{
	struct record record = { .line = 0 };
	bool ok = true;

	for (int i = 0; i < LOOK_RECORDS; i++) {
		enum records_next next =
			records_next(input->records, &record, NULL, NULL, job->err);

		if (next == RECORDS_FAILED)
			err_wrap(job->err, "%.200s", input->path);
		ok = next != RECORDS_FAILED;
		if (next != RECORDS_ONE || look_at(job, input, &record))
			break;
	}
	record_release(&record);
	records_end(input->records);
	input->records = NULL;
	return ok;
}

static bool no_shape(const struct job *job, const struct input *input)
{
	char keys[200] = "";
	const struct json *m = input->first->child;

	for (size_t n = 0; m != NULL && n + m->key_len + 3 < sizeof keys; m = m->next) {
		if (n > 0) {
			memcpy(keys + n, ", ", 2);
			n += 2;
		}
		memcpy(keys + n, m->key, m->key_len);
		n += m->key_len;
		keys[n] = '\0';
	}
	return err_set(job->err, ERR_INVALID,
		       "cannot tell what is what in '%.200s', which has %s; say --map prompt=KEY "
		       "--map response=KEY",
		       input->path, *keys != '\0' ? keys : "no keys");
}

static bool look(struct job *job, struct input *input)
{
	bool csv = job->options->format != NULL && strcmp(job->options->format, "csv") == 0;

	input->container = csv ? CONTAINER_CSV : CONTAINER_LOOK;
	if (!open_records(job, input))
		return false;
	input->container = records_container(input->records);
	job->total += records_total(input->records);
	if (!(is_stream(input) ? look_ahead(job, input) : look_through(job, input)))
		return false;
	if (job->shape != NULL)
		input->shape = job->shape;
	if (input->shape != NULL)
		return true;
	if (input->first != NULL)
		return no_shape(job, input);
	input->shape = shape_find("canonical"); /* whatever there is will be refused */
	return true;
}

/* Questions alone look like items without responses; beside answers they are questions. */
static bool agree(struct job *job)
{
	const struct shape *shape = job->inputs[0].shape;

	for (int i = 0; i < job->n_inputs; i++)
		if (job->inputs[i].shape == shape_answers)
			shape = shape_answers;
	for (int i = 0; i < job->n_inputs; i++) {
		const struct input *input = &job->inputs[i];

		if (input->first == NULL || input->shape == shape)
			continue;
		if (shape == shape_answers && answer_is(input->first))
			continue;
		return err_set(
			job->err, ERR_INVALID,
			"'%.150s' is of the shape %s, but '%.150s' of %s; import them one by "
			"one",
			job->inputs[0].path, job->inputs[0].shape->name, input->path,
			input->shape->name);
	}
	job->shape = shape;
	return true;
}

bool inputs_open(struct job *job)
{
	job->n_inputs = job->options->n_paths;
	job->inputs = xcalloc((size_t)job->n_inputs, sizeof *job->inputs);
	for (int i = 0; i < job->n_inputs; i++) {
		struct input *input = &job->inputs[i];

		input->path = job->options->paths[i];
		input->name = is_standard(input) ? "-" : base_name(input->path);
		input->model = stem(input->name);
		if (!look(job, input))
			return false;
	}
	return job->n_inputs > 0 ? agree(job)
				 : err_set(job->err, ERR_INVALID, "there is no file to import");
}

void inputs_release(struct job *job)
{
	for (int i = 0; i < job->n_inputs; i++) {
		struct input *input = &job->inputs[i];

		records_end(input->records);
		for (int j = 0; j < LOOK_AHEAD; j++)
			record_release(&input->ahead[j]);
		free(input->model);
	}
	free(job->inputs);
}
