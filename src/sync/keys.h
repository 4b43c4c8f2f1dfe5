/* keys.h - one 32-byte seed per person and machine, mode 0600, and the keys that come of it. */
#ifndef ASSAY_SYNC_KEYS_H
#define ASSAY_SYNC_KEYS_H

#include "base/err.h"
#include "log/signer.h"

#define KEY_NAME_MAX 64
#define RECOVERY_WORDS 80

struct identity; /* holds the secret key in locked memory, wiped when freed */

/* Whether a key can have that name: letters, digits, '.', '_', '-', at most KEY_NAME_MAX, no '.' in
 * front. */
bool identity_name_check(const char *name, struct err *err) MUST_USE;
/* Reads DIR/NAME.seed, making folder and seed on first use (never half a file, 0600, fsync).  A
 * seed that others can read is refused, with the mend.  DEVICE is the machine's name. */
struct identity *identity_open(const char *dir, const char *name, const char *device,
			       struct err *err) MUST_USE;
/* From a seed given in (tests, --seed).  */
struct identity *identity_from_seed(const uint8_t seed[32], const char *name, const char *device);
void identity_free(struct identity *identity);                         /* NULL is fine */
const struct signer *identity_signer(const struct identity *identity); /* borrowed */

/* A recovery key: its public half, and the seed as words to write down (8 groups of base 32).  The
 * seed is nowhere else; WORDS is the caller's to wipe. */
void recovery_new(struct id *key, char words[RECOVERY_WORDS]);
/* The seed back from the words, in whatever case and grouping; ERR names the fault. */
bool recovery_read(const char *words, uint8_t seed[32], struct err *err) MUST_USE;

/* The project id for the eye: 20 base-32 letters in groups of four. */
void project_for_eye(const struct id *project, char out[26]);

#endif
