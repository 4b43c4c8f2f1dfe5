#include "base/alloc.h"
#include "base/json_write.h"
#include "model/item.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct arena arena;
	struct buf body;
	struct composed out;
	struct err err;
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
	free(f);
	return 0;
}

/* TEXT is {"prompt":…,"responses":[…],"reference":…,"context":…,"attachments":…}. */
static bool compose(struct fixture *f, const char *text)
{
	struct item_parts parts = { .n_responses = 0 };
	struct json *root = json_parse(text, strlen(text), &f->arena, &f->err);
	const struct json *list;

	assert_non_null(root);
	list = json_get(root, "responses");
	parts.prompt = json_get(root, "prompt");
	parts.reference = json_get(root, "reference");
	parts.context = json_get(root, "context");
	parts.attachments = json_get(root, "attachments");
	for (const struct json *r = list != NULL ? list->child : NULL; r != NULL; r = r->next)
		parts.response[parts.n_responses++] = r;
	buf_clear(&f->body);
	return item_compose(&parts, &f->arena, &f->body, &f->out, &f->err);
}

static void refuses(struct fixture *f, const char *text, const char *reason)
{
	assert_false(compose(f, text));
	assert_int_equal(f->err.code, ERR_INVALID);
	assert_string_equal(f->err.msg, reason);
}

static const char *hex(const struct fixture *f)
{
	static char out[ID_HEX + 1];

	hex_encode(out, f->out.uid.b, ID_BYTES);
	return out;
}

/* ---- composing ---- */

static void the_test_vector_has_its_body_and_uid_in_any_order(void **state)
{
	static const char body[] =
		"{\"attachments\":[],\"context\":{},\"prompt\":\"How do I fix a leaky faucet?\","
		"\"reference\":null,\"responses\":[\"Call a plumber.\","
		"\"Turn off the water\xe2\x80\xa6\"]}";
	static const char uid[] =
		"9836201c3f490916da85db500c82d855d1c4951ccec7ac82ca99510b8149c7ef";
	struct fixture *f = *state;

	assert_true(compose(f, "{\"prompt\":\"How do I fix a leaky faucet?\",\"responses\":["
			       "\"Turn off the water\xe2\x80\xa6\",\"Call a plumber.\"]}"));
	assert_string_equal(f->body.data, body);
	assert_string_equal(hex(f), uid);
	assert_int_equal(f->out.place[0], 2);
	assert_int_equal(f->out.place[1], 1);
	assert_true(compose(f, "{\"responses\":[\"Call a plumber.\",\"Turn off the water\\u2026\"],"
			       "\"prompt\":\"How do I fix a leaky faucet?\"}"));
	assert_string_equal(hex(f), uid);
	assert_int_equal(f->out.place[0], 1);
}

static void equal_responses_become_one_and_every_place_is_known(void **state)
{
	struct fixture *f = *state;
	int a, b, empty;

	assert_true(
		compose(f, "{\"prompt\":\"p\",\"responses\":[\"a\",\"b\",\"a\",\"\",\"b\",\"\"]}"));
	assert_int_equal(f->out.n_distinct, 3);
	a = f->out.place[0];
	b = f->out.place[1];
	empty = f->out.place[3];
	assert_int_equal(f->out.place[2], a);
	assert_int_equal(f->out.place[4], b);
	assert_int_equal(f->out.place[5], empty);
	assert_int_equal(a + b + empty, 6);
}

static void a_text_and_one_message_with_that_text_are_two_responses(void **state)
{
	struct fixture *f = *state;

	assert_true(compose(f, "{\"prompt\":\"p\",\"responses\":[\"a\",[{\"role\":\"assistant\","
			       "\"content\":\"a\"}]]}"));
	assert_int_equal(f->out.n_distinct, 2);
}

static void ten_distinct_responses_are_refused_and_ten_equal_ones_are_not(void **state)
{
	struct fixture *f = *state;

	refuses(f,
		"{\"prompt\":\"p\",\"responses\":[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\","
		"\"8\",\"9\"]}",
		"10 distinct responses; at most 9 fit one item");
	assert_true(compose(f, "{\"prompt\":\"p\",\"responses\":[\"0\",\"0\",\"0\",\"0\",\"0\","
			       "\"0\",\"0\",\"0\",\"0\",\"0\"]}"));
	assert_int_equal(f->out.n_distinct, 1);
}

