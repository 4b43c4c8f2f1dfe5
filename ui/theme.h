/* theme.h - from what a piece of text means to how it looks; data only.
 *
 * A theme never carries a meaning alone: views put a mark beside it, so that monochrome says the
 * same. */
#ifndef ASSAY_UI_THEME_H
#define ASSAY_UI_THEME_H

#include "text/style.h"

#include <stddef.h>
#include <stdint.h>

enum look_attribute { LOOK_BOLD = 1, LOOK_DIM = 2, LOOK_UNDERLINE = 4, LOOK_REVERSE = 8 };

enum { COLOUR_OWN = -1 }; /* the terminal's own */

struct look {
	int16_t c16, c256;  /* palette; COLOUR_OWN */
	int32_t rgb;        /* 0xRRGGBB; COLOUR_OWN */
	uint8_t attributes; /* with colours */
	uint8_t without;    /* without */
};

struct theme {
	const char *name, *says;
	struct look ground; /* background */
	struct look look[STYLE_COUNT];
};

extern const struct theme themes[]; /* the first is the default */
extern const size_t theme_count;

const struct theme *theme_find(const char *name); /* NULL: no such theme */

/* The colour of LOOK on a terminal of COLOURS (0: none): a palette number, 0xRRGGBB where there are
 * more than 256, or COLOUR_OWN. */
int32_t look_colour(const struct look *look, int32_t colours);

#endif
