/* sheet_key.c - one key: whose it is, and what becomes of the focus. */
#include "model/sheet_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum outcome key_refuse(const struct press *press, struct buf *why, const char *fmt, ...)
{
	char reason[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason, sizeof reason, fmt, ap);
	va_end(ap);
	buf_addf(why, "%s refused: %s", press->name, reason);
	return KEY_REFUSED;
}

static struct press read_press(const char *key)
{
	struct press press = { .name = key, .digit = -1 };

	if (key[0] == '\0' || key[1] != '\0')
		return press;
	if (key[0] >= '0' && key[0] <= '9')
		press.digit = key[0] - '0';
	else if (key[0] >= 'a' && key[0] <= 'z')
		press.letter = key[0];
	else if (strchr("=>-!", key[0]) != NULL)
		press.sign = key[0];
	return press;
}

/* ---- answers ---- */

static enum sheet_result settle(struct sheet *sheet, enum outcome outcome)
{
	if (outcome == KEY_NOTHING)
		return SHEET_NOTHING;
	if (outcome == KEY_REFUSED)
		return SHEET_REFUSED;
	sheet_refresh(sheet);
	if (outcome == KEY_STAYS)
		return SHEET_CHANGED;
	focus_advance(sheet);
	if (outcome == KEY_MOVES)
		return SHEET_MOVED;
	return sheet->guideline->submit_auto && sheet_left(sheet) == 0 ? SHEET_AUTO : SHEET_CHANGED;
}

static bool all_answered(const struct sheet *sheet)
{
	for (int i = 0; i < sheet->n_cells; i++)
		if (cell_state(sheet, i) == CELL_ABSENT)
			return false;
	return true;
}

static enum outcome refuse_at_end(const struct sheet *sheet, const struct press *press,
				  struct buf *why)
{
	struct buf missing = BUF_INIT;

	if (sheet_missing(sheet, NULL, &missing) > 0)
		(void)key_refuse(press, why, "behind the last question; %s, Enter goes there",
				 buf_str(&missing));
	else
		(void)key_refuse(press, why, "every %squestion has its answer",
				 all_answered(sheet) ? "" : "required ");
	buf_release(&missing);
	return KEY_REFUSED;
}

/* Which of the tied best ones is meant. */
static enum outcome pick_best(struct sheet *sheet, int index, const struct press *press,
			      struct buf *why)
{
	struct buf missing = BUF_INIT;
	int places[PLACES];
	int n = best_places(sheet, places);

	for (int i = 0; i < n; i++)
		if (places[i] == press->digit - 1) {
			sheet->best[sheet->cell[index].question] = places[i];
			return KEY_STAYS;
		}
	for (int i = 0; i < n; i++)
		buf_addf(&missing, "%s%d %c", i == 0 ? "" : ", ", places[i] + 1,
			 sheet_letter(places[i]));
	(void)key_refuse(press, why, "which of the best is meant? %s", buf_str(&missing));
	buf_release(&missing);
	return KEY_REFUSED;
}

static enum sheet_result answer_key(struct sheet *sheet, const struct press *press, struct buf *why)
{
	int index = focused(sheet);

	if (index < 0)
		return settle(sheet, refuse_at_end(sheet, press, why));
	if (cell_answer(sheet, index) == NULL)
		return settle(sheet, pick_best(sheet, index, press, why));
	return settle(sheet,
		      type_ops_of(cell_question(sheet, index))->key(sheet, index, press, why));
}

/* ---- Backspace ---- */

static bool forget_pick(struct sheet *sheet, int index)
{
	int *best = &sheet->best[sheet->cell[index].question];
	bool was = *best >= 0;

	*best = -1;
	return was;
}

static bool erase_at(struct sheet *sheet, int index)
{
	const struct question *q = cell_question(sheet, index);

	if (cell_answer(sheet, index) != NULL && type_ops_of(q)->erase(sheet, index))
		return true;
	return forget_pick(sheet, index);
}

static bool holds_text(const struct sheet *sheet, int index, struct buf *why)
{
	const struct answer *a = cell_answer(sheet, index);

	if (a == NULL || a->text == NULL)
		return false;
	buf_addf(why, "Backspace erases no whole text; open %s to change it",
		 cell_question(sheet, index)->id);
	return true;
}

static enum sheet_result backspace(struct sheet *sheet, struct buf *why)
{
	int index = focused(sheet);

	if (index >= 0 && holds_text(sheet, index, why))
		return SHEET_NOTHING;
	if (index < 0 || !erase_at(sheet, index)) {
		index = focus_back(sheet);
		if (index < 0) {
			buf_adds(why, "nothing to erase before this");
			return SHEET_NOTHING;
		}
		if (holds_text(sheet, index, why) || !erase_at(sheet, index))
			return SHEET_MOVED;
	}
	sheet_refresh(sheet);
	return SHEET_CHANGED;
}

/* ---- letters ---- */

static int option_with_key(const struct question *q, char letter)
{
	for (int i = 0; i < q->n_options; i++)
		if (q->option[i].key == letter)
			return i;
	return -1;
}

static int question_with_key(const struct sheet *sheet, char letter)
{
	for (int q = 0; q < sheet->guideline->n_questions; q++)
		if (sheet->guideline->question[q].key == letter)
			return q;
	return -1;
}

