/* texting.h - what writing a text has in common, in the answer strip and in the golden editor: the
 * editor, the menu behind Ctrl-X, finding, spelling, mentions, the editor outside, discarding. */
#ifndef ASSAY_UI_VIEW_TEXTING_H
#define ASSAY_UI_VIEW_TEXTING_H

#include "text/search.h"
#include "ui/app.h"
#include "ui/view/frame.h"
#include "ui/widget/editor.h"

enum texting_state {
	TEXTING_TYPING,
	TEXTING_MENU,     /* behind Ctrl-X */
	TEXTING_MENTION,  /* waits for a response's letter */
	TEXTING_FINDING,  /* Enter goes to the next hit */
	TEXTING_SPELLING, /* at a word that the dictionary does not know */
};

#define OFFERS_MAX 7 /* spellings that are proposed */

struct texting {
	struct editor *editor; /* NULL: closed */
	enum texting_state state;
	bool one_line;
	int letters;  /* responses that can be mentioned */
	bool golden;  /* the menu has what only an edited response has */
	bool discard; /* the person said yes to it: the owner drops the text */
	char *find;

	struct hit word;   /* TEXTING_SPELLING: what is asked about */
	char asked[64];    /* the same as text */
	struct buf offers; /* one string after the other */
	size_t n_offers;
	char unknown[64]; /* a word on the screen that the dictionary does not know; "" */
};

enum texting_result {
	TEXTING_OTHER, /* the owner does the command */
	TEXTING_HANDLED,
	TEXTING_CHANGED,
	TEXTING_DONE,
	TEXTING_NEXT, /* done, and to the next question */
	TEXTING_PREV,
};

void texting_open(struct texting *texting, const char *text, bool one_line, int letters);
void texting_close(struct texting *texting);
int texting_modes(const struct texting *texting, enum mode modes[MODE_COUNT]);
/* COMMAND and EVENT as the owner's handle() got them. */
enum texting_result texting_handle(struct texting *texting, struct app *app, enum command command,
				   const struct event *event);
/* Draws the editor with its marks; the cursor where FOCUSED. */
void texting_draw(struct texting *texting, const struct app *app, struct canvas *cv, int row,
		  int col, int rows, int columns, bool focused);
void texting_hints(const struct texting *texting, struct hints *hints);
/* The menu behind Ctrl-X over the last rows, where it is open. */
bool texting_draw_menu(const struct texting *texting, const struct app *app, struct canvas *cv);

/* texting_spelling.c */
enum texting_result texting_ask_spelling(struct texting *texting, struct app *app);
enum texting_result texting_spelling_key(struct texting *texting, struct app *app,
					 const struct event *event);
/* Underlines what is not known on the screen, but the word that is being typed. */
void texting_mark_unknown(struct texting *texting, const struct app *app, struct canvas *cv);
void texting_spelling_hints(const struct texting *texting, struct hints *hints);

#endif
