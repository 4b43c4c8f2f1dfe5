/* keys.c - the seed's file, and what is derived from a seed. */
#include "sync/keys.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEED_BYTES 32
#define KDF_CONTEXT "assaykey"
#define SEED_DIGITS 52 /* base 32 of SEED_BYTES */
#define SEED_GROUPS 8

enum { SUBKEY_SIGN = 1, SUBKEY_BOX = 2 };

static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";

struct identity {
	struct signer signer;
	char *name, *device;
	uint8_t secret[crypto_sign_SECRETKEYBYTES];
};

/* ---- a seed in memory ---- */

static bool sign(void *ctx, const void *message, size_t len, uint8_t sig[64])
{
	const struct identity *identity = ctx;

	return crypto_sign_detached(sig, NULL, message, len, identity->secret) == 0;
}

static void derive_sign(const uint8_t seed[SEED_BYTES], uint8_t public[32], uint8_t secret[64])
{
	uint8_t subkey[crypto_sign_SEEDBYTES];

	crypto_kdf_derive_from_key(subkey, sizeof subkey, SUBKEY_SIGN, KDF_CONTEXT, seed);
	crypto_sign_seed_keypair(public, secret, subkey);
	sodium_memzero(subkey, sizeof subkey);
}

static void derive_box(const uint8_t seed[SEED_BYTES], uint8_t public[32])
{
	uint8_t subkey[crypto_box_SEEDBYTES], secret[crypto_box_SECRETKEYBYTES];

	crypto_kdf_derive_from_key(subkey, sizeof subkey, SUBKEY_BOX, KDF_CONTEXT, seed);
	crypto_box_seed_keypair(public, secret, subkey);
	sodium_memzero(subkey, sizeof subkey);
	sodium_memzero(secret, sizeof secret);
}

struct identity *identity_from_seed(const uint8_t seed[32], const char *name, const char *device)
{
	struct identity *identity = xcalloc(1, sizeof *identity);

	if (sodium_init() < 0)
		alloc_exhausted();
	/* Where the limit on locked memory is too low the key may reach the swap; it still works.
	 */
	(void)sodium_mlock(identity, sizeof *identity);
	identity->name = xstrdup(name);
	identity->device = xstrdup(device);
	derive_sign(seed, identity->signer.key.b, identity->secret);
	derive_box(seed, identity->signer.box.b);
	identity->signer.name = identity->name;
	identity->signer.device = identity->device;
	identity->signer.sign = sign;
	identity->signer.ctx = identity;
	return identity;
}

void identity_free(struct identity *identity)
{
	if (identity == NULL)
		return;
	free(identity->name);
	free(identity->device);
	(void)sodium_munlock(identity, sizeof *identity); /* wipes as well */
	sodium_memzero(identity, sizeof *identity);
	free(identity);
}

const struct signer *identity_signer(const struct identity *identity)
{
	return &identity->signer;
}

/* ---- the seed's file ---- */

bool identity_name_check(const char *name, struct err *err)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-";
	size_t n = strlen(name);

	return (n > 0 && n <= KEY_NAME_MAX && name[0] != '.' && strspn(name, letters) == n)
	       || err_set(err, ERR_INVALID,
			  "a key's name has 1 to %d letters, digits, '.', '_' or '-', and no"
			  " '.' in front",
			  KEY_NAME_MAX);
}

/* Folders that are there already keep their mode: it is the seed's own that must be right. */
static bool make_folders(const char *dir, struct err *err)
{
	char path[PATH_MAX];
	size_t n = strlen(dir);

	if (n == 0 || n >= sizeof path)
		return err_set(err, ERR_STORAGE, "the key folder's name has %zu bytes", n);
	memcpy(path, dir, n + 1);
	for (size_t i = 1; i <= n; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		path[i] = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return err_set(err, ERR_STORAGE, "cannot make the key folder '%s': %s",
				       path, strerror(errno));
		path[i] = dir[i];
	}
	return true;
}

static bool check_seed_file(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_set(err, ERR_STORAGE, "cannot look at '%s': %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_INVALID, "the key '%s' is not a plain file", path);
	if (st.st_uid != geteuid())
		return err_set(err, ERR_DENIED, "the key '%s' belongs to another account", path);
	if ((st.st_mode & 077) != 0)
		return err_set(err, ERR_DENIED, "others can read the key '%s': run chmod 600 on it",
			       path);
	if (st.st_size != SEED_BYTES)
		return err_set(
			err, ERR_INVALID,
			"the key '%s' has %lld bytes instead of %d: restore it from a backup,"
			" or move it away to start with a new key",
			path, (long long)st.st_size, SEED_BYTES);
	return true;
}

/* ERR_NOT_FOUND: no such file. */
static bool read_seed(const char *path, uint8_t seed[SEED_BYTES], struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok;

	if (fd < 0 && errno == ENOENT)
		return err_set(err, ERR_NOT_FOUND, "there is no key '%s'", path);
	if (fd < 0)
		return err_set(err, ERR_STORAGE, "cannot open the key '%s': %s", path,
			       strerror(errno));
	ok = check_seed_file(fd, path, err);
	if (ok && read(fd, seed, SEED_BYTES) != SEED_BYTES)
		ok = err_set(err, ERR_STORAGE, "cannot read the key '%s'", path);
	close(fd);
	return ok;
}

static bool write_seed(const char *path, const uint8_t seed[SEED_BYTES], struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok;

	if (fd < 0)
		return err_set(err, ERR_STORAGE, "cannot make '%s': %s", path, strerror(errno));
	ok = write(fd, seed, SEED_BYTES) == SEED_BYTES && fsync(fd) == 0;
	ok = close(fd) == 0 && ok;
	return ok || err_set(err, ERR_STORAGE, "cannot write '%s': %s", path, strerror(errno));
}

static void sync_folder(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)fsync(fd); /* some file systems cannot; the seed itself is down */
	close(fd);
}

