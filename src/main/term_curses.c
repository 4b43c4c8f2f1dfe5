/* term_curses.c - canvas to curses, bytes and signals to events.
 *
 * curses only writes: its own reading of keys would hand out the digits of sequences it does not
 * know as keys, and digits answer here.  Bytes go through ui/input. */
#include "main/term_curses.h"

#include "base/alloc.h"
#include "main/terminfo.h"
#include "main/tty.h"
#include "main/widths.h"
#include "ui/input.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

struct curses_term {
	struct term term;
	SCREEN *screen;
	struct input input;
	struct canvas shown; /* what the terminal shows now */
	bool has_shown, hangup, resized, stop, resumed;
	attr_t attribute[STYLE_COUNT];
	short pair[STYLE_COUNT];
};

static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";

/* ---------------------------------------------------------------- the theme */

enum { FOREGROUND_NONE = -1 };

static const struct {
	short colour; /* FOREGROUND_NONE: the terminal's own */
	attr_t with_colour, without;
} theme[STYLE_COUNT] = {
	[STYLE_TEXT] = { FOREGROUND_NONE, A_NORMAL, A_NORMAL },
	[STYLE_BRIGHT] = { FOREGROUND_NONE, A_BOLD, A_BOLD },
	[STYLE_DIM] = { FOREGROUND_NONE, A_DIM, A_DIM },
	[STYLE_TITLE] = { FOREGROUND_NONE, A_NORMAL, A_NORMAL },
	[STYLE_CHOSEN] = { COLOR_GREEN, A_NORMAL, A_BOLD },
	[STYLE_PROBLEM] = { COLOR_RED, A_BOLD, A_BOLD },
	[STYLE_ATTENTION] = { COLOR_YELLOW, A_NORMAL, A_BOLD },
	[STYLE_INSERTED] = { COLOR_GREEN, A_NORMAL, A_BOLD },
	[STYLE_DELETED] = { COLOR_RED, A_NORMAL, A_UNDERLINE },
	[STYLE_LINK] = { COLOR_CYAN, A_NORMAL, A_UNDERLINE },
	[STYLE_HIDDEN] = { FOREGROUND_NONE, A_REVERSE, A_REVERSE },
	[STYLE_HEADING] = { FOREGROUND_NONE, A_BOLD, A_BOLD },
	[STYLE_STRONG] = { FOREGROUND_NONE, A_BOLD, A_BOLD },
	[STYLE_EMPHASIS] = { FOREGROUND_NONE, A_UNDERLINE, A_UNDERLINE },
	[STYLE_CODE] = { COLOR_CYAN, A_NORMAL, A_NORMAL },
	[STYLE_QUOTE] = { FOREGROUND_NONE, A_DIM, A_DIM },
	[STYLE_KEYWORD] = { COLOR_MAGENTA, A_NORMAL, A_BOLD },
	[STYLE_STRING] = { COLOR_GREEN, A_NORMAL, A_NORMAL },
	[STYLE_COMMENT] = { FOREGROUND_NONE, A_DIM, A_DIM },
	[STYLE_NUMBER] = { COLOR_BLUE, A_BOLD, A_NORMAL },
	[STYLE_MATCH] = { COLOR_YELLOW, A_REVERSE, A_REVERSE },
	[STYLE_SELECTED] = { FOREGROUND_NONE, A_REVERSE, A_REVERSE },
	[STYLE_KEY] = { FOREGROUND_NONE, A_BOLD, A_BOLD },
};

static bool wants_colour(void)
{
	const char *no = getenv("NO_COLOR");

	return (no == NULL || no[0] == '\0') && has_colors();
}

static void make_theme(struct curses_term *ct)
{
	bool colour = wants_colour();
	short background = -1;

	if (colour) {
		start_color();
		if (use_default_colors() == ERR)
			background = COLOR_BLACK;
	}
	for (int i = 0; i < STYLE_COUNT; i++) {
		ct->attribute[i] = colour ? theme[i].with_colour : theme[i].without;
		if (!colour || theme[i].colour == FOREGROUND_NONE)
			continue;
		ct->pair[i] = (short)(theme[i].colour + 1);
		init_pair(ct->pair[i], theme[i].colour, background);
	}
}

/* ---------------------------------------------------------------- output */

