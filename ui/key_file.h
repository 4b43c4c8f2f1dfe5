/* key_file.h - a person's own keys, from YAML:
 *
 *     preset: vim
 *     layout: azerty
 *     bind:
 *       skip: [S, Ctrl-T]
 *       flag: []            # no key: by ":flag" only
 */
#ifndef ASSAY_UI_KEY_FILE_H
#define ASSAY_UI_KEY_FILE_H

#include "base/err.h"
#include "ui/keymap.h"

#define KEY_FILE_MAX (64 * 1024)

/* MAP becomes what TEXT says; FILE is for messages.  False: ERR has file, line, column, cause and
 * mend, and MAP is the default one. */
bool key_file_read(struct keymap *map, const char *text, size_t len, const char *file,
		   struct err *err) MUST_USE;

#endif
