/* workbench_read.c - reading: scrolling, panes, search, comparing. */
#include "ui/view/workbench_state.h"

#include "base/alloc.h"
#include "text/search.h"
#include "ui/view/prompt.h"
#include "ui/widget/difference.h"

#include <stdlib.h>
#include <string.h>

#define COPY_MAX 74000 /* bytes by OSC 52 that terminals commonly take */

struct reading *workbench_active(struct workbench *wb)
{
	return &wb->reading[wb->active];
}

/* How much of a pane is seen at once; one that is not on the screen gets the active one's. */
static int height(const struct workbench *wb, const struct reading *reading)
{
	int rows = reading->visible ? reading->rows : wb->reading[wb->active].rows;

	return rows < 1 ? 1 : rows;
}

/* ---------------------------------------------------------------- scrolling */

static bool scroll_one(struct reading *reading, enum command command, int rows)
{
	struct pane *pane = &reading->pane;

	switch (command) {
	case CMD_PAGE_DOWN:
		return pane_page(pane, 1, rows);
	case CMD_PAGE_UP:
		return pane_page(pane, -1, rows);
	case CMD_LINE_DOWN:
		return pane_scroll(pane, 1, rows);
	case CMD_LINE_UP:
		return pane_scroll(pane, -1, rows);
	case CMD_TOP:
		return pane_home(pane);
	case CMD_BOTTOM:
		return pane_end(pane, rows);
	case CMD_LANDMARK_NEXT:
		return pane_landmark(pane, 1, rows);
	case CMD_LANDMARK_PREV:
		return pane_landmark(pane, -1, rows);
	default:
		return false;
	}
}

static bool scrolls_together(const struct workbench *wb, const struct reading *reading,
			     enum command command)
{
	return !wb->stacked && !wb->zoom && wb->arrangement == ARRANGE_TOGETHER && reading->r > 0
	       && command != CMD_LANDMARK_NEXT && command != CMD_LANDMARK_PREV;
}

/* True if something moved. */
static bool scroll_panes(struct workbench *wb, enum command command)
{
	struct reading *active = workbench_active(wb);
	bool together = scrolls_together(wb, active, command), moved = false;

	for (int i = 0; i < wb->n_readings; i++) {
		struct reading *reading = &wb->reading[i];

		if (together ? reading->r == PANE_PROMPT : reading != active)
			continue;
		moved = scroll_one(reading, command, height(wb, reading)) || moved;
	}
	return moved;
}

/* No key is dead without a word; who reads with Space alone learns the way on. */
static void scroll(struct workbench *wb, struct app *app, enum command command)
{
	bool jump = command == CMD_LANDMARK_NEXT || command == CMD_LANDMARK_PREV;
	bool up = command == CMD_PAGE_UP || command == CMD_LINE_UP || command == CMD_TOP;

	if (scroll_panes(wb, command))
		return;
	app_say(app, STYLE_DIM, "%s",
		jump                 ? "no heading or code block that way"
		: up                 ? "this is the top"
		: wb->n_readings > 1 ? "this is the end; → reads on"
				     : "this is the end");
}

/* ---------------------------------------------------------------- panes */

void workbench_activate(struct workbench *wb, int reading)
{
	if (reading < 0 || reading >= wb->n_readings)
		return;
	wb->active = reading;
}

static void step_pane(struct workbench *wb, int dir)
{
	int to = wb->active + dir;

	workbench_activate(wb, to < 0 ? wb->n_readings - 1 : to % wb->n_readings);
	if (workbench_active(wb)->shown >= 0)
		sheet_pane(wb->sheet, workbench_active(wb)->shown);
	workbench_compare(wb);
}

void workbench_follow_focus(struct workbench *wb)
{
	struct sheet_cell cell = sheet_focus(wb->sheet);

	for (int i = 0; cell.question >= 0 && cell.shown >= 0 && i < wb->n_readings; i++)
		if (wb->reading[i].shown == cell.shown)
			workbench_activate(wb, i);
	workbench_compare(wb);
}

int workbench_visible(const struct workbench *wb, int *visible)
{
	int n = 0;

	for (int i = 0; i < wb->n_readings; i++)
		if (wb->reading[i].visible)
			visible[n++] = wb->reading[i].r;
	return n;
}

void workbench_apply_reading(struct workbench *wb)
{
	for (int i = 0; i < wb->n_readings; i++) {
		struct pane *pane = &wb->reading[i].pane;
		bool compared = wb->reading[i].diff.len > 0;

		pane->form = wb->raw || compared ? TEXT_RAW : TEXT_MARKDOWN;
		pane->reveal = wb->reveal;
		pane->code_runs_on = wb->code_runs_on;
		pane->find = wb->find;
	}
}

/* ---------------------------------------------------------------- comparing */

/* The scroll position stays about where it was: most of the text is the same. */
static void show_text(struct reading *reading, const char *text, size_t len)
{
	size_t top = reading->pane.top_at;

	pane_release(&reading->pane);
	pane_init(&reading->pane, text, len, TEXT_MARKDOWN);
	reading->pane.top_at = top < len ? top : 0;
}

