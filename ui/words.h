/* words.h - what a view says of itself where nothing is drawn (ui/plain): screen readers, Braille
 * lines, terminals that only append.
 *
 * A view lists facts; the announcer prints those that are new or differ from what it said before.
 */
#ifndef ASSAY_UI_WORDS_H
#define ASSAY_UI_WORDS_H

#include "base/buf.h"
#include "model/item.h"
#include "text/layout.h"
#include "ui/widget/list.h"

struct app;
struct view;

enum fact_when {
	FACT_ARRIVE = 1, /* said when the view, or what it shows, is new */
	FACT_BACK = 2,   /* said when the person comes back to it from another screen */
	FACT_CHANGE = 4, /* said when its text differs from before */
	FACT_ONCE = 8,   /* said if these words were not said before under that key */
};

#define FACT_READ "read" /* the fact of this key stands where the text is read on arrival */

struct fact {
	size_t key, text; /* in facts.bytes, each ended by NUL */
	int when;         /* FACT_… together */
};

struct facts {
	struct buf bytes;
	struct buf epoch;   /* what is shown: another one makes all of it new */
	const char *before; /* the epoch of what was said last; NULL: nothing was */
	struct fact *fact;
	size_t n, cap;
};

#define FACTS_INIT                                                                   \
	{                                                                            \
		.bytes = BUF_INIT, .epoch = BUF_INIT, .fact = NULL, .n = 0, .cap = 0 \
	}

/* KEY names the fact from one time to the next; TEXT is verbatim (it is sanitised when it is
 * printed) and may be empty: then it says nothing, but remembers that. */
void facts_add(struct facts *facts, int when, const char *key, const char *text);
void facts_addf(struct facts *facts, int when, const char *key, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
const char *facts_key(const struct facts *facts, size_t i);
const char *facts_text(const struct facts *facts, size_t i);
const char *facts_find(const struct facts *facts, const char *key); /* its text; NULL: none */
/* Nothing of this epoch was said yet: only then what is dear to find out is worth it. */
bool facts_are_new(struct facts *facts);
void facts_release(struct facts *facts);

enum tell {
	TELL_WHERE,      /* all about where the hand is: the question, its help, its choices */
	TELL_STATUS,     /* how far the work is, today, active time */
	TELL_ANSWERS,    /* all that is asked, and what is answered */
	TELL_TEXTS,      /* the texts there are, and which is read now */
	TELL_DIFFERENCE, /* how this text differs from the pinned one */
};

struct words_text { /* the text that is read */
	const char *text;
	size_t len;
	enum text_form form;
	bool reveal;
	size_t *at;                  /* byte where reading stands: kept by the view */
	const struct content *turns; /* of a conversation, as content_text() joins it; else NULL */
	char name[64];               /* "response A" */
};

struct view_words { /* every function may be NULL */
	void (*facts)(struct view *view, struct app *app, struct facts *facts);
	/* False: there is nothing to tell. */
	bool (*tell)(struct view *view, struct app *app, enum tell what, struct buf *out);
	struct list *(*list)(struct view *view);
	bool (*reading)(struct view *view, struct words_text *text); /* false: nothing to read */
	/* Goes on to the next or previous text; answers do not go along.  False: that was the last.
	 */
	bool (*turn)(struct view *view, int dir);
	/* The key that an empty line presses; NULL: reading goes on. */
	const char *(*empty)(const struct view *view);
	/* The key that ends what a line has begun to type, a number; NULL: nothing is begun. */
	const char *(*line_end)(const struct view *view);
	/* Nothing was drawn or typed, but the person is here: reading counts as active time. */
	void (*present)(struct view *view, struct app *app);
	/* The text that is open for writing; NULL: none is.  ONE_LINE: it ends with its line. */
	const char *(*text)(struct view *view, bool *one_line);
	/* A key is waited for although a text is open: which response, which line of a checklist.
	 */
	bool (*waits)(const struct view *view);
	void (*set_text)(struct view *view, struct app *app, const char *text); /* undoable */
	/* What that text is made from, and what it is called; NULL: nothing. */
	const char *(*base)(struct view *view, size_t *len, struct buf *name);
};

/* Adds TEXT, and a full stop unless it ends with a mark of its own. */
void words_sentence(struct buf *out, const char *text);
/* "214 words, 9 paragraphs, 2 hidden characters" */
void words_measure(struct buf *out, const char *text, size_t len, enum text_form form);
/* How B differs from A, which is called NAME, by lines of B: "Line 3, after "turn the": deleted
 * "tap", inserted "valve"". */
void words_difference(struct buf *out, const char *name, const char *a, size_t a_len, const char *b,
		      size_t b_len);

#endif
