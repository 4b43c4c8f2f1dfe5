/* Containers, --map, --format, standard input, probing and stopping. */
#include "tests/data/collect.h"

static void assert_rejects(const struct collect *c, const char *expected)
{
	assert_string_equal(c->rejects.len > 0 ? c->rejects.data : "", expected);
}

/* ---- containers ---- */

static void a_json_list_is_read_element_by_element(void **state)
{
	struct collect *c = *state;

	import_text(
		c, "a.json",
		"\n[\n  {\"prompt\": \"p1\",\n   \"responses\": [\"],\\\"[\", \"b\"]},\n"
		"  {\"prompt\": 5, \"responses\": []} ,{\"prompt\":\"p3\",\"responses\":[]}\n]\n");
	assert_int_equal(c->n, 2);
	assert_string_equal(file_response(c, 0, 0), "],\"[");
	assert_int_equal(json_get_int(c->items[0].line, "line", 0), 3);
	assert_string_equal(prompt_text(c, 1), "p3");
	assert_rejects(c, "a.json:5:14 prompt must be a text or a list of messages\n");
	assert_string_equal(c->kept.data, "{\"prompt\": 5, \"responses\": []}\n");
}

static void a_list_that_is_cut_or_followed_by_text_is_reported(void **state)
{
	struct collect *c = *state;

	import_text(c, "a.json", "[{\"prompt\":\"p\"},\n{\"prompt\":\"q\"");
	assert_int_equal(c->n, 1);
	assert_rejects(c, "a.json:2:1 the file ends inside the list\n");
	add_file(c, "b.json", "[{\"prompt\":\"p\"},]");
	import_well(c);
	assert_non_null(strstr(c->rejects.data, "b.json:1:17 a comma too many\n"));
	add_file(c, "c.json", "[{\"prompt\":\"p\"}]\nmore");
	import_well(c);
	assert_non_null(strstr(c->rejects.data, "c.json:2:1 text stands behind the list\n"));
	add_file(c, "d.json", "[]");
	add_file(c, "e.jsonl", "\n  \n");
	import_well(c);
	assert_null(strstr(c->rejects.data, "d.json"));
	assert_null(strstr(c->rejects.data, "e.json"));
}

static void csv_with_quotes_and_newlines_is_read(void **state)
{
	struct collect *c = *state;

	import_text(c, "a.csv",
		    "id,prompt,response_a,response_b,note\r\n"
		    "1,\"line one\nline \"\"two\"\", with comma\",A,\"\",\r\n"
		    "2,5\" pipe,A,,x\r\n");
	assert_rejects(c, "");
	assert_string_equal(c->result.format, "columns");
	assert_int_equal(c->n, 2);
	assert_string_equal(prompt_text(c, 0), "line one\nline \"two\", with comma");
	assert_int_equal(c->items[0].n_responses, 2); /* "" is an empty text */
	assert_string_equal(prompt_text(c, 1), "5\" pipe");
	assert_int_equal(c->items[1].n_responses, 1); /* nothing is nothing */
	assert_int_equal(json_get_int(c->items[1].line, "line", 0), 4);
	assert_string_equal(json_get_string(c->items[1].line, "metadata"), "{\"note\":\"x\"}");
}

static void bad_rows_of_csv_are_refused_and_kept_whole(void **state)
{
	struct collect *c = *state;

	import_text(c, "a.csv",
		    "prompt;response_1;response_2\n"
		    "p;a\n"
		    "p;a;b;c\n"
		    "p;\"a\"x;b\n"
		    "p;\xff;b\n"
		    "p;a;b\n"
		    "p;\"never closed;b\n"
		    "p;a;b\n");
	assert_int_equal(c->n, 1);
	assert_rejects(c, "a.csv:2:1 fewer cells than the first row has names\n"
			  "a.csv:3:1 more cells than the first row has names\n"
			  "a.csv:4:1 text stands behind a closing quote; write a quote inside as "
			  "\"\"\n"
			  "a.csv:5:1 not valid UTF-8 (byte 0xff)\n"
			  "a.csv:7:1 a quote is not closed\n");
	assert_string_equal(c->kept.data, "p;a\np;a;b;c\np;\"a\"x;b\np;\xff;b\n"
					  "p;\"never closed;b\np;a;b\n");
}

static void a_nul_in_csv_is_refused(void **state)
{
	struct collect *c = *state;
	FILE *file = new_file(c, "a.csv");

	fwrite("prompt,response_a\np,a\0b\n", 1, 24, file);
	fclose(file);
	import_well(c);
	assert_rejects(c, "a.csv:2:1 U+0000 (\\u0000) is not allowed in text\n");
}

static void tabs_separate_too(void **state)
{
	struct collect *c = *state;

	import_text(c, "a.tsv", "prompt\tresponse_a\nhi, you\ta;b\n");
	assert_rejects(c, "");
	assert_string_equal(prompt_text(c, 0), "hi, you");
	assert_string_equal(file_response(c, 0, 0), "a;b");
}

