/* home_draw.c - how the first screen looks. */
#include "ui/view/home_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define KIND_COL 5
#define NAME_COL 16
#define NAME_MAX 30
#define NAME_MIN 10
#define TITLE_COLS 24
#define TITLE_FROM 100 /* columns of the terminal from which the guideline is named */
#define BAR_COLS 10
#define PERCENT_COLS 5
#define REMARK_COLS 12
#define DETAIL_FROM 14 /* rows of the terminal */

/* Eighths of a column, so that the first items show. */
static void draw_bar(struct canvas *cv, int row, int col, int64_t done, int64_t total)
{
	static const char *const part[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	int64_t eighths = total <= 0 ? 0 : done * BAR_COLS * 8 / total;
	int full = (int)(eighths / 8);

	if (done == 0) {
		canvas_put(cv, row, col, 1, STYLE_DIM, "·");
		return;
	}
	for (int i = 0; i < full; i++)
		canvas_put(cv, row, col + i, 1, STYLE_CHOSEN, cv->ascii ? "#" : "█");
	if (!cv->ascii && full < BAR_COLS)
		canvas_put(cv, row, col + full, 1, STYLE_CHOSEN,
			   eighths % 8 == 0 && full == 0 ? part[1] : part[eighths % 8]);
}

/* As far as her own pace goes: it is said with "~", and not before there is one. */
static void time_left(const struct store_batch *batch, char *out, size_t n)
{
	int64_t minutes = batch->pace * home_left(batch) / 60000;

	out[0] = '\0';
	if (batch->pace <= 0)
		return;
	if (minutes >= 90)
		snprintf(out, n, "~%" PRId64 " h left", (minutes + 30) / 60);
	else if (minutes > 0)
		snprintf(out, n, "~%" PRId64 " min left", minutes);
}

static void batch_remark(const struct store_batch *batch, const struct app *app, char *out,
			 size_t n)
{
	char when[32];

	if (batch->closed)
		snprintf(out, n, "closed");
	else if (id_is_zero(&batch->guideline))
		snprintf(out, n, "its guideline has not arrived");
	else if (batch->items > 0 && batch->open == 0)
		snprintf(out, n, "all done");
	else if (batch->due > 0) {
		format_when(when, sizeof when, app, batch->due);
		snprintf(out, n, "due %s", when);
	} else
		time_left(batch, out, n);
}

/* "37 of 805" of all batches in one column: it grows with none of them. */
static int count_columns(const struct home *h)
{
	int widest = 2;

	for (size_t i = 0; i < h->n_batches; i++)
		if (digits_of(h->batch[i].items) > widest)
			widest = digits_of(h->batch[i].items);
	return 2 * widest + 4;
}

/* What is drawn of a batch: where there is little room the name comes first. */
struct columns {
	int name, title, counts, bar, percent, remark; /* 0: it is left out */
};

static int name_columns(const struct canvas *cv, const struct columns *c)
{
	int name = cv->cols - NAME_COL - 1 - c->title - c->counts - c->bar - c->percent - c->remark;

	return name > NAME_MAX ? NAME_MAX : name;
}

static struct columns columns_of(const struct home *h, const struct canvas *cv)
{
	struct columns c = { .title = cv->cols >= TITLE_FROM ? TITLE_COLS : 0,
			     .counts = count_columns(h),
			     .bar = BAR_COLS + 2,
			     .percent = PERCENT_COLS,
			     .remark = REMARK_COLS + 2 };
	int *const drop[] = { &c.percent, &c.remark, &c.bar, &c.counts };

	for (size_t i = 0; i < sizeof drop / sizeof *drop && name_columns(cv, &c) < NAME_MIN; i++)
		*drop[i] = 0;
	c.name = name_columns(cv, &c);
	return c;
}

static void draw_batch(const struct home *h, size_t i, const struct app *app, struct canvas *cv,
		       int row, enum style style)
{
	const struct store_batch *batch = &h->batch[i];
	struct columns c = columns_of(h, cv);
	int64_t done = home_done(batch);
	char count[48], percent[16], remark[64];
	int col = NAME_COL;

	canvas_put_cut(cv, row, col, c.name - 1, style, batch->name);
	col += c.name;
	if (c.title > 0)
		canvas_put_cut(cv, row, col, c.title - 1, STYLE_DIM, h->title[i]);
	col += c.title + c.counts;
	snprintf(count, sizeof count, "%" PRId64 " of %" PRId64, done, batch->items);
	canvas_put_right(cv, row, col, c.counts, style, count);
	if (c.bar > 0)
		draw_bar(cv, row, col + 2, done, batch->items);
	col += c.bar + c.percent;
	snprintf(percent, sizeof percent, "%" PRId64 " %%",
		 batch->items > 0 ? done * 100 / batch->items : 0);
	canvas_put_right(cv, row, col, c.percent, STYLE_DIM, percent);
	batch_remark(batch, app, remark, sizeof remark);
	if (c.remark > 0)
		canvas_put_cut(cv, row, col + 2, cv->cols - col - 3, STYLE_DIM, remark);
}

static const char *plural(int64_t n, const char *one, const char *more)
{
	return n == 1 ? one : more;
}

static void line_words(const struct home *h, struct home_line line, char *out, size_t n)
{
	const struct store_waiting *w = &h->waiting;

	out[0] = '\0';
	switch (line.kind) {
	case HOME_CORRECTIONS:
		snprintf(out, n, "%" PRId64 " %s not sent yet", w->corrections,
			 plural(w->corrections, "correction", "corrections"));
		break;
	case HOME_BEGUN:
		snprintf(out, n, "%" PRId64 " %s, not sent yet", w->drafts,
			 plural(w->drafts, "item", "items"));
		break;
	case HOME_DECIDE:
		snprintf(out, n, "%" PRId64 " answered differently on two of your machines",
			 w->conflicts);
		break;
	case HOME_SENT:
		snprintf(out, n, "%" PRId64 " by you, to read or correct", h->sent);
		break;
	case HOME_BROWSE:
		snprintf(out, n, "%" PRId64 " %s, to look through and search", h->items,
			 plural(h->items, "item", "items"));
		break;
	case HOME_GUIDE:
		snprintf(out, n, "%.200s, version %d", h->title[line.batch],
			 h->batch[line.batch].guideline_version);
		break;
	case HOME_LABEL:
	case HOME_KIND_COUNT:
		break;
	}
}

static void draw_line(const struct home *h, const struct app *app, struct canvas *cv, int row,
		      size_t i)
{
	static const char *const kinds[] = { "Label", "Correct", "Begun",    "Decide",
					     "Sent",  "Browse",  "Guideline" };
	struct home_line line = h->line[i];
	bool chosen = i == h->list.chosen;
	enum style style = chosen ? STYLE_BRIGHT : STYLE_TEXT;
	bool waits = line.kind == HOME_CORRECTIONS || line.kind == HOME_DECIDE;
	char words[256];

	canvas_region(
		cv, row, 0, cv->cols,
		(struct region){ .kind = REGION_LINE, .a = (int)i, .b = (int)h->list.chosen });
	if (chosen)
		canvas_put(cv, row, 3, 1, STYLE_BRIGHT, "▸");
	canvas_put(cv, row, KIND_COL, 10, style, kinds[line.kind]);
	if (line.kind == HOME_LABEL) {
		draw_batch(h, line.batch, app, cv, row, style);
		return;
	}
	line_words(h, line, words, sizeof words);
	canvas_put_cut(cv, row, NAME_COL, cv->cols - NAME_COL - 1,
		       waits && !chosen ? STYLE_ATTENTION : style, words);
}

/* Where she was, what is left, and how long that takes at her pace. */
static void draw_detail(const struct home *h, struct canvas *cv, int row)
{
	struct home_line line = h->line[h->list.chosen];
	const struct store_batch *batch = &h->batch[line.batch];
	struct buf words = BUF_INIT;
	char left[48];

	if (line.kind != HOME_LABEL)
		return;
	if (h->at[line.batch] > 0)
		buf_addf(&words, "you were at item %" PRId64 "   ", h->at[line.batch]);
	buf_addf(&words, "%" PRId64 " left for you", home_left(batch));
	time_left(batch, left, sizeof left);
	if (left[0] != '\0')
		buf_addf(&words, ", %.*s at %" PRId64 " s each", (int)strcspn(left, "l") - 1, left,
			 (batch->pace + 999) / 1000);
	if (batch->mine_skipped > 0)
		buf_addf(&words, "   %" PRId64 " skipped", batch->mine_skipped);
	if (batch->mine_flagged > 0)
		buf_addf(&words, "   %" PRId64 " flagged", batch->mine_flagged);
	canvas_put_cut(cv, row, KIND_COL, cv->cols - KIND_COL - 1, STYLE_DIM, buf_str(&words));
	buf_release(&words);
}

static void draw_hints(const struct home *h, const struct app *app, struct canvas *cv)
{
	static const char *const words[] = {
		"label", "open", "open", "open", "open", "open", "read"
	};
	struct hints hints = { .n = 0 };

	hint_command_as(&hints, CMD_OPEN, words[h->line[h->list.chosen].kind]);
	hint_add(&hints, "↑ ↓", "choose");
	hint_command(&hints, CMD_INSTRUCTIONS);
	hint_command_as(&hints, CMD_BACK, "quit");
	hint_command(&hints, CMD_HELP);
	frame_hints(app, cv, &hints);
}

static void draw_title(const struct app *app, struct canvas *cv)
{
	struct title title = { .n = 0 };
	const char *path = store_path(app->store), *slash = strrchr(path, '/');

	snprintf(title.left, sizeof title.left, "%s", slash == NULL ? path : slash + 1);
	title_person(&title, app);
	frame_title(cv, &title);
}

void home_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct home *h = (struct home *)view;
	bool detail = cv->rows >= DETAIL_FROM;
	int row = 2;

	draw_title(app, cv);
	h->rows = cv->rows - 4 - (detail ? 1 : 0);
	if (h->n_batches == 0) {
		canvas_put(cv, row, KIND_COL, cv->cols - KIND_COL - 1, STYLE_TEXT,
			   "Nothing to label yet.");
		canvas_put(cv, row + 1, KIND_COL, cv->cols - KIND_COL - 1, STYLE_DIM,
			   "assay import FILE brings items in, from outside this screen.");
		row += 3;
		h->rows -= 3;
	}
	list_fit(&h->list, h->n_lines, h->rows);
	for (int i = 0; i < h->rows && h->list.top + (size_t)i < h->list.n; i++)
		draw_line(h, app, cv, row + i, h->list.top + (size_t)i);
	if (detail)
		draw_detail(h, cv, cv->rows - 2);
	draw_hints(h, app, cv);
}
