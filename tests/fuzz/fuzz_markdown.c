/* Any bytes as Markdown and raw, at any width: the first byte is the width, the second the options.
 * Rows follow one another in the text and lie inside the cells. */
#include "text/layout.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool sound)
{
	if (!sound)
		abort();
}

static void check_row(const struct layout *layout, const struct layout_row *row, size_t n)
{
	expect(row->first + row->n <= layout->cells.n && row->prefix <= row->n && row->at <= n);
	for (size_t i = row->first; i < row->first + row->n; i++)
		expect(layout->cells.at[i] <= n && layout->cells.cell[i].base >= 0x20);
	if (row->n > 0) {
		expect(layout->cells.cell[row->first].width != 0);
		expect(layout->cells.cell[row->first + row->n - 1].width != 2);
	}
}

/* A table looks through all rows of its block: asked once for each of them, the work stays in
 * proportion to the rows, of which a few bytes may make tens of thousands. */
static void check_place(const struct layout *layout, size_t r)
{
	const struct layout_row *row = &layout->rows[r];

	if (!row->table || row->starts_block)
		expect(layout_row_of(layout, row->at) < layout->n_rows);
}

/* From landmark to landmark, up to the end and back: as many there as back. */
static void check_landmarks(const struct layout *layout)
{
	size_t row = 0, next, n = 0;

	for (; (next = layout_landmark(layout, row, 1)) != row; row = next, n++)
		expect(next > row && next < layout->n_rows);
	for (; (next = layout_landmark(layout, row, -1)) != row; row = next, n--)
		expect(next < row);
	expect(n == 0 || (n == 1 && row > 0));
}

static void check(const struct layout *layout, size_t n)
{
	expect(layout->n_rows > 0);
	check_landmarks(layout);
	for (size_t r = 0; r < layout->n_rows; r++) {
		expect(r == 0 || layout->rows[r].at >= layout->rows[r - 1].at);
		check_row(layout, &layout->rows[r], n);
		check_place(layout, r);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct layout_options options = { .form = TEXT_MARKDOWN };
	struct layout layout = LAYOUT_INIT;
	char *text;

	if (size < 2)
		return 0;
	text = malloc(size);
	if (text == NULL)
		return 0;
	options.columns = data[0];
	options.code_runs_on = data[1] & 1;
	options.ascii = data[1] & 2;
	options.cells.reveal = data[1] & 4;
	options.cells.ascii_only = data[1] & 8;
	memcpy(text, data + 2, size - 2);
	layout_text(&layout, text, size - 2, &options);
	check(&layout, size - 2);
	options.form = TEXT_RAW;
	layout_text(&layout, text, size - 2, &options);
	check(&layout, size - 2);
	layout_release(&layout);
	free(text);
	return 0;
}
