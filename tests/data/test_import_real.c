/* Real data sets, where they are present. */
#include "tests/data/collect.h"

#define NEED(c, name)                                            \
	do {                                                     \
		if (!add_shared(c, name)) {                      \
			print_message("%s is not here\n", name); \
			skip();                                  \
		}                                                \
	} while (0)

static void assert_clean(const struct collect *c, const char *format, size_t items)
{
	if (c->rejects.len > 0)
		fail_msg("%s", c->rejects.data);
	assert_string_equal(c->result.format, format);
	assert_int_equal(c->n, items);
	assert_int_equal(c->result.records, items);
	assert_int_equal(c->result.rejected, 0);
}

static size_t count_with(const struct collect *c, int responses)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->items[i].n_responses == responses;
	return n;
}

/* Sources given in all lines, and empty texts among them. */
static void count_sources(const struct collect *c, size_t *sources, size_t *empty)
{
	*sources = *empty = 0;
	for (size_t i = 0; i < c->n; i++) {
		size_t n = json_get(c->items[i].line, "responses")->count;

		*sources += n;
		for (size_t j = 0; j < n; j++)
			*empty += *file_response(c, i, j) == '\0';
	}
}

static void self_instruct_has_252_items_of_8_with_45_empty_and_85_with_equal_ones(void **state)
{
	struct collect *c = *state;
	size_t sources, empty;

	NEED(c, "derived/candidates_self_instruct252.jsonl.gz");
	import_well(c);
	assert_clean(c, "candidates", 252);
	count_sources(c, &sources, &empty);
	assert_int_equal(sources, 252 * 8);
	assert_int_equal(empty, 45);
	assert_int_equal(252 - count_with(c, 8), 85);
	assert_non_null(json_get_string(c->items[0].line, "reference"));
	assert_true(json_is_null(json_get(c->items[0].body, "reference")));
}

static void the_same_file_twice_gives_the_same_items_and_lines(void **state)
{
	struct collect *c = *state;
	struct collected *first;
	size_t n;

	NEED(c, "derived/candidates_self_instruct252.jsonl.gz");
	import_well(c);
	n = c->n;
	first = c->items;
	c->items = NULL;
	import_well(c);
	assert_int_equal(c->n, n);
	for (size_t i = 0; i < n; i++) {
		assert_true(id_equal(&first[i].uid, &c->items[i].uid));
		assert_string_equal(first[i].line_text, c->items[i].line_text);
	}
	free(first);
}

static void gsm8k_has_1319_items_of_4_and_keeps_what_is_correct(void **state)
{
	struct collect *c = *state;
	size_t sources, empty;
	const char *extra;

	NEED(c, "derived/candidates_gsm8k.jsonl.gz");
	import_well(c);
	assert_clean(c, "candidates", 1319);
	count_sources(c, &sources, &empty);
	assert_int_equal(sources, 1319 * 4);
	extra = json_get_string(json_at(json_get(c->items[0].line, "responses"), 0), "metadata");
	assert_non_null(extra);
	assert_non_null(strstr(extra, "\"is_correct\":"));
}

static void gsm8k_in_its_own_shape_has_the_same_texts(void **state)
{
	struct collect *c = *state;
	size_t sources, empty;

	NEED(c, "gsm8k/example_model_solutions.jsonl.gz");
	import_well(c);
	assert_clean(c, "solutions", 1319);
	count_sources(c, &sources, &empty);
	assert_int_equal(sources, 1319 * 4);
}

static void hh_rlhf_has_2312_pairs(void **state)
{
	struct collect *c = *state;

	NEED(c, "hh_rlhf/harmless-base_test.jsonl.gz");
	import_well(c);
	assert_clean(c, "hh-rlhf", 2312);
	assert_int_equal(count_with(c, 2), 2312);
	assert_string_equal(file_source(c, 0, 0), "chosen");
	assert_string_equal(file_source(c, 0, 1), "rejected");
}

static void arena_hard_questions_and_answers_are_joined_by_uid(void **state)
{
	struct collect *c = *state;
	size_t sources, empty;

	NEED(c, "arena_hard/v0.1_answer_gpt-4-0314.jsonl.gz");
	NEED(c, "arena_hard/v0.1_question.jsonl.gz");
	NEED(c, "arena_hard/v0.1_answer_gpt-3.5-turbo-0125.jsonl.gz");
	NEED(c, "arena_hard/v0.1_answer_gpt-4-0613.jsonl.gz");
	import_well(c);
	assert_clean(c, "answers", 500);
	count_sources(c, &sources, &empty);
	assert_int_equal(sources, 1500);
	assert_string_equal(json_get_string(c->items[0].line, "id"),
			    "328c149ed45a41c0b9d6f14659e63599"); /* the first question */
	assert_string_equal(json_get_string(c->items[0].line, "file"), "v0.1_question.jsonl.gz");
	assert_string_equal(file_source(c, 0, 0), "gpt-4-0314");
	assert_string_equal(prompt_text(c, 0),
			    "Use ABC notation to write a melody in the style of a folk tune.");
}

