#include "text/cells.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "text/runes.h"
#include "text/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define DOTTED_CIRCLE 0x25CCu
#define IDEOGRAPHIC_SPACE 0x3000u
#define NO_BASE SIZE_MAX

struct maker {
	struct cells *out;
	const struct cell_options *options;
	width_fn width;
	const char *text;
	size_t n, base;  /* of the text; added to every offset */
	size_t at, len;  /* the code point in hand */
	uint32_t before; /* the code point before it, 0 at the start or behind a token */
	size_t anchor;   /* cell that marks go to, or NO_BASE */
	unsigned extra;  /* marks beyond what a cell holds … */
	size_t extra_at; /* … the first of which is here */
};

struct width_range {
	uint32_t first, last;
	int width;
};

/* Where utf8proc does not say what wcwidth() of the common C libraries does. */
static const struct width_range width_exceptions[] = {
	{ 0x1160, 0x11FF, 0 }, /* Hangul vowels and finals compose with the leading consonant */
	{ 0x3248, 0x324F, 2 },
	{ 0x4DC0, 0x4DFF, 2 },
	{ 0xD7B0, 0xD7FB, 0 },
};

int text_width_frozen(uint32_t code_point)
{
	const utf8proc_property_t *property;

	if (code_point < 0x300)
		return (code_point >= 0x20 && code_point < 0x7F) || code_point >= 0xA0 ? 1
		       : code_point == 0                                               ? 0
										       : -1;
	property = utf8proc_get_property((utf8proc_int32_t)code_point);
	if (property->category == UTF8PROC_CATEGORY_CN
	    || property->category == UTF8PROC_CATEGORY_CS)
		return -1;
	for (size_t i = 0; i < sizeof width_exceptions / sizeof width_exceptions[0]; i++)
		if (code_point >= width_exceptions[i].first
		    && code_point <= width_exceptions[i].last)
			return width_exceptions[i].width;
	if (property->category == UTF8PROC_CATEGORY_MC)
		return 1;
	return property->charwidth;
}

void cells_reserve(struct cells *cells, size_t more)
{
	size_t need = cells->n + more;

	if (need <= cells->cap)
		return;
	if (need < cells->cap * 2)
		need = cells->cap * 2;
	cells->cell = xreallocarray(cells->cell, need, sizeof *cells->cell);
	cells->at = xreallocarray(cells->at, need, sizeof *cells->at);
	cells->cap = need;
}

static void add_cell(struct cells *cells, uint32_t base, int width, uint8_t style, size_t at)
{
	struct cell *cell;

	cells_reserve(cells, 2);
	cell = &cells->cell[cells->n];
	cells->at[cells->n++] = (uint32_t)at;
	*cell = (struct cell){ .base = base, .width = (uint8_t)width, .style = style };
	if (width == 2) {
		cells->at[cells->n++] = (uint32_t)at;
		cell[1] = (struct cell){ .base = ' ', .width = 0, .style = style };
	}
}

void cells_push(struct cells *cells, uint32_t base, enum style style, size_t at)
{
	add_cell(cells, base, 1, (uint8_t)style, at);
}

void cells_clear(struct cells *cells)
{
	cells->n = 0;
	cells->hidden = 0;
}

void cells_release(struct cells *cells)
{
	free(cells->cell);
	free(cells->at);
	*cells = (struct cells)CELLS_INIT;
}

static void end_cluster(struct maker *m)
{
	char plus[16];

	m->anchor = NO_BASE;
	if (m->extra == 0)
		return;
	snprintf(plus, sizeof plus, "+%u", m->extra);
	for (const char *p = plus; *p != '\0'; p++)
		add_cell(m->out, (unsigned char)*p, 1, STYLE_HIDDEN, m->extra_at);
	m->out->hidden += m->extra;
	m->extra = 0;
}

/* Tokens are made of characters that need a width too: if the terminal has none, ASCII does it. */
static bool plain_tokens(const struct maker *m)
{
	return m->options->ascii_only || m->width(0x2039) != 1 || m->width(0x2192) != 1
	       || m->width(0x2400) != 1;
}

static void add_token(struct maker *m, uint32_t r)
{
	uint32_t token[TOKEN_MAX];
	unsigned n = rune_token(r, plain_tokens(m), token);

	end_cluster(m);
	for (unsigned i = 0; i < n; i++)
		add_cell(m->out, token[i], 1, STYLE_HIDDEN, m->base + m->at);
}

static void add_number(struct maker *m, uint32_t r)
{
	char number[16];

	end_cluster(m);
	snprintf(number, sizeof number, "U+%04X", (unsigned)r);
	for (const char *p = number; *p != '\0'; p++)
		add_cell(m->out, (unsigned char)*p, 1, STYLE_HIDDEN, m->base + m->at);
}

static void add_hidden(struct maker *m, uint32_t r)
{
	add_token(m, r);
	m->out->hidden++;
}

/* Columns, or -1 where the terminal and the frozen table do not agree. */
static int agreed_width(const struct maker *m, uint32_t r)
{
	int width = m->width(r);

	if (m->options->ascii_only || width > 2 || width != text_width_frozen(r))
		return -1;
	return width;
}

static void add_base(struct maker *m, uint32_t r, int width)
{
	end_cluster(m);
	m->anchor = m->out->n;
	add_cell(m->out, r, width, m->options->style, m->base + m->at);
}

