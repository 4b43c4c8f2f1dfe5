/* The workbench line by line: what is said, what is refused, what is never lost. */
#include "tests/support/plain_lines.h"

#define RATED "1 2 4 3 5 3 5 3 5 3 5 3"

static void every_answer_is_echoed_and_the_next_question_named(void **state)
{
	struct liner l;

	(void)state;
	lines_begin(&l, "pairwise-preference", 2, 2);
	assert_non_null(strstr(lines_answer(&l), "Item 1 of 2.\n"));
	lines_say(&l, "How do I fix faucet 1?");
	lines_say(&l, "Which response is better?");
	lines_say(&l, "Next: preference: 1 A better, 2 B better, = (equals) same");
	lines_reply(&l, "1", "preference: A better, how much?\n");
	lines_reply(&l, "2", "preference: A over B, better.\n");
	lines_say(&l,
		  "Next: accuracy of A: 1 wrong where it matters to 5 fully correct, - (minus)");
	lines_reply_only(&l, "4",
			 "accuracy of A: 4, minor slips.\n"
			 "Next: accuracy of B: 1 wrong where it matters to 5 fully correct, "
			 "- (minus) does not apply.\n");
	lines_reply(&l, "u", "accuracy of A: not answered.");
	lines_reply(&l, "R", "accuracy of A: 4, minor slips.");
	lines_end(&l);
}

static void an_order_is_said_without_signs(void **state)
{
	struct liner l;

	(void)state;
	lines_begin(&l, "n-way-ranking", 2, 4);
	lines_say(&l, "Next: rank: 1-4 best to worst, = (equals) tie, 0 none good");
	lines_reply(&l, "2=", "rank: B, equal to the next.\n");
	lines_reply(&l, "1>>", "rank: B ties with A, the next 2 steps lower.\n");
	lines_reply(&l, "3", "rank: B ties with A, then 2 steps lower C.\nNext: rank: left: D");
	lines_reply(&l, "4", "rank: B ties with A, then 2 steps lower C, then D.\n");
	lines_end(&l);
}

static void an_empty_line_reads_on_and_never_sends(void **state)
{
	struct arena arena = ARENA_INIT;
	struct liner l;

	(void)state;
	lines_begin(&l, "pairwise-preference", 2, 2);
	lines_play(&l, RATED);
	lines_say(&l, "a dot sends it");
	lines_reply(&l, "", "Response A:\nWay 1 of mending faucet 1.\nEnd of response A.\n");
	lines_reply(&l, "  ", "Response B:\nWay 2 of mending faucet 1.\nEnd of response B.\n");
	for (int i = 0; i < 5; i++)
		lines_play(&l, "");
	lines_say(&l, "the last text");
	lines_say(&l, "Item 1 of 2.");
	assert_null(screen_payload(&l.s, 1, &arena));
	lines_reply(&l, ".", "saved as #1");
	lines_say(&l, "Item 2 of 2.");
	assert_non_null(screen_payload(&l.s, 1, &arena));
	arena_release(&arena);
	lines_end(&l);
}

static void prose_and_slips_of_the_hand_do_nothing_at_all(void **state)
{
	static const char *const lines[] = {
		"1 2 undoo",
		"hello there",
		"A is better than B",
		"d is not what I meant",
		"1 2 4 xx",
		"1 2 .list",
		"42nd",
		"I think so",
	};
	struct liner l;

	(void)state;
	lines_begin(&l, "pairwise-preference", 2, 2);
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		lines_play(&l, lines[i]);
		lines_say(&l, "Refused: ");
		lines_silent(&l, "preference: A");
		assert_string_equal(plain_app(l.plain)->top->ops->name, "workbench");
	}
	lines_reply(&l, "1 2 undoo", "did you mean 'undo'?");
	lines_reply(&l, "answers", "preference: not answered, required");
	lines_say(&l, "issues of A: not looked at");
	lines_end(&l);
}

