/* The flows of the key map typed as lines: the same answers as by the keys of the screen. */
#include "tests/support/plain_lines.h"

#define LINES 8

struct flow {
	const char *guideline;
	int responses;
	const char *line[LINES]; /* typed; up to NULL */
	const char *keys;        /* the same as keys; NULL: the lines are */
};

static const struct flow same[] = {
	{ "pairwise-preference", 2, { "1 2  4 3  5 3  5 3  5 3  5 3  Enter" }, NULL },
	{ "pairwise-preference", 2, { "12", "4353535353", "." }, "1 2 4 3 5 3 5 3 5 3 5 3 Enter" },
	{ "pairwise-preference",
	  2,
	  { "1 2  4 2  5 3  5 3  5 3  5 3  Right o2 .",
	    "@A is actionable; @B only tells the user to wait.", "." },
	  "1 2  4 2  5 3  5 3  5 3  5 3  Right o 2  Enter "
	  "\"@A is actionable; @B only tells the user to wait.\" Enter Enter" },
	{ "pairwise-preference",
	  2,
	  { "1 2  4 4  5 5  5 5  5 5  5 5", "3", ".", "." },
	  "1 2  4 4  5 5  5 5  5 5  5 5  3 Enter Enter" },
	{ "pairwise-preference",
	  2,
	  { "1 2  4 3  5 1", "Backspace Backspace  5 3", "5 3  5 3  5 3  Enter" },
	  NULL },
	{ "pairwise-preference",
	  2,
	  { "1 3  3 5  3 5  3 5  3 5  3 5  .", "y" },
	  "1 3  3 5  3 5  3 5  3 5  3 5  Enter y" },
	{ "n-way-ranking",
	  6,
	  { "2=513=6>>4", "4 4 4 4 4  5 5 5 5 5  3 3 3 3 3  2 2 2 2 2  5 5 5 5 5  3 3 3 3 3",
	    "submit" },
	  "2 = 5 1 3 = 6 > > 4 4 4 4 4 4  5 5 5 5 5  3 3 3 3 3  2 2 2 2 2  5 5 5 5 5  3 3 3 3 3 "
	  "Enter" },
	{ "pairwise-preference",
	  2,
	  { "1 2  4 3  5 3  5 3  5 3  5 3  d 3  .", "It tells people to open the gas tap.", ".",
	    ".replace 1 Turn off the gas first.", ".", "." },
	  "1 2  4 3  5 3  5 3  5 3  5 3  d 3  Enter \"It tells people to open the gas tap.\" "
	  "Enter Enter End Ctrl-U \"Turn off the gas first.\" Esc Enter" },
	{ "pairwise-preference",
	  2,
	  { "0 2 1  3 3  3 3  3 3  3 3  3 3  ." },
	  "0 2 1  3 3  3 3  3 3  3 3  3 3  Enter" },
	{ "pairwise-preference",
	  2,
	  { "1 2  4 3  5 3  5 3  5 3  5 3  .", "u", "a5 ." },
	  "1 2  4 3  5 3  5 3  5 3  5 3  Enter u a 5 Enter" },
	{ "pairwise-preference",
	  2,
	  { "1 2  4 3  5 3  5 3  5 3  5 3  .", "1 2  4 3  5 3  5 3  5 3  5 3  .", "H", "/ faucet 1",
	    "1", "a 5 ." },
	  "1 2  4 3  5 3  5 3  5 3  5 3  Enter 1 2  4 3  5 3  5 3  5 3  5 3  Enter "
	  "H / \"faucet 1\" Enter Enter a 5 Enter" },
	{ "response-editing",
	  1,
	  { "f2 s1 .", ".replace 1 Mended.", ".", "." },
	  "f 2 s 1 Enter End Ctrl-U \"Mended.\" Esc Enter" },
	{ "rating-axes", 2, { "4 4 3 2 2  0 1 1 - 4  ." }, "4 4 3 2 2  0 1 1 - 4  Enter" },
	{ "golden-response",
	  1,
	  { "g", "And call me.", ".", "." },
	  "g Enter \"And call me.\" Esc Enter" },
	{ "golden-response",
	  1,
	  { "g", ".delete 1", "Two", "lines.", ".insert 1", "First.", ".", "." },
	  "g Ctrl-U \"First.\" Enter \"Two\" Enter \"lines.\" Esc Enter" },
};

static void answers_of(struct screen *s, struct buf *out)
{
	struct arena arena = ARENA_INIT;
	const struct json *payload = screen_payload(s, 1, &arena);

	if (payload == NULL)
		fail_msg("nothing was sent");
	json_write_canonical(out, json_get(payload, "answers"));
	json_write_canonical(out, json_get(payload, "checks"));
	json_write_canonical(out, json_get(json_get(payload, "shown"), "order"));
	arena_release(&arena);
}

