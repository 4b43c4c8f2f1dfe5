/* export.h - between the files of `assay export`; nobody else's. */
#ifndef ASSAY_CMD_EXPORT_H
#define ASSAY_CMD_EXPORT_H

#include "base/map.h"
#include "cmd/cmd.h"
#include "data/export.h"
#include "guide/guide.h"
#include "quality/resolve.h"
#include "store/said.h"

/* ---- export_rules.c: why something is left out ---- */

enum rule {
	RULE_CALIBRATION, /* the roles but work, in the order of enum item_role */
	RULE_QUALIFICATION,
	RULE_CONTROL,
	RULE_TUTORIAL,
	RULE_RETEST,
	RULE_WITHDRAWN,
	RULE_EXTERNAL,
	RULE_CONFLICT,
	RULE_SKIPPED,
	RULE_RETURNED,
	RULE_FIXED,
	RULE_STALE_REVIEW,
	RULE_REDACTED,
	RULE_UNREADABLE,
	RULE_GUIDELINE_MISSING,
	RULE_NOT_ANSWERED,
	RULE_CANNOT_JUDGE,
	RULE_NONE_GOOD,
	RULE_TOO_FEW,
	RULE_TIE,
	RULE_EMPTY_TEXT,
	RULE_EQUAL_TEXTS,
	RULE_WEAK,
	RULE_PAIR_LIMIT,
	RULE_NOT_ACCEPTED,
	RULE_DUPLICATE,
	RULE_EDIT_OUTSIDE_TRAIN,
	RULE_COUNT,
};
const char *rule_name(enum rule rule);
/* Those that --include may take back in, NULL-terminated. */
extern const char *const rule_includable[];

/* ---- export_settings.c ---- */

#define SPLIT_PARTS_MAX 8

struct split_part {
	const char *name;
	int percent;
	double upto; /* end of its share of 0..1 */
};

enum resolve { EXPORT_MEAN, EXPORT_MAJORITY, EXPORT_EACH };

struct export_settings {
	const struct export_format *format;
	const char *batch;    /* NULL: all */
	const char *question; /* NULL: the first that fits */
	enum resolve resolve;
	const char *resolve_name;
	int max_pairs; /* of one item; 0: all */
	int min_annotators;
	double min_strength;
	const char *min_strength_text;
	bool margin, newest;
	bool include[RULE_COUNT];
	struct split_part part[SPLIT_PARTS_MAX];
	int n_parts;       /* 0: no split */
	const char *split; /* as it was given */
};

bool settings_read(struct export_settings *settings, const struct cmd_args *args,
		   struct arena *arena, struct err *err) MUST_USE;
struct json *settings_json(const struct export_settings *settings, struct arena *arena);

/* ---- export_out.c: files that appear together ---- */

enum { OUT_EXCLUDED, OUT_EDITS, OUT_EVENTS, OUT_ROWS }; /* OUT_ROWS + i: the parts */

struct out_file {
	const char *name; /* as the manifest calls it */
	const char *temp, *path;
	bool optional; /* not made without rows */
	FILE *file;    /* opened with the first row */
	int64_t rows, bytes;
	struct buf waiting;     /* for a block to be full */
	int64_t written, begun; /* bytes of it, and how many of them are on their way to the disk */
	struct hash hash;
	struct id digest;
};

struct export_out {
	const struct cmd_env *env;
	struct arena *arena;
	bool to_stdout;
	const char *target; /* folder, or the one file */
	const char *real;   /* the same, a folder without links in its name */
	const char *stem;   /* of a file without ".jsonl"; NULL: a folder */
	const char *temp;   /* folder of the files being made */
	int lock;           /* it, open and locked: somebody is at work in it; -1 */
	bool fresh;         /* the target folder is not there yet */
	struct out_file file[OUT_ROWS + SPLIT_PARTS_MAX];
	int n_files;
	struct writer *writer; /* NULL: nothing was written yet */
};

bool out_open(struct export_out *out, const struct cmd_env *env, const char *target,
	      const struct export_settings *settings, struct arena *arena,
	      struct err *err) MUST_USE;
