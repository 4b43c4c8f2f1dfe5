/* spoken.h - a text as it is read aloud or felt as Braille: piece by piece, in words where a screen
 * would show a mark ("heading 2: …", "code, python, 4 lines", tables row by row with their heads).
 */
#ifndef ASSAY_TEXT_SPOKEN_H
#define ASSAY_TEXT_SPOKEN_H

#include "base/buf.h"
#include "text/layout.h"

#include <stdbool.h>

#define SPOKEN_PIECE_MAX 4000 /* bytes; longer pieces are parted at a line end or a space */

struct spoken_piece {
	size_t at;       /* byte of the text where it begins; grows from piece to piece */
	size_t first, n; /* its bytes in spoken.text: verbatim text, not yet sanitised */
	bool landmark;   /* heading or code block */
};

struct spoken {
	struct buf text;
	struct spoken_piece *piece;
	size_t n, cap;
};

#define SPOKEN_INIT                                               \
	{                                                         \
		.text = BUF_INIT, .piece = NULL, .n = 0, .cap = 0 \
	}

/* Parts TEXT anew into OUT (emptied first).  Raw: paragraphs between empty lines, verbatim.
 * Markdown: what it would keep out of sight (targets of links, their definitions) is said.  Where
 * that is not possible within sane bounds the text is parted raw. */
void text_speak(struct spoken *out, const char *text, size_t n, enum text_form form);
void spoken_release(struct spoken *spoken);

/* The piece in which byte AT is; 0 for an empty text. */
size_t spoken_find(const struct spoken *spoken, size_t at);

#endif
