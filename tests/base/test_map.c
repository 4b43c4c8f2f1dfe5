#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void an_absent_key_has_no_value(void **state)
{
	struct map map = MAP_INIT;

	(void)state;
	assert_null(map_get(&map, "a", 1));
	map_put(&map, "b", 1, NULL);
	assert_null(map_get(&map, "a", 1));
	map_release(&map);
	map_release(&map);
}

static void putting_twice_gives_the_same_slot(void **state)
{
	struct map map = MAP_INIT;
	bool fresh;

	(void)state;
	map_put(&map, "key", 3, &fresh)->number = 5;
	assert_true(fresh);
	assert_int_equal(map_put(&map, "key", 3, &fresh)->number, 5);
	assert_false(fresh);
	assert_int_equal(map.n, 1);
	map_release(&map);
}

static void keys_are_bytes_with_a_length(void **state)
{
	struct map map = MAP_INIT;

	(void)state;
	map_put(&map, "a\0b", 3, NULL)->number = 1;
	map_put(&map, "a\0c", 3, NULL)->number = 2;
	map_put(&map, "a", 1, NULL)->number = 3;
	map_put(&map, "", 0, NULL)->number = 4;
	assert_int_equal(map_get(&map, "a\0b", 3)->number, 1);
	assert_int_equal(map_get(&map, "a\0c", 3)->number, 2);
	assert_int_equal(map_get(&map, "a", 1)->number, 3);
	assert_int_equal(map_get(&map, "", 0)->number, 4);
	map_release(&map);
}

static void keys_are_copied(void **state)
{
	struct map map = MAP_INIT;
	char key[] = "one";

	(void)state;
	map_put(&map, key, 3, NULL)->number = 1;
	key[0] = 'X';
	assert_non_null(map_get(&map, "one", 3));
	map_release(&map);
}

static void many_keys_keep_their_values_while_it_grows(void **state)
{
	struct map map = MAP_INIT;
	char key[32];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int n = snprintf(key, sizeof key, "key %d", i);

		map_put(&map, key, (size_t)n, NULL)->number = i;
	}
	assert_int_equal(map.n, 20000);
	for (int i = 0; i < 20000; i++) {
		int n = snprintf(key, sizeof key, "key %d", i);

		assert_int_equal(map_get(&map, key, (size_t)n)->number, i);
	}
	map_release(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_absent_key_has_no_value),
		cmocka_unit_test(putting_twice_gives_the_same_slot),
		cmocka_unit_test(keys_are_bytes_with_a_length),
		cmocka_unit_test(keys_are_copied),
		cmocka_unit_test(many_keys_keep_their_values_while_it_grows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
