/* app_parts.h - what the files of the app share; nobody else's. */
#ifndef ASSAY_UI_APP_PARTS_H
#define ASSAY_UI_APP_PARTS_H

#include "ui/app.h"

#define APP_ROWS_MIN 12
#define APP_COLS_MIN 40

/* ---- app_events.c ---- */

bool app_is_too_small(const struct app *app);
int app_guide_rows(const struct app *app, int cols); /* above the view */
void app_measure(struct app *app);                   /* how much is left for the view */
void app_settle(struct app *app);                    /* the guide looks at where she is */

/* ---- app_point.c ---- */

/* EVENT is of the mouse.  The top view is asked first; then a click runs what was drawn there, and
 * the wheel presses arrows. */
void app_point(struct app *app, const struct event *event);
void app_toggle_mouse(struct app *app);

#endif
