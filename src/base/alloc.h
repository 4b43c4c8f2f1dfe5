/* alloc.h - allocation that does not fail: exhaustion calls one hook and ends the process.
 *
 * Sizes that come from input are capped by the caller before they get here. */
#ifndef ASSAY_BASE_ALLOC_H
#define ASSAY_BASE_ALLOC_H

#include <stddef.h>

void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n);
void *xreallocarray(void *p, size_t n, size_t size); /* n * size is checked for overflow */
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);

/* HOOK runs once before the process ends for want of memory: it restores the terminal and says
 * so.  It must not allocate. */
void alloc_on_exhaustion(void (*hook)(void));

/* For a library that ran out of memory by itself: the hook, then the end. */
_Noreturn void alloc_exhausted(void);

/* Makes room for one more element in a growing array: P points to *CAP elements, N are in use.
 *	items = vec_grow(items, n, &cap, sizeof *items); items[n++] = x; */
void *vec_grow(void *p, size_t n, size_t *cap, size_t size);

#endif
