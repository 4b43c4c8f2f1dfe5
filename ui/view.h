/* view.h - one screen: state, how it is drawn, what it does with an event. */
#ifndef ASSAY_UI_VIEW_H
#define ASSAY_UI_VIEW_H

#include "ui/canvas.h"
#include "ui/command.h"
#include "ui/key.h"

#define WORK_SLICE_MS 40

struct app;
struct err;
struct view;
struct view_words;

typedef void view_letter_fn(void *ctx, const char *key, const char *name, const char *help);

enum handled {
	HANDLED_NO, /* not mine: the app asks the global commands */
	HANDLED_YES,
	HANDLED_CLOSE, /* done: back to the view below */
};

struct view_ops {
	const char *name; /* "workbench": titles of help, tests */
	/* The modes whose keys are in force now, most particular first; returns how many. */
	int (*modes)(const struct view *view, enum mode modes[MODE_COUNT]);
	/* Everything drawn follows from the state.  Layout caches may change. */
	void (*draw)(struct view *view, struct app *app, struct canvas *cv);
	/* COMMAND is what the key means in the modes above (CMD_NONE: nothing); EVENT is the key
	 * itself, for text and answers. */
	enum handled (*handle)(struct view *view, struct app *app, enum command command,
			       const struct event *event);
	/* Saves what would be lost (draft); called within a second of the last key, again and again
	 * while it fails, before the view is left and at hang-up. */
	bool (*save)(struct view *view, struct app *app, struct err *err);
	/* The mouse at EVENT; REGION is what was drawn there, or NULL.  False: the app does what is
	 * usual.  May be NULL. */
	bool (*point)(struct view *view, struct app *app, const struct event *event,
		      const struct region *region);
	void (*resumed)(struct view *view, struct app *app); /* the view above it closed */
	/* A slice, of WORK_SLICE_MS or so, of what takes long (a search): called again and again
	 * while no key waits.  False: there is nothing left to do.  May be NULL. */
	bool (*work)(struct view *view, struct app *app);
	/* False for a command whose key is in force but that does nothing here, so that help leaves
	 * it out.  NULL: all do something. */
	bool (*offers)(const struct view *view, enum command command);
	/* Keys that are not in the command table (the guideline's letters), for help.  May be NULL.
	 */
	void (*letters)(const struct view *view, view_letter_fn *each, void *ctx);
	/* What it says where nothing is drawn (ui/words.h).  NULL: what a canvas would show. */
	const struct view_words *words;
	void (*free)(struct view *view);
};

struct view {
	const struct view_ops *ops;
	struct view *below;
};

#endif
