/* golden_checklist.c - the guideline's checklist, ticked while one writes: her own aid, kept with
 * the draft. */
#include "ui/view/golden_state.h"

#include <stdio.h>

#define LABEL_COLS 12
#define ROWS_MAX 2
#define LINES_MAX 64 /* that can be ticked */

static bool is_ticked(struct golden *g, int line)
{
	return line < LINES_MAX && (golden_writing(g)->ticked >> line & 1) != 0;
}

static int count_ticked(struct golden *g)
{
	int n = 0;

	for (int i = 0; i < g->question->n_checklist; i++)
		n += is_ticked(g, i);
	return n;
}

static void put_mark(struct golden *g, struct canvas *cv, int row, int col, int line)
{
	bool ticked = is_ticked(g, line);

	canvas_put(cv, row, col, 1, ticked ? STYLE_CHOSEN : STYLE_DIM, ticked ? "✔" : "–");
}

/* The lines that did not fit: how many of all are ticked. */
static void put_rest(struct golden *g, struct canvas *cv, int row, int col)
{
	canvas_putf(cv, row, col, cv->cols - col - 1, STYLE_DIM, "… %d of %d", count_ticked(g),
		    g->question->n_checklist);
}

int golden_checklist(struct golden *g, struct canvas *cv, int row)
{
	int from = 3 + LABEL_COLS, col = from, rows = 1, rest = 11;

	if (row >= 0)
		canvas_put(cv, row, 3, LABEL_COLS, STYLE_DIM, "checklist");
	for (int i = 0; i < g->question->n_checklist; i++) {
		const char *line = g->question->checklist[i];
		int need = canvas_columns(cv, line) + 2;
		bool last = i + 1 == g->question->n_checklist;
		int edge = cv->cols - 1 - (rows == ROWS_MAX && !last ? rest : 0);
		bool wraps = col > from && col + need > edge;

		if (wraps && rows == ROWS_MAX) {
			if (row >= 0)
				put_rest(g, cv, row + rows - 1, col);
			return rows;
		}
		rows += wraps;
		col = wraps ? from : col;
		if (row >= 0) {
			put_mark(g, cv, row + rows - 1, col, i);
			canvas_put_cut(cv, row + rows - 1, col + 2, cv->cols - col - 3, STYLE_TEXT,
				       line);
		}
		col += need + 3;
	}
	return rows;
}

void golden_draw_ticking(struct golden *g, const struct app *app, struct canvas *cv)
{
	int n = g->question->n_checklist, room = cv->rows - 5, rows = n < room ? n : room;
	int top = cv->rows - 1 - rows, first = g->tick >= rows ? g->tick - rows + 1 : 0;
	struct hints hints = { .n = 0 };
	char digits[24];

	for (int row = top - 1; row < cv->rows; row++)
		canvas_fill(cv, row, 0, cv->cols, STYLE_TEXT, ' ');
	frame_rule(cv, top - 1);
	frame_label(cv, top - 1, 3, cv->cols - 2, STYLE_BRIGHT, "checklist");
	for (int i = 0; i < rows; i++) {
		int line = first + i, row = top + i;
		bool here = line == g->tick;

		if (here)
			canvas_put(cv, row, 1, 1, STYLE_BRIGHT, "▸");
		if (line < 9)
			canvas_putf(cv, row, 3, 2, STYLE_KEY, "%d", line + 1);
		put_mark(g, cv, row, 6, line);
		canvas_put_cut(cv, row, 8, cv->cols - 10, here ? STYLE_BRIGHT : STYLE_TEXT,
			       g->question->checklist[line]);
	}
	snprintf(digits, sizeof digits, n > 1 ? "1-%d" : "%d", n < 9 ? n : 9);
	hint_add(&hints, digits, "tick");
	hint_add(&hints, "Space", "tick this one");
	hint_add(&hints, "↑ ↓", "line");
	hint_add(&hints, "Esc", "back to the text");
	snprintf(hints.right, sizeof hints.right, "%d of %d", count_ticked(g), n);
	frame_hints(app, cv, &hints);
}

void golden_open_checklist(struct golden *g, struct app *app)
{
	if (g->question->n_checklist == 0) {
		app_say(app, STYLE_DIM, "this question has no checklist");
		return;
	}
	g->ticking = true;
	g->tick = 0;
	while (g->tick + 1 < g->question->n_checklist && is_ticked(g, g->tick))
		g->tick++;
}

static void tick(struct golden *g, struct app *app, int line)
{
	if (line >= g->question->n_checklist || line >= LINES_MAX)
		return;
	golden_writing(g)->ticked ^= UINT64_C(1) << line;
	golden_touch(g, app);
	g->tick = line + 1 < g->question->n_checklist ? line + 1 : line;
}

void golden_tick_key(struct golden *g, struct app *app, const struct event *event)
{
	int n = g->question->n_checklist;
	int key = event->key[1] == '\0' ? event->key[0] : 0;

	if (key >= '1' && key <= '9') {
		tick(g, app, key - '1');
	} else if (key_is(event, "Space")) {
		tick(g, app, g->tick);
	} else if (key_is(event, "Down") || key == 'j') {
		g->tick += g->tick + 1 < n;
	} else if (key_is(event, "Up") || key == 'k') {
		g->tick -= g->tick > 0;
	} else {
		g->ticking = false;
	}
}
