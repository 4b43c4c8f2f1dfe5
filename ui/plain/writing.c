/* writing.c - a text written line by line; lines that begin with a dot and a word are commands.
 *
 * Everything printable is text, so that commands need a mark that a text hardly begins with. */
#include "ui/plain/plain_state.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "text/search.h"

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

struct span {
	size_t start, end; /* bytes of a line, without its end */
};

static size_t count_lines(const char *text)
{
	size_t n = text[0] != '\0';

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

/* Line NUMBER, from 1; empty behind the last one. */
static struct span line_at(const char *text, size_t number)
{
	size_t start = 0;

	for (size_t i = 1; i < number; i++) {
		start += strcspn(text + start, "\n");
		start += text[start] == '\n';
	}
	return (struct span){ start, start + strcspn(text + start, "\n") };
}

static void say_lines(struct plain *p, const char *text, size_t from, size_t to)
{
	for (size_t i = from; i <= to; i++) {
		struct span line = line_at(text, i);
		struct buf words = BUF_INIT;

		buf_addf(&words, "%zu: ", i);
		buf_add(&words, text + line.start, line.end - line.start);
		if (line.end == line.start)
			buf_adds(&words, "(empty)");
		plain_put(p, words.data, words.len, false);
		buf_release(&words);
	}
}

static bool equal_lines(const char *a, size_t i, const char *b, size_t j)
{
	struct span x = line_at(a, i), y = line_at(b, j);
	size_t n = x.end - x.start;

	return n == y.end - y.start && memcmp(a + x.start, b + y.start, n) == 0;
}

static void say_all(struct plain *p, const char *text)
{
	size_t n = count_lines(text);

	if (n == 0)
		plain_say(p, "Nothing is written yet.");
	else
		say_lines(p, text, 1, n);
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
		say_all(p, text);
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
	plain_words(p)->set_text(p->app->top, p->app, buf_str(text));
	buf_release(text);
}

/* Puts LINE in the place of the bytes of SPAN. */
static void splice(struct plain *p, struct span span, const char *line)
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
	struct span at = line_at(text, number);
	struct buf words = BUF_INIT;

	buf_addf(&words, "%s\n", line);
	splice(p, (struct span){ at.start, at.start }, buf_str(&words));
	buf_release(&words);
}

static void take_line(struct plain *p, const char *text, const char *line)
{
	struct write_state *w = &p->write;

	count_keys(p, line);
	if (w->replace > 0) {
		splice(p, line_at(text, w->replace), line);
		plain_sayf(p, "Line %zu is replaced.", w->replace);
		w->replace = 0;
	} else if (w->insert > 0) {
		insert_before(p, text, w->insert, line);
		w->insert++;
	} else {
		append(p, text, line);
	}
}

/* ---------------------------------------------------------------- commands of texts */

static bool read_number(struct plain *p, const char **rest, const char *text, size_t *number)
{
	char *end;
	unsigned long n = strtoul(*rest, &end, 10);

	if (end == *rest || n < 1 || n > count_lines(text)) {
		plain_refuse(p, "say which line, 1 to %zu; .list reads them", count_lines(text));
		return false;
	}
	*number = n;
	*rest = end + strspn(end, " ");
	return true;
}

static void do_list(struct plain *p, const char *text, const char *rest)
{
	size_t from, to;

	if (rest[0] == '\0') {
		say_all(p, text);
		return;
	}
	if (!read_number(p, &rest, text, &from))
		return;
	to = from;
	if (rest[0] != '\0' && !read_number(p, &rest, text, &to))
		return;
	say_lines(p, text, from, to);
}

static void do_replace(struct plain *p, const char *text, const char *rest)
{
	size_t number;

	if (!read_number(p, &rest, text, &number))
		return;
	p->write = (struct write_state){ .replace = number };
	if (rest[0] != '\0') {
		take_line(p, text, rest);
		return;
	}
	plain_say(p, "It reads:");
	say_lines(p, text, number, number);
	plain_say(p, "The next line replaces it.");
}

