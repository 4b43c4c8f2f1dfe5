/* pty_steps.h - what a person does on a pseudo-terminal, in one step with what comes of it. */
#ifndef ASSAY_TESTS_PTY_STEPS_H
#define ASSAY_TESTS_PTY_STEPS_H

#include "tests/support/pty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static inline void pty_must_show(struct pty *pty, const char *text, int line)
{
	if (!pty_shows(pty, text))
		fail_msg("line %d: '%s' is not there:\n%s", line, text, pty_screen(pty));
}

static inline void pty_must_leave(struct pty *pty, int line)
{
	int status = pty_finish(pty);

	if (status != 0 || !pty_is_cooked(pty))
		fail_msg("line %d: it ended with %d and left the terminal %s", line, status,
			 pty_is_cooked(pty) ? "as it was" : "raw");
}

/* KEYS are typed, and the screen shows TEXT. */
#define pty_answers(pty, keys, text) (pty_type(pty, keys), pty_must_show(pty, text, __LINE__))

/* KEYS are typed, and the program ends well, the terminal as it was. */
#define pty_leaves(pty, keys) (pty_type(pty, keys), pty_must_leave(pty, __LINE__))

/* SIGNAL does the same. */
#define pty_ends_at(pty, signal) (pty_signal(pty, signal), pty_must_leave(pty, __LINE__))

#endif