static void what_stands_behind_a_refused_key_or_a_sent_item_is_not_typed(void **state)
{
	struct arena arena = ARENA_INIT;
	struct liner l;

	(void)state;
	lines_begin(&l, "pairwise-preference", 3, 2);
	lines_reply(&l, "7 1 2", "Refused: the rest of the line, '1 2'");
	lines_silent(&l, "preference: A");
	lines_play(&l, RATED " . 2 1 3 4");
	lines_say(&l, "accuracy of A: 4");
	lines_say(&l, "saved as #1");
	lines_say(&l, "you have not heard yet");
	lines_reply(&l, "answers", "preference: not answered, required");
	assert_null(screen_payload(&l.s, 2, &arena));
	arena_release(&arena);
	lines_end(&l);
}

static void a_contradiction_is_asked_about_and_only_y_sends(void **state)
{
	struct arena arena = ARENA_INIT;
	struct liner l;

	(void)state;
	lines_begin(&l, "pairwise-preference", 2, 2);
	lines_reply(&l, "1 3  3 5  3 5  3 5  3 5  3 5  . 4",
		    "y submits it all the same; anything else goes back.");
	lines_say(&l, "a question wants its answer first");
	lines_play(&l, "");
	assert_null(screen_payload(&l.s, 1, &arena));
	lines_reply(&l, ".", "y submits it all the same");
	lines_play(&l, "1");
	assert_null(screen_payload(&l.s, 1, &arena));
	lines_play(&l, ".");
	lines_reply(&l, "y", "saved as #1");
	arena_release(&arena);
	lines_end(&l);
}

static void options_are_read_with_their_definitions_and_taken_by_number(void **state)
{
	struct liner l;

	(void)state;
	lines_begin(&l, "pairwise-preference", 2, 2);
	lines_play(&l, RATED);
	lines_reply(&l, "*", "3 lines.");
	lines_say(&l, "2: d, dangerous, Following it could hurt somebody");
	lines_reply(&l, "refuses", "1: o, overcautious");
	lines_silent(&l, "dangerous");
	lines_reply(&l, "1", "set: o, overcautious");
	lines_reply(&l, "Esc", "issues of A: overcautious how bad?\n");
	lines_reply(&l, "2", "issues of A: overcautious major.");
	lines_end(&l);
}

static void what_a_command_asks_may_stand_behind_it(void **state)
{
	struct arena arena = ARENA_INIT;
	struct liner l;

	(void)state;
	lines_begin(&l, "pairwise-preference", 5, 2);
	lines_reply(&l, "F have a look", "flagged");
	lines_reply(&l, "C what is a faucet?", "the lead will see your question");
	lines_reply(&l, "G 4", "Item 4 of 5.");
	lines_reply(&l, "S", "skip, because: type it in a line; Esc gives up.");
	lines_play(&l, "Esc");
	lines_reply(&l, "skip all in Dutch", "skipped, saved as #");
	assert_string_equal(json_get_string(screen_payload(&l.s, 4, &arena), "reason"),
			    "all in Dutch");
	lines_reply(&l, ":go-to 9", "no item '9'");
	arena_release(&arena);
	lines_end(&l);
}

static void undo_goes_back_over_items_and_the_list_corrects(void **state)
{
	struct liner l;

	(void)state;
	lines_begin(&l, "pairwise-preference", 3, 2);
	lines_play(&l, RATED " .");
	lines_reply(&l, "u", "reopened");
	lines_say(&l, "Item 1 of 3, sent before.");
	lines_say(&l, "Answered so far: preference A over B, better; accuracy of A 4");
	lines_reply(&l, "a 5 .", "saved as #2");
	lines_reply(&l, "H", "my submissions");
	lines_say(&l, "1: #2");
	lines_play(&l, "/ faucet 1");
	lines_reply(&l, "1", "Item 1 of 3, sent before.");
	lines_reply(&l, "q", "1: Label, faucets");
	lines_reply(&l, "1", "Item ");
	lines_end(&l);
}

static void help_lists_keys_commands_and_words(void **state)
{
	struct liner l;

	(void)state;
	lines_begin(&l, "pairwise-preference", 2, 2);
	lines_reply(&l, "?", "submit, Enter, submit, or go to what is missing");
	lines_say(&l, "status: how far the batch is");
	lines_say(&l, "An empty line reads on.");
	lines_reply(&l, "? skip", "skip, S, skip this item, with a reason");
	lines_silent(&l, "pin, P");
	lines_play(&l, "? zoom");
	lines_silent(&l, "the pane on the whole screen");
	lines_reply(&l, "where", "preference now: not answered");
	lines_reply(&l, "status", "Item 1 of 2 in batch faucets. 0 sent today.");
	lines_reply(&l, "I", "heading 2: In this order");
	lines_reply(&l, "Home", "heading 1: Pairwise preference");
	lines_reply(&l, "q", "Next: preference");
	lines_reply(&l, "Z", "'zoom' is about how a screen looks");
	lines_end(&l);
}

