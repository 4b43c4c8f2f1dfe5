/* Markdown that means harm: sizes stay in bounds, nothing is lost. */
#include "tests/text/markdown_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void repeat(struct buf *out, const char *piece, size_t times)
{
	for (size_t i = 0; i < times; i++)
		buf_adds(out, piece);
}

static void hostile_markdown_stays_within_bounds(void **state)
{
	static const char *const pieces[] = {
		">",        "[",      "*",     "- ",          "`",       "[a](",
		"![",       "<",      "|a",    "1. ",         "&amp;",   "**a ",
		"[a]: b\n", "```\n",  "> a\n", "|a\n|-\n|\n", "* * *\n", "\xe2\x80\xae",
		"[x][",     "a **a ", "\t",    "    a\n",     "[[]("
	};
	struct layout layout = LAYOUT_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		struct buf text = BUF_INIT;

		repeat(&text, pieces[i], 20000 / strlen(pieces[i]));
		lay_out(&layout, text.data, text.len, 40);
		assert_true(layout.n_rows > 0);
		assert_true(layout.cells.n <= text.len * 8 + 65536);
		buf_release(&text);
	}
	layout_release(&layout);
}

static void a_table_that_would_explode_is_shown_raw(void **state)
{
	struct layout layout = LAYOUT_INIT;
	struct buf text = BUF_INIT;
	size_t lines = 0;

	(void)state;
	repeat(&text, "|a", 5000);
	buf_adds(&text, "\n");
	repeat(&text, "|---", 5000);
	buf_adds(&text, "\n");
	repeat(&text, "|\n", 5000);
	lay_out(&layout, text.data, text.len, 100);
	for (size_t i = 0; i < layout.n_rows; i++)
		lines += layout.rows[i].starts_block;
	assert_int_equal(lines, 5003);
	assert_int_equal(layout.cells.cell[0].base, '|');
	buf_release(&text);
	layout_release(&layout);
}

/* In a pane of one column, where each cell is a row. */
static void a_head_said_again_for_each_row_of_a_table_stays_within_bounds(void **state)
{
	struct layout layout = LAYOUT_INIT;

	(void)state;
	for (size_t n = 100; n <= 100000; n *= 10) {
		struct buf text = BUF_INIT;

		repeat(&text, "head ", n / 10);
		buf_adds(&text, "|\n|:--|--:|\n");
		repeat(&text, "|\n", n / 4);
		lay_out(&layout, text.data, text.len, 1);
		assert_int_equal(layout.rows[0].table, n <= 100);
		assert_true(layout.n_rows <= text.len * 8 + 65536);
		buf_release(&text);
	}
	layout_release(&layout);
}

static void bars_that_would_outgrow_the_text_are_dropped_with_the_form(void **state)
{
	struct layout layout = LAYOUT_INIT;
	struct buf text = BUF_INIT;

	(void)state;
	repeat(&text, "> ", 15);
	repeat(&text, "a\n", 20000);
	lay_out(&layout, text.data, text.len, 100);
	assert_true(layout.cells.n <= text.len);
	assert_int_equal(layout.cells.cell[0].base, '>');
	buf_release(&text);
	layout_release(&layout);
}

/* The parser would look 10,000,000,000 times. */
static void brackets_in_every_line_of_one_paragraph_are_shown_raw(void **state)
{
	static const struct {
		const char *line;
		bool raw;
	} cases[] = {
		{ "*a* [b]\n", true },    { "> *a* [b]\n", true }, { "- *a* [b]\n", false },
		{ "*a* [b]\n\n", false }, { "*a* (b)\n", false },
	};
	struct layout layout = LAYOUT_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf text = BUF_INIT;
		char *got;

		repeat(&text, cases[i].line, 20000);
		lay_out(&layout, text.data, text.len, 40);
		got = rows_of(&layout);
		assert_int_equal(strstr(got, "*a*") != NULL, cases[i].raw);
		free(got);
		buf_release(&text);
	}
	layout_release(&layout);
}

static void deep_nesting_keeps_its_text(void **state)
{
	struct layout layout = LAYOUT_INIT;
	struct buf text = BUF_INIT;
	char *got;

	(void)state;
	for (int depth = 0; depth < 60; depth++)
		buf_addf(&text, "%*s- level %d\n", depth * 2, "", depth);
	buf_adds(&text, "\nend\n");
	lay_out(&layout, text.data, text.len, 100);
	got = rows_of(&layout);
	assert_non_null(strstr(got, "• level 0\n  • level 1\n"));
	assert_non_null(strstr(got, "level 59"));
	assert_non_null(strstr(got, "\n\nend\n"));
	free(got);
	buf_release(&text);
	layout_release(&layout);
}

static void any_markdown_makes_proper_rows(void **state)
{
	static const char *const salt[] = { "# ",  "\n",    "\n\n",  "- ",  "  ",   "1. ",  "> ",
					    "```", "`",     "**",    "*",   "_",    "[a]",  "(b)",
					    "|",   "|-|-|", "word ", "中",  "\033", "\\",   "&lt;",
					    "\r",  "\t",    "<b>",   "]: ", "![",   "\xff", "---" };
	struct layout layout = LAYOUT_INIT;
	uint32_t seed = 99;

	(void)state;
	for (int round = 0; round < 5000; round++) {
		struct buf text = BUF_INIT;
		uint32_t last = 0;

		for (int i = 0; i < 30; i++) {
			seed = seed * 1103515245u + 12345u;
			buf_adds(&text, salt[(seed >> 16) % 28]);
		}
		lay_out(&layout, text.data, text.len, (int)(seed >> 20) % 50 + 1);
		for (size_t r = 0; r < layout.n_rows; r++) {
			const struct layout_row *row = &layout.rows[r];

			assert_true(row->at >= last && row->at <= text.len);
			assert_true(row->first + row->n <= layout.cells.n && row->prefix <= row->n);
			last = row->at;
		}
		buf_release(&text);
	}
	layout_release(&layout);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_markdown_stays_within_bounds),
		cmocka_unit_test(a_table_that_would_explode_is_shown_raw),
		cmocka_unit_test(a_head_said_again_for_each_row_of_a_table_stays_within_bounds),
		cmocka_unit_test(bars_that_would_outgrow_the_text_are_dropped_with_the_form),
		cmocka_unit_test(brackets_in_every_line_of_one_paragraph_are_shown_raw),
		cmocka_unit_test(deep_nesting_keeps_its_text),
		cmocka_unit_test(any_markdown_makes_proper_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
