/* The workbench's screens: how they look at several sizes, and what is on none of them. */
#include "tests/support/faucet.h"

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
	screen_play(&s, "@200x50");
	screen_golden(&s, "workbench_200x50_strength");
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

static void the_options_are_a_list_with_definitions(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "t *");
	screen_golden(&s, "options_80x24");
	screen_play(&s, "@120x40");
	screen_golden(&s, "options_120x40");
	screen_play(&s, "@200x50");
	screen_golden(&s, "options_200x50");
	screen_play(&s, "@80x24");
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
	static const char *const keys[] = { "",          "?",     "Esc H", "q I",
					    "q G Esc q", "Enter", "\"#\"", "/ \"faucet\" Enter",
					    "@80x24 End" };
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(at_80x24_one_pane_stands_over_the_answers),
		cmocka_unit_test(at_120x40_two_responses_stand_side_by_side),
		cmocka_unit_test(at_160x50_four_responses_stand_side_by_side),
		cmocka_unit_test(at_40x12_it_is_tiny_but_works),
		cmocka_unit_test(the_options_are_a_list_with_definitions),
		cmocka_unit_test(every_script_is_shown_whole),
		cmocka_unit_test(hostile_text_is_made_visible),
		cmocka_unit_test(empty_responses_and_prompts_are_said_to_be_empty),
		cmocka_unit_test(ascii_terminals_get_ascii),
		cmocka_unit_test(sources_and_ids_are_on_no_screen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
