/* texting.c - keys while a text is open. */
#include "ui/view/texting.h"

#include "base/alloc.h"
#include "ui/view/confirm.h"
#include "ui/view/preview.h"
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
	buf_release(&texting->offers);
	*texting = (struct texting){ .golden = texting->golden };
}

int texting_modes(const struct texting *texting, enum mode modes[MODE_COUNT])
{
	bool menu = texting->state == TEXTING_MENU || texting->state == TEXTING_SPELLING;

	modes[0] = menu ? MODE_TEXT_MENU : MODE_TEXT;
	return 1;
}

/* ---------------------------------------------------------------- finding */

static void say_found(struct texting *texting, struct app *app, const char *how)
{
	size_t which, count;

	editor_found(texting->editor, &which, &count);
	app_say(app, STYLE_DIM, "%zu of %zu%s", which, count, how);
}

static void found(struct app *app, void *ctx, const char *text)
{
	struct texting *texting = ctx;
	size_t from;

	if (text == NULL || text[0] == '\0' || texting->editor == NULL)
		return;
	from = editor_cursor(texting->editor);
	free(texting->find);
	texting->find = xstrdup(text);
	if (!editor_find(texting->editor, text)) {
		app_say(app, STYLE_ATTENTION, "'%.80s' is not in this text", text);
		return;
	}
	texting->state = TEXTING_FINDING;
	say_found(texting, app, editor_cursor(texting->editor) < from ? ", from the top" : "");
}

static void ask_find(struct texting *texting, struct app *app)
{
	app_push(app, prompt_open(&(struct prompt){ .label = "find",
						    .hint = "Enter finds",
						    .initial = texting->find,
						    .done = found,
						    .ctx = texting }));
}

/* Enter, Down and Up go through the hits; what else is pressed ends it and does its work. */
static bool find_on(struct texting *texting, struct app *app, const struct event *event)
{
	size_t from = editor_cursor(texting->editor);
	const char *how = "";

	if (key_is(event, "Enter") || key_is(event, "Down")) {
		editor_find(texting->editor, texting->find);
		if (editor_cursor(texting->editor) <= from)
			how = ", from the top";
	} else if (key_is(event, "Up")) {
		editor_find_back(texting->editor, texting->find);
		if (editor_cursor(texting->editor) >= from)
			how = ", from the end";
	} else {
		texting->state = TEXTING_TYPING;
		return key_is(event, "Esc");
	}
	say_found(texting, app, how);
	return true;
}

/* ---------------------------------------------------------------- the menu */

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

