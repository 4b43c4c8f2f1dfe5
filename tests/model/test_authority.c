/* The plain team and its grants: who may do what. */
#include "tests/model/authority_world.h"

/* ---- the plain team ---- */

static void each_role_may_do_what_the_table_says(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world_build(world);
	effective(world, 'O', AUDIENCE_TEAM, 1, KIND_PROJECT);
	effective(world, 'O', AUDIENCE_TEAM, 2, KIND_GRANT);
	effective(world, 'O', AUDIENCE_TEAM, 3, KIND_GRANT);
	effective(world, 'O', AUDIENCE_TEAM, 4, KIND_EPOCH);
	effective(world, 'O', AUDIENCE_TEAM, 4, KIND_BATCH);
	effective(world, 'O', AUDIENCE_SELF, 4, KIND_ANNOTATE);
	effective(world, 'L', AUDIENCE_MEMBER, 2, KIND_GRANT);
	effective(world, 'L', AUDIENCE_TEAM, 4, KIND_BATCH);
	effective(world, 'L', AUDIENCE_STAFF, 4, KIND_ADJUDICATE);
	parked(world, 'L', AUDIENCE_TEAM, 4, KIND_EPOCH, "role");
	effective(world, 'A', AUDIENCE_SELF, 4, KIND_ANNOTATE);
	effective(world, 'A', AUDIENCE_SELF, 4, KIND_COMMENT);
	parked(world, 'A', AUDIENCE_TEAM, 4, KIND_BATCH, "role");
	parked(world, 'A', AUDIENCE_STAFF, 4, KIND_REVIEW, "role");
	parked(world, 'A', AUDIENCE_STAFF, 4, KIND_ANNOTATE, "audience");
	parked(world, 'L', AUDIENCE_STAFF, 4, KIND_BATCH, "audience");
}

static void members_and_keys_are_listed(void **state)
{
	struct world *world = *state;
	struct id key;

	team_of_three(world);
	world_build(world);
	assert_int_equal(authority_members(world->authority), 3);
	assert_int_equal(authority_keys(world->authority), 3);
	assert_int_equal(member_of(world, 'o')->roles, MEMBER_OWNER);
	assert_int_equal(member_of(world, 'l')->roles, MEMBER_LEAD);
	assert_int_equal(member_of(world, 'a')->roles, MEMBER_ANNOTATOR);
	assert_string_equal(member_of(world, 'a')->name, "a by L");
	key = world_id('A');
	assert_true(id_equal(&member_of(world, 'a')->box, &key));
	assert_int_equal(speaks_for(world, 'A'), 'a');
	assert_null(authority_key(world->authority, &key)->revoked);
	assert_false(authority_key(world->authority, &key)->host);
}

static void unknown_kinds_schemas_and_keys_are_parked_with_their_reason(void **state)
{
	struct world *world = *state;
	struct id key = world_id('A'), stream = world_stream('A', AUDIENCE_SELF);
	struct short_id reader = world_member(0);

	team_of_three(world);
	world_build(world);
	parked(world, 'A', AUDIENCE_SELF, 4, 93, "kind");
	parked(world, 'A', AUDIENCE_SELF, 4, 40000, "kind");
	assert_string_equal(authority_judge(world->authority, &key, &stream, 4, KIND_ANNOTATE, 2,
					    AUDIENCE_SELF, &reader),
			    "schema");
	parked(world, 'X', AUDIENCE_SELF, 4, KIND_ANNOTATE, "unenrolled");
	effective(world, 'X', AUDIENCE_SELF, 1, KIND_STREAM);
}

static void without_the_first_event_nobody_may_do_anything(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world->event[0].seq = 2;
	world_build(world);
	parked(world, 'O', AUDIENCE_TEAM, 2, KIND_GRANT, "unenrolled");
	parked(world, 'O', AUDIENCE_SELF, 2, KIND_ANNOTATE, "unenrolled");
	assert_int_equal(authority_members(world->authority), 0);
}

static void another_project_event_makes_nobody_an_owner(void **state)
{
	struct world *world = *state;
	struct control_event *e;

	team_of_three(world);
	e = world_add(world, KIND_PROJECT, 'X', AUDIENCE_TEAM, 1);
	memcpy(world->payload[world->n - 1], world->payload[0], WORLD_PAYLOAD);
	memset(strstr(world->payload[world->n - 1], "4f4f"), '5', 64);
	world_written(e);
	world_build(world);
	parked(world, 'X', AUDIENCE_TEAM, 1, KIND_PROJECT, "role");
	parked(world, 'X', AUDIENCE_TEAM, 2, KIND_EPOCH, "unenrolled");
	parked(world, 'U', AUDIENCE_TEAM, 2, KIND_EPOCH, "unenrolled");
}

