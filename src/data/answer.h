/* answer.h - one record of several files that are joined: a question, a model's answer to one, or
 * both in one. */
#ifndef ASSAY_DATA_ANSWER_H
#define ASSAY_DATA_ANSWER_H

#include "data/shape.h"

enum join_by { JOIN_BY_PROMPT, JOIN_BY_KEY };

struct joining { /* how the files fit together */
	enum join_by by;
	const char *key;             /* JOIN_BY_KEY: the member, "uid" */
	const struct field_map *map; /* NULL: by looking */
};

/* Looks at the first record of each file.  False and ERR when they have nothing in common. */
bool joining_look(struct joining *joining, const struct json *const *firsts,
		  const char *const *files, int n, const struct field_map *map,
		  struct err *err) MUST_USE;

/* True if RECORD can be a question or an answer at all. */
bool answer_is(const struct json *record);

/* Reads a record: prompt, id, reference, and the response if it has one (n_responses 1, its model
 * from the record or MODEL).  A pure question has none. */
bool answer_read(struct draft *draft, const struct joining *joining, const char *model,
		 struct complaint *complaint) MUST_USE;

/* The text that joins DRAFT, as read, with others; NULL when it has none. */
bool answer_key(const struct draft *draft, const struct joining *joining, struct buf *key,
		struct complaint *complaint) MUST_USE;

/* Questions of several turns with an answer to each: the first turn is the prompt, the later ones
 * stand between the answers. */
void answer_interleave(struct draft *draft);

#endif
