#include "base/arena.h"

#include "base/alloc.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK 8192
#define MAX_BLOCK (1024 * 1024)

struct arena_block {
	struct arena_block *next;
	size_t size;
	alignas(max_align_t) char bytes[];
};

static void add_block(struct arena *arena, size_t n)
{
	size_t size = arena->size > 0 ? arena->size * 2 : FIRST_BLOCK;
	struct arena_block *block;

	if (size > MAX_BLOCK)
		size = MAX_BLOCK;
	if (size < n)
		size = n;
	block = xmalloc(sizeof *block + size);
	block->next = arena->blocks;
	block->size = size;
	arena->blocks = block;
	arena->size = size;
	arena->used = 0;
}

static void *take(struct arena *arena, size_t n)
{
	size_t need = (n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	void *p;

	if (arena->blocks == NULL || arena->size - arena->used < need)
		add_block(arena, need);
	p = arena->blocks->bytes + arena->used;
	arena->used += need;
	return p;
}

void *arena_alloc(struct arena *arena, size_t n)
{
	return memset(take(arena, n), 0, n);
}

char *arena_room(struct arena *arena, size_t n)
{
	return take(arena, n);
}

char *arena_strndup(struct arena *arena, const char *s, size_t n)
{
	char *copy = take(arena, n + 1);

	if (n > 0)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *arena_strdup(struct arena *arena, const char *s)
{
	return arena_strndup(arena, s, strlen(s));
}

static void free_after(struct arena_block *keep)
{
	struct arena_block *block = keep->next;

	keep->next = NULL;
	while (block != NULL) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
}

void arena_clear(struct arena *arena)
{
	if (arena->blocks == NULL)
		return;
	if (arena->blocks->size > MAX_BLOCK) {
		arena_release(arena);
		return;
	}
	free_after(arena->blocks);
	arena->used = 0;
}

void arena_release(struct arena *arena)
{
	if (arena->blocks != NULL) {
		free_after(arena->blocks);
		free(arena->blocks);
	}
	*arena = (struct arena)ARENA_INIT;
}
