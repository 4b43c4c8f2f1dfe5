/* home.c - the first screen: one line for each thing that can be done. */
#include "ui/view/home_state.h"

#include "base/alloc.h"
#include "guide/guide.h"
#include "ui/view/browse.h"
#include "ui/view/reader.h"
#include "ui/view/submissions.h"
#include "ui/view/workbench.h"
#include "ui/words.h"

#include <stdlib.h>
#include <string.h>

static int home_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_LIST;
	modes[1] = MODE_GLOBAL;
	return 2;
}

/* ---------------------------------------------------------------- loading */

int64_t home_done(const struct store_batch *batch)
{
	return batch->mine_done + batch->mine_skipped;
}

int64_t home_left(const struct store_batch *batch)
{
	int64_t left = batch->items - home_done(batch);

	return left < batch->open ? left : batch->open;
}

/* Its title; its name where it cannot be read. */
static const char *guide_title(struct home *h, struct app *app, const struct store_batch *batch)
{
	struct guide guide;
	struct err err;

	if (!id_is_zero(&batch->guideline)
	    && store_guide(app->store, &batch->guideline, &h->arena, &guide, &err))
		return guide.guideline->title;
	return batch->guideline_name == NULL ? "" : batch->guideline_name;
}

/* The first batch with that guideline. */
static bool is_first(const struct home *h, size_t batch)
{
	for (size_t i = 0; i < batch; i++)
		if (id_equal(&h->batch[i].guideline, &h->batch[batch].guideline))
			return false;
	return !id_is_zero(&h->batch[batch].guideline);
}

static void load_batches(struct home *h, struct app *app)
{
	h->title = arena_alloc(&h->arena, (h->n_batches + 1) * sizeof *h->title);
	h->at = arena_alloc(&h->arena, (h->n_batches + 1) * sizeof *h->at);
	h->items = h->sent = 0;
	for (size_t i = 0; i < h->n_batches; i++) {
		h->title[i] = guide_title(h, app, &h->batch[i]);
		h->at[i] = store_position_number(app->store, &h->batch[i].id);
		h->items += h->batch[i].items;
		h->sent += home_done(&h->batch[i]);
	}
}

static void add_line(struct home *h, enum home_kind kind, size_t batch)
{
	h->line[h->n_lines++] = (struct home_line){ kind, batch };
}

static void make_lines(struct home *h)
{
	h->line = arena_alloc(&h->arena, (2 * h->n_batches + HOME_KIND_COUNT) * sizeof *h->line);
	h->n_lines = 0;
	for (size_t i = 0; i < h->n_batches; i++)
		add_line(h, HOME_LABEL, i);
	if (h->waiting.corrections > 0)
		add_line(h, HOME_CORRECTIONS, 0);
	if (h->waiting.drafts > 0)
		add_line(h, HOME_BEGUN, 0);
	if (h->waiting.conflicts > 0)
		add_line(h, HOME_DECIDE, 0);
	add_line(h, HOME_SENT, 0);
	if (h->items > 0)
		add_line(h, HOME_BROWSE, 0);
	for (size_t i = 0; i < h->n_batches; i++)
		if (is_first(h, i))
			add_line(h, HOME_GUIDE, i);
}

static struct home_line chosen(const struct home *h)
{
	return h->line[h->list.chosen];
}

/* The hand stays on what it was on, wherever that line is now. */
static void choose_again(struct home *h, struct home_line was)
{
	for (size_t i = 0; i < h->n_lines; i++)
		if (h->line[i].kind == was.kind && h->line[i].batch == was.batch)
			h->list.chosen = i;
}

static bool load(struct home *h, struct app *app, struct err *err)
{
	struct home_line was = { .kind = HOME_KIND_COUNT };

	if (h->n_lines > 0)
		was = chosen(h);
	arena_clear(&h->arena);
	h->n_batches = h->n_lines = 0;
	if (!store_batches(app->store, &h->arena, &h->batch, &h->n_batches, err)
	    || !store_waiting(app->store, &h->waiting, err)) {
		h->n_batches = 0;
		load_batches(h, app);
		make_lines(h);
		return false;
	}
	load_batches(h, app);
	make_lines(h);
	list_fit(&h->list, h->n_lines, h->rows);
	choose_again(h, was);
	return true;
}

static void choose_open_batch(struct home *h)
{
	for (size_t i = 0; i < h->n_batches; i++)
		if (h->batch[i].open > 0 && !h->batch[i].closed) {
			h->list.chosen = i;
			return;
		}
}

static void home_resumed(struct view *view, struct app *app)
{
	struct err err;

	if (!load((struct home *)view, app, &err))
		app_fail(app, &err);
}

/* ---------------------------------------------------------------- doing */

static void open_batch(struct app *app, const struct store_batch *batch)
{
	struct err err;
	struct view *view = workbench_open(app, &batch->id, &err);

	if (view == NULL)
		app_fail(app, &err);
	else
		app_push(app, view);
}

