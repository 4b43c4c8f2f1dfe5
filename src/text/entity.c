#include "text/entity.h"

#include <string.h>

/* clang-format off */
static const struct {
	const char *name;
	uint32_t rune;
} entities[] = {
	{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' },
	{ "nbsp", 0xA0 }, { "iexcl", 0xA1 }, { "cent", 0xA2 }, { "pound", 0xA3 }, { "yen", 0xA5 },
	{ "sect", 0xA7 }, { "copy", 0xA9 }, { "laquo", 0xAB }, { "not", 0xAC }, { "shy", 0xAD },
	{ "reg", 0xAE }, { "deg", 0xB0 }, { "plusmn", 0xB1 }, { "sup2", 0xB2 }, { "sup3", 0xB3 },
	{ "micro", 0xB5 }, { "para", 0xB6 }, { "middot", 0xB7 }, { "raquo", 0xBB },
	{ "frac14", 0xBC }, { "frac12", 0xBD }, { "frac34", 0xBE }, { "iquest", 0xBF },
	{ "Agrave", 0xC0 }, { "Aacute", 0xC1 }, { "Auml", 0xC4 }, { "Aring", 0xC5 },
	{ "AElig", 0xC6 }, { "Ccedil", 0xC7 }, { "Eacute", 0xC9 }, { "Ntilde", 0xD1 },
	{ "Ouml", 0xD6 }, { "times", 0xD7 }, { "Oslash", 0xD8 }, { "Uuml", 0xDC }, { "szlig", 0xDF },
	{ "agrave", 0xE0 }, { "aacute", 0xE1 }, { "acirc", 0xE2 }, { "auml", 0xE4 },
	{ "aring", 0xE5 }, { "aelig", 0xE6 }, { "ccedil", 0xE7 }, { "egrave", 0xE8 },
	{ "eacute", 0xE9 }, { "ecirc", 0xEA }, { "euml", 0xEB }, { "iacute", 0xED },
	{ "icirc", 0xEE }, { "ntilde", 0xF1 }, { "oacute", 0xF3 }, { "ocirc", 0xF4 },
	{ "ouml", 0xF6 }, { "divide", 0xF7 }, { "oslash", 0xF8 }, { "uacute", 0xFA },
	{ "uuml", 0xFC },
	{ "Delta", 0x394 }, { "Sigma", 0x3A3 }, { "Omega", 0x3A9 }, { "alpha", 0x3B1 },
	{ "beta", 0x3B2 }, { "gamma", 0x3B3 }, { "delta", 0x3B4 }, { "epsilon", 0x3B5 },
	{ "theta", 0x3B8 }, { "lambda", 0x3BB }, { "mu", 0x3BC }, { "pi", 0x3C0 },
	{ "rho", 0x3C1 }, { "sigma", 0x3C3 }, { "tau", 0x3C4 }, { "phi", 0x3C6 },
	{ "omega", 0x3C9 },
	{ "ensp", 0x2002 }, { "emsp", 0x2003 }, { "thinsp", 0x2009 }, { "zwnj", 0x200C },
	{ "zwj", 0x200D }, { "lrm", 0x200E }, { "rlm", 0x200F }, { "ndash", 0x2013 },
	{ "mdash", 0x2014 }, { "lsquo", 0x2018 }, { "rsquo", 0x2019 }, { "ldquo", 0x201C },
	{ "rdquo", 0x201D }, { "bull", 0x2022 }, { "hellip", 0x2026 }, { "prime", 0x2032 },
	{ "euro", 0x20AC }, { "trade", 0x2122 }, { "larr", 0x2190 }, { "uarr", 0x2191 },
	{ "rarr", 0x2192 }, { "darr", 0x2193 }, { "harr", 0x2194 }, { "rArr", 0x21D2 },
	{ "forall", 0x2200 }, { "exist", 0x2203 }, { "isin", 0x2208 }, { "sum", 0x2211 },
	{ "minus", 0x2212 }, { "radic", 0x221A }, { "infin", 0x221E }, { "cap", 0x2229 },
	{ "cup", 0x222A }, { "int", 0x222B }, { "asymp", 0x2248 }, { "ne", 0x2260 },
	{ "equiv", 0x2261 }, { "le", 0x2264 }, { "ge", 0x2265 }, { "check", 0x2713 },
};
/* clang-format on */

static uint32_t digit(char c)
{
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (uint32_t)(c - 'a') + 10;
	return c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10 : 99;
}

static uint32_t number(const char *s, size_t n, uint32_t base)
{
	uint32_t rune = 0;

	if (n == 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (digit(s[i]) >= base)
			return 0;
		rune = rune * base + digit(s[i]);
		if (rune > 0x10FFFF)
			return 0xFFFD;
	}
	return rune == 0 || (rune >= 0xD800 && rune < 0xE000) ? 0xFFFD : rune;
}

uint32_t entity_decode(const char *ref, size_t n)
{
	if (n < 4 || ref[0] != '&' || ref[n - 1] != ';')
		return 0;
	if (ref[1] == '#' && (ref[2] == 'x' || ref[2] == 'X'))
		return number(ref + 3, n - 4, 16);
	if (ref[1] == '#')
		return number(ref + 2, n - 3, 10);
	for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++)
		if (strlen(entities[i].name) == n - 2
		    && memcmp(entities[i].name, ref + 1, n - 2) == 0)
			return entities[i].rune;
	return 0;
}
