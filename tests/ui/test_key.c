/* Key names and recorded keys. */
#include "ui/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void every_name_makes_its_key(void **state)
{
	static const char *const good[] = { "a",      "Z",         "é",      "7",       "=",
					    "?",      "中",        "Space",  "Enter",   "Tab",
					    "Esc",    "Shift-Tab", "PgUp",   "Ctrl-X",  "Ctrl-_",
					    "Delete", "Ctrl-Left", "Insert", "Ctrl-\\", "\"" };
	struct event event;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert_true(key_event(&event, good[i]));
		assert_true(key_is(&event, good[i]));
		assert_int_equal(event.type, EVENT_KEY);
	}
	assert_true(key_event(&event, "é"));
	assert_int_equal(event.rune, 0xE9);
	assert_true(key_event(&event, "Enter"));
	assert_int_equal(event.rune, 0);
}

static void a_space_is_called_space(void **state)
{
	struct event event;

	(void)state;
	assert_true(key_event(&event, " "));
	assert_true(key_is(&event, "Space"));
	assert_int_equal(event.rune, ' ');
}

static void what_is_no_key_is_refused(void **state)
{
	static const char *const bad[] = { "",        "ab",   "enter", "Ctrl-", "Ctrl-x",
					   "Ctrl-XY", "\033", "\t",    "\177",  "\xc2\x9b",
					   "\xff",    "F13",  "Alt-x" };
	struct event event;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(key_event(&event, bad[i]));
}

/* Plays SCRIPT into OUT as names with spaces between; "!" where a word is no key. */
static void play(const char *script, char *out, size_t size)
{
	struct event event;
	struct key_place place = { 0 };
	size_t used = 0;
	int rows = 0, cols = 0;
	bool bad = false;

	out[0] = '\0';
	while (key_script_next(script, &place, &event, &rows, &cols, &bad) || bad) {
		if (bad)
			used += (size_t)snprintf(out + used, size - used, "! ");
		else if (event.type == EVENT_RESIZE)
			used += (size_t)snprintf(out + used, size - used, "(%dx%d) ", cols, rows);
		else
			used += (size_t)snprintf(out + used, size - used, "%s ", event.key);
		if (script[place.at] == '\0' && bad)
			break;
	}
}

static void a_script_plays_names_texts_sizes_and_comments(void **state)
{
	static const struct {
		const char *script, *want;
	} cases[] = {
		{ "", "" },
		{ "2 3 Enter", "2 3 Enter " },
		{ "  a\n\tCtrl-X  ", "a Ctrl-X " },
		{ "w \"hi you\" Esc", "w h i Space y o u Esc " },
		{ "\"a\\nb\\\"c\\\\\" d", "a Enter b \" c \\ d " },
		{ "\"a\nb\"", "a Enter b " },
		{ "\"é中\"\"x\"", "é 中 x " },
		{ "\"\" a", "a " },
		{ "@120x40 a", "(120x40) a " },
		{ "a # it's \"not\" typed\nb", "a b " },
		{ "# only this", "" },
		{ "\"# text\" #c", "# Space t e x t " },
		{ "a nokey b", "a ! b " },
		{ "@0x5 @9999x9 @1x @ a", "! ! ! @ a " },
		{ "\"open", "o p e n ! " },
	};
	char out[256];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		play(cases[i].script, out, sizeof out);
		assert_string_equal(out, cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_makes_its_key),
		cmocka_unit_test(a_space_is_called_space),
		cmocka_unit_test(what_is_no_key_is_refused),
		cmocka_unit_test(a_script_plays_names_texts_sizes_and_comments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
