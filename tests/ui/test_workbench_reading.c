/* Reading two responses at once: by content, lined up, searched, turn by turn. */
#include "tests/support/screen.h"

static const char prompt[] = "How do I fix a leaky faucet?";

static const char brass[] = "# Before you begin\n\n"
			    "Turn off the water under the sink and open the tap.\n\n"
			    "# The washer\n\n"
			    "1. Unscrew the handle.\n"
			    "2. Take out the old washer of brass.\n"
			    "3. Put in a new one of the same size.\n\n"
			    "```sh\ncaliper --inner 12mm\ncaliper --outer 20mm\n```\n\n"
			    "If it still drips, call a plumber.\n";
static const char rubber[] = "# Before you begin\n\n"
			     "Turn off the water under the sink and open the tap.\n\n"
			     "Put a cloth into the drain: the screws are small.\n\n"
			     "# The washer\n\n"
			     "1. Unscrew the handle.\n"
			     "2. Take out the old washer of rubber.\n"
			     "3. Put in a new one of the same size.\n\n"
			     "```sh\ncaliper --inner 12mm\n```\n\n"
			     "If it still drips, call a plumber.\n";

static void open_pair(struct screen *s, int rows, int cols, const char *a, const char *b)
{
	screen_begin(s, "pairwise-preference", rows, cols);
	screen_item(s, prompt, (const char *const[]){ a, b, NULL });
	screen_start(s);
}

/* The line of the screen that holds TEXT first; the caller frees it. */
static char *line_with(struct screen *s, const char *text)
{
	char *all = screen_text(s), *at = strstr(all, text), *line;

	if (at == NULL)
		fail_msg("'%s' is not on the screen:\n%s", text, all);
	while (at != NULL && at > all && at[-1] != '\n')
		at--;
	line = at != NULL ? xstrndup(at, strcspn(at, "\n")) : NULL;
	free(all);
	return line;
}

static void beside(struct screen *s, const char *left, const char *right)
{
	char *line = line_with(s, left);
	const char *at = line != NULL ? strstr(line, left) : NULL;

	if (at == NULL || strstr(at + strlen(left), right) == NULL)
		fail_msg("'%s' does not stand beside '%s' but: %s", right, left, line);
	free(line);
}

/* ---------------------------------------------------------------- Markdown */

static void markdown_is_read_in_narrow_panes(void **state)
{
	struct screen s;

	(void)state;
	open_pair(
		&s, 40, 120,
		"## Parts\n\n| Part | What it does in the tap | Price |\n|---|---|---:|\n"
		"| washer | keeps the water in while the tap is closed | 0.50 |\n"
		"| cartridge | mixes warm and cold | 12 |\n\n"
		"1. Take off\n   - the cap\n     - which may be *glued*, so warm it first with a "
		"hair dryer\n   - the **screw**\n2. Put in\n\n"
		"> Never by force.\n>\n> > So said my father.\n\n"
		"See [the manual](https://example.org/manuals/taps/2024/washers?size=12) first.\n\n"
		"- [x] water off\n- [ ] tap open\n",
		"```python\ndef turns(handle, direction=\"left\", quarter_turns=2, force=False): "
		"# never by force\n    return handle.turn(direction, quarter_turns)\n```\n\n"
		"| a | b | c | d | e | f | g | h |\n|---|---|---|---|---|---|---|---|\n"
		"| first column | second column | third column | fourth column | fifth | sixth | "
		"seventh | eighth |\n\n***\n\nThe end of it.\n");
	screen_golden(&s, "markdown_120x40");
	screen_play(&s, "W");
	screen_golden(&s, "markdown_120x40_cut");
	screen_play(&s, "W M");
	screen_shows(&s, "| washer | keeps the water");
	screen_end(&s);
}

/* ---------------------------------------------------------------- lined up */

static void at_120x40_equal_parts_stand_side_by_side(void **state)
{
	struct screen s;

	(void)state;
	open_pair(&s, 40, 120, brass, rubber);
	screen_play(&s, "D D");
	beside(&s, "# The washer", "# The washer");
	beside(&s, "3. Put in", "3. Put in");
	screen_golden(&s, "aligned_120x40");
	screen_play(&s, "D");
	screen_hides(&s, "~");
	screen_end(&s);
}

static void at_80x24_one_pane_flips_between_the_lined_up_texts(void **state)
{
	struct screen s;
	char *a, *b;

	(void)state;
	open_pair(&s, 24, 80, brass, rubber);
	screen_play(&s, "Right D D Space");
	screen_golden(&s, "aligned_80x24");
	a = line_with(&s, "3. Put in");
	screen_play(&s, "Right");
	b = line_with(&s, "3. Put in");
	assert_string_equal(a, b);
	screen_golden(&s, "aligned_80x24_other");
	free(a);
	free(b);
	screen_end(&s);
}

