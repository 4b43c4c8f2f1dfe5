#include "ui/key.h"

#include "text/decode.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = {
	"Enter",     "Tab",        "Shift-Tab", "Esc",         "Backspace",  "Delete",
	"Up",        "Down",       "Left",      "Right",       "Home",       "End",
	"PgUp",      "PgDn",       "Insert",    "Ctrl-Left",   "Ctrl-Right", "Ctrl-Up",
	"Ctrl-Down", "Ctrl-Home",  "Ctrl-End",  "Ctrl-Delete", "Shift-Left", "Shift-Right",
	"Shift-Up",  "Shift-Down", "F1",        "F2",          "F3",         "F4",
	"F5",        "F6",         "F7",        "F8",          "F9",         "F10",
	"F11",       "F12",
};

/* A letter, or one of those that a terminal can send with Ctrl. */
static bool is_ctrl(const char *name)
{
	if (strncmp(name, "Ctrl-", 5) != 0 || name[5] == '\0' || name[6] != '\0')
		return false;
	return (name[5] >= 'A' && name[5] <= 'Z') || strchr("_\\]^@", name[5]) != NULL;
}

static bool is_named(const char *name)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return is_ctrl(name);
}

/* The one printable code point that NAME is; 0 if it is none. */
static uint32_t single_rune(const char *name)
{
	size_t n = strlen(name), len;
	uint32_t rune;
	bool ok;

	if (n == 0)
		return 0;
	rune = utf8_decode(name, n, &len, &ok);
	if (!ok || len != n || rune < 0x20 || (rune >= 0x7F && rune < 0xA0))
		return 0;
	return rune;
}

bool key_event(struct event *event, const char *name)
{
	uint32_t rune = strcmp(name, "Space") == 0 ? ' ' : single_rune(name);

	if (rune == 0 && !is_named(name))
		return false;
	*event = (struct event){ .type = EVENT_KEY, .rune = rune };
	snprintf(event->key, sizeof event->key, "%s", rune == ' ' ? "Space" : name);
	return true;
}

bool key_is(const struct event *event, const char *name)
{
	return event->type == EVENT_KEY && strcmp(event->key, name) == 0;
}

const char *key_sign(const char *name)
{
	static const char *const signs[][2] = {
		{ "Up", "↑" },
		{ "Down", "↓" },
		{ "Left", "←" },
		{ "Right", "→" },
	};

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (strcmp(name, signs[i][0]) == 0)
			return signs[i][1];
	return name;
}
