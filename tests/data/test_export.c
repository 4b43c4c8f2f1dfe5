#include "data/export.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct arena arena;
	struct buf body, out;
	struct item item;
};

static int setup(void **state)
{
	*state = xcalloc(1, sizeof(struct fixture));
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	arena_release(&f->arena);
	buf_release(&f->body);
	buf_release(&f->out);
	free(f);
	return 0;
}

/* PROMPT and RESPONSES are JSON; r1 is the first of RESPONSES. */
static void make_item(struct fixture *f, const char *prompt, const char *responses)
{
	struct err err;

	buf_clear(&f->body);
	buf_addf(&f->body,
		 "{\"attachments\":[],\"context\":{},\"prompt\":%s,\"reference\":null,"
		 "\"responses\":%s}",
		 prompt, responses);
	if (!item_parse(&f->item, f->body.data, f->body.len, &f->arena, &err))
		fail_msg("%s", err.msg);
}

static const char *pair_row(struct fixture *f, const char *format, bool margin)
{
	const struct export_pair pair = { .item = &f->item,
					  .body = f->body.data,
					  .chosen = 2,
					  .rejected = 1,
					  .margin = 1.5,
					  .group_id = "0a0b",
					  .weight = 1.0 / 3 };

	buf_clear(&f->out);
	export_format_find(format)->pair(&f->out, &pair, margin);
	return buf_str(&f->out);
}

static void trl_reward_rows_hold_the_whole_dialogue_twice(void **state)
{
	struct fixture *f = *state;

	make_item(f, "\"2+2?\"", "[\"5\",\"4\"]");
	assert_string_equal(pair_row(f, "trl-reward", false),
			    "{\"chosen\":[{\"role\":\"user\",\"content\":\"2+2?\"},"
			    "{\"role\":\"assistant\",\"content\":\"4\"}],"
			    "\"rejected\":[{\"role\":\"user\",\"content\":\"2+2?\"},"
			    "{\"role\":\"assistant\",\"content\":\"5\"}],"
			    "\"group_id\":\"0a0b\",\"weight\":0.333333}\n");
}

static void trl_dpo_rows_have_the_prompt_apart(void **state)
{
	struct fixture *f = *state;

	make_item(f, "\"2+2?\"", "[\"5\",\"4\"]");
	assert_string_equal(pair_row(f, "trl-dpo", false),
			    "{\"prompt\":[{\"role\":\"user\",\"content\":\"2+2?\"}],"
			    "\"chosen\":[{\"role\":\"assistant\",\"content\":\"4\"}],"
			    "\"rejected\":[{\"role\":\"assistant\",\"content\":\"5\"}],"
			    "\"group_id\":\"0a0b\",\"weight\":0.333333}\n");
}

static void a_margin_is_always_written_with_a_point(void **state)
{
	struct fixture *f = *state;
	struct export_pair pair = { .item = &f->item,
				    .chosen = 1,
				    .rejected = 2,
				    .margin = 2,
				    .group_id = "00",
				    .weight = 1 };

	make_item(f, "\"p\"", "[\"a\",\"b\"]");
	pair.body = f->body.data;
	assert_non_null(strstr(pair_row(f, "trl-reward", true), ",\"margin\":1.5,"));
	buf_clear(&f->out);
	export_format_find("trl-reward")->pair(&f->out, &pair, true);
	assert_non_null(strstr(f->out.data, ",\"margin\":2.0,\"group_id\":\"00\",\"weight\":1.0}"));
}

