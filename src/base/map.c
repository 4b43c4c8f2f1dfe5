#include "base/map.h"

#include "base/alloc.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAP 16

struct map_slot {
	char *key; /* NULL: free */
	size_t len;
	uint64_t hash;
	union map_value value;
};

/* Nothing depends on the order of slots, so the key may differ from run to run: with addresses in
 * it, a file cannot be written so that all its keys collide. */
static uint64_t hash_key(const void *key, size_t len)
{
	static const char here;
	const void *salt[2] = { &here, (const void *)"" };
	unsigned char secret[crypto_shorthash_KEYBYTES] = { 0 };
	uint64_t hash;
	unsigned char out[crypto_shorthash_BYTES];

	memcpy(secret, salt, sizeof salt < sizeof secret ? sizeof salt : sizeof secret);
	crypto_shorthash(out, key, len, secret);
	memcpy(&hash, out, sizeof hash);
	return hash;
}

/* The slot of KEY, or the free one where it belongs.  There is always a free one. */
static struct map_slot *find(const struct map *map, const void *key, size_t len, uint64_t hash)
{
	size_t i = (size_t)hash & (map->cap - 1);

	for (;; i = (i + 1) & (map->cap - 1)) {
		struct map_slot *slot = &map->slots[i];

		if (slot->key == NULL)
			return slot;
		if (slot->hash == hash && slot->len == len && memcmp(slot->key, key, len) == 0)
			return slot;
	}
}

static void grow(struct map *map)
{
	struct map old = *map;

	map->cap = old.cap > 0 ? old.cap * 2 : FIRST_CAP;
	map->slots = xcalloc(map->cap, sizeof *map->slots);
	for (size_t i = 0; i < old.cap; i++) {
		const struct map_slot *slot = &old.slots[i];

		if (slot->key != NULL)
			*find(map, slot->key, slot->len, slot->hash) = *slot;
	}
	free(old.slots);
}

union map_value *map_get(const struct map *map, const void *key, size_t len)
{
	struct map_slot *slot;

	if (map->n == 0)
		return NULL;
	slot = find(map, key, len, hash_key(key, len));
	return slot->key != NULL ? &slot->value : NULL;
}

union map_value *map_put(struct map *map, const void *key, size_t len, bool *fresh)
{
	uint64_t hash = hash_key(key, len);
	struct map_slot *slot;

	if (map->n * 4 >= map->cap * 3)
		grow(map);
	slot = find(map, key, len, hash);
	if (fresh != NULL)
		*fresh = slot->key == NULL;
	if (slot->key == NULL) {
		slot->key = xstrndup(key, len);
		slot->len = len;
		slot->hash = hash;
		map->n++;
	}
	return &slot->value;
}

void map_release(struct map *map)
{
	for (size_t i = 0; i < map->cap; i++)
		free(map->slots[i].key);
	free(map->slots);
	*map = (struct map)MAP_INIT;
}
