/* The lossless export through the real program: whatever people did is there, and said what it is.
 */
#include "tests/support/export_fixture.h"

static void the_lossless_export_has_everything(void **state)
{
	const struct json *row, *payload;
	struct err err;

	(void)state;
	program_puts(p, "s.jsonl",
		     "{\"id\":\"gold-17\",\"prompt\":\"p\",\"responses\":[{\"source\":\"m1\","
		     "\"content\":\"a\"},{\"source\":\"m2\",\"content\":\"b\"}],\"metadata\":{"
		     "\"n\":1.50}}\n");
	expect(program_run(p, "import", "x.assay", "s.jsonl", "-g", "plain.yaml", NULL), 0);
	label("ann", "s", "1 2 w \"@B is weak\" Esc Enter");
	export_to("assay", NULL);
	program_says(p, "1 annotation to out/annotations.jsonl\n");
	read_out("out/annotations.jsonl");
	row = json_parse(file.data, file.len, &arena, &err);
	assert_non_null(row);
	payload = json_get(row, "payload");
	assert_non_null(json_get(json_get(payload, "shown"), "order"));
	assert_non_null(json_get(json_get(payload, "time"), "active_ms"));
	assert_string_equal(json_get_string(json_get(row, "guideline"), "name"), "plain");
	assert_int_equal(json_get_int(json_get(row, "guideline"), "version", 0), 1);
	assert_string_equal(json_get_string(json_get(row, "member"), "name"), "ann");
	assert_non_null(strstr(file.data, "gold-17"));
	assert_non_null(strstr(file.data, "1.50"));
	assert_non_null(strstr(file.data, "\"m2\""));
	assert_string_equal(json_get_string(json_at(json_get(row, "rationales"), 0), "text"),
			    "Response 2 is weak");
}

static void the_lossless_export_leaves_nothing_out(void **state)
{
	(void)state;
	import_pairs("b", 3, "1");
	label("ann", "b", "S \"broken\" Enter - Enter = Enter");
	export_to("assay", NULL);
	assert_int_equal(count_lines("out/annotations.jsonl"), 3);
	assert_non_null(strstr(file.data, "\"status\":\"skipped\""));
	assert_int_equal(count_lines("out/excluded.jsonl"), 0);
}

/* ---- each state, to the letter ---- */

#define IDS_MAX 64

struct ids { /* as they come up */
	char id[IDS_MAX][65];
	int n;
};

static int number_of(struct ids *ids, const char *hex, size_t n)
{
	for (int i = 0; i < ids->n; i++)
		if (strlen(ids->id[i]) == n && memcmp(ids->id[i], hex, n) == 0)
			return i + 1;
	assert_true(ids->n < IDS_MAX && n < 65);
	snprintf(ids->id[ids->n++], 65, "%.*s", (int)n, hex);
	return ids->n;
}

/* What LINE says up to STOP: its ids numbered, clocks as N. */
static void put_plain(struct buf *out, struct ids *ids, const char *line, const char *stop)
{
	while (*line != '\n' && *line != '\0' && strncmp(line, stop, strlen(stop)) != 0) {
		size_t hex = strspn(line, "0123456789abcdef");
		size_t digits = strspn(line, "0123456789");

		if (hex == 32 || hex == 64)
			buf_addf(out, "#%d", number_of(ids, line, hex));
		else if (digits > 11)
			buf_addc(out, 'N');
		else
			buf_add(out, line, hex > 0 ? hex : 1);
		line += hex > 0 ? hex : 1;
	}
	buf_addc(out, '\n');
}

static const char *line_at(const char *name, int number)
{
	const char *line = read_out(name);

	for (; number > 1; number--) {
		line = strchr(line, '\n');
		assert_non_null(line);
		line++;
	}
	return line;
}

/* A submission up to its payload, or an event. */
static void says(struct ids *ids, const char *name, int line, const char *expected)
{
	bool event = strstr(name, "events") != NULL;
	struct buf found = BUF_INIT, wanted = BUF_INIT;

	put_plain(&found, ids, line_at(name, line), event ? "\n" : ",\"payload\":{\"answers\"");
	buf_addf(&wanted, "%s\n", expected);
	assert_string_equal(buf_str(&found), buf_str(&wanted));
	buf_release(&found);
	buf_release(&wanted);
}

#define ROWS "out/annotations.jsonl"
#define EVENTS "out/events.jsonl"
#define BY_ANN                                                                                 \
	"\"batch\":{\"name\":\"b\",\"id\":\"#3\"},\"member\":{\"name\":\"ann\",\"id\":\"#4\"," \
	"\"roles\":[\"annotator\"],\"custody\":\"self\"},\"key\":\"#5\","
