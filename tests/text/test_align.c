/* Matching parts of texts, and the grid that lines them up. */
#include "text/align.h"

#include "tests/text/markdown_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TEXTS 3

struct table {
	struct layout layout[TEXTS];
	const char *text[TEXTS];
	struct align_matches matches[TEXTS];
	struct align_grid grid;
	size_t n;
};

static void lay(struct table *t, int columns, const char *const *texts)
{
	const struct layout *layouts[TEXTS];

	*t = (struct table){ .n = 0 };
	for (; t->n < TEXTS && texts[t->n] != NULL; t->n++) {
		t->layout[t->n] = (struct layout)LAYOUT_INIT;
		t->text[t->n] = texts[t->n];
		lay_out(&t->layout[t->n], texts[t->n], strlen(texts[t->n]), columns);
		layouts[t->n] = &t->layout[t->n];
		if (t->n > 0)
			align_match(&t->matches[t->n], layouts[0], layouts[t->n]);
	}
	align_place(&t->grid, layouts, t->matches, t->n);
}

static void done(struct table *t)
{
	align_grid_release(&t->grid);
	for (size_t i = 0; i < t->n; i++) {
		align_matches_release(&t->matches[i]);
		layout_release(&t->layout[i]);
	}
}

/* The texts beside each other as lines of "a | b", after padding. */
static char *side_by_side(struct table *t)
{
	char *rows[TEXTS], *at[TEXTS];
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < t->n; i++) {
		align_pad(&t->grid, i, &t->layout[i], strlen(t->text[i]));
		rows[i] = at[i] = rows_of(&t->layout[i]);
		assert_int_equal(t->layout[i].n_rows, t->grid.rows);
	}
	for (size_t r = 0; r < t->grid.rows; r++)
		for (size_t i = 0; i < t->n; i++) {
			size_t len = strcspn(at[i], "\n");

			buf_add(&out, at[i], len);
			buf_adds(&out, i + 1 < t->n ? " | " : "\n");
			at[i] += len + 1;
		}
	for (size_t i = 0; i < t->n; i++)
		free(rows[i]);
	return buf_detach(&out);
}

static void expect(int columns, const char *const *texts, const char *want)
{
	struct table t;
	char *got;

	lay(&t, columns, texts);
	got = side_by_side(&t);
	assert_string_equal(got, want);
	free(got);
	done(&t);
}

static void equal_texts_stand_row_by_row(void **state)
{
	(void)state;
	expect(20, (const char *const[]){ "one\n\ntwo", "one\n\ntwo", NULL },
	       "one | one\n | \ntwo | two\n");
}

static void a_paragraph_more_leaves_empty_rows_beside_it(void **state)
{
	(void)state;
	expect(40,
	       (const char *const[]){ "first part\n\nlast part",
				      "first part\n\nnew words\n\nlast part", NULL },
	       "first part | first part\n | \n | new words\n | \nlast part | last part\n");
	expect(40,
	       (const char *const[]){ "first part\n\nnew words\n\nlast part",
				      "first part\n\nlast part", NULL },
	       "first part | first part\n | \nnew words | \n | \nlast part | last part\n");
}

static void a_changed_line_of_code_stays_beside_its_line(void **state)
{
	(void)state;
	expect(40,
	       (const char *const[]){ "```c\nint main(void)\n{\n\tprint_hello_world();\n}\n```",
				      "```c\nint main(void)\n{\n\tint unused;\n"
				      "\tprint_hello_moon_world();\n}\n```",
				      NULL },
	       "┌ c | ┌ c\n│ int main(void) | │ int main(void)\n│ { | │ {\n"
	       " | │     int unused;\n"
	       "│     print_hello_world(); | │     print_hello_moon_world();\n"
	       "│ } | │ }\n└ | └\n");
}

static void what_is_longer_pushes_the_next_match_down(void **state)
{
	(void)state;
	expect(20,
	       (const char *const[]){ "the same words that both have\n\nend here",
				      "the same words that both texts here have had\n\nend here",
				      NULL },
	       "the same words that | the same words that\nboth have | both texts here have\n"
	       " | had\n | \nend here | end here\n");
}

static void steps_of_a_list_stand_by_their_numbers(void **state)
{
	(void)state;
	expect(30,
	       (const char *const[]){ "1. Turn off water\n2. Take out screw\n3. Done",
				      "1. Think hard about it all before\n2. Breathe\n3. Done",
				      NULL },
	       "1. Turn off water | 1. Think hard about it all\n |    before\n"
	       "2. Take out screw | 2. Breathe\n3. Done | 3. Done\n");
}

