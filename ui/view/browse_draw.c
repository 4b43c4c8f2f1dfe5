/* browse_draw.c - the screen of all items. */
#include "ui/view/browse_state.h"

#include "text/decode.h"
#include "ui/view/frame.h"
#include "ui/widget/pane.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DETAIL_ROWS 2
#define DETAIL_FROM 16 /* rows of the terminal from which there is room for details */
#define STATE_COLS 9
#define BATCH_COLS 16
#define ROWS_MAX 512
#define AROUND 40 /* bytes shown before a hit */
#define AFTER 1000

struct row { /* what one line says, in the arena of this drawing */
	const char *state, *prompt;
	struct brief_hit hit; /* text NULL: nothing was searched */
	bool flagged;
	enum style style;
};

struct rows {
	struct browse *b;
	struct row row[ROWS_MAX];
	int n, max;
};

/* ---------------------------------------------------------------- reading what is seen */

static const char *state_of(const struct store_look *look, enum style *style)
{
	*style = STYLE_DIM;
	if (look->status == SENT_SKIPPED)
		return "skipped";
	*style = look->draft                 ? STYLE_ATTENTION
		 : look->status == SENT_DONE ? STYLE_CHOSEN
					     : STYLE_TEXT;
	if (look->draft)
		return look->status == SENT_DONE ? "changed" : "begun";
	if (look->status == SENT_DONE)
		return "sent";
	*style = STYLE_DIM;
	return look->wanted ? "open" : "closed";
}

static bool add_row(void *ctx, const struct store_look *look)
{
	struct rows *rows = ctx;
	struct browse *b = rows->b;
	struct row *row = &rows->row[rows->n++];
	struct item item;
	struct err ignored;

	*row = (struct row){ .prompt = "its text is not here", .flagged = look->flagged };
	row->state = state_of(look, &row->style);
	if (look->body != NULL
	    && item_parse(&item, look->body, look->body_len, &b->brief, &ignored))
		row->prompt = brief_prompt(&item, &b->brief);
	if (b->filter.pattern != NULL && look->body != NULL
	    && !brief_find(look->body, look->body_len, b->filter.pattern, &b->brief, &row->hit))
		row->hit.text = NULL;
	return rows->n < rows->max;
}

/* The item at LINE and, unless the list is filtered, those that follow it in its batch. */
static void read_from(struct rows *rows, struct app *app, size_t line)
{
	struct browse *b = rows->b;
	struct browse_line at = browse_line_at(b, line);
	struct store_page page = { .batch = b->batch[at.batch].id, .max = 1, .bodies = true };
	struct store_task before = at.task;
	struct err err;
	int had = rows->n;
	bool ok = true;

	/* What comes behind the place just before it begins with it. */
	before.item--;
	page.from = &before;
	if (!browse_filtered(b)) {
		page.max = (size_t)(rows->max - rows->n);
		ok = at.number == 1
		     || store_task_at(app->store, &page.batch, at.number - 1, &before, &err);
		if (at.number == 1)
			page.from = NULL;
	}
	ok = ok && store_look(app->store, &page, add_row, rows, &err);
	if (!ok || rows->n == had)
		rows->row[rows->n++] =
			(struct row){ .state = "", .prompt = ok ? "gone" : "cannot be read" };
}

static void read_rows(struct rows *rows, struct app *app)
{
	struct browse *b = rows->b;
	size_t left = b->list.n - b->list.top;

	arena_clear(&b->brief);
	rows->max = b->rows < ROWS_MAX ? b->rows : ROWS_MAX;
	if ((size_t)rows->max > left)
		rows->max = (int)left;
	while (rows->n < rows->max)
		read_from(rows, app, b->list.top + (size_t)rows->n);
}

/* ---------------------------------------------------------------- a line */

/* The text around a hit, on one line, the hit itself in its own style. */
static void draw_hit(struct canvas *cv, int row, int col, int end, const struct brief_hit *hit)
{
	const char *line = hit->text + hit->start;
	struct buf part = BUF_INIT;
	size_t from = hit->start;

	while (from > 0 && hit->start - from < AROUND && line[-1] != '\n') {
		from--;
		line--;
	}
	while (from < hit->start && (hit->text[from] & 0xc0) == 0x80)
		from++;
	buf_add(&part, hit->text + from, hit->start - from);
	col = canvas_put(cv, row, col, end - col, STYLE_DIM, buf_str(&part));
	buf_clear(&part);
	buf_add(&part, hit->text + hit->start, hit->end - hit->start);
	col = canvas_put(cv, row, col, end - col, STYLE_LINK, buf_str(&part));
	buf_clear(&part);
	buf_add(&part, hit->text + hit->end,
		utf8_piece(hit->text + hit->end, strcspn(hit->text + hit->end, "\r\n"), AFTER));
	canvas_put_cut(cv, row, col, end - col, STYLE_DIM, buf_str(&part));
	buf_release(&part);
}

static void draw_row(const struct browse *b, struct canvas *cv, int at, size_t line,
		     const struct row *row)
{
	enum style style = list_mark(&b->list, cv, line, at);
	struct browse_line item = browse_line_at(b, line);
	int digits = 0, col = 3;

	for (size_t i = 0; i < b->n_batches; i++)
		if (browse_shows(b, i) && digits_of(b->batch[i].items) > digits)
			digits = digits_of(b->batch[i].items);
	if (b->only < 0) {
		canvas_put_cut(cv, at, col, BATCH_COLS - 2, STYLE_DIM, b->batch[item.batch].name);
		col += BATCH_COLS;
	}
	canvas_putf(cv, at, col, digits, style == STYLE_BRIGHT ? style : STYLE_DIM, "%*" PRId64,
		    digits, item.number);
	col += digits + 2;
	canvas_put(cv, at, col, STATE_COLS - 2, row->style, row->state);
	if (row->flagged)
		canvas_put(cv, at, col + STATE_COLS - 1, 1, STYLE_ATTENTION, "⚑");
	col += STATE_COLS + 1;
	canvas_put_cut(cv, at, col, cv->cols - col - 1, style, row->prompt);
}

