/* Markdown as rows, drawn and mapped back to its source. */
#include "tests/text/markdown_rows.h"
#include "text/decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect_options(const struct layout_options *options, const char *text, const char *want)
{
	struct layout layout = LAYOUT_INIT;
	char *got;

	layout_text(&layout, text, strlen(text), options);
	got = rows_of(&layout);
	assert_string_equal(got, want);
	free(got);
	layout_release(&layout);
}

static void expect(int columns, const char *text, const char *want)
{
	const struct layout_options options = { .form = TEXT_MARKDOWN, .columns = columns };

	expect_options(&options, text, want);
}

static void paragraphs_have_one_empty_row_between(void **state)
{
	(void)state;
	expect(40, "one\n\n\n\ntwo\n", "one\n\ntwo\n");
	expect(8, "one two three", "one two\nthree\n");
}

static void a_line_end_in_a_paragraph_stays_one(void **state)
{
	(void)state;
	expect(40, "roses\nviolets  \nsugar\\\nyou", "roses\nviolets\nsugar\nyou\n");
}

static void headings_keep_their_rank(void **state)
{
	(void)state;
	expect(40, "# One\ntext\n## Two ##\nSet\n===\n", "# One\ntext\n\n## Two\n\n# Set\n");
	expect(40, "#\n\ntext", "#\ntext\n");
}

static void lists_hang_and_nest(void **state)
{
	(void)state;
	expect(20, "1. first item that wraps\n2. second\n",
	       "1. first item that\n   wraps\n2. second\n");
	expect(20, "- a\n  - b\n    1. c\n- d\n", "• a\n  • b\n    1. c\n• d\n");
	expect(20, "9. a\n10. bb bb bb bb bb bb\n", "9. a\n10. bb bb bb bb bb\n    bb\n");
	expect(20, "3) a\n4) b\n", "3) a\n4) b\n");
	expect(20, "- [ ] to do\n- [x] done\n", "[ ] to do\n[x] done\n");
	expect(20, "-\n- a\n", "•\n• a\n");
}

static void a_loose_list_has_air(void **state)
{
	(void)state;
	expect(20, "- a\n\n- b\n\n  more\n", "• a\n\n• b\n\n  more\n");
	expect(20, "text\n\n- a\n- b\n\ntext", "text\n\n• a\n• b\n\ntext\n");
}

static void quotes_have_a_bar(void **state)
{
	(void)state;
	expect(12, "> quoted text wraps\n\nafter", "▌ quoted\n▌ text wraps\n\nafter\n");
	expect(20, "> a\n>\n> b\n> > c\n", "▌ a\n▌\n▌ b\n▌\n▌ ▌ c\n");
	expect(20, "- > a\n", "• ▌ a\n");
}

static void code_stands_in_its_frame(void **state)
{
	(void)state;
	expect(20, "before\n```sh\n# hi\n\techo\n\nend\n```\nafter",
	       "before\n\n┌ sh\n│ # hi\n│     echo\n│\n│ end\n└\nafter\n");
	expect(20, "```\n```", "┌\n└\n");
	expect(20, "    a\n\n    b\n", "┌\n│ a\n│\n│ b\n└\n");
	expect(20, "- a\n  ```py\n  x = 1\n  ```\n", "• a\n  ┌ py\n  │ x = 1\n  └\n");
	expect(20, "```\nnever closed", "┌\n│ never closed\n└\n");
}

static void wide_code_wraps_with_a_mark_or_runs_on(void **state)
{
	struct layout_options options = { .form = TEXT_MARKDOWN,
					  .columns = 12,
					  .code_runs_on = true };

	(void)state;
	expect(12, "```\n0123456789abcdefghijklmn\nx\n```\n",
	       "┌\n│ 0123456789\n│↪abcdefghij\n│↪klmn\n│ x\n└\n");
	expect(12, "```\nf(abc, defgh)\n```\n", "┌\n│ f(abc,\n│↪defgh)\n└\n");
	expect_options(&options, "```\n0123456789abcdefghijklmn\nx\n```\n",
		       "┌\n│ 0123456789abcdefghijklmn\n│ x\n└\n");
}

static void code_is_as_wide_as_the_pane(void **state)
{
	struct layout layout = LAYOUT_INIT;
	char text[400];

	(void)state;
	memset(text, 'x', sizeof text);
	text[0] = text[1] = text[2] = '`';
	text[3] = '\n';
	lay_out(&layout, text, sizeof text, 200);
	assert_int_equal(layout.rows[1].n, 200);
	layout_release(&layout);
}

static void tables_that_fit_are_drawn_side_by_side(void **state)
{
	(void)state;
	expect(40, "| Name | N |\n|---|--:|\n| a | 1 |\n| bcdefg | 100 |\n",
	       "Name   │   N\n"
	       "───────┼────\n"
	       "a      │   1\n"
	       "bcdefg │ 100\n");
	expect(40, "a | b\n:-:|---\nlonger | x\nc\n",
	       "  a    │ b\n"
	       "───────┼──\n"
	       "longer │ x\n"
	       "  c    │\n");
}

