/* answers_question.c - one question with its answers in a given width. */
#include "ui/view/answers_state.h"

#include "text/decode.h"

#include <string.h>

#define GAP_WIDE 3
#define GAP_NARROW 2
#define CHOICES_GAP 3
#define LABEL_MAX 16
#define NO_CAP 100000

struct piece {                                   /* one answer, or several responses' equal ones */
	int place[ITEM_RESPONSES_MAX], n_places; /* none: of the item */
	struct buf value;
	enum style style;
	bool focused;
};

struct pieces {
	struct piece piece[ITEM_RESPONSES_MAX];
	int n, gap, cap, question;
};

/* ---- labels ---- */

int label_columns(const struct strip *strip, int question)
{
	int columns = canvas_columns(strip->cv, strip->guideline->question[question].id);

	return columns < LABEL_MAX ? columns : LABEL_MAX;
}

/* The letter that leads to the question stands out where its name has it. */
static void mark_key(const struct strip *strip, int question, const struct slot *slot)
{
	const struct question *q = &strip->guideline->question[question];
	const char *at = q->key != 0 ? strchr(q->id, q->key) : NULL;

	/* Names are ASCII: a byte is a column. */
	if (at != NULL && at - q->id < label_columns(strip, question))
		canvas_style(strip->cv, slot->row, slot->label + (int)(at - q->id), 1, STYLE_KEY);
}

static bool is_of_responses(const struct strip *strip, int question)
{
	return strip->guideline->question[question].scope == SCOPE_RESPONSE;
}

void draw_label(const struct strip *strip, int question, const struct slot *slot)
{
	bool focused = strip->focus.question == question;

	if (focused)
		canvas_put(strip->cv, slot->row, slot->label - 2, 1, STYLE_BRIGHT, "▸");
	canvas_put_cut(strip->cv, slot->row, slot->label, label_columns(strip, question),
		       focused ? STYLE_BRIGHT : STYLE_DIM, strip->guideline->question[question].id);
	if (!focused)
		mark_key(strip, question, slot);
	point_cell(strip,
		   (struct sheet_cell){ question, is_of_responses(strip, question) ? 0 : -1 },
		   slot->row, slot->label, label_columns(strip, question));
}

void point_cell(const struct strip *strip, struct sheet_cell cell, int row, int col, int columns)
{
	const struct region region = { .kind = REGION_CELL, .a = cell.question, .b = cell.shown };

	canvas_region(strip->cv, row, col, columns, region);
}

/* ---- pieces ---- */

enum style answer_style(const struct strip *strip, struct sheet_cell cell)
{
	enum cell_state state = sheet_state(strip->sheet, cell);

	if (strip->focus.question == cell.question && strip->focus.shown == cell.shown)
		return STYLE_BRIGHT;
	if (state == CELL_PARTIAL)
		return STYLE_ATTENTION;
	return state == CELL_ANSWERED ? STYLE_TEXT : STYLE_DIM;
}

static void add_piece(const struct strip *strip, struct pieces *pieces, struct sheet_cell cell)
{
	struct piece *piece = &pieces->piece[pieces->n++];

	*piece = (struct piece){ .style = answer_style(strip, cell) };
	piece->focused = piece->style == STYLE_BRIGHT;
	if (cell.shown < 0) {
		sheet_describe(strip->sheet, cell, &piece->value);
		return;
	}
	piece->place[piece->n_places++] = cell.shown;
	sheet_describe_value(strip->sheet, cell, &piece->value);
}

static void make_pieces(const struct strip *strip, int question, struct pieces *pieces)
{
	struct sheet_cell cell = { .question = question, .shown = -1 };

	*pieces = (struct pieces){ .gap = GAP_WIDE, .cap = NO_CAP, .question = question };
	if (strip->guideline->question[question].scope != SCOPE_RESPONSE) {
		add_piece(strip, pieces, cell);
		return;
	}
	for (cell.shown = 0; cell.shown < sheet_responses(strip->sheet); cell.shown++)
		add_piece(strip, pieces, cell);
}

static void release_pieces(struct pieces *pieces)
{
	for (int i = 0; i < pieces->n; i++)
		buf_release(&pieces->piece[i].value);
}

static void join(struct piece *to, struct piece *from)
{
	to->place[to->n_places++] = from->place[0];
	if (from->focused)
		to->style = from->style;
	to->focused = to->focused || from->focused;
	buf_release(&from->value);
}

/* "A C none   B not looked at" */
static void group_pieces(struct pieces *pieces)
{
	int kept = 0;

	for (int i = 0; i < pieces->n; i++) {
		struct piece *piece = &pieces->piece[i];
		int k = 0;

		while (k < kept
		       && strcmp(buf_str(&pieces->piece[k].value), buf_str(&piece->value)) != 0)
			k++;
		if (k < kept)
			join(&pieces->piece[k], piece);
		else
			pieces->piece[kept++] = *piece;
	}
	pieces->n = kept;
}

static int piece_columns(const struct strip *strip, const struct pieces *pieces, int i)
{
	struct buf value = pieces->piece[i].value;
	int columns = 2 * pieces->piece[i].n_places + canvas_columns(strip->cv, buf_str(&value));

	return columns < pieces->cap ? columns : pieces->cap;
}

