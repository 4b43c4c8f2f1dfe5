/* runes.h - what kind of character a code point is, for the modules of this folder. */
#ifndef ASSAY_TEXT_RUNES_H
#define ASSAY_TEXT_RUNES_H

#include <stdbool.h>
#include <stdint.h>

bool rune_is_word(uint32_t r);      /* letter, digit, mark or underscore */
bool rune_is_space(uint32_t r);     /* any space, tab or line end */
bool rune_is_ideograph(uint32_t r); /* Han, kana, bopomofo: each is a word, lines break around it */
bool rune_is_pictograph(uint32_t r); /* may begin an emoji sequence */
bool rune_is_emoji_modifier(uint32_t r);
bool rune_joins(uint32_t r);  /* of a script that writes with ZWJ and ZWNJ: Arabic, Indic, … */
bool rune_is_rtl(uint32_t r); /* strong right-to-left */
uint32_t rune_lower(uint32_t r);

#endif
