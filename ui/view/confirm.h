/* confirm.h - a question that only `y` says yes to. */
#ifndef ASSAY_UI_VIEW_CONFIRM_H
#define ASSAY_UI_VIEW_CONFIRM_H

#include "ui/app.h"

/* QUESTION is copied; YES names what `y` does ("submits all the same"), static.  DONE is called
 * after the question has closed; CTX must live as long as the view below. */
struct view *confirm_open(const char *question, const char *yes,
			  void (*done)(struct app *app, void *ctx, bool yes), void *ctx);

#endif
