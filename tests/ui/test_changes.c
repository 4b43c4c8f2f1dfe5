/* What differs between a base and a text, as marks in both. */
#include "base/alloc.h"
#include "base/buf.h"
#include "text/decode.h"
#include "ui/widget/changes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *with_marks(const char *text, const struct flow_mark *mark, size_t n)
{
	struct buf out = BUF_INIT;
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		assert_true(mark[i].start >= at && mark[i].end > mark[i].start);
		buf_add(&out, text + at, mark[i].start - at);
		buf_addf(&out, "%s%.*s%s", mark[i].open, (int)(mark[i].end - mark[i].start),
			 text + mark[i].start, mark[i].close);
		at = mark[i].end;
	}
	buf_adds(&out, text + at);
	return buf_detach(&out);
}

static void expect(const char *base, const char *text, const char *gone, const char *come)
{
	struct changes c = { .gone = NULL };
	char *shown;

	changes_find(&c, base, strlen(base), text, strlen(text));
	shown = with_marks(base, c.gone, c.n_gone);
	assert_string_equal(shown, gone);
	free(shown);
	shown = with_marks(text, c.come, c.n_come);
	assert_string_equal(shown, come);
	free(shown);
	changes_release(&c);
}

static void words_that_went_and_came_are_marked_in_their_text(void **state)
{
	(void)state;
	expect("take out the cartridge", "take out the old cartridge", "take out the cartridge",
	       "take out the {+old +}cartridge");
	expect("Unscrew the handle.", "Loosen the cap.", "[-Unscrew-] the [-handle-].",
	       "{+Loosen+} the {+cap+}.");
	expect("same", "same", "same", "same");
	expect("", "new", "", "{+new+}");
	expect("old", "", "[-old-]", "");
	expect("", "", "", "");
}

static void no_mark_goes_over_a_line_end(void **state)
{
	(void)state;
	expect("a\nb", "a\nx y\n\nz\nb", "a\nb", "a\n{+x y+}\n\n{+z+}\nb");
	expect("a\r\nold\r\nb", "a\r\nb", "a\r\n[-old-]\r\nb", "a\r\nb");
}

/* Lines with numbers, some of them changed, so long that whole lines are compared first. */
static char *numbered(int lines, int changed, int dropped)
{
	struct buf out = BUF_INIT;

	for (int i = 0; i < lines; i++)
		if (i != dropped)
			buf_addf(&out, "line %d says %s and goes on for a while\n\n", i,
				 i == changed ? "no" : "yes");
	return buf_detach(&out);
}

static size_t base_line(const char *base, const char *line)
{
	return (size_t)(strstr(base, line) - base);
}

static void long_texts_are_compared_as_short_ones(void **state)
{
	struct changes c = { .gone = NULL };
	char *base = numbered(2000, -1, -1), *text = numbered(2000, 3, 1900);

	(void)state;
	changes_find(&c, base, strlen(base), text, strlen(text));
	assert_int_equal(c.n_come, 1);
	assert_memory_equal(text + c.come[0].start, "no", 2);
	assert_true(c.n_gone >= 2);
	assert_memory_equal(base + c.gone[0].start, "yes", 3);
	assert_true(c.gone[1].start > base_line(base, "line 1899 "));
	assert_true(c.gone[c.n_gone - 1].end < base_line(base, "line 1902 "));
	assert_int_equal(c.diff.words_inserted, 1);
	assert_int_equal(c.diff.words_deleted, 1 + 10);
	changes_release(&c);
	free(base);
	free(text);
}

static void expect_covered(const struct changes *c, const struct buf *base, const struct buf *text)
{
	size_t a = 0, b = 0;

	for (size_t i = 0; i < c->diff.n; i++) {
		const struct diff_part *p = &c->diff.parts[i];

		assert_int_equal(p->a_start, a);
		assert_int_equal(p->b_start, b);
		a = p->a_end;
		b = p->b_end;
		if (p->kind == DIFF_SAME)
			assert_memory_equal(base->data + p->a_start, text->data + p->b_start,
					    p->a_end - p->a_start);
	}
	assert_int_equal(a, base->len);
	assert_int_equal(b, text->len);
	/* Words are whole on both sides of what differs. */
	assert_int_equal(text_words(base->data, base->len)
				 - text_words(base->data + c->base_from, c->base_to - c->base_from)
				 + text_words(text->data + c->text_from, c->text_to - c->text_from),
			 text_words(text->data, text->len));
}

static void words_are_whole_on_both_sides_of_what_differs(void **state)
{
	static const char *const texts[] = { "don't go",   "don' go", "don't go on",
					     "do, not go", "don go",  "naïve, we go",
					     "naïvely we", "a-b c-d", "a-b-c d",
					     "",           "中文 字", "中字",
					     "go" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
			struct changes c = { .gone = NULL };
			struct buf base = BUF_INIT, text = BUF_INIT;

			buf_adds(&base, texts[i]);
			buf_adds(&text, texts[k]);
			changes_find(&c, buf_str(&base), base.len, buf_str(&text), text.len);
			expect_covered(&c, &base, &text);
			changes_release(&c);
			buf_release(&base);
			buf_release(&text);
		}
}

/* Numbers that both have, but for some, then lines that both have in another order. */
static void fill(struct buf *base, struct buf *text, int round, uint32_t *seed)
{
	for (int i = 0; i < 1200; i++) {
		*seed = *seed * 1103515245u + 12345u;
		struct buf *to = (*seed >> 16) % 8 == 0 ? text : base;

		buf_addf(to, "%u%c", (*seed >> 18) % 50, (*seed >> 17) % 5 == 0 ? '\n' : ' ');
		if ((*seed >> 20) % 8 != 0)
			buf_addf(to == base ? text : base, "%u ", (*seed >> 18) % 50);
	}
	for (int i = 0; i < 400; i++) {
		buf_addf(base, "shared line number %d\n", i);
		buf_addf(text, "shared line number %d\n", (i + round * 7) % 400);
	}
}

/* The parts cover both texts, in order, whatever was changed. */
static void parts_always_cover_both_texts(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 40; round++) {
		struct changes c = { .gone = NULL };
		struct buf base = BUF_INIT, text = BUF_INIT;

		fill(&base, &text, round, &seed);
		changes_find(&c, buf_str(&base), base.len, buf_str(&text), text.len);
		expect_covered(&c, &base, &text);
		changes_release(&c);
		buf_release(&base);
		buf_release(&text);
	}
}

static void a_place_in_the_text_has_one_in_the_base(void **state)
{
	static const char base[] = "one two three", text[] = "one and a half two three";
	struct changes c = { .gone = NULL };

	(void)state;
	changes_find(&c, base, strlen(base), text, strlen(text));
	assert_int_equal(changes_base_at(&c, 0), 0);
	assert_int_equal(changes_base_at(&c, 6), 4);
	assert_int_equal(changes_base_at(&c, 17), 6);
	assert_int_equal(changes_base_at(&c, strlen(text)), strlen(base));
	changes_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_went_and_came_are_marked_in_their_text),
		cmocka_unit_test(no_mark_goes_over_a_line_end),
		cmocka_unit_test(long_texts_are_compared_as_short_ones),
		cmocka_unit_test(words_are_whole_on_both_sides_of_what_differs),
		cmocka_unit_test(parts_always_cover_both_texts),
		cmocka_unit_test(a_place_in_the_text_has_one_in_the_base),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
