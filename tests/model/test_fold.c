#include "model/fold.h"

#include "tests/model/control_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define EVENTS_MAX 64
#define PAYLOAD_MAX 1200
#define SUPERSEDES_MAX 8

/* Events are named by letters; members are small letters, batches X and Y. */
struct history {
	struct fold_event event[EVENTS_MAX];
	char payload[EVENTS_MAX][PAYLOAD_MAX];
	struct id supersedes[EVENTS_MAX][SUPERSEDES_MAX];
	size_t n;
	struct arena arena;
	struct fold_result result;
	struct world world; /* for what needs an authority */
};

static int setup(void **state)
{
	*state = calloc(1, sizeof(struct history));
	return *state == NULL;
}

static int teardown(void **state)
{
	struct history *h = *state;

	authority_free(h->world.authority);
	arena_release(&h->arena);
	free(h);
	return 0;
}

static struct fold_event *add(struct history *h, char name, unsigned kind, char member, int hlc,
			      const char *supersedes)
{
	struct fold_event *e = &h->event[h->n];

	*e = (struct fold_event){
		.id = world_id(name),
		.stream = world_id(member),
		.seq = h->n + 2,
		.hlc = (uint64_t)hlc,
		.wall = hlc * 10,
		.rid = name,
		.kind = (uint16_t)kind,
		.member = world_member(member),
		.supersedes = h->supersedes[h->n],
		.payload = h->payload[h->n],
	};
	for (; *supersedes != '\0'; supersedes++)
		h->supersedes[h->n][e->n_supersedes++] = world_id(*supersedes);
	h->n++;
	return e;
}

static struct fold_event *say(struct history *h, struct fold_event *e, const char *payload)
{
	snprintf(h->payload[e - h->event], PAYLOAD_MAX, "%s", payload);
	e->payload_len = strlen(e->payload);
	return e;
}

/* One line of a test says all of an event: NOLINTBEGIN(readability-function-size) */

static struct fold_event *annotate_as(struct history *h, char name, char member, int hlc,
				      const char *supersedes, char batch, const char *answers,
				      const char *status, const char *external)
{
	struct fold_event *e = add(h, name, KIND_ANNOTATE, member, hlc, supersedes);
	char text[PAYLOAD_MAX], b[ID_HEX + 1];

	snprintf(text, sizeof text,
		 "{\"answers\":%s,\"batch\":\"%s\",\"checks\":[],\"for\":%s,\"guideline\":\"00\","
		 "\"input\":{},\"reason\":null,\"shown\":{},\"status\":\"%s\","
		 "\"time\":{\"active_ms\":%d,\"idle_ms\":0}}",
		 answers, world_hex(b, batch, SHORT_ID_BYTES), external, status, 100 + hlc);
	return say(h, e, text);
}

static struct fold_event *annotate(struct history *h, char name, char member, int hlc,
				   const char *supersedes, const char *answers)
{
	return annotate_as(h, name, member, hlc, supersedes, 'X', answers, "done", "null");
}

