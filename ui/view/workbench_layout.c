/* workbench_layout.c - where everything stands, from the size of the screen and the state. */
#include "ui/view/workbench_state.h"

#include "ui/view/answers.h"

#include <string.h>

#define PROMPT_ROWS_MAX 6
#define TEXT_ROWS_MIN 3
#define ROOMY_ROWS 19 /* text rows from which there is air above the hint line */
#define EDITOR_ROWS 5 /* of an open text at least, its head line included */
#define EDITOR_ROWS_TALL 7
#define TALL_ROWS 40

static void place(struct reading *reading, int row, int col, int rows, int cols)
{
	reading->visible = rows > 0 && cols > 0;
	reading->row = row;
	reading->col = col;
	reading->rows = rows;
	reading->cols = cols;
	reading->rule = row - 1;
}

/* The rows that the strip may take: never so many that no text is left to read. */
static int strip_rows(const struct workbench *wb, const struct canvas *cv)
{
	int want = answers_rows(wb->sheet, cv), most = cv->rows - 2 - TEXT_ROWS_MIN - 2;
	int editor = cv->rows >= TALL_ROWS ? EDITOR_ROWS_TALL : EDITOR_ROWS;

	if (wb->text.editor != NULL && want < editor)
		want = editor;
	if (want > most)
		want = most;
	if (wb->text.editor != NULL && want > cv->rows / 2)
		want = cv->rows / 2;
	return want < 1 ? 1 : want;
}

static int clamp(int n, int low, int high)
{
	return n > high ? high : n < low ? low : n;
}

static int columns_shown(const struct workbench *wb, int cols)
{
	int all = wb->n_readings - 1, most = cols >= COLUMNS_MORE ? 4 : 2;

	return all < most ? all : most;
}

/* Left edge and columns of column I of N: equal texts wrap the same way in all of them. */
static int column_left(const struct canvas *cv, int i, int n)
{
	return i == 0 ? 2 : i * cv->cols / n + 2;
}

static int column_width(const struct canvas *cv, int n)
{
	int least = cv->cols;

	for (int i = 0; i < n; i++) {
		int right = i == n - 1 ? cv->cols - 1 : (i + 1) * cv->cols / n;
		int width = right - column_left(cv, i, n);

		least = width < least ? width : least;
	}
	return least;
}

int workbench_pane_columns(const struct workbench *wb, const struct canvas *cv, int reading)
{
	if (wb->reading[reading].visible)
		return wb->reading[reading].cols;
	if (wb->stacked || wb->zoom || reading == 0)
		return cv->cols - 3;
	return column_width(cv, columns_shown(wb, cv->cols));
}

/* Rows of the longest response, in the column where it would stand. */
static int longest_response(struct workbench *wb, const struct canvas *cv)
{
	int longest = 0;

	for (int i = 1; i < wb->n_readings; i++) {
		struct pane *pane = &wb->reading[i].pane;

		pane_fit(pane, workbench_pane_columns(wb, cv, i), cv);
		if (pane_rows(pane) > (size_t)longest)
			longest = clamp((int)pane_rows(pane), 0, cv->rows);
	}
	return longest;
}

/* The prompt gets what it needs, up to six rows and a third, and what the responses leave free. */
static int prompt_rows(struct workbench *wb, const struct canvas *cv, int rows)
{
	struct reading *prompt = &wb->reading[0];
	int need, most = clamp(rows / 3, 1, PROMPT_ROWS_MAX), spare;

	pane_fit(&prompt->pane, cv->cols - 3, cv);
	need = clamp((int)pane_rows(&prompt->pane), 1, cv->rows);
	if (need > most) {
		spare = rows - 1 - clamp(longest_response(wb, cv), TEXT_ROWS_MIN, rows);
		most = clamp(spare, most, rows);
	}
	return clamp(need, 1, most);
}

/* ROW is that of the rule over the columns, END the row behind the text. */
static void place_columns(struct workbench *wb, const struct canvas *cv, int row, int end)
{
	int n = columns_shown(wb, cv->cols), active = wb->active - 1;

	if (active >= 0 && active < wb->first_column)
		wb->first_column = active;
	if (active >= wb->first_column + n)
		wb->first_column = active - n + 1;
	wb->first_column = clamp(wb->first_column, 0, wb->n_readings - 1 - n);
	for (int i = 0; i < n; i++)
		place(&wb->reading[1 + wb->first_column + i], row + 1, column_left(cv, i, n),
		      end - row - 1, column_width(cv, n));
}

static void place_all(struct workbench *wb, const struct canvas *cv, int end)
{
	int prompt = prompt_rows(wb, cv, end - 2);
	int air = prompt < PROMPT_ROWS_MAX && end - 2 - prompt > ROOMY_ROWS ? 1 : 0;

	place(&wb->reading[0], 2, 2, prompt, cv->cols - 3);
	place_columns(wb, cv, 2 + prompt + air, end);
}

static void show_last_turn(struct reading *prompt, const struct canvas *cv)
{
	if (!prompt->to_end || !prompt->visible)
		return;
	prompt->to_end = false;
	pane_fit(&prompt->pane, prompt->cols, cv);
	pane_end(&prompt->pane, prompt->rows);
}

bool workbench_is_stacked(const struct workbench *wb, int cols)
{
	return cols < COLUMNS_FROM || wb->arrangement == ARRANGE_STACKED || wb->n_readings < 2
	       || wb->has_rtl;
}

void workbench_layout(struct workbench *wb, const struct canvas *cv)
{
	int last = cv->rows - 1, end;

	for (int i = 0; i < wb->n_readings; i++)
		wb->reading[i].visible = false;
	wb->stacked = workbench_is_stacked(wb, cv->cols);
	wb->strip_rows = strip_rows(wb, cv);
	wb->strip_row = last - wb->strip_rows;
	if (!wb->stacked && wb->strip_row - PROMPT_ROWS_MAX - 4 > ROOMY_ROWS)
		wb->strip_row--;
	end = wb->strip_row - 1;
	if (wb->zoom)
		place(workbench_active(wb), 2, 2, last - 2, cv->cols - 3);
	else if (wb->stacked)
		place(workbench_active(wb), 2, 2, end - 2, cv->cols - 3);
	else
		place_all(wb, cv, end);
	if (wb->aligned)
		workbench_sync(wb, cv);
	show_last_turn(&wb->reading[0], cv);
}
