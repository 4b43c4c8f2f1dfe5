/* options.c - a list for questions with many options, or whose words need explaining. */
#include "ui/view/options.h"

#include "base/alloc.h"
#include "text/search.h"
#include "ui/view/frame.h"
#include "ui/widget/editor.h"
#include "ui/widget/list.h"
#include "ui/widget/pane.h"
#include "ui/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFINITION_ROWS 2

struct options {
	struct view view;
	const struct sheet *sheet;
	struct sheet_cell cell;
	const struct question *question;
	void (*chosen)(struct app *app, void *ctx, int option);
	void *ctx;
	size_t order[GUIDELINE_OPTIONS_MAX];
	struct list list;
	struct editor *filter;
	struct pane definition; /* of the chosen one */
	int rows;
};

static int options_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_PROMPT;
	return 1;
}

static bool has(const char *text, const char *pattern)
{
	struct hit hit;

	return text != NULL && search_next(text, strlen(text), pattern, 0, &hit);
}

static void apply_filter(struct options *o)
{
	size_t len, n = 0;
	const char *pattern = editor_text(o->filter, &len);
	int score;

	for (int i = 0; i < o->question->n_options; i++) {
		const struct option *option = &o->question->option[i];

		if (len == 0 || fuzzy_match(option->title, pattern, &score)
		    || has(option->help, pattern) || has(option->id, pattern))
			o->order[n++] = (size_t)i;
	}
	o->list.chosen = 0;
	list_fit(&o->list, n, o->rows);
}

/* What is set now, read from the answers as they would be stored. */
static const struct json *answer_of(const struct options *o, struct arena *arena)
{
	const struct json *value = json_get(sheet_answers(o->sheet, arena), o->question->id);
	char r[8];

	if (o->cell.shown < 0 || value == NULL)
		return value;
	snprintf(r, sizeof r, "r%d", sheet_response(o->sheet, o->cell.shown));
	return json_get(value, r);
}

static const char *severity_if_set(const struct json *answer, const char *option_id, bool *set)
{
	*set = false;
	if (answer == NULL || answer->type != JSON_ARRAY)
		return NULL;
	for (const struct json *at = answer->child; at != NULL; at = at->next) {
		const char *id = json_get_string(at, "option");

		if (id == NULL || strcmp(id, option_id) != 0)
			continue;
		*set = true;
		return json_get_string(at, "severity");
	}
	return NULL;
}

/* As wide as the longest title, where definitions have room beside it. */
static int title_columns(const struct options *o, const struct canvas *cv)
{
	int widest = 0, most = cv->cols < 70 ? 18 : cv->cols / 3;

	for (int i = 0; i < o->question->n_options; i++) {
		int columns = canvas_columns(cv, o->question->option[i].title) + 2;

		widest = columns > widest ? columns : widest;
	}
	return widest < most ? widest : most;
}

static void draw_option(const struct options *o, const struct json *answer, struct canvas *cv,
			int row, size_t i)
{
	const struct option *option = &o->question->option[o->order[i]];
	enum style style = list_mark(&o->list, cv, i, row);
	char key[4] = { option->key, '\0' };
	bool set;
	const char *severity = severity_if_set(answer, option->id, &set);
	int col = 3, title = title_columns(o, cv);

	if (set)
		canvas_put(cv, row, col, 1, STYLE_CHOSEN, "✔");
	canvas_put(cv, row, col + 2, 2, STYLE_KEY, key);
	col += 5;
	canvas_put_cut(cv, row, col, title - 1, set ? STYLE_CHOSEN : style, option->title);
	col += title;
	if (severity != NULL)
		col = canvas_put(cv, row, col, 12, STYLE_CHOSEN, severity) + 2;
	canvas_put_cut(cv, row, col, cv->cols - col - 2, style == STYLE_BRIGHT ? style : STYLE_DIM,
		       option->help == NULL ? "" : option->help);
}

/* The whole definition of the chosen option: in its line it is cut. */
static void draw_definition(struct options *o, struct canvas *cv, int row)
{
	const struct option *option;
	const char *text;

	if (o->list.n == 0)
		return;
	option = &o->question->option[o->order[o->list.chosen]];
	text = option->help == NULL ? option->title : option->help;
	pane_release(&o->definition);
	pane_init(&o->definition, text, strlen(text), TEXT_RAW);
	pane_draw(&o->definition, cv, row, 2, DEFINITION_ROWS, cv->cols - 3);
}