static struct fold_event *write_about(struct history *h, char name, unsigned kind, char member,
				      int hlc, const char *supersedes, const char *format, ...)
{
	struct fold_event *e = add(h, name, kind, member, hlc, supersedes);
	char text[PAYLOAD_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return say(h, e, text);
}

#define BATCH_X "\"58585858585858585858585858585858\""

static struct fold_event *retract(struct history *h, char name, char member, int hlc,
				  const char *supersedes)
{
	return write_about(h, name, KIND_RETRACT, member, hlc, supersedes,
			   "{\"batch\":" BATCH_X ",\"reason\":\"x\"}");
}

/* A JSON list of the ids of the events called NAMES. */
static const char *id_list(struct history *h, const char *names)
{
	char *text = arena_alloc(&h->arena, 80 * (strlen(names) + 1)), hex[ID_HEX + 1];
	size_t n = (size_t)snprintf(text, 2, "[");

	for (size_t i = 0; names[i] != '\0'; i++)
		n += (size_t)snprintf(text + n, 70, "%s\"%s\"", i > 0 ? "," : "",
				      world_hex(hex, names[i], ID_BYTES));
	snprintf(text + n, 2, "]");
	return text;
}

static struct fold_event *review(struct history *h, char name, char member, int hlc,
				 const char *supersedes, const char *about, const char *verdict)
{
	return write_about(h, name, KIND_REVIEW, member, hlc, supersedes,
			   "{\"about\":%s,\"batch\":" BATCH_X ",\"note\":null,\"verdict\":\"%s\"}",
			   id_list(h, about), verdict);
}

static struct fold_event *adjudicate(struct history *h, char name, char member, int hlc,
				     const char *supersedes, const char *saw, const char *answers)
{
	return write_about(h, name, KIND_ADJUDICATE, member, hlc, supersedes,
			   "{\"answers\":%s,\"batch\":" BATCH_X ",\"note\":null,\"saw\":%s}",
			   answers, id_list(h, saw));
}

/* NOLINTEND(readability-function-size) */

static const struct fold_result *fold(struct history *h)
{
	fold_item(h->world.authority, h->event, h->n, &h->arena, &h->result);
	return &h->result;
}

static void assert_parked(struct history *h, char name, const char *reason)
{
	for (size_t i = 0; i < h->result.n_parks; i++)
		if (h->result.park[i].rid == name) {
			assert_string_equal(h->result.park[i].reason, reason);
			return;
		}
	fail_msg("%c is not parked", name);
}

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

static void redact(struct fold_event *e)
{
	e->payload = NULL;
	e->payload_len = 0;
}

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

/* ---- reviews ---- */

static void a_review_belongs_to_the_annotation_it_names(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate(h, 'B', 'b', 5, "", "{\"q\":1}");
	review(h, 'V', 'v', 6, "", "A", "accept");
	review(h, 'W', 'v', 6, "", "B", "return");
	fold(h);
	assert_int_equal(h->result.n_decisions, 2);
	assert_int_equal(h->result.decision[0].about, 'A');
	assert_int_equal(h->result.decision[0].rid, 'V');
	assert_false(h->result.decision[0].stale);
	assert_false(h->result.decision[0].differ);
	assert_int_equal(h->result.decision[1].about, 'B');
}

static void a_correction_makes_the_review_stale(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	review(h, 'V', 'v', 6, "", "A", "accept");
	annotate(h, 'B', 'a', 7, "A", "{\"q\":2}");
	fold(h);
	assert_int_equal(h->result.n_decisions, 1);
	assert_int_equal(h->result.decision[0].about, 'A');
	assert_true(h->result.decision[0].stale);
	review(h, 'W', 'v', 8, "", "B", "accept");
	fold(h);
	assert_int_equal(h->result.n_decisions, 2);
	assert_false(h->result.decision[1].stale);
}

static void a_review_of_what_was_withdrawn_redacted_or_parked_is_stale(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	retract(h, 'R', 'a', 6, "A");
	redact(annotate(h, 'B', 'b', 5, "", "{\"q\":1}"));
	annotate(h, 'C', 'c', 5, "", "{\"q\":1}")->parked = "revoked";
	review(h, 'V', 'v', 7, "", "ABC", "accept");
	fold(h);
	assert_int_equal(h->result.n_decisions, 3);
	for (int i = 0; i < 3; i++)
		assert_true(h->result.decision[i].stale);
}

static void a_second_head_makes_a_review_stale_only_if_it_counts_and_differs(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	review(h, 'V', 'v', 6, "", "A", "accept");
	annotate(h, 'B', 'a', 9, "", "{\"q\":1}");
	fold(h);
	assert_false(h->result.decision[0].stale);
	h->n = 2;
	annotate(h, 'B', 'a', 9, "", "{\"q\":2}");
	fold(h);
	assert_true(h->result.decision[0].stale);
}

static void reviewers_apart_from_each_other_may_agree_or_not(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	review(h, 'V', 'v', 6, "", "A", "accept");
	review(h, 'W', 'w', 7, "", "A", "accept");
	fold(h);
	assert_int_equal(h->result.n_decisions, 1);
	assert_false(h->result.decision[0].differ);
	review(h, 'U', 'u', 8, "", "A", "return");
	fold(h);
	assert_int_equal(h->result.decision[0].rid, 'U');
	assert_true(h->result.decision[0].differ);
	review(h, 'T', 'v', 2, "UVW", "A", "return"); /* one of them decides */
	fold(h);
	assert_int_equal(h->result.n_decisions, 1);
	assert_int_equal(h->result.decision[0].rid, 'T');
	assert_false(h->result.decision[0].differ);
}

static void a_review_of_nothing_known_waits(void **state)
{
	struct history *h = *state;

	review(h, 'V', 'v', 6, "", "A", "accept");
	review(h, 'W', 'v', 6, "", "V", "accept");
	review(h, 'U', 'v', 6, "", "", "accept");
	fold(h);
	assert_int_equal(h->result.n_decisions, 0);
	assert_int_equal(h->result.n_parks, 3);
	assert_parked(h, 'V', "reference");
	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	fold(h);
	assert_int_equal(h->result.n_decisions, 1);
	assert_int_equal(h->result.n_parks, 2);
}

static void a_review_in_another_batch_names_nothing(void **state)
{
	struct history *h = *state;

	annotate_as(h, 'A', 'a', 5, "", 'Y', "{\"q\":1}", "done", "null");
	review(h, 'V', 'v', 6, "", "A", "accept");
	fold(h);
	assert_parked(h, 'V', "reference");
}

/* ---- adjudication ---- */

static void an_adjudication_goes_stale_with_what_it_saw(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate(h, 'B', 'b', 5, "", "{\"q\":2}");
	adjudicate(h, 'J', 'l', 6, "", "AB", "{\"q\":1}");
	annotate(h, 'C', 'c', 7, "", "{\"q\":3}"); /* one more opinion changes nothing it saw */
	fold(h);
	assert_int_equal(h->result.n_decisions, 1);
	assert_int_equal(h->result.decision[0].about, 0);
	assert_int_equal(h->result.decision[0].rid, 'J');
	assert_false(h->result.decision[0].stale);
	annotate(h, 'D', 'b', 8, "B", "{\"q\":1}");
	fold(h);
	assert_true(h->result.decision[0].stale);
}

static void an_adjudication_that_saw_both_heads_stands(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate(h, 'B', 'a', 6, "", "{\"q\":2}");
	adjudicate(h, 'J', 'l', 7, "", "AB", "{\"q\":1}");
	fold(h);
	assert_true(h->result.annotation[0].differ);
	assert_false(h->result.decision[0].stale);
	annotate(h, 'C', 'a', 8, "", "{\"q\":3}");
	fold(h);
	assert_true(h->result.decision[0].stale);
}

static void an_adjudication_of_what_is_not_here_is_stale(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	adjudicate(h, 'J', 'l', 7, "", "AZ", "{\"q\":1}");
	fold(h);
	assert_true(h->result.decision[0].stale);
	assert_int_equal(h->result.n_parks, 0);
}

static void two_leads_who_disagree_leave_it_open(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	adjudicate(h, 'J', 'l', 7, "", "A", "{\"q\":1}");
	adjudicate(h, 'K', 'm', 8, "", "A", "{\"q\":2}");
	fold(h);
	assert_int_equal(h->result.n_decisions, 1);
	assert_int_equal(h->result.decision[0].rid, 'K');
	assert_true(h->result.decision[0].differ);
	adjudicate(h, 'L', 'l', 1, "JK", "A", "{\"q\":1}");
	fold(h);
	assert_int_equal(h->result.decision[0].rid, 'L');
	assert_false(h->result.decision[0].differ);
}

/* ---- registers ---- */

static void flag(struct history *h, char name, char member, int hlc, const char *on)
{
	write_about(h, name, KIND_FLAG, member, hlc, "",
		    "{\"batch\":" BATCH_X ",\"note\":null,\"on\":%s}", on);
}

static void the_newest_flag_of_each_member_counts(void **state)
{
	struct history *h = *state;

	flag(h, 'A', 'a', 5, "true");
	flag(h, 'B', 'b', 6, "true");
	flag(h, 'C', 'a', 7, "false");
	fold(h);
	assert_int_equal(h->result.n_flags, 2);
	assert_int_equal(h->result.flag[0].member.b[0], 'a');
	assert_false(h->result.flag[0].on);
	assert_true(h->result.flag[1].on);
}

static void control(struct history *h, char name, int hlc, const char *supersedes)
{
	write_about(h, name, KIND_CONTROL, 'l', hlc, supersedes,
		    "{\"batch\":" BATCH_X
		    ",\"expect\":{},\"explain\":null,\"feedback\":\"after\"}");
}

static void the_head_of_the_control_answers_counts(void **state)
{
	struct history *h = *state;

	control(h, 'A', 9, "");
	control(h, 'B', 5, "A");
	fold(h);
	assert_int_equal(h->result.n_controls, 1);
	assert_int_equal(h->result.control[0].rid, 'B');
}

static void withdraw(struct history *h, char name, int hlc, const char *supersedes, const char *on)
{
	write_about(h, name, KIND_WITHDRAW, 'l', hlc, supersedes,
		    "{\"batch\":" BATCH_X ",\"reason\":\"x\",\"withdrawn\":%s}", on);
}

static void of_two_leads_the_one_who_withdraws_wins(void **state)
{
	struct history *h = *state;

	withdraw(h, 'A', 5, "", "true");
	withdraw(h, 'B', 9, "", "false");
	fold(h);
	assert_int_equal(h->result.n_withdrawals, 1);
	assert_true(h->result.withdrawal[0].withdrawn);
	withdraw(h, 'C', 2, "AB", "false");
	fold(h);
	assert_false(h->result.withdrawal[0].withdrawn);
}

static void comments_and_questions_are_kept_without_a_row(void **state)
{
	struct history *h = *state;

	write_about(h, 'A', KIND_COMMENT, 'a', 5, "",
		    "{\"about\":[],\"batch\":" BATCH_X ",\"text\":\"x\"}");
	write_about(h, 'B', KIND_ASK, 'a', 5, "", "{\"batch\":" BATCH_X ",\"text\":\"x\"}");
	fold(h);
	assert_int_equal(h->result.n_parks, 0);
	assert_int_equal(h->result.n_annotations, 0);
}

/* ---- any order ---- */

static unsigned draw(uint64_t *random, unsigned n)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (unsigned)(*random >> 33) % n;
}

