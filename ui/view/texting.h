/* texting.h - what writing a text has in common, in the answer strip and in the golden editor: the
 * editor, the menu behind Ctrl-X, finding, mentions, discarding. */
#ifndef ASSAY_UI_VIEW_TEXTING_H
#define ASSAY_UI_VIEW_TEXTING_H

#include "ui/app.h"
#include "ui/view/frame.h"
#include "ui/widget/editor.h"

enum texting_state {
	TEXTING_TYPING,
	TEXTING_MENU,    /* behind Ctrl-X */
	TEXTING_MENTION, /* waits for a response's letter */
};

struct texting {
	struct editor *editor; /* NULL: closed */
	enum texting_state state;
	bool one_line;
	int letters;  /* responses that can be mentioned */
	bool golden;  /* the menu has difference, base and checklist */
	bool discard; /* the person said yes to it: the owner drops the text */
	char *find;
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
void texting_hints(const struct texting *texting, struct hints *hints);

#endif
