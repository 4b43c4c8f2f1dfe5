/* workbench.c - keys and commands of the workbench; what they do is in the files beside this. */
#include "ui/view/workbench_state.h"

#include "base/alloc.h"
#include "ui/keymap.h"
#include "ui/view/asking.h"
#include "ui/view/browse.h"
#include "ui/view/options.h"
#include "ui/view/reader.h"
#include "ui/view/workbench_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int workbench_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	const struct workbench *wb = (const struct workbench *)view;

	if (wb->text.editor != NULL)
		return texting_modes(&wb->text, modes);
	modes[0] = MODE_ANSWERING;
	modes[1] = MODE_READING;
	modes[2] = MODE_GLOBAL;
	return 3;
}

static void workbench_letters(const struct view *view, view_letter_fn *each, void *ctx)
{
	const struct workbench *wb = (const struct workbench *)view;
	const struct question *focused = wb->has_item ? workbench_question(wb) : NULL;
	const struct guideline *g = wb->guide.guideline;
	char key[2] = "?", name[64];

	for (int i = 0; focused != NULL && i < focused->n_options; i++) {
		const struct option *option = &focused->option[i];

		key[0] = option->key;
		if (option->key != 0)
			each(ctx, key, option->title, option->help == NULL ? "" : option->help);
	}
	for (int i = 0; i < g->n_questions; i++) {
		key[0] = g->question[i].key;
		snprintf(name, sizeof name, "%.60s", g->question[i].id);
		if (g->question[i].key != 0)
			each(ctx, key, name, g->question[i].title);
	}
}

/* ---------------------------------------------------------------- answering */

static void took(struct workbench *wb, struct app *app, enum sheet_result result,
		 const char *before, const char *why)
{
	switch (result) {
	case SHEET_NOTHING:
		if (why[0] != '\0')
			app_say(app, STYLE_DIM, "%s", why);
		else
			app_say(app, STYLE_DIM, "that key means nothing here; %s shows the keys",
				app_key(app, CMD_HELP));
		break;
	case SHEET_REFUSED:
		app_say(app, STYLE_ATTENTION, "%s", why);
		break;
	case SHEET_CHANGED:
	case SHEET_MOVED:
	case SHEET_OPEN:
	case SHEET_AUTO:
		workbench_changed(wb, app, before);
		workbench_follow_focus(wb);
		break;
	}
	if (result == SHEET_OPEN)
		workbench_open_text(wb, app);
	if (result == SHEET_AUTO)
		workbench_enter(wb, app);
}

/* True if the sheet had a use for KEY. */
static bool answer(struct workbench *wb, struct app *app, const char *key, bool quiet)
{
	struct buf before = BUF_INIT, why = BUF_INIT;
	enum sheet_result result;
	bool used;

	if (app->read_only) {
		app_may_write(app);
		return true;
	}
	sheet_write(wb->sheet, &before);
	result = sheet_key(wb->sheet, key, &why);
	used = result != SHEET_NOTHING || !quiet;
	if (used) {
		wb->zoom = false;
		took(wb, app, result, buf_str(&before), buf_str(&why));
	}
	buf_release(&before);
	buf_release(&why);
	return used;
}

static void quoted(struct workbench *wb, struct app *app, const struct event *event)
{
	char key[KEY_NAME_MAX + 1];

	wb->quoted = false;
	if (event->rune < 'a' || event->rune > 'z') {
		app_say(app, STYLE_DIM, "' goes to a question by its letter");
		return;
	}
	snprintf(key, sizeof key, "'%.30s", event->key);
	answer(wb, app, key, false);
}

static void option_chosen(struct app *app, void *ctx, int option)
{
	struct workbench *wb = ctx;
	struct buf before = BUF_INIT, why = BUF_INIT;
	enum sheet_result result;

	if (app_may_write(app)) {
		sheet_write(wb->sheet, &before);
		result = sheet_toggle_option(wb->sheet, sheet_focus(wb->sheet), option, &why);
		took(wb, app, result, buf_str(&before), buf_str(&why));
	}
	buf_release(&before);
	buf_release(&why);
}

static void open_options(struct workbench *wb, struct app *app)
{
	const struct question *q = workbench_question(wb);

	if (q == NULL)
		app_say(app, STYLE_DIM, "behind the last question; Tab goes to the first");
	else if (q->type == QUESTION_CHOICE)
		app_push(app, options_open(wb->sheet, sheet_focus(wb->sheet), option_chosen, wb));
	else
		app_push(app, asking_open(wb->sheet));
}

/* ---------------------------------------------------------------- commands */

