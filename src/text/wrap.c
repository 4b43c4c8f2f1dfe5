#include "text/wrap.h"

#include "text/runes.h"
#include "text/thai.h"

#include <string.h>

/* What must not begin a row, and what must not end one (JIS X 4051, cut down). */
static const uint16_t closing[] = {
	'!',    ',',    '.',    ':',    ';',    '?',    ')',    ']',    '}',    '%',    0x2019,
	0x201D, 0x2026, 0x3001, 0x3002, 0x3005, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015,
	0x3017, 0x301F, 0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063, 0x3083, 0x3085, 0x3087,
	0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30C3, 0x30E3, 0x30E5, 0x30E7, 0x30FB, 0x30FC,
	0xFF01, 0xFF05, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D,
};

static const uint16_t opening[] = {
	'(',    '[',    '{',    0x2018, 0x201C, 0x3008, 0x300A, 0x300C,
	0x300E, 0x3010, 0x3014, 0x3016, 0x301D, 0xFF08, 0xFF3B, 0xFF5B,
};

static bool is_one_of(uint32_t rune, const uint16_t *set, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (set[i] == rune)
			return true;
	return false;
}

/* A blank that may end a row: no-break and other odd spaces are drawn as one, but are not ASCII. */
static bool is_blank(const struct wrap *w, size_t i)
{
	size_t at = w->line->at[i];

	return w->line->cell[i].base == ' ' && w->line->cell[i].width == 1
	       && (at >= w->n || ((unsigned char)w->text[at] < 0x80 && w->text[at] != '&'));
}

static bool is_letter(const struct wrap *w, size_t i)
{
	return rune_is_word(w->line->cell[i].base);
}

static bool breaks_ideographs(uint32_t before, uint32_t behind)
{
	if (!rune_is_ideograph(before) && !rune_is_ideograph(behind))
		return false;
	return !is_one_of(behind, closing, sizeof closing / sizeof closing[0])
	       && !is_one_of(before, opening, sizeof opening / sizeof opening[0]);
}

/* Whether a row may end before cell I, which is behind the first one of the row. */
static bool may_break(const struct wrap *w, size_t first, size_t i)
{
	const struct cell *cell = w->line->cell;
	size_t before = i - 1;

	if (cell[i].width == 0)
		return false;
	if (is_blank(w, i))
		return true;
	if (is_blank(w, before))
		return true;
	if (cell[before].base == '-')
		return before > first && is_letter(w, before - 1) && is_letter(w, i);
	if (cell[before].width == 0)
		before--;
	if (cell[before].base < 0x80 && cell[i].base < 0x80)
		return false;
	return cell[before].base == 0x2014 || breaks_ideographs(cell[before].base, cell[i].base);
}

static size_t wrap_anywhere(const struct cells *line, size_t first, size_t columns, size_t *next)
{
	size_t end = first + columns;

	if (line->n - first <= columns) {
		*next = line->n;
		return line->n - first;
	}
	if (line->cell[end].width == 0)
		end--;
	if (end == first) /* a wide cell in one column: it is cut when it is drawn */
		end = first + 2;
	*next = end;
	return end - first;
}

size_t wrap_code(const struct cells *line, size_t first, size_t columns, size_t *next)
{
	size_t n = wrap_anywhere(line, first, columns, next);

	if (*next == line->n)
		return n;
	for (size_t end = first + n; end > first + columns / 2; end--) {
		uint32_t before = line->cell[end - 1].base;

		if (before >= 0x80 || strchr(" ,;([{", (int)before) == NULL)
			continue;
		*next = end;
		return end - first;
	}
	return n;
}

/* The last place behind FROM and up to FIRST + COLUMNS where a syllable begins; FROM if there is
 * none. */
static size_t last_syllable(const struct cells *line, size_t from, size_t limit)
{
	for (size_t i = limit; i > from; i--)
		if (thai_syllable_begins(line->cell[i - 1].base, line->cell[i].base))
			return i;
	return from;
}

/* A word longer than the row: between syllables, or behind a sign that parts it, as in an
 * address. */
static size_t wrap_long_word(const struct cells *line, size_t first, size_t columns, size_t *next)
{
	size_t n = wrap_anywhere(line, first, columns, next), half = first + columns / 2, end;

	if (*next == line->n)
		return n;
	end = last_syllable(line, half, first + n);
	if (end > half) {
		*next = end;
		return end - first;
	}
	for (end = first + n; end > half; end--) {
		uint32_t before = line->cell[end - 1].base;

		if (before >= 0x80 || strchr("/?&=.,;_-", (int)before) == NULL)
			continue;
		*next = end;
		return end - first;
	}
	while (n > 1 && thai_clings(line->cell[first + n].base))
		n--;
	*next = first + n;
	return n;
}

size_t wrap_words(const struct wrap *w, size_t first, size_t columns, size_t *next)
{
	size_t limit = first + columns, end;

	if (w->line->n - first <= columns) {
		*next = w->line->n;
		return w->line->n - first;
	}
	for (size_t i = limit; i > first; i--) {
		if (!may_break(w, first, i))
			continue;
		for (end = i; end > first && is_blank(w, end - 1); end--)
			;
		if (end == first) /* nothing but the indent */
			break;
		if (end - first < columns - columns / 3) {
			size_t syllable = last_syllable(w->line, i, limit);

			if (syllable > i) {
				*next = syllable;
				return syllable - first;
			}
		}
		while (i < w->line->n && is_blank(w, i))
			i++;
		*next = i;
		return end - first;
	}
	return wrap_long_word(w->line, first, columns, next);
}