static void end_comparison(struct workbench *wb)
{
	for (int i = 0; i < wb->n_readings; i++)
		if (wb->reading[i].diff.len > 0) {
			buf_clear(&wb->reading[i].diff);
			show_text(&wb->reading[i], wb->reading[i].text, wb->reading[i].len);
		}
}

void workbench_compare(struct workbench *wb)
{
	const struct reading *pinned;

	if (!wb->diffing || wb->pinned < 0)
		return;
	pinned = &wb->reading[wb->pinned];
	for (int i = 0; i < wb->n_readings; i++) {
		struct reading *reading = &wb->reading[i];

		if (i == wb->pinned || reading->r == PANE_PROMPT || reading->diff.len > 0)
			continue;
		difference_text(&reading->diff, pinned->text, pinned->len, reading->text,
				reading->len, DIFFERENCE_BOTH);
		show_text(reading, buf_str(&reading->diff), reading->diff.len);
	}
	workbench_apply_reading(wb);
}

static void pin(struct workbench *wb, struct app *app)
{
	struct reading *active = workbench_active(wb);

	if (active->r == PANE_PROMPT) {
		app_say(app, STYLE_ATTENTION, "← → go to a response first; P pins it");
		return;
	}
	end_comparison(wb);
	wb->pinned = wb->pinned == wb->active ? -1 : wb->active;
	wb->diffing = wb->diffing && wb->pinned >= 0;
	workbench_compare(wb);
	workbench_apply_reading(wb);
	if (wb->pinned >= 0)
		app_say(app, STYLE_DIM, "pinned; D shows how the others differ from it");
	else
		app_say(app, STYLE_DIM, "no longer pinned");
}

static void toggle_difference(struct workbench *wb, struct app *app)
{
	if (wb->pinned < 0 && wb->item.n_responses >= 2) {
		/* Without a pin the first response is what the others are held against. */
		wb->pinned = 1;
		wb->diffing = false;
	}
	if (wb->pinned < 0) {
		app_say(app, STYLE_ATTENTION, "there is only one response: nothing to compare");
		return;
	}
	wb->diffing = !wb->diffing;
	if (wb->diffing)
		workbench_compare(wb);
	else
		end_comparison(wb);
	workbench_apply_reading(wb);
	app_say(app, STYLE_DIM, "%s",
		wb->diffing ? "words against the pinned response: [-only there-] {+only here+}; D "
			      "ends it"
			    : "difference off");
}

/* ---------------------------------------------------------------- search */

static bool find_in(struct workbench *wb, int i, size_t from, struct app *app)
{
	struct reading *reading = &wb->reading[i];
	struct hit hit;

	(void)app;
	if (!search_next(reading->pane.text, reading->pane.len, wb->find, from, &hit))
		return false;
	workbench_activate(wb, i);
	pane_show(&reading->pane, hit.start, height(wb, reading));
	wb->find_at = hit.end;
	return true;
}

static void find_next(struct workbench *wb, struct app *app)
{
	if (find_in(wb, wb->active, wb->find_at, app))
		return;
	for (int step = 1; step <= wb->n_readings; step++)
		if (find_in(wb, (wb->active + step) % wb->n_readings, 0, app))
			return;
}

/* The last hit before byte END of a pane. */
static bool find_last(struct workbench *wb, int i, size_t end)
{
	struct reading *reading = &wb->reading[i];
	struct hit hit, last = { 0, 0 };
	size_t from = 0;

	while (search_next(reading->pane.text, reading->pane.len, wb->find, from, &hit)
	       && hit.end < end) {
		last = hit;
		from = hit.end;
	}
	if (last.end == 0)
		return false;
	workbench_activate(wb, i);
	pane_show(&reading->pane, last.start, height(wb, reading));
	wb->find_at = last.end;
	return true;
}

static void find_previous(struct workbench *wb)
{
	int n = wb->n_readings;

	if (find_last(wb, wb->active, wb->find_at))
		return;
	for (int step = 1; step <= n; step++)
		if (find_last(wb, (wb->active - step + n) % n, SIZE_MAX))
			return;
}

static size_t count_hits(const struct workbench *wb)
{
	size_t n = 0;

	for (int i = 0; i < wb->n_readings; i++)
		n += search_count(wb->reading[i].pane.text, wb->reading[i].pane.len, wb->find);
	return n;
}

static void set_find(struct workbench *wb, const char *text)
{
	free(wb->find);
	wb->find = text == NULL || text[0] == '\0' ? NULL : xstrdup(text);
	workbench_apply_reading(wb);
}

static void say_hits(struct workbench *wb, struct app *app)
{
	size_t n = count_hits(wb);

	app_say(app, n > 0 ? STYLE_MATCH : STYLE_ATTENTION,
		n > 0 ? "'%.60s': %zu here; Enter or ↓ next, ↑ previous" : "'%.60s' is not here",
		wb->find, n);
}

