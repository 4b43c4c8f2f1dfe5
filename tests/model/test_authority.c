#include "tests/model/control_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define ANNOTATOR "\"annotator\""
#define LEAD "\"lead\""

static int setup(void **state)
{
	*state = calloc(1, sizeof(struct world));
	return *state == NULL;
}

static int teardown(void **state)
{
	struct world *world = *state;

	authority_free(world->authority);
	free(world);
	return 0;
}

/* Owner O is member o, lead L is member l, annotator A is member a. */
static void team_of_three(struct world *world)
{
	world_project(world, "closed");
	world_grant(world, 'O', AUDIENCE_TEAM, 2, 'o', "\"owner\"", 'O', "self");
	world_grant(world, 'O', AUDIENCE_TEAM, 3, 'l', LEAD, 'L', "self");
	world_grant(world, 'L', AUDIENCE_MEMBER, 2, 'a', ANNOTATOR, 'A', "self");
}

static void effective(const struct world *world, char key, enum audience audience, uint64_t seq,
		      unsigned kind)
{
	const char *reason = world_judge(world, key, audience, seq, kind);

	if (reason != NULL)
		fail_msg("%c %s:%u kind %u is parked: %s", key, audience_name(audience),
			 (unsigned)seq, kind, reason);
}

static void parked(const struct world *world, char key, enum audience audience, uint64_t seq,
		   unsigned kind, const char *why)
{
	const char *reason = world_judge(world, key, audience, seq, kind);

	if (reason == NULL)
		fail_msg("%c %s:%u kind %u counts, though %s", key, audience_name(audience),
			 (unsigned)seq, kind, why);
	assert_string_equal(reason, why);
}

static const struct authority_member *member_of(const struct world *world, char letter)
{
	struct short_id id = world_member(letter);

	for (size_t i = 0; i < authority_members(world->authority); i++)
		if (short_id_equal(&authority_member(world->authority, i)->id, &id))
			return authority_member(world->authority, i);
	return NULL;
}

static int speaks_for(const struct world *world, char letter)
{
	struct id id = world_id(letter);
	const struct authority_key *key = authority_key(world->authority, &id);

	return key == NULL ? '-' : authority_member(world->authority, (size_t)key->member)->id.b[0];
}

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

/* ---- any order ---- */

static unsigned draw(uint64_t *random, unsigned n)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (unsigned)(*random >> 33) % n;
}

static void random_event(struct world *world, uint64_t *random, uint64_t seq)
{
	static const char keys[] = "OPLMABCR", members[] = "oplmabc";
	static const char *const roles[] = {
		"", ANNOTATOR, LEAD, "\"owner\"", "\"reviewer\"", "\"annotator\",\"lead\""
	};
	static const enum audience audiences[] = { AUDIENCE_TEAM,   AUDIENCE_TEAM, AUDIENCE_TEAM,
						   AUDIENCE_MEMBER, AUDIENCE_SELF, AUDIENCE_STAFF };
	char signer = keys[draw(random, 2) == 0 ? draw(random, 8) : 2 * draw(random, 2)];
	char member = members[draw(random, 7)];
	char key = keys[draw(random, 7)];
	const char *role = roles[draw(random, 6)];
	struct id stream = world_stream(keys[draw(random, 8)], (enum audience)draw(random, 4));

	if (draw(random, 12) == 0)
		world_policy(world, signer, seq, draw(random, 2) ? "open" : "closed");
	else if (draw(random, 4) == 0)
		world_revoke(world, signer, seq, member,
			     keys[draw(random, 2) ? draw(random, 7) : 8], role, &stream,
			     draw(random, 20));
	else
		world_grant(world, signer, audiences[draw(random, 6)], seq, member, role, key,
			    draw(random, 4) ? "self" : "host");
}

struct text {
	char *out;
	size_t n, size;
};

static void add_text(struct text *text, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text->n += (size_t)vsnprintf(text->out + text->n, text->size - text->n, format, args);
	va_end(args);
	assert_true(text->n < text->size);
}

static void all_judgements(const struct world *world, char key, enum audience audience,
			   struct text *text)
{
	for (uint64_t seq = 1; seq < 24; seq++)
		for (unsigned kind = 1; kind < 73; kind += kind == 5 ? 59 : 1) {
			const char *reason = world_judge(world, key, audience, seq, kind);

			add_text(text, "%s,", reason != NULL ? reason : "-");
		}
}

/* Everything that anybody could ask, as text. */
static void everything(const struct world *world, struct text text)
{
	for (const char *key = "OPLMABCR"; *key != '\0'; key++)
		for (int audience = 0; audience < 4; audience++)
			all_judgements(world, *key, (enum audience)audience, &text);
	for (size_t i = 0; i < authority_members(world->authority); i++) {
		const struct authority_member *m = authority_member(world->authority, i);

		add_text(&text, "%c %s %u %c;", m->id.b[0], m->name, m->roles, m->box.b[0]);
	}
	for (size_t i = 0; i < authority_keys(world->authority); i++) {
		const struct authority_key *k = authority_key_at(world->authority, i);

		add_text(&text, "%c %d %d %s;", k->key.b[0], k->member, k->host,
			 k->revoked != NULL ? k->revoked : "-");
	}
}

static void shuffle(struct world *world, uint64_t *random)
{
	for (size_t i = world->n; i > 1; i--) {
		size_t j = draw(random, (unsigned)i);
		struct control_event swap = world->event[i - 1];

		world->event[i - 1] = world->event[j];
		world->event[j] = swap;
	}
}

static void the_result_does_not_depend_on_the_order_of_events(void **state)
{
	enum { SIZE = 512 * 1024 };
	struct world *world = *state;
	char *first = malloc(SIZE), *again = malloc(SIZE);
	uint64_t random = 88172645463325252u;
	size_t members = 0;

	for (int round = 0; round < 60; round++) {
		world->n = 0;
		world_project(world, draw(&random, 2) ? "open" : "closed");
		world_grant(world, 'O', AUDIENCE_TEAM, 2, 'l', LEAD, 'L', "self");
		for (uint64_t seq = 3; seq < 20; seq++)
			random_event(world, &random, seq);
		world_build(world);
		members += authority_members(world->authority);
		everything(world, (struct text){ .out = first, .size = SIZE });
		for (int turn = 0; turn < 4; turn++) {
			shuffle(world, &random);
			world_build(world);
			everything(world, (struct text){ .out = again, .size = SIZE });
			assert_string_equal(first, again);
		}
	}
	assert_true(members > 150); /* the random projects are not empty */
	free(first);
	free(again);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

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
		TEST(the_result_does_not_depend_on_the_order_of_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