static void random_label(struct history *h, uint64_t *random, char name)
{
	static const char *const answers[] = { "{\"q\":1}", "{\"q\":2}", "{}" };
	char member = (char)('a' + draw(random, 3)), supersedes[4] = "";
	int hlc = (int)draw(random, 10);
	struct fold_event *e;

	for (unsigned i = 0, n = draw(random, 3); i < n && name > 'A'; i++) {
		char target = (char)('A' + draw(random, (unsigned)(name - 'A')));

		if (strchr(supersedes, target) == NULL)
			supersedes[strlen(supersedes)] = target;
	}
	if (draw(random, 4) == 0)
		e = retract(h, name, member, hlc, supersedes);
	else
		e = annotate_as(h, name, member, hlc, supersedes, draw(random, 3) ? 'X' : 'Y',
				answers[draw(random, 3)], draw(random, 5) ? "done" : "skipped",
				"null");
	if (draw(random, 10) == 0)
		redact(e);
	else if (draw(random, 10) == 0)
		e->parked = "revoked";
	else if (draw(random, 15) == 0)
		say(h, e, "{}");
}

static void random_event(struct history *h, uint64_t *random, char name)
{
	char staff = (char)('u' + draw(random, 2)), one[2] = "", seen[3] = "";
	int hlc = (int)draw(random, 10);

	if (name == 'A' || draw(random, 3) > 0) {
		random_label(h, random, name);
		return;
	}
	one[0] = (char)('A' + draw(random, (unsigned)(name - 'A')));
	seen[0] = (char)('A' + draw(random, (unsigned)(name - 'A')));
	switch (draw(random, 5)) {
	case 0:
		review(h, name, staff, hlc, draw(random, 3) ? "" : one, seen,
		       draw(random, 2) ? "accept" : "return");
		break;
	case 1:
		adjudicate(h, name, staff, hlc, draw(random, 3) ? "" : one, seen,
			   draw(random, 2) ? "{\"q\":1}" : "{\"q\":2}");
		break;
	case 2:
		flag(h, name, staff, hlc, draw(random, 2) ? "true" : "false");
		break;
	case 3:
		control(h, name, hlc, draw(random, 3) ? "" : one);
		break;
	default:
		withdraw(h, name, hlc, draw(random, 3) ? "" : one,
			 draw(random, 2) ? "true" : "false");
		break;
	}
}

