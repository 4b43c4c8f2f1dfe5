/* arena.h - many small allocations that end together. */
#ifndef ASSAY_BASE_ARENA_H
#define ASSAY_BASE_ARENA_H

#include <stddef.h>

struct arena {
	struct arena_block *blocks; /* newest first */
	size_t used, size;          /* of the newest block */
};

#define ARENA_INIT                                   \
	{                                            \
		.blocks = NULL, .used = 0, .size = 0 \
	}

/* Zeroed memory, aligned for any type, valid until arena_clear() or arena_release(). */
void *arena_alloc(struct arena *arena, size_t n);
/* N bytes that are written at once: they hold anything. */
char *arena_room(struct arena *arena, size_t n);
char *arena_strdup(struct arena *arena, const char *s);
char *arena_strndup(struct arena *arena, const char *s, size_t n);

void arena_clear(struct arena *arena);   /* frees all but one block, for reuse */
void arena_release(struct arena *arena); /* frees all; the arena may be used again */

#endif
