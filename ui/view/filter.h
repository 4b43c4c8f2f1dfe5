/* filter.h - what a list is searched for: asked for in the bottom line, heard while it is typed. */
#ifndef ASSAY_UI_VIEW_FILTER_H
#define ASSAY_UI_VIEW_FILTER_H

#include "ui/app.h"

struct filter {
	char *pattern, *typed; /* in small letters, and as it was typed; NULL: none */
	char *before;          /* the one that Esc brings back */
	/* The list is to be searched anew. */
	void (*changed)(void *ctx, struct app *app);
	void *ctx;
};

void filter_set(struct filter *filter, struct app *app, const char *text); /* NULL or "": none */
void filter_ask(struct filter *filter, struct app *app, const char *label, const char *hint);
void filter_release(struct filter *filter);

#endif
