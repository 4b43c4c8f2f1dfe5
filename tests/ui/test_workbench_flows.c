/* The flows of the key map: what is typed, and the answers that come out, at two sizes. */
#include "tests/support/screen.h"

static const struct {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 40, 120 } };

#define SIZES (sizeof sizes / sizeof sizes[0])

static void open_flow(struct screen *s, const char *guideline, size_t size, int responses)
{
	screen_begin_shuffled(s, guideline, sizes[size].rows, sizes[size].cols);
	screen_items(s, 3, responses);
	screen_start(s);
}

#define RATINGS(a, b)                                                               \
	"\"accuracy\":{\"%A\":" a ",\"%B\":" b "},\"helpful\":{\"%A\":5,\"%B\":3}," \
	"\"clarity\":{\"%A\":5,\"%B\":3},\"safety\":{\"%A\":5,\"%B\":3},"           \
	"\"tone\":{\"%A\":5,\"%B\":3}"
#define A_BETTER "\"preference\":{\"groups\":[[\"%A\"],[\"%B\"]],\"gaps\":[2],\"none_good\":false}"

static void a_comparison_takes_thirteen_keys(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct screen s;

		open_flow(&s, "pairwise-preference", i, 2);
		screen_play(&s, "1 2  4 3  5 3  5 3  5 3  5 3  Enter");
		screen_shows(&s, "saved #1");
		screen_shows(&s, "2 of 3");
		screen_answers(&s, 1, "{" A_BETTER "," RATINGS("4", "3") "}");
		screen_end(&s);
	}
}

static void a_comparison_with_a_tag_and_a_rationale(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct screen s;

		open_flow(&s, "pairwise-preference", i, 2);
		screen_play(&s, "1 2  4 2  5 3  5 3  5 3  5 3  Right o 2  Enter");
		screen_shows(&s, "why is missing");
		screen_play(&s,
			    "\"@A is actionable; @B only tells the user to wait.\" Enter Enter");
		screen_answers(
			&s, 1,
			"{" A_BETTER
			"," RATINGS("4", "2") ",\"issues\":{\"%B\":[{\"option\":\"overcautious\","
					      "\"severity\":\"major\"}]},\"why\":{\"text\":\"@A is "
					      "actionable; @B only tells the user to wait.\","
					      "\"mentions\":[{\"start\":0,\"end\":2,\"is\":\"%A\"},"
					      "{\"start\":18,\"end\":20,\"is\":\"%B\"}]}}");
		screen_end(&s);
	}
}

static void enter_sends_nothing_that_is_not_complete(void **state)
{
	struct arena arena = ARENA_INIT;
	struct screen s;

	(void)state;
	open_flow(&s, "pairwise-preference", 0, 2);
	screen_play(&s, "Enter Enter");
	screen_shows(&s, "nothing is answered yet; S skips with a reason");
	screen_play(&s, "1 2 Tab Enter");
	screen_shows(&s, "is missing");
	screen_shows(&s, "▸ accuracy   ▸A –");
	assert_null(screen_payload(&s, 1, &arena));
	screen_shows(&s, "1 of 3");
	arena_release(&arena);
	screen_end(&s);
}

static void a_doubled_digit_is_refused_at_the_end_and_asks_once(void **state)
{
	struct screen s;

	(void)state;
	open_flow(&s, "pairwise-preference", 0, 2);
	screen_play(&s, "1 2  4 4  5 5  5 5  5 5  5 5");
	/* One digit too many lands on the tags or behind the last cell, and is refused there. */
	screen_play(&s, "3");
	screen_play(&s, "Enter");
	screen_shows(&s, "a digit was refused: look again, Enter once more submits");
	screen_play(&s, "Enter");
	screen_shows(&s, "saved #1");
	screen_end(&s);
}

static void backspace_erases_the_last_digits_as_in_a_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct screen s;

		open_flow(&s, "pairwise-preference", i, 2);
		screen_play(&s, "1 2  4 3  5 1  Backspace Backspace  5 3  5 3  5 3  5 3  Enter");
		screen_answers(&s, 1, "{" A_BETTER "," RATINGS("4", "3") "}");
		screen_end(&s);
	}
}

