/* import.h - between the files of `assay import`; nobody else's. */
#ifndef ASSAY_CMD_IMPORT_H
#define ASSAY_CMD_IMPORT_H

#include "cmd/cmd.h"
#include "data/import.h"
#include "guide/guide.h"

/* ---- import_rejects.c: refused records are kept beside the input ---- */

#define REJECTS_SHOWN 20

struct reject_note {
	const char *file;
	int64_t line, column;
	const char *reason;
};

struct rejects {
	struct arena *arena;
	bool discard; /* only count and show: --strict, probing */
	struct reject_file *files;
	size_t n_files, cap;
	struct reject_note shown[REJECTS_SHOWN];
	int64_t count;
};

void rejects_note(struct rejects *rejects, const struct import_reject *reject);
/* Appends to the rejects file of the input FILE ("-": standard input). */
bool rejects_keep(struct rejects *rejects, const char *file, const char *bytes, size_t n,
		  struct err *err) MUST_USE;
/* Puts the files in their places, over those of an earlier run. */
bool rejects_finish(struct rejects *rejects, struct err *err) MUST_USE;
/* Closes; what is not finished is removed. */
void rejects_release(struct rejects *rejects);
size_t rejects_files(const struct rejects *rejects);
const char *rejects_path(const struct rejects *rejects, size_t i);

/* ---- import_plan.c: which batch, which guideline ---- */

struct import_plan {
	struct store *store;
	const struct cmd_args *args;
	struct arena *arena;
	const char *batch; /* its name */
	int overlap;       /* of a new one */
	bool batch_exists;
	struct guide guide; /* of the batch that is, or to be */
	struct store_guideline guideline;
	struct store_batch_spec spec;
};

/* The words of the command line, before the project is opened: --batch, else the first file's name;
 * --overlap. */
bool plan_words(struct import_plan *plan, struct err *err) MUST_USE;
/* Is the batch there already? */
bool plan_batch(struct import_plan *plan, struct err *err) MUST_USE;
/* True when the guideline is known without looking at the items. */
bool plan_guideline_known(const struct import_plan *plan);
/* FIRST_RESPONSES: how many the first item has, for the choice when nothing names a guideline; -1:
 * unknown. */
bool plan_guideline(struct import_plan *plan, int first_responses, struct err *err) MUST_USE;
/* Begins: a batch that is to be made comes to be with its first items.  PLAN must outlive it. */
struct store_import *plan_begin(struct import_plan *plan, struct err *err) MUST_USE;

/* ---- import_spool.c ---- */

/* A file without a name that holds all of standard input, at its beginning.  The caller closes it.
 */
FILE *spool_standard_input(const struct cmd_env *env, struct arena *arena,
			   struct err *err) MUST_USE;

/* ---- import_report.c: what was done, in words or JSON ---- */

struct import_counts {
	int64_t added, there;
};
void report_import(const struct cmd_env *env, const struct import_plan *plan,
		   const struct import_counts *counts, const struct rejects *rejects,
		   const char *format);
/* The refused ones, when nothing went in. */
void report_strict(const struct cmd_env *env, const struct import_plan *plan,
		   const struct rejects *rejects, const char *format);

#endif
