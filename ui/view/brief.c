#include "ui/view/brief.h"

#include "base/alloc.h"
#include "base/json_write.h"
#include "model/annotation.h"
#include "model/sheet.h"
#include "text/decode.h"
#include "text/runes.h"
#include "text/search.h"

#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 1000 /* more than any screen has room for */

void brief_release(struct brief *brief)
{
	arena_release(&brief->arena);
	free(brief->guide);
	*brief = (struct brief){ .n = 0 };
}

/* ---------------------------------------------------------------- answers */

static const struct guideline *guideline_of(struct brief *brief, struct app *app,
					    const struct id *hash)
{
	struct brief_guide *guide;
	struct err ignored;

	for (size_t i = 0; i < brief->n; i++)
		if (id_equal(&brief->guide[i].hash, hash))
			return brief->guide[i].known ? brief->guide[i].guide.guideline : NULL;
	brief->guide = vec_grow(brief->guide, brief->n, &brief->cap, sizeof *guide);
	guide = &brief->guide[brief->n++];
	*guide = (struct brief_guide){ .hash = *hash };
	guide->known = store_guide(app->store, hash, &brief->arena, &guide->guide, &ignored);
	return guide->known ? guide->guide.guideline : NULL;
}

/* Appends WORDS with single blanks. */
static void add_words(struct buf *out, const char *words)
{
	for (const char *at = words; *at != '\0'; at++)
		if (*at != ' ' || (at[1] != ' ' && at[1] != '\0'))
			buf_addc(out, *at);
}

static bool is_answered(const struct sheet *sheet, struct sheet_cell cell)
{
	return sheet_state(sheet, cell) >= CELL_PARTIAL;
}

/* "4/2", or "B overcautious" where most have nothing. */
static void add_each(const struct sheet *sheet, int question, enum question_type type,
		     struct buf *out)
{
	int said = 0;

	for (int i = 0; i < sheet_responses(sheet); i++) {
		struct sheet_cell cell = { question, i };
		struct buf value = BUF_INIT;

		sheet_describe_value(sheet, cell, &value);
		if (type == QUESTION_SCALE) {
			buf_adds(out, i > 0 ? "/" : "");
			add_words(out, buf_str(&value));
		} else if (is_answered(sheet, cell) && strcmp(buf_str(&value), "none") != 0) {
			buf_addf(out, "%s%c ", said++ > 0 ? ", " : "", sheet_letter(i));
			add_words(out, buf_str(&value));
		}
		buf_release(&value);
	}
	if (type != QUESTION_SCALE && said == 0)
		buf_adds(out, "none");
}

static bool any_answered(const struct sheet *sheet, int question, bool each)
{
	for (int i = 0; each && i < sheet_responses(sheet); i++)
		if (is_answered(sheet, (struct sheet_cell){ question, i }))
			return true;
	return !each && is_answered(sheet, (struct sheet_cell){ question, -1 });
}

static void add_question(const struct sheet *sheet, int question, struct buf *out)
{
	const struct question *q = &sheet_guideline(sheet)->question[question];
	bool each = q->scope == SCOPE_RESPONSE;
	struct buf value = BUF_INIT;

	if (!any_answered(sheet, question, each))
		return;
	buf_adds(out, out->len > 0 ? " · " : "");
	/* An order says by itself what it is. */
	if (q->type != QUESTION_RANK)
		buf_addf(out, "%s ", q->id);
	if (each)
		add_each(sheet, question, q->type, out);
	else
		sheet_describe(sheet, (struct sheet_cell){ question, -1 }, &value);
	add_words(out, buf_str(&value));
	buf_release(&value);
}

static void add_answers(const struct guideline *guideline, const struct item *item,
			const struct annotation *sent, struct buf *out)
{
	struct sheet *sheet = sheet_new(guideline, item, sent->order, sent->n_order, sent->answers);

	for (int i = 0; i < guideline->n_questions; i++)
		add_question(sheet, i, out);
	sheet_free(sheet);
}

void brief_answers(struct brief *brief, struct app *app, const struct store_submission *sent,
		   struct buf *out)
{
	struct arena arena = ARENA_INIT;
	struct annotation annotation;
	struct item item;
	const struct guideline *guideline;
	struct err ignored;

	if (sent->annotation.payload == NULL
	    || !annotation_read(&annotation, sent->annotation.payload, sent->annotation.payload_len,
				&arena, &ignored)) {
		buf_adds(out, "redacted");
	} else if (annotation.skipped) {
		buf_addf(out, "skipped: %s", annotation.reason != NULL ? annotation.reason : "");
	} else if ((guideline = guideline_of(brief, app, &annotation.guideline)) != NULL
		   && sent->body != NULL
		   && item_parse(&item, sent->body, sent->body_len, &arena, &ignored)
		   && item.n_responses == annotation.n_order) {
		add_answers(guideline, &item, &annotation, out);
	}
	arena_release(&arena);
}

/* ---------------------------------------------------------------- the item */

const char *brief_prompt(const struct item *item, struct arena *arena)
{
	const struct message *last;
	const char *text, *end;

	if (item->prompt.n == 0)
		return "";
	last = &item->prompt.messages[item->prompt.n - 1];
	text = last->content;
	end = text + last->len;
	while (text < end && strchr(" \t\r\n", *text) != NULL)
		text++;
	return arena_strndup(arena, text, utf8_piece(text, strcspn(text, "\r\n"), LINE_MAX_BYTES));
}

/* ---------------------------------------------------------------- looking for a text */

char *brief_pattern(const char *text)
{
	struct buf out = BUF_INIT;
	size_t n = strlen(text);

	for (size_t at = 0, len; at < n; at += len)
		buf_add_utf8(&out, rune_lower(utf8_decode(text + at, n - at, &len, NULL)));
	buf_str(&out);
	return buf_detach(&out);
}

/* What PATTERN is in a body, where texts are JSON strings. */
static bool may_have(const char *body, size_t len, const char *pattern)
{
	struct buf quoted = BUF_INIT;
	struct hit hit;
	bool found;

	json_write_string(&quoted, pattern, strlen(pattern));
	buf_str(&quoted);
	quoted.data[quoted.len - 1] = '\0'; /* the closing quote */
	found = search_next(body, len, quoted.data + 1, 0, &hit);
	buf_release(&quoted);
	return found;
}

static bool find_in(const struct content *content, const char *pattern, const char *where,
		    struct brief_hit *hit)
{
	struct hit at;

	for (size_t i = 0; i < content->n; i++) {
		const struct message *m = &content->messages[i];

		if (!search_next(m->content, m->len, pattern, 0, &at))
			continue;
		*hit = (struct brief_hit){ where, m->content, at.start, at.end };
		return true;
	}
	return false;
}

bool brief_find(const char *body, size_t len, const char *pattern, struct arena *arena,
		struct brief_hit *hit)
{
	struct item item;
	struct err ignored;
	struct hit at;

	/* Most have it nowhere: that is seen without reading them. */
	if (!may_have(body, len, pattern) || !item_parse(&item, body, len, arena, &ignored))
		return false;
	if (find_in(&item.prompt, pattern, "prompt", hit))
		return true;
	for (int i = 0; i < item.n_responses; i++)
		if (find_in(&item.response[i], pattern, "a response", hit))
			return true;
	if (item.reference == NULL
	    || !search_next(item.reference, strlen(item.reference), pattern, 0, &at))
		return false;
	*hit = (struct brief_hit){ "reference", item.reference, at.start, at.end };
	return true;
}
