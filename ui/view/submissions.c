/* submissions.c - my submissions: a list that is read as far as one looks, with a filter that goes
 * on looking between the keys. */
#include "ui/view/submissions_state.h"

#include "base/alloc.h"
#include "text/search.h"
#include "ui/view/frame.h"
#include "ui/view/workbench.h"
#include "ui/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 500

static int submissions_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_LIST;
	modes[1] = MODE_GLOBAL;
	return 2;
}

/* ---------------------------------------------------------------- reading */

bool submissions_filtered(const struct submissions *s)
{
	return s->filter.pattern != NULL || s->which != SUBMISSIONS_ALL;
}

static size_t line_count(const struct submissions *s)
{
	return submissions_filtered(s) ? s->n_hits : s->n;
}

const struct store_place *submissions_at(const struct submissions *s, size_t line)
{
	return &s->place[submissions_filtered(s) ? s->hit[line] : line];
}

static void read_page(struct submissions *s, struct app *app)
{
	struct store_place page[PAGE];
	const struct store_place *after = s->n > 0 ? &s->place[s->n - 1] : NULL;
	struct err err;
	size_t n = 0;

	if (!store_mine(app->store, after, PAGE, page, &n, &err))
		app_fail(app, &err);
	for (size_t i = 0; i < n; i++) {
		s->place = vec_grow(s->place, s->n, &s->cap, sizeof *s->place);
		s->place[s->n++] = page[i];
	}
	s->complete = n < PAGE;
}

void submissions_read_ahead(struct submissions *s, struct app *app)
{
	while (!submissions_filtered(s) && !s->complete
	       && s->list.chosen + (size_t)s->rows + PAGE / 2 > s->n)
		read_page(s, app);
	list_fit(&s->list, line_count(s), s->rows);
}

static void count(struct submissions *s, struct app *app)
{
	struct store_batch *batch;
	struct err err;
	size_t n = 0;

	s->total = 0;
	if (!store_batches(app->store, &s->arena, &batch, &n, &err))
		app_fail(app, &err);
	for (size_t i = 0; i < n; i++)
		s->total += batch[i].mine_done + batch[i].mine_skipped;
	s->several = n > 1;
	arena_clear(&s->arena);
}

/* ---------------------------------------------------------------- filter */

static bool is_kind(const struct store_submission *sub, enum submissions_which which)
{
	switch (which) {
	case SUBMISSIONS_UNSENT:
		return sub->draft;
	case SUBMISSIONS_FLAGGED:
		return sub->flagged;
	case SUBMISSIONS_SKIPPED:
		return sub->annotation.status == SENT_SKIPPED;
	case SUBMISSIONS_RETURNED:
		return sub->annotation.review == REVIEW_RETURNED;
	case SUBMISSIONS_DIFFER:
		return sub->annotation.differ;
	case SUBMISSIONS_ALL:
	case SUBMISSIONS_WHICH_COUNT:
		break;
	}
	return true;
}

static bool has(const char *text, const char *pattern)
{
	struct hit hit;

	return search_next(text, strlen(text), pattern, 0, &hit);
}

/* Number, day, batch, answers in words, and what the item shows. */
static bool has_words(struct submissions *s, struct app *app, const struct store_submission *sub)
{
	struct buf words = BUF_INIT;
	struct brief_hit hit;
	char when[32], hex[9];
	bool found;

	format_when(when, sizeof when, app, sub->annotation.wall);
	hex_encode(hex, sub->annotation.uid.b, 4);
	buf_addf(&words, "#%" PRId64 " %s %s %s ", sub->number, when, sub->batch_name, hex);
	format_day(when, sizeof when, app, sub->annotation.wall);
	buf_addf(&words, "%s ", when);
	brief_answers(&s->brief, app, sub, &words);
	found = has(buf_str(&words), s->filter.pattern)
		|| (sub->body != NULL
		    && brief_find(sub->body, sub->body_len, s->filter.pattern, &s->arena, &hit));
	buf_release(&words);
	return found;
}

static void look_at(struct submissions *s, struct app *app, size_t i)
{
	struct store_submission sub;
	struct err err;

	arena_clear(&s->arena);
	if (!store_submission(app->store, &s->place[i], &s->arena, &sub, &err)
	    || !is_kind(&sub, s->which) || (s->filter.pattern != NULL && !has_words(s, app, &sub)))
		return;
	s->hit = vec_grow(s->hit, s->n_hits, &s->hits_cap, sizeof *s->hit);
	s->hit[s->n_hits++] = i;
}

