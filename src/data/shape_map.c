/* Any record, with --map FIELD=KEY saying what is where. */
#include "data/shape.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

#define PATHS_MAX 16

enum field {
	FIELD_PROMPT,
	FIELD_SYSTEM,
	FIELD_INPUT,
	FIELD_RESPONSE,
	FIELD_RESPONSES,
	FIELD_TEXT,
	FIELD_MODEL,
	FIELD_ID,
	FIELD_GROUP,
	FIELD_REFERENCE,
	FIELD_JOIN,
	FIELD_COUNT,
};

static const char *const field_names[FIELD_COUNT + 1] = {
	"prompt", "system", "input", "response",  "responses", "text",
	"model",  "id",     "group", "reference", "join",      NULL,
};

struct field_map {
	char *path[FIELD_COUNT][PATHS_MAX]; /* response and model may come several times */
	int n[FIELD_COUNT];
};

/* ---- --map ---- */

static bool parse_word(struct field_map *map, const char *word, struct err *err)
{
	const char *equals = strchr(word, '=');
	size_t n = equals != NULL ? (size_t)(equals - word) : 0;

	if (equals == NULL || equals[1] == '\0')
		return err_set(err, ERR_INVALID, "--map '%.100s': write FIELD=KEY", word);
	for (int f = 0; f < FIELD_COUNT; f++) {
		bool many = f == FIELD_RESPONSE || f == FIELD_MODEL;

		if (strlen(field_names[f]) != n || strncmp(field_names[f], word, n) != 0)
			continue;
		if (map->n[f] == (many ? PATHS_MAX : 1))
			return err_set(err, ERR_INVALID, "--map '%.100s': '%s' is mapped already",
				       word, field_names[f]);
		map->path[f][map->n[f]++] = xstrdup(equals + 1);
		return true;
	}
	return err_set(err, ERR_INVALID,
		       "--map '%.100s': unknown field; there are prompt, system, input, response, "
		       "responses, text, model, id, group, reference, join",
		       word);
}

static bool check_map(const struct field_map *map, struct err *err)
{
	if (map->n[FIELD_PROMPT] == 0 && map->n[FIELD_JOIN] == 0)
		return err_set(err, ERR_INVALID, "--map needs prompt=KEY");
	if (map->n[FIELD_RESPONSE] > 0 && map->n[FIELD_RESPONSES] > 0)
		return err_set(err, ERR_INVALID, "--map takes response or responses, not both");
	if (map->n[FIELD_TEXT] > 0 && map->n[FIELD_RESPONSES] == 0)
		return err_set(err, ERR_INVALID, "--map text=KEY needs responses=KEY");
	return true;
}

struct field_map *field_map_new(const char *const *words, int n, struct err *err)
{
	struct field_map *map = xcalloc(1, sizeof *map);
	bool ok = true;

	for (int i = 0; i < n && ok; i++)
		ok = parse_word(map, words[i], err);
	if (ok && check_map(map, err))
		return map;
	field_map_free(map);
	return NULL;
}

void field_map_free(struct field_map *map)
{
	if (map == NULL)
		return;
	for (int f = 0; f < FIELD_COUNT; f++)
		for (int i = 0; i < map->n[f]; i++)
			free(map->path[f][i]);
	free(map);
}

const char *field_map_join(const struct field_map *map)
{
	return map != NULL && map->n[FIELD_JOIN] > 0 ? map->path[FIELD_JOIN][0] : NULL;
}

/* ---- paths ---- */

static const struct json *member_of(const struct json *value, const char *key, size_t n)
{
	if (value == NULL)
		return NULL;
	if (value->type == JSON_ARRAY && n > 0 && n < 6 && strspn(key, "0123456789") >= n)
		return json_at(value, (size_t)strtol(key, NULL, 10));
	if (value->type != JSON_OBJECT)
		return NULL;
	for (const struct json *m = value->child; m != NULL; m = m->next)
		if (m->key_len == n && memcmp(m->key, key, n) == 0)
			return m;
	return NULL;
}

const struct json *json_path(const struct json *record, const char *path)
{
	const struct json *value = json_get(record, path); /* a key with dots in it */

	if (value != NULL)
		return value;
	for (value = record; value != NULL;) {
		size_t n = strcspn(path, ".");

		value = member_of(value, path, n);
		if (path[n] == '\0')
			return value;
		path += n + 1;
	}
	return NULL;
}

/* ---- reading ---- */

static const struct json *take_path(struct draft *draft, const struct field_map *map,
				    enum field field, int i)
{
	const struct json *value;

	if (i >= map->n[field])
		return NULL;
	value = json_path(draft->record, map->path[field][i]);
	draft_use(draft, value);
	return json_is_null(value) ? NULL : value;
}

