/* The app round the views: events, sizes, saving in time, help, home. */
#include "tests/support/screen.h"

#include "ui/keymap.h"

static void open_pairs(struct screen *s, int rows, int cols)
{
	screen_begin(s, "pairwise-preference", rows, cols);
	screen_items(s, 3, 2);
	screen_start(s);
}

static void a_paste_outside_a_text_is_ignored_with_a_notice(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 100);
	screen_paste(&s, "1 2 Enter q é");
	screen_shows(&s, "a paste of 13 characters was ignored: open a text first");
	screen_hides(&s, "A > B");
	/* Nor is one taken by a question that only y answers. */
	screen_play(&s, "1 2 4 3 5 3 5 3 5 3 5 3 Enter Ctrl-P X");
	screen_paste(&s, "y");
	screen_play(&s, "n");
	screen_hides(&s, "withdrawn");
	screen_end(&s);
}

static void a_paste_into_a_text_is_text(void **state)
{
	struct arena arena = ARENA_INIT;
	struct screen s;
	const struct json *payload;

	(void)state;
	open_pairs(&s, 24, 80);
	screen_play(&s, "1 2 4 3 5 3 5 3 5 3 5 3 w");
	screen_paste(&s, "both mend it well; one is safer");
	screen_play(&s, "Esc Enter");
	payload = screen_payload(&s, 1, &arena);
	assert_non_null(payload);
	assert_int_equal(json_get_int(json_get(payload, "input"), "pasted", 0), 31);
	arena_release(&arena);
	screen_end(&s);
}

static void a_key_that_means_nothing_says_so(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 100);
	screen_play(&s, "T");
	screen_shows(&s, "T means nothing here; ? shows the keys");
	screen_play(&s, "é");
	screen_shows(&s, "é means nothing here");
	screen_play(&s, "Ctrl-C");
	screen_shows(&s, "q leaves, and all is kept");
	screen_end(&s);
}

static void too_small_a_screen_says_what_it_needs_and_answers_nothing(void **state)
{
	struct arena arena = ARENA_INIT;
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	screen_play(&s, "1 2 4 3 5 3 5 3 5 3 5 @39x24");
	screen_shows(&s, "too small: 39x24");
	screen_shows(&s, "assay needs 40x12");
	screen_play(&s, "3 Enter");
	assert_null(screen_payload(&s, 1, &arena));
	screen_play(&s, "@80x24");
	screen_shows(&s, "tone     A 5   ▸B –");
	screen_play(&s, "3 Enter");
	assert_non_null(screen_payload(&s, 1, &arena));
	screen_play(&s, "@20x5");
	screen_golden(&s, "too_small_20x5");
	screen_play(&s, "q");
	assert_true(s.app->quit);
	arena_release(&arena);
	screen_end(&s);
}

static void no_size_breaks_any_screen(void **state)
{
	static const char *const screens[] = {
		"",
		"?",
		":",
		"H",
		"I",
		"*",
		"w \"text\" Ctrl-X",
		"S",
		"/ \"faucet\"",
		"1 3 3 5 3 5 3 5 3 5 3 5 Enter",
		"Z",
		"g",
		"L",
		"d 3 g",
		"q",
	};
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++) {
		screen_play(&s, "@120x40");
		screen_play(&s, screens[i]);
		for (int rows = 1; rows <= 60; rows += 1 + rows / 4)
			for (int cols = 1; cols <= 200; cols += 1 + cols / 5) {
				struct event event = { .type = EVENT_RESIZE };

				s.rows = rows;
				s.cols = cols;
				screen_event(&s, &event);
			}
		screen_play(&s, "@120x40 Esc");
	}
	screen_end(&s);
}

static void a_hang_up_saves_and_leaves(void **state)
{
	struct event event = { .type = EVENT_HANGUP };
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	screen_play(&s, "1 2 4");
	screen_event(&s, &event);
	assert_true(s.app->quit);
	screen_restart(&s);
	screen_shows(&s, "A 4   ▸B –");
	screen_end(&s);
}

static void stopping_saves_first(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	screen_play(&s, "1 2 4 Ctrl-Z");
	assert_true(s.suspended);
	assert_true(s.app->save_at < 0);
	screen_crash(&s);
	screen_shows(&s, "A 4   ▸B –");
	/* Also from outside, and in a text. */
	s.suspended = false;
	screen_event(&s, &(struct event){ .type = EVENT_SUSPEND });
	assert_true(s.suspended);
	s.suspended = false;
	screen_play(&s, "w \"ab\" Ctrl-Z");
	assert_true(s.suspended);
	screen_shows(&s, "ab");
	screen_end(&s);
}