/* The first asked cell of QUESTION behind FROM, by the shown order; -1 if there is none. */
static int next_of_question(const struct sheet *sheet, int question, int from)
{
	for (int i = from + 1; i < sheet->n_cells; i++)
		if (sheet->cell[i].question == question && cell_asked(sheet, i))
			return i;
	return -1;
}

static int jump_target(const struct sheet *sheet, int question)
{
	int index = focused(sheet), next = -1;

	if (index >= 0 && sheet->cell[index].question == question)
		next = next_of_question(sheet, question, index);
	return next >= 0 ? next : next_of_question(sheet, question, -1);
}

static bool is_text(const struct question *q)
{
	return q->type == QUESTION_TEXT || q->type == QUESTION_EDIT;
}

static enum sheet_result jump(struct sheet *sheet, char letter, struct buf *why)
{
	int question = question_with_key(sheet, letter), index = focused(sheet);
	const struct question *q;

	if (question < 0) {
		buf_addf(why, "%c is no question's key here", letter);
		return SHEET_NOTHING;
	}
	q = &sheet->guideline->question[question];
	/* A text that was only reached is opened before the next one's turn comes. */
	if (index < 0 || sheet->cell[index].question != question || !is_text(q)
	    || cell_state(sheet, index) != CELL_ABSENT)
		index = jump_target(sheet, question);
	if (index < 0) {
		buf_addf(why, "%s is not asked here", q->id);
		return SHEET_NOTHING;
	}
	focus_to(sheet, index);
	return is_text(q) && cell_answer(sheet, index) != NULL ? SHEET_OPEN : SHEET_MOVED;
}

static enum sheet_result letter_key(struct sheet *sheet, char letter, struct buf *why)
{
	int index = focused(sheet);
	int option;

	if (index < 0 || cell_question(sheet, index)->type != QUESTION_CHOICE
	    || cell_answer(sheet, index) == NULL)
		return jump(sheet, letter, why);
	option = option_with_key(cell_question(sheet, index), letter);
	if (option < 0)
		return jump(sheet, letter, why);
	return settle(sheet, choice_set(sheet, index, option));
}

enum sheet_result sheet_toggle_option(struct sheet *sheet, struct sheet_cell cell, int option,
				      struct buf *why)
{
	int index = cell_find(sheet, cell);
	const struct question *q = index < 0 ? NULL : cell_question(sheet, index);

	if (q == NULL || q->type != QUESTION_CHOICE || option < 0 || option >= q->n_options
	    || !cell_asked(sheet, index) || cell_answer(sheet, index) == NULL) {
		buf_adds(why, "there is no such option here");
		return SHEET_NOTHING;
	}
	if (sheet->focus != index)
		focus_to(sheet, index);
	sheet->doubt = false;
	return settle(sheet, choice_set(sheet, index, option));
}

/* ---- Enter, Space, Tab ---- */

bool sheet_enter_opens(const struct sheet *sheet)
{
	int index = focused(sheet);

	return index >= 0 && text_wants_opening(sheet, index);
}

static enum sheet_result enter_key(struct sheet *sheet, const struct press *press, struct buf *why)
{
	int index = focused(sheet);

	if (index < 0 || cell_answer(sheet, index) == NULL)
		return SHEET_NOTHING;
	if (press->name[0] == 'E' && text_wants_opening(sheet, index))
		return SHEET_OPEN;
	if (cell_question(sheet, index)->type != QUESTION_SCALE)
		return SHEET_NOTHING;
	return settle(sheet,
		      type_ops_of(cell_question(sheet, index))->key(sheet, index, press, why));
}

static enum sheet_result tab_key(struct sheet *sheet, int dir)
{
	int was = sheet->focus;

	sheet_tab(sheet, dir);
	return sheet->focus == was ? SHEET_NOTHING : SHEET_MOVED;
}

/* ---- */

static enum sheet_result route(struct sheet *sheet, const char *key, struct buf *why)
{
	struct press press = read_press(key);

	if (press.digit >= 0 || press.sign != 0)
		return answer_key(sheet, &press, why);
	if (press.letter != 0)
		return letter_key(sheet, press.letter, why);
	if (key[0] == '\'' && key[1] >= 'a' && key[1] <= 'z' && key[2] == '\0')
		return jump(sheet, key[1], why);
	if (strcmp(key, "Backspace") == 0)
		return backspace(sheet, why);
	if (strcmp(key, "Tab") == 0)
		return tab_key(sheet, 1);
	if (strcmp(key, "Shift-Tab") == 0)
		return tab_key(sheet, -1);
	if (strcmp(key, "Enter") == 0 || strcmp(key, "Space") == 0)
		return enter_key(sheet, &press, why);
	return SHEET_NOTHING;
}

enum sheet_result sheet_key(struct sheet *sheet, const char *key, struct buf *why)
{
	enum sheet_result result = route(sheet, key, why);

	if (result == SHEET_REFUSED)
		sheet->doubt = true;
	else if (result != SHEET_NOTHING && strcmp(key, "Enter") != 0)
		sheet->doubt = false; /* what Enter opened does not make the refused key right */
	return result;
}

bool sheet_doubt(const struct sheet *sheet)
{
	return sheet->doubt;
}

void sheet_clear_doubt(struct sheet *sheet)
{
	sheet->doubt = false;
}
