#include "text/thai.h"

/* Lao has the signs of Thai 0x80 further on. */
#define LAO_FROM 0x0E80u
#define LAO_OFFSET 0x80u

#define SARA_A 0x0E30u
#define SARA_AM 0x0E33u
#define LEADING_FIRST 0x0E40u /* vowels that are written before their consonant */
#define LEADING_LAST 0x0E44u
#define LETTERS_FIRST 0x0E01u
#define LETTERS_LAST 0x0E2Eu

static uint32_t as_thai(uint32_t r)
{
	return r >= LAO_FROM && r < LAO_FROM + LAO_OFFSET ? r - LAO_OFFSET : r;
}

static bool is_thai(uint32_t r)
{
	return r >= LETTERS_FIRST && r <= 0x0E5Bu;
}

bool thai_syllable_begins(uint32_t before, uint32_t behind)
{
	uint32_t a = as_thai(before), b = as_thai(behind);

	if (!is_thai(b))
		return false;
	if (b >= LEADING_FIRST && b <= LEADING_LAST)
		return is_thai(a) && !(a >= LEADING_FIRST && a <= LEADING_LAST);
	return (a == SARA_A || a == SARA_AM) && b >= LETTERS_FIRST && b <= LETTERS_LAST;
}

bool thai_clings(uint32_t r)
{
	uint32_t b = as_thai(r);

	/* Repetition and abbreviation signs, vowels behind their consonant. */
	return b == 0x0E2Fu || b == SARA_A || b == 0x0E32u || b == SARA_AM || b == 0x0E45u
	       || b == 0x0E46u;
}
