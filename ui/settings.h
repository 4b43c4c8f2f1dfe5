/* settings.h - how a person wants her screen, from YAML:
 *
 *     theme: dark          # default, dark, light, high-contrast, mono
 *     colour: auto         # auto, never, 16, 256, rgb
 *     mouse: off
 *     help: 2              # 0-3: how much the hint line says
 *     ascii: off           # borders and marks in ASCII
 *     idle: on             # say when time is not counted
 *     bidi: terminal       # who turns right-to-left text: terminal, off
 *     spelling: en_GB      # language of the spelling check; off
 */
#ifndef ASSAY_UI_SETTINGS_H
#define ASSAY_UI_SETTINGS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum colour { COLOUR_AUTO, COLOUR_NEVER, COLOUR_16, COLOUR_256, COLOUR_RGB };
enum bidi { BIDI_TERMINAL, BIDI_OFF };

#define HELP_LEVEL_MAX 3

struct settings {
	const struct theme *theme; /* never NULL */
	enum colour colour;
	enum bidi bidi;
	int help; /* -1: not said */
	bool mouse, ascii, idle;
	char spelling[32]; /* "": as the locale says; "off" */
};

void settings_init(struct settings *settings);

/* SETTINGS become what TEXT says; FILE is for messages.  False: ERR has file, line, column, cause
 * and mend, and SETTINGS are the defaults. */
bool settings_parse(struct settings *settings, const char *text, size_t len, const char *file,
		    struct err *err) MUST_USE;

/* Whether TEXT has nothing but blanks and comments. */
bool settings_are_blank(const char *text, size_t len);

/* The same words on a command line; false: there is no such value. */
bool settings_set_theme(struct settings *settings, const char *name);
bool settings_set_colour(struct settings *settings, const char *name);
bool settings_set_mouse(struct settings *settings, const char *name); /* on, off */

#endif