static void add_mark(struct maker *m, uint32_t r)
{
	struct cell *cell;

	if (m->anchor == NO_BASE) {
		if (agreed_width(m, DOTTED_CIRCLE) != 1) {
			add_number(m, r);
			return;
		}
		add_base(m, DOTTED_CIRCLE, 1);
	}
	cell = &m->out->cell[m->anchor];
	if (cell->n_marks < CELL_MARKS) {
		cell->mark[cell->n_marks++] = r;
		return;
	}
	if (m->extra++ == 0)
		m->extra_at = m->base + m->at;
}

static void add_shown(struct maker *m, uint32_t r)
{
	int width = agreed_width(m, r);

	if (width < 0)
		add_number(m, r);
	else if (width == 0)
		add_mark(m, r);
	else
		add_base(m, r, width);
}

static void add_space(struct maker *m, uint32_t r)
{
	if (m->options->reveal)
		add_token(m, r);
	else if (r == IDEOGRAPHIC_SPACE && agreed_width(m, r) == 2)
		add_base(m, r, 2);
	else
		add_base(m, ' ', 1);
}

static uint32_t rune_behind(const struct maker *m)
{
	size_t len;

	if (m->at + m->len >= m->n)
		return 0;
	return utf8_decode(m->text + m->at + m->len, m->n - m->at - m->len, &len, NULL);
}

static bool selects_emoji(uint32_t before)
{
	return rune_is_pictograph(before) || before == '#' || before == '*'
	       || (before >= '0' && before <= '9');
}

/* Whether a joiner or selector stands where a script or an emoji sequence wants it. */
static bool joiner_belongs(const struct maker *m, uint32_t r)
{
	uint32_t before = m->before;

	if (before == 0)
		return false;
	if (r == 0xFE0E || r == 0xFE0F)
		return selects_emoji(before);
	if (r == 0x200D
	    && (rune_is_pictograph(before) || rune_is_emoji_modifier(before) || before == 0xFE0F))
		return rune_is_pictograph(rune_behind(m));
	if (r == 0x200C || r == 0x200D)
		return rune_joins(before);
	if (r >= 0x180B && r <= 0x180F)
		return before >= 0x1820 && before <= 0x18AA;
	return (r <= 0xFE02 || r >= 0xE0100) && rune_is_ideograph(before);
}

static void add_joiner(struct maker *m, uint32_t r)
{
	if (m->options->reveal || m->options->ascii_only || !joiner_belongs(m, r))
		add_hidden(m, r);
	else
		m->out->hidden++;
}

static void add_rune(struct maker *m, uint32_t r)
{
	switch (rune_fate(r)) {
	case FATE_SHOWN:
		add_shown(m, r);
		break;
	case FATE_SPACE:
		add_space(m, r);
		break;
	case FATE_VISIBLE:
		add_token(m, r);
		break;
	case FATE_TOKEN:
		add_hidden(m, r);
		break;
	case FATE_JOINER:
		add_joiner(m, r);
		break;
	}
}

static void add_broken(struct maker *m)
{
	end_cluster(m);
	if (agreed_width(m, RUNE_BAD) == 1)
		add_cell(m->out, RUNE_BAD, 1, STYLE_HIDDEN, m->base + m->at);
	else
		add_cell(m->out, '?', 1, STYLE_HIDDEN, m->base + m->at);
	m->out->hidden++;
}

/* How many bytes from S on are a column each, whatever the terminal. */
static size_t ascii_run(const char *s, size_t n)
{
	size_t at = 0;

	while (at < n && s[at] >= 0x20 && s[at] < 0x7F)
		at++;
	return at;
}

/* The common case, without a look at any table. */
static void add_ascii_run(struct maker *m)
{
	const char *s = m->text + m->at;
	struct cells *out = m->out;
	size_t n = ascii_run(s, m->n - m->at);

	end_cluster(m);
	cells_reserve(out, n);
	for (size_t i = 0; i < n; i++) {
		out->at[out->n] = (uint32_t)(m->base + m->at + i);
		out->cell[out->n++] = (struct cell){ .base = (unsigned char)s[i],
						     .width = 1,
						     .style = m->options->style };
	}
	m->anchor = out->n - 1;
	m->before = (unsigned char)s[n - 1];
	m->len = n;
}

void text_to_cells(struct cells *out, const char *text, size_t n, size_t base,
		   const struct cell_options *options)
{
	struct maker m = {
		.out = out,
		.options = options,
		.width = options->width != NULL ? options->width : text_width_frozen,
		.text = text,
		.n = n,
		.base = base,
		.anchor = NO_BASE,
	};

	for (; m.at < n; m.at += m.len) {
		unsigned char c = (unsigned char)text[m.at];
		bool ok;

		if (c >= 0x20 && c < 0x7F) {
			add_ascii_run(&m);
			continue;
		}
		m.before = m.anchor == NO_BASE ? 0 : m.before;
		uint32_t r = utf8_decode(text + m.at, n - m.at, &m.len, &ok);
		if (ok)
			add_rune(&m, r);
		else
			add_broken(&m);
		m.before = r;
	}
	end_cluster(&m);
}

int text_columns(const char *text, size_t n, const struct cell_options *options)
{
	struct cells cells = CELLS_INIT;
	size_t columns = ascii_run(text, n);

	if (columns < n) {
		text_to_cells(&cells, text, n, 0, options);
		columns = cells.n;
		cells_release(&cells);
	}
	return columns > INT32_MAX ? INT32_MAX : (int)columns;
}

bool text_is_rtl(const char *text, size_t n)
{
	for (size_t at = 0, len; at < n; at += len) {
		len = 1;
		/* Nothing below U+0590 is written from right to left. */
		if ((unsigned char)text[at] < 0xD6)
			continue;
		if (rune_is_rtl(utf8_decode(text + at, n - at, &len, NULL)))
			return true;
	}
	return false;
}
