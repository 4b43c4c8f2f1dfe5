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
#include "model/mention.h"

#define SHEET_CELLS_MAX (GUIDELINE_QUESTIONS_MAX * ITEM_RESPONSES_MAX)

struct sheet;

struct sheet_cell {
	int question; /* index in the guideline */
	int shown;    /* response: place in the shown order, 0 = A; -1 for the other scopes */
};

/* ORDER[i] is the 1-based r number shown at place i; N of them.  ANSWERS (may be NULL) is the
 * answers object of a draft or annotation; it is copied.  GUIDELINE and ITEM are borrowed.  Focus
 * starts on the first unanswered cell. */
struct sheet *sheet_new(const struct guideline *guideline, const struct item *item,
			const int *order, int n, const struct json *answers);
void sheet_free(struct sheet *sheet);

/* The answers object as it would be stored: canonical content, hidden questions left out.  While
 * answers are incomplete it is a draft: sheet_load() takes up where it stopped. */
struct json *sheet_answers(const struct sheet *sheet, struct arena *arena);
void sheet_write(const struct sheet *sheet, struct buf *out); /* canonical JSON of the same */
/* Replaces all answers (undo, redo, reopened draft); those of questions that ANSWERS hides stay in
 * memory.  The focus goes to what changed, or behind it where a key would have moved it on. */
void sheet_load(struct sheet *sheet, const struct json *answers);

/* Focus. */
bool sheet_at_end(const struct sheet *sheet);
struct sheet_cell sheet_focus(const struct sheet *sheet); /* question -1 at the end */
void sheet_set_focus(struct sheet *sheet, struct sheet_cell cell);
bool sheet_strength_focus(const struct sheet *sheet); /* of a rank of two: "how much?" is asked */
void sheet_tab(struct sheet *sheet, int dir);    /* next, previous asked cell; the end is one too */
void sheet_pane(struct sheet *sheet, int shown); /* a focused response cell goes along */
void sheet_focus_missing(struct sheet *sheet);   /* the first cell that is missing, or the end */

enum sheet_result {
	SHEET_NOTHING, /* the key means nothing here; scroll or submit with it */
	SHEET_CHANGED, /* an answer changed (and the focus may have moved) */
	SHEET_MOVED,   /* only the focus */
	SHEET_OPEN,    /* the focused text or edit wants its editor */
	SHEET_REFUSED, /* why is in the message; Enter must ask once (sheet_doubt()) */
	SHEET_AUTO,    /* answered, and the guideline says submit: auto */
};

/* One answering key: a digit, "=", ">", "-", "!", "Backspace", "Tab", "Shift-Tab", a lower-case
 * letter, "'" then a letter (given as "'a"), "Space" or "Enter".  These two mean something only
 * where a number is being typed (they end it) and, Enter, on a text that wants opening; otherwise
 * SHEET_NOTHING comes back and the view scrolls or submits.  WHY receives the words for
 * SHEET_REFUSED and SHEET_NOTHING (perhaps none). */
enum sheet_result sheet_key(struct sheet *sheet, const char *key, struct buf *why);
/* What an option's letter does, for the searchable list: sets or, where several may be, toggles. */
enum sheet_result sheet_toggle_option(struct sheet *sheet, struct sheet_cell cell, int option,
				      struct buf *why);
bool sheet_enter_opens(const struct sheet *sheet); /* Enter would give SHEET_OPEN now */

bool sheet_doubt(const struct sheet *sheet); /* a refused key since the last other one */
void sheet_clear_doubt(struct sheet *sheet);
bool sheet_touched(const struct sheet *sheet); /* any answer at all */

/* Texts.  BASE (edit only) is an r number, 0 for none. */
const char *sheet_text(const struct sheet *sheet, struct sheet_cell cell, int *base);
int sheet_revisions(const struct sheet *sheet, struct sheet_cell cell);
void sheet_set_text(struct sheet *sheet, struct sheet_cell cell, const char *text, int base,
		    int revisions);
int sheet_edit_base(const struct sheet *sheet, struct sheet_cell cell); /* the default one */

/* What is asked. */
enum cell_state { CELL_NOT_ASKED, CELL_ABSENT, CELL_PARTIAL, CELL_ANSWERED };
enum cell_state sheet_state(const struct sheet *sheet, struct sheet_cell cell);
bool sheet_required(const struct sheet *sheet, struct sheet_cell cell);
/* All cells that are asked now, in guideline order; returns how many (at most MAX). */
int sheet_cells(const struct sheet *sheet, struct sheet_cell *cells, int max);
/* Cells that keep the item from being submitted: required without a complete answer, or begun and
 * not finished whether required or not. */
int sheet_left(const struct sheet *sheet);
/* The same count; FIRST (may be NULL) is the first of them and WHY says what it lacks ("why is
 * missing", "issues B: overcautious has no severity: 1 minor 2 major 3 critical"). */
int sheet_missing(const struct sheet *sheet, struct sheet_cell *first, struct buf *why);

/* How it reads in the answer strip, without the question's name: "A 4", "B = E > A", "A not looked
 * at", "A none", "A is actionable and…" (one line of verbatim text: sanitise), "–", "not asked". */
void sheet_describe(const struct sheet *sheet, struct sheet_cell cell, struct buf *out);
/* The same without the response's letter, for columns that have it already. */
void sheet_describe_value(const struct sheet *sheet, struct sheet_cell cell, struct buf *out);

/* What answers the focused cell.  KEY is empty for a remark ("left: D F"). */
struct sheet_choice {
	char key[8];
	char label[96];
	bool chosen;
};
int sheet_choice_list(const struct sheet *sheet, struct sheet_choice *list, int max);
/* The same in one line, for the hint bar: "1 slightly   2 better". */
void sheet_choices(const struct sheet *sheet, struct buf *out);

char sheet_letter(int shown);                             /* 'A' for 0 */
int sheet_responses(const struct sheet *sheet);           /* how many are shown */
int sheet_response(const struct sheet *sheet, int shown); /* r number at a place; 0 if none */
int sheet_place(const struct sheet *sheet, int r);        /* and back; -1 */
int sheet_best(const struct sheet *sheet); /* place of the one best response; -1: none, or a tie */
const struct guideline *sheet_guideline(const struct sheet *sheet);

/* Checks of answers against each other: appends names ("rank_vs_scale:accuracy") to NAMES (a JSON
 * array in ARENA) and a sentence in letters to WHY.  Returns how many. */
int sheet_checks(const struct sheet *sheet, struct arena *arena, struct json *names,
		 struct buf *why);

/* Validates an answers object against guideline and item (imported or foreign annotations): ids,
 * shapes and values as ANNOTATION 3 has them.  What is required, and how long a text must be, is
 * not asked here: that held for whoever wrote it. */
bool answers_valid(const struct guideline *guideline, const struct item *item,
		   const struct json *answers, struct err *err) MUST_USE;

#endif
