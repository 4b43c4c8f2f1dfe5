/* fnv.h - FNV-1a, 64 bits: to find a word or sentence again while the program runs.  What is kept
 * in a file, or must resist a forger, is hashed by base/hash.h. */
#ifndef ASSAY_BASE_FNV_H
#define ASSAY_BASE_FNV_H

#include <stddef.h>
#include <stdint.h>

#define FNV_START UINT64_C(14695981039346656037)

/* H with one unit more: a byte, or a code point. */
static inline uint64_t fnv_add(uint64_t h, uint32_t unit)
{
	return (h ^ unit) * UINT64_C(1099511628211);
}

static inline uint64_t fnv_bytes(uint64_t h, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		h = fnv_add(h, (unsigned char)bytes[i]);
	return h;
}

#endif
