/* workbench_point.c - the mouse in the workbench. */
#include "ui/view/workbench_state.h"

#define WHEEL_ROWS 3
#define MARGIN 2 /* columns before a text that belong to it */

/* The pane at EVENT, its rule included; -1: none. */
static int pane_at(const struct workbench *wb, const struct event *event)
{
	for (int i = 0; i < wb->n_readings; i++) {
		const struct reading *reading = &wb->reading[i];

		if (reading->visible && event->row >= reading->row - 1
		    && event->row < reading->row + reading->rows
		    && event->col >= reading->col - MARGIN
		    && event->col < reading->col + reading->cols)
			return i;
	}
	return -1;
}

static void choose_pane(struct workbench *wb, int reading)
{
	workbench_activate(wb, reading);
	/* A focused response cell goes along, as with the arrows. */
	if (reading >= 0 && wb->reading[reading].shown >= 0)
		sheet_pane(wb->sheet, wb->reading[reading].shown);
	workbench_compare(wb);
}

static void wheel(struct workbench *wb, struct app *app, int reading, enum mouse mouse)
{
	workbench_activate(wb, reading);
	for (int i = 0; i < WHEEL_ROWS; i++)
		app_command(app, mouse == MOUSE_WHEEL_UP ? CMD_LINE_UP : CMD_LINE_DOWN);
}

/* A click on the focused text opens it. */
static void choose_cell(struct workbench *wb, struct app *app, const struct region *region)
{
	struct sheet_cell cell = sheet_focus(wb->sheet);
	bool there = cell.question == region->a && cell.shown == region->b;

	if (there && sheet_enter_opens(wb->sheet)) {
		app_press(app, "Enter");
		return;
	}
	sheet_set_focus(wb->sheet,
			(struct sheet_cell){ .question = region->a, .shown = region->b });
	workbench_follow_focus(wb);
}

bool workbench_point(struct view *view, struct app *app, const struct event *event,
		     const struct region *region)
{
	struct workbench *wb = (struct workbench *)view;
	int pane;

	if (!wb->has_item || wb->text.editor != NULL)
		return false;
	pane = pane_at(wb, event);
	if (event->mouse != MOUSE_PRESS) {
		if (pane >= 0)
			wheel(wb, app, pane, event->mouse);
		return true;
	}
	if (region != NULL && region->kind == REGION_CELL)
		choose_cell(wb, app, region);
	else if (region != NULL && region->kind == REGION_TAB)
		choose_pane(wb, region->a);
	else if (region == NULL && pane >= 0)
		choose_pane(wb, pane);
	else
		return false;
	return true;
}
