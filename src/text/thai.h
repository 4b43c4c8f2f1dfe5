/* thai.h - where Thai and Lao, which put no space between words, may end a row without a
 * dictionary: between syllables, where the letters show them. */
#ifndef ASSAY_TEXT_THAI_H
#define ASSAY_TEXT_THAI_H

#include <stdbool.h>
#include <stdint.h>

/* Whether a syllable surely begins with BEHIND, which follows BEFORE. */
bool thai_syllable_begins(uint32_t before, uint32_t behind);
/* Whether a row must not begin with R: it belongs to the letter before. */
bool thai_clings(uint32_t r);

#endif
