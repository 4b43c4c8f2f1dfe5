/* asking.h - `*` where there is no list of options: the focused question in full and every key that
 * answers it, with what it stands for, over the strip; the item stays on the screen. */
#ifndef ASSAY_UI_VIEW_ASKING_H
#define ASSAY_UI_VIEW_ASKING_H

#include "model/sheet.h"
#include "ui/app.h"

/* A key that answers closes it and answers in the view below.  SHEET must live as long as that. */
struct view *asking_open(const struct sheet *sheet);

#endif
