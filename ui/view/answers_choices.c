/* answers_choices.c - the keys that answer the focused question, in whatever room there is: first
 * the air goes, then the ends of long words, then the last choices. */
#include "ui/view/answers_state.h"

#include <stdio.h>
#include <string.h>

#define GAP_WIDE 3
#define GAP_NARROW 2
#define WORD_MIN 5 /* columns below which an option is not recognised */

static bool is_shortened(const struct strip *strip, int i, const struct squeeze *squeeze)
{
	return canvas_columns(strip->cv, strip->choice[i].label) > squeeze->label;
}

static int choice_columns(const struct strip *strip, int i, const struct squeeze *squeeze)
{
	const struct sheet_choice *choice = &strip->choice[i];
	int key = canvas_columns(strip->cv, choice->key);
	int label = is_shortened(strip, i, squeeze) ? squeeze->label
						    : canvas_columns(strip->cv, choice->label);

	return key + (key > 0 && label > 0 ? 1 : 0) + label;
}

int choices_columns(const struct strip *strip, const struct squeeze *squeeze)
{
	int columns = 0;

	for (int i = 0; i < squeeze->n; i++)
		columns += choice_columns(strip, i, squeeze) + (i > 0 ? squeeze->gap : 0);
	if (squeeze->n < strip->n_choices)
		columns += squeeze->gap + 1; /* … */
	return columns;
}

static bool fits(const struct strip *strip, const struct squeeze *squeeze, int room)
{
	return choices_columns(strip, squeeze) <= room;
}

bool choices_fit(const struct strip *strip, int room, struct squeeze *squeeze)
{
	*squeeze = (struct squeeze){ .gap = GAP_WIDE, .label = LABEL_WHOLE, .n = strip->n_choices };
	if (squeeze->n == 0)
		return false;
	if (fits(strip, squeeze, room))
		return true;
	squeeze->gap = GAP_NARROW;
	if (fits(strip, squeeze, room))
		return true;
	for (squeeze->label = 24; squeeze->label >= WORD_MIN; squeeze->label--)
		if (fits(strip, squeeze, room))
			return true;
	squeeze->label = 2 * WORD_MIN;
	while (squeeze->n > 0 && !fits(strip, squeeze, room))
		squeeze->n--;
	return squeeze->n > 0;
}

bool choices_complete(const struct strip *strip, const struct squeeze *squeeze, int least)
{
	return squeeze->n == strip->n_choices && squeeze->label >= least;
}

static int draw_choice(const struct strip *strip, int row, int col, int i,
		       const struct squeeze *squeeze)
{
	const struct sheet_choice *choice = &strip->choice[i];
	int end = col + choice_columns(strip, i, squeeze);
	struct region region = { .kind = REGION_KEY };

	snprintf(region.key, sizeof region.key, "%s", choice->key);
	if (choice->key[0] != '\0')
		canvas_region(strip->cv, row, col, end - col, region);
	if (choice->key[0] != '\0')
		col = canvas_put(strip->cv, row, col, end - col, STYLE_KEY, choice->key);
	if (choice->key[0] != '\0' && choice->label[0] != '\0')
		col++;
	canvas_put_cut(strip->cv, row, col, end - col, choice->chosen ? STYLE_CHOSEN : STYLE_TEXT,
		       choice->label);
	return end;
}

void draw_choices(const struct strip *strip, int row, int col, const struct squeeze *squeeze)
{
	for (int i = 0; i < squeeze->n; i++)
		col = draw_choice(strip, row, col, i, squeeze) + squeeze->gap;
	if (squeeze->n < strip->n_choices)
		canvas_put(strip->cv, row, col, 1, STYLE_DIM, "…");
}

/* Walks the choices line by line; returns how many lines they take.  ROWS 0: nothing is drawn. */
static int walk_lines(const struct strip *strip, const struct slot *slot, int rows)
{
	const struct squeeze whole = { .gap = GAP_NARROW,
				       .label = LABEL_WHOLE,
				       .n = strip->n_choices };
	int line = 0, at = slot->value;

	for (int i = 0; i < strip->n_choices; i++) {
		int columns = choice_columns(strip, i, &whole);

		if (at > slot->value && at + columns > slot->end) {
			line++;
			at = slot->value;
		}
		if (line < rows)
			draw_choice(strip, slot->row + line, at, i, &whole);
		at += columns + whole.gap;
	}
	return line + 1;
}

int choice_lines(const struct strip *strip, const struct slot *slot)
{
	return walk_lines(strip, slot, 0);
}

void draw_choice_lines(const struct strip *strip, const struct slot *slot, int rows)
{
	walk_lines(strip, slot, rows);
}
