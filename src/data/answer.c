#include "data/answer.h"

#include "base/json_write.h"

#include <string.h>

/* What an answer's text is called, and what says that "text" is an answer and not a question. */
static const char *const answer_keys[] = { "output",     "response",     "completion",
					   "generation", "model_output", NULL };
static const char *const answer_marks[] = { "model",  "model_id",  "generator", "model_name",
					    "ans_id", "answer_id", NULL };
static const char *const prompt_keys[] = { "prompt", "instruction", "question", NULL };

/* Ids that mean the question, wherever they stand; plain "id" may be the answer's own. */
static const char *const strong_keys[] = { "uid",       "question_id", "task_id",
					   "custom_id", "prompt_id",   NULL };

/* ---- looking ---- */

static const struct json *last_message(const struct json *record)
{
	const struct json *messages = json_get(record, "messages");
	const struct json *last =
		messages != NULL && messages->type == JSON_ARRAY ? messages->last : NULL;
	const char *role = json_get_string(last, "role");

	return role != NULL && strcmp(role, "assistant") == 0 ? last : NULL;
}

/* FastChat: {"choices":[{"turns":[…]}]}. */
static const struct json *answer_turns(const struct json *record)
{
	const struct json *turns = json_get(json_at(json_get(record, "choices"), 0), "turns");

	return turns != NULL && turns->type == JSON_ARRAY && turns->count > 0 ? turns : NULL;
}

static const struct json *question_turns(const struct json *record)
{
	const struct json *turns = json_get(record, "turns");

	return turns != NULL && turns->type == JSON_ARRAY && turns->count > 0 ? turns : NULL;
}

static const struct json *marked_text(const struct json *record)
{
	static const char *const keys[] = { "text", "answer", NULL };

	return get_first(record, answer_marks) != NULL ? get_first(record, keys) : NULL;
}

static bool has_answer(const struct json *record)
{
	return get_first(record, answer_keys) != NULL || last_message(record) != NULL
	       || answer_turns(record) != NULL || marked_text(record) != NULL;
}

static bool has_prompt(const struct json *record)
{
	if (get_first(record, prompt_keys) != NULL || question_turns(record) != NULL
	    || last_message(record) != NULL)
		return true;
	return json_get_string(record, "text") != NULL && !has_answer(record);
}

bool answer_is(const struct json *record)
{
	return record->type == JSON_OBJECT && json_get(record, "responses") == NULL
	       && (has_answer(record) || has_prompt(record));
}

static bool all_have(const struct json *const *firsts, int n, const char *key)
{
	for (int i = 0; i < n; i++)
		if (firsts[i] != NULL && json_is_null(json_get(firsts[i], key)))
			return false;
	return true;
}

bool joining_look(struct joining *joining, const struct json *const *firsts,
		  const char *const *files, int n, const struct field_map *map, struct err *err)
{
	*joining = (struct joining){ .by = JOIN_BY_KEY, .map = map };
	joining->key = field_map_join(map);
	if (joining->key != NULL)
		return true;
	joining->by = JOIN_BY_PROMPT;
	if (map != NULL)
		return true;
	for (size_t i = 0; strong_keys[i] != NULL && joining->by == JOIN_BY_PROMPT; i++) {
		joining->key = strong_keys[i];
		if (all_have(firsts, n, joining->key))
			joining->by = JOIN_BY_KEY;
	}
	if (joining->by == JOIN_BY_KEY)
		return true;
	for (int i = 0; i < n; i++) {
		if (firsts[i] == NULL || has_prompt(firsts[i]))
			continue;
		joining->by = JOIN_BY_KEY;
		joining->key = "id";
		if (all_have(firsts, n, "id"))
			return true;
		return err_set(err, ERR_INVALID,
			       "'%.200s' has neither prompts nor an id that the other files have; "
			       "say --map join=KEY",
			       files[i]);
	}
	return true;
}

/* ---- reading ---- */

static struct json *turns_to_messages(struct arena *arena, const struct json *turns,
				      const char *role)
{
	struct json *messages = json_array(arena);

	for (const struct json *t = turns->child; t != NULL; t = t->next)
		json_push(messages, make_message(arena, role, t));
	return messages;
}

static void read_question(struct draft *draft)
{
	static const char *const text[] = { "text", NULL };
	const struct json *turns = question_turns(draft->record);

	if (turns != NULL) {
		draft_use(draft, turns);
		draft->prompt = turns->count == 1 ? turns->child
						  : turns_to_messages(draft->arena, turns, "user");
		return;
	}
	if (get_first(draft->record, prompt_keys) != NULL)
		take_prompt(draft);
	else if (last_message(draft->record) == NULL && !has_answer(draft->record))
		draft->prompt = take_first(draft, text);
}

