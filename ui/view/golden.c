/* golden.c - rewriting a response on the whole screen: the base left, the new text right. */
#include "ui/view/golden_state.h"

#include "base/alloc.h"
#include "ui/view/reader.h"

#include <stdlib.h>
#include <string.h>

const char *golden_text(struct golden *g, size_t *len)
{
	return editor_text(g->text.editor, len);
}

bool golden_changed(struct golden *g)
{
	return strcmp(golden_text(g, NULL), g->opened) != 0;
}

struct writing *golden_writing(struct golden *g)
{
	int r = g->cell.shown >= 0 ? sheet_response(g->wb->sheet, g->cell.shown) : 0;

	return writings_of(&g->wb->writings, g->cell.question, r);
}

void golden_touch(struct golden *g, struct app *app)
{
	g->wb->draft_changed = true;
	app_touch(app);
}

/* ---------------------------------------------------------------- keeping */

/* A base that nobody changed is no answer. */
static bool is_answer(struct golden *g)
{
	size_t len;
	const char *text = golden_text(g, &len);

	return len > 0
	       && (g->kept_before || g->base == 0 || len != g->base_len
		   || memcmp(text, g->base_text, len) != 0);
}

static void keep(struct golden *g)
{
	size_t len;

	if (is_answer(g))
		sheet_set_text(g->wb->sheet, g->cell, golden_text(g, &len), g->base,
			       g->revisions + golden_changed(g));
	else
		sheet_set_text(g->wb->sheet, g->cell, "", 0, 0);
}

/* The text as it is becomes one that can be walked back to, if it is time for one. */
static void note_revision(struct golden *g, struct app *app, bool force)
{
	writing_note(golden_writing(g), golden_text(g, NULL), app->env.now(app->env.ctx), force);
}

static bool golden_save(struct view *view, struct app *app, struct err *err)
{
	struct golden *g = (struct golden *)view;

	(void)err; /* the workbench below writes it */
	if (!g->wb->draft_changed)
		return true;
	note_revision(g, app, false);
	keep(g);
	app->dirty = true; /* "draft saved" */
	return true;
}

static enum handled leave(struct golden *g, struct app *app, enum texting_result result)
{
	struct workbench *wb = g->wb;
	struct sheet_cell cell = g->cell;
	bool answer = !g->text.discard && is_answer(g);

	note_revision(g, app, true);
	if (g->text.discard)
		sheet_set_text(wb->sheet, cell, "", 0, 0);
	else
		keep(g);
	wb->pasted += (int64_t)editor_pasted(g->text.editor);
	workbench_changed(wb, app, buf_str(&wb->text_before));
	workbench_move_on(wb, cell, result);
	app_close(app, &g->view);
	if (!answer)
		app_say(app, STYLE_ATTENTION, "nothing was changed, so nothing is kept for %s",
			wb->guide.guideline->question[cell.question].id);
	return HANDLED_YES;
}

/* ---------------------------------------------------------------- events */

static void scroll_beside(struct golden *g, const struct app *app, int pages)
{
	if (!golden_is_wide(g, app->cols) && !g->peek)
		g->peek = true;
	else
		golden_scroll(g, pages);
}

static void toggle_marks(struct golden *g, struct app *app)
{
	g->marks = !g->marks;
	g->measured = false;
	if (g->base == 0)
		app_say(app, STYLE_DIM, "this text is written from nothing: nothing differs");
	else
		app_say(app, STYLE_DIM,
			g->marks ? "what differs from the base is marked" : "nothing is marked");
}

static void turn(struct golden *g, const struct app *app, int dir)
{
	bool narrow = !golden_is_wide(g, app->cols);

	if (!narrow || g->peek)
		golden_turn(g, dir);
	g->peek = narrow;
}

