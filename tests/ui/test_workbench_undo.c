/* Nothing is lost: undo and redo across items and restarts, drafts, crashes. */
#include "tests/support/screen.h"

#define ALL "1 2  4 3  5 3  5 3  5 3  5 3"

static void open_three(struct screen *s)
{
	screen_begin(s, "pairwise-preference", 24, 80);
	screen_items(s, 3, 2);
	screen_start(s);
}

static void undo_and_redo_go_answer_by_answer(void **state)
{
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, "1 2 4 3");
	screen_shows(&s, "A 4    B 3");
	screen_play(&s, "u");
	screen_shows(&s, "A 4   ▸B –");
	screen_play(&s, "u u u");
	screen_hides(&s, "A > B");
	screen_play(&s, "u");
	screen_shows(&s, "nothing to undo");
	screen_play(&s, "R R");
	screen_shows(&s, "A > B  better");
	screen_play(&s, "Ctrl-R Ctrl-R");
	screen_shows(&s, "A 4    B 3");
	screen_play(&s, "R");
	screen_shows(&s, "nothing to do again");
	screen_end(&s);
}

static void a_new_answer_ends_what_could_be_done_again(void **state)
{
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, "1 2 4 3 u u 2 R");
	screen_shows(&s, "nothing to do again");
	screen_shows(&s, "A 2   ▸B –");
	screen_end(&s);
}

static void undo_reaches_across_items_and_submissions(void **state)
{
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, ALL " Enter " ALL " Enter  1 1");
	screen_shows(&s, "3 of 3");
	screen_play(&s, "u u");
	screen_shows(&s, "3 of 3");
	screen_play(&s, "u");
	screen_shows(&s, "2 of 3");
	screen_play(&s, "u");
	screen_shows(&s, "tone     A 5   ▸B –");
	/* Through all twelve answers of the second item to the first one's submission. */
	for (int i = 0; i < 12; i++)
		screen_play(&s, "u");
	screen_shows(&s, "1 of 3");
	screen_shows(&s, "reopened");
	for (int i = 0; i < 12; i++)
		screen_play(&s, "u");
	screen_play(&s, "u");
	screen_shows(&s, "nothing to undo");
	screen_end(&s);
}

static void redo_reaches_as_far_as_undo_went(void **state)
{
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, ALL " Enter 1 1");
	screen_play(&s, "u u u u u");
	screen_shows(&s, "1 of 3");
	screen_play(&s, "R R");
	screen_shows(&s, "tone     A 5    B 3");
	/* What was sent stands: doing it again leads on. */
	screen_play(&s, "R");
	screen_shows(&s, "2 of 3");
	screen_play(&s, "R R");
	screen_shows(&s, "A > B  slightly better");
	screen_end(&s);
}

static void undo_survives_a_restart(void **state)
{
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, ALL " Enter 2 3 4");
	screen_restart(&s);
	screen_shows(&s, "2 of 3");
	screen_shows(&s, "B > A");
	screen_play(&s, "u");
	screen_shows(&s, "A –    B –");
	screen_restart(&s);
	screen_play(&s, "R");
	screen_shows(&s, "A 4   ▸B –");
	screen_play(&s, "u u u");
	screen_restart(&s);
	screen_play(&s, "u");
	screen_shows(&s, "1 of 3");
	screen_shows(&s, "reopened");
	screen_end(&s);
}

static void a_draft_comes_back_with_its_focus(void **state)
{
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, "1 2 4 3 5");
	screen_restart(&s);
	screen_shows(&s, "A 4    B 3");
	screen_play(&s, "1");
	screen_shows(&s, "A 5    B 1");
	screen_end(&s);
}

static void a_draft_is_saved_within_a_second_even_if_the_program_is_killed(void **state)
{
	struct event nothing = { .type = EVENT_NONE };
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, "1 2 4 3");
	s.clock += 1000;
	screen_event(&s, &nothing);
	screen_crash(&s);
	screen_shows(&s, "A 4    B 3");
	screen_end(&s);
}

static void a_text_being_written_is_in_the_draft(void **state)
{
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, "w \"half a thou\"");
	screen_restart(&s);
	screen_shows(&s, "half a thou");
	screen_play(&s, "w \"ght\" Esc");
	screen_shows(&s, "half a thought");
	/* One undo line for one text. */
	screen_play(&s, "u");
	screen_hides(&s, "thought");
	screen_end(&s);
}

static void a_golden_response_being_written_is_in_the_draft(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "golden-response", 24, 80);
	screen_items(&s, 2, 1);
	screen_start(&s);
	screen_play(&s, "g \" And then\"");
	screen_restart(&s);
	screen_play(&s, "g");
	screen_shows(&s, "Way 1 of mending faucet 1. {+And then+}");
	screen_end(&s);
}

