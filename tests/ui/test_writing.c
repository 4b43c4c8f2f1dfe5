/* Ticks and revisions: how they are told in a draft and read back. */
#include "base/json_write.h"
#include "ui/view/writing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct question questions[] = { { .id = "why" }, { .id = "golden" } };
static const struct guideline guideline = { .question = questions, .n_questions = 2 };

static void expect_text(const struct writing *writing, size_t i, const char *want)
{
	char *text = writing_text(writing, i);

	assert_string_equal(text, want);
	free(text);
}

static void a_revision_is_made_when_it_is_time(void **state)
{
	struct writings all = { .writing = NULL };
	struct writing *w = writings_of(&all, 1, 0);

	(void)state;
	assert_true(writing_note(w, "one", 1000, false));
	assert_false(writing_note(w, "one", 90000, true));
	assert_false(writing_note(w, "one two", 2000, false));
	assert_true(writing_note(w, "one two", 1000 + REVISION_APART_MS, false));
	assert_true(writing_note(w, "one two three", 1001 + REVISION_APART_MS, true));
	assert_int_equal(w->n, 3);
	expect_text(w, 0, "one");
	expect_text(w, 1, "one two");
	expect_text(w, 2, "one two three");
	assert_int_equal(w->revision[0].at, 1000);
	assert_int_equal(w->revision[1].at, 1000 + REVISION_APART_MS);
	assert_ptr_equal(writings_of(&all, 1, 0), w);
	writings_release(&all);
}

static void much_that_changed_is_a_revision_at_once(void **state)
{
	struct writings all = { .writing = NULL };
	struct writing *w = writings_of(&all, 1, 2);
	char much[REVISION_MUCH + 1];

	(void)state;
	memset(much, 'x', REVISION_MUCH);
	much[REVISION_MUCH] = '\0';
	writing_note(w, "", 1, true);
	assert_true(writing_note(w, much, 2, false));
	assert_true(writing_note(w, "", 3, false));
	expect_text(w, 1, much);
	writings_release(&all);
}

/* Random texts with characters of several bytes, all of which come back. */
static void every_revision_comes_back_from_a_draft(void **state)
{
	static const char *const pieces[] = { "é", "ĩ", "中", "丮", "è", " ", "\n", "😀" };
	struct writings all = { .writing = NULL }, back = { .writing = NULL };
	struct writing *w = writings_of(&all, 1, 0);
	struct arena arena = ARENA_INIT;
	struct buf text = BUF_INIT, doc = BUF_INIT, kept[40];
	struct json *answers = json_object(&arena), *answer = json_object(&arena);
	const struct json *read;
	struct err err;
	uint32_t seed = 3;

	(void)state;
	for (size_t i = 0; i < 40; i++) {
		buf_clear(&text);
		kept[i] = (struct buf)BUF_INIT;
		for (int k = 0; k < 60; k++) {
			seed = seed * 1103515245u + 12345u;
			if (k % 7 == (int)i % 7)
				buf_adds(&text, pieces[(seed >> 16) % 8]);
			else
				buf_adds(&text, pieces[k % 8]);
		}
		buf_adds(&kept[i], buf_str(&text));
		writing_note(w, buf_str(&text), (int64_t)i, true);
	}
	w->ticked = 5;
	/* The answer went on since the last revision. */
	buf_addf(&text, "é more");
	json_set(&arena, answer, "text", json_string(&arena, buf_str(&text)));
	json_set(&arena, answers, "golden", answer);
	json_write_canonical(&doc, writings_json(&all, &guideline, answers, &arena));
	read = json_parse(buf_str(&doc), doc.len, &arena, &err);
	assert_non_null(read);
	writings_load(&back, &guideline, answers, read);
	w = writings_of(&back, 1, 0);
	assert_int_equal(w->ticked, 5);
	assert_int_equal(w->n, 40);
	for (size_t i = 0; i < 40; i++) {
		expect_text(w, i, buf_str(&kept[i]));
		buf_release(&kept[i]);
	}
	assert_int_equal(w->revision[7].at, 7);
	writings_release(&all);
	writings_release(&back);
	buf_release(&text);
	buf_release(&doc);
	arena_release(&arena);
}

static void the_oldest_go_when_there_are_many(void **state)
{
	struct writings all = { .writing = NULL };
	struct writing *w = writings_of(&all, 0, 0);
	char text[32];

	(void)state;
	for (int i = 0; i < REVISIONS_MAX + 50; i++) {
		snprintf(text, sizeof text, "text %d", i);
		writing_note(w, text, i, true);
	}
	assert_int_equal(w->n, REVISIONS_MAX);
	expect_text(w, 0, "text 50");
	expect_text(w, w->n - 1, "text 249");
	writings_release(&all);
}

static void what_cannot_be_read_is_left_out(void **state)
{
	static const char damaged[] =
		"[{\"question\":\"gone\",\"ticked\":[1]},{\"question\":\"golden\",\"r\":0,"
		"\"ticked\":[-1,64,\"x\",3],\"revisions\":[{\"at\":1,\"from\":90,\"same\":90,"
		"\"text\":\"x\"},{\"at\":2,\"from\":999,\"same\":0,\"text\":\"\"}]},7]";
	struct writings all = { .writing = NULL };
	struct arena arena = ARENA_INIT;
	struct err err;
	const struct json *doc = json_parse(damaged, strlen(damaged), &arena, &err);
	struct writing *w;

	(void)state;
	assert_non_null(doc);
	writings_load(&all, &guideline, json_object(&arena), doc);
	assert_int_equal(all.n, 1);
	w = writings_of(&all, 1, 0);
	assert_int_equal(w->ticked, 8);
	for (size_t i = 0; i < w->n; i++)
		expect_text(w, i, "");
	writings_release(&all);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_revision_is_made_when_it_is_time),
		cmocka_unit_test(much_that_changed_is_a_revision_at_once),
		cmocka_unit_test(every_revision_comes_back_from_a_draft),
		cmocka_unit_test(the_oldest_go_when_there_are_many),
		cmocka_unit_test(what_cannot_be_read_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
