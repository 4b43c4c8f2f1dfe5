/* Rights that are taken away, and projects that anybody may join. */
#include "tests/model/authority_world.h"

/* ---- revokes ---- */

static void a_revoke_keeps_what_it_says_and_no_more(void **state)
{
	struct world *world = *state;
	struct id stream = world_stream('A', AUDIENCE_SELF), key = world_id('A');

	team_of_three(world);
	world_revoke(world, 'L', 5, 'a', 'A', "", &stream, 40);
	world_build(world);
	effective(world, 'L', AUDIENCE_TEAM, 5, KIND_REVOKE);
	effective(world, 'A', AUDIENCE_SELF, 40, KIND_ANNOTATE);
	parked(world, 'A', AUDIENCE_SELF, 41, KIND_ANNOTATE, "revoked");
	parked(world, 'A', AUDIENCE_TEAM, 1, KIND_STREAM, "revoked"); /* a stream not named */
	assert_string_equal(authority_key(world->authority, &key)->revoked,
			    "{\"41414141414141414141414141414141414141414141414141414141"
			    "41414103\":40}");
	assert_int_equal(member_of(world, 'a')->roles, 0);
}

static void a_member_revoked_loses_all_her_keys(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world_grant(world, 'A', AUDIENCE_SELF, 3, 'a', "", 'B', "self");
	world_revoke(world, 'L', 5, 'a', 0, "", NULL, 0);
	world_build(world);
	parked(world, 'A', AUDIENCE_SELF, 3, KIND_ANNOTATE, "revoked");
	parked(world, 'B', AUDIENCE_SELF, 1, KIND_ANNOTATE, "unenrolled");
}

static void a_key_added_with_a_stolen_one_falls_with_it(void **state)
{
	struct world *world = *state;
	struct id stream = world_stream('A', AUDIENCE_SELF);

	team_of_three(world);
	world_grant(world, 'A', AUDIENCE_SELF, 30, 'a', "", 'B', "self");
	world_grant(world, 'A', AUDIENCE_SELF, 50, 'a', "", 'C', "self");
	world_revoke(world, 'L', 5, 'a', 'A', "", &stream, 40);
	world_build(world);
	effective(world, 'B', AUDIENCE_SELF, 5, KIND_ANNOTATE);
	parked(world, 'C', AUDIENCE_SELF, 5, KIND_ANNOTATE, "unenrolled");
	parked(world, 'A', AUDIENCE_SELF, 50, KIND_GRANT, "revoked");
}

static void equals_do_not_revoke_each_other(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world_grant(world, 'O', AUDIENCE_TEAM, 4, 'm', LEAD, 'M', "self");
	world_revoke(world, 'L', 5, 'm', 0, "", NULL, 0);
	world_revoke(world, 'M', 5, 'l', 'L', LEAD, NULL, 0);
	world_revoke(world, 'L', 6, 'o', 0, "\"owner\"", NULL, 0);
	world_build(world);
	effective(world, 'M', AUDIENCE_TEAM, 9, KIND_BATCH);
	effective(world, 'L', AUDIENCE_TEAM, 9, KIND_BATCH);
	effective(world, 'M', AUDIENCE_SELF, 9, KIND_ANNOTATE); /* a lead has it by being one */
	parked(world, 'M', AUDIENCE_TEAM, 5, KIND_REVOKE, "role");
	parked(world, 'L', AUDIENCE_TEAM, 6, KIND_REVOKE, "role");
}

static void an_owner_revokes_a_lead_and_what_she_granted_later(void **state)
{
	struct world *world = *state;
	struct id stream = world_stream('L', AUDIENCE_MEMBER);

	team_of_three(world);
	world_grant(world, 'L', AUDIENCE_MEMBER, 9, 'b', ANNOTATOR, 'B', "self");
	world_revoke(world, 'O', 5, 'l', 0, LEAD, &stream, 2);
	world_build(world);
	effective(world, 'A', AUDIENCE_SELF, 9, KIND_ANNOTATE);
	parked(world, 'B', AUDIENCE_SELF, 9, KIND_ANNOTATE, "unenrolled");
	parked(world, 'L', AUDIENCE_TEAM, 9, KIND_BATCH, "revoked");
	parked(world, 'L', AUDIENCE_MEMBER, 9, KIND_GRANT, "revoked");
}

