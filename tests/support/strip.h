/* strip.h - the answer strip on a canvas of its own, as text. */
#ifndef ASSAY_TESTS_STRIP_H
#define ASSAY_TESTS_STRIP_H

#include "ui/view/answers.h"

#include "tests/model/sheet_fixture.h"

/* ROWS 0: as many as it wants. */
static inline void draw_strip(struct hand *h, int cols, int rows, struct canvas *cv,
			      struct buf *out)
{
	canvas_init(cv, 1, cols);
	if (rows == 0)
		rows = answers_rows(h->sheet, cv);
	canvas_release(cv);
	canvas_init(cv, rows, cols);
	answers_draw(h->sheet, cv, 0, rows, -1);
	canvas_text(cv, out);
}

static inline void assert_strip(struct hand *h, int cols, int rows, const char *expected)
{
	struct buf out = BUF_INIT;
	struct canvas cv;

	draw_strip(h, cols, rows, &cv, &out);
	assert_string_equal(buf_str(&out), expected);
	canvas_release(&cv);
	buf_release(&out);
}

static inline enum style style_at(struct hand *h, int cols, int row, int col)
{
	struct buf out = BUF_INIT;
	struct canvas cv;
	enum style style;

	draw_strip(h, cols, 0, &cv, &out);
	style = (enum style)cv.cells[row * cols + col].style;
	canvas_release(&cv);
	buf_release(&out);
	return style;
}

#endif
