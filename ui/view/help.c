/* help.c - the list of commands: filter, choose, run. */
#include "ui/view/help.h"

#include "base/alloc.h"
#include "text/search.h"
#include "ui/view/frame.h"
#include "ui/widget/editor.h"
#include "ui/widget/list.h"
#include "ui/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRIES_MAX 400
#define KEYS_COLUMNS 15
#define KEYS_NARROW 8

struct entry {
	enum command command; /* CMD_NONE: a letter of the guideline */
	char key[KEY_NAME_MAX];
	char name[64];
	char keys[64];
	char *help;
	int score;
};

struct help {
	struct view view;
	struct entry entry[ENTRIES_MAX];
	int n;
	size_t order[ENTRIES_MAX]; /* entries that match, best first */
	struct list list;
	struct editor *filter;
	char title[128];
	int rows;
};

static int help_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_PROMPT;
	return 1;
}

/* ---------------------------------------------------------------- filling */

static struct entry *add_entry(struct help *h, enum command command, const char *name,
			       const char *help)
{
	struct entry *entry = &h->entry[h->n];

	if (h->n == ENTRIES_MAX)
		return NULL;
	h->n++;
	entry->command = command;
	snprintf(entry->name, sizeof entry->name, "%s", name);
	entry->help = xstrdup(help);
	return entry;
}

struct shown {
	char *out;
	size_t n, len;
};

static void add_shown(void *ctx, const char *key)
{
	struct shown *shown = ctx;

	if (shown->len < shown->n)
		shown->len += (size_t)snprintf(shown->out + shown->len, shown->n - shown->len,
					       "%s%s", shown->len > 0 ? " " : "", key_sign(key));
}

/* "Space PgDn J" as it is shown: arrows as signs. */
static void show_keys(const char *keys, char *out, size_t n)
{
	struct shown shown = { .out = out, .n = n };

	out[0] = '\0';
	keymap_each_key(keys, add_shown, &shown);
}

static void add_commands(struct help *h, const struct app *app, const enum mode *modes, int n)
{
	const struct view *below = app->top;

	for (int m = 0; m < n; m++)
		for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++) {
			const struct command_info *info = command_info(c);
			struct entry *entry;

			if (info->mode != modes[m]
			    || (below->ops->offers != NULL && !below->ops->offers(below, c)))
				continue;
			entry = add_entry(h, c, info->name, info->help);
			if (entry != NULL)
				show_keys(c == CMD_ANSWER ? "0-9 = > - !"
							  : keymap_keys(&app->keymap, c),
					  entry->keys, sizeof entry->keys);
		}
}

static void add_letter(void *ctx, const char *key, const char *name, const char *help)
{
	struct entry *entry = add_entry(ctx, CMD_NONE, name, help);

	if (entry == NULL)
		return;
	snprintf(entry->key, sizeof entry->key, "%s", key);
	snprintf(entry->keys, sizeof entry->keys, "%s", key);
}

static bool contains(const char *text, const char *pattern)
{
	struct hit hit;

	return search_next(text, strlen(text), pattern, 0, &hit);
}

static bool matches(const struct entry *entry, const char *pattern, int *score)
{
	if (pattern[0] == '\0') {
		*score = 0;
		return true;
	}
	if (strcmp(entry->keys, pattern) == 0) {
		*score = -1;
		return true;
	}
	if (fuzzy_match(entry->name, pattern, score))
		return true;
	*score = 10000;
	return contains(entry->help, pattern);
}

static void apply_filter(struct help *h)
{
	size_t len, n = 0;
	const char *pattern = editor_text(h->filter, &len);

	for (int i = 0; i < h->n; i++) {
		size_t at = n;

		if (!matches(&h->entry[i], pattern, &h->entry[i].score))
			continue;
		/* Insertion keeps the table's order among equals. */
		while (at > 0 && h->entry[h->order[at - 1]].score > h->entry[i].score) {
			h->order[at] = h->order[at - 1];
			at--;
		}
		h->order[at] = (size_t)i;
		n++;
	}
	h->list.chosen = 0;
	list_fit(&h->list, n, h->rows);
}

/* ---------------------------------------------------------------- screen */

/* As many as the longest list of keys wants, if that leaves room to say what they do. */
static int keys_columns(const struct help *h, const struct canvas *cv)
{
	int widest = KEYS_COLUMNS - 1;

	if (cv->cols < 70)
		return KEYS_NARROW;
	for (int i = 0; i < h->n; i++) {
		int columns = canvas_columns(cv, h->entry[i].keys);

		widest = columns > widest ? columns : widest;
	}
	return widest + 1 < cv->cols / 3 ? widest + 1 : cv->cols / 3;
}

