#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void (*exhausted)(void);

void alloc_on_exhaustion(void (*hook)(void))
{
	exhausted = hook;
}

_Noreturn void alloc_exhausted(void)
{
	if (exhausted != NULL)
		exhausted();
	abort();
}

static void *checked(void *p)
{
	if (p == NULL)
		alloc_exhausted();
	return p;
}

void *xmalloc(size_t n)
{
	return checked(malloc(n > 0 ? n : 1));
}

void *xcalloc(size_t n, size_t size)
{
	return checked(calloc(n > 0 ? n : 1, size > 0 ? size : 1));
}

void *xrealloc(void *p, size_t n)
{
	return checked(realloc(p, n > 0 ? n : 1));
}

void *xreallocarray(void *p, size_t n, size_t size)
{
	if (size > 0 && n > SIZE_MAX / size)
		return checked(NULL);
	return xrealloc(p, n * size);
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *xstrndup(const char *s, size_t n)
{
	char *copy = xmalloc(n + 1);

	if (n > 0)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

void *vec_grow(void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap > 0 ? *cap * 2 : 8;
	return xreallocarray(p, *cap, size);
}
