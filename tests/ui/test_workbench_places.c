/* Going to items, to questions, to the instructions. */
#include "tests/support/faucet.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_goes_to_items_by_number_id_and_saved_number),
		cmocka_unit_test(instructions_open_at_the_focused_question),
		cmocka_unit_test(a_question_key_and_a_quoted_one_move_the_focus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