static bool sheet_command(struct workbench *wb, struct app *app, enum command command)
{
	static const struct {
		enum command command;
		const char *key;
	} keys[] = {
		{ CMD_NEXT_QUESTION, "Tab" },
		{ CMD_PREV_QUESTION, "Shift-Tab" },
		{ CMD_ERASE, "Backspace" },
	};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (keys[i].command == command) {
			answer(wb, app, keys[i].key, false);
			return true;
		}
	/* Both may end a number that is being typed. */
	if (command == CMD_PAGE_DOWN)
		return answer(wb, app, "Space", true);
	if (command == CMD_SUBMIT && !answer(wb, app, "Enter", true))
		workbench_enter(wb, app);
	return command == CMD_SUBMIT;
}

static bool item_command(struct workbench *wb, struct app *app, enum command command)
{
	static const struct {
		enum command command;
		void (*run)(struct workbench *wb, struct app *app);
	} table[] = {
		{ CMD_SKIP, workbench_ask_skip },     { CMD_FLAG, workbench_flag },
		{ CMD_ASK, workbench_ask_lead },      { CMD_RETRACT, workbench_ask_retract },
		{ CMD_SEARCH, workbench_ask_search }, { CMD_OPTIONS, open_options },
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (table[i].command == command) {
			table[i].run(wb, app);
			return true;
		}
	return false;
}

/* Whoever goes on by herself is not led back. */
static bool walk(struct workbench *wb, struct app *app, enum command command)
{
	struct id was = wb->task.uid;

	if (!workbench_go_item(wb, app, command))
		return false;
	if (!id_equal(&was, &wb->task.uid))
		wb->has_return = wb->over_list = false;
	return true;
}

/* What works also when the item cannot be shown. */
static bool anywhere_command(struct workbench *wb, struct app *app, enum command command)
{
	switch (command) {
	case CMD_UNDO:
		return app_may_write(app) ? workbench_undo(wb, app) : true;
	case CMD_REDO:
		return app_may_write(app) ? workbench_redo(wb, app) : true;
	case CMD_GOTO:
		workbench_ask_goto(wb, app);
		return true;
	case CMD_INSTRUCTIONS:
		app_push(app, reader_beside(wb->guide.guideline,
					    wb->has_item ? sheet_focus(wb->sheet).question : -1));
		return true;
	case CMD_GO_BACK:
		workbench_go_back(wb, app);
		return true;
	case CMD_BROWSE:
		app_save(app);
		app_push(app, browse_open(app, &wb->batch.id, &wb->task.uid));
		return true;
	default:
		return walk(wb, app, command);
	}
}

static enum handled handle_key(struct workbench *wb, struct app *app, enum command command,
			       const struct event *event)
{
	if (wb->has_item && wb->finding
	    && workbench_find_handle(wb, app, command, event) == HANDLED_YES)
		return HANDLED_YES;
	if (wb->quoted) {
		quoted(wb, app, event);
		return HANDLED_YES;
	}
	if (anywhere_command(wb, app, command))
		return HANDLED_YES;
	if (!wb->has_item)
		return HANDLED_NO;
	if (command == CMD_NONE && key_is(event, "'")) {
		wb->quoted = true;
		app_say(app, STYLE_DIM, "' then a question's letter");
		return HANDLED_YES;
	}
	if (command == CMD_NONE && keymap_is_answer(event->key)) {
		answer(wb, app, event->key, false);
		return HANDLED_YES;
	}
	if (sheet_command(wb, app, command) || item_command(wb, app, command)
	    || workbench_read_command(wb, app, command))
		return HANDLED_YES;
	return HANDLED_NO;
}

static enum handled handle(struct workbench *wb, struct app *app, enum command command,
			   const struct event *event)
{
	if (wb->text.editor != NULL)
		return workbench_text_handle(wb, app, command, event);
	if (event->type != EVENT_KEY)
		return HANDLED_NO;
	return handle_key(wb, app, command, event);
}

/* A pause that was not counted is said when it ends: nothing ticks meanwhile. */
static void say_idle(struct app *app, int64_t idle)
{
	char when[32], minutes[32];

	if (idle <= 0 || !app->settings.idle || app->status.len > 0)
		return;
	format_when(when, sizeof when, app, app->env.now(app->env.ctx) - idle);
	format_minutes(minutes, sizeof minutes, idle);
	app_say(app, STYLE_DIM, "%s since %s not counted: no key was pressed", minutes, when);
}

static enum handled workbench_handle(struct view *view, struct app *app, enum command command,
				     const struct event *event)
{
	struct workbench *wb = (struct workbench *)view;
	const struct view *open;
	int64_t idle = wb->time.idle_ms;
	int visible[PANES_MAX], n;
	enum handled handled;

	if (wb->has_item) {
		n = workbench_visible(wb, visible);
		activity_note(&wb->activity, &wb->time, app_monotonic(app), visible, n);
	}
	idle = wb->time.idle_ms - idle;
	handled = handle(wb, app, command, event);
	/* Sending the last item closes it. */
	for (open = app->top; open != NULL && open != view; open = open->below)
		;
	if (open != NULL) {
		say_idle(app, idle);
		workbench_note_place(wb, app);
	}
	return handled;
}

static void workbench_free(struct view *view)
{
	struct workbench *wb = (struct workbench *)view;
	struct err ignored;

	workbench_leave_item(wb);
	if (!store_lease_drop(wb->store, &ignored))
		wb->store = NULL; /* it ends with the program */
	buf_release(&wb->place);
	free(wb->undo);
	free(wb->find);
	buf_release(&wb->base_answers);
	buf_release(&wb->text_before);
	arena_release(&wb->item_arena);
	arena_release(&wb->arena);
	free(wb);
}

static const struct view_ops workbench_ops = {
	.name = "workbench",
	.modes = workbench_modes,
	.draw = workbench_draw,
	.handle = workbench_handle,
	.save = workbench_save,
	.point = workbench_point,
	.letters = workbench_letters,
	.words = &workbench_words,
	.free = workbench_free,
};

/* ---------------------------------------------------------------- opening */

static struct workbench *new_workbench(struct app *app)
{
	struct workbench *wb = xcalloc(1, sizeof *wb);

	wb->store = app->store;
	wb->view.ops = &workbench_ops;
	wb->pinned = -1;
	return wb;
}

/* The item at ORD itself: the first one behind what comes just before it. */
static bool task_at_position(struct app *app, const struct short_id *batch, uint8_t *ord,
			     struct store_task *task)
{
	struct err err;
	int i = ORD_BYTES - 1;

	while (i >= 0 && ord[i]-- == 0)
		i--;
	return store_seek(app->store, batch, i < 0 ? NULL : ord, SEEK_NEXT, task, &err);
}

/* Where she stopped, unless another window of hers is there: then it begins behind it. */
static bool resume(struct workbench *wb, struct app *app)
{
	uint8_t ord[ORD_BYTES];
	struct store_task task;
	struct err err;

	if (!store_position(app->store, &wb->batch.id, ord)
	    || !task_at_position(app, &wb->batch.id, ord, &task))
		return false;
	wb->task = task;
	wb->has_task = true;
	if (workbench_lease(app, &wb->batch.id, &task, &err) != LEASE_TAKEN
	    || !workbench_load(wb, app, &task, &err))
		return false;
	workbench_restore_place(wb, app);
	return true;
}

/* What was sent already is no work, but a correction that was begun is. */
static bool wants_her(struct workbench *wb, struct app *app)
{
	struct arena arena = ARENA_INIT;
	struct store_draft draft;
	struct err ignored;
	bool wants =
		!wb->has_base || wb->batch.open == 0
		|| store_draft(app->store, &wb->batch.id, &wb->task.uid, &arena, &draft, &ignored);

	arena_release(&arena);
	return wants;
}

static bool open_first(struct workbench *wb, struct app *app, struct err *err)
{
	if (resume(wb, app)) {
		if (wants_her(wb, app))
			return true;
		/* What was said about that item is not about the next one. */
		buf_clear(&app->status);
	}
	if (workbench_next_open(wb, app, err))
		return true;
	if (err->code != ERR_NOT_FOUND)
		return false;
	/* Nothing is open: what was sent can still be read and corrected. */
	return wb->has_item || workbench_any_item(wb, app, err);
}

struct view *workbench_open(struct app *app, const struct short_id *batch, struct err *err)
{
	struct workbench *wb = new_workbench(app);

	if (workbench_load_batch(wb, app, batch, err) && open_first(wb, app, err))
		return &wb->view;
	workbench_free(&wb->view);
	return NULL;
}

static struct workbench *open_workbench(struct app *app)
{
	struct view *view = app->top;

	while (view != NULL && view->ops != &workbench_ops)
		view = view->below;
	return (struct workbench *)view;
}

/* What was sent is looked at or corrected, and then she is back; other items are gone on from. */
static void visit_in(struct workbench *wb, struct app *app, const struct short_id *batch,
		     const struct id *uid)
{
	struct spot from = workbench_spot(wb);

	while (app->top != &wb->view)
		app_close(app, app->top);
	if (!workbench_show_item(wb, app, batch, uid) || id_equal(&from.uid, &wb->task.uid))
		return;
	wb->over_list = false;
	wb->has_return = wb->has_base && from.set;
	wb->return_to = from;
}

void workbench_visit(struct app *app, const struct short_id *batch, const struct id *uid)
{
	struct workbench *wb = open_workbench(app);
	struct err err;

	if (wb != NULL) {
		visit_in(wb, app, batch, uid);
		return;
	}
	wb = new_workbench(app);
	if (workbench_load_batch(wb, app, batch, &err)
	    && workbench_show_item(wb, app, batch, uid)) {
		wb->over_list = wb->has_base;
		app_push(app, &wb->view);
		return;
	}
	if (app->status.len == 0)
		app_fail(app, &err);
	workbench_free(&wb->view);
}

void workbench_find(struct app *app, const char *text)
{
	struct workbench *wb = (struct workbench *)app->top;

	if (app->top->ops == &workbench_ops && wb->has_item)
		workbench_search(wb, app, text);
}
