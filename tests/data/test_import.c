/* Each shape on a few records. */
#include "base/json_write.h"
#include "tests/data/collect.h"

static void assert_rejects(const struct collect *c, const char *expected)
{
	assert_string_equal(c->rejects.len > 0 ? c->rejects.data : "", expected);
}

/* ---- canonical ---- */

static const char faucet[] =
	"{\"id\": \"faucet-1\", \"prompt\": \"How do I fix a leaky faucet?\", \"group\": null,"
	"\"responses\": [{\"source\": \"model-x\", \"content\": \"Turn off the "
	"water\xe2\x80\xa6\"},"
	"{\"source\": \"model-y\", \"content\": \"Call a plumber.\"}],\"reference\": \"gold\","
	"\"attachments\": [], \"metadata\": {\"domain\": \"home\", \"score\": 1.50},"
	"\"role\": \"work\", \"control\": null, \"extra\": [1,  2]}\n";

static void a_canonical_line_becomes_body_and_source(void **state)
{
	struct collect *c = *state;
	char uid[ID_HEX + 1];

	import_text(c, "faucet.jsonl", faucet);
	assert_string_equal(c->result.format, "canonical");
	assert_int_equal(c->n, 1);
	hex_encode(uid, c->items[0].uid.b, ID_BYTES);
	assert_string_equal(uid,
			    "9836201c3f490916da85db500c82d855d1c4951ccec7ac82ca99510b8149c7ef");
	assert_string_equal(
		c->items[0].line_text,
		"{\"file\":\"faucet.jsonl\",\"from\":null,\"group\":null,\"id\":\"faucet-1\","
		"\"line\":1,\"metadata\":\"{\\\"extra\\\":[1,  2],\\\"domain\\\":\\\"home\\\","
		"\\\"score\\\":1.50}\",\"reference\":\"gold\",\"replaces\":null,\"responses\":[{"
		"\"id\":\"r2\",\"source\":\"model-x\"},{\"id\":\"r1\",\"source\":\"model-y\"}],"
		"\"role\":\"work\",\"uid\":"
		"\"9836201c3f490916da85db500c82d855d1c4951ccec7ac82ca99510b8149c7ef\"}");
	assert_true(json_is_canonical(c->items[0].line_text, strlen(c->items[0].line_text)));
	assert_int_equal(c->items[0].role, ROLE_WORK);
	assert_int_equal(c->result.first_responses, 2);
}

static void nothing_hidden_is_in_the_body(void **state)
{
	static const char *const hidden[] = { "faucet-1", "model-x", "gold", "home", "extra" };
	struct collect *c = *state;

	import_text(c, "faucet.jsonl", faucet);
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		assert_null(strstr(c->items[0].body_text, hidden[i]));
}

static void shown_metadata_and_reference_go_into_the_body(void **state)
{
	struct collect *c = *state;

	c->options.show = (const char *const[]){ "domain", "reference", "absent" };
	c->options.n_show = 3;
	import_text(c, "faucet.jsonl", faucet);
	assert_non_null(strstr(c->items[0].body_text, "\"context\":{\"domain\":\"home\"}"));
	assert_non_null(strstr(c->items[0].body_text, "\"reference\":\"gold\""));
	assert_null(strstr(json_get_string(c->items[0].line, "metadata"), "home"));
	assert_string_equal(json_get_string(c->items[0].line, "reference"), "gold");
}

static void metadata_with_a_key_of_the_record_stays_closed(void **state)
{
	struct collect *c = *state;

	import_text(
		c, "a.jsonl",
		"{\"prompt\":\"p\",\"responses\":[\"a\"],\"lang\":\"en\",\"metadata\":{\"lang\":"
		"\"de\"}}");
	assert_string_equal(json_get_string(c->items[0].line, "metadata"),
			    "{\"lang\":\"en\",\"metadata\":{\"lang\":\"de\"}}");
}

static void roles_groups_and_numbers_as_ids_are_taken(void **state)
{
	struct collect *c = *state;
	struct short_id given = item_group("g7", NULL, &c->arena);

	import_text(c, "a.jsonl",
		    "{\"id\":17,\"prompt\":\"p\",\"responses\":[],\"role\":\"tutorial\","
		    "\"group\":\"g7\"}\n");
	assert_int_equal(c->items[0].role, ROLE_TUTORIAL);
	assert_true(short_id_equal(&c->items[0].group, &given));
	assert_string_equal(json_get_string(c->items[0].line, "id"), "17");
	assert_string_equal(json_get_string(c->items[0].line, "group"), "g7");
	assert_int_equal(c->result.first_responses, 0);
}

