/* Texts line by line: read aloud, written, changed by number. */
#include "tests/support/plain_lines.h"

static const char long_text[] = "# Title\n\nFirst paragraph.\n\n```c\nint x;\n```\n\n"
				"| a | b |\n|---|---|\n| 1 | 2 |\n\n## Sub\n\nLast words here.";

static void begin_long(struct liner *l)
{
	static const char other[] = "# Title\n\nFirst paragraph, longer.\n\nLast words there.";

	memset(l, 0, sizeof *l);
	screen_begin(&l->s, "pairwise-preference", 24, 80);
	screen_item(&l->s, "Long one?", (const char *[]){ long_text, other, NULL });
	lines_start(l);
}

static void a_text_is_written_line_by_line_and_changed_by_number(void **state)
{
	struct arena arena = ARENA_INIT;
	const struct json *golden;
	struct liner l;

	(void)state;
	lines_begin(&l, "golden-response", 2, 1);
	lines_reply(&l, "g", "Writing golden from response A");
	lines_say(&l, "1: Way 1 of mending faucet 1.\n");
	lines_reply_only(&l, "Second line.", "");
	lines_play(&l, "q");
	lines_play(&l, "\\.dotted");
	lines_play(&l, "...and so on");
	lines_reply_only(&l, ".list",
			 "1: Way 1 of mending faucet 1.\n2: Second line.\n"
			 "3: q\n4: .dotted\n5: ...and so on\n");
	lines_reply(&l, ".replace 3 Third line.", "Line 3 is replaced.");
	lines_reply(&l, ".delete 4 5", "2 lines are deleted");
	lines_reply_only(&l, ".undo", "4: .dotted\n5: ...and so on\n5 lines in all.\n");
	lines_reply(&l, ".redo", "Gone: 2 lines from line 4 on.");
	lines_play(&l, ".undo");
	lines_play(&l, ".delete 4 5");
	lines_play(&l, ".insert 2");
	lines_play(&l, "Between.");
	lines_play(&l, ".end");
	lines_reply_only(&l, ".find third", "4: Third line.\n");
	lines_reply(&l, ".difference", "Against response A: 5 words inserted, 0 deleted.");
	lines_reply(&l, ".delete 9", "Refused: say which line, 1 to 4");
	lines_reply(&l, ".listen", "Refused: '.listen' is no command of texts");
	lines_reply(&l, ".", "golden: 11 words.");
	lines_play(&l, ".");
	golden = json_get(json_get(screen_payload(&l.s, 1, &arena), "answers"), "golden");
	assert_string_equal(json_get_string(golden, "text"),
			    "Way 1 of mending faucet 1.\nBetween.\nSecond line.\nThird line.");
	arena_release(&arena);
	lines_end(&l);
}

static void a_checklist_is_ticked_and_a_base_is_chosen_by_key(void **state)
{
	struct liner l;

	(void)state;
	lines_begin(&l, "golden-response", 2, 2);
	lines_play(&l, "g");
	lines_reply(&l, ".checklist", "1: ");
	lines_say(&l, ", not ticked");
	lines_reply(&l, "1", ", ticked");
	lines_play(&l, "Esc");
	lines_play(&l, "One more.");
	lines_reply(&l, ".base", "say which response: .base A");
	lines_reply(&l, ".base B", "1: Way ");
	lines_say(&l, "1 line in all.");
	lines_reply(&l, ".undo", "2: One more.");
	lines_reply(&l, ".mention B", "2: One more.@B");
	lines_end(&l);
}

static void a_text_is_a_draft_before_it_is_done(void **state)
{
	struct liner l;

	(void)state;
	lines_begin(&l, "golden-response", 2, 1);
	lines_play(&l, "g");
	lines_play(&l, "Not lost.");
	lines_restart(&l);
	lines_say(&l, "Answered so far: golden 8 words.");
	lines_reply(&l, "g", "2: Not lost.");
	lines_end(&l);
}

static void a_one_line_text_is_one_line(void **state)
{
	struct liner l;

	(void)state;
	lines_begin(&l, "pairwise-preference", 2, 2);
	lines_reply(&l, "w", "Writing why: Why?");
	lines_say(&l, "One line.");
	lines_reply(&l, "S @A says it all, and F is no key here.", "why: 11 words.");
	lines_reply(&l, "w", "1: S @A says it all, and F is no key here.");
	lines_play(&l, ".");
	lines_reply(&l, "answers", "why: 11 words");
	lines_end(&l);
}

