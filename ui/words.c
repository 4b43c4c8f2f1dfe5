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

bool facts_are_new(struct facts *facts)
{
	return facts->before == NULL || strcmp(facts->before, buf_str(&facts->epoch)) != 0;
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
#define WORDS_APART 3  /* places with fewer between them are one */

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

/* A place that differs: bytes [a_start, a_end) of A are [b_start, b_end) of B. */
struct place {
	size_t a_start, a_end, b_start, b_end;
	size_t next; /* part behind it */
};

static bool is_short(const struct diff_part *part, const char *b)
{
	const char *text = b + part->b_start;
	size_t n = part->b_end - part->b_start;

	return part->kind == DIFF_SAME && memchr(text, '\n', n) == NULL
	       && text_words(text, n) < WORDS_APART;
}

/* The place that begins with part I; neighbours in a line with hardly a word between them are
 * one. */
static struct place place_at(const struct diff *diff, const char *b, size_t i, size_t a_at,
			     size_t b_at)
{
	struct place place = { a_at, a_at, b_at, b_at, i };

	while (place.next < diff->n) {
		const struct diff_part *part = &diff->parts[place.next];

		if (part->kind == DIFF_SAME && (!is_short(part, b) || place.next + 1 == diff->n))
			break;
		place.a_end = part->kind != DIFF_INSERTED ? part->a_end : place.a_end;
		place.b_end = part->kind != DIFF_DELETED ? part->b_end : place.b_end;
		place.next++;
	}
	return place;
}

static void add_change(struct buf *out, const struct place *place, const char *a, const char *b)
{
	bool gone = place->a_end > place->a_start, came = place->b_end > place->b_start;

	if (gone)
		buf_adds(out, "deleted ");
	if (gone)
		add_quoted(out, a + place->a_start, place->a_end - place->a_start);
	if (came)
		buf_adds(out, gone ? ", inserted " : "inserted ");
	if (came)
		add_quoted(out, b + place->b_start, place->b_end - place->b_start);
}

static size_t add_places(struct buf *out, const struct diff *diff, const char *a, const char *b)
{
	size_t places = 0, a_at = 0, b_at = 0;

	for (size_t i = 0; i < diff->n;) {
		const struct diff_part *part = &diff->parts[i];
		struct place place;

		if (part->kind == DIFF_SAME) {
			a_at = part->a_end;
			b_at = part->b_end;
			i++;
			continue;
		}
		place = place_at(diff, b, i, a_at, b_at);
		if (++places <= PLACES_MAX) {
			add_place(out, b, place.b_start);
			add_change(out, &place, a, b);
		}
		a_at = place.a_end;
		b_at = place.b_end;
		i = place.next;
	}
	return places;
}

void words_difference(struct buf *out, const char *name, const char *a, size_t a_len, const char *b,
		      size_t b_len)
{
	struct diff diff = { .parts = NULL };
	size_t places;

	diff_words(&diff, a, a_len, b, b_len);
	buf_addf(out, "Against %s: %zu word%s inserted, %zu deleted.", name, diff.words_inserted,
		 diff.words_inserted == 1 ? "" : "s", diff.words_deleted);
	places = add_places(out, &diff, a, b);
	if (places > PLACES_MAX)
		buf_addf(out, "\nand %zu more places.", places - PLACES_MAX);
	diff_release(&diff);
}