static void do_insert(struct plain *p, const char *text, const char *rest)
{
	size_t number;

	if (!read_number(p, &rest, text, &number))
		return;
	p->write = (struct write_state){ .insert = number };
	if (rest[0] != '\0') {
		take_line(p, text, rest);
		p->write.insert = 0;
		plain_sayf(p, "It is line %zu now.", number);
		return;
	}
	plain_sayf(p, "Lines go before line %zu now; .end goes to the end again.", number);
}

static void do_end(struct plain *p, const char *text, const char *rest)
{
	(void)text;
	(void)rest;
	p->write = (struct write_state){ .insert = 0 };
	plain_say(p, "Lines go to the end.");
}

static void do_delete(struct plain *p, const char *text, const char *rest)
{
	size_t from, to;
	struct span first, last;

	if (!read_number(p, &rest, text, &from))
		return;
	to = from;
	if (rest[0] != '\0' && !read_number(p, &rest, text, &to))
		return;
	if (to < from)
		to = from;
	first = line_at(text, from);
	last = line_at(text, to);
	if (text[last.end] == '\n')
		last.end++;
	else if (first.start > 0)
		first.start--;
	splice(p, (struct span){ first.start, last.end }, "");
	p->write = (struct write_state){ .insert = 0 };
	plain_sayf(p, "%zu line%s deleted; .undo brings %s back.", to - from + 1,
		   to == from ? " is" : "s are", to == from ? "it" : "them");
}

static void do_find(struct plain *p, const char *text, const char *rest)
{
	size_t n = count_lines(text), found = 0;

	if (rest[0] == '\0') {
		plain_refuse(p, "say what to find: .find words");
		return;
	}
	for (size_t i = 1; i <= n; i++) {
		struct span line = line_at(text, i);
		struct hit hit;

		if (!search_next(text + line.start, line.end - line.start, rest, 0, &hit))
			continue;
		say_lines(p, text, i, i);
		found++;
	}
	if (found == 0)
		plain_sayf(p, "'%.60s' is not in this text.", rest);
}

static void do_difference(struct plain *p, const char *text, const char *rest)
{
	const struct view_words *words = plain_words(p);
	struct buf name = BUF_INIT, out = BUF_INIT;
	size_t len;
	const char *base = words->base == NULL ? NULL : words->base(p->app->top, &len, &name);

	(void)rest;
	if (base == NULL) {
		plain_say(p, "This text is not made from another one.");
	} else {
		words_difference(&out, buf_str(&name), base, len, text, strlen(text));
		plain_say(p, buf_str(&out));
	}
	buf_release(&name);
	buf_release(&out);
}

static void do_read(struct plain *p, const char *text, const char *rest)
{
	const struct view_words *words = plain_words(p);
	struct buf name = BUF_INIT;
	size_t len;
	const char *base = words->base == NULL ? NULL : words->base(p->app->top, &len, &name);

	(void)text;
	(void)rest;
	if (base == NULL) {
		plain_say(p, "This text is not made from another one.");
	} else {
		plain_sayf(p, "%s:", buf_str(&name));
		plain_put(p, base, len, false);
	}
	buf_release(&name);
}

static void do_help(struct plain *p, const char *text, const char *rest);

static const struct {
	const char *name, *help;
	void (*run)(struct plain *p, const char *text, const char *rest);
} own[] = {
	{ "list", "reads the text with the numbers of its lines; .list 3 or .list 3 5", do_list },
	{ "replace", "replaces a line: .replace 3, or .replace 3 and the new words", do_replace },
	{ "insert", "puts lines before a line: .insert 3", do_insert },
	{ "delete", "deletes lines: .delete 3 or .delete 3 5", do_delete },
	{ "end", "puts lines at the end again", do_end },
	{ "find", "reads the lines that have these words: .find tap", do_find },
	{ "difference", "says how the text differs from what it is made from", do_difference },
	{ "read", "reads what it is made from", do_read },
	{ "help", "lists these", do_help },
};

#define OWN (sizeof own / sizeof own[0])

