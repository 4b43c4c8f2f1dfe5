/* workbench_state.h - what the files of the workbench share; nobody else's. */
#ifndef ASSAY_UI_VIEW_WORKBENCH_STATE_H
#define ASSAY_UI_VIEW_WORKBENCH_STATE_H

#include "guide/guide.h"
#include "model/annotation.h"
#include "model/sheet.h"
#include "text/align.h"
#include "ui/app.h"
#include "ui/view/frame.h"
#include "ui/view/texting.h"
#include "ui/view/workbench.h"
#include "ui/view/writing.h"
#include "ui/widget/pane.h"

#define PANES_MAX (ITEM_RESPONSES_MAX + 2)
#define PANE_PROMPT 0
#define PANE_REFERENCE (-1)
#define COLUMNS_FROM 100 /* terminal columns from which responses stand side by side */
#define COLUMNS_MORE 160 /* and from which more than two do */

enum arrangement {                   /* what `L` goes through */
		   ARRANGE_TOGETHER, /* columns that scroll together */
		   ARRANGE_APART,
		   ARRANGE_STACKED, /* one pane, however wide the terminal */
		   ARRANGE_COUNT,
};

struct reading { /* one pane: the prompt, a response, the reference */
	struct pane pane;
	int r;     /* PANE_PROMPT, PANE_REFERENCE or the r number */
	int shown; /* place in the shown order; -1 for the others */
	const char *text;
	size_t len;
	struct buf diff; /* what is shown instead while it is compared with the pinned one */
	unsigned styled; /* the layout of it in which it is coloured */
	size_t *turn;    /* a conversation: bytes at which its turns begin, in the item's arena */
	size_t n_turns;
	size_t hits; /* of what is searched */
	bool visible;
	bool to_end;              /* a conversation: its last turn is shown first */
	int row, col, rows, cols; /* on the screen as last drawn */
	int rule;                 /* row of the rule that names it */
};

/* One grid for the responses: what matches in them stands side by side. */
struct sync {
	struct align_grid grid;
	int reading[ALIGN_TEXTS_MAX];   /* of each text of the grid */
	unsigned laid[ALIGN_TEXTS_MAX]; /* the layout of it that the grid was made for */
	int n;
	bool made;
	bool padded; /* lined up: the layouts themselves were filled with empty rows */
	size_t v;    /* place at the top */
};

struct spot { /* an item that one has been at */
	bool set;
	struct short_id batch;
	struct id uid;
};

struct undo_line { /* not written yet */
	char *before, *after;
};

struct workbench {
	struct view view;
	struct store *store; /* which knows what this window has open */

	/* the batch */
	struct arena arena;
	struct store_batch batch;
	struct guide guide;
	int64_t today, active_ms; /* submissions today; active time before this item */

	/* the item */
	struct arena item_arena;
	bool has_item;
	bool has_task; /* TASK is where she stands, even if it cannot be shown */
	struct store_task task;
	int64_t number; /* of the item in the batch, from 1 */
	struct item item;
	int order[ITEM_RESPONSES_MAX];
	struct sheet *sheet;
	bool has_base; /* it was sent before: BASE is that event */
	struct id base;
	int base_status;
	struct buf base_answers; /* what was sent, canonical */
	bool flagged;
	int64_t base_number; /* "saved #12" */
	bool base_differs;   /* it was answered otherwise on another machine too: to decide */
	bool told;           /* that answers of something sent are being changed */
	bool has_return;     /* the next submission leads back there */
	struct spot return_to;
	bool over_list;        /* opened from a list to correct one item: then it is done */
	struct spot back;      /* where the last jump began */
	struct spot leave_to;  /* where she wanted to, but the draft could not be saved */
	enum command leave_by; /* or how */

	/* its time */
	struct annotation_time time;
	struct activity activity;
	int64_t keys_before; /* of earlier sittings */
	int64_t pasted;

	/* not saved yet */
	bool draft_changed, position_changed;
	struct buf place; /* where she reads, canonical, as it was saved or will be */
	struct undo_line *undo;
	size_t n_undo, cap_undo;
	struct writings writings; /* revisions and ticks of what is being written */

	/* an open text in the strip */
	struct texting text;
	struct sheet_cell text_cell;
	struct buf text_before; /* all answers when it was opened */
	bool quoted;            /* ' was pressed: the next letter is a question's */

