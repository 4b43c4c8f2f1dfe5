/* workbench_text.c - a text answered in the strip; edits open the golden editor. */
#include "ui/view/workbench_state.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "ui/view/confirm.h"
#include "ui/view/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUOTE_BYTES 24 /* of the words around a letter */

static const struct question *text_question(const struct workbench *wb)
{
	return &wb->guide.guideline->question[wb->text_cell.question];
}

void workbench_open_text(struct workbench *wb, struct app *app)
{
	struct sheet_cell cell = sheet_focus(wb->sheet);
	const struct question *q = workbench_question(wb);

	if (q == NULL || !app_may_write(app))
		return;
	wb->zoom = false;
	wb->text_cell = cell;
	buf_clear(&wb->text_before);
	sheet_write(wb->sheet, &wb->text_before);
	if (q->type == QUESTION_EDIT) {
		app_push(app, golden_open(wb, app, cell));
		return;
	}
	wb->text.golden = false;
	texting_open(&wb->text, sheet_text(wb->sheet, cell, NULL), q->one_line,
		     wb->item.n_responses);
}

void workbench_keep_text(struct workbench *wb)
{
	size_t len;

	if (wb->text.editor != NULL)
		sheet_set_text(wb->sheet, wb->text_cell, editor_text(wb->text.editor, &len), 0, 0);
}

static void close_text(struct workbench *wb, struct app *app, bool keep)
{
	struct sheet_cell cell = wb->text_cell;
	struct buf before = wb->text_before;

	if (keep)
		workbench_keep_text(wb);
	else
		sheet_set_text(wb->sheet, cell, "", 0, 0);
	wb->pasted += (int64_t)editor_pasted(wb->text.editor);
	texting_close(&wb->text);
	workbench_changed(wb, app, buf_str(&before));
}

void workbench_move_on(struct workbench *wb, struct sheet_cell cell, enum texting_result result)
{
	sheet_set_focus(wb->sheet, cell);
	if (result == TEXTING_DONE)
		sheet_focus_missing(wb->sheet);
	else
		sheet_tab(wb->sheet, result == TEXTING_NEXT ? 1 : -1);
	workbench_follow_focus(wb);
}

static void leave(struct workbench *wb, struct app *app, enum texting_result result)
{
	struct sheet_cell cell = wb->text_cell;

	close_text(wb, app, !wb->text.discard);
	workbench_move_on(wb, cell, result);
	workbench_offer_mentions(wb, app, cell);
}

static bool text_command(struct workbench *wb, struct app *app, enum command command)
{
	switch (command) {
	case CMD_TEXT_SCROLL:
		workbench_read_command(wb, app, CMD_PAGE_DOWN);
		return true;
	case CMD_TEXT_INSTRUCTIONS:
		app_push(app, reader_beside(wb->guide.guideline, wb->text_cell.question));
		return true;
	default:
		app_say(app, STYLE_DIM, "that is for edited responses");
		return true;
	}
}

enum handled workbench_text_handle(struct workbench *wb, struct app *app, enum command command,
				   const struct event *event)
{
	enum texting_result result = texting_handle(&wb->text, app, command, event);

	switch (result) {
	case TEXTING_OTHER:
		text_command(wb, app, command);
		break;
	case TEXTING_HANDLED:
		break;
	case TEXTING_CHANGED:
		wb->draft_changed = true;
		app_touch(app);
		break;
	case TEXTING_DONE:
	case TEXTING_NEXT:
	case TEXTING_PREV:
		leave(wb, app, result);
		break;
	}
	return HANDLED_YES;
}

/* "34 characters; 20 at least" */
static void measure(const struct workbench *wb, char *out, size_t n)
{
	const struct question *q = text_question(wb);
	size_t len, count;
	const char *text = editor_text(wb->text.editor, &len);

	count = utf8_count(text, len);
	if (q->min_length > 0 && count < (size_t)q->min_length)
		snprintf(out, n, "%zu of at least %d characters", count, q->min_length);
	else if (q->max_length > 0 && count > (size_t)(q->max_length - q->max_length / 10))
		snprintf(out, n, "%zu of at most %d characters", count, q->max_length);
	else
		snprintf(out, n, "%zu words", text_words(text, len));
}

