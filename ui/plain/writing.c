/* writing.c - a text written line by line; lines that begin with a dot and a word are commands.
 *
 * Everything printable is text, so that commands need a mark that a text hardly begins with. */
#include "ui/plain/plain_state.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "text/search.h"
#include "ui/widget/editor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *plain_open_text(struct plain *p, bool *one_line)
{
	const struct view_words *words = plain_words(p);

	if (words->text == NULL || plain_waits(p))
		return NULL;
	return words->text(p->app->top, one_line);
}

bool plain_waits(struct plain *p)
{
	const struct view_words *words = plain_words(p);

	return words->waits != NULL && words->waits(p->app->top);
}

/* ---------------------------------------------------------------- lines */

size_t lines_count(const char *text)
{
	size_t n = text[0] != '\0';

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

/* Line NUMBER, from 1; empty behind the last one. */
struct span lines_at(const char *text, size_t number)
{
	size_t start = 0;

	for (size_t i = 1; i < number; i++) {
		start += strcspn(text + start, "\n");
		start += text[start] == '\n';
	}
	return (struct span){ start, start + strcspn(text + start, "\n") };
}

void lines_say(struct plain *p, const char *text, size_t from, size_t to)
{
	for (size_t i = from; i <= to; i++) {
		struct span line = lines_at(text, i);
		struct buf words = BUF_INIT;

		buf_addf(&words, "%zu: ", i);
		buf_add(&words, text + line.start, line.end - line.start);
		if (line.end == line.start)
			buf_adds(&words, "(empty)");
		plain_put(p, words.data, words.len, false);
		buf_release(&words);
	}
}

void lines_say_all(struct plain *p, const char *text)
{
	size_t n = lines_count(text);

	if (n == 0)
		plain_say(p, "Nothing is written yet.");
	else
		lines_say(p, text, 1, n);
}

void plain_write_opened(struct plain *p)
{
	bool one_line;
	const char *text = plain_open_text(p, &one_line);

	p->write = (struct write_state){ .insert = 0 };
	if (text == NULL)
		return;
	if (text[0] != '\0') {
		plain_sayf(p, "Written so far, %zu words:", text_words(text, strlen(text)));
		lines_say_all(p, text);
		plain_say(p, one_line ? "A line replaces it; a dot keeps it."
				      : "New lines go to the end; .replace, .insert and .delete "
					"with a number change lines; .help lists more.");
	} else if (!one_line) {
		plain_say(p, ".help lists what else can be done.");
	}
}

/* ---------------------------------------------------------------- changing */

static void set_text(struct plain *p, struct buf *text)
{
	if (text->len > EDITOR_MAX)
		plain_refuse(p, "this text is full: it may have %d bytes", EDITOR_MAX);
	else
		plain_words(p)->set_text(p->app->top, p->app, buf_str(text));
	buf_release(text);
}

/* Puts LINE in the place of the bytes of SPAN. */
void lines_splice(struct plain *p, struct span span, const char *line)
{
	bool one_line;
	const char *text = plain_open_text(p, &one_line);
	struct buf changed = BUF_INIT;

	buf_add(&changed, text, span.start);
	buf_adds(&changed, line);
	buf_adds(&changed, text + span.end);
	set_text(p, &changed);
}

/* Keys are counted as if they had been pressed one by one. */
static void count_keys(struct plain *p, const char *line)
{
	p->app->keys += (int64_t)utf8_count(line, strlen(line)) + 1;
}

static void append(struct plain *p, const char *text, const char *line)
{
	struct buf changed = BUF_INIT;
	size_t n = strlen(text);

	buf_add(&changed, text, n);
	if (n > 0)
		buf_addc(&changed, '\n');
	buf_adds(&changed, line);
	set_text(p, &changed);
}

static void insert_before(struct plain *p, const char *text, size_t number, const char *line)
{
	struct span at = lines_at(text, number);
	struct buf words = BUF_INIT;

	buf_addf(&words, "%s\n", line);
	lines_splice(p, (struct span){ at.start, at.start }, buf_str(&words));
	buf_release(&words);
}

void plain_take_line(struct plain *p, const char *text, const char *line)
{
	struct write_state *w = &p->write;

	count_keys(p, line);
	if (w->replace > 0) {
		lines_splice(p, lines_at(text, w->replace), line);
		plain_sayf(p, "Line %zu is replaced.", w->replace);
		w->replace = 0;
	} else if (w->insert > 0) {
		insert_before(p, text, w->insert, line);
		w->insert++;
	} else {
		append(p, text, line);
	}
}

/* ---------------------------------------------------------------- a line of input */

static void finish(struct plain *p)
{
	p->write = (struct write_state){ .insert = 0 };
	plain_run_command(p, CMD_TEXT_DONE);
}

static void one_line_text(struct plain *p, const char *line)
{
	struct buf text = BUF_INIT;

	count_keys(p, line);
	buf_adds(&text, line);
	set_text(p, &text);
	finish(p);
}

void plain_write_line(struct plain *p, const char *line)
{
	bool one_line = false;
	const char *text = plain_open_text(p, &one_line);

	if (strcmp(line, ".") == 0 || strcmp(line, "Esc") == 0 || (one_line && line[0] == '\0')) {
		finish(p);
		return;
	}
	if (line[0] == '.' && line[1] >= 'a' && line[1] <= 'z') {
		plain_text_command(p, text, line + 1);
		return;
	}
	if (line[0] == '\\' && line[1] == '.')
		line++;
	if (one_line)
		one_line_text(p, line);
	else
		plain_take_line(p, text, line);
}
