/* own_program.h - the real program in a folder of its own, for each test anew.
 *
 * Header only: it needs ASSAY_BIN. */
#ifndef ASSAY_TESTS_MAIN_OWN_PROGRAM_H
#define ASSAY_TESTS_MAIN_OWN_PROGRAM_H

#include "base/buf.h"
#include "tests/support/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct program program;
static struct program *const p = &program;

static inline int open_program(void **state)
{
	(void)state;
	program_open(p, ASSAY_BIN);
	return 0;
}

static inline int close_program(void **state)
{
	(void)state;
	program_close(p);
	return 0;
}

/* SCRIPT in bash, the program as "$1"; fails unless it ends with EXPECTED. */
static inline void program_shell(const char *script, int expected)
{
	const char *const argv[] = { "bash", "-c", script, "bash", ASSAY_BIN, NULL };
	int code = program_other(p, argv);

	if (code != expected)
		fail_msg("%s: %d instead of %d\n%s%s", script, code, expected, buf_str(&p->out),
			 buf_str(&p->err));
}

#define PROGRAM_TEST(name) cmocka_unit_test_setup_teardown(name, open_program, close_program)

#endif
