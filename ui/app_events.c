/* app_events.c - what an event does: to the view on top, or on every screen alike. */
#include "ui/app_parts.h"

#include "text/decode.h"
#include "ui/layout.h"
#include "ui/view/browse.h"
#include "ui/view/help.h"
#include "ui/view/submissions.h"

static void forget_status(struct app *app)
{
	if (app_monotonic(app) >= app->status_until)
		buf_clear(&app->status);
}

const char *app_key(const struct app *app, enum command command)
{
	return keymap_shown(&app->keymap, command);
}

bool app_is_too_small(const struct app *app)
{
	return app->rows < APP_ROWS_MIN || app->cols < APP_COLS_MIN;
}

/* Rows of the screen that are not the view's. */
int app_guide_rows(const struct app *app, int cols)
{
	const struct app_guide *guide = app->env.guide;

	return guide != NULL ? guide->rows(guide->ctx, cols) : 0;
}

void app_measure(struct app *app)
{
	app->term->size(app->term->ctx, &app->rows, &app->cols);
	app->rows -= app_guide_rows(app, app->cols);
}

void app_settle(struct app *app)
{
	const struct app_guide *guide = app->env.guide;

	if (guide != NULL && !app_is_too_small(app))
		guide->settle(guide->ctx, app);
}

static void suspend(struct app *app)
{
	app_save(app);
	if (!app->env.can_suspend) {
		app_say(app, STYLE_ATTENTION, "suspending is not possible here; %s leaves",
			app_key(app, CMD_BACK));
		return;
	}
	app->term->suspend(app->term->ctx);
	app->dirty = true;
}

static void change_help(struct app *app, int by)
{
	static const char *const says[] = {
		[HELP_DOOR] = "hints: none but this",
		[HELP_ANSWERS] = "hints: only what answers",
		[HELP_UNKNOWN] = "hints: until you know them",
		[HELP_ALL] = "hints: all, always",
	};
	int level = (int)app->help + by;

	level = level < HELP_DOOR ? HELP_DOOR : level > HELP_ALL ? HELP_ALL : level;
	app->help = (enum help_level)level;
	if (app->env.habits != NULL)
		app->env.habits->help = level;
	app_say(app, STYLE_DIM, "%s", says[level]);
}

static void back_again(struct app *app, void *ctx)
{
	(void)ctx;
	app_command(app, CMD_BACK);
}

/* What is the same on every screen. */
static bool run_global(struct app *app, enum command command)
{
	switch (command) {
	case CMD_HELP:
		app_push(app, help_open(app, HELP_KEYS));
		return true;
	case CMD_PALETTE:
		app_push(app, help_open(app, HELP_NAMES));
		return true;
	case CMD_SUBMISSIONS:
		app_save(app); /* it lists what was changed just now */
		app_push(app, submissions_open(app, SUBMISSIONS_ALL));
		return true;
	case CMD_BROWSE:
		app_push(app, browse_open(app, NULL, NULL));
		return true;
	case CMD_BACK:
		if (app_may_leave(app, back_again, NULL))
			app_close(app, app->top);
		return true;
	case CMD_REDRAW:
		app->term->redraw(app->term->ctx);
		app->dirty = true;
		return true;
	case CMD_SUSPEND:
		suspend(app);
		return true;
	case CMD_MOUSE:
		app_toggle_mouse(app);
		return true;
	case CMD_HELP_MORE:
		change_help(app, 1);
		return true;
	case CMD_HELP_LESS:
		change_help(app, -1);
		return true;
	default:
		return false;
	}
}

static void say_unknown(struct app *app, enum command command, const struct event *event)
{
	const struct command_info *info = command_info(command);

	if (info != NULL)
		app_say(app, STYLE_DIM, "'%s' does nothing on this screen; %s shows what does",
			info->name, app_key(app, CMD_HELP));
	else if (key_is(event, "Ctrl-C"))
		app_say(app, STYLE_DIM, "Ctrl-C ends nothing here; %s leaves, and all is kept",
			app_key(app, CMD_BACK));
	else if (event->key[0] != '\0')
		app_say(app, STYLE_DIM, "%s means nothing here; %s shows the keys", event->key,
			app_key(app, CMD_HELP));
}

