/* submissions.c - my submissions: a list that is read as far as one looks, with a filter that goes
 * on looking between the keys. */
#include "ui/view/submissions.h"

#include "base/alloc.h"
#include "text/search.h"
#include "ui/view/brief.h"
#include "ui/view/frame.h"
#include "ui/view/prompt.h"
#include "ui/view/workbench.h"
#include "ui/widget/list.h"
#include "ui/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 500
#define DETAIL_ROWS 3
#define DETAIL_FROM 16 /* rows of the terminal from which there is room for details */
#define TABS_FROM 100  /* columns from which all kinds are named */
#define WHEN_COLS 12
#define BATCH_COLS 14

struct submissions {
	struct view view;
	struct store_place *place; /* newest first, as far as they were read */
	size_t n, cap;
	bool complete; /* those are all */
	size_t *hit;   /* of them, those that the filter lets through */
	size_t n_hits, hits_cap;
	size_t looked;        /* at so many of them */
	char *filter, *typed; /* in small letters, and as it was typed; NULL: none */
	char *before;         /* the filter that Esc brings back */
	enum submissions_which which;
	int64_t total;
	bool several; /* batches */
	struct arena arena;
	struct brief brief;
	struct list list;
	int rows;
};

static int submissions_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_LIST;
	modes[1] = MODE_GLOBAL;
	return 2;
}

/* ---------------------------------------------------------------- reading */

static bool is_filtered(const struct submissions *s)
{
	return s->filter != NULL || s->which != SUBMISSIONS_ALL;
}

static size_t line_count(const struct submissions *s)
{
	return is_filtered(s) ? s->n_hits : s->n;
}

