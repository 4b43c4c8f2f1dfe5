/* `*` and `I`: a question in full, and what the instructions say about it, beside the item. */
#include "tests/support/faucet.h"

#include "ui/view/reader_part.h"

static void a_scale_in_full_stands_over_the_strip(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "1 2 *");
	screen_golden(&s, "asking_80x24");
	/* The item is still read, and a digit answers as ever. */
	screen_shows(&s, "You can fix most drips");
	screen_play(&s, "4");
	screen_hides(&s, "does not apply");
	screen_shows(&s, "A 4   ▸B –");
	screen_play(&s, "* j j Enter");
	screen_shows(&s, "A 4    B 3");
	screen_end(&s);
}

static void the_value_that_is_there_is_said_in_words(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "1 2 4 Shift-Tab");
	screen_shows(&s, "4 is: minor slips");
	screen_play(&s, "*");
	screen_shows(&s, "▸ ✔ 4  minor slips");
	screen_play(&s, "Esc Tab");
	screen_hides(&s, "4 is:");
	screen_end(&s);
}

static void every_kind_of_question_has_its_list(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "*");
	screen_shows(&s, "Which response is better?");
	screen_shows(&s, "2  B better");
	screen_play(&s, "2 *");
	screen_shows(&s, "3  significantly");
	screen_play(&s, "j Enter");
	screen_shows(&s, "B > A  better");
	screen_play(&s, "t *");
	screen_shows(&s, "type to search");
	screen_end(&s);
}

static void a_key_that_answers_nothing_only_closes_it(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	for (int i = 0; i < 4; i++) {
		static const char *const keys[] = { "q", "Esc", "*", "S" };

		screen_play(&s, "*");
		screen_shows(&s, "cannot judge");
		screen_play(&s, keys[i]);
		screen_shows(&s, "golden  not asked");
	}
	screen_end(&s);
}

static void instructions_open_beside_the_item(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 40, 120);
	screen_play(&s, "a I");
	screen_golden(&s, "instructions_120x40");
	screen_play(&s, "Space Space (");
	screen_shows(&s, "You can fix most drips");
	screen_play(&s, "q");
	screen_golden(&s, "instructions_120x40_closed");
	/* Narrower than that they take the screen. */
	screen_play(&s, "@80x24 I");
	screen_hides(&s, "You can fix most drips");
	screen_shows(&s, "What the ratings mean");
	screen_golden(&s, "instructions_80x24");
	screen_play(&s, "@200x50");
	screen_golden(&s, "instructions_200x50");
	screen_shows(&s, "You can fix most drips");
	screen_shows(&s, "You should probably call");
	screen_play(&s, "Esc");
	screen_end(&s);
}

static void a_text_finds_the_part_about_a_question(void **state)
{
	static const char text[] =
		"# Guide\n\nRead it all, accuracy too.\n\n"
		"## How to rate\n\n"
		"| axis | 1 | 5 |\n|---|---|---|\n| accuracy | wrong | right |\n\n"
		"One.\n\nTwo.\n\nThree.\n\nFour.\n\n"
		"- **Tone**: does it suit?\n\n"
		"```\n# Safety\n```\n\n"
		"## On clarity and length\n\n### Why?\n\nSay what decides.\n";
	static const struct {
		const char *name, *at;
	} parts[] = {
		{ "Accuracy", "## How to rate" },
		{ "tone", "- **Tone**" },
		{ "clarity", "## On clarity" },
		{ "Why?", "### Why?" },
		{ "guide", "# Guide" },
		{ "safety", "# Guide" },
		{ "acc", "# Guide" },
		{ "", "# Guide" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		size_t at = reader_part(text, parts[i].name);

		if (strncmp(text + at, parts[i].at, strlen(parts[i].at)) != 0)
			fail_msg("'%s' is at '%.20s'", parts[i].name, text + at);
	}
	assert_int_equal(reader_part("", "tone"), 0);
}

static bool is_word_at(const struct canvas *cv, int row, int col, const char *word)
{
	for (int i = 0; word[i] != '\0'; i++)
		if (col + i >= cv->cols
		    || cv->cells[row * cv->cols + col + i].base != (unsigned char)word[i])
			return false;
	return true;
}

/* The style of byte I of WORD where it stands first. */
static enum style style_in(const struct canvas *cv, const char *word, int i)
{
	for (int at = 0; at < cv->rows * cv->cols; at++)
		if (is_word_at(cv, at / cv->cols, at % cv->cols, word))
			return (enum style)cv->cells[at + i].style;
	fail_msg("'%s' is not there", word);
	return STYLE_TEXT;
}

static void the_letter_of_a_question_stands_out_in_its_name(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	assert_int_equal(style_in(&s.cv, "helpful", 0), STYLE_DIM);
	assert_int_equal(style_in(&s.cv, "helpful", 1), STYLE_KEY); /* e */
	/* What is focused is bright as a whole. */
	screen_play(&s, "e");
	assert_int_equal(style_in(&s.cv, "helpful", 0), STYLE_BRIGHT);
	assert_int_equal(style_in(&s.cv, "helpful", 1), STYLE_BRIGHT);
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scale_in_full_stands_over_the_strip),
		cmocka_unit_test(the_value_that_is_there_is_said_in_words),
		cmocka_unit_test(every_kind_of_question_has_its_list),
		cmocka_unit_test(a_key_that_answers_nothing_only_closes_it),
		cmocka_unit_test(instructions_open_beside_the_item),
		cmocka_unit_test(a_text_finds_the_part_about_a_question),
		cmocka_unit_test(the_letter_of_a_question_stands_out_in_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
