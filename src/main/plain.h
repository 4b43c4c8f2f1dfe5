/* plain.h - the workbench line by line on standard input and output (ui/plain). */
#ifndef ASSAY_MAIN_PLAIN_H
#define ASSAY_MAIN_PLAIN_H

#include "main/world.h"

#include "ui/app.h"

/* COLUMNS: where lines are broken; 0: nowhere.  REFUSED counts lines that were not understood. */
bool plain_on_streams(const struct cmd_env *env, struct store *store, const struct app_env *app,
		      const char *start, int columns, int *refused, struct err *err) MUST_USE;

/* Whether the terminal can do no more than lines. */
bool plain_is_needed(const struct cmd_env *env);

#endif
