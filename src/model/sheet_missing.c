/* sheet_missing.c - what keeps an item from being submitted. */
#include "model/sheet_private.h"

bool cell_blocks(const struct sheet *sheet, int index)
{
	enum cell_state state = cell_state(sheet, index);

	return state == CELL_PARTIAL || (state == CELL_ABSENT && cell_required(sheet, index));
}

static void add_tied(const struct sheet *sheet, struct buf *out)
{
	int places[PLACES];
	int n = best_places(sheet, places);

	for (int i = 0; i < n; i++)
		buf_addf(out, "%s%c",
			 i == 0       ? ""
			 : i == n - 1 ? " or "
				      : ", ",
			 sheet_letter(places[i]));
}

static void say_what_lacks(const struct sheet *sheet, int index, struct buf *why)
{
	const struct question *q = cell_question(sheet, index);
	const struct answer *a = cell_answer(sheet, index);
	struct buf name = BUF_INIT;

	cell_name(sheet, index, &name);
	if (a == NULL) {
		buf_addf(why, "%s: of which, ", buf_str(&name));
		add_tied(sheet, why);
		buf_addc(why, '?');
	} else if (type_ops_of(q)->state(sheet, q, a) == CELL_ABSENT) {
		buf_addf(why, "%s is missing", buf_str(&name));
	} else {
		type_ops_of(q)->lacks(sheet, q, a, buf_str(&name), why);
	}
	buf_release(&name);
}

int sheet_missing(const struct sheet *sheet, struct sheet_cell *first, struct buf *why)
{
	int n = 0;

	for (int i = 0; i < sheet->n_cells; i++) {
		if (!cell_blocks(sheet, i))
			continue;
		if (n == 0 && first != NULL)
			*first = sheet->cell[i];
		if (n == 0 && why != NULL)
			say_what_lacks(sheet, i, why);
		n++;
	}
	return n;
}

int sheet_left(const struct sheet *sheet)
{
	return sheet_missing(sheet, NULL, NULL);
}
