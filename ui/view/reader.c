/* reader.c - reading a long text: page, line, headings, search. */
#include "ui/view/reader.h"

#include "base/alloc.h"
#include "text/search.h"
#include "ui/view/frame.h"
#include "ui/view/prompt.h"
#include "ui/view/reader_part.h"
#include "ui/widget/pane.h"
#include "ui/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BESIDE_FROM 100 /* columns of the terminal */
#define BESIDE_MOST 88  /* longer lines are not read better */

struct reader {
	struct view view;
	char *title, *text, *find;
	struct pane pane;
	size_t open_at; /* shown at the top once the width is known */
	bool opened, beside;
	bool finding;   /* Enter, Down and Up go from hit to hit */
	size_t find_at; /* byte behind the hit shown */
	int rows;
};

static int reader_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_READING;
	modes[1] = MODE_GLOBAL;
	return 2;
}

static void draw_whole(struct reader *r, struct app *app, struct canvas *cv)
{
	struct title title = { .n = 0 };
	struct hints hints = { .n = 0 };
	char percent[16];

	r->rows = cv->rows - 4;
	snprintf(title.left, sizeof title.left, "%s", r->title);
	frame_title(cv, &title);
	frame_rule(cv, 1);
	pane_fit(&r->pane, cv->cols - 4, cv);
	if (!r->opened) {
		size_t row = layout_row_of(&r->pane.layout, r->open_at);

		r->opened = true;
		pane_scroll(&r->pane, (int)row, r->rows);
	}
	pane_draw(&r->pane, cv, 2, 2, r->rows, cv->cols - 4);
	if (pane_percent(&r->pane, r->rows) >= 0) {
		snprintf(percent, sizeof percent, "▼ %d %%", pane_percent(&r->pane, r->rows));
		frame_label_right(cv, 1, cv->cols - 4, STYLE_DIM, percent);
	}
	frame_rule(cv, cv->rows - 2);
	hint_command(&hints, CMD_PAGE_DOWN);
	hint_command(&hints, CMD_LANDMARK_NEXT);
	hint_command(&hints, CMD_SEARCH);
	hint_command(&hints, CMD_BACK);
	hint_command(&hints, CMD_HELP);
	frame_hints(app, cv, &hints);
}

/* ---------------------------------------------------------------- beside the item */

/* A canvas of its own for COLS columns of CV. */
static void part_init(struct canvas *part, const struct canvas *cv, int cols)
{
	canvas_init(part, cv->rows, cols);
	part->width = cv->width;
	part->ascii = cv->ascii;
	part->cursor_row = part->cursor_col = -1;
}

static void part_place(struct canvas *part, struct canvas *cv, int col)
{
	for (int row = 0; row < cv->rows; row++)
		memcpy(&cv->cells[(size_t)row * (size_t)cv->cols + (size_t)col],
		       &part->cells[(size_t)row * (size_t)part->cols],
		       (size_t)part->cols * sizeof *cv->cells);
	canvas_release(part);
}

/* The item goes on being read at the left; what its keys are is not said while they are not its. */
static void draw_below(struct reader *r, struct app *app, struct canvas *cv, int cols)
{
	struct canvas part;

	part_init(&part, cv, cols);
	r->view.below->ops->draw(r->view.below, app, &part);
	canvas_fill(&part, cv->rows - 1, 0, cols, STYLE_TEXT, ' ');
	part_place(&part, cv, 0);
}

static void reader_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct reader *r = (struct reader *)view;
	struct canvas part;
	int cols;

	if (!r->beside || cv->cols < BESIDE_FROM || view->below == NULL) {
		draw_whole(r, app, cv);
		return;
	}
	cols = cv->cols / 2 < BESIDE_MOST ? cv->cols / 2 : BESIDE_MOST;
	draw_below(r, app, cv, cv->cols - cols - 1);
	part_init(&part, cv, cols);
	draw_whole(r, app, &part);
	part_place(&part, cv, cv->cols - cols);
	canvas_vline(cv, 0, cv->cols - cols - 1, cv->rows);
}

/* ---------------------------------------------------------------- search */

/* Which of how many hits is shown. */
static void say_hit(const struct reader *r, struct app *app)
{
	size_t all = search_count(r->text, r->pane.len, r->find), number = 0;
	struct hit hit = { 0, 0 };

	while (search_next(r->text, r->pane.len, r->find, hit.end, &hit) && hit.end <= r->find_at)
		number++;
	app_say(app, STYLE_MATCH, "%zu of %zu '%.40s'  Enter ↓ next  ↑ previous", number, all,
		r->find);
}

static bool show_hit(struct reader *r, struct app *app, const struct hit *hit)
{
	r->find_at = hit->end;
	r->pane.found = hit->start;
	pane_show(&r->pane, hit->start, r->rows);
	say_hit(r, app);
	return true;
}

