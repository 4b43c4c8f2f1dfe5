/* browse.c - all items: lines, keys, and where Enter leads. */
#include "ui/view/browse_state.h"

#include "base/alloc.h"
#include "ui/view/prompt.h"
#include "ui/view/workbench.h"
#include "ui/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int browse_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_LIST;
	modes[1] = MODE_GLOBAL;
	return 2;
}

/* ---------------------------------------------------------------- lines */

bool browse_filtered(const struct browse *b)
{
	return b->filter.pattern != NULL || b->which != BROWSE_ALL;
}

bool browse_shows(const struct browse *b, size_t batch)
{
	return b->only < 0 || (size_t)b->only == batch;
}

int64_t browse_total(const struct browse *b)
{
	int64_t total = 0;

	for (size_t i = 0; i < b->n_batches; i++)
		if (browse_shows(b, i))
			total += b->batch[i].items;
	return total;
}

size_t browse_lines(const struct browse *b)
{
	return browse_filtered(b) ? b->n_hits : (size_t)browse_total(b);
}

struct browse_line browse_line_at(const struct browse *b, size_t line)
{
	size_t i = 0;

	if (browse_filtered(b))
		return b->hit[line];
	for (; i + 1 < b->n_batches; i++) {
		if (!browse_shows(b, i))
			continue;
		if ((int64_t)line < b->batch[i].items)
			break;
		line -= (size_t)b->batch[i].items;
	}
	return (struct browse_line){ .batch = b->only < 0 ? i : (size_t)b->only,
				     .number = (int64_t)line + 1 };
}

/* The line of an item when nothing is filtered. */
static size_t line_of(const struct browse *b, size_t batch, int64_t number)
{
	size_t line = 0;

	for (size_t i = 0; i < batch; i++)
		if (browse_shows(b, i))
			line += (size_t)b->batch[i].items;
	return number > 0 ? line + (size_t)number - 1 : line;
}

static void fit(struct browse *b)
{
	list_fit(&b->list, browse_lines(b), b->rows);
}

/* ---------------------------------------------------------------- filter */

static bool browse_work(struct view *view, struct app *app)
{
	struct browse *b = (struct browse *)view;
	bool more;

	if (!browse_filtered(b) || b->done)
		return false;
	more = browse_search(b, app);
	fit(b);
	app->dirty = true;
	return more;
}

/* The first slice is at once: what is found soon is there with the key. */
static void search_again(struct browse *b, struct app *app)
{
	b->list = (struct list){ .n = 0 };
	browse_search_anew(b);
	browse_work(&b->view, app);
	fit(b);
}

static void filter_changed(void *ctx, struct app *app)
{
	search_again(ctx, app);
}

/* -1 is the place before the first: all of them. */
static void next_shown(struct browse *b, struct app *app, int step)
{
	int n = (int)b->n_batches + 1;

	if (b->n_batches < 2)
		return;
	b->only = (b->only + 1 + step + n) % n - 1;
	search_again(b, app);
}

static void next_which(struct browse *b, struct app *app)
{
	b->which = (enum browse_which)((b->which + 1) % BROWSE_WHICH_COUNT);
	search_again(b, app);
}

/* ---------------------------------------------------------------- going there */

static bool task_of(struct browse *b, struct app *app, size_t line, struct store_task *task,
		    struct err *err)
{
	struct browse_line at = browse_line_at(b, line);

	*task = at.task;
	return browse_filtered(b)
	       || store_task_at(app->store, &b->batch[at.batch].id, at.number, task, err);
}

static void open_chosen(struct browse *b, struct app *app)
{
	struct short_id batch;
	struct store_task task;
	struct err err;
	char *text;

	if (b->list.n == 0)
		return;
	batch = b->batch[browse_line_at(b, b->list.chosen).batch].id;
	if (!task_of(b, app, b->list.chosen, &task, &err)) {
		app_fail(app, &err);
		return;
	}
	/* This view may be gone behind the visit. */
	text = b->filter.pattern != NULL ? xstrdup(b->filter.pattern) : NULL;
	workbench_visit(app, &batch, &task.uid);
	if (text != NULL)
		workbench_find(app, text);
	free(text);
}