static void dispatch(struct app *app, enum command command, const struct event *event)
{
	const struct app_guide *guide = app->env.guide;
	struct view *view = app->top;
	enum handled handled;

	if (guide != NULL && guide->takes(guide->ctx, app, command, event))
		return;
	handled = view->ops->handle(view, app, command, event);
	if (handled == HANDLED_CLOSE)
		app_close(app, view);
	else if (handled == HANDLED_NO && !run_global(app, command))
		say_unknown(app, command, event);
	app->dirty = true;
}

void app_command(struct app *app, enum command command)
{
	struct event event = { .type = EVENT_KEY };

	dispatch(app, command, &event);
}

/* Redrawing and stopping must work in texts too; no text wants these keys. */
static enum command always(const struct event *event)
{
	if (key_is(event, "Ctrl-L"))
		return CMD_REDRAW;
	return key_is(event, "Ctrl-Z") ? CMD_SUSPEND : CMD_NONE;
}

/* In a text everything that is typed is text. */
static bool takes_text(const enum mode *modes)
{
	return modes[0] == MODE_TEXT || modes[0] == MODE_PROMPT;
}

static bool is_hinted(const struct app *app, enum command command)
{
	for (size_t i = 0; i < app->n_regions; i++)
		if (app->region[i].kind == REGION_COMMAND && app->region[i].a == (int)command)
			return true;
	return false;
}

static void handle_key(struct app *app, const struct event *pressed)
{
	enum mode modes[MODE_COUNT];
	struct event meant = *pressed, *event = &meant;
	enum command command = always(event);
	int n = app->top->ops->modes(app->top, modes);
	bool learned;

	if (!takes_text(modes))
		layout_apply(app->keymap.layout, event);
	forget_status(app);
	app->dirty = true;
	if (command != CMD_NONE) {
		run_global(app, command);
		return;
	}
	if (app_is_too_small(app)) {
		/* Answers that cannot be seen are not given; leaving is possible. */
		if (key_is(event, "q"))
			app->quit = app->unsaved.code != ERR_NONE || app_save(app);
		return;
	}
	app->keys++;
	command = keymap_find(&app->keymap, modes, n, event->key);
	learned = is_hinted(app, command) && habits_learn(app->env.habits, command);
	dispatch(app, command, event);
	if (learned && app->help == HELP_UNKNOWN && app->status.len == 0)
		app_say(app, STYLE_DIM, "you know %s: it leaves this line; %s has every key",
			app_key(app, command), app_key(app, CMD_HELP));
}

void app_press(struct app *app, const char *name)
{
	struct event event;

	if (app->top == NULL || !key_event(&event, name))
		return;
	event.keypad = true; /* it is meant as it is called, whatever the layout */
	handle_key(app, &event);
}

static void handle_paste(struct app *app, const struct event *event)
{
	struct view *view = app->top;

	buf_clear(&app->status);
	app->dirty = true;
	if (app_is_too_small(app) || view->ops->handle(view, app, CMD_NONE, event) != HANDLED_YES)
		app_say(app, STYLE_ATTENTION,
			"a paste of %zu characters was ignored: open a text first",
			utf8_count(event->text, event->len));
}

void app_handle(struct app *app, const struct event *event)
{
	if (app->quit || app->top == NULL)
		return;
	app_measure(app);
	switch (event->type) {
	case EVENT_NONE:
		break;
	case EVENT_KEY:
		handle_key(app, event);
		break;
	case EVENT_PASTE:
		handle_paste(app, event);
		break;
	case EVENT_MOUSE:
		app_point(app, event);
		break;
	case EVENT_RESIZE:
	case EVENT_RESUME:
		app->dirty = true;
		break;
	case EVENT_SUSPEND:
		suspend(app);
		break;
	case EVENT_HANGUP:
		app->quit = true;
		break;
	}
	if (!app->quit)
		app_settle(app);
	if ((app->quit || app_wait_ms(app) == 0) && !app_save(app) && app->quit)
		app->lost = app->unsaved;
}

bool app_work(struct app *app)
{
	for (struct view *view = app->top; view != NULL; view = view->below)
		if (view->ops->work != NULL && view->ops->work(view, app))
			return true;
	return false;
}
