/* tutor_draw.c - what the tutor says, in the rows above the screen that it teaches. */
#include "ui/view/tutor_state.h"

#include "ui/view/frame.h"

#include <stdio.h>
#include <string.h>

#define SAY_COLUMNS 220 /* of the longest step with its keys, and what wrapping leaves over */
#define MARGIN 3
#define WIDEST 100 /* columns that are still easy to read */

/* ---------------------------------------------------------------- wrapped text */

/* {command} becomes its key in back quotes, which mark keys. */
static void put_keys_in(const struct app *app, const char *text, struct buf *out)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "{");
		size_t name = text[n] == '{' ? strcspn(text + n, "}") : 0;
		char command[64];

		buf_add(out, text, n);
		text += n;
		if (name == 0 || name >= sizeof command)
			continue;
		memcpy(command, text + 1, name - 1);
		command[name - 1] = '\0';
		buf_addf(out, "`%s`", app_key(app, command_find(command)));
		text += name + 1;
	}
}

/* Draws WORD (N bytes), whose back quotes change between text and key; or measures it: ROW -1. */
static int put_word(struct canvas *cv, int row, int col, const char *word, size_t n, bool *key)
{
	char piece[64];

	while (n > 0) {
		size_t len = 0;

		if (*word == '`') {
			*key = !*key;
			word++;
			n--;
			continue;
		}
		while (len < n && word[len] != '`' && len < sizeof piece - 1)
			len++;
		memcpy(piece, word, len);
		piece[len] = '\0';
		col = row < 0 ? col + canvas_columns(cv, piece)
			      : canvas_put(cv, row, col, cv->cols, *key ? STYLE_KEY : STYLE_TEXT,
					   piece);
		word += len;
		n -= len;
	}
	return col;
}

int tutor_text(const struct app *app, struct canvas *cv, int row, int from, int end,
	       const char *text)
{
	struct buf out = BUF_INIT;
	bool key = false;
	int col = from;

	put_keys_in(app, text, &out);
	for (const char *word = buf_str(&out); *word != '\0';) {
		size_t n = strcspn(word, " ");
		bool at = key;
		int columns = put_word(cv, -1, 0, word, n, &at);

		if (col > from && col + columns > end) {
			row++;
			col = from;
		}
		col = put_word(cv, row, col, word, n, &key) + 1;
		word += n + strspn(word + n, " ");
	}
	buf_release(&out);
	return row + 1;
}

/* ---------------------------------------------------------------- the rows */

static int room_in(int cols)
{
	int room = cols - 2 * MARGIN;

	return room > WIDEST ? WIDEST : room;
}

/* The same for every step, so that the screen below does not jump. */
int tutor_rows(void *ctx, int cols)
{
	const struct tutor *t = ctx;
	int room = room_in(cols), rows;

	if (t->paged || !t->staged || t->lesson == tutor_lesson_count)
		return 0;
	rows = (SAY_COLUMNS + room - 1) / (room < 20 ? 20 : room);
	return 2 + (rows < 2 ? 2 : rows > 6 ? 6 : rows);
}

/* The keys that leave, where they do that; those that fit beside COLUMNS. */
static void ways_out(const struct app *app, const struct canvas *cv, int columns, char *out,
		     size_t n)
{
	enum tutor_place place = tutor_place_of(app);
	const char *back = app_key(app, CMD_BACK);

	out[0] = '\0';
	if (place == PLACE_ITEM)
		snprintf(out, n, "%s skip lesson   %s leave", app_key(app, CMD_NEXT_ITEM), back);
	if (place == PLACE_HOME || canvas_columns(cv, out) + columns > cv->cols)
		snprintf(out, n, "%s leave", back);
}

static void draw_heading(const struct tutor *t, const struct app *app, struct canvas *cv)
{
	const struct tutor_lesson *lesson = &tutor_lesson_table[t->lesson];
	char left[120], right[120];
	int columns;

	snprintf(left, sizeof left, "lesson %d of %d · %s · %d of %d", t->lesson + 1,
		 tutor_lesson_count, lesson->title, t->step + 1, lesson->n_steps);
	ways_out(app, cv, canvas_columns(cv, left) + 12, right, sizeof right);
	columns = canvas_columns(cv, right);
	canvas_put(cv, 0, 1, cv->cols, STYLE_ATTENTION, "tutor");
	canvas_put_cut(cv, 0, 8, cv->cols - columns - 12, STYLE_BRIGHT, left);
	canvas_put_right(cv, 0, cv->cols - 1, columns, STYLE_DIM, right);
}

static void draw_remark(const struct tutor *t, const struct app *app, struct canvas *cv, int row)
{
	struct buf line = BUF_INIT;
	char *at;

	frame_rule(cv, row);
	if (t->remark != NULL) {
		put_keys_in(app, t->remark, &line);
		while ((at = strchr(buf_str(&line), '`')) != NULL)
			memmove(at, at + 1, strlen(at));
		frame_label(cv, row, 2, cv->cols - 2, t->praised ? STYLE_CHOSEN : STYLE_ATTENTION,
			    buf_str(&line));
	}
	buf_release(&line);
}

void tutor_draw(void *ctx, struct app *app, struct canvas *cv)
{
	const struct tutor *t = ctx;

	draw_heading(t, app, cv);
	tutor_text(app, cv, 1, MARGIN, MARGIN + room_in(cv->cols), tutor_step_of(t)->say);
	draw_remark(t, app, cv, tutor_rows(ctx, cv->cols) - 1);
}