static void an_order_against_the_ratings_is_only_sent_after_y(void **state)
{
	struct arena arena = ARENA_INIT;
	struct screen s;
	const struct json *checks;

	(void)state;
	open_flow(&s, "pairwise-preference", 0, 2);
	screen_play(&s, "1 3  3 5  3 5  3 5  3 5  3 5  Enter");
	screen_shows(&s, "submits it all the same");
	screen_play(&s, "Enter");
	assert_null(screen_payload(&s, 1, &arena));
	screen_play(&s, "Enter Enter");
	assert_null(screen_payload(&s, 1, &arena));
	screen_play(&s, "Enter y");
	screen_shows(&s, "saved #1");
	checks = json_get(screen_payload(&s, 1, &arena), "checks");
	assert_true(checks->count > 0);
	assert_string_equal(json_at(checks, 0)->str, "rank_vs_scale:accuracy");
	arena_release(&arena);
	screen_end(&s);
}

#define SIX                                                                                       \
	"\"rank\":{\"groups\":[[\"%B\",\"%E\"],[\"%A\"],[\"%C\",\"%F\"],[\"%D\"]],\"gaps\":[1,1," \
	"2],"                                                                                     \
	"\"none_good\":false}"

static void six_are_ranked_with_ties_and_a_wide_gap(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct screen s;

		open_flow(&s, "n-way-ranking", i, 6);
		screen_play(&s, "2 = 5 1 3 = 6 > > 4 Enter");
		screen_answers(&s, 1, "{" SIX "}");
		screen_end(&s);
	}
}

static void six_ranked_and_rated_by_response(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct screen s;

		open_flow(&s, "n-way-ranking", i, 6);
		screen_play(&s, "2 = 5 1 3 = 6 > > 4");
		/* All of A, then all of B…: the guideline says order: by_response. */
		screen_play(&s, "4 4 4 4 4  5 5 5 5 5  3 3 3 3 3  2 2 2 2 2  5 5 5 5 5  3 3 3 3 3");
		screen_play(&s, "Enter");
#define SIXWAY(id) "\"" id "\":{\"%A\":4,\"%B\":5,\"%C\":3,\"%D\":2,\"%E\":5,\"%F\":3}"
		screen_answers(&s, 1,
			       "{" SIX "," SIXWAY("accuracy") "," SIXWAY("helpful") "," SIXWAY(
				       "clarity") "," SIXWAY("safety") "," SIXWAY("tone") "}");
		screen_end(&s);
	}
}

static void a_dangerous_answer_makes_the_golden_response_required(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct screen s;

		open_flow(&s, "pairwise-preference", i, 2);
		screen_play(&s, "1 2  4 3  5 3  5 3  5 3  5 3  d 3  Enter");
		screen_shows(&s, "why is missing");
		screen_play(&s, "\"It tells people to open the gas tap.\" Enter Enter");
		screen_shows(&s, "from A");
		screen_play(&s, "\" Turn off the gas first.\" Esc");
		/* Best and dangerous at once, but mended: nothing more is asked. */
		screen_play(&s, "Enter");
		screen_shows(&s, "saved #1");
		{
			struct arena arena = ARENA_INIT;
			const struct json *payload = screen_payload(&s, 1, &arena);
			const struct json *golden =
				json_get(json_get(payload, "answers"), "golden");
			char *base = screen_letters(payload, "%A");

			assert_string_equal(json_get_string(golden, "base"), base);
			assert_non_null(
				strstr(json_get_string(golden, "text"), "Turn off the gas first."));
			assert_int_equal(json_get_int(golden, "revisions", 0), 1);
			free(base);
			arena_release(&arena);
		}
		screen_end(&s);
	}
}

static void none_is_acceptable_but_b_less_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct screen s;

		open_flow(&s, "pairwise-preference", i, 2);
		screen_play(&s, "0 2 1  3 3  3 3  3 3  3 3  3 3  Enter");
		screen_answers(&s, 1,
			       "{\"preference\":{\"groups\":[[\"%B\"],[\"%A\"]],\"gaps\":[1],"
			       "\"none_good\":true},\"accuracy\":{\"%A\":3,\"%B\":3},\"helpful\":{"
			       "\"%A\":3,\"%B\":3},\"clarity\":{\"%A\":3,\"%B\":3},\"safety\":{"
			       "\"%A\":3,\"%B\":3},\"tone\":{\"%A\":3,\"%B\":3}}");
		screen_end(&s);
	}
}

