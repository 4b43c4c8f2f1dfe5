/* texting.c - keys while a text is open. */
#include "ui/view/texting.h"

#include "base/alloc.h"
#include "ui/view/confirm.h"
#include "ui/view/prompt.h"

#include <stdlib.h>
#include <string.h>

void texting_open(struct texting *texting, const char *text, bool one_line, int letters)
{
	texting_close(texting);
	texting->editor = editor_new(text == NULL ? "" : text, one_line);
	texting->one_line = one_line;
	texting->letters = letters;
	texting->state = TEXTING_TYPING;
}

void texting_close(struct texting *texting)
{
	editor_free(texting->editor);
	free(texting->find);
	*texting = (struct texting){ .golden = texting->golden };
}

int texting_modes(const struct texting *texting, enum mode modes[MODE_COUNT])
{
	modes[0] = texting->state == TEXTING_MENU ? MODE_TEXT_MENU : MODE_TEXT;
	return 1;
}

static void found(struct app *app, void *ctx, const char *text)
{
	struct texting *texting = ctx;

	if (text == NULL || texting->editor == NULL)
		return;
	free(texting->find);
	texting->find = xstrdup(text);
	if (!editor_find(texting->editor, text))
		app_say(app, STYLE_ATTENTION, "'%.80s' is not in this text", text);
}

static void discarded(struct app *app, void *ctx, bool yes)
{
	struct texting *texting = ctx;

	if (!yes || texting->editor == NULL)
		return;
	texting->discard = true;
	/* The owner sees it with the next event; it is this one. */
	app_command(app, CMD_TEXT_DONE);
}

static void ask_discard(struct texting *texting, struct app *app)
{
	size_t len;

	editor_text(texting->editor, &len);
	if (len == 0)
		discarded(app, texting, true);
	else
		app_push(app,
			 confirm_open("Discard this text?", "discards it", discarded, texting));
}

static enum texting_result mention(struct texting *texting, struct app *app,
				   const struct event *event)
{
	char letter = event->key[0];
	char word[4] = "@?";

	texting->state = TEXTING_TYPING;
	if (letter >= 'a' && letter <= 'z')
		letter = (char)(letter - 'a' + 'A');
	if (event->key[1] != '\0' || letter < 'A' || letter >= 'A' + texting->letters) {
		app_say(app, STYLE_ATTENTION, "no response has that letter");
		return TEXTING_HANDLED;
	}
	word[1] = letter;
	editor_insert(texting->editor, word, 2);
	return TEXTING_CHANGED;
}

static enum texting_result menu(struct texting *texting, struct app *app, enum command command)
{
	texting->state = TEXTING_TYPING;
	switch (command) {
	case CMD_TEXT_UNDO:
		return editor_undo(texting->editor) ? TEXTING_CHANGED : TEXTING_HANDLED;
	case CMD_TEXT_REDO:
		return editor_redo(texting->editor) ? TEXTING_CHANGED : TEXTING_HANDLED;
	case CMD_TEXT_FIND:
		app_push(app, prompt_open(&(struct prompt){ .label = "find",
							    .hint = "Enter finds",
							    .initial = texting->find,
							    .done = found,
							    .ctx = texting }));
		return TEXTING_HANDLED;
	case CMD_TEXT_MENTION:
		if (texting->letters > 0) {
			texting->state = TEXTING_MENTION;
			return TEXTING_HANDLED;
		}
		app_say(app, STYLE_ATTENTION, "this item has no responses to mention");
		return TEXTING_HANDLED;
	case CMD_TEXT_DISCARD:
		ask_discard(texting, app);
		return TEXTING_HANDLED;
	case CMD_TEXT_NEWLINE:
		editor_insert(texting->editor, "\n", 1);
		return TEXTING_CHANGED;
	case CMD_NONE:
		app_say(app, STYLE_DIM, "Ctrl-X and that key mean nothing");
		return TEXTING_HANDLED;
	default:
		return TEXTING_OTHER;
	}
}

static enum texting_result type(struct texting *texting, struct app *app, const struct event *event)
{
	switch (editor_handle(texting->editor, event)) {
	case EDITOR_CHANGED:
		return TEXTING_CHANGED;
	case EDITOR_DONE:
		return TEXTING_DONE;
	case EDITOR_FULL:
		app_say(app, STYLE_PROBLEM, "this text is full: it may have %d bytes", EDITOR_MAX);
		return TEXTING_HANDLED;
	case EDITOR_IGNORED:
		if (event->type == EVENT_KEY && key_is(event, "Shift-Tab"))
			return TEXTING_PREV;
		return TEXTING_HANDLED;
	case EDITOR_MOVED:
		break;
	}
	return TEXTING_HANDLED;
}

enum texting_result texting_handle(struct texting *texting, struct app *app, enum command command,
				   const struct event *event)
{
	if (event->type == EVENT_KEY && texting->state == TEXTING_MENTION)
		return mention(texting, app, event);
	if (event->type == EVENT_KEY && texting->state == TEXTING_MENU)
		return menu(texting, app, command);
	switch (command) {
	case CMD_TEXT_DONE:
		return TEXTING_DONE;
	case CMD_TEXT_NEXT:
		return TEXTING_NEXT;
	case CMD_TEXT_MENU:
		texting->state = TEXTING_MENU;
		return TEXTING_HANDLED;
	default:
		return type(texting, app, event);
	}
}

static bool only_golden(enum command command)
{
	return command == CMD_TEXT_DIFF || command == CMD_TEXT_BASE
	       || command == CMD_TEXT_CHECKLIST;
}

void texting_hints(const struct texting *texting, struct hints *hints)
{
	if (texting->state == TEXTING_MENTION) {
		hint_add(hints, "A B …", "the response to mention");
		return;
	}
	if (texting->state == TEXTING_MENU) {
		hints->all = true;
		for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++)
			if (command_info(c)->mode == MODE_TEXT_MENU
			    && (texting->golden || !only_golden(c)))
				hint_command(hints, c);
		return;
	}
	hint_add(hints, texting->one_line ? "Enter" : "Esc", "done");
	hint_add(hints, "Tab", "done, next question");
	hint_add(hints, "Ctrl-_", "undo");
	if (texting->letters > 0)
		hint_add(hints, "@A", "mention");
	hint_add(hints, "Ctrl-X", "menu");
}
