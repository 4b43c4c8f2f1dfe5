/* lots.c - records are read and made into items a lot at a time, several lots at once.
 *
 * The caller's thread reads the file and feeds the sink, in the file's order; the crew parses and
 * composes in between.  What is under way is bounded in records and in bytes.
 */
#include "data/import_job.h"

#include "base/alloc.h"
#include "base/crew.h"
#include "data/draft.h"
#include "data/shape.h"

#include <stdlib.h>

#define LOTS 24
#define LOT_RECORDS 32
#define LOT_BYTES (128 * 1024)
#define UNDER_WAY_BYTES (4 * 1024 * 1024) /* a single record may be more */
#define KEPT_BYTES (256 * 1024)           /* buffers that grew beyond are given back */

struct outcome {      /* of one record */
	bool is_item; /* FINISHED is it; else it is refused */
	int64_t at;   /* byte in the record's text, or -1 for the whole record */
	struct complaint complaint;
	struct finished finished;
};

struct lot {
	struct input *input;
	struct record record[LOT_RECORDS];
	struct outcome outcome[LOT_RECORDS];
	int n;
	size_t bytes;
	int64_t done; /* bytes of the file read when it was full */
};

struct bench { /* what each of the crew works with */
	struct json_reader *reader;
	struct arena arena;
};

struct lots {
	struct job *job;
	struct crew *crew;
	struct bench bench[CREW_MAX + 1];
	struct lot lot[LOTS];
	size_t under_way; /* bytes of the lots that are handed out */
};

/* ---- one record becomes one item ---- */

static bool refused(struct outcome *outcome, int64_t at, const char *reason)
{
	outcome->at = at;
	return complain(&outcome->complaint, NULL, "%s", reason);
}

static bool compose(const struct job *job, struct bench *bench, const struct input *input,
		    const struct record *record, struct outcome *outcome)
{
	struct json_error error;
	const struct json *json = json_read(bench->reader, record->text.data, record->text.len,
					    &bench->arena, &error);
	struct draft draft = {
		.arena = &bench->arena,
		.text = record->text.data,
		.record = json,
		.file = input->name,
		.line = record->line,
	};
	struct complaint *complaint = &outcome->complaint;

	if (json == NULL)
		return refused(outcome, (int64_t)error.at, error.reason);
	outcome->at = (int64_t)json->start;
	if (json->type != JSON_OBJECT)
		return complain(complaint, NULL, "a record must be an object");
	if (job->shape->read(&draft, job->map, complaint)
	    && draft_finish(&draft, job->options, &outcome->finished, complaint))
		return true;
	if (complaint->at != NULL && complaint->at->end > 0)
		outcome->at = (int64_t)complaint->at->start;
	return false;
}

static void work(void *ctx, int who, int place)
{
	struct lots *lots = ctx;
	struct bench *bench = &lots->bench[who];
	struct lot *lot = &lots->lot[place];

	if (bench->reader == NULL)
		bench->reader = json_reader_new();
	for (int i = 0; i < lot->n; i++) {
		const struct record *record = &lot->record[i];
		struct outcome *outcome = &lot->outcome[i];

		outcome->complaint.at = NULL;
		arena_clear(&bench->arena);
		outcome->is_item = record->wrong != NULL
					   ? refused(outcome, -1, record->wrong)
					   : compose(lots->job, bench, lot->input, record, outcome);
	}
}

/* ---- the sink is fed ---- */

static void slim(struct buf *buf)
{
	if (buf->len > KEPT_BYTES)
		buf_release(buf);
}

/* Memory does not grow with the largest record seen. */
static void slim_record(struct record *record, struct finished *finished)
{
	slim(&record->text);
	slim(&record->raw);
	slim(&finished->body);
	slim(&finished->line);
	slim(&finished->control);
}

