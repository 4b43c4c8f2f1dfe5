/* key_script.c - recorded keys, read back one event at a time. */
#include "text/decode.h"
#include "ui/key.h"

#include <stdio.h>
#include <string.h>

#define SCREEN_MAX 1000 /* rows or columns */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_blanks(const char *s, size_t at)
{
	for (;;) {
		while (is_blank(s[at]))
			at++;
		if (s[at] != '#')
			return at;
		while (s[at] != '\0' && s[at] != '\n')
			at++;
	}
}

static size_t word_end(const char *s, size_t at)
{
	while (s[at] != '\0' && !is_blank(s[at]))
		at++;
	return at;
}

/* Bytes of the next character of a quoted text. */
static size_t quoted_length(const char *s)
{
	size_t len;

	if (s[0] == '\\' && s[1] != '\0')
		return 2;
	utf8_decode(s, strnlen(s, 4), &len, NULL);
	return len;
}

static bool type_quoted(const char *s, size_t *at, struct event *event)
{
	size_t len = quoted_length(s + *at);
	char key[8] = "";

	if (s[*at] == '\n' || strncmp(s + *at, "\\n", 2) == 0)
		snprintf(key, sizeof key, "Enter");
	else if (s[*at] == '\\' && len == 2)
		key[0] = s[*at + 1];
	else
		memcpy(key, s + *at, len);
	*at += len;
	return key_event(event, key);
}

static bool read_number(const char *s, size_t *at, int *value)
{
	size_t first = *at;

	*value = 0;
	while (s[*at] >= '0' && s[*at] <= '9' && *value <= SCREEN_MAX)
		*value = *value * 10 + (s[(*at)++] - '0');
	return *at > first && *value >= 1 && *value <= SCREEN_MAX;
}

/* "@120x40": columns, then rows. */
static bool read_resize(const char *s, struct event *event, int *rows, int *cols)
{
	size_t at = 1;

	*event = (struct event){ .type = EVENT_RESIZE };
	return read_number(s, &at, cols) && s[at++] == 'x' && read_number(s, &at, rows)
	       && (s[at] == '\0' || is_blank(s[at]));
}

static bool read_word(const char *s, size_t n, struct event *event, int *rows, int *cols)
{
	char key[KEY_NAME_MAX];

	if (s[0] == '@' && n > 1)
		return read_resize(s, event, rows, cols);
	if (n >= sizeof key)
		return false;
	memcpy(key, s, n);
	key[n] = '\0';
	return key_event(event, key);
}

/* The next letter of a quoted text; a quote ends it. */
static bool next_letter(const char *script, struct key_place *place, struct event *event, bool *bad)
{
	if (script[place->at] == '"') {
		place->at++;
		place->quoted = false;
		return false;
	}
	/* A text that never ends is as wrong as a letter that cannot be typed. */
	*bad = script[place->at] == '\0' || !type_quoted(script, &place->at, event);
	return !*bad;
}

bool key_script_next(const char *script, struct key_place *place, struct event *event,
		     int *resize_rows, int *resize_cols, bool *bad)
{
	size_t start;

	*bad = false;
	for (;;) {
		if (place->quoted && (next_letter(script, place, event, bad) || *bad))
			return !*bad;
		place->at = skip_blanks(script, place->at);
		if (script[place->at] != '"')
			break;
		place->at++;
		place->quoted = true;
	}
	if (script[place->at] == '\0')
		return false;
	start = place->at;
	place->at = word_end(script, place->at);
	*bad = !read_word(script + start, place->at - start, event, resize_rows, resize_cols);
	return !*bad;
}
