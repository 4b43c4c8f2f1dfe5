/* sheet.c - the answer sheet: its cells, their answers, and who is who. */
#include "model/sheet_private.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

static const struct type_ops *const types[QUESTION_TYPE_COUNT] = {
	[QUESTION_RANK] = &rank_ops, [QUESTION_SCALE] = &scale_ops, [QUESTION_CHOICE] = &choice_ops,
	[QUESTION_TEXT] = &text_ops, [QUESTION_EDIT] = &edit_ops,
};

const struct type_ops *type_ops_of(const struct question *question)
{
	return types[question->type];
}

/* ---- answers ---- */

void answer_init(struct answer *answer)
{
	*answer = (struct answer){
		.rank = { .sign = SIGN_NONE },
		.scale = -1,
		.typed = -1,
	};
}

void answer_release(struct answer *answer, const struct question *question)
{
	if (answer->pick != NULL)
		for (int i = 0; i < question->n_options; i++)
			free(answer->pick[i].note);
	free(answer->pick);
	free(answer->text);
	answer_init(answer);
}

/* ---- cells ---- */

static void lay_cell(struct sheet *sheet, int question, int shown)
{
	int place = shown < 0 ? 0 : shown;

	sheet->index_of[question * PLACES + place] = sheet->n_cells;
	sheet->cell[sheet->n_cells++] = (struct sheet_cell){ .question = question, .shown = shown };
}

static bool is_per_response(const struct guideline *guideline, int question)
{
	return question < guideline->n_questions
	       && guideline->question[question].scope == SCOPE_RESPONSE;
}

/* FIRST to END - 1 are response-scoped: grouped response by response. */
static void lay_group(struct sheet *sheet, int first, int end)
{
	for (int shown = 0; shown < sheet->n; shown++)
		for (int q = first; q < end; q++)
			lay_cell(sheet, q, shown);
}

static void lay_cells(struct sheet *sheet)
{
	const struct guideline *guideline = sheet->guideline;
	int q = 0, end;

	while (q < guideline->n_questions) {
		end = q + 1;
		if (!is_per_response(guideline, q)) {
			lay_cell(sheet, q, -1);
			q = end;
			continue;
		}
		while (guideline->order == ORDER_BY_RESPONSE && is_per_response(guideline, end))
			end++;
		lay_group(sheet, q, end);
		q = end;
	}
}

const struct question *cell_question(const struct sheet *sheet, int index)
{
	return &sheet->guideline->question[sheet->cell[index].question];
}

int cell_find(const struct sheet *sheet, struct sheet_cell cell)
{
	int place = cell.shown < 0 ? 0 : cell.shown;
	int index;

	if (cell.question < 0 || cell.question >= sheet->guideline->n_questions || place >= PLACES)
		return -1;
	index = sheet->index_of[cell.question * PLACES + place];
	return index >= 0 && sheet->cell[index].shown == cell.shown ? index : -1;
}

struct answer *cell_answer(const struct sheet *sheet, int index)
{
	struct sheet_cell cell = sheet->cell[index];
	int place = cell.shown < 0 ? 0 : cell.shown;

	if (sheet->guideline->question[cell.question].scope == SCOPE_BEST)
		place = best_place(sheet, cell.question);
	return place < 0 ? NULL : &sheet->answer[cell.question * PLACES + place];
}

enum cell_state cell_state(const struct sheet *sheet, int index)
{
	const struct question *q = cell_question(sheet, index);
	const struct answer *a = cell_answer(sheet, index);
	enum cell_state state;

	if (!cell_asked(sheet, index))
		return CELL_NOT_ASKED;
	if (a == NULL)
		return CELL_ABSENT;
	state = types[q->type]->state(sheet, q, a);
	if (state == CELL_ABSENT && q->scope == SCOPE_BEST
	    && sheet->best[sheet->cell[index].question] >= 0)
		return CELL_PARTIAL; /* which of the tied ones was said, and no more */
	return state;
}

void cell_name(const struct sheet *sheet, int index, struct buf *out)
{
	struct sheet_cell cell = sheet->cell[index];

	buf_adds(out, sheet->guideline->question[cell.question].id);
	if (cell.shown >= 0)
		buf_addf(out, " %c", sheet_letter(cell.shown));
}

