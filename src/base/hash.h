/* hash.h - H(domain, m) = BLAKE2b-256(domain ‖ 0x00 ‖ m), and ids made of it (CORE 3.1). */
#ifndef ASSAY_BASE_HASH_H
#define ASSAY_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ID_BYTES 32
#define ID_HEX 64
#define SHORT_ID_BYTES 16
#define SHORT_ID_HEX 32

struct id { /* event, stream, project, item, object */
	uint8_t b[ID_BYTES];
};

struct short_id { /* member, batch, group, prompt: the first 16 bytes */
	uint8_t b[SHORT_ID_BYTES];
};

/* Streaming form.  KEY may be NULL.  DOMAIN NULL is the plain BLAKE2b-256 that `b2sum -l 256` also
 * makes: for files, never for ids. */
struct hash {
	_Alignas(64) unsigned char state[384]; /* crypto_generichash_state */
};

void hash_begin(struct hash *h, const char *domain, const struct id *key);
void hash_add(struct hash *h, const void *bytes, size_t n);
struct id hash_end(struct hash *h);

/* H(DOMAIN, BYTES). */
struct id hash_bytes(const char *domain, const void *bytes, size_t n);

struct short_id id_shorten(const struct id *id);
bool id_equal(const struct id *a, const struct id *b);
bool id_is_zero(const struct id *id);
bool short_id_equal(const struct short_id *a, const struct short_id *b);

/* Lower-case hex with a NUL behind it: OUT has room for 2 * N + 1. */
void hex_encode(char *out, const void *bytes, size_t n);
/* HEX must be exactly 2 * N lower-case digits; false otherwise. */
bool hex_decode(void *out, size_t n, const char *hex, size_t hex_len);

#endif