static void an_owner_counts_before_she_has_enrolled_herself(void **state)
{
	struct world *world = *state;

	world_project(world, "closed");
	world_grant(world, 'O', AUDIENCE_TEAM, 2, 'l', LEAD, 'L', "self");
	world_build(world);
	effective(world, 'O', AUDIENCE_TEAM, 3, KIND_EPOCH);
	effective(world, 'L', AUDIENCE_TEAM, 3, KIND_BATCH);
	assert_int_equal(speaks_for(world, 'O'), '-');
	assert_int_equal(speaks_for(world, 'L'), 'l');
}

/* ---- grants ---- */

static void enrolment_later_makes_earlier_work_effective(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world_build(world);
	parked(world, 'B', AUDIENCE_SELF, 2, KIND_ANNOTATE, "unenrolled");
	world_grant(world, 'L', AUDIENCE_MEMBER, 900, 'b', ANNOTATOR, 'B', "self");
	world_build(world);
	effective(world, 'B', AUDIENCE_SELF, 2, KIND_ANNOTATE);
}

static void nobody_grants_above_her_own_level(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world_grant(world, 'L', AUDIENCE_TEAM, 3, 'x', LEAD, 'X', "self");
	world_grant(world, 'L', AUDIENCE_TEAM, 4, 'y', "\"annotator\",\"owner\"", 'Y', "self");
	world_grant(world, 'A', AUDIENCE_TEAM, 3, 'z', ANNOTATOR, 'Z', "self");
	world_build(world);
	parked(world, 'L', AUDIENCE_TEAM, 3, KIND_GRANT, "role");
	parked(world, 'L', AUDIENCE_TEAM, 4, KIND_GRANT, "role");
	parked(world, 'A', AUDIENCE_TEAM, 3, KIND_GRANT, "role");
	parked(world, 'Y', AUDIENCE_SELF, 2, KIND_ANNOTATE, "unenrolled");
	assert_int_equal(speaks_for(world, 'Z'), '-');
}

static void an_owner_may_grant_owners_who_grant_leads(void **state)
{
	struct world *world = *state;

	world_project(world, "closed");
	world_grant(world, 'Q', AUDIENCE_TEAM, 2, 'l', LEAD, 'L', "self");
	world_grant(world, 'P', AUDIENCE_TEAM, 2, 'q', "\"owner\"", 'Q', "self");
	world_grant(world, 'O', AUDIENCE_TEAM, 2, 'p', "\"owner\"", 'P', "self");
	world_build(world);
	effective(world, 'L', AUDIENCE_TEAM, 3, KIND_BATCH);
}

static void staff_is_made_before_the_whole_team(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world_grant(world, 'L', AUDIENCE_MEMBER, 3, 'v', "\"reviewer\"", 'V', "self");
	world_grant(world, 'L', AUDIENCE_MEMBER, 4, 'w', ANNOTATOR, 'W', "self")->reader =
		world_member('a');
	world_build(world);
	parked(world, 'L', AUDIENCE_MEMBER, 3, KIND_GRANT, "audience");
	parked(world, 'L', AUDIENCE_MEMBER, 4, KIND_GRANT, "audience");
	assert_int_equal(speaks_for(world, 'V'), '-');
	assert_int_equal(speaks_for(world, 'W'), '-');
}

static void a_broken_grant_is_parked_and_not_half_believed(void **state)
{
	static const char *const broken[] = {
		"{\"keys\":[],\"member\":\"6161\",\"name\":\"x\",\"roles\":[],\"sealed\":[]}",
		"{\"keys\":[],\"name\":\"x\"}",
		"[]",
		"not JSON",
		"",
	};
	struct world *world = *state;

	team_of_three(world);
	world->event[3].payload = broken[0];
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		world->event[3].payload = broken[i];
		world->event[3].payload_len = strlen(broken[i]);
		world_build(world);
		parked(world, 'L', AUDIENCE_MEMBER, 2, KIND_GRANT, "payload");
		parked(world, 'A', AUDIENCE_SELF, 2, KIND_ANNOTATE, "unenrolled");
	}
	world->event[3].payload = NULL;
	world_build(world);
	parked(world, 'L', AUDIENCE_MEMBER, 2, KIND_GRANT, "payload");
}