static void messages_keep_their_extra_keys_and_numbers(void **state)
{
	struct fixture *f = *state;

	make_item(f,
		  "[{\"content\":\"be brief\",\"role\":\"system\"},{\"content\":\"hi\",\"name\":"
		  "\"ann\",\"role\":\"user\",\"t\":{\"$num\":\"0.50\"}}]",
		  "[[{\"content\":\"yo\",\"role\":\"assistant\",\"tool_calls\":[]}],\"ho\"]");
	assert_string_equal(pair_row(f, "trl-dpo", false),
			    "{\"prompt\":[{\"content\":\"be brief\",\"role\":\"system\"},"
			    "{\"content\":\"hi\",\"name\":\"ann\",\"role\":\"user\",\"t\":0.50}],"
			    "\"chosen\":[{\"role\":\"assistant\",\"content\":\"ho\"}],"
			    "\"rejected\":[{\"content\":\"yo\",\"role\":\"assistant\","
			    "\"tool_calls\":[]}],"
			    "\"group_id\":\"0a0b\",\"weight\":0.333333}\n");
}

static void control_characters_are_escaped_and_the_rest_is_verbatim(void **state)
{
	struct fixture *f = *state;

	make_item(f, "\"a\\u001b[2J\\n\\\"\\\\\"", "[\"\xc3\xa9\xe2\x80\xae\",\"x\"]");
	pair_row(f, "trl-dpo", false);
	assert_non_null(strstr(f->out.data, "\"content\":\"a\\u001b[2J\\n\\\"\\\\\"}"));
	assert_non_null(strstr(f->out.data, "\"content\":\"\xc3\xa9\xe2\x80\xae\"}"));
}

static void an_edit_stands_for_the_chosen_response(void **state)
{
	struct fixture *f = *state;
	struct export_pair pair = { .item = &f->item,
				    .chosen = 0,
				    .edited = "better",
				    .rejected = 1,
				    .group_id = "00",
				    .weight = 1 };

	make_item(f, "\"p\"", "[\"a\"]");
	pair.body = f->body.data;
	export_format_find("trl-dpo")->pair(&f->out, &pair, false);
	assert_string_equal(buf_str(&f->out),
			    "{\"prompt\":[{\"role\":\"user\",\"content\":\"p\"}],"
			    "\"chosen\":[{\"role\":\"assistant\",\"content\":\"better\"}],"
			    "\"rejected\":[{\"role\":\"assistant\",\"content\":\"a\"}],"
			    "\"group_id\":\"00\",\"weight\":1.0}\n");
}

static void trl_sft_rows_are_messages_that_end_in_the_golden_response(void **state)
{
	struct fixture *f = *state;
	struct export_golden golden = { .item = &f->item, .text = "Turn it off." };

	make_item(f, "\"How?\"", "[]");
	golden.body = f->body.data;
	export_format_find("trl-sft")->golden(&f->out, &golden);
	assert_string_equal(buf_str(&f->out),
			    "{\"messages\":[{\"role\":\"user\",\"content\":\"How?\"},"
			    "{\"role\":\"assistant\",\"content\":\"Turn it off.\"}]}\n");
}

/* ---- lossless ---- */

static const char *const roles[] = { "annotator", NULL };

static struct export_said said(void)
{
	return (struct export_said){ .item = { { 0xab } },
				     .state = "current",
				     .batch_name = "b\"1",
				     .enrolled = true,
				     .member_name = "alice",
				     .member_roles = roles,
				     .seq = 7,
				     .hlc = UINT64_MAX,
				     .wall = 1767225558000 };
}

static struct export_annotation annotation(struct fixture *f)
{
	return (struct export_annotation){ .said = said(),
					   .item = &f->item,
					   .role = "work",
					   .has_guideline = true,
					   .guideline_name = "pairwise-preference",
					   .guideline_version = 2,
					   .revision = 1,
					   .heads = 1,
					   .review = "none" };
}

static struct json *one_line(struct fixture *f)
{
	struct json *row;
	struct err err;

	assert_true(f->out.len > 0 && f->out.data[f->out.len - 1] == '\n');
	row = json_parse(f->out.data, f->out.len, &f->arena, &err);
	if (row == NULL)
		fail_msg("%s in %s", err.msg, f->out.data);
	return row;
}