static void parts_with_the_same_title_meet_whatever_their_numbers(void **state)
{
	(void)state;
	expect(40,
	       (const char *const[]){ "1. Speed: more memory is faster\n2. Cold start: shorter\n"
				      "3. Cost: you pay for it",
				      "1. Speed: gets quicker\n2. Cost: price rises with size",
				      NULL },
	       "1. Speed: more memory is faster | 1. Speed: gets quicker\n"
	       "2. Cold start: shorter | \n"
	       "3. Cost: you pay for it | 2. Cost: price rises with size\n");
}

static void unrelated_texts_begin_together_and_are_left_alone(void **state)
{
	(void)state;
	expect(40, (const char *const[]){ "apples pears plums", "wind\n\nrain", NULL },
	       "apples pears plums | wind\n | \n | rain\n");
	expect(40, (const char *const[]){ "", "wind", NULL }, " | wind\n");
}

static void three_texts_meet_at_what_each_has_in_common_with_the_first(void **state)
{
	(void)state;
	expect(40,
	       (const char *const[]){ "# Alpha\n\n# Omega", "# Alpha\n\nlong story\n\n# Omega",
				      "# Omega", NULL },
	       "# Alpha | # Alpha | \n | long story | \n |  | \n"
	       "# Omega | # Omega | # Omega\n");
}

static void places_ascend_and_no_step_skips_a_row(void **state)
{
	struct table t;

	(void)state;
	lay(&t, 24,
	    (const char *const[]){
		    "# One\n\nalpha beta gamma\n\n# Two\n\nshort\n\n# Three\n\nend",
		    "# One\n\nsome other text that is long enough to wrap twice over\n\n"
		    "# Two\n\n- a\n- b\n- c\n\n# Three",
		    "# Two\n\nonly this", NULL });
	for (size_t i = 0; i < t.n; i++) {
		for (size_t r = 1; r <= t.grid.n_rows[i]; r++)
			assert_true(t.grid.place[i][r] > t.grid.place[i][r - 1]
				    || r == t.grid.n_rows[i]);
		for (size_t v = 0; v < t.grid.rows; v++) {
			size_t here = align_row(&t.grid, i, v), next = align_row(&t.grid, i, v + 1);

			assert_true(next == here || next == here + 1);
		}
		assert_int_equal(align_row(&t.grid, i, 0), 0);
	}
	done(&t);
}

static enum style style_at(const struct layout *layout, const char *text, const char *word)
{
	size_t at = (size_t)(strstr(text, word) - text);

	for (size_t i = 0; i < layout->cells.n; i++)
		if (layout->cells.at[i] == at && layout->cells.cell[i].base != ' ')
			return (enum style)layout->cells.cell[i].style;
	fail_msg("'%s' is not shown", word);
	return STYLE_TEXT;
}

static void what_is_equal_fades_and_changed_words_stand_out(void **state)
{
	const char *const texts[] = {
		"same line here\n\nthe washer of brass goes in last\n\ngone",
		"same line here\n\nthe washer of rubber goes in last\n\nnew one", NULL
	};
	struct align_text list[2];
	struct table t;

	(void)state;
	lay(&t, 60, texts);
	for (size_t i = 0; i < 2; i++)
		list[i] = (struct align_text){ &t.layout[i], texts[i], strlen(texts[i]) };
	align_fade(list, t.matches, 2);
	assert_int_equal(style_at(&t.layout[0], texts[0], "same"), STYLE_DIM);
	assert_int_equal(style_at(&t.layout[1], texts[1], "same"), STYLE_DIM);
	assert_int_equal(style_at(&t.layout[0], texts[0], "washer"), STYLE_DIM);
	assert_int_equal(style_at(&t.layout[0], texts[0], "brass"), STYLE_DELETED);
	assert_int_equal(style_at(&t.layout[1], texts[1], "rubber"), STYLE_INSERTED);
	assert_int_equal(style_at(&t.layout[1], texts[1], "last"), STYLE_DIM);
	assert_int_equal(style_at(&t.layout[0], texts[0], "gone"), STYLE_TEXT);
	assert_int_equal(t.layout[0].rows[0].side, SIDE_SAME);
	assert_int_equal(t.layout[0].rows[2].side, SIDE_CHANGED);
	assert_int_equal(t.layout[1].rows[4].side, SIDE_ALONE);
	done(&t);
}

