/* one_project.h - a project for each test anew: N items in the batch "faucets", the first of them
 * at hand.  In a SHARED_TEST a guest, Alice, has joined. */
#ifndef ASSAY_TESTS_STORE_ONE_PROJECT_H
#define ASSAY_TESTS_STORE_ONE_PROJECT_H

#include "tests/support/store_fixture.h"

struct project_wanted {
	int items, overlap;
	bool shared;
};

static struct fixture f;
static struct arena arena;
static struct store_task task; /* the first one */
static struct err err;
static struct fixture_person guest;
static struct store *hers; /* the guest's window; NULL: nobody came */

static inline int project_setup(void **state)
{
	const struct project_wanted *wanted = *state;

	fixture_project_for(&f, wanted->items, wanted->overlap);
	task = fixture_task(&f, 1);
	if (wanted->shared)
		hers = fixture_join(&f, &guest, 5, "alice");
	return 0;
}

/* A closed project of N items for two each; the guest is NAME, whose key nobody has granted. */
static inline void project_closed_to(const char *name, int n)
{
	fixture_begin(&f);
	fixture_create(&f, false);
	fixture_batch(&f, "faucets", 2, false);
	fixture_import(&f, "faucets", 0, n, 0);
	task = fixture_task(&f, 1);
	fixture_person(&guest, 5, name);
	hers = fixture_open_as(&f, &guest);
}

static inline int project_teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	store_close(hers);
	hers = NULL;
	fixture_end(&f);
	err = (struct err){ .code = ERR_NONE };
	return 0;
}

#define PROJECT_WANTED(name, ...)                                                       \
	cmocka_unit_test_prestate_setup_teardown(name, project_setup, project_teardown, \
						 &((struct project_wanted){ __VA_ARGS__ }))
#define PROJECT_TEST(name, n) PROJECT_WANTED(name, .items = (n), .overlap = 1)
#define SHARED_TEST(name, n, people) \
	PROJECT_WANTED(name, .items = (n), .overlap = (people), .shared = true)

#endif
