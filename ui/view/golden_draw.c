/* golden_draw.c - the base left, the text right, what differs marked in both. */
#include "ui/view/golden_state.h"

#include <stdio.h>
#include <string.h>

/* How much of base and text is not in the other, in hundredths. */
static size_t changed_percent(const struct golden *g)
{
	size_t all = g->base_words + g->words;
	size_t changed = g->changes.diff.words_inserted + g->changes.diff.words_deleted;

	return all == 0 ? 0 : (changed * 100 + all / 2) / all;
}

/* " · from A", or nothing. */
static void name_base(const struct golden *g, char *out, size_t n)
{
	out[0] = '\0';
	if (g->base > 0)
		snprintf(out, n, " · from %c", sheet_letter(sheet_place(g->wb->sheet, g->base)));
}

static void draw_title(struct golden *g, const struct app *app, struct canvas *cv)
{
	struct title title = { .n = 0 };
	const char *name = app->member.name != NULL ? app->member.name : app->env.name;
	bool changed = golden_changed(g);
	char from[24] = "";

	/* A narrow screen says it above the text. */
	if (golden_is_wide(g, cv->cols))
		name_base(g, from, sizeof from);
	snprintf(title.left, sizeof title.left, "%.80s · %.80s%s", store_project_name(app->store),
		 g->question->title, from);
	if (g->revisions + changed > 0)
		title_part(&title, 4, STYLE_DIM, "revision %d", g->revisions + changed);
	title_part(&title, 0, STYLE_TEXT, "%4zu words", g->words);
	if (g->base > 0) {
		title_part(&title, 1, STYLE_INSERTED, "+%-3zu", g->changes.diff.words_inserted);
		title_part(&title, 1, STYLE_DELETED, "−%-3zu", g->changes.diff.words_deleted);
	}
	if (changed)
		title_part(&title, 2, g->wb->draft_changed ? STYLE_DIM : STYLE_CHOSEN, "%s",
			   g->wb->draft_changed ? "writing    " : "draft saved");
	title_part(&title, 3, STYLE_DIM, "%.40s", name == NULL ? "" : name);
	frame_title(cv, &title);
}

/* ---------------------------------------------------------------- the left side */

static bool row_has_mark(const struct flow_line *line, const struct flow_row *row)
{
	for (size_t i = row->first; i < row->first + row->n; i++)
		if (line->cells.cell[i].style == STYLE_DELETED)
			return true;
	return false;
}

/* It stands where the text stands, until it is scrolled by itself. */
static void follow_text(struct golden *g)
{
	struct flow_place last = flow_place(&g->flow, g->base_len);
	size_t from, to;

	flow_move(&g->flow, &last, 1 - g->rows);
	if (!g->held) {
		editor_visible(g->text.editor, &from, &to);
		g->top = from == 0 ? (struct flow_place){ 0, 0 }
				   : flow_place(&g->flow, changes_base_at(&g->changes, from));
	}
	g->top = flow_clamp(&g->flow, g->top);
	if (flow_before(last, g->top))
		g->top = last;
}

static void draw_base(struct golden *g, struct canvas *cv, int col, int cols)
{
	struct flow_place at;

	/* As wide as the text beside it: equal lines end at equal words. */
	flow_fit(&g->flow, cols - 2 < g->columns ? cols - 2 : g->columns, cv->width, cv->ascii);
	follow_text(g);
	flow_draw(&g->flow, g->top, cv, 2, col + 1, g->rows);
	at = g->top;
	for (int row = 0; row < g->rows; row++) {
		const struct flow_line *line;
		const struct flow_row *r = flow_row(&g->flow, at, &line);

		if (row_has_mark(line, r))
			canvas_put(cv, 2 + row, col - 1, 1, STYLE_DELETED, "~");
		if (flow_move(&g->flow, &at, 1) == 0)
			break;
	}
}

static void draw_beside(struct golden *g, struct canvas *cv, int col, int cols)
{
	char name[40], percent[24];
	int seen;

	frame_label(cv, 1, col + 1, col + cols, STYLE_TEXT,
		    golden_beside_name(g, name, sizeof name));
	if (golden_shows_base(g)) {
		draw_base(g, cv, col, cols);
		seen = golden_base_percent(g);
	} else {
		pane_fit(&g->pane, cols, cv);
		pane_draw(&g->pane, cv, 2, col, g->rows, cols);
		seen = pane_percent(&g->pane, g->rows);
	}
	if (seen < 0)
		return;
	snprintf(percent, sizeof percent, "%s%d %%", seen < 100 ? "▼ " : "", seen);
	frame_label_right(cv, 1, col + cols - 2, STYLE_DIM, percent);
}

/* ---------------------------------------------------------------- the text */

/* "1203 characters   24 % changed   ▼ 60 %" */
static void draw_measures(struct golden *g, struct canvas *cv, int end, int room)
{
	size_t from, to, len;
	char measures[100], more[24] = "";

	golden_text(g, &len);
	editor_visible(g->text.editor, &from, &to);
	if (len > 0 && (from > 0 || to < len))
		snprintf(more, sizeof more, "   %s%zu %%", to < len ? "▼ " : "", to * 100 / len);
	snprintf(measures, sizeof measures, "%zu characters", g->characters);
	if (g->base > 0)
		snprintf(measures + strlen(measures), sizeof measures - strlen(measures),
			 "   %zu %% changed", changed_percent(g));
	snprintf(measures + strlen(measures), sizeof measures - strlen(measures), "%s", more);
	if (canvas_columns(cv, measures) < room)
		frame_label_right(cv, 1, end, STYLE_DIM, measures);
	else if (more[0] != '\0')
		frame_label_right(cv, 1, end, STYLE_DIM, more + 3);
}

