#include "ui/view/answers.h"

#include "base/alloc.h"
#include "ui/view/answers_state.h"

#include <stdio.h>
#include <stdlib.h>

#define LABEL_COL 3
#define CHOICES_GAP 4
#define MORE_COLS 10

/* ---- the three kinds of rows ---- */

static int draw_one(struct strip *strip, const struct strip_row *row, int at, int end)
{
	struct slot slot = { .row = at, .label = LABEL_COL, .value = strip->value_col, .end = end };

	return draw_question(strip, row->first, &slot);
}

static bool is_asked(const struct strip *strip, int question)
{
	return sheet_state(strip->sheet, (struct sheet_cell){ question, -1 }) != CELL_NOT_ASKED;
}

/* The second text shares the row; while it is not asked it stands aside. */
static int draw_pair(struct strip *strip, const struct strip_row *row, int at, int end)
{
	int label = label_columns(strip, row->first + 1), second;
	struct slot left = { .row = at, .label = LABEL_COL, .value = strip->value_col };
	struct slot right = { .row = at, .end = end };

	if (is_asked(strip, row->first + 1))
		second = LABEL_COL + (end - LABEL_COL) / 2;
	else
		second = end - label - 2 - canvas_columns(strip->cv, "not asked");
	left.end = second - 4;
	right.label = second;
	right.value = second + label + 2;
	draw_question(strip, row->first, &left);
	return draw_question(strip, row->first + 1, &right);
}

static void draw_pack_cell(const struct strip *strip, struct sheet_cell cell, int row, int col,
			   int columns)
{
	struct buf text = BUF_INIT;
	enum style style = answer_style(strip, cell);

	if (style == STYLE_BRIGHT && cell.shown >= 0)
		canvas_put(strip->cv, row, col - 1, 1, style, "▸");
	if (sheet_state(strip->sheet, cell) != CELL_NOT_ASKED)
		sheet_describe(strip->sheet, cell, &text);
	else if (cell.shown >= 0)
		buf_addf(&text, "%c", sheet_letter(cell.shown)); /* nothing is asked: no dash */
	canvas_put(strip->cv, row, col, columns, style, buf_str(&text));
	point_cell(strip, cell, row, col, columns);
	buf_release(&text);
}

/* Where even one column is too narrow for all responses, those up to the focused one are shown. */
static int first_shown(const struct strip *strip, const struct strip_row *row, int step)
{
	int room = (strip->cv->cols - strip->value_col) / step;
	int from = strip->focus.shown - room + 1;
	bool here = strip->focus.question >= row->pack
		    && strip->focus.question < row->pack + row->pack_n;

	return here && from > 0 ? from : 0;
}

static int draw_pack(const struct strip *strip, const struct strip_row *row, int at)
{
	int columns = pack_cell_columns(strip, row), step = columns + pack_gap(strip, row);
	int from = first_shown(strip, row, step), end = 0;

	for (int k = 0; k < row->n; k++) {
		bool each = strip->guideline->question[row->first].scope == SCOPE_RESPONSE;
		struct slot slot = pack_slot(strip, row, k);
		int n = each ? sheet_responses(strip->sheet) : 1;

		slot.row = at;
		draw_label(strip, row->first + k, &slot);
		for (int i = from; i < n; i++) {
			struct sheet_cell cell = { row->first + k, each ? i : -1 };

			draw_pack_cell(strip, cell, at, slot.value + (i - from) * step, columns);
		}
		end = slot.end;
	}
	return end;
}

static int draw_row(struct strip *strip, const struct strip_row *row, int at, int end)
{
	if (row->kind == ROW_PACK)
		return draw_pack(strip, row, at);
	if (row->kind == ROW_PAIR)
		return draw_pair(strip, row, at, end);
	return draw_one(strip, row, at, end);
}

/* ---- choices that found no room beside their question ---- */

/* Rows FIRST to FIRST + N - 1 are on the screen from ROW; ENDS says how far each goes. */
struct window {
	int row, first, n, edge;
	int anchors; /* the row for a scale's anchors, -1: none */
	const int *ends;
};

static bool holds_focus(const struct strip *strip, int i)
{
	const struct strip_row *row = &strip->row[i];

	return strip->focus.question >= row->first && strip->focus.question < row->first + row->n;
}

static int focused_row(const struct strip *strip)
{
	int i = 0;

	while (i < strip->n_rows && !holds_focus(strip, i))
		i++;
	return i;
}

static void draw_named_choices(const struct strip *strip, int row, int col, int name,
			       const struct squeeze *squeeze)
{
	canvas_put(strip->cv, row, col, name > 2 ? name - 2 : 0, STYLE_BRIGHT,
		   strip->guideline->question[strip->focus.question].id);
	draw_choices(strip, row, col + name, squeeze);
}

/* What the points of the focused scale mean: on the row kept for it, else beside the pack, where
 * the question is named unless it stands alone. */