/* Commands of texts that are about the screen. */
static bool for_screens(const char *name)
{
	static const char *const names[] = { "menu",      "scroll",        "scroll-up",
					     "pane-next", "pane-previous", "newline" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* "undo" is text-undo of the command table. */
static enum command find_command(const char *name, size_t n)
{
	char full[64];

	snprintf(full, sizeof full, "text-%.*s", n < 48 ? (int)n : 48, name);
	return for_screens(full + 5) ? CMD_NONE : command_find(full);
}

static bool is_own(size_t i, const char *name, size_t n)
{
	return strlen(own[i].name) == n && memcmp(own[i].name, name, n) == 0;
}

static void do_help(struct plain *p, const char *text, const char *rest)
{
	(void)text;
	(void)rest;
	plain_say(p, ". alone: done with this text");
	for (size_t i = 0; i < OWN; i++)
		plain_sayf(p, ".%s: %s", own[i].name, own[i].help);
	for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++) {
		const struct command_info *info = command_info(c);
		const char *name = info->name + (strncmp(info->name, "text-", 5) == 0 ? 5 : 0);
		size_t i = 0;

		while (i < OWN && strcmp(own[i].name, name) != 0)
			i++;
		if ((info->mode == MODE_TEXT || info->mode == MODE_TEXT_MENU) && i == OWN
		    && name != info->name && find_command(name, strlen(name)) == c)
			plain_sayf(p, ".%s: %s", name, info->help);
	}
	plain_say(p, "A line that begins with a dot and a letter is written with \\ before it.");
}

/* What the menu behind Ctrl-X has is run as it would be there; a letter behind it answers. */
static void run_command(struct plain *p, enum command command, const char *rest)
{
	const struct view *view = p->app->top;

	if (command_info(command)->mode == MODE_TEXT_MENU)
		plain_run_command(p, CMD_TEXT_MENU);
	plain_run_command(p, command);
	if (rest[0] != '\0' && p->app->top == view) {
		char key[2] = { rest[0], '\0' };

		plain_press(p, key);
	} else if (rest[0] != '\0' && plain_mode(p) == MODE_PROMPT) {
		plain_type(p, rest, strlen(rest));
		plain_press(p, "Enter");
	}
	p->write = (struct write_state){ .insert = 0 };
}

/* The lines that differ from BEFORE. */
static void say_changed(struct plain *p, const char *before)
{
	bool one_line;
	const char *now = plain_open_text(p, &one_line);
	size_t old = count_lines(before), n, first = 1, same = 0;

	if (now == NULL || strcmp(now, before) == 0)
		return;
	n = count_lines(now);
	while (first <= n && first <= old && equal_lines(now, first, before, first))
		first++;
	while (same < n - first + 1 && same < old - first + 1
	       && equal_lines(now, n - same, before, old - same))
		same++;
	plain_say_status(p);
	if (first > n - same)
		plain_sayf(p, "Gone: %zu line%s from line %zu on.", old - n,
			   old - n == 1 ? "" : "s", first);
	else
		say_lines(p, now, first, n - same);
	if (n != old && first <= n - same)
		plain_sayf(p, "%zu line%s in all.", n, n == 1 ? "" : "s");
}

static bool needs_letter(enum command command)
{
	return command == CMD_TEXT_BASE || command == CMD_TEXT_MENTION;
}

static void text_command(struct plain *p, const char *text, const char *name)
{
	size_t n = strcspn(name, " ");
	const char *rest = name + n + strspn(name + n, " ");
	enum command command;
	char *before;

	for (size_t i = 0; i < OWN; i++)
		if (is_own(i, name, n)) {
			own[i].run(p, text, rest);
			return;
		}
	command = find_command(name, n);
	if (command == CMD_NONE) {
		plain_refuse(p,
			     "'.%.*s' is no command of texts; .help lists them, and \\ before the "
			     "dot makes it text",
			     n < 40 ? (int)n : 40, name);
		return;
	}
	if (needs_letter(command) && rest[0] == '\0') {
		plain_refuse(p, "say which response: .%.*s A", (int)n, name);
		return;
	}
	before = xstrdup(text);
	run_command(p, command, rest);
	say_changed(p, before);
	free(before);
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
		text_command(p, text, line + 1);
		return;
	}
	if (line[0] == '\\' && line[1] == '.')
		line++;
	if (one_line)
		one_line_text(p, line);
	else
		take_line(p, text, line);
}
