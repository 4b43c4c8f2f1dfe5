/* prompt.h - a line to type in at the bottom of the screen: search, go to, reason, filter. */
#ifndef ASSAY_UI_VIEW_PROMPT_H
#define ASSAY_UI_VIEW_PROMPT_H

#include "ui/app.h"

struct prompt {
	const char *label;   /* "skip, because"; static */
	const char *hint;    /* "Enter skips   Esc does not"; static */
	const char *initial; /* NULL: empty; copied */
	/* Called once, after the line has closed: TEXT, or NULL when it was given up. */
	void (*done)(struct app *app, void *ctx, const char *text);
	/* At every change, while typing; may be NULL. */
	void (*changed)(struct app *app, void *ctx, const char *text);
	void *ctx; /* must live as long as the view below */
};

struct view *prompt_open(const struct prompt *prompt);

#endif
