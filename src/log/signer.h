/* signer.h - who writes: the public half of a key, and a function that signs.  The secret half
 * never enters log or store. */
#ifndef ASSAY_LOG_SIGNER_H
#define ASSAY_LOG_SIGNER_H

#include "base/hash.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct signer {
	struct id key;      /* Ed25519 public key */
	struct id box;      /* X25519 public key */
	const char *name;   /* of the person, for the grant */
	const char *device; /* of the machine */
	bool host_custody;
	bool (*sign)(void *ctx, const void *message, size_t len, uint8_t sig[64]);
	void *ctx;
};

#endif
