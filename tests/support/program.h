/* program.h - runs the real assay in a folder of its own, with a home of its own. */
#ifndef ASSAY_TESTS_PROGRAM_H
#define ASSAY_TESTS_PROGRAM_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct program {
	const char *binary;
	char dir[256];     /* temporary; the working directory of every run */
	const char *input; /* for the next run's standard input; NULL: empty */
	size_t input_len;
	const char *extra[8]; /* more of the environment: "NAME=value"; ends with NULL */
	struct buf out, err;  /* what the last run printed */
};

void program_open(struct program *program, const char *binary);
void program_close(struct program *program); /* removes the folder */

/* Runs BINARY with the arguments up to NULL; returns its exit status, 128 + the signal when it was
 * killed. */
int program_run(struct program *program, ...) __attribute__((sentinel));
int program_runv(struct program *program, const char *const *argv);
/* Runs something else: ARGV[0] is looked up in PATH; 127 when it is not there. */
int program_other(struct program *program, const char *const *argv);

/* Files in the folder. */
const char *program_path(struct program *program, const char *name); /* borrowed until 8 calls on */
void program_write(struct program *program, const char *name, const void *bytes, size_t n);
void program_puts(struct program *program, const char *name, const char *text);
bool program_read(struct program *program, const char *name,
		  struct buf *out); /* false: not there */
bool program_has(struct program *program, const char *name);

/* Fails the test, showing both outputs, unless TEXT is in the last run's output. */
void program_says(struct program *program, const char *text);
void program_complains(struct program *program, const char *text);

#endif
