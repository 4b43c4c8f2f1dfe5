/* keys_try.h - a try of the keyboard: what each key sends and means. */
#ifndef ASSAY_MAIN_KEYS_TRY_H
#define ASSAY_MAIN_KEYS_TRY_H

#include "cmd/cmd.h"
#include "ui/keymap.h"

/* Line after line until q twice, Ctrl-G or Ctrl-C; needs a terminal, but no screen. */
bool keys_try(const struct cmd_env *env, const struct keymap *map, struct err *err) MUST_USE;

#endif