static struct json *lossless(struct fixture *f, const struct export_annotation *a)
{
	struct export_annotation whole = *a;

	whole.body = f->body.data;
	buf_clear(&f->out);
	export_write_annotation(&f->out, &whole);
	return one_line(f);
}

static void lossless_rows_hold_payload_and_sources_byte_for_byte(void **state)
{
	static const char payload[] = "{\"answers\":{\"accuracy\":{\"r1\":2}},\"batch\":\"00\"}";
	static const char line[] = "{\"file\":\"x\",\"metadata\":\"{\\\"n\\\":1.50}\"}";
	struct fixture *f = *state;
	const struct export_source sources[] = { { line, sizeof line - 1 },
						 { line, sizeof line - 1 } };
	struct export_annotation a = annotation(f);

	make_item(f, "\"p\"", "[\"a\",\"b\"]");
	a.said.payload = payload;
	a.said.payload_len = sizeof payload - 1;
	a.source = sources;
	a.n_sources = 2;
	lossless(f, &a);
	assert_non_null(strstr(f->out.data, ",\"payload\":{\"answers\":{\"accuracy\":{\"r1\":2}},"
					    "\"batch\":\"00\"},"));
	assert_non_null(strstr(f->out.data, ",\"sources\":[{\"file\":\"x\",\"metadata\":"
					    "\"{\\\"n\\\":1.50}\"},{\"file\""));
	assert_non_null(strstr(f->out.data, "\"hlc\":\"18446744073709551615\""));
}

static void lossless_rows_say_who_what_where_and_when(void **state)
{
	struct fixture *f = *state;
	struct export_annotation a = annotation(f);
	const struct json *row, *responses;

	make_item(f, "\"p\"", "[\"a\",\"b\"]");
	row = lossless(f, &a);
	assert_string_equal(json_get_string(json_get(row, "batch"), "name"), "b\"1");
	assert_int_equal(json_get_int(json_get(row, "guideline"), "version", 0), 2);
	assert_string_equal(json_get_string(json_get(row, "member"), "name"), "alice");
	assert_string_equal(json_get_string(json_get(row, "member"), "custody"), "self");
	assert_int_equal(json_get_int(row, "wall_ms", 0), 1767225558000);
	responses = json_get(row, "responses");
	assert_int_equal(responses->count, 2);
	assert_string_equal(json_get_string(json_at(responses, 1), "id"), "r2");
	assert_string_equal(json_get_string(json_at(responses, 1), "content"), "b");
	assert_true(json_is_null(json_get(row, "retraction")));
	assert_int_equal(json_get(row, "sources")->count, 0);
}

static void what_was_taken_back_says_by_what(void **state)
{
	static const char payload[] = "{\"batch\":\"00\",\"reason\":\"oops\"}";
	const struct export_retraction back = { .event = { { 0xcd } },
						.wall = 5,
						.payload = payload,
						.payload_len = sizeof payload - 1 };
	struct fixture *f = *state;
	struct export_annotation a = annotation(f);

	make_item(f, "\"p\"", "[\"a\",\"b\"]");
	a.said.state = "withdrawn";
	a.said.superseded_by = &back.event;
	a.said.n_superseded_by = 1;
	a.retraction = &back;
	lossless(f, &a);
	assert_non_null(strstr(f->out.data, "\"supersedes\":[],\"superseded_by\":[\"cd00"));
	assert_non_null(strstr(f->out.data, "0000\",\"wall_ms\":5,\"payload\":{\"batch\":\"00\","
					    "\"reason\":\"oops\"}},\"revision\":1,"));
}

