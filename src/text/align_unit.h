/* align_unit.h - what is matched: lines of a layout, however they were wrapped. */
#ifndef ASSAY_TEXT_ALIGN_UNIT_H
#define ASSAY_TEXT_ALIGN_UNIT_H

#include "text/layout.h"

struct unit {
	size_t row, end;      /* rows, the empty ones behind it included */
	uint64_t hash;        /* of what is no space */
	size_t word, n_words; /* in units.word, ascending */
	unsigned number;      /* of the list item that begins here, plus 1; 0: none */
	uint64_t lead;        /* of the words up to a colon near its start ("Cost: …"); 0: none */
	bool heading, code;
};

struct units {
	struct unit *unit;
	size_t n, cap;
	uint32_t *word; /* numbers made of words */
	size_t n_words, cap_words;
};

void units_read(struct units *units, const struct layout *layout);
void units_release(struct units *units);

/* Words in common: 0 (none) to 1 (equal but for spaces). */
double units_likeness(const struct units *a, size_t i, const struct units *b, size_t j);
/* What else speaks for the same matter: both are headings, begin with the same words and a colon,
 * or have the same number.  To be added to the likeness. */
double units_signs(const struct unit *a, const struct unit *b);

#endif
