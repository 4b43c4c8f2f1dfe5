/* keymap.h - from a key to the command it means in the modes that are in force. */
#ifndef ASSAY_UI_KEYMAP_H
#define ASSAY_UI_KEYMAP_H

#include "ui/command.h"
#include "ui/key.h"

#include <stdbool.h>
#include <stddef.h>

/* MODES, most particular first, N of them.  CMD_NONE: the key is bound in none of them. */
enum command keymap_find(const enum mode *modes, int n, const char *key);

/* Digits, = > - ! ' and the lower-case letters that belong to the guideline: keys that answer and
 * that no command may take outside texts and confirmations. */
bool keymap_is_answer(const char *key);

/* The first key of COMMAND ("Space" of "Space PgDn J") into OUT; "" when it has none. */
void keymap_first_key(enum command command, char out[KEY_NAME_MAX]);

/* Calls EACH for every key in KEYS ("Space PgDn J"). */
void keymap_each_key(const char *keys, void (*each)(void *ctx, const char *key), void *ctx);

#endif