#define PLAIN "\"guideline\":{\"name\":\"plain\",\"version\":1,\"hash\":\"#6\"},"
#define CLOCKS "\"hlc\":\"N\",\"wall_ms\":N,"

static void what_was_reopened_and_sent_again_is_there_twice(void **state)
{
	struct ids ids = { .n = 0 };

	(void)state;
	import_pairs("b", 1, "1");
	label("ann", "b", "1 2 Enter");
	label("ann", "b", "G \"1\" Enter r 2 1 Enter");
	export_to("assay", NULL);
	program_says(p, "2 annotations to " ROWS "\nnot current: 1 superseded (");
	says(&ids, ROWS, 1,
	     "{\"annotation\":\"#1\",\"state\":\"superseded\",\"parked\":null,\"item\":\"#"
	     "2\"," BY_ANN PLAIN "\"stream\":\"#7\",\"seq\":3," CLOCKS
	     "\"supersedes\":[],\"superseded_by\":[\"#8\"],\"retraction\":null,\"revision\":1,"
	     "\"heads\":1,\"differ\":false,\"review\":\"none\"");
	says(&ids, ROWS, 2,
	     "{\"annotation\":\"#8\",\"state\":\"current\",\"parked\":null,\"item\":\"#2\"," BY_ANN
		     PLAIN "\"stream\":\"#7\",\"seq\":4," CLOCKS
	     "\"supersedes\":[\"#1\"],\"superseded_by\":[],\"retraction\":null,\"revision\":2,"
	     "\"heads\":1,\"differ\":false,\"review\":\"none\"");
	assert_non_null(strstr(line_at(ROWS, 1), "\"groups\":[[\"r1\"],[\"r2\"]]"));
	assert_non_null(strstr(line_at(ROWS, 2), "\"groups\":[[\"r2\"],[\"r1\"]]"));
	assert_int_equal(count_lines(ROWS), 2);
	assert_int_equal(count_lines(EVENTS), 0);
	assert_int_equal(counted("items"), 1);
	assert_int_equal(counted("items_used"), 1);
	assert_int_equal(counted("annotations"), 2);
}

static void what_was_taken_back_is_there_with_what_it_said(void **state)
{
	struct ids ids = { .n = 0 };

	(void)state;
	import_pairs("b", 1, "1");
	label("ann", "b", "1 2 Enter");
	label("ann", "b", "G \"1\" Enter X y");
	export_to("assay", NULL);
	says(&ids, ROWS, 1,
	     "{\"annotation\":\"#1\",\"state\":\"withdrawn\",\"parked\":null,\"item\":\"#"
	     "2\"," BY_ANN PLAIN "\"stream\":\"#7\",\"seq\":3," CLOCKS
	     "\"supersedes\":[],\"superseded_by\":[\"#8\"],\"retraction\":{\"event\":\"#8\","
	     "\"wall_ms\":N,\"payload\":{\"batch\":\"#3\",\"reason\":null}},\"revision\":1,"
	     "\"heads\":0,\"differ\":false,\"review\":\"none\"");
	says(&ids, EVENTS, 1,
	     "{\"event\":\"#8\",\"type\":\"retract\",\"kind\":65,\"state\":\"current\",\"parked\":"
	     "null,"
	     "\"item\":\"#2\"," BY_ANN "\"audience\":\"self\",\"stream\":\"#7\",\"seq\":4," CLOCKS
	     "\"supersedes\":[\"#1\"],\"superseded_by\":[],\"stale\":false,\"payload\":{\"batch\":"
	     "\"#3\",\"reason\":null}}");
	assert_non_null(strstr(line_at(ROWS, 1), "\"groups\":[[\"r1\"],[\"r2\"]]"));
	assert_int_equal(count_lines("out/excluded.jsonl"), 0);
	assert_int_equal(count_lines(EVENTS), 1);
}

