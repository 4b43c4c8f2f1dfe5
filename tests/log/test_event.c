#include "log/event.h"

#include "base/json_write.h"
#include "tests/log/vectors.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct pair {
	struct id key;
	unsigned char secret[crypto_sign_SECRETKEYBYTES];
};

static struct pair pair_of(uint8_t byte)
{
	struct pair pair;
	uint8_t seed[32];

	memset(seed, byte, sizeof seed);
	crypto_sign_seed_keypair(pair.key.b, pair.secret, seed);
	return pair;
}

static void assert_hex(const void *bytes, size_t n, const char *expected)
{
	char hex[2 * EVENT_HEADER_MAX + 1];

	hex_encode(hex, bytes, n);
	assert_string_equal(hex, expected);
}

static struct id payload_hash(const char *payload)
{
	uint8_t salt[EVENT_SALT];

	memset(salt, 7, sizeof salt);
	return event_payload_hash(salt, payload, strlen(payload));
}

static struct event_header header_of(unsigned kind, uint64_t seq, int64_t ms, const char *payload)
{
	return (struct event_header){
		.kind = (uint16_t)kind,
		.schema = 1,
		.seq = seq,
		.hlc = (uint64_t)ms << 16,
		.wall = ms,
		.payload_len = (uint32_t)strlen(payload),
		.payload_hash = payload_hash(payload),
	};
}

static struct id id_of(const struct id *project, struct event_header *header)
{
	uint8_t bytes[EVENT_HEADER_MAX];
	size_t len = event_header_write(header, bytes);

	return event_id(project, bytes, len);
}

static struct id vector_project(void)
{
	struct event_header header = header_of(KIND_PROJECT, 1, VECTOR_MS, VECTOR_PROJECT_PAYLOAD);

	return id_of(NULL, &header);
}

static struct id vector_stream(const struct id *project)
{
	struct event_header header =
		header_of(KIND_STREAM, 1, VECTOR_MS + 1, VECTOR_STREAM_PAYLOAD);

	return id_of(project, &header);
}

static struct event_header vector_annotate(const struct id *stream)
{
	struct event_header header =
		header_of(KIND_ANNOTATE, 2, VECTOR_MS + 2, VECTOR_ANNOTATE_PAYLOAD);

	header.hlc |= 1;
	header.stream = *stream;
	header.prev = *stream;
	header.subject = hash_bytes("assay item 1", VECTOR_ITEM_BODY, strlen(VECTOR_ITEM_BODY));
	return header;
}

/* ---- vectors ---- */

static void the_vectors_are_canonical_json(void **state)
{
	static const char *const texts[] = { VECTOR_ITEM_BODY, VECTOR_PROJECT_PAYLOAD,
					     VECTOR_STREAM_PAYLOAD, VECTOR_ANNOTATE_PAYLOAD };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_true(json_is_canonical(texts[i], strlen(texts[i])));
}

static void an_item_uid_is_the_hash_of_its_body(void **state)
{
	struct id uid = hash_bytes("assay item 1", VECTOR_ITEM_BODY, strlen(VECTOR_ITEM_BODY));

	(void)state;
	assert_hex(uid.b, sizeof uid.b, VECTOR_ITEM_UID);
}

static void the_keys_of_the_vectors_come_from_their_seeds(void **state)
{
	(void)state;
	assert_hex(pair_of(1).key.b, ID_BYTES, VECTOR_OWNER_KEY);
	assert_hex(pair_of(2).key.b, ID_BYTES, VECTOR_ALICE_KEY);
}

static void the_first_event_of_a_project_gives_its_id(void **state)
{
	struct event_header header = header_of(KIND_PROJECT, 1, VECTOR_MS, VECTOR_PROJECT_PAYLOAD);
	uint8_t bytes[EVENT_HEADER_MAX];
	size_t len = event_header_write(&header, bytes);
	struct id project = event_id(NULL, bytes, len);

	(void)state;
	assert_int_equal(len, EVENT_HEADER_MIN);
	assert_hex(bytes, len, VECTOR_PROJECT_HEADER);
	assert_hex(project.b, ID_BYTES, VECTOR_PROJECT_ID);
}

