/* entity.h - the character references of HTML that people write. */
#ifndef ASSAY_TEXT_ENTITY_H
#define ASSAY_TEXT_ENTITY_H

#include <stddef.h>
#include <stdint.h>

/* The code point that REF ("&amp;", "&#8212;", "&#x2014;") stands for; 0 if it is not known. */
uint32_t entity_decode(const char *ref, size_t n);

#endif
