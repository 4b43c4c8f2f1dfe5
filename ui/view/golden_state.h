/* golden_state.h - what the files of the golden editor share; nobody else's.
 *
 * golden.c opens, closes and takes the keys, golden_base.c knows the base and what differs from it,
 * golden_draw.c draws, golden_checklist.c ticks, golden_revisions.c walks back. */
#ifndef ASSAY_UI_VIEW_GOLDEN_STATE_H
#define ASSAY_UI_VIEW_GOLDEN_STATE_H

#include "ui/view/workbench_state.h"
#include "ui/widget/changes.h"
#include "ui/words.h"

#define BESIDE_BASE (-1)

struct golden {
	struct view view;
	struct workbench *wb;
	struct sheet_cell cell;
	const struct question *question;
	struct texting text;
	bool kept_before; /* it was answered when it was opened */
	char *opened;     /* the text as it was then */
	int revisions;    /* of the answer, before this one */

	int base; /* r number; 0: written from nothing */
	const char *base_text;
	size_t base_len;
	int left, taken; /* the last change of base: from, to */
	char *left_text; /* what stood there before it; NULL: none */
	bool choosing;   /* Ctrl-X b: waits for a letter */

	struct changes changes; /* from the base, as of the editor's VERSION */
	bool measured;
	size_t version, words, characters, base_words;
	bool marks; /* they are shown */
	bool rtl;   /* something is written from right to left */

	int beside; /* what stands left: BESIDE_BASE, a number in wb->reading, or the one behind */
	char *instructions; /* as they were shown last */
	struct flow flow;
	struct flow_place top; /* of the base */
	bool held;             /* it was scrolled: it does not follow the text */
	struct pane pane;      /* what is shown rendered */
	bool peek;             /* narrow screens: the left side instead of the text */
	int rows, columns;     /* of the text, as last drawn */

	bool ticking; /* the checklist is open, at line TICK */
	int tick;
};

const char *golden_text(struct golden *g, size_t *len);
bool golden_changed(struct golden *g); /* since it was opened */
struct writing *golden_writing(struct golden *g);
void golden_touch(struct golden *g, struct app *app); /* something is to be saved */
void golden_text_changed(struct golden *g, struct app *app);

/* golden_base.c */
void golden_set_base(struct golden *g, int r);
void golden_choose_base(struct golden *g, struct app *app, const struct event *event);
void golden_follow_base(struct golden *g);
void golden_measure(struct golden *g); /* what differs, if that is not known */
/* Base and text stand side by side; not where a terminal would turn both of them in one row. */
bool golden_is_wide(const struct golden *g, int cols);
bool golden_shows_base(const struct golden *g);
void golden_turn(struct golden *g, int dir); /* the next thing on the left side */
void golden_fill_pane(struct golden *g);
const char *golden_beside_name(const struct golden *g, char *out, size_t n);
void golden_scroll(struct golden *g, int pages);
/* Percent of the base seen; -1 when all of it is. */
int golden_base_percent(struct golden *g);

/* golden_words.c */
extern const struct view_words golden_words;

/* golden_draw.c */
void golden_draw(struct view *view, struct app *app, struct canvas *cv);

/* golden_checklist.c */
/* Draws the lines from ROW, or only counts their rows where ROW is -1; at most two. */
int golden_checklist(struct golden *g, struct canvas *cv, int row);
void golden_draw_ticking(struct golden *g, const struct app *app, struct canvas *cv);
void golden_open_checklist(struct golden *g, struct app *app);
void golden_tick_key(struct golden *g, struct app *app, const struct event *event);

/* golden_revisions.c */
void golden_walk_back(struct golden *g, struct app *app);

#endif