/* Written aside and linked, so that two programs started at once agree on one whole seed. */
static bool make_seed(const char *dir, const char *path, struct err *err)
{
	uint8_t seed[SEED_BYTES];
	char aside[PATH_MAX + 32];
	uint32_t tag = randombytes_random();
	bool ok;

	snprintf(aside, sizeof aside, "%s.new-%08x", path, (unsigned)tag);
	randombytes_buf(seed, sizeof seed);
	ok = write_seed(aside, seed, err);
	if (ok && link(aside, path) != 0 && errno != EEXIST)
		ok = err_set(err, ERR_STORAGE, "cannot make the key '%s': %s", path,
			     strerror(errno));
	unlink(aside);
	sync_folder(dir);
	sodium_memzero(seed, sizeof seed);
	return ok;
}

static bool seed_of(const char *dir, const char *name, uint8_t seed[SEED_BYTES], struct err *err)
{
	char path[PATH_MAX];

	if (!identity_name_check(name, err))
		return false;
	if ((size_t)snprintf(path, sizeof path, "%s/%s.seed", dir, name) >= sizeof path)
		return err_set(err, ERR_STORAGE, "the key's path is longer than %d bytes",
			       PATH_MAX);
	if (read_seed(path, seed, err))
		return true;
	if (err->code != ERR_NOT_FOUND)
		return false;
	return make_folders(dir, err) && make_seed(dir, path, err) && read_seed(path, seed, err);
}

struct identity *identity_open(const char *dir, const char *name, const char *device,
			       struct err *err)
{
	struct identity *identity = NULL;
	uint8_t seed[SEED_BYTES];

	if (sodium_init() < 0)
		alloc_exhausted();
	(void)sodium_mlock(seed, sizeof seed);
	if (seed_of(dir, name, seed, err))
		identity = identity_from_seed(seed, name, device);
	(void)sodium_munlock(seed, sizeof seed);
	sodium_memzero(seed, sizeof seed);
	return identity;
}

/* ---- for paper and eye ---- */

/* DIGITS digits of 5 bits each, from the front; bits behind the end are 0. */
static void base32_encode(char *out, const uint8_t *bytes, size_t n, size_t digits)
{
	for (size_t i = 0; i < digits; i++) {
		size_t bit = 5 * i, at = bit / 8;
		unsigned two = (unsigned)bytes[at] << 8 | (at + 1 < n ? bytes[at + 1] : 0);

		out[i] = base32[two >> (11 - bit % 8) & 31];
	}
	out[digits] = '\0';
}

/* The first groups get what does not come out even. */
static void group_digits(char *out, const char *digits, size_t groups)
{
	size_t n = strlen(digits);

	for (size_t g = 0; g < groups; g++) {
		size_t size = n / groups + (g < n % groups);

		memcpy(out, digits, size);
		out += size;
		digits += size;
		*out++ = g + 1 < groups ? '-' : '\0';
	}
}

void recovery_new(struct id *key, char words[RECOVERY_WORDS])
{
	uint8_t seed[SEED_BYTES], secret[crypto_sign_SECRETKEYBYTES];
	char digits[SEED_DIGITS + 1];

	if (sodium_init() < 0)
		alloc_exhausted();
	randombytes_buf(seed, sizeof seed);
	derive_sign(seed, key->b, secret);
	base32_encode(digits, seed, sizeof seed, SEED_DIGITS);
	group_digits(words, digits, SEED_GROUPS);
	sodium_memzero(seed, sizeof seed);
	sodium_memzero(secret, sizeof secret);
	sodium_memzero(digits, sizeof digits);
}

static int digit_of(char c)
{
	const char *at;

	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	at = c != '\0' ? strchr(base32, c) : NULL;
	return at != NULL ? (int)(at - base32) : -1;
}

bool recovery_read(const char *words, uint8_t seed[32], struct err *err)
{
	unsigned bits = 0, n_bits = 0;
	size_t n = 0, digits = 0;

	for (const char *p = words; *p != '\0'; p++) {
		int digit = digit_of(*p);

		if (*p == '-' || *p == ' ' || *p == '\n')
			continue;
		if (digit < 0)
			return err_set(err, ERR_INVALID,
				       "a recovery key has only letters and 2 to 7 (character %zu)",
				       (size_t)(p - words) + 1);
		if (++digits > SEED_DIGITS)
			break;
		bits = bits << 5 | (unsigned)digit;
		n_bits += 5;
		if (n_bits < 8 || n == SEED_BYTES)
			continue;
		n_bits -= 8;
		seed[n++] = (uint8_t)(bits >> n_bits);
		bits &= (1u << n_bits) - 1;
	}
	if (digits != SEED_DIGITS || bits != 0)
		return err_set(err, ERR_INVALID, "a recovery key has %d letters and digits",
			       SEED_DIGITS);
	return true;
}

void project_for_eye(const struct id *project, char out[26])
{
	char digits[21];

	base32_encode(digits, project->b, ID_BYTES, 20);
	group_digits(out, digits, 5);
}
