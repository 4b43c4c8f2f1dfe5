/* sheet_private.h - what the files of the sheet share.
 *
 * Cells are numbered in guideline order, asked or not: that number is INDEX everywhere here, and
 * n_cells is the end behind the last.  An answer is kept for every question and place, whether it
 * is asked now or not, so that what a condition hides comes back as it was.
 */
#ifndef ASSAY_MODEL_SHEET_PRIVATE_H
#define ASSAY_MODEL_SHEET_PRIVATE_H

#include "model/sheet.h"

#define PLACES ITEM_RESPONSES_MAX
#define GAP_OPEN (-1) /* the strength of a rank of two is not given yet */
#define SIGN_NONE (-1)
#define TRAIL_MAX 64

struct rank {
	bool none_good;
	int n;             /* responses placed */
	int place[PLACES]; /* shown places, best first, as typed */
	int gap[PLACES];   /* before place[i], i >= 1: 0 a tie, else how much better */
	int sign;          /* typed behind the last: SIGN_NONE, 0 for "=", n for n times ">" */
};

struct pick { /* one option of a choice */
	bool on;
	int severity; /* index; -1: not given */
	char *note;   /* of an annotation that was read; or NULL */
};

enum text_fault { TEXT_FINE, TEXT_SHORT, TEXT_LONG, TEXT_MISMATCH };

struct answer {
	bool na;
	struct rank rank;
	int scale;         /* -1: none */
	int typed;         /* what was typed of a number with several digits; -1: nothing is open */
	bool looked;       /* a choice was made, if only "none" */
	struct pick *pick; /* one for each option once LOOKED; else NULL */
	char *text;        /* text, edit; NULL: none */
	size_t length;     /* of it, in code points */
	enum text_fault fault;
	int base, revisions;
};

struct sheet {
	const struct guideline *guideline;
	const struct item *item;
	int order[PLACES], n;
	struct sheet_cell *cell; /* in guideline order */
	int n_cells;
	int *index_of;         /* by question * PLACES + place: its cell, or -1 */
	signed char *asked;    /* by cell: see sheet_cond.c */
	struct answer *answer; /* by question * PLACES + place (0 if the scope has none) */
	int *best;             /* by question: the place picked among tied bests; -1 */
	void **pattern;        /* by question: regex_t *, or NULL */
	int focus;             /* a cell, or n_cells */
	bool landed;           /* the focus came there by itself */
	bool doubt;
	int just_set;         /* option set or given its severity last, in the focused cell; -1 */
	int trail[TRAIL_MAX]; /* cells the focus left by itself, for Backspace */
	int n_trail;
};

struct press {
	const char *name;
	int digit;   /* -1: none */
	char letter; /* a-z, or 0 */
	char sign;   /* one of = > - !, or 0 */
};

enum outcome {
	KEY_NOTHING,
	KEY_REFUSED,
	KEY_STAYS, /* changed; more may come here */
	KEY_DONE,  /* changed and complete: the focus moves on */
	KEY_MOVES, /* nothing changed, but the focus moves on */
};

/* What a type of question does.  All get the sheet, the cell's index and the answer of it. */
struct type_ops {
	enum cell_state (*state)(const struct sheet *sheet, const struct question *q,
				 const struct answer *a);
	enum outcome (*key)(struct sheet *sheet, int index, const struct press *press,
			    struct buf *why);
	bool (*erase)(struct sheet *sheet, int index); /* one Backspace; false: nothing there */
	struct json *(*write)(const struct sheet *sheet, const struct question *q,
			      const struct answer *a, struct arena *arena);
	void (*read)(struct sheet *sheet, int question, struct answer *a, const struct json *value);
	/* Also of an absent answer. */
	void (*describe)(const struct sheet *sheet, const struct question *q,
			 const struct answer *a, struct buf *out);
	/* What keeps a begun answer from being complete; NAME is the cell's. */
	void (*lacks)(const struct sheet *sheet, const struct question *q, const struct answer *a,
		      const char *name, struct buf *why);
	int (*choices)(const struct sheet *sheet, int index, struct sheet_choice *list, int max);
};