static void thai_and_chinese_are_alike_without_spaces(void **state)
{
	struct align_matches m = { .match = NULL };
	struct layout a = LAYOUT_INIT, b = LAYOUT_INIT;
	const char *x = "我们今天去北京看长城", *y = "我们明天去北京看长城";

	(void)state;
	lay_out(&a, x, strlen(x), 40);
	lay_out(&b, y, strlen(y), 40);
	align_match(&m, &a, &b);
	assert_int_equal(m.n, 1);
	assert_int_equal(m.match[0].kind, ALIGN_ALIKE);
	align_matches_release(&m);
	layout_release(&a);
	layout_release(&b);
}

/* 30,000 lines each: the pairs are far beyond the cap. */
static void long_texts_meet_at_lines_that_are_the_only_ones_of_their_kind(void **state)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	struct align_matches m = { .match = NULL };
	struct layout a = LAYOUT_INIT, b = LAYOUT_INIT;

	(void)state;
	for (int i = 0; i < 30000; i++) {
		buf_addf(&x, "line %d\n", i);
		buf_addf(&y, i % 3 == 0 ? "other\n" : "line %d\n", i);
	}
	lay_out(&a, x.data, x.len, 40);
	lay_out(&b, y.data, y.len, 40);
	align_match(&m, &a, &b);
	assert_true(m.n >= 20000);
	for (size_t i = 1; i < m.n; i++) {
		assert_true(m.match[i].a >= m.match[i - 1].a_end);
		assert_true(m.match[i].b >= m.match[i - 1].b_end);
	}
	align_matches_release(&m);
	layout_release(&a);
	layout_release(&b);
	buf_release(&x);
	buf_release(&y);
}

static char *random_text(uint32_t *seed, size_t *len)
{
	static const char *const lines[] = {
		"# Head\n",
		"one two three four\n",
		"one two three five\n",
		"1. step by step\n",
		"2. another step\n",
		"- a\n  - b\n",
		"```c\nint x;\n}\n```\n",
		"\n",
		"| a | b |\n|---|---|\n| c | d |\n",
		"> quoted words here\n",
		"水龙头漏水了\n",
		"}\n",
		"a b\n",
		"a long line of words that has to wrap at any width at all\n"
	};
	struct buf out = BUF_INIT;

	for (uint32_t n = (*seed >> 16) % 16; n > 0; n--) {
		*seed = *seed * 1103515245u + 12345u;
		buf_adds(&out, lines[(*seed >> 16) % (sizeof lines / sizeof lines[0])]);
	}
	buf_str(&out);
	*len = out.len;
	return buf_detach(&out);
}

static void check_places(const struct table *t)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t r = 1; r < t->grid.n_rows[i]; r++)
			assert_true(t->grid.place[i][r] > t->grid.place[i][r - 1]);
	for (size_t i = 1; i < t->n; i++)
		for (size_t k = 0; k < t->matches[i].n; k++)
			assert_int_equal(t->grid.place[0][t->matches[i].match[k].a],
					 t->grid.place[i][t->matches[i].match[k].b]);
}

static void whatever_the_texts_matches_stand_in_the_same_row(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 600; round++) {
		char *texts[TEXTS + 1] = { NULL };
		size_t lengths[TEXTS];
		struct align_text list[TEXTS];
		struct table t;

		for (size_t i = 0; i < TEXTS; i++)
			texts[i] = random_text(&seed, &lengths[i]);
		lay(&t, (int)(seed >> 20) % 40 + 1, (const char *const *)texts);
		check_places(&t);
		for (size_t i = 0; i < TEXTS; i++)
			list[i] = (struct align_text){ &t.layout[i], t.text[i], lengths[i] };
		align_fade(list, t.matches, t.n);
		free(side_by_side(&t));
		done(&t);
		for (int i = 0; i < TEXTS; i++)
			free(texts[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_texts_stand_row_by_row),
		cmocka_unit_test(a_paragraph_more_leaves_empty_rows_beside_it),
		cmocka_unit_test(a_changed_line_of_code_stays_beside_its_line),
		cmocka_unit_test(what_is_longer_pushes_the_next_match_down),
		cmocka_unit_test(steps_of_a_list_stand_by_their_numbers),
		cmocka_unit_test(parts_with_the_same_title_meet_whatever_their_numbers),
		cmocka_unit_test(unrelated_texts_begin_together_and_are_left_alone),
		cmocka_unit_test(three_texts_meet_at_what_each_has_in_common_with_the_first),
		cmocka_unit_test(places_ascend_and_no_step_skips_a_row),
		cmocka_unit_test(what_is_equal_fades_and_changed_words_stand_out),
		cmocka_unit_test(whatever_the_texts_matches_stand_in_the_same_row),
		cmocka_unit_test(thai_and_chinese_are_alike_without_spaces),
		cmocka_unit_test(long_texts_meet_at_lines_that_are_the_only_ones_of_their_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
