/* golden_revisions.c - the text as it was before, held against what it is now. */
#include "ui/view/golden_state.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct history {
	struct view view;
	struct golden *g;
	size_t at; /* which revision is shown */
	char *text;
	struct changes changes;
	struct buf both; /* what went since and what came, in one text */
	struct flow_mark *mark;
	size_t n_marks, cap;
	struct flow flow;
	struct flow_place top;
	int rows;
};

static size_t count(const struct history *h)
{
	return golden_writing(h->g)->n;
}

static void show(struct history *h, size_t at)
{
	size_t len;
	const char *now = golden_text(h->g, &len);

	h->at = at;
	free(h->text);
	h->text = writing_text(golden_writing(h->g), at);
	changes_find(&h->changes, h->text, strlen(h->text), now, len);
	h->n_marks = changes_both(&h->changes, h->text, now, &h->both, &h->mark, &h->cap);
	flow_set_text(&h->flow, buf_str(&h->both), h->both.len);
	flow_set_marks(&h->flow, h->mark, h->n_marks);
	/* The first thing that differs is on the screen. */
	h->top = flow_place(&h->flow, h->n_marks > 0 ? h->mark[0].start : 0);
	flow_move(&h->flow, &h->top, -3);
}

static int history_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_READING;
	return 1;
}

static void clamp_top(struct history *h)
{
	struct flow_place last = flow_place(&h->flow, h->both.len);

	flow_move(&h->flow, &last, 1 - h->rows);
	h->top = flow_clamp(&h->flow, h->top);
	if (flow_before(last, h->top))
		h->top = last;
}

static void history_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct history *h = (struct history *)view;
	struct title title = { .n = 0 };
	struct hints hints = { .n = 0 };
	char when[40];

	format_when(when, sizeof when, app, golden_writing(h->g)->revision[h->at].at);
	snprintf(title.left, sizeof title.left, "%.80s · as it was %s", h->g->question->title,
		 when);
	title_part(&title, 0, STYLE_TEXT, "%zu of %zu", h->at + 1, count(h));
	title_part(&title, 1, STYLE_INSERTED, "+%-3zu", h->changes.diff.words_inserted);
	title_part(&title, 1, STYLE_DELETED, "−%-3zu", h->changes.diff.words_deleted);
	title_part(&title, 2, STYLE_DIM, "since then");
	frame_title(cv, &title);
	frame_rule(cv, 1);
	h->rows = cv->rows - 4;
	flow_fit(&h->flow, cv->cols - 6, cv->width, cv->ascii);
	clamp_top(h);
	flow_draw(&h->flow, h->top, cv, 2, 3, h->rows);
	frame_rule(cv, cv->rows - 2);
	hint_add(&hints, "←", "earlier");
	hint_add(&hints, "→", "later");
	hint_add(&hints, "Enter", "take it back");
	hint_command(&hints, CMD_PAGE_DOWN);
	hint_add(&hints, "Esc", "back to the text");
	frame_hints(app, cv, &hints);
}

static enum handled take(struct history *h, struct app *app)
{
	struct golden *g = h->g;

	editor_set(g->text.editor, h->text);
	golden_text_changed(g, app);
	app_say(app, STYLE_DIM, "the text is as it was then; Ctrl-_ brings the later one back");
	return HANDLED_CLOSE;
}

static bool scroll(struct history *h, enum command command)
{
	int page = h->rows > 2 ? h->rows - 1 : 1;

	switch (command) {
	case CMD_PAGE_DOWN:
		flow_move(&h->flow, &h->top, page);
		return true;
	case CMD_PAGE_UP:
		flow_move(&h->flow, &h->top, -page);
		return true;
	case CMD_LINE_DOWN:
		flow_move(&h->flow, &h->top, 1);
		return true;
	case CMD_LINE_UP:
		flow_move(&h->flow, &h->top, -1);
		return true;
	default:
		return false;
	}
}

static enum handled history_handle(struct view *view, struct app *app, enum command command,
				   const struct event *event)
{
	struct history *h = (struct history *)view;

	if (event->type != EVENT_KEY || scroll(h, command))
		return HANDLED_YES;
	if (key_is(event, "Enter"))
		return take(h, app);
	if (command == CMD_PANE_PREV && h->at > 0)
		show(h, h->at - 1);
	else if (command == CMD_PANE_PREV)
		app_say(app, STYLE_DIM, "that is the earliest one that is kept");
	else if (command == CMD_PANE_NEXT && h->at + 1 < count(h))
		show(h, h->at + 1);
	else if (command == CMD_PANE_NEXT)
		app_say(app, STYLE_DIM, "that is the text as it is now");
	else
		return HANDLED_CLOSE;
	return HANDLED_YES;
}

static void history_free(struct view *view)
{
	struct history *h = (struct history *)view;

	free(h->text);
	free(h->mark);
	buf_release(&h->both);
	changes_release(&h->changes);
	flow_release(&h->flow);
	free(h);
}

static const struct view_ops history_ops = {
	.name = "revisions",
	.modes = history_modes,
	.draw = history_draw,
	.handle = history_handle,
	.free = history_free,
};

void golden_walk_back(struct golden *g, struct app *app)
{
	struct writing *writing = golden_writing(g);
	struct history *h;

	writing_note(writing, golden_text(g, NULL), app->env.now(app->env.ctx), true);
	if (writing->n < 2) {
		app_say(app, STYLE_DIM, "this text was never another one");
		return;
	}
	h = xcalloc(1, sizeof *h);
	h->view.ops = &history_ops;
	h->g = g;
	h->both = (struct buf)BUF_INIT;
	h->rows = 1;
	flow_init(&h->flow);
	show(h, writing->n - 2);
	app_push(app, &h->view);
}
