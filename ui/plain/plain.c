/* plain.c - a line in, what is new out; and how it begins and ends. */
#include "ui/plain/plain.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "ui/plain/plain_state.h"

#include <stdlib.h>
#include <string.h>

#define TYPED_MAX 4095 /* bytes that terminals keep of a line */

/* ---------------------------------------------------------------- a terminal that draws nothing */

static void no_size(void *ctx, int *rows, int *cols)
{
	(void)ctx;
	*rows = PLAIN_ROWS;
	*cols = PLAIN_COLS;
}

static void no_show(void *ctx, const struct canvas *cv)
{
	(void)ctx;
	(void)cv;
}

static void no_next(void *ctx, int timeout_ms, struct event *event)
{
	(void)ctx;
	(void)timeout_ms;
	*event = (struct event){ .type = EVENT_HANGUP };
}

static bool no_pending(void *ctx)
{
	(void)ctx;
	return false;
}

static void nothing(void *ctx)
{
	(void)ctx;
}

static void suspend(void *ctx)
{
	struct plain *p = ctx;

	p->io.suspend(p->io.ctx);
}

static void no_copy(void *ctx, const char *text, size_t len)
{
	(void)ctx;
	(void)text;
	(void)len;
}

/* ---------------------------------------------------------------- beginning and end */

static void greet(struct plain *p)
{
	plain_say(p, "assay, line by line. An empty line reads on, a dot opens or sends, ? lists "
		     "the keys and words, q goes back.");
}

struct plain *plain_new(struct store *store, const struct plain_io *io, const struct app_env *env,
			const char *start, struct err *err)
{
	struct plain *p = xcalloc(1, sizeof *p);

	p->io = *io;
	p->term = (struct term){ .size = no_size,
				 .show = no_show,
				 .next = no_next,
				 .pending = no_pending,
				 .redraw = nothing,
				 .suspend = suspend,
				 .copy = no_copy,
				 .leave = nothing,
				 .enter = nothing,
				 .ctx = p,
				 .width = text_width_frozen };
	p->app = app_new(store, &p->term, env, start, err);
	if (p->app == NULL) {
		free(p);
		return NULL;
	}
	greet(p);
	plain_announce(p);
	return p;
}

struct app *plain_app(struct plain *p)
{
	return p->app;
}

void plain_free(struct plain *p)
{
	if (p == NULL)
		return;
	app_free(p->app);
	for (int i = 0; i < p->n_said; i++) {
		facts_release(&p->said[i].facts);
		buf_release(&p->said[i].screen);
	}
	spoken_release(&p->read.spoken);
	free(p->once);
	free(p);
}

/* ---------------------------------------------------------------- a line */

/* The time since the last line counts as the screen's does, whatever this line is about. */
static void note_presence(struct plain *p)
{
	const struct view_words *words = plain_words(p);

	if (words->present != NULL)
		words->present(p->app->top, p->app);
}

/* What is typed is text: no controls, valid UTF-8. */
static void clean(const char *line, struct buf *out)
{
	for (size_t at = 0, n = strlen(line), len; at < n; at += len) {
		uint32_t rune = utf8_decode(line + at, n - at, &len, NULL);

		if (rune == '\t' || (rune >= 0x20 && (rune < 0x7F || rune >= 0xA0)))
			buf_add_utf8(out, rune);
	}
}

void plain_line(struct plain *p, const char *line)
{
	bool one_line, writing = plain_open_text(p, &one_line) != NULL;
	struct buf text = BUF_INIT;

	if (p->app->quit || p->app->top == NULL)
		return;
	p->written = 0;
	note_presence(p);
	clean(line, &text);
	plain_keys_line(p, buf_str(&text));
	buf_release(&text);
	/* Nobody sees a search grow: it is finished before it is told. */
	while (!p->app->quit && app_work(p->app))
		;
	if (!p->app->quit)
		plain_announce(p);
	else
		plain_say_status(p);
	if (p->written == 0 && !writing && !p->app->quit)
		plain_say(p, "Nothing has changed.");
}

/* ---------------------------------------------------------------- the loop */

static void send_event(struct plain *p, enum event_type type)
{
	const struct event event = { .type = type };

	app_handle(p->app, &event);
}

/* Ctrl-D ends a text; elsewhere, and where nobody types, it ends the work. */
static void end_of_input(struct plain *p)
{
	bool one_line;

	if (p->io.typed && plain_open_text(p, &one_line) != NULL)
		plain_line(p, ".");
	else
		send_event(p, EVENT_HANGUP);
}

static void interrupted(struct plain *p)
{
	if (p->breaks) {
		send_event(p, EVENT_HANGUP);
		return;
	}
	plain_say(p, "Ctrl-C drops the line. q goes back, quit leaves; so does Ctrl-C once more. "
		     "Everything is kept.");
}

static void warn_if_cut(struct plain *p, const char *line)
{
	if (p->io.typed && strlen(line) >= TYPED_MAX)
		plain_sayf(p,
			   "That line is as long as a terminal takes, %d bytes: look whether its "
			   "end is there.",
			   TYPED_MAX);
}

static void got(struct plain *p, enum plain_got what, const char *line)
{
	switch (what) {
	case PLAIN_LINE:
		plain_line(p, line);
		warn_if_cut(p, line);
		break;
	case PLAIN_NOTHING:
		send_event(p, EVENT_NONE);
		return;
	case PLAIN_END:
		end_of_input(p);
		break;
	case PLAIN_BREAK:
		interrupted(p);
		p->breaks = true;
		return;
	case PLAIN_HANGUP:
		send_event(p, EVENT_HANGUP);
		break;
	case PLAIN_STOP:
		send_event(p, EVENT_SUSPEND);
		break;
	}
	p->breaks = false;
}

/* A draft that is due is written even while lines come as fast as they are read. */
static void save_if_due(struct plain *p)
{
	if (app_wait_ms(p->app) == 0)
		app_save(p->app);
}

static void loop(struct plain *p)
{
	struct buf line = BUF_INIT;
	bool asked = false;

	while (!p->app->quit && !p->closed) {
		enum plain_got what;

		if (!asked)
			plain_prompt(p);
		store_rest(p->app->store);
		what = p->io.read(p->io.ctx, app_wait_ms(p->app), &line);
		asked = what == PLAIN_NOTHING;
		got(p, what, buf_str(&line));
		save_if_due(p);
	}
	buf_release(&line);
	/* Whoever read it is gone; what was done is not. */
	if (!p->app->quit)
		send_event(p, EVENT_HANGUP);
	plain_say(p, p->app->lost.code == ERR_NONE ? "Left; everything is kept."
						   : "Left; not everything was saved.");
}

bool plain_run(struct store *store, const struct plain_io *io, const struct app_env *env,
	       const char *start, int *refused, struct err *err)
{
	struct plain *p = plain_new(store, io, env, start, err);
	bool ok;

	if (p == NULL)
		return false;
	loop(p);
	*refused = p->refused;
	ok = app_kept_all(p->app, err);
	plain_free(p);
	return ok;
}
