/* input.c - the many ways in which terminals say the same keys. */
#include "ui/input.h"

#include "base/alloc.h"
#include "text/decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEQUENCE_MAX 64 /* bytes after which a sequence without an end is given up */

struct input_sequence {
	char *bytes, *name;
};

/* What follows "ESC [" or "ESC O"; modifiers "1;5" are taken out before. */
static const struct {
	const char *tail, *name;
} finals[] = {
	{ "A", "Up" },
	{ "B", "Down" },
	{ "C", "Right" },
	{ "D", "Left" },
	{ "H", "Home" },
	{ "F", "End" },
	{ "Z", "Shift-Tab" },
	{ "1~", "Home" },
	{ "2~", "Insert" },
	{ "3~", "Delete" },
	{ "4~", "End" },
	{ "5~", "PgUp" },
	{ "6~", "PgDn" },
	{ "7~", "Home" },
	{ "8~", "End" },
	/* rxvt: Ctrl and Shift with arrows */
	{ "a", "Up" },
	{ "b", "Down" },
	{ "c", "Ctrl-Right" },
	{ "d", "Ctrl-Left" },
};

/* "ESC O": the numeric keypad in application mode. */
static const struct {
	char final;
	const char *name;
} keypad[] = {
	{ 'p', "0" },   { 'q', "1" },     { 'r', "2" }, { 's', "3" }, { 't', "4" },
	{ 'u', "5" },   { 'v', "6" },     { 'w', "7" }, { 'x', "8" }, { 'y', "9" },
	{ 'm', "-" },   { 'M', "Enter" }, { 'n', "." }, { 'l', "," }, { 'X', "=" },
	{ 'I', "Tab" }, { 'k', "+" },     { 'j', "*" }, { 'o', "/" }, { 'E', "5" },
};

void input_init(struct input *input)
{
	*input = (struct input){ .bytes = BUF_INIT, .paste = BUF_INIT };
}

void input_release(struct input *input)
{
	for (size_t i = 0; i < input->n_extra; i++) {
		free(input->extra[i].bytes);
		free(input->extra[i].name);
	}
	free(input->extra);
	buf_release(&input->bytes);
	buf_release(&input->paste);
	input_init(input);
}

void input_define(struct input *input, const char *sequence, const char *name)
{
	/* A single byte is a key already; one that is no escape sequence would steal letters. */
	if (sequence == NULL || sequence[0] != '\033' || sequence[1] == '\0')
		return;
	input->extra =
		vec_grow(input->extra, input->n_extra, &input->cap_extra, sizeof *input->extra);
	input->extra[input->n_extra++] =
		(struct input_sequence){ .bytes = xstrdup(sequence), .name = xstrdup(name) };
}

void input_feed(struct input *input, const void *bytes, size_t n)
{
	buf_add(&input->bytes, bytes, n);
}

static const unsigned char *rest(const struct input *input, size_t *n)
{
	*n = input->bytes.len - input->at;
	return input->bytes.data == NULL ? (const unsigned char *)""
					 : (const unsigned char *)input->bytes.data + input->at;
}

static void take(struct input *input, size_t n)
{
	for (size_t i = 0; i < n && input->n_sent < sizeof input->sent; i++)
		input->sent[input->n_sent++] = (unsigned char)input->bytes.data[input->at + i];
	input->at += n;
	if (input->at < input->bytes.len)
		return;
	buf_clear(&input->bytes);
	input->at = 0;
}

enum read { READ_EVENT, READ_NOTHING, READ_MORE };

static enum read give(struct input *input, size_t n, const char *name, struct event *event)
{
	take(input, n);
	return key_event(event, name) ? READ_EVENT : READ_NOTHING;
}

/* ---------------------------------------------------------------- pastes */

static const char paste_end[] = "\033[201~";

static void paste_add(struct input *input, const void *bytes, size_t n)
{
	size_t room = INPUT_PASTE_MAX - input->paste.len;

	buf_add(&input->paste, bytes, n < room ? n : room);
}

static enum read end_paste(struct input *input, struct event *event)
{
	input->pasting = false;
	buf_reserve(&input->paste, 1);
	/* Terminals send line ends of pastes as CR. */
	for (size_t i = 0; i < input->paste.len; i++)
		if (input->paste.data[i] == '\r')
			input->paste.data[i] = '\n';
	*event = (struct event){ .type = EVENT_PASTE,
				 .text = buf_str(&input->paste),
				 .len = input->paste.len };
	return READ_EVENT;
}

/* How many of the last bytes may be the beginning of the end mark. */
static size_t partial_end(const unsigned char *bytes, size_t n)
{
	for (size_t k = sizeof paste_end - 2; k > 0; k--)
		if (k <= n && memcmp(bytes + n - k, paste_end, k) == 0)
			return k;
	return 0;
}