static void stopping_is_refused_where_it_is_not_possible(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	s.app->env.can_suspend = false;
	screen_play(&s, "Ctrl-Z");
	assert_false(s.suspended);
	screen_shows(&s, "suspending is not possible here");
	screen_end(&s);
}

static void help_lists_the_keys_and_runs_them(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	screen_play(&s, "?");
	screen_golden(&s, "help_80x24");
	screen_play(&s, "@120x40");
	screen_golden(&s, "help_120x40");
	screen_play(&s, "@200x50");
	screen_golden(&s, "help_200x50");
	screen_play(&s, "@80x24");
	screen_play(&s, "\"with a reason\"");
	screen_shows(&s, "skip");
	screen_play(&s, "Enter");
	screen_shows(&s, "skip, because");
	screen_play(&s, "Esc ? Esc");
	screen_shows(&s, "preference");
	screen_end(&s);
}

static void help_knows_the_letters_of_the_guideline(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	screen_play(&s, "? \"clarity\" Enter");
	screen_shows(&s, "▸ ");
	screen_play(&s, "4");
	screen_shows(&s, "clarity  A 4");
	screen_end(&s);
}

static void help_leaves_out_what_does_nothing_there(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 40, 100);
	screen_play(&s, "I ?");
	screen_shows(&s, "Keys here: instructions");
	screen_shows(&s, "page-down");
	screen_hides(&s, "zoom");
	screen_play(&s, "Esc q q ?");
	screen_shows(&s, "Keys here: home");
	screen_shows(&s, "open");
	screen_hides(&s, "go-to");
	screen_end(&s);
}

static void the_palette_runs_a_command_by_its_name(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	screen_play(&s, ": \"next-item\" Enter");
	screen_shows(&s, "2 of 3");
	screen_play(&s, ": \"nosuchthing\"");
	screen_shows(&s, "nothing here has that name");
	screen_play(&s, "Enter Esc");
	screen_shows(&s, "2 of 3");
	screen_end(&s);
}

static void home_lists_batches_as_they_were_made(void **state)
{
	struct screen s;
	char *text;

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 80);
	screen_items(&s, 2, 2);
	screen_batch(&s, "almonds", "pairwise-preference");
	screen_items(&s, 2, 2);
	s.start = NULL;
	screen_start(&s);
	screen_shows(&s, "▸ Label      faucets");
	text = screen_text(&s);
	assert_true(strstr(text, "faucets") < strstr(text, "almonds"));
	free(text);
	screen_end(&s);
}

static void home_shows_batches_and_opens_them(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 80);
	screen_items(&s, 40, 2);
	s.start = NULL;
	screen_start(&s);
	screen_golden(&s, "home_80x24");
	screen_play(&s, "Enter 1 2 4 3 5 3 5 3 5 3 5 3 Enter q");
	screen_shows(&s, "1 of 40");
	screen_shows(&s, "2 %");
	screen_play(&s, "j Enter");
	screen_shows(&s, "my submissions");
	screen_play(&s, "q j Enter");
	screen_shows(&s, "all items");
	screen_play(&s, "q j Enter");
	screen_shows(&s, "instructions");
	screen_play(&s, "q q");
	assert_true(s.app->quit);
	screen_end(&s);
}

static void when_all_is_done_home_says_so(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 80);
	screen_items(&s, 1, 2);
	screen_start(&s);
	screen_play(&s, "1 2 4 3 5 3 5 3 5 3 5 3 Enter");
	screen_shows(&s, "saved as #1; all done here");
	screen_shows(&s, "1 of 1");
	screen_shows(&s, "all done");
	/* It can still be opened, and undone from here. */
	screen_play(&s, "u");
	screen_shows(&s, "reopened");
	screen_end(&s);
}

static void a_project_without_items_says_how_to_get_some(void **state)
{
	struct screen s;

	(void)state;
	s = (struct screen){ .rows = 24, .cols = 80, .clock = 1000 };
	fixture_begin(&s.f);
	fixture_create(&s.f, true);
	canvas_init(&s.cv, 24, 80);
	screen_start(&s);
	screen_shows(&s, "Nothing to label yet.");
	screen_play(&s, "Enter I u ? Esc q q");
	screen_end(&s);
}

static void a_batch_that_is_not_there_is_named(void **state)
{
	struct screen s;
	struct err err;
	struct app_env env = { .monotonic = screen_monotonic,
			       .now = screen_now,
			       .midnight = screen_midnight,
			       .ctx = &s };

	(void)state;
	open_pairs(&s, 24, 80);
	assert_null(app_new(s.f.store, s.term, &env, "nowhere", &err));
	assert_non_null(strstr(err.msg, "no batch called 'nowhere'"));
	screen_end(&s);
}

