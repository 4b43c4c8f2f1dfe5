/* golden.c - rewriting a response on the whole screen: the base left, the new text right. */
#include "ui/view/workbench_state.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "text/diff.h"
#include "ui/view/confirm.h"
#include "ui/view/reader.h"
#include "ui/widget/difference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum beside {              /* what stands left of the text; Ctrl-X d goes on to the next */
	      BESIDE_GONE, /* the base with what went marked */
	      BESIDE_BOTH,
	      BESIDE_BASE,
	      BESIDE_PROMPT,
	      BESIDE_COUNT,
};

#define CHECKLIST_COLS 12
#define CHECKLIST_ROWS 2

struct golden {
	struct view view;
	struct workbench *wb;
	struct sheet_cell cell;
	const struct question *question;
	struct texting text;
	int base; /* r number; 0: written from nothing */
	const char *base_text;
	size_t base_len;
	int left, taken;  /* the last change of base: from, to */
	char *left_text;  /* what stood there before it; NULL: none */
	bool kept_before; /* it was answered when it was opened */
	char *opened;     /* the text as it was then */
	int revisions;    /* before this one */
	enum beside beside;
	struct buf shown; /* text of the left pane */
	struct pane pane;
	size_t inserted, deleted, words;
	bool choosing; /* Ctrl-X b: waits for a letter */
	bool peek;     /* narrow screens: the left pane instead of the text */
	int rows;
};

static const char *text_of(struct golden *g, size_t *len)
{
	return editor_text(g->text.editor, len);
}

static bool changed(struct golden *g)
{
	size_t len;

	return strcmp(text_of(g, &len), g->opened) != 0;
}

/* ---------------------------------------------------------------- the left pane */

static void fill_pane(struct golden *g)
{
	const struct reading *prompt = &g->wb->reading[0];
	size_t len, top = g->pane.top_at;
	const char *text = text_of(g, &len);

	buf_clear(&g->shown);
	if (g->beside == BESIDE_PROMPT || g->base == 0)
		buf_add(&g->shown, prompt->text, prompt->len);
	else if (g->beside == BESIDE_BASE)
		buf_add(&g->shown, g->base_text, g->base_len);
	else
		difference_text(&g->shown, g->base_text, g->base_len, text, len,
				g->beside == BESIDE_BOTH ? DIFFERENCE_BOTH : DIFFERENCE_DELETED);
	pane_release(&g->pane);
	pane_init(&g->pane, buf_str(&g->shown), g->shown.len,
		  g->beside >= BESIDE_BASE || g->base == 0 ? TEXT_MARKDOWN : TEXT_RAW);
	g->pane.top_at = top < g->shown.len ? top : 0;
}

static void measure(struct golden *g)
{
	struct diff diff = { .parts = NULL };
	size_t len;
	const char *text = text_of(g, &len);

	diff_words(&diff, g->base_text, g->base_len, text, len);
	g->inserted = diff.words_inserted;
	g->deleted = diff.words_deleted;
	g->words = text_words(text, len);
	diff_release(&diff);
	fill_pane(g);
}

static const char *beside_name(const struct golden *g, char *out, size_t n)
{
	char letter = sheet_letter(sheet_place(g->wb->sheet, g->base));

	if (g->beside == BESIDE_PROMPT || g->base == 0)
		snprintf(out, n, "prompt");
	else
		snprintf(out, n, g->beside == BESIDE_BOTH ? "difference to %c" : "base: %c",
			 letter);
	return out;
}

/* ---------------------------------------------------------------- drawing */

