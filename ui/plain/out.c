/* out.c - everything that is put out passes here: sanitised, in lines, ASCII where it must be. */
#include "ui/plain/plain_state.h"

#include "text/decode.h"
#include "text/wrap.h"
#include "ui/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PIECE 65536 /* bytes at a time: a cell is 28 times as large */
#define TAB_COLUMNS 8

static void write_bytes(struct plain *p, const char *bytes, size_t n)
{
	if (!p->closed && !p->io.write(p->io.ctx, bytes, n))
		p->closed = true;
}

static void add_rune(const struct plain *p, uint32_t rune, struct buf *out)
{
	if (p->io.ascii && rune >= 0x80)
		buf_addc(out, '?');
	else
		buf_add_utf8(out, rune);
}

static void add_cells(const struct plain *p, const struct cell *cell, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (cell[i].width == 0)
			continue;
		add_rune(p, cell[i].base, out);
		for (unsigned j = 0; j < cell[i].n_marks; j++)
			add_rune(p, cell[i].mark[j], out);
	}
}

/* One line of cells as one line, or broken at words. */
static void write_cells(struct plain *p, const struct cells *cells, const char *text, size_t n)
{
	const struct wrap wrap = { .line = cells, .text = text, .n = n };
	size_t most = p->io.columns > 0 ? (size_t)p->io.columns : SIZE_MAX, at = 0;
	struct buf out = BUF_INIT;

	do {
		size_t row = cells->n - at, next = cells->n;

		if (row > most)
			row = wrap_words(&wrap, at, most, &next);
		add_cells(p, cells->cell + at, row, &out);
		buf_addc(&out, '\n');
		at = next > at ? next : cells->n;
	} while (at < cells->n);
	write_bytes(p, out.data, out.len);
	buf_release(&out);
	p->written++;
}

static void spread_tabs(const char *line, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (line[i] != '\t') {
			buf_addc(out, line[i]);
			continue;
		}
		do
			buf_addc(out, ' ');
		while (out->len % TAB_COLUMNS != 0);
	}
}

static void put_line(struct plain *p, const char *line, size_t n, bool reveal)
{
	const struct cell_options options = { .reveal = reveal, .ascii_only = p->io.ascii };
	struct cells cells = CELLS_INIT;
	struct buf spread = BUF_INIT;

	spread_tabs(line, n, &spread);
	if (spread.len == 0)
		write_cells(p, &cells, "", 0);
	for (size_t at = 0, len; at < spread.len; at += len) {
		len = utf8_piece(spread.data + at, spread.len - at, PIECE);
		cells_clear(&cells);
		text_to_cells(&cells, spread.data + at, len, 0, &options);
		write_cells(p, &cells, spread.data + at, len);
	}
	cells_release(&cells);
	buf_release(&spread);
}

void plain_put(struct plain *p, const char *text, size_t n, bool reveal)
{
	for (size_t at = 0; at < n && !p->closed;) {
		const char *lf = memchr(text + at, '\n', n - at);
		size_t end = lf != NULL ? (size_t)(lf - text) : n, len = end - at;

		if (len > 0 && lf != NULL && text[end - 1] == '\r')
			len--;
		put_line(p, text + at, len, reveal);
		at = end + 1;
	}
}

void plain_say(struct plain *p, const char *text)
{
	plain_put(p, text, strlen(text), false);
}

void plain_sayf(struct plain *p, const char *fmt, ...)
{
	char line[ERR_MSG_MAX + 512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	plain_say(p, line);
}

/* ---------------------------------------------------------------- signs */

/* Signs of the screen as one would say them; NULL: drawn, not said. */
static const struct {
	const char *sign, *word;
} signs[] = {
	{ "←", "Left" }, { "→", "Right" }, { "↑", "Up" }, { "↓", "Down" }, { "·", "," },
	{ "…", "..." },  { "–", "-" },     { "−", "-" },  { "✔", "set:" }, { "▸", "" },
	{ "⚑", "" },     { "▼", "" },      { "▲", "" },   { "●", "" },     { "○", "" },
};

static const char *word_of(const char *text, size_t *n)
{
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		*n = strlen(signs[i].sign);
		if (strncmp(text, signs[i].sign, *n) == 0)
			return signs[i].word;
	}
	return NULL;
}

static void spell(const char *text, struct buf *out)
{
	while (*text != '\0') {
		size_t n;
		const char *word = word_of(text, &n);

		if (word == NULL) {
			buf_addc(out, *text++);
			continue;
		}
		buf_adds(out, word);
		text += n;
	}
}

static bool is_drawing(const struct cell *cell)
{
	return cell->rule != 0 || (cell->base >= 0x2500 && cell->base <= 0x259F);
}

/* Columns become commas; a dot that stood alone between them is none. */
static void squeeze(const char *row, struct buf *out)
{
	size_t start = out->len;
	bool comma = true;

	while (*row != '\0') {
		size_t blank = strspn(row, " "), dots = strspn(row + blank, " ,");

		if (blank > 0 && dots > 0 && row[blank] == ',')
			blank = blank + dots > 1 ? blank + dots : 2;
		if (blank >= 2 && row[blank] != '\0' && out->len > start && !comma)
			buf_adds(out, ", ");
		else if (blank == 1 && row[1] != '\0' && out->len > start)
			buf_addc(out, ' ');
		row += blank;
		comma = false;
		if (*row != '\0')
			buf_addc(out, *row++);
	}
}

void plain_say_status(struct plain *p)
{
	struct buf words = BUF_INIT, line = BUF_INIT;

	if (p->app->status.len == 0)
		return;
	spell(buf_str(&p->app->status), &words);
	squeeze(buf_str(&words), &line);
	plain_say(p, buf_str(&line));
	buf_clear(&p->app->status);
	buf_release(&words);
	buf_release(&line);
}

void plain_row(const struct canvas *cv, int row, struct buf *out)
{
	struct buf text = BUF_INIT, words = BUF_INIT;

	for (int col = 0; col < cv->cols; col++) {
		const struct cell *cell = &cv->cells[(size_t)row * (size_t)cv->cols + (size_t)col];

		if (cell->width == 0)
			continue;
		if (is_drawing(cell) || cell->base == 0)
			buf_addc(&text, ' ');
		else
			buf_add_utf8(&text, cell->base);
		for (unsigned i = 0; i < cell->n_marks; i++)
			buf_add_utf8(&text, cell->mark[i]);
	}
	spell(buf_str(&text), &words);
	squeeze(buf_str(&words), out);
	buf_release(&text);
	buf_release(&words);
}

void plain_prompt(struct plain *p)
{
	bool one_line;

	if (!p->io.typed)
		return;
	if (plain_open_text(p, &one_line) != NULL)
		write_bytes(p, "text> ", 6);
	else if (plain_mode(p) == MODE_CONFIRM)
		write_bytes(p, "y? ", 3);
	else
		write_bytes(p, "> ", 2);
}