static void flags_and_questions_are_there_with_their_words(void **state)
{
	struct ids ids = { .n = 0 };

	(void)state;
	import_pairs("b", 2, "1");
	label("ann", "b", "F \"odd one\" Enter C \"is it \\\"p1\\\"?\" Enter F");
	export_to("assay", NULL);
	program_says(p, "0 annotations to " ROWS "\n3 other events (flags, questions, retractions "
			"and such) to " EVENTS "\n");
	assert_int_equal(count_lines(ROWS), 0);
	says(&ids, EVENTS, 1,
	     "{\"event\":\"#1\",\"type\":\"flag\",\"kind\":70,\"state\":\"superseded\",\"parked\":"
	     "null,"
	     "\"item\":\"#2\"," BY_ANN "\"audience\":\"self\",\"stream\":\"#6\",\"seq\":3," CLOCKS
	     "\"supersedes\":[],\"superseded_by\":[\"#7\"],\"stale\":false,\"payload\":{\"batch\":"
	     "\"#3\",\"note\":\"odd one\",\"on\":true}}");
	says(&ids, EVENTS, 2,
	     "{\"event\":\"#8\",\"type\":\"ask\",\"kind\":71,\"state\":\"current\",\"parked\":null,"
	     "\"item\":\"#2\"," BY_ANN "\"audience\":\"self\",\"stream\":\"#6\",\"seq\":4," CLOCKS
	     "\"supersedes\":[],\"superseded_by\":[],\"stale\":false,\"payload\":{\"batch\":\"#3\","
	     "\"text\":\"is it \\\"p1\\\"?\"}}");
	says(&ids, EVENTS, 3,
	     "{\"event\":\"#7\",\"type\":\"flag\",\"kind\":70,\"state\":\"current\",\"parked\":"
	     "null,"
	     "\"item\":\"#2\"," BY_ANN "\"audience\":\"self\",\"stream\":\"#6\",\"seq\":5," CLOCKS
	     "\"supersedes\":[\"#1\"],\"superseded_by\":[],\"stale\":false,\"payload\":{\"batch\":"
	     "\"#3\",\"note\":null,\"on\":false}}");
}

static void a_skip_is_a_submission_with_its_reason(void **state)
{
	(void)state;
	import_pairs("b", 1, "1");
	label("ann", "b", "S \"broken\" Enter");
	export_to("assay", NULL);
	read_out(ROWS);
	assert_non_null(strstr(file.data, "\"state\":\"current\""));
	assert_non_null(strstr(file.data, "\"reason\":\"broken\""));
	assert_non_null(strstr(file.data, "\"status\":\"skipped\""));
}

/* By the ids that responses have here: the file's first is r2. */
static void what_staff_expects_is_there_without_an_answer(void **state)
{
	struct ids ids = { .n = 0 };

	(void)state;
	program_puts(
		p, "c.jsonl",
		"{\"prompt\":\"2+2\",\"responses\":[\"4\",\"5\"],\"role\":\"control\",\"control\":{"
		"\"expect\":{\"rank\":{\"best\":[\"r1\"]}},\"explain\":\"sums\",\"feedback\":"
		"\"never\"}}\n");
	expect(program_run(p, "import", "x.assay", "c.jsonl", "-g", "plain.yaml", "-b", "b", NULL),
	       0);
	export_to("assay", NULL);
	says(&ids, EVENTS, 1,
	     "{\"event\":\"#1\",\"type\":\"control\",\"kind\":69,\"state\":\"current\",\"parked\":"
	     "null,"
	     "\"item\":\"#2\",\"batch\":{\"name\":\"b\",\"id\":\"#3\"},\"member\":{\"name\":"
	     "\"lead\","
	     "\"id\":\"#4\",\"roles\":[\"owner\"],\"custody\":\"self\"},\"key\":\"#5\","
	     "\"audience\":"
	     "\"staff\",\"stream\":\"#6\",\"seq\":3," CLOCKS
	     "\"supersedes\":[],\"superseded_by\":[],\"stale\":false,\"payload\":{\"batch\":\"#3\","
	     "\"expect\":{\"rank\":{\"best\":[\"r2\"]}},\"explain\":\"sums\",\"feedback\":"
	     "\"never\"}}");
	assert_int_equal(count_lines(ROWS), 0);
}

/* ---- the whole of it ---- */

static void everybody_does_everything(void)
{
	import_pairs("b", 4, "2");
	import_pairs("c", 4, "1");
	label("ann", "b", "1 2 Enter 2 1 Enter = Enter S \"no\" Enter");
	label("ann", "b", "G \"1\" Enter r 2 1 Enter");
	label("ann", "b", "G \"2\" Enter X y");
	label("ann", "b", "G \"2\" Enter r 1 1 Enter");
	label("bob", "b", "1 1 Enter F \"odd\" Enter C \"why?\" Enter 2 2 Enter");
	label("bob", "c", "2 2 Enter 1 1 Enter");
	label("bob", "c", "G \"2\" Enter X y");
}

static void add_export(struct buf *all, const char *project, const char *folder)
{
	static const char *const names[] = { "annotations.jsonl", "events.jsonl", "excluded.jsonl",
					     "manifest.json", "README.md" };
	char path[64];

	expect(program_run(p, "export", project, "-f", "assay", "-o", folder, NULL), 0);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		buf_adds(all, read_out(path));
	}
}

