/* confirm.c - the question stands at the bottom, over the view below. */
#include "ui/view/confirm.h"

#include "base/alloc.h"
#include "text/layout.h"
#include "ui/words.h"

#include <stdlib.h>
#include <string.h>

#define QUESTION_ROWS_MAX 4

struct confirm_view {
	struct view view;
	char *question;
	const char *yes;
	void (*done)(struct app *app, void *ctx, bool yes);
	void *ctx;
	struct layout layout;
};

static int confirm_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_CONFIRM;
	return 1;
}

static void confirm_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct confirm_view *c = (struct confirm_view *)view;
	struct layout_options options = {
		.cells = { .width = cv->width, .style = STYLE_ATTENTION },
		.form = TEXT_RAW,
		.columns = cv->cols - 5 < 1 ? 1 : cv->cols - 5,
		.ascii = cv->ascii,
	};
	int rows, top, last = cv->rows - 1, col;

	if (view->below != NULL)
		view->below->ops->draw(view->below, app, cv);
	cv->n_regions = 0; /* what is asked has to be answered first */
	layout_text(&c->layout, c->question, strlen(c->question), &options);
	rows = (int)c->layout.n_rows;
	rows = rows > QUESTION_ROWS_MAX ? QUESTION_ROWS_MAX : rows;
	top = last - rows < 0 ? 0 : last - rows;
	for (int row = top; row <= last; row++)
		canvas_fill(cv, row, 0, cv->cols, STYLE_TEXT, ' ');
	for (int i = 0; i < rows; i++) {
		const struct layout_row *row = &c->layout.rows[i];

		canvas_cells(cv, top + i, 3, cv->cols - 4, c->layout.cells.cell + row->first,
			     row->n);
	}
	canvas_put(cv, top, 1, 1, STYLE_ATTENTION, "▸");
	col = canvas_put(cv, last, 3, cv->cols - 3, STYLE_KEY, "y");
	col = canvas_put(cv, last, col + 1, cv->cols - col, STYLE_TEXT, c->yes);
	canvas_put(cv, last, col + 3, cv->cols - col, STYLE_DIM, "any other key: no");
	canvas_cursor(cv, last, 3);
}

static enum handled confirm_handle(struct view *view, struct app *app, enum command command,
				   const struct event *event)
{
	struct confirm_view *c = (struct confirm_view *)view;
	void (*done)(struct app *, void *, bool) = c->done;
	void *ctx = c->ctx;

	if (event->type != EVENT_KEY)
		return HANDLED_NO;
	app_close(app, view);
	done(app, ctx, command == CMD_YES);
	return HANDLED_YES;
}

static void confirm_free(struct view *view)
{
	struct confirm_view *c = (struct confirm_view *)view;

	layout_release(&c->layout);
	free(c->question);
	free(c);
}

static void confirm_facts(struct view *view, struct app *app, struct facts *facts)
{
	const struct confirm_view *c = (const struct confirm_view *)view;
	struct buf words = BUF_INIT;

	(void)app;
	buf_addf(&words, "%s\ny %s; anything else goes back.", c->question, c->yes);
	facts_add(facts, FACT_ARRIVE | FACT_CHANGE, "question", buf_str(&words));
	buf_release(&words);
}

static const struct view_words confirm_words = { .facts = confirm_facts };

static const struct view_ops confirm_ops = {
	.name = "question",
	.modes = confirm_modes,
	.draw = confirm_draw,
	.handle = confirm_handle,
	.words = &confirm_words,
	.free = confirm_free,
};

struct view *confirm_open(const char *question, const char *yes,
			  void (*done)(struct app *app, void *ctx, bool yes), void *ctx)
{
	struct confirm_view *c = xcalloc(1, sizeof *c);

	c->view.ops = &confirm_ops;
	c->question = xstrdup(question);
	c->yes = yes;
	c->done = done;
	c->ctx = ctx;
	c->layout = (struct layout)LAYOUT_INIT;
	return &c->view;
}
