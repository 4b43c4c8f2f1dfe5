/* term.h - the terminal's interface: events in, canvas out.  src/main/term_curses.c is the real
 * one; term_script.c plays recorded keys without a terminal (tests, tour, --keys). */
#ifndef ASSAY_UI_TERM_H
#define ASSAY_UI_TERM_H

#include "ui/canvas.h"
#include "ui/key.h"

struct term {
	void (*size)(void *ctx, int *rows, int *cols);
	void (*show)(void *ctx, const struct canvas *cv);
	/* Waits up to TIMEOUT_MS (-1: for ever) for the next event. */
	void (*next)(void *ctx, int timeout_ms, struct event *event);
	bool (*pending)(void *ctx); /* more input is there already: do not draw yet */
	void (*redraw)(void *ctx);  /* next show paints everything */
	void (*suspend)(void *ctx); /* leave the screen, stop the process, come back */
	void (*leave)(void *ctx);   /* gives the terminal to another program … */
	void (*enter)(void *ctx);   /* … and takes it again; NULL, both: there is none to give */
	void (*copy)(void *ctx, const char *text, size_t len); /* OSC 52 */
	void (*mouse)(void *ctx, bool on);                     /* NULL: there is none */
	void *ctx;
	width_fn width; /* of the effective locale */
	bool ascii;     /* no UTF-8: ASCII borders */
};

/* Plays SCRIPT (key_script_next()) on a screen of ROWS x COLS; after its end: EVENT_HANGUP.  The
 * last canvas shown can be read with term_script_screen(). */
struct term *term_script_new(const char *script, int rows, int cols);
void term_script_free(struct term *term);
const struct canvas *term_script_screen(const struct term *term); /* NULL: none shown yet */
bool term_script_bad(const struct term *term,
		     size_t *at); /* the script has a word that is no key */

#endif
