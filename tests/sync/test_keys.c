#include "sync/keys.h"

#include "log/event.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
	char root[64];
	char dir[128];
	char seed[192];
};

static void make_place(struct place *place)
{
	snprintf(place->root, sizeof place->root, "/tmp/assay-keys-XXXXXX");
	assert_non_null(mkdtemp(place->root));
	snprintf(place->dir, sizeof place->dir, "%s/config/assay/keys", place->root);
	snprintf(place->seed, sizeof place->seed, "%s/alice.seed", place->dir);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

static void remove_place(const struct place *place)
{
	assert_int_equal(nftw(place->root, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static unsigned mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 0777;
}

static struct identity *from_byte(uint8_t byte)
{
	uint8_t seed[32];

	memset(seed, byte, sizeof seed);
	return identity_from_seed(seed, "alice", "laptop");
}

/* ---- derivation ---- */

/* From an independent computation: BLAKE2b of length 32, key = seed, salt = subkey number, person =
 * context, as libsodium documents crypto_kdf; then Ed25519 and X25519. */
static void keys_are_derived_as_documented(void **state)
{
	struct identity *identity = from_byte(1);
	const struct signer *signer = identity_signer(identity);
	char key[ID_HEX + 1], box[ID_HEX + 1];

	(void)state;
	hex_encode(key, signer->key.b, ID_BYTES);
	hex_encode(box, signer->box.b, ID_BYTES);
	assert_string_equal(key,
			    "86a2aa30aa6bef7b01677068ad9181ba70779af94eaad245f0392fddeac5bf73");
	assert_string_equal(box,
			    "85c7cbd27a124538898913a81124f78d1ace666010f3e4d697912a3c87e2d02d");
	assert_string_equal(signer->name, "alice");
	assert_string_equal(signer->device, "laptop");
	assert_false(signer->host_custody);
	identity_free(identity);
}

static void a_signer_signs_heads_that_verify(void **state)
{
	struct identity *identity = from_byte(2);
	const struct signer *signer = identity_signer(identity);
	struct id project = { .b = { 1 } }, stream = { .b = { 2 } }, id = { .b = { 3 } };
	uint8_t message[EVENT_HEAD_BYTES], sig[64];
	size_t len = event_head_message(message, &project, &stream, 9, &id);

	(void)state;
	assert_true(signer->sign(signer->ctx, message, len, sig));
	assert_true(event_head_verify(&signer->key, &project, &stream, 9, &id, sig));
	assert_false(event_head_verify(&signer->box, &project, &stream, 9, &id, sig));
	identity_free(identity);
}

/* ---- the file ---- */

static void the_first_use_makes_a_seed_that_only_its_owner_reads(void **state)
{
	struct place place;
	struct err err = { 0 };
	struct identity *first, *second;
	char parent[128];

	(void)state;
	make_place(&place);
	umask(0);
	first = identity_open(place.dir, "alice", "laptop", &err);
	assert_non_null(first);
	assert_int_equal(mode_of(place.seed), 0600);
	assert_int_equal(mode_of(place.dir), 0700);
	snprintf(parent, sizeof parent, "%s/config", place.root);
	assert_int_equal(mode_of(parent), 0700);
	second = identity_open(place.dir, "alice", "laptop", &err);
	assert_non_null(second);
	assert_true(id_equal(&identity_signer(first)->key, &identity_signer(second)->key));
	identity_free(first);
	identity_free(second);
	remove_place(&place);
}

static void two_names_have_two_keys(void **state)
{
	struct place place;
	struct err err = { 0 };
	struct identity *alice, *bob;

	(void)state;
	make_place(&place);
	alice = identity_open(place.dir, "alice", "laptop", &err);
	bob = identity_open(place.dir, "bob", "laptop", &err);
	assert_non_null(alice);
	assert_non_null(bob);
	assert_false(id_equal(&identity_signer(alice)->key, &identity_signer(bob)->key));
	identity_free(alice);
	identity_free(bob);
	remove_place(&place);
}

static void refused(const struct place *place, const char *name, enum err_code code,
		    const char *says)
{
	struct err err = { 0 };

	assert_null(identity_open(place->dir, name, "laptop", &err));
	assert_int_equal(err.code, code);
	if (strstr(err.msg, says) == NULL)
		fail_msg("'%s' does not say '%s'", err.msg, says);
}

static void write_file(const char *path, size_t n, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	char bytes[64] = { 1 };

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, n), (ssize_t)n);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void a_seed_that_others_can_read_is_refused_with_the_mend(void **state)
{
	struct place place;
	struct err err = { 0 };

	(void)state;
	make_place(&place);
	identity_free(identity_open(place.dir, "alice", "laptop", &err));
	write_file(place.seed, 32, 0640);
	refused(&place, "alice", ERR_DENIED, "run chmod 600");
	write_file(place.seed, 31, 0600);
	refused(&place, "alice", ERR_INVALID, "has 31 bytes instead of 32");
	write_file(place.seed, 0, 0600);
	refused(&place, "alice", ERR_INVALID, "has 0 bytes instead of 32");
	remove_place(&place);
}

static void a_seed_is_a_plain_file_and_no_link(void **state)
{
	struct place place;
	struct err err = { 0 };
	char target[192];

	(void)state;
	make_place(&place);
	identity_free(identity_open(place.dir, "bob", "laptop", &err));
	snprintf(target, sizeof target, "%s/bob.seed", place.dir);
	assert_int_equal(symlink(target, place.seed), 0);
	refused(&place, "alice", ERR_STORAGE, "cannot open the key");
	unlink(place.seed);
	assert_int_equal(mkdir(place.seed, 0700), 0);
	refused(&place, "alice", ERR_INVALID, "not a plain file");
	remove_place(&place);
}

static void a_name_cannot_leave_the_key_folder(void **state)
{
	static const char *const names[] = {
		"",
		".",
		"..",
		"../x",
		"a/b",
		".hidden",
		"a b",
		"\xc3\xa4",
		("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		 "aaaaa")
	};
	struct place place;

	(void)state;
	make_place(&place);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		refused(&place, names[i], ERR_INVALID, "a key's name");
	remove_place(&place);
}

static void a_folder_that_cannot_be_made_is_named(void **state)
{
	struct place place;
	char file[128];

	(void)state;
	make_place(&place);
	snprintf(file, sizeof file, "%s/config", place.root);
	write_file(file, 1, 0600);
	refused(&place, "alice", ERR_STORAGE, file);
	remove_place(&place);
}

/* ---- two programs at once ---- */

static void child_opens(const struct place *place, int to)
{
	struct err err = { 0 };
	struct identity *identity = identity_open(place->dir, "alice", "laptop", &err);
	struct id key = { .b = { 0 } };

	if (identity != NULL)
		key = identity_signer(identity)->key;
	identity_free(identity);
	_exit(write(to, key.b, ID_BYTES) == ID_BYTES ? 0 : 1);
}

static void programs_started_at_once_share_one_seed(void **state)
{
	enum { CHILDREN = 8 };
	struct place place;
	struct id first, key;
	int fds[2];

	(void)state;
	make_place(&place);
	assert_int_equal(pipe(fds), 0);
	for (int i = 0; i < CHILDREN; i++)
		if (fork() == 0)
			child_opens(&place, fds[1]);
	for (int i = 0; i < CHILDREN; i++) {
		assert_int_equal(read(fds[0], key.b, ID_BYTES), ID_BYTES);
		assert_false(id_is_zero(&key));
		if (i == 0)
			first = key;
		assert_true(id_equal(&first, &key));
	}
	while (wait(NULL) > 0)
		;
	close(fds[0]);
	close(fds[1]);
	remove_place(&place);
}

static void nothing_but_the_seed_is_left_in_the_folder(void **state)
{
	struct place place;
	struct err err = { 0 };
	struct dirent *entry;
	int n = 0;
	DIR *dir;

	(void)state;
	make_place(&place);
	identity_free(identity_open(place.dir, "alice", "laptop", &err));
	dir = opendir(place.dir);
	while ((entry = readdir(dir)) != NULL)
		n += entry->d_name[0] != '.';
	closedir(dir);
	assert_int_equal(n, 1);
	remove_place(&place);
}

/* ---- paper ---- */

static void a_recovery_key_can_be_read_back_from_paper(void **state)
{
	(void)state;
	for (int i = 0; i < 50; i++) {
		char words[RECOVERY_WORDS];
		struct err err = { 0 };
		struct identity *identity;
		uint8_t seed[32];
		struct id key;

		recovery_new(&key, words);
		assert_int_equal(strlen(words), 59);
		words[3] = (char)(words[3] >= 'a' ? words[3] - 'a' + 'A' : words[3]);
		words[7] = ' ';
		assert_true(recovery_read(words, seed, &err));
		identity = identity_from_seed(seed, "owner", "paper");
		assert_true(id_equal(&identity_signer(identity)->key, &key));
		identity_free(identity);
	}
}

static void a_recovery_key_with_a_letter_too_few_is_refused(void **state)
{
	char words[RECOVERY_WORDS];
	struct err err = { 0 };
	uint8_t seed[32];
	struct id key;

	(void)state;
	recovery_new(&key, words);
	words[58] = '\0';
	assert_false(recovery_read(words, seed, &err));
	recovery_new(&key, words);
	words[59] = 'a';
	words[60] = '\0';
	assert_false(recovery_read(words, seed, &err));
	words[4] = '1';
	assert_false(recovery_read(words, seed, &err));
	assert_string_equal(err.msg, "a recovery key has only letters and 2 to 7 (character 5)");
	assert_false(recovery_read("", seed, &err));
}

static void a_project_id_for_the_eye_is_its_base_32(void **state)
{
	struct id project;
	char eye[26];

	(void)state;
	assert_true(hex_decode(project.b, ID_BYTES,
			       "6ac9df521eab9689cd5b8f51cdc2f32dbb296663033ae44f3b3ffff049f5acb7",
			       ID_HEX));
	project_for_eye(&project, eye);
	assert_string_equal(eye, "nle5-6uq6-voli-ttk3-r5i4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_derived_as_documented),
		cmocka_unit_test(a_signer_signs_heads_that_verify),
		cmocka_unit_test(the_first_use_makes_a_seed_that_only_its_owner_reads),
		cmocka_unit_test(two_names_have_two_keys),
		cmocka_unit_test(a_seed_that_others_can_read_is_refused_with_the_mend),
		cmocka_unit_test(a_seed_is_a_plain_file_and_no_link),
		cmocka_unit_test(a_name_cannot_leave_the_key_folder),
		cmocka_unit_test(a_folder_that_cannot_be_made_is_named),
		cmocka_unit_test(programs_started_at_once_share_one_seed),
		cmocka_unit_test(nothing_but_the_seed_is_left_in_the_folder),
		cmocka_unit_test(a_recovery_key_can_be_read_back_from_paper),
		cmocka_unit_test(a_recovery_key_with_a_letter_too_few_is_refused),
		cmocka_unit_test(a_project_id_for_the_eye_is_its_base_32),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
