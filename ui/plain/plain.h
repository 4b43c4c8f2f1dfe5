/* plain.h - the workbench line by line: what is typed comes as whole lines, what there is to say
 * goes out as lines that are never changed again.  For screen readers, Braille lines, terminals
 * that cannot place a cursor, and scripts.
 *
 * The views, their commands, drafts and checks are those of the screen; nothing is drawn.
 */
#ifndef ASSAY_UI_PLAIN_PLAIN_H
#define ASSAY_UI_PLAIN_PLAIN_H

#include "base/buf.h"
#include "ui/app.h"

enum plain_got {
	PLAIN_LINE,
	PLAIN_NOTHING, /* the wait ran out */
	PLAIN_END,     /* Ctrl-D, or the end of what is piped in */
	PLAIN_BREAK,   /* Ctrl-C */
	PLAIN_HANGUP,  /* SIGHUP, SIGTERM: save and leave */
	PLAIN_STOP,    /* Ctrl-Z */
};

struct plain_io {
	/* The next line without its end, into LINE (emptied first); waits up to TIMEOUT_MS, -1 for
	 * ever. */
	enum plain_got (*read)(void *ctx, int timeout_ms, struct buf *line);
	bool (*write)(void *ctx, const char *bytes, size_t n); /* false: it reaches nobody */
	void (*suspend)(void *ctx);
	void *ctx;
	bool ascii;  /* the terminal shows no more than ASCII */
	bool typed;  /* somebody types: prompts are shown, Ctrl-D ends a text */
	int columns; /* lines are broken at words there; 0: paragraphs stay whole */
};

/* START as in app_run().  REFUSED counts lines that were not, or not wholly, understood. */
bool plain_run(struct store *store, const struct plain_io *io, const struct app_env *env,
	       const char *start, int *refused, struct err *err) MUST_USE;

/* For tests: line by line. */
struct plain;
struct plain *plain_new(struct store *store, const struct plain_io *io, const struct app_env *env,
			const char *start, struct err *err) MUST_USE;
void plain_line(struct plain *plain, const char *line);
struct app *plain_app(struct plain *plain);
void plain_free(struct plain *plain);

#endif
