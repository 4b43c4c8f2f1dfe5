/* Records that hold a whole item: the canonical form, and {id, prompt, responses: [{model, text}]}.
 */
#include "data/shape.h"

#include <string.h>

static const char *const text_keys[] = { "content",    "text",   "response", "output",
					 "completion", "answer", "solution", NULL };

static const struct json *first_response(const struct json *record)
{
	const struct json *list = json_get(record, "responses");

	return list != NULL && list->type == JSON_ARRAY ? list->child : NULL;
}

bool items_is_candidates(const struct json *record)
{
	static const char *const prompts[] = { "prompt", "instruction", "question", NULL };
	const struct json *response = first_response(record);

	return response != NULL && get_first(record, prompts) != NULL
	       && json_get(response, "content") == NULL;
}

bool items_is_canonical(const struct json *record)
{
	static const char *const answers[] = { "response",        "output", "completion", "chosen",
					       "chosen_response", "answer", NULL };
	const struct json *list = json_get(record, "responses");

	if (json_get(record, "prompt") == NULL)
		return false;
	if (list == NULL)
		return get_first(record, answers) == NULL && get_first(record, model_keys) == NULL
		       && !columns_is(record);
	return list->type == JSON_ARRAY
	       && (list->child == NULL || list->child->type == JSON_STRING
		   || json_get(list->child, "content") != NULL);
}

static bool is_text_or_messages(const struct json *value)
{
	return value->type == JSON_STRING || value->type == JSON_ARRAY;
}

bool add_response(struct draft *draft, const struct json *element, struct complaint *complaint)
{
	const struct json *used[2];
	const char *extra;

	if (is_text_or_messages(element))
		return draft_add(draft, element, NULL, NULL, complaint);
	if (element->type != JSON_OBJECT)
		return complain(complaint, element,
				"a response must be a text, a list of messages, or an object");
	used[0] = get_first(element, text_keys);
	used[1] = get_first(element, model_keys);
	if (used[0] == NULL)
		return complain(complaint, element, "a response has no 'content'");
	extra = draft_extra(draft->arena, draft->text, element, used, 2);
	return draft_add(draft, used[0], scalar_text(draft->arena, used[1]), extra, complaint);
}

static bool take_role(struct draft *draft, struct complaint *complaint)
{
	const struct json *role = draft_take(draft, "role");

	if (json_is_null(role))
		return true;
	draft->role_given = true;
	if (role->type == JSON_STRING && item_role_parse(role->str, &draft->role))
		return true;
	return complain(complaint, role,
			"role must be one of work, calibration, qualification, control, tutorial, "
			"retest");
}

/* A text, a number as text, or nothing. */
static bool take_name(struct draft *draft, const char *key, const char **out,
		      struct complaint *complaint)
{
	const struct json *value = draft_take(draft, key);

	*out = scalar_text(draft->arena, value);
	if (*out != NULL || json_is_null(value))
		return true;
	return complain(complaint, value, "%s must be a text or null", key);
}

static bool take_replaces(struct draft *draft, struct complaint *complaint)
{
	struct id uid;

	if (!take_name(draft, "replaces", &draft->replaces, complaint))
		return false;
	if (draft->replaces == NULL
	    || hex_decode(uid.b, ID_BYTES, draft->replaces, strlen(draft->replaces)))
		return true;
	return complain(complaint, json_get(draft->record, "replaces"),
			"replaces must be the uid of an item, %d hex digits", ID_HEX);
}

/* id, group, role, replaces. */
static bool take_common(struct draft *draft, struct complaint *complaint)
{
	return take_name(draft, "id", &draft->id, complaint)
	       && take_name(draft, "group", &draft->group, complaint) && take_role(draft, complaint)
	       && take_replaces(draft, complaint);
}

static bool read_responses(struct draft *draft, struct complaint *complaint)
{
	const struct json *list = draft_take(draft, "responses");

	if (json_is_null(list))
		return true;
	if (list->type != JSON_ARRAY)
		return complain(complaint, list, "responses must be a list");
	for (const struct json *r = list->child; r != NULL; r = r->next)
		if (!add_response(draft, r, complaint))
			return false;
	return true;
}

static bool read_item(struct draft *draft, struct complaint *complaint)
{
	draft->attachments = draft_take(draft, "attachments");
	draft->control = draft_take(draft, "control");
	return take_common(draft, complaint) && read_responses(draft, complaint);
}

bool items_read_canonical(struct draft *draft, const struct field_map *map,
			  struct complaint *complaint)
{
	(void)map;
	draft->prompt = draft_take(draft, "prompt");
	draft->reference = draft_take(draft, "reference");
	return read_item(draft, complaint);
}

bool items_read_candidates(struct draft *draft, const struct field_map *map,
			   struct complaint *complaint)
{
	(void)map;
	take_prompt(draft);
	take_reference(draft);
	return read_item(draft, complaint);
}