static void more_responses_than_can_be_held_are_refused(void **state)
{
	struct fixture *f = *state;
	struct item_parts parts = { .prompt = json_string(&f->arena, "p"), .n_responses = 65 };

	assert_false(item_compose(&parts, &f->arena, &f->body, &f->out, &f->err));
	assert_string_equal(f->err.msg, "65 responses; at most 64 can be read");
}

static void the_uid_covers_what_is_shown(void **state)
{
	static const char *const texts[] = {
		"{\"prompt\":\"p\",\"responses\":[\"a\"]}",
		"{\"prompt\":\"q\",\"responses\":[\"a\"]}",
		"{\"prompt\":\"p\",\"responses\":[\"b\"]}",
		"{\"prompt\":\"p\",\"responses\":[]}",
		"{\"prompt\":\"p\",\"responses\":[\"a\"],\"reference\":\"r\"}",
		"{\"prompt\":\"p\",\"responses\":[\"a\"],\"context\":{\"lang\":\"en\"}}",
		"{\"prompt\":[{\"role\":\"user\",\"content\":\"p\"}],\"responses\":[\"a\"]}",
		"{\"prompt\":[{\"role\":\"user\",\"content\":\"p\",\"name\":\"x\"}],"
		"\"responses\":[\"a\"]}",
		"{\"prompt\":\"p\",\"responses\":[\"a\"],\"attachments\":[{\"hash\":\"98362"
		"01c3f490916da85db500c82d855d1c4951ccec7ac82ca99510b8149c7ef\",\"media\":"
		"\"image/png\",\"name\":\"x.png\"}]}",
	};
	enum { N = sizeof texts / sizeof *texts };
	struct fixture *f = *state;
	struct id uid[N];

	for (size_t i = 0; i < N; i++) {
		assert_true(compose(f, texts[i]));
		uid[i] = f->out.uid;
		for (size_t j = 0; j < i; j++)
			assert_false(id_equal(&uid[i], &uid[j]));
		assert_true(json_is_canonical(f->body.data, f->body.len));
	}
}

static void numbers_in_messages_keep_their_bytes(void **state)
{
	struct fixture *f = *state;

	assert_true(compose(f, "{\"prompt\":[{\"role\":\"user\",\"content\":\"p\",\"t\":0.70,"
			       "\"n\":3}],\"responses\":[]}"));
	assert_non_null(
		strstr(f->body.data, "\"n\":3,\"role\":\"user\",\"t\":{\"$num\":\"0.70\"}"));
}

