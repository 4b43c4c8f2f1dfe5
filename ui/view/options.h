/* options.h - `*`: the options of a choice with their definitions, searchable; Enter sets one. */
#ifndef ASSAY_UI_VIEW_OPTIONS_H
#define ASSAY_UI_VIEW_OPTIONS_H

#include "model/sheet.h"
#include "ui/app.h"

/* CHOSEN is called for each option that Enter is pressed on; the list stays open when the question
 * takes several.  SHEET and CTX must live as long as the view below. */
struct view *options_open(const struct sheet *sheet, struct sheet_cell cell,
			  void (*chosen)(struct app *app, void *ctx, int option), void *ctx);

#endif
