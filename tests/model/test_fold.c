/* Annotations: what becomes a row, what is parked, whose labels they are. */
#include "tests/model/fold_world.h"

/* ---- annotations ---- */

static void an_annotation_becomes_a_row(void **state)
{
	struct history *h = *state;
	const struct fold_annotation *a;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate_as(h, 'B', 'b', 6, "", 'X', "{}", "skipped", "null");
	fold(h);
	assert_int_equal(h->result.n_annotations, 2);
	a = h->result.annotation;
	assert_int_equal(a[0].rid, 'A');
	assert_int_equal(a[0].member.b[0], 'a');
	assert_int_equal(a[0].batch.b[0], 'X');
	assert_int_equal(a[0].status, 1);
	assert_int_equal(a[0].revision, 1);
	assert_int_equal(a[0].heads, 1);
	assert_false(a[0].differ);
	assert_int_equal(a[0].at, 50);
	assert_int_equal(a[0].active, 105);
	assert_int_equal(a[1].rid, 'B');
	assert_int_equal(a[1].status, 2);
	assert_int_equal(h->result.n_parks, 0);
}

static void no_events_give_no_rows(void **state)
{
	struct history *h = *state;

	fold(h);
	assert_int_equal(h->result.n_annotations + h->result.n_decisions + h->result.n_parks, 0);
}

static void a_correction_takes_the_place_of_what_it_supersedes(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate(h, 'B', 'a', 3, "A", "{\"q\":2}"); /* the clock had gone back */
	fold(h);
	assert_int_equal(h->result.n_annotations, 1);
	assert_int_equal(h->result.annotation[0].rid, 'B');
	assert_int_equal(h->result.annotation[0].revision, 2);
	assert_int_equal(h->result.annotation[0].heads, 1);
	assert_false(h->result.annotation[0].differ);
}

static void batches_and_members_are_kept_apart(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'b', 5, "", "{\"q\":1}");
	annotate(h, 'B', 'a', 5, "", "{\"q\":2}");
	annotate_as(h, 'C', 'a', 5, "", 'W', "{\"q\":3}", "done", "null");
	fold(h);
	assert_int_equal(h->result.n_annotations, 3);
	assert_int_equal(h->result.annotation[0].rid, 'C'); /* by batch, then member */
	assert_int_equal(h->result.annotation[1].rid, 'B');
	assert_int_equal(h->result.annotation[2].rid, 'A');
	for (int i = 0; i < 3; i++)
		assert_int_equal(h->result.annotation[i].heads, 1);
}

static void two_heads_that_say_the_same_need_no_decision(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate(h, 'B', 'a', 9, "", "{\"q\":1}");
	fold(h);
	assert_int_equal(h->result.annotation[0].rid, 'B');
	assert_int_equal(h->result.annotation[0].heads, 2);
	assert_false(h->result.annotation[0].differ);
}

static void two_heads_that_differ_are_for_her_to_decide(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate(h, 'B', 'a', 9, "", "{\"q\":2}");
	fold(h);
	assert_int_equal(h->result.annotation[0].rid, 'B');
	assert_true(h->result.annotation[0].differ);
	annotate(h, 'C', 'a', 2, "AB", "{\"q\":1}");
	fold(h);
	assert_int_equal(h->result.n_annotations, 1);
	assert_int_equal(h->result.annotation[0].rid, 'C');
	assert_int_equal(h->result.annotation[0].revision, 3);
	assert_false(h->result.annotation[0].differ);
}

static void a_skip_and_an_answer_differ(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{}");
	annotate_as(h, 'B', 'a', 9, "", 'X', "{}", "skipped", "null");
	fold(h);
	assert_true(h->result.annotation[0].differ);
}

static void answers_are_compared_by_their_canonical_form(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"p\":\"a\",\"q\":1}");
	annotate(h, 'B', 'a', 9, "", "{\"q\":1,\"p\":\"\\u0061\"}");
	fold(h);
	assert_int_equal(h->result.annotation[0].heads, 2);
	assert_false(h->result.annotation[0].differ);
}

static void a_retract_takes_the_annotation_away(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	retract(h, 'R', 'a', 6, "A");
	fold(h);
	assert_int_equal(h->result.n_annotations, 0);
	annotate(h, 'B', 'a', 7, "R", "{\"q\":1}");
	fold(h);
	assert_int_equal(h->result.n_annotations, 1);
	assert_int_equal(h->result.annotation[0].heads, 1);
	assert_int_equal(h->result.annotation[0].revision, 2);
}

