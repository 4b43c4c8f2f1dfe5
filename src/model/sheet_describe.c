/* sheet_describe.c - how answers read, and what answers the focused cell. */
#include "model/sheet_private.h"

#include "text/decode.h"

#include <stdio.h>
#include <string.h>

void choice_put(struct sheet_choice *choice, const char *key, const char *label, bool chosen)
{
	size_t n = strlen(label), at = 0, len;

	*choice = (struct sheet_choice){ .chosen = chosen };
	snprintf(choice->key, sizeof choice->key, "%.7s", key);
	while (at < n) {
		(void)utf8_decode(label + at, n - at, &len, NULL);
		if (at + len >= sizeof choice->label)
			break;
		at += len;
	}
	memcpy(choice->label, label, at);
}

void sheet_describe_value(const struct sheet *sheet, struct sheet_cell cell, struct buf *out)
{
	int index = cell_find(sheet, cell);
	const struct question *q = index < 0 ? NULL : cell_question(sheet, index);
	int places[PLACES];

	if (q == NULL || !cell_asked(sheet, index))
		buf_adds(out, "not asked");
	else if (cell_answer(sheet, index) == NULL)
		buf_addf(out, "of which? %d are best", best_places(sheet, places));
	else
		type_ops_of(q)->describe(sheet, q, cell_answer(sheet, index), out);
}

void sheet_describe(const struct sheet *sheet, struct sheet_cell cell, struct buf *out)
{
	int index = cell_find(sheet, cell);
	int place = cell.shown;

	if (index >= 0 && cell_question(sheet, index)->scope == SCOPE_BEST
	    && cell_asked(sheet, index))
		place = best_place(sheet, cell.question);
	if (place >= 0)
		buf_addf(out, "%c ", sheet_letter(place));
	sheet_describe_value(sheet, cell, out);
}

/* ---- choices ---- */

static int best_choices(const struct sheet *sheet, struct sheet_choice *list, int max)
{
	int places[PLACES];
	int n = best_places(sheet, places);

	for (int i = 0; i < n && i < max; i++) {
		char key[2] = { (char)('1' + places[i]), '\0' };
		char label[2] = { sheet_letter(places[i]), '\0' };

		choice_put(&list[i], key, label, false);
	}
	return n < max ? n : max;
}

int sheet_choice_list(const struct sheet *sheet, struct sheet_choice *list, int max)
{
	int index = focused(sheet);

	if (index < 0 || max < 1)
		return 0;
	if (cell_answer(sheet, index) == NULL)
		return best_choices(sheet, list, max);
	return type_ops_of(cell_question(sheet, index))->choices(sheet, index, list, max);
}

void sheet_choices(const struct sheet *sheet, struct buf *out)
{
	struct sheet_choice list[GUIDELINE_OPTIONS_MAX + 2];
	int n = sheet_choice_list(sheet, list, GUIDELINE_OPTIONS_MAX + 2);

	for (int i = 0; i < n; i++) {
		if (i > 0)
			buf_adds(out, "   ");
		buf_adds(out, list[i].key);
		if (list[i].key[0] != '\0' && list[i].label[0] != '\0')
			buf_addc(out, ' ');
		buf_adds(out, list[i].label);
	}
}