static void draw_title(struct golden *g, const struct app *app, struct canvas *cv)
{
	struct title title = { .n = 0 };
	const char *name = app->member.name != NULL ? app->member.name : app->env.name;
	char from[24] = "";

	if (g->base > 0)
		snprintf(from, sizeof from, " · from %c",
			 sheet_letter(sheet_place(g->wb->sheet, g->base)));
	snprintf(title.left, sizeof title.left, "%.80s · %.80s%s", store_project_name(app->store),
		 g->question->title, from);
	if (g->revisions + changed(g) > 0)
		title_part(&title, 4, STYLE_DIM, "revision %d", g->revisions + changed(g));
	title_part(&title, 0, STYLE_TEXT, "%4zu words", g->words);
	if (g->base > 0) {
		title_part(&title, 1, STYLE_INSERTED, "+%-3zu", g->inserted);
		title_part(&title, 1, STYLE_DELETED, "−%-3zu", g->deleted);
	}
	if (changed(g))
		title_part(&title, 2, g->wb->draft_changed ? STYLE_DIM : STYLE_CHOSEN, "%s",
			   g->wb->draft_changed ? "writing    " : "draft saved");
	title_part(&title, 3, STYLE_DIM, "%.40s", name == NULL ? "" : name);
	frame_title(cv, &title);
}

static void draw_beside(struct golden *g, struct canvas *cv, int col, int cols)
{
	char name[40], percent[24];
	int seen;

	frame_label(cv, 1, col + 1, col + cols, STYLE_TEXT, beside_name(g, name, sizeof name));
	pane_fit(&g->pane, cols, cv);
	if (g->beside < BESIDE_BASE && g->base > 0)
		difference_style(&g->pane);
	pane_draw(&g->pane, cv, 2, col, g->rows, cols);
	seen = pane_percent(&g->pane, g->rows);
	if (seen < 0)
		return;
	snprintf(percent, sizeof percent, "%s%d %%", seen < 100 ? "▼ " : "", seen);
	frame_label_right(cv, 1, col + cols - 2, STYLE_DIM, percent);
}

/* Draws the checklist from ROW, or only counts its rows where ROW is -1; at most two. */
static int checklist(const struct golden *g, struct canvas *cv, int row)
{
	int from = 3 + CHECKLIST_COLS, col = from, rows = 1;

	if (row >= 0)
		canvas_put(cv, row, 3, CHECKLIST_COLS, STYLE_DIM, "checklist");
	for (int i = 0; i < g->question->n_checklist; i++) {
		int need = canvas_columns(cv, g->question->checklist[i]) + 2;
		bool wraps = col > from && col + need > cv->cols - 1;

		if (wraps && rows == CHECKLIST_ROWS) {
			if (row >= 0)
				canvas_put(cv, row + rows - 1, col, 1, STYLE_DIM, "…");
			return rows;
		}
		rows += wraps;
		col = wraps ? from : col;
		if (row >= 0) {
			canvas_put(cv, row + rows - 1, col, 1, STYLE_DIM, "–");
			canvas_put_cut(cv, row + rows - 1, col + 2, cv->cols - col - 3, STYLE_TEXT,
				       g->question->checklist[i]);
		}
		col += need + 3;
	}
	return rows;
}

static void draw_reminder(const struct golden *g, struct canvas *cv, int row)
{
	if (g->question->n_checklist > 0)
		checklist(g, cv, row);
	else
		canvas_put_cut(cv, row, 3, cv->cols - 5, STYLE_DIM,
			       g->question->help == NULL ? "" : g->question->help);
}

static void draw_hints(const struct golden *g, const struct app *app, struct canvas *cv)
{
	struct hints hints = { .n = 0 };
	size_t len, count;
	const char *text = editor_text(g->text.editor, &len);

	if (g->choosing) {
		hint_add(&hints, "A B …", "start again from that response");
		hint_add(&hints, "-", "from nothing");
		hint_add(&hints, "Esc", "keep this text");
	} else if (g->peek && g->text.state == TEXTING_TYPING) {
		hint_add(&hints, "Ctrl-X o", "a page down");
		hint_add(&hints, "any key", "back to the text");
	} else {
		texting_hints(&g->text, &hints);
	}
	count = utf8_count(text, len);
	if (g->question->min_length > 0 && count < (size_t)g->question->min_length)
		snprintf(hints.right, sizeof hints.right, "%zu of at least %d", count,
			 g->question->min_length);
	frame_hints(app, cv, &hints);
}