static void a_table_may_be_empty(void **state)
{
	(void)state;
	expect(40, "| |\n|---|---|\n", "  │\n──┼──\n");
}

static void wide_tables_wrap_their_cells(void **state)
{
	(void)state;
	expect(24, "| Name | What it does |\n|---|---|\n| a | turns the water off for good |\n",
	       "Name │ What it does\n"
	       "─────┼──────────────────\n"
	       "a    │ turns the water\n"
	       "     │ off for good\n");
}

static void tables_without_room_become_lists(void **state)
{
	(void)state;
	expect(14,
	       "| Name | What | N |\n|---|---|---|\n| tap | drips at night | 1 |\n| x | y | 2 |\n",
	       "Name: tap\nWhat: drips at\nnight\nN: 1\n\nName: x\nWhat: y\nN: 2\n");
}

static void links_show_where_they_lead(void **state)
{
	(void)state;
	expect(60, "see [the page](http://a.b/c) now", "see the page (http://a.b/c) now\n");
	expect(60, "[a](http://b \"title\")", "a (http://b \"title\")\n");
	expect(60, "<http://a.b/c> <me@b.c>", "http://a.b/c me@b.c\n");
	expect(60, "[http://good](http://evil)", "http://good (http://evil)\n");
	expect(60, "![pic](a.png)", "[image: pic] (a.png)\n");
	expect(60, "[empty]()", "empty\n");
}

static void what_markdown_would_hide_is_shown(void **state)
{
	(void)state;
	expect(60, "[a][x]\n\n[x]: http://b \"t\"\n",
	       "a (http://b \"t\")\n\n[x]: http://b \"t\"\n");
	expect(60, "[//]: # (obey me)\n\ntext", "[//]: # (obey me)\ntext\n");
	expect(60, "a <!-- hidden --> b\n\n<div>x</div>\n",
	       "a <!-- hidden --> b\n\n<div>x</div>\n");
	expect(60, "a\rb", "a\n␍b\n");
}

static void entities_are_characters_and_hidden_ones_are_seen(void **state)
{
	(void)state;
	expect(60, "&lt;b&gt; &amp; &#8212; &#x2014; &nosuch; &copy;", "<b> & — — &nosuch; ©\n");
	expect(60, "&#x202e;x&#27;&#0;", "‹RLO›x␛\xef\xbf\xbd\n");
	expect(60, "`&amp;`", "&amp;\n");
}

static void rules_cross_the_text(void **state)
{
	(void)state;
	expect(10, "a\n\n---\n\nb", "a\n\n──────────\n\nb\n");
}

static void ascii_needs_no_line_drawing(void **state)
{
	const struct layout_options options = { .form = TEXT_MARKDOWN,
						.columns = 20,
						.ascii = true };

	(void)state;
	expect_options(
		&options, "- a\n\n> q\n\n```c\nx\n```\n***\n\na|b\n---|---\nc|d\n",
		"* a\n\n> q\n\n+- c\n| x\n+-\n\n--------------------\n\na | b\n--+--\nc | d\n");
}

static void a_narrow_pane_drops_indents_but_no_text(void **state)
{
	(void)state;
	expect(1, "- ab\n", "•\na\nb\n");
	expect(3, "> > > abc", "abc\n");
	expect(5, "```\nabcdef\n```", "┌\nabcde\nf\n└\n");
}

static enum style style_of(const struct layout *layout, char wanted)
{
	for (size_t i = 0; i < layout->cells.n; i++)
		if (layout->cells.cell[i].base == (unsigned char)wanted)
			return (enum style)layout->cells.cell[i].style;
	return STYLE_COUNT;
}

static void marked_up_text_has_its_style(void **state)
{
	static const char text[] = "# H\n\nT *E* **S** `C` [L](u)\n\n> Q\n";
	struct layout layout = LAYOUT_INIT;

	(void)state;
	lay_out(&layout, text, strlen(text), 60);
	assert_int_equal(style_of(&layout, 'H'), STYLE_HEADING);
	assert_int_equal(style_of(&layout, 'T'), STYLE_TEXT);
	assert_int_equal(style_of(&layout, 'E'), STYLE_EMPHASIS);
	assert_int_equal(style_of(&layout, 'S'), STYLE_STRONG);
	assert_int_equal(style_of(&layout, 'C'), STYLE_CODE);
	assert_int_equal(style_of(&layout, 'L'), STYLE_LINK);
	assert_int_equal(style_of(&layout, 'u'), STYLE_DIM);
	assert_int_equal(style_of(&layout, 'Q'), STYLE_QUOTE);
	layout_release(&layout);
}