/* NULL for a type that cannot be asked yet. */
const struct type_ops *type_ops_of(const struct question *question);
extern const struct type_ops rank_ops, scale_ops, choice_ops, text_ops, edit_ops;

/* sheet.c */
const struct question *cell_question(const struct sheet *sheet, int index);
int cell_find(const struct sheet *sheet, struct sheet_cell cell); /* index; -1 */
/* NULL where it is not settled which response is best. */
struct answer *cell_answer(const struct sheet *sheet, int index);
enum cell_state cell_state(const struct sheet *sheet, int index);
void cell_name(const struct sheet *sheet, int index, struct buf *out); /* "accuracy B" */
void answer_init(struct answer *answer);
void answer_release(struct answer *answer, const struct question *question);

/* sheet_rank.c: the first group of an order that is settled; how many, places ascending. */
int rank_leaders(const struct sheet *sheet, const struct question *q, const struct answer *a,
		 int *places);
enum cell_state rank_state(const struct sheet *sheet, const struct question *q,
			   const struct answer *a);
/* GAP stands before PLACE; forgets the sign. */
void rank_place_next(struct rank *rank, int place, int gap);
bool rank_has_place(const struct rank *rank, int place);
bool rank_is_full(const struct sheet *sheet, const struct question *q, const struct rank *rank);
int rank_gap_cap(const struct question *q);
bool rank_asks_strength(const struct sheet *sheet, const struct question *q);
bool rank_strength_open(const struct sheet *sheet, const struct question *q,
			const struct answer *a);

/* sheet_rank_json.c, sheet_rank_words.c: of the table of types */
struct json *rank_write(const struct sheet *sheet, const struct question *q, const struct answer *a,
			struct arena *arena);
void rank_read(struct sheet *sheet, int question, struct answer *a, const struct json *value);
void rank_describe(const struct sheet *sheet, const struct question *q, const struct answer *a,
		   struct buf *out);
void rank_lacks(const struct sheet *sheet, const struct question *q, const struct answer *a,
		const char *name, struct buf *why);
int rank_choices(const struct sheet *sheet, int index, struct sheet_choice *list, int max);

/* sheet_cond.c */
void sheet_refresh(struct sheet *sheet); /* after every change of an answer */
bool cell_asked(const struct sheet *sheet, int index);
bool cell_required(const struct sheet *sheet, int index);
/* The candidates of scope `best`; 0 without a ranking or when none is good. */
int best_places(const struct sheet *sheet, int *places);
int best_place(const struct sheet *sheet, int question); /* -1: none, or not picked */

/* sheet_focus.c */
int focused(const struct sheet *sheet);        /* index; -1 at the end */
void focus_to(struct sheet *sheet, int index); /* by hand: forgets the trail */
void focus_advance(struct sheet *sheet);       /* by itself, to the next unanswered cell */
int focus_back(struct sheet *sheet);           /* for Backspace: the cell before; -1 none */

/* sheet_choice.c */
enum outcome choice_set(struct sheet *sheet, int index, int option);

/* sheet_json.c */

/* sheet_missing.c */
bool cell_blocks(const struct sheet *sheet, int index); /* counts in sheet_left() */

/* sheet_text.c */
bool text_wants_opening(const struct sheet *sheet, int index); /* by Enter, now */
void *pattern_compile(const char *pattern); /* NULL: none, or it does not compile */
void pattern_free(void *pattern);

/* Always returns KEY_REFUSED: "KEY refused: …". */
enum outcome key_refuse(const struct press *press, struct buf *why, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
/* Fills *CHOICE; LABEL is cut at a whole character. */
void choice_put(struct sheet_choice *choice, const char *key, const char *label, bool chosen);

#endif