static void what_is_not_an_item_is_refused_by_field(void **state)
{
	static const struct {
		const char *text, *reason;
	} cases[] = {
		{ "{\"responses\":[\"a\"]}", "prompt is missing" },
		{ "{\"prompt\":5}", "prompt must be a text or a list of messages" },
		{ "{\"prompt\":[]}", "prompt must be a text or a list of messages" },
		{ "{\"prompt\":[\"x\"]}", "prompt: a message must be an object" },
		{ "{\"prompt\":[{\"content\":\"x\"}]}", "prompt: a message needs a text 'role'" },
		{ "{\"prompt\":[{\"role\":\"user\",\"content\":3}]}",
		  "prompt: the 'content' of a message must be a text or a list of parts" },
		{ "{\"prompt\":[{\"role\":\"user\"}]}",
		  "prompt: the 'content' of a message must be a text or a list of parts" },
		{ "{\"prompt\":[{\"role\":\"user\",\"content\":[{}]}]}",
		  "prompt: each part of a content needs a 'type'" },
		{ "{\"prompt\":\"p\",\"responses\":[\"a\",null]}",
		  "response 2 must be a text or a list of messages" },
		{ "{\"prompt\":[{\"role\":\"user\",\"content\":\"x\",\"y\":{\"$num\":\"1\"}}]}",
		  "prompt: the key '$num' is reserved; rename it" },
		{ "{\"prompt\":\"p\",\"context\":{\"$num\":\"1\"}}",
		  "context: the key '$num' is reserved; rename it" },
		{ "{\"prompt\":\"p\",\"reference\":[1]}", "reference must be a text or null" },
		{ "{\"prompt\":\"p\",\"context\":3}", "context must be an object" },
		{ "{\"prompt\":\"p\",\"attachments\":3}", "attachments must be a list" },
		{ "{\"prompt\":\"p\",\"attachments\":[{\"hash\":\"x\"}]}",
		  "attachments: 'hash' must be 64 lower-case hex digits" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		refuses(f, cases[i].text, cases[i].reason);
}

/* "k":{"k":… N deep around a number that is kept as an object of its own. */
static char *nested(int n)
{
	struct buf text = BUF_INIT;

	buf_adds(&text, "{\"prompt\":\"p\",\"context\":{\"k\":");
	for (int i = 0; i < n; i++)
		buf_adds(&text, "[");
	buf_adds(&text, "1.5");
	for (int i = 0; i < n; i++)
		buf_adds(&text, "]");
	buf_adds(&text, "}}");
	return buf_detach(&text);
}

static void whatever_is_composed_can_be_read_again(void **state)
{
	struct fixture *f = *state;
	int taken = 0;

	for (int n = 20; n <= 30; n++) {
		char *text = nested(n);
		struct item item;

		if (compose(f, text)) {
			assert_true(
				item_parse(&item, f->body.data, f->body.len, &f->arena, &f->err));
			taken++;
		}
		free(text);
	}
	assert_in_range(taken, 5, 10);
}

/* ---- reading ---- */

static void a_body_is_read_back_with_its_uid(void **state)
{
	struct fixture *f = *state;
	struct item item;
	struct id uid;

	assert_true(compose(f, "{\"prompt\":[{\"role\":\"system\",\"content\":\"be kind\"},"
			       "{\"role\":\"user\",\"content\":\"hi\"}],\"responses\":[\"\",\"b\"],"
			       "\"reference\":\"gold\",\"context\":{\"lang\":\"en\"}}"));
	assert_true(item_parse(&item, f->body.data, f->body.len, &f->arena, &f->err));
	uid = item_uid(f->body.data, f->body.len);
	assert_true(id_equal(&uid, &f->out.uid));
	assert_true(item.prompt.chat);
	assert_int_equal(item.prompt.n, 2);
	assert_string_equal(item.prompt.messages[1].role, "user");
	assert_string_equal(item.prompt.messages[1].content, "hi");
	assert_int_equal(item.n_responses, 2);
	assert_string_equal(item.response[f->out.place[1] - 1].messages[0].content, "b");
	assert_null(item.response[0].messages[0].role);
	assert_string_equal(item.reference, "gold");
	assert_string_equal(json_get_string(item.context, "lang"), "en");
}

static const char *text_of(struct fixture *f, const char *messages)
{
	struct buf text = BUF_INIT;
	struct item item;
	size_t len;
	const char *all;

	buf_addf(&text, "{\"prompt\":%s,\"responses\":[]}", messages);
	assert_true(compose(f, buf_str(&text)));
	buf_release(&text);
	assert_true(item_parse(&item, f->body.data, f->body.len, &f->arena, &f->err));
	all = content_text(&item.prompt, &f->arena, &len);
	assert_int_equal(strlen(all), len);
	return all;
}

static void several_messages_are_shown_under_their_roles(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(text_of(f, "\"plain\""), "plain");
	assert_string_equal(text_of(f, "[{\"role\":\"user\",\"content\":\"one\"}]"), "one");
	assert_string_equal(text_of(f, "[{\"role\":\"user\",\"content\":\"hi\"},"
				       "{\"role\":\"assistant\",\"content\":\"ho\"}]"),
			    "user:\n\nhi\n\nassistant:\n\nho");
}

static void parts_that_are_no_text_are_named(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(
		text_of(f, "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"see\"},"
			   "{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://x/y.png\"}},"
			   "{\"type\":\"audio\"}]}]"),
		"see\n[image: http://x/y.png]\n[audio]");
	assert_string_equal(
		text_of(f,
			"[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"function\":"
			"{\"name\":\"add\",\"arguments\":\"{\\\"a\\\":1}\"}}]}]"),
		"[tool call: add({\"a\":1})]");
}

static const char ten_responses[] =
	"{\"prompt\":\"\",\"responses\":[\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"]}";

static void a_damaged_body_is_refused(void **state)
{
	static const char *const bodies[] = {
		"",
		"[]",
		"{}",
		"{\"prompt\":3,\"responses\":[]}",
		"{\"prompt\":\"p\"}",
		"{\"prompt\":\"p\",\"responses\":[3]}",
		"{\"prompt\":[{\"content\":\"x\"}],\"responses\":[]}",
		ten_responses,
	};
	struct fixture *f = *state;
	struct item item;

	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		assert_false(item_parse(&item, bodies[i], strlen(bodies[i]), &f->arena, &f->err));
}

