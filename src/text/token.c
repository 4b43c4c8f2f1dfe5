#include "text/token.h"

#include <stddef.h>
#include <stdio.h>
#include <utf8proc.h>

struct special {
	uint32_t rune;
	enum fate fate;
	const char *name; /* NULL: its number */
};

/* In order of code points.  Not only what Unicode calls control or format: also the letters, marks
 * and symbols that draw nothing. */
/* clang-format off */
static const struct special specials[] = {
	{ 0x09, FATE_VISIBLE, NULL }, { 0x0A, FATE_VISIBLE, NULL },
	{ 0xA0, FATE_SPACE, "NBSP" }, { 0xAD, FATE_TOKEN, "SHY" },
	{ 0x34F, FATE_TOKEN, "CGJ" }, { 0x61C, FATE_TOKEN, "ALM" },
	{ 0x115F, FATE_TOKEN, "HCF" }, { 0x1160, FATE_TOKEN, "HJF" },
	{ 0x1680, FATE_SPACE, "OGSP" },
	{ 0x17B4, FATE_TOKEN, NULL }, { 0x17B5, FATE_TOKEN, NULL },
	{ 0x180B, FATE_JOINER, "FVS1" }, { 0x180C, FATE_JOINER, "FVS2" },
	{ 0x180D, FATE_JOINER, "FVS3" }, { 0x180E, FATE_TOKEN, "MVS" },
	{ 0x180F, FATE_JOINER, "FVS4" },
	{ 0x2000, FATE_SPACE, "NQSP" }, { 0x2001, FATE_SPACE, "MQSP" },
	{ 0x2002, FATE_SPACE, "ENSP" }, { 0x2003, FATE_SPACE, "EMSP" },
	{ 0x2004, FATE_SPACE, "3/MSP" }, { 0x2005, FATE_SPACE, "4/MSP" },
	{ 0x2006, FATE_SPACE, "6/MSP" }, { 0x2007, FATE_SPACE, "FSP" },
	{ 0x2008, FATE_SPACE, "PSP" }, { 0x2009, FATE_SPACE, "THSP" },
	{ 0x200A, FATE_SPACE, "HSP" }, { 0x200B, FATE_TOKEN, "ZWSP" },
	{ 0x200C, FATE_JOINER, "ZWNJ" }, { 0x200D, FATE_JOINER, "ZWJ" },
	{ 0x200E, FATE_TOKEN, "LRM" }, { 0x200F, FATE_TOKEN, "RLM" },
	{ 0x2028, FATE_TOKEN, "LS" }, { 0x2029, FATE_TOKEN, "PS" },
	{ 0x202A, FATE_TOKEN, "LRE" }, { 0x202B, FATE_TOKEN, "RLE" },
	{ 0x202C, FATE_TOKEN, "PDF" }, { 0x202D, FATE_TOKEN, "LRO" },
	{ 0x202E, FATE_TOKEN, "RLO" }, { 0x202F, FATE_SPACE, "NNBSP" },
	{ 0x205F, FATE_SPACE, "MMSP" }, { 0x2060, FATE_TOKEN, "WJ" },
	{ 0x2066, FATE_TOKEN, "LRI" }, { 0x2067, FATE_TOKEN, "RLI" },
	{ 0x2068, FATE_TOKEN, "FSI" }, { 0x2069, FATE_TOKEN, "PDI" },
	{ 0x2800, FATE_SPACE, "BRSP" }, { 0x3000, FATE_SPACE, "IDSP" },
	{ 0x3164, FATE_TOKEN, "HF" }, { 0xFEFF, FATE_TOKEN, "BOM" },
	{ 0xFFA0, FATE_TOKEN, "HWHF" }, { 0xFFFC, FATE_TOKEN, "OBJ" },
};

/* What no general category may pass for: by Unicode 15. */
static const char hides[] = {
	[UTF8PROC_CATEGORY_CN] = 1, [UTF8PROC_CATEGORY_CC] = 1, [UTF8PROC_CATEGORY_CF] = 1,
	[UTF8PROC_CATEGORY_CS] = 1, [UTF8PROC_CATEGORY_CO] = 1, [UTF8PROC_CATEGORY_ZL] = 1,
	[UTF8PROC_CATEGORY_ZP] = 1,
};
/* clang-format on */

static const struct special *find_special(uint32_t r)
{
	size_t low = 0, high = sizeof specials / sizeof specials[0];

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (specials[mid].rune == r)
			return &specials[mid];
		if (specials[mid].rune < r)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static bool is_variation_selector(uint32_t r)
{
	return (r >= 0xFE00 && r <= 0xFE0F) || (r >= 0xE0100 && r <= 0xE01EF);
}

enum fate rune_fate(uint32_t r)
{
	const struct special *special = find_special(r);

	if (special != NULL)
		return special->fate;
	if (is_variation_selector(r))
		return FATE_JOINER;
	if (r >= 0xE0000 && r <= 0xE0FFF)
		return FATE_TOKEN;
	return hides[utf8proc_get_property((utf8proc_int32_t)r)->category] != 0 ? FATE_TOKEN
										: FATE_SHOWN;
}

static unsigned spell(uint32_t token[TOKEN_MAX], unsigned n, const char *s)
{
	for (; *s != '\0' && n < TOKEN_MAX; s++)
		token[n++] = (unsigned char)*s;
	return n;
}

static unsigned control_token(uint32_t r, bool plain, uint32_t token[TOKEN_MAX])
{
	if (plain) {
		token[0] = '^';
		token[1] = r ^ 0x40;
		return 2;
	}
	token[0] = r == '\t' ? 0x2192 : r == 0x7F ? 0x2421 : 0x2400 + r;
	return 1;
}

unsigned rune_token(uint32_t r, bool plain, uint32_t token[TOKEN_MAX])
{
	const struct special *special = find_special(r);
	const char *name = special != NULL ? special->name : NULL;
	char number[16];
	unsigned n;

	if (r < 0x20 || r == 0x7F)
		return control_token(r, plain, token);
	if (name == NULL && !is_variation_selector(r)) {
		snprintf(number, sizeof number, "U+%04X", (unsigned)r);
		return spell(token, 0, number);
	}
	if (name == NULL) {
		unsigned base = r >= 0xE0100 ? 0xE0100u - 17 : 0xFE00u - 1;

		snprintf(number, sizeof number, "VS%u", (unsigned)r - base);
		name = number;
	}
	token[0] = plain ? '<' : 0x2039;
	n = spell(token, 1, name);
	token[n++] = plain ? '>' : 0x203A;
	return n;
}
