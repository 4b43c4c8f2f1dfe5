/* guide.h - guidelines from files: YAML -> node tree -> model.  Nothing else includes yaml.h. */
#ifndef ASSAY_GUIDE_GUIDE_H
#define ASSAY_GUIDE_GUIDE_H

#include "base/embedded.h"
#include "base/hash.h"
#include "model/guideline.h"

#define GUIDE_FILE_MAX (1024 * 1024)

extern const struct embedded guide_shipped[]; /* the files of guidelines/ */
extern const size_t guide_shipped_count;

struct guide {
	const struct guideline *guideline;
	const char *object; /* canonical JSON {"files":{NAME:TEXT},"main":NAME}, texts verbatim */
	size_t object_len;
	struct id hash; /* H("assay object 1", object): its version */
};

/* YAML text to nodes: aliases, anchors, tags, duplicate keys, depth over 32 and more than
 * GUIDE_FILE_MAX bytes are refused with file, line and column. */
struct node *guide_parse_yaml(const char *text, size_t len, const char *file, struct arena *arena,
			      struct err *err) MUST_USE;

/* Loads NAME_OR_PATH: a shipped guideline's name, or the path of a YAML file with its instructions
 * beside it.  Everything lives in ARENA. */
bool guide_load(const char *name_or_path, struct arena *arena, struct guide *out,
		struct err *err) MUST_USE;

/* Like guide_load(), but on failure every fault that can be told apart goes to REPORT. */
bool guide_check(const char *name_or_path, struct arena *arena, struct guide *out,
		 void (*report)(void *ctx, const char *message), void *ctx) MUST_USE;

/* The guideline of a stored object. */
bool guide_from_object(const char *object, size_t len, struct arena *arena, struct guide *out,
		       struct err *err) MUST_USE;

/* The names of the shipped guidelines, sorted; returns how many.  They live in ARENA. */
int guide_names(const char **names, int max, struct arena *arena);

/* The shipped guideline for items with this many responses (DESIGN 9): 0 golden-response, 1
 * rating-axes, 2 pairwise-preference, more n-way-ranking. */
const char *guide_for_responses(int n);

#endif
