/* workbench_panes.c - prompt and responses on the screen: texts, rules, tabs. */
#include "ui/view/workbench_state.h"

#include "ui/widget/difference.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void workbench_name(const struct workbench *wb, int reading, char *out, size_t n)
{
	const struct reading *named = &wb->reading[reading];

	if (named->r == PANE_PROMPT)
		snprintf(out, n, "prompt");
	else if (named->r == PANE_REFERENCE)
		snprintf(out, n, "reference");
	else
		snprintf(out, n, "%c", sheet_letter(named->shown));
}

static void pane_name(const struct workbench *wb, int i, bool with_standing, char *out, size_t n)
{
	char standing[16] = "";

	workbench_name(wb, i, out, n);
	if (with_standing)
		workbench_standing(wb, wb->reading[i].shown, standing, sizeof standing);
	if (standing[0] != '\0')
		snprintf(out + strlen(out), n - strlen(out), " %s", standing);
}

/* ---------------------------------------------------------------- what a rule says */

#define REMARKS_MAX 8
#define REMARK_GAP 2

/* At the right of a pane's rule; where not all have room, the first ones give way. */
struct remarks {
	char text[REMARKS_MAX][40];
	int n;
};

static void remark(struct remarks *remarks, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void remark(struct remarks *remarks, const char *fmt, ...)
{
	va_list args;

	if (remarks->n == REMARKS_MAX)
		return;
	va_start(args, fmt);
	vsnprintf(remarks->text[remarks->n++], sizeof remarks->text[0], fmt, args);
	va_end(args);
}

static void remark_turn(const struct workbench *wb, const struct reading *reading,
			struct remarks *remarks)
{
	size_t turn = pane_turn(&reading->pane, reading->rows);

	if (turn == 0)
		return;
	if (reading->r > 0 && turn == wb->parts_at)
		remark(remarks, "they part here");
	else if (reading->r > 0 && turn < wb->parts_at)
		remark(remarks, "the same up to turn %zu", wb->parts_at);
	if (pane_percent(&reading->pane, reading->rows) < 0)
		remark(remarks, "%zu turns", reading->n_turns);
	else
		remark(remarks, "turn %zu of %zu", turn, reading->n_turns);
}

static void remark_compared(const struct workbench *wb, int i, struct remarks *remarks)
{
	char name[16];

	if (wb->reading[i].r == PANE_PROMPT || wb->pinned < 0)
		return;
	workbench_name(wb, wb->pinned, name, sizeof name);
	if (i == wb->pinned)
		remark(remarks, "pinned");
	else if (wb->aligned)
		remark(remarks, "beside %s", name);
	else if (wb->diffing)
		remark(remarks, "words against %s", name);
}

/* Whether a row that is seen goes on behind the edge. */
static bool is_cut(const struct reading *reading)
{
	const struct pane *pane = &reading->pane;
	size_t top = pane_top(pane), rows = pane_rows(pane);

	for (size_t r = top; r < rows && r < top + (size_t)reading->rows; r++)
		if (pane->layout.rows[r].n > (size_t)pane->laid_columns)
			return true;
	return false;
}

/* Hits, how it is compared, turn, hidden characters, how far one has read. */
static void find_remarks(const struct workbench *wb, const struct canvas *cv, int i,
			 struct remarks *remarks)
{
	const struct reading *reading = &wb->reading[i];
	int percent = pane_percent(&reading->pane, reading->rows);
	unsigned hidden = reading->pane.layout.hidden;

	if (wb->stacked && !wb->zoom && wb->has_rtl && cv->cols >= COLUMNS_FROM
	    && wb->arrangement != ARRANGE_STACKED)
		remark(remarks, "right to left: one pane at a time");
	if (wb->zoom)
		remark(remarks, "zoomed: %s goes back", keymap_shown(wb->keys, CMD_ZOOM));
	if (reading->r == PANE_PROMPT && i == wb->active && !wb->stacked && !wb->zoom
	    && percent >= 0)
		remark(remarks, "%s shows more of it", keymap_shown(wb->keys, CMD_ZOOM));
	remark_compared(wb, i, remarks);
	remark_turn(wb, reading, remarks);
	if (hidden > 0)
		remark(remarks, "%u hidden character%s", hidden, hidden == 1 ? "" : "s");
	if (wb->code_runs_on && is_cut(reading))
		remark(remarks, "code is cut: %s wraps it", keymap_shown(wb->keys, CMD_WRAP_CODE));
	if (wb->find != NULL)
		remark(remarks, "%zu found", reading->hits);
	if (percent >= 0)
		remark(remarks, "%s %d %%", percent < 100 ? "▼" : "▲", percent);
}

static enum style remark_style(const struct workbench *wb, const struct reading *reading)
{
	if (wb->find != NULL && reading->hits > 0)
		return STYLE_LINK;
	return reading->pane.layout.hidden > 0 ? STYLE_ATTENTION : STYLE_DIM;
}

static void draw_remarks(const struct workbench *wb, int i, struct canvas *cv, int start, int end)
{
	const struct reading *reading = &wb->reading[i];
	struct remarks remarks = { .n = 0 };
	struct buf label = BUF_INIT;
	int first, columns = -REMARK_GAP;

	find_remarks(wb, cv, i, &remarks);
	for (first = remarks.n; first > 0; first--) {
		columns += canvas_columns(cv, remarks.text[first - 1]) + REMARK_GAP;
		if (columns > end - start)
			break;
	}
	for (int r = first; r < remarks.n; r++)
		buf_addf(&label, "%s%s", r > first ? "  " : "", remarks.text[r]);
	if (label.len > 0)
		frame_label_right(cv, reading->rule, end, remark_style(wb, reading),
				  buf_str(&label));
	buf_release(&label);
}

/* ---------------------------------------------------------------- texts */

static void draw_text(struct reading *reading, struct canvas *cv)
{
	if (!reading->visible)
		return;
	if (reading->diff.len > 0) {
		pane_fit(&reading->pane, reading->cols, cv);
		if (reading->styled != reading->pane.laid)
			difference_style(&reading->pane);
		reading->styled = reading->pane.laid;
	}
	pane_draw(&reading->pane, cv, reading->row, reading->col, reading->rows, reading->cols);
	if (reading->len == 0)
		canvas_put(cv, reading->row, reading->col + 1, reading->cols - 1, STYLE_DIM,
			   "(empty)");
}

/* ---------------------------------------------------------------- tabs */

static int tabs_columns(const struct workbench *wb, const struct canvas *cv, bool standing)
{
	char name[40];
	int columns = 3;

	for (int i = 0; i < wb->n_readings; i++) {
		pane_name(wb, i, standing, name, sizeof name);
		columns += canvas_columns(cv, name) + 4;
	}
	return columns;
}

static int draw_tabs(const struct workbench *wb, struct canvas *cv)
{
	bool standing = tabs_columns(wb, cv, true) < cv->cols - 16;
	int col = 3, first = 0;
	char name[40], tab[48];

	/* Where not all fit, the tabs begin shortly before the active one. */
	if (tabs_columns(wb, cv, standing) > cv->cols - 10)
		first = wb->active > 2 ? wb->active - 2 : 0;
	for (int i = first; i < wb->n_readings && col < cv->cols - 14; i++) {
		pane_name(wb, i, standing || i == wb->active, name, sizeof name);
		snprintf(tab, sizeof tab, i == wb->active ? "[%s]" : " %s ", name);
		canvas_region(cv, 1, col, canvas_columns(cv, tab),
			      (struct region){ .kind = REGION_TAB, .a = i });
		col = canvas_put(cv, 1, col, cv->cols - col - 1,
				 i == wb->active ? STYLE_BRIGHT : STYLE_DIM, tab)
		      + 2;
	}
	return col;
}

void workbench_draw_stacked(struct workbench *wb, struct canvas *cv)
{
	int tabs;

	frame_rule(cv, 1);
	tabs = draw_tabs(wb, cv);
	draw_text(workbench_active(wb), cv);
	draw_remarks(wb, wb->active, cv, tabs + 1, cv->cols - 3);
}

/* ---------------------------------------------------------------- columns */

static bool column_marked(const struct workbench *wb, int i)
{
	struct sheet_cell focus = sheet_focus(wb->sheet);

	/* Columns that scroll together are all where the hand is; else one of them is. */
	return i == wb->active
	       && (wb->arrangement != ARRANGE_TOGETHER
		   || (focus.shown >= 0 && focus.shown == wb->reading[i].shown)
		   || wb->reading[i].r == PANE_REFERENCE);
}

static void draw_column_label(const struct workbench *wb, int i, struct canvas *cv)
{
	const struct reading *reading = &wb->reading[i];
	char name[40], standing[16], label[48];
	int start = reading->col + 1, end = reading->col + reading->cols;
	bool marked = column_marked(wb, i);

	pane_name(wb, i, false, name, sizeof name);
	snprintf(label, sizeof label, marked ? "[%s]" : " %s ", name);
	start = canvas_put(cv, reading->rule, start, end - start,
			   marked ? STYLE_BRIGHT : STYLE_TEXT, label);
	workbench_standing(wb, reading->shown, standing, sizeof standing);
	if (standing[0] != '\0')
		start = frame_label(cv, reading->rule, start + 2, end, STYLE_CHOSEN, standing);
	draw_remarks(wb, i, cv, start + 3, end - 2);
}

static void draw_more(const struct workbench *wb, struct canvas *cv, int rule, int shown)
{
	char label[40];

	if (shown >= wb->n_readings - 1)
		return;
	snprintf(label, sizeof label, "%d-%d of %d  ← →", wb->first_column + 1,
		 wb->first_column + shown, wb->n_readings - 1);
	frame_label_right(cv, rule, cv->cols - 3, STYLE_DIM, label);
}

static void draw_prompt_rule(const struct workbench *wb, struct canvas *cv)
{
	const struct reading *prompt = &wb->reading[0];
	bool active = wb->active == 0;

	frame_rule(cv, 1);
	if (active || pane_percent(&prompt->pane, prompt->rows) >= 0)
		canvas_put(cv, 1, 3, 12, active ? STYLE_BRIGHT : STYLE_DIM,
			   active ? "[prompt]" : " prompt ");
	draw_remarks(wb, 0, cv, 14, cv->cols - 3);
}

void workbench_draw_columns(struct workbench *wb, struct canvas *cv)
{
	int end = wb->strip_row - 1, rule = -1, shown = 0;

	draw_text(&wb->reading[0], cv);
	draw_prompt_rule(wb, cv);
	for (int i = 1; i < wb->n_readings; i++) {
		const struct reading *reading = &wb->reading[i];

		if (!reading->visible)
			continue;
		if (rule < 0)
			frame_rule(cv, reading->rule);
		else
			canvas_vline(cv, reading->row, reading->col - 2, end - reading->row);
		rule = reading->rule;
		shown++;
	}
	for (int i = 1; i < wb->n_readings; i++) {
		draw_text(&wb->reading[i], cv);
		if (wb->reading[i].visible)
			draw_column_label(wb, i, cv);
	}
	if (rule >= 0)
		draw_more(wb, cv, rule, shown);
}