static void at_200x50_four_are_lined_up_with_the_pinned_one(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "n-way-ranking", 50, 200);
	screen_item(&s, prompt,
		    (const char *const[]){ brass, rubber, "# The washer\n\nIs what drips.\n",
					   "1. Unscrew the handle.\n2. Wait.\n", NULL });
	screen_start(&s);
	screen_play(&s, "Right P D D");
	screen_golden(&s, "aligned_200x50");
	screen_end(&s);
}

static void a_resize_lines_up_anew_and_answers_stay(void **state)
{
	struct screen s;

	(void)state;
	open_pair(&s, 40, 120, brass, rubber);
	screen_play(&s, "D D 1 2 @160x45");
	beside(&s, "# The washer", "# The washer");
	screen_play(&s, "M @101x40");
	beside(&s, "# The washer", "# The washer");
	screen_play(&s, "M Z Z @80x24 @120x40");
	beside(&s, "# The washer", "# The washer");
	screen_shows(&s, "A > B");
	screen_end(&s);
}

static void equal_letters_fade_and_changed_words_do_not(void **state)
{
	struct screen s;
	int dim = 0, deleted = 0, inserted = 0;

	(void)state;
	open_pair(&s, 40, 120, brass, rubber);
	screen_play(&s, "D D");
	for (int i = 0; i < s.rows * s.cols; i++) {
		const struct cell *cell = &s.cv.cells[i];

		dim += cell->style == STYLE_DIM && cell->base == 'U';
		deleted += cell->style == STYLE_DELETED && cell->base == 'b';
		inserted += cell->style == STYLE_INSERTED && cell->base == 'b';
	}
	assert_int_equal(dim, 2);      /* "Unscrew" in both */
	assert_int_equal(deleted, 1);  /* brass */
	assert_int_equal(inserted, 2); /* rubber */
	screen_end(&s);
}

static void lined_up_one_goes_from_difference_to_difference(void **state)
{
	struct screen s;
	struct buf a = BUF_INIT, b = BUF_INIT;
	char *line;

	(void)state;
	for (int i = 0; i < 120; i++) {
		buf_addf(&a, "the line %d of many lines\n", i);
		buf_addf(&b,
			 i % 40 == 20 ? "the line %d of more lines\n"
				      : "the line %d of many lines\n",
			 i);
	}
	open_pair(&s, 24, 80, buf_str(&a), buf_str(&b));
	screen_play(&s, "Right D D )");
	line = line_with(&s, "~the line 20");
	free(line);
	screen_hides(&s, "line 19");
	screen_play(&s, "Right )");
	screen_hides(&s, "line 59");
	screen_shows(&s, "~the line 60 of m");
	screen_play(&s, "( (");
	screen_shows(&s, "no other difference that way");
	screen_end(&s);
	buf_release(&a);
	buf_release(&b);
}

static void nearly_the_same_responses_are_offered_a_comparison(void **state)
{
	struct screen s;

	(void)state;
	open_pair(&s, 40, 120, brass, rubber);
	screen_shows(&s, "D difference");
	screen_end(&s);
	open_pair(&s, 40, 120, brass, "Call a plumber.\n\nOr\n\nwait.\n\nLonger.\n\nYes.");
	screen_hides(&s, "D difference");
	screen_end(&s);
}

/* ---------------------------------------------------------------- by content */

/* Sections of different lengths: "# 1" … with some lines each. */
static char *sections(int n, int lines, const char *word)
{
	struct buf out = BUF_INIT;

	for (int i = 1; i <= n; i++) {
		buf_addf(&out, "# Section number %d\n\n", i);
		for (int l = 1; l <= lines; l++)
			buf_addf(&out, "%s %d in %d\n", word, l, i);
		buf_addc(&out, '\n');
	}
	return buf_detach(&out);
}

static void a_longer_response_does_not_run_away(void **state)
{
	struct screen s;
	char *brief = sections(8, 4, "briefly"), *wordy = sections(8, 11, "at length");

	(void)state;
	open_pair(&s, 40, 120, brief, wordy);
	/* Down to where the third section of the long one begins. */
	screen_play(&s, "j j j j j j j j j j j j j j j j j j j j j j j j j j");
	beside(&s, "# Section number 3", "# Section number 3");
	/* The other way round, too. */
	screen_play(&s, "k k k k k k k k k k k k k");
	beside(&s, "# Section number 2", "# Section number 2");
	screen_end(&s);
	free(brief);
	free(wordy);
}