static void a_member_adds_a_key_to_herself(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world_grant(world, 'B', AUDIENCE_SELF, 2, 'a', "", 'C', "self"); /* B before it is known */
	world_grant(world, 'A', AUDIENCE_SELF, 3, 'a', "", 'B', "host");
	world_grant(world, 'A', AUDIENCE_SELF, 4, 'a', "", 'D', "self");
	world_grant(world, 'D', AUDIENCE_SELF, 2, 'a', "", 'E', "self");
	world_build(world);
	effective(world, 'A', AUDIENCE_SELF, 3, KIND_GRANT);
	effective(world, 'B', AUDIENCE_SELF, 7, KIND_ANNOTATE);
	effective(world, 'E', AUDIENCE_SELF, 7, KIND_ANNOTATE);
	assert_int_equal(speaks_for(world, 'E'), 'a');
	/* A key on a shared host adds none. */
	parked(world, 'B', AUDIENCE_SELF, 2, KIND_GRANT, "role");
	parked(world, 'C', AUDIENCE_SELF, 7, KIND_ANNOTATE, "unenrolled");
}

static void nobody_adds_a_key_to_somebody_else(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world_grant(world, 'A', AUDIENCE_SELF, 3, 'l', "", 'X', "self");
	world_grant(world, 'A', AUDIENCE_TEAM, 3, 'o', "", 'Y', "self");
	world_grant(world, 'A', AUDIENCE_SELF, 4, 'a', "", 'L', "self"); /* claims the lead's key */
	world_build(world);
	parked(world, 'A', AUDIENCE_SELF, 3, KIND_GRANT, "role");
	parked(world, 'A', AUDIENCE_TEAM, 3, KIND_GRANT, "role");
	assert_int_equal(speaks_for(world, 'X'), '-');
	assert_int_equal(speaks_for(world, 'L'), 'l');
}

static void a_leads_new_key_is_a_lead_if_the_team_can_see_it(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world_grant(world, 'L', AUDIENCE_TEAM, 3, 'l', "", 'M', "self");
	world_grant(world, 'L', AUDIENCE_SELF, 3, 'l', "", 'N', "self");
	world_grant(world, 'M', AUDIENCE_MEMBER, 3, 'b', ANNOTATOR, 'B', "self");
	world_build(world);
	effective(world, 'M', AUDIENCE_TEAM, 9, KIND_BATCH);
	effective(world, 'B', AUDIENCE_SELF, 9, KIND_ANNOTATE);
	parked(world, 'N', AUDIENCE_TEAM, 9, KIND_BATCH, "unenrolled");
}

static void an_external_member_needs_no_key(void **state)
{
	struct world *world = *state;
	struct short_id external = world_member('g'), annotator = world_member('a');

	team_of_three(world);
	world_grant(world, 'L', AUDIENCE_TEAM, 3, 'g', "\"external\"", 0, "");
	world_build(world);
	assert_non_null(member_of(world, 'g'));
	assert_true(authority_external(world->authority, &external));
	assert_false(authority_external(world->authority, &annotator));
}

static void a_key_named_by_two_leads_speaks_for_one_member_on_every_replica(void **state)
{
	struct world *world = *state;

	team_of_three(world);
	world_grant(world, 'O', AUDIENCE_TEAM, 4, 'm', LEAD, 'M', "self");
	world_grant(world, 'M', AUDIENCE_MEMBER, 2, 'z', ANNOTATOR, 'Z', "self");
	world_grant(world, 'L', AUDIENCE_MEMBER, 9, 'y', ANNOTATOR, 'Z', "self");
	world_build(world);
	assert_int_equal(speaks_for(world, 'Z'), 'y');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_role_may_do_what_the_table_says),
		TEST(members_and_keys_are_listed),
		TEST(unknown_kinds_schemas_and_keys_are_parked_with_their_reason),
		TEST(without_the_first_event_nobody_may_do_anything),
		TEST(another_project_event_makes_nobody_an_owner),
		TEST(an_owner_counts_before_she_has_enrolled_herself),
		TEST(enrolment_later_makes_earlier_work_effective),
		TEST(nobody_grants_above_her_own_level),
		TEST(an_owner_may_grant_owners_who_grant_leads),
		TEST(staff_is_made_before_the_whole_team),
		TEST(a_broken_grant_is_parked_and_not_half_believed),
		TEST(a_member_adds_a_key_to_herself),
		TEST(nobody_adds_a_key_to_somebody_else),
		TEST(a_leads_new_key_is_a_lead_if_the_team_can_see_it),
		TEST(an_external_member_needs_no_key),
		TEST(a_key_named_by_two_leads_speaks_for_one_member_on_every_replica),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