static void a_number_that_is_typed_ends_with_its_line(void **state)
{
	struct liner l;
	char path[200];
	FILE *file;

	(void)state;
	memset(&l, 0, sizeof l);
	l.s = (struct screen){ .rows = 24, .cols = 80, .clock = 1000, .start = SCREEN_BATCH };
	fixture_begin(&l.s.f);
	fixture_create(&l.s.f, true);
	canvas_init(&l.s.cv, 24, 80);
	snprintf(path, sizeof path, "%s/many.yaml", l.s.f.dir);
	file = fopen(path, "wb");
	assert_non_null(file);
	fputs("assay: 1\nname: many\ntitle: Many\ninstructions: many.md\n"
	      "responses: {min: 1, max: 9}\nquestions:\n"
	      "  - {id: worth, type: scale, scope: response, scale: {min: 0, max: 100}, title: "
	      "Worth}\n",
	      file);
	fclose(file);
	snprintf(path, sizeof path, "%s/many.md", l.s.f.dir);
	file = fopen(path, "wb");
	assert_non_null(file);
	fputs("# Many\n", file);
	fclose(file);
	snprintf(path, sizeof path, "%s/many.yaml", l.s.f.dir);
	screen_batch(&l.s, SCREEN_BATCH, path);
	screen_items(&l.s, 2, 2);
	lines_start(&l);
	lines_reply(&l, "95", "worth of A: 95.");
	lines_say(&l, "Next: worth of B");
	lines_reply(&l, "7 Space", "worth of B: 7.");
	lines_end(&l);
}

static void hostile_texts_put_out_nothing_but_what_can_be_read(void **state)
{
	static const char evil[] = "\033]52;c;aGk=\a\033[2J\r\b\177 \xC2\x9B"
				   "31m "
				   "\xE2\x80\xAE gnp.exe \x01\x02\t| a\nb `\033[0m`\n"
				   "```\033\n\033[1m\n```\n| \033 |\n|---|\n| \xE2\x80\xAD |\n";
	static const char *const lines[] = {
		"",          "",
		"all",       "read A",
		"read B",    "M",
		"V",         "all",
		"read A",    "D",
		"/ exe",     "",
		"/ \033[2J", "G \033]0;x\a",
		"\033[2J",   "S \xC2\x9B \xE2\x80\xAE",
		"H",         "q",
		"u",         "where",
		"answers",   "status",
		"?",         "\xFF\xFE",
		"1 \x07 2",  "g",
		"\033[2J",   "bad \x9B bytes",
		".list",     ".difference",
		".",         "F \033[31m",
		"quit",
	};
	struct liner l;

	(void)state;
	for (int ascii = 0; ascii < 2; ascii++) {
		memset(&l, 0, sizeof l);
		screen_begin(&l.s, "pairwise-preference", 24, 80);
		screen_item(&l.s, evil, (const char *[]){ evil, "plain \033[31m", NULL });
		screen_item(&l.s, "two", (const char *[]){ "one", "two", NULL });
		l.io.ascii = ascii == 1;
		lines_start(&l);
		for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
			lines_play(&l, lines[i]);
		assert_true(strstr(buf_str(&l.out), "hidden character") != NULL);
		lines_clean(&l, ascii == 1);
		lines_end(&l);
	}
}

static void lines_are_broken_at_words_where_it_is_asked_for(void **state)
{
	struct liner l;
	size_t column = 0;

	(void)state;
	memset(&l, 0, sizeof l);
	screen_begin(&l.s, "pairwise-preference", 24, 80);
	screen_items(&l.s, 1, 2);
	l.io.columns = 40;
	lines_start(&l);
	lines_play(&l, "I");
	lines_play(&l, "all");
	for (size_t i = 0; i < l.out.len; i++) {
		/* Every code point here takes one column. */
		column = l.out.data[i] == '\n' ? 0 : column + ((l.out.data[i] & 0xC0) != 0x80);
		assert_true(column <= 40);
	}
	lines_end(&l);
}

