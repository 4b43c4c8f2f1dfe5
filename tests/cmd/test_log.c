#include "tests/cmd/care_world.h"

#include "cmd/log.h"

extern const struct cmd cmd_log;

static int lines(const char *text)
{
	int n = 0;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

static void the_newest_event_comes_first(void **state)
{
	struct care_world *w = *state;
	const char *first, *last;

	assert_int_equal(care_run(w, &cmd_log, "@", NULL), EXIT_DONE);
	assert_int_equal(strncmp(w->out, "event ", 6), 0);
	first = strchr(w->out, '\n') + 1;
	assert_int_equal(strncmp(first + strcspn(first, " "), "      2026-01-01T00:00:00Z", 20), 0);
	assert_non_null(strstr(first, "annotate"));
	assert_true(strstr(first, "annotate") < strchr(first, '\n'));
	last = w->out + strlen(w->out) - 1;
	while (last[-1] != '\n')
		last--;
	assert_non_null(strstr(last, "project     \"faucet\", joining is open"));
}

static void each_kind_is_put_into_words(void **state)
{
	struct care_world *w = *state;

	care_run(w, &cmd_log, "@", NULL);
	care_says(w, "done, item ");
	care_says(w, " in \"faucets\", 1 answer, 1 s");
	care_says(w, "skipped, item ");
	care_says(w, ": unclear");
	care_says(w, "items       3 lines in \"faucets\"");
	care_says(w, "batch       \"faucets\", overlap 1, open");
	care_says(w, "guideline   \"g\"");
	care_says(w, "grant       owner: owner, on test");
	care_says(w, "stream      for self, on test");
}

static void the_log_can_be_narrowed_down(void **state)
{
	struct care_world *w = *state;
	int all;

	care_run(w, &cmd_log, "@", NULL);
	all = lines(w->out);
	assert_int_equal(care_run(w, &cmd_log, "@", "--kind", "annotate", NULL), EXIT_DONE);
	assert_int_equal(lines(w->out), 1 + 3);
	care_run(w, &cmd_log, "@", "-n", "2", NULL);
	assert_int_equal(lines(w->out), 1 + 2);
	care_run(w, &cmd_log, "@", "--who", "owner", NULL);
	assert_int_equal(lines(w->out), all);
	care_run(w, &cmd_log, "@", "--who", "nobody", NULL);
	assert_string_equal(w->out, "");
	care_run(w, &cmd_log, "@", "--parked", NULL);
	assert_string_equal(w->out, "");
}

static void it_begins_where_it_is_told(void **state)
{
	struct care_world *w = *state;
	char event[64];
	const char *second;

	care_run(w, &cmd_log, "@", "--kind", "annotate", NULL);
	second = strchr(strchr(w->out, '\n') + 1, '\n') + 1;
	snprintf(event, sizeof event, "%.*s", (int)strcspn(second, " "), second);
	assert_int_equal(care_run(w, &cmd_log, "@", "--from", event, "--kind", "annotate", NULL),
			 EXIT_DONE);
	assert_int_equal(lines(w->out), 1 + 2);
	assert_int_equal(strncmp(strchr(w->out, '\n') + 1, event, strlen(event)), 0);
}

static void an_event_that_is_not_there_is_an_error(void **state)
{
	struct care_world *w = *state;

	assert_int_equal(care_run(w, &cmd_log, "@", "--from", "00000000:7", NULL), EXIT_FAILED);
	care_complains(w, "this project has no event 00000000:7");
	assert_int_equal(care_run(w, &cmd_log, "@", "--from", "yesterday", NULL), EXIT_USAGE);
	care_complains(w, "--from is 'yesterday'");
}

static void json_lines_hold_everything(void **state)
{
	struct care_world *w = *state;
	struct arena arena = ARENA_INIT;
	int n = 0;

	assert_int_equal(care_run(w, &cmd_log, "@", "--json", NULL), EXIT_DONE);
	for (char *line = w->out, *end; (end = strchr(line, '\n')) != NULL; line = end + 1, n++) {
		struct err err = { .code = ERR_NONE };
		const struct json *o = json_parse(line, (size_t)(end - line), &arena, &err);

		if (o == NULL)
			fail_msg("%s: %.*s", err.msg, (int)(end - line), line);
		assert_int_equal(strlen(json_get_string(o, "id")), ID_HEX);
		assert_string_equal(json_get_string(o, "who"), "owner");
		assert_true(json_is_null(json_get(o, "parked")));
		assert_false(json_is_null(json_get(o, "payload")));
		if (n == 0)
			assert_string_equal(json_get_string(o, "kind"), "annotate");
	}
	assert_true(n > 6);
	arena_release(&arena);
}

static void hostile_names_reach_the_terminal_as_marks(void **state)
{
	struct care_world *w = *state;

	fixture_reopen(&w->f);
	fixture_batch(&w->f, "a\033[2Jb\nc", 1, false);
	fixture_close(&w->f);
	care_run(w, &cmd_log, "@", "--kind", "batch", NULL);
	assert_null(strchr(w->out, '\033'));
	assert_int_equal(lines(w->out), 1 + 2);
	care_says(w, "[2Jb");
	care_run(w, &cmd_log, "@", "--kind", "batch", "--json", NULL);
	assert_null(strchr(w->out, '\033'));
	assert_int_equal(lines(w->out), 2);
}

static void what_is_parked_or_redacted_says_so(void **state)
{
	struct store_log_row row = { .kind = KIND_ANNOTATE, .parked = "revoked" };
	struct map none = MAP_INIT;
	struct buf out = BUF_INIT;

	(void)state;
	log_describe(&out, &row, NULL, &none);
	assert_string_equal(out.data, "[parked: revoked] [redacted]");
	buf_release(&out);
}

static void a_payload_of_any_shape_is_put_into_some_words(void **state)
{
	static const char *const payloads[] = { "{}",
						"[]",
						"null",
						"7",
						"{\"name\":7,\"batch\":[]}",
						"{\"keys\":[1,{}],\"roles\":[2]}" };
	struct arena arena = ARENA_INIT;
	struct map none = MAP_INIT;
	struct buf out = BUF_INIT;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++)
		for (unsigned kind = 1; kind < 100; kind++) {
			struct store_log_row row = { .kind = kind, .payload = payloads[i] };
			const struct json *p =
				json_parse(payloads[i], strlen(payloads[i]), &arena, &err);

			log_describe(&out, &row, p, &none);
			assert_non_null(p);
		}
	assert_true(out.len > 0);
	buf_release(&out);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CARE_TEST(the_newest_event_comes_first),
		CARE_TEST(each_kind_is_put_into_words),
		CARE_TEST(the_log_can_be_narrowed_down),
		CARE_TEST(it_begins_where_it_is_told),
		CARE_TEST(an_event_that_is_not_there_is_an_error),
		CARE_TEST(json_lines_hold_everything),
		CARE_TEST(hostile_names_reach_the_terminal_as_marks),
		cmocka_unit_test(what_is_parked_or_redacted_says_so),
		cmocka_unit_test(a_payload_of_any_shape_is_put_into_some_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
