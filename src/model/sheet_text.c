/* sheet_text.c - free text and edited text: opened, never typed into here. */
#include "model/sheet_private.h"

#include "base/alloc.h"
#include "text/decode.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DESCRIBE_MAX 400 /* bytes: more than the widest strip shows */

/* ---- what is wrong with a text ---- */

void *pattern_compile(const char *pattern)
{
	regex_t *regex;

	if (pattern == NULL)
		return NULL;
	regex = xcalloc(1, sizeof *regex);
	if (regcomp(regex, pattern, REG_EXTENDED) == 0)
		return regex;
	free(regex);
	return NULL;
}

void pattern_free(void *pattern)
{
	if (pattern == NULL)
		return;
	regfree(pattern);
	free(pattern);
}

/* POSIX takes the leftmost longest match: if the whole text matches at all, that one does. */
static bool matches_whole(const regex_t *regex, const char *text)
{
	regmatch_t match;

	return regexec(regex, text, 1, &match, 0) == 0 && match.rm_so == 0
	       && (size_t)match.rm_eo == strlen(text);
}

static enum text_fault find_fault(const struct sheet *sheet, int question, const struct answer *a)
{
	const struct question *q = &sheet->guideline->question[question];

	if (a->length < (size_t)q->min_length)
		return TEXT_SHORT;
	if (q->max_length > 0 && a->length > (size_t)q->max_length)
		return TEXT_LONG;
	if (sheet->pattern[question] != NULL && !matches_whole(sheet->pattern[question], a->text))
		return TEXT_MISMATCH;
	return TEXT_FINE;
}

static void put_text(struct sheet *sheet, int question, struct answer *a, const char *text)
{
	free(a->text);
	a->text = NULL;
	a->length = 0;
	a->fault = TEXT_FINE;
	if (text == NULL || *text == '\0')
		return;
	a->na = false;
	a->text = xstrdup(text);
	a->length = utf8_count(text, strlen(text));
	a->fault = find_fault(sheet, question, a);
}

static enum cell_state text_state(const struct sheet *sheet, const struct question *q,
				  const struct answer *a)
{
	(void)sheet;
	(void)q;
	if (a->na)
		return CELL_ANSWERED;
	if (a->text == NULL)
		return CELL_ABSENT;
	return a->fault == TEXT_FINE ? CELL_ANSWERED : CELL_PARTIAL;
}

/* ---- keys ---- */

bool text_wants_opening(const struct sheet *sheet, int index)
{
	const struct question *q = cell_question(sheet, index);
	enum cell_state state = cell_state(sheet, index);

	if (q->type != QUESTION_TEXT && q->type != QUESTION_EDIT)
		return false;
	if (state == CELL_PARTIAL)
		return true;
	/* Where the focus came by itself and nothing is asked for, Enter still means submit. */
	return state == CELL_ABSENT && cell_answer(sheet, index) != NULL
	       && (!sheet->landed || cell_required(sheet, index));
}

static enum outcome text_key(struct sheet *sheet, int index, const struct press *press,
			     struct buf *why)
{
	const struct question *q = cell_question(sheet, index);
	struct answer *a = cell_answer(sheet, index);

	if (press->digit < 0 && press->sign == 0)
		return KEY_NOTHING;
	if (press->sign != '-')
		return key_refuse(press, why, "%s is a text; Enter opens it", q->id);
	if (!q->na)
		return key_refuse(press, why, "%s has to be written; Enter opens it", q->id);
	if (a->text != NULL)
		return key_refuse(press, why, "%s has a text; open it and clear it first", q->id);
	a->na = true;
	return KEY_STAYS;
}

/* A text is not erased here: that would be much lost by one key. */
static bool text_erase(struct sheet *sheet, int index)
{
	struct answer *a = cell_answer(sheet, index);
	bool was = a->na;

	a->na = false;
	return was;
}

/* ---- JSON ---- */

static struct json *na_json(struct arena *arena)
{
	struct json *value = json_object(arena);

	json_set(arena, value, "na", json_bool(arena, true));
	return value;
}

static struct json *text_write(const struct sheet *sheet, const struct question *q,
			       const struct answer *a, struct arena *arena)
{
	struct json *value;

	(void)q;
	if (a->na)
		return na_json(arena);
	value = json_object(arena);
	json_set(arena, value, "text", json_string(arena, a->text));
	json_set(arena, value, "mentions", mentions_find(a->text, sheet->order, sheet->n, arena));
	return value;
}

static struct json *edit_write(const struct sheet *sheet, const struct question *q,
			       const struct answer *a, struct arena *arena)
{
	struct json *value;
	char id[16];

	(void)sheet;
	(void)q;
	if (a->na)
		return na_json(arena);
	value = json_object(arena);
	snprintf(id, sizeof id, "r%d", a->base);
	json_set(arena, value, "base", json_string(arena, a->base > 0 ? id : NULL));
	json_set(arena, value, "revisions", json_int(arena, a->revisions));
	json_set(arena, value, "text", json_string(arena, a->text));
	return value;
}

struct letters {
	const struct sheet *sheet;
	char name[16];
};

static const char *letter_name(void *ctx, int r)
{
	struct letters *letters = ctx;
	int place = sheet_place(letters->sheet, r);

	if (place < 0)
		snprintf(letters->name, sizeof letters->name, "@r%d", r);
	else
		snprintf(letters->name, sizeof letters->name, "@%c", sheet_letter(place));
	return letters->name;
}

