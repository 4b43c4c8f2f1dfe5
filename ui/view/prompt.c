/* prompt.c - one line of text over the view below, which stays on the screen. */
#include "ui/view/prompt.h"

#include "base/alloc.h"
#include "ui/view/frame.h"
#include "ui/widget/editor.h"
#include "ui/words.h"

#include <stdlib.h>

struct prompt_view {
	struct view view;
	struct prompt prompt;
	struct editor *editor;
};

static int prompt_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_PROMPT;
	return 1;
}

static void prompt_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct prompt_view *p = (struct prompt_view *)view;
	int row = cv->rows - 1, col, hint;

	if (view->below != NULL)
		view->below->ops->draw(view->below, app, cv);
	cv->n_regions = 0; /* what is asked has to be answered first */
	canvas_fill(cv, row, 0, cv->cols, STYLE_TEXT, ' ');
	canvas_put(cv, row, 1, 1, STYLE_BRIGHT, "▸");
	col = canvas_put(cv, row, 3, cv->cols / 2, STYLE_BRIGHT, p->prompt.label) + 1;
	hint = canvas_columns(cv, p->prompt.hint);
	if (col + 24 + hint < cv->cols - 2)
		canvas_put_right(cv, row, cv->cols - 1, hint, STYLE_DIM, p->prompt.hint);
	else
		hint = 0;
	editor_draw(p->editor, cv, row, col, 1, cv->cols - col - hint - 3, true);
}

static enum handled finish(struct prompt_view *p, struct app *app, bool keep)
{
	struct prompt prompt = p->prompt;
	size_t len;
	char *text = keep ? xstrdup(editor_text(p->editor, &len)) : NULL;

	app_close(app, &p->view);
	prompt.done(app, prompt.ctx, text);
	free(text);
	return HANDLED_YES;
}

static enum handled prompt_handle(struct view *view, struct app *app, enum command command,
				  const struct event *event)
{
	struct prompt_view *p = (struct prompt_view *)view;
	size_t len;

	(void)command;
	if (key_is(event, "Enter"))
		return finish(p, app, true);
	if (key_is(event, "Esc") || key_is(event, "Ctrl-G"))
		return finish(p, app, false);
	if (editor_handle(p->editor, event) == EDITOR_CHANGED && p->prompt.changed != NULL)
		p->prompt.changed(app, p->prompt.ctx, editor_text(p->editor, &len));
	return HANDLED_YES;
}

static void prompt_free(struct view *view)
{
	struct prompt_view *p = (struct prompt_view *)view;

	editor_free(p->editor);
	free(p);
}

static void prompt_facts(struct view *view, struct app *app, struct facts *facts)
{
	struct prompt_view *p = (struct prompt_view *)view;
	const char *text = editor_text(p->editor, NULL);

	(void)app;
	facts_addf(facts, FACT_ARRIVE | FACT_CHANGE, "prompt",
		   "%s: type it in a line; Esc gives up.%s%s", p->prompt.label,
		   text[0] != '\0' ? " Now: " : "", text);
}

static const struct view_words prompt_words = { .facts = prompt_facts };

static const struct view_ops prompt_ops = {
	.name = "prompt",
	.modes = prompt_modes,
	.draw = prompt_draw,
	.handle = prompt_handle,
	.words = &prompt_words,
	.free = prompt_free,
};

struct view *prompt_open(const struct prompt *prompt)
{
	struct prompt_view *p = xcalloc(1, sizeof *p);

	p->view.ops = &prompt_ops;
	p->prompt = *prompt;
	p->editor = editor_new(prompt->initial == NULL ? "" : prompt->initial, true);
	return &p->view;
}