static void messages_keep_their_extra_keys(void **state)
{
	struct collect *c = *state;

	import_text(c, "a.jsonl",
		    "{\"prompt\":[{\"role\":\"user\",\"content\":\"hi\",\"name\":\"bo\"}],"
		    "\"responses\":[{\"content\":[{\"role\":\"assistant\",\"content\":null,"
		    "\"tool_calls\":[{\"t\":0.5}]}],\"source\":\"m\",\"latency\":0.25}]}\n");
	assert_non_null(strstr(c->items[0].body_text, "\"name\":\"bo\""));
	assert_non_null(strstr(c->items[0].body_text, "{\"t\":{\"$num\":\"0.5\"}}"));
	assert_string_equal(
		json_get_string(json_at(json_get(c->items[0].line, "responses"), 0), "metadata"),
		"{\"latency\":0.25}");
}

/* ---- control answers ---- */

static void control_answers_are_translated_to_the_order_of_the_body(void **state)
{
	struct collect *c = *state;
	struct buf out = BUF_INIT;

	import_text(
		c, "a.jsonl",
		"{\"prompt\":\"How do I fix a leaky faucet?\",\"responses\":["
		"\"Turn off the water\xe2\x80\xa6\",\"Call a plumber.\"],\"control\":{\"expect\":{"
		"\"preference\":{\"best\":[\"r1\"]},\"accuracy\":{\"r2\":{\"at_most\":2}},"
		"\"issues\":{\"r1/0\":{\"has\":\"r2\"}}},\"explain\":\"it is\"}}\n");
	assert_non_null(c->items[0].control);
	json_write_canonical(&out, c->items[0].control);
	assert_string_equal(out.data,
			    "{\"expect\":{\"accuracy\":{\"r1\":{\"at_most\":2}},\"issues\":{"
			    "\"r2/0\":{\"has\":\"r2\"}},\"preference\":{\"best\":[\"r2\"]}},"
			    "\"explain\":\"it is\",\"feedback\":\"never\"}");
	assert_int_equal(c->items[0].role, ROLE_CONTROL);
	buf_release(&out);
}

static void control_answers_that_make_no_sense_are_refused(void **state)
{
	struct collect *c = *state;

	import_text(
		c, "a.jsonl",
		"{\"prompt\":\"p\",\"responses\":[\"a\",\"b\"],\"control\":{\"expect\":{\"x\":"
		"[\"r3\"]}}}\n"
		"{\"prompt\":\"p\",\"responses\":[\"a\",\"a\"],\"control\":{\"expect\":{\"x\":{"
		"\"r1\":1,\"r2\":2}}}}\n"
		"{\"prompt\":\"p\",\"responses\":[\"a\"],\"control\":{\"best\":\"r1\"}}\n"
		"{\"prompt\":\"p\",\"responses\":[\"a\"],\"control\":{\"expect\":{},\"feedback\":"
		"\"soon\"}}\n"
		"{\"prompt\":\"p\",\"responses\":[\"a\"],\"control\":{\"expect\":{},\"hint\":1}}\n"
		"{\"prompt\":\"p\",\"responses\":[\"a\",\"a\"],\"control\":{\"expect\":{\"x\":{"
		"\"r1\":1,\"r2\":1}}}}\n");
	assert_rejects(
		c, "a.jsonl:1:63 control: there is no response r3\n"
		   "a.jsonl:2:75 control: 'r2' has the same text as another response, but "
		   "another expectation\n"
		   "a.jsonl:3:43 control must be null or {\"expect\":{\xe2\x80\xa6},\"explain\":"
		   "\xe2\x80\xa6,\"feedback\":\xe2\x80\xa6}\n"
		   "a.jsonl:4:67 control: 'feedback' must be \"after\" or \"never\"\n"
		   "a.jsonl:5:63 control: unknown key 'hint'\n");
	assert_int_equal(c->n, 1);
}

/* ---- how many responses ---- */

static const char twelve[] =
	"{\"prompt\":\"p\",\"responses\":[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\","
	"\"9\",\"10\",\"11\"]}\n";

