/* terminfo.h - whether this terminal can show a screen, before curses takes it.  Apart from
 * term_curses.c because <term.h> has a struct term of its own. */
#ifndef ASSAY_MAIN_TERMINFO_H
#define ASSAY_MAIN_TERMINFO_H

#include "base/err.h"

#include <stdbool.h>

#define TERMINFO_NAME_MAX 64

/* TERM is its name, or NULL; NAME is the description to use: that of a relative where this machine
 * does not know TERM.  ERR says what to set instead. */
bool terminfo_choose(const char *term, int fd, char name[TERMINFO_NAME_MAX],
		     struct err *err) MUST_USE;

/* Calls EACH for the keys that TERM is said to send ("kcuu1"…), by the name that they have here. */
void terminfo_keys(const char *term, int fd,
		   void (*each)(void *ctx, const char *sequence, const char *name), void *ctx);

/* Whether there is a description of TERM with direct colours ("xterm-direct"); its name in NAME. */
bool terminfo_direct(const char *term, int fd, char name[TERMINFO_NAME_MAX]);

/* How the terminal in use is told of attributes is made shorter: nobody here asks for another
 * character set ("rmacs" chooses it once), and an attribute that follows nothing follows a 0. */
void terminfo_shorten(void);

#endif