static void place_anchors(const struct strip *strip, const struct window *w, int own)
{
	bool kept = w->anchors >= 0, alone = strip->row[own].n == 1;
	int name = kept ? label_columns(strip, strip->focus.question) + 2 : 0;
	int from = kept ? LABEL_COL : w->ends[own] + CHOICES_GAP;
	struct squeeze squeeze;

	if (!choices_fit(strip, w->edge - from - name, &squeeze)
	    || (!kept && !choices_complete(strip, &squeeze, alone ? LABEL_LEAST : LABEL_WHOLE)))
		return;
	if (kept)
		draw_named_choices(strip, w->anchors, from, name, &squeeze);
	else
		draw_named_choices(strip, w->row + own - w->first,
				   w->edge - choices_columns(strip, &squeeze) - name, name,
				   &squeeze);
}

static void clear_rows(const struct strip *strip, int row, int rows)
{
	for (int i = 0; i < rows; i++)
		canvas_fill(strip->cv, row + i, 0, strip->cv->cols, STYLE_TEXT, ' ');
}

/* Options are a menu over the rows below, or above for the last one, while they are chosen; what
 * does not fit there either is cut. */
static void drop_menu(const struct strip *strip, const struct window *w, int own)
{
	int under = w->first + w->n - own - 1, over = own - w->first;
	struct slot slot = { .value = strip->value_col, .end = w->edge };
	int need = choice_lines(strip, &slot), row = w->row + own - w->first;
	bool whole = need <= under || need <= over;
	struct squeeze squeeze;

	if (!whole)
		need = 1;
	slot.row = under >= need ? row + 1 : row - need;
	if (under < need && over < need)
		return;
	clear_rows(strip, slot.row, need);
	if (whole)
		draw_choice_lines(strip, &slot, need);
	else if (choices_fit(strip, slot.end - slot.value, &squeeze))
		draw_choices(strip, slot.row, slot.value, &squeeze);
}

static void place_elsewhere(const struct strip *strip, const struct window *w)
{
	int own = focused_row(strip);

	if (own == strip->n_rows || strip->n_choices == 0)
		return;
	if (strip->row[own].kind == ROW_PACK)
		place_anchors(strip, w, own);
	else if (strip->below)
		drop_menu(strip, w, own);
}

/* ---- all of it ---- */

static struct strip *open_strip(const struct sheet *sheet, struct canvas *cv)
{
	struct strip *strip = xcalloc(1, sizeof *strip);

	strip_begin(strip, sheet, cv);
	strip->focus = sheet_focus(sheet);
	strip->n_choices = sheet_choice_list(sheet, strip->choice, CHOICES_MAX);
	return strip;
}

int answers_rows(const struct sheet *sheet, const struct canvas *cv)
{
	struct canvas measure = *cv; /* nothing is drawn on it */
	struct strip *strip = open_strip(sheet, &measure);
	int rows = strip->n_rows;

	free(strip);
	return rows;
}

static int first_row(const struct strip *strip, int rows)
{
	int first = focused_row(strip) - rows / 2;

	if (first > strip->n_rows - rows)
		first = strip->n_rows - rows;
	return first < 0 ? 0 : first;
}

static void draw_more(const struct strip *strip, int row, const char *mark, int more)
{
	char text[32];

	snprintf(text, sizeof text, "%s %d more", mark, more);
	canvas_put_right(strip->cv, row, strip->cv->cols - 1, MORE_COLS, STYLE_DIM, text);
}

static void draw_rows(struct strip *strip, int row, int rows, int anchors)
{
	int ends[GUIDELINE_QUESTIONS_MAX] = { 0 };
	struct window w = {
		.row = row, .first = first_row(strip, rows), .ends = ends, .anchors = anchors
	};
	int above = w.first, below;

	w.n = rows < strip->n_rows ? rows : strip->n_rows;
	below = strip->n_rows - w.first - w.n;
	w.edge = strip->cv->cols - 1;
	for (int i = w.first; i < w.first + w.n; i++) {
		bool marked = (i == w.first && above > 0) || (i == w.first + w.n - 1 && below > 0);

		ends[i] = draw_row(strip, &strip->row[i], row + i - w.first,
				   w.edge - (marked ? MORE_COLS + 1 : 0));
		if (marked)
			ends[i] = w.edge;
	}
	place_elsewhere(strip, &w);
	if (above > 0)
		draw_more(strip, row, "▲", above);
	if (below > 0)
		draw_more(strip, row + w.n - 1, "▼", below);
}

void answers_draw(const struct sheet *sheet, struct canvas *cv, int row, int rows, int anchors)
{
	struct strip *strip = open_strip(sheet, cv);

	if (rows > 0 && strip->n_rows > 0)
		draw_rows(strip, row, rows, anchors);
	free(strip);
}
