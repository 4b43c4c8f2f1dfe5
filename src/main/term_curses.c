/* term_curses.c - canvas to curses, bytes and signals to events.
 *
 * curses only writes: its own reading of keys would hand out the digits of sequences it does not
 * know as keys, and digits answer here.  Bytes go through ui/input. */
#include "main/term_curses.h"

#include "base/alloc.h"
#include "main/clipboard.h"
#include "main/term_events.h"
#include "main/terminfo.h"
#include "main/tty.h"
#include "main/widths.h"
#include "ui/blanks.h"
#include "ui/theme.h"

#include <curses.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

struct curses_term {
	struct term term;
	SCREEN *screen;
	struct term_events events;
	struct canvas shown; /* what the terminal shows now */
	bool has_shown, mouse;
	attr_t attribute[STYLE_COUNT];
	short pair[STYLE_COUNT];
	bool unseen[STYLE_COUNT]; /* a blank of this style looks like one of the text */
};

static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";
static const char mouse_on[] = "\033[?1000h\033[?1006h"; /* presses and wheel, SGR */
static const char mouse_off[] = "\033[?1006l\033[?1000l";

/* ---------------------------------------------------------------- the theme */

static attr_t attribute_of(uint8_t look)
{
	static const struct {
		uint8_t look;
		attr_t attribute;
	} table[] = { { LOOK_BOLD, A_BOLD },
		      { LOOK_DIM, A_DIM },
		      { LOOK_UNDERLINE, A_UNDERLINE },
		      { LOOK_REVERSE, A_REVERSE } };
	attr_t attribute = A_NORMAL;

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if ((look & table[i].look) != 0)
			attribute |= table[i].attribute;
	return attribute;
}

/* How many colours are used: what terminfo is sure of, or fewer if fewer are wanted. */
static int32_t colours_used(const struct settings *settings)
{
	static const int32_t most[] = { [COLOUR_AUTO] = 1 << 24,
					[COLOUR_NEVER] = 0,
					[COLOUR_16] = 16,
					[COLOUR_256] = 256,
					[COLOUR_RGB] = 1 << 24 };
	int32_t limit = most[settings->colour];

	if (limit == 0 || !has_colors())
		return 0;
	start_color();
	return COLORS < limit ? COLORS : limit;
}

/* Only curses' own pair has the terminal's own ground. */
static void find_unseen(struct curses_term *ct, bool own_ground)
{
	for (int i = 0; i < STYLE_COUNT; i++)
		ct->unseen[i] = (ct->attribute[i] & (A_UNDERLINE | A_REVERSE)) == 0
				&& (own_ground || ct->pair[i] != 0);
}

static void make_theme(struct curses_term *ct, const struct settings *settings)
{
	const struct theme *theme = settings->theme;
	int32_t colours = colours_used(settings), ground = look_colour(&theme->ground, colours);
	bool own = colours > 0 && use_default_colors() != ERR;
	int pair = 1;

	if (ground == COLOUR_OWN && !own)
		ground = COLOR_BLACK;
	for (int i = 0; i < STYLE_COUNT; i++) {
		const struct look *look = &theme->look[i];
		int32_t colour = look_colour(look, colours);

		ct->attribute[i] = attribute_of(colours > 0 ? look->attributes : look->without);
		if (colour == COLOUR_OWN && !own)
			colour = COLOR_WHITE;
		if (colours == 0 || (colour == COLOUR_OWN && ground == COLOUR_OWN)
		    || pair >= COLOR_PAIRS)
			continue;
		if (init_extended_pair(pair, colour, ground) != ERR)
			ct->pair[i] = (short)pair++;
	}
	find_unseen(ct, colours == 0 || ground == COLOUR_OWN);
}

/* ---------------------------------------------------------------- output */

static void set_cchar(const struct curses_term *ct, const struct cell *cell, uint8_t style,
		      cchar_t *out)
{
	wchar_t text[CELL_MARKS + 2];
	int n = 0;

	text[n++] = cell->base == 0 ? L' ' : (wchar_t)cell->base;
	for (unsigned i = 0; i < cell->n_marks && i < CELL_MARKS; i++)
		text[n++] = (wchar_t)cell->mark[i];
	text[n] = L'\0';
	setcchar(out, text, ct->attribute[style], ct->pair[style], NULL);
}

static const struct cell *row_of(const struct canvas *cv, int row)
{
	return &cv->cells[(size_t)row * (size_t)cv->cols];
}

static bool row_is_doubtful(const struct canvas *cv, int row)
{
	for (int col = 0; col < cv->cols; col++)
		if (width_is_doubtful(row_of(cv, row) + col))
			return true;
	return false;
}

static bool row_changed(const struct curses_term *ct, const struct canvas *cv, int row)
{
	if (!ct->has_shown || ct->shown.rows != cv->rows || ct->shown.cols != cv->cols)
		return true;
	return memcmp(row_of(&ct->shown, row), row_of(cv, row),
		      (size_t)cv->cols * sizeof(struct cell))
	       != 0;
}