static void set_cchar(const struct curses_term *ct, const struct cell *cell, cchar_t *out)
{
	wchar_t text[CELL_MARKS + 2];
	int n = 0;

	text[n++] = cell->base == 0 ? L' ' : (wchar_t)cell->base;
	for (unsigned i = 0; i < cell->n_marks && i < CELL_MARKS; i++)
		text[n++] = (wchar_t)cell->mark[i];
	text[n] = L'\0';
	setcchar(out, text, ct->attribute[cell->style], ct->pair[cell->style], NULL);
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

static void show_row(struct curses_term *ct, const struct canvas *cv, int row, cchar_t *line)
{
	bool doubtful = row_is_doubtful(cv, row);
	int n = 0;

	if (!doubtful && ct->has_shown && row < ct->shown.rows)
		doubtful = row_is_doubtful(&ct->shown, row);
	for (int col = 0; col < cv->cols; col++)
		if (row_of(cv, row)[col].width != 0)
			set_cchar(ct, row_of(cv, row) + col, &line[n++]);
	mvwadd_wchnstr(stdscr, row, 0, line, n);
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

static void curses_show(void *ctx, const struct canvas *cv)
{
	struct curses_term *ct = ctx;
	cchar_t *line = xcalloc((size_t)cv->cols + 1, sizeof *line);
	int rows = cv->rows < LINES ? cv->rows : LINES;

	for (int row = 0; row < rows; row++)
		if (row_changed(ct, cv, row))
			show_row(ct, cv, row, line);
	free(line);
	keep_shown(ct, cv);
	if (cv->cursor_row >= 0) {
		wmove(stdscr, cv->cursor_row, cv->cursor_col);
		curs_set(1);
	} else {
		wmove(stdscr, LINES - 1, COLS - 1);
		curs_set(0);
	}
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
	tty_copy(text, len);
}

/* ---------------------------------------------------------------- input */

static void note_signal(struct curses_term *ct, int signal)
{
	switch (signal) {
	case SIGWINCH:
		ct->resized = true;
		break;
	case SIGTSTP:
		ct->stop = true;
		break;
	case SIGCONT:
		ct->resumed = true;
		break;
	default:
		ct->hangup = true;
		break;
	}
}

static void read_signals(struct curses_term *ct)
{
	unsigned char bytes[64];
	ssize_t n = read(tty_signals(), bytes, sizeof bytes);

	for (ssize_t i = 0; i < n; i++)
		note_signal(ct, bytes[i]);
}

static void read_keys(struct curses_term *ct)
{
	char bytes[4096];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);

	if (n > 0)
		input_feed(&ct->input, bytes, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		ct->hangup = true;
}

/* Waits for bytes or signals; false when TIMEOUT_MS ran out first. */
static bool wait_for(struct curses_term *ct, int timeout_ms)
{
	struct pollfd fds[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = tty_signals(), .events = POLLIN },
	};
	int n = poll(fds, 2, timeout_ms);

	if (n < 0)
		return errno == EINTR;
	if (n == 0)
		return false;
	if (fds[1].revents != 0)
		read_signals(ct);
	if ((fds[0].revents & POLLIN) != 0)
		read_keys(ct);
	else if (fds[0].revents != 0)
		ct->hangup = true;
	return true;
}

static bool take_flag(bool *flag)
{
	bool was = *flag;

	*flag = false;
	return was;
}

static bool told_event(struct curses_term *ct, struct event *event)
{
	if (ct->hangup) {
		*event = (struct event){ .type = EVENT_HANGUP };
		return true;
	}
	if (take_flag(&ct->stop)) {
		*event = (struct event){ .type = EVENT_SUSPEND };
		return true;
	}
	if (take_flag(&ct->resumed)) {
		fit_size(ct);
		*event = (struct event){ .type = EVENT_RESUME };
		return true;
	}
	if (take_flag(&ct->resized)) {
		fit_size(ct);
		*event = (struct event){ .type = EVENT_RESIZE };
		return true;
	}
	return false;
}

static int64_t clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void curses_next(void *ctx, int timeout_ms, struct event *event)
{
	struct curses_term *ct = ctx;
	int64_t end = timeout_ms < 0 ? INT64_MAX : clock_ms() + timeout_ms;
	bool half_timed_out = false;

	for (;;) {
		int half = input_wait_ms(&ct->input);
		int64_t left = end == INT64_MAX ? INT64_MAX : end - clock_ms();
		int wait = left > 3600000 ? -1 : left < 0 ? 0 : (int)left;
		bool half_first = half >= 0 && (wait < 0 || half <= wait);

		if (told_event(ct, event) || input_next(&ct->input, half_timed_out, event))
			return;
		half_timed_out = false;
		if (wait_for(ct, half_first ? half : wait))
			continue;
		if (!half_first) {
			*event = (struct event){ .type = EVENT_NONE };
			return;
		}
		half_timed_out = true;
	}
}

static bool curses_pending(void *ctx)
{
	const struct curses_term *ct = ctx;
	struct pollfd fds[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = tty_signals(), .events = POLLIN },
	};

	return input_wait_ms(&ct->input) == 0 || poll(fds, 2, 0) > 0;
}

