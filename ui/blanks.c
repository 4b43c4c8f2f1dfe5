#include "ui/blanks.h"

#define FEW 5 /* more are skipped or erased by curses, which costs less than writing them */

static bool is_unseen(const struct cell *cell, const bool unseen[STYLE_COUNT])
{
	return (cell->base == 0 || cell->base == ' ') && cell->n_marks == 0 && cell->width == 1
	       && unseen[cell->style];
}

void blanks_styles(const struct cell *row, int cols, const bool unseen[STYLE_COUNT],
		   uint8_t *styles)
{
	int word = -1; /* the last cell before the blanks */

	for (int col = 0; col < cols; col++) {
		bool between = word >= 0 && col - word - 1 <= FEW && unseen[row[word].style];

		styles[col] = row[col].style;
		if (is_unseen(&row[col], unseen)) {
			if (unseen[STYLE_TEXT])
				styles[col] = STYLE_TEXT;
			continue;
		}
		for (int blank = word + 1; between && blank < col; blank++)
			styles[blank] = row[word].style;
		word = col;
	}
}
