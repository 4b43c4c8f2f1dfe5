/* submissions.c - my submissions: a list with a filter. */
#include "ui/view/submissions.h"

#include "base/alloc.h"
#include "ui/view/frame.h"
#include "ui/view/prompt.h"
#include "ui/view/workbench.h"
#include "ui/widget/list.h"
#include "ui/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 2000 /* newest; older ones are found by the filter */

struct submissions {
	struct view view;
	struct arena arena;
	struct store_submission *row;
	size_t n;
	struct list list;
	char *filter;
	int rows;
};

static int submissions_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_LIST;
	modes[1] = MODE_GLOBAL;
	return 2;
}

static void load(struct submissions *s, struct app *app)
{
	struct err err;

	arena_clear(&s->arena);
	s->n = 0;
	if (!store_submissions(app->store, s->filter, 0, SHOWN_MAX, &s->arena, &s->row, &s->n,
			       &err))
		app_fail(app, &err);
	list_fit(&s->list, s->n, s->rows);
}

/* The first line of the prompt's text. */
static void one_line(const char *text, char *out, size_t n)
{
	snprintf(out, n, "%.*s", (int)strcspn(text, "\n"), text);
}

static void draw_row(struct submissions *s, struct app *app, struct canvas *cv, int row, size_t i)
{
	const struct store_submission *sub = &s->row[i];
	enum style style = list_mark(&s->list, cv, i, row);
	enum style dim = style == STYLE_BRIGHT ? STYLE_BRIGHT : STYLE_DIM;
	char when[32], prompt[400];
	int col = 3;

	canvas_putf(cv, row, col, 8, dim, "#%" PRId64, sub->number);
	format_when(when, sizeof when, app, sub->at);
	canvas_put(cv, row, col + 8, 12, dim, when);
	col += 21;
	if (cv->cols >= 100) {
		canvas_put_cut(cv, row, col, 20, dim, sub->batch_name);
		col += 22;
	}
	if (sub->status == 2)
		col = canvas_put(cv, row, col, 12, STYLE_ATTENTION, "skipped") + 2;
	else if (sub->revision > 1)
		col = canvas_put(cv, row, col, 12, STYLE_LINK, "corrected") + 2;
	one_line(sub->prompt, prompt, sizeof prompt);
	canvas_put_cut(cv, row, col, cv->cols - col - 2, style, prompt);
}

static void submissions_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct submissions *s = (struct submissions *)view;
	struct title title = { .n = 0 };
	struct hints hints = { .n = 0 };

	s->rows = cv->rows - 4;
	list_fit(&s->list, s->n, s->rows);
	snprintf(title.left, sizeof title.left, "%s · my submissions",
		 store_project_name(app->store));
	title_person(&title, app);
	frame_title(cv, &title);
	frame_rule(cv, 1);
	if (s->filter != NULL)
		frame_label(cv, 1, 3, cv->cols - 4, STYLE_LINK, s->filter);
	if (s->n == 0)
		canvas_put(cv, 3, 3, cv->cols - 4, STYLE_DIM,
			   s->filter != NULL ? "nothing you sent matches; / changes the filter"
					     : "you have sent nothing yet");
	for (int i = 0; i < s->rows && s->list.top + (size_t)i < s->n; i++)
		draw_row(s, app, cv, i + 2, s->list.top + (size_t)i);
	frame_rule(cv, cv->rows - 2);
	hint_add(&hints, "Enter", "reopen to correct");
	hint_add(&hints, "/", "filter");
	hint_command(&hints, CMD_BACK);
	hint_command(&hints, CMD_HELP);
	frame_hints(app, cv, &hints);
}

static void filtered(struct app *app, void *ctx, const char *text)
{
	struct submissions *s = ctx;

	if (text == NULL)
		return;
	free(s->filter);
	s->filter = text[0] == '\0' ? NULL : xstrdup(text);
	s->list = (struct list){ .n = 0 };
	load(s, app);
}

static void filtering(struct app *app, void *ctx, const char *text)
{
	filtered(app, ctx, text);
}

static enum handled open_chosen(struct submissions *s, struct app *app)
{
	struct store_submission chosen;

	if (s->n == 0)
		return HANDLED_YES;
	chosen = s->row[s->list.chosen];
	app_close(app, &s->view);
	workbench_visit(app, &chosen.batch, &chosen.uid);
	return HANDLED_YES;
}

static enum handled submissions_handle(struct view *view, struct app *app, enum command command,
				       const struct event *event)
{
	struct submissions *s = (struct submissions *)view;

	if (event->type != EVENT_KEY)
		return HANDLED_NO;
	if (key_is(event, "Esc") || command == CMD_BACK || command == CMD_SUBMISSIONS)
		return HANDLED_CLOSE;
	if (command == CMD_OPEN)
		return open_chosen(s, app);
	if (command == CMD_SEARCH) {
		app_push(app, prompt_open(&(struct prompt){ .label = "filter",
							    .hint = "Enter keeps it",
							    .initial = s->filter,
							    .done = filtered,
							    .changed = filtering,
							    .ctx = s }));
		return HANDLED_YES;
	}
	return list_command(&s->list, command, s->rows) ? HANDLED_YES : HANDLED_NO;
}

static void submissions_free(struct view *view)
{
	struct submissions *s = (struct submissions *)view;

	arena_release(&s->arena);
	free(s->filter);
	free(s);
}

static bool submissions_offers(const struct view *view, enum command command)
{
	(void)view;
	return command != CMD_UNDO && command != CMD_REDO && command != CMD_GOTO
	       && command != CMD_INSTRUCTIONS;
}

static struct list *submissions_list(struct view *view)
{
	return &((struct submissions *)view)->list;
}

static const struct view_words submissions_words = { .list = submissions_list };

static const struct view_ops submissions_ops = {
	.name = "my submissions",
	.modes = submissions_modes,
	.draw = submissions_draw,
	.handle = submissions_handle,
	.offers = submissions_offers,
	.words = &submissions_words,
	.free = submissions_free,
};

struct view *submissions_open(struct app *app)
{
	struct submissions *s = xcalloc(1, sizeof *s);

	s->view.ops = &submissions_ops;
	s->rows = 1;
	load(s, app);
	return &s->view;
}
