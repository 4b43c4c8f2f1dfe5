/* draft.h - what an importer found in one record, and how it becomes an item and its source line.
 *
 * A shape (shape.h) fills a draft from a record's tree; draft_finish() composes body and line.  All
 * JSON lives in the record's arena. */
#ifndef ASSAY_DATA_DRAFT_H
#define ASSAY_DATA_DRAFT_H

#include "base/arena.h"
#include "base/json.h"
#include "data/import.h"

#define DRAFT_RESPONSES_MAX 64
#define DRAFT_USED_MAX 160

struct draft_response {
	const struct json *content;
	const char *source; /* the model, or NULL */
	const char *extra;  /* JSON text of an object with what has no field, or NULL */
};

struct draft {
	struct arena *arena;
	const char *text;          /* of the record; NULL when it was joined from several */
	const struct json *record; /* its unknown keys become metadata */
	const struct json *prompt, *reference, *attachments, *control;
	struct draft_response response[DRAFT_RESPONSES_MAX];
	int n_responses;
	const char *id, *group, *replaces; /* NULL: none */
	enum item_role role;
	bool role_given;
	const struct json *used[DRAFT_USED_MAX]; /* members of RECORD that have a field */
	int n_used;
	const char *file; /* without its folder */
	int64_t line;
};

/* What is wrong with a record: REASON, and the value where it shows, or NULL. */
struct complaint {
	char reason[ERR_MSG_MAX];
	const struct json *at;
};

bool complain(struct complaint *complaint, const struct json *at, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* Member KEY of the record, marked as used; NULL when it is absent. */
const struct json *draft_take(struct draft *draft, const char *key);
void draft_use(struct draft *draft, const struct json *member);

bool draft_add(struct draft *draft, const struct json *content, const char *source,
	       const char *extra, struct complaint *complaint) MUST_USE;

/* The members of OBJECT that are not in EXCEPT (N of them) as JSON text, values byte for byte as in
 * TEXT; NULL when there are none. */
const char *draft_extra(struct arena *arena, const char *text, const struct json *object,
			const struct json *const *except, int n);

struct finished { /* reused from record to record */
	struct buf body, line, control;
	struct import_record record;
};

/* Composes the item, checks the number of responses, and writes the source's line. */
bool draft_finish(struct draft *draft, const struct import_options *options, struct finished *out,
		  struct complaint *complaint) MUST_USE;
void finished_release(struct finished *out);

/* A control answer has the three keys that it may have. */
bool control_check(const struct json *control, struct complaint *complaint) MUST_USE;

/* The checked control answer with r1… of the file as those of the body (PLACE: file order -> r
 * number of N). Appends canonical JSON. */
bool control_translate(const struct json *control, const int *place, int n, struct arena *arena,
		       struct buf *out, struct complaint *complaint) MUST_USE;

#endif
