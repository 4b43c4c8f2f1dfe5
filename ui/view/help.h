/* help.h - `?` and `:`: what can be done on the screen below, searchable; Enter does it.  Both are
 * made from the command table and the guideline's letters. */
#ifndef ASSAY_UI_VIEW_HELP_H
#define ASSAY_UI_VIEW_HELP_H

#include "ui/app.h"

enum help_list {
	HELP_KEYS,  /* by screen: `?` */
	HELP_NAMES, /* by name: `:` */
};

struct view *help_open(struct app *app, enum help_list list);

#endif
