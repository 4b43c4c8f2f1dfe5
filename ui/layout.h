/* layout.h - keyboards that are not labelled QWERTY: from what a key prints to what stands at its
 * place.  Applied outside texts only. */
#ifndef ASSAY_UI_LAYOUT_H
#define ASSAY_UI_LAYOUT_H

#include "ui/key.h"

#include <stddef.h>

struct layout {
	const char *name, *says;
	const char *from, *to; /* code point by code point: printed, meant */
};

extern const struct layout layouts[];
extern const size_t layout_count;

const struct layout *layout_find(const char *name); /* NULL: no such layout */

/* Makes of EVENT's key the one that is meant.  LAYOUT may be NULL; keys of the numeric keypad stay
 * as they are. */
void layout_apply(const struct layout *layout, struct event *event);

#endif