bool submissions_searching(const struct submissions *s)
{
	return submissions_filtered(s) && (!s->complete || s->looked < s->n);
}

static bool submissions_work(struct view *view, struct app *app)
{
	struct submissions *s = (struct submissions *)view;
	int64_t until = app_monotonic(app) + WORK_SLICE_MS;

	if (!submissions_searching(s))
		return false;
	do {
		if (s->looked == s->n)
			read_page(s, app);
		else
			look_at(s, app, s->looked++);
	} while (submissions_searching(s) && app_monotonic(app) < until);
	list_fit(&s->list, line_count(s), s->rows);
	app->dirty = true;
	return submissions_searching(s);
}

/* The first slice is at once: what is found soon is there with the key. */
static void look_anew(struct submissions *s, struct app *app)
{
	s->list = (struct list){ .n = 0 };
	s->n_hits = s->looked = 0;
	submissions_read_ahead(s, app);
	submissions_work(&s->view, app);
}

static void filter_changed(void *ctx, struct app *app)
{
	look_anew(ctx, app);
}

static void next_which(struct submissions *s, struct app *app)
{
	s->which = (enum submissions_which)((s->which + 1) % SUBMISSIONS_WHICH_COUNT);
	look_anew(s, app);
}

/* ---------------------------------------------------------------- doing */

static enum handled open_chosen(struct submissions *s, struct app *app)
{
	struct store_submission sub;
	struct arena arena = ARENA_INIT;
	struct err err;

	if (s->list.n == 0)
		return HANDLED_YES;
	if (store_submission(app->store, submissions_at(s, s->list.chosen), &arena, &sub, &err))
		workbench_visit(app, &sub.annotation.batch, &sub.annotation.uid);
	else
		app_fail(app, &err);
	arena_release(&arena);
	return HANDLED_YES;
}

static void to_last(struct submissions *s, struct app *app)
{
	while (!submissions_filtered(s) && !s->complete)
		read_page(s, app);
	list_fit(&s->list, line_count(s), s->rows);
	list_command(&s->list, CMD_LIST_LAST, s->rows);
}

static enum handled submissions_handle(struct view *view, struct app *app, enum command command,
				       const struct event *event)
{
	struct submissions *s = (struct submissions *)view;

	if (event->type != EVENT_KEY)
		return HANDLED_NO;
	if (key_is(event, "Esc") || command == CMD_BACK || command == CMD_SUBMISSIONS)
		return HANDLED_CLOSE;
	switch (command) {
	case CMD_OPEN:
		return open_chosen(s, app);
	case CMD_SEARCH:
		filter_ask(&s->filter, app, "filter", "text, answer, #number, day, batch");
		return HANDLED_YES;
	case CMD_LIST_WHICH:
		next_which(s, app);
		return HANDLED_YES;
	case CMD_LIST_LAST:
		to_last(s, app);
		return HANDLED_YES;
	default:
		return list_command(&s->list, command, s->rows) ? HANDLED_YES : HANDLED_NO;
	}
}

/* What was opened may have been sent again: its line says so and stays where it is, under the
 * hand. */
static void submissions_resumed(struct view *view, struct app *app)
{
	count((struct submissions *)view, app);
}

static void submissions_free(struct view *view)
{
	struct submissions *s = (struct submissions *)view;

	brief_release(&s->brief);
	arena_release(&s->arena);
	free(s->place);
	free(s->hit);
	filter_release(&s->filter);
	free(s);
}

static bool submissions_offers(const struct view *view, enum command command)
{
	(void)view;
	return command != CMD_UNDO && command != CMD_REDO && command != CMD_GOTO
	       && command != CMD_INSTRUCTIONS && command != CMD_GO_BACK;
}

static struct list *submissions_list(struct view *view)
{
	return &((struct submissions *)view)->list;
}

static const struct view_words submissions_words = { .list = submissions_list };

static const struct view_ops submissions_ops = {
	.name = "my submissions",
	.modes = submissions_modes,
	.draw = submissions_draw,
	.handle = submissions_handle,
	.work = submissions_work,
	.resumed = submissions_resumed,
	.offers = submissions_offers,
	.words = &submissions_words,
	.free = submissions_free,
};

struct view *submissions_open(struct app *app, enum submissions_which which)
{
	struct submissions *s = xcalloc(1, sizeof *s);

	s->view.ops = &submissions_ops;
	s->filter.changed = filter_changed;
	s->filter.ctx = s;
	s->rows = 1;
	s->which = which;
	count(s, app);
	read_page(s, app);
	look_anew(s, app);
	return &s->view;
}
