/* terminfo.h - whether this terminal can show a screen, before curses takes it.  Apart from
 * term_curses.c because <term.h> has a struct term of its own. */
#ifndef ASSAY_MAIN_TERMINFO_H
#define ASSAY_MAIN_TERMINFO_H

#include "base/err.h"

/* TERM is its name, or NULL; ERR says what to set instead. */
bool terminfo_check(const char *term, int fd, struct err *err) MUST_USE;

#endif