static void too_few_and_too_many_distinct_responses_are_refused(void **state)
{
	struct collect *c = *state;

	c->options.min_responses = c->options.max_responses = 2;
	import_text(c, "a.jsonl",
		    "{\"prompt\":\"p\",\"responses\":[\"a\"]}\n"
		    "{\"prompt\":\"p\",\"responses\":[\"a\",\"a\"]}\n"
		    "{\"prompt\":\"p\",\"responses\":[\"a\",\"b\",\"c\"]}\n"
		    "{\"prompt\":\"p\",\"responses\":[\"a\",\"b\",\"a\"]}\n");
	assert_rejects(c, "a.jsonl:1:27 responses: expected 2, found 1\n"
			  "a.jsonl:2:27 responses: expected 2 different ones, found 1 (2 given)\n"
			  "a.jsonl:3:27 responses: expected 2, found 3\n");
	assert_int_equal(c->n, 1);
	c->options.max_responses = 9;
	import_well(c);
	assert_int_equal(c->n, 2);
}

static void more_than_nine_are_refused_or_sampled_the_same_way_each_time(void **state)
{
	struct collect *c = *state;
	struct id uid;

	import_text(c, "a.jsonl", twelve);
	assert_rejects(c, "a.jsonl:1:1 12 distinct responses; at most 9 fit one item\n");
	c->options.sample_responses = 4;
	c->options.sample_seed = 7;
	import_well(c);
	assert_rejects(c, "");
	assert_int_equal(c->items[0].n_responses, 4);
	assert_int_equal(json_get(c->items[0].line, "responses")->count, 4);
	assert_non_null(strstr(c->items[0].line_text, "\"sample\":{\"of\":12,\"seed\":\"7\"}"));
	uid = c->items[0].uid;
	import_well(c);
	assert_true(id_equal(&uid, &c->items[0].uid));
	c->options.sample_seed = 8;
	import_well(c);
	assert_false(id_equal(&uid, &c->items[0].uid));
}

/* ---- other shapes ---- */

static void candidates_keep_models_and_golden(void **state)
{
	struct collect *c = *state;

	import_text(
		c, "a.jsonl",
		"{\"id\":\"1\",\"category\":\"x\",\"prompt\":\"p\",\"golden\":\"g\",\"responses\":["
		"{\"model\":\"m1\",\"text\":\"a\"},{\"model\":\"m2\",\"text\":\"\"}]}\n");
	assert_string_equal(c->result.format, "candidates");
	assert_string_equal(file_response(c, 0, 0), "a");
	assert_string_equal(file_source(c, 0, 0), "m1");
	assert_string_equal(file_response(c, 0, 1), "");
	assert_string_equal(json_get_string(c->items[0].line, "reference"), "g");
	assert_string_equal(json_get_string(c->items[0].line, "metadata"), "{\"category\":\"x\"}");
}

static void a_transcript_is_split_behind_the_last_common_human_turn(void **state)
{
	struct collect *c = *state;
	const struct json *prompt;

	import_text(
		c, "a.jsonl",
		"{\"chosen\":\"\\n\\nHuman: hi\\n\\nAssistant: ho\\n\\nHuman: more Human: x\\n\\n"
		"Assistant: yes\",\"rejected\":\"\\n\\nHuman: hi\\n\\nAssistant: ho\\n\\nHuman: "
		"more Human: x\\n\\nAssistant:\"}\n");
	assert_string_equal(c->result.format, "hh-rlhf");
	prompt = json_get(c->items[0].body, "prompt");
	assert_int_equal(prompt->count, 3);
	assert_string_equal(json_get_string(json_at(prompt, 1), "role"), "assistant");
	assert_string_equal(json_get_string(json_at(prompt, 1), "content"), "ho");
	assert_string_equal(json_get_string(json_at(prompt, 2), "content"), "more Human: x");
	assert_string_equal(file_response(c, 0, 0), "yes");
	assert_string_equal(file_response(c, 0, 1), "");
}