/* ---- --map and --format ---- */

static void a_map_says_what_is_where(void **state)
{
	struct collect *c = *state;

	c->options.maps =
		(const char *const[]){ "prompt=q.text", "response=left",  "response=right",
				       "id=nr",         "reference=gold", "model=lm",
				       "model=rm",      "system=sys" };
	c->options.n_maps = 8;
	import_text(
		c, "a.jsonl",
		"{\"q\":{\"text\":\"p\"},\"left\":\"a\",\"right\":\"b\",\"nr\":3,\"gold\":\"g\","
		"\"lm\":\"m1\",\"sys\":\"\"}\n"
		"{\"q\":{},\"left\":\"a\"}\n");
	assert_string_equal(c->result.format, "map");
	assert_rejects(c, "a.jsonl:2:1 q.text is missing\n");
	assert_string_equal(prompt_text(c, 0), "p");
	assert_string_equal(file_source(c, 0, 0), "m1");
	assert_string_equal(file_source(c, 0, 1), "right");
	assert_string_equal(json_get_string(c->items[0].line, "id"), "3");
	assert_string_equal(json_get_string(c->items[0].line, "reference"), "g");
}

static void a_map_reaches_into_lists_of_responses(void **state)
{
	struct collect *c = *state;

	c->options.maps =
		(const char *const[]){ "prompt=body.messages.0.content", "responses=choices",
				       "text=message.content", "model=engine" };
	c->options.n_maps = 4;
	import_text(
		c, "a.jsonl",
		"{\"body\":{\"messages\":[{\"content\":\"p\"}]},\"choices\":[{\"engine\":\"e1\","
		"\"message\":{\"content\":\"a\"}},{\"engine\":\"e2\",\"message\":{\"content\":"
		"\"b\"}}]}\n");
	assert_rejects(c, "");
	assert_string_equal(prompt_text(c, 0), "p");
	assert_string_equal(file_response(c, 0, 1), "b");
	assert_string_equal(file_source(c, 0, 1), "e2");
}

static void a_map_of_one_response_onto_a_list_names_the_mend(void **state)
{
	struct collect *c = *state;

	c->options.maps = (const char *const[]){ "prompt=q", "response=outs" };
	c->options.n_maps = 2;
	import_text(c, "a.jsonl", "{\"q\":\"p\",\"outs\":[\"a\",\"b\"]}\n");
	assert_rejects(c, "a.jsonl:1:17 outs is a list of responses; say --map responses=outs\n");
}

static void a_mapped_response_that_is_not_there_is_a_slip_and_null_is_none(void **state)
{
	struct collect *c = *state;

	c->options.maps = (const char *const[]){ "prompt=q", "response=a", "response=b" };
	c->options.n_maps = 3;
	import_text(c, "a.jsonl",
		    "{\"q\":\"one\",\"a\":\"x\",\"b\":\"y\"}\n"
		    "{\"q\":\"two\",\"a\":\"x\",\"B\":\"y\"}\n"
		    "{\"q\":\"three\",\"a\":\"x\",\"b\":null}\n");
	assert_rejects(c, "a.jsonl:2:1 b is missing (--map response=b)\n");
	assert_int_equal(c->n, 2);
}

static void a_wrong_map_or_format_is_refused_before_anything_is_read(void **state)
{
	static const struct {
		const char *map, *reason;
	} cases[] = {
		{ "prompt", "--map 'prompt': write FIELD=KEY" },
		{ "prompt=", "--map 'prompt=': write FIELD=KEY" },
		{ "response=x", "--map needs prompt=KEY" },
	};
	struct collect *c = *state;

	add_file(c, "a.jsonl", "{\"prompt\":\"p\"}\n");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		c->options.maps = &cases[i].map;
		c->options.n_maps = 1;
		assert_false(try_import(c));
		assert_string_equal(c->err.msg, cases[i].reason);
	}
	c->options.maps = (const char *const[]){ "promt=x" };
	assert_false(try_import(c));
	assert_non_null(strstr(c->err.msg, "unknown field; there are prompt,"));
	c->options.n_maps = 0;
	c->options.format = "parquet";
	assert_false(try_import(c));
	assert_non_null(strstr(c->err.msg, "there is no format 'parquet'; there are canonical,"));
	c->options.format = "map";
	assert_false(try_import(c));
	assert_int_equal(c->n, 0);
}

static void a_forced_format_is_not_looked_for(void **state)
{
	struct collect *c = *state;

	c->options.format = "canonical";
	import_text(c, "a.jsonl", "{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\"}\n");
	assert_string_equal(c->result.format, "canonical");
	assert_int_equal(c->items[0].n_responses, 0);
}

static void records_nobody_knows_are_refused_with_their_keys(void **state)
{
	struct collect *c = *state;

	add_file(c, "a.jsonl", "{\"foo\":1,\"bar\":\"x\"}\n");
	assert_false(try_import(c));
	assert_non_null(strstr(c->err.msg, "which has foo, bar; say --map prompt=KEY"));
}