static void options_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct options *o = (struct options *)view;
	struct arena arena = ARENA_INIT;
	const struct json *answer = answer_of(o, &arena);
	struct hints hints = { .n = 0 };
	char label[200];
	int col;

	o->rows = cv->rows - 4 - DEFINITION_ROWS;
	list_fit(&o->list, o->list.n, o->rows);
	frame_rule(cv, 0);
	if (o->cell.shown >= 0)
		snprintf(label, sizeof label, "%.120s · %c", o->question->title,
			 sheet_letter(o->cell.shown));
	else
		snprintf(label, sizeof label, "%.120s", o->question->title);
	frame_label(cv, 0, 3, cv->cols - 22, STYLE_TITLE, label);
	frame_label_right(cv, 0, cv->cols - 4, STYLE_DIM, "type to search");
	col = canvas_put(cv, 1, 3, 8, STYLE_DIM, "search");
	editor_draw(o->filter, cv, 1, col + 1, 1, cv->cols - col - 3, true);
	for (int i = 0; i < o->rows && o->list.top + (size_t)i < o->list.n; i++)
		draw_option(o, answer, cv, i + 2, o->list.top + (size_t)i);
	if (o->list.n == 0)
		canvas_put(cv, 3, 3, cv->cols - 4, STYLE_DIM, "no option has that in it");
	frame_rule(cv, cv->rows - 2 - DEFINITION_ROWS);
	draw_definition(o, cv, cv->rows - 1 - DEFINITION_ROWS);
	hint_add(&hints, "Enter", o->question->multiple ? "sets or takes off" : "takes it");
	hint_add(&hints, "↑ ↓", "choose");
	hint_add(&hints, "Esc", "closes");
	frame_hints(app, cv, &hints);
	arena_release(&arena);
}

static enum handled take(struct options *o, struct app *app)
{
	void (*chosen)(struct app *, void *, int) = o->chosen;
	void *ctx = o->ctx;
	int option;

	if (o->list.n == 0)
		return HANDLED_YES;
	option = (int)o->order[o->list.chosen];
	if (!o->question->multiple)
		app_close(app, &o->view);
	chosen(app, ctx, option);
	return HANDLED_YES;
}

static enum handled options_handle(struct view *view, struct app *app, enum command command,
				   const struct event *event)
{
	struct options *o = (struct options *)view;

	(void)command;
	if (event->type == EVENT_KEY && (key_is(event, "Esc") || key_is(event, "Ctrl-G")))
		return HANDLED_CLOSE;
	if (event->type == EVENT_KEY && key_is(event, "Enter"))
		return take(o, app);
	if (event->type == EVENT_KEY && list_arrow(&o->list, event->key, o->rows))
		return HANDLED_YES;
	if (editor_handle(o->filter, event) == EDITOR_CHANGED)
		apply_filter(o);
	return HANDLED_YES;
}

static void options_free(struct view *view)
{
	struct options *o = (struct options *)view;

	editor_free(o->filter);
	pane_release(&o->definition);
	free(o);
}

static struct list *options_list(struct view *view)
{
	return &((struct options *)view)->list;
}

static const struct view_words options_words = { .list = options_list };

static const struct view_ops options_ops = {
	.name = "options",
	.modes = options_modes,
	.draw = options_draw,
	.handle = options_handle,
	.words = &options_words,
	.free = options_free,
};

struct view *options_open(const struct sheet *sheet, struct sheet_cell cell,
			  void (*chosen)(struct app *app, void *ctx, int option), void *ctx)
{
	struct options *o = xcalloc(1, sizeof *o);

	o->view.ops = &options_ops;
	o->sheet = sheet;
	o->cell = cell;
	o->question = &sheet_guideline(sheet)->question[cell.question];
	o->chosen = chosen;
	o->ctx = ctx;
	o->rows = 1;
	o->filter = editor_new("", true);
	apply_filter(o);
	return &o->view;
}
