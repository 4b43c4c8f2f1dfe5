/* killed.h - a program that is killed at a chosen step: right before the Nth call that changes what
 * is in a folder. */
#ifndef ASSAY_TESTS_KILLED_H
#define ASSAY_TESTS_KILLED_H

#include "tests/support/program.h"

/* Runs BINARY with ARGV and kills it before its STEP-th (from 1) mkdir, rmdir, rename or unlink.
 * KILLED_THERE: it was; KILLED_NOT: it ended by itself, with fewer steps, and status 0.  Anything
 * else fails the test.  KILLED_UNTRACED: processes may not be traced here. */
enum killed { KILLED_THERE, KILLED_NOT, KILLED_UNTRACED };
enum killed program_killed(struct program *program, const char *const *argv, int step);

#endif
