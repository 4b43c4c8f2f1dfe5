/* map.h - bytes to a number or pointer; keys are copied. */
#ifndef ASSAY_BASE_MAP_H
#define ASSAY_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map {
	struct map_slot *slots;
	size_t n, cap;
};

union map_value {
	void *ptr;
	int64_t number;
};

#define MAP_INIT                                \
	{                                       \
		.slots = NULL, .n = 0, .cap = 0 \
	}

/* NULL when KEY is absent.  Borrowed until the next map_put(). */
union map_value *map_get(const struct map *map, const void *key, size_t len);
/* The slot of KEY, made with a zero value when absent; *FRESH (may be NULL) says which. */
union map_value *map_put(struct map *map, const void *key, size_t len, bool *fresh);
void map_release(struct map *map); /* does not free the pointers it holds */

#endif
