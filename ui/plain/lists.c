/* lists.c - lists by number, and screens that have no words of their own. */
#include "ui/plain/plain_state.h"

#include <stdio.h>
#include <string.h>

#define LINES_SAID 20 /* of a list at a time */
#define LIST_ROWS 40
#define LIST_COLS 400 /* nothing is cut */

static struct list *list_of(struct plain *p)
{
	const struct view_words *words = plain_words(p);

	return words->list == NULL ? NULL : words->list(p->app->top);
}

static void draw(struct plain *p, struct canvas *cv, int rows, int cols)
{
	canvas_init(cv, rows, cols);
	cv->width = p->term.width;
	p->app->top->ops->draw(p->app->top, p->app, cv);
}

/* The mark before the chosen line. */
static bool is_marked(const struct canvas *cv, int row)
{
	for (int col = 0; col < 6 && col < cv->cols; col++)
		if (cv->cells[(size_t)row * (size_t)cv->cols + (size_t)col].base == 0x25B8)
			return true;
	return false;
}

static void chosen_row(struct plain *p, struct buf *out)
{
	struct canvas cv;
	int row = 0;

	draw(p, &cv, LIST_ROWS, LIST_COLS);
	while (row < cv.rows && !is_marked(&cv, row))
		row++;
	if (row < cv.rows)
		plain_row(&cv, row, out);
	canvas_release(&cv);
}

/* Each line stands on the screen in words while it is the chosen one. */
static void line_words(struct plain *p, struct list *list, size_t i, struct buf *out)
{
	struct list kept = *list;

	list->chosen = i;
	chosen_row(p, out);
	list->chosen = kept.chosen;
	list->top = kept.top;
}

static void say_line(struct plain *p, struct list *list, size_t i, bool marked)
{
	struct buf words = BUF_INIT;

	buf_addf(&words, "%zu: ", i + 1);
	line_words(p, list, i, &words);
	if (marked)
		buf_adds(&words, " (chosen)");
	plain_say(p, buf_str(&words));
	buf_release(&words);
}

static void say_title(struct plain *p, size_t n)
{
	struct buf words = BUF_INIT;
	struct canvas cv;

	draw(p, &cv, LIST_ROWS, LIST_COLS);
	plain_row(&cv, 0, &words);
	canvas_release(&cv);
	plain_sayf(p, "%s. %zu line%s.", buf_str(&words), n, n == 1 ? "" : "s");
	buf_release(&words);
}

void plain_list_more(struct plain *p)
{
	struct list *list = list_of(p);
	size_t i = p->list_next, chosen, end;

	if (list == NULL)
		return;
	if (i >= list->n) {
		plain_say(p, list->n == 0 ? "Nothing is here." : "That was the last line.");
		p->list_next = 0;
		return;
	}
	chosen = list->chosen;
	end = i + LINES_SAID < list->n ? i + LINES_SAID : list->n;
	for (; i < end; i++)
		say_line(p, list, i, i == chosen);
	p->list_next = end;
	if (end < list->n)
		plain_sayf(p, "%zu more; an empty line goes on.", list->n - end);
}

void plain_list_announce(struct plain *p, struct said *said, bool arrived)
{
	struct list *list = list_of(p);

	if (arrived || list->n != said->lines) {
		say_title(p, list->n);
		p->list_next = 0;
		plain_list_more(p);
		if (list->n > 0 && arrived)
			plain_say(p, plain_mode(p) == MODE_PROMPT
					     ? "A number takes that line, words search, Esc closes."
					     : "A number opens that line.");
	} else if (list->chosen != said->chosen && list->n > 0) {
		say_line(p, list, list->chosen, true);
	}
	said->chosen = list->chosen;
	said->lines = list->n;
}

void plain_list_pick(struct plain *p, size_t number)
{
	const struct view *view = p->app->top;
	struct list *list = list_of(p);

	if (list == NULL || number < 1 || number > list->n) {
		plain_refuse(p, "there is no line %zu here", number);
		return;
	}
	list->chosen = number - 1;
	plain_press(p, "Enter");
	if (p->app->top != view)
		return;
	/* It stays open: what was taken is marked now. */
	say_line(p, list, list->chosen, true);
	plain_said(p, view)->chosen = list->chosen;
}

/* ---------------------------------------------------------------- help */

/* Without what is about how a screen looks. */
static void say_help_line(struct plain *p, struct list *list, size_t i)
{
	static const enum command for_screens[] = { CMD_REDRAW, CMD_ZOOM, CMD_WRAP_CODE, CMD_LAYOUT,
						    CMD_COPY };
	struct buf words = BUF_INIT;
	size_t n;

	line_words(p, list, i, &words);
	n = strcspn(buf_str(&words), ",");
	for (size_t c = 0; c < sizeof for_screens / sizeof for_screens[0]; c++) {
		const char *name = command_info(for_screens[c])->name;

		if (strlen(name) == n && memcmp(words.data, name, n) == 0)
			buf_clear(&words);
	}
	if (words.len > 0)
		plain_say(p, buf_str(&words));
	buf_release(&words);
}

void plain_help(struct plain *p, enum command command, const char *filter)
{
	const struct view *below = p->app->top;
	struct list *list;

	plain_run_command(p, command);
	list = p->app->top == below ? NULL : list_of(p);
	if (list == NULL)
		return;
	if (filter[0] != '\0')
		plain_type(p, filter, strlen(filter));
	for (size_t i = 0; i < list->n; i++)
		say_help_line(p, list, i);
	if (list->n == 0)
		plain_sayf(p, "No key or command here has '%.60s' in it.", filter);
	plain_press(p, "Esc");
	if (filter[0] == '\0')
		plain_say_words(p);
}

/* ---------------------------------------------------------------- other screens */

/* The rows, without the hints at the bottom: their keys are in the help. */
static void screen_words(struct plain *p, struct buf *out)
{
	struct buf row = BUF_INIT;
	struct canvas cv;

	draw(p, &cv, PLAIN_ROWS, PLAIN_COLS);
	for (int i = 0; i < cv.rows - 1; i++) {
		buf_clear(&row);
		plain_row(&cv, i, &row);
		if (row.len > 0)
			buf_addf(out, "%s\n", buf_str(&row));
	}
	canvas_release(&cv);
	buf_release(&row);
}

/* Whether a line of ALL reads LINE. */
static bool has_line(const struct buf *all, const char *line, size_t n)
{
	const char *at = all->len > 0 ? all->data : "";

	while (*at != '\0') {
		size_t len = strcspn(at, "\n");

		if (len == n && memcmp(at, line, n) == 0)
			return true;
		at += len + (at[len] == '\n');
	}
	return false;
}

void plain_screen_announce(struct plain *p, struct said *said)
{
	struct buf now = BUF_INIT;

	screen_words(p, &now);
	for (const char *at = buf_str(&now); *at != '\0';) {
		size_t n = strcspn(at, "\n");

		if (!has_line(&said->screen, at, n))
			plain_put(p, at, n, false);
		at += n + (at[n] == '\n');
	}
	buf_release(&said->screen);
	said->screen = now;
}