/* ---- groups and roles ---- */

static struct short_id group_of(struct fixture *f, const char *given, const char *prompt)
{
	struct json *json = json_parse(prompt, strlen(prompt), &f->arena, &f->err);

	return item_group(given, json, &f->arena);
}

static void a_group_is_the_given_one_or_system_and_first_user_turn(void **state)
{
	struct fixture *f = *state;
	struct short_id plain = group_of(f, NULL, "\"hi\"");
	struct short_id chat = group_of(f, NULL, "[{\"role\":\"user\",\"content\":\"hi\"}]");
	struct short_id longer = group_of(f, NULL,
					  "[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":"
					  "\"assistant\",\"content\":\"ho\"},{\"role\":\"user\","
					  "\"content\":\"more\"}]");
	struct short_id system = group_of(f, NULL,
					  "[{\"role\":\"system\",\"content\":\"s\"},{\"role\":"
					  "\"user\",\"content\":\"hi\"}]");
	struct short_id given = group_of(f, "g", "\"hi\""), other = group_of(f, "g", "\"ho\"");

	assert_true(short_id_equal(&plain, &chat));
	assert_true(short_id_equal(&plain, &longer));
	assert_false(short_id_equal(&plain, &system));
	assert_false(short_id_equal(&plain, &given));
	assert_true(short_id_equal(&given, &other));
}

static void a_bodys_group_is_the_same_without_parsing(void **state)
{
	static const struct {
		const char *parts;
		bool plain;
	} cases[] = {
		{ "{\"prompt\":\"a \\\"b\\\" \\n\xc3\xa9\",\"responses\":[\"x\"]}", true },
		{ "{\"prompt\":\"\",\"responses\":[\"x\"],\"reference\":\"r\"}", true },
		{ "{\"prompt\":\"bell \\u0007\",\"responses\":[\"x\"]}", false },
		{ "{\"prompt\":\"p\",\"responses\":[\"x\"],\"context\":{\"a\":1}}", false },
		{ "{\"prompt\":[{\"role\":\"user\",\"content\":\"p\"}],\"responses\":[\"x\"]}",
		  false },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct short_id parsed, plain;
		struct json *body;

		assert_true(compose(f, cases[i].parts));
		body = json_parse(f->body.data, f->body.len, &f->arena, &f->err);
		parsed = item_group(NULL, json_get(body, "prompt"), &f->arena);
		assert_int_equal(item_group_plain(f->body.data, f->body.len, &plain),
				 cases[i].plain);
		assert_true(!cases[i].plain || short_id_equal(&parsed, &plain));
	}
}

static void a_body_that_is_not_whole_has_no_plain_group(void **state)
{
	struct fixture *f = *state;
	struct short_id group;
	size_t len;

	assert_true(compose(f, "{\"prompt\":\"p\",\"responses\":[\"x\"]}"));
	len = (size_t)(strstr(f->body.data, "null,") - f->body.data);
	assert_true(item_group_plain(f->body.data, len, &group));
	while (len-- > 0)
		assert_false(item_group_plain(f->body.data, len, &group));
}

static void roles_have_names_that_read_back(void **state)
{
	enum item_role role;

	(void)state;
	for (int i = 0; i < ROLE_COUNT; i++) {
		assert_true(item_role_parse(item_role_name((enum item_role)i), &role));
		assert_int_equal(role, i);
	}
	assert_false(item_role_parse("Work", &role));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(the_test_vector_has_its_body_and_uid_in_any_order),
		T(equal_responses_become_one_and_every_place_is_known),
		T(a_text_and_one_message_with_that_text_are_two_responses),
		T(ten_distinct_responses_are_refused_and_ten_equal_ones_are_not),
		T(more_responses_than_can_be_held_are_refused),
		T(the_uid_covers_what_is_shown),
		T(numbers_in_messages_keep_their_bytes),
		T(what_is_not_an_item_is_refused_by_field),
		T(whatever_is_composed_can_be_read_again),
		T(a_body_is_read_back_with_its_uid),
		T(several_messages_are_shown_under_their_roles),
		T(parts_that_are_no_text_are_named),
		T(a_damaged_body_is_refused),
		T(a_group_is_the_given_one_or_system_and_first_user_turn),
		T(a_bodys_group_is_the_same_without_parsing),
		T(a_body_that_is_not_whole_has_no_plain_group),
		T(roles_have_names_that_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
