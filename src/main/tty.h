/* tty.h - the terminal as a device, without curses: signals through a pipe, and the terminal given
 * back whatever ends the process. */
#ifndef ASSAY_MAIN_TTY_H
#define ASSAY_MAIN_TTY_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Remembers how the terminal is, and catches signals: those that tell something (size, end, stop,
 * go on) come as bytes on tty_signals(), those that kill restore the terminal first. */
bool tty_take(struct err *err) MUST_USE;
void tty_give_back(void);

/* Each byte read there is a signal's number. */
int tty_signals(void);

/* RESET is what a fatal signal, or the want of memory, writes; copied. */
void tty_arm(const char *reset, size_t n);

/* Stops the process group as Ctrl-Z does and returns when it goes on. */
void tty_stop(void);

void tty_write(const char *bytes, size_t n);

#endif
