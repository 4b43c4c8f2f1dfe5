/* keys_try.c - reads keys as the workbench does and says what they are. */
#include "main/keys_try.h"

#include "main/term_events.h"
#include "main/terminfo.h"
#include "main/tty.h"
#include "text/cells.h"
#include "ui/layout.h"

#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const char modes_on[] = "\033[?2004h\033[?1h\033=";
static const char modes_off[] = "\033[?2004l\033[?1l\033>";

static void define_key(void *ctx, const char *sequence, const char *name)
{
	input_define(ctx, sequence, name);
}

static void add_sent(struct buf *line, const struct input *input)
{
	for (size_t i = 0; i < input->n_sent; i++) {
		unsigned char c = input->sent[i];

		if (c == 0x1B)
			buf_adds(line, i > 0 ? " ESC" : "ESC");
		else if (c > ' ' && c < 0x7F)
			buf_addf(line, " %c", c);
		else
			buf_addf(line, " %02X", c);
	}
}

static void pad(struct buf *line, int to)
{
	static const struct cell_options options = { .style = STYLE_TEXT };
	int columns = text_columns(buf_str(line), line->len, &options);

	while (columns++ < to)
		buf_addc(line, ' ');
}

/* A keyboard, or what is pasted without marks, may send any character. */
static void add_key(struct buf *line, const char *key)
{
	text_sanitise(line, key, strlen(key), ONE_LINE);
}

/* "skip in the workbench, …". */
static void add_meanings(struct buf *line, const struct keymap *map, const char *key)
{
	enum command last = CMD_NONE;
	bool any = false;

	for (size_t s = 0; s < key_state_count; s++) {
		enum command found = keymap_find(map, key_states[s].mode, key_states[s].n, key);

		if (found == CMD_NONE || found == last)
			continue;
		buf_addf(line, "%s%s in %s", any ? ", " : "", command_info(found)->name,
			 key_states[s].name);
		last = found;
		any = true;
	}
	if (!any)
		buf_adds(line, keymap_is_answer(key) ? "answers" : "nothing");
}

static void say_key(const struct keymap *map, const struct input *input, const struct event *event)
{
	struct buf line = BUF_INIT;
	struct event meant = *event;

	layout_apply(map->layout, &meant);
	add_key(&line, event->key);
	if (strcmp(meant.key, event->key) != 0) {
		buf_adds(&line, " → ");
		add_key(&line, meant.key);
	}
	if (event->keypad)
		buf_adds(&line, " (keypad)");
	pad(&line, 16);
	add_sent(&line, input);
	pad(&line, 32);
	buf_addc(&line, ' ');
	add_meanings(&line, map, meant.key);
	buf_adds(&line, "\r\n");
	tty_write(line.data, line.len);
	buf_release(&line);
}

static void say(const char *words)
{
	tty_write(words, strlen(words));
}

/* False: leave. */
static bool take_event(const struct keymap *map, const struct input *input,
		       const struct event *event, bool *q)
{
	bool again = *q && key_is(event, "q");

	switch (event->type) {
	case EVENT_HANGUP:
		return false;
	case EVENT_PASTE:
		say("a paste: marked by the terminal as it should be\r\n");
		return true;
	case EVENT_KEY:
		say_key(map, input, event);
		*q = key_is(event, "q");
		return !again && !key_is(event, "Ctrl-G") && !key_is(event, "Ctrl-C");
	default:
		return true;
	}
}

static void set_raw(void)
{
	struct termios raw;

	if (tcgetattr(STDIN_FILENO, &raw) != 0)
		return;
	cfmakeraw(&raw);
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

bool keys_try(const struct cmd_env *env, const struct keymap *map, struct err *err)
{
	struct term_events events = { .hangup = false };
	char name[TERMINFO_NAME_MAX];
	struct event event;
	bool q = false;

	if (!env->in_tty || !env->out_tty)
		return err_set(err, ERR_INVALID, "--try needs a terminal to press keys on");
	if (!tty_take(err))
		return false;
	input_init(&events.input);
	terminfo_keys(terminfo_choose(getenv("TERM"), STDOUT_FILENO, name, err) ? name : NULL,
		      STDOUT_FILENO, define_key, &events.input);
	tty_arm(modes_off, strlen(modes_off));
	set_raw();
	say(modes_on);
	say("Press keys; q twice or Ctrl-G ends it. What shows nothing is unknown to assay.\r\n"
	    "key             sends            means\r\n");
	do
		term_events_next(&events, -1, &event);
	while (take_event(map, &events.input, &event, &q));
	say(modes_off);
	tty_give_back();
	input_release(&events.input);
	return true;
}
