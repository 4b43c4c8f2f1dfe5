/* app_point.h - what the mouse does; the app's own, called by app.c. */
#ifndef ASSAY_UI_APP_POINT_H
#define ASSAY_UI_APP_POINT_H

#include "ui/app.h"

/* EVENT is of the mouse.  The top view is asked first; then a click runs what was drawn there, and
 * the wheel presses arrows. */
void app_point(struct app *app, const struct event *event);

void app_toggle_mouse(struct app *app);

#endif