static void describe(const struct fold_result *r, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_annotations; i++) {
		const struct fold_annotation *a = &r->annotation[i];

		n += (size_t)snprintf(out + n, size - n, "a %c%c %c %d %d %d %d %d %d\n",
				      a->batch.b[0], a->member.b[0], (char)a->rid, a->status,
				      a->revision, a->heads, a->differ, (int)a->at, (int)a->active);
	}
	for (size_t i = 0; i < r->n_decisions; i++)
		n += (size_t)snprintf(out + n, size - n, "d %c %d %d %d %d\n",
				      r->decision[i].batch.b[0], (int)r->decision[i].about,
				      (int)r->decision[i].rid, r->decision[i].stale,
				      r->decision[i].differ);
	for (size_t i = 0; i < r->n_controls; i++)
		n += (size_t)snprintf(out + n, size - n, "c %c %d\n", r->control[i].batch.b[0],
				      (int)r->control[i].rid);
	for (size_t i = 0; i < r->n_flags; i++)
		n += (size_t)snprintf(out + n, size - n, "f %c %c %d\n", r->flag[i].batch.b[0],
				      r->flag[i].member.b[0], r->flag[i].on);
	for (size_t i = 0; i < r->n_withdrawals; i++)
		n += (size_t)snprintf(out + n, size - n, "w %c %d\n", r->withdrawal[i].batch.b[0],
				      r->withdrawal[i].withdrawn);
	for (size_t i = 0; i < r->n_parks; i++)
		n += (size_t)snprintf(out + n, size - n, "p %d %s\n", (int)r->park[i].rid,
				      r->park[i].reason);
	assert_true(n < size);
	out[n] = '\0';
}

