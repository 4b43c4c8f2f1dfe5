/* keymap.c - the keys in force, and looking them up. */
#include "ui/keymap.h"

#include "model/guideline.h"

#include <stdio.h>
#include <string.h>

/* The next word of *KEYS and its length, or NULL; *KEYS moves behind it. */
static const char *next_key(const char **keys, size_t *len)
{
	const char *start = *keys + strspn(*keys, " ");

	*len = strcspn(start, " ");
	*keys = start + *len;
	return *len > 0 ? start : NULL;
}

static bool has_key(const char *keys, const char *key)
{
	size_t want = strlen(key), len;
	const char *at;

	while ((at = next_key(&keys, &len)) != NULL)
		if (len == want && memcmp(at, key, len) == 0)
			return true;
	return false;
}

void keymap_each_key(const char *keys, void (*each)(void *ctx, const char *key), void *ctx)
{
	char name[KEY_NAME_MAX];
	size_t len;
	const char *at;

	while ((at = next_key(&keys, &len)) != NULL) {
		snprintf(name, sizeof name, "%.*s", (int)len, at);
		each(ctx, name);
	}
}

/* ---------------------------------------------------------------- the map */

static void note_shown(struct keymap *map, enum command command)
{
	const char *keys = map->keys[command];
	char *shown = map->shown[command];
	size_t len;
	const char *key = next_key(&keys, &len);
	char name[KEY_NAME_MAX] = "";

	if (key == NULL) {
		snprintf(shown, KEY_NAME_MAX, ":%s", command_info(command)->name);
		return;
	}
	snprintf(name, sizeof name, "%.*s", (int)len, key);
	snprintf(shown, KEY_NAME_MAX, "%s", key_sign(name));
}

void keymap_init(struct keymap *map)
{
	memset(map, 0, sizeof *map);
	for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++) {
		snprintf(map->keys[c], KEYMAP_KEYS_MAX, "%s", command_info(c)->keys);
		note_shown(map, c);
	}
}

struct binding {
	char *keys;
	enum command command;
	bool only_fixed;
};

static void add_key(void *ctx, const char *key)
{
	const struct binding *binding = ctx;
	size_t len = strlen(binding->keys);

	if (has_key(binding->keys, key))
		return;
	if (binding->only_fixed && !keymap_is_fixed(binding->command, key))
		return;
	if (len + strlen(key) + 2 <= KEYMAP_KEYS_MAX)
		snprintf(binding->keys + len, KEYMAP_KEYS_MAX - len, "%s%s", len > 0 ? " " : "",
			 key);
}

void keymap_bind(struct keymap *map, enum command command, const char *keys)
{
	struct binding binding = { map->keys[command], command, false };

	map->keys[command][0] = '\0';
	keymap_each_key(keys, add_key, &binding);
	binding.only_fixed = true;
	keymap_each_key(command_info(command)->keys, add_key, &binding);
	note_shown(map, command);
}

static enum command find_in(const struct keymap *map, enum mode mode, const char *key)
{
	for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++)
		if (command_info(c)->mode == mode && has_key(map->keys[c], key))
			return c;
	return CMD_NONE;
}

enum command keymap_find(const struct keymap *map, const enum mode *modes, int n, const char *key)
{
	for (int i = 0; i < n; i++) {
		enum command found = find_in(map, modes[i], key);

		if (found != CMD_NONE)
			return found;
	}
	return CMD_NONE;
}

const char *keymap_keys(const struct keymap *map, enum command command)
{
	return command > CMD_NONE && command < CMD_COUNT ? map->keys[command] : "";
}

const char *keymap_shown(const struct keymap *map, enum command command)
{
	return command > CMD_NONE && command < CMD_COUNT ? map->shown[command] : "";
}

bool keymap_is_answer(const char *key)
{
	if (key[0] == '\0' || key[1] != '\0')
		return false;
	if (key[0] >= 'a' && key[0] <= 'z')
		return strchr(guideline_reserved_keys, key[0]) == NULL;
	return (key[0] >= '0' && key[0] <= '9') || strchr("=>-!'", key[0]) != NULL;
}

/* ---------------------------------------------------------------- clashes */

struct looking {
	const struct keymap *map;
	const struct key_state *state;
	enum command command;
	struct keymap_clash *clash;
	bool found;
};

static void look_for_another(void *ctx, const char *key)
{
	struct looking *looking = ctx;
	enum command other;

	if (looking->found)
		return;
	for (int i = 0; i < looking->state->n; i++) {
		other = find_in(looking->map, looking->state->mode[i], key);
		if (other == CMD_NONE || other == looking->command)
			continue;
		*looking->clash = (struct keymap_clash){ .a = other,
							 .b = looking->command,
							 .where = looking->state->name };
		snprintf(looking->clash->key, KEY_NAME_MAX, "%s", key);
		looking->found = true;
		return;
	}
}

static bool in_state(const struct key_state *state, enum command command)
{
	for (int i = 0; i < state->n; i++)
		if (command_info(command)->mode == state->mode[i])
			return true;
	return false;
}

bool keymap_clashes(const struct keymap *map, struct keymap_clash *clash)
{
	for (size_t s = 0; s < key_state_count; s++)
		for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++) {
			struct looking looking = { map, &key_states[s], c, clash, false };

			if (!in_state(&key_states[s], c))
				continue;
			keymap_each_key(map->keys[c], look_for_another, &looking);
			if (looking.found)
				return true;
		}
	return false;
}
