/* app.c - the stack of views, notices, drawing, saving in time, the loop. */
#include "ui/app_parts.h"

#include "base/alloc.h"
#include "ui/view/confirm.h"
#include "ui/view/home.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAVE_WITHIN_MS 700 /* of the first unsaved key: a second with the time to write */
#define READ_MS 600        /* before the eyes are on a notice */
#define READ_CHAR_MS 40

int64_t app_monotonic(const struct app *app)
{
	return app->env.monotonic(app->env.ctx);
}

void app_say(struct app *app, enum style style, const char *fmt, ...)
{
	char line[ERR_MSG_MAX + 256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	buf_clear(&app->status);
	buf_adds(&app->status, line);
	app->status_style = style;
	app->status_until = 0;
	app->dirty = true;
}

/* Some 12 characters are read in a second. */
void app_keep(struct app *app)
{
	app->status_until = app_monotonic(app) + READ_MS + READ_CHAR_MS * (int64_t)app->status.len;
}

void app_drop_kept(struct app *app)
{
	if (app->status_until > 0)
		buf_clear(&app->status);
	app->status_until = 0;
}

void app_fail(struct app *app, const struct err *err)
{
	app_say(app, STYLE_PROBLEM, "%s", err->msg);
}

void app_note_saved(struct app *app, int64_t number)
{
	buf_clear(&app->saved);
	app->to_send = store_to_send(app->store);
	if (number > 0)
		buf_addf(&app->saved, "saved #%" PRId64, number);
}

bool app_may_write(struct app *app)
{
	if (app->read_only)
		app_say(app, STYLE_ATTENTION, "%s", app->read_only_why);
	return !app->read_only;
}

/* ---------------------------------------------------------------- the stack */

void app_push(struct app *app, struct view *view)
{
	app_drop_kept(app);
	view->below = app->top;
	app->top = view;
	app->dirty = true;
}

void app_close(struct app *app, struct view *view)
{
	struct view **at = &app->top;
	bool was_top = app->top == view;

	while (*at != NULL && *at != view)
		at = &(*at)->below;
	if (*at == NULL)
		return;
	app_drop_kept(app);
	*at = view->below;
	view->ops->free(view);
	app->dirty = true;
	if (app->top == NULL)
		app->quit = true;
	else if (was_top && app->top->ops->resumed != NULL)
		app->top->ops->resumed(app->top, app);
}

void app_touch(struct app *app)
{
	if (app->save_at < 0)
		app->save_at = app_monotonic(app) + SAVE_WITHIN_MS;
}

bool app_save(struct app *app)
{
	bool failed = app->unsaved.code != ERR_NONE, ok = true;

	app->save_at = -1;
	for (struct view *view = app->top; view != NULL; view = view->below)
		if (view->ops->save != NULL)
			ok = view->ops->save(view, app, &app->unsaved) && ok;
	if (!ok) {
		app_say(app, STYLE_PROBLEM, "the draft is not saved: %.400s", app->unsaved.msg);
		app_touch(app);
		return false;
	}
	app->unsaved.code = ERR_NONE;
	if (failed)
		app_say(app, STYLE_CHOSEN, "the draft is saved now");
	return true;
}

static void leave_unsaved(struct app *app, void *ctx, bool yes)
{
	struct err why;

	(void)ctx;
	if (!yes)
		return;
	app->insists = true;
	app->again(app, app->again_ctx);
	if (app->insists) { /* it could be saved after all */
		app->insists = false;
		return;
	}
	why = app->unsaved;
	app->unsaved.code = ERR_NONE;
	/* Where there was nothing to go on to, it is still here. */
	if (!app_save(app))
		return;
	app->lost = why;
	app_say(app, STYLE_PROBLEM, "left without saving: what was changed there last is lost");
}

bool app_may_leave(struct app *app, void (*again)(struct app *app, void *ctx), void *ctx)
{
	struct buf question = BUF_INIT;

	if (app_save(app))
		return true;
	if (app->insists) {
		app->insists = false;
		return true;
	}
	app->again = again;
	app->again_ctx = ctx;
	buf_addf(&question, "The draft is not saved: %.400s. Leave all the same?",
		 app->unsaved.msg);
	app_push(app,
		 confirm_open(buf_str(&question), "leaves without saving", leave_unsaved, NULL));
	buf_release(&question);
	return false;
}

bool app_kept_all(const struct app *app, struct err *err)
{
	return app->lost.code == ERR_NONE
	       || err_set(err, app->lost.code, "not everything was saved: %.400s", app->lost.msg);
}

int app_wait_ms(const struct app *app)
{
	int64_t left;

	if (app->save_at < 0)
		return -1;
	left = app->save_at - app_monotonic(app);
	return left <= 0 ? 0 : (int)left;
}

/* ---------------------------------------------------------------- drawing */

static void draw_too_small(const struct app *app, struct canvas *cv)
{
	char line[64];
	int row = cv->rows > 2 ? cv->rows / 2 - 1 : 0;

	snprintf(line, sizeof line, "too small: %dx%d", cv->cols, cv->rows);
	canvas_put(cv, row, 0, cv->cols, STYLE_ATTENTION, line);
	snprintf(line, sizeof line, "assay needs %dx%d", APP_COLS_MIN,
		 APP_ROWS_MIN + cv->rows - app->rows);
	canvas_put(cv, row + 1, 0, cv->cols, STYLE_TEXT, line);
	if (app->unsaved.code == ERR_NONE)
		canvas_put(cv, row + 2, 0, cv->cols, STYLE_DIM, "q quits; all is kept");
	else
		canvas_put(cv, row + 2, 0, cv->cols, STYLE_PROBLEM, "not saved; q quits");
}

/* What can be clicked, in the view's rows; takes it from CV. */
static void keep_regions(struct app *app, struct canvas *cv)
{
	free(app->region);
	app->region = cv->region;
	app->n_regions = cv->n_regions;
	cv->region = NULL;
	cv->n_regions = cv->cap_regions = 0;
}

/* The view below the rows of the guide. */
static void draw_view(struct app *app, struct canvas *cv)
{
	const struct app_guide *guide = app->env.guide;
	int above = cv->rows - app->rows;
	struct canvas below = *cv;

	below.rows = app->rows;
	below.cells += (size_t)above * (size_t)cv->cols;
	app->top->ops->draw(app->top, app, &below);
	cv->region = NULL;
	cv->cap_regions = 0;
	keep_regions(app, &below);
	if (above > 0)
		guide->draw(guide->ctx, app, cv);
	cv->cursor_row = below.cursor_row < 0 ? -1 : below.cursor_row + above;
	cv->cursor_col = below.cursor_col;
}

void app_draw(struct app *app, struct canvas *cv)
{
	app->rows = cv->rows - app_guide_rows(app, cv->cols);
	app->cols = cv->cols;
	cv->width = app->term->width;
	cv->ascii = app->term->ascii;
	cv->cursor_row = cv->cursor_col = -1;
	canvas_erase(cv);
	if (app_is_too_small(app))
		draw_too_small(app, cv);
	else if (app->top != NULL)
		draw_view(app, cv);
	app->dirty = false;
}

/* ---------------------------------------------------------------- life */

/* What the settings say, else what was wanted last time, else a middling measure. */
static enum help_level first_help(const struct app *app)
{
	if (app->settings.help >= 0)
		return (enum help_level)app->settings.help;
	return app->env.habits != NULL && app->env.habits->help >= 0
		       ? (enum help_level)app->env.habits->help
		       : HELP_UNKNOWN;
}

/* Who sits here: a member, somebody who can join by herself, or a reader. */
static bool meet(struct app *app, struct err *err)
{
	struct err why;

	if (store_self(app->store, &app->member, &app->arena, err))
		return true;
	if (err->code != ERR_NOT_FOUND)
		return false;
	if (store_join(app->store, &why)
	    && store_self(app->store, &app->member, &app->arena, &why)) {
		app_say(app, STYLE_CHOSEN, "welcome: this key is enrolled now as %s",
			app->member.name == NULL ? "annotator" : app->member.name);
		return true;
	}
	app->read_only = true;
	snprintf(app->read_only_why, sizeof app->read_only_why, "read only: %.400s", why.msg);
	app_say(app, STYLE_ATTENTION, "%s", app->read_only_why);
	return true;
}

struct app *app_new(struct store *store, struct term *term, const struct app_env *env,
		    const char *start, struct err *err)
{
	struct app *app = xcalloc(1, sizeof *app);
	struct view *home;

	*app = (struct app){
		.store = store, .term = term, .env = *env, .save_at = -1, .dirty = true
	};
	if (env->keymap != NULL)
		app->keymap = *env->keymap;
	else
		keymap_init(&app->keymap);
	if (env->settings != NULL)
		app->settings = *env->settings;
	else
		settings_init(&app->settings);
	app->help = first_help(app);
	app->mouse = app->settings.mouse && term->mouse != NULL;
	app_measure(app);
	if (!meet(app, err))
		goto fail;
	app_note_saved(app, store_journal_number(store));
	home = home_open(app, err);
	if (home == NULL)
		goto fail;
	app_push(app, home);
	if (start != NULL && !home_start(app, home, start, err))
		goto fail;
	app_settle(app);
	if (env->notice != NULL)
		app_say(app, STYLE_PROBLEM, "%s", env->notice);
	return app;
fail:
	app_free(app);
	return NULL;
}

void app_free(struct app *app)
{
	if (app == NULL)
		return;
	while (app->top != NULL) {
		struct view *view = app->top;

		app->top = view->below;
		view->ops->free(view);
	}
	free(app->region);
	buf_release(&app->status);
	buf_release(&app->saved);
	arena_release(&app->arena);
	free(app);
}

static void show(struct app *app)
{
	struct canvas cv;
	int rows, cols;

	app->term->size(app->term->ctx, &rows, &cols);
	canvas_init(&cv, rows < 1 ? 1 : rows, cols < 1 ? 1 : cols);
	app_draw(app, &cv);
	app->term->show(app->term->ctx, &cv);
	canvas_release(&cv);
}

/* Recorded keys mean the same however fast the machine is. */
static bool work(struct app *app)
{
	bool busy = app_work(app);

	while (busy && strcmp(app->env.how, "script") == 0)
		busy = app_work(app);
	return busy;
}

bool app_run(struct store *store, struct term *term, const struct app_env *env, const char *start,
	     struct err *err)
{
	struct app *app = app_new(store, term, env, start, err);
	struct event event;
	bool ok;

	if (app == NULL)
		return false;
	while (!app->quit) {
		/* Input that is there already comes first: a held key must not lag behind. */
		bool input = term->pending(term->ctx), busy;

		if (app->dirty && !input)
			show(app);
		busy = !input && work(app);
		if (!input && !busy && !app->dirty)
			store_rest(app->store);
		/* What the last slice found is drawn before anything is waited for. */
		term->next(term->ctx, busy || app->dirty ? 0 : app_wait_ms(app), &event);
		app_handle(app, &event);
	}
	ok = app_kept_all(app, err);
	app_free(app);
	return ok;
}
