/* plain.h - the workbench line by line on standard input and output (ui/plain). */
#ifndef ASSAY_MAIN_PLAIN_H
#define ASSAY_MAIN_PLAIN_H

#include "main/world.h"

#include "ui/app.h"

struct plain_streams {
	int columns; /* where lines are broken; 0: nowhere */
	int refused; /* comes back: lines that were not understood */
};

bool plain_on_streams(const struct cmd_env *env, struct store *store, const struct app_env *app,
		      const char *start, struct plain_streams *streams, struct err *err) MUST_USE;

/* Whether the terminal can do no more than lines. */
bool plain_is_needed(const struct cmd_env *env);

#endif