bool out_write(struct export_out *out, int file, const struct buf *row, struct err *err) MUST_USE;
/* Ends the files and fills in their digests. */
bool out_end(struct export_out *out, struct err *err) MUST_USE;
/* Removes what is not committed. */
void out_release(struct export_out *out);
bool out_is_made(const struct out_file *file); /* ended: it is there, or was not to be */
/* Where NAME ends up: in the folder, or beside the one file as STEM.NAME. */
const char *out_place(const struct export_out *out, const char *name);
const char *out_join(struct arena *arena, const char *a, const char *between, const char *b);
bool out_fail(const char *what, const char *path, struct err *err); /* with errno; false */

/* ---- export_writer.c: rows on their way into files ---- */

struct writer *writer_new(int threads); /* 0: nobody but the caller writes */
/* Waits for what is on its way. */
void writer_free(struct writer *writer);
bool writer_add(struct writer *writer, struct out_file *file, const struct buf *row,
		struct err *err) MUST_USE;
/* All rows of the file were given to it; its hash is complete. */
bool writer_end(struct writer *writer, struct out_file *file, struct err *err) MUST_USE;

/* ---- export_relay.c: rows of the project on their way to becoming lines ---- */

struct relay;

/* EACH is called for every row that relay_add() is given, in that order, by one thread at a time.
 */
struct relay *relay_new(int threads, /* 0: nobody but the caller */
			bool (*each)(void *ctx, const struct store_item_row *row, struct err *err),
			void *ctx);
/* For the reading whose rows relay_add() takes. */
struct arena **relay_arena(struct relay *relay);
bool relay_add(void *relay, const struct store_item_row *row, struct err *err) MUST_USE;
/* The reading has ended, OK or with ERR.  False when it or EACH failed: ERR is of the row that came
 * first. */
bool relay_end(struct relay *relay, bool ok, struct err *err) MUST_USE;
void relay_free(struct relay *relay);

/* ---- export_temp.c: the folder in which they are made ---- */

#define OUT_MANIFEST "manifest.json"
#define OUT_CARD "README.md"
#define OUT_UNFINISHED "unfinished.json" /* the manifest while files are exchanged one by one */

/* Makes OUT->temp beside the target, and removes those that killed exports to it have left. */
bool temp_make(struct export_out *out, struct err *err) MUST_USE;
/* Removes the folder with what an export makes; anything else in it stays, and so it. */
void temp_remove(const char *path);

/* ---- export_commit.c: files that change together ---- */

/* Puts files, CARD (into a folder only) and MANIFEST in place.  A folder with nothing but an export
 * in it changes in one step.  Where that cannot be (one file with others beside it; other people's
 * files in the folder, which stay as they are; a file system that cannot exchange folders) a
 * manifest that names no hashes but says "unfinished" stands there while files are exchanged, and
 * the new manifest comes last. */
bool out_commit(struct export_out *out, const struct buf *manifest, const struct buf *card,
		struct err *err) MUST_USE;
/* Is the folder empty, or an export?  ERR otherwise. */
bool out_may_replace(const struct export_out *out, struct err *err) MUST_USE;

/* ---- export_guides.c: the guideline versions that were answered ---- */

struct export_guide {
	struct id hash;
	bool held;                         /* its text is here */
	const struct guideline *guideline; /* NULL unless held */
	const char *name;                  /* NULL unless held */
	int version;                       /* 0: unknown */
	bool breaks;
	int rank;            /* index of the rank question to export, or -1 */
	int64_t annotations; /* used */
};

struct export_guides {
	struct store *store;
	struct arena *arena;
	const char *question; /* --question */
	struct map by_hash;   /* struct export_guide * */
	struct export_guide **list;
	size_t n, cap;
};

struct export_guide *guides_add(struct export_guides *guides, const struct id *hash);
/* Loads what was added and numbers it; ERR when --question is in none of them. */
bool guides_load(struct export_guides *guides, struct err *err) MUST_USE;
struct export_guide *guides_find(const struct export_guides *guides, const struct id *hash);
void guides_release(struct export_guides *guides);
/* False when answers to versions of one guideline, with a break between them, would be pooled. */
bool guides_compatible(const struct export_guides *guides, struct err *err) MUST_USE;
/* False when strengths of different scales would become margins of one column. */
bool guides_one_margin(const struct export_guides *guides, struct err *err) MUST_USE;