static void golden_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct golden *g = (struct golden *)view;
	int below = checklist(g, cv, -1) + 1, middle = cv->cols / 2, col = 2, cols = cv->cols - 3;
	bool wide = cv->cols >= COLUMNS_FROM;

	g->rows = cv->rows - below - 3;
	draw_title(g, app, cv);
	frame_rule(cv, 1);
	frame_rule(cv, cv->rows - below - 1);
	if (wide) {
		draw_beside(g, cv, 2, middle - 2);
		canvas_vline(cv, 2, middle, g->rows);
		col = middle + 2;
		cols = cv->cols - 1 - col;
	}
	if (!wide && g->peek) {
		draw_beside(g, cv, 2, cols);
	} else {
		frame_label(cv, 1, col + 1, cv->cols - 2, STYLE_BRIGHT, g->question->id);
		editor_draw(g->text.editor, cv, 2, col + 1, g->rows, cols - 2,
			    g->view.below != NULL && app->top == view);
	}
	draw_reminder(g, cv, cv->rows - below);
	draw_hints(g, app, cv);
}

/* ---------------------------------------------------------------- keeping */

/* A base that nobody changed is no answer. */
static bool is_answer(struct golden *g)
{
	size_t len;
	const char *text = text_of(g, &len);

	return len > 0
	       && (g->kept_before || g->base == 0 || len != g->base_len
		   || memcmp(text, g->base_text, len) != 0);
}

static void keep(struct golden *g)
{
	size_t len;

	if (is_answer(g))
		sheet_set_text(g->wb->sheet, g->cell, text_of(g, &len), g->base,
			       g->revisions + changed(g));
	else
		sheet_set_text(g->wb->sheet, g->cell, "", 0, 0);
}

static void golden_save(struct view *view, struct app *app)
{
	struct golden *g = (struct golden *)view;

	(void)app;
	if (g->wb->draft_changed)
		keep(g);
}

static enum handled leave(struct golden *g, struct app *app, enum texting_result result)
{
	struct workbench *wb = g->wb;
	struct sheet_cell cell = g->cell;
	bool answer = !g->text.discard && is_answer(g);

	if (g->text.discard)
		sheet_set_text(wb->sheet, cell, "", 0, 0);
	else
		keep(g);
	wb->pasted += (int64_t)editor_pasted(g->text.editor);
	workbench_changed(wb, app, buf_str(&wb->text_before));
	sheet_set_focus(wb->sheet, cell);
	if (result == TEXTING_DONE)
		sheet_focus_missing(wb->sheet);
	else
		sheet_tab(wb->sheet, result == TEXTING_NEXT ? 1 : -1);
	workbench_follow_focus(wb);
	app_close(app, &g->view);
	if (!answer)
		app_say(app, STYLE_ATTENTION, "nothing was changed, so nothing is kept for %s",
			wb->guide.guideline->question[cell.question].id);
	return HANDLED_YES;
}

/* ---------------------------------------------------------------- the base */

static void set_base(struct golden *g, int r)
{
	size_t len = 0;

	g->base = r;
	g->base_text =
		r == 0 ? "" : content_text(&g->wb->item.response[r - 1], &g->wb->item_arena, &len);
	g->base_len = len;
}

static void change_base(struct golden *g, int r)
{
	size_t len;

	free(g->left_text);
	g->left_text = xstrdup(text_of(g, &len));
	g->left = g->base;
	g->taken = r;
	set_base(g, r);
	editor_set(g->text.editor, g->base_text);
}

/* Undo over a change of base brings the old base back with its text, redo the new one. */
static void follow_base(struct golden *g)
{
	size_t len, taken = 0;
	const char *text = text_of(g, &len), *start = "";

	if (g->left_text == NULL)
		return;
	if (g->taken > 0)
		start = content_text(&g->wb->item.response[g->taken - 1], &g->wb->item_arena,
				     &taken);
	if (strcmp(text, g->left_text) == 0)
		set_base(g, g->left);
	else if (len == taken && memcmp(text, start, len) == 0)
		set_base(g, g->taken);
}