/* A row's cells for curses, and their styles before. */
struct line {
	cchar_t *cell;
	uint8_t *style;
};

static void show_row(struct curses_term *ct, const struct canvas *cv, int row,
		     const struct line *line)
{
	const struct cell *cells = row_of(cv, row);
	bool doubtful = row_is_doubtful(cv, row);
	int n = 0;

	if (!doubtful && ct->has_shown && row < ct->shown.rows)
		doubtful = row_is_doubtful(&ct->shown, row);
	blanks_styles(cells, cv->cols, ct->unseen, line->style);
	for (int col = 0; col < cv->cols; col++)
		if (cells[col].width != 0)
			set_cchar(ct, &cells[col], line->style[col], &line->cell[n++]);
	mvwadd_wchnstr(stdscr, row, 0, line->cell, n);
	/* Such a row may stand sheared on the terminal: it is painted whole. */
	if (doubtful)
		wredrawln(stdscr, row, 1);
}

static void keep_shown(struct curses_term *ct, const struct canvas *cv)
{
	if (ct->has_shown)
		canvas_release(&ct->shown);
	canvas_init(&ct->shown, cv->rows, cv->cols);
	memcpy(ct->shown.cells, cv->cells, (size_t)cv->rows * (size_t)cv->cols * sizeof *cv->cells);
	ct->has_shown = true;
}

/* Unseen it may stay where it is; a terminal that cannot hide it has it in the corner. */
static void place_cursor(const struct canvas *cv)
{
	bool shown = cv->cursor_row >= 0;

	if (shown)
		wmove(stdscr, cv->cursor_row, cv->cursor_col);
	else
		wmove(stdscr, LINES - 1, COLS - 1);
	leaveok(stdscr, curs_set(shown ? 1 : 0) != ERR && !shown);
}

static void curses_show(void *ctx, const struct canvas *cv)
{
	struct curses_term *ct = ctx;
	size_t cols = (size_t)cv->cols + 1;
	const struct line line = { .cell = xcalloc(cols, sizeof *line.cell),
				   .style = xcalloc(cols, sizeof *line.style) };
	int rows = cv->rows < LINES ? cv->rows : LINES;

	for (int row = 0; row < rows; row++)
		if (row_changed(ct, cv, row))
			show_row(ct, cv, row, &line);
	free(line.cell);
	free(line.style);
	keep_shown(ct, cv);
	place_cursor(cv);
	wrefresh(stdscr);
}

static void forget_shown(struct curses_term *ct)
{
	if (ct->has_shown)
		canvas_release(&ct->shown);
	ct->has_shown = false;
}

static void curses_redraw(void *ctx)
{
	forget_shown(ctx);
	clearok(stdscr, TRUE);
}

static void curses_size(void *ctx, int *rows, int *cols)
{
	(void)ctx;
	*rows = LINES;
	*cols = COLS;
}

/* The terminal is asked, not the environment: LINES and COLUMNS there are those of the start. */
static void fit_size(struct curses_term *ct)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
		return;
	if (size.ws_row != LINES || size.ws_col != COLS)
		resize_term(size.ws_row, size.ws_col);
	curses_redraw(ct);
}

static void curses_copy(void *ctx, const char *text, size_t len)
{
	(void)ctx;
	clipboard_offer(text, len);
}

/* ---------------------------------------------------------------- input */

static void curses_next(void *ctx, int timeout_ms, struct event *event)
{
	struct curses_term *ct = ctx;

	term_events_next(&ct->events, timeout_ms, event);
	if (event->type == EVENT_RESIZE || event->type == EVENT_RESUME)
		fit_size(ct);
}

static bool curses_pending(void *ctx)
{
	const struct curses_term *ct = ctx;

	return term_events_pending(&ct->events);
}

/* ---------------------------------------------------------------- coming and going */

/* NULL when the terminal has no such capability. */
static const char *capability(const char *name)
{
	const char *value = tigetstr(name);

	return value == NULL || (intptr_t)value == -1 ? NULL : value;
}

/* Without the pauses ("$<2>") that only tputs() knows how to keep. */
static void add_capability(struct buf *out, const char *name)
{
	const char *at = capability(name);

	while (at != NULL && *at != '\0') {
		size_t pause = strncmp(at, "$<", 2) == 0 ? strcspn(at, ">") : 0;

		if (pause == 0)
			buf_addc(out, *at);
		at += pause + 1;
	}
}

static void write_capability(const char *name)
{
	struct buf bytes = BUF_INIT;

	add_capability(&bytes, name);
	tty_write(bytes.data, bytes.len);
	buf_release(&bytes);
}

static void curses_mouse(void *ctx, bool on)
{
	struct curses_term *ct = ctx;

	ct->mouse = on;
	tty_write(on ? mouse_on : mouse_off, strlen(on ? mouse_on : mouse_off));
}

