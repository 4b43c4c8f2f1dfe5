/* own.h - what a person has made her own: settings.yaml and keys.yaml of her config folder. */
#ifndef ASSAY_MAIN_OWN_H
#define ASSAY_MAIN_OWN_H

#include "cmd/cmd.h"
#include "ui/keymap.h"
#include "ui/settings.h"

struct own {
	struct settings settings;
	struct keymap keymap;
	char notice[ERR_MSG_MAX]; /* a file that is not used, and why; "" */
};

/* Her files, then the options of `assay label` over them.  A file of hers with a mistake leaves the
 * defaults and a notice; an option with one is an error. */
bool own_read(struct own *own, const struct cmd_env *env, const struct cmd_args *args,
	      struct err *err) MUST_USE;

/* The keys of FILE; NULL: of her keys.yaml, which need not be there. */
bool own_read_keys(struct keymap *map, const struct cmd_env *env, const char *file,
		   struct err *err) MUST_USE;

#endif