static void ask_mention(struct texting *texting, struct app *app)
{
	if (texting->letters > 0)
		texting->state = TEXTING_MENTION;
	else
		app_say(app, STYLE_ATTENTION, "this item has no responses to mention");
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

/* Editors end the last line; she did not. */
static size_t without_last_end(struct texting *texting, const struct buf *text)
{
	size_t n;
	const char *old = editor_text(texting->editor, &n);
	bool had = n > 0 && old[n - 1] == '\n';

	return text->len > 0 && text->data[text->len - 1] == '\n' && !had ? text->len - 1
									  : text->len;
}

static enum texting_result edit_outside(struct texting *texting, struct app *app)
{
	const struct term *term = app->term;
	struct buf text = BUF_INIT;
	enum editor_result result = EDITOR_MOVED;
	struct err err;
	bool ok;

	if (app->env.edit_outside == NULL || term->leave == NULL) {
		app_say(app, STYLE_ATTENTION,
			"no other program is started here: $EDITOR is not allowed");
		return TEXTING_HANDLED;
	}
	app_save(app);
	buf_adds(&text, editor_text(texting->editor, NULL));
	term->leave(term->ctx);
	ok = app->env.edit_outside(app->env.ctx, &text, &err);
	term->enter(term->ctx);
	app->dirty = true;
	if (ok)
		result = editor_take(texting->editor, buf_str(&text),
				     without_last_end(texting, &text));
	if (!ok)
		app_fail(app, &err);
	else if (result == EDITOR_FULL)
		app_say(app, STYLE_PROBLEM,
			"it is too long: a text may have %d bytes; this one is "
			"as it was",
			EDITOR_MAX);
	else if (result == EDITOR_MOVED)
		app_say(app, STYLE_DIM, "nothing was changed");
	else
		app_say(app, STYLE_DIM,
			"the text is as you left it there; Ctrl-_ brings the old one back");
	buf_release(&text);
	return result == EDITOR_CHANGED ? TEXTING_CHANGED : TEXTING_HANDLED;
}

static enum texting_result menu(struct texting *texting, struct app *app, enum command command)
{
	size_t len;
	const char *text = editor_text(texting->editor, &len);

	texting->state = TEXTING_TYPING;
	switch (command) {
	case CMD_TEXT_UNDO:
		return editor_undo(texting->editor) ? TEXTING_CHANGED : TEXTING_HANDLED;
	case CMD_TEXT_REDO:
		return editor_redo(texting->editor) ? TEXTING_CHANGED : TEXTING_HANDLED;
	case CMD_TEXT_FIND:
		ask_find(texting, app);
		return TEXTING_HANDLED;
	case CMD_TEXT_SPELLING:
		return texting_ask_spelling(texting, app);
	case CMD_TEXT_PREVIEW:
		app_push(app, preview_open("preview", text, len));
		return TEXTING_HANDLED;
	case CMD_TEXT_MENTION:
		ask_mention(texting, app);
		return TEXTING_HANDLED;
	case CMD_TEXT_OUTSIDE:
		return edit_outside(texting, app);
	case CMD_TEXT_DISCARD:
		ask_discard(texting, app);
		return TEXTING_HANDLED;
	case CMD_TEXT_NEWLINE:
		editor_insert(texting->editor, "\n", 1);
		return TEXTING_CHANGED;
	default:
		return TEXTING_OTHER;
	}
}

static enum texting_result menu_key(struct texting *texting, struct app *app, enum command command,
				    const struct event *event)
{
	if (command != CMD_NONE)
		return menu(texting, app, command);
	texting->state = TEXTING_TYPING;
	if (!key_is(event, "Esc") && !key_is(event, "Ctrl-G") && !key_is(event, "Ctrl-C"))
		app_say(app, STYLE_DIM, "%s %s means nothing; %s alone shows what there is",
			app_key(app, CMD_TEXT_MENU), event->key, app_key(app, CMD_TEXT_MENU));
	return TEXTING_HANDLED;
}

/* ---------------------------------------------------------------- typing */

static enum texting_result ignored(const struct texting *texting, struct app *app,
				   const struct event *event)
{
	const char *leaves = texting->one_line ? "Enter" : app_key(app, CMD_TEXT_DONE);

	if (event->type != EVENT_KEY)
		return TEXTING_HANDLED;
	if (key_is(event, "Shift-Tab"))
		return TEXTING_PREV;
	if (key_is(event, "Ctrl-C"))
		app_say(app, STYLE_ATTENTION,
			"Ctrl-C ends nothing here: %s leaves this text, and all "
			"is kept",
			leaves);
	else if (event->key[0] != '\0')
		app_say(app, STYLE_DIM, "%s means nothing in a text; %s leaves it, %s has the menu",
			event->key, leaves, app_key(app, CMD_TEXT_MENU));
	return TEXTING_HANDLED;
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
		return ignored(texting, app, event);
	case EDITOR_MOVED:
		break;
	}
	return TEXTING_HANDLED;
}

/* What is waited for takes the key first; true: it is done with. */
static bool waited_for(struct texting *texting, struct app *app, enum command command,
		       const struct event *event, enum texting_result *result)
{
	if (event->type != EVENT_KEY)
		return false;
	*result = TEXTING_HANDLED;
	switch (texting->state) {
	case TEXTING_MENTION:
		*result = mention(texting, app, event);
		return true;
	case TEXTING_MENU:
		*result = menu_key(texting, app, command, event);
		return true;
	case TEXTING_SPELLING:
		*result = texting_spelling_key(texting, app, event);
		return true;
	case TEXTING_FINDING:
		return find_on(texting, app, event);
	case TEXTING_TYPING:
		break;
	}
	return false;
}

enum texting_result texting_handle(struct texting *texting, struct app *app, enum command command,
				   const struct event *event)
{
	enum texting_result result;

	if (waited_for(texting, app, command, event, &result))
		return result;
	texting->state = TEXTING_TYPING;
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
