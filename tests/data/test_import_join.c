/* Questions and answers in several files. */
#include "tests/data/collect.h"

static void assert_rejects(const struct collect *c, const char *expected)
{
	assert_string_equal(c->rejects.len > 0 ? c->rejects.data : "", expected);
}

static void add_answers(struct collect *c, const char *name, const char *model)
{
	FILE *file = new_file(c, name);

	/* Another order than the questions'. */
	fprintf(file,
		"{\"question_id\":2,\"model_id\":\"%s\",\"text\":\"two of %s\",\"answer_id\":"
		"\"x\"}\n",
		model, model);
	fprintf(file, "{\"question_id\":1,\"model_id\":\"%s\",\"text\":\"one of %s\"}\n", model,
		model);
	fclose(file);
}

static void answers_are_joined_by_id_in_the_order_of_the_questions(void **state)
{
	struct collect *c = *state;

	add_answers(c, "m1.jsonl", "m1");
	add_answers(c, "m2.jsonl", "m2");
	add_file(c, "q.jsonl",
		 "{\"question_id\":1,\"text\":\"Q1\",\"category\":\"k\"}\n"
		 "{\"question_id\":2,\"text\":\"Q2\"}\n");
	import_well(c);
	assert_rejects(c, "");
	assert_string_equal(c->result.format, "answers");
	assert_int_equal(c->n, 2);
	assert_string_equal(prompt_text(c, 0), "Q1");
	assert_string_equal(prompt_text(c, 1), "Q2");
	assert_string_equal(file_response(c, 0, 0), "one of m1");
	assert_string_equal(file_source(c, 0, 1), "m2");
	assert_string_equal(json_get_string(c->items[0].line, "file"), "q.jsonl");
	assert_int_equal(json_get_int(c->items[1].line, "line", 0), 2);
	assert_string_equal(json_get_string(c->items[0].line, "id"), "1");
	assert_string_equal(json_get_string(c->items[0].line, "metadata"), "{\"category\":\"k\"}");
	assert_string_equal(
		json_get_string(json_at(json_get(c->items[1].line, "responses"), 0), "metadata"),
		"{\"answer_id\":\"x\"}");
}

static void a_joined_item_is_the_item_of_a_canonical_file(void **state)
{
	struct collect *c = *state;
	struct id uid;

	import_text(c, "a.jsonl",
		    "{\"prompt\":\"Q1\",\"responses\":[\"one of m2\",\"one of m1\"]}\n");
	uid = c->items[0].uid;
	drop_path(c);
	add_answers(c, "m1.jsonl", "m1");
	add_answers(c, "m2.jsonl", "m2");
	add_file(c, "q.jsonl",
		 "{\"question_id\":1,\"text\":\"Q1\"}\n{\"question_id\":2,\"text\":\"Q2\"}\n");
	import_well(c);
	assert_true(id_equal(&uid, &c->items[0].uid));
}

static void outputs_without_ids_are_joined_by_their_prompt(void **state)
{
	struct collect *c = *state;

	add_file(c, "m1.json",
		 "[{\"dataset\":\"d\",\"instruction\":\"A\",\"output\":\"a1\","
		 "\"generator\":\"gen1\"},{\"dataset\":\"d\",\"instruction\":\"B\","
		 "\"output\":\"b1\",\"generator\":\"gen1\"}]");
	add_file(c, "m2.json",
		 "[{\"instruction\":\"B\",\"output\":\"b2\"},"
		 "{\"instruction\":\"A\",\"output\":\"a2\"}]");
	import_well(c);
	assert_rejects(c, "");
	assert_int_equal(c->n, 2);
	assert_string_equal(prompt_text(c, 0), "A");
	assert_string_equal(file_response(c, 0, 0), "a1");
	assert_string_equal(file_response(c, 0, 1), "a2");
	assert_string_equal(file_source(c, 0, 0), "gen1");
	assert_string_equal(file_source(c, 0, 1), "m2"); /* the file's name */
}

static void one_file_of_outputs_groups_equal_prompts(void **state)
{
	struct collect *c = *state;

	import_text(c, "a.jsonl",
		    "{\"prompt\":\"A\",\"response\":\"1\"}\n{\"prompt\":\"B\",\"response\":\"2\"}\n"
		    "{\"prompt\":\"A\",\"response\":\"3\"}\n");
	assert_int_equal(c->n, 2);
	assert_int_equal(c->items[0].n_responses, 2);
	assert_int_equal(c->items[1].n_responses, 1);
	assert_int_equal(c->result.first_responses, 2);
}

static void answers_without_a_question_are_refused_and_kept_with_it(void **state)
{
	struct collect *c = *state;

	add_file(c, "q.jsonl", "{\"question_id\":1,\"text\":\"Q1\"}\n");
	add_answers(c, "m1.jsonl", "m1");
	import_well(c);
	assert_int_equal(c->n, 1);
	assert_rejects(c, "m1.jsonl:1:0 no file has the question of this answer\n");
	assert_string_equal(c->kept.data,
			    "{\"question_id\":2,\"model_id\":\"m1\",\"text\":\"two of "
			    "m1\",\"answer_id\":\"x\"}\n");
}