static void every_format_has_a_name_that_is_taken(void **state)
{
	struct collect *c = *state;
	static const char *const maps[] = { "prompt=p" };
	const struct import_format *formats;
	int n;

	formats = import_formats(&n);
	assert_in_range(n, 5, 20);
	add_file(c, "a.jsonl", "");
	c->options.maps = maps;
	for (int i = 0; i < n; i++) {
		c->options.format = formats[i].name;
		c->options.n_maps = strcmp(formats[i].name, "map") == 0;
		import_well(c);
	}
}

/* ---- standard input, probing, stopping ---- */

static void standard_input_is_looked_at_and_still_read_whole(void **state)
{
	struct collect *c = *state;
	FILE *pipe_end;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	pipe_end = fdopen(ends[1], "w");
	fputs("broken\n", pipe_end);
	for (int i = 0; i < 50; i++)
		fprintf(pipe_end, "{\"prompt\":\"p%d\",\"responses\":[\"a\",\"b\"]}\n", i);
	fclose(pipe_end);
	c->options.standard_input = fdopen(ends[0], "r");
	use_path(c, "-");
	import_well(c);
	fclose(c->options.standard_input);
	assert_int_equal(c->n, 50);
	assert_string_equal(prompt_text(c, 0), "p0");
	assert_int_equal(json_get_int(c->items[49].line, "line", 0), 51);
	assert_rejects(c, "-:1:1 'b' where a value should stand\n");
	assert_string_equal(c->kept.data, "broken\n");
}

static void a_probe_counts_the_responses_of_the_first_good_record(void **state)
{
	struct collect *c = *state;
	struct import_result result;

	add_file(c, "a.jsonl", "broken\n{\"prompt\":\"p\",\"responses\":[\"a\",\"b\",\"b\"]}\n");
	c->options.paths = (const char *const *)c->path;
	c->options.n_paths = 1;
	c->options.min_responses = 5;
	assert_true(import_probe(&c->options, &result, &c->err));
	assert_string_equal(result.format, "canonical");
	assert_int_equal(result.first_responses, 2);
}

static void a_sink_that_says_no_ends_the_import(void **state)
{
	struct collect *c = *state;

	c->max = 1;
	add_file(c, "a.jsonl", "{\"prompt\":\"p\"}\n{\"prompt\":\"q\"}\n");
	assert_false(try_import(c));
	assert_string_equal(c->err.msg, "the disk is full");
	assert_int_equal(c->n, 1);
}

static bool stop_soon(void *ctx, int64_t done, int64_t total)
{
	assert_in_range(done, 0, total);
	return ++*(int *)ctx < 3;
}

static void progress_counts_bytes_and_may_stop(void **state)
{
	struct collect *c = *state;
	int ticks = 0;
	const struct progress progress = { .tick = stop_soon, .ctx = &ticks };

	c->options.progress = &progress;
	add_file(
		c, "a.jsonl",
		"{\"prompt\":\"p\"}\n{\"prompt\":\"q\"}\n{\"prompt\":\"r\"}\n{\"prompt\":\"s\"}\n");
	assert_false(try_import(c));
	assert_int_equal(c->n, 3);
	assert_string_equal(c->err.msg, "the import was stopped");
}

static void files_of_two_shapes_are_refused_together(void **state)
{
	struct collect *c = *state;

	add_file(c, "a.jsonl", "{\"prompt\":\"p\",\"responses\":[{\"content\":\"a\"}]}\n");
	add_file(c, "b.jsonl", "{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\"}\n");
	assert_false(try_import(c));
	assert_non_null(strstr(c->err.msg, "import them one by one"));
	assert_int_equal(c->n, 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, collect_setup, collect_teardown)
	const struct CMUnitTest tests[] = {
		T(a_json_list_is_read_element_by_element),
		T(a_list_that_is_cut_or_followed_by_text_is_reported),
		T(csv_with_quotes_and_newlines_is_read),
		T(bad_rows_of_csv_are_refused_and_kept_whole),
		T(a_nul_in_csv_is_refused),
		T(tabs_separate_too),
		T(a_map_says_what_is_where),
		T(a_map_reaches_into_lists_of_responses),
		T(a_map_of_one_response_onto_a_list_names_the_mend),
		T(a_mapped_response_that_is_not_there_is_a_slip_and_null_is_none),
		T(a_wrong_map_or_format_is_refused_before_anything_is_read),
		T(a_forced_format_is_not_looked_for),
		T(records_nobody_knows_are_refused_with_their_keys),
		T(every_format_has_a_name_that_is_taken),
		T(standard_input_is_looked_at_and_still_read_whole),
		T(a_probe_counts_the_responses_of_the_first_good_record),
		T(a_sink_that_says_no_ends_the_import),
		T(progress_counts_bytes_and_may_stop),
		T(files_of_two_shapes_are_refused_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