/* Where the text was found, or more of the prompt than its line had room for. */
static void draw_details(const struct rows *rows, struct canvas *cv, int at)
{
	const struct browse *b = rows->b;
	const struct row *row;
	struct pane pane;
	int col = 3;

	frame_rule(cv, at);
	if (b->list.n == 0 || b->list.chosen - b->list.top >= (size_t)rows->n)
		return;
	row = &rows->row[b->list.chosen - b->list.top];
	if (row->hit.text != NULL) {
		col = canvas_putf(cv, at + 1, col, 30, STYLE_DIM, "in %s: ", row->hit.where);
		draw_hit(cv, at + 1, col, cv->cols - 1, &row->hit);
		canvas_put_cut(cv, at + 2, 3, cv->cols - 4, STYLE_DIM, row->prompt);
		return;
	}
	pane_init(&pane, row->prompt, strlen(row->prompt), TEXT_RAW);
	pane_draw(&pane, cv, at + 1, 2, DETAIL_ROWS, cv->cols - 3);
	pane_release(&pane);
}

/* ---------------------------------------------------------------- the screen */

static void draw_which(const struct browse *b, struct canvas *cv)
{
	static const char *const words[] = { "all", "open", "begun", "sent", "skipped", "flagged" };
	int col = frame_kinds(cv, words, BROWSE_WHICH_COUNT, (int)b->which, 1);

	if (b->filter.typed != NULL)
		frame_label(cv, 1, col, cv->cols - 24, STYLE_LINK, b->filter.typed);
}

static void draw_count(const struct browse *b, struct canvas *cv)
{
	int64_t total = browse_total(b);
	char label[64];

	if (!browse_filtered(b))
		snprintf(label, sizeof label, "%" PRId64 " items", total);
	else if (!b->done)
		snprintf(label, sizeof label, "%zu, looking: %2" PRId64 " %%", b->n_hits,
			 total > 0 ? b->looked * 100 / total : 100);
	else
		snprintf(label, sizeof label, "%zu of %" PRId64, b->n_hits, total);
	frame_label_right(cv, 1, cv->cols - 3, STYLE_DIM, label);
}

static void draw_title(const struct browse *b, struct app *app, struct canvas *cv)
{
	struct title title = { .n = 0 };

	snprintf(title.left, sizeof title.left, "%.120s · all items%s%.100s",
		 store_project_name(app->store), b->only < 0 ? "" : " of ",
		 b->only < 0 ? "" : b->batch[b->only].name);
	title_person(&title, app);
	frame_title(cv, &title);
}

static void draw_nothing(const struct browse *b, const struct app *app, struct canvas *cv)
{
	const int columns = cv->cols - 4;

	if (!browse_filtered(b))
		canvas_put(cv, 3, 3, columns, STYLE_DIM, "there are no items yet");
	else if (!b->done)
		canvas_put(cv, 3, 3, columns, STYLE_DIM, "looking…");
	else if (b->filter.pattern != NULL)
		canvas_putf(cv, 3, 3, columns, STYLE_DIM,
			    "no item has that in it; %s changes it, ← → the batch",
			    app_key(app, CMD_SEARCH));
	else
		canvas_putf(cv, 3, 3, columns, STYLE_DIM, "none of that kind; %s shows others",
			    app_key(app, CMD_LIST_WHICH));
}

static void draw_hints(const struct browse *b, struct app *app, struct canvas *cv)
{
	struct hints hints = { .n = 0 };

	hint_command_as(&hints, CMD_OPEN, "go there");
	hint_command_as(&hints, CMD_SEARCH, "search");
	hint_command_as(&hints, CMD_LIST_WHICH, "which");
	if (b->n_batches > 1)
		hint_add(&hints, "← →", "batch");
	hint_command(&hints, CMD_GOTO);
	hint_command(&hints, CMD_BACK);
	hint_command(&hints, CMD_HELP);
	frame_hints(app, cv, &hints);
}

void browse_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct browse *b = (struct browse *)view;
	struct rows rows = { .b = b };
	bool details = cv->rows >= DETAIL_FROM;
	size_t third;

	b->rows = cv->rows - 4 - (details ? DETAIL_ROWS : 0);
	third = (size_t)b->rows / 3;
	/* What stands before the item that is open is seen too. */
	if (b->fresh)
		b->list.top = b->list.chosen - (b->list.chosen < third ? b->list.chosen : third);
	b->fresh = false;
	list_fit(&b->list, browse_lines(b), b->rows);
	draw_title(b, app, cv);
	draw_which(b, cv);
	draw_count(b, cv);
	read_rows(&rows, app);
	if (b->list.n == 0)
		draw_nothing(b, app, cv);
	for (int i = 0; i < rows.n; i++)
		draw_row(b, cv, i + 2, b->list.top + (size_t)i, &rows.row[i]);
	if (details)
		draw_details(&rows, cv, cv->rows - 2 - DETAIL_ROWS);
	else
		frame_rule(cv, cv->rows - 2);
	draw_hints(b, app, cv);
}