/* ---- life ---- */

static void compile_patterns(struct sheet *sheet)
{
	int n = sheet->guideline->n_questions;

	sheet->pattern = xcalloc((size_t)n + 1, sizeof *sheet->pattern);
	for (int q = 0; q < n; q++)
		sheet->pattern[q] = pattern_compile(sheet->guideline->question[q].pattern);
}

static void make_room(struct sheet *sheet)
{
	size_t slots = (size_t)sheet->guideline->n_questions * PLACES + 1;

	sheet->cell = xcalloc(slots, sizeof *sheet->cell);
	sheet->index_of = xcalloc(slots, sizeof *sheet->index_of);
	sheet->asked = xcalloc(slots, sizeof *sheet->asked);
	sheet->answer = xcalloc(slots, sizeof *sheet->answer);
	sheet->best = xcalloc((size_t)sheet->guideline->n_questions + 1, sizeof *sheet->best);
	for (size_t i = 0; i < slots; i++) {
		sheet->index_of[i] = -1;
		answer_init(&sheet->answer[i]);
	}
	for (int q = 0; q < sheet->guideline->n_questions; q++)
		sheet->best[q] = -1;
}

struct sheet *sheet_new(const struct guideline *guideline, const struct item *item,
			const int *order, int n, const struct json *answers)
{
	struct sheet *sheet = xcalloc(1, sizeof *sheet);

	sheet->guideline = guideline;
	sheet->item = item;
	sheet->n = n < PLACES ? n : PLACES;
	for (int i = 0; i < sheet->n; i++)
		sheet->order[i] = order[i];
	make_room(sheet);
	compile_patterns(sheet);
	lay_cells(sheet);
	sheet_load(sheet, answers);
	sheet->focus = -1;
	focus_advance(sheet);
	sheet->n_trail = 0;
	sheet->landed = true;
	return sheet;
}

void sheet_free(struct sheet *sheet)
{
	if (sheet == NULL)
		return;
	for (int i = 0; i < sheet->guideline->n_questions * PLACES; i++)
		answer_release(&sheet->answer[i], &sheet->guideline->question[i / PLACES]);
	for (int q = 0; q < sheet->guideline->n_questions; q++)
		pattern_free(sheet->pattern[q]);
	free(sheet->pattern);
	free(sheet->best);
	free(sheet->answer);
	free(sheet->asked);
	free(sheet->index_of);
	free(sheet->cell);
	free(sheet);
}

/* ---- who is who ---- */

char sheet_letter(int shown)
{
	static const char letters[] = "ABCDEFGHI";

	if (shown < 0 || shown >= PLACES)
		return '?';
	return letters[shown];
}

int sheet_responses(const struct sheet *sheet)
{
	return sheet->n;
}

int sheet_response(const struct sheet *sheet, int shown)
{
	return shown >= 0 && shown < sheet->n ? sheet->order[shown] : 0;
}

int sheet_place(const struct sheet *sheet, int r)
{
	for (int i = 0; i < sheet->n; i++)
		if (sheet->order[i] == r)
			return i;
	return -1;
}

const struct guideline *sheet_guideline(const struct sheet *sheet)
{
	return sheet->guideline;
}

/* ---- what is asked ---- */

enum cell_state sheet_state(const struct sheet *sheet, struct sheet_cell cell)
{
	int index = cell_find(sheet, cell);

	return index < 0 ? CELL_NOT_ASKED : cell_state(sheet, index);
}

bool sheet_required(const struct sheet *sheet, struct sheet_cell cell)
{
	int index = cell_find(sheet, cell);

	return index >= 0 && cell_required(sheet, index);
}

int sheet_cells(const struct sheet *sheet, struct sheet_cell *cells, int max)
{
	int n = 0;

	for (int i = 0; i < sheet->n_cells && n < max; i++)
		if (cell_asked(sheet, i))
			cells[n++] = sheet->cell[i];
	return n;
}

bool sheet_touched(const struct sheet *sheet)
{
	for (int i = 0; i < sheet->n_cells; i++) {
		enum cell_state state = cell_state(sheet, i);

		if (state == CELL_PARTIAL || state == CELL_ANSWERED)
			return true;
	}
	return false;
}
