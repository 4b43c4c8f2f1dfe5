/* words.c - facts: gathered, looked up, thrown away. */
#include "ui/words.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "text/diff.h"
#include "text/spoken.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void facts_add(struct facts *facts, int when, const char *key, const char *text)
{
	struct fact fact = { .when = when, .key = facts->bytes.len };

	buf_add(&facts->bytes, key, strlen(key) + 1);
	fact.text = facts->bytes.len;
	buf_add(&facts->bytes, text, strlen(text) + 1);
	facts->fact = vec_grow(facts->fact, facts->n, &facts->cap, sizeof *facts->fact);
	facts->fact[facts->n++] = fact;
}

void facts_addf(struct facts *facts, int when, const char *key, const char *fmt, ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	facts_add(facts, when, key, text);
}

const char *facts_key(const struct facts *facts, size_t i)
{
	return facts->bytes.data + facts->fact[i].key;
}

const char *facts_text(const struct facts *facts, size_t i)
{
	return facts->bytes.data + facts->fact[i].text;
}

const char *facts_find(const struct facts *facts, const char *key)
{
	for (size_t i = 0; i < facts->n; i++)
		if (strcmp(facts_key(facts, i), key) == 0)
			return facts_text(facts, i);
	return NULL;
}

void facts_clear(struct facts *facts)
{
	buf_clear(&facts->bytes);
	buf_clear(&facts->epoch);
	facts->n = 0;
}

void facts_release(struct facts *facts)
{
	buf_release(&facts->bytes);
	buf_release(&facts->epoch);
	free(facts->fact);
	*facts = (struct facts)FACTS_INIT;
}

void words_sentence(struct buf *out, const char *text)
{
	size_t n = strlen(text);

	buf_adds(out, text);
	if (n > 0 && strchr(".?!:", text[n - 1]) == NULL)
		buf_addc(out, '.');
}

/* ---------------------------------------------------------------- measures */

#define PIECE 65536 /* bytes at a time: a cell is 28 times as large */

static unsigned count_hidden(const char *text, size_t len)
{
	static const struct cell_options options = { .style = STYLE_TEXT };
	struct cells cells = CELLS_INIT;
	unsigned hidden = 0;

	for (size_t at = 0, n; at < len; at += n) {
		n = utf8_piece(text + at, len - at, PIECE);
		cells_clear(&cells);
		text_to_cells(&cells, text + at, n, at, &options);
		hidden += cells.hidden;
	}
	cells_release(&cells);
	return hidden;
}

static void add_count(struct buf *out, size_t n, const char *noun)
{
	buf_addf(out, "%s%zu %s%s", out->len > 0 ? ", " : "", n, noun, n == 1 ? "" : "s");
}

void words_measure(struct buf *out, const char *text, size_t len, enum text_form form)
{
	struct spoken spoken = SPOKEN_INIT;
	struct buf words = BUF_INIT;
	unsigned hidden = count_hidden(text, len);

	text_speak(&spoken, text, len, form);
	if (spoken.n == 0)
		buf_adds(&words, "empty");
	else
		add_count(&words, text_words(text, len), "word");
	if (spoken.n > 1)
		add_count(&words, spoken.n, "paragraph");
	if (hidden > 0)
		add_count(&words, hidden, "hidden character");
	buf_adds(out, buf_str(&words));
	buf_release(&words);
	spoken_release(&spoken);
}

/* ---------------------------------------------------------------- differences */

#define PLACES_MAX 40  /* differences that are said one by one */
#define CONTEXT_MAX 50 /* bytes of what stands before one */

static bool is_white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* White space at the ends says nothing; line ends inside are words. */
static void add_quoted(struct buf *out, const char *text, size_t n)
{
	while (n > 0 && is_white(text[n - 1]))
		n--;
	while (n > 0 && is_white(text[0])) {
		text++;
		n--;
	}
	if (n == 0) {
		buf_adds(out, "a line end or space");
		return;
	}
	buf_addc(out, '"');
	for (size_t i = 0; i < n; i++) {
		if (text[i] != '\n')
			buf_addc(out, text[i]);
		else if (text[i - 1] != '\n')
			buf_adds(out, " (new line) ");
	}
	buf_addc(out, '"');
}

/* Where byte AT of TEXT is: its line, and the words before it there. */
static void add_place(struct buf *out, const char *text, size_t at)
{
	size_t line = 1, start = 0, from;

	for (size_t i = 0; i < at; i++)
		if (text[i] == '\n') {
			line++;
			start = i + 1;
		}
	while (at > start && is_white(text[at - 1]))
		at--;
	from = at - start > CONTEXT_MAX ? at - CONTEXT_MAX : start;
	while (from > start && from < at && !is_white(text[from - 1]))
		from++;
	buf_addf(out, "\nLine %zu, ", line);
	if (from == at)
		buf_adds(out, "at its start: ");
	else
		buf_addf(out, "after \"%.*s\": ", (int)(at - from), text + from);
}

static void add_change(struct buf *out, const struct diff_part *part, const char *a, const char *b,
		       bool first)
{
	bool gone = part->kind == DIFF_DELETED;

	buf_addf(out, "%s%s ", first ? "" : ", ", gone ? "deleted" : "inserted");
	if (gone)
		add_quoted(out, a + part->a_start, part->a_end - part->a_start);
	else
		add_quoted(out, b + part->b_start, part->b_end - part->b_start);
}

void words_difference(struct buf *out, const char *name, const char *a, size_t a_len, const char *b,
		      size_t b_len)
{
	struct diff diff = { .parts = NULL };
	size_t places = 0, at = 0; /* in B */

	diff_words(&diff, a, a_len, b, b_len);
	buf_addf(out, "Against %s: %zu word%s inserted, %zu deleted.", name, diff.words_inserted,
		 diff.words_inserted == 1 ? "" : "s", diff.words_deleted);
	for (size_t i = 0; i < diff.n; i++) {
		const struct diff_part *part = &diff.parts[i];
		bool first = i == 0 || diff.parts[i - 1].kind == DIFF_SAME;

		if (part->kind != DIFF_SAME) {
			places += first;
			if (first && places <= PLACES_MAX)
				add_place(out, b, at);
			if (places <= PLACES_MAX)
				add_change(out, part, a, b, first);
		}
		if (part->kind != DIFF_DELETED)
			at = part->b_end;
	}
	if (places > PLACES_MAX)
		buf_addf(out, "\nand %zu more places.", places - PLACES_MAX);
	diff_release(&diff);
}
