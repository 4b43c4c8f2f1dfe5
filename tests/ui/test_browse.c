/* All items: lines, search between the keys, and going there. */
#include "tests/support/screen.h"

#define ALL "1 2 4 3 5 3 5 3 5 3 5 3 Enter"

static void open_bench(struct screen *s, int items, int rows, int cols)
{
	screen_begin(s, "pairwise-preference", rows, cols);
	screen_items(s, items, 2);
	screen_item(s, "CAFÉ or \"tea\"?",
		    (const char *const[]){ "Tea.\nIt is the Größte.", "Coffee, always.", NULL });
	screen_start(s);
}

static void lines_say_number_state_and_prompt(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 40, 24, 80);
	screen_play(&s, ALL " S \"the same\" Enter F Enter 1 2 Ctrl-N");
	screen_play(&s, "\"#\"");
	screen_golden(&s, "browse_80x24");
	screen_play(&s, "@120x40");
	screen_golden(&s, "browse_120x40");
	screen_play(&s, "@200x50");
	screen_golden(&s, "browse_200x50");
	screen_play(&s, "@40x12 End");
	screen_shows(&s, "41");
	screen_play(&s, "Home Space Space k");
	screen_end(&s);
}

static void it_begins_at_the_item_that_is_open(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 40, 24, 80);
	screen_play(&s, "G 3 0 Enter \"#\"");
	screen_shows(&s, "▸ 30  open");
	screen_play(&s, "j j Enter");
	screen_shows(&s, "32 of 41");
	screen_play(&s, "`");
	screen_shows(&s, "30 of 41");
	screen_end(&s);
}

static void text_is_found_in_prompts_and_responses_however_it_is_written(void **state)
{
	static const struct {
		const char *typed, *found, *where;
	} searches[] = {
		{ "faucet 17", "1 of 41", "in prompt" },
		{ "FAUCET 1", "11 of 41", "in prompt" },
		{ "café", "1 of 41", "in prompt" },
		{ "\\\"tea\\\"", "1 of 41", "in prompt" },
		{ "grösste", "0 of 41", "no item" },
		{ "größte", "1 of 41", "in a response" },
		{ "always.", "1 of 41", "in a response" },
		{ "responses", "0 of 41", "no item" },
		{ "secret", "0 of 41", "no item" },
		{ "hidden-model", "0 of 41", "no item" },
	};
	struct screen s;
	char keys[80];

	(void)state;
	open_bench(&s, 40, 24, 80);
	screen_play(&s, "\"#\"");
	for (size_t i = 0; i < sizeof searches / sizeof *searches; i++) {
		snprintf(keys, sizeof keys, "/ Ctrl-U \"%s\" Enter", searches[i].typed);
		screen_play(&s, keys);
		if (!screen_has(&s, searches[i].found) || !screen_has(&s, searches[i].where)) {
			fprintf(stderr, "%s", screen_text(&s));
			fail_msg("%s: not %s", searches[i].typed, searches[i].found);
		}
	}
	screen_play(&s, "/ Ctrl-U \"faucet 17\" Enter Enter");
	screen_shows(&s, "17 of 41");
	/* The item opens where the text stands in it. */
	screen_shows(&s, "1 of 3 'faucet 17'");
	screen_play(&s, "q Enter \"#\" / \"always\" Enter Enter");
	screen_shows(&s, "1 of 1 'always'");
	screen_shows(&s, "Coffee, always.");
	screen_play(&s, "1");
	screen_shows(&s, "how much?");
	screen_end(&s);
}

static void tab_keeps_lines_of_one_kind(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 5, 24, 80);
	screen_play(&s, ALL " S \"the same\" Enter F Enter 1 2 Ctrl-N \"#\" Tab");
	screen_shows(&s, "[open]");
	screen_shows(&s, "4 of 6");
	screen_play(&s, "Tab");
	screen_shows(&s, "[begun]");
	screen_shows(&s, "1 of 6");
	screen_play(&s, "Tab");
	screen_shows(&s, "[sent]");
	screen_shows(&s, "1 of 6");
	screen_play(&s, "Tab");
	screen_shows(&s, "[skipped]");
	screen_shows(&s, "1 of 6");
	screen_play(&s, "Tab");
	screen_shows(&s, "[flagged]");
	screen_shows(&s, "1 of 6");
	screen_end(&s);
}

/* A clock that runs while something is looked at: each item takes a slice of its own. */
static int64_t running(void *ctx)
{
	return ((struct screen *)ctx)->clock += WORK_SLICE_MS;
}

static void a_long_search_goes_on_between_the_keys(void **state)
{
	struct screen s;
	int slices = 0;

	(void)state;
	open_bench(&s, 40, 24, 80);
	s.app->env.monotonic = running;
	screen_play(&s, "\"#\" / \"faucet 1\"");
	screen_shows(&s, "1, looking:");
	for (int i = 0; i < 5; i++)
		assert_true(app_work(s.app));
	screen_draw(&s);
	screen_shows(&s, "looking:");
	/* A key ends it, and another search begins. */
	screen_play(&s, "Ctrl-U \"coffee\" Enter");
	screen_shows(&s, "0, looking:");
	while (app_work(s.app))
		slices++;
	assert_true(slices > 30);
	screen_draw(&s);
	screen_shows(&s, "1 of 41");
	screen_play(&s, "/ \"x\" Esc Esc");
	screen_hides(&s, "all items");
	assert_false(app_work(s.app));
	screen_end(&s);
}