static void texts_are_read_by_paragraph_page_heading_and_name(void **state)
{
	struct liner l;

	(void)state;
	begin_long(&l);
	lines_say(&l, "7 paragraphs");
	lines_play(&l, "read A");
	if (strstr(lines_answer(&l), "code, c") == NULL)
		lines_play(&l, "read B");
	lines_say(&l, "heading 1: Title\nFirst paragraph.\ncode, c, 1 line:\nint x;\nend of code\n"
		      "table, 2 columns: a; b\nrow 1: a: 1; b: 2\nheading 2: Sub\n"
		      "Last words here.\n");
	lines_reply_only(&l, "Home", "heading 1: Title\n");
	lines_reply_only(&l, "j", "First paragraph.\n");
	lines_reply_only(&l, ") )", "code, c, 1 line:\nint x;\nend of code\nheading 2: Sub\n");
	lines_reply(&l, "(", "code, c");
	lines_reply_only(&l, "k", "First paragraph.\n");
	lines_reply(&l, "all", "code, c");
	lines_say(&l, "Last words here.\nEnd of response");
	lines_reply(&l, "Home k", "This is the top.");
	lines_reply(&l, "M", "raw text");
	lines_reply(&l, "Home j j", "# Title\nFirst paragraph.\n```c\nint x;\n```\n");
	lines_reply(&l, "read C", "Refused: no text here is called 'C'");
	lines_reply(&l, "texts", "read now");
	lines_end(&l);
}

static void a_difference_is_said_in_words(void **state)
{
	struct liner l;

	(void)state;
	begin_long(&l);
	lines_reply(&l, "Right P Right", "pinned");
	lines_reply(&l, "D", "Against response A: ");
	lines_say(&l, "Line 3, after \"First paragraph\": ");
	lines_say(&l, "Last words there");
	lines_reply(&l, "Left D", "the pinned one");
	lines_end(&l);
}

static void a_search_reads_the_places_and_reading_goes_on_there(void **state)
{
	struct liner l;

	(void)state;
	begin_long(&l);
	lines_reply(&l, "/ last words", "Match 1 of 1 in response A, paragraph ");
	lines_say(&l, ": Last words ");
	lines_reply(&l, "", "Match 1 of 1 in response B, paragraph ");
	lines_reply(&l, "/ nothing like it", "is in none of the panes");
	lines_play(&l, "/ last words");
	lines_play(&l, "k");
	lines_silent(&l, "Last words");
	lines_reply(&l, "j", "Last words");
	lines_end(&l);
}

static void views_without_words_are_read_from_their_screen(void **state)
{
	struct liner l;

	(void)state;
	lines_begin(&l, "golden-response", 1, 1);
	lines_play(&l, "g");
	lines_play(&l, "# A heading");
	lines_reply(&l, ".preview", "A heading");
	lines_reply(&l, "q", "Writing golden");
	lines_end(&l);
}

static void what_a_terminal_sends_is_cleaned_before_it_is_text(void **state)
{
	struct arena arena = ARENA_INIT;
	const struct json *golden;
	struct liner l;

	(void)state;
	lines_begin(&l, "golden-response", 2, 1);
	lines_play(&l, "g");
	lines_play(&l, ".replace 1 a\033[31mb\x9B\xC2\x9B\tc\x01");
	lines_play(&l, ".");
	lines_play(&l, ".");
	golden = json_get(json_get(screen_payload(&l.s, 1, &arena), "answers"), "golden");
	assert_string_equal(json_get_string(golden, "text"), "a[31mb\xEF\xBF\xBD\tc");
	arena_release(&arena);
	lines_end(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_written_line_by_line_and_changed_by_number),
		cmocka_unit_test(a_checklist_is_ticked_and_a_base_is_chosen_by_key),
		cmocka_unit_test(a_text_is_a_draft_before_it_is_done),
		cmocka_unit_test(a_one_line_text_is_one_line),
		cmocka_unit_test(texts_are_read_by_paragraph_page_heading_and_name),
		cmocka_unit_test(a_difference_is_said_in_words),
		cmocka_unit_test(a_search_reads_the_places_and_reading_goes_on_there),
		cmocka_unit_test(views_without_words_are_read_from_their_screen),
		cmocka_unit_test(what_a_terminal_sends_is_cleaned_before_it_is_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
