/* The life of a project file: made, opened, closed, copied; and files that are none. */
#include "tests/support/store_fixture.h"

#include <fcntl.h>
#include <sqlite3.h>

static void a_new_project_opens_again_and_checks_clean(void **state)
{
	struct fixture f;
	struct id project;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	project = *store_project(f.store);
	assert_string_equal(store_project_name(f.store), "faucet");
	assert_false(store_is_copy(f.store));
	fixture_check(f.store);
	fixture_reopen(&f);
	assert_memory_equal(project.b, store_project(f.store)->b, ID_BYTES);
	assert_false(store_is_copy(f.store));
	fixture_check(f.store);
	fixture_end(&f);
}

static void the_owner_is_a_member_with_her_name(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_member self, *all;
	struct fixture f;
	struct err err;
	size_t n;

	(void)state;
	fixture_begin(&f);
	fixture_create(&f, false);
	fixture_ok(store_self(f.store, &self, &arena, &err));
	assert_string_equal(self.name, "owner");
	assert_int_equal(self.roles, MEMBER_OWNER);
	fixture_ok(store_members(f.store, &arena, &all, &n, &err));
	assert_int_equal(n, 1);
	arena_release(&arena);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_project_opens_again_and_checks_clean),
		cmocka_unit_test(the_owner_is_a_member_with_her_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
