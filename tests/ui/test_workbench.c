/* The workbench's screens: how they look at several sizes, and reading them. */
#include "tests/support/screen.h"

static const char faucet_prompt[] =
	"How do I fix a leaky faucet? It drips all night and the landlord is away until Monday.";
static const char faucet_a[] = "You can fix most drips in twenty minutes.\n\n"
			       "1. Turn off the water under the sink.\n"
			       "2. Open the tap to let the pressure out.\n"
			       "3. Unscrew the handle and take out the cartridge.\n"
			       "4. Put in a new washer of the same size, and turn it back on.\n\n"
			       "```sh\n# measure the washer\ncaliper --inner 12mm\n```\n\n"
			       "If it still drips, the seat is worn: call a plumber.\n";
static const char faucet_b[] =
	"You should probably call a plumber because it's complicated.\n\n"
	"Faucets contain many parts, and if you damage one of them the leak can get worse. Some "
	"people try to replace the washer, which is a small rubber ring, but you may not have the "
	"tools.\n\n"
	"In an emergency you can put a bowl under the tap.\n\n"
	"## When to call\n\n"
	"- when water comes out of the wall\n"
	"- when the handle turns without end\n"
	"- when the drip has become a stream\n\n"
	"Until then, **do not** turn the main valve by force.\n";
static const char faucet_c[] = "Hang a string from the spout: the drops run down it silently.";
static const char faucet_d[] = "Wait until Monday.";

static void open_faucet(struct screen *s, int rows, int cols)
{
	screen_begin(s, "pairwise-preference", rows, cols);
	screen_item(s, faucet_prompt, (const char *const[]){ faucet_a, faucet_b, NULL });
	screen_items(s, 2, 2);
	screen_start(s);
}

static void open_ranking(struct screen *s, int rows, int cols)
{
	screen_begin(s, "n-way-ranking", rows, cols);
	screen_item(s, faucet_prompt,
		    (const char *const[]){ faucet_a, faucet_b, faucet_c, faucet_d, NULL });
	screen_items(s, 2, 4);
	screen_start(s);
}

/* ---------------------------------------------------------------- how it looks */

static void at_80x24_one_pane_stands_over_the_answers(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_golden(&s, "workbench_80x24");
	screen_play(&s, "1 2 4 2 5 3");
	screen_golden(&s, "workbench_80x24_half");
	screen_end(&s);
}

static void at_120x40_two_responses_stand_side_by_side(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 40, 120);
	screen_golden(&s, "workbench_120x40");
	screen_play(&s, "1");
	screen_golden(&s, "workbench_120x40_strength");
	screen_end(&s);
}

static void at_160x50_four_responses_stand_side_by_side(void **state)
{
	struct screen s;

	(void)state;
	open_ranking(&s, 50, 160);
	screen_play(&s, "2 1 = 3 > > 4");
	screen_golden(&s, "ranking_160x50");
	screen_play(&s, "@120x40");
	screen_golden(&s, "ranking_120x40");
	screen_end(&s);
}

static void at_40x12_it_is_tiny_but_works(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 12, 40);
	screen_golden(&s, "workbench_40x12");
	screen_play(&s, "1 2 4 3 5 3 5 3 5 3 5 3 Enter");
	screen_shows(&s, "2 of 3");
	screen_end(&s);
}

static void a_text_is_written_in_the_strip(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "1 2 4 2 5 3 5 3 5 3 5 3 w \"B is wrong about\"");
	screen_golden(&s, "text_80x24");
	screen_end(&s);
}

static void the_options_are_a_list_with_definitions(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "t *");
	screen_golden(&s, "options_80x24");
	screen_play(&s, "\"danger\" Enter");
	screen_shows(&s, "✔");
	screen_play(&s, "Esc");
	screen_shows(&s, "A dangerous");
	screen_play(&s, "* Z Z");
	screen_shows(&s, "no option has that in it");
	screen_end(&s);
}

static void every_script_is_shown_whole(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "pairwise-preference", 30, 120);
	screen_item(&s, "厨房の蛇口が一晩中ぽたぽた落ちます。どうすればいいですか。",
		    (const char *const[]){
			    "まず元栓を閉めてください。それからハンドルを外します。 "
			    "日本語の文は単語の間に"
			    "空白がないので、どこでも折り返せます。\n\n중요: 밸브를 잠그세요.",
			    "Emoji: 🔧 🚰 👩‍🔧 ⚠️ 🇫🇷 and combining: é ä̂ "
			    "ก็ "
			    "नि.",
			    NULL });
	screen_item(&s, "كيف أصلح صنبورا يقطر؟",
		    (const char *const[]){ "أغلق الماء أولا، ثم افتح الصنبور.", "Call a plumber.",
					   NULL });
	screen_start(&s);
	screen_golden(&s, "scripts_120x30");
	screen_play(&s, "Ctrl-N");
	/* Terminals reorder right-to-left text across panes: such items stand one below the other.
	 */
	screen_shows(&s, "[prompt]──");
	screen_golden(&s, "rtl_120x30");
	screen_end(&s);
}