/* ---- the run ---- */

struct exporter {
	const struct cmd_env *env;
	const struct export_settings *settings;
	struct store *store;
	struct arena *arena;    /* of the run */
	struct arena row_arena; /* of one item */
	struct export_out *out;
	struct export_guides guides;
	char known[ID_HEX + 20];   /* the last guideline, as payloads of the first look name it */
	struct map reviewed;       /* batches in which anything was reviewed */
	struct short_id looked_at; /* the last batch of the first look, */
	int n_looked_at;           /* and how many there were */
	struct map ranked;         /* items, when there are several batches: struct batch_count * */
	struct item item;          /* of the row at hand */
	struct buf line;
	int64_t items, annotations, used, items_used;
	int64_t states[STATE_COUNT]; /* of a lossless export's annotations */
	int64_t excluded[RULE_COUNT];
	int64_t bodies_missing;
	struct map batches;     /* by id: struct batch_count * */
	struct batch_count *in; /* the batch of the row at hand */
	struct batch_count **batch;
	size_t n_batches, batches_cap;
};

struct batch_count {
	struct short_id id;
	const char *name;
	int64_t items, annotations, used;
};

struct vote { /* an annotation that counts */
	const struct store_annotation *annotation;
	const struct json *payload;
	struct export_guide *guide;
};

/* export_select.c: the votes of an item, the rest listed.  Lives in the row's arena. */
bool select_votes(struct exporter *x, const struct store_item_row *row, struct vote **votes,
		  size_t *n, struct err *err) MUST_USE;
/* How canonical payloads name their guideline. */
void guideline_member(char out[ID_HEX + 20], const struct id *hash);
/* The version that was answered, as the payload says; false: redacted or unreadable. */
bool payload_guideline(struct exporter *x, const struct store_item_row *row, const char *payload,
		       size_t len, struct id *hash);
struct exclusion {
	enum rule rule;
	const struct store_annotation *annotation; /* NULL: resolved of several */
	int r1, r2;                                /* of a pair; else 0 */
};
/* Lists and counts it. */
bool exclude(struct exporter *x, const struct store_item_row *row,
	     const struct exclusion *exclusion, struct err *err) MUST_USE;
/* Lists what its authors took back. */
bool list_withdrawn(struct exporter *x, struct err *err) MUST_USE;
/* The part of the split that the item's group falls into: OUT_ROWS + i. */
int part_of(const struct exporter *x, const struct store_item_row *row);
bool text_is_empty(const char *text, size_t n); /* nothing but white space */
const char *response_text(struct exporter *x, int r, size_t *len);

/* export_ranking.c: answers as numbers and texts */
enum said { SAID_NOTHING, SAID_NA, SAID_RANKING };
enum said read_ranking(const struct vote *vote, int n_responses, struct ranking *ranking);
struct golden {
	const struct vote *vote;
	const char *text;
	int base;       /* r number, 0: none */
	bool none_good; /* and it is the base as it was */
};
/* The edits in VOTE: at most MAX. */
int read_goldens(const struct exporter *x, const struct vote *vote, struct golden *goldens,
		 int max);

/* The three ways to make rows of an item. */
bool export_pairs(struct exporter *x, const struct store_item_row *row, struct vote *votes,
		  size_t n, struct err *err) MUST_USE;
bool export_goldens(struct exporter *x, const struct store_item_row *row, struct vote *votes,
		    size_t n, struct err *err) MUST_USE;
bool export_lossless(struct exporter *x, const struct store_item_row *row,
		     struct err *err) MUST_USE;
const char *state_name(enum store_state state);
const char *state_meaning(enum store_state state); /* for the card */

/* export_run.c: the rows of the whole project */
struct batch_count *batch_of(struct exporter *x, const struct store_item_row *row);
bool export_run(struct exporter *x, struct err *err) MUST_USE;
int64_t rows_written(const struct exporter *x); /* without edits, events and exclusions */
void exporter_release(struct exporter *x);

/* export_manifest.c */
void manifest_write(const struct exporter *x, const struct id *vector, struct buf *out);

/* export_card.c: the same for people, in Markdown */
void card_write(const struct exporter *x, struct buf *out);

#endif
