/* submissions.h - `H`: what this person sent, newest first; Enter reopens one to correct it. */
#ifndef ASSAY_UI_VIEW_SUBMISSIONS_H
#define ASSAY_UI_VIEW_SUBMISSIONS_H

#include "ui/app.h"

struct view *submissions_open(struct app *app);

#endif
