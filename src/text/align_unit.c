#include "text/align_unit.h"

#include "base/alloc.h"
#include "base/fnv.h"
#include "text/runes.h"

#include <stdlib.h>

#define FIRST_WITHOUT_SPACES 0x0E00u /* Thai, Lao, …, CJK: pairs of letters stand for words */
#define SHORT_WORD 3                 /* letters: "a", "of", "to" are in every text */
#define NUMBER_MAX 9999u
#define LEAD_MAX 60 /* letters before the colon */

static bool is_blank(const struct layout_row *row)
{
	return row->n <= row->prefix;
}

static bool starts_unit(const struct layout *layout, size_t r)
{
	const struct layout_row *row = &layout->rows[r];

	if (is_blank(row) || row->continues)
		return false;
	return !row->table || row->starts_block || r == 0 || !layout->rows[r - 1].table;
}

/* ---- words ---- */

static void add_word(struct units *units, uint64_t hash)
{
	units->word = vec_grow(units->word, units->n_words, &units->cap_words, sizeof *units->word);
	units->word[units->n_words++] = (uint32_t)(hash ^ hash >> 32);
}

struct reading_word {
	uint64_t hash;
	unsigned letters;
	bool digits;
	uint32_t before; /* the letter before in a script without spaces */
	uint64_t lead;
	unsigned lead_letters;
};

static void end_word(struct units *units, struct reading_word *w)
{
	if (w->letters >= SHORT_WORD || (w->letters > 0 && w->digits))
		add_word(units, w->hash);
	*w = (struct reading_word){ .hash = FNV_START,
				    .lead = w->lead,
				    .lead_letters = w->lead_letters };
}

static void read_letter(struct units *units, struct reading_word *w, uint32_t r)
{
	if (r >= FIRST_WITHOUT_SPACES) {
		uint32_t before = w->before;

		end_word(units, w);
		add_word(units, fnv_add(FNV_START, before) ^ r);
		w->before = r;
		return;
	}
	w->hash = fnv_add(w->hash, rune_lower(r));
	w->digits = w->digits || (r >= '0' && r <= '9');
	w->letters++;
}

/* "3. Cost: …": what stands before the first colon. */
static void read_lead(struct unit *unit, struct reading_word *w, uint32_t r)
{
	if (w->lead_letters > LEAD_MAX)
		return;
	if (r == ':' && w->lead_letters >= SHORT_WORD)
		unit->lead = w->lead;
	if (r == ':')
		w->lead_letters = LEAD_MAX;
	if (!rune_is_word(r))
		return;
	w->lead = fnv_add(w->lead, rune_lower(r));
	w->lead_letters++;
}

static void read_row(struct units *units, struct unit *unit, const struct layout *layout, size_t r,
		     struct reading_word *w)
{
	const struct layout_row *row = &layout->rows[r];

	for (size_t i = row->first + row->prefix; i < row->first + row->n; i++) {
		const struct cell *cell = &layout->cells.cell[i];

		if (cell->width == 0)
			continue;
		if (cell->base != ' ')
			unit->hash = fnv_add(unit->hash, cell->base);
		for (int m = 0; m < cell->n_marks; m++)
			unit->hash = fnv_add(unit->hash, cell->mark[m]);
		read_lead(unit, w, cell->base);
		if (rune_is_word(cell->base) && cell->base != '_')
			read_letter(units, w, cell->base);
		else
			end_word(units, w);
	}
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* "3. " before the row: 4. */
static unsigned item_number(const struct layout *layout, size_t r)
{
	const struct layout_row *row = &layout->rows[r];
	unsigned number = 0;
	bool any = false, in_number = false;

	for (size_t i = row->first; i < row->first + row->prefix; i++) {
		uint32_t c = layout->cells.cell[i].base;
		bool digit = c >= '0' && c <= '9';

		if (digit)
			number = in_number && number < NUMBER_MAX ? number * 10 + (c - '0')
								  : c - '0';
		in_number = digit;
		any = any || digit;
	}
	return any ? number + 1 : 0;
}

static void read_unit(struct units *units, const struct layout *layout, size_t r)
{
	struct reading_word w = { .hash = FNV_START, .lead = FNV_START };
	const struct layout_row *row = &layout->rows[r];
	struct unit *unit;

	units->unit = vec_grow(units->unit, units->n, &units->cap, sizeof *units->unit);
	unit = &units->unit[units->n++];
	*unit = (struct unit){ .row = r,
			       .hash = FNV_START,
			       .word = units->n_words,
			       .number = item_number(layout, r),
			       .heading = row->heading,
			       .code = row->code };
	do
		read_row(units, unit, layout, r++, &w);
	while (r < layout->n_rows && !starts_unit(layout, r));
	end_word(units, &w);
	unit->end = r;
	unit->n_words = units->n_words - unit->word;
	if (unit->n_words > 1)
		qsort(units->word + unit->word, unit->n_words, sizeof *units->word, by_value);
}

void units_read(struct units *units, const struct layout *layout)
{
	size_t r = 0;

	*units = (struct units){ .unit = NULL };
	while (r < layout->n_rows && !starts_unit(layout, r))
		r++;
	while (r < layout->n_rows) {
		read_unit(units, layout, r);
		r = units->unit[units->n - 1].end;
	}
}

void units_release(struct units *units)
{
	free(units->unit);
	free(units->word);
	*units = (struct units){ .unit = NULL };
}

static size_t words_in_common(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
	size_t common = 0;

	while (n > 0 && m > 0) {
		bool same = *a == *b, first = *a <= *b, second = *b <= *a;

		common += same;
		a += first;
		n -= first;
		b += second;
		m -= second;
	}
	return common;
}

double units_likeness(const struct units *a, size_t i, const struct units *b, size_t j)
{
	const struct unit *x = &a->unit[i], *y = &b->unit[j];
	size_t sum = x->n_words + y->n_words;

	if (x->hash == y->hash)
		return 1;
	if (x->code != y->code || sum == 0)
		return 0;
	return 1.98
	       * (double)words_in_common(a->word + x->word, x->n_words, b->word + y->word,
					 y->n_words)
	       / (double)sum;
}

double units_signs(const struct unit *a, const struct unit *b)
{
	double signs = 0;

	if (a->code || b->code)
		return 0;
	if (a->lead != 0 && a->lead == b->lead)
		signs += 0.4;
	if (a->heading && b->heading)
		signs += 0.15;
	if (a->number > 0 && a->number == b->number)
		signs += 0.1;
	return signs;
}
