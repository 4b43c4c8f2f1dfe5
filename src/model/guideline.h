/* guideline.h - what a batch asks: instructions, questions, keys, rules (DESIGN 3, ANNOTATION 3).
 *
 * Made from a node tree, whichever syntax that was read from.  All types and scopes are known to
 * the grammar; SPANS and ROWS and the scope TURN are refused by guideline_build() until the
 * workbench can ask them.
 */
#ifndef ASSAY_MODEL_GUIDELINE_H
#define ASSAY_MODEL_GUIDELINE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/node.h"

#define GUIDELINE_QUESTIONS_MAX 64
#define GUIDELINE_OPTIONS_MAX 200
#define SCALE_MAX 100

enum question_type {
	QUESTION_RANK,
	QUESTION_SCALE,
	QUESTION_CHOICE,
	QUESTION_SPANS,
	QUESTION_TEXT,
	QUESTION_EDIT,
	QUESTION_ROWS,
	QUESTION_TYPE_COUNT,
};
enum scope { SCOPE_ITEM, SCOPE_PROMPT, SCOPE_RESPONSE, SCOPE_TURN, SCOPE_BEST, SCOPE_COUNT };

struct option {
	const char *id, *title;
	const char *help;      /* definition, or NULL */
	char key;              /* lower-case letter, or 0 */
	const char **severity; /* names, mildest first */
	int n_severity;        /* 0: none asked */
};

/* A condition: `required:` and `show:`.  Response-scoped questions bind the same response where
 * both sides are; otherwise "any response". */
enum cond_type {
	COND_ALWAYS,
	COND_NEVER,
	COND_ALL,
	COND_ANY,
	COND_NOT,
	COND_ANSWERED,
	COND_AT_MOST,
	COND_AT_LEAST,
	COND_EQUALS,
	COND_HAS,
	COND_NONE_GOOD
};
struct cond {
	enum cond_type type;
	int question;         /* index, for the leaves */
	int number;           /* at_most, at_least, equals */
	const char *option;   /* has: option id */
	const char *severity; /* has: exactly this one; NULL: whatever severity */
	struct cond **child;  /* all, any, not */
	int n_children;       /* all and any: 1 at least; not: 1 */
};

struct question {
	const char *id, *title;
	const char *help; /* shown with the question's options, or NULL */
	enum question_type type;
	enum scope scope;
	char key;                    /* the question's letter, or 0 */
	const struct cond *required; /* never NULL */
	const struct cond *show;     /* never NULL */
	bool na;                     /* '-' "does not apply" / "cannot judge" is allowed */

	/* rank */
	int strength_max;            /* 0: no strength is asked */
	const char **strength_label; /* strength_max + 1 of them, or NULL */
	bool ties, none_good;
	int top; /* rank only the best k; 0: all */
	/* scale */
	int min, max;
	const char **scale_label; /* [value - min], entries may be NULL */
	/* choice */
	bool multiple;
	struct option *option;
	int n_options;
	/* text, edit */
	int min_length, max_length; /* code points; 0: no bound */
	bool one_line;
	const char *pattern;    /* POSIX extended regular expression the whole text must match */
	const char **checklist; /* edit: reminders beside the editor */
	int n_checklist;
	bool base_none; /* edit: starts empty instead of from the best response */
};

enum answer_order { ORDER_BY_QUESTION, ORDER_BY_RESPONSE };

struct guideline {
	int format; /* the `assay:` number, 1 */
	const char *name, *title;
	const char *main;                 /* name of its YAML file */
	const char *instructions;         /* Markdown text; never NULL */
	const char *examples;             /* Markdown text, or NULL */
	int min_responses, max_responses; /* distinct texts; 0..9 */
	bool shuffle, hide_source;
	enum answer_order order;
	bool submit_auto;
	bool breaks;      /* it says so itself: `breaks: true` against its predecessor */
	int idle_seconds; /* a pause longer than this is not active time; default 60 */
	struct question *question;
	int n_questions;
};

/* Builds and checks.  FILE is for messages ("mine.yaml:14:11: unknown question type 'scales'; did
 * you mean 'scale'?").  Everything lives in ARENA.  INSTRUCTIONS and EXAMPLES are the texts of the
 * files that the YAML names (found by guideline_files()), or NULL. */
const struct guideline *guideline_build(const struct node *root, const char *file,
					const char *instructions, const char *examples,
					struct arena *arena, struct err *err) MUST_USE;

/* Builds without a result and hands every fault that can be told apart from the others to REPORT:
 * of the questions first, then of their keys, then of their conditions.  Returns how many. */
int guideline_check(const struct node *root, const char *file,
		    void (*report)(void *ctx, const char *message), void *ctx);

/* The file names behind `instructions:` and `examples:` (NULL when not named): plain names, no
 * folders. */
bool guideline_files(const struct node *root, const char *file, const char **instructions,
		     const char **examples, struct err *err) MUST_USE;

int guideline_find(const struct guideline *guideline, const char *question_id); /* -1: none */
int question_option(const struct question *question, const char *option_id);    /* -1: none */
const char *question_type_name(enum question_type type);
const char *scope_name(enum scope scope);

/* Letters that belong to the workbench, whatever the guideline: "jkuq". */
extern const char guideline_reserved_keys[];

#endif
