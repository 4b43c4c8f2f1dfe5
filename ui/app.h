/* app.h - the running program: a stack of views over one store, one terminal. */
#ifndef ASSAY_UI_APP_H
#define ASSAY_UI_APP_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"
#include "ui/command.h"
#include "ui/habits.h"
#include "ui/keymap.h"
#include "ui/settings.h"
#include "ui/speller.h"
#include "ui/term.h"
#include "ui/view.h"

struct app;

/* Who looks over the person's shoulder and has some rows above the view: the tutor. */
struct app_guide {
	void *ctx;
	int (*rows)(void *ctx, int cols); /* that it wants */
	void (*draw)(void *ctx, struct app *app, struct canvas *cv);
	/* Before COMMAND is run; true: it took it, and nothing else happens. */
	bool (*takes)(void *ctx, struct app *app, enum command command, const struct event *event);
	/* After each event, when the views are at rest: it may open and close some. */
	void (*settle)(void *ctx, struct app *app);
};

struct app_env {
	int64_t (*monotonic)(void *ctx); /* ms, for active time */
	int64_t (*now)(void *ctx);       /* ms UTC */
	int64_t (*midnight)(void *ctx);  /* ms UTC of the start of today where the person is */
	void *ctx;
	const char *name; /* of the person */
	const char *how;  /* "screen" or "script", for annotations */
	bool can_suspend;
	const struct keymap *keymap;     /* NULL: the default keys; copied */
	const struct settings *settings; /* NULL: the defaults; copied */
	struct habits *habits;           /* NULL: none are kept */
	const char *notice;              /* said once on the first screen; NULL: nothing */
	const struct app_guide *guide;   /* NULL: none */
	const struct speller *speller;   /* NULL: there is none */
	/* The person's own editor on TEXT, which it changes; false with ERR: the text is as it was.
	 * NULL where no program may be started. */
	bool (*edit_outside)(void *ctx, struct buf *text, struct err *err);
};

struct app {
	struct store *store;
	struct store_member member;
	bool read_only; /* not enrolled: look, but do not answer */
	char read_only_why[ERR_MSG_MAX];
	struct term *term;
	struct app_env env;
	struct keymap keymap;
	struct settings settings;
	struct arena arena; /* for the life of the app */
	struct view *top;
	struct buf status; /* one line over the hint bar or in its place, until the next key */
	enum style status_style;
	int64_t status_until;  /* monotonic ms: a key before that leaves it on the screen */
	struct buf saved;      /* "saved #4812" */
	int64_t to_send;       /* events that no remote has yet */
	int64_t keys;          /* since the item was opened */
	int rows, cols;        /* for the view, as last drawn */
	struct region *region; /* of that screen: what can be clicked */
	size_t n_regions;
	bool mouse; /* it is on */
	enum help_level help;
	bool dirty, quit;
	int64_t save_at;    /* monotonic ms when top->save is due; -1: not */
	struct err unsaved; /* why what is open could not be saved; ERR_NONE: it could */
	struct err lost;    /* why something that was left could not be saved; ERR_NONE: all was */
	void (*again)(struct app *app, void *ctx); /* leaves once more, on a yes */
	void *again_ctx;
	bool insists; /* then it may be left unsaved */
};

/* START: NULL for home, else the name of the batch whose workbench opens.  False also where
 * something was left that could not be saved. */
bool app_run(struct store *store, struct term *term, const struct app_env *env, const char *start,
	     struct err *err) MUST_USE;

/* For tests and scripts: one event, then draw. */
struct app *app_new(struct store *store, struct term *term, const struct app_env *env,
		    const char *start, struct err *err) MUST_USE;
void app_handle(struct app *app, const struct event *event);
void app_draw(struct app *app, struct canvas *cv);
void app_free(struct app *app);

void app_push(struct app *app, struct view *view); /* takes it */
/* Takes VIEW off the stack and frees it; the view below is told. */
void app_close(struct app *app, struct view *view);
/* One line for the person; ERR's and data's bytes are sanitised when drawn. */
void app_say(struct app *app, enum style style, const char *fmt, ...) PRINTF_LIKE(3, 4);
void app_fail(struct app *app, const struct err *err);
/* What was said last did not come of the key that was pressed, but with a new item: it outlives the
 * keys of whoever is quicker than one can read. */
void app_keep(struct app *app);
void app_drop_kept(struct app *app); /* what it was about is gone from the screen */
void app_touch(struct app *app);     /* something to save within a second */
bool app_save(struct app *app); /* saves it now; false: not, which is said and tried again soon */
/* Before what is open is left, by AGAIN: saves it.  False: that failed, and a question stands on
 * the screen; a yes calls AGAIN, for which it is true then.  CTX must live as long as the view. */
bool app_may_leave(struct app *app, void (*again)(struct app *app, void *ctx), void *ctx);
bool app_kept_all(const struct app *app, struct err *err); /* false: something was lost */
int app_wait_ms(const struct app *app); /* until it must be saved; -1: nothing to save */
/* How a person is told to call COMMAND: its first key, or ":name".  For texts that name keys. */
const char *app_key(const struct app *app, enum command command);
/* Lets the uppermost view that has something long to do go on with it for a slice; false: none
 * has. */
bool app_work(struct app *app);
/* Runs COMMAND as if its key had been pressed in the top view. */
void app_command(struct app *app, enum command command);
/* Presses the key called NAME. */
void app_press(struct app *app, const char *name);
/* False, with a notice, when nothing may be written. */
bool app_may_write(struct app *app);
int64_t app_monotonic(const struct app *app);         /* ms */
void app_note_saved(struct app *app, int64_t number); /* "saved #4812" */

#endif
