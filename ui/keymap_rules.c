/* keymap_rules.c - which keys may be bound to what.
 *
 * Digits and signs answer, lower-case letters belong to the guideline, some keys mean the same for
 * ever, and some never reach a program: what is left is free.  These rules hold for guidelines that
 * are written later, so no guideline can clash with a key file. */
#include "ui/keymap.h"

#include "model/guideline.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct key_state key_states[] = {
	{ "the workbench", { MODE_ANSWERING, MODE_READING, MODE_GLOBAL }, 3 },
	{ "the instructions", { MODE_READING, MODE_GLOBAL }, 2 },
	{ "lists", { MODE_LIST, MODE_GLOBAL }, 2 },
	{ "texts", { MODE_TEXT }, 1 },
	{ "the menu of texts", { MODE_TEXT_MENU }, 1 },
	{ "questions to confirm", { MODE_CONFIRM }, 1 },
	{ "lines of entry", { MODE_PROMPT }, 1 },
};

const size_t key_state_count = COUNT(key_states);

/* Keys that never arrive, or that somebody else wants. */
static const char *const kept[][2] = {
	{ "Ctrl-S", "stops the terminal's output" },
	{ "Ctrl-Q", "lets the terminal's output go on" },
	{ "Ctrl-A", "belongs to screen" },
	{ "Ctrl-B", "belongs to tmux" },
	{ "Ctrl-O", "is taken by some terminals" },
	{ "Ctrl-\\", "ends programs" },
	{ "Ctrl-C", "ends programs by habit" },
	{ "Ctrl-Z", "suspends assay" },
	{ "Ctrl-L", "draws the screen again, in texts too" },
	{ "Ctrl-H", "is Backspace to the terminal" },
	{ "Ctrl-I", "is Tab to the terminal" },
	{ "Ctrl-J", "is Enter to the terminal" },
	{ "Ctrl-M", "is Enter to the terminal" },
	{ "Ctrl-[", "is Esc to the terminal" },
	{ "Ctrl-@", "is Ctrl-Space and often lost" },
};

/* Keys that mean the same for ever: every text may name them. */
static const char *const basic[] = {
	"Enter", "Esc",   "Tab",  "Shift-Tab", "Backspace", "Up",   "Down",
	"Left",  "Right", "Home", "End",       "PgUp",      "PgDn", "Delete",
};

/* What the editor does itself (ui/widget/editor.c). */
static const char *const editing[] = { "Ctrl-W",    "Ctrl-U",     "Ctrl-K",    "Ctrl-Y",
				       "Ctrl-D",    "Ctrl-E",     "Ctrl-_",    "Ctrl-R",
				       "Ctrl-Left", "Ctrl-Right", "Ctrl-Home", "Ctrl-End" };

static bool is_one_of(const char *const *list, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], key) == 0)
			return true;
	return false;
}

static bool is_default(enum command command, const char *key)
{
	const struct command_info *info = command_info(command);
	size_t len = strlen(key);

	for (const char *at = info == NULL ? "" : info->keys; *at != '\0';) {
		size_t word = strcspn(at, " ");

		if (word == len && memcmp(at, key, len) == 0)
			return true;
		at += word;
		at += strspn(at, " ");
	}
	return false;
}

static bool is_text_mode(enum mode mode)
{
	return mode == MODE_TEXT || mode == MODE_TEXT_MENU || mode == MODE_CONFIRM
	       || mode == MODE_PROMPT;
}

bool keymap_is_fixed(enum command command, const char *key)
{
	const struct command_info *info = command_info(command);

	if (info == NULL || !is_default(command, key))
		return false;
	if (is_one_of(basic, COUNT(basic), key) || strcmp(key, "Ctrl-Z") == 0
	    || strcmp(key, "Ctrl-L") == 0)
		return true;
	if (key[1] != '\0')
		return false;
	return info->mode == MODE_CONFIRM
	       || (!is_text_mode(info->mode) && strchr(guideline_reserved_keys, key[0]) != NULL);
}

static bool is_printable(const char *key)
{
	struct event event;

	return key_event(&event, key) && event.rune != 0;
}

static bool reaches_us(const char *key, struct err *why)
{
	struct event event;

	if (strncmp(key, "Alt-", 4) == 0 || strncmp(key, "M-", 2) == 0)
		return err_set(why, ERR_INVALID,
			       "'%.30s': terminals send Alt in several ways, so no command takes "
			       "it",
			       key);
	if (!key_event(&event, key))
		return err_set(why, ERR_INVALID,
			       "no key is called '%.30s': say S, Space, PgDn, Ctrl-T; 'assay keys "
			       "--try' shows the name of each key",
			       key);
	if (key[0] == 'F' && key[1] >= '1' && key[1] <= '9')
		return err_set(why, ERR_INVALID,
			       "%.30s: function keys differ from terminal to terminal, so no "
			       "command takes them",
			       key);
	for (size_t i = 0; i < COUNT(kept); i++)
		if (strcmp(kept[i][0], key) == 0)
			return err_set(why, ERR_INVALID, "%s cannot be bound: it %s", key,
				       kept[i][1]);
	return true;
}

static bool fits_outside_texts(const char *key, struct err *why)
{
	if (key[1] == '\0' && key[0] >= 'a' && key[0] <= 'z'
	    && strchr(guideline_reserved_keys, key[0]) == NULL)
		return err_set(why, ERR_INVALID,
			       "%s belongs to the guideline, as all small letters: take a capital "
			       "or Ctrl",
			       key);
	if (keymap_is_answer(key))
		return err_set(why, ERR_INVALID,
			       "%s answers questions, so no command takes it: take a capital or "
			       "Ctrl",
			       key);
	if (key[1] == '\0' && key[0] >= 'a' && key[0] <= 'z')
		return err_set(why, ERR_INVALID,
			       "%s keeps its meaning (j k scroll, u undoes, q "
			       "leaves): take a capital or Ctrl",
			       key);
	return true;
}

static bool fits_mode(enum mode mode, const char *key, struct err *why)
{
	switch (mode) {
	case MODE_TEXT:
		if (is_printable(key))
			return err_set(why, ERR_INVALID,
				       "%s is typed in texts: take Ctrl and a letter", key);
		if (is_one_of(editing, COUNT(editing), key))
			return err_set(why, ERR_INVALID, "%s edits the text", key);
		return true;
	case MODE_CONFIRM:
		if (strcmp(key, "Space") == 0)
			return err_set(why, ERR_INVALID,
				       "Space is pressed too easily to confirm anything");
		return true;
	case MODE_TEXT_MENU:
		return true;
	default:
		return fits_outside_texts(key, why);
	}
}

bool keymap_may_bind(enum command command, const char *key, struct err *why)
{
	const struct command_info *info = command_info(command);

	if (info != NULL && is_default(command, key))
		return true;
	if (!reaches_us(key, why))
		return false;
	if (is_one_of(basic, COUNT(basic), key))
		return err_set(why, ERR_INVALID,
			       "%s means the same for ever and cannot be bound to something else",
			       key);
	return fits_mode(info != NULL ? info->mode : MODE_GLOBAL, key, why);
}