/* ---------------------------------------------------------------- coming and going */

static void enter(void)
{
	tty_write(paste_on, sizeof paste_on - 1);
}

static void leave(void)
{
	tty_write(paste_off, sizeof paste_off - 1);
	curs_set(1);
	endwin();
}

static void curses_suspend(void *ctx)
{
	struct curses_term *ct = ctx;

	leave();
	tty_stop();
	/* Perhaps on a window of another size now. */
	reset_prog_mode();
	enter();
	fit_size(ct);
	wrefresh(stdscr);
	ct->resumed = true;
}

/* NULL when the terminal has no such capability. */
static const char *capability(const char *name)
{
	const char *value = tigetstr(name);

	return value == NULL || (intptr_t)value == -1 ? NULL : value;
}

static void arm(void)
{
	static const char *const names[] = { "sgr0", "op", "cnorm", "rmcup" };
	struct buf reset = BUF_INIT;

	buf_adds(&reset, paste_off);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (capability(names[i]) != NULL)
			buf_adds(&reset, capability(names[i]));
	tty_arm(reset.data, reset.len);
	buf_release(&reset);
}

static void define_keys(struct curses_term *ct)
{
	static const char *const keys[][2] = {
		{ "kcuu1", "Up" },     { "kcud1", "Down" },     { "kcub1", "Left" },
		{ "kcuf1", "Right" },  { "khome", "Home" },     { "kend", "End" },
		{ "kpp", "PgUp" },     { "knp", "PgDn" },       { "kdch1", "Delete" },
		{ "kich1", "Insert" }, { "kcbt", "Shift-Tab" }, { "kent", "Enter" },
	};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		input_define(&ct->input, capability(keys[i][0]), keys[i][1]);
}

static bool check_terminal(struct err *err)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, ERR_INVALID,
			       "standard input and output are no terminal; --keys plays recorded "
			       "keys without one");
	return terminfo_check(getenv("TERM"), STDOUT_FILENO, err);
}

static bool start_screen(struct curses_term *ct, struct err *err)
{
	/* newterm(), not initscr(): that one ends the process when it fails. */
	ct->screen = newterm(NULL, stdout, stdin);
	if (ct->screen == NULL)
		return err_set(err, ERR_INVALID, "the terminal cannot be taken over");
	raw();
	noecho();
	nonl();
	typeahead(-1);
	set_escdelay(INPUT_ESC_MS);
	intrflush(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	make_theme(ct);
	arm();
	define_keys(ct);
	enter();
	fit_size(ct);
	return true;
}

struct term *term_curses_open(struct err *err)
{
	struct curses_term *ct;
	bool utf8 = widths_choose_locale();

	/* Signals first: curses takes only those that nobody has. */
	if (!check_terminal(err) || !tty_take(err))
		return NULL;
	ct = xcalloc(1, sizeof *ct);
	input_init(&ct->input);
	ct->term = (struct term){
		.size = curses_size,
		.show = curses_show,
		.next = curses_next,
		.pending = curses_pending,
		.redraw = curses_redraw,
		.suspend = curses_suspend,
		.copy = curses_copy,
		.ctx = ct,
		.width = utf8 ? width_utf8 : width_ascii,
		.ascii = !utf8,
	};
	if (start_screen(ct, err))
		return &ct->term;
	tty_give_back();
	input_release(&ct->input);
	free(ct);
	return NULL;
}

void term_curses_close(struct term *term)
{
	struct curses_term *ct = term == NULL ? NULL : term->ctx;

	if (ct == NULL)
		return;
	leave();
	tty_give_back();
	delscreen(ct->screen);
	forget_shown(ct);
	input_release(&ct->input);
	free(ct);
}
