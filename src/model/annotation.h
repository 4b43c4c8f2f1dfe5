/* annotation.h - the envelope of an annotation (ANNOTATION 3; CORE: without v and item, with for).
 */
#ifndef ASSAY_MODEL_ANNOTATION_H
#define ASSAY_MODEL_ANNOTATION_H

#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"
#include "model/item.h"

struct annotation_time {
	int64_t opened; /* ms UTC of the first opening */
	int64_t active_ms, idle_ms;
	int64_t first_answer_ms; /* -1: none yet */
	int sittings;
	int64_t prompt_ms;                       /* visible, while active */
	int64_t response_ms[ITEM_RESPONSES_MAX]; /* by r number - 1 */
	int64_t reference_ms;                    /* 0: not shown, left out */
};

struct annotation {
	struct short_id batch;
	struct id guideline;
	bool skipped;
	const char *reason;                     /* of a skip; else NULL */
	int order[ITEM_RESPONSES_MAX], n_order; /* r numbers as shown */
	const char *seed_hex;                   /* the batch's seed */
	int columns;                            /* of the terminal */
	const char *layout;                     /* "columns" | "stacked" | "plain" */
	struct annotation_time time;
	int64_t keys, pasted;      /* keystrokes; characters pasted */
	const char *how;           /* "screen" | "plain" | "script" */
	const struct json *checks; /* array of names, or NULL */
	const struct json *answers;
	bool imported; /* somebody else's labels, by a lead: for_member says whose */
	struct short_id for_member;
};

/* The payload of an annotate event, canonical JSON, appended to OUT. */
void annotation_write(const struct annotation *annotation, struct arena *arena, struct buf *out);
/* Reads a payload back; everything lives in ARENA. */
bool annotation_read(struct annotation *annotation, const char *payload, size_t len,
		     struct arena *arena, struct err *err) MUST_USE;

/* Active time: counts what lies between keys, a pause over the idle limit not. */
struct activity {
	int64_t last;       /* ms of the last sign of life, monotonic; -1: none */
	int64_t idle_limit; /* ms */
};
/* Adds the time since the last call to TIME; in it N_VISIBLE texts were on the screen, by r number
 * (0 stands for the prompt, -1 for the reference).  A pause over the limit is idle as a whole. */
void activity_note(struct activity *activity, struct annotation_time *time, int64_t now,
		   const int *visible, int n_visible);

#endif
