/* text_commands.c - what a line that begins with a dot and a word does to the open text. */
#include "ui/plain/plain_state.h"

#include "base/alloc.h"
#include "text/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool equal_lines(const char *a, size_t i, const char *b, size_t j)
{
	struct span x = lines_at(a, i), y = lines_at(b, j);
	size_t n = x.end - x.start;

	return n == y.end - y.start && memcmp(a + x.start, b + y.start, n) == 0;
}

static bool read_number(struct plain *p, const char **rest, const char *text, size_t *number)
{
	char *end;
	unsigned long n = strtoul(*rest, &end, 10);

	if (end == *rest || n < 1 || n > lines_count(text)) {
		plain_refuse(p, "say which line, 1 to %zu; .list reads them", lines_count(text));
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
		lines_say_all(p, text);
		return;
	}
	if (!read_number(p, &rest, text, &from))
		return;
	to = from;
	if (rest[0] != '\0' && !read_number(p, &rest, text, &to))
		return;
	lines_say(p, text, from, to);
}

static void do_replace(struct plain *p, const char *text, const char *rest)
{
	size_t number;

	if (!read_number(p, &rest, text, &number))
		return;
	p->write = (struct write_state){ .replace = number };
	if (rest[0] != '\0') {
		plain_take_line(p, text, rest);
		return;
	}
	plain_say(p, "It reads:");
	lines_say(p, text, number, number);
	plain_say(p, "The next line replaces it.");
}

static void do_insert(struct plain *p, const char *text, const char *rest)
{
	size_t number;

	if (!read_number(p, &rest, text, &number))
		return;
	p->write = (struct write_state){ .insert = number };
	if (rest[0] != '\0') {
		plain_take_line(p, text, rest);
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
	first = lines_at(text, from);
	last = lines_at(text, to);
	if (text[last.end] == '\n')
		last.end++;
	else if (first.start > 0)
		first.start--;
	lines_splice(p, (struct span){ first.start, last.end }, "");
	p->write = (struct write_state){ .insert = 0 };
	plain_sayf(p, "%zu line%s deleted; .undo brings %s back.", to - from + 1,
		   to == from ? " is" : "s are", to == from ? "it" : "them");
}

static void do_find(struct plain *p, const char *text, const char *rest)
{
	size_t n = lines_count(text), found = 0;

	if (rest[0] == '\0') {
		plain_refuse(p, "say what to find: .find words");
		return;
	}
	for (size_t i = 1; i <= n; i++) {
		struct span line = lines_at(text, i);
		struct hit hit;

		if (!search_next(text + line.start, line.end - line.start, rest, 0, &hit))
			continue;
		lines_say(p, text, i, i);
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
	size_t old = lines_count(before), n, first = 1, same = 0;

	if (now == NULL || strcmp(now, before) == 0)
		return;
	n = lines_count(now);
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
		lines_say(p, now, first, n - same);
	if (n != old && first <= n - same)
		plain_sayf(p, "%zu line%s in all.", n, n == 1 ? "" : "s");
}

static bool needs_letter(enum command command)
{
	return command == CMD_TEXT_BASE || command == CMD_TEXT_MENTION;
}

void plain_text_command(struct plain *p, const char *text, const char *name)
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
