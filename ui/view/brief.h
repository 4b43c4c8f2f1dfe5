/* brief.h - what somebody answered, and what an item begins with, each in one line of a list. */
#ifndef ASSAY_UI_VIEW_BRIEF_H
#define ASSAY_UI_VIEW_BRIEF_H

#include "guide/guide.h"
#include "model/item.h"
#include "ui/app.h"

struct brief_guide {
	struct id hash;
	bool known; /* false: it cannot be read here */
	struct guide guide;
};

struct brief { /* the guidelines met so far */
	struct arena arena;
	struct brief_guide *guide;
	size_t n, cap;
};

void brief_release(struct brief *brief);

/* "A > B slightly · accuracy 4/2 · issues B overcautious", appended to OUT; of a skip its reason.
 */
void brief_answers(struct brief *brief, struct app *app, const struct store_submission *sent,
		   struct buf *out);

/* The first line with something in it of an item's prompt, of a conversation of its last turn;
 * "" where there is none.  It lives in ARENA. */
const char *brief_prompt(const struct item *item, struct arena *arena);

/* ---------------------------------------------------------------- looking for a text */

/* TEXT in small letters: what is looked for so is found however it is written.  The caller's. */
char *brief_pattern(const char *text);

struct brief_hit {
	const char *where; /* "prompt", "a response", "reference" */
	const char *text;  /* lives in the arena of brief_find() */
	size_t start, end; /* bytes of the hit in it */
};
/* Whether a text that the item shows has PATTERN in it; the first one that does.  A body that
 * cannot be read has nothing in it. */
bool brief_find(const char *body, size_t len, const char *pattern, struct arena *arena,
		struct brief_hit *hit);

#endif