static void transcripts_that_part_earlier_keep_the_rest_as_messages(void **state)
{
	struct collect *c = *state;
	const struct json *first;

	import_text(
		c, "a.jsonl",
		"{\"chosen\":\"\\n\\nHuman: hi\\n\\nAssistant: a\\n\\nHuman: b\\n\\nAssistant: c\","
		"\"rejected\":\"\\n\\nHuman: hi\\n\\nAssistant: a\\n\\nHuman: B\\n\\nAssistant: "
		"d\"}\n"
		"{\"chosen\":\"\\n\\nHuman: hi\\n\\nAssistant: a\",\"rejected\":\"\\n\\nHuman: ho"
		"\\n\\nAssistant: a\"}\n");
	assert_int_equal(c->n, 1);
	assert_string_equal(prompt_text(c, 0), "hi");
	first = json_at(json_get(c->items[0].body, "responses"), 0);
	assert_int_equal(first->count, 3);
	assert_string_equal(json_get_string(json_at(first, 0), "content"), "a");
	assert_rejects(c, "a.jsonl:2:1 chosen and rejected have no prompt in common before an "
			  "answer\n");
}

static void pairs_of_texts_messages_and_single_messages_are_read(void **state)
{
	static const char *const lines[] = {
		"{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\",\"margin\":1.5}\n",
		"{\"prompt\":[{\"role\":\"user\",\"content\":\"p\"}],\"chosen\":[{\"role\":"
		"\"assistant\",\"content\":\"a\"}],\"rejected\":[{\"role\":\"assistant\","
		"\"content\":\"b\"}]}\n",
		"{\"chosen\":[{\"role\":\"user\",\"content\":\"p\"},{\"role\":\"assistant\","
		"\"content\":\"a\"}],\"rejected\":[{\"role\":\"user\",\"content\":\"p\"},{\"role\":"
		"\"assistant\",\"content\":\"b\"}]}\n",
		"{\"conversations\":[{\"from\":\"human\",\"value\":\"p\"}],\"chosen\":{\"from\":"
		"\"gpt\",\"value\":\"a\"},\"rejected\":{\"from\":\"gpt\",\"value\":\"b\"}}\n",
		"{\"instruction\":\"p\",\"input\":\"\",\"chosen\":\"a\",\"rejected\":\"b\"}\n",
	};
	struct collect *c = *state;
	FILE *file = new_file(c, "a.jsonl");

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		fputs(lines[i], file);
	fclose(file);
	import_well(c);
	assert_rejects(c, "");
	assert_int_equal(c->n, sizeof lines / sizeof *lines);
	for (size_t i = 0; i < c->n; i++) {
		assert_string_equal(file_response(c, i, 0), "a");
		assert_string_equal(file_response(c, i, 1), "b");
		assert_string_equal(file_source(c, i, 0), "chosen");
	}
	assert_string_equal(json_get_string(c->items[0].line, "metadata"), "{\"margin\":1.5}");
}

static void columns_of_responses_are_found_by_their_names(void **state)
{
	struct collect *c = *state;

	import_text(
		c, "a.jsonl",
		"{\"question\":\"q\",\"response_a\":\"x\",\"model_a\":\"m1\",\"response_b\":\"y\","
		"\"response_b_score\":3}\n");
	assert_string_equal(c->result.format, "columns");
	assert_string_equal(prompt_text(c, 0), "q");
	assert_string_equal(file_source(c, 0, 0), "m1");
	assert_string_equal(file_source(c, 0, 1), "response_b");
	assert_string_equal(json_get_string(c->items[0].line, "metadata"),
			    "{\"response_b_score\":3}");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, collect_setup, collect_teardown)
	const struct CMUnitTest tests[] = {
		T(a_canonical_line_becomes_body_and_source),
		T(nothing_hidden_is_in_the_body),
		T(shown_metadata_and_reference_go_into_the_body),
		T(metadata_with_a_key_of_the_record_stays_closed),
		T(roles_groups_and_numbers_as_ids_are_taken),
		T(messages_keep_their_extra_keys),
		T(control_answers_are_translated_to_the_order_of_the_body),
		T(control_answers_that_make_no_sense_are_refused),
		T(too_few_and_too_many_distinct_responses_are_refused),
		T(more_than_nine_are_refused_or_sampled_the_same_way_each_time),
		T(candidates_keep_models_and_golden),
		T(a_transcript_is_split_behind_the_last_common_human_turn),
		T(transcripts_that_part_earlier_keep_the_rest_as_messages),
		T(pairs_of_texts_messages_and_single_messages_are_read),
		T(columns_of_responses_are_found_by_their_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
