/* writing.h - what a person has beside a text while she writes it: the checklist as she ticked it,
 * and the text as it was before.  No part of the answer: kept in the draft only. */
#ifndef ASSAY_UI_VIEW_WRITING_H
#define ASSAY_UI_VIEW_WRITING_H

#include "base/buf.h"
#include "base/json.h"
#include "model/guideline.h"

#define REVISIONS_MAX 200
#define REVISIONS_BYTES (512 * 1024) /* that differ; the oldest go first */
#define REVISION_APART_MS 30000      /* between two of them, unless much changed */
#define REVISION_MUCH 160            /* bytes */

/* How the text before is made of the text behind it: FROM bytes of its start, MIDDLE, SAME bytes of
 * its end. */
struct revision {
	int64_t at; /* ms UTC */
	size_t from, same;
	char *middle;
	size_t len; /* of MIDDLE */
};

struct writing {
	int question, r;           /* r number; 0: the question is of the whole item */
	uint64_t ticked;           /* bits of the checklist's lines */
	struct revision *revision; /* the oldest first; the last one is of NEWEST itself */
	size_t n, cap;
	char *newest; /* the text of the last revision; NULL: none */
};

struct writings {
	struct writing *writing;
	size_t n, cap;
};

struct writing *writings_of(struct writings *writings, int question, int r);
void writings_release(struct writings *writings);

/* TEXT is what is written at NOW: another revision where it is time for one, or where FORCE says
 * so; none if it is the text of the last one.  True if one was made. */
bool writing_note(struct writing *writing, const char *text, int64_t now, bool force);
/* The text of revision I as a string of the caller's. */
char *writing_text(const struct writing *writing, size_t i);

/* As part of a draft; the texts are told by what the answers of the same draft say. */
struct json *writings_json(const struct writings *writings, const struct guideline *guideline,
			   const struct json *answers, struct arena *arena);
/* What cannot be read is left out. */
void writings_load(struct writings *writings, const struct guideline *guideline,
		   const struct json *answers, const struct json *doc);

#endif
