/* workbench_questions.c - questions, choices and answers as one would say them. */
#include "ui/view/workbench_words.h"

#include "text/decode.h"

#include <stdlib.h>
#include <string.h>

#define CHOICES_MAX (GUIDELINE_OPTIONS_MAX + 2)
#define CHOICES_SAID 9 /* longer lists are asked for with * */

static const struct question *question_of(const struct sheet *sheet, struct sheet_cell cell)
{
	return &sheet_guideline(sheet)->question[cell.question];
}

static bool is_written(const struct question *q)
{
	return q->type == QUESTION_TEXT || q->type == QUESTION_EDIT;
}

void question_name(const struct sheet *sheet, struct sheet_cell cell, struct buf *out)
{
	buf_adds(out, question_of(sheet, cell)->id);
	if (cell.shown >= 0)
		buf_addf(out, " of %c", sheet_letter(cell.shown));
}

/* ---------------------------------------------------------------- answers */

static const char *label_of(const struct question *q, long value)
{
	if (q->scale_label == NULL || value < q->min || value > q->max)
		return NULL;
	return q->scale_label[value - q->min];
}

/* A sign at the end waits for the next response. */
static bool spell_last_sign(const char *at, struct buf *out)
{
	size_t gaps = at[0] == ' ' ? strspn(at + 1, ">") : 0;

	if (strcmp(at, " =") == 0)
		buf_adds(out, ", equal to the next");
	else if (gaps > 0 && at[1 + gaps] == '\0')
		buf_addf(out, ", the next %zu step%s lower", gaps, gaps == 1 ? "" : "s");
	else
		return false;
	return true;
}

/* Signs that speech leaves out become words. */
static void spell_order(const char *order, bool two, struct buf *out)
{
	for (const char *at = order; *at != '\0';) {
		size_t wider = strspn(at + 1, ">");

		if (spell_last_sign(at, out))
			return;
		if (strncmp(at, " = ", 3) == 0) {
			buf_adds(out, " ties with ");
			at += 3;
		} else if (at[0] == ' ' && wider > 0 && at[1 + wider] == ' ') {
			if (two)
				buf_adds(out, " over ");
			else if (wider == 1)
				buf_adds(out, ", then ");
			else
				buf_addf(out, ", then %zu steps lower ", wider);
			at += wider + 2;
		} else if (at[0] == ' ' && at[1] == ' ') {
			buf_adds(out, ", ");
			at += strspn(at, " ");
		} else {
			buf_addc(out, *at++);
		}
	}
}

static void spell_value(const struct sheet *sheet, const struct question *q, const char *value,
			struct buf *out)
{
	const char *label = NULL;
	char *end;
	long number;

	if (strcmp(value, "–") == 0) {
		buf_adds(out, "not answered");
	} else if (q->type == QUESTION_RANK) {
		spell_order(value, sheet_responses(sheet) == 2, out);
	} else if (q->type == QUESTION_SCALE) {
		number = strtol(value, &end, 10);
		label = *end == '\0' ? label_of(q, number) : NULL;
		buf_adds(out, value);
		if (label != NULL)
			buf_addf(out, ", %s", label);
	} else {
		buf_adds(out, value);
	}
}

void question_answer(const struct sheet *sheet, struct sheet_cell cell, struct buf *out)
{
	const struct question *q = question_of(sheet, cell);
	const char *text = is_written(q) ? sheet_text(sheet, cell, NULL) : NULL;
	struct buf value = BUF_INIT;
	size_t words;

	if (text != NULL && text[0] != '\0') {
		words = text_words(text, strlen(text));
		buf_addf(out, "%zu word%s", words, words == 1 ? "" : "s");
		return;
	}
	if (is_written(q)) {
		buf_adds(out, "not written");
		return;
	}
	sheet_describe_value(sheet, cell, &value);
	spell_value(sheet, q, buf_str(&value), out);
	buf_release(&value);
}

/* ---------------------------------------------------------------- choices */

/* Keys that speech leaves out are named. */
static void spell_key(const char *key, struct buf *out)
{
	static const char *const names[][2] = {
		{ "=", "= (equals)" },
		{ "-", "- (minus)" },
		{ ">", "> (greater)" },
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(key, names[i][0]) == 0) {
			buf_adds(out, names[i][1]);
			return;
		}
	buf_adds(out, key);
}

