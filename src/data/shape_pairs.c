/* Records with a chosen and a rejected answer: transcripts, texts or messages.  Which was chosen
 * stays with the source, hidden from annotators. */
#include "data/shape.h"

#include <string.h>

#define HUMAN "\n\nHuman:"
#define ASSISTANT "\n\nAssistant:"

static const char *const chosen_keys[] = { "chosen", "chosen_response", "chosen_messages", NULL };
static const char *const rejected_keys[] = { "rejected", "rejected_response", "rejected_messages",
					     NULL };

static bool is_transcript(const struct json *value)
{
	return value != NULL && value->type == JSON_STRING
	       && strncmp(value->str, HUMAN, sizeof HUMAN - 1) == 0;
}

bool pairs_is_hh(const struct json *record)
{
	return json_get(record, "prompt") == NULL && is_transcript(json_get(record, "chosen"))
	       && is_transcript(json_get(record, "rejected"));
}

bool pairs_is(const struct json *record)
{
	return get_first(record, chosen_keys) != NULL && get_first(record, rejected_keys) != NULL;
}

/* ---- transcripts ---- */

/* The next turn's mark in S, or NULL; *ROLE and *MARK (its length) tell which. */
static const char *find_turn(const char *s, const char **role, size_t *mark)
{
	for (; (s = strstr(s, "\n\n")) != NULL; s++) {
		if (strncmp(s, HUMAN, sizeof HUMAN - 1) == 0) {
			*role = "user";
			*mark = sizeof HUMAN - 1;
			return s;
		}
		if (strncmp(s, ASSISTANT, sizeof ASSISTANT - 1) == 0) {
			*role = "assistant";
			*mark = sizeof ASSISTANT - 1;
			return s;
		}
	}
	return NULL;
}

/* The turns of a transcript as messages; one space behind the mark belongs to the mark. */
static struct json *read_transcript(struct arena *arena, const char *s)
{
	struct json *messages = json_array(arena);
	const char *role, *turn;
	size_t mark;

	for (turn = find_turn(s, &role, &mark); turn != NULL;) {
		const char *speaker = role, *start = turn + mark, *end;

		if (*start == ' ')
			start++;
		turn = find_turn(start, &role, &mark);
		end = turn != NULL ? turn : start + strlen(start);
		json_push(messages,
			  make_message(arena, speaker,
				       json_stringn(arena, start, (size_t)(end - start))));
	}
	return messages;
}

/* ---- splitting two dialogues ---- */

static bool is_assistant(const struct json *message)
{
	const char *role = json_get_string(message, "role");

	return role != NULL && strcmp(role, "assistant") == 0;
}

/* How many messages both begin with and the prompt may end with: what follows must be the
 * assistant's in both. */
static size_t shared_length(const struct json *a, const struct json *b)
{
	const struct json *x = a->child, *y = b->child;
	size_t shared = 0, i = 0;

	while (x != NULL && y != NULL) {
		if (is_assistant(x) && is_assistant(y))
			shared = i;
		if (!json_equal(x, y))
			break;
		x = x->next;
		y = y->next;
		i++;
	}
	return shared;
}

static struct json *slice(struct arena *arena, const struct json *list, size_t from, size_t to)
{
	struct json *part = json_array(arena);
	size_t i = 0;

	for (const struct json *m = list->child; m != NULL && i < to; m = m->next, i++)
		if (i >= from)
			json_push(part, json_copy(arena, m));
	return part;
}

/* One message that is only a text becomes that text. */
static const struct json *simplify(const struct json *messages, const char *role)
{
	const struct json *text;

	if (messages->count != 1 || strcmp(json_get_string(messages->child, "role"), role) != 0)
		return messages;
	text = only_text(messages->child);
	return text != NULL ? text : messages;
}

static bool all_have_roles(const struct json *messages)
{
	for (const struct json *m = messages->child; m != NULL; m = m->next)
		if (json_get_string(m, "role") == NULL)
			return false;
	return true;
}

static bool split(struct draft *draft, const struct json *chosen, const struct json *rejected,
		  struct complaint *complaint)
{
	struct arena *arena = draft->arena;
	size_t shared = 0;

	if (all_have_roles(chosen) && all_have_roles(rejected))
		shared = shared_length(chosen, rejected);
	if (shared == 0)
		return complain(complaint, NULL,
				"chosen and rejected have no prompt in common before an answer");
	draft->prompt = simplify(slice(arena, chosen, 0, shared), "user");
	chosen = simplify(slice(arena, chosen, shared, chosen->count), "assistant");
	rejected = simplify(slice(arena, rejected, shared, rejected->count), "assistant");
	return draft_add(draft, chosen, "chosen", NULL, complaint)
	       && draft_add(draft, rejected, "rejected", NULL, complaint);
}

/* ---- reading ---- */

static bool take_both(struct draft *draft, const struct json **chosen, const struct json **rejected,
		      struct complaint *complaint)
{
	*chosen = take_first(draft, chosen_keys);
	*rejected = take_first(draft, rejected_keys);
	if (*chosen == NULL)
		return complain(complaint, NULL, "chosen is missing");
	if (*rejected == NULL)
		return complain(complaint, NULL, "rejected is missing");
	draft->id = take_text(draft, id_keys);
	return true;
}

bool pairs_read_hh(struct draft *draft, const struct field_map *map, struct complaint *complaint)
{
	const struct json *chosen, *rejected;

	(void)map;
	if (!take_both(draft, &chosen, &rejected, complaint))
		return false;
	if (!is_transcript(chosen))
		return complain(complaint, chosen, "chosen must begin with \"\\n\\nHuman:\"");
	if (!is_transcript(rejected))
		return complain(complaint, rejected, "rejected must begin with \"\\n\\nHuman:\"");
	return split(draft, read_transcript(draft->arena, chosen->str),
		     read_transcript(draft->arena, rejected->str), complaint);
}

/* A text, messages, or one message object. */
static const struct json *answer_of(struct arena *arena, const struct json *value)
{
	struct json *list;

	if (value->type == JSON_OBJECT) {
		list = json_array(arena);
		json_push(list, json_copy(arena, value));
		value = list;
	}
	value = plain_messages(arena, value);
	if (value->type != JSON_ARRAY || value->count == 0 || !all_have_roles(value))
		return value;
	return simplify(value, "assistant");
}

static const char *model_of(struct draft *draft, const char *key, const char *otherwise)
{
	const char *const keys[] = { key, NULL };
	const char *name = take_text(draft, keys);

	return name != NULL ? name : otherwise;
}

bool pairs_read(struct draft *draft, const struct field_map *map, struct complaint *complaint)
{
	const struct json *chosen, *rejected;
	struct arena *arena = draft->arena;

	(void)map;
	if (!take_both(draft, &chosen, &rejected, complaint))
		return false;
	take_prompt(draft);
	if (draft->prompt == NULL && chosen->type == JSON_ARRAY && rejected->type == JSON_ARRAY)
		return split(draft, plain_messages(arena, chosen), plain_messages(arena, rejected),
			     complaint);
	return draft_add(draft, answer_of(arena, chosen), model_of(draft, "chosen_model", "chosen"),
			 NULL, complaint)
	       && draft_add(draft, answer_of(arena, rejected),
			    model_of(draft, "rejected_model", "rejected"), NULL, complaint);
}