static void draw_entry(const struct help *h, struct canvas *cv, int row, size_t i)
{
	const struct entry *entry = &h->entry[h->order[i]];
	enum style style = list_mark(&h->list, cv, i, row);
	int keys = 19, help = keys + keys_columns(h, cv);

	canvas_put_cut(cv, row, 3, keys - 1, style, entry->name);
	canvas_put_cut(cv, row, 3 + keys, help - keys - 1, STYLE_KEY, entry->keys);
	canvas_put_cut(cv, row, 3 + help, cv->cols - help - 4,
		       style == STYLE_BRIGHT ? STYLE_BRIGHT : STYLE_DIM, entry->help);
}

static void help_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct help *h = (struct help *)view;
	struct hints hints = { .n = 0 };
	int col;

	h->rows = cv->rows - 4;
	list_fit(&h->list, h->list.n, h->rows);
	frame_rule(cv, 0);
	frame_label(cv, 0, 3, cv->cols - 24, STYLE_TITLE, h->title);
	frame_label_right(cv, 0, cv->cols - 4, STYLE_DIM, "type to search");
	col = canvas_put(cv, 1, 3, 8, STYLE_DIM, "search");
	editor_draw(h->filter, cv, 1, col + 1, 1, cv->cols - col - 3, true);
	if (h->list.n == 0)
		canvas_put(cv, 3, 3, cv->cols - 4, STYLE_DIM, "nothing here has that name");
	for (int i = 0; i < h->rows && h->list.top + (size_t)i < h->list.n; i++)
		draw_entry(h, cv, i + 2, h->list.top + (size_t)i);
	frame_rule(cv, cv->rows - 2);
	hint_add(&hints, "Enter", "runs it");
	hint_add(&hints, "↑ ↓", "choose");
	hint_add(&hints, "Esc", "closes");
	frame_hints(app, cv, &hints);
}

static enum handled run_chosen(struct help *h, struct app *app)
{
	struct entry entry;

	if (h->list.n == 0)
		return HANDLED_YES;
	entry = h->entry[h->order[h->list.chosen]];
	app_close(app, &h->view);
	if (entry.command == CMD_NONE)
		app_press(app, entry.key);
	else if (entry.command != CMD_ANSWER)
		app_command(app, entry.command);
	return HANDLED_YES;
}

static enum handled help_handle(struct view *view, struct app *app, enum command command,
				const struct event *event)
{
	struct help *h = (struct help *)view;

	(void)command;
	if (event->type == EVENT_KEY && (key_is(event, "Esc") || key_is(event, "Ctrl-G")))
		return HANDLED_CLOSE;
	if (event->type == EVENT_KEY && key_is(event, "Enter"))
		return run_chosen(h, app);
	if (event->type == EVENT_KEY && list_arrow(&h->list, event->key, h->rows))
		return HANDLED_YES;
	if (editor_handle(h->filter, event) == EDITOR_CHANGED)
		apply_filter(h);
	return HANDLED_YES;
}

static void help_free(struct view *view)
{
	struct help *h = (struct help *)view;

	for (int i = 0; i < h->n; i++)
		free(h->entry[i].help);
	editor_free(h->filter);
	free(h);
}

static struct list *help_list(struct view *view)
{
	return &((struct help *)view)->list;
}

static const struct view_words help_words = { .list = help_list };

static const struct view_ops help_ops = {
	.name = "help",
	.modes = help_modes,
	.draw = help_draw,
	.handle = help_handle,
	.words = &help_words,
	.free = help_free,
};

struct view *help_open(struct app *app, enum help_list list)
{
	struct help *h = xcalloc(1, sizeof *h);
	const struct view *below = app->top;
	enum mode modes[MODE_COUNT];
	int n = below->ops->modes(below, modes);

	h->view.ops = &help_ops;
	h->rows = 1;
	h->filter = editor_new("", true);
	snprintf(h->title, sizeof h->title, "%s: %s",
		 list == HELP_KEYS ? "Keys here" : "Commands here", below->ops->name);
	if (below->ops->letters != NULL && list == HELP_KEYS)
		below->ops->letters(below, add_letter, h);
	add_commands(h, app, modes, n);
	if (below->ops->letters != NULL && list == HELP_NAMES)
		below->ops->letters(below, add_letter, h);
	apply_filter(h);
	return &h->view;
}
