/* theme.c - the themes as data.
 *
 * "default" has the sixteen colours of the terminal, which its owner chose to be read; "dark" and
 * "light" name their own where there are 256 or more, 4.5 to 1 at least against such a ground;
 * "high-contrast" brings its ground along, 7 to 1 at least. */
#include "ui/theme.h"

#include <string.h>

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };

/* clang-format off */
/* Attributes with colours, and without: a first palette colour only, the terminal's own colours,
 * the white of "high-contrast". */
#define FIRST(colour, with, without) { colour, COLOUR_OWN, COLOUR_OWN, with, without }
#define OWN(attributes) FIRST(COLOUR_OWN, attributes, attributes)
#define PURE(with, without) { WHITE, 231, 0xFFFFFF, with, without }

/* What needs no colour in any theme that leaves the ground as it is. */
#define OWN_LOOKS \
	[STYLE_TEXT] = OWN(0), \
	[STYLE_BRIGHT] = OWN(LOOK_BOLD), \
	[STYLE_TITLE] = OWN(0), \
	[STYLE_HIDDEN] = OWN(LOOK_REVERSE), \
	[STYLE_STRONG] = OWN(LOOK_BOLD), \
	[STYLE_EMPHASIS] = OWN(LOOK_UNDERLINE), \
	[STYLE_SELECTED] = OWN(LOOK_REVERSE), \
	[STYLE_KEY] = OWN(LOOK_BOLD)

