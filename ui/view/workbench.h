/* workbench.h - where items are read and answered. */
#ifndef ASSAY_UI_VIEW_WORKBENCH_H
#define ASSAY_UI_VIEW_WORKBENCH_H

#include "ui/app.h"

/* Opens BATCH where this person stopped.  NULL with ERR when it has no guideline or no items. */
struct view *workbench_open(struct app *app, const struct short_id *batch,
			    struct err *err) MUST_USE;

/* Shows one item, in the workbench that is open or in a new one; the next submission leads back to
 * where it stood. */
void workbench_visit(struct app *app, const struct short_id *batch, const struct id *uid);
/* Shows the first place with TEXT in what is on the workbench's screen, if one is open on top. */
void workbench_find(struct app *app, const char *text);

#endif