static enum read read_paste(struct input *input, bool timed_out, struct event *event)
{
	size_t n, mark = sizeof paste_end - 1;
	const unsigned char *bytes = rest(input, &n);

	for (size_t i = 0; i + mark <= n; i++)
		if (memcmp(bytes + i, paste_end, mark) == 0) {
			paste_add(input, bytes, i);
			take(input, i + mark);
			return end_paste(input, event);
		}
	n -= timed_out ? 0 : partial_end(bytes, n);
	paste_add(input, bytes, n);
	take(input, n);
	return timed_out ? end_paste(input, event) : READ_MORE;
}

/* ---------------------------------------------------------------- sequences */

static const char *final_name(const char *tail)
{
	for (size_t i = 0; i < sizeof finals / sizeof finals[0]; i++)
		if (strcmp(finals[i].tail, tail) == 0)
			return finals[i].name;
	return NULL;
}

static const char *keypad_name(char final)
{
	for (size_t i = 0; i < sizeof keypad / sizeof keypad[0]; i++)
		if (keypad[i].final == final)
			return keypad[i].name;
	return NULL;
}

/* MODIFIER is 1 + (1 Shift, 2 Alt, 4 Ctrl). */
static enum read with_modifier(struct input *input, size_t n, const char *name, int modifier,
			       struct event *event)
{
	int bits = modifier > 0 ? modifier - 1 : 0;
	char full[KEY_NAME_MAX + 8];

	snprintf(full, sizeof full, "%s%s",
		 (bits & 4) != 0   ? "Ctrl-"
		 : (bits & 1) != 0 ? "Shift-"
				   : "",
		 name);
	if (!key_event(event, full))
		snprintf(full, sizeof full, "%s", name);
	if ((bits & 2) == 0)
		return give(input, n, full, event);
	/* Alt and a key is Esc, then that key. */
	snprintf(input->queued, sizeof input->queued, "%.31s", full);
	return give(input, n, "Esc", event);
}

/* "1;5A" and "5;3~": takes the modifier out of TAIL. */
static int split_modifier(char *tail)
{
	char *semicolon = strchr(tail, ';'), *end;
	long modifier;

	if (semicolon == NULL)
		return 0;
	modifier = strtol(semicolon + 1, &end, 10);
	memmove(semicolon, end, strlen(end) + 1);
	if (tail[0] == '1' && tail[1] != '~' && tail[1] != '\0')
		memmove(tail, tail + 1, strlen(tail));
	return modifier >= 1 && modifier <= 8 ? (int)modifier : 0;
}

/* "<0;12;5M": button, column and row as SGR 1006 has them.  Releases, other buttons and motion mean
 * nothing here. */
static enum read read_mouse(struct input *input, size_t n, const char *tail, struct event *event)
{
	char *end;
	long button = strtol(tail + 1, &end, 10), col = 0, row = 0;
	bool press;

	if (*end == ';')
		col = strtol(end + 1, &end, 10);
	if (*end == ';')
		row = strtol(end + 1, &end, 10);
	press = strcmp(end, "M") == 0 && col >= 1 && col < 10000 && row >= 1 && row < 10000;
	take(input, n);
	/* Shift, Alt and Ctrl are looked away from. */
	button &= ~(4L | 8L | 16L);
	if (!press || (button != 0 && button != 64 && button != 65))
		return READ_NOTHING;
	*event = (struct event){ .type = EVENT_MOUSE,
				 .mouse = button == 0    ? MOUSE_PRESS
					  : button == 64 ? MOUSE_WHEEL_UP
							 : MOUSE_WHEEL_DOWN,
				 .row = (int)row - 1,
				 .col = (int)col - 1 };
	return READ_EVENT;
}

/* Behind "ESC [", N bytes in all. */
static enum read read_csi(struct input *input, const unsigned char *bytes, size_t n, bool timed_out,
			  struct event *event)
{
	char tail[SEQUENCE_MAX + 1];
	const char *name;
	size_t end = 2;
	int modifier;

	while (end < n && end < SEQUENCE_MAX && bytes[end] >= 0x20 && bytes[end] < 0x40)
		end++;
	/* The Linux console's function keys: ESC [ [ A. */
	if (end == 2 && end < n && bytes[end] == '[')
		end++;
	if (end >= n && end < SEQUENCE_MAX && !timed_out)
		return READ_MORE;
	if (end >= n || end >= SEQUENCE_MAX || bytes[end] < 0x40 || bytes[end] > 0x7E)
		/* No sequence after all: Esc, and what follows is read by itself. */
		return give(input, 1, "Esc", event);
	snprintf(tail, sizeof tail, "%.*s", (int)(end - 1), (const char *)bytes + 2);
	if (strcmp(tail, "200~") == 0) {
		take(input, end + 1);
		buf_clear(&input->paste);
		input->pasting = true;
		return READ_NOTHING;
	}
	if (tail[0] == '<' && (bytes[end] == 'M' || bytes[end] == 'm'))
		return read_mouse(input, end + 1, tail, event);
	/* The old form: three bytes follow that may be digits. */
	if (strcmp(tail, "M") == 0) {
		if (n < end + 4 && !timed_out)
			return READ_MORE;
		take(input, n < end + 4 ? n : end + 4);
		return READ_NOTHING;
	}
	modifier = split_modifier(tail);
	name = final_name(tail);
	if (name != NULL)
		return with_modifier(input, end + 1, name, modifier, event);
	take(input, end + 1);
	return READ_NOTHING;
}