static void one_role_can_be_taken_and_another_left(void **state)
{
	struct world *world = *state;
	struct id key = world_id('A');

	team_of_three(world);
	world_grant(world, 'L', AUDIENCE_TEAM, 3, 'a', "\"reviewer\"", 'A', "self");
	world_revoke(world, 'L', 5, 'a', 0, "\"reviewer\"", NULL, 0);
	world_build(world);
	effective(world, 'A', AUDIENCE_SELF, 9, KIND_ANNOTATE);
	parked(world, 'A', AUDIENCE_STAFF, 9, KIND_REVIEW, "revoked");
	assert_null(authority_key(world->authority, &key)->revoked);
	assert_int_equal(member_of(world, 'a')->roles, MEMBER_ANNOTATOR);
}

static void the_recovery_key_unmakes_owners_and_makes_new_ones(void **state)
{
	struct world *world = *state;
	struct id stream = world_stream('O', AUDIENCE_TEAM);

	team_of_three(world);
	world_grant(world, 'O', AUDIENCE_TEAM, 8, 'x', "\"owner\"", 'X', "self");
	world_revoke(world, 'R', 2, 'o', 0, "", &stream, 3);
	world_grant(world, 'R', AUDIENCE_TEAM, 3, 'n', "\"owner\"", 'N', "self");
	world_revoke(world, 'N', 2, 'l', 0, "", NULL, 0);
	world_build(world);
	parked(world, 'O', AUDIENCE_TEAM, 8, KIND_GRANT, "revoked");
	parked(world, 'O', AUDIENCE_TEAM, 9, KIND_EPOCH, "revoked");
	parked(world, 'X', AUDIENCE_TEAM, 9, KIND_EPOCH, "unenrolled");
	effective(world, 'N', AUDIENCE_TEAM, 9, KIND_EPOCH);
	effective(world, 'O', AUDIENCE_TEAM, 3, KIND_GRANT);
	parked(world, 'L', AUDIENCE_TEAM, 9, KIND_BATCH, "revoked");
	effective(world, 'R', AUDIENCE_TEAM, 3, KIND_GRANT);
}

static void the_recovery_key_does_nothing_else(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world_grant(world, 'R', AUDIENCE_TEAM, 2, 'x', LEAD, 'X', "self");
	world_revoke(world, 'R', 3, 'l', 0, LEAD, NULL, 0);
	world_build(world);
	parked(world, 'X', AUDIENCE_TEAM, 9, KIND_BATCH, "unenrolled");
	effective(world, 'L', AUDIENCE_TEAM, 9, KIND_BATCH);
	parked(world, 'R', AUDIENCE_TEAM, 9, KIND_EPOCH, "unenrolled");
}

static void rights_are_asked_for_at_a_place(void **state)
{
	struct world *world = *state;
	struct id key = world_id('L'), stream = world_stream('L', AUDIENCE_SELF);

	team_of_three(world);
	world_revoke(world, 'O', 5, 'l', 0, "", &stream, 7);
	world_build(world);
	assert_true(authority_roles(world->authority, &key, &stream, 7) & MEMBER_LEAD);
	assert_true(authority_roles(world->authority, &key, &stream, 7) & MEMBER_ANNOTATOR);
	assert_int_equal(authority_roles(world->authority, &key, &stream, 8), 0);
	key = world_id('X');
	assert_int_equal(authority_roles(world->authority, &key, &stream, 1), 0);
}

/* ---- joining ---- */

static void an_open_project_takes_a_key_at_its_word(void **state)
{
	struct world *world = *state;

	world_project(world, "open");
	world_grant(world, 'J', AUDIENCE_SELF, 2, 'j', ANNOTATOR, 'J', "self");
	world_grant(world, 'J', AUDIENCE_SELF, 3, 'j', "", 'K', "self");
	world_build(world);
	assert_true(authority_join_open(world->authority));
	effective(world, 'J', AUDIENCE_SELF, 2, KIND_GRANT);
	effective(world, 'J', AUDIENCE_SELF, 9, KIND_ANNOTATE);
	effective(world, 'K', AUDIENCE_SELF, 9, KIND_ANNOTATE);
	parked(world, 'J', AUDIENCE_STAFF, 9, KIND_REVIEW, "role");
}

