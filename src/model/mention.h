/* mention.h - "@A" in a text: letters are one annotator's shuffle, so a mention is stored as a
 * response and given its letter, or its name in an export, for each reader (ANNOTATION 5.6). */
#ifndef ASSAY_MODEL_MENTION_H
#define ASSAY_MODEL_MENTION_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"

#include <stdbool.h>
#include <stddef.h>

/* The mentions of TEXT as a JSON array of {"end","is","start"} in code points: "@A" to the letter
 * of place N - 1, as a word of its own.  ORDER[place] is the r number shown there. */
struct json *mentions_find(const char *text, const int *order, int n, struct arena *arena);

/* Appends TEXT with every mention replaced by what NAME gives for its r number ("@B", "Response
 * 1").  What MENTIONS says wrongly (out of range, overlapping, no response) is left as it stands.
 */
void answers_reletter(const char *text, const struct json *mentions,
		      const char *(*name)(void *ctx, int r), void *ctx, struct buf *out);

/* A response called by its letter without the '@': "A is", "Response B", "B's". */
struct bare_letter {
	size_t at; /* byte of the letter */
	int shown; /* place: 0 for A */
};
/* The first one at or behind FROM among N letters; false if there is none. */
bool text_bare_letters(const char *text, int n, size_t from, struct bare_letter *found);

#endif
