/* app_point.c - from a place on the screen to what was drawn there. */
#include "ui/app_parts.h"

#include <stdlib.h>

#define WHEEL_ROWS 3

static const struct region *region_at(const struct app *app, const struct event *event)
{
	for (size_t i = app->n_regions; i > 0; i--) {
		const struct region *region = &app->region[i - 1];

		if (region->row == event->row && event->col >= region->col
		    && event->col < region->col + region->cols)
			return region;
	}
	return NULL;
}

static void press_times(struct app *app, const char *key, int n)
{
	for (int i = 0; i < n && !app->quit; i++)
		app_press(app, key);
}

/* The first click chooses the line, one on the chosen line opens it. */
static void click_line(struct app *app, const struct region *region)
{
	if (region->a == region->b)
		app_press(app, "Enter");
	else
		press_times(app, region->a > region->b ? "Down" : "Up", abs(region->a - region->b));
}

static void click(struct app *app, const struct region *region)
{
	switch (region->kind) {
	case REGION_COMMAND:
		app_command(app, (enum command)region->a);
		break;
	case REGION_KEY:
		app_press(app, region->key);
		break;
	case REGION_LINE:
		click_line(app, region);
		break;
	case REGION_CELL:
	case REGION_TAB:
		break;
	}
}

void app_point(struct app *app, const struct event *event)
{
	struct view *view = app->top;
	struct event at = *event;
	const struct region *region;
	int rows, cols;

	if (!app->mouse)
		return;
	buf_clear(&app->status);
	app->dirty = true;
	/* The view may begin below something else. */
	app->term->size(app->term->ctx, &rows, &cols);
	at.row -= rows - app->rows;
	region = region_at(app, &at);
	if (view->ops->point != NULL && view->ops->point(view, app, &at, region))
		return;
	if (at.mouse != MOUSE_PRESS)
		press_times(app, at.mouse == MOUSE_WHEEL_UP ? "Up" : "Down", WHEEL_ROWS);
	else if (region != NULL)
		click(app, region);
}

void app_toggle_mouse(struct app *app)
{
	if (app->term->mouse == NULL) {
		app_say(app, STYLE_ATTENTION, "there is no mouse here");
		return;
	}
	app->mouse = !app->mouse;
	app->term->mouse(app->term->ctx, app->mouse);
	app_say(app, STYLE_DIM, "%s",
		app->mouse ? "the mouse is on; Shift and dragging select text as before"
			   : "the mouse is off");
}
