/* sheet.h - the answer sheet of one item: what is asked, what is answered, where the focus is, and
 * what a key does to it (ANNOTATION 2-4).  Pure state: no screen, no store, no clock.
 *
 * A cell is a question asked of one target: of the item, of the prompt, of a response (by its place
 * in the shown order), or of the best response.  The focus is on a cell, or behind the last one.
 */
#ifndef ASSAY_MODEL_SHEET_H
#define ASSAY_MODEL_SHEET_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "model/guideline.h"
#include "model/item.h"

struct sheet;

struct sheet_cell {
	int question; /* index in the guideline */
	int shown;    /* response: place in the shown order, 0 = A; -1 for the other scopes */
};

/* ORDER[i] is the 1-based r number shown at place i; N of them.  ANSWERS (may be NULL) is the answers
 * object of a draft or annotation; it is copied.  GUIDELINE and ITEM are borrowed.  Focus starts on
 * the first unanswered cell. */
struct sheet *sheet_new(const struct guideline *guideline, const struct item *item,
			const int *order, int n, const struct json *answers);
void sheet_free(struct sheet *sheet);

/* The answers object as it would be stored: canonical content, hidden questions left out. */
struct json *sheet_answers(const struct sheet *sheet, struct arena *arena);
void sheet_write(const struct sheet *sheet, struct buf *out); /* canonical JSON of the same */
/* Replaces all answers (undo, redo, reopened draft). */
void sheet_load(struct sheet *sheet, const struct json *answers);

/* Focus. */
bool sheet_at_end(const struct sheet *sheet);
struct sheet_cell sheet_focus(const struct sheet *sheet); /* question -1 at the end */
void sheet_set_focus(struct sheet *sheet, struct sheet_cell cell);
bool sheet_strength_focus(const struct sheet *sheet); /* of a rank of two: "how much?" is asked */
void sheet_tab(struct sheet *sheet, int dir);         /* next, previous question asked */
void sheet_pane(struct sheet *sheet, int shown);      /* a focused response cell goes along */
void sheet_focus_missing(struct sheet *sheet);        /* the first cell that is missing, or the end */

enum sheet_result {
	SHEET_NOTHING,  /* the key means nothing here */
	SHEET_CHANGED,  /* an answer changed (and the focus may have moved) */
	SHEET_MOVED,    /* only the focus */
	SHEET_OPEN,     /* the focused text or edit wants its editor */
	SHEET_REFUSED,  /* why is in the message; Enter must ask once (sheet_doubt()) */
	SHEET_AUTO,     /* answered, and the guideline says submit: auto */
};

/* One answering key: a digit, "=", ">", "-", "!", "Backspace", "Tab", "Shift-Tab", a lower-case
 * letter, "'" then a letter (given as "'a"), or "Enter" on a text or edit cell (gives SHEET_OPEN).
 * WHY receives the words for SHEET_REFUSED and SHEET_NOTHING. */
enum sheet_result sheet_key(struct sheet *sheet, const char *key, struct buf *why);

bool sheet_doubt(const struct sheet *sheet); /* a refused digit since the last other key */
void sheet_clear_doubt(struct sheet *sheet);
bool sheet_touched(const struct sheet *sheet); /* any answer at all */

/* Texts.  BASE (edit only) is an r number, 0 for none. */
const char *sheet_text(const struct sheet *sheet, struct sheet_cell cell, int *base);
void sheet_set_text(struct sheet *sheet, struct sheet_cell cell, const char *text, int base,
		    int revisions);
int sheet_edit_base(const struct sheet *sheet, struct sheet_cell cell); /* the default one */

/* What is asked. */
enum cell_state { CELL_NOT_ASKED, CELL_ABSENT, CELL_PARTIAL, CELL_ANSWERED };
enum cell_state sheet_state(const struct sheet *sheet, struct sheet_cell cell);
bool sheet_required(const struct sheet *sheet, struct sheet_cell cell);
/* All cells that are asked now, in guideline order; returns how many (at most MAX). */
int sheet_cells(const struct sheet *sheet, struct sheet_cell *cells, int max);
int sheet_left(const struct sheet *sheet);    /* required cells without a complete answer */
/* Required cells that are missing or incomplete; WHY names the first ("why is missing"). */
int sheet_missing(const struct sheet *sheet, struct sheet_cell *first, struct buf *why);

/* How it reads in the answer strip, without the question's name: "A 4", "B = E > A", "not looked
 * at", "none", "A is actionable and…" (one line, verbatim text: sanitise), "–", "not asked". */
void sheet_describe(const struct sheet *sheet, struct sheet_cell cell, struct buf *out);
/* The keys that answer the focused cell, for the strip and hint bar: "1 slightly   2 better". */
void sheet_choices(const struct sheet *sheet, struct buf *out);

char sheet_letter(int shown);                 /* 'A' for 0 */
int sheet_response(const struct sheet *sheet, int shown); /* r number at a place */
int sheet_place(const struct sheet *sheet, int r);        /* and back; -1 */
const struct guideline *sheet_guideline(const struct sheet *sheet);

/* Checks of answers against each other: appends names ("rank_vs_scale:accuracy") to NAMES (a JSON
 * array in ARENA) and a sentence in letters to WHY.  Returns how many. */
int sheet_checks(const struct sheet *sheet, struct arena *arena, struct json *names,
		 struct buf *why);

/* Validates an answers object against guideline and item (imported or foreign annotations). */
bool answers_valid(const struct guideline *guideline, const struct item *item,
		   const struct json *answers, struct err *err) MUST_USE;

#endif
