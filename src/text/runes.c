#include "text/runes.h"

#include <stddef.h>
#include <utf8proc.h>

struct range {
	uint32_t first, last;
};

/* clang-format off */
static const struct range ideographs[] = {
	{ 0x2E80, 0x2FDF },   /* radicals */
	{ 0x3005, 0x3007 }, { 0x3021, 0x3029 }, { 0x3031, 0x303C },
	{ 0x3041, 0x30FF },   /* kana */
	{ 0x3105, 0x312F }, { 0x31A0, 0x31BF }, { 0x31F0, 0x31FF },
	{ 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF },
	{ 0xF900, 0xFAFF }, { 0xFF66, 0xFF9D },
	{ 0x1B000, 0x1B16F }, { 0x20000, 0x323AF },
};

static const struct range joining[] = {
	{ 0x0600, 0x08FF },   /* Arabic, Syriac, Thaana, N'Ko, Mandaic */
	{ 0x0900, 0x0DFF },   /* Indic */
	{ 0x0F00, 0x109F },   /* Tibetan, Myanmar */
	{ 0x1700, 0x18AF },   /* Philippine scripts, Khmer, Mongolian */
	{ 0x1900, 0x1BFF },   /* Limbu to Batak */
	{ 0xA840, 0xA8FF }, { 0xA900, 0xAAFF }, { 0xABC0, 0xABFF },
	{ 0xFB50, 0xFDFF }, { 0xFE70, 0xFEFC },
	{ 0x11000, 0x1197F }, { 0x11A00, 0x11DAF },
};
/* clang-format on */

static bool in_ranges(const struct range *ranges, size_t n, uint32_t r)
{
	size_t low = 0;

	while (low < n) {
		size_t mid = low + (n - low) / 2;

		if (r > ranges[mid].last)
			low = mid + 1;
		else if (r < ranges[mid].first)
			n = mid;
		else
			return true;
	}
	return false;
}

static int category(uint32_t r)
{
	return utf8proc_get_property((utf8proc_int32_t)r)->category;
}

bool rune_is_word(uint32_t r)
{
	int c;

	if (r < 0x80)
		return (r >= '0' && r <= '9') || (r >= 'A' && r <= 'Z') || (r >= 'a' && r <= 'z')
		       || r == '_';
	c = category(r);
	return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO);
}

bool rune_is_space(uint32_t r)
{
	int c;

	if (r < 0x80)
		return r == ' ' || (r >= '\t' && r <= '\r');
	c = category(r);
	return c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_ZL || c == UTF8PROC_CATEGORY_ZP
	       || r == 0x85;
}

bool rune_is_ideograph(uint32_t r)
{
	return r >= ideographs[0].first
	       && in_ranges(ideographs, sizeof ideographs / sizeof ideographs[0], r);
}

bool rune_is_pictograph(uint32_t r)
{
	return utf8proc_get_property((utf8proc_int32_t)r)->boundclass
	       == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

bool rune_is_emoji_modifier(uint32_t r)
{
	return r >= 0x1F3FB && r <= 0x1F3FF;
}

bool rune_joins(uint32_t r)
{
	return r >= joining[0].first && in_ranges(joining, sizeof joining / sizeof joining[0], r)
	       && rune_is_word(r);
}

bool rune_is_rtl(uint32_t r)
{
	int b;

	if (r < 0x590)
		return false;
	b = utf8proc_get_property((utf8proc_int32_t)r)->bidi_class;
	return b == UTF8PROC_BIDI_CLASS_R || b == UTF8PROC_BIDI_CLASS_AL;
}

uint32_t rune_lower(uint32_t r)
{
	if (r < 0x80)
		return r >= 'A' && r <= 'Z' ? r + 32 : r;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)r);
}
