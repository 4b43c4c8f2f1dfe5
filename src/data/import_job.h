/* import_job.h - what the parts of an import share: options, sink, result, the record at hand. */
#ifndef ASSAY_DATA_IMPORT_JOB_H
#define ASSAY_DATA_IMPORT_JOB_H

#include "data/answer.h"
#include "data/records.h"

#define LOOK_RECORDS 1000 /* so far to find one that tells the shape */
#define LOOK_AHEAD 16     /* of standard input, which cannot be read again */

struct input { /* one file */
	const char *path;
	const char *name; /* without its folder */
	char *model;      /* the name's stem, for answers that do not name their model */
	enum container container;
	const struct shape *shape;
	const struct json *first; /* the record that told it; NULL: none was readable */
	struct records *records;  /* open while it is read; a stream stays open */
	struct record ahead[LOOK_AHEAD];
	int n_ahead, next_ahead;
};

struct lots;

struct job {
	const struct import_options *options;
	const struct import_sink *sink;
	struct import_result *result;
	struct input *inputs;
	int n_inputs;
	struct field_map *map; /* NULL: no --map */
	const struct shape *shape;
	struct json_reader *reader;
	struct arena arena;  /* of the record at hand */
	struct arena looked; /* of the first records */
	struct finished finished;
	struct lots *lots; /* records at work; NULL: none were yet */
	struct err *err;
	bool failed;           /* a callback said no, ERR says why */
	bool probe, done;      /* look only: stop at the first item */
	int64_t total, before; /* bytes of all files, of those that are read */
};

/* ---- input.c ---- */

bool inputs_open(struct job *job) MUST_USE; /* finds out what each of them is */
void inputs_release(struct job *job);
bool input_begin(struct job *job, struct input *input) MUST_USE;
void input_end(struct job *job, struct input *input);
/* The next record, those looked at before included.  A record that is WRONG comes as well. */
enum records_next import_input_next(struct job *job, struct input *input, struct record *record);

/* ---- report.c ---- */

/* Hands a finished item to the sink. */
bool job_item(struct job *job, const struct input *input, struct import_record *record) MUST_USE;
/* AT: byte in the record's text, or -1 for the whole record. */
bool job_reject(struct job *job, const struct input *input, const struct record *record, int64_t at,
		const char *reason) MUST_USE;
/* The reject alone: LINE of INPUT, and the bytes that are to be kept. */
bool job_report(struct job *job, const struct input *input, int64_t line, int64_t column,
		const char *reason) MUST_USE;
bool job_keep(struct job *job, const struct input *input, const char *bytes, size_t n) MUST_USE;
/* Parses the record; NULL when it was refused.  Look at job->failed then. */
struct json *job_parse(struct job *job, const struct input *input, const struct record *record);
bool job_tick(struct job *job, int64_t done) MUST_USE;

/* ---- lots.c ---- */

/* Reads the input to its end, each record an item of its own. */
bool read_lots(struct job *job, struct input *input) MUST_USE;
/* Hands over what is being worked on, so that nothing said later overtakes it. */
bool lots_flush(struct job *job) MUST_USE;
void lots_free(struct lots *lots);

/* ---- join.c ---- */

bool join_all(struct job *job) MUST_USE;

#endif