void workbench_text_draw(struct workbench *wb, const struct app *app, struct canvas *cv)
{
	const struct question *q = text_question(wb);
	char counted[64];
	int row = wb->strip_row, col, columns;

	canvas_put(cv, row, 1, 1, STYLE_BRIGHT, "▸");
	col = canvas_put(cv, row, 3, 20, STYLE_BRIGHT, q->id) + 2;
	if (wb->text_cell.shown >= 0)
		col = canvas_putf(cv, row, col, 2, STYLE_BRIGHT, "%c",
				  sheet_letter(wb->text_cell.shown))
		      + 2;
	measure(wb, counted, sizeof counted);
	columns = canvas_columns(cv, counted);
	canvas_put_right(cv, row, cv->cols - 1, columns, STYLE_DIM, counted);
	canvas_put_cut(cv, row, col, cv->cols - columns - col - 3, STYLE_DIM,
		       q->help != NULL ? q->help : q->title);
	texting_draw(&wb->text, app, cv, row + 1, 3, wb->strip_rows - 1, cv->cols - 5,
		     app->top == &wb->view);
}

/* ---------------------------------------------------------------- mentions */

/* Puts '@' before every letter that stands for a response. */
static char *with_mentions(const char *text, int n)
{
	struct buf out = BUF_INIT;
	struct bare_letter bare;
	size_t from = 0;

	while (text_bare_letters(text, n, from, &bare)) {
		buf_add(&out, text + from, bare.at - from);
		buf_addf(&out, "@%c", text[bare.at]);
		from = bare.at + 1;
	}
	buf_adds(&out, text + from);
	return buf_detach(&out);
}

static void mentioned(struct app *app, void *ctx, bool yes)
{
	struct workbench *wb = ctx;
	struct buf before = BUF_INIT;
	int base = 0;
	const char *text = sheet_text(wb->sheet, wb->text_cell, &base);
	char *changed;

	if (!yes || text == NULL)
		return;
	sheet_write(wb->sheet, &before);
	changed = with_mentions(text, wb->item.n_responses);
	sheet_set_text(wb->sheet, wb->text_cell, changed, base,
		       sheet_revisions(wb->sheet, wb->text_cell));
	workbench_changed(wb, app, buf_str(&before));
	free(changed);
	buf_release(&before);
}

/* Bytes of TEXT to quote: whole words of its first line. */
static int quote_length(const char *text)
{
	size_t n = strcspn(text, "\n"), cut = utf8_piece(text, n, QUOTE_BYTES);

	if (cut == n)
		return (int)n;
	while (cut > QUOTE_BYTES / 3 && text[cut] != ' ')
		cut--;
	return (int)(text[cut] == ' ' ? cut : utf8_piece(text, n, QUOTE_BYTES));
}

void workbench_offer_mentions(struct workbench *wb, struct app *app, struct sheet_cell cell)
{
	const char *text = sheet_text(wb->sheet, cell, NULL);
	struct bare_letter bare;
	char question[200];
	int quoted;

	if (text == NULL || wb->item.n_responses == 0
	    || !text_bare_letters(text, wb->item.n_responses, 0, &bare))
		return;
	quoted = quote_length(text + bare.at);
	snprintf(question, sizeof question,
		 "\"%.*s%s\": is %c the response? Letters differ from person to person; @%c is "
		 "understood by all.",
		 quoted, text + bare.at, text[bare.at + (size_t)quoted] != '\0' ? "…" : "",
		 sheet_letter(bare.shown), sheet_letter(bare.shown));
	wb->text_cell = cell;
	app_push(app, confirm_open(question, "makes it a mention", mentioned, wb));
}