static void map_prompt(struct draft *draft, const struct field_map *map)
{
	const struct json *prompt = take_path(draft, map, FIELD_PROMPT, 0);
	const struct json *input = take_path(draft, map, FIELD_INPUT, 0);
	const struct json *system = take_path(draft, map, FIELD_SYSTEM, 0);
	struct arena *arena = draft->arena;
	struct json *messages;

	draft->prompt = plain_messages(arena, prompt);
	if (prompt == NULL || prompt->type != JSON_STRING)
		return;
	if (input != NULL && input->type == JSON_STRING && input->len > 0) {
		struct buf text = BUF_INIT;

		buf_addf(&text, "%s\n\n%s", prompt->str, input->str);
		draft->prompt = json_stringn(arena, text.data, text.len);
		buf_release(&text);
	}
	if (system == NULL || system->type != JSON_STRING || system->len == 0)
		return;
	messages = json_array(arena);
	json_push(messages, make_message(arena, "system", system));
	json_push(messages, make_message(arena, "user", draft->prompt));
	draft->prompt = messages;
}

/* The I-th response has the I-th model; with one model for all, that one; else the column's name.
 */
static const char *model_of(struct draft *draft, const struct field_map *map, int i)
{
	int model = map->n[FIELD_MODEL] == 1 ? 0 : i;
	const char *name = scalar_text(draft->arena, take_path(draft, map, FIELD_MODEL, model));

	if (name != NULL || map->n[FIELD_RESPONSE] < 2)
		return name;
	return map->path[FIELD_RESPONSE][i];
}

static bool map_columns(struct draft *draft, const struct field_map *map,
			struct complaint *complaint)
{
	for (int i = 0; i < map->n[FIELD_RESPONSE]; i++) {
		const char *path = map->path[FIELD_RESPONSE][i];
		const struct json *value = take_path(draft, map, FIELD_RESPONSE, i);

		/* A null says that there is none; a key that is not there is a slip. */
		if (value == NULL && map->n[FIELD_JOIN] == 0
		    && json_path(draft->record, path) == NULL)
			return complain(complaint, NULL, "%s is missing (--map response=%s)", path,
					path);
		if (value == NULL)
			continue;
		if (value->type == JSON_ARRAY && value->child != NULL
		    && value->child->type == JSON_STRING)
			return complain(complaint, value,
					"%s is a list of responses; say --map responses=%s", path,
					path);
		if (!draft_add(draft, plain_messages(draft->arena, value), model_of(draft, map, i),
			       NULL, complaint))
			return false;
	}
	return true;
}

static bool map_element(struct draft *draft, const struct field_map *map,
			const struct json *element, struct complaint *complaint)
{
	const struct json *used[2] = { NULL, NULL };

	if (map->n[FIELD_TEXT] == 0 || element->type != JSON_OBJECT)
		return add_response(draft, element, complaint);
	used[0] = json_path(element, map->path[FIELD_TEXT][0]);
	used[1] = map->n[FIELD_MODEL] > 0 ? json_path(element, map->path[FIELD_MODEL][0])
					  : get_first(element, model_keys);
	if (json_is_null(used[0]))
		return complain(complaint, element, "a response has no '%s'",
				map->path[FIELD_TEXT][0]);
	return draft_add(draft, used[0], scalar_text(draft->arena, used[1]),
			 draft_extra(draft->arena, draft->text, element, used, 2), complaint);
}

static bool map_list(struct draft *draft, const struct field_map *map, struct complaint *complaint)
{
	const struct json *list = take_path(draft, map, FIELD_RESPONSES, 0);

	if (list == NULL)
		return true;
	if (list->type != JSON_ARRAY)
		return complain(complaint, list, "%s must be a list",
				map->path[FIELD_RESPONSES][0]);
	for (const struct json *e = list->child; e != NULL; e = e->next)
		if (!map_element(draft, map, e, complaint))
			return false;
	return true;
}

bool map_read(struct draft *draft, const struct field_map *map, struct complaint *complaint)
{
	map_prompt(draft, map);
	if (draft->prompt == NULL && map->n[FIELD_PROMPT] > 0 && map->n[FIELD_JOIN] == 0)
		return complain(complaint, NULL, "%s is missing", map->path[FIELD_PROMPT][0]);
	draft->id = scalar_text(draft->arena, take_path(draft, map, FIELD_ID, 0));
	draft->group = scalar_text(draft->arena, take_path(draft, map, FIELD_GROUP, 0));
	draft->reference = take_path(draft, map, FIELD_REFERENCE, 0);
	return map_columns(draft, map, complaint) && map_list(draft, map, complaint);
}
