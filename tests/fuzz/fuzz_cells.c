/* Any bytes on the way to the screen: the first byte chooses how.  No cell may hold what a terminal
 * obeys or an eye misses, and every cell must know its place. */
#include "text/cells.h"
#include "text/decode.h"
#include "text/search.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool sound)
{
	if (!sound)
		abort();
}

static void expect_harmless(uint32_t r)
{
	expect(r >= 0x20 && (r < 0x7F || r >= 0xA0) && r != 0xAD && r != 0x61C);
	expect(!(r >= 0x200B && r <= 0x200F) && !(r >= 0x2028 && r <= 0x202E));
	expect(!(r >= 0x2060 && r <= 0x206F) && r != 0xFEFF && !(r >= 0xFE00 && r <= 0xFE0F));
	expect(!(r >= 0xD800 && r <= 0xF8FF) && r < 0xE0000 && text_width_frozen(r) >= 0);
}

static void check_cells(const struct cells *cells, size_t n)
{
	for (size_t i = 0; i < cells->n; i++) {
		const struct cell *cell = &cells->cell[i];

		expect(cells->at[i] < n && (i == 0 || cells->at[i] >= cells->at[i - 1]));
		expect(cell->width > 0 || (i > 0 && cells->cell[i - 1].width == 2));
		expect(cell->width < 2 || (i + 1 < cells->n && cells->cell[i + 1].width == 0));
		expect(cell->n_marks <= CELL_MARKS);
		expect_harmless(cell->base);
		for (unsigned j = 0; j < cell->n_marks; j++) {
			expect_harmless(cell->mark[j]);
			expect(text_width_frozen(cell->mark[j]) == 0);
		}
	}
}

static void check_sanitised(const char *text, size_t n, enum lines lines)
{
	struct buf out = BUF_INIT;

	text_sanitise(&out, text, n, lines);
	for (size_t at = 0, len; at < out.len; at += len) {
		bool ok;
		uint32_t r = utf8_decode(out.data + at, out.len - at, &len, &ok);

		expect(ok);
		if (r != '\n' || lines == ONE_LINE)
			expect_harmless(r);
	}
	buf_release(&out);
}

static void check_steps(const char *text, size_t n)
{
	struct hit hit;

	for (size_t at = 0, next; at < n; at = next) {
		next = grapheme_next(text, n, at);
		expect(next > at && next <= n && grapheme_prev(text, n, next) < next);
		expect(word_next(text, n, at) > at && word_prev(text, n, next) < next);
	}
	if (search_next(text, n, "e\xcc\x81", 0, &hit))
		expect(hit.start < hit.end && hit.end <= n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cell_options options = { .style = STYLE_TEXT };
	struct cells cells = CELLS_INIT;
	char *text;

	if (size == 0)
		return 0;
	text = malloc(size);
	if (text == NULL)
		return 0;
	options.reveal = data[0] & 1;
	options.ascii_only = data[0] & 2;
	memcpy(text, data + 1, size - 1);
	text_to_cells(&cells, text, size - 1, 0, &options);
	check_cells(&cells, size - 1);
	check_sanitised(text, size - 1, data[0] & 4 ? KEEP_LINES : ONE_LINE);
	check_steps(text, size - 1);
	cells_release(&cells);
	free(text);
	return 0;
}
