/* With every key changed hands, nothing on the screen names an old one. */
#include "tests/support/screen.h"

#include "ui/key_file.h"

static const char moved[] = "bind:\n"
			    "  help: Ctrl-T\n"
			    "  skip: \"{\"\n"
			    "  redo: \"}\"\n"
			    "  pin: \"[\"\n"
			    "  difference: \"]\"\n"
			    "  zoom: \"^\"\n"
			    "  search: \"&\"\n"
			    "  options: \"+\"\n"
			    "  text-menu: Ctrl-V\n"
			    "  landmark-next: \"$\"\n"
			    "  landmark-previous: \"%\"\n";

static void open_pairs(struct screen *s, struct keymap *map, int cols)
{
	struct err err;

	screen_begin(s, "pairwise-preference", 30, cols);
	screen_items(s, 3, 2);
	screen_start(s);
	if (!key_file_read(map, moved, sizeof moved - 1, "keys.yaml", &err))
		fail_msg("%s", err.msg);
	s->app->keymap = *map;
	screen_draw(s);
}

static void hints_and_refusals_name_the_keys_in_force(void **state)
{
	struct keymap map;
	struct screen s;

	(void)state;
	open_pairs(&s, &map, 120);
	screen_shows(&s, "Ctrl-T keys");
	screen_play(&s, "Enter");
	screen_shows(&s, "{ skips with a reason");
	screen_play(&s, "?");
	screen_shows(&s, "? means nothing here; Ctrl-T shows the keys");
	screen_play(&s, "1 2 u");
	screen_shows(&s, "} does it again");
	screen_play(&s, "[");
	screen_shows(&s, "] shows how");
	screen_play(&s, "] ]");
	screen_shows(&s, "] ends it");
	screen_play(&s, "^");
	screen_shows(&s, "^ goes back");
	screen_end(&s);
	open_pairs(&s, &map, 80);
	screen_play(&s, "[");
	screen_shows(&s, "[ pins it");
	screen_end(&s);
}

static void help_lists_the_keys_in_force_and_finds_by_them(void **state)
{
	struct keymap map;
	struct screen s;

	(void)state;
	open_pairs(&s, &map, 100);
	screen_play(&s, "Ctrl-T \"{\"");
	screen_shows(&s, "▸ skip");
	screen_play(&s, "Enter");
	screen_shows(&s, "skip, because");
	screen_end(&s);
}

static void the_menu_of_texts_is_where_it_was_put(void **state)
{
	struct keymap map;
	struct screen s;

	(void)state;
	open_pairs(&s, &map, 100);
	screen_play(&s, "w \"some words\"");
	screen_shows(&s, "Ctrl-V menu");
	screen_play(&s, "Ctrl-V");
	screen_shows(&s, "── Ctrl-V ──");
	screen_play(&s, "z");
	screen_shows(&s, "Ctrl-V z means nothing");
	screen_end(&s);
}

static void a_layout_counts_outside_texts_only(void **state)
{
	static const char russian[] = "layout: ru\n";
	struct keymap map;
	struct screen s;
	struct err err;

	(void)state;
	open_pairs(&s, &map, 100);
	assert_true(key_file_read(&map, russian, sizeof russian - 1, "keys.yaml", &err));
	s.app->keymap = map;
	/* ц is where w is: the question "why"; what is typed there stays as it is. */
	screen_play(&s, "ц \"да\" Esc");
	screen_shows(&s, "да");
	/* Ы is S, й is q. */
	screen_play(&s, "Ы");
	screen_shows(&s, "skip, because");
	screen_play(&s, "Esc й");
	screen_hides(&s, "why");
	screen_end(&s);
}

static void a_terminal_that_turns_nothing_may_have_columns(void **state)
{
	static const char *const responses[] = { "أغلق الماء أولا", "Call a plumber.", NULL };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct screen s;

		screen_begin(&s, "pairwise-preference", 30, 120);
		screen_items(&s, 1, 2);
		screen_item(&s, "كيف أصلح صنبورا يقطر؟", responses);
		screen_start(&s);
		s.app->settings.bidi = i == 0 ? BIDI_TERMINAL : BIDI_OFF;
		screen_play(&s, "Ctrl-N");
		if (i == 0)
			screen_hides(&s, "┬── B ──");
		else
			screen_shows(&s, "┬── B ──");
		screen_end(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hints_and_refusals_name_the_keys_in_force),
		cmocka_unit_test(help_lists_the_keys_in_force_and_finds_by_them),
		cmocka_unit_test(the_menu_of_texts_is_where_it_was_put),
		cmocka_unit_test(a_layout_counts_outside_texts_only),
		cmocka_unit_test(a_terminal_that_turns_nothing_may_have_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
