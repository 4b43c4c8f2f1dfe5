/* bytes.h - whole numbers in N bytes, at most 8: the least significant first (le) or last (be). */
#ifndef ASSAY_BASE_BYTES_H
#define ASSAY_BASE_BYTES_H

#include <stdint.h>

/* Returns the place behind them. */
static inline uint8_t *le_put(uint8_t *out, uint64_t value, int n)
{
	for (int i = 0; i < n; i++)
		*out++ = (uint8_t)(value >> (8 * i));
	return out;
}

static inline uint8_t *be_put(uint8_t *out, uint64_t value, int n)
{
	for (int i = n - 1; i >= 0; i--)
		*out++ = (uint8_t)(value >> (8 * i));
	return out;
}

static inline uint64_t le_get(const uint8_t *in, int n)
{
	uint64_t value = 0;

	for (int i = n - 1; i >= 0; i--)
		value = value << 8 | in[i];
	return value;
}

static inline uint64_t be_get(const uint8_t *in, int n)
{
	uint64_t value = 0;

	for (int i = 0; i < n; i++)
		value = value << 8 | in[i];
	return value;
}

#endif
