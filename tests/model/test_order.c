/* The vectors were worked out with Python's hashlib.blake2b. */
#include "model/order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static struct short_id short_id_of(uint8_t byte)
{
	struct short_id id;

	memset(id.b, byte, sizeof id.b);
	return id;
}

static struct id id_of(uint8_t byte)
{
	struct id id;

	memset(id.b, byte, sizeof id.b);
	return id;
}

static void assert_order(uint8_t member, uint8_t uid, int n, const int *expected)
{
	struct short_id seed = short_id_of(0x0f), who = short_id_of(member),
			batch = short_id_of(0x0d);
	struct id item = id_of(uid);
	int order[9];

	order_responses(&seed, &who, &batch, &item, true, n, order);
	for (int i = 0; i < n; i++)
		assert_int_equal(order[i], expected[i]);
}

static void the_shown_order_is_the_published_one(void **state)
{
	(void)state;
	assert_order(0x0a, 0x01, 2, (const int[]){ 2, 1 });
	assert_order(0x0a, 0x02, 2, (const int[]){ 2, 1 });
	assert_order(0x0b, 0x01, 2, (const int[]){ 1, 2 });
	assert_order(0x0a, 0x01, 9, (const int[]){ 6, 2, 1, 9, 3, 8, 5, 4, 7 });
	assert_order(0x0b, 0x03, 6, (const int[]){ 3, 6, 2, 4, 1, 5 });
}

static void without_shuffle_the_order_is_that_of_the_item(void **state)
{
	struct short_id any = short_id_of(1);
	struct id item = id_of(2);
	int order[4];

	(void)state;
	order_responses(&any, &any, &any, &item, false, 4, order);
	for (int i = 0; i < 4; i++)
		assert_int_equal(order[i], i + 1);
}

static void over_many_items_each_place_is_taken_by_each_response_alike(void **state)
{
	struct short_id seed = short_id_of(0x0f), who = short_id_of(0x0a),
			batch = short_id_of(0x0d);
	struct id item = id_of(0);
	int first[5] = { 0 }, order[4];

	(void)state;
	for (int i = 0; i < 4000; i++) {
		item.b[0] = (uint8_t)i;
		item.b[1] = (uint8_t)(i >> 8);
		order_responses(&seed, &who, &batch, &item, true, 4, order);
		first[order[0]]++;
	}
	for (int r = 1; r <= 4; r++)
		assert_in_range(first[r], 880, 1120); /* four standard deviations */
}

static void a_task_in_given_order_sorts_by_clock_stream_seq_and_line(void **state)
{
	struct short_id any = short_id_of(1);
	struct id stream = id_of(0xab);
	uint8_t ord[ORD_BYTES];
	static const uint8_t expected[ORD_BYTES] = {
		0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0xab, 0xab, 0xab, 0xab,
		0xab, 0xab, 0xab, 0xab, 0x00, 0x00, 0x01, 0x02, 0x0a, 0x0b, 0x0c, 0x0d,
	};

	(void)state;
	order_task(ord, false, &any, &any, UINT64_C(0x0102030405060708), &stream, 0x102,
		   0x0a0b0c0d);
	assert_memory_equal(ord, expected, sizeof ord);
}

static void a_shuffled_task_sorts_by_its_group_first(void **state)
{
	struct short_id seed = short_id_of(0x0f), group = short_id_of(0x05);
	struct id stream = id_of(0xab);
	uint8_t ord[ORD_BYTES];
	static const uint8_t expected[ORD_BYTES] = {
		0x94, 0xaa, 0x73, 0x5f, 0xa9, 0x13, 0x22, 0xbc, 0x01, 0x02, 0x03, 0x04,
		0x05, 0x06, 0x07, 0x08, 0x00, 0x00, 0x01, 0x02, 0x0a, 0x0b, 0x0c, 0x0d,
	};

	(void)state;
	order_task(ord, true, &seed, &group, UINT64_C(0x0102030405060708), &stream, 0x102,
		   0x0a0b0c0d);
	assert_memory_equal(ord, expected, sizeof ord);
}

static void the_split_is_the_published_coin(void **state)
{
	struct id project = id_of(0x11);
	struct short_id group = short_id_of(0x05), other = short_id_of(0x06);

	(void)state;
	assert_true(order_split(&project, &group) == 0x1.e841dab719c94p-1);
	assert_true(order_split(&project, &other) == 0x1.c1c423ad89186p-2);
}

static void a_tenth_of_all_groups_falls_below_a_tenth(void **state)
{
	struct id project = id_of(0x11);
	struct short_id group = short_id_of(0);
	int below = 0;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		double x;

		group.b[0] = (uint8_t)i;
		group.b[1] = (uint8_t)(i >> 8);
		x = order_split(&project, &group);
		assert_true(x >= 0 && x < 1);
		below += x < 0.1 ? 1 : 0;
	}
	assert_in_range(below, 880, 1120);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shown_order_is_the_published_one),
		cmocka_unit_test(without_shuffle_the_order_is_that_of_the_item),
		cmocka_unit_test(over_many_items_each_place_is_taken_by_each_response_alike),
		cmocka_unit_test(a_task_in_given_order_sorts_by_clock_stream_seq_and_line),
		cmocka_unit_test(a_shuffled_task_sorts_by_its_group_first),
		cmocka_unit_test(the_split_is_the_published_coin),
		cmocka_unit_test(a_tenth_of_all_groups_falls_below_a_tenth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
