#include "model/annotation.h"

#include "base/json_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

/* The published test vector. */
static const char published[] =
	"{\"answers\":{\"accuracy\":{\"r1\":2,\"r2\":4},\"preference\":{\"gaps\":[1],\"groups\":"
	"[[\"r2\"],[\"r1\"]],\"none_good\":false},\"why\":{\"mentions\":[{\"end\":2,\"is\":\"r2\","
	"\"start\":0}],\"text\":\"@A is actionable\"}},\"batch\":"
	"\"0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d\",\"checks\":[],\"for\":null,\"guideline\":"
	"\"0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e\",\"input\":{\"how\":"
	"\"screen\",\"keys\":31,\"pasted\":0},\"reason\":null,\"shown\":{\"columns\":120,"
	"\"layout\":"
	"\"columns\",\"order\":[\"r2\",\"r1\"],\"seed\":\"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f\","
	"\"suggestions\":null},\"status\":\"done\",\"time\":{\"active_ms\":41000,"
	"\"first_answer_ms\":20000,\"idle_ms\":0,\"opened\":\"2025-12-31T23:59:18Z\",\"sittings\":"
	"1,"
	"\"visible_ms\":{\"prompt\":4000,\"r1\":15000,\"r2\":22000}}}";

static struct annotation vector(struct arena *arena)
{
	static const char answers[] =
		"{\"why\":{\"text\":\"@A is actionable\",\"mentions\":[{\"start\":0,\"end\":2,"
		"\"is\":\"r2\"}]},\"preference\":{\"groups\":[[\"r2\"],[\"r1\"]],\"gaps\":[1],"
		"\"none_good\":false},\"accuracy\":{\"r1\":2,\"r2\":4}}";
	struct annotation a = {
		.order = { 2, 1 },
		.n_order = 2,
		.seed_hex = "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
		.columns = 120,
		.layout = "columns",
		.time = { .opened = INT64_C(1767225558000),
			  .active_ms = 41000,
			  .first_answer_ms = 20000,
			  .sittings = 1,
			  .prompt_ms = 4000,
			  .response_ms = { 15000, 22000 } },
		.keys = 31,
		.how = "screen",
	};
	struct err err;

	memset(a.batch.b, 0x0d, sizeof a.batch.b);
	memset(a.guideline.b, 0x0e, sizeof a.guideline.b);
	a.answers = json_parse(answers, strlen(answers), arena, &err);
	assert_non_null(a.answers);
	return a;
}

static void an_annotation_is_written_as_published(void **state)
{
	struct arena arena = ARENA_INIT;
	struct annotation a = vector(&arena);
	struct buf out = BUF_INIT;

	(void)state;
	annotation_write(&a, &arena, &out);
	assert_string_equal(buf_str(&out), published);
	buf_release(&out);
	arena_release(&arena);
}

static void what_was_read_is_written_again_to_the_byte(void **state)
{
	struct arena arena = ARENA_INIT;
	struct annotation a;
	struct buf out = BUF_INIT;
	struct err err;

	(void)state;
	assert_true(annotation_read(&a, published, strlen(published), &arena, &err));
	assert_int_equal(a.order[0], 2);
	assert_int_equal(a.time.opened, INT64_C(1767225558000));
	assert_false(a.skipped);
	annotation_write(&a, &arena, &out);
	assert_string_equal(buf_str(&out), published);
	buf_release(&out);
	arena_release(&arena);
}

static void a_skip_keeps_its_reason_the_member_it_is_for_and_a_shown_reference(void **state)
{
	struct arena arena = ARENA_INIT;
	struct annotation a = vector(&arena), back;
	struct buf out = BUF_INIT;
	struct err err;

	(void)state;
	a.skipped = true;
	a.reason = "not my field";
	a.imported = true;
	memset(a.for_member.b, 0x1c, sizeof a.for_member.b);
	a.answers = NULL;
	a.time.first_answer_ms = -1;
	a.time.reference_ms = 700;
	a.time.opened = INT64_C(951782400000); /* a leap day: 2000-02-29 */
	annotation_write(&a, &arena, &out);
	assert_non_null(strstr(buf_str(&out), "\"answers\":{},"));
	assert_non_null(strstr(buf_str(&out), "\"for\":\"1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c\""));
	assert_non_null(strstr(buf_str(&out), "\"reason\":\"not my field\""));
	assert_non_null(strstr(buf_str(&out), "\"status\":\"skipped\""));
	assert_non_null(strstr(buf_str(&out), "\"first_answer_ms\":null"));
	assert_non_null(strstr(buf_str(&out), "\"opened\":\"2000-02-29T00:00:00Z\""));
	assert_non_null(strstr(buf_str(&out), "\"reference\":700"));
	assert_true(annotation_read(&back, out.data, out.len, &arena, &err));
	assert_true(back.skipped && back.imported);
	assert_string_equal(back.reason, "not my field");
	assert_memory_equal(back.for_member.b, a.for_member.b, SHORT_ID_BYTES);
	assert_int_equal(back.time.opened, a.time.opened);
	assert_int_equal(back.time.first_answer_ms, -1);
	assert_int_equal(back.time.reference_ms, 700);
	buf_release(&out);
	arena_release(&arena);
}