static void searched(struct app *app, void *ctx, const char *text)
{
	struct workbench *wb = ctx;

	set_find(wb, text);
	wb->finding = wb->find != NULL;
	if (!wb->finding)
		return;
	wb->find_at = 0;
	if (count_hits(wb) == 0) {
		wb->finding = false;
		say_hits(wb, app);
		set_find(wb, NULL);
		return;
	}
	find_next(wb, app);
	say_hits(wb, app);
}

static void searching(struct app *app, void *ctx, const char *text)
{
	struct workbench *wb = ctx;

	(void)app;
	set_find(wb, text);
}

void workbench_ask_search(struct workbench *wb, struct app *app)
{
	app_push(app, prompt_open(&(struct prompt){ .label = "search",
						    .hint = "in all panes",
						    .done = searched,
						    .changed = searching,
						    .ctx = wb }));
}

enum handled workbench_find_handle(struct workbench *wb, struct app *app, enum command command,
				   const struct event *event)
{
	(void)command;
	if (event->type != EVENT_KEY)
		return HANDLED_NO;
	if (key_is(event, "Enter") || key_is(event, "Down"))
		find_next(wb, app);
	else if (key_is(event, "Up"))
		find_previous(wb);
	else {
		/* Any other key ends the search and does its work. */
		wb->finding = false;
		set_find(wb, NULL);
		return key_is(event, "Esc") ? HANDLED_YES : HANDLED_NO;
	}
	say_hits(wb, app);
	return HANDLED_YES;
}

/* ---------------------------------------------------------------- commands */

static void next_arrangement(struct workbench *wb, struct app *app)
{
	static const char *const words[] = {
		[ARRANGE_TOGETHER] = "columns that scroll together",
		[ARRANGE_APART] = "columns that scroll by themselves",
		[ARRANGE_STACKED] = "one pane at a time",
	};

	if (app->cols < COLUMNS_FROM) {
		app_say(app, STYLE_ATTENTION,
			"one pane at a time below %d columns; this terminal has %d", COLUMNS_FROM,
			app->cols);
		return;
	}
	wb->arrangement = (enum arrangement)((wb->arrangement + 1) % ARRANGE_COUNT);
	app_say(app, STYLE_DIM, "%s", words[wb->arrangement]);
}

static void toggle(struct workbench *wb, struct app *app, bool *flag, const char *on,
		   const char *off)
{
	*flag = !*flag;
	workbench_apply_reading(wb);
	app_say(app, STYLE_DIM, "%s", *flag ? on : off);
}

static void copy(struct workbench *wb, struct app *app)
{
	const struct reading *reading = workbench_active(wb);

	if (reading->len > COPY_MAX) {
		app_say(app, STYLE_ATTENTION,
			"%zu bytes are more than a terminal's clipboard takes (%d)", reading->len,
			COPY_MAX);
		return;
	}
	app->term->copy(app->term->ctx, reading->text, reading->len);
	app_say(app, STYLE_DIM, "%zu bytes offered to the terminal's clipboard", reading->len);
}

static bool look(struct workbench *wb, struct app *app, enum command command)
{
	switch (command) {
	case CMD_ZOOM:
		wb->zoom = !wb->zoom;
		return true;
	case CMD_PIN:
		pin(wb, app);
		return true;
	case CMD_DIFF:
		toggle_difference(wb, app);
		return true;
	case CMD_MARKDOWN:
		toggle(wb, app, &wb->raw, "raw text", "Markdown");
		return true;
	case CMD_REVEAL:
		toggle(wb, app, &wb->reveal, "hidden characters are shown",
		       "hidden characters are hidden");
		return true;
	case CMD_WRAP_CODE:
		toggle(wb, app, &wb->code_runs_on, "code is cut at the edge", "code wraps");
		return true;
	case CMD_LAYOUT:
		next_arrangement(wb, app);
		return true;
	case CMD_COPY:
		copy(wb, app);
		return true;
	default:
		return false;
	}
}

/* Keys that come faster than they are shown still need to know how tall the panes are. */
static void fit_unseen(struct workbench *wb, struct app *app)
{
	struct canvas cv;

	if (workbench_active(wb)->visible)
		return;
	canvas_init(&cv, app->rows, app->cols);
	cv.width = app->term->width;
	cv.ascii = app->term->ascii;
	workbench_draw(&wb->view, app, &cv);
	canvas_release(&cv);
}

bool workbench_read_command(struct workbench *wb, struct app *app, enum command command)
{
	fit_unseen(wb, app);
	if (command == CMD_PANE_NEXT || command == CMD_PANE_PREV) {
		step_pane(wb, command == CMD_PANE_NEXT ? 1 : -1);
		return true;
	}
	if (command >= CMD_PAGE_DOWN && command <= CMD_LANDMARK_PREV) {
		scroll(wb, app, command);
		return true;
	}
	return look(wb, app, command);
}
