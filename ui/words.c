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
#define CONTEXT_MAX 60 /* bytes of what stands before one */

/* The end of what is the same before a difference. */
static void add_context(const char *text, const struct diff_part *same, struct buf *out)
{
	size_t from = same->b_end;

	while (from > same->b_start && same->b_end - from < CONTEXT_MAX && text[from - 1] != '\n')
		from--;
	while (from < same->b_end && from > same->b_start && strchr(" \n", text[from - 1]) == NULL)
		from++;
	if (strspn(text + from, " ") >= same->b_end - from)
		buf_adds(out, "\nThere: ");
	else
		buf_addf(out, "\nAfter \"%.*s\": ", (int)(same->b_end - from), text + from);
}

static void add_change(const struct diff_part *part, const char *a, const char *b, bool first,
		       struct buf *out)
{
	bool gone = part->kind == DIFF_DELETED;
	const char *text = gone ? a + part->a_start : b + part->b_start;
	size_t n = gone ? part->a_end - part->a_start : part->b_end - part->b_start;

	while (n > 0 && strchr(" \n", text[n - 1]) != NULL)
		n--;
	buf_addf(out, "%s%s \"%.*s\"", first ? "" : ", ", gone ? "deleted" : "inserted", (int)n,
		 text);
}

void words_difference(struct buf *out, const char *name, const char *a, size_t a_len, const char *b,
		      size_t b_len)
{
	struct diff diff = { .parts = NULL };
	const struct diff_part start = { .kind = DIFF_SAME }, *same = &start;
	size_t places = 0;

	diff_words(&diff, a, a_len, b, b_len);
	buf_addf(out, "Against %s: %zu word%s inserted, %zu deleted.", name, diff.words_inserted,
		 diff.words_inserted == 1 ? "" : "s", diff.words_deleted);
	for (size_t i = 0; i < diff.n; i++) {
		const struct diff_part *part = &diff.parts[i];
		bool first = i == 0 || diff.parts[i - 1].kind == DIFF_SAME;

		if (part->kind == DIFF_SAME) {
			same = part;
			continue;
		}
		places += first;
		if (places > PLACES_MAX)
			continue;
		if (first && same->b_end == same->b_start)
			buf_adds(out, "\nAt the start: ");
		else if (first)
			add_context(b, same, out);
		add_change(part, a, b, first, out);
	}
	if (places > PLACES_MAX)
		buf_addf(out, "\nand %zu more places.", places - PLACES_MAX);
	diff_release(&diff);
}
