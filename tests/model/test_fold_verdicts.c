/* Reviews, adjudications and registers of an item, and when they go stale. */
#include "base/buf.h"
#include "tests/model/fold_world.h"

/* Folded anew, the item has these decisions: "V on A stale;", "J on it differs;" … */
static void expect_decisions(struct history *h, const char *expected)
{
	struct buf words = BUF_INIT;

	fold(h);
	for (size_t i = 0; i < h->result.n_decisions; i++) {
		const struct fold_decision *d = &h->result.decision[i];

		if (d->about == 0)
			buf_addf(&words, "%c on it", (char)d->rid);
		else
			buf_addf(&words, "%c on %c", (char)d->rid, (char)d->about);
		buf_addf(&words, "%s%s;", d->stale ? " stale" : "", d->differ ? " differs" : "");
	}
	assert_string_equal(buf_str(&words), expected);
	buf_release(&words);
}

/* ---- reviews ---- */

static void a_review_belongs_to_the_annotation_it_names(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate(h, 'B', 'b', 5, "", "{\"q\":1}");
	review(h, 'V', 'v', 6, "", "A", "accept");
	review(h, 'W', 'v', 6, "", "B", "return");
	expect_decisions(h, "V on A;W on B;");
}

static void a_correction_makes_the_review_stale(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	review(h, 'V', 'v', 6, "", "A", "accept");
	annotate(h, 'B', 'a', 7, "A", "{\"q\":2}");
	expect_decisions(h, "V on A stale;");
	review(h, 'W', 'v', 8, "", "B", "accept");
	expect_decisions(h, "V on A stale;W on B;");
}

static void a_review_of_what_was_withdrawn_redacted_or_parked_is_stale(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	retract(h, 'R', 'a', 6, "A");
	redact(annotate(h, 'B', 'b', 5, "", "{\"q\":1}"));
	annotate(h, 'C', 'c', 5, "", "{\"q\":1}")->parked = "revoked";
	review(h, 'V', 'v', 7, "", "ABC", "accept");
	expect_decisions(h, "V on A stale;V on B stale;V on C stale;");
}

static void a_second_head_makes_a_review_stale_only_if_it_counts_and_differs(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	review(h, 'V', 'v', 6, "", "A", "accept");
	annotate(h, 'B', 'a', 9, "", "{\"q\":1}");
	expect_decisions(h, "V on A;");
	h->n = 2;
	annotate(h, 'B', 'a', 9, "", "{\"q\":2}");
	expect_decisions(h, "V on A stale;");
}

static void reviewers_apart_from_each_other_may_agree_or_not(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	review(h, 'V', 'v', 6, "", "A", "accept");
	review(h, 'W', 'w', 7, "", "A", "accept");
	expect_decisions(h, "W on A;");
	review(h, 'U', 'u', 8, "", "A", "return");
	expect_decisions(h, "U on A differs;");
	review(h, 'T', 'v', 2, "UVW", "A", "return"); /* one of them decides */
	expect_decisions(h, "T on A;");
}

static void a_review_of_nothing_known_waits(void **state)
{
	struct history *h = *state;

	review(h, 'V', 'v', 6, "", "A", "accept");
	review(h, 'W', 'v', 6, "", "V", "accept");
	review(h, 'U', 'v', 6, "", "", "accept");
	expect_decisions(h, "");
	assert_int_equal(h->result.n_parks, 3);
	assert_parked(h, 'V', "reference");
	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	expect_decisions(h, "V on A;");
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
	expect_decisions(h, "J on it;");
	annotate(h, 'D', 'b', 8, "B", "{\"q\":1}");
	expect_decisions(h, "J on it stale;");
}

static void an_adjudication_that_saw_both_heads_stands(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	annotate(h, 'B', 'a', 6, "", "{\"q\":2}");
	adjudicate(h, 'J', 'l', 7, "", "AB", "{\"q\":1}");
	expect_decisions(h, "J on it;");
	assert_true(h->result.annotation[0].differ);
	annotate(h, 'C', 'a', 8, "", "{\"q\":3}");
	expect_decisions(h, "J on it stale;");
}

static void an_adjudication_of_what_is_not_here_is_stale(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	adjudicate(h, 'J', 'l', 7, "", "AZ", "{\"q\":1}");
	expect_decisions(h, "J on it stale;");
	assert_int_equal(h->result.n_parks, 0);
}

static void two_leads_who_disagree_leave_it_open(void **state)
{
	struct history *h = *state;

	annotate(h, 'A', 'a', 5, "", "{\"q\":1}");
	adjudicate(h, 'J', 'l', 7, "", "A", "{\"q\":1}");
	adjudicate(h, 'K', 'm', 8, "", "A", "{\"q\":2}");
	expect_decisions(h, "K on it differs;");
	adjudicate(h, 'L', 'l', 1, "JK", "A", "{\"q\":1}");
	expect_decisions(h, "L on it;");
}

/* ---- registers ---- */

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

static void the_head_of_the_control_answers_counts(void **state)
{
	struct history *h = *state;

	control(h, 'A', 9, "");
	control(h, 'B', 5, "A");
	fold(h);
	assert_int_equal(h->result.n_controls, 1);
	assert_int_equal(h->result.control[0].rid, 'B');
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

int main(void)
{
	const struct CMUnitTest tests[] = {
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
