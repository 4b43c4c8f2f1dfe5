/* answers_rows.c - which questions share a row: scales stand in columns, texts two by two. */
#include "ui/view/answers_state.h"

#define LABEL_COL 3
#define PACK_GAP 5
#define PAIR_COLS 72       /* where a text that is seldom asked stands beside another */
#define PAIR_COLS_WIDE 110 /* where any two do */

static bool is_whole(const struct question *q)
{
	return q->scope == SCOPE_ITEM || q->scope == SCOPE_PROMPT;
}

static bool is_drawn(const struct strip *strip, int question)
{
	const struct question *q = &strip->guideline->question[question];
	int n = sheet_responses(strip->sheet);

	if (q->type == QUESTION_SPANS || q->type == QUESTION_ROWS || q->scope == SCOPE_TURN)
		return false;
	if (q->show->type == COND_NEVER || (q->type == QUESTION_RANK && n < 2))
		return false;
	return q->scope != SCOPE_RESPONSE || n > 0;
}

/* Scales of one scope go on in columns. */
static bool packs_with(const struct strip *strip, int question, const struct question *first)
{
	const struct question *q;

	if (question >= strip->guideline->n_questions || !is_drawn(strip, question))
		return false;
	q = &strip->guideline->question[question];
	return q->type == QUESTION_SCALE && first->type == QUESTION_SCALE
	       && (q->scope == SCOPE_RESPONSE ? first->scope == SCOPE_RESPONSE
					      : is_whole(q) && is_whole(first));
}

static bool is_short_text(const struct strip *strip, int question)
{
	const struct question *q;

	if (question >= strip->guideline->n_questions || !is_drawn(strip, question))
		return false;
	q = &strip->guideline->question[question];
	return (q->type == QUESTION_TEXT || q->type == QUESTION_EDIT) && q->scope != SCOPE_RESPONSE;
}

/* ---- columns of a pack ---- */

static int digits(int n)
{
	return n > 99 ? 3 : n > 9 ? 2 : 1;
}

int pack_cell_columns(const struct strip *strip, const struct strip_row *row)
{
	int value = 1, letter = 0;

	for (int i = row->pack; i < row->pack + row->pack_n; i++) {
		const struct question *q = &strip->guideline->question[i];
		/* A number of several digits has a mark behind it while it is typed. */
		int need = digits(q->max) + (q->max > 10 ? 1 : 0);

		if (q->na && need < 3)
			need = 3;
		if (q->show->type != COND_ALWAYS && need < 3)
			need = 3;
		value = need > value ? need : value;
		letter = q->scope == SCOPE_RESPONSE ? 2 : 0;
	}
	return letter + value;
}

static int pack_answers(const struct strip *strip, const struct strip_row *row)
{
	bool each = strip->guideline->question[row->pack].scope == SCOPE_RESPONSE;

	return each ? sheet_responses(strip->sheet) : 1;
}

int pack_gap(const struct strip *strip, const struct strip_row *row)
{
	int n = pack_answers(strip, row);
	int wide = n * (pack_cell_columns(strip, row) + 2) - 2;

	return strip->value_col + wide < strip->cv->cols ? 2 : 1;
}

static int answers_columns(const struct strip *strip, const struct strip_row *row)
{
	int gap = pack_gap(strip, row);

	return pack_answers(strip, row) * (pack_cell_columns(strip, row) + gap) - gap;
}

/* The widest label in column K of the pack. */
static int column_label(const struct strip *strip, const struct strip_row *row, int k)
{
	int widest = 0;

	for (int i = row->pack + k; i < row->pack + row->pack_n; i += row->per_row)
		if (label_columns(strip, i) > widest)
			widest = label_columns(strip, i);
	return widest;
}

struct slot pack_slot(const struct strip *strip, const struct strip_row *row, int k)
{
	int answers = answers_columns(strip, row);
	struct slot slot = { .label = LABEL_COL, .value = strip->value_col };

	slot.end = slot.value + answers;
	for (int i = 1; i <= k; i++) {
		slot.label = slot.end + PACK_GAP;
		slot.value = slot.label + column_label(strip, row, i) + 2;
		slot.end = slot.value + answers;
	}
	return slot;
}

static bool columns_fit(const struct strip *strip, struct strip_row *row, int columns)
{
	row->per_row = columns;
	return pack_slot(strip, row, columns - 1).end < strip->cv->cols;
}

/* As many columns as fit, then as few as keep the number of rows. */
static void choose_columns(const struct strip *strip, struct strip_row *row)
{
	int columns = 1, rows;

	while (columns < row->pack_n && columns_fit(strip, row, columns + 1))
		columns++;
	rows = (row->pack_n + columns - 1) / columns;
	row->per_row = rows > 0 ? (row->pack_n + rows - 1) / rows : 1;
}

/* ---- rows ---- */

static void add_row(struct strip *strip, struct strip_row row)
{
	strip->row[strip->n_rows++] = row;
}

/* Returns the question behind the pack. */
static int add_pack(struct strip *strip, int first)
{
	const struct question *q = &strip->guideline->question[first];
	struct strip_row row = { .kind = ROW_PACK, .pack = first };
	int end = first;

	while (packs_with(strip, end, q))
		end++;
	row.pack_n = end - first;
	choose_columns(strip, &row);
	for (int i = first; i < end; i += row.per_row) {
		row.first = i;
		row.n = end - i < row.per_row ? end - i : row.per_row;
		add_row(strip, row);
	}
	return end;
}

static bool is_pair(const struct strip *strip, int question)
{
	bool seldom;

	if (!is_short_text(strip, question) || !is_short_text(strip, question + 1))
		return false;
	seldom = strip->guideline->question[question + 1].show->type != COND_ALWAYS;
	return strip->cv->cols >= (seldom ? PAIR_COLS : PAIR_COLS_WIDE);
}

static int add_questions(struct strip *strip, int question)
{
	const struct question *q = &strip->guideline->question[question];
	struct strip_row row = { .kind = ROW_ONE, .first = question, .n = 1 };

	if (!is_drawn(strip, question))
		return question + 1;
	if (packs_with(strip, question, q))
		return add_pack(strip, question);
	if (is_pair(strip, question)) {
		row.kind = ROW_PAIR;
		row.n = 2;
	}
	add_row(strip, row);
	return question + row.n;
}

static int widest_label(const struct strip *strip)
{
	int widest = 0;

	for (int i = 0; i < strip->guideline->n_questions; i++)
		if (is_drawn(strip, i) && label_columns(strip, i) > widest)
			widest = label_columns(strip, i);
	return widest;
}

void strip_begin(struct strip *strip, const struct sheet *sheet, struct canvas *cv)
{
	int question = 0;

	strip->sheet = sheet;
	strip->guideline = sheet_guideline(sheet);
	strip->cv = cv;
	strip->n_rows = 0;
	strip->value_col = LABEL_COL + widest_label(strip) + 2;
	while (question < strip->guideline->n_questions)
		question = add_questions(strip, question);
}
