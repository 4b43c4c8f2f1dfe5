/* texting_draw.c - a text that is written, what its keys do, and the menu behind Ctrl-X. */
#include "ui/view/texting.h"

#include <stdio.h>

#define MENU_GAP 3

/* NOLINTNEXTLINE(readability-function-size): a place takes four numbers */
void texting_draw(struct texting *texting, const struct app *app, struct canvas *cv, int row,
		  int col, int rows, int columns, bool focused)
{
	editor_draw(texting->editor, cv, row, col, rows, columns, focused);
	if (!texting->one_line || rows > 1)
		texting_mark_unknown(texting, app, cv);
}

void texting_hints(const struct texting *texting, struct hints *hints)
{
	switch (texting->state) {
	case TEXTING_MENTION:
		hint_add(hints, "A B …", "the response to mention");
		return;
	case TEXTING_MENU:
		hint_add(hints, "any other key", "back to the text");
		return;
	case TEXTING_FINDING:
		hints->behind = true;
		hint_add(hints, "Enter", "next");
		hint_add(hints, "↑", "before");
		hint_add(hints, "Esc", "stay here");
		return;
	case TEXTING_SPELLING:
		texting_spelling_hints(texting, hints);
		return;
	case TEXTING_TYPING:
		break;
	}
	if (texting->one_line)
		hint_add(hints, "Enter", "done");
	else
		hint_command_as(hints, CMD_TEXT_DONE, "done");
	hint_command_as(hints, CMD_TEXT_NEXT, "done, next question");
	hint_add(hints, "Ctrl-_", "undo");
	if (texting->letters > 0)
		hint_add(hints, "@A", "mention");
	hint_command(hints, CMD_TEXT_MENU);
}

static bool only_golden(enum command command)
{
	static const enum command golden[] = { CMD_TEXT_DIFF,      CMD_TEXT_BASE,
					       CMD_TEXT_CHECKLIST, CMD_TEXT_REVISIONS,
					       CMD_TEXT_PANE_NEXT, CMD_TEXT_PANE_PREV };

	for (size_t i = 0; i < sizeof golden / sizeof golden[0]; i++)
		if (golden[i] == command)
			return true;
	return false;
}

static bool in_menu(const struct texting *texting, enum command command)
{
	return command_info(command)->mode == MODE_TEXT_MENU
	       && (texting->golden || !only_golden(command));
}

/* Columns of the widest entry. */
static int entry_columns(const struct texting *texting, const struct app *app,
			 const struct canvas *cv, int *n)
{
	int widest = 0;

	*n = 0;
	for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++) {
		int columns;

		if (!in_menu(texting, c))
			continue;
		columns = canvas_columns(cv, app_key(app, c)) + 1
			  + canvas_columns(cv, command_info(c)->word);
		widest = columns > widest ? columns : widest;
		++*n;
	}
	return widest + MENU_GAP;
}

bool texting_draw_menu(const struct texting *texting, const struct app *app, struct canvas *cv)
{
	int n, width = entry_columns(texting, app, cv, &n);
	int across = (cv->cols - 4) / width, rows, top, i = 0;

	if (texting->state != TEXTING_MENU)
		return false;
	across = across < 1 ? 1 : across;
	rows = (n + across - 1) / across;
	top = cv->rows - 1 - rows;
	for (int row = top - 1; row < cv->rows - 1; row++)
		canvas_fill(cv, row, 0, cv->cols, STYLE_TEXT, ' ');
	frame_rule(cv, top - 1);
	frame_label(cv, top - 1, 3, cv->cols - 2, STYLE_BRIGHT, app_key(app, CMD_TEXT_MENU));
	for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++) {
		int col;

		if (!in_menu(texting, c))
			continue;
		col = canvas_put(cv, top + i % rows, 3 + i / rows * width, width, STYLE_KEY,
				 app_key(app, c));
		canvas_put(cv, top + i % rows, col + 1, width, STYLE_TEXT, command_info(c)->word);
		i++;
	}
	return true;
}