/* Behind "ESC O". */
static enum read read_ss3(struct input *input, const unsigned char *bytes, size_t n, bool timed_out,
			  struct event *event)
{
	char tail[2] = { 0, 0 };
	const char *name;

	if (n < 3)
		return timed_out ? give(input, 1, "Esc", event) : READ_MORE;
	tail[0] = (char)bytes[2];
	name = keypad_name(tail[0]);
	if (name != NULL) {
		enum read result = give(input, 3, name, event);

		event->keypad = true;
		return result;
	}
	name = final_name(tail);
	return name != NULL ? give(input, 3, name, event) : give(input, 1, "Esc", event);
}

/* Sequences of the terminal's own description come first. */
static enum read read_extra(struct input *input, const unsigned char *bytes, size_t n,
			    bool timed_out, struct event *event)
{
	bool more = false;

	for (size_t i = 0; i < input->n_extra; i++) {
		size_t len = strlen(input->extra[i].bytes);

		if (len <= n && memcmp(bytes, input->extra[i].bytes, len) == 0)
			return give(input, len, input->extra[i].name, event);
		more = more || (n > 1 && len > n && memcmp(bytes, input->extra[i].bytes, n) == 0);
	}
	return more && !timed_out ? READ_MORE : READ_NOTHING;
}

static enum read read_escape(struct input *input, const unsigned char *bytes, size_t n,
			     bool timed_out, struct event *event)
{
	enum read extra = read_extra(input, bytes, n, timed_out, event);

	if (extra != READ_NOTHING)
		return extra;
	if (n == 1)
		return timed_out ? give(input, 1, "Esc", event) : READ_MORE;
	if (bytes[1] == '[')
		return read_csi(input, bytes, n, timed_out, event);
	if (bytes[1] == 'O')
		return read_ss3(input, bytes, n, timed_out, event);
	return give(input, 1, "Esc", event);
}

/* ---------------------------------------------------------------- plain keys */

static enum read read_control(struct input *input, unsigned char byte, struct event *event)
{
	char name[KEY_NAME_MAX];

	switch (byte) {
	case '\t':
		return give(input, 1, "Tab", event);
	case '\r':
	case '\n':
		return give(input, 1, "Enter", event);
	case 0x08:
	case 0x7F:
		return give(input, 1, "Backspace", event);
	default:
		snprintf(name, sizeof name, "Ctrl-%c", byte + '@');
		return give(input, 1, name, event);
	}
}

static enum read read_rune(struct input *input, const unsigned char *bytes, size_t n,
			   bool timed_out, struct event *event)
{
	size_t len, want = bytes[0] < 0x80 ? 1 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
	char name[8] = "";
	bool ok;

	if (n < want && !timed_out && bytes[0] >= 0xC2)
		return READ_MORE;
	utf8_decode((const char *)bytes, n, &len, &ok);
	if (!ok) {
		take(input, len);
		return READ_NOTHING;
	}
	memcpy(name, bytes, len);
	return give(input, len, name[0] == ' ' ? "Space" : name, event);
}

bool input_next(struct input *input, bool timed_out, struct event *event)
{
	enum read result = READ_NOTHING;
	size_t n;

	input->n_sent = 0;
	if (input->queued[0] != '\0') {
		key_event(event, input->queued);
		input->queued[0] = '\0';
		return true;
	}
	while (result == READ_NOTHING) {
		input->n_sent = 0;
		const unsigned char *bytes = rest(input, &n);

		if (input->pasting)
			result = read_paste(input, timed_out, event);
		else if (n == 0)
			return false;
		else if (bytes[0] == 0x1B)
			result = read_escape(input, bytes, n, timed_out, event);
		else if (bytes[0] < 0x20 || bytes[0] == 0x7F)
			result = read_control(input, bytes[0], event);
		else
			result = read_rune(input, bytes, n, timed_out, event);
	}
	return result == READ_EVENT;
}

int input_wait_ms(const struct input *input)
{
	if (input->pasting)
		return INPUT_PASTE_MS;
	if (input->queued[0] != '\0')
		return 0;
	return input->at < input->bytes.len ? INPUT_ESC_MS : -1;
}
