/* spoken.c - pieces of a text, and raw text parted into them. */
#include "text/spoken.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "text/spoken_state.h"

#include <stdlib.h>
#include <string.h>

static void add_one(struct spoken *out, size_t at, const char *piece, size_t len, bool landmark)
{
	size_t least = out->n > 0 ? out->piece[out->n - 1].at + 1 : 0;

	out->piece = vec_grow(out->piece, out->n, &out->cap, sizeof *out->piece);
	out->piece[out->n++] = (struct spoken_piece){
		.at = at > least ? at : least,
		.first = out->text.len,
		.n = len,
		.landmark = landmark,
	};
	buf_add(&out->text, piece, len);
}

/* Where a piece of N bytes that is too long is parted: behind a line, else behind a word. */
static size_t part(const char *piece, size_t n)
{
	size_t end = utf8_piece(piece, n, SPOKEN_PIECE_MAX - UTF8_PIECE_MORE);
	size_t line = end, word = end;

	while (line > end / 2 && piece[line - 1] != '\n')
		line--;
	while (word > end / 2 && piece[word - 1] != ' ')
		word--;
	return line > end / 2 ? line : word > end / 2 ? word : end;
}

void spoken_add(struct spoken *out, size_t at, const char *piece, size_t len, bool landmark)
{
	while (len > SPOKEN_PIECE_MAX) {
		size_t n = part(piece, len);

		add_one(out, at, piece, n, landmark);
		landmark = false;
		at += n;
		piece += n;
		len -= n;
	}
	add_one(out, at, piece, len, landmark);
}

static bool is_blank(const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
			return false;
	return true;
}

static void speak_raw(struct spoken *out, const char *text, size_t n)
{
	size_t start = 0, end = 0;

	for (size_t at = 0; at < n;) {
		const char *lf = memchr(text + at, '\n', n - at);
		size_t len = (lf != NULL ? (size_t)(lf - text) : n) - at;

		if (is_blank(text + at, len)) {
			if (end > start)
				spoken_add(out, start, text + start, end - start, false);
			start = at + len + 1;
		} else {
			end = at + len;
		}
		at += len + 1;
	}
	if (end > start)
		spoken_add(out, start, text + start, end - start, false);
}

static void clear(struct spoken *out)
{
	buf_clear(&out->text);
	out->n = 0;
}

void text_speak(struct spoken *out, const char *text, size_t n, enum text_form form)
{
	clear(out);
	if (form == TEXT_MARKDOWN && spoken_markdown(out, text, n))
		return;
	clear(out);
	speak_raw(out, text, n);
}

void spoken_release(struct spoken *spoken)
{
	buf_release(&spoken->text);
	free(spoken->piece);
	*spoken = (struct spoken)SPOKEN_INIT;
}

size_t spoken_find(const struct spoken *spoken, size_t at)
{
	size_t i = 0;

	while (i + 1 < spoken->n && spoken->piece[i + 1].at <= at)
		i++;
	return i;
}
