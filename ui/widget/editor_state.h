/* editor_state.h - the editor's inside, shared by its three files and no others:
 * editor_text.c changes the text and remembers how, editor_rows.c lays it out, moves over rows and
 * draws, editor.c is what the header promises. */
#ifndef ASSAY_UI_WIDGET_EDITOR_STATE_H
#define ASSAY_UI_WIDGET_EDITOR_STATE_H

#include "text/search.h"
#include "ui/widget/editor.h"
#include "ui/widget/flow.h"

/* One change: at byte AT, `removed` gave way to `inserted`. */
struct edit {
	size_t at, cursor; /* where the cursor was before */
	struct buf removed, inserted;
};

struct edits {
	struct edit *edit;
	size_t n, cap;
};

/* What the last key did: keys of the same kind in a row are undone, or put back, as one. */
enum edit_kind { EDIT_NONE, EDIT_TYPE, EDIT_ERASE, EDIT_KILL, EDIT_SET };

struct editor {
	struct buf text;
	size_t cursor;
	bool one_line;
	struct edits undo, redo;
	enum edit_kind last_kind;
	struct buf killed;
	size_t pasted;
	struct hit found; /* empty: nothing is marked */

	size_t version; /* grows with every change */
	char *pattern;  /* what is looked for, or NULL */

	struct flow flow;
	bool stale;            /* the flow does not know the text yet */
	struct flow_place top; /* scroll */
	size_t left;           /* scroll of a one-line text */
	int goal;              /* column that up and down try to keep; -1: where the cursor is */
	int row, col, rows, columns; /* on the canvas as last drawn; 0 rows: never */
	struct flow_place last;      /* the last row drawn */
	size_t visible_end;          /* byte where its line ends */
};

/* Replaces N bytes at AT; the cursor goes behind what was inserted.  False and nothing changed if
 * the text would get too long (but EDIT_SET may: what an item brought along is not cut). */
bool edit_change(struct editor *e, size_t at, size_t n, const char *insert, size_t insert_len,
		 enum edit_kind kind);
/* Removes from FROM to TO into the kill buffer. */
void edit_kill(struct editor *e, size_t from, size_t to);
void edit_clear(struct edits *edits);
size_t edit_line_start(const struct editor *e, size_t at);
size_t edit_line_end(const struct editor *e, size_t at);
/* TEXT as it may be pasted: no controls, LF for every kind of line end (a space in one line). */
void edit_clean_paste(struct buf *out, const char *text, size_t n, bool one_line);

void rows_up_down(struct editor *e, int by);
size_t rows_home(struct editor *e); /* start of the row, or of the line if the cursor is there */
size_t rows_end(struct editor *e);

#endif