const struct theme themes[] = {
	{ .name = "default",
	  .says = "the terminal's own sixteen colours",
	  .ground = OWN(0),
	  .look = {
		OWN_LOOKS,
		[STYLE_DIM] = OWN(LOOK_DIM),
		[STYLE_CHOSEN] = FIRST(GREEN, 0, LOOK_BOLD),
		[STYLE_PROBLEM] = FIRST(RED, LOOK_BOLD, LOOK_BOLD),
		[STYLE_ATTENTION] = FIRST(YELLOW, 0, LOOK_BOLD),
		[STYLE_INSERTED] = FIRST(GREEN, 0, LOOK_BOLD),
		[STYLE_DELETED] = FIRST(RED, 0, LOOK_UNDERLINE),
		[STYLE_LINK] = FIRST(CYAN, 0, LOOK_UNDERLINE),
		[STYLE_HEADING] = OWN(LOOK_BOLD),
		[STYLE_CODE] = FIRST(CYAN, 0, 0),
		[STYLE_QUOTE] = OWN(LOOK_DIM),
		[STYLE_KEYWORD] = FIRST(MAGENTA, 0, LOOK_BOLD),
		[STYLE_STRING] = FIRST(GREEN, 0, 0),
		[STYLE_COMMENT] = OWN(LOOK_DIM),
		[STYLE_NUMBER] = FIRST(BLUE, LOOK_BOLD, 0),
		[STYLE_MATCH] = FIRST(YELLOW, LOOK_REVERSE, LOOK_REVERSE),
	  } },
	{ .name = "dark",
	  .says = "for a dark ground, 256 colours or more",
	  .ground = OWN(0),
	  .look = {
		OWN_LOOKS,
		[STYLE_DIM] = { COLOUR_OWN, 247, 0x9E9E9E, 0, LOOK_DIM },
		[STYLE_CHOSEN] = { GREEN, 114, 0x87D787, 0, LOOK_BOLD },
		[STYLE_PROBLEM] = { RED, 203, 0xFF5F5F, LOOK_BOLD, LOOK_BOLD },
		[STYLE_ATTENTION] = { YELLOW, 221, 0xFFD75F, 0, LOOK_BOLD },
		[STYLE_INSERTED] = { GREEN, 114, 0x87D787, 0, LOOK_BOLD },
		[STYLE_DELETED] = { RED, 203, 0xFF5F5F, 0, LOOK_UNDERLINE },
		[STYLE_LINK] = { CYAN, 80, 0x5FD7D7, 0, LOOK_UNDERLINE },
		[STYLE_HEADING] = { CYAN, 117, 0x87D7FF, LOOK_BOLD, LOOK_BOLD },
		[STYLE_CODE] = { CYAN, 152, 0xAFD7D7, 0, 0 },
		[STYLE_QUOTE] = { COLOUR_OWN, 250, 0xBCBCBC, 0, LOOK_DIM },
		[STYLE_KEYWORD] = { MAGENTA, 176, 0xD787D7, 0, LOOK_BOLD },
		[STYLE_STRING] = { GREEN, 150, 0xAFD787, 0, 0 },
		[STYLE_COMMENT] = { COLOUR_OWN, 245, 0x8A8A8A, 0, LOOK_DIM },
		[STYLE_NUMBER] = { BLUE, 111, 0x87AFFF, 0, 0 },
		[STYLE_MATCH] = { YELLOW, 221, 0xFFD75F, LOOK_REVERSE, LOOK_REVERSE },
	  } },
	{ .name = "light",
	  .says = "for a light ground, 256 colours or more",
	  .ground = OWN(0),
	  .look = {
		OWN_LOOKS,
		[STYLE_DIM] = { COLOUR_OWN, 241, 0x626262, 0, LOOK_DIM },
		[STYLE_CHOSEN] = { GREEN, 22, 0x005F00, 0, LOOK_BOLD },
		[STYLE_PROBLEM] = { RED, 124, 0xAF0000, LOOK_BOLD, LOOK_BOLD },
		[STYLE_ATTENTION] = { YELLOW, 94, 0x875F00, 0, LOOK_BOLD },
		[STYLE_INSERTED] = { GREEN, 22, 0x005F00, 0, LOOK_BOLD },
		[STYLE_DELETED] = { RED, 124, 0xAF0000, 0, LOOK_UNDERLINE },
		[STYLE_LINK] = { CYAN, 23, 0x005F5F, 0, LOOK_UNDERLINE },
		[STYLE_HEADING] = { BLUE, 18, 0x000087, LOOK_BOLD, LOOK_BOLD },
		[STYLE_CODE] = { CYAN, 24, 0x005F87, 0, 0 },
		[STYLE_QUOTE] = { COLOUR_OWN, 239, 0x4E4E4E, 0, LOOK_DIM },
		[STYLE_KEYWORD] = { MAGENTA, 90, 0x870087, 0, LOOK_BOLD },
		[STYLE_STRING] = { GREEN, 22, 0x005F00, 0, 0 },
		[STYLE_COMMENT] = { COLOUR_OWN, 241, 0x626262, 0, LOOK_DIM },
		[STYLE_NUMBER] = { BLUE, 19, 0x0000AF, 0, 0 },
		[STYLE_MATCH] = { YELLOW, 94, 0x875F00, LOOK_REVERSE, LOOK_REVERSE },
	  } },
	{ .name = "high-contrast",
	  .says = "white and few bright colours on black",
	  .ground = { BLACK, 16, 0x000000, 0, 0 },
	  .look = {
		[STYLE_TEXT] = PURE(0, 0),
		[STYLE_BRIGHT] = PURE(LOOK_BOLD, LOOK_BOLD),
		[STYLE_DIM] = PURE(0, 0),
		[STYLE_TITLE] = PURE(0, 0),
		[STYLE_CHOSEN] = { GREEN, 120, 0x87FF87, LOOK_BOLD, LOOK_BOLD },
		[STYLE_PROBLEM] = { RED, 217, 0xFFAFAF, LOOK_BOLD | LOOK_UNDERLINE, LOOK_BOLD },
		[STYLE_ATTENTION] = { YELLOW, 226, 0xFFFF00, LOOK_BOLD, LOOK_BOLD },
		[STYLE_INSERTED] = { GREEN, 120, 0x87FF87, LOOK_BOLD | LOOK_UNDERLINE, LOOK_BOLD },
		[STYLE_DELETED] = { RED, 217, 0xFFAFAF, LOOK_REVERSE, LOOK_UNDERLINE },
		[STYLE_LINK] = { CYAN, 123, 0x87FFFF, LOOK_UNDERLINE, LOOK_UNDERLINE },
		[STYLE_HIDDEN] = PURE(LOOK_REVERSE, LOOK_REVERSE),
		[STYLE_HEADING] = PURE(LOOK_BOLD | LOOK_UNDERLINE, LOOK_BOLD),
		[STYLE_STRONG] = PURE(LOOK_BOLD, LOOK_BOLD),
		[STYLE_EMPHASIS] = PURE(LOOK_UNDERLINE, LOOK_UNDERLINE),
		[STYLE_CODE] = { CYAN, 123, 0x87FFFF, 0, 0 },
		[STYLE_QUOTE] = PURE(0, 0),
		[STYLE_KEYWORD] = PURE(LOOK_BOLD, LOOK_BOLD),
		[STYLE_STRING] = { GREEN, 157, 0xAFFFAF, 0, 0 },
		[STYLE_COMMENT] = PURE(0, 0),
		[STYLE_NUMBER] = { CYAN, 159, 0xAFFFFF, 0, 0 },
		[STYLE_MATCH] = { YELLOW, 226, 0xFFFF00, LOOK_REVERSE, LOOK_REVERSE },
		[STYLE_SELECTED] = PURE(LOOK_REVERSE, LOOK_REVERSE),
		[STYLE_KEY] = { YELLOW, 226, 0xFFFF00, LOOK_BOLD, LOOK_BOLD },
	  } },
	{ .name = "mono",
	  .says = "no colours: bold, underlined, reversed",
	  .ground = OWN(0),
	  .look = {
		OWN_LOOKS,
		[STYLE_DIM] = OWN(LOOK_DIM),
		[STYLE_CHOSEN] = OWN(LOOK_BOLD),
		[STYLE_PROBLEM] = OWN(LOOK_BOLD),
		[STYLE_ATTENTION] = OWN(LOOK_BOLD),
		[STYLE_INSERTED] = OWN(LOOK_BOLD),
		[STYLE_DELETED] = OWN(LOOK_UNDERLINE),
		[STYLE_LINK] = OWN(LOOK_UNDERLINE),
		[STYLE_HEADING] = OWN(LOOK_BOLD),
		[STYLE_CODE] = OWN(0),
		[STYLE_QUOTE] = OWN(LOOK_DIM),
		[STYLE_KEYWORD] = OWN(LOOK_BOLD),
		[STYLE_STRING] = OWN(0),
		[STYLE_COMMENT] = OWN(LOOK_DIM),
		[STYLE_NUMBER] = OWN(0),
		[STYLE_MATCH] = OWN(LOOK_REVERSE),
	  } },
};
/* clang-format on */

const size_t theme_count = sizeof themes / sizeof themes[0];

const struct theme *theme_find(const char *name)
{
	for (size_t i = 0; i < theme_count; i++)
		if (strcmp(themes[i].name, name) == 0)
			return &themes[i];
	return NULL;
}

int32_t look_colour(const struct look *look, int32_t colours)
{
	if (colours > 256 && look->rgb != COLOUR_OWN)
		return look->rgb;
	/* The first eight stay palette colours on terminals that take any. */
	if (colours == 256 && look->c256 != COLOUR_OWN)
		return look->c256;
	return colours >= 8 ? look->c16 : COLOUR_OWN;
}