static bool find_next(struct reader *r, struct app *app)
{
	struct hit hit;

	return (search_next(r->text, r->pane.len, r->find, r->find_at, &hit)
		|| search_next(r->text, r->pane.len, r->find, 0, &hit))
	       && show_hit(r, app, &hit);
}

/* The last hit before the one shown, or the last of all. */
static void find_previous(struct reader *r, struct app *app)
{
	struct hit hit = { 0, 0 }, before = { 0, 0 }, last = { 0, 0 };

	while (search_next(r->text, r->pane.len, r->find, hit.end, &hit)) {
		before = hit.end < r->find_at ? hit : before;
		last = hit;
	}
	show_hit(r, app, before.end > 0 ? &before : &last);
}

static void end_search(struct reader *r)
{
	r->finding = false;
	r->pane.find = NULL;
	r->pane.found = SIZE_MAX;
}

static void searched(struct app *app, void *ctx, const char *text)
{
	struct reader *r = ctx;

	end_search(r);
	if (text == NULL || text[0] == '\0')
		return;
	free(r->find);
	r->find = xstrdup(text);
	r->find_at = r->pane.top_at;
	r->finding = find_next(r, app);
	r->pane.find = r->finding ? r->find : NULL;
	if (!r->finding)
		app_say(app, STYLE_ATTENTION, "'%.80s' is not in this text", r->find);
}

/* True if the key was the search's; any other key ends it and does its work. */
static bool find_handle(struct reader *r, struct app *app, const struct event *event)
{
	if (!r->finding || event->type != EVENT_KEY)
		return false;
	if (key_is(event, "Enter") || key_is(event, "Down"))
		return find_next(r, app);
	if (key_is(event, "Up")) {
		find_previous(r, app);
		return true;
	}
	end_search(r);
	return key_is(event, "Esc");
}

static void ask_search(struct reader *r, struct app *app)
{
	app_push(app, prompt_open(&(struct prompt){ .label = "search",
						    .hint = "Enter finds",
						    .initial = r->find,
						    .done = searched,
						    .ctx = r }));
}

static bool scroll(struct reader *r, enum command command)
{
	switch (command) {
	case CMD_PAGE_DOWN:
		pane_page(&r->pane, 1, r->rows);
		return true;
	case CMD_PAGE_UP:
		pane_page(&r->pane, -1, r->rows);
		return true;
	case CMD_LINE_DOWN:
		pane_scroll(&r->pane, 1, r->rows);
		return true;
	case CMD_LINE_UP:
		pane_scroll(&r->pane, -1, r->rows);
		return true;
	case CMD_TOP:
		pane_home(&r->pane);
		return true;
	case CMD_BOTTOM:
		pane_end(&r->pane, r->rows);
		return true;
	case CMD_LANDMARK_NEXT:
		pane_landmark(&r->pane, 1, r->rows);
		return true;
	case CMD_LANDMARK_PREV:
		pane_landmark(&r->pane, -1, r->rows);
		return true;
	default:
		return false;
	}
}

static enum handled reader_handle(struct view *view, struct app *app, enum command command,
				  const struct event *event)
{
	struct reader *r = (struct reader *)view;

	if (find_handle(r, app, event))
		return HANDLED_YES;
	if (key_is(event, "Esc") || command == CMD_BACK || command == CMD_INSTRUCTIONS)
		return HANDLED_CLOSE;
	if (scroll(r, command))
		return HANDLED_YES;
	if (command == CMD_SEARCH) {
		ask_search(r, app);
		return HANDLED_YES;
	}
	if (command == CMD_MARKDOWN) {
		r->pane.form = r->pane.form == TEXT_RAW ? TEXT_MARKDOWN : TEXT_RAW;
		return HANDLED_YES;
	}
	return HANDLED_NO;
}

static void reader_free(struct view *view)
{
	struct reader *r = (struct reader *)view;

	pane_release(&r->pane);
	free(r->title);
	free(r->text);
	free(r->find);
	free(r);
}

static bool reader_offers(const struct view *view, enum command command)
{
	(void)view;
	switch (command) {
	case CMD_UNDO:
	case CMD_REDO:
	case CMD_GOTO:
	case CMD_PANE_NEXT:
	case CMD_PANE_PREV:
	case CMD_ZOOM:
	case CMD_PIN:
	case CMD_DIFF:
	case CMD_REVEAL:
	case CMD_WRAP_CODE:
	case CMD_LAYOUT:
	case CMD_COPY:
		return false;
	default:
		return true;
	}
}

static void reader_facts(struct view *view, struct app *app, struct facts *facts)
{
	const struct reader *r = (const struct reader *)view;
	struct buf words = BUF_INIT;

	(void)app;
	buf_addf(&words, "%s, ", r->title);
	words_measure(&words, r->text, r->pane.len, r->pane.form);
	buf_adds(&words, "; q goes back.");
	facts_add(facts, FACT_ARRIVE, "title", buf_str(&words));
	facts_add(facts, FACT_ARRIVE, FACT_READ, "");
	buf_release(&words);
}