static void add_choice(const struct sheet_choice *choice, struct buf *out)
{
	spell_key(choice->key, out);
	if (choice->key[0] != '\0' && choice->label[0] != '\0')
		buf_addc(out, ' ');
	buf_adds(out, choice->label);
	if (choice->chosen)
		buf_adds(out, " (set)");
}

static void add_choices(const struct sheet *sheet, int most, struct buf *out)
{
	struct sheet_choice list[CHOICES_MAX];
	int n = sheet_choice_list(sheet, list, CHOICES_MAX);

	for (int i = 0; i < n && i < most; i++) {
		buf_adds(out, i > 0 ? ", " : "");
		add_choice(&list[i], out);
	}
	if (n > most)
		buf_addf(out, ", and %d more: * lists all", n - most);
}

/* "1 wrong to 5 fully correct"; false where the ends have no words. */
static bool add_ends(const struct question *q, struct buf *out)
{
	const char *low = label_of(q, q->min), *high = label_of(q, q->max);

	if (q->type != QUESTION_SCALE || low == NULL || high == NULL || q->max > 10)
		return false;
	buf_addf(out, "%d %s to %d %s", q->min, low, q->max, high);
	if (q->max == 10)
		buf_adds(out, ", 0 is ten");
	if (q->na)
		buf_adds(out, ", - (minus) does not apply");
	return true;
}

/* ---------------------------------------------------------------- the focus */

static const char *need(const struct sheet *sheet, struct sheet_cell cell)
{
	return sheet_required(sheet, cell) ? "" : ", optional";
}

void question_next(const struct sheet *sheet, struct buf *out)
{
	struct sheet_cell cell = sheet_focus(sheet);
	const struct question *q;

	if (cell.question < 0)
		return;
	q = question_of(sheet, cell);
	buf_adds(out, "Next: ");
	question_name(sheet, cell, out);
	buf_adds(out, need(sheet, cell));
	if (sheet_strength_focus(sheet))
		buf_adds(out, ", how much");
	if (is_written(q)) {
		buf_adds(out, sheet_enter_opens(sheet) ? ", a text; a dot opens it"
						       : ", a text; its letter opens it");
	} else {
		buf_adds(out, ": ");
		if (!add_ends(q, out))
			add_choices(sheet, CHOICES_SAID, out);
	}
	buf_addc(out, '.');
}

void question_intro(const struct question *q, struct buf *out)
{
	buf_addf(out, "%s: ", q->id);
	words_sentence(out, q->title);
	if (q->help != NULL) {
		buf_addc(out, ' ');
		words_sentence(out, q->help);
	}
}

void question_about(const struct sheet *sheet, struct buf *out)
{
	struct sheet_cell cell = sheet_focus(sheet);

	if (cell.question >= 0)
		question_intro(question_of(sheet, cell), out);
}

static void add_points(const struct question *q, struct buf *out)
{
	for (int value = q->min; q->type == QUESTION_SCALE && value <= q->max; value++)
		if (label_of(q, value) != NULL)
			buf_addf(out, "\n%d: %s", value, label_of(q, value));
}

static void add_options(const struct question *q, struct buf *out)
{
	for (int i = 0; q->type == QUESTION_CHOICE && i < q->n_options; i++) {
		const struct option *option = &q->option[i];

		buf_addf(out, "\n%c: %s", option->key == 0 ? '*' : option->key, option->title);
		if (option->help != NULL)
			buf_addf(out, ": %s", option->help);
	}
}

void question_whole(const struct sheet *sheet, struct buf *out)
{
	struct sheet_cell cell = sheet_focus(sheet);

	if (cell.question < 0) {
		question_left(sheet, out);
		return;
	}
	question_about(sheet, out);
	add_points(question_of(sheet, cell), out);
	add_options(question_of(sheet, cell), out);
	buf_addc(out, '\n');
	question_name(sheet, cell, out);
	buf_adds(out, " now: ");
	question_answer(sheet, cell, out);
	buf_addc(out, '\n');
	question_next(sheet, out);
}

void question_left(const struct sheet *sheet, struct buf *out)
{
	int left = sheet_left(sheet);

	if (left == 0)
		buf_adds(out, "Everything that is required is answered; a dot sends it.");
	else if (sheet_at_end(sheet))
		buf_addf(out, "%d answer%s missing; a dot goes to the first.", left,
			 left == 1 ? " is" : "s are");
}