/* ---------------------------------------------------------------- the loop */

static int run(struct liner *l, const char *const *script)
{
	const struct app_env env = lines_env(l);
	struct err err = { .code = ERR_NONE };
	int refused = 0;

	plain_free(l->plain);
	l->plain = NULL;
	fixture_reopen(&l->s.f);
	l->script = script;
	l->at = 0;
	l->mark = l->out.len;
	if (!plain_run(l->s.f.store, &l->io, &env, l->s.start, &refused, &err))
		fail_msg("plain_run: %s", err.msg);
	return refused;
}

static void the_end_of_input_keeps_the_draft_and_the_open_text(void **state)
{
	static const char *const first[] = { "1 2 4", "nonsense here", "w", "half a th", NULL };
	static const char *const second[] = { "answers", NULL };
	struct liner l;

	(void)state;
	lines_begin(&l, "golden-response", 1, 1);
	assert_int_equal(run(&l, (const char *const[]){ "g", "And then", NULL }), 0);
	lines_say(&l, "Left; everything is kept.");
	assert_int_equal(run(&l, second), 0);
	lines_say(&l, "golden: 8 words");
	lines_end(&l);
	lines_begin(&l, "pairwise-preference", 1, 2);
	assert_int_equal(run(&l, first), 1);
	assert_int_equal(run(&l, second), 0);
	lines_say(&l, "accuracy of A: 4");
	lines_say(&l, "why: 3 words");
	lines_end(&l);
}

static void control_d_ends_a_text_where_somebody_types(void **state)
{
	static const char *const script[] = { "g", "By hand.", NULL };
	struct liner l;

	(void)state;
	lines_begin(&l, "golden-response", 1, 1);
	l.io.typed = true;
	run(&l, script);
	/* The first end is that of the text, the second one leaves. */
	lines_say(&l, "text> ");
	lines_say(&l, "golden: 8 words.");
	lines_say(&l, "Left; everything is kept.");
	lines_end(&l);
}

static void nobody_reads_any_more_and_the_draft_is_kept(void **state)
{
	static const char *const script[] = { "answers", NULL };
	struct event event = { .type = EVENT_NONE };
	struct liner l;

	(void)state;
	lines_begin(&l, "pairwise-preference", 1, 2);
	lines_play(&l, "1 2");
	l.closed = true;
	lines_play(&l, "4");
	l.s.clock += LINE_MS;
	app_handle(plain_app(l.plain), &event);
	l.closed = false;
	run(&l, script);
	lines_say(&l, "accuracy of A: 4");
	l.closed = true;
	assert_int_equal(run(&l, script), 0);
	lines_end(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_answer_is_echoed_and_the_next_question_named),
		cmocka_unit_test(an_order_is_said_without_signs),
		cmocka_unit_test(an_empty_line_reads_on_and_never_sends),
		cmocka_unit_test(prose_and_slips_of_the_hand_do_nothing_at_all),
		cmocka_unit_test(what_stands_behind_a_refused_key_or_a_sent_item_is_not_typed),
		cmocka_unit_test(a_contradiction_is_asked_about_and_only_y_sends),
		cmocka_unit_test(options_are_read_with_their_definitions_and_taken_by_number),
		cmocka_unit_test(what_a_command_asks_may_stand_behind_it),
		cmocka_unit_test(undo_goes_back_over_items_and_the_list_corrects),
		cmocka_unit_test(help_lists_keys_commands_and_words),
		cmocka_unit_test(a_number_that_is_typed_ends_with_its_line),
		cmocka_unit_test(hostile_texts_put_out_nothing_but_what_can_be_read),
		cmocka_unit_test(lines_are_broken_at_words_where_it_is_asked_for),
		cmocka_unit_test(the_end_of_input_keeps_the_draft_and_the_open_text),
		cmocka_unit_test(control_d_ends_a_text_where_somebody_types),
		cmocka_unit_test(nobody_reads_any_more_and_the_draft_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
