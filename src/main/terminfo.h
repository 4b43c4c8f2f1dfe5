/* terminfo.h - whether this terminal can show a screen, before curses takes it.  Apart from
 * term_curses.c because <term.h> has a struct term of its own. */
#ifndef ASSAY_MAIN_TERMINFO_H
#define ASSAY_MAIN_TERMINFO_H

#include "base/err.h"

#include <stdbool.h>

/* TERM is its name, or NULL; ERR says what to set instead. */
bool terminfo_check(const char *term, int fd, struct err *err) MUST_USE;

/* Calls EACH for the keys that TERM is said to send ("kcuu1"…), by the name that they have here. */
void terminfo_keys(const char *term, int fd,
		   void (*each)(void *ctx, const char *sequence, const char *name), void *ctx);

#define TERMINFO_NAME_MAX 64

/* Whether there is a description of TERM with direct colours ("xterm-direct"); its name in NAME. */
bool terminfo_direct(const char *term, int fd, char name[TERMINFO_NAME_MAX]);

#endif
