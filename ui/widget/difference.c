/* difference.c - marks around the words that differ, so that monochrome reads the same. */
#include "ui/widget/difference.h"

#include "text/diff.h"

#include <string.h>

static void add_marked(struct buf *out, const char *open, const char *text, size_t n,
		       const char *close)
{
	/* White space stays outside of the marks, lines whole: a mark never spans a line end. */
	for (size_t at = 0; at < n;) {
		size_t white = 0, word = 0;

		while (at + white < n && strchr(" \t\n\r", text[at + white]) != NULL
		       && text[at + white] != '\0')
			white++;
		buf_add(out, text + at, white);
		at += white;
		while (at + word < n && text[at + word] != '\n')
			word++;
		if (word == 0)
			continue;
		buf_adds(out, open);
		buf_add(out, text + at, word);
		buf_adds(out, close);
		at += word;
	}
}

void difference_text(struct buf *out, const char *a, size_t a_len, const char *b, size_t b_len)
{
	struct diff diff = { .parts = NULL };

	diff_words(&diff, a, a_len, b, b_len);
	for (size_t i = 0; i < diff.n; i++) {
		const struct diff_part *part = &diff.parts[i];

		switch (part->kind) {
		case DIFF_SAME:
			buf_add(out, a + part->a_start, part->a_end - part->a_start);
			break;
		case DIFF_DELETED:
			add_marked(out, "[-", a + part->a_start, part->a_end - part->a_start, "-]");
			break;
		case DIFF_INSERTED:
			add_marked(out, "{+", b + part->b_start, part->b_end - part->b_start, "+}");
			break;
		}
	}
	buf_str(out);
	diff_release(&diff);
}

/* Restyles the cells that show the bytes [start, end). */
static void style_bytes(struct pane *pane, size_t start, size_t end, enum style style)
{
	struct cells *cells = &pane->layout.cells;
	size_t low = 0, high = cells->n;

	/* Raw text is laid out in its own order. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cells->at[middle] < start)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i < cells->n && cells->at[i] < end; i++)
		cells->cell[i].style = (uint8_t)style;
}

void difference_style(struct pane *pane)
{
	static const struct {
		const char *open, *close;
		enum style style;
	} marks[] = { { "[-", "-]", STYLE_DELETED }, { "{+", "+}", STYLE_INSERTED } };

	for (size_t m = 0; m < 2; m++)
		for (const char *at = pane->text; (at = strstr(at, marks[m].open)) != NULL;) {
			const char *end = strstr(at, marks[m].close);

			if (end == NULL)
				break;
			style_bytes(pane, (size_t)(at - pane->text), (size_t)(end + 2 - pane->text),
				    marks[m].style);
			at = end + 2;
		}
}