static void a_group_with_too_few_answers_is_kept_with_all_its_lines(void **state)
{
	struct collect *c = *state;

	c->options.min_responses = 2;
	add_file(c, "q.jsonl", "{\"question_id\":1,\"text\":\"Q1\"}\n");
	add_file(c, "m.jsonl",
		 "{\"question_id\":1,\"model_id\":\"m\",\"text\":\"a\"}\nbroken\n"
		 "{\"question_id\":1,\"model_id\":\"m\",\"text\":null}\n");
	import_well(c);
	assert_int_equal(c->n, 0);
	assert_rejects(c, "m.jsonl:2:1 'b' where a value should stand\n"
			  "m.jsonl:3:1 the text of the answer is missing\n"
			  "q.jsonl:1:0 responses: expected 2 to 9, found 1\n");
	assert_string_equal(c->kept.data,
			    "broken\n{\"question_id\":1,\"model_id\":\"m\",\"text\":null}\n"
			    "{\"question_id\":1,\"text\":\"Q1\"}\n"
			    "{\"question_id\":1,\"model_id\":\"m\",\"text\":\"a\"}\n");
}

static void a_question_that_stands_twice_is_refused(void **state)
{
	struct collect *c = *state;

	add_file(c, "q.jsonl",
		 "{\"question_id\":1,\"text\":\"Q1\"}\n"
		 "{\"question_id\":1,\"text\":\"Q2\"}\n");
	add_file(c, "m.jsonl", "{\"question_id\":1,\"model_id\":\"m\",\"text\":\"a\"}\n");
	import_well(c);
	assert_int_equal(c->n, 0);
	assert_rejects(c, "q.jsonl:1:0 the question stands in the files twice\n");
}

static void files_that_share_nothing_are_not_joined(void **state)
{
	struct collect *c = *state;

	add_file(c, "q.jsonl", "{\"key\":1,\"prompt\":\"Q1\"}\n");
	add_file(c, "m.jsonl", "{\"nr\":1,\"model\":\"m\",\"output\":\"a\"}\n");
	assert_false(try_import(c));
	assert_non_null(strstr(c->err.msg, "say --map join=KEY"));
}

static void a_map_can_join_any_files(void **state)
{
	struct collect *c = *state;

	c->options.maps = (const char *const[]){ "join=nr", "prompt=q", "response=a" };
	c->options.n_maps = 3;
	add_file(c, "q.csv", "nr,q\n1,What?\n2,Why?\n");
	add_file(c, "m1.jsonl", "{\"nr\":2,\"a\":\"because\"}\n{\"nr\":1,\"a\":\"that\"}\n");
	import_well(c);
	assert_rejects(c, "");
	assert_int_equal(c->n, 2);
	assert_string_equal(prompt_text(c, 0), "What?");
	assert_string_equal(file_response(c, 0, 0), "that");
	assert_string_equal(file_source(c, 0, 0), "m1");
}

static void turns_are_put_between_one_another(void **state)
{
	struct collect *c = *state;
	const struct json *r;

	add_file(c, "q.jsonl", "{\"question_id\":1,\"turns\":[\"u1\",\"u2\"]}\n");
	add_file(c, "m.jsonl",
		 "{\"question_id\":1,\"model_id\":\"m\",\"choices\":[{\"index\":0,"
		 "\"turns\":[\"a1\",\"a2\"]}]}\n");
	import_well(c);
	assert_rejects(c, "");
	assert_string_equal(prompt_text(c, 0), "u1");
	r = json_at(json_get(c->items[0].body, "responses"), 0);
	assert_int_equal(r->count, 3);
	assert_string_equal(json_get_string(json_at(r, 1), "content"), "u2");
	assert_string_equal(json_get_string(json_at(r, 2), "content"), "a2");
}

static void more_than_64_answers_to_a_question_are_refused(void **state)
{
	struct collect *c = *state;
	FILE *file = new_file(c, "a.jsonl");

	for (int i = 0; i < 66; i++)
		fprintf(file, "{\"prompt\":\"A\",\"output\":\"%d\"}\n", i);
	fclose(file);
	import_well(c);
	assert_rejects(c, "a.jsonl:1:0 more than 64 answers to one question\n");
	c->options.sample_responses = 3;
	drop_path(c);
	file = new_file(c, "b.jsonl");
	for (int i = 0; i < 60; i++)
		fprintf(file, "{\"prompt\":\"A\",\"output\":\"%d\"}\n", i);
	fclose(file);
	import_well(c);
	assert_rejects(c, "");
	assert_int_equal(c->items[0].n_responses, 3);
}

static void a_probe_of_joined_files_counts_the_answers(void **state)
{
	struct collect *c = *state;
	struct import_result result;

	add_file(c, "q.jsonl",
		 "{\"question_id\":1,\"text\":\"Q1\"}\n{\"question_id\":2,\"text\":\"Q2\"}\n");
	add_answers(c, "m1.jsonl", "m1");
	add_answers(c, "m2.jsonl", "m2");
	c->options.paths = (const char *const *)c->path;
	c->options.n_paths = c->n_paths;
	assert_true(import_probe(&c->options, &result, &c->err));
	assert_int_equal(result.first_responses, 2);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, collect_setup, collect_teardown)
	const struct CMUnitTest tests[] = {
		T(answers_are_joined_by_id_in_the_order_of_the_questions),
		T(a_joined_item_is_the_item_of_a_canonical_file),
		T(outputs_without_ids_are_joined_by_their_prompt),
		T(one_file_of_outputs_groups_equal_prompts),
		T(answers_without_a_question_are_refused_and_kept_with_it),
		T(a_group_with_too_few_answers_is_kept_with_all_its_lines),
		T(a_question_that_stands_twice_is_refused),
		T(files_that_share_nothing_are_not_joined),
		T(a_map_can_join_any_files),
		T(turns_are_put_between_one_another),
		T(more_than_64_answers_to_a_question_are_refused),
		T(a_probe_of_joined_files_counts_the_answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
