/* token.h - what stands on the screen for a character that cannot be shown. */
#ifndef ASSAY_TEXT_TOKEN_H
#define ASSAY_TEXT_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#define TOKEN_MAX 12 /* code points of the longest token, and one */

enum fate {
	FATE_SHOWN,   /* as itself, if the terminal knows its width */
	FATE_SPACE,   /* as a space; a token when hidden characters are revealed */
	FATE_TOKEN,   /* as a token, and counted as hidden */
	FATE_VISIBLE, /* as a token, but everybody knows it: tab, newline */
	FATE_JOINER,  /* dropped where its script or emoji wants it, else a token */
};

enum fate rune_fate(uint32_t r);

/* Fills TOKEN with the printable characters that stand for R and returns how many.  PLAIN: ASCII
 * only. */
unsigned rune_token(uint32_t r, bool plain, uint32_t token[TOKEN_MAX]);

#endif