static void a_stream_is_named_by_its_first_event(void **state)
{
	struct id project = vector_project();

	(void)state;
	assert_hex(vector_stream(&project).b, ID_BYTES, VECTOR_STREAM_ID);
}

static void an_annotation_has_the_published_header_and_id(void **state)
{
	struct id project = vector_project(), stream = vector_stream(&project), id;
	struct event_header header = vector_annotate(&stream);
	uint8_t bytes[EVENT_HEADER_MAX];
	size_t len = event_header_write(&header, bytes);

	(void)state;
	id = event_id(&project, bytes, len);
	assert_hex(bytes, len, VECTOR_ANNOTATE_HEADER);
	assert_hex(id.b, ID_BYTES, VECTOR_ANNOTATE_ID);
}

static void check_head(const struct pair *pair, const struct id *project, const struct id *stream,
		       uint64_t seq, const struct id *id, const char *expected)
{
	uint8_t message[EVENT_HEAD_BYTES], sig[64];
	size_t len = event_head_message(message, project, stream, seq, id);

	assert_int_equal(len, 117);
	crypto_sign_detached(sig, NULL, message, len, pair->secret);
	assert_hex(sig, sizeof sig, expected);
	assert_true(event_head_verify(&pair->key, project, stream, seq, id, sig));
	assert_false(event_head_verify(&pair->key, project, stream, seq + 1, id, sig));
	assert_false(event_head_verify(&pair->key, &pair->key, stream, seq, id, sig));
	assert_false(event_head_verify(&pair->key, project, &pair->key, seq, id, sig));
	sig[7] ^= 1;
	assert_false(event_head_verify(&pair->key, project, stream, seq, id, sig));
}

static void heads_carry_the_published_signatures(void **state)
{
	struct pair owner = pair_of(1), alice = pair_of(2);
	struct id project = vector_project(), stream = vector_stream(&project), id;
	struct event_header header = vector_annotate(&stream);

	(void)state;
	id = id_of(&project, &header);
	check_head(&owner, &project, &project, 1, &project, VECTOR_PROJECT_SIG);
	check_head(&alice, &project, &stream, 2, &id, VECTOR_HEAD_SIG);
}

static void another_key_does_not_verify_a_head(void **state)
{
	struct pair owner = pair_of(1), alice = pair_of(2);
	struct id project = vector_project();
	uint8_t message[EVENT_HEAD_BYTES], sig[64];
	size_t len = event_head_message(message, &project, &project, 1, &project);

	(void)state;
	crypto_sign_detached(sig, NULL, message, len, owner.secret);
	assert_false(event_head_verify(&alice.key, &project, &project, 1, &project, sig));
}

/* ---- header ---- */

static struct id filled(uint8_t byte)
{
	struct id id;

	memset(id.b, byte, sizeof id.b);
	return id;
}

static struct event_header full_header(void)
{
	struct event_header header = {
		.kind = 0xfffe,
		.schema = 0x0102,
		.seq = UINT32_MAX,
		.hlc = UINT64_C(0xfedcba9876543210),
		.wall = -5,
		.stream = filled(1),
		.prev = filled(2),
		.subject = filled(3),
		.payload_len = EVENT_PAYLOAD_MAX,
		.payload_hash = filled(4),
		.n_supersedes = EVENT_SUPERSEDES_MAX,
	};

	for (int i = 0; i < EVENT_SUPERSEDES_MAX; i++)
		header.supersedes[i] = filled((uint8_t)(200 - i));
	return header;
}

