/* submissions.h - `H`: what this person sent, newest first; Enter reopens one to correct it. */
#ifndef ASSAY_UI_VIEW_SUBMISSIONS_H
#define ASSAY_UI_VIEW_SUBMISSIONS_H

#include "ui/app.h"

enum submissions_which { /* what Tab goes through */
			 SUBMISSIONS_ALL,
			 SUBMISSIONS_UNSENT, /* corrected, and not sent again */
			 SUBMISSIONS_FLAGGED,
			 SUBMISSIONS_SKIPPED,
			 SUBMISSIONS_RETURNED, /* sent back by a reviewer */
			 SUBMISSIONS_DIFFER,   /* answered differently on two machines */
			 SUBMISSIONS_WHICH_COUNT,
};

struct view *submissions_open(struct app *app, enum submissions_which which);

#endif
