#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char item_body[] =
	"{\"attachments\":[],\"context\":{},\"prompt\":\"How do I fix a leaky faucet?\","
	"\"reference\":null,\"responses\":[\"Call a plumber.\","
	"\"Turn off the water\xe2\x80\xa6\"]}";
static const char item_uid[] = "9836201c3f490916da85db500c82d855d1c4951ccec7ac82ca99510b8149c7ef";

static const char project_header[] =
	"01000100010000000100000000000000000000a8da769b0100a8da769b01000000000000000000000000"
	"000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
	"000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
	"00005e01000000000000cc2db141a2eaba4afa8ac96264f1b90c823c5bfe360f5124822a5ec0d1f14beb";
static const char project_id[] = "6ac9df521eab9689cd5b8f51cdc2f32dbb296663033ae44f3b3ffff049f5acb7";

static const char annotate_header[] =
	"01004000010000000200000000000000010002a8da769b0102a8da769b01000004467d1b1cac5258f440"
	"5bf24458e97fab00d295464932016d3253f17e164b0804467d1b1cac5258f4405bf24458e97fab00d295"
	"464932016d3253f17e164b089836201c3f490916da85db500c82d855d1c4951ccec7ac82ca99510b8149"
	"c7efb202000000000000307279219cd0a2343ce674c4dcca0e29165d0fc55019f94ee11c09f6d672b749";
static const char annotate_id[] =
	"2e933da93c8961c2b3724ac75f62935884899ee15351f1453a338376c77bd09a";

static void assert_id(const struct id *id, const char *hex)
{
	char got[ID_HEX + 1];

	hex_encode(got, id->b, ID_BYTES);
	assert_string_equal(got, hex);
}

static void the_item_of_the_test_vectors_has_its_uid(void **state)
{
	struct id id = hash_bytes("assay item 1", item_body, strlen(item_body));

	(void)state;
	assert_id(&id, item_uid);
}

static void the_first_event_hashed_without_a_key_is_the_project(void **state)
{
	unsigned char header[168];
	struct id id;

	(void)state;
	assert_true(hex_decode(header, sizeof header, project_header, strlen(project_header)));
	id = hash_bytes("assay event 1", header, sizeof header);
	assert_id(&id, project_id);
}

static void a_later_event_is_hashed_with_the_project_as_key(void **state)
{
	unsigned char header[168];
	struct id project, id;
	struct hash h;

	(void)state;
	assert_true(hex_decode(project.b, ID_BYTES, project_id, ID_HEX));
	assert_true(hex_decode(header, sizeof header, annotate_header, strlen(annotate_header)));
	hash_begin(&h, "assay event 1", &project);
	hash_add(&h, header, 100); /* in pieces: it must not matter */
	hash_add(&h, header + 100, sizeof header - 100);
	id = hash_end(&h);
	assert_id(&id, annotate_id);
}

static void domains_keep_hashes_apart(void **state)
{
	struct id a = hash_bytes("assay item 1", "x", 1), b = hash_bytes("assay prompt 1", "x", 1);
	struct id zero = { { 0 } };
	struct short_id sa = id_shorten(&a), sb = id_shorten(&b);

	(void)state;
	assert_false(id_equal(&a, &b));
	assert_false(short_id_equal(&sa, &sb));
	assert_memory_equal(sa.b, a.b, SHORT_ID_BYTES);
	assert_true(id_is_zero(&zero));
	assert_false(id_is_zero(&a));
}

static void hex_is_lower_case_and_of_exact_length(void **state)
{
	unsigned char bytes[2];
	char hex[5];

	(void)state;
	assert_true(hex_decode(bytes, 2, "a0ff", 4));
	hex_encode(hex, bytes, 2);
	assert_string_equal(hex, "a0ff");
	assert_false(hex_decode(bytes, 2, "A0ff", 4));
	assert_false(hex_decode(bytes, 2, "a0f", 3));
	assert_false(hex_decode(bytes, 2, "a0fff", 5));
	assert_false(hex_decode(bytes, 2, "a0fg", 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_item_of_the_test_vectors_has_its_uid),
		cmocka_unit_test(the_first_event_hashed_without_a_key_is_the_project),
		cmocka_unit_test(a_later_event_is_hashed_with_the_project_as_key),
		cmocka_unit_test(domains_keep_hashes_apart),
		cmocka_unit_test(hex_is_lower_case_and_of_exact_length),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