static void a_header_survives_writing_and_reading(void **state)
{
	struct event_header header = full_header(), back;
	uint8_t bytes[EVENT_HEADER_MAX], again[EVENT_HEADER_MAX];
	size_t len = event_header_write(&header, bytes);
	struct err err = { 0 };

	(void)state;
	assert_int_equal(len, EVENT_HEADER_MAX);
	assert_true(event_header_read(&back, bytes, len, &err));
	assert_int_equal(back.kind, 0xfffe);
	assert_int_equal(back.schema, 0x0102);
	assert_true(back.seq == UINT32_MAX && back.hlc == UINT64_C(0xfedcba9876543210));
	assert_true(back.wall == -5);
	assert_true(id_equal(&back.supersedes[0], &header.supersedes[0]));
	assert_int_equal(back.supersedes[0].b[0], 200 - 31);
	assert_int_equal(event_header_write(&back, again), len);
	assert_memory_equal(again, bytes, len);
}

static void a_header_of_any_other_length_is_refused(void **state)
{
	struct event_header header = full_header(), back;
	uint8_t bytes[EVENT_HEADER_MAX + 1] = { 0 };
	size_t len = event_header_write(&header, bytes);
	struct err err = { 0 };

	(void)state;
	for (size_t n = 0; n < len; n++) {
		assert_false(event_header_read(&back, bytes, n, &err));
		assert_int_equal(err.code, ERR_INVALID);
	}
	assert_false(event_header_read(&back, bytes, len + 1, &err));
}

static void one_byte_changed(size_t at, uint8_t value, enum err_code code, const char *says)
{
	struct event_header header = full_header(), back;
	uint8_t bytes[EVENT_HEADER_MAX];
	size_t len = event_header_write(&header, bytes);
	struct err err = { 0 };

	bytes[at] = value;
	assert_false(event_header_read(&back, bytes, len, &err));
	assert_int_equal(err.code, code);
	if (strstr(err.msg, says) == NULL)
		fail_msg("'%s' does not say '%s'", err.msg, says);
}

static void headers_of_a_later_version_are_told_from_broken_ones(void **state)
{
	(void)state;
	one_byte_changed(0, 2, ERR_TOO_NEW, "version 2 needs a newer assay");
	one_byte_changed(1, 0x80, ERR_TOO_NEW, "flags 0x80 need a newer assay");
	one_byte_changed(6, 33, ERR_INVALID, "supersedes 33 others");
	one_byte_changed(6, 31, ERR_INVALID, "should have 1160");
	one_byte_changed(12, 1, ERR_INVALID, "the number 8589934591");
	one_byte_changed(128, 1, ERR_INVALID, "payload of 1048577 bytes");
	one_byte_changed(132, 1, ERR_INVALID, "must be 0");
	one_byte_changed(EVENT_HEADER_MIN, 255, ERR_INVALID, "not ascending");
}

static void the_same_id_may_not_be_superseded_twice(void **state)
{
	struct event_header header = full_header(), back;
	uint8_t bytes[EVENT_HEADER_MAX];
	struct err err = { 0 };
	size_t len;

	(void)state;
	header.supersedes[4] = header.supersedes[9];
	len = event_header_write(&header, bytes);
	assert_false(event_header_read(&back, bytes, len, &err));
}

static void refused(struct event_header *header, const char *says)
{
	struct event_header back;
	uint8_t bytes[EVENT_HEADER_MAX];
	size_t len = event_header_write(header, bytes);
	struct err err = { 0 };

	assert_false(event_header_read(&back, bytes, len, &err));
	assert_int_equal(err.code, ERR_INVALID);
	if (strstr(err.msg, says) == NULL)
		fail_msg("'%s' does not say '%s'", err.msg, says);
}

static void numbers_and_links_of_a_header_must_make_sense(void **state)
{
	struct event_header header = full_header();

	(void)state;
	header.kind = 0;
	refused(&header, "kind 0");
	header = full_header();
	header.schema = 0;
	refused(&header, "schema 0");
	header = full_header();
	header.seq = 0;
	refused(&header, "the number 0");
	header.seq = 1;
	refused(&header, "names a predecessor");
	header.seq = 2;
	header.prev = filled(0);
	refused(&header, "names no stream or no predecessor");
}

