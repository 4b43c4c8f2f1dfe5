/* The look of blanks: what nobody sees is not told to the terminal. */
#include "ui/blanks.h"

#include "ui/canvas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define COLS 40

static const bool unseen[STYLE_COUNT] = {
	[STYLE_TEXT] = true, [STYLE_DIM] = true, [STYLE_KEY] = true
};

/* One letter for each cell: t(ext), d(im), k(ey), m(atch). */
static void expect_styles(const struct canvas *cv, const bool *those, const char *wanted)
{
	static const char letter[STYLE_COUNT] = {
		[STYLE_TEXT] = 't', [STYLE_DIM] = 'd', [STYLE_KEY] = 'k', [STYLE_MATCH] = 'm'
	};
	char got[COLS + 1] = { 0 };
	uint8_t styles[COLS];

	blanks_styles(cv->cells, COLS, those, styles);
	for (size_t i = 0; i < strlen(wanted); i++)
		got[i] = letter[styles[i]];
	assert_string_equal(got, wanted);
}

static void blanks_between_words_look_like_the_word_before(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 1, COLS);
	canvas_put(&cv, 0, 2, COLS, STYLE_KEY, "Tab");
	canvas_put(&cv, 0, 6, COLS, STYLE_DIM, "next");
	canvas_put(&cv, 0, 13, COLS, STYLE_KEY, "u");
	expect_styles(&cv, unseen, "ttkkkkdddddddkttt");
	canvas_release(&cv);
}

static void many_blanks_and_those_at_the_ends_are_text(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 1, COLS);
	canvas_put(&cv, 0, 0, COLS, STYLE_DIM, "  a  ");
	canvas_put(&cv, 0, 9, COLS, STYLE_DIM, "b   ");
	expect_styles(&cv, unseen, "ttdttttttdtttt");
	canvas_release(&cv);
}

static void a_blank_that_can_be_seen_keeps_its_look(void **state)
{
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 1, COLS);
	canvas_put(&cv, 0, 0, COLS, STYLE_MATCH, "a b");
	canvas_put(&cv, 0, 4, COLS, STYLE_DIM, "c");
	expect_styles(&cv, unseen, "mmmtdt");
	canvas_release(&cv);
}

static void where_the_ground_shows_nothing_is_changed(void **state)
{
	static const bool none[STYLE_COUNT] = { false };
	struct canvas cv;

	(void)state;
	canvas_init(&cv, 1, COLS);
	canvas_put(&cv, 0, 0, COLS, STYLE_DIM, "a b  ");
	canvas_put(&cv, 0, 6, COLS, STYLE_KEY, "c d");
	expect_styles(&cv, none, "dddddtkkkt");
	canvas_release(&cv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks_between_words_look_like_the_word_before),
		cmocka_unit_test(many_blanks_and_those_at_the_ends_are_text),
		cmocka_unit_test(a_blank_that_can_be_seen_keeps_its_look),
		cmocka_unit_test(where_the_ground_shows_nothing_is_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
