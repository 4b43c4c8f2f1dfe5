/* line.c - a line of input as keys, commands by name, and texts for what they ask. */
#include "ui/plain/plain_state.h"

#include "base/node.h"
#include "text/decode.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- keys */

enum mode plain_mode(const struct plain *p)
{
	enum mode modes[MODE_COUNT] = { MODE_GLOBAL };

	if (p->app->top != NULL)
		p->app->top->ops->modes(p->app->top, modes);
	return modes[0];
}

/* What was said by one key must not be lost to the next one of the line. */
static void note_status(struct plain *p)
{
	if (p->app->status.len > 0)
		plain_say_status(p);
}

void plain_press(struct plain *p, const char *key)
{
	struct event event;

	if (p->app->quit || !key_event(&event, key))
		return;
	note_status(p);
	app_handle(p->app, &event);
}

void plain_run_command(struct plain *p, enum command command)
{
	if (p->app->quit || p->app->top == NULL)
		return;
	note_status(p);
	app_command(p->app, command);
}

void plain_type(struct plain *p, const char *text, size_t n)
{
	for (size_t at = 0, len; at < n; at += len) {
		char key[8] = "";
		bool ok;

		utf8_decode(text + at, n - at, &len, &ok);
		memcpy(key, text + at, ok && len < sizeof key ? len : 0);
		if (key[0] == ' ' || key[0] == '\t')
			plain_press(p, "Space");
		else if (key[0] == '\n')
			plain_press(p, "Enter");
		else if (key[0] != '\0')
			plain_press(p, key);
	}
}

void plain_refuse(struct plain *p, const char *fmt, ...)
{
	char why[ERR_MSG_MAX];
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, sizeof why, fmt, args);
	va_end(args);
	p->refused++;
	note_status(p);
	plain_sayf(p, "Refused: %s.", why);
}

/* ---------------------------------------------------------------- words */

static enum command command_of(struct plain *p, struct word word)
{
	enum mode modes[MODE_COUNT];
	char name[64];
	int n = p->app->top->ops->modes(p->app->top, modes);

	return keymap_find(&p->app->keymap, modes, n, word_name(word, name));
}

/* Behind a word that asks for a text, anything may stand. */
static bool may_ask(struct plain *p, struct word word)
{
	static const enum command asking[] = {
		CMD_SKIP, CMD_FLAG, CMD_ASK, CMD_GOTO, CMD_SEARCH, CMD_HELP, CMD_PALETTE,
	};
	enum command command = word_is_key(word) ? command_of(p, word) : word_command(word);

	for (size_t i = 0; i < sizeof asking / sizeof asking[0]; i++)
		if (asking[i] == command)
			return true;
	return word.text[0] == '"' || plain_is_own_word(word.text, word.n);
}

static const char *nearest_name(struct word word)
{
	static const char *names[CMD_COUNT + 1];
	char name[64];
	size_t n = 0;

	for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++)
		names[n++] = command_info(c)->name;
	names[n] = NULL;
	return nearest_word(word_name(word, name), names);
}

static void refuse_word(struct plain *p, struct word word, bool begun)
{
	const char *near = nearest_name(word);
	int n = word.n < 60 ? (int)word.n : 60;

	if (word.n > 1 && word.text[0] == '.') {
		plain_refuse(p, "'%.*s' is for texts, and none is open", n, word.text);
		return;
	}
	plain_refuse(p, "'%.*s' is no key and no command%s%s%s; ? lists them; nothing %s was done",
		     n, word.text, near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
		     near != NULL ? "'?" : "", begun ? "from there on" : "of this line");
}

/* A line with a slip of the hand in it does nothing at all, as far as that can be told before. */
static bool check_line(struct plain *p, const char *line)
{
	struct word word = word_first(line);

	for (; word.n > 0; word = word_first(word_behind(word))) {
		if (word.text[0] != '"' && !word_is_known(word)) {
			refuse_word(p, word, false);
			return false;
		}
		if (may_ask(p, word))
			return true;
	}
	return true;
}

/* ---------------------------------------------------------------- texts in a line */