static void the_last_submission_is_corrected_with_u(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct arena arena = ARENA_INIT;
		struct screen s;

		open_flow(&s, "pairwise-preference", i, 2);
		screen_play(&s, "1 2  4 3  5 3  5 3  5 3  5 3  Enter");
		screen_play(&s, "u");
		screen_shows(&s, "1 of 3");
		screen_shows(&s, "reopened");
		/* It counts until it is sent again. */
		screen_answers(&s, 1, "{" A_BETTER "," RATINGS("4", "3") "}");
		screen_play(&s, "a 5 Enter");
		screen_answers(&s, 1, "{" A_BETTER "," RATINGS("5", "3") "}");
		screen_shows(&s, "2 of 3");
		screen_shows(&s, "saved #2");
		assert_null(screen_payload(&s, 2, &arena));
		arena_release(&arena);
		screen_end(&s);
	}
}

static void an_older_submission_is_corrected_from_the_list(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct screen s;

		open_flow(&s, "pairwise-preference", i, 2);
		screen_play(&s, "1 2  4 3  5 3  5 3  5 3  5 3  Enter");
		screen_play(&s, "1 2  4 3  5 3  5 3  5 3  5 3  Enter");
		screen_shows(&s, "3 of 3");
		screen_play(&s, "H / \"faucet 1\" Enter Enter");
		screen_shows(&s, "1 of 3");
		screen_play(&s, "a 5 Enter");
		/* Back where one was. */
		screen_shows(&s, "3 of 3");
		screen_answers(&s, 1, "{" A_BETTER "," RATINGS("5", "3") "}");
		screen_end(&s);
	}
}

static void a_response_is_edited_and_its_faults_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct screen s;

		open_flow(&s, "response-editing", i, 1);
		screen_play(&s, "f 2 s 1 Enter");
		screen_shows(&s, "from A");
		screen_play(&s, "\" Mended.\" Esc Enter");
		screen_answers(
			&s, 1,
			"{\"wrong\":[{\"option\":\"factual\",\"severity\":\"major\"},{\"option\":"
			"\"style\",\"severity\":\"minor\"}],\"edited\":{\"base\":\"%A\","
			"\"text\":\"Way 1 of mending faucet 1. Mended.\",\"revisions\":1}}");
		screen_end(&s);
	}
}

static void axes_are_rated_response_by_response(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct screen s;

		open_flow(&s, "rating-axes", i, 2);
		screen_play(&s, "4 4 3 2 2  0 1 1 - 4  Enter");
		screen_answers(
			&s, 1,
			"{\"helpfulness\":{\"%A\":4,\"%B\":0},\"correctness\":{\"%A\":4,\"%B\":1},"
			"\"coherence\":{\"%A\":3,\"%B\":1},\"complexity\":{\"%A\":2,\"%B\":{"
			"\"na\":true}},\"verbosity\":{\"%A\":2,\"%B\":4}}");
		screen_end(&s);
	}
}

static void a_golden_response_is_written_from_the_first(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct screen s;

		open_flow(&s, "golden-response", i, 1);
		screen_play(&s, "g \" And call me.\" Esc Enter");
		screen_answers(
			&s, 1,
			"{\"golden\":{\"base\":\"%A\",\"text\":\"Way 1 of mending faucet 1. And "
			"call me.\",\"revisions\":1}}");
		screen_end(&s);
	}
}

