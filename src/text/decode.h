/* decode.h - strict UTF-8 and the measures of a text: bytes, code points, never mixed up. */
#ifndef ASSAY_TEXT_DECODE_H
#define ASSAY_TEXT_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RUNE_BAD 0xFFFDu

/* Decodes one code point at S (N > 0 bytes left).  Sets *LEN to the bytes it took (1 at least).
 * Over-long forms, surrogates and broken sequences give RUNE_BAD with *OK false (OK may be NULL).
 */
uint32_t utf8_decode(const char *s, size_t n, size_t *len, bool *ok);
bool utf8_valid(const char *s, size_t n, size_t *bad_at);       /* BAD_AT may be NULL */
size_t utf8_count(const char *s, size_t n);                     /* code points */
size_t utf8_offset(const char *s, size_t n, size_t code_point); /* byte offset; N past the end */

/* Bytes to take of a text that is worked on in pieces of about MAX: all of it, or up to an ASCII
 * character, where no cluster is cut; where there is none for long, up to a code point.  At most
 * UTF8_PIECE_MORE beyond MAX. */
#define UTF8_PIECE_MORE 260
size_t utf8_piece(const char *s, size_t n, size_t max);

/* Byte offset of the grapheme cluster boundary after or before AT. */
size_t grapheme_next(const char *s, size_t n, size_t at);
size_t grapheme_prev(const char *s, size_t n, size_t at);
/* Word boundaries for editing: start of the next word, start of this or the previous one. */
size_t word_next(const char *s, size_t n, size_t at);
size_t word_prev(const char *s, size_t n, size_t at);

/* Runs of letters and digits, apostrophes inside included; each CJK character is one. */
size_t text_words(const char *s, size_t n);

#endif
