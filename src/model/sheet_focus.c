/* sheet_focus.c - where the next answer goes. */
#include "model/sheet_private.h"

#include <string.h>

int focused(const struct sheet *sheet)
{
	return sheet->focus < sheet->n_cells ? sheet->focus : -1;
}

/* Leaving a number that is being typed ends it. */
static void leave(struct sheet *sheet)
{
	struct answer *a;

	sheet->just_set = -1;
	if (sheet->focus < 0 || sheet->focus >= sheet->n_cells)
		return;
	a = cell_answer(sheet, sheet->focus);
	if (a != NULL && a->typed >= 0) {
		a->typed = -1;
		sheet_refresh(sheet);
	}
}

void focus_to(struct sheet *sheet, int index)
{
	leave(sheet);
	sheet->focus = index;
	sheet->landed = false;
	sheet->n_trail = 0;
}

static void add_to_trail(struct sheet *sheet, int index)
{
	if (index < 0 || index >= sheet->n_cells)
		return;
	if (sheet->n_trail == TRAIL_MAX) {
		memmove(sheet->trail, sheet->trail + 1, (TRAIL_MAX - 1) * sizeof *sheet->trail);
		sheet->n_trail--;
	}
	sheet->trail[sheet->n_trail++] = index;
}

void focus_advance(struct sheet *sheet)
{
	int from = sheet->focus;

	leave(sheet);
	add_to_trail(sheet, from);
	for (sheet->focus = from + 1; sheet->focus < sheet->n_cells; sheet->focus++)
		if (cell_asked(sheet, sheet->focus)
		    && cell_state(sheet, sheet->focus) != CELL_ANSWERED)
			break;
	sheet->landed = true;
}

int focus_back(struct sheet *sheet)
{
	int index = sheet->focus - 1;

	if (sheet->n_trail > 0)
		index = sheet->trail[--sheet->n_trail];
	while (index >= 0 && !cell_asked(sheet, index))
		index--;
	if (index < 0)
		return -1;
	leave(sheet);
	sheet->focus = index;
	sheet->landed = false;
	return index;
}

/* ---- for the view ---- */

bool sheet_at_end(const struct sheet *sheet)
{
	return sheet->focus >= sheet->n_cells;
}

struct sheet_cell sheet_focus(const struct sheet *sheet)
{
	if (sheet_at_end(sheet))
		return (struct sheet_cell){ .question = -1, .shown = -1 };
	return sheet->cell[sheet->focus];
}

void sheet_set_focus(struct sheet *sheet, struct sheet_cell cell)
{
	int index = cell.question < 0 ? sheet->n_cells : cell_find(sheet, cell);

	if (index == sheet->n_cells || (index >= 0 && cell_asked(sheet, index)))
		focus_to(sheet, index);
}

bool sheet_strength_focus(const struct sheet *sheet)
{
	int index = focused(sheet);

	return index >= 0 && cell_question(sheet, index)->type == QUESTION_RANK
	       && rank_strength_open(sheet, cell_question(sheet, index), cell_answer(sheet, index));
}

void sheet_tab(struct sheet *sheet, int dir)
{
	int stops = sheet->n_cells + 1;
	int index = sheet->focus;

	do
		index = (index + (dir < 0 ? stops - 1 : 1)) % stops;
	while (index < sheet->n_cells && !cell_asked(sheet, index));
	focus_to(sheet, index);
}

void sheet_pane(struct sheet *sheet, int shown)
{
	struct sheet_cell cell = sheet_focus(sheet);

	if (cell.question < 0 || cell.shown < 0 || cell.shown == shown)
		return;
	cell.shown = shown;
	if (shown >= 0)
		sheet_set_focus(sheet, cell);
}

void sheet_focus_missing(struct sheet *sheet)
{
	int index = 0;

	while (index < sheet->n_cells && !cell_blocks(sheet, index))
		index++;
	focus_to(sheet, index);
}