static void write_file(const struct screen *s, const char *name, const char *text)
{
	char path[200];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", s->f.dir, name);
	file = fopen(path, "wb");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void one_letter_answers_and_goes_on_where_the_guideline_says_so(void **state)
{
	struct screen s = { .rows = 24, .cols = 80, .clock = 1000, .start = SCREEN_BATCH };
	char path[200];

	(void)state;
	fixture_begin(&s.f);
	fixture_create(&s.f, true);
	canvas_init(&s.cv, 24, 80);
	write_file(&s, "intent.md", "# Intent\n\nWhat does the person want?\n");
	write_file(&s, "intent.yaml",
		   "assay: 1\nname: intent\ntitle: Intent\ninstructions: intent.md\n"
		   "responses: {min: 0, max: 9}\nsubmit: auto\nquestions:\n"
		   "  - id: intent\n    type: choice\n    title: Intent\n    required: always\n"
		   "    options:\n      - {id: how-to, key: h, title: how to}\n"
		   "      - {id: fact, key: f, title: a fact}\n");
	snprintf(path, sizeof path, "%s/intent.yaml", s.f.dir);
	screen_batch(&s, SCREEN_BATCH, path);
	screen_items(&s, 3, 2);
	screen_start(&s);
	screen_play(&s, "h f");
	screen_shows(&s, "3 of 3");
	screen_answers(&s, 1, "{\"intent\":[{\"option\":\"how-to\"}]}");
	screen_answers(&s, 2, "{\"intent\":[{\"option\":\"fact\"}]}");
	/* u is the way back. */
	screen_play(&s, "u h");
	screen_answers(&s, 2, "{\"intent\":[{\"option\":\"how-to\"}]}");
	screen_shows(&s, "3 of 3");
	screen_end(&s);
}

static void sides_are_shuffled_and_stay_so(void **state)
{
	struct screen s;
	int first[2] = { 0, 0 };

	(void)state;
	screen_begin_shuffled(&s, "pairwise-preference", 40, 120);
	screen_items(&s, 12, 2);
	screen_start(&s);
	for (int i = 1; i <= 12; i++) {
		char script[32], a[80];

		snprintf(script, sizeof script, "G %d %d Enter", i / 10, i % 10);
		screen_play(&s, script);
		snprintf(a, sizeof a, "   Way 1 of mending faucet %d.    ", i);
		first[screen_has(&s, a)]++;
	}
	/* One in 2,048 seeds would have all on one side; the fixture's has not. */
	assert_true(first[0] > 0 && first[1] > 0);
	screen_play(&s, "G 1 Enter");
	{
		char *before = screen_text(&s), *after;

		screen_restart(&s);
		after = screen_text(&s);
		assert_string_equal(strchr(before, '\n'), strchr(after, '\n'));
		free(before);
		free(after);
	}
	screen_end(&s);
}

static void what_was_shown_is_in_the_annotation(void **state)
{
	struct arena arena = ARENA_INIT;
	struct screen s;
	const struct json *payload, *shown;

	(void)state;
	open_flow(&s, "pairwise-preference", 1, 2);
	screen_play(&s, "1 2  4 3  5 3  5 3  5 3  5 3  Enter");
	payload = screen_payload(&s, 1, &arena);
	shown = json_get(payload, "shown");
	assert_int_equal(json_get_int(shown, "columns", 0), 120);
	assert_string_equal(json_get_string(shown, "layout"), "columns");
	assert_int_equal(json_get(shown, "order")->count, 2);
	assert_int_equal(strlen(json_get_string(shown, "seed")), SHORT_ID_HEX);
	assert_int_equal(json_get_int(json_get(payload, "input"), "keys", 0), 13);
	assert_string_equal(json_get_string(json_get(payload, "input"), "how"), "script");
	assert_string_equal(json_get_string(payload, "status"), "done");
	assert_int_equal(json_get_int(json_get(payload, "time"), "active_ms", 0),
			 13 * SCREEN_KEY_MS);
	arena_release(&arena);
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_comparison_takes_thirteen_keys),
		cmocka_unit_test(a_comparison_with_a_tag_and_a_rationale),
		cmocka_unit_test(enter_sends_nothing_that_is_not_complete),
		cmocka_unit_test(a_doubled_digit_is_refused_at_the_end_and_asks_once),
		cmocka_unit_test(backspace_erases_the_last_digits_as_in_a_text),
		cmocka_unit_test(an_order_against_the_ratings_is_only_sent_after_y),
		cmocka_unit_test(six_are_ranked_with_ties_and_a_wide_gap),
		cmocka_unit_test(six_ranked_and_rated_by_response),
		cmocka_unit_test(a_dangerous_answer_makes_the_golden_response_required),
		cmocka_unit_test(none_is_acceptable_but_b_less_bad),
		cmocka_unit_test(the_last_submission_is_corrected_with_u),
		cmocka_unit_test(an_older_submission_is_corrected_from_the_list),
		cmocka_unit_test(a_response_is_edited_and_its_faults_named),
		cmocka_unit_test(axes_are_rated_response_by_response),
		cmocka_unit_test(a_golden_response_is_written_from_the_first),
		cmocka_unit_test(one_letter_answers_and_goes_on_where_the_guideline_says_so),
		cmocka_unit_test(sides_are_shuffled_and_stay_so),
		cmocka_unit_test(what_was_shown_is_in_the_annotation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
