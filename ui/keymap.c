/* keymap.c - looks keys up in the command table. */
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

static enum command find_in(enum mode mode, const char *key)
{
	for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++) {
		const struct command_info *info = command_info(c);

		if (info->mode == mode && has_key(info->keys, key))
			return c;
	}
	return CMD_NONE;
}

enum command keymap_find(const enum mode *modes, int n, const char *key)
{
	for (int i = 0; i < n; i++) {
		enum command found = find_in(modes[i], key);

		if (found != CMD_NONE)
			return found;
	}
	return CMD_NONE;
}

bool keymap_is_answer(const char *key)
{
	if (key[0] == '\0' || key[1] != '\0')
		return false;
	if (key[0] >= 'a' && key[0] <= 'z')
		return strchr(guideline_reserved_keys, key[0]) == NULL;
	return (key[0] >= '0' && key[0] <= '9') || strchr("=>-!'", key[0]) != NULL;
}

void keymap_first_key(enum command command, char out[KEY_NAME_MAX])
{
	const struct command_info *info = command_info(command);
	const char *keys = info == NULL ? "" : info->keys;
	size_t len;
	const char *at = next_key(&keys, &len);

	snprintf(out, KEY_NAME_MAX, "%.*s", at == NULL ? 0 : (int)len, at == NULL ? "" : at);
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