/* The keypad tells itself from the top row: smkx. */
static void enter(const struct curses_term *ct)
{
	tty_write(paste_on, strlen(paste_on));
	write_capability("smkx");
	write_capability("rmacs");
	if (ct->mouse)
		tty_write(mouse_on, strlen(mouse_on));
}

static void leave(const struct curses_term *ct)
{
	if (ct->mouse)
		tty_write(mouse_off, strlen(mouse_off));
	tty_write(paste_off, strlen(paste_off));
	write_capability("rmkx");
	curs_set(1);
	endwin();
}

static void curses_leave(void *ctx)
{
	leave(ctx);
}

/* Perhaps on a window of another size now. */
static void curses_enter(void *ctx)
{
	struct curses_term *ct = ctx;

	reset_prog_mode();
	enter(ct);
	fit_size(ct);
	wrefresh(stdscr);
}

static void curses_suspend(void *ctx)
{
	struct curses_term *ct = ctx;

	leave(ct);
	tty_stop();
	curses_enter(ct);
	ct->events.resumed = true;
}

static void arm(void)
{
	static const char *const names[] = { "sgr0", "op", "cnorm", "rmkx", "rmcup" };
	struct buf reset = BUF_INIT;

	buf_adds(&reset, mouse_off);
	buf_adds(&reset, paste_off);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		add_capability(&reset, names[i]);
	tty_arm(reset.data, reset.len);
	buf_release(&reset);
}

static void define_key_of(void *ctx, const char *sequence, const char *name)
{
	input_define(ctx, sequence, name);
}

static bool check_terminal(char name[TERMINFO_NAME_MAX], struct err *err)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, ERR_INVALID,
			       "standard input and output are no terminal; --keys plays recorded "
			       "keys without one");
	return terminfo_choose(getenv("TERM"), STDOUT_FILENO, name, err);
}

/* The description with direct colours is taken only when both she and the terminal ask for it. */
static void choose_direct(const struct settings *settings, char term[TERMINFO_NAME_MAX])
{
	const char *colour = getenv("COLORTERM");
	char direct[TERMINFO_NAME_MAX];

	if (settings->colour != COLOUR_RGB || colour == NULL
	    || (strcmp(colour, "truecolor") != 0 && strcmp(colour, "24bit") != 0))
		return;
	if (terminfo_direct(term, STDOUT_FILENO, direct))
		memcpy(term, direct, sizeof direct);
}

static bool start_screen(struct curses_term *ct, const char *name, const struct settings *settings,
			 struct err *err)
{
	/* newterm(), not initscr(): that one ends the process when it fails. */
	ct->screen = newterm(name, stdout, stdin);
	if (ct->screen == NULL)
		return err_set(err, ERR_INVALID, "the terminal cannot be taken over");
	raw();
	noecho();
	nonl();
	typeahead(-1);
	set_escdelay(INPUT_ESC_MS);
	intrflush(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	/* Left and come back: before that ncurses 6.4 flushes at each cursor move, and a screen
	 * would be dozens of writes.  Before the theme: colours of the terminal's stay. */
	endwin();
	wrefresh(stdscr);
	make_theme(ct, settings);
	arm();
	terminfo_shorten();
	ct->mouse = settings->mouse;
	enter(ct);
	fit_size(ct);
	return true;
}

struct term *term_curses_open(const struct settings *settings, struct err *err)
{
	struct curses_term *ct;
	bool utf8 = widths_choose_locale();
	char name[TERMINFO_NAME_MAX];

	/* Signals first: curses takes only those that nobody has. */
	if (!check_terminal(name, err) || !tty_take(err))
		return NULL;
	ct = xcalloc(1, sizeof *ct);
	input_init(&ct->events.input);
	choose_direct(settings, name);
	terminfo_keys(name, STDOUT_FILENO, define_key_of, &ct->events.input);
	ct->term = (struct term){
		.size = curses_size,
		.show = curses_show,
		.next = curses_next,
		.pending = curses_pending,
		.redraw = curses_redraw,
		.suspend = curses_suspend,
		.leave = curses_leave,
		.enter = curses_enter,
		.copy = curses_copy,
		.mouse = curses_mouse,
		.ctx = ct,
		.width = utf8 ? width_utf8 : width_ascii,
		.ascii = !utf8 || settings->ascii,
	};
	if (start_screen(ct, name, settings, err))
		return &ct->term;
	tty_give_back();
	input_release(&ct->events.input);
	free(ct);
	return NULL;
}

void term_curses_close(struct term *term)
{
	struct curses_term *ct = term == NULL ? NULL : term->ctx;

	if (ct == NULL)
		return;
	leave(ct);
	tty_give_back();
	delscreen(ct->screen);
	forget_shown(ct);
	input_release(&ct->events.input);
	free(ct);
}