static void menu_command(struct golden *g, struct app *app, enum command command)
{
	switch (command) {
	case CMD_TEXT_DIFF:
		toggle_marks(g, app);
		break;
	case CMD_TEXT_BASE:
		g->choosing = g->wb->item.n_responses > 0;
		if (!g->choosing)
			app_say(app, STYLE_DIM, "this item has no responses to start from");
		break;
	case CMD_TEXT_CHECKLIST:
		golden_open_checklist(g, app);
		break;
	case CMD_TEXT_REVISIONS:
		golden_walk_back(g, app);
		break;
	case CMD_TEXT_INSTRUCTIONS:
		app_push(app, reader_instructions(g->wb->guide.guideline, g->cell.question));
		break;
	case CMD_TEXT_SCROLL:
	case CMD_TEXT_SCROLL_UP:
		scroll_beside(g, app, command == CMD_TEXT_SCROLL ? 1 : -1);
		break;
	case CMD_TEXT_PANE_NEXT:
	case CMD_TEXT_PANE_PREV:
		turn(g, app, command == CMD_TEXT_PANE_NEXT ? 1 : -1);
		break;
	default:
		break;
	}
}

/* What is waited for takes the key first. */
static bool waited_for(struct golden *g, struct app *app, const struct event *event)
{
	if (event->type != EVENT_KEY || (!g->choosing && !g->ticking))
		return false;
	if (g->choosing)
		golden_choose_base(g, app, event);
	else
		golden_tick_key(g, app, event);
	return true;
}

void golden_text_changed(struct golden *g, struct app *app)
{
	golden_follow_base(g);
	g->held = false;
	golden_touch(g, app);
}

static enum handled golden_handle(struct view *view, struct app *app, enum command command,
				  const struct event *event)
{
	struct golden *g = (struct golden *)view;
	enum texting_result result;

	if (waited_for(g, app, event))
		return HANDLED_YES;
	if (g->peek && g->text.state == TEXTING_TYPING && command != CMD_TEXT_MENU
	    && !golden_is_wide(g, app->cols)) {
		g->peek = event->type != EVENT_KEY;
		return HANDLED_YES;
	}
	result = texting_handle(&g->text, app, command, event);
	switch (result) {
	case TEXTING_OTHER:
		menu_command(g, app, command);
		break;
	case TEXTING_HANDLED:
		break;
	case TEXTING_CHANGED:
		golden_text_changed(g, app);
		break;
	case TEXTING_DONE:
	case TEXTING_NEXT:
	case TEXTING_PREV:
		return leave(g, app, result);
	}
	return HANDLED_YES;
}

static int golden_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	return texting_modes(&((const struct golden *)view)->text, modes);
}

static void golden_free(struct view *view)
{
	struct golden *g = (struct golden *)view;

	texting_close(&g->text);
	free(g->opened);
	free(g->left_text);
	free(g->instructions);
	pane_release(&g->pane);
	flow_release(&g->flow);
	changes_release(&g->changes);
	free(g);
}

static const struct view_ops golden_ops = {
	.name = "golden editor",
	.modes = golden_modes,
	.draw = golden_draw,
	.handle = golden_handle,
	.save = golden_save,
	.words = &golden_words,
	.free = golden_free,
};

/* The best response; where that is not clear, the one that is being read. */
static int first_base(struct workbench *wb, const struct question *q, struct sheet_cell cell)
{
	int base = sheet_edit_base(wb->sheet, cell);

	if (q->base_none || wb->item.n_responses == 0)
		return 0;
	if (q->scope == SCOPE_ITEM && sheet_best(wb->sheet) < 0 && workbench_active(wb)->r > 0)
		return workbench_active(wb)->r;
	return base;
}

struct view *golden_open(struct workbench *wb, struct app *app, struct sheet_cell cell)
{
	struct golden *g = xcalloc(1, sizeof *g);
	int base = 0;
	const char *text = sheet_text(wb->sheet, cell, &base);

	g->view.ops = &golden_ops;
	g->wb = wb;
	g->cell = cell;
	g->question = &wb->guide.guideline->question[cell.question];
	g->kept_before = text != NULL;
	g->revisions = sheet_revisions(wb->sheet, cell);
	g->rows = 1;
	g->marks = true;
	flow_init(&g->flow);
	golden_set_base(g, text != NULL ? base : first_base(wb, g->question, cell));
	g->opened = xstrdup(text != NULL ? text : g->base_text);
	g->text.golden = true;
	texting_open(&g->text, text != NULL ? text : g->base_text, false, wb->item.n_responses);
	note_revision(g, app, true);
	return &g->view;
}