static bool tell(struct job *job, struct lot *lot, int i)
{
	struct outcome *outcome = &lot->outcome[i];

	if (outcome->is_item)
		return job_item(job, lot->input, &outcome->finished.record);
	return job_reject(job, lot->input, &lot->record[i], outcome->at, outcome->complaint.reason);
}

/* Takes the oldest lot back and tells the sink of its records. */
static bool settle(struct lots *lots, int place)
{
	struct job *job = lots->job;
	struct lot *lot = &lots->lot[place];
	bool ok = true;

	for (int i = 0; i < lot->n; i++) {
		ok = ok
		     && (job->done
			 || (tell(job, lot, i) && job_tick(job, job->before + lot->done)));
		slim_record(&lot->record[i], &lot->outcome[i].finished);
	}
	lots->under_way -= lot->bytes;
	lot->n = 0;
	lot->bytes = 0;
	crew_give_back(lots->crew);
	return ok;
}

bool lots_flush(struct job *job)
{
	struct lots *lots = job->lots;
	int place;
	bool ok = true;

	while (ok && lots != NULL && (place = crew_take(lots->crew)) >= 0)
		ok = settle(lots, place);
	return ok;
}

/* ---- the file is read ---- */

static bool is_full(const struct job *job, const struct lot *lot)
{
	return lot->n == LOT_RECORDS || lot->bytes >= LOT_BYTES || (job->probe && lot->n > 0);
}

static enum records_next fill(struct job *job, struct input *input, struct lot *lot)
{
	enum records_next next = RECORDS_ONE;

	lot->input = input;
	while (!is_full(job, lot)
	       && (next = import_input_next(job, input, &lot->record[lot->n])) == RECORDS_ONE) {
		const struct record *record = &lot->record[lot->n++];

		lot->bytes += record->text.len + record->raw.len;
	}
	lot->done = records_done(input->records);
	return next;
}

static struct lots *lots_of(struct job *job)
{
	if (job->lots == NULL) {
		job->lots = xcalloc(1, sizeof *job->lots);
		job->lots->job = job;
		job->lots->crew = crew_new(job->options->threads, LOTS, work, job->lots);
	}
	return job->lots;
}

void lots_free(struct lots *lots)
{
	if (lots == NULL)
		return;
	crew_free(lots->crew);
	for (int i = 0; i <= CREW_MAX; i++) {
		json_reader_free(lots->bench[i].reader);
		arena_release(&lots->bench[i].arena);
	}
	for (int i = 0; i < LOTS; i++)
		for (int j = 0; j < LOT_RECORDS; j++) {
			record_release(&lots->lot[i].record[j]);
			finished_release(&lots->lot[i].outcome[j].finished);
		}
	free(lots);
}

/* A lot that was begun goes out as it is: what was read before a failure counts. */
static enum records_next hand_out_next(struct lots *lots, struct input *input)
{
	struct lot *lot = &lots->lot[crew_place(lots->crew)];
	enum records_next next = fill(lots->job, input, lot);

	if (lot->n > 0) {
		lots->under_way += lot->bytes;
		crew_hand_out(lots->crew);
	}
	return next;
}

static bool make_room(struct lots *lots)
{
	while (!lots->job->done
	       && (crew_place(lots->crew) < 0 || lots->under_way > UNDER_WAY_BYTES))
		if (!settle(lots, crew_take(lots->crew)))
			return false;
	return true;
}

bool read_lots(struct job *job, struct input *input)
{
	struct lots *lots = lots_of(job);
	enum records_next next = RECORDS_ONE;
	struct err why;
	bool ok = input_begin(job, input);

	while (ok && !job->done && next == RECORDS_ONE) {
		next = hand_out_next(lots, input);
		if (next == RECORDS_FAILED)
			why = *job->err;
		ok = !job->failed && make_room(lots);
		if (job->probe && ok)
			ok = lots_flush(job);
	}
	ok = ok && lots_flush(job);
	if (!ok)
		return false;
	if (next == RECORDS_FAILED) {
		*job->err = why;
		return false;
	}
	input_end(job, input);
	return true;
}
