/* The last line: what to press in this state, and what the workbench has to say. */
#include "tests/support/screen.h"

#define LONG                                                                                       \
	"You should probably call a plumber.\n\nFaucets contain many parts, and if you damage "    \
	"one of them the leak can get worse.\n\nIn an emergency you can put a bowl under the "     \
	"tap.\n\nWater may come out of the wall.\n\nThe handle may turn without end.\n\nThe drip " \
	"may become a stream.\n\nUntil then, do not turn the main valve by force.\n"

static void open_faucet(struct screen *s, int rows, int cols)
{
	screen_begin(s, "pairwise-preference", rows, cols);
	screen_item(s, "How do I fix a drip?", (const char *const[]){ "Like this.", LONG, NULL });
	screen_items(s, 2, 2);
	screen_start(s);
}

static void no_scrolling_key_is_dead_without_a_word(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 20, 80);
	screen_play(&s, "Right Right");
	screen_shows(&s, "Space page");
	screen_play(&s, "End");
	screen_hides(&s, "Space page");
	screen_shows(&s, "▲ 100 %"); /* there is text above */
	screen_play(&s, "Space");
	screen_shows(&s, "this is the end; → reads on");
	screen_play(&s, "Home k");
	screen_shows(&s, "this is the top");
	screen_play(&s, "Left (");
	screen_shows(&s, "no heading or code block that way");
	screen_end(&s);
}

static void enter_opens_what_must_be_written_on_a_fresh_item(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "golden-response", 24, 80);
	screen_items(&s, 2, 1);
	screen_start(&s);
	screen_play(&s, "Enter");
	screen_shows(&s, "golden · from A");
	screen_play(&s, "Esc");
	screen_end(&s);
	open_faucet(&s, 24, 80);
	screen_play(&s, "Enter");
	screen_shows(&s, "nothing is answered yet; S skips with a reason");
	screen_end(&s);
}

static void hints_stand_behind_what_is_said(void **state)
{
	struct screen s;

	(void)state;
	open_faucet(&s, 24, 80);
	screen_play(&s, "1 2 Enter");
	screen_shows(&s, "accuracy A is missing   1-5 accuracy   ← → pane");
	screen_shows(&s, "10 answers left");
	/* What is said takes the room of what is counted. */
	screen_play(&s, "G 9 9 9 9 Enter");
	screen_shows(&s, "or #saved");
	screen_hides(&s, "answers left");
	/* While a search goes on, Enter is the search's. */
	screen_play(&s, "/ d r i p Enter");
	screen_hides(&s, "Enter submit");
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_scrolling_key_is_dead_without_a_word),
		cmocka_unit_test(enter_opens_what_must_be_written_on_a_fresh_item),
		cmocka_unit_test(hints_stand_behind_what_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