static bool is_typing(struct plain *p)
{
	bool one_line;

	return plain_open_text(p, &one_line) != NULL
	       || (plain_mode(p) == MODE_PROMPT && plain_words(p)->list == NULL);
}

/* "…" as in key scripts: \n is Enter.  Returns what stands behind it. */
static const char *type_quoted(struct plain *p, const char *at)
{
	for (at++; *at != '\0' && *at != '"'; at++) {
		size_t len;

		if (at[0] == '\\' && at[1] != '\0') {
			at++;
			plain_type(p, at[0] == 'n' ? "\n" : at, 1);
			continue;
		}
		utf8_decode(at, strnlen(at, 4), &len, NULL);
		plain_type(p, at, len);
		at += len - 1;
	}
	at += *at == '"';
	return at + strspn(at, " \t");
}

static void prompt_line(struct plain *p, const char *line)
{
	if (strcmp(line, "Esc") == 0) {
		plain_press(p, "Esc");
		return;
	}
	plain_press(p, "Ctrl-U");
	plain_type(p, line, strlen(line));
	plain_press(p, "Enter");
}

static void typed_line(struct plain *p, const char *line)
{
	bool one_line;

	if (plain_open_text(p, &one_line) != NULL)
		plain_write_line(p, line);
	else
		prompt_line(p, line);
}

/* ---------------------------------------------------------------- running words */

static void say_for_screens(struct plain *p, enum command command)
{
	plain_sayf(p, "'%s' is about how a screen looks; there is nothing to do here.",
		   command_info(command)->name);
}

/* What differs from the screen; false: the app does it. */
static bool run_here(struct plain *p, enum command command, const char **rest)
{
	switch (command) {
	case CMD_HELP:
	case CMD_PALETTE:
		plain_help(p, command, *rest);
		*rest += strlen(*rest);
		return true;
	case CMD_DIFF:
		return plain_tell(p, TELL_DIFFERENCE);
	case CMD_REDRAW:
		p->resay = true;
		return true;
	case CMD_ZOOM:
	case CMD_WRAP_CODE:
	case CMD_LAYOUT:
	case CMD_COPY:
		say_for_screens(p, command);
		return true;
	case CMD_PANE_NEXT:
	case CMD_PANE_PREV:
		plain_run_command(p, command);
		plain_read_heading(p);
		return true;
	default:
		return plain_can_read(p) && plain_read_command(p, command);
	}
}

/* Space ends a number that is being typed; where none is, it reads on. */
static bool ends_number(struct plain *p)
{
	const struct view_words *words = plain_words(p);

	if (words->line_end == NULL || words->line_end(p->app->top) == NULL)
		return false;
	plain_press(p, words->line_end(p->app->top));
	return true;
}

static bool is_list(struct plain *p)
{
	return plain_mode(p) == MODE_LIST && plain_words(p)->list != NULL;
}

/* What was answered is echoed before it is sent. */
static void enter(struct plain *p)
{
	plain_announce(p);
	plain_press(p, "Enter");
}

/* While matches are gone through, three keys go on; any other word ends that and does its work. */
static bool find_word(struct plain *p, struct word word)
{
	const struct view_words *words = plain_words(p);
	char name[64];

	if (words->empty == NULL || words->empty(p->app->top) == NULL)
		return false;
	if (word_is(word, "Down") || word_is(word, "Up") || word_is(word, "Enter")) {
		plain_press(p, word_name(word, name));
		return true;
	}
	plain_press(p, "Esc");
	return word_is(word, "Esc");
}

/* Runs WORD and moves *REST behind what it took; false: it is nothing here. */
static bool run_word(struct plain *p, struct word word, const char **rest)
{
	enum command command;
	char name[64];

	if (plain_own_word(p, word.text, word.n, *rest)) {
		*rest += strlen(*rest);
		return true;
	}
	if (find_word(p, word))
		return true;
	if (is_list(p) && word_is_number(word)) {
		plain_list_pick(p, (size_t)strtoul(word.text, NULL, 10));
		return true;
	}
	if (word_is(word, ".")) {
		enter(p);
		return true;
	}
	command = word_is_key(word) ? command_of(p, word) : word_command(word);
	if (command == CMD_PAGE_DOWN && ends_number(p))
		return true;
	if (command == CMD_SUBMIT) {
		enter(p);
		return true;
	}
	if (command != CMD_NONE && plain_mode(p) != MODE_CONFIRM && run_here(p, command, rest))
		return true;
	if (word_is_key(word))
		plain_press(p, word_name(word, name));
	else if (command != CMD_NONE)
		plain_run_command(p, command);
	else if (word_is_run(word))
		plain_type(p, word.text, word.n);
	else
		return false;
	return true;
}