static void what_is_not_known_is_null(void **state)
{
	static const char *const keys[] = { "batch",   "member", "guideline", "revision",
					    "payload", "prompt", "responses", "reference",
					    "context", "group",  "role",      "retraction" };
	struct fixture *f = *state;
	struct export_annotation a = annotation(f);
	const struct json *row;

	a.said.batch_name = NULL;
	a.said.enrolled = false;
	a.said.state = "redacted";
	a.item = NULL;
	a.role = NULL;
	a.has_guideline = false;
	a.revision = 0;
	row = lossless(f, &a);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (json_get(row, keys[i]) == NULL || !json_is_null(json_get(row, keys[i])))
			fail_msg("%s: %s", keys[i], f->out.data);
	assert_non_null(json_get_string(row, "item"));
}

static void what_is_no_submission_has_lines_of_its_own_kind(void **state)
{
	static const char payload[] = "{\"batch\":\"00\",\"note\":null,\"on\":true}";
	struct fixture *f = *state;
	struct export_event event = {
		.said = said(), .type = "flag", .kind = 70, .audience = "self"
	};
	const struct json *row;

	event.said.parked = "unenrolled";
	event.said.payload = payload;
	event.said.payload_len = sizeof payload - 1;
	export_write_event(&f->out, &event);
	row = one_line(f);
	assert_string_equal(json_get_string(row, "type"), "flag");
	assert_string_equal(json_get_string(row, "parked"), "unenrolled");
	assert_int_equal(json_get_int(row, "kind", 0), 70);
	assert_true(json_get_bool(json_get(row, "payload"), "on", false));
	assert_false(json_get_bool(row, "stale", true));
}

static void mentions_become_response_numbers_in_the_extra_field_only(void **state)
{
	static const char payload[] =
		"{\"answers\":{\"each\":{\"r1\":{\"mentions\":[{\"end\":2,\"is\":\"r1\",\"start\":"
		"0}"
		"],\"text\":\"@B no\"}},\"plain\":{\"mentions\":[],\"text\":\"@A\"},\"why\":{"
		"\"mentions\":[{\"end\":2,\"is\":\"r2\",\"start\":0}],\"text\":\"@A is good\"}}}";
	struct fixture *f = *state;
	struct export_annotation a = annotation(f);
	const struct json *list;

	make_item(f, "\"p\"", "[\"a\",\"b\"]");
	a.said.payload = payload;
	a.said.payload_len = sizeof payload - 1;
	list = json_get(lossless(f, &a), "rationales");
	assert_int_equal(list->count, 2);
	assert_string_equal(json_get_string(json_at(list, 0), "of"), "r1");
	assert_string_equal(json_get_string(json_at(list, 0), "text"), "Response 1 no");
	assert_string_equal(json_get_string(json_at(list, 1), "question"), "why");
	assert_string_equal(json_get_string(json_at(list, 1), "text"), "Response 2 is good");
	assert_non_null(strstr(f->out.data, "\"text\":\"@A is good\""));
}

static void formats_are_found_by_name(void **state)
{
	int n;

	(void)state;
	assert_non_null(export_formats(&n));
	assert_int_equal(n, 4);
	assert_null(export_format_find("trl"));
	assert_true(export_format_find("trl-dpo")->none_good_out);
	assert_false(export_format_find("trl-reward")->none_good_out);
	assert_true(export_format_find("trl-reward")->margin_optional);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(trl_reward_rows_hold_the_whole_dialogue_twice),
		TEST(trl_dpo_rows_have_the_prompt_apart),
		TEST(a_margin_is_always_written_with_a_point),
		TEST(messages_keep_their_extra_keys_and_numbers),
		TEST(control_characters_are_escaped_and_the_rest_is_verbatim),
		TEST(an_edit_stands_for_the_chosen_response),
		TEST(trl_sft_rows_are_messages_that_end_in_the_golden_response),
		TEST(lossless_rows_hold_payload_and_sources_byte_for_byte),
		TEST(lossless_rows_say_who_what_where_and_when),
		TEST(what_was_taken_back_says_by_what),
		TEST(what_is_not_known_is_null),
		TEST(what_is_no_submission_has_lines_of_its_own_kind),
		TEST(mentions_become_response_numbers_in_the_extra_field_only),
		TEST(formats_are_found_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
