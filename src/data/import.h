/* import.h - files of prompts and responses become items, one call a record; no store here.
 *
 * Formats, recognised by looking at the first records and the file names: canonical JSONL, JSONL or
 * CSV with a map, {id,prompt,responses:[{model,text}]}, HH-RLHF transcripts, and several files of
 * one model each (questions + answers) joined by id or prompt.
 */
#ifndef ASSAY_DATA_IMPORT_H
#define ASSAY_DATA_IMPORT_H

#include "base/err.h"
#include "base/progress.h"
#include "model/guideline.h"
#include "model/item.h"

#include <stdio.h>

struct import_record {
	/* The item. */
	const char *body; /* canonical JSON */
	size_t body_len;
	struct id uid;
	struct short_id prompt, group;
	enum item_role role;
	int n_responses; /* distinct */
	/* The source: one canonical line of a chunk (CORE 7.2), staff only. */
	const char *line;
	size_t line_len;
	/* The control answer, canonical JSON {"expect","explain","feedback"} with r1… translated to
	 * the ids of the body, or NULL. */
	const char *control;
	/* For messages. */
	const char *file;
	int64_t line_number;
};

struct import_reject {
	const char *file;
	int64_t line;
	int64_t column;     /* bytes from 1: where it is, or where the record begins */
	const char *reason; /* may hold bytes of the input: sanitise before showing */
};

struct import_sink { /* every callback may stop the import by returning false with ERR set */
	bool (*item)(void *ctx, const struct import_record *record, struct err *err);
	bool (*reject)(void *ctx, const struct import_reject *reject, struct err *err);
	/* The bytes of the refused record as it stood in the file, newline included; a long line
	 * comes in pieces.  FILE tells which rejects file they belong to. */
	bool (*keep)(void *ctx, const char *file, const char *bytes, size_t n, struct err *err);
	void *ctx;
};

struct import_options {
	const char *const *paths; /* "-" is standard input */
	int n_paths;
	FILE *standard_input;
	const char *format;      /* NULL: look; else a name of import_formats() */
	const char *const *maps; /* "prompt=instruction", "response=output", … */
	int n_maps;
	const char *const *show; /* metadata keys that become context; "reference" too */
	int n_show;
	int min_responses, max_responses; /* distinct texts, from the guideline */
	int sample_responses;             /* over 9: keep this many, 0: refuse */
	uint64_t sample_seed;
	int threads; /* that read records besides the caller's own; what comes out is the same */
	bool once;   /* the files are not read again: they need not stay in memory */
	const struct guideline *guideline; /* what control answers may expect; NULL: unchecked */
	const struct progress *progress;   /* bytes done, bytes in all files */
};

struct import_result {
	const char *format; /* what it was read as */
	int64_t records, rejected;
	int first_responses; /* distinct responses of the first good record, -1: none */
};

struct import_format {
	const char *name, *help;
};
const struct import_format *import_formats(int *n);

/* Whether format and maps can be meant at all: no file is looked at. */
bool import_options_check(const struct import_options *options, struct err *err) MUST_USE;

/* Reads all files.  True when it got to the end, rejects or not; false when it could not go on
 * (file missing, unknown format, a sink said no). */
bool import_files(const struct import_options *options, const struct import_sink *sink,
		  struct import_result *result, struct err *err) MUST_USE;

/* Looks only: the format and the number of responses of the first good record, so that the batch's
 * guideline can be chosen before the import.  Not for standard input. */
bool import_probe(const struct import_options *options, struct import_result *result,
		  struct err *err) MUST_USE;

#endif