	/* the screen */
	const struct keymap *keys; /* the app's, for words that name keys */
	struct reading reading[PANES_MAX];
	int n_readings, active, first_column;
	enum arrangement arrangement;
	bool reorders; /* the terminal turns right-to-left text itself, whole rows of it */
	bool has_rtl;  /* it does, and a response has such letters */
	bool stacked, zoom, raw, reveal, code_runs_on;
	int pinned;                                        /* index of a reading, or -1 */
	bool diffing;                                      /* words against the pinned one */
	bool aligned;                                      /* or all lined up with it */
	enum { ALIKE_UNKNOWN, ALIKE_NO, ALIKE_YES } alike; /* two responses, for the most part */
	struct sync sync;
	size_t parts_at; /* turn in which conversations differ first, from 1; 0: none */
	char *find;
	bool finding;
	char find_hint[96];
	size_t find_at; /* byte in the active pane behind the hit shown */
	int strip_row, strip_rows;
};

struct reading *workbench_active(struct workbench *wb);
const struct question *workbench_question(const struct workbench *wb); /* focused; NULL: end */

/* workbench_item.c */
/* Shows TASK: draft, else what was sent, else blank.  False: ERR, and the old item stays gone. */
bool workbench_load(struct workbench *wb, struct app *app, const struct store_task *task,
		    struct err *err) MUST_USE;
void workbench_leave_item(struct workbench *wb); /* frees what belongs to the item */
bool workbench_load_batch(struct workbench *wb, struct app *app, const struct short_id *batch,
			  struct err *err) MUST_USE;

/* workbench_go.c */
/* Next item that is open for me, leased; false with ERR_NOT_FOUND when there is none. */
bool workbench_next_open(struct workbench *wb, struct app *app, struct err *err) MUST_USE;
/* Shows an item that nobody needs to answer, but that no other window of hers has open. */
bool workbench_any_item(struct workbench *wb, struct app *app, struct err *err) MUST_USE;
/* Puts it on this window's screen, as far as others are concerned. */
enum store_leased workbench_lease(struct app *app, const struct short_id *batch,
				  const struct store_task *task, struct err *err) MUST_USE;
bool workbench_go_item(struct workbench *wb, struct app *app, enum command command);
void workbench_ask_goto(struct workbench *wb, struct app *app);
/* To where the last jump began; that is where the next one leads back from. */
void workbench_go_back(struct workbench *wb, struct app *app);
struct spot workbench_spot(const struct workbench *wb); /* where she stands */
bool workbench_show_item(struct workbench *wb, struct app *app, const struct short_id *batch,
			 const struct id *uid);

/* workbench_draft.c */
bool workbench_save(struct view *view, struct app *app, struct err *err);
void workbench_restore(struct workbench *wb, const struct store_draft *draft,
		       const struct json **answers);
void workbench_restore_focus(struct workbench *wb, const char *focus);
/* Where one letter sends the item, the focus of an answered one is on its question: the letter is
 * what mends it. */
void workbench_refocus(struct workbench *wb);
/* Answers changed from BEFORE (canonical) to what the sheet has: an undo line, a draft to save. */
void workbench_changed(struct workbench *wb, struct app *app, const char *before);
bool workbench_differs(const struct workbench *wb); /* from what was sent */
/* Those that are not stored yet, n_undo of them; they borrow from WB. */
struct store_undo *workbench_undo_lines(const struct workbench *wb, struct arena *arena);
void workbench_drop_undo(struct workbench *wb);
bool workbench_undo(struct workbench *wb, struct app *app);
bool workbench_redo(struct workbench *wb, struct app *app);

/* workbench_place.c */
/* Looks whether she reads elsewhere now: then it is to be saved. */
void workbench_note_place(struct workbench *wb, struct app *app);
bool workbench_put_place(struct workbench *wb, struct app *app, struct err *err) MUST_USE;
/* The panes as they were when this item was last before her, if it is the one she stopped at. */
void workbench_restore_place(struct workbench *wb, struct app *app);

/* workbench_submit.c */
void workbench_enter(struct workbench *wb, struct app *app);
void workbench_ask_skip(struct workbench *wb, struct app *app);
void workbench_flag(struct workbench *wb, struct app *app);
void workbench_ask_lead(struct workbench *wb, struct app *app);
void workbench_ask_retract(struct workbench *wb, struct app *app);