static void shuffle(struct history *h, uint64_t *random)
{
	for (size_t i = h->n; i > 1; i--) {
		size_t j = draw(random, (unsigned)i);
		struct fold_event swap = h->event[i - 1];

		h->event[i - 1] = h->event[j];
		h->event[j] = swap;
	}
}

static void the_result_does_not_depend_on_the_order_of_events(void **state)
{
	struct history *h = *state;
	uint64_t random = 2463534242u;
	size_t rows = 0, differ = 0, parks = 0, decisions = 0;
	char first[8192], again[8192];

	for (int round = 0; round < 3000; round++) {
		h->n = 0;
		memset(h->payload, 0, sizeof h->payload);
		for (int i = 0, n = 2 + (int)draw(&random, 14); i < n; i++)
			random_event(h, &random, (char)('A' + i));
		describe(fold(h), first, sizeof first);
		rows += h->result.n_annotations;
		parks += h->result.n_parks;
		decisions += h->result.n_decisions;
		for (size_t i = 0; i < h->result.n_annotations; i++)
			differ += h->result.annotation[i].differ;
		shuffle(h, &random);
		describe(fold(h), again, sizeof again);
		assert_string_equal(first, again);
		arena_clear(&h->arena);
	}
	/* The histories are not trivial. */
	assert_true(rows > 3000 && differ > 300 && parks > 1000 && decisions > 500);
}

/* The rule of CORE 6.1-4 once more, word for word and slowly, for labels alone. */
struct rule {
	bool parked, gone;
};

static const struct fold_event *called(const struct history *h, const struct id *id, size_t *place)
{
	for (*place = 0; *place < h->n; ++*place)
		if (id_equal(&h->event[*place].id, id))
			return &h->event[*place];
	return NULL;
}

