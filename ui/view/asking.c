#include "ui/view/asking.h"

#include "base/alloc.h"
#include "ui/keymap.h"
#include "ui/view/frame.h"
#include "ui/widget/list.h"
#include "ui/widget/pane.h"
#include "ui/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHOICES_MAX (SCALE_MAX + 4)
#define HELP_ROWS 4
#define ABOVE_ROWS 4 /* of the item that stay at least */

struct asking {
	struct view view;
	const struct question *question;
	int shown; /* which response it is asked of; -1: none */
	struct sheet_choice choice[CHOICES_MAX];
	int key_columns;
	struct list list;
	struct pane help;
	int rows;
};

static int asking_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_LIST;
	return 1;
}

/* ---------------------------------------------------------------- drawing */

static void draw_choice(const struct asking *a, struct canvas *cv, int row, size_t i)
{
	const struct sheet_choice *choice = &a->choice[i];
	enum style style = list_mark(&a->list, cv, i, row);
	int col = 5 + a->key_columns + 2;

	if (choice->chosen)
		canvas_put(cv, row, 3, 1, STYLE_CHOSEN, "✔");
	canvas_put_right(cv, row, 5 + a->key_columns, a->key_columns, STYLE_KEY, choice->key);
	canvas_put_cut(cv, row, col, cv->cols - col - 1, choice->chosen ? STYLE_CHOSEN : style,
		       choice->label);
}

static int help_rows(struct asking *a, const struct canvas *cv)
{
	int rows;

	pane_fit(&a->help, cv->cols - 3, cv);
	rows = (int)a->help.layout.n_rows;
	return a->help.len == 0 ? 0 : rows > HELP_ROWS ? HELP_ROWS : rows;
}

static void draw_label(const struct asking *a, struct canvas *cv, int row)
{
	char label[200];

	frame_rule(cv, row);
	if (a->shown >= 0)
		snprintf(label, sizeof label, "%.160s · %c", a->question->title,
			 sheet_letter(a->shown));
	else
		snprintf(label, sizeof label, "%.160s", a->question->title);
	frame_label(cv, row, 3, cv->cols - 3, STYLE_TITLE, label);
}

static void asking_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct asking *a = (struct asking *)view;
	struct hints hints = { .n = 0 };
	int help = help_rows(a, cv), last = cv->rows - 1, top;

	view->below->ops->draw(view->below, app, cv);
	cv->n_regions = 0;
	a->rows = last - help - 1 - ABOVE_ROWS;
	if ((size_t)a->rows > a->list.n)
		a->rows = (int)a->list.n;
	top = last - a->rows - help - 1;
	list_fit(&a->list, a->list.n, a->rows);
	/* Two rules, one under the other, are one too many. */
	if (top > 1 && cv->cells[(size_t)(top - 1) * (size_t)cv->cols + 1].rule != 0)
		top--;
	for (int row = top; row <= last; row++)
		canvas_fill(cv, row, 0, cv->cols, STYLE_TEXT, ' ');
	draw_label(a, cv, top);
	pane_draw(&a->help, cv, top + 1, 2, help, cv->cols - 3);
	for (int i = 0; i < a->rows && a->list.top + (size_t)i < a->list.n; i++)
		draw_choice(a, cv, top + 1 + help + i, a->list.top + (size_t)i);
	hint_command_as(&hints, CMD_OPEN, "takes it");
	hint_add(&hints, "↑ ↓", "choose");
	hint_add(&hints, "Esc", "closes");
	cv->cursor_row = cv->cursor_col = -1;
	frame_hints(app, cv, &hints);
}

/* ---------------------------------------------------------------- keys */

/* The view is gone behind this. */
static void answer(struct asking *a, struct app *app, const char *name)
{
	char key[KEY_NAME_MAX];

	snprintf(key, sizeof key, "%s", name);
	app_close(app, &a->view);
	app_press(app, key);
}

static enum handled asking_handle(struct view *view, struct app *app, enum command command,
				  const struct event *event)
{
	struct asking *a = (struct asking *)view;
	const struct sheet_choice *choice = &a->choice[a->list.chosen];

	if (event->type != EVENT_KEY)
		return HANDLED_YES;
	if (list_command(&a->list, command, a->rows))
		return HANDLED_YES;
	if (command == CMD_OPEN && a->list.n > 0 && strlen(choice->key) == 1)
		answer(a, app, choice->key);
	else if (keymap_is_answer(event->key))
		answer(a, app, event->key);
	else
		return HANDLED_CLOSE;
	return HANDLED_YES;
}

static void asking_free(struct view *view)
{
	struct asking *a = (struct asking *)view;

	pane_release(&a->help);
	free(a);
}

static struct list *asking_list(struct view *view)
{
	return &((struct asking *)view)->list;
}

static const struct view_words asking_words = { .list = asking_list };

static const struct view_ops asking_ops = {
	.name = "question in full",
	.modes = asking_modes,
	.draw = asking_draw,
	.handle = asking_handle,
	.words = &asking_words,
	.free = asking_free,
};

struct view *asking_open(const struct sheet *sheet)
{
	struct asking *a = xcalloc(1, sizeof *a);
	struct sheet_cell cell = sheet_focus(sheet);
	const char *help;

	a->view.ops = &asking_ops;
	a->question = &sheet_guideline(sheet)->question[cell.question];
	a->shown = cell.shown;
	a->list.n = (size_t)sheet_choice_list(sheet, a->choice, CHOICES_MAX);
	for (size_t i = 0; i < a->list.n; i++) {
		int columns = (int)strlen(a->choice[i].key);

		a->key_columns = columns > a->key_columns ? columns : a->key_columns;
		if (a->choice[i].chosen)
			a->list.chosen = i;
	}
	help = a->question->help != NULL ? a->question->help : "";
	pane_init(&a->help, help, strlen(help), TEXT_RAW);
	a->rows = 1;
	return &a->view;
}
