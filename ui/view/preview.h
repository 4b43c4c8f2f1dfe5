/* preview.h - a text as it will be read: rendered, on the whole screen, any other key back. */
#ifndef ASSAY_UI_VIEW_PREVIEW_H
#define ASSAY_UI_VIEW_PREVIEW_H

#include "ui/app.h"

/* TITLE and the Markdown TEXT are copied. */
struct view *preview_open(const char *title, const char *text, size_t len);

#endif