/* Letters are those of this sheet's order, whoever wrote the text. */
static void text_read(struct sheet *sheet, int question, struct answer *a, const struct json *value)
{
	const char *text = json_get_string(value, "text");
	struct letters letters = { .sheet = sheet };
	struct buf own = BUF_INIT;

	a->na = json_get_bool(value, "na", false);
	if (a->na || text == NULL)
		return;
	answers_reletter(text, json_get(value, "mentions"), letter_name, &letters, &own);
	put_text(sheet, question, a, buf_str(&own));
	buf_release(&own);
}

static int small_int(const struct json *value, const char *key)
{
	int64_t n = json_get_int(value, key, 0);

	return n < 0 || n > INT32_MAX ? 0 : (int)n;
}

static void edit_read(struct sheet *sheet, int question, struct answer *a, const struct json *value)
{
	const char *base = json_get_string(value, "base");

	a->na = json_get_bool(value, "na", false);
	if (a->na)
		return;
	put_text(sheet, question, a, json_get_string(value, "text"));
	a->revisions = small_int(value, "revisions");
	if (base != NULL && base[0] == 'r' && base[1] != '\0' && base[2] == '\0'
	    && sheet_place(sheet, base[1] - '0') >= 0)
		a->base = base[1] - '0';
}

/* ---- words ---- */

/* The start of a text in one line. */
static void add_line(struct buf *out, const char *text)
{
	size_t n = strlen(text), at = 0, len;

	while (at < n && at < DESCRIBE_MAX) {
		(void)utf8_decode(text + at, n - at, &len, NULL);
		if (text[at] == '\n' || text[at] == '\t')
			buf_addc(out, ' ');
		else
			buf_add(out, text + at, len);
		at += len;
	}
	if (at < n)
		buf_adds(out, "…");
}

static void text_describe(const struct sheet *sheet, const struct question *q,
			  const struct answer *a, struct buf *out)
{
	int place = a->base > 0 ? sheet_place(sheet, a->base) : -1;

	if (a->na)
		buf_adds(out, "n/a");
	else if (a->text == NULL)
		buf_adds(out, "–");
	else if (q->type == QUESTION_EDIT && place >= 0)
		buf_addf(out, "from %c: ", sheet_letter(place));
	if (!a->na && a->text != NULL)
		add_line(out, a->text);
}

static void text_lacks(const struct sheet *sheet, const struct question *q, const struct answer *a,
		       const char *name, struct buf *why)
{
	(void)sheet;
	if (a->fault == TEXT_SHORT)
		buf_addf(why, "%s has %zu of at least %d characters", name, a->length,
			 q->min_length);
	else if (a->fault == TEXT_LONG)
		buf_addf(why, "%s has %zu characters, at most %d are allowed", name, a->length,
			 q->max_length);
	else
		buf_addf(why, "%s does not have the form that is asked for: %s", name, q->pattern);
}

static int text_choices(const struct sheet *sheet, int index, struct sheet_choice *list, int max)
{
	const struct question *q = cell_question(sheet, index);
	const struct answer *a = cell_answer(sheet, index);
	char key[16] = { q->key, '\0' };
	int n = 0;

	if (text_wants_opening(sheet, index))
		snprintf(key, sizeof key, "Enter");
	if (key[0] != '\0' && n < max)
		choice_put(&list[n++], key, a->text != NULL ? "change" : "write", false);
	if (q->na && n < max)
		choice_put(&list[n++], "-", "does not apply", a->na);
	return n;
}

const struct type_ops text_ops = {
	.state = text_state,
	.key = text_key,
	.erase = text_erase,
	.write = text_write,
	.read = text_read,
	.describe = text_describe,
	.lacks = text_lacks,
	.choices = text_choices,
};

const struct type_ops edit_ops = {
	.state = text_state,
	.key = text_key,
	.erase = text_erase,
	.write = edit_write,
	.read = edit_read,
	.describe = text_describe,
	.lacks = text_lacks,
	.choices = text_choices,
};

/* ---- for the editor ---- */

static struct answer *text_answer(const struct sheet *sheet, struct sheet_cell cell)
{
	int index = cell_find(sheet, cell);
	const struct type_ops *ops = index < 0 ? NULL : type_ops_of(cell_question(sheet, index));

	return ops == &text_ops || ops == &edit_ops ? cell_answer(sheet, index) : NULL;
}

const char *sheet_text(const struct sheet *sheet, struct sheet_cell cell, int *base)
{
	const struct answer *a = text_answer(sheet, cell);

	if (base != NULL)
		*base = a == NULL ? 0 : a->base;
	return a == NULL ? NULL : a->text;
}

int sheet_revisions(const struct sheet *sheet, struct sheet_cell cell)
{
	const struct answer *a = text_answer(sheet, cell);

	return a == NULL ? 0 : a->revisions;
}

void sheet_set_text(struct sheet *sheet, struct sheet_cell cell, const char *text, int base,
		    int revisions)
{
	struct answer *a = text_answer(sheet, cell);

	if (a == NULL)
		return;
	put_text(sheet, cell.question, a, text);
	a->base = a->text == NULL ? 0 : base;
	a->revisions = a->text == NULL ? 0 : revisions;
	sheet_refresh(sheet);
}

int sheet_edit_base(const struct sheet *sheet, struct sheet_cell cell)
{
	int index = cell_find(sheet, cell);
	const struct question *q = index < 0 ? NULL : cell_question(sheet, index);
	int places[PLACES];

	if (q == NULL || q->base_none || sheet->n == 0)
		return 0;
	if (q->scope == SCOPE_RESPONSE)
		return sheet_response(sheet, cell.shown);
	if (q->scope == SCOPE_BEST && best_place(sheet, cell.question) >= 0)
		return sheet_response(sheet, best_place(sheet, cell.question));
	return sheet_response(sheet, best_places(sheet, places) > 0 ? places[0] : 0);
}