static void somebody_whose_key_is_not_enrolled_may_only_read(void **state)
{
	struct fixture_person stranger;
	struct arena arena = ARENA_INIT;
	struct screen s = { .rows = 24, .cols = 120, .clock = 1000, .start = SCREEN_BATCH };
	struct err err;

	(void)state;
	fixture_begin(&s.f);
	fixture_create(&s.f, false); /* joining is closed */
	screen_batch(&s, SCREEN_BATCH, "pairwise-preference");
	screen_items(&s, 2, 2);
	canvas_init(&s.cv, 24, 120);
	fixture_person(&stranger, 9, "stranger");
	fixture_close(&s.f);
	s.f.store = store_open(s.f.path, STORE_WRITE, &s.f.env, &stranger.signer, NULL, &err);
	assert_non_null(s.f.store);
	screen_start(&s);
	screen_shows(&s, "read only");
	screen_play(&s, "1");
	screen_shows(&s, "read only: this project does not let people join");
	screen_hides(&s, "A > B");
	screen_play(&s, "S F C X u R w Ctrl-N");
	screen_shows(&s, "2 of 2");
	assert_null(screen_payload(&s, 1, &arena));
	arena_release(&arena);
	screen_end(&s);
}

static void somebody_new_joins_where_joining_is_open(void **state)
{
	struct fixture_person bob;
	struct screen s = { .rows = 24, .cols = 120, .clock = 1000, .start = SCREEN_BATCH };
	struct err err;

	(void)state;
	fixture_begin(&s.f);
	fixture_create(&s.f, true);
	screen_batch(&s, SCREEN_BATCH, "pairwise-preference");
	screen_items(&s, 2, 2);
	canvas_init(&s.cv, 24, 120);
	fixture_person(&bob, 8, "bob");
	fixture_close(&s.f);
	s.f.store = store_open(s.f.path, STORE_WRITE, &s.f.env, &bob.signer, NULL, &err);
	assert_non_null(s.f.store);
	screen_start(&s);
	screen_shows(&s, "bob");
	screen_play(&s, "1 2 4 3 5 3 5 3 5 3 5 3 Enter");
	screen_shows(&s, "saved as #");
	screen_end(&s);
}

static void a_script_is_played_to_its_end(void **state)
{
	struct screen s;
	struct term *term;
	struct buf text = BUF_INIT;
	struct err err;
	struct app_env env = { .monotonic = screen_monotonic,
			       .now = screen_now,
			       .midnight = screen_midnight,
			       .ctx = &s,
			       .how = "script" };
	size_t at;

	(void)state;
	open_pairs(&s, 24, 80);
	term = term_script_new("1 2 4 @100x30", 24, 80);
	assert_true(app_run(s.f.store, term, &env, SCREEN_BATCH, &err));
	assert_false(term_script_bad(term, &at));
	assert_int_equal(term_script_screen(term)->cols, 100);
	canvas_text(term_script_screen(term), &text);
	assert_non_null(strstr(buf_str(&text), "A 4   ▸B –"));
	buf_release(&text);
	term_script_free(term);
	term = term_script_new("1 Nokey 2", 24, 80);
	assert_true(app_run(s.f.store, term, &env, SCREEN_BATCH, &err));
	assert_true(term_script_bad(term, &at));
	assert_int_equal(at, 1);
	term_script_free(term);
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paste_outside_a_text_is_ignored_with_a_notice),
		cmocka_unit_test(a_paste_into_a_text_is_text),
		cmocka_unit_test(a_key_that_means_nothing_says_so),
		cmocka_unit_test(too_small_a_screen_says_what_it_needs_and_answers_nothing),
		cmocka_unit_test(no_size_breaks_any_screen),
		cmocka_unit_test(a_hang_up_saves_and_leaves),
		cmocka_unit_test(stopping_saves_first),
		cmocka_unit_test(stopping_is_refused_where_it_is_not_possible),
		cmocka_unit_test(help_lists_the_keys_and_runs_them),
		cmocka_unit_test(help_knows_the_letters_of_the_guideline),
		cmocka_unit_test(help_leaves_out_what_does_nothing_there),
		cmocka_unit_test(the_palette_runs_a_command_by_its_name),
		cmocka_unit_test(home_lists_batches_as_they_were_made),
		cmocka_unit_test(home_shows_batches_and_opens_them),
		cmocka_unit_test(when_all_is_done_home_says_so),
		cmocka_unit_test(a_project_without_items_says_how_to_get_some),
		cmocka_unit_test(a_batch_that_is_not_there_is_named),
		cmocka_unit_test(somebody_whose_key_is_not_enrolled_may_only_read),
		cmocka_unit_test(somebody_new_joins_where_joining_is_open),
		cmocka_unit_test(a_script_is_played_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