/* ---------------------------------------------------------------- the line */

struct moment { /* before a word was run */
	const struct view *top;
	char saved[32];
};

static struct moment now(const struct plain *p)
{
	struct moment moment = { .top = p->app->top };
	struct buf saved = p->app->saved;

	snprintf(moment.saved, sizeof moment.saved, "%.31s", saved.len > 0 ? buf_str(&saved) : "");
	return moment;
}

/* Why the rest of the line is not typed; NULL: go on. */
static const char *why_stop(struct plain *p, const struct moment *before, struct word next)
{
	struct buf saved = p->app->saved;
	bool refused = p->app->status.len > 0
		       && (p->app->status_style == STYLE_ATTENTION
			   || p->app->status_style == STYLE_PROBLEM);

	if (saved.len > 0 && strcmp(before->saved, buf_str(&saved)) != 0)
		return "it was meant for an item that you have not heard yet";
	if (p->app->top == before->top && refused && !is_typing(p))
		return "what stands before it was refused";
	if (plain_mode(p) == MODE_CONFIRM && !word_is(next, "y") && !word_is(next, "yes"))
		return "a question wants its answer first";
	return NULL;
}

static void run_line(struct plain *p, const char *line)
{
	bool quoted = false; /* then, as in key scripts, keys follow */

	for (struct word word = word_first(line); word.n > 0 && !p->app->quit;
	     word = word_first(line)) {
		struct moment before = now(p);
		const char *why;

		line = word_behind(word);
		if (word.text[0] == '"' && is_typing(p)) {
			line = type_quoted(p, word.text);
			quoted = true;
		} else if (is_typing(p) && !quoted) {
			typed_line(p, word.text);
			return;
		} else if (!run_word(p, word, &line)) {
			refuse_word(p, word, true);
			return;
		}
		if (*line == '\0')
			continue;
		why = why_stop(p, &before, word_first(line));
		if (why == NULL)
			continue;
		note_status(p);
		plain_refuse(p, "the rest of the line, '%.60s': %s", line, why);
		return;
	}
	ends_number(p);
}

static void empty_line(struct plain *p)
{
	const struct view_words *words = plain_words(p);
	const char *key = words->empty == NULL ? NULL : words->empty(p->app->top);

	if (key != NULL)
		plain_press(p, key);
	else if (plain_mode(p) == MODE_CONFIRM)
		plain_press(p, "n");
	else if (plain_waits(p))
		plain_press(p, "Enter");
	else if (words->list != NULL)
		plain_list_more(p);
	else if (plain_can_read(p))
		plain_read_on(p);
	else
		plain_press(p, "Space");
}

/* Lists in which words search. */
static void filter_line(struct plain *p, const char *line)
{
	struct word word = word_first(line);

	if (word_is(word, "Esc") || word_is(word, "q") || word_is(word, "Ctrl-G")) {
		plain_press(p, "Esc");
	} else if (word_is_number(word) && *word_behind(word) == '\0') {
		plain_list_pick(p, (size_t)strtoul(word.text, NULL, 10));
	} else if (word_is(word, ".")) {
		plain_press(p, "Enter");
	} else {
		plain_press(p, "Ctrl-U");
		plain_type(p, line, strlen(line));
		plain_said(p, p->app->top)->lines = SIZE_MAX;
	}
}

void plain_keys_line(struct plain *p, const char *line)
{
	bool blank = line[strspn(line, " \t")] == '\0';

	if (is_typing(p))
		typed_line(p, line);
	else if (blank)
		empty_line(p);
	else if (plain_mode(p) == MODE_PROMPT)
		filter_line(p, line);
	else if (check_line(p, line))
		run_line(p, line);
}
