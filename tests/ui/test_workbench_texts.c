/* Texts answered in the strip and in the golden editor. */
#include "tests/support/faucet.h"

static void a_text_is_written_in_the_strip(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "1 2 4 2 5 3 5 3 5 3 5 3 w \"B is wrong about\"");
	screen_golden(&s, "text_80x24");
	screen_end(&s);
}

static void bare_letters_are_offered_to_become_mentions(void **state)
{
	struct arena arena = ARENA_INIT;
	struct screen s;
	const struct json *why;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "1 2 4 3 5 3 5 3 5 3 5 3 w \"Response B is too careful, A is fine.\" Esc");
	screen_shows(&s, "makes it a mention");
	/* Whole words, and a mark that there are more. */
	screen_shows(&s, "\"B is too careful, A is…\": is B the response?");
	screen_play(&s, "y Enter");
	why = json_get(json_get(screen_payload(&s, 1, &arena), "answers"), "why");
	assert_non_null(strstr(json_get_string(why, "text"), "@B is too careful"));
	assert_int_equal(json_get(why, "mentions")->count, 2);
	arena_release(&arena);
	screen_end(&s);
}

static void the_text_menu_undoes_finds_mentions_and_discards(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "w \"one two\" Ctrl-X m b");
	screen_shows(&s, "one two@B");
	screen_play(&s, "Ctrl-X u");
	screen_hides(&s, "@B");
	screen_play(&s, "Ctrl-X r");
	screen_shows(&s, "one two@B");
	screen_play(&s, "Ctrl-X f \"one\" Enter Ctrl-X x");
	screen_shows(&s, "Discard this text?");
	screen_play(&s, "n");
	screen_shows(&s, "one two@B");
	screen_play(&s, "Ctrl-X x y");
	screen_hides(&s, "one two");
	screen_shows(&s, "Tab next");
	screen_end(&s);
}

static void tab_in_a_text_goes_to_the_next_question(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "golden-response", 24, 80);
	screen_items(&s, 2, 1);
	screen_start(&s);
	screen_play(&s, "g \" More.\" Tab");
	screen_shows(&s, "▸ sources");
	screen_play(&s, "s \"A book.\" Tab 4 5 Enter");
	screen_answers(&s, 1,
		       "{\"golden\":{\"base\":\"r1\",\"text\":\"Way 1 of mending faucet 1. More.\","
		       "\"revisions\":1},\"sources\":{\"text\":\"A book.\",\"mentions\":[]},"
		       "\"difficulty\":4,\"confidence\":5}");
	screen_end(&s);
}

static void a_base_that_nobody_changed_is_no_answer(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "golden-response", 24, 80);
	screen_items(&s, 2, 1);
	screen_start(&s);
	screen_play(&s, "g Esc");
	screen_shows(&s, "nothing was changed, so nothing is kept");
	screen_shows(&s, "▸ golden      –");
	screen_end(&s);
}

static void another_base_can_be_taken(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 120);
	screen_play(&s, "1 2 4 3 5 3 5 3 5 3 5 3 d 1 g Ctrl-X b");
	screen_shows(&s, "start again from that response");
	screen_play(&s, "b");
	screen_shows(&s, "from B");
	screen_play(&s, "Ctrl-X b -");
	screen_hides(&s, "· from");
	screen_shows(&s, "0 words");
	/* Undo takes the change of base back with the text, redo does both again. */
	screen_play(&s, "Ctrl-X u");
	screen_shows(&s, "from B");
	screen_play(&s, "Ctrl-X r");
	screen_hides(&s, "· from");
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_written_in_the_strip),
		cmocka_unit_test(bare_letters_are_offered_to_become_mentions),
		cmocka_unit_test(the_text_menu_undoes_finds_mentions_and_discards),
		cmocka_unit_test(tab_in_a_text_goes_to_the_next_question),
		cmocka_unit_test(a_base_that_nobody_changed_is_no_answer),
		cmocka_unit_test(another_base_can_be_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