static void the_subject_of_a_batch_is_left_aligned(void **state)
{
	struct short_id batch;
	struct id subject;

	(void)state;
	memset(batch.b, 0xab, sizeof batch.b);
	subject = event_subject(&batch);
	assert_hex(subject.b, ID_BYTES,
		   "abababababababababababababababab00000000000000000000000000000000");
}

static void an_event_of_another_project_never_has_the_same_id(void **state)
{
	struct id project = filled(8), other = filled(9), a, b;
	struct event_header header = full_header();

	(void)state;
	a = id_of(&project, &header);
	b = id_of(&other, &header);
	assert_false(id_equal(&a, &b));
}

/* ---- clock ---- */

#define AT(ms, counter) ((uint64_t)(ms) << 16 | (counter))

static void the_clock_never_goes_back(void **state)
{
	(void)state;
	assert_true(hlc_local(0, 1000) == AT(1000, 0));
	assert_true(hlc_local(AT(1000, 0), 1000) == AT(1000, 1));
	assert_true(hlc_local(AT(1000, 7), 400) == AT(1000, 8));
	assert_true(hlc_local(AT(1000, 7), 1001) == AT(1001, 0));
	assert_true(hlc_local(AT(1000, 65535), 1000) == AT(1001, 0));
	assert_true(hlc_local(AT(1000, 3), -50) == AT(1000, 4));
	assert_true(hlc_local(5, INT64_MAX) > 5);
}

static void a_received_clock_is_followed_by_the_full_rule(void **state)
{
	(void)state;
	assert_true(hlc_receive(AT(10, 4), AT(10, 9), 10) == AT(10, 10));
	assert_true(hlc_receive(AT(10, 9), AT(10, 4), 10) == AT(10, 10));
	assert_true(hlc_receive(AT(12, 4), AT(10, 9), 11) == AT(12, 5));
	assert_true(hlc_receive(AT(10, 4), AT(12, 9), 11) == AT(12, 10));
	assert_true(hlc_receive(AT(10, 4), AT(11, 9), 12) == AT(12, 0));
	assert_true(hlc_receive(AT(10, 65535), AT(10, 1), 10) == AT(11, 0));
}

static void a_clock_ten_years_ahead_does_not_pull_ours_along(void **state)
{
	const int64_t now = VECTOR_MS, minute = 60000;
	uint64_t last = AT(now, 3);

	(void)state;
	assert_true(hlc_receive(last, AT(now + 10 * minute, 0), now) == AT(now + 10 * minute, 1));
	assert_true(hlc_receive(last, AT(now + 10 * minute + 1, 0), now) == last);
	assert_true(hlc_receive(last, UINT64_MAX, now) == last);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vectors_are_canonical_json),
		cmocka_unit_test(an_item_uid_is_the_hash_of_its_body),
		cmocka_unit_test(the_keys_of_the_vectors_come_from_their_seeds),
		cmocka_unit_test(the_first_event_of_a_project_gives_its_id),
		cmocka_unit_test(a_stream_is_named_by_its_first_event),
		cmocka_unit_test(an_annotation_has_the_published_header_and_id),
		cmocka_unit_test(heads_carry_the_published_signatures),
		cmocka_unit_test(another_key_does_not_verify_a_head),
		cmocka_unit_test(a_header_survives_writing_and_reading),
		cmocka_unit_test(a_header_of_any_other_length_is_refused),
		cmocka_unit_test(headers_of_a_later_version_are_told_from_broken_ones),
		cmocka_unit_test(the_same_id_may_not_be_superseded_twice),
		cmocka_unit_test(numbers_and_links_of_a_header_must_make_sense),
		cmocka_unit_test(the_subject_of_a_batch_is_left_aligned),
		cmocka_unit_test(an_event_of_another_project_never_has_the_same_id),
		cmocka_unit_test(the_clock_never_goes_back),
		cmocka_unit_test(a_received_clock_is_followed_by_the_full_rule),
		cmocka_unit_test(a_clock_ten_years_ahead_does_not_pull_ours_along),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