/* ---------------------------------------------------------------- the loop itself */

struct typist {
	struct screen *s;
	const char *const *keys; /* ends with NULL */
	size_t at;
	struct buf shown; /* what the terminal shows */
};

static void typist_size(void *ctx, int *rows, int *cols)
{
	screen_size(((struct typist *)ctx)->s, rows, cols);
}

static void typist_show(void *ctx, const struct canvas *cv)
{
	struct typist *t = ctx;

	buf_clear(&t->shown);
	canvas_text(cv, &t->shown);
}

/* Types its keys; who would wait for ever then is hung up on. */
static void typist_next(void *ctx, int timeout_ms, struct event *event)
{
	struct typist *t = ctx;

	*event = (struct event){ .type = EVENT_NONE };
	if (t->keys[t->at] != NULL)
		assert_true(key_event(event, t->keys[t->at++]));
	else if (timeout_ms < 0)
		event->type = EVENT_HANGUP;
	else
		t->s->clock += timeout_ms;
}

static void what_was_found_last_is_drawn_before_anything_is_waited_for(void **state)
{
	static const char *const keys[] = { "#", "/", "c", "o", "f", "f", "e", "e", "Enter", NULL };
	struct screen s;
	struct typist t = { .s = &s, .keys = keys };
	struct term term = { .size = typist_size,
			     .show = typist_show,
			     .next = typist_next,
			     .pending = screen_pending,
			     .redraw = screen_redraw,
			     .suspend = screen_suspend,
			     .copy = screen_copy,
			     .ctx = &t,
			     .width = text_width_frozen };
	struct app_env env = { .monotonic = running,
			       .now = screen_now,
			       .midnight = screen_midnight,
			       .ctx = &s,
			       .name = "alice",
			       .how = "screen" };
	struct err err;

	(void)state;
	open_bench(&s, 40, 24, 80);
	app_free(s.app);
	s.app = NULL;
	fixture_ok(app_run(s.f.store, &term, &env, SCREEN_BATCH, &err));
	assert_non_null(strstr(buf_str(&t.shown), "1 of 41"));
	assert_non_null(strstr(buf_str(&t.shown), "CAFÉ"));
	buf_release(&t.shown);
	screen_end(&s);
}

static void g_goes_to_a_line_by_its_number(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 40, 24, 80);
	screen_play(&s, "\"#\" G 3 3 Enter");
	screen_shows(&s, "▸ 33  open");
	screen_play(&s, "G 9 9 Enter");
	screen_shows(&s, "no item '99' here: type 1 to 41");
	screen_play(&s, "End");
	screen_shows(&s, "▸ 41  open");
	screen_end(&s);
}

static void an_open_item_is_gone_on_from_and_a_sent_one_leads_back(void **state)
{
	struct screen s;

	(void)state;
	open_bench(&s, 5, 24, 80);
	screen_play(&s, ALL);
	screen_shows(&s, "2 of 6");
	screen_play(&s, "\"#\" Home j j j Enter");
	screen_shows(&s, "4 of 6");
	screen_play(&s, ALL);
	screen_shows(&s, "5 of 6");
	screen_play(&s, "\"#\" Home Enter");
	screen_shows(&s, "you sent this one");
	screen_play(&s, "a 3 Enter");
	screen_shows(&s, "5 of 6");
	screen_end(&s);
}

static void several_batches_stand_one_after_the_other(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 80);
	screen_items(&s, 3, 2);
	fixture_batch(&s.f, "sinks", 1, false);
	fixture_import(&s.f, "sinks", 100, 4, 0);
	s.start = NULL;
	screen_start(&s);
	screen_play(&s, "End k k Enter");
	screen_shows(&s, "7 items");
	screen_shows(&s, "faucets");
	screen_shows(&s, "sinks");
	screen_play(&s, "End");
	screen_shows(&s, "4  open");
	screen_play(&s, "/ \"faucet 10\" Enter");
	screen_shows(&s, "4 of 7");
	screen_play(&s, "Right");
	screen_shows(&s, "all items of faucets");
	screen_shows(&s, "0 of 3");
	screen_play(&s, "Right");
	screen_shows(&s, "all items of sinks");
	screen_shows(&s, "4 of 4");
	screen_play(&s, "Right");
	screen_shows(&s, "4 of 7");
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_say_number_state_and_prompt),
		cmocka_unit_test(it_begins_at_the_item_that_is_open),
		cmocka_unit_test(text_is_found_in_prompts_and_responses_however_it_is_written),
		cmocka_unit_test(tab_keeps_lines_of_one_kind),
		cmocka_unit_test(a_long_search_goes_on_between_the_keys),
		cmocka_unit_test(what_was_found_last_is_drawn_before_anything_is_waited_for),
		cmocka_unit_test(g_goes_to_a_line_by_its_number),
		cmocka_unit_test(an_open_item_is_gone_on_from_and_a_sent_one_leads_back),
		cmocka_unit_test(several_batches_stand_one_after_the_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
