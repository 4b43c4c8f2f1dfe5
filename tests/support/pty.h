/* pty.h - a program on a real pseudo-terminal, and the screen that it makes there. */
#ifndef ASSAY_TESTS_PTY_H
#define ASSAY_TESTS_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct pty;

struct pty_start {
	int rows, cols;
	const char *dir;         /* working directory */
	const char *const *argv; /* ends with NULL */
	const char *const *env;  /* "NAME=value" besides PATH; ends with NULL */
};

struct pty *pty_spawn(const struct pty_start *start);
void pty_free(struct pty *pty); /* kills what still runs */

void pty_type(struct pty *pty, const char *bytes);
void pty_resize(struct pty *pty, int rows, int cols);
void pty_signal(struct pty *pty, int signal);

/* Reads until the screen shows TEXT (or no longer does); false after half a minute. */
bool pty_shows(struct pty *pty, const char *text);
bool pty_hides(struct pty *pty, const char *text);
/* Whether nothing is written for MS, counted from the last byte; gives up after half a minute. */
bool pty_falls_silent(struct pty *pty, int ms);
pid_t pty_pid(const struct pty *pty);
/* The screen as lines; the caller's. */
char *pty_screen(struct pty *pty);

/* Reads to the end; the exit status, or 128 + the signal. */
int pty_finish(struct pty *pty);

/* The line drops: the terminal goes away under the program; its exit status, or 128 + the signal.
 */
int pty_drop(struct pty *pty);

/* Whether the terminal is as a shell wants it: lines, echo, signals. */
bool pty_is_cooked(const struct pty *pty);

/* All bytes that came; borrowed until the next call. */
const char *pty_raw(const struct pty *pty, size_t *len);

#endif
