/* The settings file and the themes. */
#include "ui/settings.h"
#include "ui/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void refuses(const char *text, const char *place, const char *words)
{
	struct settings settings, defaults;
	struct err err;

	if (settings_parse(&settings, text, strlen(text), "settings.yaml", &err))
		fail_msg("was taken: %s", text);
	if (strncmp(err.msg, place, strlen(place)) != 0 || strstr(err.msg, words) == NULL)
		fail_msg("%s\nsays: %s\nnot: %s … %s", text, err.msg, place, words);
	settings_init(&defaults);
	assert_ptr_equal(settings.theme, defaults.theme);
	assert_int_equal(settings.mouse, defaults.mouse);
}

static void an_empty_file_leaves_the_defaults(void **state)
{
	struct settings settings;
	struct err err;

	(void)state;
	assert_true(settings_parse(&settings, "# nothing\n", 10, "f", &err));
	assert_string_equal(settings.theme->name, "default");
	assert_int_equal(settings.colour, COLOUR_AUTO);
	assert_int_equal(settings.help, -1);
	assert_false(settings.mouse);
	assert_true(settings.idle);
}

static void every_setting_is_read(void **state)
{
	static const char text[] = "theme: high-contrast\ncolour: 256\nmouse: on\nhelp: 1\n"
				   "ascii: true\nidle: off\nbidi: off\nspelling: en_GB\n";
	struct settings settings;
	struct err err;

	(void)state;
	assert_true(settings_parse(&settings, text, strlen(text), "f", &err));
	assert_string_equal(settings.theme->name, "high-contrast");
	assert_int_equal(settings.colour, COLOUR_256);
	assert_true(settings.mouse && settings.ascii);
	assert_false(settings.idle);
	assert_int_equal(settings.help, 1);
	assert_int_equal(settings.bidi, BIDI_OFF);
	assert_string_equal(settings.spelling, "en_GB");
}

static void a_wrong_value_is_refused_with_its_place(void **state)
{
	(void)state;
	refuses("mouse: on\ntheme: drak\n", "settings.yaml:2:8: ", "did you mean 'dark'?");
	refuses("colour: many\n", "settings.yaml:1:9: ", "auto, never, 16, 256, rgb");
	refuses("help: 4\n", "settings.yaml:1:7: ", "");
	refuses("muose: on\n", "settings.yaml:1:1: ", "did you mean 'mouse'?");
	refuses("mouse: [on]\n", "settings.yaml:1:8: ", "one word");
	refuses("spelling: ../../etc\n", "settings.yaml:1:11: ", "a language like en_GB");
	refuses("theme\n", "settings.yaml:1:1: ", "lines like");
}

/* ---------------------------------------------------------------- themes */

static double channel(int32_t rgb, int shift)
{
	double c = ((rgb >> shift) & 255) / 255.0;

	return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(int32_t rgb)
{
	return 0.2126 * channel(rgb, 16) + 0.7152 * channel(rgb, 8) + 0.0722 * channel(rgb, 0);
}

/* WCAG 2.1, 1.4.3. */
static double contrast(int32_t a, int32_t b)
{
	double x = luminance(a), y = luminance(b);

	return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

static void stands_out(const char *name, int32_t ground, double least)
{
	const struct theme *theme = theme_find(name);

	assert_non_null(theme);
	for (int i = 0; i < STYLE_COUNT; i++)
		if (theme->look[i].rgb != COLOUR_OWN
		    && contrast(theme->look[i].rgb, ground) < least)
			fail_msg("%s: style %d has %.1f to 1", name, i,
				 contrast(theme->look[i].rgb, ground));
}

static void themes_can_be_read_on_their_ground(void **state)
{
	(void)state;
	stands_out("dark", 0x1E1E1E, 4.5);
	stands_out("light", 0xFFFFFF, 4.5);
	stands_out("light", 0xEEE8D5, 4.5);
	stands_out("high-contrast", 0x000000, 7.0);
}

static void mono_and_no_colour_use_none(void **state)
{
	const struct theme *mono = theme_find("mono");

	(void)state;
	for (int i = 0; i < STYLE_COUNT; i++) {
		assert_int_equal(look_colour(&mono->look[i], 1 << 24), COLOUR_OWN);
		for (size_t t = 0; t < theme_count; t++)
			assert_int_equal(look_colour(&themes[t].look[i], 0), COLOUR_OWN);
	}
}

/* Where no mark of its own tells them apart, attributes must. */
static void without_colours_what_is_side_by_side_differs(void **state)
{
	static const enum style pairs[][2] = {
		{ STYLE_INSERTED, STYLE_DELETED }, { STYLE_INSERTED, STYLE_TEXT },
		{ STYLE_DELETED, STYLE_TEXT },     { STYLE_MATCH, STYLE_TEXT },
		{ STYLE_HIDDEN, STYLE_TEXT },      { STYLE_SELECTED, STYLE_TEXT },
		{ STYLE_BRIGHT, STYLE_TEXT },
	};

	(void)state;
	for (size_t t = 0; t < theme_count; t++)
		for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
			assert_int_not_equal(themes[t].look[pairs[i][0]].without,
					     themes[t].look[pairs[i][1]].without);
}

static void a_colour_is_as_the_terminal_can(void **state)
{
	const struct look *look = &theme_find("dark")->look[STYLE_CHOSEN];

	(void)state;
	assert_int_equal(look_colour(look, 8), look->c16);
	assert_int_equal(look_colour(look, 16), look->c16);
	assert_int_equal(look_colour(look, 88), look->c16);
	assert_int_equal(look_colour(look, 256), look->c256);
	assert_int_equal(look_colour(look, 1 << 24), look->rgb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_file_leaves_the_defaults),
		cmocka_unit_test(every_setting_is_read),
		cmocka_unit_test(a_wrong_value_is_refused_with_its_place),
		cmocka_unit_test(themes_can_be_read_on_their_ground),
		cmocka_unit_test(mono_and_no_colour_use_none),
		cmocka_unit_test(without_colours_what_is_side_by_side_differs),
		cmocka_unit_test(a_colour_is_as_the_terminal_can),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
