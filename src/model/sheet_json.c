/* sheet_json.c - all answers out, and in again. */
#include "model/sheet_private.h"

#include "base/alloc.h"
#include "base/json_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void id_of_place(const struct sheet *sheet, int place, char *out, size_t size)
{
	snprintf(out, size, "r%d", sheet_response(sheet, place));
}

/* ---- out ---- */

static struct json *value_json(const struct sheet *sheet, int index, struct arena *arena)
{
	const struct question *q = cell_question(sheet, index);
	const struct answer *a = cell_answer(sheet, index);
	const struct type_ops *ops = type_ops_of(q);

	if (a == NULL || ops->state(sheet, q, a) == CELL_ABSENT)
		return NULL;
	return ops->write(sheet, q, a, arena);
}

/* NULL: not answered. */
static struct json *cell_json(const struct sheet *sheet, int index, struct arena *arena)
{
	const struct question *q = cell_question(sheet, index);
	struct json *value, *wrapped;
	int place;
	char id[16];

	if (!cell_asked(sheet, index))
		return NULL;
	value = value_json(sheet, index, arena);
	if (q->scope != SCOPE_BEST)
		return value;
	place = best_place(sheet, sheet->cell[index].question);
	if (value == NULL && sheet->best[sheet->cell[index].question] < 0)
		return NULL;
	wrapped = json_object(arena);
	id_of_place(sheet, place, id, sizeof id);
	json_set(arena, wrapped, "of", json_string(arena, id));
	if (value != NULL)
		json_set(arena, wrapped, "value", value);
	return wrapped;
}

static void put_cell(const struct sheet *sheet, int index, struct json *answers,
		     struct arena *arena)
{
	const char *id = cell_question(sheet, index)->id;
	struct json *value = cell_json(sheet, index, arena), *by_response;
	char key[16];

	if (value == NULL)
		return;
	if (sheet->cell[index].shown < 0) {
		json_set(arena, answers, id, value);
		return;
	}
	by_response = json_get(answers, id);
	if (by_response == NULL) {
		by_response = json_object(arena);
		json_set(arena, answers, id, by_response);
	}
	id_of_place(sheet, sheet->cell[index].shown, key, sizeof key);
	json_set(arena, by_response, key, value);
}

struct json *sheet_answers(const struct sheet *sheet, struct arena *arena)
{
	struct json *answers = json_object(arena);

	for (int i = 0; i < sheet->n_cells; i++)
		put_cell(sheet, i, answers, arena);
	return answers;
}

void sheet_write(const struct sheet *sheet, struct buf *out)
{
	struct arena arena = ARENA_INIT;

	json_write_canonical(out, sheet_answers(sheet, &arena));
	arena_release(&arena);
}

/* ---- in ---- */

static int place_of(const struct sheet *sheet, const char *id)
{
	if (id == NULL || id[0] != 'r' || id[1] == '\0' || id[2] != '\0')
		return -1;
	return sheet_place(sheet, id[1] - '0');
}

static void read_cell(struct sheet *sheet, int index, const struct json *answers)
{
	const struct question *q = cell_question(sheet, index);
	struct sheet_cell cell = sheet->cell[index];
	const struct json *value = json_get(answers, q->id);
	int place = cell.shown < 0 ? 0 : cell.shown;
	char key[16];

	if (cell.shown >= 0) {
		id_of_place(sheet, cell.shown, key, sizeof key);
		value = json_get(value, key);
	} else if (q->scope == SCOPE_BEST) {
		place = place_of(sheet, json_get_string(value, "of"));
		value = json_get(value, "value");
		sheet->best[cell.question] = place;
	}
	if (value != NULL && place >= 0)
		type_ops_of(q)->read(sheet, cell.question,
				     &sheet->answer[cell.question * PLACES + place], value);
}

/* Takes over from OLD the answers of what is not asked now. */
static void keep_hidden(struct sheet *sheet, struct answer *old)
{
	for (int slot = 0; slot < sheet->guideline->n_questions * PLACES; slot++) {
		const struct question *q = &sheet->guideline->question[slot / PLACES];
		const struct type_ops *ops = type_ops_of(q);
		struct answer *now = &sheet->answer[slot];
		int index = sheet->index_of[q->scope == SCOPE_BEST ? slot / PLACES * PLACES : slot];
		bool live =
			index >= 0 && cell_asked(sheet, index) && cell_answer(sheet, index) == now;

		if (!live && ops != NULL && ops->state(sheet, q, now) == CELL_ABSENT) {
			answer_release(now, q);
			*now = old[slot];
			now->typed = -1;
		} else {
			answer_release(&old[slot], q);
		}
	}
}

static struct answer *replace_answers(struct sheet *sheet)
{
	size_t n = (size_t)sheet->guideline->n_questions * PLACES;
	struct answer *old = sheet->answer;

	sheet->answer = xcalloc(n + 1, sizeof *sheet->answer);
	for (size_t i = 0; i < n; i++)
		answer_init(&sheet->answer[i]);
	for (int q = 0; q < sheet->guideline->n_questions; q++)
		sheet->best[q] = -1;
	return old;
}

static struct json **all_cells(const struct sheet *sheet, struct arena *arena)
{
	struct json **values =
		arena_alloc(arena, ((size_t)sheet->n_cells + 1) * sizeof(struct json *));

	for (int i = 0; i < sheet->n_cells; i++)
		values[i] = cell_json(sheet, i, arena);
	return values;
}

static bool is_same(const struct json *a, const struct json *b)
{
	return a == NULL || b == NULL ? a == b : json_equal(a, b);
}

/* To the first cell that differs, or behind it if it is complete and a key would not have stayed.
 */
static void focus_changed(struct sheet *sheet, struct json **before, struct json **now)
{
	static const bool moves_on[QUESTION_TYPE_COUNT] = {
		[QUESTION_RANK] = true,
		[QUESTION_SCALE] = true,
		[QUESTION_CHOICE] = true,
	};
	int i = 0;

	while (i < sheet->n_cells && (is_same(before[i], now[i]) || !cell_asked(sheet, i)))
		i++;
	if (i == sheet->n_cells)
		return;
	focus_to(sheet, i);
	if (moves_on[cell_question(sheet, i)->type] && !cell_question(sheet, i)->multiple
	    && cell_state(sheet, i) == CELL_ANSWERED)
		focus_advance(sheet);
}

void sheet_load(struct sheet *sheet, const struct json *answers)
{
	struct arena arena = ARENA_INIT;
	struct json **before = NULL;
	struct answer *old;

	sheet_refresh(sheet);
	before = all_cells(sheet, &arena);
	old = replace_answers(sheet);
	for (int i = 0; i < sheet->n_cells; i++)
		if (type_ops_of(cell_question(sheet, i)) != NULL)
			read_cell(sheet, i, answers);
	sheet->just_set = -1;
	sheet_refresh(sheet);
	keep_hidden(sheet, old);
	focus_changed(sheet, before, all_cells(sheet, &arena));
	free(old);
	arena_release(&arena);
}