/* PUBLISHED with FROM replaced by TO is refused, and the message has WORDS. */
static void assert_unreadable(const char *from, const char *to, const char *words)
{
	struct arena arena = ARENA_INIT;
	const char *at = strstr(published, from);
	struct buf text = BUF_INIT;
	struct annotation a;
	struct err err;

	assert_non_null(at);
	buf_add(&text, published, (size_t)(at - published));
	buf_adds(&text, to);
	buf_adds(&text, at + strlen(from));
	assert_false(annotation_read(&a, text.data, text.len, &arena, &err));
	assert_non_null(strstr(err.msg, words));
	buf_release(&text);
	arena_release(&arena);
}

static void a_broken_envelope_is_refused_with_its_field(void **state)
{
	(void)state;
	assert_unreadable("0d0d", "0g0d", "batch: expected an id");
	assert_unreadable("0e0e", "0e", "guideline: expected an id");
	assert_unreadable("\"done\"", "\"finished\"", "status: expected \"done\" or \"skipped\"");
	assert_unreadable("[\"r2\",\"r1\"]", "[\"r2\",\"r2\"]", "shown.order");
	assert_unreadable("[\"r2\",\"r1\"]", "[\"r0\"]", "shown.order");
	assert_unreadable("\"checks\":[]", "\"checks\":{}", "checks: expected a list");
	assert_unreadable("2025-12-31T", "2025-13-31T", "time.opened");
	assert_unreadable("2025-12-31T", "25-12-31T", "time.opened");
	assert_unreadable("2025-12-31T", "2025-02-29T", "time.opened");
	assert_unreadable("23:59:18", "24:59:18", "time.opened");
	assert_unreadable("\"for\":null", "\"for\":7", "for: expected an id");
	assert_unreadable("{\"answers\"", "\"answers\"", "annotation: ");
}

static void a_pause_over_the_limit_is_idle_and_not_seen_time(void **state)
{
	struct activity activity = { .last = -1, .idle_limit = 60000 };
	struct annotation_time time = { 0 };
	const int pair[] = { 0, 2, 1, -1 };

	(void)state;
	activity_note(&activity, &time, 5000, pair, 4);
	assert_int_equal(time.active_ms, 0);
	activity_note(&activity, &time, 65000, pair, 4); /* exactly the limit still counts */
	assert_int_equal(time.active_ms, 60000);
	activity_note(&activity, &time, 125001, pair, 4);
	assert_int_equal(time.active_ms, 60000);
	assert_int_equal(time.idle_ms, 60001);
	activity_note(&activity, &time, 126001, pair + 1, 1);
	assert_int_equal(time.active_ms, 61000);
	assert_int_equal(time.prompt_ms, 60000);
	assert_int_equal(time.reference_ms, 60000);
	assert_int_equal(time.response_ms[0], 60000);
	assert_int_equal(time.response_ms[1], 61000);
}

static void a_clock_that_jumps_back_adds_nothing(void **state)
{
	struct activity activity = { .last = 9000, .idle_limit = 60000 };
	struct annotation_time time = { 0 };

	(void)state;
	activity_note(&activity, &time, 4000, NULL, 0);
	assert_int_equal(time.active_ms + time.idle_ms, 0);
	activity_note(&activity, &time, 4500, NULL, 0);
	assert_int_equal(time.active_ms, 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_annotation_is_written_as_published),
		cmocka_unit_test(what_was_read_is_written_again_to_the_byte),
		cmocka_unit_test(
			a_skip_keeps_its_reason_the_member_it_is_for_and_a_shown_reference),
		cmocka_unit_test(a_broken_envelope_is_refused_with_its_field),
		cmocka_unit_test(a_pause_over_the_limit_is_idle_and_not_seen_time),
		cmocka_unit_test(a_clock_that_jumps_back_adds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
