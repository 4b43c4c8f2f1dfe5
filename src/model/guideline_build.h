/* guideline_build.h - between the files that make a guideline out of nodes; nobody else's. */
#ifndef ASSAY_MODEL_GUIDELINE_BUILD_H
#define ASSAY_MODEL_GUIDELINE_BUILD_H

#include "model/guideline.h"

#define ID_MAX 64          /* bytes of a question's or option's id */
#define LINE_MAX_BYTES 400 /* of a title or label */

struct draft {
	struct guideline *guideline;
	const char *file; /* for messages */
	struct arena *arena;
	struct err *err;
	const struct node *questions; /* a list; its children go with guideline->question[] */
	struct faults *faults;        /* where to go on after a fault; NULL: stop at the first */
};

struct faults {
	void (*report)(void *ctx, const char *message);
	void *ctx;
	int n;
	uint64_t broken; /* questions that could not be read */
};

/* After a fault: true to go on with the next question. */
bool draft_go_on(const struct draft *draft);
bool draft_has_faults(const struct draft *draft);

/* Reading with a message on failure.  The plain ones need the value; those that take a map and a
 * key leave *OUT as it is where the key is absent. */
bool draft_line(const struct draft *draft, const struct node *node, const char **out) MUST_USE;
bool draft_id(const struct draft *draft, const struct node *node, const char **out) MUST_USE;
/* A list of distinct lines, MIN to MAX of them. */
bool draft_lines(const struct draft *draft, const struct node *node, int min, int max,
		 const char ***out, int *n) MUST_USE;
/* The index in WORDS (NULL-terminated); WHAT names the set: "question type". */
bool draft_word(const struct draft *draft, const struct node *node, const char *what,
		const char *const words[], int *out) MUST_USE;

struct bounds {
	int min, max;
};
bool draft_int_at(const struct draft *draft, const struct node *map, const char *key,
		  struct bounds bounds, int *out) MUST_USE;
bool draft_bool_at(const struct draft *draft, const struct node *map, const char *key,
		   bool *out) MUST_USE;
bool draft_line_at(const struct draft *draft, const struct node *map, const char *key,
		   const char **out) MUST_USE;
bool draft_text_at(const struct draft *draft, const struct node *map, const char *key,
		   const char **out) MUST_USE;

/* The child KEY of MAP; fails with "'key' is missing". */
const struct node *draft_need(const struct draft *draft, const struct node *map,
			      const char *key) MUST_USE;
bool draft_is_map(const struct draft *draft, const struct node *node,
		  const char *what) MUST_USE; /* WHAT: "an option" */
bool draft_is_list(const struct draft *draft, const struct node *node, int min, int max) MUST_USE;
/* Like node_fail(), at the place of NODE's key. */
bool draft_fail_key(const struct draft *draft, const struct node *node, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* All of a question but its conditions and keys' clashes. */
bool draft_question(const struct draft *draft, const struct node *node,
		    struct question *question) MUST_USE;
bool draft_options(const struct draft *draft, const struct node *node,
		   struct question *question) MUST_USE;
/* These need all questions: letters, then `required:` and `show:`. */
bool draft_keys(const struct draft *draft) MUST_USE;
bool draft_conditions(const struct draft *draft) MUST_USE;

#endif
