/* Records with one column for each response: response_a, response_b…; or one object for each model.
 */
#include "data/shape.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char *const column_words[] = { "response",  "answer",     "output", "completion",
					    "candidate", "generation", NULL };

/* What distinguishes a column of responses ("a" of "response_a"), or NULL: it is none. */
static const char *column_suffix(const char *key)
{
	for (size_t i = 0; column_words[i] != NULL; i++) {
		size_t n = strlen(column_words[i]);
		const char *rest = key + n;

		if (strncmp(key, column_words[i], n) != 0)
			continue;
		if (*rest == '_' || *rest == '-' || *rest == ' ')
			rest++;
		if (isdigit((unsigned char)rest[0])
		    && (rest[1] == '\0' || (isdigit((unsigned char)rest[1]) && rest[2] == '\0')))
			return rest;
		if (rest > key + n && isalpha((unsigned char)rest[0]) && rest[1] == '\0')
			return rest;
	}
	return NULL;
}

static bool is_answer(const struct json *value)
{
	return value->type == JSON_STRING || value->type == JSON_ARRAY;
}

bool columns_is(const struct json *record)
{
	static const char *const prompts[] = { "prompt",  "instruction",   "question", "messages",
					       "context", "conversations", NULL };
	int columns = 0;

	if (record->type != JSON_OBJECT || get_first(record, prompts) == NULL)
		return false;
	for (const struct json *m = record->child; m != NULL; m = m->next)
		if (column_suffix(m->key) != NULL && is_answer(m))
			columns++;
	return columns > 0;
}

/* model_a beside response_a; else the column's own name. */
static const char *column_model(struct draft *draft, const struct json *column, const char *suffix)
{
	static const char *const words[] = { "model", "source", "generator", NULL };
	char key[64];

	for (size_t i = 0; words[i] != NULL; i++) {
		const char *const keys[] = { key, NULL };
		const char *name;

		snprintf(key, sizeof key, "%s_%s", words[i], suffix);
		name = take_text(draft, keys);
		if (name != NULL)
			return name;
	}
	return column->key;
}

bool columns_read(struct draft *draft, const struct field_map *map, struct complaint *complaint)
{
	(void)map;
	take_prompt(draft);
	take_reference(draft);
	draft->id = take_text(draft, id_keys);
	for (const struct json *m = draft->record->child; m != NULL; m = m->next) {
		const char *suffix = column_suffix(m->key);

		if (suffix == NULL || !is_answer(m))
			continue;
		draft_use(draft, m);
		if (!draft_add(draft, m, column_model(draft, m, suffix), NULL, complaint))
			return false;
	}
	return true;
}

/* ---- one object for each model ---- */

static const struct json *solution_of(const struct json *member)
{
	const struct json *solution = json_get(member, "solution");

	return solution != NULL && solution->type == JSON_STRING ? solution : NULL;
}

bool solutions_is(const struct json *record)
{
	if (json_get_string(record, "question") == NULL)
		return false;
	for (const struct json *m = record->child; m != NULL; m = m->next)
		if (solution_of(m) != NULL)
			return true;
	return false;
}

bool solutions_read(struct draft *draft, const struct field_map *map, struct complaint *complaint)
{
	(void)map;
	take_prompt(draft);
	take_reference(draft);
	draft->id = take_text(draft, id_keys);
	for (const struct json *m = draft->record->child; m != NULL; m = m->next) {
		const struct json *solution = solution_of(m);
		const char *extra;

		if (solution == NULL)
			continue;
		draft_use(draft, m);
		extra = draft_extra(draft->arena, draft->text, m, &solution, 1);
		if (!draft_add(draft, solution, m->key, extra, complaint))
			return false;
	}
	return true;
}
