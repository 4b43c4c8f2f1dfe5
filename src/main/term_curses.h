/* term_curses.h - the real terminal, through ncursesw: the one user of curses.h. */
#ifndef ASSAY_MAIN_TERM_CURSES_H
#define ASSAY_MAIN_TERM_CURSES_H

#include "base/err.h"
#include "ui/settings.h"
#include "ui/term.h"

/* Takes the terminal on standard input and output over: locale, signals, screen.  There can be one
 * at a time.  The terminal comes back on close, on suspending, when a fatal signal or the want of
 * memory ends the process.  SETTINGS say how it looks.  ERR names what to set when this terminal
 * cannot show a screen. */
struct term *term_curses_open(const struct settings *settings, struct err *err) MUST_USE;
void term_curses_close(struct term *term); /* NULL is fine */

#endif