static bool reader_reading(struct view *view, struct words_text *text)
{
	struct reader *r = (struct reader *)view;

	*text = (struct words_text){ .text = r->text,
				     .len = r->pane.len,
				     .form = r->pane.form,
				     .at = &r->pane.top_at,
				     .name = "text" };
	return true;
}

static const struct view_words reader_words = { .facts = reader_facts, .reading = reader_reading };

static const struct view_ops reader_ops = {
	.name = "instructions",
	.modes = reader_modes,
	.draw = reader_draw,
	.handle = reader_handle,
	.offers = reader_offers,
	.words = &reader_words,
	.free = reader_free,
};

/* ---------------------------------------------------------------- unwrapping */

static bool starts_block(const char *line)
{
	size_t blank = strspn(line, " "), digits = strspn(line + blank, "0123456789");
	const char *at = line + blank;

	if (*at == '\0' || *at == '\n' || strchr("#|>`~<", *at) != NULL)
		return true;
	if (strchr("-*+", *at) != NULL && (at[1] == ' ' || at[1] == *at))
		return true;
	return digits > 0 && (at[digits] == '.' || at[digits] == ')');
}

static bool is_fence(const char *line)
{
	const char *at = line + strspn(line, " ");

	return strncmp(at, "```", 3) == 0 || strncmp(at, "~~~", 3) == 0;
}

/* Instructions are files with short lines; they are read at the width of the screen. */
static char *unwrap(const char *text)
{
	struct buf out = BUF_INIT;
	bool code = false, open = false; /* OPEN: the line before may go on */

	for (const char *line = text; *line != '\0';) {
		size_t n = strcspn(line, "\n");
		bool fence = is_fence(line), joins = open && !code && !starts_block(line);
		size_t blank = joins ? strspn(line, " ") : 0;

		if (out.len > 0)
			buf_addc(&out, joins ? ' ' : '\n');
		buf_add(&out, line + blank, n - blank);
		code = code != fence;
		/* Two blanks, a backslash, a heading or a table row end their line. */
		open = n > 0 && !fence && !code && strchr("#|", line[0]) == NULL
		       && line[n - 1] != '\\'
		       && !(n > 1 && line[n - 1] == ' ' && line[n - 2] == ' ')
		       && strspn(line, " ") < n;
		line += n + (line[n] == '\n');
	}
	buf_str(&out);
	return buf_detach(&out);
}

/* TITLE and Markdown TEXT are copied.  Opens at the heading that reads HEADING, if there is one. */
static struct view *reader_open(const char *title, const char *text, const char *heading)
{
	struct reader *r = xcalloc(1, sizeof *r);

	r->view.ops = &reader_ops;
	r->title = xstrdup(title);
	r->text = unwrap(text);
	r->rows = 1;
	r->open_at = heading != NULL ? reader_part(r->text, heading) : 0;
	pane_init(&r->pane, r->text, strlen(r->text), TEXT_MARKDOWN);
	return &r->view;
}

char *reader_instructions_text(const struct guideline *guideline, int question, size_t *at)
{
	struct buf text = BUF_INIT;
	char *whole;

	buf_adds(&text, guideline->instructions);
	if (guideline->examples != NULL)
		buf_addf(&text, "\n\n%s", guideline->examples);
	whole = unwrap(buf_str(&text));
	*at = 0;
	if (question >= 0 && question < guideline->n_questions) {
		*at = reader_part(whole, guideline->question[question].title);
		if (*at == 0)
			*at = reader_part(whole, guideline->question[question].id);
	}
	buf_release(&text);
	return whole;
}

struct view *reader_instructions(const struct guideline *guideline, int question)
{
	struct buf text = BUF_INIT, title = BUF_INIT;
	const struct question *q = NULL;
	struct view *view;

	if (question >= 0 && question < guideline->n_questions)
		q = &guideline->question[question];
	buf_adds(&text, guideline->instructions);
	if (guideline->examples != NULL)
		buf_addf(&text, "\n\n%s", guideline->examples);
	buf_addf(&title, "%s · instructions", guideline->title);
	view = reader_open(buf_str(&title), buf_str(&text), q != NULL ? q->title : NULL);
	if (q != NULL && ((struct reader *)view)->open_at == 0)
		((struct reader *)view)->open_at =
			reader_part(((struct reader *)view)->text, q->id);
	buf_release(&text);
	buf_release(&title);
	return view;
}

struct view *reader_beside(const struct guideline *guideline, int question)
{
	struct view *view = reader_instructions(guideline, question);

	((struct reader *)view)->beside = true;
	return view;
}