static void a_retract_apart_from_a_correction_is_for_her_to_decide(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	retract(h, 'R', 'a', 6, "A");
	annotate(h, 'B', 'a', 7, "A", "{\"q\":1}");
	fold(h);
	assert_int_equal(h->result.annotation[0].rid, 'B');
	assert_int_equal(h->result.annotation[0].heads, 2);
	assert_true(h->result.annotation[0].differ);
}

/* ---- redaction, parking, references ---- */

static void a_redacted_annotation_is_no_row_but_still_supersedes(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	redact(annotate(h, 'B', 'a', 6, "A", "{\"q\":2}"));
	fold(h);
	assert_int_equal(h->result.n_annotations, 0);
	assert_int_equal(h->result.n_parks, 0);
	annotate(h, 'C', 'a', 7, "B", "{\"q\":3}");
	fold(h);
	assert_int_equal(h->result.n_annotations, 1);
	assert_int_equal(h->result.annotation[0].rid, 'C');
	assert_int_equal(h->result.annotation[0].revision, 2);
}

static void parked_events_have_no_effect_but_may_be_superseded(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate(h, 'B', 'a', 6, "A", "{\"q\":2}")->parked = "revoked";
	fold(h);
	assert_int_equal(h->result.annotation[0].rid, 'A');
	assert_int_equal(h->result.annotation[0].revision, 1);
	assert_int_equal(h->result.n_parks, 0); /* its reason is the authority's */
	annotate(h, 'C', 'a', 7, "AB", "{\"q\":3}");
	fold(h);
	assert_int_equal(h->result.annotation[0].rid, 'C');
	assert_int_equal(h->result.annotation[0].heads, 1);
}

static void nobody_supersedes_somebody_elses_annotation(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate(h, 'B', 'b', 6, "A", "{\"q\":2}");
	retract(h, 'C', 'b', 7, "A");
	fold(h);
	assert_int_equal(h->result.n_annotations, 1);
	assert_int_equal(h->result.annotation[0].rid, 'A');
	assert_int_equal(h->result.n_parks, 2);
	assert_parked(h, 'B', "reference");
	assert_parked(h, 'C', "reference");
}

static void an_event_waits_for_what_it_refers_to(void **state)
{
	struct history *h = *state;

	annotate(h, 'B', 'a', 6, "A", "{\"q\":2}");
	fold(h);
	assert_int_equal(h->result.n_annotations, 0);
	assert_parked(h, 'B', "reference");
	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	fold(h);
	assert_int_equal(h->result.n_parks, 0);
	assert_int_equal(h->result.annotation[0].rid, 'B');
}

static void one_wrong_reference_makes_the_whole_event_ineffective(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate(h, 'O', 'b', 5, "", "{\"q\":1}");
	annotate(h, 'B', 'a', 6, "AO", "{\"q\":2}");
	fold(h);
	assert_int_equal(h->result.n_annotations, 2);
	assert_int_equal(h->result.annotation[0].rid, 'A');
	assert_parked(h, 'B', "reference");
}

static void kinds_do_not_supersede_each_other(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	review(h, 'V', 'v', 6, "A", "A", "accept");
	annotate(h, 'B', 'a', 7, "V", "{\"q\":1}");
	fold(h);
	assert_parked(h, 'V', "reference");
	assert_parked(h, 'B', "reference");
	assert_int_equal(h->result.annotation[0].rid, 'A');
}

static void payloads_that_lack_something_are_parked(void **state)
{
	static const char *const broken[] = {
		"",
		"{}",
		"null",
		"{\"answers\":{},\"batch\":" BATCH_X "}",
		/* answers no object, unknown status, negative time, short batch, for is no id */
		"{\"answers\":[],\"batch\":" BATCH_X
		",\"checks\":[],\"for\":null,\"guideline\":\"\","
		"\"input\":{},\"reason\":null,\"shown\":{},\"status\":\"done\","
		"\"time\":{\"active_ms\":1}}",
		"{\"answers\":{},\"batch\":" BATCH_X
		",\"checks\":[],\"for\":null,\"guideline\":\"\","
		"\"input\":{},\"reason\":null,\"shown\":{},\"status\":\"begun\","
		"\"time\":{\"active_ms\":1}}",
		"{\"answers\":{},\"batch\":" BATCH_X
		",\"checks\":[],\"for\":null,\"guideline\":\"\","
		"\"input\":{},\"reason\":null,\"shown\":{},\"status\":\"done\","
		"\"time\":{\"active_ms\":-1}}",
		"{\"answers\":{},\"batch\":\"58\",\"checks\":[],\"for\":null,\"guideline\":\"\","
		"\"input\":{},\"reason\":null,\"shown\":{},\"status\":\"done\","
		"\"time\":{\"active_ms\":1}}",
		"{\"answers\":{},\"batch\":" BATCH_X ",\"checks\":[],\"for\":7,\"guideline\":\"\","
		"\"input\":{},\"reason\":null,\"shown\":{},\"status\":\"done\","
		"\"time\":{\"active_ms\":1}}",
	};
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		h->n = 1;
		say(h, add(h, 'B', KIND_ANNOTATE, 'a', 6, "A"), broken[i]);
		fold(h);
		assert_parked(h, 'B', "payload");
		assert_int_equal(h->result.annotation[0].rid, 'A'); /* it supersedes nothing */
	}
}