static void choose_base(struct golden *g, struct app *app, const struct event *event)
{
	char letter = event->key[0];
	int place;

	g->choosing = false;
	if (letter >= 'a' && letter <= 'z')
		letter = (char)(letter - 'a' + 'A');
	place = event->key[1] == '\0' ? letter - 'A' : -1;
	if (key_is(event, "-"))
		change_base(g, 0);
	else if (place >= 0 && place < g->wb->item.n_responses)
		change_base(g, sheet_response(g->wb->sheet, place));
	else {
		app_say(app, STYLE_DIM, "the text is as it was");
		return;
	}
	g->wb->draft_changed = true;
	app_touch(app);
	measure(g);
	app_say(app, STYLE_DIM, "started again; Ctrl-_ brings the old text back");
}

/* ---------------------------------------------------------------- events */

static void show_checklist(struct golden *g, struct app *app)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "# %s\n\n", g->question->title);
	if (g->question->help != NULL)
		buf_addf(&text, "%s\n\n", g->question->help);
	for (int i = 0; i < g->question->n_checklist; i++)
		buf_addf(&text, "- %s\n", g->question->checklist[i]);
	app_push(app, reader_open("checklist", buf_str(&text), NULL));
	buf_release(&text);
}

static void menu_command(struct golden *g, struct app *app, enum command command)
{
	switch (command) {
	case CMD_TEXT_DIFF:
		g->beside = (enum beside)((g->beside + 1) % BESIDE_COUNT);
		fill_pane(g);
		break;
	case CMD_TEXT_BASE:
		g->choosing = g->wb->item.n_responses > 0;
		break;
	case CMD_TEXT_CHECKLIST:
		show_checklist(g, app);
		break;
	case CMD_TEXT_INSTRUCTIONS:
		app_push(app, reader_instructions(g->wb->guide.guideline, g->cell.question));
		break;
	case CMD_TEXT_SCROLL:
		if (app->cols < COLUMNS_FROM && !g->peek)
			g->peek = true;
		else if (!pane_page(&g->pane, 1, g->rows))
			pane_home(&g->pane);
		break;
	default:
		break;
	}
}

static enum handled golden_handle(struct view *view, struct app *app, enum command command,
				  const struct event *event)
{
	struct golden *g = (struct golden *)view;
	enum texting_result result;

	if (g->choosing && event->type == EVENT_KEY) {
		choose_base(g, app, event);
		return HANDLED_YES;
	}
	if (g->peek && g->text.state == TEXTING_TYPING && command != CMD_TEXT_MENU)
		g->peek = false;
	result = texting_handle(&g->text, app, command, event);
	switch (result) {
	case TEXTING_OTHER:
		menu_command(g, app, command);
		break;
	case TEXTING_HANDLED:
		break;
	case TEXTING_CHANGED:
		follow_base(g);
		g->wb->draft_changed = true;
		app_touch(app);
		measure(g);
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
	pane_release(&g->pane);
	buf_release(&g->shown);
	free(g);
}

static const struct view_ops golden_ops = {
	.name = "golden editor",
	.modes = golden_modes,
	.draw = golden_draw,
	.handle = golden_handle,
	.save = golden_save,
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

	(void)app;
	g->view.ops = &golden_ops;
	g->wb = wb;
	g->cell = cell;
	g->question = &wb->guide.guideline->question[cell.question];
	g->kept_before = text != NULL;
	g->revisions = sheet_revisions(wb->sheet, cell);
	g->rows = 1;
	set_base(g, text != NULL ? base : first_base(wb, g->question, cell));
	g->opened = xstrdup(text != NULL ? text : g->base_text);
	g->text.golden = true;
	texting_open(&g->text, text != NULL ? text : g->base_text, false, wb->item.n_responses);
	measure(g);
	return &g->view;
}
