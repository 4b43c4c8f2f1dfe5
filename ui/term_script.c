/* term_script.c - a terminal that plays recorded keys: tests, tour, --keys. */
#include "ui/term.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

struct script {
	struct term term;
	char *text;
	struct key_place place;
	size_t bad_at;
	int rows, cols;
	bool bad, shown;
	struct canvas screen;
};

static void script_size(void *ctx, int *rows, int *cols)
{
	const struct script *script = ctx;

	*rows = script->rows;
	*cols = script->cols;
}

static void script_show(void *ctx, const struct canvas *cv)
{
	struct script *script = ctx;
	size_t n = (size_t)cv->rows * (size_t)cv->cols;

	canvas_release(&script->screen);
	canvas_init(&script->screen, cv->rows, cv->cols);
	memcpy(script->screen.cells, cv->cells, n * sizeof *cv->cells);
	script->screen.cursor_row = cv->cursor_row;
	script->screen.cursor_col = cv->cursor_col;
	script->screen.width = cv->width;
	script->screen.ascii = cv->ascii;
	script->shown = true;
}

static void script_next(void *ctx, int timeout_ms, struct event *event)
{
	struct script *script = ctx;
	size_t before = script->place.at;
	bool bad = false;

	(void)timeout_ms;
	*event = (struct event){ .type = EVENT_HANGUP };
	if (script->bad)
		return;
	if (!key_script_next(script->text, &script->place, event, &script->rows, &script->cols,
			     &bad))
		*event = (struct event){ .type = EVENT_HANGUP };
	if (bad) {
		script->bad = true;
		script->bad_at = before;
		*event = (struct event){ .type = EVENT_HANGUP };
	}
}

static bool script_pending(void *ctx)
{
	(void)ctx;
	return false;
}

static void script_nothing(void *ctx)
{
	(void)ctx;
}

static void script_copy(void *ctx, const char *text, size_t len)
{
	(void)ctx;
	(void)text;
	(void)len;
}

struct term *term_script_new(const char *script, int rows, int cols)
{
	struct script *s = xcalloc(1, sizeof *s);

	s->term = (struct term){ .size = script_size,
				 .show = script_show,
				 .next = script_next,
				 .pending = script_pending,
				 .redraw = script_nothing,
				 .suspend = script_nothing,
				 .copy = script_copy,
				 .ctx = s,
				 .width = text_width_frozen };
	s->text = xstrdup(script);
	s->rows = rows < 1 ? 1 : rows;
	s->cols = cols < 1 ? 1 : cols;
	canvas_init(&s->screen, s->rows, s->cols);
	return &s->term;
}

void term_script_free(struct term *term)
{
	struct script *script = term == NULL ? NULL : term->ctx;

	if (script == NULL)
		return;
	canvas_release(&script->screen);
	free(script->text);
	free(script);
}

const struct canvas *term_script_screen(const struct term *term)
{
	const struct script *script = term->ctx;

	return script->shown ? &script->screen : NULL;
}

bool term_script_bad(const struct term *term, size_t *at)
{
	const struct script *script = term->ctx;

	*at = script->bad_at;
	return script->bad;
}