static void a_rebuild_and_a_backup_give_the_same_bytes(void **state)
{
	struct buf first = BUF_INIT, again = BUF_INIT, copied = BUF_INIT;

	(void)state;
	everybody_does_everything();
	add_export(&first, "x.assay", "out");
	assert_int_equal(count_lines(ROWS), 10);
	assert_int_equal(count_lines(EVENTS), 4);
	expect(program_run(p, "rebuild", "x.assay", NULL), 0);
	add_export(&again, "x.assay", "rebuilt");
	assert_string_equal(first.data, again.data);
	expect(program_run(p, "backup", "x.assay", "copy.assay", NULL), 0);
	add_export(&copied, "copy.assay", "copied");
	assert_string_equal(first.data, copied.data);
	buf_release(&first);
	buf_release(&again);
	buf_release(&copied);
}

static void one_batch_is_exported_with_its_own_events_only(void **state)
{
	(void)state;
	everybody_does_everything();
	export_to("assay", "--batch", "c", NULL);
	assert_int_equal(count_lines(ROWS), 2);
	assert_int_equal(count_lines(EVENTS), 1);
	assert_null(strstr(read_out(ROWS), "\"batch\":{\"name\":\"b\""));
	export_to("assay", "--batch", "b", NULL);
	assert_int_equal(count_lines(ROWS), 8);
	assert_int_equal(count_lines(EVENTS), 3);
}

static void states_are_counted_for_the_machine_and_for_people(void **state)
{
	const struct json *states;

	(void)state;
	everybody_does_everything();
	export_to("assay", NULL);
	states = json_get(manifest(), "states");
	assert_int_equal(json_get_int(states, "current", 0), 7);
	assert_int_equal(json_get_int(states, "superseded", 0), 1);
	assert_int_equal(json_get_int(states, "withdrawn", 0), 2);
	assert_int_equal(states->count, 3);
	assert_int_equal(counted("events"), 4);
	assert_int_equal(counted("rows"), 10);
	assert_int_equal(counted("items"), 6);
	assert_non_null(strstr(read_out("out/README.md"), "| `withdrawn` | 2 | its author took it "
							  "back: see `retraction` |\n"));
	assert_non_null(strstr(file.data, "| `events.jsonl` (all that is no submission) | 4 |\n"));
}

static void submissions_go_to_standard_output_and_say_what_is_left(void **state)
{
	(void)state;
	everybody_does_everything();
	expect(program_run(p, "export", "x.assay", "-f", "assay", NULL), 0);
	assert_int_equal(strncmp(p->out.data, "{\"annotation\":\"", 15), 0);
	assert_null(strstr(p->out.data, "{\"event\":\"flag\""));
	program_complains(p,
			  "not current: 1 superseded, 2 withdrawn (\"state\" tells them apart)\n");
	program_complains(p, "4 other events (flags, questions, retractions and such) are left: -o "
			     "FOLDER or FILE.jsonl writes them too\n");
}

static void a_single_file_has_its_events_beside_it(void **state)
{
	(void)state;
	everybody_does_everything();
	expect(program_run(p, "export", "x.assay", "-f", "assay", "-o", "all.jsonl", NULL), 0);
	assert_int_equal(count_lines("all.jsonl"), 10);
	assert_int_equal(count_lines("all.events.jsonl"), 4);
	assert_non_null(strstr(read_out("all.manifest.json"), "\"name\":\"all.events.jsonl\""));
	expect(program_run(p, "export", "x.assay", "-f", "trl-dpo", "-b", "b", "-o", "all.jsonl",
			   NULL),
	       0);
	assert_false(program_has(p, "all.events.jsonl"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_lossless_export_has_everything),
		TEST(the_lossless_export_leaves_nothing_out),
		TEST(what_was_reopened_and_sent_again_is_there_twice),
		TEST(what_was_taken_back_is_there_with_what_it_said),
		TEST(flags_and_questions_are_there_with_their_words),
		TEST(a_skip_is_a_submission_with_its_reason),
		TEST(what_staff_expects_is_there_without_an_answer),
		TEST(a_rebuild_and_a_backup_give_the_same_bytes),
		TEST(one_batch_is_exported_with_its_own_events_only),
		TEST(states_are_counted_for_the_machine_and_for_people),
		TEST(submissions_go_to_standard_output_and_say_what_is_left),
		TEST(a_single_file_has_its_events_beside_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
