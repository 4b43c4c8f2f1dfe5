/* home.h - what there is to do: batches, what was sent, the guideline. */
#ifndef ASSAY_UI_VIEW_HOME_H
#define ASSAY_UI_VIEW_HOME_H

#include "ui/app.h"

struct view *home_open(struct app *app, struct err *err) MUST_USE;

/* Opens the workbench of the batch called NAME over HOME. */
bool home_start(struct app *app, struct view *home, const char *name, struct err *err) MUST_USE;

#endif
