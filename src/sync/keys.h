/* keys.h - one 32-byte seed per person and machine, mode 0600, and the keys that come of it. */
#ifndef ASSAY_SYNC_KEYS_H
#define ASSAY_SYNC_KEYS_H

#include "base/err.h"
#include "log/signer.h"

struct identity; /* holds the secret key in locked memory, wiped when freed */

/* Reads DIR/NAME.seed, making folder and seed on first use (O_EXCL, 0600, fsync).  NAME: letters,
 * digits, '.', '_', '-', at most 64.  A seed that others can read is refused, with the mend.
 * DEVICE is the machine's name. */
struct identity *identity_open(const char *dir, const char *name, const char *device,
			       struct err *err) MUST_USE;
/* From a seed given in (tests, --seed).  */
struct identity *identity_from_seed(const uint8_t seed[32], const char *name, const char *device);
void identity_free(struct identity *identity);
const struct signer *identity_signer(const struct identity *identity); /* borrowed */

/* A recovery key: its public half, and the seed as words to write down (8 groups of base 32). */
void recovery_new(struct id *key, char words[80]);

/* The project id for the eye: 20 base-32 letters in groups of four. */
void project_for_eye(const struct id *project, char out[26]);

#endif