static int pieces_columns(const struct strip *strip, const struct pieces *pieces)
{
	int columns = 0;

	for (int i = 0; i < pieces->n; i++)
		columns += piece_columns(strip, pieces, i) + (i > 0 ? pieces->gap : 0);
	return columns;
}

/* The longest are cut first. */
static void cap_pieces(const struct strip *strip, struct pieces *pieces, int room)
{
	for (pieces->cap = room; pieces->cap > 1; pieces->cap--)
		if (pieces_columns(strip, pieces) <= room)
			return;
}

static void squeeze_pieces(const struct strip *strip, struct pieces *pieces, int room)
{
	if (pieces_columns(strip, pieces) <= room)
		return;
	pieces->gap = GAP_NARROW;
	if (pieces_columns(strip, pieces) <= room)
		return;
	group_pieces(pieces);
	cap_pieces(strip, pieces, room);
}

/* The mark of the focused response stands in the gap before its letter and moves nothing. */
static int draw_letters(const struct strip *strip, const struct piece *piece, int row, int col)
{
	for (int i = 0; i < piece->n_places; i++) {
		char letter[2] = { sheet_letter(piece->place[i]), '\0' };

		if (piece->focused && strip->focus.shown == piece->place[i])
			canvas_put(strip->cv, row, col - 1, 1, STYLE_BRIGHT, "▸");
		canvas_put(strip->cv, row, col, 1, piece->style, letter);
		col += 2;
	}
	return col;
}

/* A letter stands for its response, what follows the last one for that one. */
static void point_piece(const struct strip *strip, int question, const struct piece *piece, int row,
			int col, int end)
{
	struct sheet_cell cell = { .question = question, .shown = -1 };

	if (piece->n_places == 0)
		point_cell(strip, cell, row, col, end - col);
	for (int k = 0; k < piece->n_places; k++) {
		int at = col + 2 * k;

		cell.shown = piece->place[k];
		point_cell(strip, cell, row, at, k + 1 < piece->n_places ? 2 : end - at);
	}
}

static int draw_pieces(const struct strip *strip, const struct pieces *pieces, int row, int col)
{
	for (int i = 0; i < pieces->n; i++) {
		const struct piece *piece = &pieces->piece[i];
		struct buf value = piece->value;
		int end = col + piece_columns(strip, pieces, i), at;

		point_piece(strip, pieces->question, piece, row, col, end);
		at = draw_letters(strip, piece, row, col);
		canvas_put_cut(strip->cv, row, at, end - at, piece->style, buf_str(&value));
		col = end + (i + 1 < pieces->n ? pieces->gap : 0);
	}
	return col;
}

/* ---- with choices ---- */

static bool is_text(const struct strip *strip, int question)
{
	enum question_type type = strip->guideline->question[question].type;

	return type == QUESTION_TEXT || type == QUESTION_EDIT;
}

/* A text that is there needs the room for itself. */
static bool wants_choices(const struct strip *strip, int question)
{
	return strip->focus.question == question && strip->n_choices > 0
	       && (!is_text(strip, question)
		   || sheet_state(strip->sheet, strip->focus) == CELL_ABSENT);
}

static bool fit_beside(const struct strip *strip, const struct pieces *pieces, int room, int least,
		       struct squeeze *squeeze)
{
	return choices_fit(strip, room - pieces_columns(strip, pieces) - CHOICES_GAP, squeeze)
	       && choices_complete(strip, squeeze, least);
}

/* Both whole if that can be; else the answers stand closer, and ends of words are cut, but not of
 * options.  False: they go below. */
static bool squeeze_both(const struct strip *strip, int question, struct pieces *pieces, int room,
			 struct squeeze *squeeze)
{
	bool is_choice = strip->guideline->question[question].type == QUESTION_CHOICE;

	if (fit_beside(strip, pieces, room, LABEL_WHOLE, squeeze))
		return true;
	pieces->gap = GAP_NARROW;
	if (fit_beside(strip, pieces, room, LABEL_WHOLE, squeeze))
		return true;
	if (is_choice)
		return false;
	group_pieces(pieces);
	return fit_beside(strip, pieces, room, LABEL_LEAST, squeeze);
}

int draw_question(struct strip *strip, int question, const struct slot *slot)
{
	int room = slot->end - slot->value, end;
	bool wanted = wants_choices(strip, question), beside;
	struct squeeze squeeze;
	struct pieces pieces;

	make_pieces(strip, question, &pieces);
	beside = wanted && squeeze_both(strip, question, &pieces, room, &squeeze);
	if (!beside)
		squeeze_pieces(strip, &pieces, room);
	draw_label(strip, question, slot);
	end = draw_pieces(strip, &pieces, slot->row, slot->value);
	if (beside)
		draw_choices(strip, slot->row, slot->end - choices_columns(strip, &squeeze),
			     &squeeze);
	strip->below = strip->below || (wanted && !beside);
	release_pieces(&pieces);
	return beside ? slot->end : end;
}
