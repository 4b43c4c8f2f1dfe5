/* The samples are what a newcomer sees first: they must read as the guidelines expect them. */
#include "base/json.h"
#include "guide/guide.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *file, *guideline;
	int n;
} samples[] = {
	{ "samples/pairs.jsonl", "pairwise-preference", 17 },
	{ "samples/ranking.jsonl", "n-way-ranking", 8 },
	{ "samples/rating.jsonl", "rating-axes", 8 },
	{ "samples/golden.jsonl", "golden-response", 8 },
};

static char *read_all(const char *path)
{
	FILE *in = fopen(path, "rb");
	struct buf buf = BUF_INIT;
	size_t n;

	assert_non_null(in);
	do {
		buf_reserve(&buf, 65536);
		n = fread(buf.data + buf.len, 1, 65536, in);
		buf.len += n;
		buf.data[buf.len] = '\0';
	} while (n > 0);
	fclose(in);
	return buf_detach(&buf);
}

static int distinct(const struct json *responses)
{
	int n = 0;

	for (const struct json *a = responses->child; a != NULL; a = a->next) {
		const struct json *b = responses->child;

		while (b != a && !json_equal(json_get(a, "content"), json_get(b, "content")))
			b = b->next;
		n += b == a;
	}
	return n;
}

static void check_item(const struct json *item, const struct guideline *guideline)
{
	const struct json *responses = json_get(item, "responses");

	assert_non_null(json_get_string(item, "id"));
	assert_false(json_is_null(json_get(item, "prompt")));
	assert_non_null(json_get_string(json_get(item, "metadata"), "domain"));
	assert_int_equal(responses->type, JSON_ARRAY);
	assert_in_range(distinct(responses), guideline->min_responses, guideline->max_responses);
	for (const struct json *r = responses->child; r != NULL; r = r->next) {
		assert_non_null(json_get_string(r, "source"));
		assert_non_null(json_get_string(r, "content"));
	}
}

static int check_lines(char *text, const struct guideline *guideline)
{
	struct arena arena = ARENA_INIT;
	struct err err = { .code = ERR_NONE };
	int n = 0;

	for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1, n++) {
		const struct json *item = json_parse(line, (size_t)(end - line), &arena, &err);

		if (item == NULL)
			fail_msg("line %d: %s", n + 1, err.msg);
		check_item(item, guideline);
	}
	arena_release(&arena);
	return n;
}

static void every_sample_fits_its_guideline(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct arena arena = ARENA_INIT;
		struct err err;
		struct guide guide;
		char *text = read_all(samples[i].file);

		assert_true(guide_load(samples[i].guideline, &arena, &guide, &err));
		assert_int_equal(check_lines(text, guide.guideline), samples[i].n);
		free(text);
		arena_release(&arena);
	}
}

/* `cat samples/pairs.jsonl` must be safe in any terminal. */
static void no_sample_holds_a_raw_control_or_direction_character(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		char *text = read_all(samples[i].file);

		for (const char *c = text; *c != '\0'; c++)
			assert_true(*c == '\n' || (unsigned char)*c >= ' ');
		assert_null(strstr(text, "\xE2\x80\xAE")); /* U+202E */
		assert_null(strstr(text, "\xC2\x9B"));     /* CSI as one character */
		free(text);
	}
}

static void the_hostile_sample_is_hostile_once_it_is_read(void **state)
{
	char *text = read_all("samples/pairs.jsonl");
	char *start = strstr(text, "{\"id\": \"hostile-1\"");
	struct arena arena = ARENA_INIT;
	struct err err;
	const struct json *item;

	(void)state;
	assert_non_null(start);
	item = json_parse(start, (size_t)(strchr(start, '\n') - start), &arena, &err);
	assert_non_null(item);
	item = json_get(item, "responses")->child;
	assert_non_null(strstr(json_get_string(item, "content"), "\x1B[2J"));
	assert_non_null(strstr(json_get_string(item->next, "content"), "\xE2\x80\xAE"));
	arena_release(&arena);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sample_fits_its_guideline),
		cmocka_unit_test(no_sample_holds_a_raw_control_or_direction_character),
		cmocka_unit_test(the_hostile_sample_is_hostile_once_it_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
