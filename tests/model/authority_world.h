/* authority_world.h - teams of single letters, and what the evaluation says of them. */
#ifndef ASSAY_TESTS_MODEL_AUTHORITY_WORLD_H
#define ASSAY_TESTS_MODEL_AUTHORITY_WORLD_H

#include "tests/model/control_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define ANNOTATOR "\"annotator\""
#define LEAD "\"lead\""

static inline int setup(void **state)
{
	*state = calloc(1, sizeof(struct world));
	return *state == NULL;
}

static inline int teardown(void **state)
{
	struct world *world = *state;

	authority_free(world->authority);
	free(world);
	return 0;
}

/* Owner O is member o, lead L is member l, annotator A is member a. */
static inline void team_of_three(struct world *world)
{
	world_project(world, "closed");
	world_grant(world, 'O', AUDIENCE_TEAM, 2, 'o', "\"owner\"", 'O', "self");
	world_grant(world, 'O', AUDIENCE_TEAM, 3, 'l', LEAD, 'L', "self");
	world_grant(world, 'L', AUDIENCE_MEMBER, 2, 'a', ANNOTATOR, 'A', "self");
}

static inline void effective(const struct world *world, char key, enum audience audience,
			     uint64_t seq, unsigned kind)
{
	const char *reason = world_judge(world, key, audience, seq, kind);

	if (reason != NULL)
		fail_msg("%c %s:%u kind %u is parked: %s", key, audience_name(audience),
			 (unsigned)seq, kind, reason);
}

static inline void parked(const struct world *world, char key, enum audience audience, uint64_t seq,
			  unsigned kind, const char *why)
{
	const char *reason = world_judge(world, key, audience, seq, kind);

	if (reason == NULL)
		fail_msg("%c %s:%u kind %u counts, though %s", key, audience_name(audience),
			 (unsigned)seq, kind, why);
	assert_string_equal(reason, why);
}

static inline const struct authority_member *member_of(const struct world *world, char letter)
{
	struct short_id id = world_member(letter);

	for (size_t i = 0; i < authority_members(world->authority); i++)
		if (short_id_equal(&authority_member(world->authority, i)->id, &id))
			return authority_member(world->authority, i);
	return NULL;
}

static inline int speaks_for(const struct world *world, char letter)
{
	struct id id = world_id(letter);
	const struct authority_key *key = authority_key(world->authority, &id);

	return key == NULL ? '-' : authority_member(world->authority, (size_t)key->member)->id.b[0];
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
