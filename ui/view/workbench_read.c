/* workbench_read.c - reading: scrolling, panes, how they are shown. */
#include "ui/view/workbench_state.h"

#include <limits.h>

#define COPY_MAX 74000 /* bytes by OSC 52 that terminals commonly take */

struct reading *workbench_active(struct workbench *wb)
{
	return &wb->reading[wb->active];
}

int workbench_height(const struct workbench *wb, const struct reading *reading)
{
	int rows = reading->visible ? reading->rows : 0;

	/* One that is not on the screen gets what another one has. */
	for (int i = wb->n_readings - 1; rows < 1 && i >= 0; i--)
		if (wb->reading[i].visible)
			rows = wb->reading[i].rows;
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

/* True if something moved. */
static bool scroll_panes(struct workbench *wb, struct app *app, enum command command)
{
	struct reading *active = workbench_active(wb);
	int rows = workbench_height(wb, active);
	long page = rows > 2 ? rows - 1 : 1;
	bool moved;

	if (!workbench_scrolls_together(wb, active))
		return scroll_one(active, command, rows);
	switch (command) {
	case CMD_PAGE_DOWN:
		return workbench_scroll_together(wb, app, page);
	case CMD_PAGE_UP:
		return workbench_scroll_together(wb, app, -page);
	case CMD_LINE_DOWN:
		return workbench_scroll_together(wb, app, 1);
	case CMD_LINE_UP:
		return workbench_scroll_together(wb, app, -1);
	case CMD_TOP:
		return workbench_scroll_together(wb, app, -LONG_MAX);
	case CMD_BOTTOM:
		return workbench_scroll_together(wb, app, LONG_MAX);
	default:
		if (wb->aligned)
			return workbench_go_change(wb, app, command == CMD_LANDMARK_NEXT ? 1 : -1);
		moved = scroll_one(active, command, rows);
		workbench_follow(wb, app);
		return moved;
	}
}

static const char *nothing_there(struct workbench *wb)
{
	if (wb->aligned && workbench_scrolls_together(wb, workbench_active(wb)))
		return "no other difference that way";
	return workbench_active(wb)->n_turns > 1 ? "no other turn that way"
						 : "no heading or code block that way";
}

/* No key is dead without a word; who reads with Space alone learns the way on. */
static void scroll(struct workbench *wb, struct app *app, enum command command)
{
	bool jump = command == CMD_LANDMARK_NEXT || command == CMD_LANDMARK_PREV;
	bool up = command == CMD_PAGE_UP || command == CMD_LINE_UP || command == CMD_TOP;

	if (scroll_panes(wb, app, command))
		return;
	app_say(app, STYLE_DIM, "%s",
		jump                 ? nothing_there(wb)
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

void workbench_reveal(struct workbench *wb, const struct app *app, size_t at)
{
	const struct canvas cv = { .rows = app->rows,
				   .cols = app->cols,
				   .width = app->term->width,
				   .ascii = app->term->ascii };
	struct reading *reading = workbench_active(wb);

	pane_fit(&reading->pane, workbench_pane_columns(wb, &cv, wb->active), &cv);
	pane_show(&reading->pane, at, workbench_height(wb, reading));
	workbench_follow(wb, app);
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
	if (wb->has_rtl) {
		app_say(app, STYLE_ATTENTION,
			"one pane at a time: terminals reorder right-to-left text across panes");
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
		workbench_pin(wb, app);
		return true;
	case CMD_DIFF:
		workbench_next_difference(wb, app);
		return true;
	case CMD_MARKDOWN:
		toggle(wb, app, &wb->raw, "raw text", "Markdown");
		return true;
	case CMD_REVEAL:
		toggle(wb, app, &wb->reveal, "hidden characters are shown",
		       "hidden characters are hidden");
		return true;
	case CMD_WRAP_CODE:
		toggle(wb, app, &wb->code_runs_on, "", "code wraps");
		if (wb->code_runs_on)
			app_say(app, STYLE_DIM,
				"code is cut at the edge: %s for more of it, %s wraps it again",
				app_key(app, CMD_ZOOM), app_key(app, CMD_WRAP_CODE));
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