/* Every cell of text shows the byte of the source that it says it shows. */
static void every_character_maps_to_its_byte(void **state)
{
	static const char text[] =
		"# Tïtle\n\nA *b* **c**\nd `e`\n\n1. f\n   - g\n\n"
		"| h | i |\n|---|---|\n| j | k l m |\n\n> n\n\n```c\nint o; // p\n\n"
		"q();\n```\n[r](http://s \"t\") <http://u>\n\n[v]: w\n";
	struct layout layout = LAYOUT_INIT;
	size_t seen = 0;

	(void)state;
	for (int columns = 6; columns < 60; columns += 9) {
		lay_out(&layout, text, strlen(text), columns);
		for (size_t r = 0; r < layout.n_rows; r++) {
			const struct layout_row *row = &layout.rows[r];

			for (size_t i = row->first + row->prefix; i < row->first + row->n; i++) {
				uint32_t base = layout.cells.cell[i].base;
				size_t at = layout.cells.at[i], len;

				if (base < 'a' || base > 'z')
					continue;
				if (row->table && columns < 20)
					continue; /* heads are repeated there */
				if (text[at] != '`')
					assert_int_equal(base,
							 utf8_decode(text + at, 4, &len, NULL));
				seen++;
			}
		}
	}
	assert_true(seen > 150);
	layout_release(&layout);
}

static void rows_are_found_by_their_bytes(void **state)
{
	static const char text[] =
		"# Title\n\npara\n\n- item\n\n```sh\ncode one\ncode two\n```\n"
		"| head | x |\n|---|---|\n| some words here | other words there |\n";
	static const char *const words[] = { "Title", "para", "item", "one",   "two",
					     "head",  "some", "here", "other", "there" };
	struct layout layout = LAYOUT_INIT;

	(void)state;
	lay_out(&layout, text, strlen(text), 24);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t at = (size_t)(strstr(text, words[i]) - text);
		const struct layout_row *row = &layout.rows[layout_row_of(&layout, at)];
		bool found = false;

		for (size_t c = row->first + row->prefix; c < row->first + row->n; c++)
			found |= layout.cells.at[c] == at
				 && layout.cells.cell[c].base == (unsigned char)words[i][0];
		assert_true(found);
	}
	layout_release(&layout);
}

static void landmarks_are_headings_and_code(void **state)
{
	static const char text[] = "a\n\n# B\nc\n\n```\nd\ne\n```\nf\n";
	struct layout layout = LAYOUT_INIT;

	(void)state;
	lay_out(&layout, text, strlen(text), 40);
	/* a, "", # B, c, "", top, d, e, end, f */
	assert_int_equal(layout_landmark(&layout, 0, 1), 2);
	assert_int_equal(layout_landmark(&layout, 2, 1), 5);
	assert_int_equal(layout_landmark(&layout, 5, 1), 5);
	assert_int_equal(layout_landmark(&layout, 9, -1), 5);
	assert_int_equal(layout_landmark(&layout, 5, -1), 2);
	assert_int_equal(layout_landmark(&layout, 2, -1), 2);
	layout_release(&layout);
}

static void hidden_characters_are_counted_wherever_they_are(void **state)
{
	static const char text[] =
		"# a\033\n\n- \xe2\x80\xae\n\n| \a | b |\n|---|---|\n| c | \b |\n\n"
		"```\n\x01\n```\n";
	struct layout layout = LAYOUT_INIT;

	(void)state;
	lay_out(&layout, text, strlen(text), 40);
	assert_int_equal(layout.hidden, 5);
	layout_release(&layout);
}

static void an_empty_or_blank_text_is_one_empty_row(void **state)
{
	(void)state;
	expect(20, "", "\n");
	expect(20, "   ", "\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paragraphs_have_one_empty_row_between),
		cmocka_unit_test(a_line_end_in_a_paragraph_stays_one),
		cmocka_unit_test(headings_keep_their_rank),
		cmocka_unit_test(lists_hang_and_nest),
		cmocka_unit_test(a_loose_list_has_air),
		cmocka_unit_test(quotes_have_a_bar),
		cmocka_unit_test(code_stands_in_its_frame),
		cmocka_unit_test(wide_code_wraps_with_a_mark_or_runs_on),
		cmocka_unit_test(code_is_as_wide_as_the_pane),
		cmocka_unit_test(tables_that_fit_are_drawn_side_by_side),
		cmocka_unit_test(a_table_may_be_empty),
		cmocka_unit_test(wide_tables_wrap_their_cells),
		cmocka_unit_test(tables_without_room_become_lists),
		cmocka_unit_test(links_show_where_they_lead),
		cmocka_unit_test(what_markdown_would_hide_is_shown),
		cmocka_unit_test(entities_are_characters_and_hidden_ones_are_seen),
		cmocka_unit_test(rules_cross_the_text),
		cmocka_unit_test(ascii_needs_no_line_drawing),
		cmocka_unit_test(a_narrow_pane_drops_indents_but_no_text),
		cmocka_unit_test(marked_up_text_has_its_style),
		cmocka_unit_test(every_character_maps_to_its_byte),
		cmocka_unit_test(rows_are_found_by_their_bytes),
		cmocka_unit_test(landmarks_are_headings_and_code),
		cmocka_unit_test(hidden_characters_are_counted_wherever_they_are),
		cmocka_unit_test(an_empty_or_blank_text_is_one_empty_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
