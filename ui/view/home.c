/* home.c - the first screen: one line for each thing that can be done. */
#include "ui/view/home.h"

#include "base/alloc.h"
#include "guide/guide.h"
#include "ui/view/frame.h"
#include "ui/view/reader.h"
#include "ui/view/submissions.h"
#include "ui/view/workbench.h"
#include "ui/widget/list.h"
#include "ui/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KIND_COL 5
#define NAME_COL 16
#define COUNT_COLS 13
#define BAR_COLS 10
#define PERCENT_COLS 5
#define REMARK_COLS 12

struct home {
	struct view view;
	struct arena arena;
	struct store_batch *batch;
	size_t n_batches;
	size_t *guide;      /* indices of batches: the first one of each guideline */
	const char **title; /* of each guide */
	size_t n_guides;
	struct list list;
	int rows;
};

enum line_kind { LINE_LABEL, LINE_SENT, LINE_GUIDE };
struct line {
	enum line_kind kind;
	const struct store_batch *batch;
};

static size_t line_count(const struct home *h)
{
	return h->n_batches + 1 + h->n_guides;
}

static struct line line_at(const struct home *h, size_t i)
{
	if (i < h->n_batches)
		return (struct line){ LINE_LABEL, &h->batch[i] };
	if (i == h->n_batches)
		return (struct line){ LINE_SENT, NULL };
	return (struct line){ LINE_GUIDE, &h->batch[h->guide[i - h->n_batches - 1]] };
}

static int home_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_LIST;
	modes[1] = MODE_GLOBAL;
	return 2;
}

/* ---------------------------------------------------------------- loading */

/* The guide of GUIDELINE among those seen so far; n_guides: none. */
static size_t guide_of(const struct home *h, const struct id *guideline)
{
	size_t i = 0;

	while (i < h->n_guides && !id_equal(&h->batch[h->guide[i]].guideline, guideline))
		i++;
	return i;
}

/* Its title; its name where it cannot be read. */
static const char *guide_title(struct home *h, struct app *app, const struct store_batch *batch)
{
	struct guide guide;
	const char *bytes;
	size_t len;
	struct err err;

	if (store_object(app->store, &batch->guideline, &h->arena, &bytes, &len, &err)
	    && guide_from_object(bytes, len, &h->arena, &guide, &err))
		return guide.guideline->title;
	return batch->guideline_name == NULL ? "" : batch->guideline_name;
}