static void a_draft_waits_while_other_items_are_looked_at(void **state)
{
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, "1 2 4 3 Ctrl-N");
	screen_shows(&s, "2 of 3");
	screen_shows(&s, "A –    B –");
	screen_play(&s, "Ctrl-P");
	screen_shows(&s, "A 4    B 3");
	screen_play(&s, "q");
	screen_shows(&s, "Label");
	screen_play(&s, "Enter");
	screen_shows(&s, "A 4    B 3");
	screen_end(&s);
}

static void a_killed_program_loses_nothing_that_was_sent(void **state)
{
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, ALL " Enter " ALL " Enter");
	screen_crash(&s);
	screen_shows(&s, "3 of 3");
	screen_shows(&s, "saved #2");
	screen_play(&s, "H");
	screen_shows(&s, "faucet 1");
	screen_shows(&s, "faucet 2");
	screen_end(&s);
}

static void a_reopened_item_left_as_it_was_counts_as_sent(void **state)
{
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, ALL " Enter u");
	screen_shows(&s, "1 of 3");
	screen_play(&s, "Enter");
	screen_shows(&s, "unchanged: it counts as you sent it");
	screen_shows(&s, "2 of 3");
	screen_shows(&s, "saved #1");
	screen_end(&s);
}

static void a_withdrawn_annotation_counts_no_more(void **state)
{
	struct arena arena = ARENA_INIT;
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, "X");
	screen_shows(&s, "you have sent nothing");
	screen_play(&s, ALL " Enter Ctrl-P X");
	screen_shows(&s, "Withdraw what you sent");
	screen_play(&s, "n");
	assert_non_null(screen_payload(&s, 1, &arena));
	screen_play(&s, "X y");
	screen_shows(&s, "withdrawn");
	assert_null(screen_payload(&s, 1, &arena));
	screen_hides(&s, "A 4");
	arena_release(&arena);
	screen_end(&s);
}

static void a_skip_needs_a_reason_and_is_no_answer(void **state)
{
	struct arena arena = ARENA_INIT;
	struct screen s;
	const struct json *payload;

	(void)state;
	open_three(&s);
	screen_play(&s, "S Enter");
	screen_shows(&s, "a skip needs a reason");
	assert_null(screen_payload(&s, 1, &arena));
	screen_play(&s, "S \"not my language\" Esc");
	assert_null(screen_payload(&s, 1, &arena));
	screen_play(&s, "S \"not my language\" Enter");
	payload = screen_payload(&s, 1, &arena);
	assert_string_equal(json_get_string(payload, "status"), "skipped");
	assert_string_equal(json_get_string(payload, "reason"), "not my language");
	screen_shows(&s, "2 of 3");
	screen_play(&s, "u");
	screen_shows(&s, "1 of 3");
	arena_release(&arena);
	screen_end(&s);
}

static void a_flag_goes_on_and_off(void **state)
{
	struct screen s;

	(void)state;
	open_three(&s);
	screen_play(&s, "F \"odd\" Enter");
	screen_shows(&s, "flagged");
	screen_play(&s, "Ctrl-N Ctrl-P");
	screen_shows(&s, "⚑ flagged");
	screen_play(&s, "F");
	screen_shows(&s, "the flag is off");
	screen_restart(&s);
	screen_hides(&s, "⚑");
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(undo_and_redo_go_answer_by_answer),
		cmocka_unit_test(a_new_answer_ends_what_could_be_done_again),
		cmocka_unit_test(undo_reaches_across_items_and_submissions),
		cmocka_unit_test(redo_reaches_as_far_as_undo_went),
		cmocka_unit_test(undo_survives_a_restart),
		cmocka_unit_test(a_draft_comes_back_with_its_focus),
		cmocka_unit_test(a_draft_is_saved_within_a_second_even_if_the_program_is_killed),
		cmocka_unit_test(a_text_being_written_is_in_the_draft),
		cmocka_unit_test(a_golden_response_being_written_is_in_the_draft),
		cmocka_unit_test(a_draft_waits_while_other_items_are_looked_at),
		cmocka_unit_test(a_killed_program_loses_nothing_that_was_sent),
		cmocka_unit_test(a_reopened_item_left_as_it_was_counts_as_sent),
		cmocka_unit_test(a_withdrawn_annotation_counts_no_more),
		cmocka_unit_test(a_skip_needs_a_reason_and_is_no_answer),
		cmocka_unit_test(a_flag_goes_on_and_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