static void hostile_text_is_made_visible(void **state)
{
	char *text;
	struct screen s;

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 100);
	screen_item(&s, "Run \033[2J\033]0;owned\a this: \x1b[31mred\x1b[0m",
		    (const char *const[]){ "good\rEVIL carriage\bback\x7f and C1 \xc2\x9b"
					   "31m",
					   "bidi \xe2\x80\xae"
					   "desrever\xe2\x80\xac and zero\xe2\x80\x8bwidth and tag "
					   "\xf3\xa0\x81\x81.",
					   NULL });
	screen_start(&s);
	screen_golden(&s, "hostile_100x24");
	screen_shows(&s, "hidden characters");
	text = screen_text(&s);
	for (const char *at = text; *at != '\0'; at++)
		assert_true((unsigned char)*at >= 0x20 || *at == '\n');
	free(text);
	screen_end(&s);
}

static void empty_responses_and_prompts_are_said_to_be_empty(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 100);
	screen_item(&s, "Say nothing.", (const char *const[]){ "", " \n ", NULL });
	screen_start(&s);
	screen_shows(&s, "(empty)");
	screen_end(&s);
}

static void ascii_terminals_get_ascii(void **state)
{
	struct screen s;
	char *text;

	(void)state;
	open_faucet(&s, 24, 120);
	s.term->ascii = true;
	s.rows = 30;
	screen_play(&s, "1 2 4 3 Down");
	text = screen_text(&s);
	for (const char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at >= 0x80)
			fail_msg("not ASCII: %.40s", at);
	free(text);
	screen_golden(&s, "ascii_120x30");
	screen_end(&s);
}

/* ---------------------------------------------------------------- what is not shown */

static void sources_and_ids_are_on_no_screen(void **state)
{
	static const char *const keys[] = { "", "?", "Esc H", "q I", "q G Esc q", "Enter" };
	struct screen s;

	(void)state;
	open_faucet(&s, 40, 160);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		screen_play(&s, keys[i]);
		screen_hides(&s, "secret-");
		screen_hides(&s, "hidden-model");
		screen_hides(&s, "items.jsonl");
	}
	screen_end(&s);
}

/* ---------------------------------------------------------------- reading */

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

static void one_goes_to_items_by_number_id_and_saved_number(void **state)
{
	struct screen s;
	struct store_task task;
	char hex[ID_HEX + 1], script[80];

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "G 3 Enter");
	screen_shows(&s, "3 of 3");
	screen_play(&s, "G 9 9 Enter");
	screen_shows(&s, "no item '99': type 1 to");
	task = fixture_task(&s.f, 2);
	hex_encode(hex, task.uid.b, ID_BYTES);
	snprintf(script, sizeof script, "G \"%.12s\" Enter", hex);
	screen_play(&s, script);
	screen_shows(&s, "2 of 3");
	screen_play(&s, "1 2 4 3 5 3 5 3 5 3 5 3 Enter Ctrl-P Ctrl-P");
	screen_play(&s, "G \"#1\" Enter");
	screen_shows(&s, "2 of 3");
	screen_shows(&s, "sent");
	screen_play(&s, "G \"#77\" Enter");
	screen_shows(&s, "nothing was saved as #77");
	screen_end(&s);
}

static void instructions_open_at_the_focused_question(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "c I");
	screen_shows(&s, "instructions");
	screen_play(&s, "Space ) / \"clarity\" Enter q");
	screen_shows(&s, "1 of 3");
	screen_end(&s);
}

static void a_question_key_and_a_quoted_one_move_the_focus(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "s 4");
	screen_shows(&s, "A 4");
	screen_play(&s, "t ' s 3");
	screen_shows(&s, "safety");
	screen_play(&s, "' 1");
	screen_shows(&s, "goes to a question by its letter");
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
		cmocka_unit_test(at_80x24_one_pane_stands_over_the_answers),
		cmocka_unit_test(at_120x40_two_responses_stand_side_by_side),
		cmocka_unit_test(at_160x50_four_responses_stand_side_by_side),
		cmocka_unit_test(at_40x12_it_is_tiny_but_works),
		cmocka_unit_test(a_text_is_written_in_the_strip),
		cmocka_unit_test(the_options_are_a_list_with_definitions),
		cmocka_unit_test(every_script_is_shown_whole),
		cmocka_unit_test(hostile_text_is_made_visible),
		cmocka_unit_test(empty_responses_and_prompts_are_said_to_be_empty),
		cmocka_unit_test(ascii_terminals_get_ascii),
		cmocka_unit_test(sources_and_ids_are_on_no_screen),
		cmocka_unit_test(long_texts_scroll_in_every_state),
		cmocka_unit_test(columns_scroll_together_unless_asked_otherwise),
		cmocka_unit_test(a_pane_takes_the_focused_answer_along),
		cmocka_unit_test(search_goes_through_all_panes_and_any_other_key_ends_it),
		cmocka_unit_test(zoom_shows_one_pane_until_something_is_answered),
		cmocka_unit_test(a_pinned_response_is_compared_word_by_word),
		cmocka_unit_test(raw_text_and_hidden_characters_can_be_shown),
		cmocka_unit_test(a_pane_is_offered_to_the_clipboard_verbatim),
		cmocka_unit_test(one_goes_to_items_by_number_id_and_saved_number),
		cmocka_unit_test(instructions_open_at_the_focused_question),
		cmocka_unit_test(a_question_key_and_a_quoted_one_move_the_focus),
		cmocka_unit_test(bare_letters_are_offered_to_become_mentions),
		cmocka_unit_test(the_text_menu_undoes_finds_mentions_and_discards),
		cmocka_unit_test(tab_in_a_text_goes_to_the_next_question),
		cmocka_unit_test(a_base_that_nobody_changed_is_no_answer),
		cmocka_unit_test(another_base_can_be_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
