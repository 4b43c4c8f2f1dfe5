/* Reading in the workbench: scrolling, searching, comparing, copying. */
#include "tests/support/faucet.h"

static void long_texts_scroll_in_every_state(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 60);
	screen_play(&s, "Right Right");
	screen_shows(&s, "You should probably");
	screen_play(&s, "Space");
	screen_shows(&s, "by force.");
	screen_shows(&s, "100 %");
	screen_play(&s, "K");
	screen_shows(&s, "You should probably");
	screen_play(&s, "End");
	screen_shows(&s, "by force.");
	screen_play(&s, "Home j j");
	screen_hides(&s, "You should probably");
	screen_play(&s, "k k");
	screen_shows(&s, "You should probably");
	/* Also while a rank is half given. */
	screen_play(&s, "1 J");
	screen_shows(&s, "how much");
	screen_end(&s);
}

static void columns_scroll_together_unless_asked_otherwise(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 110);
	screen_play(&s, "Down Down Down");
	screen_hides(&s, "You can fix most drips");
	screen_hides(&s, "You should probably");
	screen_play(&s, "Home L");
	screen_shows(&s, "by themselves");
	screen_play(&s, "Down Down Down");
	screen_hides(&s, "You can fix most drips");
	screen_shows(&s, "You should probably");
	screen_play(&s, "L");
	screen_shows(&s, "one pane at a time");
	screen_play(&s, "L");
	screen_shows(&s, "together");
	screen_end(&s);
}

static void a_pane_takes_the_focused_answer_along(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "1 2");
	screen_shows(&s, "[A 1st]");
	screen_play(&s, "Right 2");
	screen_shows(&s, "A –    B 2");
	screen_end(&s);
}

static void search_goes_through_all_panes_and_any_other_key_ends_it(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "/ \"plumber\" Enter");
	screen_shows(&s, "1 of 2 'plumber': A 1 · B 1");
	screen_shows(&s, "[A]");
	screen_play(&s, "Enter");
	screen_shows(&s, "[B]");
	screen_play(&s, "Up");
	screen_shows(&s, "[A]");
	/* 1 ends the search and answers. */
	screen_play(&s, "1");
	screen_shows(&s, "how much");
	screen_play(&s, "/ \"no such words\" Enter");
	screen_shows(&s, "is in none of the panes");
	screen_end(&s);
}

static void zoom_shows_one_pane_until_something_is_answered(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 40, 120);
	screen_play(&s, "Z");
	screen_hides(&s, "accuracy");
	screen_play(&s, "1");
	screen_shows(&s, "how much");
	screen_end(&s);
}

static void a_pinned_response_is_compared_word_by_word(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 120);
	screen_item(&s, "Say hello.",
		    (const char *const[]){ "Hello to all of you.", "Hello to some of you.", NULL });
	screen_start(&s);
	screen_play(&s, "D");
	screen_shows(&s, "+}");
	screen_shows(&s, "[-");
	screen_play(&s, "D D");
	screen_hides(&s, "+}");
	screen_play(&s, "Right P D");
	screen_shows(&s, "pinned");
	screen_shows(&s, "+}");
	screen_end(&s);
}

static void raw_text_and_hidden_characters_can_be_shown(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 40, 120);
	screen_hides(&s, "**do not**");
	screen_play(&s, "M");
	screen_shows(&s, "**do not**");
	screen_play(&s, "M V");
	screen_shows(&s, "hidden characters are shown");
	screen_end(&s);
}

static void a_pane_is_offered_to_the_clipboard_verbatim(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "Y");
	assert_string_equal(s.copied, faucet_prompt);
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_texts_scroll_in_every_state),
		cmocka_unit_test(columns_scroll_together_unless_asked_otherwise),
		cmocka_unit_test(a_pane_takes_the_focused_answer_along),
		cmocka_unit_test(search_goes_through_all_panes_and_any_other_key_ends_it),
		cmocka_unit_test(zoom_shows_one_pane_until_something_is_answered),
		cmocka_unit_test(a_pinned_response_is_compared_word_by_word),
		cmocka_unit_test(raw_text_and_hidden_characters_can_be_shown),
		cmocka_unit_test(a_pane_is_offered_to_the_clipboard_verbatim),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
