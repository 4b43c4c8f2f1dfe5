/* key.h - what comes from the terminal: one event at a time. */
#ifndef ASSAY_UI_KEY_H
#define ASSAY_UI_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum event_type {
	EVENT_NONE, /* the wait ran out */
	EVENT_KEY,
	EVENT_PASTE, /* bracketed: text, len */
	EVENT_MOUSE, /* mouse, row, col */
	EVENT_RESIZE,
	EVENT_HANGUP,  /* SIGHUP, SIGTERM or end of input: save and leave */
	EVENT_SUSPEND, /* about to stop (Ctrl-Z): save */
	EVENT_RESUME,
};

#define KEY_NAME_MAX 32

enum mouse { MOUSE_PRESS, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct event {
	enum event_type type;
	/* KEY: its name: "a", "é", "Space", "Enter", "Tab", "Shift-Tab", "Esc", "Backspace",
	 * "Delete", "Up" "Down" "Left" "Right" "Home" "End" "PgUp" "PgDn" "Insert", "Ctrl-X",
	 * "Ctrl-Left" "Ctrl-Right".  A printable key is its own UTF-8 character (but "Space"). */
	char key[KEY_NAME_MAX];
	uint32_t rune;    /* printable keys: the code point (U+0020 for Space); otherwise 0 */
	bool keypad;      /* of the numeric keypad: the same in every layout */
	const char *text; /* PASTE: borrowed until the next event */
	size_t len;
	enum mouse mouse;
	int row, col; /* MOUSE: from 0 */
};

/* Fills EVENT for the key called NAME; false if there is no such key. */
bool key_event(struct event *event, const char *name);
bool key_is(const struct event *event, const char *name);
/* The key called NAME as a screen shows it: "↑" for "Up"; most as they are called. */
const char *key_sign(const char *name);

/* Recorded keys, as in 2 3 Enter "a text" g: names separated by spaces, "…" quoted text typed
 * letter by letter (\n is Enter, \" a quote), @120x40 a resize, #… to the end of line a comment.
 * Reads the next event at PLACE (zeros: the start) and moves it; false at the end; on a word that
 * is no key BAD is set. */
struct key_place {
	size_t at; /* byte of the script */
	bool quoted;
};
bool key_script_next(const char *script, struct key_place *place, struct event *event,
		     int *resize_rows, int *resize_cols, bool *bad);

#endif