/* workbench_text.c */
void workbench_open_text(struct workbench *wb, struct app *app);
/* The text as it stands goes into the sheet (draft); the editor stays open. */
void workbench_keep_text(struct workbench *wb);
enum handled workbench_text_handle(struct workbench *wb, struct app *app, enum command command,
				   const struct event *event);
void workbench_text_draw(struct workbench *wb, const struct app *app, struct canvas *cv);
/* Where the hand goes when the text of CELL is done. */
void workbench_move_on(struct workbench *wb, struct sheet_cell cell, enum texting_result result);
/* A letter that stands for a response without '@': offers to make it a mention. */
void workbench_offer_mentions(struct workbench *wb, struct app *app, struct sheet_cell cell);

/* golden.c */
struct view *golden_open(struct workbench *wb, struct app *app, struct sheet_cell cell);

/* workbench_read.c */
bool workbench_read_command(struct workbench *wb, struct app *app, enum command command);
void workbench_activate(struct workbench *wb, int reading);
/* The wheel scrolls the pane that it is over; a click chooses pane, tab or answer cell. */
bool workbench_point(struct view *view, struct app *app, const struct event *event,
		     const struct region *region);
void workbench_follow_focus(struct workbench *wb);  /* the pane of the focused response */
void workbench_apply_reading(struct workbench *wb); /* raw, reveal, wrap and search to all panes */
/* What is on the screen, for the visible time: r numbers, 0 prompt, -1 reference. */
int workbench_visible(const struct workbench *wb, int *visible);

/* How much of a pane is seen at once, on the screen or as soon as it is there. */
int workbench_height(const struct workbench *wb, const struct reading *reading);
/* Makes byte AT of the active pane visible; panes that scroll with it follow. */
void workbench_reveal(struct workbench *wb, const struct app *app, size_t at);

/* workbench_find.c */
void workbench_ask_search(struct workbench *wb, struct app *app);
/* Shows the first hit of TEXT, as if it had been searched; nothing happens where there is none. */
void workbench_search(struct workbench *wb, struct app *app, const char *text);
enum handled workbench_find_handle(struct workbench *wb, struct app *app, enum command command,
				   const struct event *event);

/* workbench_compare.c */
void workbench_pin(struct workbench *wb, struct app *app);
void workbench_next_difference(struct workbench *wb, struct app *app); /* words, lined up, off */
void workbench_compare(struct workbench *wb); /* makes the differences that are shown */

/* workbench_sync.c */
void workbench_sync(struct workbench *wb,
		    const struct canvas *cv); /* makes the grid if it is old */
void workbench_sync_drop(struct workbench *wb);
/* Finds out, once, whether there are two responses that are nearly the same: D is offered. */
void workbench_alike(struct workbench *wb, const struct canvas *cv);
bool workbench_scrolls_together(const struct workbench *wb, const struct reading *reading);
/* Rows of the grid down (up: negative).  No pane moves by more rows than that, so that nothing is
 * passed over unread.  True if anything moved. */
bool workbench_scroll_together(struct workbench *wb, const struct app *app, long by);
/* Lined up: to the next (1) or previous (-1) difference; false if there is none that way. */
bool workbench_go_change(struct workbench *wb, const struct app *app, int dir);
void workbench_follow(struct workbench *wb, const struct app *app); /* the others, the active one */

/* workbench_turns.c */
void workbench_find_turns(struct workbench *wb); /* … and right-to-left texts */

/* workbench_panes.c */
void workbench_draw_stacked(struct workbench *wb, struct canvas *cv);
void workbench_draw_columns(struct workbench *wb, struct canvas *cv);

/* workbench_layout.c, workbench_draw.c */
/* Columns of a reading where it stands, or would stand. */
int workbench_pane_columns(const struct workbench *wb, const struct canvas *cv, int reading);
void workbench_name(const struct workbench *wb, int reading, char *out, size_t n); /* "A" */
bool workbench_is_stacked(const struct workbench *wb, int cols);
void workbench_layout(struct workbench *wb, const struct canvas *cv);
void workbench_draw(struct view *view, struct app *app, struct canvas *cv);
/* "1st", "2nd", "last" of a place by the first rank question; "" without one. */
void workbench_standing(const struct workbench *wb, int shown, char *out, size_t n);

#endif