static void pages_pass_over_nothing(void **state)
{
	struct screen s;
	char *brief = sections(8, 4, "briefly"), *wordy = sections(8, 11, "at length");
	bool seen[2][9][12] = { { { false } } };

	(void)state;
	open_pair(&s, 40, 120, brief, wordy);
	for (int page = 0; page < 20; page++) {
		char *all = screen_text(&s);

		for (int i = 1; i <= 8; i++)
			for (int l = 1; l <= 11; l++) {
				char text[40];

				snprintf(text, sizeof text, "at length %d in %d", l, i);
				seen[0][i][l] = seen[0][i][l] || strstr(all, text) != NULL;
				snprintf(text, sizeof text, "briefly %d in %d", l, i);
				seen[1][i][l] = seen[1][i][l] || strstr(all, text) != NULL;
			}
		free(all);
		screen_play(&s, "Space");
	}
	screen_shows(&s, "this is the end");
	for (int i = 1; i <= 8; i++)
		for (int l = 1; l <= 11; l++) {
			assert_true(seen[0][i][l]);
			assert_true(l > 4 || seen[1][i][l]);
		}
	screen_play(&s, "Home");
	beside(&s, "# Section number 1", "# Section number 1");
	screen_end(&s);
	free(brief);
	free(wordy);
}

static void a_jump_to_a_heading_takes_the_other_pane_along(void **state)
{
	struct screen s;
	char *brief = sections(8, 4, "briefly"), *wordy = sections(8, 11, "at length");

	(void)state;
	open_pair(&s, 40, 120, brief, wordy);
	screen_play(&s, ") ) )");
	beside(&s, "# Section number 4", "# Section number 4");
	screen_play(&s, "L ) )");
	screen_shows(&s, "# Section number 6");
	screen_end(&s);
	free(brief);
	free(wordy);
}

/* ---------------------------------------------------------------- search */

static void search_counts_while_it_is_typed_and_goes_from_pane_to_pane(void **state)
{
	struct screen s;

	(void)state;
	open_pair(&s, 24, 80, brass, rubber);
	screen_play(&s, "/ \"calip\"");
	screen_shows(&s, "3: A 2 · B 1");
	screen_play(&s, "\"z\"");
	screen_shows(&s, "not found");
	screen_play(&s, "Backspace Enter");
	screen_shows(&s, "1 of 3 'calip': A 2 · B 1");
	screen_shows(&s, "2 found");
	screen_shows(&s, "▸│ caliper --inner");
	screen_golden(&s, "search_80x24");
	screen_play(&s, "Down");
	screen_shows(&s, "2 of 3");
	screen_shows(&s, "▸│ caliper --outer");
	screen_play(&s, "Enter");
	screen_shows(&s, "3 of 3");
	screen_shows(&s, "[B]");
	screen_play(&s, "Up Up");
	screen_shows(&s, "1 of 3");
	screen_play(&s, "Up");
	screen_shows(&s, "3 of 3");
	screen_play(&s, "Esc");
	screen_hides(&s, "found");
	screen_end(&s);
}

static void a_space_in_the_search_is_found_where_the_line_ends(void **state)
{
	struct screen s;

	(void)state;
	open_pair(&s, 40, 120, "one two\nthree four", "nothing");
	screen_play(&s, "/ \"two three\" Enter");
	screen_shows(&s, "1 of 1");
	screen_end(&s);
}

static void instructions_are_searched_the_same_way(void **state)
{
	struct screen s;

	(void)state;
	open_pair(&s, 24, 80, brass, rubber);
	screen_play(&s, "I / \"tone\" Enter");
	screen_shows(&s, "1 of ");
	screen_shows(&s, "  ▸");
	screen_play(&s, "Enter");
	screen_shows(&s, "2 of ");
	screen_play(&s, "Up Esc");
	screen_hides(&s, "  ▸");
	screen_play(&s, "/ \"no such word\" Enter");
	screen_shows(&s, "is not in this text");
	screen_play(&s, "q");
	screen_shows(&s, "[prompt]");
	screen_end(&s);
}

/* ---------------------------------------------------------------- turns */

static struct json *message(struct arena *arena, const char *role, const char *content)
{
	struct json *m = json_object(arena);

	json_set(arena, m, "role", json_string(arena, role));
	json_set(arena, m, "content", json_string(arena, content));
	return m;
}

