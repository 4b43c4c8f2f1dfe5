/* browse.h - `#`: all items, in their order, with a filter; Enter goes to one. */
#ifndef ASSAY_UI_VIEW_BROWSE_H
#define ASSAY_UI_VIEW_BROWSE_H

#include "ui/app.h"

/* Of BATCH, on the line of item UID; NULL: of all batches; UID NULL: on the first line. */
struct view *browse_open(struct app *app, const struct short_id *batch, const struct id *uid);
/* Those of all batches that were begun and not sent. */
struct view *browse_open_begun(struct app *app);

#endif
