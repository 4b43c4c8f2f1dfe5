/* keymap.h - from a key to the command it means in the modes that are in force.
 *
 * The keys are the table's (ui/command.h), changed by a preset and a key file (ui/key_file.h).
 * Whatever shows a key takes it from here. */
#ifndef ASSAY_UI_KEYMAP_H
#define ASSAY_UI_KEYMAP_H

#include "base/err.h"
#include "ui/command.h"
#include "ui/key.h"

#include <stdbool.h>
#include <stddef.h>

#define KEYMAP_KEYS_MAX 96

struct keymap {
	char keys[CMD_COUNT][KEYMAP_KEYS_MAX]; /* "Space PgDn J" */
	char shown[CMD_COUNT][KEY_NAME_MAX];   /* the first of them, arrows as signs; ":name" */
	const struct layout *layout;           /* NULL: as printed */
};

/* The modes whose keys are in force together somewhere, most particular first. */
struct key_state {
	const char *name;
	enum mode mode[4];
	int n;
};
extern const struct key_state key_states[];
extern const size_t key_state_count;

void keymap_init(struct keymap *map);

/* Whether KEY, one of the table's keys of COMMAND, is its for ever: Enter, arrows, j k u q, y. */
bool keymap_is_fixed(enum command command, const char *key);

/* KEYS ("S Ctrl-T") become those of COMMAND; those that are its for ever stay. */
void keymap_bind(struct keymap *map, enum command command, const char *keys);

/* MODES, most particular first, N of them.  CMD_NONE: the key is bound in none of them. */
enum command keymap_find(const struct keymap *map, const enum mode *modes, int n, const char *key);

const char *keymap_keys(const struct keymap *map, enum command command);
/* How a person is told to call COMMAND: its first key, or ":name" when it has none. */
const char *keymap_shown(const struct keymap *map, enum command command);

/* Digits, = > - ! ' and the lower-case letters that belong to the guideline: keys that answer and
 * that no command may take outside texts and confirmations. */
bool keymap_is_answer(const char *key);

/* Whether KEY may be bound to COMMAND, by the rules of the key map; else WHY says what else it is
 * for.  Clashes with other commands are not looked at. */
bool keymap_may_bind(enum command command, const char *key, struct err *why) MUST_USE;

struct keymap_clash {
	char key[KEY_NAME_MAX];
	enum command a, b;
	const char *where; /* the key state in which it means both */
};
bool keymap_clashes(const struct keymap *map, struct keymap_clash *clash);

/* Calls EACH for every key in KEYS ("Space PgDn J"). */
void keymap_each_key(const char *keys, void (*each)(void *ctx, const char *key), void *ctx);

#endif