static void arena_hard_in_its_own_shape_gives_the_items_of_the_derived_file(void **state)
{
	struct collect *c = *state;
	struct collected *first;

	NEED(c, "arena_hard/v0.1_question.jsonl.gz");
	NEED(c, "arena_hard/v0.1_answer_gpt-4-0314.jsonl.gz");
	NEED(c, "arena_hard/v0.1_answer_gpt-4-0613.jsonl.gz");
	NEED(c, "arena_hard/v0.1_answer_gpt-3.5-turbo-0125.jsonl.gz");
	import_well(c);
	first = c->items;
	c->items = NULL;
	while (c->n_paths > 0)
		drop_path(c);
	NEED(c, "derived/candidates_arena_hard.jsonl.gz");
	import_well(c);
	assert_clean(c, "candidates", 500);
	for (size_t i = 0; i < 500; i++)
		assert_true(id_equal(&first[i].uid, &c->items[i].uid));
	free(first);
}

static void vicuna_questions_and_seven_models_are_joined(void **state)
{
	static const char *const models[] = { "alpaca-13b",
					      "bard",
					      "gpt35",
					      "llama-13b",
					      "vicuna-13b-20230322-new-hp-fp16",
					      "vicuna-13b",
					      "vicuna-7b-20230322-fp16" };
	struct collect *c = *state;
	size_t sources, empty;
	char name[80];

	NEED(c, "vicuna80/question.jsonl.gz");
	for (size_t i = 0; i < 7; i++) {
		snprintf(name, sizeof name, "vicuna80/answer_%s.jsonl.gz", models[i]);
		NEED(c, name);
	}
	import_well(c);
	assert_clean(c, "answers", 80);
	count_sources(c, &sources, &empty);
	assert_int_equal(sources, 560);
	assert_int_equal(empty, 1);
	assert_string_equal(prompt_text(c, 0), "How can I improve my time management skills?");
	assert_non_null(strstr(json_get_string(c->items[0].line, "metadata"), "\"generic\""));
}

static void self_instruct_predictions_are_joined_by_instruction_and_input(void **state)
{
	static const char *const models[] = { "davinci", "davinci-self-instruct",
					      "text-davinci-003" };
	struct collect *c = *state;
	size_t sources, empty;
	char name[80];

	for (size_t i = 0; i < 3; i++) {
		snprintf(name, sizeof name, "self_instruct252/%s_predictions.jsonl.gz", models[i]);
		NEED(c, name);
	}
	import_well(c);
	assert_clean(c, "answers", 252);
	count_sources(c, &sources, &empty);
	assert_int_equal(sources, 756);
	assert_string_equal(file_source(c, 0, 2), "text-davinci-003_predictions");
}

static void trainers_own_pair_files_are_read(void **state)
{
	static const struct {
		const char *name;
		size_t items;
	} files[] = {
		{ "llamafactory/dpo_en_demo.json.gz", 300 },
		{ "llamafactory/dpo_zh_demo.json.gz", 300 },
		{ "nemo_aligner/dummy-dpo.jsonl.gz", 100 },
	};
	struct collect *c = *state;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		NEED(c, files[i].name);
		import_well(c);
		assert_clean(c, "pairs", files[i].items);
		drop_path(c);
	}
}

static void the_multi_turn_answers_of_mt_bench_become_dialogues(void **state)
{
	struct collect *c = *state;

	NEED(c, "mt_bench/question.jsonl.gz");
	NEED(c, "mt_bench/reference_answer_gpt-4.jsonl.gz");
	import_well(c);
	assert_clean(c, "answers", 80);
	assert_int_equal(count_with(c, 1), 30);
	for (size_t i = 0; i < c->n; i++) {
		const struct json *r = json_at(json_get(c->items[i].body, "responses"), 0);

		if (r != NULL)
			assert_int_equal(r->count, 3);
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, collect_setup, collect_teardown)
	const struct CMUnitTest tests[] = {
		T(self_instruct_has_252_items_of_8_with_45_empty_and_85_with_equal_ones),
		T(the_same_file_twice_gives_the_same_items_and_lines),
		T(gsm8k_has_1319_items_of_4_and_keeps_what_is_correct),
		T(gsm8k_in_its_own_shape_has_the_same_texts),
		T(hh_rlhf_has_2312_pairs),
		T(arena_hard_questions_and_answers_are_joined_by_uid),
		T(arena_hard_in_its_own_shape_gives_the_items_of_the_derived_file),
		T(vicuna_questions_and_seven_models_are_joined),
		T(self_instruct_predictions_are_joined_by_instruction_and_input),
		T(trainers_own_pair_files_are_read),
		T(the_multi_turn_answers_of_mt_bench_become_dialogues),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
