/* widths.h - the effective locale, and how many columns a character has there. */
#ifndef ASSAY_MAIN_WIDTHS_H
#define ASSAY_MAIN_WIDTHS_H

#include "text/cells.h"

/* Makes LC_CTYPE a UTF-8 locale if this machine has one; false: the terminal gets ASCII.  LC_CTYPE
 * only: with LC_NUMERIC numbers would get decimal commas. */
bool widths_choose_locale(void);

int width_utf8(uint32_t code_point);
int width_ascii(uint32_t code_point);

/* Characters that terminals are known to draw in other widths than the locale says. */
bool width_is_doubtful(const struct cell *cell);

#endif