static void each_kind_wants_its_fields(void **state)
{
	struct history *h = *state;

	for (unsigned kind = KIND_ANNOTATE; kind <= KIND_WITHDRAW; kind++)
		say(h, add(h, (char)('A' + kind - KIND_ANNOTATE), kind, 'a', 5, ""),
		    "{\"batch\":" BATCH_X "}");
	fold(h);
	assert_int_equal(h->result.n_parks, 9);
	for (const char *name = "ABCDEFGHI"; *name != '\0'; name++)
		assert_parked(h, *name, "payload");
}

/* ---- imported labels ---- */

static void team_with_external_member(struct history *h)
{
	world_project(&h->world, "closed");
	world_grant(&h->world, 'O', AUDIENCE_TEAM, 2, 'g', "\"external\"", 0, "");
	world_grant(&h->world, 'O', AUDIENCE_TEAM, 3, 'a', "\"annotator\"", 'A', "self");
	world_build(&h->world);
}

#define FOR_G "\"67676767676767676767676767676767\""
#define FOR_A "\"61616161616161616161616161616161\""

static void a_lead_brings_in_the_labels_of_an_external_member(void **state)
{
	struct history *h = *state;

	team_with_external_member(h);
	annotate_as(h, 'A', 'l', 5, "", 'X', "{\"q\":1}", "done", FOR_G)->lead = true;
	annotate_as(h, 'B', 'm', 6, "A", 'X', "{\"q\":2}", "done", FOR_G)->lead = true;
	annotate(h, 'C', 'l', 7, "", "{\"q\":3}")->lead = true;
	fold(h);
	assert_int_equal(h->result.n_parks, 0);
	assert_int_equal(h->result.n_annotations, 2);
	assert_int_equal(h->result.annotation[0].member.b[0], 'g');
	assert_int_equal(h->result.annotation[0].rid, 'B');
	assert_int_equal(h->result.annotation[1].member.b[0], 'l');
}

static void nobody_labels_in_the_name_of_a_colleague(void **state)
{
	struct history *h = *state;

	team_with_external_member(h);
	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate_as(h, 'B', 'l', 6, "", 'X', "{\"q\":2}", "done", FOR_A)->lead = true;
	annotate_as(h, 'C', 'b', 6, "", 'X', "{\"q\":2}", "done", FOR_G); /* no lead */
	annotate_as(h, 'D', 'a', 4, "", 'W', "{\"q\":2}", "done", FOR_A); /* herself */
	fold(h);
	assert_parked(h, 'B', "role");
	assert_parked(h, 'C', "role");
	assert_int_equal(h->result.n_annotations, 2);
	assert_int_equal(h->result.annotation[1].rid, 'A');
	assert_int_equal(h->result.annotation[1].heads, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_annotation_becomes_a_row),
		TEST(no_events_give_no_rows),
		TEST(a_correction_takes_the_place_of_what_it_supersedes),
		TEST(batches_and_members_are_kept_apart),
		TEST(two_heads_that_say_the_same_need_no_decision),
		TEST(two_heads_that_differ_are_for_her_to_decide),
		TEST(a_skip_and_an_answer_differ),
		TEST(answers_are_compared_by_their_canonical_form),
		TEST(a_retract_takes_the_annotation_away),
		TEST(a_retract_apart_from_a_correction_is_for_her_to_decide),
		TEST(a_redacted_annotation_is_no_row_but_still_supersedes),
		TEST(parked_events_have_no_effect_but_may_be_superseded),
		TEST(nobody_supersedes_somebody_elses_annotation),
		TEST(an_event_waits_for_what_it_refers_to),
		TEST(one_wrong_reference_makes_the_whole_event_ineffective),
		TEST(kinds_do_not_supersede_each_other),
		TEST(payloads_that_lack_something_are_parked),
		TEST(each_kind_wants_its_fields),
		TEST(a_lead_brings_in_the_labels_of_an_external_member),
		TEST(nobody_labels_in_the_name_of_a_colleague),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