static const struct store_place *place_at(const struct submissions *s, size_t line)
{
	return &s->place[is_filtered(s) ? s->hit[line] : line];
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

/* As far as is to be seen. */
static void read_ahead(struct submissions *s, struct app *app)
{
	while (!is_filtered(s) && !s->complete
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
		return sub->annotation.status == 2;
	case SUBMISSIONS_RETURNED:
		return sub->annotation.review == 2;
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
	found = has(buf_str(&words), s->filter)
		|| (sub->body != NULL
		    && brief_find(sub->body, sub->body_len, s->filter, &s->arena, &hit));
	buf_release(&words);
	return found;
}

static void look_at(struct submissions *s, struct app *app, size_t i)
{
	struct store_submission sub;
	struct err err;

	arena_clear(&s->arena);
	if (!store_submission(app->store, &s->place[i], &s->arena, &sub, &err)
	    || !is_kind(&sub, s->which) || (s->filter != NULL && !has_words(s, app, &sub)))
		return;
	s->hit = vec_grow(s->hit, s->n_hits, &s->hits_cap, sizeof *s->hit);
	s->hit[s->n_hits++] = i;
}

static bool has_work(const struct submissions *s)
{
	return is_filtered(s) && (!s->complete || s->looked < s->n);
}

static bool submissions_work(struct view *view, struct app *app)
{
	struct submissions *s = (struct submissions *)view;
	int64_t until = app_monotonic(app) + WORK_SLICE_MS;

	if (!has_work(s))
		return false;
	do {
		if (s->looked == s->n)
			read_page(s, app);
		else
			look_at(s, app, s->looked++);
	} while (has_work(s) && app_monotonic(app) < until);
	list_fit(&s->list, line_count(s), s->rows);
	app->dirty = true;
	return has_work(s);
}

/* The first slice is at once: what is found soon is there with the key. */
static void look_anew(struct submissions *s, struct app *app)
{
	s->list = (struct list){ .n = 0 };
	s->n_hits = s->looked = 0;
	read_ahead(s, app);
	submissions_work(&s->view, app);
}

static void set_filter(struct submissions *s, struct app *app, const char *text)
{
	free(s->filter);
	free(s->typed);
	s->filter = s->typed = NULL;
	if (text != NULL && text[0] != '\0') {
		s->filter = brief_pattern(text);
		s->typed = xstrdup(text);
	}
	look_anew(s, app);
}

static void filtering(struct app *app, void *ctx, const char *text)
{
	set_filter(ctx, app, text);
}

static void filtered(struct app *app, void *ctx, const char *text)
{
	struct submissions *s = ctx;

	if (text == NULL)
		set_filter(s, app, s->before);
	free(s->before);
	s->before = NULL;
}

static void ask_filter(struct submissions *s, struct app *app)
{
	s->before = s->typed != NULL ? xstrdup(s->typed) : NULL;
	app_push(app, prompt_open(&(struct prompt){ .label = "filter",
						    .hint = "text, answer, #number, day, batch",
						    .initial = s->typed,
						    .done = filtered,
						    .changed = filtering,
						    .ctx = s }));
}

static void next_which(struct submissions *s, struct app *app)
{
	s->which = (enum submissions_which)((s->which + 1) % SUBMISSIONS_WHICH_COUNT);
	look_anew(s, app);
}

/* ---------------------------------------------------------------- drawing */

/* What there is to know besides the answers; "" mostly. */
static void add_marks(const struct store_submission *sub, struct buf *out)
{
	static const char *const reviews[] = { NULL, "accepted", "sent back",
					       "mended by a reviewer", NULL };
	const char *review = sub->annotation.review >= 0 && sub->annotation.review < 5
				     ? reviews[sub->annotation.review]
				     : NULL;

	if (sub->annotation.differ)
		buf_adds(out, "to decide · ");
	if (review != NULL)
		buf_addf(out, "%s · ", review);
	if (sub->draft)
		buf_adds(out, "not sent again · ");
	if (sub->flagged)
		buf_adds(out, "flagged · ");
}

struct slot {
	int row, col, columns;
	enum style style;
};

static void draw_answers(const struct store_submission *sub, struct buf *words, struct canvas *cv,
			 const struct slot *at)
{
	struct buf marks = BUF_INIT;
	int end;

	add_marks(sub, &marks);
	end = canvas_put_cut(cv, at->row, at->col, at->columns, STYLE_ATTENTION, buf_str(&marks));
	canvas_put_cut(cv, at->row, end, at->col + at->columns - end, at->style, buf_str(words));
	buf_release(&marks);
}

static const char *prompt_of(struct submissions *s, const struct store_submission *sub)
{
	struct item item;
	struct err ignored;

	if (sub->body == NULL || !item_parse(&item, sub->body, sub->body_len, &s->arena, &ignored))
		return "its text is not here";
	return brief_prompt(&item, &s->arena);
}

static void draw_row(struct submissions *s, struct app *app, struct canvas *cv, int row, size_t i)
{
	enum style style = list_mark(&s->list, cv, i, row);
	enum style dim = style == STYLE_BRIGHT ? STYLE_BRIGHT : STYLE_DIM;
	struct store_submission sub;
	struct buf words = BUF_INIT;
	struct err err;
	char text[32];
	int col = 3, answers;

	if (!store_submission(app->store, place_at(s, i), &s->arena, &sub, &err)) {
		canvas_put_cut(cv, row, col, cv->cols - col - 1, STYLE_DIM, err.msg);
		return;
	}
	snprintf(text, sizeof text, "#%" PRId64, sub.number);
	canvas_put(cv, row, col, 8, dim, text);
	col += digits_of(s->total) + 3;
	format_when(text, sizeof text, app, sub.annotation.wall);
	canvas_put(cv, row, col, WHEN_COLS, dim, text);
	col += WHEN_COLS + 1;
	if (s->several && cv->cols >= 100) {
		canvas_put_cut(cv, row, col, BATCH_COLS, dim, sub.batch_name);
		col += BATCH_COLS + 1;
	}
	answers = (cv->cols - col - 3) / 2;
	brief_answers(&s->brief, app, &sub, &words);
	draw_answers(&sub, &words, cv, &(struct slot){ row, col, answers, style });
	buf_release(&words);
	canvas_put_cut(cv, row, col + answers + 2, cv->cols - col - answers - 3, dim,
		       prompt_of(s, &sub));
}

/* What the chosen line had no room for. */
static void draw_details(struct submissions *s, struct app *app, struct canvas *cv, int row)
{
	struct store_submission sub;
	struct store_task task;
	struct err err;
	struct buf line = BUF_INIT;
	int columns = cv->cols - 4;

	frame_rule(cv, row);
	if (s->list.n == 0
	    || !store_submission(app->store, place_at(s, s->list.chosen), &s->arena, &sub, &err))
		return;
	buf_addf(&line, "%s", sub.batch_name);
	if (store_task(app->store, &sub.annotation.batch, &sub.annotation.uid, &task, &err))
		buf_addf(&line, " · item %" PRId64,
			 store_task_number(app->store, &sub.annotation.batch, &task));
	if (sub.annotation.revision > 1)
		buf_addf(&line, " · sent %d times", sub.annotation.revision);
	canvas_put_cut(cv, row + 1, 3, columns, STYLE_DIM, buf_str(&line));
	buf_clear(&line);
	brief_answers(&s->brief, app, &sub, &line);
	draw_answers(&sub, &line, cv, &(struct slot){ row + 2, 3, columns, STYLE_TEXT });
	canvas_put_cut(cv, row + 3, 3, columns, STYLE_DIM, prompt_of(s, &sub));
	buf_release(&line);
}

static void draw_which(const struct submissions *s, struct canvas *cv)
{
	static const char *const words[] = { "all",     "not sent again", "flagged",
					     "skipped", "sent back",      "to decide" };
	char label[64];
	int col = 3;

	frame_rule(cv, 1);
	for (int i = 0; i < SUBMISSIONS_WHICH_COUNT; i++) {
		bool on = (int)s->which == i;

		if (!on && cv->cols < TABS_FROM)
			continue;
		snprintf(label, sizeof label, on ? "[%s]" : " %s ", words[i]);
		col = canvas_put(cv, 1, col, 40, on ? STYLE_BRIGHT : STYLE_DIM, label) + 2;
	}
	if (s->typed != NULL)
		frame_label(cv, 1, col, cv->cols - 28, STYLE_LINK, s->typed);
}

static void draw_count(const struct submissions *s, struct canvas *cv)
{
	char label[64];

	if (!is_filtered(s))
		snprintf(label, sizeof label, "%" PRId64 " sent", s->total);
	else if (has_work(s))
		snprintf(label, sizeof label, "%zu, looking: %" PRId64 " %%", s->n_hits,
			 s->total > 0 ? (int64_t)s->looked * 100 / s->total : 100);
	else
		snprintf(label, sizeof label, "%zu of %" PRId64, s->n_hits, s->total);
	frame_label_right(cv, 1, cv->cols - 3, STYLE_DIM, label);
}

static void draw_nothing(const struct submissions *s, const struct app *app, struct canvas *cv)
{
	const int columns = cv->cols - 4;

	if (!is_filtered(s))
		canvas_put(cv, 3, 3, columns, STYLE_DIM, "you have sent nothing yet");
	else if (has_work(s))
		canvas_put(cv, 3, 3, columns, STYLE_DIM, "looking…");
	else if (s->filter != NULL)
		canvas_putf(cv, 3, 3, columns, STYLE_DIM,
			    "nothing you sent has that; %s changes it", app_key(app, CMD_SEARCH));
	else
		canvas_putf(cv, 3, 3, columns, STYLE_DIM, "nothing of that kind; %s shows others",
			    app_key(app, CMD_LIST_WHICH));
}

static void submissions_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct submissions *s = (struct submissions *)view;
	struct title title = { .n = 0 };
	struct hints hints = { .n = 0 };
	bool details = cv->rows >= DETAIL_FROM;

	arena_clear(&s->arena);
	s->rows = cv->rows - 4 - (details ? DETAIL_ROWS : 0);
	read_ahead(s, app);
	snprintf(title.left, sizeof title.left, "%s · my submissions",
		 store_project_name(app->store));
	title_person(&title, app);
	frame_title(cv, &title);
	draw_which(s, cv);
	draw_count(s, cv);
	if (s->list.n == 0)
		draw_nothing(s, app, cv);
	for (int i = 0; i < s->rows && s->list.top + (size_t)i < s->list.n; i++)
		draw_row(s, app, cv, i + 2, s->list.top + (size_t)i);
	if (details)
		draw_details(s, app, cv, cv->rows - 2 - DETAIL_ROWS);
	else
		frame_rule(cv, cv->rows - 2);
	hint_command_as(&hints, CMD_OPEN, "open to correct");
	hint_command_as(&hints, CMD_SEARCH, "filter");
	hint_command_as(&hints, CMD_LIST_WHICH, "which");
	hint_command(&hints, CMD_BACK);
	hint_command(&hints, CMD_HELP);
	frame_hints(app, cv, &hints);
}

/* ---------------------------------------------------------------- doing */

static enum handled open_chosen(struct submissions *s, struct app *app)
{
	struct store_submission sub;
	struct arena arena = ARENA_INIT;
	struct err err;

	if (s->list.n == 0)
		return HANDLED_YES;
	if (store_submission(app->store, place_at(s, s->list.chosen), &arena, &sub, &err))
		workbench_visit(app, &sub.annotation.batch, &sub.annotation.uid);
	else
		app_fail(app, &err);
	arena_release(&arena);
	return HANDLED_YES;
}

static void to_last(struct submissions *s, struct app *app)
{
	while (!is_filtered(s) && !s->complete)
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
		ask_filter(s, app);
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
	free(s->filter);
	free(s->typed);
	free(s->before);
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
	s->rows = 1;
	s->which = which;
	count(s, app);
	read_page(s, app);
	look_anew(s, app);
	return &s->view;
}