static void draw_text(struct golden *g, const struct app *app, struct canvas *cv, int col, int cols)
{
	bool focused = app->top == &g->view && !g->choosing && !g->ticking;
	char from[24] = "", label[120];
	int name;

	if (!golden_is_wide(g, cv->cols))
		name_base(g, from, sizeof from);
	snprintf(label, sizeof label, "%.80s%s", g->question->id, from);
	name = frame_label(cv, 1, col + 1, cv->cols - 2, STYLE_BRIGHT, label);
	g->columns = cols - 3;
	texting_draw(&g->text, app, cv, 2, col + 1, g->rows, cols - 2, focused);
	draw_measures(g, cv, cv->cols - 4, cv->cols - name - 8);
}

/* ---------------------------------------------------------------- below */

/* Near what the guideline allows at the least or at the most, how far one is. */
static void near_limits(const struct golden *g, struct hints *hints)
{
	const struct question *q = g->question;
	size_t min = q->min_length > 0 ? (size_t)q->min_length : 0;
	size_t max = q->max_length > 0 ? (size_t)q->max_length : 0;

	if (g->characters < min)
		snprintf(hints->right, sizeof hints->right, "%zu of at least %zu characters",
			 g->characters, min);
	else if (max > 0 && g->characters > max)
		snprintf(hints->right, sizeof hints->right, "%zu characters too many",
			 g->characters - max);
	else if (max > 0 && g->characters > max - max / 10)
		snprintf(hints->right, sizeof hints->right, "%zu of at most %zu characters",
			 g->characters, max);
}

/* A key behind the menu's. */
static void hint_menu(struct hints *hints, const struct app *app, enum command command,
		      const char *word)
{
	char keys[KEY_NAME_MAX];

	snprintf(keys, sizeof keys, "%.12s %.12s", app_key(app, CMD_TEXT_MENU),
		 app_key(app, command));
	hint_add(hints, keys, word);
}

/* Where there is room, what the menu is opened for most; the menu stays the last one. */
static void often_used(const struct golden *g, const struct app *app, struct hints *hints)
{
	struct hints menu = *hints;
	int last = --hints->n;

	hint_menu(hints, app, CMD_TEXT_SPELLING, "spelling");
	if (g->question->n_checklist > 0)
		hint_menu(hints, app, CMD_TEXT_CHECKLIST, "checklist");
	hint_menu(hints, app, CMD_TEXT_REVISIONS, "revisions");
	hints->item[hints->n++] = menu.item[last];
}

static void draw_hints(struct golden *g, const struct app *app, struct canvas *cv)
{
	struct hints hints = { .n = 0 };

	if (g->choosing) {
		hint_add(&hints, "A B …", "start again from that response");
		hint_add(&hints, "-", "from nothing");
		hint_add(&hints, "any other key", "keep this text");
	} else if (g->peek && !golden_is_wide(g, cv->cols) && g->text.state == TEXTING_TYPING) {
		hint_menu(&hints, app, CMD_TEXT_SCROLL, "a page down");
		hint_menu(&hints, app, CMD_TEXT_PANE_NEXT, "prompt, responses");
		hint_add(&hints, "any other key", "back to the text");
	} else {
		texting_hints(&g->text, &hints);
		if (g->text.state == TEXTING_TYPING)
			often_used(g, app, &hints);
	}
	near_limits(g, &hints);
	frame_hints(app, cv, &hints);
}

static bool has_reminder(const struct golden *g)
{
	return g->question->n_checklist > 0 || g->question->help != NULL;
}

/* The checklist, or where there is none what the guideline says of the question. */
static void draw_reminder(struct golden *g, struct canvas *cv, int row)
{
	char unknown[96];

	if (g->question->n_checklist > 0)
		golden_checklist(g, cv, row);
	else if (g->question->help != NULL)
		canvas_put_cut(cv, row, 3, cv->cols - 5, STYLE_DIM, g->question->help);
	if (g->text.unknown[0] == '\0')
		return;
	snprintf(unknown, sizeof unknown, "spelling: %s?", g->text.unknown);
	frame_label_right(cv, row - 1, cv->cols - 4, STYLE_ATTENTION, unknown);
}

void golden_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct golden *g = (struct golden *)view;
	int reminder = has_reminder(g) ? golden_checklist(g, cv, -1) : 0;
	int below = reminder + 1, middle = cv->cols / 2;
	int col = 2, cols = cv->cols - 3;
	bool wide;

	g->rows = cv->rows - below - 3;
	golden_measure(g);
	wide = golden_is_wide(g, cv->cols);
	draw_title(g, app, cv);
	frame_rule(cv, 1);
	frame_rule(cv, cv->rows - below - 1);
	if (wide) {
		canvas_vline(cv, 2, middle, g->rows);
		col = middle + 2;
		cols = cv->cols - 1 - col;
	}
	if (wide || !g->peek)
		draw_text(g, app, cv, col, cols);
	if (wide || g->peek)
		draw_beside(g, cv, 2, wide ? middle - 2 : cols);
	draw_reminder(g, cv, cv->rows - below);
	if (g->ticking) {
		golden_draw_ticking(g, app, cv);
		return;
	}
	draw_hints(g, app, cv);
	texting_draw_menu(&g->text, app, cv);
}