static void by_keys(const struct flow *flow, struct buf *out)
{
	struct screen s;

	screen_begin_shuffled(&s, flow->guideline, 24, 80);
	screen_items(&s, 3, flow->responses);
	screen_start(&s);
	for (int i = 0; flow->keys == NULL && i < LINES && flow->line[i] != NULL; i++)
		screen_play(&s, flow->line[i]);
	if (flow->keys != NULL)
		screen_play(&s, flow->keys);
	answers_of(&s, out);
	screen_end(&s);
}

static void by_lines(const struct flow *flow, struct buf *out)
{
	struct liner l;

	memset(&l, 0, sizeof l);
	screen_begin_shuffled(&l.s, flow->guideline, 24, 80);
	screen_items(&l.s, 3, flow->responses);
	lines_start(&l);
	for (int i = 0; i < LINES && flow->line[i] != NULL; i++)
		lines_play(&l, flow->line[i]);
	answers_of(&l.s, out);
	lines_clean(&l, false);
	lines_end(&l);
}

static void the_flows_give_the_answers_that_the_screen_gives(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		struct buf keys = BUF_INIT, lines = BUF_INIT;

		by_keys(&same[i], &keys);
		by_lines(&same[i], &lines);
		if (strcmp(buf_str(&keys), buf_str(&lines)) != 0)
			fail_msg("flow %zu: %s\nbut by lines %s", i, buf_str(&keys),
				 buf_str(&lines));
		buf_release(&keys);
		buf_release(&lines);
	}
}

static void how_it_was_shown_and_typed_is_in_the_annotation(void **state)
{
	struct arena arena = ARENA_INIT;
	const struct json *payload;
	struct liner l;

	(void)state;
	lines_begin(&l, "pairwise-preference", 2, 2);
	lines_play(&l, "1 2");
	lines_play(&l, "4 3 5 3 5 3 5 3 5 3");
	lines_play(&l, ".");
	payload = screen_payload(&l.s, 1, &arena);
	assert_string_equal(json_get_string(json_get(payload, "input"), "how"), "plain");
	assert_int_equal(json_get_int(json_get(payload, "input"), "keys", 0), 13);
	assert_string_equal(json_get_string(json_get(payload, "shown"), "layout"), "plain");
	/* Three lines, each two seconds behind the last. */
	assert_int_equal(json_get_int(json_get(payload, "time"), "active_ms", 0), 3 * LINE_MS);
	arena_release(&arena);
	lines_end(&l);
}

static void what_is_written_in_a_text_is_counted_as_keys_and_not_as_pasted(void **state)
{
	struct arena arena = ARENA_INIT;
	const struct json *input;
	struct liner l;

	(void)state;
	lines_begin(&l, "golden-response", 2, 1);
	lines_play(&l, "g");
	lines_play(&l, "And more.");
	lines_play(&l, ".");
	lines_play(&l, ".");
	input = json_get(screen_payload(&l.s, 1, &arena), "input");
	assert_true(json_get_int(input, "keys", 0) >= 11);
	assert_int_equal(json_get_int(input, "pasted", -1), 0);
	arena_release(&arena);
	lines_end(&l);
}

static void twenty_items_go_by_in_one_sitting(void **state)
{
	struct arena arena = ARENA_INIT;
	struct liner l;
	char saved[32];

	(void)state;
	lines_begin(&l, "pairwise-preference", 20, 2);
	for (int i = 1; i <= 20; i++) {
		lines_reply(&l, "", "Response");
		lines_play(&l, i % 2 == 0 ? "2 1" : "1 3");
		lines_say(&l, "Next: accuracy of A: 1 ");
		lines_play(&l, i % 2 == 0 ? "3 4  3 4  3 4  5 5  3 4" : "4 3  4 3  4 3  5 5  4 3");
		lines_say(&l, "a dot sends it");
		lines_play(&l, ".");
		snprintf(saved, sizeof saved, "saved as #%d", i);
		lines_say(&l, saved);
		if (i < 20) {
			snprintf(saved, sizeof saved, "Item %d of 20.", i + 1);
			lines_say(&l, saved);
		}
	}
	lines_say(&l, "all done here");
	for (int i = 1; i <= 20; i++)
		assert_non_null(screen_payload(&l.s, i, &arena));
	arena_release(&arena);
	lines_end(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_flows_give_the_answers_that_the_screen_gives),
		cmocka_unit_test(how_it_was_shown_and_typed_is_in_the_annotation),
		cmocka_unit_test(what_is_written_in_a_text_is_counted_as_keys_and_not_as_pasted),
		cmocka_unit_test(twenty_items_go_by_in_one_sitting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