static void choose_number(struct app *app, void *ctx, const char *text)
{
	struct browse *b = ctx;
	size_t batch = b->list.n > 0 ? browse_line_at(b, b->list.chosen).batch : 0;
	int64_t number;

	if (text == NULL || text[0] == '\0')
		return;
	number = strspn(text, "0123456789") == strlen(text) && strlen(text) < 12
			 ? strtoll(text, NULL, 10)
			 : 0;
	if (b->n_batches == 0 || number < 1 || number > b->batch[batch].items) {
		app_say(app, STYLE_ATTENTION, "no item '%.40s' here: type 1 to %" PRId64, text,
			b->n_batches == 0 ? 0 : b->batch[batch].items);
		return;
	}
	b->which = BROWSE_ALL;
	filter_set(&b->filter, app, NULL);
	b->list.chosen = line_of(b, batch, number);
	fit(b);
}

static void ask_number(struct browse *b, struct app *app)
{
	app_push(app, prompt_open(&(struct prompt){ .label = "go to",
						    .hint = "item number",
						    .done = choose_number,
						    .ctx = b }));
}

/* ---------------------------------------------------------------- keys */

static bool browse_command(struct browse *b, struct app *app, enum command command)
{
	switch (command) {
	case CMD_OPEN:
		open_chosen(b, app);
		return true;
	case CMD_SEARCH:
		filter_ask(&b->filter, app, "search", "in prompts and responses");
		return true;
	case CMD_GOTO:
		ask_number(b, app);
		return true;
	case CMD_LIST_WHICH:
		next_which(b, app);
		return true;
	case CMD_LIST_NEXT:
		next_shown(b, app, 1);
		return true;
	case CMD_LIST_PREV:
		next_shown(b, app, -1);
		return true;
	default:
		return list_command(&b->list, command, b->rows);
	}
}

static enum handled browse_handle(struct view *view, struct app *app, enum command command,
				  const struct event *event)
{
	if (event->type != EVENT_KEY)
		return HANDLED_NO;
	if (key_is(event, "Esc") || command == CMD_BACK || command == CMD_BROWSE)
		return HANDLED_CLOSE;
	return browse_command((struct browse *)view, app, command) ? HANDLED_YES : HANDLED_NO;
}

static void browse_free(struct view *view)
{
	struct browse *b = (struct browse *)view;

	arena_release(&b->arena);
	arena_release(&b->brief);
	free(b->hit);
	filter_release(&b->filter);
	free(b);
}

static bool browse_offers(const struct view *view, enum command command)
{
	(void)view;
	return command != CMD_UNDO && command != CMD_REDO && command != CMD_INSTRUCTIONS
	       && command != CMD_GO_BACK;
}

static struct list *browse_list(struct view *view)
{
	return &((struct browse *)view)->list;
}

static const struct view_words browse_words = { .list = browse_list };

static const struct view_ops browse_ops = {
	.name = "all items",
	.modes = browse_modes,
	.draw = browse_draw,
	.handle = browse_handle,
	.work = browse_work,
	.offers = browse_offers,
	.words = &browse_words,
	.free = browse_free,
};

/* ---------------------------------------------------------------- opening */

static void choose(struct browse *b, struct app *app, const struct short_id *batch,
		   const struct id *uid)
{
	struct store_task task;
	struct err ignored;

	for (size_t i = 0; i < b->n_batches; i++)
		if (short_id_equal(&b->batch[i].id, batch)) {
			b->only = (int)i;
			if (uid != NULL && store_task(app->store, batch, uid, &task, &ignored))
				b->list.chosen =
					line_of(b, i, store_task_number(app->store, batch, &task));
			return;
		}
}

struct view *browse_open(struct app *app, const struct short_id *batch, const struct id *uid)
{
	struct browse *b = xcalloc(1, sizeof *b);
	struct err err;

	b->view.ops = &browse_ops;
	b->filter.changed = filter_changed;
	b->filter.ctx = b;
	b->only = -1;
	b->rows = 1;
	b->fresh = true;
	if (!store_batches(app->store, &b->arena, &b->batch, &b->n_batches, &err))
		app_fail(app, &err);
	browse_search_anew(b);
	if (batch != NULL)
		choose(b, app, batch, uid);
	if (b->n_batches == 1)
		b->only = 0;
	fit(b);
	return &b->view;
}

struct view *browse_open_begun(struct app *app)
{
	struct view *view = browse_open(app, NULL, NULL);

	((struct browse *)view)->which = BROWSE_BEGUN;
	search_again((struct browse *)view, app);
	return view;
}
