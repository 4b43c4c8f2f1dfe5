/* sheet_cond.c - which questions are asked, which are required: conditions over the answers.
 *
 * sheet->asked holds the result for every cell, so that each is worked out once after a change,
 * however the conditions hang together.  An answer to a question that is not asked counts as none.
 */
#include "model/sheet_private.h"

#include <string.h>

enum { NOT_ASKED, ASKED, UNKNOWN, COMPUTING };

static bool is_true(const struct sheet *sheet, const struct cond *cond, int place);

/* ---- leaves ---- */

static bool compares(const struct cond *cond, const struct answer *a)
{
	if (a->na || a->scale < 0)
		return false;
	if (cond->type == COND_AT_MOST)
		return a->scale <= cond->number;
	if (cond->type == COND_AT_LEAST)
		return a->scale >= cond->number;
	return a->scale == cond->number;
}

static bool has_option(const struct question *q, const struct cond *cond, const struct answer *a)
{
	int option = question_option(q, cond->option);
	const struct pick *pick;

	if (option < 0 || a->pick == NULL)
		return false;
	pick = &a->pick[option];
	if (!pick->on || cond->severity == NULL)
		return pick->on;
	return pick->severity >= 0 && pick->severity < q->option[option].n_severity
	       && strcmp(q->option[option].severity[pick->severity], cond->severity) == 0;
}

static bool leaf_holds(const struct sheet *sheet, const struct cond *cond, int index)
{
	const struct question *q = cell_question(sheet, index);
	const struct answer *a;

	if (!cell_asked(sheet, index))
		return false;
	a = cell_answer(sheet, index);
	if (a == NULL)
		return false;
	switch (cond->type) {
	case COND_ANSWERED:
		return type_ops_of(q)->state(sheet, q, a) == CELL_ANSWERED;
	case COND_HAS:
		return has_option(q, cond, a);
	case COND_NONE_GOOD:
		return a->rank.none_good && !a->na;
	default:
		return compares(cond, a);
	}
}

/* PLACE >= 0: the response of the cell that asks; the same one is looked at where both questions
 * are about responses, otherwise any. */
static bool leaf_is_true(const struct sheet *sheet, const struct cond *cond, int place)
{
	const int *index = &sheet->index_of[cond->question * PLACES];

	if (sheet->guideline->question[cond->question].scope != SCOPE_RESPONSE)
		return index[0] >= 0 && leaf_holds(sheet, cond, index[0]);
	if (place >= 0)
		return index[place] >= 0 && leaf_holds(sheet, cond, index[place]);
	for (int i = 0; i < sheet->n; i++)
		if (leaf_holds(sheet, cond, index[i]))
			return true;
	return false;
}

static bool group_is_true(const struct sheet *sheet, const struct cond *cond, int place)
{
	bool wanted = cond->type == COND_ANY;

	for (int i = 0; i < cond->n_children; i++)
		if (is_true(sheet, cond->child[i], place) == wanted)
			return wanted;
	return !wanted;
}

static bool is_true(const struct sheet *sheet, const struct cond *cond, int place)
{
	switch (cond->type) {
	case COND_ALWAYS:
		return true;
	case COND_NEVER:
		return false;
	case COND_NOT:
		return !is_true(sheet, cond->child[0], place);
	case COND_ALL:
	case COND_ANY:
		return group_is_true(sheet, cond, place);
	default:
		return leaf_is_true(sheet, cond, place);
	}
}

/* ---- the best response ---- */

static int ranking_cell(const struct sheet *sheet)
{
	for (int q = 0; q < sheet->guideline->n_questions; q++)
		if (sheet->guideline->question[q].type == QUESTION_RANK)
			return sheet->index_of[q * PLACES];
	return -1;
}

int best_places(const struct sheet *sheet, int *places)
{
	int index = ranking_cell(sheet);
	const struct answer *a;

	if (index < 0 || !cell_asked(sheet, index))
		return 0;
	a = cell_answer(sheet, index);
	if (a == NULL || a->rank.none_good)
		return 0;
	return rank_leaders(sheet, cell_question(sheet, index), a, places);
}

static bool is_among(const int *places, int n, int place)
{
	for (int i = 0; i < n; i++)
		if (places[i] == place)
			return true;
	return false;
}

int best_place(const struct sheet *sheet, int question)
{
	int places[PLACES];
	int n = best_places(sheet, places);

	if (n == 1)
		return places[0];
	if (is_among(places, n, sheet->best[question]))
		return sheet->best[question];
	for (int q = 0; q < sheet->guideline->n_questions; q++)
		if (is_among(places, n, sheet->best[q]))
			return sheet->best[q]; /* said once is enough */
	return -1;
}

int sheet_best(const struct sheet *sheet)
{
	int places[PLACES];

	return best_places(sheet, places) == 1 ? places[0] : -1;
}

/* ---- asked, required ---- */

static bool work_out(const struct sheet *sheet, int index)
{
	const struct question *q = cell_question(sheet, index);
	int places[PLACES];

	if (type_ops_of(q) == NULL || q->scope == SCOPE_TURN)
		return false;
	if (q->type == QUESTION_RANK && sheet->n < 2)
		return false;
	if (!is_true(sheet, q->show, sheet->cell[index].shown))
		return false;
	return q->scope != SCOPE_BEST || best_places(sheet, places) > 0;
}

bool cell_asked(const struct sheet *sheet, int index)
{
	signed char *asked = &sheet->asked[index];

	if (*asked == UNKNOWN) {
		*asked = COMPUTING; /* a circle ends here: not asked */
		*asked = work_out(sheet, index) ? ASKED : NOT_ASKED;
	}
	return *asked == ASKED;
}

bool cell_required(const struct sheet *sheet, int index)
{
	return cell_asked(sheet, index)
	       && is_true(sheet, cell_question(sheet, index)->required, sheet->cell[index].shown);
}

/* A pick among tied bests holds only while they are tied. */
static void drop_stale_picks(struct sheet *sheet)
{
	int places[PLACES];
	int n = best_places(sheet, places);

	for (int q = 0; q < sheet->guideline->n_questions; q++)
		if (n < 2 || !is_among(places, n, sheet->best[q]))
			sheet->best[q] = -1;
}

void sheet_refresh(struct sheet *sheet)
{
	memset(sheet->asked, UNKNOWN, (size_t)sheet->n_cells);
	drop_stale_picks(sheet);
	for (int i = 0; i < sheet->n_cells; i++)
		(void)cell_asked(sheet, i);
	while (sheet->focus >= 0 && sheet->focus < sheet->n_cells
	       && !cell_asked(sheet, sheet->focus))
		sheet->focus++;
}
