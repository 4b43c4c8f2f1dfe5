#include "base/arena.h"
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void bytes_are_appended_with_a_nul_behind(void **state)
{
	struct buf buf = BUF_INIT;

	(void)state;
	assert_string_equal(buf_str(&buf), "");
	buf_adds(&buf, "ab");
	buf_addc(&buf, 'c');
	buf_addf(&buf, "-%d-%s", 42, "x");
	buf_add(&buf, "\0z", 2);
	assert_int_equal(buf.len, 10);
	assert_memory_equal(buf.data, "abc-42-x\0z", 11);
	buf_clear(&buf);
	assert_string_equal(buf_str(&buf), "");
	buf_release(&buf);
}

static void spare_bytes_always_follow(void **state)
{
	struct buf buf = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < 5000; i++) {
		buf_addc(&buf, 'x');
		/* The sanitizer objects if these bytes are not ours. */
		memset(buf.data + buf.len + 1, 0x55, BUF_SPARE);
	}
	assert_int_equal(buf.len, 5000);
	assert_int_equal(strspn(buf.data, "x"), 5000);
	buf_release(&buf);
}

static void code_points_become_utf8(void **state)
{
	static const unsigned points[] = {
		0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff
	};
	struct buf buf = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof points / sizeof *points; i++)
		buf_add_utf8(&buf, points[i]);
	assert_string_equal(buf.data, "A\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf"
				      "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
	buf_release(&buf);
}

static void detaching_leaves_an_empty_buf(void **state)
{
	struct buf buf = BUF_INIT;
	char *s;

	(void)state;
	buf_adds(&buf, "mine");
	s = buf_detach(&buf);
	assert_string_equal(s, "mine");
	assert_null(buf.data);
	free(s);
	s = buf_detach(&buf);
	assert_string_equal(s, "");
	free(s);
}

static void arena_memory_is_zeroed_aligned_and_reusable(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t n = 1; n < 3000; n += 7) {
			char *p = arena_alloc(&arena, n);

			assert_int_equal((uintptr_t)p % sizeof(void *), 0);
			for (size_t i = 0; i < n; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xaa, n);
		}
		assert_string_equal(arena_strndup(&arena, "abcdef", 3), "abc");
		arena_clear(&arena);
	}
	arena_alloc(&arena, 5000000);
	arena_clear(&arena);
	assert_null(arena.blocks);
	arena_release(&arena);
}

/* Readers of JSON look at bytes behind the text. */
static void a_format_of_any_length_leaves_the_spare_bytes(void **state)
{
	(void)state;
	for (int n = 0; n < 300; n++) {
		struct buf buf = BUF_INIT;

		for (int times = 1; times <= 3; times++) {
			buf_addf(&buf, "%*s", n, "");
			assert_int_equal(buf.len, times * n);
			assert_int_equal(strlen(buf.data), buf.len);
			assert_true(buf.cap >= buf.len + 1 + BUF_SPARE);
		}
		buf_release(&buf);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_appended_with_a_nul_behind),
		cmocka_unit_test(spare_bytes_always_follow),
		cmocka_unit_test(code_points_become_utf8),
		cmocka_unit_test(detaching_leaves_an_empty_buf),
		cmocka_unit_test(arena_memory_is_zeroed_aligned_and_reusable),
		cmocka_unit_test(a_format_of_any_length_leaves_the_spare_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