static bool load(struct home *h, struct app *app, struct err *err)
{
	arena_clear(&h->arena);
	h->n_batches = h->n_guides = 0;
	if (!store_batches(app->store, &h->arena, &h->batch, &h->n_batches, err))
		return false;
	h->guide = arena_alloc(&h->arena, (h->n_batches + 1) * sizeof *h->guide);
	h->title = arena_alloc(&h->arena, (h->n_batches + 1) * sizeof *h->title);
	for (size_t i = 0; i < h->n_batches; i++) {
		const struct id *guideline = &h->batch[i].guideline;

		if (id_is_zero(guideline) || guide_of(h, guideline) < h->n_guides)
			continue;
		h->title[h->n_guides] = guide_title(h, app, &h->batch[i]);
		h->guide[h->n_guides++] = i;
	}
	list_fit(&h->list, line_count(h), h->rows);
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

/* ---------------------------------------------------------------- drawing */

/* Eighths of a column, so that the first items show. */
static void draw_bar(struct canvas *cv, int row, int col, int64_t done, int64_t total)
{
	static const char *const part[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	int64_t eighths = total <= 0 ? 0 : done * BAR_COLS * 8 / total;
	int full = (int)(eighths / 8);

	if (done == 0) {
		canvas_put(cv, row, col, 1, STYLE_DIM, "·");
		return;
	}
	for (int i = 0; i < full; i++)
		canvas_put(cv, row, col + i, 1, STYLE_CHOSEN, cv->ascii ? "#" : "█");
	if (!cv->ascii && full < BAR_COLS)
		canvas_put(cv, row, col + full, 1, STYLE_CHOSEN,
			   eighths % 8 == 0 && full == 0 ? part[1] : part[eighths % 8]);
}

static void time_left(const struct store_batch *batch, int64_t done, char *out, size_t n)
{
	int64_t left, minutes;

	out[0] = '\0';
	if (batch->mine_done < 3)
		return;
	left = batch->items - done;
	minutes = batch->mine_active / batch->mine_done * left / 60000;
	if (minutes >= 90)
		snprintf(out, n, "~%" PRId64 " h left", (minutes + 30) / 60);
	else if (minutes > 0)
		snprintf(out, n, "~%" PRId64 " min left", minutes);
}

static void batch_remark(const struct store_batch *batch, const struct app *app, int64_t done,
			 char *out, size_t n)
{
	char when[32];

	if (batch->closed)
		snprintf(out, n, "closed");
	else if (id_is_zero(&batch->guideline))
		snprintf(out, n, "its guideline has not arrived");
	else if (batch->items > 0 && batch->open == 0)
		snprintf(out, n, "all done");
	else if (batch->due > 0) {
		format_when(when, sizeof when, app, batch->due);
		snprintf(out, n, "due %s", when);
	} else
		time_left(batch, done, out, n);
}

static const char *title_of(const struct home *h, const struct store_batch *batch)
{
	size_t i = guide_of(h, &batch->guideline);

	return i < h->n_guides ? h->title[i] : "";
}

static void draw_batch(const struct home *h, const struct store_batch *batch, const struct app *app,
		       struct canvas *cv, int row)
{
	int64_t done = batch->mine_done + batch->mine_skipped;
	enum style style = batch == line_at(h, h->list.chosen).batch ? STYLE_BRIGHT : STYLE_TEXT;
	char count[40], percent[16], remark[64];
	int wide = cv->cols >= 100 ? 24 : 0, col = NAME_COL;
	int name =
		cv->cols - NAME_COL - wide - COUNT_COLS - BAR_COLS - PERCENT_COLS - REMARK_COLS - 5;

	name = name > 30 ? 30 : name;
	canvas_put_cut(cv, row, col, name, style, batch->name);
	col += name + 1;
	if (wide > 0) {
		canvas_put_cut(cv, row, col, wide - 1, STYLE_DIM, title_of(h, batch));
		col += wide;
	}
	snprintf(count, sizeof count, "%" PRId64 " of %" PRId64, done, batch->items);
	canvas_put_right(cv, row, col + COUNT_COLS, COUNT_COLS, style, count);
	col += COUNT_COLS + 2;
	draw_bar(cv, row, col, done, batch->items);
	col += BAR_COLS;
	snprintf(percent, sizeof percent, "%" PRId64 " %%",
		 batch->items > 0 ? done * 100 / batch->items : 0);
	canvas_put_right(cv, row, col + PERCENT_COLS, PERCENT_COLS, STYLE_DIM, percent);
	col += PERCENT_COLS + 2;
	batch_remark(batch, app, done, remark, sizeof remark);
	canvas_put_cut(cv, row, col, cv->cols - col - 1, STYLE_DIM, remark);
}

static void draw_line(const struct home *h, const struct app *app, struct canvas *cv, int row,
		      size_t i)
{
	static const char *const kinds[] = { "Label", "Sent", "Guideline" };
	struct line line = line_at(h, i);
	bool chosen = i == h->list.chosen;
	enum style style = chosen ? STYLE_BRIGHT : STYLE_TEXT;
	int64_t sent = 0;

	if (chosen)
		canvas_put(cv, row, 3, 1, STYLE_BRIGHT, "▸");
	canvas_put(cv, row, KIND_COL, 10, style, kinds[line.kind]);
	switch (line.kind) {
	case LINE_LABEL:
		draw_batch(h, line.batch, app, cv, row);
		break;
	case LINE_SENT:
		for (size_t b = 0; b < h->n_batches; b++)
			sent += h->batch[b].mine_done + h->batch[b].mine_skipped;
		canvas_putf(cv, row, NAME_COL, cv->cols - NAME_COL, style,
			    "%" PRId64 " by you, to read or correct", sent);
		break;
	case LINE_GUIDE:
		canvas_putf(cv, row, NAME_COL, cv->cols - NAME_COL - 1, style, "%s, version %d",
			    title_of(h, line.batch), line.batch->guideline_version);
		break;
	}
}

static void draw_hints(const struct home *h, const struct app *app, struct canvas *cv)
{
	static const char *const words[] = { "label", "open", "read" };
	struct hints hints = { .n = 0 };

	hint_add(&hints, "Enter",
		 h->n_batches == 0 ? "open" : words[line_at(h, h->list.chosen).kind]);
	hint_add(&hints, "↑ ↓", "choose");
	hint_add(&hints, "I", "instructions");
	hint_add(&hints, "q", "quit");
	hint_command(&hints, CMD_HELP);
	frame_hints(app, cv, &hints);
}

static void home_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct home *h = (struct home *)view;
	struct title title = { .n = 0 };
	const char *path = store_path(app->store), *slash = strrchr(path, '/');
	int row = 2;

	snprintf(title.left, sizeof title.left, "%s", slash == NULL ? path : slash + 1);
	title_person(&title, app);
	frame_title(cv, &title);
	h->rows = cv->rows - 4;
	if (h->n_batches == 0) {
		canvas_put(cv, row, KIND_COL, cv->cols - KIND_COL - 1, STYLE_TEXT,
			   "Nothing to label yet.");
		canvas_put(cv, row + 1, KIND_COL, cv->cols - KIND_COL - 1, STYLE_DIM,
			   "assay import FILE brings items in, from outside this screen.");
		row += 3;
		h->rows -= 3;
	}
	list_fit(&h->list, line_count(h), h->rows);
	for (int i = 0; i < h->rows && h->list.top + (size_t)i < h->list.n; i++)
		draw_line(h, app, cv, row + i, h->list.top + (size_t)i);
	draw_hints(h, app, cv);
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
	const char *bytes;
	size_t len;
	struct err err;

	if (store_object(app->store, &batch->guideline, &h->arena, &bytes, &len, &err)
	    && guide_from_object(bytes, len, &h->arena, &guide, &err))
		app_push(app, reader_instructions(guide.guideline, -1));
	else
		app_fail(app, &err);
}

static void open_line(struct home *h, struct app *app)
{
	struct line line = line_at(h, h->list.chosen);

	switch (line.kind) {
	case LINE_LABEL:
		open_batch(app, line.batch);
		break;
	case LINE_SENT:
		app_push(app, submissions_open(app));
		break;
	case LINE_GUIDE:
		open_guide(h, app, line.batch);
		break;
	}
}

static enum handled home_handle(struct view *view, struct app *app, enum command command,
				const struct event *event)
{
	struct home *h = (struct home *)view;
	struct line line = line_at(h, h->list.chosen);

	if (event->type != EVENT_KEY)
		return HANDLED_NO;
	if (list_command(&h->list, command, h->rows))
		return HANDLED_YES;
	switch (command) {
	case CMD_OPEN:
		open_line(h, app);
		return HANDLED_YES;
	case CMD_INSTRUCTIONS:
		if (line.batch == NULL)
			return HANDLED_NO;
		open_guide(h, app, line.batch);
		return HANDLED_YES;
	case CMD_UNDO:
	case CMD_REDO:
		/* What is undone is shown where it happened: in the workbench. */
		if (h->n_batches > 0 && line.kind == LINE_LABEL) {
			open_batch(app, line.batch);
			if (app->top != view)
				app_command(app, command);
			return HANDLED_YES;
		}
		return HANDLED_NO;
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
	return command != CMD_SEARCH && command != CMD_GOTO;
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