static void nobody_joins_a_closed_project_or_as_more_than_annotator(void **state)
{
	struct world *world = *state;

	world_project(world, "closed");
	world_grant(world, 'J', AUDIENCE_SELF, 2, 'j', ANNOTATOR, 'J', "self");
	world_build(world);
	parked(world, 'J', AUDIENCE_SELF, 2, KIND_GRANT, "unenrolled");
	parked(world, 'J', AUDIENCE_SELF, 9, KIND_ANNOTATE, "unenrolled");
	world->n = 0;
	world_project(world, "open");
	world_grant(world, 'J', AUDIENCE_TEAM, 2, 'j', "\"annotator\",\"reviewer\"", 'J', "self");
	world_grant(world, 'I', AUDIENCE_SELF, 2, 'i', ANNOTATOR, 'H', "self"); /* another's key */
	world_build(world);
	assert_int_equal(authority_keys(world->authority), 0);
}

static void nobody_joins_as_somebody_else(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world_policy(world, 'O', 4, "open");
	world_grant(world, 'J', AUDIENCE_SELF, 2, 'a', ANNOTATOR, 'J', "self");
	world_grant(world, 'K', AUDIENCE_SELF, 2, 'k', ANNOTATOR, 'K', "self");
	world_grant(world, 'M', AUDIENCE_SELF, 2, 'k', ANNOTATOR, 'M', "self");
	world_build(world);
	assert_int_equal(speaks_for(world, 'J'), '-');
	assert_int_equal(speaks_for(world, 'K'), '-');
	assert_int_equal(speaks_for(world, 'M'), '-');
	world_grant(world, 'L', AUDIENCE_MEMBER, 8, 'k', ANNOTATOR, 'K',
		    "self"); /* a lead decides */
	world_build(world);
	assert_int_equal(speaks_for(world, 'K'), 'k');
	assert_int_equal(speaks_for(world, 'M'), '-');
}

static void the_stricter_of_two_policies_counts_until_one_replaces_both(void **state)
{
	struct world *world = *state;
	struct control_event *open, *closed, *both;

	team_of_three(world);
	world_grant(world, 'O', AUDIENCE_TEAM, 4, 'p', "\"owner\"", 'P', "self");
	open = world_policy(world, 'O', 5, "open");
	world_build(world);
	assert_true(authority_join_open(world->authority));
	closed = world_policy(world, 'P', 2, "closed");
	world_build(world);
	assert_false(authority_join_open(world->authority));
	both = world_policy(world, 'O', 6, "open");
	world->supersedes[0] = open->id;
	world->supersedes[1] = closed->id;
	both->supersedes = world->supersedes;
	both->n_supersedes = 2;
	world_build(world);
	assert_true(authority_join_open(world->authority));
	world_policy(world, 'L', 9, "closed"); /* no owner */
	world_build(world);
	assert_true(authority_join_open(world->authority));
	parked(world, 'L', AUDIENCE_TEAM, 9, KIND_POLICY, "role");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_revoke_keeps_what_it_says_and_no_more),
		TEST(a_member_revoked_loses_all_her_keys),
		TEST(a_key_added_with_a_stolen_one_falls_with_it),
		TEST(equals_do_not_revoke_each_other),
		TEST(an_owner_revokes_a_lead_and_what_she_granted_later),
		TEST(one_role_can_be_taken_and_another_left),
		TEST(the_recovery_key_unmakes_owners_and_makes_new_ones),
		TEST(the_recovery_key_does_nothing_else),
		TEST(rights_are_asked_for_at_a_place),
		TEST(an_open_project_takes_a_key_at_its_word),
		TEST(nobody_joins_a_closed_project_or_as_more_than_annotator),
		TEST(nobody_joins_as_somebody_else),
		TEST(the_stricter_of_two_policies_counts_until_one_replaces_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
