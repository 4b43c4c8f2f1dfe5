/* editor.h - multi-line text entry: grapheme-wise, soft wrap, undo without limit.
 *
 * Keys it takes: ANNOTATION 2, "Text and golden editor".  What it does not take (Esc, Tab, Ctrl-X
 * menu) the view handles.
 */
#ifndef ASSAY_UI_WIDGET_EDITOR_H
#define ASSAY_UI_WIDGET_EDITOR_H

#include "base/buf.h"
#include "ui/canvas.h"
#include "ui/key.h"
#include "ui/widget/flow.h"

#define EDITOR_MAX (1024 * 1024)

struct editor;

struct editor *editor_new(const char *text, bool one_line);
void editor_free(struct editor *editor);

enum editor_result { EDITOR_IGNORED, EDITOR_MOVED, EDITOR_CHANGED, EDITOR_FULL, EDITOR_DONE };
/* One key or paste (EVENT_KEY, EVENT_PASTE).  EDITOR_DONE: Enter in a one-line text. */
enum editor_result editor_handle(struct editor *editor, const struct event *event);
bool editor_undo(struct editor *editor);
bool editor_redo(struct editor *editor);
/* The next hit, or the one before, round the end: the cursor goes there, and the hits on the screen
 * are marked until the next move. */
bool editor_find(struct editor *editor, const char *pattern);
bool editor_find_back(struct editor *editor, const char *pattern);
void editor_found(struct editor *editor, size_t *which, size_t *count); /* "3 of 12"; 0: none */
void editor_insert(struct editor *editor, const char *utf8, size_t n);
void editor_set(struct editor *editor, const char *text); /* whole new text, undoable */
/* A whole new text that another program wrote: no controls, and what it brought counts as pasted.
 * EDITOR_CHANGED, EDITOR_MOVED where it is the same, EDITOR_FULL. */
enum editor_result editor_take(struct editor *editor, const char *text, size_t n);

void editor_replace(struct editor *editor, size_t from, size_t to, const char *utf8);

const char *editor_text(struct editor *editor, size_t *len); /* borrowed until the next change */
size_t editor_cursor(const struct editor *editor);           /* byte offset */
void editor_set_cursor(struct editor *editor, size_t at);
size_t editor_version(const struct editor *editor); /* another number after every change */
size_t editor_pasted(const struct editor *editor);  /* characters that came by paste */

/* Draws, scrolling so that the cursor is visible, and puts the canvas' cursor there when FOCUSED.
 * Returns the number of rows it used. */
int editor_draw(struct editor *editor, struct canvas *cv, int row, int col, int rows, int columns,
		bool focused);
int editor_rows(struct editor *editor, const struct canvas *cv, int columns); /* soft-wrapped */
/* Marks to be drawn around parts of the text; borrowed until the next call. */
void editor_set_marks(struct editor *editor, const struct flow_mark *mark, size_t n);
/* The bytes on the screen as last drawn, and another style for some of them. */
void editor_visible(const struct editor *editor, size_t *from, size_t *to);
void editor_style(struct editor *editor, struct canvas *cv, size_t from, size_t to,
		  enum style style);

#endif