/* The messages before the last are the prompt; arena-hard has the answer in an object. */
static const struct json *read_messages(struct draft *draft)
{
	const struct json *messages = json_get(draft->record, "messages");
	const struct json *last = last_message(draft->record), *content;
	struct json *before;

	if (last == NULL)
		return NULL;
	draft_use(draft, messages);
	if (draft->prompt == NULL && messages->count > 1) {
		before = json_array(draft->arena);
		for (const struct json *m = messages->child; m != last; m = m->next)
			json_push(before, json_copy(draft->arena, m));
		draft->prompt = before;
		if (before->count == 1 && only_text(before->child) != NULL)
			draft->prompt = only_text(before->child);
	}
	content = json_get(last, "content");
	if (json_get_string(content, "answer") != NULL)
		return json_get(content, "answer");
	return content;
}

/* Answers to several turns become the messages of one response: the user's later turns between. */
static const struct json *read_turns(struct draft *draft)
{
	static const char *const choices[] = { "choices", NULL };
	const struct json *turns = answer_turns(draft->record);

	if (turns == NULL)
		return NULL;
	take_first(draft, choices);
	return turns->count == 1 ? turns->child
				 : turns_to_messages(draft->arena, turns, "assistant");
}

static const struct json *read_answer(struct draft *draft)
{
	const struct json *answer = take_first(draft, answer_keys);

	if (answer == NULL)
		answer = read_messages(draft);
	if (answer == NULL)
		answer = read_turns(draft);
	if (answer == NULL) {
		answer = marked_text(draft->record);
		draft_use(draft, answer);
	}
	return answer;
}

/* It has the looks of an answer, but no text. */
static bool lacks_answer(const struct json *record)
{
	for (size_t i = 0; answer_keys[i] != NULL; i++)
		if (json_get(record, answer_keys[i]) != NULL)
			return true;
	return get_first(record, answer_marks) != NULL;
}

bool answer_read(struct draft *draft, const struct joining *joining, const char *model,
		 struct complaint *complaint)
{
	const struct json *answer;
	const char *name;

	if (joining->map != NULL) {
		if (!map_read(draft, joining->map, complaint))
			return false;
		if (draft->n_responses > 0 && draft->response[0].source == NULL)
			draft->response[0].source = model;
		return true;
	}
	if (draft->record->type != JSON_OBJECT)
		return complain(complaint, draft->record, "a record must be an object");
	read_question(draft);
	answer = read_answer(draft);
	take_reference(draft);
	draft->id = take_text(draft, id_keys);
	if (answer == NULL)
		return !lacks_answer(draft->record)
		       || complain(complaint, NULL, "the text of the answer is missing");
	name = take_text(draft, model_keys);
	return draft_add(draft, plain_messages(draft->arena, answer), name != NULL ? name : model,
			 NULL, complaint);
}

static bool all_are(const struct json *messages, const char *role)
{
	if (messages == NULL || messages->type != JSON_ARRAY)
		return false;
	for (const struct json *m = messages->child; m != NULL; m = m->next) {
		const char *is = json_get_string(m, "role");

		if (is == NULL || strcmp(is, role) != 0)
			return false;
	}
	return true;
}

static const struct json *interleave(struct arena *arena, const struct json *answers,
				     const struct json *questions)
{
	struct json *whole = json_array(arena);
	const struct json *q = questions->child->next;

	for (const struct json *a = answers->child; a != NULL; a = a->next) {
		json_push(whole, json_copy(arena, a));
		if (q != NULL && a->next != NULL) {
			json_push(whole, json_copy(arena, q));
			q = q->next;
		}
	}
	return whole;
}

void answer_interleave(struct draft *draft)
{
	const struct json *questions = draft->prompt;

	if (!all_are(questions, "user") || questions->count < 2)
		return;
	for (int i = 0; i < draft->n_responses; i++)
		if (!all_are(draft->response[i].content, "assistant")
		    || draft->response[i].content->count != questions->count)
			return;
	for (int i = 0; i < draft->n_responses; i++)
		draft->response[i].content =
			interleave(draft->arena, draft->response[i].content, questions);
	if (draft->n_responses > 0)
		draft->prompt = json_get(questions->child, "content");
}

bool answer_key(const struct draft *draft, const struct joining *joining, struct buf *key,
		struct complaint *complaint)
{
	const char *id;

	buf_clear(key);
	if (joining->by == JOIN_BY_PROMPT) {
		if (draft->prompt == NULL)
			return complain(complaint, NULL, "prompt is missing");
		json_write_canonical(key, draft->prompt);
		return true;
	}
	id = scalar_text(draft->arena, json_path(draft->record, joining->key));
	if (id == NULL)
		return complain(complaint, json_path(draft->record, joining->key),
				"%.100s must be a text or a number that joins the files",
				joining->key);
	buf_adds(key, id);
	return true;
}
