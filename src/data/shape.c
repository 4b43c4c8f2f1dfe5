#include "data/shape.h"

#include "base/json_write.h"

#include <stdio.h>
#include <string.h>

/* In the order in which they are tried. */
static const struct shape shapes[] = {
	{ "canonical", "{id, prompt, responses: [{source, content}], ...}, one a line",
	  items_is_canonical, items_read_canonical },
	{ "candidates", "{id, prompt, responses: [{model, text}]}", items_is_candidates,
	  items_read_candidates },
	{ "hh-rlhf", "{chosen, rejected}: transcripts of Human and Assistant", pairs_is_hh,
	  pairs_read_hh },
	{ "pairs", "{prompt, chosen, rejected}: texts or messages", pairs_is, pairs_read },
	{ "columns", "{prompt, response_a, response_b, ...}, CSV too", columns_is, columns_read },
	{ "solutions", "{question, MODEL: {solution}, ...}", solutions_is, solutions_read },
	{ "answers", "questions and one file of answers for each model, joined by id or prompt",
	  NULL, NULL },
	{ "map", "any JSONL or CSV with --map", NULL, map_read },
};

static const int shapes_count = sizeof shapes / sizeof *shapes;
const struct shape *const shape_answers = &shapes[sizeof shapes / sizeof *shapes - 2];
const struct shape *const shape_map = &shapes[sizeof shapes / sizeof *shapes - 1];

const char *const model_keys[] = { "model", "model_id", "generator", "model_name", "source", NULL };
const char *const id_keys[] = { "id",        "uid",       "question_id", "task_id",
				"custom_id", "prompt_id", NULL };

const struct shape *shape_find(const char *name)
{
	for (int i = 0; i < shapes_count; i++)
		if (strcmp(shapes[i].name, name) == 0)
			return &shapes[i];
	return NULL;
}

const struct shape *shape_look(const struct json *record)
{
	for (int i = 0; i < shapes_count; i++)
		if (shapes[i].is != NULL && shapes[i].is(record))
			return &shapes[i];
	return NULL;
}

/* ---- scalars ---- */

const char *scalar_text(struct arena *arena, const struct json *value)
{
	struct buf out = BUF_INIT;
	const char *text;

	if (value == NULL)
		return NULL;
	if (value->type == JSON_STRING || value->type == JSON_NUMBER)
		return value->str;
	if (value->type != JSON_INT)
		return NULL;
	json_write_plain(&out, value);
	text = arena_strndup(arena, out.data, out.len);
	buf_release(&out);
	return text;
}

const struct json *get_first(const struct json *record, const char *const keys[])
{
	for (size_t i = 0; keys[i] != NULL; i++) {
		const struct json *value = json_get(record, keys[i]);

		if (!json_is_null(value))
			return value;
	}
	return NULL;
}

const struct json *take_first(struct draft *draft, const char *const keys[])
{
	const struct json *value = get_first(draft->record, keys);

	draft_use(draft, value);
	return value;
}

const char *take_text(struct draft *draft, const char *const keys[])
{
	const struct json *value = get_first(draft->record, keys);
	const char *text = scalar_text(draft->arena, value);

	if (text != NULL)
		draft_use(draft, value);
	return text;
}

void take_reference(struct draft *draft)
{
	static const char *const keys[] = { "reference",        "golden", "ground_truth",
					    "reference_answer", "target", NULL };

	for (size_t i = 0; keys[i] != NULL; i++) {
		const struct json *value = json_get(draft->record, keys[i]);

		if (value == NULL || value->type != JSON_STRING)
			continue;
		draft_use(draft, value);
		draft->reference = value;
		return;
	}
}

/* ---- messages ---- */

static const struct {
	const char *from, *role;
} role_words[] = {
	{ "human", "user" },       { "gpt", "assistant" },
	{ "prompter", "user" },    { "function_call", "assistant" },
	{ "observation", "tool" },
};

struct json *make_message(struct arena *arena, const char *role, const struct json *content)
{
	struct json *message = json_object(arena);

	json_set(arena, message, "role", json_string(arena, role));
	json_set(arena, message, "content", json_copy(arena, content));
	return message;
}

static struct json *plain_message(struct arena *arena, const struct json *message)
{
	const char *from = json_get_string(message, "from");
	const struct json *value = json_get(message, "value");

	if (from == NULL || value == NULL)
		return json_copy(arena, message);
	for (size_t i = 0; i < sizeof role_words / sizeof *role_words; i++)
		if (strcmp(role_words[i].from, from) == 0)
			return make_message(arena, role_words[i].role, value);
	return make_message(arena, from, value);
}

const struct json *plain_messages(struct arena *arena, const struct json *list)
{
	struct json *plain;

	if (list == NULL || list->type != JSON_ARRAY)
		return list;
	plain = json_array(arena);
	for (const struct json *m = list->child; m != NULL; m = m->next)
		json_push(plain, plain_message(arena, m));
	return plain;
}

const struct json *only_text(const struct json *message)
{
	const struct json *content = json_get(message, "content");

	if (message->count != 2 || json_get(message, "role") == NULL || content == NULL)
		return NULL;
	return content->type == JSON_STRING ? content : NULL;
}

/* ---- prompts ---- */

/* INSTRUCTION with the input that it works on behind it. */
static const struct json *join_input(struct arena *arena, const struct json *instruction,
				     const struct json *input)
{
	struct buf text = BUF_INIT;
	const struct json *whole;

	if (input == NULL || input->type != JSON_STRING || input->len == 0)
		return instruction;
	buf_add(&text, instruction->str, instruction->len);
	buf_adds(&text, "\n\n");
	buf_add(&text, input->str, input->len);
	whole = json_stringn(arena, text.data, text.len);
	buf_release(&text);
	return whole;
}

static void add_system(struct draft *draft)
{
	const struct json *system = json_get(draft->record, "system");
	struct json *messages;

	if (system == NULL || system->type != JSON_STRING || draft->prompt == NULL)
		return;
	draft_use(draft, system);
	if (system->len == 0)
		return;
	messages = json_array(draft->arena);
	json_push(messages, make_message(draft->arena, "system", system));
	if (draft->prompt->type == JSON_STRING)
		json_push(messages, make_message(draft->arena, "user", draft->prompt));
	for (const struct json *m = draft->prompt->child; m != NULL; m = m->next)
		json_push(messages, json_copy(draft->arena, m));
	draft->prompt = messages;
}

void take_prompt(struct draft *draft)
{
	static const char *const keys[] = { "prompt",       "question", "messages", "conversations",
					    "conversation", "context",  NULL };
	const struct json *instruction = json_get(draft->record, "instruction");

	if (instruction != NULL && instruction->type == JSON_STRING) {
		draft_use(draft, instruction);
		draft->prompt = join_input(draft->arena, instruction, draft_take(draft, "input"));
	} else {
		draft->prompt = plain_messages(draft->arena, take_first(draft, keys));
	}
	add_system(draft);
}