static void open_conversation(struct screen *s, int rows, int cols)
{
	struct arena arena = ARENA_INIT;
	struct item_parts parts = { .n_responses = 2 };
	struct json *asked = json_array(&arena), *said[2];

	for (int i = 0; i < 6; i++) {
		char text[200];

		snprintf(text, sizeof text, "Message %d.\n\nof\n\nfour\n\nlines", i);
		json_push(asked, message(&arena, i % 2 == 0 ? "user" : "assistant", text));
	}
	json_push(asked, message(&arena, "user", "It still drips after the new washer."));
	for (int r = 0; r < 2; r++) {
		said[r] = json_array(&arena);
		json_push(said[r], message(&arena, "assistant", "Is it\n\nthe hot\n\none?"));
		json_push(said[r], message(&arena, "user", "Yes\n\nit\n\nis."));
		json_push(said[r],
			  message(&arena, "assistant",
				  r == 0 ? "Then\n\nthe seat\n\nis worn." : "Turn\n\nit\n\noff."));
		parts.response[r] = said[r];
	}
	parts.prompt = asked;
	screen_begin(s, "pairwise-preference", rows, cols);
	screen_parts(s, &parts, &arena);
	screen_start(s);
	arena_release(&arena);
}

static void a_conversation_is_read_turn_by_turn(void **state)
{
	struct screen s;

	(void)state;
	open_conversation(&s, 24, 80);
	screen_shows(&s, "turn 7 of 7");
	screen_play(&s, "(");
	/* The last two are both in view. */
	screen_shows(&s, "turn 5 of 7");
	screen_golden(&s, "turns_80x24");
	screen_play(&s, "( ( ( (");
	screen_shows(&s, "turn 1 of 7");
	screen_play(&s, "(");
	screen_shows(&s, "no other turn that way");
	screen_play(&s, ")");
	screen_shows(&s, "turn 2 of 7");
	screen_end(&s);
}

static void where_two_conversations_part_is_said(void **state)
{
	struct screen s;

	(void)state;
	open_conversation(&s, 24, 80);
	screen_play(&s, "Right");
	screen_shows(&s, "the same up to turn 3");
	screen_play(&s, "End");
	screen_shows(&s, "they part here");
	screen_end(&s);
}

/* ---------------------------------------------------------------- the rest */

static void zoom_and_cut_code_say_the_way_back(void **state)
{
	struct screen s;

	(void)state;
	open_pair(&s, 40, 120, brass,
		  "```c\nint a_long_name_of_a_function(int first_argument, int "
		  "second_argument);\n```\n");
	screen_play(&s, "Z");
	screen_shows(&s, "zoomed: Z goes back");
	screen_play(&s, "Z W");
	screen_shows(&s, "code is cut: W wraps it");
	screen_play(&s, "W");
	screen_hides(&s, "code is cut");
	screen_end(&s);
}

static void a_long_prompt_leaves_room_and_scrolls_when_it_is_active(void **state)
{
	struct screen s;
	char *asked = sections(6, 4, "asked"), *wordy = sections(8, 11, "at length");

	(void)state;
	screen_begin(&s, "pairwise-preference", 40, 120);
	screen_item(&s, asked, (const char *const[]){ wordy, brass, NULL });
	screen_start(&s);
	screen_shows(&s, "asked 3 in 1");
	screen_hides(&s, "asked 1 in 2");
	screen_play(&s, "Left Space Space");
	screen_shows(&s, "[prompt]");
	screen_shows(&s, "asked 1 in 3");
	screen_end(&s);
	free(asked);
	free(wordy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markdown_is_read_in_narrow_panes),
		cmocka_unit_test(at_120x40_equal_parts_stand_side_by_side),
		cmocka_unit_test(at_80x24_one_pane_flips_between_the_lined_up_texts),
		cmocka_unit_test(at_200x50_four_are_lined_up_with_the_pinned_one),
		cmocka_unit_test(a_resize_lines_up_anew_and_answers_stay),
		cmocka_unit_test(equal_letters_fade_and_changed_words_do_not),
		cmocka_unit_test(lined_up_one_goes_from_difference_to_difference),
		cmocka_unit_test(nearly_the_same_responses_are_offered_a_comparison),
		cmocka_unit_test(a_longer_response_does_not_run_away),
		cmocka_unit_test(pages_pass_over_nothing),
		cmocka_unit_test(a_jump_to_a_heading_takes_the_other_pane_along),
		cmocka_unit_test(search_counts_while_it_is_typed_and_goes_from_pane_to_pane),
		cmocka_unit_test(a_space_in_the_search_is_found_where_the_line_ends),
		cmocka_unit_test(instructions_are_searched_the_same_way),
		cmocka_unit_test(a_conversation_is_read_turn_by_turn),
		cmocka_unit_test(where_two_conversations_part_is_said),
		cmocka_unit_test(zoom_and_cut_code_say_the_way_back),
		cmocka_unit_test(a_long_prompt_leaves_room_and_scrolls_when_it_is_active),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
