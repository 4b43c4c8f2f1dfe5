/* submissions_draw.c - the screen of what one sent. */
#include "ui/view/submissions_state.h"

#include "ui/view/frame.h"

#include <inttypes.h>
#include <stdio.h>

#define DETAIL_ROWS 3
#define DETAIL_FROM 16 /* rows of the terminal from which there is room for details */
#define WHEN_COLS 12
#define BATCH_COLS 14

/* What there is to know besides the answers; "" mostly. */
static void add_marks(const struct store_submission *sub, struct buf *out)
{
	static const char *const reviews[] = {
		[REVIEW_NONE] = NULL,
		[REVIEW_ACCEPTED] = "accepted",
		[REVIEW_RETURNED] = "sent back",
		[REVIEW_FIXED] = "mended by a reviewer",
		[REVIEW_STALE] = NULL,
	};
	const char *review = sub->annotation.review >= 0 && sub->annotation.review <= REVIEW_STALE
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

	if (!store_submission(app->store, submissions_at(s, i), &s->arena, &sub, &err)) {
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
	    || !store_submission(app->store, submissions_at(s, s->list.chosen), &s->arena, &sub,
				 &err))
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
	int col = frame_kinds(cv, words, SUBMISSIONS_WHICH_COUNT, (int)s->which, 2);

	if (s->filter.typed != NULL)
		frame_label(cv, 1, col, cv->cols - 28, STYLE_LINK, s->filter.typed);
}

static void draw_count(const struct submissions *s, struct canvas *cv)
{
	char label[64];

	if (!submissions_filtered(s))
		snprintf(label, sizeof label, "%" PRId64 " sent", s->total);
	else if (submissions_searching(s))
		snprintf(label, sizeof label, "%zu, looking: %" PRId64 " %%", s->n_hits,
			 s->total > 0 ? (int64_t)s->looked * 100 / s->total : 100);
	else
		snprintf(label, sizeof label, "%zu of %" PRId64, s->n_hits, s->total);
	frame_label_right(cv, 1, cv->cols - 3, STYLE_DIM, label);
}

static void draw_nothing(const struct submissions *s, const struct app *app, struct canvas *cv)
{
	const int columns = cv->cols - 4;

	if (!submissions_filtered(s))
		canvas_put(cv, 3, 3, columns, STYLE_DIM, "you have sent nothing yet");
	else if (submissions_searching(s))
		canvas_put(cv, 3, 3, columns, STYLE_DIM, "looking…");
	else if (s->filter.pattern != NULL)
		canvas_putf(cv, 3, 3, columns, STYLE_DIM,
			    "nothing you sent has that; %s changes it", app_key(app, CMD_SEARCH));
	else
		canvas_putf(cv, 3, 3, columns, STYLE_DIM, "nothing of that kind; %s shows others",
			    app_key(app, CMD_LIST_WHICH));
}

void submissions_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct submissions *s = (struct submissions *)view;
	struct title title = { .n = 0 };
	struct hints hints = { .n = 0 };
	bool details = cv->rows >= DETAIL_FROM;

	arena_clear(&s->arena);
	s->rows = cv->rows - 4 - (details ? DETAIL_ROWS : 0);
	submissions_read_ahead(s, app);
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
