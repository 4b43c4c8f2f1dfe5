#include "base/hash.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static_assert(sizeof(struct hash) >= sizeof(crypto_generichash_state), "hash state too small");

static crypto_generichash_state *state(struct hash *h)
{
	return (crypto_generichash_state *)(void *)h->state;
}

void hash_begin(struct hash *h, const char *domain, const struct id *key)
{
	/* Without it libsodium hashes with its slowest code; a later call costs next to nothing. */
	if (sodium_init() < 0)
		abort();
	crypto_generichash_init(state(h), key != NULL ? key->b : NULL, key != NULL ? ID_BYTES : 0,
				ID_BYTES);
	if (domain != NULL)
		hash_add(h, domain, strlen(domain) + 1);
}

void hash_add(struct hash *h, const void *bytes, size_t n)
{
	crypto_generichash_update(state(h), bytes, n);
}

struct id hash_end(struct hash *h)
{
	struct id id;

	crypto_generichash_final(state(h), id.b, ID_BYTES);
	return id;
}

struct id hash_bytes(const char *domain, const void *bytes, size_t n)
{
	struct hash h;

	hash_begin(&h, domain, NULL);
	hash_add(&h, bytes, n);
	return hash_end(&h);
}

struct short_id id_shorten(const struct id *id)
{
	struct short_id s;

	memcpy(s.b, id->b, sizeof s.b);
	return s;
}

bool id_equal(const struct id *a, const struct id *b)
{
	return memcmp(a->b, b->b, ID_BYTES) == 0;
}

bool id_is_zero(const struct id *id)
{
	static const struct id zero;

	return id_equal(id, &zero);
}

bool short_id_equal(const struct short_id *a, const struct short_id *b)
{
	return memcmp(a->b, b->b, SHORT_ID_BYTES) == 0;
}

void hex_encode(char *out, const void *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *b = bytes;

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[b[i] >> 4];
		out[2 * i + 1] = digits[b[i] & 15];
	}
	out[2 * n] = '\0';
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool hex_decode(void *out, size_t n, const char *hex, size_t hex_len)
{
	uint8_t *b = out;

	if (hex_len != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = nibble(hex[2 * i]), low = nibble(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		b[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}
