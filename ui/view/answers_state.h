/* answers_state.h - what the files of the answer strip share: its rows, and one question drawn into
 * a given width. */
#ifndef ASSAY_UI_VIEW_ANSWERS_STATE_H
#define ASSAY_UI_VIEW_ANSWERS_STATE_H

#include "ui/view/answers.h"

#define CHOICES_MAX (GUIDELINE_OPTIONS_MAX + 2)

enum row_kind {
	ROW_ONE,  /* one question */
	ROW_PAIR, /* two texts side by side */
	ROW_PACK, /* scales in columns */
};

struct strip_row {
	enum row_kind kind;
	int first, n;              /* questions of this row */
	int pack, pack_n, per_row; /* of a pack: its first question, how many, columns */
};

struct strip {
	const struct sheet *sheet;
	const struct guideline *guideline;
	struct canvas *cv;
	int value_col; /* where answers begin in every row */
	struct sheet_cell focus;
	struct sheet_choice choice[CHOICES_MAX]; /* of the focus */
	int n_choices;
	bool below; /* the choices do not fit beside their question */
	struct strip_row row[GUIDELINE_QUESTIONS_MAX];
	int n_rows;
};

struct slot { /* where a question is drawn: label from LABEL, answers from VALUE to before END */
	int row, label, value, end;
};

/* ---- answers_rows.c ---- */

/* Fills in all but the focus. */
void strip_begin(struct strip *strip, const struct sheet *sheet, struct canvas *cv);
/* Columns of one answer in a pack, and the slot of the K-th question of ROW (on canvas row 0). */
int pack_cell_columns(const struct strip *strip, const struct strip_row *row);
int pack_gap(const struct strip *strip, const struct strip_row *row); /* between answers */
struct slot pack_slot(const struct strip *strip, const struct strip_row *row, int k);

/* ---- answers_question.c ---- */

int label_columns(const struct strip *strip, int question);
void draw_label(const struct strip *strip, int question, const struct slot *slot);
/* Label, answers, and the choices if it is focused and they fit, else strip->below is set; returns
 * the column behind. */
int draw_question(struct strip *strip, int question, const struct slot *slot);
/* A click there focuses CELL. */
void point_cell(const struct strip *strip, struct sheet_cell cell, int row, int col, int columns);
enum style answer_style(const struct strip *strip, struct sheet_cell cell);

/* ---- answers_choices.c ---- */

struct squeeze {
	int gap;   /* columns between choices */
	int label; /* at most so many columns of each label */
	int n;     /* the first N choices */
};
/* The roomiest form that takes at most ROOM columns; false if not even a part does. */
bool choices_fit(const struct strip *strip, int room, struct squeeze *squeeze);
/* All choices are there, with LEAST columns of each label. */
bool choices_complete(const struct strip *strip, const struct squeeze *squeeze, int least);
int choices_columns(const struct strip *strip, const struct squeeze *squeeze);
void draw_choices(const struct strip *strip, int row, int col, const struct squeeze *squeeze);
/* Whole, line by line between VALUE and END: how many lines, and drawn. */
int choice_lines(const struct strip *strip, const struct slot *slot);
void draw_choice_lines(const struct strip *strip, const struct slot *slot, int rows);

#define LABEL_WHOLE 96 /* columns of a label that is never cut */
#define LABEL_LEAST 8  /* of one that still says something */

#endif