static void open_guide(struct home *h, struct app *app, const struct store_batch *batch)
{
	struct guide guide;
	struct err err;

	if (store_guide(app->store, &batch->guideline, &h->arena, &guide, &err))
		app_push(app, reader_instructions(guide.guideline, -1));
	else
		app_fail(app, &err);
}

/* A single one is opened; more are listed. */
static void open_waiting(struct app *app, int64_t n, enum store_waits what,
			 enum submissions_which which)
{
	struct short_id batch;
	struct id uid;
	struct err err;

	if (n > 1)
		app_push(app, submissions_open(app, which));
	else if (store_waiting_find(app->store, what, &batch, &uid, &err))
		workbench_visit(app, &batch, &uid);
	else
		app_fail(app, &err);
}

static void open_line(struct home *h, struct app *app)
{
	struct home_line line = chosen(h);

	switch (line.kind) {
	case HOME_LABEL:
		open_batch(app, &h->batch[line.batch]);
		break;
	case HOME_CORRECTIONS:
		open_waiting(app, h->waiting.corrections, WAITS_CORRECTION, SUBMISSIONS_UNSENT);
		break;
	case HOME_BEGUN:
		app_push(app, browse_open_begun(app));
		break;
	case HOME_DECIDE:
		open_waiting(app, h->waiting.conflicts, WAITS_CONFLICT, SUBMISSIONS_DIFFER);
		break;
	case HOME_SENT:
		app_push(app, submissions_open(app, SUBMISSIONS_ALL));
		break;
	case HOME_BROWSE:
		app_push(app, browse_open(app, NULL, NULL));
		break;
	case HOME_GUIDE:
		open_guide(h, app, &h->batch[line.batch]);
		break;
	case HOME_KIND_COUNT:
		break;
	}
}

static bool has_batch(struct home_line line)
{
	return line.kind == HOME_LABEL || line.kind == HOME_GUIDE;
}

/* What is undone is shown where it happened: in the workbench. */
static enum handled undo_there(struct home *h, struct app *app, enum command command)
{
	if (chosen(h).kind != HOME_LABEL)
		return HANDLED_NO;
	open_batch(app, &h->batch[chosen(h).batch]);
	if (app->top != &h->view)
		app_command(app, command);
	return HANDLED_YES;
}

static enum handled home_handle(struct view *view, struct app *app, enum command command,
				const struct event *event)
{
	struct home *h = (struct home *)view;

	if (event->type != EVENT_KEY)
		return HANDLED_NO;
	if (list_command(&h->list, command, h->rows))
		return HANDLED_YES;
	switch (command) {
	case CMD_OPEN:
		open_line(h, app);
		return HANDLED_YES;
	case CMD_INSTRUCTIONS:
		if (!has_batch(chosen(h)))
			return HANDLED_NO;
		open_guide(h, app, &h->batch[chosen(h).batch]);
		return HANDLED_YES;
	case CMD_BROWSE:
		app_push(app,
			 browse_open(app,
				     has_batch(chosen(h)) ? &h->batch[chosen(h).batch].id : NULL,
				     NULL));
		return HANDLED_YES;
	case CMD_UNDO:
	case CMD_REDO:
		return undo_there(h, app, command);
	default:
		return HANDLED_NO;
	}
}

static void home_free(struct view *view)
{
	struct home *h = (struct home *)view;

	arena_release(&h->arena);
	free(h);
}

static bool home_offers(const struct view *view, enum command command)
{
	(void)view;
	return command != CMD_SEARCH && command != CMD_GOTO && command != CMD_GO_BACK
	       && command != CMD_LIST_WHICH && command != CMD_LIST_NEXT && command != CMD_LIST_PREV;
}

static struct list *home_list(struct view *view)
{
	return &((struct home *)view)->list;
}

static const struct view_words home_words = { .list = home_list };

static const struct view_ops home_ops = {
	.name = "home",
	.modes = home_modes,
	.draw = home_draw,
	.handle = home_handle,
	.offers = home_offers,
	.resumed = home_resumed,
	.words = &home_words,
	.free = home_free,
};

struct view *home_open(struct app *app, struct err *err)
{
	struct home *h = xcalloc(1, sizeof *h);

	h->view.ops = &home_ops;
	h->rows = 1;
	if (!load(h, app, err)) {
		home_free(&h->view);
		return NULL;
	}
	choose_open_batch(h);
	return &h->view;
}

bool home_start(struct app *app, struct view *home, const char *name, struct err *err)
{
	struct home *h = (struct home *)home;

	for (size_t i = 0; i < h->n_batches; i++) {
		struct view *view;

		if (strcmp(h->batch[i].name, name) != 0)
			continue;
		h->list.chosen = i;
		view = workbench_open(app, &h->batch[i].id, err);
		if (view != NULL)
			app_push(app, view);
		return view != NULL;
	}
	return err_set(err, ERR_NOT_FOUND, "there is no batch called '%s'; assay status lists them",
		       name);
}