static void apply_rule(const struct history *h, struct rule *rule)
{
	size_t t;

	for (size_t i = 0; i < h->n; i++) {
		const struct fold_event *f = &h->event[i];

		rule[i] = (struct rule){ .parked = f->parked != NULL
						   || (f->payload != NULL
						       && strcmp(f->payload, "{}") == 0) };
		for (int s = 0; s < f->n_supersedes; s++) {
			const struct fold_event *target = called(h, &f->supersedes[s], &t);

			if (target == NULL || !short_id_equal(&target->member, &f->member))
				rule[i].parked = true;
		}
	}
	for (size_t i = 0; i < h->n; i++)
		for (int s = 0; s < h->event[i].n_supersedes && !rule[i].parked; s++) {
			called(h, &h->event[i].supersedes[s], &t);
			rule[t].gone = true;
		}
}

static int heads_by_rule(const struct history *h, const struct rule *rule, char batch, char member,
			 int *annotates)
{
	char hex[ID_HEX + 1], wanted[ID_HEX + 16];
	int heads = 0;

	snprintf(wanted, sizeof wanted, "\"batch\":\"%s\"", world_hex(hex, batch, SHORT_ID_BYTES));
	*annotates = 0;
	for (size_t i = 0; i < h->n; i++) {
		const struct fold_event *e = &h->event[i];

		if (rule[i].parked || rule[i].gone || e->payload == NULL
		    || e->member.b[0] != (uint8_t)member || strstr(e->payload, wanted) == NULL)
			continue;
		heads++;
		*annotates += e->kind == KIND_ANNOTATE;
	}
	return heads;
}

static int heads_in_result(const struct fold_result *r, char batch, char member)
{
	for (size_t i = 0; i < r->n_annotations; i++)
		if (r->annotation[i].batch.b[0] == (uint8_t)batch
		    && r->annotation[i].member.b[0] == (uint8_t)member)
			return r->annotation[i].heads;
	return 0;
}

static void the_heads_are_those_of_the_rule_told_slowly(void **state)
{
	struct history *h = *state;
	struct rule rule[EVENTS_MAX];
	uint64_t random = 362436069u;

	for (int round = 0; round < 3000; round++) {
		h->n = 0;
		memset(h->payload, 0, sizeof h->payload);
		for (int i = 0, n = 2 + (int)draw(&random, 10); i < n; i++)
			random_label(h, &random, (char)('A' + i));
		fold(h);
		apply_rule(h, rule);
		for (const char *batch = "XY"; *batch != '\0'; batch++)
			for (const char *member = "abc"; *member != '\0'; member++) {
				int annotates;
				int heads = heads_by_rule(h, rule, *batch, *member, &annotates);

				assert_int_equal(heads_in_result(&h->result, *batch, *member),
						 annotates > 0 ? heads : 0);
			}
		arena_clear(&h->arena);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

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
		TEST(a_review_belongs_to_the_annotation_it_names),
		TEST(a_correction_makes_the_review_stale),
		TEST(a_review_of_what_was_withdrawn_redacted_or_parked_is_stale),
		TEST(a_second_head_makes_a_review_stale_only_if_it_counts_and_differs),
		TEST(reviewers_apart_from_each_other_may_agree_or_not),
		TEST(a_review_of_nothing_known_waits),
		TEST(a_review_in_another_batch_names_nothing),
		TEST(an_adjudication_goes_stale_with_what_it_saw),
		TEST(an_adjudication_that_saw_both_heads_stands),
		TEST(an_adjudication_of_what_is_not_here_is_stale),
		TEST(two_leads_who_disagree_leave_it_open),
		TEST(the_newest_flag_of_each_member_counts),
		TEST(the_head_of_the_control_answers_counts),
		TEST(of_two_leads_the_one_who_withdraws_wins),
		TEST(comments_and_questions_are_kept_without_a_row),
		TEST(the_result_does_not_depend_on_the_order_of_events),
		TEST(the_heads_are_those_of_the_rule_told_slowly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
